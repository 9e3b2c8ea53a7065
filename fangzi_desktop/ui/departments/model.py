"""What lies on the departments' desks as item models: the list of departments, and one department's sheet."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor

from fangzi_desktop.domain.terms import Applicability, Light, PermitState
from fangzi_desktop.services.departments import Department, DeskLine
from fangzi_desktop.services.pinyin import matches, search_key, sort_key
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.sorted_lines import Column, Index, SortedLines

DEPARTMENT_ROLE = Qt.ItemDataRole.UserRole + 1

PROJECT, ITEM, ACCEPTED, DUE, LEFT, OFFICER = 1, 2, 4, 5, 6, 7

_LIGHT_ORDER = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_STATE_ORDER = {state: place for place, state in enumerate(PermitState)}


class Shown(Enum):
    """Which lines of a sheet are shown."""

    ALL = "all"
    IN_HAND = "in-hand"
    READY = "ready"
    OVERDUE = "overdue"
    UNDECIDED = "undecided"

    def admits(self, line: DeskLine) -> bool:
        """Whether a line is among those shown."""
        if self is Shown.IN_HAND:
            return line.in_hand
        if self is Shown.READY:
            return not line.in_hand and not line.undecided
        if self is Shown.OVERDUE:
            return line.light is Light.RED
        return self is Shown.ALL or (line.undecided and not line.in_hand)


class DepartmentList(QAbstractListModel):
    """The departments that fit what was typed, the one with most overdue first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Department, ...] = ()
        self._shown: list[Department] = []
        self._text = ""

    @property
    def departments(self) -> list[Department]:
        """The departments shown."""
        return self._shown

    def row_of(self, name: str) -> int:
        """The row of a department, or -1."""
        return next((row for row, one in enumerate(self._shown) if one.name == name), -1)

    def knows(self, name: str) -> bool:
        """Whether there is such a department, shown or not."""
        return any(one.name == name for one in self._all)

    def show_departments(self, departments: tuple[Department, ...]) -> None:
        """Show these departments."""
        self._all = departments
        self._arrange()

    def search(self, text: str) -> None:
        """Show only what a typed text fits: a part of the name, its pinyin or its initials."""
        if text != self._text:
            self._text = text
            self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = [one for one in self._all if matches(search_key(one.name), self._text)]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.name
        if role == DEPARTMENT_ROLE:
            return one
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(f"{one.name}\n{'　'.join(count_words(one))}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{one.name}：{'，'.join(count_words(one)) or _tr('没有手续')}"
        return None


def count_words(one: Department) -> list[str]:
    """Say what a department has, the pressing first; what there is none of is left out."""
    counts = (
        (_tr("超法定 {count}"), one.beyond_statutory),
        (_tr("逾期 {count}"), one.overdue),
        (_tr("临期 {count}"), one.soon),
        (_tr("待补正 {count}"), one.correcting),
        (_tr("在办 {count}"), one.in_hand),
        (_tr("暂停 {count}"), one.stopped),
        (_tr("可申报 {count}"), one.ready),
        (_tr("待核实 {count}"), one.undecided),
    )
    return [words.format(count=count) for words, count in counts if count]


def columns() -> tuple[Column[DeskLine], ...]:
    """The columns of a sheet, in their order."""
    return (
        Column(_tr("亮灯"), 72, light_words, _light_key),
        Column(_tr("项目"), 190, lambda line: line.project, lambda line: line.sort_key),
        Column(_tr("事项"), 230, lambda line: line.title, lambda line: sort_key(line.title)),
        Column(_tr("状态"), 94, state_words, _state_key),
        Column(_tr("受理"), 98, _begun_words, lambda line: line.accepted_on or line.applied_on),
        Column(_tr("应办结"), 74, _due_words, lambda line: line.due),
        Column(_tr("剩余"), 140, left_words, lambda line: line.due),
        Column(_tr("专员"), 60, lambda line: line.service_officer, _officer_key),
    )


def light_words(line: DeskLine) -> str:
    """The light's word; an item whose clock stands says so, and one without a clock says nothing."""
    if line.stopped_since is not None:
        return _tr("暂停")
    return line.light.zh if line.unread_clock is not None else ""


def state_words(line: DeskLine) -> str:
    """The state as a department reads it: what nobody has begun could be handed in."""
    if line.in_hand:
        return line.state.zh
    if line.undecided:
        return Applicability.UNDECIDED.zh
    return _tr("可申报") if line.state is PermitState.NOT_STARTED else line.state.zh


def left_words(line: DeskLine) -> str:
    """What is left with its unit, how late it is, or since when it stands or waits for papers."""
    if line.notified_on is not None:
        return _tr("{day}告知补正").format(day=wording.day(line.notified_on, line.today))
    if line.stopped_since is not None:
        return _tr("{day}起暂停").format(day=wording.day(line.stopped_since, line.today))
    face = line.face
    return wording.left_words(face, line.today) if face is not None else ""


def _light_key(line: DeskLine) -> int | None:
    if not light_words(line):
        return None
    return 2 * _LIGHT_ORDER.index(line.light) - line.beyond_statutory


def _state_key(line: DeskLine) -> tuple[bool, int]:
    return line.undecided, _STATE_ORDER[line.state]


def _begun_words(line: DeskLine) -> str:
    if line.accepted_on is not None:
        return wording.day(line.accepted_on, line.today)
    if line.applied_on is not None:
        return _tr("{day}收件").format(day=wording.day(line.applied_on, line.today))
    return ""


def _due_words(line: DeskLine) -> str:
    return wording.day(line.due, line.today) if line.due is not None else ""


def _officer_key(line: DeskLine) -> str | None:
    return sort_key(line.service_officer) if line.service_officer else None


class DeskSheet(SortedLines[DeskLine]):
    """The lines of one department that pass the search and the filter, worst first or by one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(columns(), parent)
        self._shown = Shown.ALL

    @property
    def all_lines(self) -> tuple[DeskLine, ...]:
        """Everything the department has, shown or not."""
        return self._all

    def show_only(self, shown: Shown) -> None:
        """Show only some of the lines."""
        if shown is not self._shown:
            self._shown = shown
            self._arrange()

    def _wanted(self) -> list[DeskLine]:
        return [line for line in self._all if self._shown.admits(line) and self._fits(line)]

    def _fits(self, line: DeskLine) -> bool:
        if not self._text:
            return True
        key = f"{line.search_key}\n{search_key(line.title, line.service_officer)}"
        return matches(key, self._text)

    def _light(self, line: DeskLine, column: int) -> Light | None:
        return line.light if column == 0 and light_words(line) else None

    def _ink(self, line: DeskLine, column: int) -> QColor:
        if column in (0, LEFT):
            return theme.light_colour(line.light)
        if line.undecided and not line.in_hand:
            return theme.colour("ink2")
        return theme.colour("ink1" if column in (PROJECT, ITEM, DUE) else "ink2")


def _tr(words: str) -> str:
    return QCoreApplication.translate("departments", words)
