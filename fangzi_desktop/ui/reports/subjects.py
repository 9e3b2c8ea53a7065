"""What a paper is about, found by a few letters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QWidget

from fangzi_desktop.services.pinyin import matches
from fangzi_desktop.services.report_subjects import ReportSubject

_ID, _KEY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_MOST_SHOWN = 14


class _Found(QSortFilterProxyModel):
    """Those that fit what was typed: a fragment, pinyin or initials."""

    def __init__(self, source: QAbstractItemModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._typed = ""
        self.setSourceModel(source)

    def search(self, typed: str) -> None:
        self._typed = typed
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:
        key = self.sourceModel().index(row, 0, parent).data(_KEY)
        return matches(str(key), self._typed)


class SubjectBox(QComboBox):
    """A list that opens on a click and narrows as one types; what fits nothing goes when one leaves."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report-subject")
        self.field = QLineEdit(self)
        self.setLineEdit(self.field)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self._all = QStandardItemModel(self)
        self.setModel(self._all)
        self._found = _Found(self._all, self)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(_MOST_SHOWN)
        found = QListView()
        found.setObjectName("report-found")
        completer.setPopup(found)
        self.setCompleter(completer)
        self._id = ""
        self._offered: tuple[ReportSubject, ...] | None = None
        self.field.textEdited.connect(self._found.search)
        self.field.returnPressed.connect(self._take_typed)
        self.activated.connect(self._choose)

    @property
    def subject(self) -> str:
        """The id of what is chosen, "" for all or nothing."""
        return self._id

    def offer(self, subjects: Sequence[ReportSubject], chosen: str) -> str:
        """Offer what there is; return what is chosen now, the first where the former choice is gone.

        What is being typed stays while there is nothing else to offer.
        """
        ids = [one.id for one in subjects]
        taken = chosen if chosen in ids else next(iter(ids), "")
        if (tuple(subjects), taken) == (self._offered, self._id):
            return taken
        self._offered = tuple(subjects)
        self._all.clear()
        for one in subjects:
            item = QStandardItem(one.name)
            item.setData(one.id, _ID)
            item.setData(one.search_key, _KEY)
            self._all.appendRow(item)
        self.setCurrentIndex(self.findData(taken, _ID))
        self._id = taken
        self._show()
        return taken

    def _choose(self, place: int) -> None:
        chosen = str(self.itemData(place, _ID)) if place >= 0 else self._id
        if chosen != self._id:
            self._id = chosen
            self.chosen.emit(chosen)
        self._show()

    def _take_typed(self) -> None:
        """Enter takes the first that fits what was typed."""
        typed = self.field.text()
        if self.findText(typed, Qt.MatchFlag.MatchExactly) >= 0:
            return
        self._found.search(typed)
        if self._found.rowCount():
            place = self._found.mapToSource(self._found.index(0, 0)).row()
            self.setCurrentIndex(place)
            self._choose(place)

    def _show(self) -> None:
        """Say what is chosen; everything is found again until something is typed."""
        self._found.search("")
        words = self.itemText(self.findData(self._id, _ID))
        self.setEditText(words)
        self.field.setCursorPosition(0)
        self.setToolTip(words)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.field.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._show()
