"""日历: due days by month and by week, with rest days, and what moving something means."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, QSettings, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.day_kinds import WEEK, monday_of, month_span, week_span
from fangzi_desktop.services.due_days import CalendarDay, DayItem, DueDays, Only, due_days, narrowed
from fangzi_desktop.ui.calendar import wording
from fangzi_desktop.ui.calendar.day_list import DayList
from fangzi_desktop.ui.calendar.legend import Legend
from fangzi_desktop.ui.calendar.month import MonthView
from fangzi_desktop.ui.calendar.moving import Moves
from fangzi_desktop.ui.calendar.week import WeekView
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.project.tab import place_of

_MODE = "calendar/mode"
_OFFICER = "calendar/officer"
# An officer is stored behind a sign, so that nobody's projects differ from everybody's.
_NAMED = "="
_MONTH, _WEEK_MODE = "month", "week"


class CalendarPage(Page):
    """日历. It asks for an item's own field by a signal and opens nothing itself."""

    handle_requested = Signal(str, str, str)

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("日历"), parent)
        self._desk = desk
        self._settings = settings
        # The current day, and one of the month or week shown: a click on the next month's does not turn.
        self._day = self._anchor = desk.workspace.today
        self._only = Only(officer=self._stored_officer())
        self._read: DueDays | None = None
        self._read_for: date | None = None
        self._shown: Sequence[CalendarDay] = ()
        self._span: tuple[date, date] | None = None
        self._day_list: DayList | None = None
        self.moves = Moves(desk, self)
        self.moves.handled.connect(self._handle)
        self.month = MonthView(self)
        self.week = WeekView(self)
        for view in (self.month, self.week):
            view.day_chosen.connect(self._note_day)
            view.day_reached.connect(self.go_to)
            view.handled.connect(self._handle)
            view.move_asked.connect(self._ask_move)
            view.dropped.connect(self._take_drop)
        self.month.day_opened.connect(self.open_day)
        self._build()
        desk.changed.connect(self._follow)

    @property
    def day(self) -> date:
        """The current day."""
        return self._day

    @property
    def is_month(self) -> bool:
        """Whether the month is shown, and not the week."""
        return self.stack.currentWidget() is self.month

    @property
    def actions_widgets(self) -> list[QWidget]:
        """What the top bar shows for this page."""
        return [self._export, self._plan]

    def refresh(self) -> None:
        self._span = None
        self._load()

    @property
    def _shown_month(self) -> tuple[int, int] | None:
        """The month whose weeks are shown, None while none is."""
        return (self._read_for.year, self._read_for.month) if self._span and self._read_for else None

    def search(self, text: str) -> None:
        if text != self._only.text:
            self._narrow(replace(self._only, text=text))

    def go_to(self, day: date) -> None:
        """Make a day the current one, in the month or week that it lies in."""
        self._day = self._anchor = day
        if self.is_month and self._shown_month == (day.year, day.month):
            self.month.select_day(day)
        else:
            self._load()
        self._take_focus()

    def turn(self, steps: int) -> None:
        """Go so many months or weeks on, or back."""
        if not self.is_month:
            self.go_to(self._anchor + timedelta(days=WEEK * steps))
            return
        months = self._anchor.year * 12 + self._anchor.month - 1 + steps
        year, month = divmod(months, 12)
        with suppress(ValueError):
            self.go_to(date(year, month + 1, min(self._day.day, monthrange(year, month + 1)[1])))

    def show_mode(self, *, month: bool) -> None:
        """Show the month or the week of the current day."""
        self._mode.choose(_MONTH if month else _WEEK_MODE)
        self._choose_mode()

    def open_day(self, day: date) -> None:
        """Open the list of a day."""
        found = self._shown_day(day)
        if found is None:
            return
        if self._day_list is None:
            dialog = self._day_list = DayList(self)
            dialog.handled.connect(self._handle)
            dialog.move_asked.connect(self._ask_move)
            dialog.stepped.connect(self._step_list)
            dialog.finished.connect(self._forget_list)
        self._day_list.show_day(found, self._desk.workspace.today)
        self._day_list.open()

    def show_plan(self) -> None:
        """Show the week's plan of the officer chosen, or of everybody, as it will be printed."""
        # What shows and prints papers is not needed before the first one.
        from fangzi_desktop.ui.calendar.plan import show_plan

        show_plan(
            self._desk, monday_of(self._day if self.is_month else self._anchor), self._only.officer, self
        )

    def _export_file(self) -> None:
        """Write the open due days of the officer chosen, or of everybody, for other calendars."""
        from fangzi_desktop.ui.dialogs.calendar_export import ask_and_export

        writing = ask_and_export(self._desk, self, self._only.officer)
        if writing is not None:
            writing.said.connect(self.said)

    # Reading.

    def _load(self) -> None:
        span = month_span(self._anchor) if self.is_month else week_span(self._anchor)
        self._read_for = self._anchor if self.is_month else None
        if span != self._span or self._read is None:
            self._span = span
            self._read = self._desk.read(due_days, *span)
            self._offer(self._read)
        self._fill()

    def _fill(self) -> None:
        if self._read is None:
            return
        today = self._desk.workspace.today
        shown = narrowed(self._read, self._only).days
        if self.is_month:
            self.set_title(wording.month_title(self._anchor))
            with QSignalBlocker(self.month):
                self.month.show_days(shown, self._anchor, self._day, today)
        else:
            self.set_title(wording.week_title(self._anchor))
            self.week.show_days(shown, today)
        self._shown = shown
        self._say_count()
        if self._day_list is not None and self._day_list.day is not None:
            found = self._shown_day(self._day_list.day)
            if found is not None:
                self._day_list.show_day(found, today)

    def _say_count(self) -> None:
        """Say how much the filters and the search let through; nothing where all is shown."""
        everything = sum(len(one.items) for one in self._read.days) if self._read is not None else 0
        count = sum(len(one.items) for one in self._shown)
        words = self.tr("筛选后显示{count} / {all}项").format(count=count, all=everything)
        self._note.setText("" if self._only.is_everything else words)

    def _shown_day(self, day: date) -> CalendarDay | None:
        return next((one for one in self._shown if one.day == day), None)

    def _narrow(self, only: Only) -> None:
        self._only = only
        self._fill()

    def _offer(self, read: DueDays) -> None:
        """Offer the officers and departments there are; what is chosen stays, even where it has nothing."""
        officers = [(name or self.tr("未指定专员"), name) for name in sorted(read.officers, key=_named_first)]
        departments = sorted({*read.departments, self._only.department} - {""})
        with QSignalBlocker(self._officers), QSignalBlocker(self._departments):
            _fill_box(self._officers, [(self.tr("全部专员"), None), *officers], self._only.officer)
            offered = [(self.tr("全部部门"), ""), *((name, name) for name in departments)]
            _fill_box(self._departments, offered, self._only.department)
        if self._officers.currentIndex() == 0 and self._only.officer is not None:
            self._only = replace(self._only, officer=None)

    def _stored_officer(self) -> str | None:
        stored = str(self._settings.value(_OFFICER, ""))
        return stored.removeprefix(_NAMED) if stored.startswith(_NAMED) else None

    def _follow(self) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self.mark_stale()

    # What a person does.

    def _note_day(self, day: date) -> None:
        self._day = day

    def _handle(self, item: DayItem) -> None:
        self.handle_requested.emit(item.project_id, *place_of(item.kind, item.owner_id))

    def _ask_move(self, item: DayItem, place: QPoint) -> None:
        self.moves.open(self.moves.key_menu(item), place)

    def _take_drop(self, found: tuple[date, str], day: date, place: QPoint) -> None:
        """Ask what a drop means, once the drag itself has ended."""
        item = self._item(*found)
        if item is not None and day != item.day:
            QTimer.singleShot(0, self, partial(self._open_drop, item, day, place))

    def _open_drop(self, item: DayItem, day: date, place: QPoint) -> None:
        self.moves.open(self.moves.drop_menu(item, day), place)

    def _item(self, day: date, key: str) -> DayItem | None:
        shown = self._shown_day(day)
        return next((one for one in shown.items if one.id == key), None) if shown is not None else None

    def _step_list(self, days: int) -> None:
        if self._day_list is not None and self._day_list.day is not None:
            day = self._day_list.day + timedelta(days=days)
            self.go_to(day)
            self.open_day(day)

    def _forget_list(self) -> None:
        self._day_list = None
        self._take_focus()

    def _choose_mode(self) -> None:
        wanted = self.month if self._mode.value == _MONTH else self.week
        self._settings.setValue(_MODE, self._mode.value)
        if self.stack.currentWidget() is not wanted:
            self._anchor = self._day
            self.stack.setCurrentWidget(wanted)
            self._load()
            self._take_focus()

    def _choose_officer(self, place: int) -> None:
        name = self._officers.itemData(place)
        self._settings.setValue(_OFFICER, "" if name is None else f"{_NAMED}{name}")
        self._narrow(replace(self._only, officer=name))

    def _choose_department(self, place: int) -> None:
        self._narrow(replace(self._only, department=self._departments.itemData(place)))

    def _choose_urgent(self) -> None:
        self._narrow(replace(self._only, urgent=self._urgent.isChecked()))

    def _go_to_today(self) -> None:
        self.go_to(self._desk.workspace.today)

    def _take_focus(self) -> None:
        if self._day_list is not None or not self.isVisible():
            return
        if self.is_month:
            self.month.setFocus()
        else:
            self.week.focus_day(self._day)

    # Making.

    def _build(self) -> None:
        self._plan = QPushButton(self.tr("打印周工作安排"), self)
        self._plan.setObjectName("calendar-plan")
        self._plan.setToolTip(self.tr("按专员打印这一周的工作安排"))
        self._plan.clicked.connect(self.show_plan)
        self._plan.hide()
        self._export = QPushButton(self.tr("导出日历…"), self)
        self._export.setObjectName("calendar-export")
        self._export.setToolTip(
            self.tr("导出为 .ics，可在 Outlook、手机等日历中导入；再次导入只更新，不重复")
        )
        self._export.clicked.connect(self._export_file)
        self._export.hide()
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.month)
        self.stack.addWidget(self.week)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 10, 16, 8)
        box.setSpacing(8)
        box.addLayout(self._make_bar())
        box.addWidget(self.stack, 1)
        foot = QHBoxLayout()
        foot.addWidget(Legend(self), 1)
        self._note = QLabel("", self)
        self._note.setObjectName("calendar-note")
        self._note.setProperty("kind", "secondary")
        foot.addWidget(self._note)
        box.addLayout(foot)
        if self._settings.value(_MODE, _MONTH) == _WEEK_MODE:
            self._mode.choose(_WEEK_MODE)
            self.stack.setCurrentWidget(self.week)
        else:
            self._mode.choose(_MONTH)

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        back = self._step_button("‹", "calendar-back", self.tr("往前  PgUp"), -1)
        on = self._step_button("›", "calendar-on", self.tr("往后  PgDn"), 1)
        today = QPushButton(self.tr("今天"), self)
        today.setObjectName("calendar-today")
        today.setProperty("kind", "small")
        today.setToolTip(self.tr("回到今天  Home"))
        today.clicked.connect(self._go_to_today)
        self._mode = Choice(self.tr("显示"), ((_MONTH, self.tr("月")), (_WEEK_MODE, self.tr("周"))), self)
        self._mode.setObjectName("calendar-mode")
        self._mode.chosen.connect(self._choose_mode)
        self._officers = self._box("calendar-officer", self.tr("只看某专员"), self._choose_officer)
        self._departments = self._box("calendar-department", self.tr("只看某部门"), self._choose_department)
        self._urgent = QCheckBox(self.tr("只看紧急"), self)
        self._urgent.setObjectName("calendar-urgent")
        self._urgent.setToolTip(self.tr("只看逾期和临近到期的"))
        self._urgent.toggled.connect(self._choose_urgent)
        for widget in (back, today, on):
            bar.addWidget(widget)
        bar.addSpacing(8)
        bar.addWidget(self._mode)
        bar.addStretch()
        for chooser in (self._officers, self._departments, self._urgent):
            bar.addWidget(chooser)
        return bar

    def _step_button(self, words: str, name: str, tip: str, steps: int) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setObjectName(name)
        button.setProperty("kind", "step")
        button.setToolTip(tip)
        button.setAccessibleName(tip.partition(" ")[0])
        button.clicked.connect(partial(self.turn, steps))
        return button

    def _box(self, name: str, words: str, slot: object) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(words)
        box.setProperty("kind", "compact")
        box.setMinimumWidth(112)
        box.setMaximumWidth(200)
        box.activated.connect(slot)
        return box

    # Qt.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        elif key == Qt.Key.Key_Home:
            self._go_to_today()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._take_focus()


def _named_first(name: str) -> tuple[bool, str]:
    return not name, name


def _fill_box(box: QComboBox, offered: Sequence[tuple[str, object]], chosen: object) -> None:
    box.clear()
    for words, value in offered:
        box.addItem(words, value)
    places = [place for place, (_, value) in enumerate(offered) if value == chosen]
    box.setCurrentIndex(places[0] if places else 0)
