"""The pages of a paper, one under another, drawn sharp for the screen they are on."""

from __future__ import annotations

import math
from bisect import bisect_right
from enum import Enum
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk, Job
from fangzi_desktop.ui.reports.pictures import POINTS_PER_INCH, Pictures, draw_pages

SCREEN_DPI = 96
LEAST_ZOOM, MOST_ZOOM = 0.25, 3.0
_WHEEL_STEP = 1.1
_NOTCH = 120
_MARGIN = 16
_GAP = 12
# Pages further than this from the one in sight are forgotten, for the memory's sake.
_KEPT = 4
_MOST_BYTES = 100_000_000
# Pages are drawn anew when the zoom has stood still for so long; until then they are stretched.
_SETTLE_MS = 60


class Fit(Enum):
    """What the zoom follows when the window changes."""

    WIDTH = "width"
    PAGE = "page"
    NONE = "none"


class Preview(QAbstractScrollArea):
    """Shows a paper; zoom 1.0 is its true size on a screen of 96 dots per inch."""

    page_changed = Signal(int, int)
    zoom_changed = Signal()
    drawn = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._source: bytes | QImage = b""
        self._paper = 0
        self._sizes: tuple[QSizeF, ...] = ()
        self._tops: list[float] = []
        self._largest = QSizeF(1.0, 1.0)
        self._width = 0.0
        self._zoom = 1.0
        self._fit = Fit.NONE
        self._pictures: dict[int, QImage] = {}
        self._made: dict[int, tuple[int, float]] = {}
        self._job: Job | None = None
        self._job_makes: tuple[int, float] = (0, 0.0)
        self._shown_page = -1
        self._told_zoom: tuple[Fit, float] | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._draw_missing)
        self.setObjectName("report-preview")
        self.setAccessibleName(self.tr("报告预览"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def pages(self) -> int:
        """How many pages the paper has."""
        return len(self._sizes)

    @property
    def paper(self) -> int:
        """How many papers or versions of one were shown so far."""
        return self._paper

    @property
    def zoom(self) -> float:
        """How much larger than true size the pages are shown."""
        return self._zoom

    @property
    def fit(self) -> Fit:
        """What the zoom follows."""
        return self._fit

    @property
    def current_page(self) -> int:
        """The page most in sight, from 0 on."""
        return self._page_at(self.verticalScrollBar().value() + self.viewport().height() / 3)

    def picture_of(self, page: int) -> QImage | None:
        """The picture of a page if it is drawn for the present zoom and screen."""
        return self._pictures.get(page) if self._made.get(page) == self._wanted else None

    def show_paper(
        self, source: bytes | QImage, sizes: tuple[QSizeF, ...], *, is_other: bool = False
    ) -> None:
        """Show a PDF or image, or a newer version of the same, at the same place of the same page.

        Another paper is shown from its head on.
        """
        place = (0, -1.0) if is_other else self._place_at(self.verticalScrollBar().value())
        self._source, self._sizes = source, sizes
        self._largest = QSizeF(
            max((size.width() for size in sizes), default=1.0),
            max((size.height() for size in sizes), default=1.0),
        )
        self._paper += 1
        self._width = 0.0 if is_other else self._width
        for number in [n for n in self._pictures if is_other or n >= len(sizes)]:
            self._forget(number)
        self._lay_out()
        self._go_to(place)
        self._draw_missing()
        self._tell_page(always=True)
        self._tell_zoom()

    def set_fit(self, fit: Fit) -> None:
        """Let the zoom follow the window, or leave it as it is."""
        self._fit = fit
        self._keeping_place(self._fitted())
        self._tell_zoom()

    def set_zoom(self, zoom: float, at: float = 0.0) -> None:
        """Zoom, keeping what stands `at` so many pixels under the upper edge where it is."""
        self._fit = Fit.NONE
        self._keeping_place(min(max(zoom, LEAST_ZOOM), MOST_ZOOM), at)
        self._tell_zoom()

    def zoom_in(self) -> None:
        """One step larger."""
        self.set_zoom(self._zoom * _WHEEL_STEP**2)

    def zoom_out(self) -> None:
        """One step smaller."""
        self.set_zoom(self._zoom / _WHEEL_STEP**2)

    def show_page(self, page: int) -> None:
        """Scroll to the head of a page."""
        if 0 <= page < self.pages:
            self.verticalScrollBar().setValue(math.ceil(self._tops[page] - _GAP))

    # Where the pages stand, in window pixels.

    @property
    def _scale(self) -> float:
        return self._zoom * SCREEN_DPI / POINTS_PER_INCH

    @property
    def _wanted(self) -> tuple[int, float]:
        return self._paper, round(self._scale * self.devicePixelRatioF(), 5)

    def _lay_out(self) -> None:
        self._zoom = self._fitted()
        self._tops = []
        top = float(_MARGIN)
        for size in self._sizes:
            self._tops.append(top)
            top += size.height() * self._scale + _GAP
        height, width = top - _GAP + _MARGIN, self._largest.width() * self._scale + 2 * _MARGIN
        view = self.viewport().size()
        across = self.horizontalScrollBar()
        # An upright page among wide ones is in sight whole where it fits; wide ones are read from the left.
        begins_narrow = bool(self._sizes) and self._sizes[0].width() < self._largest.width()
        middle = 0.5 if begins_narrow else 0.0
        if self._width and across.maximum():
            middle = (across.value() + across.pageStep() / 2) / self._width
        self._width = width
        for bar, content, seen in (
            (self.verticalScrollBar(), height, view.height()),
            (self.horizontalScrollBar(), width, view.width()),
        ):
            bar.setRange(0, max(0, math.ceil(content - seen)))
            bar.setPageStep(seen)
            bar.setSingleStep(40)
        across.setValue(round(middle * width - view.width() / 2))
        self.viewport().update()
        self._settle.start()

    def _fitted(self) -> float:
        if self._fit is Fit.NONE or not self._sizes:
            return self._zoom
        # Room for the scroll bar is always left, so that its coming and going does not change the zoom.
        bar = self.verticalScrollBar().sizeHint().width()
        view = self.maximumViewportSize()
        zoom = (view.width() - bar - 2 * _MARGIN) / self._largest.width()
        if self._fit is Fit.PAGE:
            zoom = min(zoom, (view.height() - 2 * _GAP) / self._largest.height())
        return min(max(zoom * POINTS_PER_INCH / SCREEN_DPI, LEAST_ZOOM), MOST_ZOOM)

    def _rect(self, page: int) -> QRectF:
        """Where a page stands in the viewport, on whole dots of the screen."""
        size = self._sizes[page] * self._scale
        room = max(self.viewport().width(), self._largest.width() * self._scale + 2 * _MARGIN)
        left = (room - size.width()) / 2 - self.horizontalScrollBar().value()
        dots = self.devicePixelRatioF()
        top = self._tops[page] - self.verticalScrollBar().value()
        return QRectF(QPointF(round(left * dots) / dots, round(top * dots) / dots), size)

    def _page_at(self, y: float) -> int:
        """The page that stands at a height of the whole, or the one before the gap there."""
        return max(bisect_right(self._tops, y) - 1, 0)

    def _place_at(self, y: float) -> tuple[int, float]:
        """Say a height of the whole as a page and the share of it that lies above."""
        if not self._tops:
            return 0, -1.0
        page = self._page_at(y)
        return page, (y - self._tops[page]) / (self._sizes[page].height() * self._scale)

    def _go_to(self, place: tuple[int, float], at: float = 0.0) -> None:
        page, share = place
        if page < self.pages:
            y = self._tops[page] + share * self._sizes[page].height() * self._scale
            self.verticalScrollBar().setValue(round(y - at))

    def _keeping_place(self, zoom: float, at: float = 0.0) -> None:
        place = self._place_at(self.verticalScrollBar().value() + at)
        self._zoom = zoom
        self._lay_out()
        self._go_to(place, at)

    # Pictures.

    def _in_sight(self) -> range:
        top = self.verticalScrollBar().value()
        last = self._page_at(top + self.viewport().height())
        return range(self._page_at(top), min(last + 1, self.pages))

    def _draw_missing(self) -> None:
        """Have the pages in sight, then the one after, drawn one by one if they are not yet."""
        wanted = self._wanted
        seen = self._in_sight()
        first = [self.current_page] if self.current_page in seen else []
        order = (*first, *seen, seen.stop)
        missing = tuple(n for n in order if n < self.pages and self._made.get(n) != wanted)[:1]
        if not missing or not self._source or not self.isVisible():
            return
        if self._job is not None:
            if self._job_makes == wanted:
                return
            self._job.cancel()
        self._job_makes = wanted
        job = self._desk.start(partial(draw_pages, self._source, self._paper, missing, wanted[1]))
        self._job = job
        job.done.connect(self._take)
        job.refused.connect(self._give_up)
        job.finished.connect(self._finish)

    def _take(self, pictures: Pictures) -> None:
        for number, image in pictures.pages.items():
            if pictures.paper == self._paper and number < self.pages:
                self._pictures[number] = image
                self._made[number] = (pictures.paper, pictures.scale)
        self._forget_far()
        self.viewport().update()
        self.drawn.emit()

    def _give_up(self, error: object) -> None:
        self._source = b""
        self._desk.refused.emit(error)

    def _finish(self) -> None:
        job = self._job
        if job is not None and self.sender() is job:
            self._job = None
            # A job somebody else has cancelled is one the closing window does not wait for.
            if not job.is_cancelled:
                self._draw_missing()

    def _forget_far(self) -> None:
        here, seen = self.current_page, self._in_sight()
        # The page after those in sight is drawn ahead; forgotten, it would be drawn for ever.
        needed = (*seen, seen.stop)
        size = sum(image.sizeInBytes() for image in self._pictures.values())
        for number in sorted(self._pictures, key=lambda n: -abs(n - here)):
            if number not in needed and (abs(number - here) > _KEPT or size > _MOST_BYTES):
                size -= self._pictures[number].sizeInBytes()
                self._forget(number)

    def _forget(self, number: int) -> None:
        self._pictures.pop(number, None)
        self._made.pop(number, None)

    def _scrolled(self) -> None:
        self._draw_missing()
        self._tell_page()

    def _tell_zoom(self) -> None:
        if self._told_zoom != (self._fit, self._zoom):
            self._told_zoom = (self._fit, self._zoom)
            self.zoom_changed.emit()

    def _tell_page(self, *, always: bool = False) -> None:
        page = self.current_page
        if always or page != self._shown_page:
            self._shown_page = page
            self.setAccessibleDescription(
                self.tr("第{page}页，共{pages}页").format(page=page + 1, pages=self.pages)
            )
            self.page_changed.emit(page + 1, self.pages)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("column"))
        for number in self._in_sight():
            rect = self._rect(number)
            image = self._pictures.get(number)
            if image is None:
                painter.fillRect(rect, Qt.GlobalColor.white)
            elif self._made.get(number) == self._wanted:
                image.setDevicePixelRatio(self.devicePixelRatioF())
                painter.drawImage(rect.topLeft(), image)
            else:
                self._stretch(painter, image, rect, QRectF(event.rect()))
            painter.setPen(QPen(theme.colour("line"), 0))
            painter.drawRect(rect)
        painter.end()

    def _stretch(self, painter: QPainter, image: QImage, rect: QRectF, exposed: QRectF) -> None:
        """Draw the part of an outdated picture that shows; a whole large one would take a second."""
        part = rect.intersected(exposed)
        across, down = image.width() / rect.width(), image.height() / rect.height()
        image.setDevicePixelRatio(1.0)
        source = QRectF(
            (part.x() - rect.x()) * across,
            (part.y() - rect.y()) * down,
            part.width() * across,
            part.height() * down,
        )
        painter.drawImage(part, image, source)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._settle.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keeping_place(self._fitted())
        self._tell_page()
        self._tell_zoom()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turns = event.angleDelta().y() / _NOTCH
            self.set_zoom(self._zoom * _WHEEL_STEP**turns, event.position().y())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar, key = self.verticalScrollBar(), event.key()
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(key))
        if step and self._fit is Fit.PAGE:
            self.show_page(self.current_page + step)
        elif key == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._settle.start()
        return super().event(event)
