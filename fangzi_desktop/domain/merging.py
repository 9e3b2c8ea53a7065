"""How what several copies say about a row becomes one row, cell by cell.

A cell is a field, or some fields that only make sense together. Everything here is a function of the set of
what was said and of the office's own journal, so that copies may come back in any order, and twice.

- Different cells of a row both stay; the same value from two sides is no conflict.
- What nobody else touched since the hand-out is taken over.
- A cell that two sides changed differently keeps the office's value (without one, the value said by the
  copy that was handed out last) and is a conflict until a person decides.
- An edit beats a deletion that had not seen it; the row stays or comes back, and a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from fangzi_desktop.domain.sayings import (
    DELETE,
    EXISTENCE,
    INSERT,
    UPDATE,
    Key,
    Saying,
    Touch,
    Trace,
    Values,
    undone,
)

Cells = Mapping[str, tuple[str, ...]]
"""The cells of a table with their fields."""


class _Absent:
    """Stands for the value of a cell whose row is not there."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
Value = tuple[Any, ...] | _Absent


@dataclass(frozen=True, slots=True)
class OfficeTrace:
    """One line of the office's journal about one row; `merged` tells that it came from a copy."""

    act: int
    merged: bool
    trace: Trace


@dataclass(frozen=True)
class History:
    """What the office knows of one row: how it is now, its journal (oldest first) and what copies said.

    `kept_at` is the office's act by which a person decided last that the row stays, 0 if nobody had to.
    """

    key: Key
    cells: Cells
    now: Values | None
    traces: Sequence[OfficeTrace]
    sayings: Sequence[Saying]
    kept_at: int = 0

    def after(self, act: int) -> Values | None:
        """The row as it was in the office after `act`."""
        return undone(self.now, [line.trace for line in self.traces if line.act > act])

    @cached_property
    def deleted_at(self) -> int:
        """The office's act that deleted the row, 0 if it made the row again or somebody decided to keep it.

        A row that a merge brought back was deleted all the same, even if the office writes in it again.
        """
        own = [line for line in self.traces if not line.merged and line.trace.op != UPDATE]
        is_gone = bool(own) and own[-1].trace.op == DELETE
        return own[-1].act if is_gone and own[-1].act > self.kept_at else 0

    @cached_property
    def is_written_in_again(self) -> bool:
        """Whether the office wrote in the row after it deleted it and a merge brought it back."""
        return 0 < self.deleted_at < max(self.office_act(cell) for cell in self.cells)

    @cached_property
    def last_held(self) -> Values | None:
        """The row as it is, or as it was when it was deleted."""
        if self.now is not None or not self.traces:
            return self.now
        return undone(None, [self.traces[-1].trace])

    @cached_property
    def _office_acts(self) -> dict[str, int]:
        acts: dict[str, int] = {}
        names = {column: cell for cell, fields in self.cells.items() for column in fields}
        for line in self.traces:
            if line.merged:
                continue
            if line.trace.op == UPDATE:
                acts[names[line.trace.field]] = line.act
            elif line.trace.op == INSERT:
                acts |= dict.fromkeys(self.cells, line.act)
        for saying in self.sayings:
            # Deciding is something the office says, even where the value stayed.
            for cell, act in saying.settled.items():
                acts[cell] = max(act, acts.get(cell, 0))
        return acts

    def office_act(self, cell: str) -> int:
        """The office's last act about a cell, 0 if it only ever had it from copies or from the beginning."""
        return self._office_acts.get(cell, 0)

    def office_value(self, cell: str) -> Value:
        """What the office said last about a cell, `ABSENT` if it never had the row by itself."""
        act = self.office_act(cell)
        row = self.after(act)
        if row is None:
            until = max(act, self.deleted_at)
            deletions = [line.act for line in self.traces if line.act <= until and line.trace.op == DELETE]
            row = self.after(deletions[-1] - 1) if deletions else None
        return part(row, self.cells[cell])


def part(row: Values | None, fields: Sequence[str]) -> Value:
    """Return the fields of a row that make a cell."""
    return ABSENT if row is None else tuple(row[name] for name in fields)


def _same(one: Value, other: Value) -> bool:
    """Whether two values are the same; a row that was not there held nothing."""
    if isinstance(one, _Absent) or isinstance(other, _Absent):
        return _is_empty(one) and _is_empty(other)
    return one == other


def _is_empty(value: Value) -> bool:
    return isinstance(value, _Absent) or all(item in (None, "") for item in value)


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands against each other in a cell: the office's value if it is one of them, and copies'."""

    value: Value
    office_stands: bool
    sayings: tuple[Saying, ...]
    is_conflict: bool


def settle_cell(history: History, cell: str) -> Heads:
    """Return what a cell holds after everything that was said about it."""
    fields = history.cells[cell]
    live = live_sayings(history, cell)
    opinions = [saying for saying in live if not _same(part(saying.value, fields), part(saying.base, fields))]
    heads = [
        saying
        for saying in opinions
        if not any(_saw(other, saying, cell) for other in opinions if other is not saying)
    ]
    office_act, office = history.office_act(cell), history.office_value(cell)
    stands = not isinstance(office, _Absent) and not any(
        office_act <= saying.base_act or _same(office, part(saying.base, fields)) for saying in heads
    )
    heads.sort(key=lambda saying: order(saying, cell))
    if stands or not heads:
        value = office
        if not heads and isinstance(office, _Absent):
            value = _once_held(history, cell)
    else:
        value = part(heads[-1].value, fields)
    said = [part(saying.value, fields) for saying in heads] + ([office] if stands else [])
    return Heads(value, stands, tuple(heads), any(not _same(said[0], other) for other in said[1:]))


def _once_held(history: History, cell: str) -> Value:
    """What a cell held that only copies ever had, before they deleted it."""
    fields = history.cells[cell]
    held = [saying for saying in history.sayings if cell in saying.touches and saying.value is not None]
    if not held:
        return part(history.last_held, fields)
    return part(max(held, key=lambda saying: order(saying, cell)).value, fields)


def live_sayings(history: History, cell: str) -> list[Saying]:
    """Return what copies say about a cell that nobody decided, took back or wrote over knowing it."""
    said = [saying for saying in history.sayings if cell in saying.touches and cell not in saying.settled]
    said = _once(said, cell)
    about_row = [saying for saying in history.sayings if EXISTENCE in saying.touches]
    others = said if cell == EXISTENCE else [*said, *about_row]
    newest = [
        saying
        for saying in said
        if not any(other.knows(cell, saying.last(cell).act) for other in others if other is not saying)
    ]
    return [saying for saying in newest if not _written_over(history, cell, saying)]


def _once(said: Iterable[Saying], cell: str) -> list[Saying]:
    found: dict[str, Saying] = {}
    for saying in said:
        found.setdefault(saying.last(cell).act, saying)
    return list(found.values())


def _written_over(history: History, cell: str, saying: Saying) -> bool:
    """Whether the office said something else about the cell, having seen what the copy said.

    What waits for a decision is only ended by one, or with the row. What a row held when the office deleted
    it, it holds again if it comes back.
    """
    if cell == EXISTENCE:
        if saying.value is not None:
            return history.deleted_at > saying.merged_act
        own = max((line.act for line in history.traces if not line.merged), default=0)
        return cell not in saying.disputed and own > saying.merged_act
    if cell in saying.disputed:
        fields = history.cells[cell]
        held = history.after(history.deleted_at - 1) if history.deleted_at else None
        return history.deleted_at > saying.disputed[cell] and part(held, fields) != part(saying.value, fields)
    return history.office_act(cell) > saying.merged_act


def _saw(later: Saying, earlier: Saying, cell: str) -> bool:
    """Whether a copy was handed out with what another had said about a cell."""
    return earlier.merged_act <= later.base_act and not earlier.was_open_at(cell, later.base_act)


def order(saying: Saying, cell: str) -> tuple[int, int, str]:
    """The logical clock of what was said; a computer's clock may be wrong."""
    last: Touch = saying.last(cell)
    return (saying.base_act + last.position, last.position, last.act)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one row before its neighbours are looked at.

    `row` is None where it goes or stays away. `contested` are the deletions that an edit had not known of:
    sayings of copies, and the office's own if `office_contested`.
    """

    row: Values | None
    heads: Mapping[str, Heads]
    deletions: tuple[Saying, ...]
    contested: tuple[Saying, ...]
    office_contested: bool

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The cells about which a person must decide."""
        if self.row is None:
            return ()
        return tuple(cell for cell, heads in self.heads.items() if heads.is_conflict)


def judge(
    history: History, overruled: frozenset[int | str] = frozenset(), *, is_needed: bool = False
) -> Verdict:
    """Return what becomes of a row.

    Deletions by the acts in `overruled` do not count, unless a copy deleted what it had made itself; with
    `is_needed` none does, because others need the row.
    """
    touched = {cell for saying in history.sayings for cell in saying.touches} - {EXISTENCE}
    heads = {cell: settle_cell(history, cell) for cell in sorted(touched)}
    deletions = tuple(
        saying
        for saying in live_sayings(history, EXISTENCE)
        if saying.value is None and _was_known(history, saying) and not _made_again(history, saying)
    )
    edits = _edits(history, heads)
    contested = tuple(
        deletion
        for deletion in deletions
        if is_needed
        or (deletion.base is not None and deletion.last(EXISTENCE).act in overruled)
        or _office_edited(history, deletion)
        or any(_unknown_to(deletion, edit) for edit in edits)
    )
    office_deleted = bool(history.deleted_at)
    office_contested = office_deleted and (
        is_needed
        or history.deleted_at in overruled
        or any(saying.merged_act > history.deleted_at for _, saying in edits)
        or history.is_written_in_again
    )
    uncontested = len(contested) < len(deletions) or (office_deleted and not office_contested)
    if not uncontested and (contested or office_contested or edits or _was_there(history)):
        return Verdict(_row_of(history, heads), heads, deletions, contested, office_contested)
    return Verdict(None, heads, deletions, (), False)


def _was_known(history: History, deletion: Saying) -> bool:
    """Whether anybody but the copy itself can have known the row that it deleted."""
    return deletion.base is not None or any(saying.value is not None for saying in history.sayings)


def _made_again(history: History, deletion: Saying) -> bool:
    return any(
        saying.value is not None and saying.base is None and _saw(saying, deletion, EXISTENCE)
        for saying in live_sayings(history, EXISTENCE)
    )


def _edits(history: History, heads: Mapping[str, Heads]) -> list[tuple[str, Saying]]:
    """Return what copies say about a row that is still there for them."""
    found = [(cell, saying) for cell, each in heads.items() for saying in each.sayings]
    found += [
        (EXISTENCE, saying)
        for saying in live_sayings(history, EXISTENCE)
        if saying.value is not None and saying.base is None
    ]
    return found


def _unknown_to(deletion: Saying, edit: tuple[str, Saying]) -> bool:
    cell, saying = edit
    return saying is not deletion and not _saw(deletion, saying, cell)


def _office_edited(history: History, deletion: Saying) -> bool:
    """Whether the office said something about the row that the copy which deleted it did not know."""
    if history.deleted_at and not history.is_written_in_again:
        return False
    if history.kept_at > deletion.base_act:
        return True
    return any(
        history.office_act(cell) > deletion.base_act
        and not _same(history.office_value(cell), part(deletion.base, fields))
        for cell, fields in history.cells.items()
    )


def _was_there(history: History) -> bool:
    """Whether the row is there for the office, leaving aside what copies deleted or made."""
    if any(not line.merged for line in history.traces) or history.kept_at:
        return not history.deleted_at
    return undone(history.now, [line.trace for line in history.traces]) is not None


def _row_of(history: History, heads: Mapping[str, Heads]) -> Values | None:
    whole = history.last_held
    if whole is None:
        made = [saying for saying in history.sayings if saying.value is not None]
        if not made:
            return None
        whole = max(made, key=lambda saying: (saying.merged_act, saying.id)).value
    row = dict(whole or {})
    for cell, each in heads.items():
        if not isinstance(each.value, _Absent):
            row |= dict(zip(history.cells[cell], each.value, strict=True))
    return row
