"""By what the list is grouped, and what stands over each group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

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


def group_of(grouping: Grouping) -> Callable[[Reminder], str]:
    """Return what tells the key of the group that a reminder belongs to; an empty one stands for no name."""
    return _KEYS[grouping]


def head_of(
    grouping: Grouping, key: str, own: Sequence[Reminder], lights: Mapping[Light, int], *, is_folded: bool
) -> Head:
    """Return the head of a group of reminders, of which so many have each light."""
    counts = tuple((light, lights[light]) for light in _COUNTED if lights.get(light))
    return Head(key, _name(grouping, key, own), counts, len(own), is_folded)


def head_words(head: Head) -> str:
    """A head as it is read aloud: 供电公司，逾期3项，临期5项."""
    told = [f"{light.zh}{count}{_tr('项')}" for light, count in head.counts]
    state = _tr("已折叠，按向右键展开") if head.is_folded else _tr("按向左键折叠")
    return "，".join([head.name, *(told or [f"{head.count}{_tr('项')}"]), state])


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
    Grouping.NONE: lambda line: "",
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
