"""A window that shows one attached PDF or picture."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.papers import PaperFile
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.elided import ElidedLabel
from fangzi_desktop.ui.messages import sentence
from fangzi_desktop.ui.project.paper_files import Readable, read_for_preview
from fangzi_desktop.ui.reports.preview import LEAST_ZOOM, MOST_ZOOM, Fit, Preview

_USUAL = (920, 720)


class FilePreview(QDialog):
    """Shows a file, page by page; `open_requested` asks for the system's own viewer."""

    open_requested = Signal(PaperFile)

    def __init__(self, desk: Desk, file: PaperFile, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._file = file
        self._asked = False
        self.setObjectName("file-preview")
        self.setWindowTitle(file.name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview = Preview(desk, self)
        self.preview.setObjectName("file-pages")
        self.preview.setAccessibleName(self.tr("文件预览"))
        self.preview.set_fit(Fit.PAGE)
        self.words = QLabel(self.tr("正在读取…"), self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setWordWrap(True)
        self._page = QLabel("", self)
        self._zoom = QLabel("", self)
        self._zoom.setMinimumWidth(44)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._earlier = self._step(self.tr("上一页"), "↑", partial(self._turn, -1))
        self._later = self._step(self.tr("下一页"), "↓", partial(self._turn, 1))
        self._smaller = self._step(self.tr("缩小"), "−", self.preview.zoom_out)
        self._larger = self._step(self.tr("放大"), "+", self.preview.zoom_in)
        self._fits = {
            Fit.PAGE: self._fit(self.tr("整页"), Fit.PAGE),
            Fit.WIDTH: self._fit(self.tr("页宽"), Fit.WIDTH),
        }
        self._open = QPushButton(self.tr("用系统程序打开"), self)
        self._open.setObjectName("open-file")
        self._open.setAutoDefault(False)
        self._open.clicked.connect(self._ask_open)
        self._build()
        self.preview.page_changed.connect(self._show_page)
        self.preview.zoom_changed.connect(self._show_zoom)
        self._offer(shown=False)
        room = parent.window().size()
        self.resize(min(_USUAL[0], room.width() - 40), min(_USUAL[1], room.height() - 40))

    def _step(self, words: str, sign: str, slot: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(sign)
        button.setProperty("kind", "step")
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button

    def _fit(self, words: str, fit: Fit) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("kind", "fit")
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self.preview.set_fit, fit))
        button.clicked.connect(self._show_zoom)
        return button

    def _build(self) -> None:
        strip = QFrame(self)
        strip.setProperty("kind", "strip")
        row = QHBoxLayout(strip)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        name = ElidedLabel(self._file.name, strip)
        name.setProperty("kind", "card-title")
        row.addWidget(name, 1)
        row.addStretch()
        tools: list[QWidget] = [self._earlier, self._page, self._later]
        tools += [self._smaller, self._zoom, self._larger, *self._fits.values(), self._open]
        for tool in tools:
            row.addWidget(tool)
        body = QWidget(self)
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.preview)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(strip)
        box.addWidget(body, 1)

    def _show(self, read: Readable) -> None:
        self.preview.show_paper(read.source, read.sizes)
        self._stack.setCurrentWidget(self.preview)
        self._offer(shown=True)
        self.preview.setFocus()

    def _refuse(self, error: UserError) -> None:
        self.words.setText(sentence(error))
        self._open.setFocus()

    def _offer(self, *, shown: bool) -> None:
        several = shown and self.preview.pages > 1
        turning: tuple[QWidget, ...] = (self._earlier, self._page, self._later)
        sizing: tuple[QWidget, ...] = (self._smaller, self._zoom, self._larger, *self._fits.values())
        for tool in turning:
            tool.setVisible(several)
        for tool in sizing:
            tool.setVisible(shown)

    def _turn(self, step: int) -> None:
        self.preview.show_page(self.preview.current_page + step)

    def _show_page(self, page: int, pages: int) -> None:
        self._page.setText(self.tr("第{page}/{pages}页").format(page=page, pages=pages))
        self._earlier.setEnabled(page > 1)
        self._later.setEnabled(page < pages)

    def _show_zoom(self) -> None:
        self._zoom.setText(f"{round(self.preview.zoom * 100)}%")
        self._smaller.setEnabled(self.preview.zoom > LEAST_ZOOM)
        self._larger.setEnabled(self.preview.zoom < MOST_ZOOM)
        for fit, button in self._fits.items():
            button.setChecked(self.preview.fit is fit)

    def _ask_open(self) -> None:
        self.open_requested.emit(self._file)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            job = self._desk.start(partial(read_for_preview, self._desk.workspace, self._file))
            job.done.connect(self._show)
            job.refused.connect(self._refuse)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.preview.zoom_in()
        elif event.key() == Qt.Key.Key_Minus:
            self.preview.zoom_out()
        else:
            super().keyPressEvent(event)
