"""今日: four figures, the list of what calls for somebody, and how the projects stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, QSettings, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.terms import ClockKind, Light, Stage
from fangzi_desktop.services.acting import reaches_all
from fangzi_desktop.services.calendar import missing_year
from fangzi_desktop.services.completing import completion
from fangzi_desktop.services.lines import Lines, Move
from fangzi_desktop.services.snoozing import event_words, wake
from fangzi_desktop.services.today import (
    Reminder,
    Today,
    follow_today,
    hold_ups,
    today_lines,
    with_aside,
)
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.waiting import waiting_conflicts
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.tab import TAB_OF
from fangzi_desktop.ui.today.asked import Asked
from fangzi_desktop.ui.today.asking import ask_done, ask_until
from fangzi_desktop.ui.today.groups import Grouping, Head, Row, grouping_words
from fangzi_desktop.ui.today.menus import later_menu, row_menu
from fangzi_desktop.ui.today.model import ReminderModel
from fangzi_desktop.ui.today.parts import Tile, card, chip, title
from fangzi_desktop.ui.today.rows import Rows
from fangzi_desktop.ui.today.side import Side
from fangzi_desktop.ui.today.view import ReminderView
from fangzi_desktop.ui.today.whose import Whose
from fangzi_desktop.ui.today.wording import Notes, Show, due_soon_words, empty_words, new_words, show_words

_SEEN = "today/seen"
_SINCE = "today/since"
_GROUPING = "today/grouping"
_SIDE_WIDTH = 316
_NARROW_SIDE_WIDTH = 248
_NARROW_PAGE = 1120
# Up to so many projects a page that is opened is read whole at once. Of more, and after every act, what
# stands beside the list comes after it.
_AT_ONCE = 300
_ASIDE_MS = 400
# After so long the list that was opened is painted.
_PAINTED_MS = 150
_SCROLLED_MS = 60
# An act on more projects than this is followed by reading the whole list.
_FEW = 50


class TodayPage(Page):
    """今日. It asks for a project, a stage or the report by signals and opens nothing itself."""

    handle_requested = Signal(str, str, str)
    stage_requested = Signal(str, object)
    report_requested = Signal()
    begin_requested = Signal()
    years_requested = Signal()
    conflicts_requested = Signal()

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("今日"), parent)
        self._desk = desk
        self._settings = settings
        self._show = Show.ALL
        self._text = ""
        self._since: date | None = None
        self._is_first_look = False
        self._read: Today | None = None
        self._read_officers: tuple[str, ...] = ()
        self._missing_year: int | None = None
        self._conflicts = 0
        self._rows = Rows((), Grouping.NONE)
        # What the rows were made of.
        self._asked: Asked | None = None
        self._listed = Lines()
        self._grouping = self._stored_grouping()
        self._folded: dict[Grouping, set[str]] = {grouping: set() for grouping in Grouping}
        self.model = ReminderModel(self)
        self.view = ReminderView(self.model, self)
        self.view.handled.connect(self._handle)
        self.view.put_off.connect(self._ask_later)
        self.view.done.connect(self._ask_done)
        self.view.menu_asked.connect(self._show_menu)
        self.view.fold_asked.connect(self._fold)
        self.whose = Whose(settings, self)
        self.whose.changed.connect(self._load)
        self._aside_timer = QTimer(self, interval=_ASIDE_MS, singleShot=True)
        self._aside_timer.timeout.connect(self._load_aside)
        self._seen_timer = QTimer(self, interval=_SCROLLED_MS, singleShot=True)
        self._seen_timer.timeout.connect(self._note_seen)
        self.view.verticalScrollBar().valueChanged.connect(self._seen_timer.start)
        self._build()
        desk.changed.connect(self._follow)

    @property
    def actions_widgets(self) -> list[QWidget]:
        """What the top bar shows for this page."""
        return [self.whose.box, self.whose.mine]

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

    def group_by(self, grouping: Grouping) -> None:
        """Group the list; the choice outlives a restart."""
        self._grouping = grouping
        self._settings.setValue(_GROUPING, grouping.value)
        self._groupings.setCurrentIndex(list(Grouping).index(grouping))
        self._fill()
        self.view.show_with_head()

    def later_menu(self, reminder: Reminder) -> QMenu:
        """Make the menu that puts a reminder off."""
        return later_menu(self._desk, reminder, partial(self._ask_until, reminder), self)

    def row_actions(self, reminder: Reminder) -> list[QAction]:
        """What can be done with a reminder, as its menu offers it."""
        handle = QAction(self.tr("办理（回车）"), self)
        handle.triggered.connect(partial(self._handle, reminder))
        actions = [handle]
        offered = None if reminder.until else self._desk.read(completion, reminder.id)
        if offered is not None:
            done = QAction(self.tr("办结：{act}…（D）").format(act=offered.act), self)
            done.triggered.connect(partial(self._ask_done, reminder))
            actions.append(done)
        if reminder.until is not None:
            again = QAction(self.tr("恢复提醒（S）"), self)
            again.triggered.connect(partial(self._desk.do, wake, reminder.id))
            actions.append(again)
        else:
            actions.append(self.later_menu(reminder).menuAction())
        if reminder.kind is not None and reminder.kind.is_project_work:
            notice = QAction(self.tr("出具提醒函、督办单…"), self)
            notice.triggered.connect(partial(self._issue_notice, reminder))
            actions.append(notice)
        project = QAction(self.tr("打开项目"), self)
        project.triggered.connect(partial(self.handle_requested.emit, reminder.project_id, "", ""))
        return [*actions, project]

    # Reading.

    def _note_day(self, today: date) -> date | None:
        """Note that the list is seen today and return the day before on which it was seen last.

        A computer whose clock was ahead for a while loses nothing: the day before that still counts.
        """
        seen, since = self._day(_SEEN), self._day(_SINCE)
        self._is_first_look = seen != today
        if seen != today:
            before = [day for day in (seen, since) if day is not None and day < today]
            since = before[0] if before else None
            self._settings.setValue(_SEEN, today.isoformat())
            self._settings.setValue(_SINCE, since.isoformat() if since else "")
        return since

    def _day(self, key: str) -> date | None:
        try:
            return date.fromisoformat(str(self._settings.value(key, "")))
        except ValueError:
            return None

    def _stored_grouping(self) -> Grouping:
        stored = str(self._settings.value(_GROUPING, ""))
        return next((one for one in Grouping if one.value == stored), Grouping.URGENCY)

    def _load(self) -> None:
        read = self._desk.read(today_lines, self.whose.officer, self._since)
        officer = self.whose.officer
        self.whose.offer(read.officers)
        if self.whose.officer != officer:
            read = self._desk.read(today_lines, None, self._since)
        self._missing_year = self._desk.read(missing_year)
        self._conflicts = waiting_conflicts(self._desk)
        self.model.forget_notes()
        self._take(read)

    def _follow(self, changes: Changes[object]) -> None:
        read = self._read
        if not self.isVisible():
            self.mark_stale()
        elif read is None or reaches_all(changes) or len(changes.projects) > _FEW:
            self._load()
        elif changes.projects or changes.touches("snooze"):
            if changes.touches("merge_conflict"):
                self._conflicts = waiting_conflicts(self._desk)
            officer, since = self.whose.officer, self._since
            read = self._desk.read(follow_today, read, changes.projects, officer, since)
            if read.officers != self._read_officers:
                self.whose.offer(read.officers)
            self.model.forget_notes(changes.projects)
            self._read_officers = read.officers
            self._aside_timer.start(_ASIDE_MS)
            self._show_read(read)
        else:
            self._load()

    def _take(self, read: Today) -> None:
        """Show what was read, and read what stands beside the list: at once, or of many after it."""
        self._read_officers = read.officers
        if read.projects <= _AT_ONCE:
            read = self._desk.read(with_aside, read, self.whose.officer)
        else:
            self._aside_timer.start(_ASIDE_MS if self.model.rows else _PAINTED_MS)
        self._show_read(read)

    def _load_aside(self) -> None:
        if self._read is not None:
            self._show_read(self._desk.read(with_aside, self._read, self.whose.officer))

    def _show_read(self, read: Today) -> None:
        self._read = read
        counts = {
            Show.OVERDUE: read.overdue,
            Show.DUE_SOON: read.due_soon,
            Show.OVERLONG: read.overlong,
            Show.SILENT: len(read.silent),
        }
        for tile in self._tiles:
            tile.set_count(counts[tile.show_kind])
        self._side.show_stages(read.stage_counts)
        if not self._aside_timer.isActive():
            self._side.show_rest(read)
        self._show_news(read)
        self._fill()

    def _fill(self) -> None:
        read = self._read
        if read is None:
            return
        if (self._show is Show.FELL_DUE and not read.fell_due) or (
            self._show is Show.ASLEEP and not read.asleep
        ):
            self._show = Show.ALL
        # What is looked for is shown, folded or not.
        folded = frozenset(self._folded[self._grouping] if not self._text else ())
        asked = Asked(self._show, self._text, self._grouping, folded, self._desk.workspace.today)
        is_shown = self._asked == asked and len(self.model.rows) > 0
        move = asked.moved(read, self._listed) if is_shown else None
        if move is not None:
            self._move_rows(move)
        else:
            self._rows = Rows(asked.lines(read), self._grouping, folded)
            self._show_rows(self._rows.all())
        self._asked, self._listed = asked, read.listed
        count = self._rows.count
        self._head(read, count)
        title, hint = empty_words(read, self._show, self._text, self._desk.workspace.today)
        self._empty_title.setText(title)
        self._empty_hint.setText(hint)
        self._begin.setVisible(not read.projects)
        self._stack.setCurrentIndex(0 if count else 1)

    def _move_rows(self, move: Move) -> None:
        current, at, scrolled = self._standing()
        self.model.splice(self._rows.move(move))
        if isinstance(current, Reminder):
            key = current.id
            current = next((one for one in move.come if one.id == key), current)
        place = self._rows.place(current) if current is not None else -1
        self._stand_at(place if place >= 0 else at, scrolled)

    def _show_rows(self, rows: Sequence[Row]) -> None:
        today = self._desk.workspace.today
        current, at, scrolled = self._standing()
        self.view.painter_of_rows.today = today
        self.model.show_rows(rows, today)
        self._stand_at(_place_among(rows, current, at), scrolled)

    def _standing(self) -> tuple[Row | None, int, int]:
        """Which row is current, where it is, and how far the list is scrolled."""
        at = self.view.currentIndex().row()
        current = self.model.rows[at] if 0 <= at < len(self.model.rows) else None
        return current, at, self.view.verticalScrollBar().value()

    def _stand_at(self, at: int, scrolled: int) -> None:
        if self.model.rows:
            index = self.model.index(min(max(at, 0), len(self.model.rows) - 1), 0)
            self.view.verticalScrollBar().setValue(scrolled)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        self._seen_timer.start(0)

    def _note_seen(self) -> None:
        """Read of the reminders in view what is not among their own columns."""
        new = [one for one in self.view.seen() if self.model.notes(one) is None]
        asks = [one for one in new if one.kind is ClockKind.PERMIT or one.event is not None]
        if asks:
            held = self._desk.read(hold_ups, asks)
            self.model.note(
                {
                    one: Notes(
                        held.get(one.id, ()),
                        self._desk.read(event_words, one.event) if one.event is not None else "",
                    )
                    for one in asks
                }
            )

    def _head(self, read: Today, count: int) -> None:
        self._list_title.setText(show_words(self._show))
        self._list_count.setText(str(count))
        for tile in self._tiles:
            tile.setChecked(tile.show_kind is self._show)
        for made, show, words, number in (
            (self._fell_due, Show.FELL_DUE, self.tr("新到期 {count}"), read.fell_due),
            (self._told, Show.TOLD, self.tr("达到上报期限 {count}"), read.told),
            (self._asleep, Show.ASLEEP, self.tr("稍后 {count}"), len(read.asleep)),
        ):
            made.setVisible(number > 0 or self._show is show)
            made.setChecked(self._show is show)
            made.setText(words.format(count=number))
        if self._since is not None:
            day = wording.day(self._since, self._desk.workspace.today)
            self._fell_due.setToolTip(self.tr("上次查看（{day}）以后到期的事项").format(day=day))
        self._all.setVisible(self._show is not Show.ALL)

    def _show_news(self, read: Today) -> None:
        """Tell on the first look of a day what fell due meanwhile, and that a year's notice is missing."""
        self._new.setVisible(self._is_first_look and read.fell_due > 0)
        self._new.setText(new_words(read.fell_due))
        year = self._missing_year
        self._year.setVisible(year is not None)
        words = self.tr("{year}年放假安排尚未导入，该年到期日均为预估。去设置导入")
        self._year.setText(words.format(year=year))
        self._inbox.setVisible(self._conflicts > 0)
        self._inbox.setText(self.tr("外勤带回待核对{count}处。去核对").format(count=self._conflicts))
        self._show_card()

    def _show_card(self) -> None:
        told = (self._new, self._year, self._inbox)
        self._news.setVisible(not all(link.isHidden() for link in told))

    # What a person does.

    def _handle(self, reminder: Reminder) -> None:
        self.handle_requested.emit(reminder.project_id, *_place_of(reminder))

    def _ask_done(self, reminder: Reminder) -> None:
        offered = self._desk.read(completion, reminder.id) if reminder.until is None else None
        if offered is None:
            self.said.emit(self.tr("这件事只填日期还不能办结，请按回车打开项目办理。"))
        else:
            asked(ask_done(self._desk, reminder, offered, self))

    def _issue_notice(self, reminder: Reminder) -> None:
        # What draws up and shows papers is not needed before the first one.
        from fangzi_desktop.ui.notices.issue import issue_notice_for

        issue_notice_for(self._desk, reminder.id, self)

    def _ask_later(self, reminder: Reminder, corner: QPoint) -> None:
        if reminder.until is not None:
            self._desk.do(wake, reminder.id)
        else:
            menu = self.later_menu(reminder)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(corner)
            menu.setActiveAction(menu.actions()[1])

    def _ask_until(self, reminder: Reminder) -> None:
        asked(ask_until(self._desk, reminder, self))

    def _show_menu(self, reminder: Reminder, corner: QPoint) -> None:
        menu = row_menu(self.row_actions(reminder), self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(corner)
        menu.setActiveAction(menu.actions()[0])

    def _fold(self, key: str, is_folded: bool) -> None:
        folded = self._folded[self._grouping]
        (folded.add if is_folded else folded.discard)(key)
        self._fill()

    def _toggle(self, show: Show) -> None:
        self.show_only(Show.ALL if self._show is show else show)

    def _choose_grouping(self, place: int) -> None:
        self.group_by(list(Grouping)[place])

    def _show_new(self) -> None:
        self._new.hide()
        self._is_first_look = False
        self._show_card()
        self.show_only(Show.FELL_DUE)

    def _ask_stage(self, stage: Stage) -> None:
        self.stage_requested.emit(stage.value, self.whose.officer)

    def _open_project(self, project: str) -> None:
        self.handle_requested.emit(project, "", "")

    # Making.

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(14)
        main = QVBoxLayout()
        main.setSpacing(12)
        main.addWidget(self._make_news())
        main.addLayout(self._make_tiles())
        main.addWidget(self._make_list(), 1)
        row.addLayout(main, 1)
        self._side = Side(self._desk, self)
        self._side.setFixedWidth(_SIDE_WIDTH)
        self._side.project_requested.connect(self._open_project)
        self._side.stage_requested.connect(self._ask_stage)
        self._side.report_requested.connect(self.report_requested)
        self._side.silent_requested.connect(partial(self.show_only, Show.SILENT))
        row.addWidget(self._side)

    def _make_news(self) -> QFrame:
        self._news = card(self)
        self._news.setObjectName("today-news")
        row = QHBoxLayout(self._news)
        row.setContentsMargins(14, 2, 14, 2)
        row.setSpacing(18)
        self._new = _link("today-new", self._news)
        self._new.clicked.connect(self._show_new)
        self._year = _link("today-missing-year", self._news)
        self._year.clicked.connect(self.years_requested)
        row.addWidget(self._new)
        row.addWidget(self._year)
        self._inbox = _link("today-conflicts", self._news)
        self._inbox.clicked.connect(self.conflicts_requested)
        row.addWidget(self._inbox)
        row.addStretch()
        self._news.hide()
        return self._news

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
        frame = card(self)
        box = QVBoxLayout(frame)
        box.setContentsMargins(1, 8, 1, 6)
        box.setSpacing(0)
        box.addLayout(self._make_list_head(frame))
        line = QFrame(frame)
        line.setProperty("kind", "hairline")
        line.setFixedHeight(1)
        box.addWidget(line)
        holder = QWidget(frame)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._make_empty())
        box.addWidget(holder, 1)
        return frame

    def _make_list_head(self, parent: QWidget) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 13, 8)
        head.setSpacing(8)
        self._list_title = title("", parent)
        self._list_count = QLabel("0", parent)
        self._list_count.setProperty("kind", "figure")
        self._all = _link("today-all", parent)
        self._all.setText(self.tr("看全部"))
        self._all.clicked.connect(partial(self.show_only, Show.ALL))
        self._fell_due = chip("today-fell-due", parent)
        self._told = chip("today-told", parent)
        self._told.setToolTip(
            self.tr("逾期满提醒规则所定工作日、应报科长或分管领导的事项；还未出具文书的见“项目·督办”")
        )
        self._asleep = chip("today-asleep", parent)
        self._asleep.setToolTip(self.tr("稍后提醒的事项；到期日没有变"))
        for made, show in (
            (self._fell_due, Show.FELL_DUE),
            (self._told, Show.TOLD),
            (self._asleep, Show.ASLEEP),
        ):
            made.clicked.connect(partial(self._toggle, show))
        self._groupings = QComboBox(parent)
        self._groupings.setObjectName("today-grouping")
        self._groupings.setProperty("kind", "compact")
        self._groupings.setAccessibleName(self.tr("分组方式"))
        self._groupings.setToolTip(self.tr("分组方式"))
        with QSignalBlocker(self._groupings):
            for grouping in Grouping:
                self._groupings.addItem(grouping_words(grouping))
            self._groupings.setCurrentIndex(list(Grouping).index(self._grouping))
        self._groupings.activated.connect(self._choose_grouping)
        head.addWidget(self._list_title)
        head.addWidget(self._list_count)
        head.addWidget(self._all)
        head.addStretch()
        for widget in (self._fell_due, self._told, self._asleep, self._groupings):
            head.addWidget(widget)
        return head

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._side.setFixedWidth(_SIDE_WIDTH if self.width() >= _NARROW_PAGE else _NARROW_SIDE_WIDTH)
        self._seen_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.view.setFocus()


def _place_among(rows: Sequence[Row], current: Row | None, at: int) -> int:
    """Where the current row is now; if it is gone, what has taken its place."""
    if isinstance(current, Reminder):
        same = (now for now, row in enumerate(rows) if isinstance(row, Reminder) and row.id == current.id)
        return next(same, at)
    if isinstance(current, Head):
        same = (now for now, row in enumerate(rows) if isinstance(row, Head) and row.key == current.key)
        return next(same, at)
    # At first the worst reminder, not the head above it.
    return next((now for now, row in enumerate(rows) if isinstance(row, Reminder)), 0)


def _place_of(reminder: Reminder) -> tuple[str, str]:
    """On which tab of its project a reminder is handled, and at which item."""
    if reminder.kind is None or reminder.kind is ClockKind.STAGE:
        return "overview", ""
    return TAB_OF.get(reminder.kind, "permits"), reminder.owner_id


def _link(name: str, parent: QWidget) -> QPushButton:
    link = QPushButton("", parent)
    link.setObjectName(name)
    link.setProperty("kind", "link")
    return link
