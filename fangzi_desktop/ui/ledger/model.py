"""The lines of the register as a table: filtered, sorted and worded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.terms import Light, ProjectStatus
from fangzi_desktop.services.pinyin import matches, sort_key
from fangzi_desktop.services.register import RegisterLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.signs import LIGHT_ROLE

NAME = 1

Index = QModelIndex | QPersistentModelIndex

_LIGHT_ORDER = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_STATUS_ORDER = {status: place for place, status in enumerate(ProjectStatus)}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, its width in pixels, what a line says in it and how lines sort by it.

    A key of None is an unknown value, which comes last in either direction.
    """

    title: str
    width: int
    text: Callable[[RegisterLine], str]
    key: Callable[[RegisterLine], Any]
    is_figure: bool = False


def columns() -> tuple[Column, ...]:
    """The columns of the list, in their order."""
    return (
        Column(_tr("亮灯"), 72, _light_words, _light_key),
        Column(_tr("项目名称"), 240, lambda line: line.name, lambda line: line.sort_key),
        Column(_tr("环节"), 76, lambda line: line.stage.zh, lambda line: stage_index(line.stage)),
        Column(_tr("状态"), 78, lambda line: line.status.zh, lambda line: _STATUS_ORDER[line.status]),
        Column(_tr("投资主体"), 100, lambda line: line.investor, lambda line: _spelt(line.investor)),
        Column(_tr("赛道"), 104, lambda line: line.industry_track, lambda line: _spelt(line.industry_track)),
        Column(
            _tr("属地"), 104, lambda line: line.responsible_unit, lambda line: _spelt(line.responsible_unit)
        ),
        Column(
            _tr("投资（万元）"),
            94,
            lambda line: wording.wan(line.investment_yuan),
            lambda line: line.investment_yuan,
            is_figure=True,
        ),
        Column(
            _tr("用地（亩）"),
            82,
            lambda line: wording.figure(line.area_mu),
            lambda line: line.area_mu,
            is_figure=True,
        ),
        Column(_tr("手续"), 60, _permit_words, _permit_key, is_figure=True),
        Column(_tr("四证"), 50, _certificate_words, _certificate_key, is_figure=True),
        Column(_tr("进展"), 112, lambda line: line.progress, lambda line: line.progress_on),
        Column(_tr("专员"), 60, lambda line: line.service_officer, lambda line: _spelt(line.service_officer)),
    )


def _light_words(line: RegisterLine) -> str:
    return "" if line.status in TERMINAL else line.light.zh


def _light_key(line: RegisterLine) -> int | None:
    return None if line.status in TERMINAL else _LIGHT_ORDER.index(line.light)


def _spelt(words: str) -> str | None:
    return sort_key(words) if words else None


def _permit_words(line: RegisterLine) -> str:
    return f"{line.permits_done}/{line.permits_total}" if line.permits_total else ""


def _permit_key(line: RegisterLine) -> float | None:
    return line.permits_done / line.permits_total if line.permits_total else None


def _certificate_words(line: RegisterLine) -> str:
    known = line.certificates_total and line.permits_total
    return f"{line.certificates_done}/{line.certificates_total}" if known else ""


def _certificate_key(line: RegisterLine) -> float | None:
    return line.certificates_done / line.certificates_total if _certificate_words(line) else None


class LedgerModel(QAbstractTableModel):
    """The projects that pass the search and the filter, in the order of one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns()
        self._all: tuple[RegisterLine, ...] = ()
        self._lines: list[RegisterLine] = []
        self._text = ""
        self._with_left = True
        self._sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    @property
    def lines(self) -> list[RegisterLine]:
        """The lines shown."""
        return self._lines

    @property
    def total(self) -> int:
        """How many projects there are."""
        return len(self._all)

    @property
    def left(self) -> int:
        """How many of them have left the mechanism."""
        return sum(line.status in TERMINAL for line in self._all)

    @property
    def table_columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    def row_of(self, project_id: str) -> int:
        """The row of a project, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.id == project_id), -1)

    def show_lines(self, lines: tuple[RegisterLine, ...]) -> None:
        """Show these projects."""
        self._all = lines
        self._arrange()

    def search(self, text: str) -> None:
        """Show only what a typed text fits: a part of the name, its pinyin or its initials."""
        if text != self._text:
            self._text = text
            self._arrange()

    def show_left(self, shown: bool) -> None:
        """Show or leave out the projects that have left the mechanism."""
        if shown is not self._with_left:
            self._with_left = shown
            self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._lines = self._in_order(self._wanted())
        self.endResetModel()

    def _wanted(self) -> list[RegisterLine]:
        return [
            line
            for line in self._all
            if (self._with_left or line.status not in TERMINAL) and matches(line.search_key, self._text)
        ]

    def _in_order(self, lines: list[RegisterLine]) -> list[RegisterLine]:
        if not 0 <= self._sorted_by < len(self._columns):
            return lines
        key = self._columns[self._sorted_by].key
        keyed = [(key(line), line) for line in lines]
        known = sorted(
            ((value, line) for value, line in keyed if value is not None),
            key=lambda pair: pair[0],
            reverse=self._order == Qt.SortOrder.DescendingOrder,
        )
        return [line for _, line in known] + [line for value, line in keyed if value is None]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line, column = self._lines[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(line)
        if role == LIGHT_ROLE:
            return None if line.status in TERMINAL else line.light
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(column.text(line)) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            return _ink(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}：{column.text(line) or _tr('空')}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_figure:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted_by, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._lines[index.row()].id for index in before]
        self._lines = self._in_order(self._lines if column >= 0 else self._wanted())
        rows = {line.id: row for row, line in enumerate(self._lines)}
        after = [self.index(rows[name], index.column()) for name, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()


def _ink(line: RegisterLine, column: int) -> object:
    if line.status in TERMINAL:
        return theme.colour("ink2")
    if column == 0:
        return theme.light_colour(line.light)
    return theme.colour("ink1" if column in (NAME, 2, 7, 8) else "ink2")


def _tr(words: str) -> str:
    return QCoreApplication.translate("ledger", words)
