"""The window: rail, top bar, pages, message bar and foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import SUFFIX
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.overview import overview
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import icons, theme
from fangzi_desktop.ui.acts import act_words
from fangzi_desktop.ui.board.page import BoardPage
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.elided import ElidedLabel
from fangzi_desktop.ui.field.waiting import waiting_conflicts
from fangzi_desktop.ui.foot import Foot
from fangzi_desktop.ui.message_bar import MessageBar
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.rail import Rail

if TYPE_CHECKING:
    from fangzi_desktop.ui.dialogs.ledger_import import LedgerImport
    from fangzi_desktop.ui.field.copy_banner import CopyBanner
    from fangzi_desktop.ui.project.page import ProjectPage
    from fangzi_desktop.ui.welcome import Welcome

# Copying the database beside the first painting would delay it.
SETTLED_MS = 1500
# The totals at the foot are counted after the act itself has been painted, once for several in a row.
FOOT_MS = 120
_GEOMETRY = "window/geometry"
_AREA = "window/area"
# How often the window looks whether a new day has begun; offices leave programs open overnight.
_DAY_WATCH_MS = 60_000


class SearchField(QLineEdit):
    """The search field, which gives way before what stands beside it does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumWidth(130)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(270, super().sizeHint().height())


@dataclass(frozen=True, slots=True)
class Area:
    """A place in the rail: its key, its words and how its page is made when it is first visited."""

    key: str
    words: str
    make: Callable[[], Page]


class MainWindow(QMainWindow):
    """The desk's window. Pages are made when they are first visited."""

    copies_changed = Signal()
    counted = Signal(int)
    settled = Signal()
    telling_changed = Signal()
    telling_tried = Signal()

    def __init__(self, desk: Desk, settings: QSettings, *, notice: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._settings = settings
        self._pages: dict[str, Page] = {}
        self._page: Page | None = None
        self._project_page: ProjectPage | None = None
        self._area = "board"
        self.urgent = 0
        self._areas = {area.key: area for area in self._area_list()}
        self._shown_actions: list[QWidget] = []
        self.setObjectName("main-window")
        self.setWindowTitle(self.tr("坊子专班"))
        self._build(notice)
        self._foot_timer = QTimer(self, interval=FOOT_MS, singleShot=True)
        self._foot_timer.timeout.connect(self._refresh_foot)
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
            Area("projects", self.tr("项目"), self._make_projects),
            Area("calendar", self.tr("日历"), self._make_calendar),
            Area("reports", self.tr("报告"), self._make_reports),
            Area("field", self.tr("外勤"), self._make_field),
            Area("assessment", self.tr("考核"), self._make_assessment),
            Area("settings", self.tr("设置"), self._make_settings),
        ]

    def show_area(self, key: str) -> Page:
        """Go to an area of the rail and return its page; what is unsaved where one is may keep one there."""
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = self._areas[key].make()
            self._stack.addWidget(page)
        if not self._may_go_to(page):
            self._rail.check("projects" if self._page is self._project_page else self._area)
            return page
        self._area = key
        self._rail.check(key)
        self._settings.setValue(_AREA, key)
        self.show_page(page)
        return page

    def show_page(self, page: Page) -> None:
        """Show a page with its title and its actions."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._back.setVisible(page is self._project_page)
        if self._page is not None:
            self._page.title_changed.disconnect(self._title.setText)
            self._page.said.disconnect(self._messages.tell)
            self._page.actions_changed.disconnect(self._show_actions)
        self._page = page
        page.title_changed.connect(self._title.setText)
        page.said.connect(self._messages.tell)
        page.actions_changed.connect(self._show_actions)
        self._show_actions()
        self._title.setText(page.title)
        self._stack.setCurrentWidget(page)
        # The page that comes up would cover what is being said.
        self._messages.raise_()
        self._search.setVisible(page.is_searchable)
        page.search(self._search.text())

    def _show_actions(self) -> None:
        """Put what belongs to the page beside its title and at the right end of the top bar."""
        for widget in self._shown_actions:
            for row in (self._actions, self._marks):
                row.removeWidget(widget)
            widget.hide()
        page = self._page
        if page is None:
            return
        self._shown_actions = [*page.marks_widgets, *page.actions_widgets]
        for row, widgets in ((self._marks, page.marks_widgets), (self._actions, page.actions_widgets)):
            for widget in widgets:
                row.addWidget(widget)
                widget.show()

    def show_department(self, name: str) -> None:
        """Go to what a department has over all projects."""
        from fangzi_desktop.ui.ledger.page import ProjectsPage

        page = self.show_area("projects")
        if page is self._page and isinstance(page, ProjectsPage):
            page.show_department(name)

    def open_project(self, project_id: str, tab: str = "", item_id: str = "") -> None:
        """Open a project's page, on a tab (``overview``, ``permits``, ``review`` and so on) if one is named.

        With `item_id` that permit item or other record becomes the current one. Esc leads back to where one
        came from.
        """
        page = self._project_page
        if page is None:
            from fangzi_desktop.ui.project.page import ProjectPage

            page = self._project_page = ProjectPage(self.desk, self._stack)
            page.back_requested.connect(self._go_back)
        if self._page is not None and not self._page.may_leave():
            return
        page.show_project(project_id, tab, item_id)
        if not page.project_id:
            return
        words = self.tr("返回{area}").format(area=self._areas[self._area].words)
        self._back.setAccessibleName(words)
        self._back.setToolTip(f"{words}  Esc")
        self._rail.check("projects")
        self.show_page(page)
        page.take_focus()

    def _go_back(self) -> None:
        """Go back to the area a project was opened from, with the project current there."""
        opened = self._project_page.project_id if self._project_page is not None else ""
        page = self.show_area(self._area)
        if opened and page is self._page:
            page.select(opened)

    def _may_go_to(self, page: Page) -> bool:
        return self._page is None or self._page is page or self._page.may_leave()

    def show_conflicts(self) -> None:
        """Go to what waits for a person after merges."""
        from fangzi_desktop.ui.field.page import FieldPage

        page = self.show_area("field")
        if page is self._page and isinstance(page, FieldPage):
            page.show_part(page.inbox)
            page.inbox.take_focus()

    def _show_stage(self, stage: str, officer: str | None) -> None:
        page = self.show_area("board")
        if isinstance(page, BoardPage):
            page.reveal(Stage(stage), officer)

    @property
    def message_bar(self) -> MessageBar:
        """Where the window says something."""
        return self._messages

    def start(self, *, hidden: bool = False) -> None:
        """Show the area of the last time, and what is due on the first.

        `hidden` makes everything ready and shows nothing yet.
        """
        last = str(self._settings.value(_AREA, "board"))
        geometry = self._settings.value(_GEOMETRY)
        if geometry is not None:
            self.restoreGeometry(geometry)
        else:
            self.resize(1366, 768)
        self.show_area(last if last in self._areas else "board")
        self._refresh_foot()
        if not hidden:
            self.show()
        QTimer.singleShot(SETTLED_MS, self, self._settle)

    # Pages.

    # A page's module is imported when the page is first visited: the window's start waits for none of them.

    def _make_today(self) -> Page:
        from fangzi_desktop.ui.today.page import TodayPage

        page = TodayPage(self.desk, self._settings, self._stack)
        page.handle_requested.connect(self.open_project)
        page.stage_requested.connect(self._show_stage)
        page.begin_requested.connect(partial(self.show_area, "board"))
        page.report_requested.connect(partial(self.show_area, "reports"))
        page.years_requested.connect(partial(self.show_area, "settings"))
        page.conflicts_requested.connect(self.show_conflicts)
        return page

    def _make_settings(self) -> Page:
        from fangzi_desktop.ui.settings.page import SettingsPage

        page = SettingsPage(self.desk, self._settings, self._stack)
        page.look_changed.connect(self._dress)
        page.backed_up.connect(self._show_backup)
        page.telling.changed.connect(self.telling_changed)
        page.telling.tried.connect(self.telling_tried)
        page.telling.said.connect(self._messages.tell)
        self.copies_changed.connect(page.show_copies)
        return page

    def _make_board(self) -> Page:
        page = BoardPage(self.desk, self._settings, self._stack)
        page.welcome.demo_requested.connect(self._fill_with_examples)
        page.welcome.add_requested.connect(page.begin)
        page.welcome.open_requested.connect(self._open_package)
        self._offer_copies(page.welcome)
        page.import_requested.connect(self._choose_ledger)
        page.open_requested.connect(self.open_project)
        return page

    def _make_projects(self) -> Page:
        from fangzi_desktop.ui.ledger.page import ProjectsPage

        page = ProjectsPage(self.desk, self._settings, self._stack)
        page.open_requested.connect(self.open_project)
        page.item_requested.connect(self.open_project)
        return page

    def _make_calendar(self) -> Page:
        from fangzi_desktop.ui.calendar.page import CalendarPage

        page = CalendarPage(self.desk, self._settings, self._stack)
        page.handle_requested.connect(self.open_project)
        return page

    def _make_reports(self) -> Page:
        from fangzi_desktop.ui.reports.page import ReportsPage
        from fangzi_desktop.ui.reports.words import WordsPanel

        page = ReportsPage(self.desk, self._settings, self._stack)
        page.told.connect(self._messages.tell)
        page.board_requested.connect(partial(self.show_area, "board"))
        words = WordsPanel(self.desk, page)
        words.said.connect(self._messages.tell)
        words.source_requested.connect(self.open_project)
        page.ask_changed.connect(words.show_ask)
        page.add_side(words, self.tr("文字"), words.may_leave)
        words.show_ask(page.ask)
        return page

    def _make_field(self) -> Page:
        from fangzi_desktop.ui.field.page import FieldPage

        page = FieldPage(self.desk, self._stack)
        page.open_requested.connect(self.open_project)
        page.return_requested.connect(self._choose_return)
        from fangzi_desktop.ui.field.handouts import HandOutsPart

        part = HandOutsPart(self.desk, self._settings, page)
        page.add_part(self.tr("带出与带回"), part)
        if self._copy_banner is not None:
            self._copy_banner.written.connect(part.refresh)
        return page

    def _make_assessment(self) -> Page:
        from fangzi_desktop.ui.assessment.page import AssessmentPage

        page = AssessmentPage(self.desk, self._stack)
        page.open_requested.connect(self.open_project)
        return page

    # What the window says.

    def _tell(self, changes: Changes[object]) -> None:
        words = act_words(self.desk, changes)
        if words:
            self._messages.tell(words, undo=changes.kind == "do" and self.desk.workspace.can_undo)
        self._foot_timer.start()

    def _refuse(self, error: UserError) -> None:
        self._messages.refuse(sentence(error))

    def _refresh_foot(self) -> None:
        read = self.desk.glance(overview)
        self._foot.show_overview(read, self.desk.workspace.today)
        self._foot.show_backup()
        self._rail.show_count(read.urgent)
        self.urgent = read.urgent
        self.counted.emit(read.urgent)
        self._rail.show_conflicts(waiting_conflicts(self.desk))

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
        self._rail.paint_icons()
        self._search_icon.setIcon(icons.icon("search", look.ink2))
        self._new.setIcon(icons.icon("add", look.on_accent))
        self._back.setIcon(icons.icon("back", look.accent))

    def _show_backup(self) -> None:
        self._foot.show_backup()
        self.copies_changed.emit()

    # Work behind the window.

    def _settle(self) -> None:
        job = self.desk.start(self._copy)
        job.done.connect(self._show_backup)
        job.refused.connect(self._refuse)
        job.finished.connect(self.settled)

    def _copy(self, job: Job) -> object:
        # The first act then finds everything ready, and so does who first looks at 今日.
        self.desk.workspace.prepare()
        import fangzi_desktop.ui.today.page  # noqa: F401

        if self.desk.workspace.store.read_only:
            return None
        from fangzi_desktop.services import copies

        return copies.backup(self.desk.workspace).path

    def _choose_ledger(self) -> None:
        from fangzi_desktop.ui.dialogs.ledger_import import choose_file

        if self._may_write():
            path = choose_file(self, self._settings)
            if path is not None:
                self.import_ledger(path)

    def _choose_return(self) -> None:
        from fangzi_desktop.ui.field.return_preview import choose_return

        if self._may_write():
            path = choose_return(self, self._settings)
            if path is not None:
                self.take_back(path)

    def take_back(self, path: Path) -> None:
        """Show what a return from outside would do, and merge it if the person wants so."""
        if self._may_write():
            from fangzi_desktop.ui.field.return_preview import preview_return_file

            preview_return_file(self.desk, path, self)

    def _take_dropped(self, path: Path) -> None:
        take = self.take_back if path.suffix.lower() == SUFFIX else self.import_ledger
        take(path)

    def import_ledger(self, path: Path) -> LedgerImport | None:
        """Show what importing a ledger file would do; None where nothing may be written."""
        if not self._may_write():
            return None
        # What reads workbooks is not needed for the first picture.
        from fangzi_desktop.ui.dialogs.ledger_import import LedgerImport

        dialog = LedgerImport(self.desk, self._settings, self)
        dialog.begin(path)
        return dialog

    def _open_package(self) -> None:
        from fangzi_desktop.ui.field.opening import ask_to_open

        ask_to_open(self.desk, self._settings, self)
        board = self._pages.get("board")
        if isinstance(board, BoardPage):
            self._offer_copies(board.welcome)

    def _offer_copies(self, welcome: Welcome) -> None:
        """Offer on the first screen to go on with a field copy that was opened from here."""
        if self._settings.contains("field/copies"):
            # Few have any, and nobody's start waits for them.
            from fangzi_desktop.ui.field.known_copies import KnownCopies

            welcome.show_below(KnownCopies(self.desk, self._settings, welcome))

    def _may_write(self) -> bool:
        store = self.desk.workspace.store
        if store.read_only:
            self._refuse(UserError("db.read_only", folder=str(store.folder)))
        return not store.read_only

    def _fill_with_examples(self) -> None:
        # Needed once in a team folder's life, and it costs 20 ms of every start.
        from fangzi_desktop.services import demo

        self.desk.do(demo.fill_with_examples, demo.USUAL_NUMBER)

    # Making.

    def _build(self, notice: str) -> None:
        middle = QWidget(self)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._rail = Rail(((area.key, area.words) for area in self._areas.values()), middle)
        self._rail.chosen.connect(self.show_area)
        row.addWidget(self._rail)
        side = QVBoxLayout()
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(0)
        row.addLayout(side, 1)
        side.addWidget(self._make_top())
        if notice:
            side.addWidget(self._make_banner(notice))
        self._copy_banner = self._make_copy_banner()
        if self._copy_banner is not None:
            side.addWidget(self._copy_banner)
        self._stack = QStackedWidget(self)
        self._stack.setProperty("kind", "page")
        side.addWidget(self._stack, 1)
        self._foot = Foot(self.desk.workspace.store.folder, middle)
        side.addWidget(self._foot)
        self._messages = MessageBar(self._stack)
        self._messages.undo_requested.connect(self.desk.undo)
        self.setCentralWidget(middle)
        self.setMinimumSize(1000, 600)
        self.setAcceptDrops(True)

    def _make_top(self) -> QFrame:
        top = QFrame(self)
        top.setObjectName("top")
        top.setFixedHeight(48)
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(10)
        self._back = QPushButton(icons.icon("back", theme.tokens().accent), "", top)
        self._back.setObjectName("back")
        self._back.setProperty("kind", "link")
        self._back.clicked.connect(self._go_back)
        self._back.hide()
        row.addWidget(self._back)
        self._title = ElidedLabel("", top)
        self._title.setObjectName("title")
        row.addWidget(self._title)
        self._marks = QHBoxLayout()
        self._marks.setSpacing(6)
        row.addLayout(self._marks)
        row.addStretch()
        self._search = SearchField(top)
        self._search.setObjectName("search")
        self._search.setAccessibleName(self.tr("搜索项目"))
        self._search.setPlaceholderText(self.tr("搜索  支持拼音首字母 gdds  Ctrl+K"))
        self._search.setClearButtonEnabled(True)
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

    def _make_copy_banner(self) -> CopyBanner | None:
        copy = self.desk.workspace.field
        if copy is None:
            return None
        # Offices do without it.
        from fangzi_desktop.ui.field.copy_banner import CopyBanner

        self.setWindowTitle(self.tr("坊子专班 · 外勤副本 {number}").format(number=copy.number))
        return CopyBanner(self.desk, self._settings, copy, self)

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
        if self._page is not None and self._page is self._project_page:
            self.show_area("projects")
        elif self._page is not None:
            self._page.search(text)

    def _add_project(self) -> None:
        page = self.show_area("board")
        if isinstance(page, BoardPage):
            page.begin()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            # The program the file comes from waits until the drop has been taken.
            QTimer.singleShot(0, self, partial(self._take_dropped, path))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._page is not None and not self._page.may_leave():
            event.ignore()
            return
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self.desk.wait()
        self.desk.workspace.close()
        super().closeEvent(event)


def _dropped_file(dropped: QMimeData) -> Path | None:
    """The one file of this computer that is dragged; None for several, or for anything else."""
    urls = dropped.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
