"""The sheet of GB/T 9704: where things stand on it, and the parts every paper has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.text import BLACK, Colour, Ink, Line, Span, cut_to, one_line, set_even, set_spans

HEADER_RED: Colour = (0xC8 / 255, 0x10 / 255, 0x2E / 255)

SIZE_1 = 26.0  # 一号, and so on down to 小五
SIZE_2 = 22.0
SIZE_3 = 15.75
SIZE_4 = 14.0
SIZE_5 = 10.5
SIZE_SMALL_5 = 9.0

# 一行 is the height of a 3号 character and seven eighths more; 22 of them fill 225 mm.
PITCH = SIZE_3 * 15 / 8
MEASURE = 28 * SIZE_3
INDENT = 2 * SIZE_3

# A Chinese character's square reaches this far above the baseline, in ems.
ASCENT = 0.88
# The dash of a page number lies about this far above its baseline, in ems.
_DASH_HEIGHT = 0.34
_TOLERANCE = 0.01

# ReportLab would write each page as text, a quarter larger and a third slower.
rl_config.useA85 = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its text block; all in points from the lower left corner."""

    width: float
    height: float
    left: float
    top: float
    measure: float
    bottom: float


PORTRAIT = Sheet(210 * mm, 297 * mm, 28 * mm, 260 * mm, MEASURE, 35 * mm)
# The same sheet turned a quarter: its head lies at the left edge of the upright sheet, where GB/T 9704 wants
# the head of a wide table on odd (订口) and even (切口) pages alike.
LANDSCAPE = Sheet(297 * mm, 210 * mm, 35 * mm, 182 * mm, 225 * mm, 26 * mm)
# A sheet to work with at a desk and not to file: wide, with narrow margins and its number at its own foot.
WORKING = Sheet(297 * mm, 210 * mm, 14 * mm, 197 * mm, 269 * mm, 18 * mm)
# The same on A3, for a ledger of many columns.
WIDE = Sheet(420 * mm, 297 * mm, 14 * mm, 284 * mm, 392 * mm, 18 * mm)

_DRAFT = "草稿"
_DRAFT_GREY: Colour = (0.55, 0.57, 0.60)


class _Midnight:
    """The beginning of an office day, as ReportLab writes a file's date."""

    def __init__(self, day: date) -> None:
        self.YMDhms = (day.year, day.month, day.day, 0, 0, 0)
        self.dhh, self.dmm = 8, 0


class Paper:
    """A paper being written from top to bottom; `y` is where the next line's characters begin.

    It begins on `sheet`; the foot of a working sheet says `running`, a letter has no number on its first
    page, and every page of a draft says so. `finish` writes it to the target; until then nothing is written.
    The file says it was made `on` that day, so that the same paper printed twice is the same file.
    """

    def __init__(
        self,
        target: Path | BinaryIO,
        fonts: FontBook,
        *,
        title: str,
        author: str,
        subject: str,
        on: date,
        sheet: Sheet = PORTRAIT,
        running: str = "",
        is_letter: bool = False,
        is_draft: bool = False,
    ) -> None:
        self.fonts = fonts
        self.sheet = sheet
        self.running = running
        self._is_letter = is_letter
        self._is_draft = is_draft
        self.pages = 1
        self.y = sheet.top
        self.canvas = Canvas(
            str(target) if isinstance(target, Path) else target,
            pagesize=(sheet.width, sheet.height),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.face(Role.BODY).name,
            lang="zh-CN",
            pdfVersion=(1, 7),
        )
        self.canvas._doc._timeStamp = _Midnight(on)
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        self.canvas.setTitle(one_line(title))
        self.canvas.setAuthor(one_line(author))
        self.canvas.setSubject(one_line(subject))
        self.canvas.setCreator("坊子专班")
        self._bookmarks = 0

    @property
    def fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y == self.sheet.top

    @property
    def room(self) -> float:
        """The height left on this page."""
        return self.y - self.sheet.bottom

    def new_page(self, sheet: Sheet | None = None) -> None:
        self._end_page()
        self.pages += 1
        self.sheet = sheet or self.sheet
        self.canvas.setPageSize((self.sheet.width, self.sheet.height))
        self.y = self.sheet.top

    def keep(self, height: float) -> None:
        """Start a new page unless `height` is left on this one."""
        if self.room + _TOLERANCE < height and not self.fresh:
            self.new_page()

    def finish(self) -> int:
        """Write the paper and return how many pages it has."""
        self._end_page()
        self.canvas.save()
        return self.pages

    def bookmark(self, text: str, level: int = 0) -> None:
        """Let readers jump to what follows."""
        self._bookmarks += 1
        key = f"part-{self._bookmarks}"
        self.canvas.bookmarkPage(key, fit="XYZ", left=0, top=self.y + SIZE_3, zoom=0)
        self.canvas.addOutlineEntry(one_line(text), key, level)

    def span(self, role: Role, text: str, bold: bool = False) -> Span:
        return Span(text, self.fonts.face(role), bold)

    def paragraph(self, *spans: Span, indent: float = INDENT) -> None:
        """A body paragraph in 3号, two characters in."""
        self.put(set_spans(spans, SIZE_3, self.sheet.measure, indent), SIZE_3, PITCH)

    def heading(self, text: str) -> None:
        """一、 in 黑体; never the last line of a page."""
        self.keep(SIZE_3 + PITCH)
        self.bookmark(text)
        self.paragraph(self.span(Role.HEADING, text))

    def subheading(self, text: str) -> None:
        """（一） in 楷体; never the last line of a page."""
        self.keep(SIZE_3 + PITCH)
        self.paragraph(self.span(Role.SUBHEADING, text))

    def put(self, lines: Sequence[Line], size: float, pitch: float) -> None:
        """Set lines one under another, going on to the next page where this one is full."""
        rest = list(lines)
        while rest:
            count = int((self.room - size + _TOLERANCE) // pitch) + 1
            if count <= 0 and not self.fresh:
                self.new_page()
                continue
            count = max(count, 1)
            self._draw(rest[:count], size, pitch)
            rest = rest[count:]

    def centred(self, text: str, role: Role, size: float, pitch: float, colour: Colour = BLACK) -> None:
        """Text (already plain) in the middle, in as few lines as it needs and of about the same length."""
        face = self.fonts.face(role)
        for line in set_even(text, face, size, self.sheet.measure):
            self.keep(size)
            x = self.sheet.left + (self.sheet.measure - face.width(line, size)) / 2
            self.text(x, line, role, size, colour)
            self.y -= pitch

    def text(self, x: float, text: str, role: Role, size: float, colour: Colour = BLACK) -> None:
        """One line of text (already plain) at `x`, standing where the next line would."""
        self._string(x, self.y - ASCENT * size, text, role, size, colour)

    def rule(self, thickness: float, colour: Colour = BLACK) -> None:
        """A line across the text block."""
        self.canvas.setStrokeColorRGB(*colour)
        self.canvas.setLineWidth(thickness)
        left = self.sheet.left
        self.canvas.line(left, self.y, left + self.sheet.measure, self.y)
        self.canvas.setStrokeColorRGB(*BLACK)

    def skip(self, height: float) -> None:
        """Leave a space, except at the head of a page and beyond its foot."""
        if not self.fresh:
            self.y = max(self.y - height, self.sheet.bottom)

    def to_line(self) -> None:
        """Go down to the next of the page's 22 lines."""
        lines = (self.sheet.top - self.y - _TOLERANCE) // PITCH + 1
        self.y = self.sheet.top - lines * PITCH

    def masthead(self, name: str, left: str, right: str) -> None:
        """The red head of a paper: who issues it, its number and its date over a red rule."""
        face = self.fonts.face(Role.TITLE)
        name = one_line(name)
        chars = max(len(name), 1)
        size = max(SIZE_2, min(42.0, MEASURE / (chars * 1.08)))
        gap = max(0.0, min(0.28 * size, (0.82 * MEASURE - chars * size) / chars))
        if gap:
            x = self.sheet.left + (MEASURE - face.width(name, size) - gap * (chars - 1)) / 2
            for char in name:
                self.text(x, char, Role.TITLE, size, HEADER_RED)
                x += face.width(char, size) + gap
            self.y -= size
        else:
            self.centred(name, Role.TITLE, size, size * 1.25, HEADER_RED)
        self.y -= SIZE_4
        body = self.fonts.face(Role.BODY)
        self.text(self.sheet.left, left, Role.BODY, SIZE_4)
        self.text(self.sheet.left + MEASURE - body.width(right, SIZE_4), right, Role.BODY, SIZE_4)
        self.y -= SIZE_4 + 7
        self.rule(1.6, HEADER_RED)

    def _draw(self, lines: Sequence[Line], size: float, pitch: float) -> None:
        ink = Ink(self.canvas)
        for line in lines:
            ink.put_line(line, size, self.sheet.left, self.y - ASCENT * size, self.sheet.measure)
            self.y -= pitch
        ink.dry()

    def _string(self, x: float, baseline: float, text: str, role: Role, size: float, colour: Colour) -> None:
        ink = Ink(self.canvas)
        ink.put(x, baseline, text, self.fonts.face(role), size, colour=colour)
        ink.dry()

    def _end_page(self) -> None:
        """Number the page, mark a draft and close it."""
        if self._is_draft:
            self._mark()
        if self.sheet in (WORKING, WIDE):
            self._foot()
        elif self.pages > 1 or not self._is_letter:
            self._number()
        self.canvas.showPage()

    def _mark(self) -> None:
        """Say in the upper outer corner, above the text block, that this is a draft."""
        face, sheet = self.fonts.face(Role.HEADING), self.sheet
        width, height = face.width(_DRAFT, SIZE_3) + SIZE_3, SIZE_3 * 1.5
        left = sheet.left + sheet.measure - width
        bottom = min(sheet.top + 6 * mm, sheet.height - height - 1 * mm)
        self.canvas.setStrokeColorRGB(*_DRAFT_GREY)
        self.canvas.setLineWidth(1)
        self.canvas.rect(left, bottom, width, height)
        self.canvas.setStrokeColorRGB(*BLACK)
        baseline = bottom + height / 2 - SIZE_3 * (ASCENT - 0.5)
        self._string(left + SIZE_3 / 2, baseline, _DRAFT, Role.HEADING, SIZE_3, _DRAFT_GREY)

    def _foot(self) -> None:
        """What the paper is and the page's number, below the text block at either end."""
        number, baseline = f"— {self.pages} —", self.sheet.bottom - 8 * mm
        face = self.fonts.face(Role.TABLE)
        room = self.sheet.measure - face.width(number, SIZE_SMALL_5)
        self._string(self.sheet.left + room, baseline, number, Role.TABLE, SIZE_SMALL_5, BLACK)
        running = cut_to(one_line(self.running), face, SIZE_SMALL_5, room - 2 * SIZE_SMALL_5)
        if running:
            self._string(self.sheet.left, baseline, running, Role.TABLE, SIZE_SMALL_5, BLACK)

    def _number(self) -> None:
        """Put the number (4号, dashes 7 mm below the text block, one character in)."""
        number = f"— {self.pages} —"
        self.canvas.saveState()
        if self.sheet is LANDSCAPE:
            self.canvas.translate(0, LANDSCAPE.height)
            self.canvas.rotate(-90)
        width = self.fonts.face(Role.TABLE).width(number, SIZE_4)
        x = PORTRAIT.left + SIZE_4
        if self.pages % 2:
            x = PORTRAIT.left + 156 * mm - SIZE_4 - width
        baseline = PORTRAIT.bottom - 7 * mm - _DASH_HEIGHT * SIZE_4
        self._string(x, baseline, number, Role.TABLE, SIZE_4, BLACK)
        self.canvas.restoreState()
