"""The table of calendar years."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from fangzi_desktop.services.calendar import YearLine
from fangzi_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex

_YEAR, _REST, _WORK, _SOURCE = range(4)


class YearModel(QAbstractTableModel):
    """A row per year: how many days off and made up, and where they come from, or that it is 预估."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[YearLine, ...] = ()

    def show_years(self, lines: Sequence[YearLine]) -> None:
        """Show these years."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (_REST, _WORK):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and not line.is_published:
            return theme.colour("amber")
        if role == Qt.ItemDataRole.FontRole:
            font: QFont = theme.font(bold=column == _YEAR)
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("年份"), self.tr("放假日"), self.tr("调休上班日"), self.tr("来源"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in (_REST, _WORK):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _words(self, line: YearLine, column: int) -> str:
        if column == _YEAR:
            return str(line.year)
        if column == _SOURCE:
            if line.is_published:
                return line.source
            return self.tr("▲ 预估：尚未载入，{count}个未办结时限到期于这一年").format(count=line.clocks)
        if not line.is_published:
            return "—"
        return str(line.rest if column == _REST else line.work)
