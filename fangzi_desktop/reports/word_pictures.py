"""The photos of a paper in Word: two beside each other, their words below them."""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx.document import Document as WordFile
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Pt

from fangzi_desktop.reports.document import Pictures
from fangzi_desktop.reports.page import SIZE_5
from fangzi_desktop.reports.photo_pages import PagePhoto, day_words, page_photos
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.word_pages import Page
from fangzi_desktop.reports.word_xml import make, paragraph, run

_ACROSS = 2
_GUTTER = 24.0
# Three rows with their words fit below the title of an annex.
_SHARE = 0.21


def picture_blocks(file: WordFile, block: Pictures, page: Page) -> Iterator[BaseOxmlElement]:
    """Yield the paragraphs of photos, as large as three rows on a page may be."""
    photos = page_photos(block)
    for first in range(0, len(photos), _ACROSS):
        row = photos[first : first + _ACROSS]
        shown = []
        for photo in row:
            shown += [_picture(file, photo, page), _small("　")]
        yield _even(paragraph("Normal", *shown[:-1]), keep=True)
        for place, photo in enumerate(row, start=first + 1):
            yield _even(paragraph("Normal", _small(_words(photo, place))), keep=place < first + len(row))


def _picture(file: WordFile, photo: PagePhoto, page: Page) -> BaseOxmlElement:
    width, height = (page.measure - _GUTTER) / _ACROSS, page.column * _SHARE
    inline = file.part.new_pic_inline(io.BytesIO(photo.jpeg), width=Pt(width))
    # Nothing is cut away: what would be too high is made as high as it may be.
    if inline.extent.cy > Pt(height):
        share = Pt(height) / inline.extent.cy
        inline.extent.cx, inline.extent.cy = Emu(int(inline.extent.cx * share)), Pt(height)
        size = inline.graphic.graphicData.pic.spPr
        size.cx, size.cy = inline.extent.cx, inline.extent.cy
    inline.docPr.set("descr", one_line(photo.caption))
    return make("r", make("drawing", inline))


def _words(photo: PagePhoto, number: int) -> str:
    parts = (one_line(photo.caption) or "（无说明）", day_words(photo), one_line(photo.where))
    return f"图{number}　" + "　".join(part for part in parts if part)


def _small(words: str) -> BaseOxmlElement:
    size = round(SIZE_5 * 2)
    return run(words, make("sz", val=size), make("szCs", val=size))


def _even(line: BaseOxmlElement, *, keep: bool) -> BaseOxmlElement:
    """Set a line in the middle, as high as what stands in it."""
    if keep:
        line.pPr.append(make("keepNext"))
    line.pPr.append(make("spacing", line=240, lineRule="auto"))
    line.pPr.append(make("ind", firstLineChars=0, firstLine=0))
    line.pPr.append(make("jc", val="center"))
    return line
