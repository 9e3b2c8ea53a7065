"""A paper that is printed from where one works: its pages in a window of its own, to print and to save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSizeF, QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.elided import ElidedLabel
from fangzi_desktop.ui.reports.pictures import opened, page_sizes
from fangzi_desktop.ui.reports.preview import Fit, Preview
from fangzi_desktop.ui.reports.printer import ask_printer, print_pages
from fangzi_desktop.ui.reports.saving import ask_target, file_name, save
from fangzi_desktop.ui.reports.wording import warning_words

_SHARE = 0.92

Make = Callable[[Workspace], Printed]


@dataclass(frozen=True, slots=True)
class Composed:
    """A printed paper with the sizes of its pages, in points."""

    printed: Printed
    sizes: tuple[QSizeF, ...]


def compose(workspace: Workspace, make: Make, job: Job) -> Composed:
    """Print a paper into memory, as a background job."""
    printed = make(workspace)
    with opened(printed.pdf) as document:
        return Composed(printed, page_sizes(document))


class PaperDialog(QDialog):
    """Shows a paper as it will be printed. Ctrl+P prints it, Ctrl+S saves it, Esc closes it."""

    def __init__(self, desk: Desk, title: str, make: Make, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._over = parent
        self._title = title
        self._make = make
        self._composed: Composed | None = None
        self._print_job: Job | None = None
        self.preview = Preview(desk, self)
        self.preview.setObjectName("paper-preview")
        self.preview.setAccessibleName(self.tr("{title}预览").format(title=title))
        self.preview.set_fit(Fit.WIDTH)
        self._warning = QLabel("", self)
        self._warning.setProperty("kind", "report-warning")
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._warning.setWordWrap(True)
        self._warning.hide()
        self._state = ElidedLabel("", self)
        self._state.setObjectName("paper-state")
        self._state.setProperty("kind", "secondary")
        self._print = self._button(self.tr("打印…"), "paper-print", "Ctrl+P", self.ask_and_print)
        self._save = self._button(self.tr("存为 PDF"), "paper-save", "Ctrl+S", self.ask_and_save)
        self._close = self._button(self.tr("关闭"), "paper-close", "Esc", self.reject)
        self._close.setEnabled(True)
        self._build()

    @property
    def state(self) -> str:
        """What is said of the paper."""
        return self._state.text()

    def begin(self) -> None:
        """Show the window and print the paper behind it."""
        self.resize(_main_window(self._over).size() * _SHARE)
        self.open()
        self._state.setText(self.tr("正在生成…"))
        job = self._desk.start(partial(compose, self._desk.workspace, self._make))
        job.done.connect(self._show)
        job.refused.connect(self._fail)

    def ask_and_save(self) -> None:
        """Ask for a file and save the paper in it."""
        if self._composed is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = file_name(self._title, self._desk.workspace.today.isoformat())
        target = ask_target(self, self.tr("存为 PDF"), folder, name)
        if target is not None:
            job = self._desk.start(partial(save, self._composed.printed, target))
            job.done.connect(self._tell_saved)
            job.refused.connect(self._desk.refused)

    def ask_and_print(self) -> None:
        """Ask for a printer and print the paper."""
        if self._composed is None or self._print_job is not None:
            return
        printed, page = self._composed.printed, self.preview.current_page
        printer = ask_printer(self, self._title, self._composed.sizes, page, self.ask_and_save)
        if printer is None:
            return
        job = self._print_job = self._desk.start(partial(print_pages, printed.pdf, printer, page))
        self._print.setEnabled(False)
        self._state.setText(self.tr("正在打印…"))
        job.done.connect(self._tell_printed)
        job.refused.connect(self._desk.refused)
        job.finished.connect(self._finish_printing)

    # Making.

    def _button(self, words: str, name: str, keys: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setToolTip(f"{words}  {keys}")
        button.setAutoDefault(False)
        button.setEnabled(False)
        button.clicked.connect(slot)
        return button

    def _build(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(10)
        foot.addWidget(self._state)
        foot.addStretch()
        for button in (self._close, self._save, self._print):
            foot.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._warning)
        box.addWidget(self.preview, 1)
        box.addLayout(foot)
        for keys, slot in (
            (QKeySequence(QKeySequence.StandardKey.Print), self.ask_and_print),
            (QKeySequence(QKeySequence.StandardKey.Save), self.ask_and_save),
            (QKeySequence("Ctrl++"), self.preview.zoom_in),
            (QKeySequence("Ctrl+="), self.preview.zoom_in),
            (QKeySequence("Ctrl+-"), self.preview.zoom_out),
            (QKeySequence("Ctrl+0"), partial(self.preview.set_fit, Fit.WIDTH)),
            (QKeySequence("Ctrl+9"), partial(self.preview.set_fit, Fit.PAGE)),
        ):
            QShortcut(keys, self).activated.connect(slot)

    # What comes back.

    def _show(self, composed: Composed) -> None:
        self._composed = composed
        self._state.setText(self.tr("共{pages}页").format(pages=composed.printed.pages))
        for button in (self._print, self._save):
            button.setEnabled(True)
        warning = warning_words(composed.printed)
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        self.preview.show_paper(composed.printed.pdf, composed.sizes)
        self.preview.setFocus()

    def _fail(self, error: object) -> None:
        self._desk.refused.emit(error)
        self.reject()

    def _tell_saved(self, target: Path) -> None:
        self._state.setText(self.tr("已存为 {path}").format(path=target))

    def _tell_printed(self, pages: int) -> None:
        self._state.setText(self.tr("已送去打印，共{pages}页。").format(pages=pages))

    def _finish_printing(self) -> None:
        self._print_job = None
        self._print.setEnabled(True)


def _main_window(widget: QWidget) -> QWidget:
    """The window that a widget stands in, or that its dialog was opened over."""
    window = widget.window()
    over = window.parentWidget()
    return _main_window(over) if over is not None else window


def show_paper(desk: Desk, title: str, make: Make, parent: QWidget) -> PaperDialog:
    """Open a paper over the window and return the dialog, which deletes itself when it is closed."""
    dialog = PaperDialog(desk, title, make, parent)
    dialog.begin()
    return dialog
