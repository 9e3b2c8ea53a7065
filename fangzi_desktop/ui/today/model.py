"""The reminders and the heads of their groups as one list model."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fangzi_desktop.domain.snoozes import AwaitedEvent
from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui.today.groups import Head, Row, head_words
from fangzi_desktop.ui.today.rows import Splice
from fangzi_desktop.ui.today.wording import Notes, details, headline, read_aloud

ROW_ROLE = Qt.ItemDataRole.UserRole + 1

Index = QModelIndex | QPersistentModelIndex
# What a note is of: a reminder, and the event that it waits for.
_Noted = tuple[str, AwaitedEvent | None]


def _is_same(one: Row, other: Row) -> bool:
    """Whether a row stays where it is; a head that only counts otherwise does."""
    return one is other or (isinstance(one, Head) and isinstance(other, Head) and one.key == other.key)


class ReminderModel(QAbstractListModel):
    """The rows that are shown, in one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self.today = date.min
        self._notes: dict[str, dict[_Noted, Notes]] = {}

    @property
    def rows(self) -> Sequence[Row]:
        """The rows shown, heads included."""
        return self._rows

    @property
    def lines(self) -> tuple[Reminder, ...]:
        """The reminders shown, without those of folded groups."""
        return tuple(row for row in self._rows if isinstance(row, Reminder))

    def show_rows(self, rows: Sequence[Row], today: date) -> None:
        """Show these rows as they read on `today`; only what differs is told, however many there are."""
        if today != self.today or not self._rows:
            self._reset(rows, today)
            return
        old, new = self._rows, list(rows)
        shortest = min(len(old), len(new))
        first = next((at for at in range(shortest) if not _is_same(old[at], new[at])), shortest)
        same = 0
        while same < shortest - first and _is_same(old[-1 - same], new[-1 - same]):
            same += 1
        gone, come = len(old) - first - same, len(new) - first - same
        kept = min(gone, come)
        if gone > come:
            self.beginRemoveRows(QModelIndex(), first + kept, first + gone - 1)
            self._rows = new
            self.endRemoveRows()
        elif come > gone:
            self.beginInsertRows(QModelIndex(), first + kept, first + come - 1)
            self._rows = new
            self.endInsertRows()
        else:
            self._rows = new
        if kept:
            self.dataChanged.emit(self.index(first), self.index(first + kept - 1))
        self._recount(old)

    def _recount(self, old: Sequence[Row]) -> None:
        """Paint the heads that count otherwise now."""
        counted = {row for row in old if isinstance(row, Head)}
        for at, row in enumerate(self._rows):
            if isinstance(row, Head) and row not in counted:
                self.dataChanged.emit(self.index(at), self.index(at))

    def splice(self, splices: Iterable[Splice]) -> None:
        """Let some rows give way to others, and tell of nothing else."""
        for at, gone, come in splices:
            kept = min(gone, len(come))
            if kept:
                self._rows[at : at + kept] = come[:kept]
                self.dataChanged.emit(self.index(at), self.index(at + kept - 1))
            if gone > kept:
                self.beginRemoveRows(QModelIndex(), at + kept, at + gone - 1)
                del self._rows[at + kept : at + gone]
                self.endRemoveRows()
            if len(come) > kept:
                self.beginInsertRows(QModelIndex(), at + kept, at + len(come) - 1)
                self._rows[at + kept : at + kept] = come[kept:]
                self.endInsertRows()

    def note(self, notes: Mapping[Reminder, Notes]) -> None:
        """Keep what is said of reminders beside their own columns, and paint it."""
        for one, said in notes.items():
            self._notes.setdefault(one.project_id, {})[one.id, one.event] = said
        if self._rows:
            last = self.index(len(self._rows) - 1)
            self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.DisplayRole])

    def forget_notes(self, projects: Collection[str] | None = None) -> None:
        """Let what was noted of these projects, or of all, be read again."""
        if projects is None:
            self._notes.clear()
        else:
            for project in projects:
                self._notes.pop(project, None)

    def notes(self, reminder: Reminder) -> Notes | None:
        """What was noted of a reminder, None while nothing was read."""
        return self._notes.get(reminder.project_id, {}).get((reminder.id, reminder.event))

    def head_above(self, at: int) -> int:
        """The row of the head that a row belongs to, its own if it is one, or -1."""
        return next((row for row in range(at, -1, -1) if isinstance(self._rows[row], Head)), -1)

    def _reset(self, rows: Sequence[Row], today: date) -> None:
        self.beginResetModel()
        self._rows, self.today = list(rows), today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if isinstance(row, Head):
            if role == Qt.ItemDataRole.DisplayRole:
                return row.name
            return head_words(row) if role == Qt.ItemDataRole.AccessibleTextRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            return headline(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return read_aloud(row, self.today, self.notes(row))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{headline(row)}\n{details(row, self.notes(row))}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag
        return flags.ItemIsEnabled | flags.ItemIsSelectable | flags.ItemNeverHasChildren
