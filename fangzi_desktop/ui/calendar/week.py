"""A week as seven columns, each with all that stands on its day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fangzi_desktop.domain.day_kinds import WEEK, DayKind
from fangzi_desktop.services.due_days import CalendarDay
from fangzi_desktop.ui.calendar import wording
from fangzi_desktop.ui.calendar.items import ItemList


class _DayList(ItemList):
    focused = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class DayColumn(QFrame):
    """One day of the week: what kind of day it is, and its items."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "day-column")
        self.day: date | None = None
        self._head = QLabel("", self)
        self._head.setProperty("kind", "day-head")
        self._mark = QLabel("", self)
        self._mark.setProperty("kind", "day-mark")
        self._count = QLabel("", self)
        self._count.setProperty("kind", "day")
        self._holiday = QLabel("", self)
        self._holiday.setProperty("kind", "day")
        self.list = _DayList(self, turns=True)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._head)
        top.addStretch()
        top.addWidget(self._mark)
        under = QHBoxLayout()
        under.setSpacing(4)
        under.addWidget(self._holiday)
        under.addStretch()
        under.addWidget(self._count)
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 5)
        head.setSpacing(2)
        head.addLayout(top)
        head.addLayout(under)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 1, 1, 1)
        box.setSpacing(0)
        box.addLayout(head)
        line = QFrame(self)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(1)
        box.addWidget(line)
        box.addWidget(self.list, 1)

    def show_day(self, day: CalendarDay, today: date) -> None:
        """Show a day as it reads on `today`."""
        self.day = day.day
        mark = day.mark
        self._head.setText(wording.column_head(day.day))
        self._mark.setText(mark.kind.zh)
        self._mark.setVisible(bool(mark.kind.zh))
        self._holiday.setText(wording.column_note(mark, today))
        self._count.setText(wording.count(len(day.items)) if day.items else "")
        self.list.setAccessibleName(wording.column_aloud(day, today))
        for widget, name, value in (
            (self, "rest", mark.kind is DayKind.REST),
            (self._head, "today", day.day == today),
            (self._mark, "work", mark.kind is DayKind.MAKE_UP),
        ):
            if widget.property(name) != value:
                widget.setProperty(name, value)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self.list.show_items(day.items, today)


class WeekView(QWidget):
    """The seven days of a week. Left and right go from day to day, up and down from item to item."""

    day_chosen = Signal(object)
    day_reached = Signal(object)
    handled = Signal(object)
    move_asked = Signal(object, QPoint)
    dropped = Signal(object, object, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("calendar-week")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.columns = [DayColumn(self) for _ in range(WEEK)]
        for place, column in enumerate(self.columns):
            column.list.setObjectName(f"calendar-day-{place + 1}")
            column.list.handled.connect(self.handled)
            column.list.move_asked.connect(self.move_asked)
            column.list.dropped.connect(partial(self._tell_drop, column))
            column.list.stepped.connect(partial(self._step, column))
            column.list.focused.connect(partial(self._tell_focus, column))
            row.addWidget(column, 1)

    def show_days(self, days: Sequence[CalendarDay], today: date) -> None:
        """Show the days of a week."""
        for column, day in zip(self.columns, days, strict=True):
            column.show_day(day, today)

    def focus_day(self, day: date) -> None:
        """Give the keyboard to a day's items."""
        for column in self.columns:
            if column.day == day:
                self.setFocusProxy(column.list)
                column.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step(self, column: DayColumn, days: int) -> None:
        if column.day is not None:
            self.day_reached.emit(column.day + timedelta(days=days))

    def _tell_focus(self, column: DayColumn) -> None:
        if column.day is not None:
            self.day_chosen.emit(column.day)

    def _tell_drop(self, column: DayColumn, found: object, place: QPoint) -> None:
        if column.day is not None:
            self.dropped.emit(found, column.day, place)
