"""The window: rail, top bar, pages, message bar and foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.dates import week_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services import demo, upkeep
from fangzi_desktop.services.overview import Overview, overview
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import icons, theme, wording
from fangzi_desktop.ui.acts import act_words
from fangzi_desktop.ui.board.page import BoardPage
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.message_bar import MessageBar
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.page import Page

RAIL_WIDTH = 76
_GEOMETRY = "window/geometry"
_AREA = "window/area"
# How often the window looks whether a new day has begun; offices leave programs open overnight.
_DAY_WATCH_MS = 60_000


@dataclass(frozen=True, slots=True)
class Area:
    """A place in the rail: its key, its words and how its page is made when it is first visited."""

    key: str
    words: str
    make: Callable[[], Page]


class MainWindow(QMainWindow):
    """The desk's window. Pages are made when they are first visited."""

    copies_changed = Signal()

    def __init__(self, desk: Desk, settings: QSettings, *, notice: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._settings = settings
        self._pages: dict[str, Page] = {}
        self._page: Page | None = None
        self._areas = {area.key: area for area in self._area_list()}
        self._buttons: dict[str, QToolButton] = {}
        self._shown_actions: list[QWidget] = []
        self.setObjectName("main-window")
        self.setWindowTitle(self.tr("坊子专班"))
        self._build(notice)
        desk.changed.connect(self._tell)
        desk.refused.connect(self._refuse)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._dress)
        self._day = desk.workspace.today
        watch = QTimer(self)
        watch.timeout.connect(self._watch_day)
        watch.start(_DAY_WATCH_MS)
        self._bind_keys()

    def _area_list(self) -> list[Area]:
        return [
            Area("today", self.tr("今日"), self._make_today),
            Area("board", self.tr("看板"), self._make_board),
            Area("settings", self.tr("设置"), self._make_settings),
        ]

    def show_area(self, key: str) -> Page:
        """Go to an area of the rail and return its page."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._areas[key].make()
            self._stack.addWidget(page)
        self._buttons[key].setChecked(True)
        self._settings.setValue(_AREA, key)
        self.show_page(page)
        return page

    def show_page(self, page: Page) -> None:
        """Show a page with its title and its actions."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        for widget in self._shown_actions:
            self._actions.removeWidget(widget)
            widget.hide()
        self._shown_actions = page.actions_widgets
        for widget in self._shown_actions:
            self._actions.addWidget(widget)
            widget.show()
        if self._page is not None:
            self._page.title_changed.disconnect(self._title.setText)
        self._page = page
        page.title_changed.connect(self._title.setText)
        self._title.setText(page.title)
        self._stack.setCurrentWidget(page)
        self._search.setVisible(page.is_searchable)
        page.search(self._search.text())

    def open_project(self, project_id: str, tab: str = "", item_id: str = "") -> None:
        """Show a project."""
        page = self.show_area("board")
        if isinstance(page, BoardPage):
            page.select(project_id)

    def _show_stage(self, stage: str, officer: str | None) -> None:
        page = self.show_area("board")
        if isinstance(page, BoardPage):
            page.reveal(Stage(stage), officer)

    @property
    def message_bar(self) -> MessageBar:
        """Where the window says something."""
        return self._messages

    def start(self) -> None:
        """Show the area of the last time, and what is due on the first."""
        read = self.desk.read(overview)
        last = str(self._settings.value(_AREA, "today" if read.projects else "board"))
        geometry = self._settings.value(_GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        else:
            self.resize(1366, 768)
        self.show_area(last if last in self._areas else "board")
        self._refresh_foot()
        self.show()
        QTimer.singleShot(0, self, self._after_start)

    # Pages.

    # A page's module is imported when the page is first visited: the window's start waits for none of them.

    def _make_today(self) -> Page:
        from fangzi_desktop.ui.today.page import TodayPage

        page = TodayPage(self.desk, self._settings, self._stack, can_report="reports" in self._areas)
        page.handle_requested.connect(self.open_project)
        page.stage_requested.connect(self._show_stage)
        page.begin_requested.connect(partial(self.show_area, "board"))
        if "reports" in self._areas:
            page.report_requested.connect(partial(self.show_area, "reports"))
        return page

    def _make_settings(self) -> Page:
        from fangzi_desktop.ui.settings.page import SettingsPage

        page = SettingsPage(self.desk, self._settings, self._stack)
        page.look_changed.connect(self._dress)
        page.backed_up.connect(self._show_backup)
        self.copies_changed.connect(page.show_copies)
        return page

    def _make_board(self) -> Page:
        page = BoardPage(self.desk, self._settings, self._stack)
        page.welcome.demo_requested.connect(self._fill_with_examples)
        page.welcome.add_requested.connect(page.begin)
        return page

    # What the window says.

    def _tell(self, changes: Changes[object]) -> None:
        words = act_words(self.desk, changes)
        if words:
            self._messages.tell(words, undo=changes.kind == "do" and self.desk.workspace.can_undo)
        self._refresh_foot()

    def _refuse(self, error: UserError) -> None:
        self._messages.refuse(sentence(error))

    def _refresh_foot(self) -> None:
        read: Overview = self.desk.read(overview)
        self._team.setText(read.team)
        parts = [self.tr("{count}个项目").format(count=read.projects)]
        if read.investment_yuan:
            parts.append(self.tr("总投资 {sum}").format(sum=wording.money(read.investment_yuan)))
        self._totals.setText(" · ".join(parts))
        today = self.desk.workspace.today
        kind = self.tr("工作日") if read.is_workday else self.tr("休息日")
        words = self.tr("{year}年{month}月{day}日 {weekday} · {kind} · 第{week}周")
        self._date.setText(
            words.format(
                year=today.year,
                month=today.month,
                day=today.day,
                weekday=wording.weekday(today),
                kind=kind,
                week=week_of(today).number,
            )
        )
        self._show_badge(read.urgent)
        self._show_backup()

    def _watch_day(self) -> None:
        if self._day == self.desk.workspace.today:
            return
        self._day = self.desk.workspace.today
        self._refresh_foot()
        for page in self._pages.values():
            page.mark_stale()
        if self._page is not None:
            self._page.refresh()

    def _dress(self) -> None:
        """Put on the palette that is wanted now, icons included."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        theme.wear(application, theme.wanted_look(self._settings))
        self._paint_icons()

    def _paint_icons(self) -> None:
        look = theme.tokens()
        for key, button in self._buttons.items():
            button.setIcon(icons.icon(key, look.rail_ink))
        self._search_icon.setIcon(icons.icon("search", look.ink2))
        self._new.setIcon(icons.icon("add", look.on_accent))

    def _show_backup(self) -> None:
        copy = upkeep.last_backup(self.desk.workspace.store.folder)
        if copy is None:
            words = self.tr("数据在本机 · 尚未备份")
        else:
            taken = datetime.fromtimestamp(copy.stat().st_mtime).astimezone()
            when = (
                f"{taken:%H:%M}"
                if taken.date() == datetime.now().astimezone().date()
                else f"{taken:%m-%d %H:%M}"
            )
            words = self.tr("数据在本机 · 已备份 {when}").format(when=when)
        self._backup.setText(words)
        self.copies_changed.emit()

    def _show_badge(self, count: int) -> None:
        badge = self._badge
        if badge is None:
            return
        badge.setText("99+" if count > 99 else str(count))
        badge.setVisible(count > 0)
        badge.adjustSize()
        badge.move(min(RAIL_WIDTH // 2 + 8, RAIL_WIDTH - badge.width() - 3), 4)

    # Work behind the window.

    def _after_start(self) -> None:
        if not self.desk.workspace.store.read_only:
            self._back_up()

    def _back_up(self) -> None:
        job = self.desk.start(self._copy)
        job.done.connect(self._show_backup)
        job.refused.connect(self._refuse)

    def _copy(self, job: Job) -> object:
        return upkeep.backup(self.desk.workspace).path

    def _fill_with_examples(self) -> None:
        self.desk.do(demo.fill_with_examples, demo.USUAL_NUMBER)

    # Making.

    def _build(self, notice: str) -> None:
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_rail())
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        row.addLayout(side, 1)
        side.addWidget(self._make_top())
        if notice:
            side.addWidget(self._make_banner(notice))
        self._stack = QStackedWidget(self)
        self._stack.setProperty("kind", "page")
        side.addWidget(self._stack, 1)
        side.addWidget(self._make_foot())
        self._messages = MessageBar(self._stack)
        self._messages.undo_requested.connect(self.desk.undo)
        self.setCentralWidget(middle)
        self.setMinimumSize(1000, 600)

    def _make_rail(self) -> QFrame:
        rail = QFrame(self)
        rail.setObjectName("rail")
        rail.setFixedWidth(RAIL_WIDTH)
        box = QVBoxLayout(rail)
        box.setContentsMargins(0, 10, 0, 8)
        box.setSpacing(2)
        name = QLabel(self.tr("坊子\n专班"), rail)
        name.setObjectName("rail-name")
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(name)
        box.addSpacing(8)
        group = QButtonGroup(self)
        self._badge: QLabel | None = None
        for number, area in enumerate(self._areas.values(), start=1):
            button = QToolButton(rail)
            button.setObjectName(f"nav-{area.key}")
            button.setProperty("kind", "nav")
            button.setText(area.words)
            button.setAccessibleName(area.words)
            button.setIcon(icons.icon(area.key, theme.tokens().rail_ink))
            button.setIconSize(QSize(20, 20))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setCheckable(True)
            button.setFixedSize(RAIL_WIDTH, 54)
            button.setToolTip(f"{area.words}  Ctrl+{number}")
            button.clicked.connect(partial(self.show_area, area.key))
            group.addButton(button)
            self._buttons[area.key] = button
            if area.key == "settings":
                box.addStretch()
            box.addWidget(button)
            if area.key == "today":
                self._badge = QLabel("", button)
                self._badge.setProperty("kind", "badge")
                self._badge.setMinimumHeight(16)
                self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
                self._badge.hide()
        if "settings" not in self._areas:
            box.addStretch()
        return rail

    def _make_top(self) -> QFrame:
        top = QFrame(self)
        top.setObjectName("top")
        top.setFixedHeight(48)
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        self._title = QLabel("", top)
        self._title.setObjectName("title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(self._title)
        row.addStretch()
        self._search = QLineEdit(top)
        self._search.setObjectName("search")
        self._search.setAccessibleName(self.tr("搜索项目"))
        self._search.setPlaceholderText(self.tr("搜索  支持拼音首字母 gdds  Ctrl+K"))
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(270)
        self._search_icon = self._search.addAction(
            icons.icon("search", theme.tokens().ink2), QLineEdit.ActionPosition.LeadingPosition
        )
        self._search.textChanged.connect(self._search_page)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(10)
        row.addWidget(self._search)
        row.addLayout(self._actions)
        self._new = QPushButton(icons.icon("add", theme.tokens().on_accent), self.tr("新建项目"), top)
        self._new.setProperty("kind", "primary")
        self._new.clicked.connect(self._add_project)
        row.addWidget(self._new)
        return top

    def _make_banner(self, notice: str) -> QFrame:
        banner = QFrame(self)
        banner.setObjectName("banner")
        row = QHBoxLayout(banner)
        row.setContentsMargins(16, 8, 16, 8)
        words = QLabel(notice, banner)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        row.addWidget(words)
        return banner

    def _make_foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setObjectName("foot")
        foot.setFixedHeight(26)
        row = QHBoxLayout(foot)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(18)
        self._team, self._totals, self._backup, self._date = (QLabel("", foot) for _ in range(4))
        self._backup.setToolTip(str(self.desk.workspace.store.folder))
        row.addWidget(self._team)
        row.addWidget(self._totals)
        row.addStretch()
        row.addWidget(self._backup)
        row.addWidget(self._date)
        return foot

    def _bind_keys(self) -> None:
        keys: list[tuple[QKeySequence | QKeySequence.StandardKey | str, Callable[[], object]]] = [
            ("Ctrl+K", self._focus_search),
            (QKeySequence.StandardKey.Undo, self.desk.undo),
            ("Ctrl+Y", self.desk.redo),
            ("Ctrl+Shift+Z", self.desk.redo),
            ("Ctrl+N", self._add_project),
        ]
        keys += [
            (f"Ctrl+{number}", partial(self.show_area, key))
            for number, key in enumerate(self._areas, start=1)
        ]
        for key, slot in keys:
            QShortcut(QKeySequence(key), self).activated.connect(slot)

    def _focus_search(self) -> None:
        if self._page is not None and not self._page.is_searchable:
            self.show_area("board")
        self._search.setFocus()
        self._search.selectAll()

    def _search_page(self, text: str) -> None:
        if self._page is not None:
            self._page.search(text)

    def _add_project(self) -> None:
        page = self.show_area("board")
        if isinstance(page, BoardPage):
            page.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self.desk.wait()
        self.desk.workspace.close()
        super().closeEvent(event)
