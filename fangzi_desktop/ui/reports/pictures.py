"""A paper's pages as pictures.

PDFium must not run on two threads at once, so only background jobs call this; they run one at a time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from fangzi_desktop.ui.desk import Job

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

POINTS_PER_INCH = 72
_SCREEN_DPI = 96
_A4_POINTS = 842
# A page at the greatest zoom on a sharp screen would fill the memory; it is drawn coarser then.
_MOST_PIXELS = 24_000_000


# PDFium draws no line thinner than a pixel: characters made bold by one would run together in small.
_FINER = 4


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pages drawn at one scale, in pixels per point, by their number from 0 on."""

    paper: int
    scale: float
    pages: dict[int, QImage]


@contextmanager
def opened(pdf: bytes) -> Iterator[PdfDocument]:
    """Open a paper."""
    # Costs start-up time and is needed only when a paper is shown.
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def page_sizes(document: PdfDocument) -> tuple[QSizeF, ...]:
    """The sizes of all pages, in points."""
    return tuple(QSizeF(*document.get_page_size(number)) for number in range(len(document)))


def picture(document: PdfDocument, number: int, scale: float, *, upright: bool = False) -> QImage:
    """Draw a page at `scale` pixels per point; `upright` turns a wide one so that its head lies left."""
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(scale, math.sqrt(_MOST_PIXELS / (width * height)))
        bitmap = page.render(scale=scale, rotation=270 if upright and width > height else 0, prefer_bgrx=True)
        try:
            drawn = QImage(
                memoryview(bitmap.buffer),
                bitmap.width,
                bitmap.height,
                bitmap.stride,
                QImage.Format.Format_RGB32,
            )
            # The bitmap's memory goes with it.
            return drawn.copy()
        finally:
            bitmap.close()
    finally:
        page.close()


def image_size(image: QImage) -> QSizeF:
    """The size of an image as a page, in points: its own on a usual screen, but no larger than A4 is long."""
    size = QSizeF(image.size()) * (POINTS_PER_INCH / _SCREEN_DPI)
    longest = max(size.width(), size.height())
    return size * (_A4_POINTS / longest) if longest > _A4_POINTS else size


def _scaled(image: QImage, scale: float) -> QImage:
    size = (image_size(image) * scale).toSize().expandedTo(QSize(1, 1))
    shrink = min(1.0, math.sqrt(_MOST_PIXELS / (size.width() * size.height())))
    drawn = image.scaled(
        size * shrink, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    # Paper is white where a picture lets it shine through.
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return paper


def draw_pages(
    source: bytes | QImage, paper: int, numbers: tuple[int, ...], scale: float, job: Job
) -> Pictures:
    """Draw some pages, as a background job; a cancelled one ends after the page it is at.

    An image is a paper of one page, as large as `image_size` says.
    """
    drawn: dict[int, QImage] = {}
    if isinstance(source, QImage):
        return Pictures(paper, scale, {0: _scaled(source, scale)})
    with opened(source) as document:
        for number in numbers:
            if job.is_cancelled:
                break
            drawn[number] = picture(document, number, scale)
    return Pictures(paper, scale, drawn)


def draw_small(pdf: bytes, paper: int, widths: dict[int, float], job: Job) -> Pictures:
    """Draw some pages so many pixels wide, as a background job that can be cancelled between two pages."""
    drawn: dict[int, QImage] = {}
    with opened(pdf) as document:
        for number, width in widths.items():
            if job.is_cancelled:
                break
            fine = picture(document, number, _FINER * width / document.get_page_size(number)[0])
            drawn[number] = fine.scaledToWidth(round(width), Qt.TransformationMode.SmoothTransformation)
    return Pictures(paper, 0.0, drawn)
