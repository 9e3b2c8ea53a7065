"""The reports area: a paper as it will be printed, to look at, to save and to print."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QSettings, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import Span, Subject
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.report_subjects import has_projects
from fangzi_desktop.services.reports import ReportAsk, formats, is_document
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.reports.beside import Beside
from fangzi_desktop.ui.reports.choosing import Choosing
from fangzi_desktop.ui.reports.composing import Composed, compose
from fangzi_desktop.ui.reports.empty import NoPages
from fangzi_desktop.ui.reports.preview import Fit, Preview
from fangzi_desktop.ui.reports.printer import ask_printer, print_pages
from fangzi_desktop.ui.reports.saving import ask_target, file_name, save, save_as
from fangzi_desktop.ui.reports.thumbnails import Thumbnails
from fangzi_desktop.ui.reports.view_bar import ViewBar
from fangzi_desktop.ui.reports.wording import warning_words

_FOLDER = "reports/folder"
_THUMBNAILS = "reports/thumbnails"
_SIDE = "reports/side"
# Changes and steps that follow one another closely make one new print.
_SETTLE_MS = 150
_SIDE_WIDTH = 340
_SAVED_AS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel"}


class ReportsPage(Page):
    """报告. `ask_changed` tells the paper that is chosen, for what stands beside the pages."""

    told = Signal(str)
    board_requested = Signal()
    ask_changed = Signal(object)

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("报告"), parent)
        self._desk = desk
        self._settings = settings
        self._composed: Composed | None = None
        self._job: Job | None = None
        self._print_job: Job | None = None
        self._is_fresh = False
        self._since = QElapsedTimer()
        self.preview = Preview(desk, self)
        self.thumbnails = Thumbnails(desk, self)
        self.choosing = Choosing(desk, settings, self)
        self.view_bar = ViewBar(self.preview, settings, self)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.refresh)
        self._make_actions()
        self._build()
        self._bind_keys()
        self._connect()
        self._order_focus()
        self._show_kind()

    @property
    def ask(self) -> ReportAsk:
        """The paper that is chosen."""
        return self.choosing.ask

    @property
    def actions_widgets(self) -> list[QWidget]:
        offered = formats(self.ask)
        return [self._print_button, *(one for end, one in self._save_buttons.items() if end in offered)]

    @property
    def state(self) -> str:
        """What is said of the print under way."""
        return self.view_bar.state.text()

    @property
    def warning(self) -> str:
        """What is said of fonts and characters."""
        return self._warning.text() if not self._warning.isHidden() else ""

    @property
    def is_searchable(self) -> bool:
        """Whether the search field finds anything on this page."""
        return False

    def show_report(self, ask: ReportAsk) -> None:
        """Choose a paper and show it; what the asking leaves open is what was chosen last, or the present."""
        if self.may_leave():
            self.choosing.take(ask)
            self._take_choice()

    def add_side(self, widget: QWidget, title: str, may_leave: Callable[[], bool] | None = None) -> None:
        """Put something beside the pages of papers that are documents.

        `may_leave` is asked before a person goes to another paper or leaves the page.
        """
        self.side.add(widget, title, may_leave)
        self._show_side()

    def may_leave(self) -> bool:
        return self.side.may_leave()

    def refresh(self) -> None:
        """Print the paper anew; the old pages stay until it is there."""
        self._again.stop()
        if self._job is not None:
            self._job.cancel()
        before = self.ask
        self.choosing.refresh()
        ask = self.ask
        if ask != before:
            self._show_kind()
        self._allow(False)
        if not self.choosing.is_complete:
            self._job = None
            self._show_nothing()
            return
        self._say(self.tr("正在生成{paper}…").format(paper=ask.kind.zh), busy=True)
        job = self._job = self._desk.start(partial(compose, self._desk.workspace, ask))
        job.done.connect(self._show)
        job.refused.connect(self._fail)
        job.finished.connect(self._finish)

    def redraw(self) -> None:
        """Print the paper anew soon: a single change at once, changes close upon one another together."""
        if not self.isVisible():
            self.mark_stale()
            return
        if self._again.isActive() and self._again.interval() == 0:
            return
        is_single = not self._since.isValid() or self._since.elapsed() > _SETTLE_MS
        self._since.start()
        self._wait(self.tr("数据有变动，正在更新…"), 0 if is_single else _SETTLE_MS)

    def cancel(self) -> None:
        """Give up the print or the printing under way; the pages shown stay."""
        if self._print_job is not None:
            self._print_job.cancel()
            return
        self._again.stop()
        if self._job is not None:
            self._job.cancel()
        self._say(self.tr("已取消，以下不是最新的内容。"), retry=True)

    def ask_and_save(self, suffix: str = ".pdf") -> None:
        """Ask for a file and save the paper in it: the pages shown, or the same for another program."""
        printed = self._printed
        if printed is None or not self._save_buttons[suffix].isEnabled():
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = str(self._settings.value(_FOLDER, documents))
        name = file_name(*self._name_words(), suffix=suffix)
        target = ask_target(self, self._save_buttons[suffix].text(), folder, name)
        if target is None:
            return
        self._settings.setValue(_FOLDER, str(target.parent))
        writing = partial(save, printed, target)
        if suffix != ".pdf":
            writing = partial(save_as, self._desk.workspace, self.ask, target)
        job = self._desk.start(writing)
        job.done.connect(self._tell_saved)
        job.refused.connect(self._desk.refused)

    def ask_and_print(self) -> None:
        """Ask for a printer and print the pages shown."""
        composed, printed = self._composed, self._printed
        if composed is None or printed is None or not self._print_button.isEnabled():
            return
        name = "-".join(self._name_words())
        page = self.preview.current_page
        printer = ask_printer(self, name, composed.sizes, page, self.ask_and_save)
        if printer is None:
            return
        job = self._print_job = self._desk.start(partial(print_pages, printed.pdf, printer, page))
        self._allow(self._is_fresh)
        self._say(self.tr("正在打印…"), busy=True)
        job.progressed.connect(self._show_progress)
        job.done.connect(self._tell_printed)
        job.refused.connect(self._desk.refused)
        job.finished.connect(self._finish_printing)

    # What is chosen.

    @property
    def _printed(self) -> Printed | None:
        return self._composed.printed if self._composed is not None else None

    def _name_words(self) -> tuple[str, ...]:
        """What the paper is called as a file and in the printer's list: 周报, 2023-W08."""
        ask = self.ask
        period = ask.period if ask.kind.span is not Span.DAY else self._desk.workspace.today.isoformat()
        return ask.kind.zh, self.choosing.subject_words, period

    def _take_choice(self) -> None:
        self._show_kind()
        if self.isVisible():
            self._wait(self.tr("正在生成{paper}…").format(paper=self.ask.kind.zh), _SETTLE_MS)
        else:
            self.mark_stale()

    def _wait(self, words: str, milliseconds: int) -> None:
        self._allow(False)
        self._say(words, busy=True)
        self._again.start(milliseconds)

    def _show_kind(self) -> None:
        """Let everything around the pages follow the paper that is chosen."""
        ask = self.ask
        self.preview.setAccessibleName(self.tr("{paper}预览").format(paper=ask.kind.zh))
        self._show_side()
        self.actions_changed.emit()
        self.ask_changed.emit(ask)

    def _step(self, steps: int) -> None:
        self.choosing.period.step(steps)

    # What comes back.

    def _show(self, composed: Composed) -> None:
        if composed.ask != self.ask:
            return
        former, self._composed = self._composed, composed
        self._say("")
        printed = composed.printed
        if printed is None:
            self._show_nothing()
            return
        self._pages.setCurrentIndex(1)
        self.view_bar.show_controls(True)
        self._allow(True)
        is_other = composed.is_another_than(former)
        self.preview.show_paper(printed.pdf, composed.sizes, is_other=is_other)
        self.thumbnails.show_paper(printed.pdf, composed.sizes, is_other=is_other)
        self.thumbnails.follow(self.preview.current_page)
        self._warn(printed)

    def _show_nothing(self) -> None:
        """Say why there are no pages, and what to do about it."""
        kind = self.ask.kind
        has_any = self._desk.read(has_projects)
        if not has_any:
            title = self.tr("还没有项目，{paper}没有内容")
            words = self.tr("先在看板导入台账或新建项目；之后的报告会在这里自动生成。")
        elif kind.subject is Subject.MEETING:
            title = self.tr("还没有论证会议，{paper}没有内容")
            words = self.tr("先在项目的“论证会”页登记一次会议，再把项目放上议程。")
        elif kind.subject is Subject.VISIT:
            title = self.tr("还没有走访，{paper}没有内容")
            words = self.tr("先在“外勤”或项目的“现场”页记一次走访。")
        else:
            title, words = self.tr("{paper}没有内容"), ""
        self._show_empty(title.format(paper=kind.zh), words, board=not has_any)
        self._say("")

    def _show_empty(self, title: str, words: str, *, board: bool) -> None:
        self._empty.say(title, words, to_board=board)
        self._pages.setCurrentIndex(0)
        self.view_bar.show_controls(False)
        self._warning.hide()
        self._composed = None

    def _fail(self, error: UserError) -> None:
        ask = self.ask
        words = self.tr("{paper}没有生成。").format(paper=ask.kind.zh)
        # The pages of another paper would be taken for this one's.
        if self._composed is None or self._composed.ask != ask:
            self._show_empty(words, sentence(error), board=False)
        self._say(words, retry=True)
        self._desk.refused.emit(error)

    def _finish(self) -> None:
        if self.sender() is self._job:
            self._job = None

    def _tell_saved(self, target: Path) -> None:
        self.told.emit(self.tr("已存为 {path}").format(path=target))

    def _tell_printed(self, pages: int) -> None:
        self.told.emit(self.tr("已送去打印，共{pages}页。").format(pages=pages))

    def _show_progress(self, done: int, pages: int) -> None:
        self._bar.setRange(0, pages)
        self._bar.setValue(done)
        self._bar.show()
        self._say(self.tr("正在打印，第{done}页，共{pages}页…").format(done=done, pages=pages), busy=True)

    def _finish_printing(self) -> None:
        job, self._print_job = self._print_job, None
        self._bar.hide()
        self._say(
            self.tr("打印已取消，已送出的页可能仍会印出。") if job is not None and job.is_cancelled else ""
        )
        self._allow(self._is_fresh)

    def _follow(self, changes: Changes[object]) -> None:
        self.redraw()

    # What is said.

    def _say(self, words: str, *, busy: bool = False, retry: bool = False) -> None:
        if self._print_job is not None and not busy:
            return
        self.view_bar.say(words, busy=busy, retry=retry)

    def _allow(self, is_fresh: bool) -> None:
        """Only what is up to date is saved and printed, one printing at a time."""
        self._is_fresh = is_fresh
        for button in (*self._save_buttons.values(), self._print_button):
            button.setEnabled(is_fresh and self._print_job is None)

    def _warn(self, printed: Printed) -> None:
        words = warning_words(printed)
        self._warning.setText(words)
        self._warning.setVisible(bool(words))

    # What is shown beside the pages.

    def _show_thumbnails(self, shown: bool) -> None:
        self._settings.setValue(_THUMBNAILS, int(shown))
        self.thumbnails.setVisible(shown)

    def _toggle_side(self, shown: bool) -> None:
        self._settings.setValue(_SIDE, int(shown))
        self._show_side()

    def _show_side(self) -> None:
        has_side = self.side.count() > 0 and is_document(self.ask.kind)
        self.view_bar.side.setVisible(has_side)
        self.side.setVisible(has_side and self.view_bar.side.isChecked())

    # Making.

    def _make_actions(self) -> None:
        self._print_button = self._action(self.tr("打印…"), "report-print", self.tr("打印  Ctrl+P"))
        self._print_button.clicked.connect(self.ask_and_print)
        self._save_buttons: dict[str, QPushButton] = {}
        for suffix, program in _SAVED_AS.items():
            words = self.tr("存为 {program}").format(program=program)
            name, keys = f"report-save-{suffix[1:]}", ""
            if suffix == ".pdf":
                name, keys = "report-save", "  Ctrl+S"
            button = self._save_buttons[suffix] = self._action(words, name, f"{words}{keys}")
            button.clicked.connect(partial(self.ask_and_save, suffix))

    def _action(self, words: str, name: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setEnabled(False)
        button.hide()
        return button

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.choosing)
        box.addWidget(self.view_bar)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("打印进度"))
        self._bar.hide()
        box.addWidget(self._bar)
        self._warning = QLabel("", self)
        self._warning.setObjectName("report-warning")
        self._warning.setProperty("kind", "report-warning")
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._warning.setWordWrap(True)
        self._warning.hide()
        box.addWidget(self._warning)
        holder = QWidget(self)
        self._pages = QStackedLayout(holder)
        self._empty = NoPages(self)
        self._empty.to_board.clicked.connect(self.board_requested)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._make_paper())
        self._pages.setCurrentIndex(1)
        box.addWidget(holder, 1)

    def _make_paper(self) -> QWidget:
        paper = QWidget(self)
        row = QHBoxLayout(paper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.side = Beside(paper)
        self.side.hide()
        splitter = QSplitter(Qt.Orientation.Horizontal, paper)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.preview)
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([3 * _SIDE_WIDTH, _SIDE_WIDTH])
        row.addWidget(self.thumbnails)
        row.addWidget(splitter, 1)
        return paper

    def _connect(self) -> None:
        bar = self.view_bar
        bar.cancel.clicked.connect(self.cancel)
        bar.retry.clicked.connect(self.refresh)
        for button, key in ((bar.thumbnails, _THUMBNAILS), (bar.side, _SIDE)):
            button.setChecked(str(self._settings.value(key, 1)) != "0")
        self.thumbnails.setVisible(bar.thumbnails.isChecked())
        bar.thumbnails.toggled.connect(self._show_thumbnails)
        bar.side.toggled.connect(self._toggle_side)
        self.choosing.may_leave = self.may_leave
        self.choosing.chosen.connect(self._take_choice)
        self.choosing.refused.connect(self._desk.refused)
        self.preview.page_changed.connect(self._mark_page)
        self.thumbnails.page_chosen.connect(self.preview.show_page)
        self._desk.changed.connect(self._follow)

    def _order_focus(self) -> None:
        """Let Tab go from what is chosen over what is shown to the pages and what stands beside them."""
        choosing, bar = self.choosing, self.view_bar
        period = choosing.period
        steps = (period.previous, period.field, period.next, period.present)
        strip = (choosing.kinds, *steps, choosing.subject, choosing.sheets)
        pages = (self.thumbnails, self.preview, self.side)
        ordered: tuple[QWidget, ...] = (*strip, *bar.in_order, *pages, *self._actions)
        for before, after in pairwise(ordered):
            QWidget.setTabOrder(before, after)

    @property
    def _actions(self) -> list[QWidget]:
        return [self._print_button, *self._save_buttons.values()]

    def _mark_page(self, page: int, pages: int) -> None:
        self.thumbnails.follow(page - 1)

    def _bind_keys(self) -> None:
        keys: list[tuple[QKeySequence | QKeySequence.StandardKey | str, Callable[[], object]]] = [
            ("Alt+Left", partial(self._step, -1)),
            ("Alt+Right", partial(self._step, 1)),
            ("Alt+Home", self.choosing.period.go_to_present),
            ("Ctrl+0", partial(self.preview.set_fit, Fit.WIDTH)),
            ("Ctrl+9", partial(self.preview.set_fit, Fit.PAGE)),
            ("Ctrl++", self.preview.zoom_in),
            ("Ctrl+=", self.preview.zoom_in),
            ("Ctrl+-", self.preview.zoom_out),
            ("Ctrl+G", self.view_bar.go_to_page_field),
            ("F7", self.view_bar.thumbnails.toggle),
            ("F8", self.view_bar.side.toggle),
            (QKeySequence.StandardKey.Print, self.ask_and_print),
            (QKeySequence.StandardKey.Save, self.ask_and_save),
        ]
        for key, slot in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(slot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.preview.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        # A print that was asked for and not begun is made when the page is seen again.
        if self._again.isActive():
            self._again.stop()
            self.mark_stale()
        super().hideEvent(event)
