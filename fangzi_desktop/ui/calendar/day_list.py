"""The list of one day, over the month."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.services.due_days import CalendarDay
from fangzi_desktop.ui.calendar import wording
from fangzi_desktop.ui.calendar.items import ROW, ItemList

_WIDTH = 460
_MOST_ROWS = 8


class DayList(QDialog):
    """Everything of a day. Left and right go to the day before and after, Esc closes it."""

    handled = Signal(object)
    move_asked = Signal(object, QPoint)
    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("calendar-day-list")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.day: date | None = None
        self._note = QLabel("", self)
        self._note.setProperty("kind", "secondary")
        self._note.setWordWrap(True)
        self.list = ItemList(self)
        self.list.setObjectName("calendar-day-items")
        self.list.handled.connect(self._handle)
        self.list.move_asked.connect(self.move_asked)
        self.list.stepped.connect(self.stepped)
        self._empty = QLabel(self.tr("这一天没有到期事项。"), self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setProperty("kind", "secondary")
        keys = QLabel(self.tr("回车办理 · M 改期 · ← → 前后一天 · Esc 关闭"), self)
        keys.setProperty("kind", "secondary")
        keys.setContentsMargins(12, 0, 12, 0)
        self._note.setContentsMargins(12, 0, 12, 0)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 10)
        box.setSpacing(8)
        box.addWidget(self._note)
        box.addWidget(self.list, 1)
        box.addWidget(self._empty, 1)
        box.addWidget(keys)
        self.resize(_WIDTH, _MOST_ROWS * ROW)

    def show_day(self, day: CalendarDay, today: date) -> None:
        """Show a day as it reads on `today`."""
        self.day = day.day
        words = wording.day_words(day.day, today)
        self.setWindowTitle(words)
        self.list.setAccessibleName(wording.column_aloud(day, today))
        self._note.setText(wording.list_note(day, today))
        self.list.show_items(day.items, today)
        self.list.setVisible(bool(day.items))
        self._empty.setVisible(not day.items)
        (self.list if day.items else self).setFocus()

    def _handle(self, item: object) -> None:
        self.handled.emit(item)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Of an empty day there is no list to take the keys.
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
