"""The pages of a paper in small, to see where one is and to go somewhere else."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QHideEvent, QImage, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.reports.pictures import Pictures, draw_small

BOX = QSizeF(96.0, 112.0)
_WIDTH, _ROW = 136, 150
_TOP, _NUMBER = 8, 22
# So few at a time that a page in sight need not wait for long.
_AT_ONCE = 3
# The pages in sight are drawn first.
_SETTLE_MS = 120
_ANY = QModelIndex()


class _Pages(QAbstractListModel):
    """The pages with their pictures, as far as they are drawn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.sizes: tuple[QSizeF, ...] = ()
        self.pictures: dict[int, QImage] = {}

    def show_pages(self, sizes: tuple[QSizeF, ...]) -> None:
        """Have so many pages; the pictures stay until newer ones are drawn."""
        before, after = len(self.sizes), len(sizes)
        if after > before:
            self.beginInsertRows(QModelIndex(), before, after - 1)
            self.sizes = sizes
            self.endInsertRows()
        elif after < before:
            self.beginRemoveRows(QModelIndex(), after, before - 1)
            self.sizes = sizes
            self.pictures = {number: one for number, one in self.pictures.items() if number < after}
            self.endRemoveRows()
        self.sizes = sizes

    def take(self, pictures: dict[int, QImage]) -> None:
        """Show pictures of some pages."""
        for number, image in pictures.items():
            if number < len(self.sizes):
                self.pictures[number] = image
                here = self.index(number)
                self.dataChanged.emit(here, here)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ANY) -> int:
        return 0 if parent.isValid() else len(self.sizes)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("第{page}页").format(page=index.row() + 1)
        return None


class _Drawn(QStyledItemDelegate):
    def __init__(self, pages: _Pages, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = pages

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDTH - 20, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        room = QRect(option.rect)
        state: QStyle.StateFlag = option.state
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        size = small_size(self._pages.sizes[index.row()])
        left = room.x() + (room.width() - size.width()) / 2
        top = room.y() + _TOP + (BOX.height() - size.height()) / 2
        page = QRectF(QPointF(round(left), round(top)), size)
        painter.fillRect(page, Qt.GlobalColor.white)
        image = self._pages.pictures.get(index.row())
        if image is not None:
            painter.drawImage(page, image)
        painter.setPen(QPen(theme.colour("accent" if is_current else "line"), 2 if is_current else 1))
        painter.drawRect(page.adjusted(-1, -1, 1, 1) if is_current else page)
        font = painter.font()
        font.setBold(is_current)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if is_current else "ink2"))
        foot = QRect(room.x(), round(page.bottom()) + 5, room.width(), _NUMBER)
        # The current page is told by more than its colour.
        words = f"▸ {index.row() + 1}" if is_current else str(index.row() + 1)
        painter.drawText(foot, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, words)


def small_size(size: QSizeF) -> QSizeF:
    """How large a page is in small: as large as goes into the box."""
    return size.scaled(BOX, Qt.AspectRatioMode.KeepAspectRatio)


class Thumbnails(QListView):
    """The strip beside the pages. `page_chosen` tells where a person goes; only what shows is drawn."""

    page_chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source = b""
        self._paper = 0
        self._made: dict[int, int] = {}
        self._job: Job | None = None
        self._following = False
        self._pages = _Pages(self)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw_missing)
        self.setObjectName("report-thumbnails")
        self.setAccessibleName(self.tr("页面缩略图"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(_WIDTH)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(self._pages)
        self.setItemDelegate(_Drawn(self._pages, self))
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._wait)
        self.selectionModel().currentChanged.connect(self._tell)

    def show_paper(self, source: bytes, sizes: tuple[QSizeF, ...], *, is_other: bool = False) -> None:
        """Show another paper, or a newer version of this one, whose old pictures stay until it is drawn."""
        self._source = source
        self._paper += 1
        if is_other:
            self._pages.pictures.clear()
            self.viewport().update()
        self._following = True
        self._pages.show_pages(sizes)
        self._following = False
        self._wait()

    def follow(self, page: int) -> None:
        """Mark the page that is in sight, from 0 on, without going anywhere."""
        index = self._pages.index(page)
        if index.isValid() and index != self.currentIndex():
            self._following = True
            self.setCurrentIndex(index)
            self._following = False

    def is_drawn(self, page: int) -> bool:
        """Whether a page's picture is that of the newest paper."""
        return self._made.get(page) == self._paper

    def _tell(self, index: QModelIndex) -> None:
        if not self._following and index.isValid():
            self.page_chosen.emit(index.row())

    def _wait(self) -> None:
        self._settle.start()

    def _missing(self) -> tuple[int, ...]:
        height = self.viewport().height()
        first = self.verticalScrollBar().value() // _ROW
        last = (self.verticalScrollBar().value() + height) // _ROW
        shown = range(max(first, 0), min(last + 1, len(self._pages.sizes)))
        return tuple(page for page in shown if not self.is_drawn(page))[:_AT_ONCE]

    def _draw_missing(self) -> None:
        missing = self._missing()
        if not missing or not self._source or not self.isVisible() or self._job is not None:
            return
        dots = self.devicePixelRatioF()
        scales = {page: small_size(self._pages.sizes[page]).width() * dots for page in missing}
        job = self._job = self._desk.start(partial(draw_small, self._source, self._paper, scales))
        job.done.connect(self._take)
        job.refused.connect(self._give_up)
        job.finished.connect(self._finish)

    def _take(self, pictures: Pictures) -> None:
        if pictures.paper == self._paper:
            self._made.update(dict.fromkeys(pictures.pages, self._paper))
            self._pages.take(pictures.pages)

    def _give_up(self) -> None:
        # What is wrong with the paper is told where its pages are shown.
        self._source = b""

    def _finish(self) -> None:
        job, self._job = self._job, None
        # A job somebody else has cancelled is one the closing window does not wait for.
        if job is not None and not job.is_cancelled:
            self._draw_missing()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wait()

    def hideEvent(self, event: QHideEvent) -> None:
        self._settle.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wait()
