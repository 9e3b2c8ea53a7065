"""The list's rows: reminders under the heads of their groups, worst first within each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui.today.wording import due_soon_words

_COUNTED = (Light.RED, Light.YELLOW, Light.GREEN)


class Grouping(Enum):
    """By what the list is grouped."""

    URGENCY = "urgency"
    PROJECT = "project"
    OFFICER = "officer"
    DEPARTMENT = "department"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a group: its name and how many of its reminders have each light, the worst light first."""

    key: str
    name: str
    counts: tuple[tuple[Light, int], ...]
    count: int
    is_folded: bool


Row = Reminder | Head


def grouping_words(grouping: Grouping) -> str:
    """What a grouping is called."""
    return {
        Grouping.URGENCY: _tr("紧急程度"),
        Grouping.PROJECT: _tr("项目"),
        Grouping.OFFICER: _tr("服务专员"),
        Grouping.DEPARTMENT: _tr("责任部门"),
        Grouping.NONE: _tr("不分组"),
    }[grouping]


def rows_of(lines: Sequence[Reminder], grouping: Grouping, folded: Collection[str]) -> list[Row]:
    """Return the rows of reminders that come worst first; the group with the worst one is first.

    Named groups come by their worst reminder as well, the one without a name last. Of a folded group only
    the head is a row.
    """
    if grouping is Grouping.NONE:
        return list(lines)
    groups: dict[str, list[Reminder]] = {}
    key_of = _KEYS[grouping]
    for line in lines:
        groups.setdefault(key_of(line), []).append(line)
    if "" in groups:
        groups[""] = groups.pop("")
    found: list[Row] = []
    for key, own in groups.items():
        is_folded = key in folded
        found.append(Head(key, _name(grouping, key, own), tuple(_counts(own)), len(own), is_folded))
        if not is_folded:
            found.extend(own)
    return found


def group_of(line: Reminder, grouping: Grouping) -> str:
    """Return the key of the group that a reminder belongs to."""
    return "" if grouping is Grouping.NONE else _KEYS[grouping](line)


def head_words(head: Head) -> str:
    """A head as it is read aloud: 供电公司，逾期3项，临期5项."""
    told = [f"{light.zh}{count}{_tr('项')}" for light, count in head.counts]
    state = _tr("已折叠，按向右键展开") if head.is_folded else _tr("按向左键折叠")
    return "，".join([head.name, *(told or [f"{head.count}{_tr('项')}"]), state])


def _counts(lines: Iterable[Reminder]) -> Iterable[tuple[Light, int]]:
    found = Counter(map(attrgetter("light"), lines))
    return ((light, found[light]) for light in _COUNTED if found[light])


def _urgency(line: Reminder) -> str:
    if line.light is Light.RED:
        return "overdue"
    if line.is_due_soon:
        return "soon"
    return "later" if line.kind is not None else "silent"


_KEYS: Mapping[Grouping, Callable[[Reminder], str]] = {
    Grouping.URGENCY: _urgency,
    Grouping.PROJECT: lambda line: line.project_id,
    Grouping.OFFICER: lambda line: line.service_officer,
    # Who decides; by whose leave, which some add after a comma, makes no group of its own.
    Grouping.DEPARTMENT: lambda line: line.department.partition("，")[0],
}


def _name(grouping: Grouping, key: str, own: Sequence[Reminder]) -> str:
    if grouping is Grouping.PROJECT:
        return own[0].project
    if grouping is Grouping.OFFICER:
        return key or _tr("未指定专员")
    if grouping is Grouping.DEPARTMENT:
        return key or _tr("专班（无责任部门）")
    return {
        "overdue": _tr("逾期"),
        "soon": due_soon_words(),
        "later": _tr("稍远"),
        "silent": _tr("久未更新"),
    }[key]


def _tr(words: str) -> str:
    return QCoreApplication.translate("today", words)
