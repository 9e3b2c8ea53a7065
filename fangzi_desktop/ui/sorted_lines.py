"""Lines as a table that sorts by any of its columns: what the project list and a department's sheet share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.signs import LIGHT_ROLE

Index = QModelIndex | QPersistentModelIndex


class Line(Protocol):
    """What a table can tell apart from every other line."""

    @property
    def id(self) -> str: ...


L = TypeVar("L", bound=Line)


@dataclass(frozen=True, slots=True)
class Column(Generic[L]):
    """One column: its head, its width in pixels, what a line says in it and how lines sort by it.

    A key of None is an unknown value, which comes last in either direction. The tool tip repeats the words
    unless `tip` says more.
    """

    title: str
    width: int
    text: Callable[[L], str]
    key: Callable[[L], Any]
    is_figure: bool = False
    tip: Callable[[L], str] | None = None


class SortedLines(QAbstractTableModel, Generic[L]):
    """The lines that pass a search, in the order of one column or as they came.

    A table says which lines are wanted (`_wanted`), and a cell's light and ink.
    """

    def __init__(self, columns: tuple[Column[L], ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._all: tuple[L, ...] = ()
        self._lines: list[L] = []
        self._text = ""
        self._sorted_by = -1
        self._order = Qt.SortOrder.AscendingOrder

    @property
    def lines(self) -> list[L]:
        """The lines shown."""
        return self._lines

    @property
    def table_columns(self) -> tuple[Column[L], ...]:
        """The columns."""
        return self._columns

    def row_of(self, line_id: str) -> int:
        """The row of a line, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.id == line_id), -1)

    def show_lines(self, lines: tuple[L, ...]) -> None:
        """Show these lines."""
        self._all = lines
        self._arrange()

    def search(self, text: str) -> None:
        """Show only what a typed text fits."""
        if text != self._text:
            self._text = text
            self._arrange()

    def _wanted(self) -> list[L]:
        raise NotImplementedError

    def _light(self, line: L, column: int) -> Light | None:
        raise NotImplementedError

    def _ink(self, line: L, column: int) -> QColor:
        raise NotImplementedError

    def _to_sort(self, column: int) -> Iterable[L]:
        """What is sorted when a column is chosen."""
        return self._wanted()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._lines = self._in_order(self._wanted())
        self.endResetModel()

    def _in_order(self, lines: Iterable[L]) -> list[L]:
        if not 0 <= self._sorted_by < len(self._columns):
            return list(lines)
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
            return self._light(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip((column.tip or column.text)(line)) or None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(line, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            nothing = QCoreApplication.translate("table", "空")
            return f"{column.title}：{column.text(line) or nothing}"
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
        self._lines = self._in_order(self._to_sort(column))
        rows = {line.id: row for row, line in enumerate(self._lines)}
        after = [self.index(rows[name], index.column()) for name, index in zip(ids, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
