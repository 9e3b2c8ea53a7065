"""The reports area: a week's report as it will be printed, to save and to print."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, QSizeF, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.dates import EARLIEST_YEAR, Week, week_of
from fangzi_desktop.services.printing import Printed, save_printed, weekly_bytes
from fangzi_desktop.services.register import register
from fangzi_desktop.services.workspace import Changes, Workspace
from fangzi_desktop.ui import icons, theme, wording
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.reports.pictures import opened, page_sizes
from fangzi_desktop.ui.reports.preview import Fit, Preview
from fangzi_desktop.ui.reports.printer import ask_printer, print_pages
from fangzi_desktop.ui.reports.wording import warning_words

_FOLDER = "reports/folder"
_FIT = "reports/fit"
_ZOOM = "reports/zoom"
# Changes and steps that follow one another closely make one new print.
_SETTLE_MS = 150


@dataclass(frozen=True, slots=True)
class Composed:
    """A week's report with the sizes of its pages, in points; nothing printed where there is no project."""

    week: Week
    printed: Printed | None
    sizes: tuple[QSizeF, ...] = ()


def compose(workspace: Workspace, week: Week, job: Job) -> Composed:
    """Print a week's report into memory, as a background job."""
    if not workspace.read(register):
        return Composed(week, None)
    printed = workspace.read(weekly_bytes, week)
    if job.is_cancelled:
        return Composed(week, None)
    with opened(printed.pdf) as document:
        return Composed(week, printed, page_sizes(document))


def save(printed: Printed, target: Path, job: Job) -> Path:
    """Write a report to a file, as a background job."""
    save_printed(printed, target)
    return target


def ask_target(parent: QWidget, title: str, folder: str, name: str) -> Path | None:
    """Ask where to save; None if the person thinks better of it."""
    dialog = QFileDialog(parent, title, folder, "PDF (*.pdf)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # Given here and not appended later, so that the dialog asks before it replaces that very file.
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    accepted = dialog.exec()
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(chosen[0]) if accepted and chosen else None


class ReportsPage(Page):
    """报告."""

    told = Signal(str)
    board_requested = Signal()

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("报告"), parent)
        self._desk = desk
        self._settings = settings
        self._week = week_of(desk.workspace.today)
        self._composed: Composed | None = None
        self._job: Job | None = None
        self._print_job: Job | None = None
        self._is_fresh = False
        self.preview = Preview(desk, self)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_SETTLE_MS)
        self._again.timeout.connect(self.refresh)
        self._make_actions()
        self._build()
        self._bind_keys()
        self._restore_zoom()
        self._show_week()
        self.preview.page_changed.connect(self._show_place)
        self.preview.zoom_changed.connect(self._show_zoom)
        desk.changed.connect(self._follow)

    @property
    def actions_widgets(self) -> list[QWidget]:
        return [self._print_button, self._save_button]

    @property
    def week(self) -> Week:
        """The week whose report is shown."""
        return self._week

    @property
    def state(self) -> str:
        """What is said of the print under way."""
        return self._state.text()

    @property
    def warning(self) -> str:
        """What is said of fonts and characters."""
        return self._warning.text() if not self._warning.isHidden() else ""

    @property
    def is_searchable(self) -> bool:
        """Whether the search field finds anything on this page."""
        return False

    def refresh(self) -> None:
        """Print the week's report anew; the old pages stay until it is there."""
        self._again.stop()
        if self._job is not None:
            self._job.cancel()
        self._week = min(self._week, week_of(self._desk.workspace.today))
        self._show_week()
        self._allow(False)
        self._say(self.tr("正在生成周报…"), busy=True)
        job = self._job = self._desk.start(partial(compose, self._desk.workspace, self._week))
        job.done.connect(self._show)
        job.refused.connect(self._fail)
        job.finished.connect(self._finish)

    def show_week(self, week: Week) -> None:
        """Go to another week, at the latest the present one."""
        week = min(week, week_of(self._desk.workspace.today))
        if week != self._week and week.year >= EARLIEST_YEAR:
            self._week = week
            self._show_week()
            self._say(self.tr("正在生成周报…"), busy=True)
            self._allow(False)
            self._again.start()

    def cancel(self) -> None:
        """Give up the print or the printing under way; the pages shown stay."""
        if self._print_job is not None:
            self._print_job.cancel()
            return
        self._again.stop()
        if self._job is not None:
            self._job.cancel()
        self._say(self.tr("已取消，以下不是最新的内容。"), retry=True)

    def ask_and_save(self) -> None:
        """Ask for a file and save the pages shown in it."""
        composed = self._composed
        if composed is None or composed.printed is None or not self._save_button.isEnabled():
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = str(self._settings.value(_FOLDER, documents))
        name = f"{self.tr('周报')}-{composed.week.code}.pdf"
        target = ask_target(self, self.tr("存为 PDF"), folder, name)
        if target is None:
            return
        self._settings.setValue(_FOLDER, str(target.parent))
        job = self._desk.start(partial(save, composed.printed, target))
        job.done.connect(self._tell_saved)
        job.refused.connect(self._desk.refused)

    def ask_and_print(self) -> None:
        """Ask for a printer and print the pages shown."""
        composed = self._composed
        if composed is None or composed.printed is None or not self._print_button.isEnabled():
            return
        name = f"{self.tr('周报')}-{composed.week.code}"
        printer = ask_printer(self, name, composed.printed.pages)
        if printer is None:
            return
        job = self._print_job = self._desk.start(partial(print_pages, composed.printed.pdf, printer))
        self._allow(self._is_fresh)
        self._say(self.tr("正在打印…"), busy=True)
        job.progressed.connect(self._show_progress)
        job.done.connect(self._tell_printed)
        job.refused.connect(self._desk.refused)
        job.finished.connect(self._finish_printing)

    # What comes back.

    def _show(self, composed: Composed) -> None:
        if composed.week != self._week:
            return
        self._composed = composed
        self._say("")
        printed = composed.printed
        self._pages.setCurrentIndex(0 if printed is None else 1)
        self._controls.setVisible(printed is not None)
        self._allow(printed is not None)
        if printed is not None:
            self.preview.show_paper(printed.pdf, composed.sizes)
            self._warn(printed)
        else:
            self._warning.hide()

    def _fail(self, error: object) -> None:
        self._say(self.tr("周报没有生成。"), retry=True)
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
        self._say(self.tr("打印已取消。") if job is not None and job.is_cancelled else "")
        self._allow(self._is_fresh)

    def _follow(self, changes: Changes[object]) -> None:
        if self.isVisible():
            self._allow(False)
            self._say(self.tr("数据有变动，正在更新…"), busy=True)
            self._again.start()
        else:
            self.mark_stale()

    # What is said.

    def _say(self, words: str, *, busy: bool = False, retry: bool = False) -> None:
        if self._print_job is not None and not busy:
            return
        self._state.setText(words)
        self._cancel_button.setVisible(busy)
        self._retry_button.setVisible(retry)

    def _allow(self, is_fresh: bool) -> None:
        """Only what is up to date is saved and printed, one printing at a time."""
        self._is_fresh = is_fresh
        for button in (self._save_button, self._print_button):
            button.setEnabled(is_fresh and self._print_job is None)

    def _warn(self, printed: Printed) -> None:
        words = warning_words(printed)
        self._warning.setText(words)
        self._warning.setVisible(bool(words))

    def _show_week(self) -> None:
        week, today = self._week, self._desk.workspace.today
        first, last = wording.day(week.monday, week.monday), wording.day(week.sunday, week.monday)
        if week.year != week.monday.year:
            first = wording.day(week.monday, week.sunday)
            last = wording.day(week.sunday, week.monday)
        self._week_label.setText(
            self.tr("{year}年第{number}周　{first}—{last}").format(
                year=week.year, number=week.number, first=first, last=last
            )
        )
        is_present = week >= week_of(today)
        self._next_button.setEnabled(not is_present)
        self._present_button.setEnabled(not is_present)

    def _show_place(self, page: int, pages: int) -> None:
        self._place.setText(self.tr("第{page}/{pages}页").format(page=page, pages=pages))

    def _show_zoom(self) -> None:
        self._zoom_label.setText(f"{self.preview.zoom:.0%}")
        self._width_button.setChecked(self.preview.fit is Fit.WIDTH)
        self._page_button.setChecked(self.preview.fit is Fit.PAGE)
        self._settings.setValue(_FIT, self.preview.fit.value)
        self._settings.setValue(_ZOOM, self.preview.zoom)

    def _restore_zoom(self) -> None:
        stored = str(self._settings.value(_FIT, ""))
        fit = next((fit for fit in Fit if fit.value == stored), Fit.NONE)
        try:
            zoom = float(str(self._settings.value(_ZOOM, 1.0)))
        except ValueError:
            zoom = 1.0
        self.preview.set_zoom(zoom if math.isfinite(zoom) else 1.0)
        self.preview.set_fit(fit)
        self._show_zoom()

    # Making.

    def _make_actions(self) -> None:
        self._print_button = QPushButton(self.tr("打印…"), self)
        self._print_button.setObjectName("report-print")
        self._print_button.setToolTip(self.tr("打印  Ctrl+P"))
        self._print_button.clicked.connect(self.ask_and_print)
        self._save_button = QPushButton(self.tr("存为 PDF"), self)
        self._save_button.setObjectName("report-save")
        self._save_button.setToolTip(self.tr("存为 PDF  Ctrl+S"))
        self._save_button.clicked.connect(self.ask_and_save)
        for button in (self._print_button, self._save_button):
            button.setEnabled(False)
            button.hide()

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._make_strip())
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
        self._pages.addWidget(self._make_empty())
        self._pages.addWidget(self.preview)
        self._pages.setCurrentIndex(1)
        box.addWidget(holder, 1)

    def _make_strip(self) -> QFrame:
        strip = QFrame(self)
        strip.setObjectName("report-strip")
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(6)
        name = QLabel(self.tr("周报"), strip)
        name.setProperty("kind", "column-title")
        row.addWidget(name)
        row.addSpacing(10)
        self._previous_button = previous = self._tool(
            strip, "", "report-week-previous", self.tr("上一周"), "Alt+←"
        )
        previous.clicked.connect(self._go_back)
        self._week_label = QLabel("", strip)
        self._week_label.setObjectName("report-week")
        self._week_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        widest = self.tr("2020年第53周　12月28日—2021年1月3日")
        self._week_label.setMinimumWidth(self._week_label.fontMetrics().horizontalAdvance(widest) + 8)
        self._next_button = self._tool(strip, "", "report-week-next", self.tr("下一周"), "Alt+→")
        self._next_button.clicked.connect(self._go_on)
        self._present_button = QPushButton(self.tr("本周"), strip)
        self._present_button.setObjectName("report-week-present")
        self._present_button.setToolTip(self.tr("回到本周  Alt+Home"))
        self._present_button.clicked.connect(self._go_to_present)
        self._paint_icons()
        for widget in (previous, self._week_label, self._next_button, self._present_button):
            row.addWidget(widget)
        row.addSpacing(10)
        self._state = QLabel("", strip)
        self._state.setObjectName("report-state")
        self._state.setProperty("kind", "secondary")
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._state, 1)
        self._cancel_button = self._link(strip, self.tr("取消"), "report-cancel", self.cancel)
        self._retry_button = self._link(strip, self.tr("重新生成"), "report-retry", self.refresh)
        row.addWidget(self._cancel_button)
        row.addWidget(self._retry_button)
        self._controls = self._make_controls(strip)
        self._controls.hide()
        row.addWidget(self._controls)
        return strip

    def _make_controls(self, strip: QWidget) -> QWidget:
        controls = QWidget(strip)
        row = QHBoxLayout(controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._place = QLabel("", controls)
        self._place.setObjectName("report-place")
        self._place.setProperty("kind", "secondary")
        smaller = self._tool(controls, "−", "report-smaller", self.tr("缩小"), "Ctrl+-")
        smaller.clicked.connect(self.preview.zoom_out)
        self._zoom_label = QLabel("", controls)
        self._zoom_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._zoom_label.setMinimumWidth(self._zoom_label.fontMetrics().horizontalAdvance("300%") + 4)
        self._zoom_label.setAccessibleName(self.tr("显示比例"))
        larger = self._tool(controls, "+", "report-larger", self.tr("放大"), "Ctrl++")
        larger.clicked.connect(self.preview.zoom_in)
        self._width_button = self._fit_button(controls, self.tr("适合宽度"), Fit.WIDTH, "Ctrl+0")
        self._page_button = self._fit_button(controls, self.tr("适合整页"), Fit.PAGE, "Ctrl+9")
        row.addWidget(self._place)
        row.addSpacing(10)
        for widget in (smaller, self._zoom_label, larger, self._width_button, self._page_button):
            row.addWidget(widget)
        return controls

    def _paint_icons(self) -> None:
        look = theme.tokens()
        self._previous_button.setIcon(icons.icon("back", look.ink1))
        self._next_button.setIcon(icons.icon("forward", look.ink1, disabled=look.ink3))

    def _tool(self, parent: QWidget, words: str, name: str, meaning: str, keys: str) -> QToolButton:
        button = QToolButton(parent)
        button.setProperty("kind", "step")
        button.setObjectName(name)
        button.setText(words)
        button.setAccessibleName(meaning)
        button.setToolTip(f"{meaning}  {keys}")
        return button

    def _link(self, parent: QWidget, words: str, name: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, parent)
        button.setProperty("kind", "link")
        button.setObjectName(name)
        button.clicked.connect(slot)
        button.hide()
        return button

    def _fit_button(self, parent: QWidget, words: str, fit: Fit, keys: str) -> QPushButton:
        button = QPushButton(words, parent)
        button.setProperty("kind", "fit")
        button.setObjectName(f"report-fit-{fit.value}")
        button.setCheckable(True)
        button.setToolTip(f"{words}  {keys}")
        button.clicked.connect(partial(self.preview.set_fit, fit))
        return button

    def _make_empty(self) -> QWidget:
        empty = QWidget(self)
        box = QVBoxLayout(empty)
        title = QLabel(self.tr("还没有项目，周报没有内容"), empty)
        title.setProperty("kind", "welcome-title")
        words = QLabel(self.tr("先在看板导入台账或新建项目；之后每周的周报会在这里自动生成。"), empty)
        words.setProperty("kind", "secondary")
        button = QPushButton(self.tr("去看板"), empty)
        button.setProperty("kind", "primary")
        button.clicked.connect(self.board_requested)
        box.addStretch(2)
        for widget in (title, words, button):
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
            box.addSpacing(8)
        box.addStretch(3)
        return empty

    def _bind_keys(self) -> None:
        keys: list[tuple[QKeySequence | QKeySequence.StandardKey | str, Callable[[], object]]] = [
            ("Alt+Left", self._go_back),
            ("Alt+Right", self._go_on),
            ("Alt+Home", self._go_to_present),
            ("Ctrl+0", partial(self.preview.set_fit, Fit.WIDTH)),
            ("Ctrl+9", partial(self.preview.set_fit, Fit.PAGE)),
            ("Ctrl++", self.preview.zoom_in),
            ("Ctrl+=", self.preview.zoom_in),
            ("Ctrl+-", self.preview.zoom_out),
            (QKeySequence.StandardKey.Print, self.ask_and_print),
            (QKeySequence.StandardKey.Save, self.ask_and_save),
        ]
        for key, slot in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(slot)

    def _go_back(self) -> None:
        self.show_week(self._week.plus(-1))

    def _go_on(self) -> None:
        self.show_week(self._week.plus(1))

    def _go_to_present(self) -> None:
        self.show_week(week_of(self._desk.workspace.today))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_next_button"):
            self._paint_icons()

    def hideEvent(self, event: QHideEvent) -> None:
        # A print that was asked for and not begun is made when the page is seen again.
        if self._again.isActive():
            self._again.stop()
            self.mark_stale()
        super().hideEvent(event)
