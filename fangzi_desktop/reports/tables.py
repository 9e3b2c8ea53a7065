"""Tables on paper: heads repeat, rows stay whole, numbers stand right, a light is a sign and a word."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.reports.document import Align, Column
from fangzi_desktop.reports.fonts import Role, Typeface
from fangzi_desktop.reports.page import ASCENT, SIZE_5, Paper
from fangzi_desktop.reports.text import BLACK, Colour, Ink, cut_to, plain, set_even, set_text

_PAD = 4.0
# A table no higher than this part of the page is not begun on one page and ended on the next.
_WHOLE = 0.4
# A longer one begins with at least so many rows.
_OPENING_ROWS = 2
# A row taller than a page is cut where at least so many of its lines fit.
_LEAST_LINES = 4
_LEADING = 1.36
_NOTE_GAP = 5.0
_NOTE_LEADING = 1.5
_TOLERANCE = 0.01
_HAIRLINE: Colour = (0.72, 0.74, 0.77)
_BAND_GREY: Colour = (0.94, 0.94, 0.94)
_CONTINUED = "（续）"

SIGN_COLOURS: dict[str, Colour] = {
    Light.GREEN.sign: (0x2B / 255, 0x8A / 255, 0x57 / 255),
    Light.YELLOW.sign: (0xB7 / 255, 0x79 / 255, 0x1F / 255),
    Light.RED.sign: (0xC8 / 255, 0x32 / 255, 0x2B / 255),
    Light.GREY.sign: (0x5B / 255, 0x64 / 255, 0x70 / 255),
}


@dataclass(frozen=True, slots=True)
class Box:
    """Where something is drawn, in points from the lower left corner of the sheet."""

    left: float
    bottom: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A column that is drawn and not written: its head, and each row by its number."""

    column: int
    head: Callable[[Box], None]
    row: Callable[[int, Box], None]


@dataclass(frozen=True, slots=True)
class Above:
    """What stands right over a table and never on another page than its beginning, such as a heading."""

    height: float
    draw: Callable[[], None]


Row = list[list[str]]
# A row with its number, which it keeps where it is cut.
_Numbered = tuple[int, Row]


def draw_table(
    paper: Paper,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    caption: str = "",
    continued: str = "",
    total: bool = False,
    note: str = "",
    size: float = SIZE_5,
    pad: float = 4.5,
    drawing: Drawing | None = None,
    ruled_after: Collection[int] = (),
    bands: Collection[int] = (),
    sums: Collection[int] = (),
    leading: Collection[int] = (),
    above: Above | None = None,
) -> None:
    """Draw a table over as many pages as it needs, its head on each.

    `caption` stands over its first part, `continued` over the others. With `total` the last row is a sum and
    set like the head; a `note` stands under the table. A row is split only if it is taller than a page. Cells
    are user text and print as they are, line ends included. One column may be a `drawing`; a stronger line
    stands below the rows of the numbers `ruled_after`, and those of the numbers `leading` head what follows
    and are never the last of a page.

    Of the rows numbered `bands` the first cell stands across the table and heads what follows: it is never
    the last row of a page, is said again where its rows go on, and readers can jump to it. The rows numbered
    `sums` are bold and never the first of a page. What stands `above` is on the page that the table begins
    on.
    """
    face, bold = paper.fonts.face(Role.TABLE), paper.fonts.face(Role.HEADING)
    cells = [[plain(cell) for cell in row] for row in rows]
    written = [row for number, row in enumerate(cells) if number not in bands] if bands else cells
    added = [cells[number] for number in sums]
    last = bold if total else face
    needs = [
        min(
            max(
                _longest([column.head], bold, size),
                _longest({row[number] for row in written}, face, size),
                _longest([row[number] for row in written[-1:]], last, size),
                _longest([row[number] for row in added], bold, size),
                column.least * size,
            ),
            column.limit * size,
        )
        + 2 * _PAD
        for number, column in enumerate(columns)
    ]
    widths = column_widths(columns, needs, paper.sheet.measure)
    rooms = [width - 2 * _PAD for width in widths]
    head = [set_even(column.head, bold, size, room) for column, room in zip(columns, rooms, strict=True)]
    across = paper.sheet.measure - 2 * _PAD

    def set_row(number: int, row: Sequence[str]) -> Row:
        if number in bands:
            return [set_text(row[0], bold, size, across)]
        own = bold if number in sums else face
        return [set_even(cell, own, size, room) for cell, room in zip(row, rooms, strict=True)]

    lines = [set_row(number, row) for number, row in enumerate(cells[:-1] if total else cells)]
    table = _Table(paper, columns, widths, head, size, pad)
    table.rows = lines
    table.drawing, table.ruled_after = drawing, frozenset(ruled_after)
    table.bands = {number: cells[number][0] for number in sorted(bands)}
    table.sums = frozenset(sums)
    table.leading, table.above = frozenset(leading), above
    table.note = set_text(plain(note), face, size, paper.sheet.measure) if note else []
    if total:
        table.foot = [set_even(cell, bold, size, room) for cell, room in zip(cells[-1], rooms, strict=True)]
    table.draw(*(cut_to(words, bold, size, paper.sheet.measure) for words in (caption, continued)))


def cell_of(light: Light, word: str = "") -> str:
    """A light as table text: its sign and its word."""
    return f"{light.sign} {word or light.zh}"


class _Table:
    """A table whose cells are set, and how it is drawn."""

    def __init__(
        self,
        paper: Paper,
        columns: Sequence[Column],
        widths: Sequence[float],
        head: Row,
        size: float,
        pad: float,
    ) -> None:
        self.rows: list[Row] = []
        self.foot: Row | None = None
        self.note: list[str] = []
        self.drawing: Drawing | None = None
        self.ruled_after: frozenset[int] = frozenset()
        self.bands: dict[int, str] = {}
        self.sums: frozenset[int] = frozenset()
        self.leading: frozenset[int] = frozenset()
        self.above: Above | None = None
        self._paper, self._columns, self._widths = paper, columns, widths
        self._head, self._size, self._pad = head, size, pad
        self._leading = size * _LEADING
        self._caption_height = 2.2 * size

    def draw(self, caption: str, continued: str) -> None:
        """Draw the table, going on to new pages as it needs; the foot and the note are never alone on one."""
        paper, rows = self._paper, self.rows
        heights = [self._height(row) for row in rows]
        foot = (self._height(self.foot) if self.foot else 0.0) + self._note_height
        page = paper.sheet.top - paper.sheet.bottom
        whole = self._top_height(caption) + sum(heights) + foot
        opening = _OPENING_ROWS + (0 in self.bands)
        few = self._top_height(caption) + sum(map(self._least, heights[:opening]))
        over = self.above.height if self.above is not None else 0.0
        paper.keep(over + (whole if whole <= _WHOLE * page else few))
        if self.above is not None:
            self.above.draw()
        at, again = 0, None
        while True:
            paper.keep(self._top_height(caption) + sum(map(self._least, heights[at : at + 1])))
            room = paper.room - self._top_height(caption) + _TOLERANCE
            if again is not None:
                room -= self._height(again)
            shown: list[_Numbered] = []
            while at < len(rows) and heights[at] <= room:
                shown.append((at, rows[at]))
                room -= heights[at]
                at += 1
            if at < len(rows) and heights[at] > self._capacity and self._least(heights[at]) <= room:
                head, rows[at] = self._cut(rows[at], room)
                heights[at] = self._height(rows[at])
                shown.append((at, head))
            done = at == len(rows) and room >= foot
            if at == len(rows) and not done and len(shown) > 1:
                at -= 1
                shown.pop()
            while at < len(rows) and len(shown) > 1 and (at in self.sums or self._heads(shown[-1][0])):
                at = shown.pop()[0]
            self._draw_part(caption, shown, self.foot if done else None, again)
            if done:
                self._draw_note()
                return
            caption = continued
            again = self._band_again(at, self._capacity - sum(heights[at : at + 1]))
            paper.new_page()

    def _heads(self, number: int) -> bool:
        """Whether a row is about those that follow it."""
        return number in self.bands or number in self.leading

    def _band_again(self, at: int, room: float) -> Row | None:
        """The band over a row that begins a page, to be said again where it has the room."""
        above = [number for number in self.bands if number < at]
        if not above or at in self.bands or at >= len(self.rows):
            return None
        words = f"{self.bands[above[-1]]}{_CONTINUED}"
        across = self._paper.sheet.measure - 2 * _PAD
        band: Row = [set_text(words, self._paper.fonts.face(Role.HEADING), self._size, across)]
        return band if self._height(band) <= room else None

    @property
    def _capacity(self) -> float:
        """The height of the rows that a page of their own can hold."""
        sheet = self._paper.sheet
        return sheet.top - sheet.bottom - self._caption_height - self._height(self._head)

    def _least(self, height: float) -> float:
        """How much of a row must stand together: all of it, unless it is taller than a page."""
        return height if height <= self._capacity else 2 * self._pad + _LEAST_LINES * self._leading

    def _cut(self, row: Row, room: float) -> tuple[Row, Row]:
        """Cut a row taller than a page into what fits and the rest, which says again what it is about."""
        count = max(int((room - 2 * self._pad) / self._leading), 1)
        head = [lines[:count] for lines in row]
        rest = [
            lines if column.key and len(lines) <= count else lines[count:]
            for lines, column in zip(row, self._columns, strict=True)
        ]
        return head, rest

    @property
    def _note_height(self) -> float:
        return _NOTE_GAP + len(self.note) * self._size * _NOTE_LEADING if self.note else 0.0

    def _draw_note(self) -> None:
        if not self.note:
            return
        paper = self._paper
        paper.skip(_NOTE_GAP)
        for line in self.note:
            paper.text(paper.sheet.left, line, Role.TABLE, self._size)
            paper.y -= self._size * _NOTE_LEADING

    def _height(self, row: Row) -> float:
        return max(map(len, row)) * self._leading + 2 * self._pad

    def _top_height(self, caption: str) -> float:
        return self._height(self._head) + (self._caption_height if caption else 0.0)

    def _draw_part(
        self, caption: str, rows: Sequence[_Numbered], foot: Row | None, again: Row | None = None
    ) -> None:
        paper = self._paper
        left, right = paper.sheet.left, paper.sheet.left + paper.sheet.measure
        bold, face = paper.fonts.face(Role.HEADING), paper.fonts.face(Role.TABLE)
        if caption:
            paper.text(
                (left + right - bold.width(caption, self._size)) / 2, caption, Role.HEADING, self._size
            )
            paper.y -= self._caption_height
        top = paper.y
        ink = Ink(paper.canvas)
        self._draw_head(ink, top, bold)
        y = top - self._height(self._head)
        rules, strong = [y], [y]
        if self.drawing:
            self.drawing.head(self._box(y, top - y))
        if again is not None:
            self._draw_band(ink, again, y)
            y -= self._height(again)
            rules.append(y)
        for number, row in rows:
            if number in self.bands:
                paper.y = y
                paper.bookmark(self.bands[number], 1)
                self._draw_band(ink, row, y)
            else:
                self._draw_row(ink, row, y, bold if number in self.sums else face)
            y -= self._height(row)
            rules.append(y)
            if number in self.ruled_after:
                strong.append(y)
            if self.drawing:
                self.drawing.row(number, self._box(y, self._height(row)))
        if foot:
            self._draw_row(ink, foot, y, bold)
            y -= self._height(foot)
            rules.append(y)
        ink.dry()
        self._rule(_HAIRLINE, 0.4, rules[1:-1])
        self._rule(BLACK, 0.5, strong)
        self._rule(BLACK, 1.0, [top, y])
        paper.y = y

    def _box(self, bottom: float, height: float) -> Box:
        """The box of the drawn column in a row that stands on `bottom`."""
        column = self.drawing.column if self.drawing else 0
        left = self._paper.sheet.left + sum(self._widths[:column])
        return Box(left, bottom, self._widths[column], height)

    def _rule(self, colour: Colour, thickness: float, heights: Sequence[float]) -> None:
        canvas, sheet = self._paper.canvas, self._paper.sheet
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(thickness)
        canvas.lines([(sheet.left, y, sheet.left + sheet.measure, y) for y in heights])

    def _draw_head(self, ink: Ink, top: float, face: Typeface) -> None:
        height = self._height(self._head)
        x = self._paper.sheet.left
        for lines, width in zip(self._head, self._widths, strict=True):
            y = self._baseline(top - (height - len(lines) * self._leading) / 2)
            for line in lines:
                ink.put(x + (width - face.width(line, self._size)) / 2, y, line, face, self._size)
                y -= self._leading
            x += width

    def _draw_row(self, ink: Ink, row: Row, top: float, face: Typeface) -> None:
        size, height = self._size, self._height(row)
        x = self._paper.sheet.left
        for lines, column, width in zip(row, self._columns, self._widths, strict=True):
            y = self._baseline(top - (height - len(lines) * self._leading) / 2)
            for line in lines:
                at = x + _PAD
                if column.align is Align.RIGHT:
                    at = x + width - _PAD - face.width(line, size)
                elif column.align is Align.CENTRE:
                    at = x + (width - face.width(line, size)) / 2
                if column.signed and (colour := SIGN_COLOURS.get(line[:1])):
                    ink.put(at, y, line[0], face, size, colour=colour)
                    at += face.width(line[0], size)
                    line = line[1:]
                ink.put(at, y, line, face, size)
                y -= self._leading
            x += width

    def _draw_band(self, ink: Ink, row: Row, top: float) -> None:
        canvas, sheet, height = self._paper.canvas, self._paper.sheet, self._height(row)
        canvas.setFillColorRGB(*_BAND_GREY)
        canvas.rect(sheet.left, top - height, sheet.measure, height, stroke=0, fill=1)
        canvas.setFillColorRGB(*BLACK)
        face, y = self._paper.fonts.face(Role.HEADING), self._baseline(top - self._pad)
        for line in row[0]:
            ink.put(sheet.left + _PAD, y, line, face, self._size)
            y -= self._leading

    def _baseline(self, top: float) -> float:
        return top - (self._leading - self._size) / 2 - ASCENT * self._size


def column_widths(columns: Sequence[Column], needs: Sequence[float], measure: float) -> list[float]:
    """How wide each column is, in points, given what its longest line needs.

    Together they fill the measure.
    """
    widths = list(needs)
    left_over = measure - sum(need for need, column in zip(needs, columns, strict=True) if not column.share)
    sharing = {number: column.share for number, column in enumerate(columns) if column.share}
    if sum(widths[number] for number in sharing) <= left_over:
        spare = left_over - sum(widths[number] for number in sharing)
        for number, share in sharing.items():
            widths[number] += spare * share / sum(sharing.values())
        return widths
    # Whoever needs less than its share keeps what it needs, until all that are left need more than theirs.
    while modest := [
        n for n, share in sharing.items() if widths[n] < left_over * share / sum(sharing.values())
    ]:
        left_over -= sum(widths[number] for number in modest)
        sharing = {number: share for number, share in sharing.items() if number not in modest}
    for number, share in sharing.items():
        widths[number] = left_over * share / sum(sharing.values())
    return widths


def _longest(texts: Iterable[str], face: Typeface, size: float) -> float:
    return max((face.width(line, size) for text in texts for line in text.split("\n")), default=0.0)
