"""今日: four figures, the list of what calls for somebody, and how the projects stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, QSettings, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.services.pinyin import matches
from fangzi_desktop.services.snoozing import later_choices, snooze, wake
from fangzi_desktop.services.today import Reminder, Today, today_page
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.project.tab import TAB_OF
from fangzi_desktop.ui.today.model import ReminderModel
from fangzi_desktop.ui.today.parts import Line, StageBar, Tile
from fangzi_desktop.ui.today.view import ReminderView
from fangzi_desktop.ui.today.wording import (
    Show,
    due_soon_words,
    empty_words,
    later_words,
    show_words,
    week_lines,
)

_SEEN = "today/seen"
_SINCE = "today/since"
_OFFICER = "today/officer"
# An officer is stored behind a sign, so that nobody's projects differ from everybody's.
_NAMED = "="
_SIDE_WIDTH = 316
_NARROW_SIDE_WIDTH = 248
_NARROW_PAGE = 1120
_WEEK_LINES = 7
_SILENT_LINES = 5


class TodayPage(Page):
    """今日. It asks for a project, a stage or the report by signals and opens nothing itself."""

    handle_requested = Signal(str, str, str)
    stage_requested = Signal(str, object)
    report_requested = Signal()
    begin_requested = Signal()

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("今日"), parent)
        self._desk = desk
        self._settings = settings
        self._show = Show.ALL
        self._text = ""
        self._since: date | None = None
        self._read: Today | None = None
        self.model = ReminderModel(self)
        self.view = ReminderView(self.model, self)
        self.view.handled.connect(self._handle)
        self.view.put_off.connect(self._ask_later)
        self._officers = QComboBox(self)
        self._officers.setObjectName("today-officer")
        self._officers.setAccessibleName(self.tr("服务专员"))
        self._officers.setMinimumWidth(116)
        self._officers.activated.connect(self._choose_officer)
        self._officers.hide()
        self._build()
        desk.changed.connect(self._follow)

    @property
    def actions_widgets(self) -> list[QWidget]:
        """What the top bar shows for this page."""
        return [self._officers]

    def refresh(self) -> None:
        today = self._desk.workspace.today
        self.set_title(
            self.tr("今日 · {day} {weekday}").format(
                day=wording.day(today, today), weekday=wording.weekday(today)
            )
        )
        self._since = self._note_day(today)
        self._load()

    def search(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._fill()

    def show_only(self, show: Show) -> None:
        """Show only some of the reminders."""
        self._show = show
        self._fill()

    def later_menu(self, reminder: Reminder) -> QMenu:
        """Make the menu that puts a reminder off; each way says on which day it comes back."""
        menu = QMenu(self)
        menu.setObjectName("later-menu")
        # A section's words are lost under a style sheet.
        menu.addAction(self.tr("稍后提醒，到期日不变")).setEnabled(False)
        today = self._desk.workspace.today
        for choice, day in self._desk.read(later_choices, reminder.due):
            action = menu.addAction(later_words(choice, day, today))
            action.triggered.connect(partial(self._desk.do, snooze, reminder.id, choice))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    # Reading.

    def _note_day(self, today: date) -> date | None:
        """Note that the list is seen today and return the day before on which it was seen last."""
        seen, since = self._day(_SEEN), self._day(_SINCE)
        if seen != today:
            since = seen if seen is not None and seen < today else None
            self._settings.setValue(_SEEN, today.isoformat())
            self._settings.setValue(_SINCE, since.isoformat() if since else "")
        return since

    def _day(self, key: str) -> date | None:
        try:
            return date.fromisoformat(str(self._settings.value(key, "")))
        except ValueError:
            return None

    def _officer(self) -> str | None:
        stored = str(self._settings.value(_OFFICER, ""))
        return stored.removeprefix(_NAMED) if stored.startswith(_NAMED) else None

    def _load(self) -> None:
        officer = self._officer()
        read = self._desk.read(today_page, officer, self._since)
        if officer is not None and officer not in read.officers:
            self._settings.setValue(_OFFICER, "")
            officer, read = None, self._desk.read(today_page, None, self._since)
        self._read = read
        self._offer_officers(read.officers, officer)
        counts = {
            Show.OVERDUE: read.overdue,
            Show.DUE_SOON: read.due_soon,
            Show.OVERLONG: read.overlong,
            Show.SILENT: len(read.silent),
        }
        for tile in self._tiles:
            tile.set_count(counts[tile.show_kind])
        most = max(count for _, count in read.stage_counts)
        for bar, (_, count) in zip(self._bars, read.stage_counts, strict=True):
            bar.set_count(count, most)
        self._show_week(read)
        self._show_silent(read)
        self._fill()

    def _fill(self) -> None:
        read = self._read
        if read is None:
            return
        if (self._show is Show.FELL_DUE and not read.fell_due) or (
            self._show is Show.ASLEEP and not read.asleep
        ):
            self._show = Show.ALL
        lines = [line for line in _of_kind(read, self._show) if self._admits(line)]
        today = self._desk.workspace.today
        current, row = self.view.current(), self.view.currentIndex().row()
        scrolled = self.view.verticalScrollBar().value()
        self.view.painter_of_rows.today = today
        self.model.show_lines(lines, today)
        if lines:
            found = self.model.row_of(current.id) if current is not None else -1
            row = found if found >= 0 else min(max(row, 0), len(lines) - 1)
            self.view.setCurrentIndex(self.model.index(row))
            self.view.verticalScrollBar().setValue(scrolled)
            self.view.scrollTo(self.model.index(row))
        self._head(read, len(lines))
        title, hint = empty_words(read, self._show, self._text, today)
        self._empty_title.setText(title)
        self._empty_hint.setText(hint)
        self._begin.setVisible(not read.projects)
        self._stack.setCurrentIndex(0 if lines else 1)

    def _admits(self, line: Reminder) -> bool:
        if not self._text:
            return True
        face = line.face
        words = (face.label, face.department) if face is not None else ()
        return matches("\n".join([line.search_key, *words, line.service_officer]).casefold(), self._text)

    def _head(self, read: Today, count: int) -> None:
        self._list_title.setText(show_words(self._show))
        self._list_count.setText(str(count))
        for tile in self._tiles:
            tile.setChecked(tile.show_kind is self._show)
        self._fell_due.setVisible(read.fell_due > 0)
        self._fell_due.setChecked(self._show is Show.FELL_DUE)
        self._fell_due.setText(self.tr("新到期 {count}").format(count=read.fell_due))
        if self._since is not None:
            day = wording.day(self._since, self._desk.workspace.today)
            self._fell_due.setToolTip(self.tr("上次查看（{day}）以后到期的事项").format(day=day))
        self._asleep.setVisible(bool(read.asleep))
        self._asleep.setChecked(self._show is Show.ASLEEP)
        self._asleep.setText(self.tr("稍后 {count}").format(count=len(read.asleep)))
        self._all.setVisible(self._show is not Show.ALL)

    def _show_week(self, read: Today) -> None:
        today = self._desk.workspace.today
        lines = week_lines(read.progress)
        shown = [
            Line(words, wording.day(on, today), project, self) for words, on, project in lines[:_WEEK_LINES]
        ]
        more = len(lines) - len(shown)
        rest = self.tr("另有{count}项").format(count=more) if more else ""
        self._replace(self._week, shown, rest if lines else self.tr("本周还没有登记进展。"))

    def _show_silent(self, read: Today) -> None:
        shown = [
            Line(
                line.project,
                self.tr("{days}个自然日").format(days=line.silence.calendar_days),
                line.project_id,
                self,
            )
            for line in read.silent[:_SILENT_LINES]
            if line.silence is not None
        ]
        quiet = self.tr("近期每个项目都有更新。") if read.projects else self.tr("还没有项目。")
        self._replace(self._silent, shown, "" if shown else quiet)
        self._all_silent.setVisible(len(read.silent) > _SILENT_LINES)
        self._all_silent.setText(self.tr("查看全部{count}个").format(count=len(read.silent)))

    def _replace(self, box: QVBoxLayout, lines: Sequence[Line], words: str) -> None:
        while (item := box.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in lines:
            if line.project_id:
                line.clicked.connect(partial(self.handle_requested.emit, line.project_id, "", ""))
            box.addWidget(line)
        if words:
            label = QLabel(words, self)
            label.setProperty("kind", "secondary")
            label.setContentsMargins(6, 2, 6, 2)
            label.setWordWrap(True)
            box.addWidget(label)

    def _offer_officers(self, names: Sequence[str], chosen: str | None) -> None:
        with QSignalBlocker(self._officers):
            self._officers.clear()
            self._officers.addItem(self.tr("全部专员"), None)
            for name in sorted(names, key=lambda name: (not name, name)):
                self._officers.addItem(name or self.tr("未指定专员"), name)
            place = -1 if chosen is None else self._officers.findData(chosen)
            self._officers.setCurrentIndex(max(place, 0))
        # With nobody named there is nothing to choose between.
        self._officers.setEnabled(any(names))

    # What a person does.

    def _follow(self) -> None:
        if self.isVisible():
            self._load()
        else:
            self.mark_stale()

    def _handle(self, reminder: Reminder) -> None:
        self.handle_requested.emit(reminder.project_id, *_place_of(reminder))

    def _ask_later(self, reminder: Reminder, corner: QPoint) -> None:
        if reminder.until is not None:
            self._desk.do(wake, reminder.id)
        else:
            menu = self.later_menu(reminder)
            menu.popup(corner)
            menu.setActiveAction(menu.actions()[1])

    def _toggle(self, show: Show) -> None:
        self.show_only(Show.ALL if self._show is show else show)

    def _choose_officer(self, place: int) -> None:
        name = self._officers.itemData(place)
        self._settings.setValue(_OFFICER, "" if name is None else f"{_NAMED}{name}")
        self._load()

    def _ask_stage(self) -> None:
        bar = self.sender()
        if isinstance(bar, StageBar):
            self.stage_requested.emit(bar.stage.value, self._officer())

    # Making.

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(14)
        main = QVBoxLayout()
        main.setSpacing(12)
        main.addLayout(self._make_tiles())
        main.addWidget(self._make_list(), 1)
        row.addLayout(main, 1)
        row.addWidget(self._make_side())

    def _make_tiles(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self._tiles = [
            Tile(show, words, light, self)
            for show, words, light in (
                (Show.OVERDUE, show_words(Show.OVERDUE), Light.RED),
                (Show.DUE_SOON, due_soon_words(), Light.YELLOW),
                (Show.OVERLONG, show_words(Show.OVERLONG), None),
                (Show.SILENT, show_words(Show.SILENT), None),
            )
        ]
        for tile in self._tiles:
            tile.clicked.connect(partial(self._toggle, tile.show_kind))
            row.addWidget(tile, 1)
        return row

    def _make_list(self) -> QFrame:
        card = _card(self)
        box = QVBoxLayout(card)
        box.setContentsMargins(1, 8, 1, 6)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 13, 8)
        head.setSpacing(8)
        self._list_title = _title("", card)
        self._list_count = QLabel("0", card)
        self._list_count.setProperty("kind", "figure")
        self._all = QPushButton(self.tr("看全部"), card)
        self._all.setProperty("kind", "link")
        self._all.clicked.connect(partial(self.show_only, Show.ALL))
        self._fell_due = _chip("today-fell-due", card)
        self._fell_due.clicked.connect(partial(self._toggle, Show.FELL_DUE))
        self._asleep = _chip("today-asleep", card)
        self._asleep.setToolTip(self.tr("稍后提醒的事项；到期日没有变"))
        self._asleep.clicked.connect(partial(self._toggle, Show.ASLEEP))
        head.addWidget(self._list_title)
        head.addWidget(self._list_count)
        head.addWidget(self._all)
        head.addStretch()
        head.addWidget(self._fell_due)
        head.addWidget(self._asleep)
        box.addLayout(head)
        line = QFrame(card)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(1)
        box.addWidget(line)
        holder = QWidget(card)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._make_empty())
        box.addWidget(holder, 1)
        return card

    def _make_empty(self) -> QWidget:
        empty = QWidget(self)
        box = QVBoxLayout(empty)
        box.setContentsMargins(24, 12, 24, 12)
        box.setSpacing(8)
        self._empty_title = QLabel("", empty)
        self._empty_title.setObjectName("today-empty")
        self._empty_title.setProperty("kind", "welcome-title")
        self._empty_hint = QLabel("", empty)
        self._empty_hint.setProperty("kind", "secondary")
        for label in (self._empty_title, self._empty_hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self._begin = QPushButton(self.tr("去看板"), empty)
        self._begin.setProperty("kind", "primary")
        self._begin.clicked.connect(self.begin_requested)
        box.addStretch(2)
        box.addWidget(self._empty_title)
        box.addWidget(self._empty_hint)
        box.addWidget(self._begin, 0, Qt.AlignmentFlag.AlignCenter)
        box.addStretch(3)
        return empty

    def _make_side(self) -> QScrollArea:
        inner = QWidget(self)
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        stages, body, _ = _panel(self.tr("九环节分布"), inner)
        body.setSpacing(0)
        self._bars = [StageBar(stage, stages) for stage in STAGES]
        for bar in self._bars:
            bar.clicked.connect(self._ask_stage)
            body.addWidget(bar)
        box.addWidget(stages)
        week, body, head = _panel(self.tr("本周进展"), inner)
        report = QPushButton(self.tr("生成周报"), week)
        report.setObjectName("today-report")
        report.clicked.connect(self.report_requested)
        head.addWidget(report)
        self._week = _lines_of(body)
        box.addWidget(week)
        silent, body, _ = _panel(show_words(Show.SILENT), inner)
        self._silent = _lines_of(body)
        self._all_silent = QPushButton("", silent)
        self._all_silent.setProperty("kind", "link")
        self._all_silent.clicked.connect(partial(self.show_only, Show.SILENT))
        body.addWidget(self._all_silent, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(silent)
        box.addStretch()
        self._side = QScrollArea(self)
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side.setWidget(inner)
        self._side.setFixedWidth(_SIDE_WIDTH)
        return self._side

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(_SIDE_WIDTH if self.width() >= _NARROW_PAGE else _NARROW_SIDE_WIDTH)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()


def _of_kind(read: Today, show: Show) -> Sequence[Reminder]:
    if show is Show.SILENT:
        return read.silent
    if show is Show.ASLEEP:
        return read.asleep
    return [
        line
        for line in read.lines
        if show is Show.ALL
        or (show is Show.OVERDUE and line.is_overdue)
        or (show is Show.DUE_SOON and line.is_due_soon)
        or (show is Show.OVERLONG and line.is_overlong)
        or (show is Show.FELL_DUE and line.fell_due)
    ]


def _place_of(reminder: Reminder) -> tuple[str, str]:
    """On which tab of its project a reminder is handled, and at which item."""
    face = reminder.face
    if face is None or face.kind is ClockKind.STAGE:
        return "overview", ""
    return TAB_OF.get(face.kind, "permits"), face.owner_id


def _card(parent: QWidget) -> QFrame:
    card = QFrame(parent)
    card.setProperty("kind", "card")
    return card


def _title(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setProperty("kind", "panel-title")
    return label


def _chip(name: str, parent: QWidget) -> QPushButton:
    chip = QPushButton("", parent)
    chip.setObjectName(name)
    chip.setProperty("kind", "chip")
    chip.setCheckable(True)
    return chip


def _panel(words: str, parent: QWidget) -> tuple[QFrame, QVBoxLayout, QHBoxLayout]:
    card = _card(parent)
    box = QVBoxLayout(card)
    box.setContentsMargins(10, 10, 10, 10)
    box.setSpacing(4)
    head = QHBoxLayout()
    head.setContentsMargins(6, 0, 0, 2)
    head.addWidget(_title(words, card))
    head.addStretch()
    box.addLayout(head)
    return card, box, head


def _lines_of(body: QVBoxLayout) -> QVBoxLayout:
    lines = QVBoxLayout()
    lines.setSpacing(0)
    body.addLayout(lines)
    return lines
