"""照片页: the photos of a project, two beside each other and three below, each with its words."""

from __future__ import annotations

import io
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from fangzi_desktop.reports.document import Picture, Pictures
from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.page import ASCENT, PORTRAIT, SIZE_2, SIZE_5, SIZE_SMALL_5, Paper
from fangzi_desktop.reports.text import Ink, cut_to, one_line, plain, set_spans
from fangzi_desktop.reports.wording import full_day

_ACROSS, _DOWN = 2, 3
_GUTTER = 6 * mm
_TITLE_PITCH = SIZE_2 * 1.35
_PITCH = SIZE_5 * 1.4
_CAPTION_LINES = 2
_WORDS_HEIGHT = 2 * mm + (_CAPTION_LINES + 1) * _PITCH
_GREY = (0.35, 0.35, 0.35)
_FRAME_GREY = (0.75, 0.75, 0.75)


@dataclass(frozen=True, slots=True)
class PagePhoto:
    """A photo as it is printed: an upright JPEG, what it shows, where, and the day of taking.

    `is_taken` is False where only the day is known on which the photo was added.
    """

    jpeg: bytes
    caption: str
    where: str
    day: date
    is_taken: bool


@dataclass(frozen=True, slots=True)
class PhotoPages:
    """The photos of one project, in the order in which they are printed."""

    project: str
    team: str
    on: date
    photos: tuple[PagePhoto, ...]


def page_photos(block: Pictures) -> tuple[PagePhoto, ...]:
    """Return the photos of a document as they are printed."""
    return tuple(
        PagePhoto(b64decode(one.jpeg), one.caption, one.where, one.day, one.is_taken)
        for one in block.pictures
    )


def picture_of(photo: PagePhoto) -> Picture:
    """Return a photo as a document holds it."""
    jpeg = b64encode(photo.jpeg).decode("ascii")
    return Picture(jpeg, photo.caption, photo.where, photo.day, photo.is_taken)


def print_photo_pages(data: PhotoPages, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print photos and return how many pages they have. Raises as `weekly.print_weekly` does."""
    name = one_line(data.project)
    title = f"{name}照片"
    paper = Paper(
        target, fonts or FontBook(), title=title, author=data.team, subject=title, on=data.on, sheet=PORTRAIT
    )
    paper.centred(plain(title), Role.TITLE, SIZE_2, _TITLE_PITCH)
    paper.skip(SIZE_5)
    draw_photos(paper, data.photos)
    return paper.finish()


def draw_photos(paper: Paper, photos: Sequence[PagePhoto]) -> None:
    """Draw photos from here on, two beside each other and three below, on further pages as well."""
    # The rows of the first page, which has the title, are those of every page.
    height = paper.room / _DOWN
    for first in range(0, len(photos), _ACROSS):
        paper.keep(height)
        for place, photo in enumerate(photos[first : first + _ACROSS]):
            _draw(paper, photo, place, height, first + place + 1)
        paper.y -= height


def _draw(paper: Paper, photo: PagePhoto, place: int, height: float, number: int) -> None:
    """One photo as large as its cell allows, standing on its words; nothing of it is cut away."""
    width = (paper.sheet.measure - _GUTTER * (_ACROSS - 1)) / _ACROSS
    left, box = paper.sheet.left + place * (width + _GUTTER), height - _WORDS_HEIGHT - 4 * mm
    picture = ImageReader(io.BytesIO(photo.jpeg))
    wide, high = picture.getSize()
    share = min(width / wide, box / high)
    wide, high = wide * share, high * share
    x, y = left + (width - wide) / 2, paper.y - box + (box - high) / 2
    paper.canvas.drawImage(picture, x, y, wide, high)
    paper.canvas.setStrokeColorRGB(*_FRAME_GREY)
    paper.canvas.setLineWidth(0.5)
    paper.canvas.rect(x, y, wide, high)
    paper.canvas.setStrokeColorRGB(0, 0, 0)
    _words(paper, photo, number, left, width, paper.y - box - 2 * mm)


def day_words(photo: PagePhoto) -> str:
    """When a photo was taken, or since when it is kept where that is not known."""
    return f"{full_day(photo.day)}{'拍摄' if photo.is_taken else '入库，拍摄日期未记录'}"


def _words(paper: Paper, photo: PagePhoto, number: int, left: float, width: float, top: float) -> None:
    face = paper.fonts.face(Role.TABLE)
    caption = one_line(photo.caption) or "（无说明）"
    text = plain(f"图{number}　{caption}")
    lines = set_spans([paper.span(Role.TABLE, text)], SIZE_5, width, 0.0)
    if len(lines) > _CAPTION_LINES:
        text = cut_to(text, face, SIZE_5, (_CAPTION_LINES - 0.2) * width)
        lines = set_spans([paper.span(Role.TABLE, text)], SIZE_5, width, 0.0)
    ink, y = Ink(paper.canvas), top
    for line in lines[:_CAPTION_LINES]:
        ink.put_line(line, SIZE_5, left, y - ASCENT * SIZE_5, width)
        y -= _PITCH
    said = plain("　".join(words for words in (day_words(photo), one_line(photo.where)) if words))
    ink.put(
        left,
        y - ASCENT * SIZE_SMALL_5,
        cut_to(said, face, SIZE_SMALL_5, width),
        face,
        SIZE_SMALL_5,
        colour=_GREY,
    )
    ink.dry()
