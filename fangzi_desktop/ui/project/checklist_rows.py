"""The rows of a checklist: headings of its phases, parallel groups, and items with their instances."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from fangzi_desktop.domain.terms import Applicability, PermitPhase, PermitState
from fangzi_desktop.services.permits import ChecklistLine, GroupLine
from fangzi_desktop.services.pinyin import matches, search_key
from fangzi_desktop.ui import wording


class Shown(Enum):
    """Which items are shown."""

    ALL = auto()
    OPEN = auto()
    READY = auto()
    UNDECIDED = auto()

    def admits(self, line: ChecklistLine) -> bool:
        """Whether an item belongs to them."""
        required = line.applicability is Applicability.REQUIRED
        if self is Shown.OPEN:
            return required and line.state is not PermitState.DECIDED and not line.superseded
        if self is Shown.READY:
            return required and line.ready and not line.automatic
        if self is Shown.UNDECIDED:
            return line.state_code == Applicability.UNDECIDED
        return True


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; an item has to meet all of it. Empty parts let everything through."""

    shown: Shown = Shown.ALL
    department: str = ""
    critical: bool = False
    text: str = ""

    @property
    def is_searching(self) -> bool:
        """Whether certain items are looked for, so that no fold may hide them."""
        return bool(self.department or self.critical or self.text.strip())

    def admits(self, line: ChecklistLine) -> bool:
        """Whether an item meets it."""
        return (
            self.shown.admits(line)
            and (not self.department or self.department in departments_of(line))
            and (not self.critical or line.critical)
            and (not self.text.strip() or matches(_key(line), self.text))
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a phase, with how many of its items are done; `item_ids` are those it stands over."""

    phase: PermitPhase
    done: int
    total: int
    is_folded: bool
    item_ids: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"phase:{self.phase.value}"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A parallel group, standing before the first of its items."""

    group: GroupLine

    @property
    def key(self) -> str:
        return f"group:{self.group.code}"


@dataclass(frozen=True, slots=True)
class Family:
    """An item that a project has several of, standing over them."""

    code: str
    name: str
    department: str
    done: int
    total: int
    item_ids: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"family:{self.code}"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item; `depth` tells how far it is indented, `name` what it is called there."""

    line: ChecklistLine
    depth: int
    name: str

    @property
    def key(self) -> str:
        return self.line.id


Row = Heading | GroupRow | Family | ItemRow


def departments_of(line: ChecklistLine) -> tuple[str, ...]:
    """The departments that have a hand in an item, without what stands in brackets."""
    plain = wording.short_label(line.department)
    return tuple(dict.fromkeys(part.strip() for part in plain.split("、") if part.strip()))


def department_counts(lines: Iterable[ChecklistLine]) -> dict[str, int]:
    """Return how many items each department has a hand in, those with most first."""
    counts: dict[str, int] = {}
    for line in lines:
        for department in departments_of(line):
            counts[department] = counts.get(department, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def rows_of(
    lines: Sequence[ChecklistLine],
    groups: Sequence[GroupLine],
    filters: Filters,
    folded: Collection[PermitPhase],
    words: Mapping[str, str],
) -> list[Row]:
    """Return the rows to show, in the order of the procedure.

    A phase without an item to show has no heading. While certain items are looked for no phase is folded.
    `words` name the round and the whole project: ``round`` and ``whole``.
    """
    found: list[Row] = []
    placed: set[str] = set()
    for phase in PermitPhase:
        within = [line for line in lines if line.phase is phase]
        admitted = [line for line in within if filters.admits(line)]
        if not admitted:
            continue
        is_folded = phase in folded and not filters.is_searching
        done, total = _progress(within)
        found.append(Heading(phase, done, total, is_folded, tuple(line.id for line in admitted)))
        if is_folded:
            continue
        for code in dict.fromkeys(line.code for line in admitted):
            same = [line for line in admitted if line.code == code]
            ids = {line.id for line in same}
            for group in groups:
                if group.code not in placed and not ids.isdisjoint(group.item_ids):
                    placed.add(group.code)
                    found.append(GroupRow(group))
            found += _instances(same, words)
    return found


def _instances(same: Sequence[ChecklistLine], words: Mapping[str, str]) -> list[Row]:
    """An item's instances: one as it is, several under a row of their own; older rounds below the newest."""
    newest = [line for line in same if not line.superseded]
    if not newest:
        return [ItemRow(line, 1, _called(line, words)) for line in same]
    found: list[Row] = []
    several = len(newest) > 1
    if several:
        done, total = _progress(newest)
        first = newest[0]
        ids = tuple(line.id for line in newest)
        found.append(Family(first.code, first.name, first.department, done, total, ids))
    for line in newest:
        name = _called(line, words) if several else line.title
        found.append(ItemRow(line, int(several), name))
        older = [one for one in same if one.superseded and one.part_id == line.part_id]
        for one in sorted(older, key=lambda one: -one.round_no):
            called = words["round"].format(number=one.round_no)
            found.append(ItemRow(one, int(several) + 1, called))
    return found


def _called(line: ChecklistLine, words: Mapping[str, str]) -> str:
    parts = [line.part_name or words["whole"]]
    if line.round_no > 1 or line.superseded:
        parts.append(words["round"].format(number=line.round_no))
    return " · ".join(parts)


def _progress(lines: Sequence[ChecklistLine]) -> tuple[int, int]:
    """How many items are done, and how many the project needs as far as that is settled."""
    counted = [
        line
        for line in lines
        if not line.automatic
        and not line.superseded
        and line.state_code not in (Applicability.NOT_APPLICABLE, Applicability.UNDECIDED)
    ]
    return sum(line.state is PermitState.DECIDED for line in counted), len(counted)


def _key(line: ChecklistLine) -> str:
    return search_key(line.title, line.department, line.certificate_no)


def without_forecast(line: ChecklistLine) -> ChecklistLine:
    """An item of which nothing is foretold: construction has begun."""
    return replace(line, critical=False, float_workdays=None, expected_on=None)
