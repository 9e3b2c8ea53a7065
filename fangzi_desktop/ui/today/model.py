"""The reminders as one list model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui.today.wording import details, headline, read_aloud

REMINDER_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex


class ReminderModel(QAbstractListModel):
    """The reminders that are shown, one row each."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Reminder, ...] = ()
        self._today = date.min

    @property
    def lines(self) -> tuple[Reminder, ...]:
        """The reminders shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Reminder], today: date) -> None:
        """Show these reminders as they read on `today`."""
        self.beginResetModel()
        self._lines, self._today = tuple(lines), today
        self.endResetModel()

    def row_of(self, reminder_id: str) -> int:
        """The row of a reminder, or -1."""
        return next((row for row, line in enumerate(self._lines) if line.id == reminder_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return headline(line)
        if role == REMINDER_ROLE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return read_aloud(line, self._today)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{headline(line)}\n{details(line)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemNeverHasChildren
