"""Tables in Word: their head on each page, rows whole, figures at the right, a light as sign and word."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from docx.oxml.xmlchemy import BaseOxmlElement

from fangzi_desktop.reports.document import Align, Column, Grid, Look
from fangzi_desktop.reports.tables import SIGN_COLOURS, column_widths
from fangzi_desktop.reports.text import plain
from fangzi_desktop.reports.widths import longest_line
from fangzi_desktop.reports.word_pages import Page
from fangzi_desktop.reports.word_styles import TABLE_STYLE
from fangzi_desktop.reports.word_xml import TWIP, make, paragraph, run

_PAD = 4.0
_LEADING = 1.36
# The styles of a table's text and head, the size of its characters and the space above and below them.
_LOOKS = {
    Look.PLAIN: ("TableText", "TableHead", 10.5, 4.5),
    Look.SMALL: ("TableSmall", "TableSmallHead", 9.0, 4.5),
    Look.DENSE: ("TableSmall", "TableSmallHead", 9.0, 3.5),
}
# A row that fills more of a page than this may go on to the next.
_WHOLE = 0.8
# Programs differ in how wide they draw a line; a cell has so much room to spare, in characters.
_SPARE = 0.5


def table_blocks(grid: Grid, page: Page) -> Iterator[BaseOxmlElement]:
    """A table with its caption and note; what stands behind it keeps two from growing together."""
    if grid.caption:
        yield paragraph("Caption", run(grid.caption))
    yield _table(grid, page)
    yield paragraph("TableNote", run(grid.note)) if grid.note else paragraph("TableEnd")


def _table(grid: Grid, page: Page) -> BaseOxmlElement:
    text, head, size, pad = _LOOKS[grid.look]
    cells = [[plain(cell) for cell in row] for row in grid.rows]
    written = [row for number, row in enumerate(cells) if number not in grid.bands]
    widths = _widths(grid.columns, written, size, page.measure)
    element = make("tbl", _properties(sum(widths), pad), make("tblGrid"))
    element[1].extend(make("gridCol", w=width) for width in widths)
    heads = [
        _cell(paragraph(head, run(column.head)), width)
        for column, width in zip(grid.columns, widths, strict=True)
    ]
    element.append(make("tr", make("trPr", make("cantSplit"), make("tblHeader")), *heads))
    added = {*grid.sums, len(cells) - 1 if grid.total else -1}
    for number, row in enumerate(cells):
        if number in grid.bands:
            element.append(_band(row[0], head, sum(widths), len(widths)))
            continue
        style = head if number in added else text
        whole = _height(row, widths, size) + 2 * pad <= _WHOLE * page.column
        element.append(_row(grid.columns, row, widths, style, whole))
    return element


def _properties(width: int, pad: float) -> BaseOxmlElement:
    space = round(pad * TWIP)
    return make(
        "tblPr",
        make("tblStyle", val=TABLE_STYLE),
        make("tblW", w=width, type="dxa"),
        make("tblLayout", type="fixed"),
        make(
            "tblCellMar",
            make("top", w=space, type="dxa"),
            make("left", w=80, type="dxa"),
            make("bottom", w=space, type="dxa"),
            make("right", w=80, type="dxa"),
        ),
        make("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
    )


def _row(
    columns: Sequence[Column], row: Sequence[str], widths: Sequence[int], style: str, whole: bool
) -> BaseOxmlElement:
    element = make("tr")
    if whole:
        element.append(make("trPr", make("cantSplit")))
    for column, cell, width in zip(columns, row, widths, strict=True):
        words = paragraph(style, *(_signed(cell) if column.signed else (run(cell),)))
        words.pPr.append(make("jc", val=_JC[column.align]))
        element.append(_cell(words, width))
    return element


def _band(text: str, style: str, width: int, columns: int) -> BaseOxmlElement:
    """A row that heads a group across the table and stays with what follows."""
    words = paragraph(style, run(text))
    words.pPr.extend([make("keepNext"), make("jc", val="left")])
    cell = _cell(words, width)
    cell.tcPr.insert(1, make("gridSpan", val=columns))
    cell.tcPr.insert(2, make("shd", val="clear", color="auto", fill="F0F0F0"))
    return make("tr", make("trPr", make("cantSplit")), cell)


_JC = {Align.LEFT: "left", Align.CENTRE: "center", Align.RIGHT: "right"}


def _cell(words: BaseOxmlElement, width: int) -> BaseOxmlElement:
    return make("tc", make("tcPr", make("tcW", w=width, type="dxa"), make("vAlign", val="center")), words)


def _signed(cell: str) -> Iterator[BaseOxmlElement]:
    """A cell whose lines may begin with the sign of a light, which is coloured."""
    for number, line in enumerate(cell.split("\n")):
        if number:
            yield run("\n")
        colour = SIGN_COLOURS.get(line[:1])
        if colour:
            yield run(line[0], make("color", val="".join(f"{round(part * 255):02X}" for part in colour)))
            line = line[1:]
        yield run(line)


def _widths(
    columns: Sequence[Column], cells: Sequence[Sequence[str]], size: float, measure: float
) -> list[int]:
    """How wide each column is in twips; together they fill the measure."""
    needs = [
        min(
            max(longest_line(column.head), column.least, *(longest_line(row[number]) for row in cells))
            + _SPARE,
            column.limit,
        )
        * size
        + 2 * _PAD
        for number, column in enumerate(columns)
    ]
    return [round(width * TWIP) for width in column_widths(columns, needs, measure)]


def _height(row: Sequence[str], widths: Sequence[int], size: float) -> float:
    """About how high a row is in points."""
    lines = (
        sum(
            max(1, math.ceil(longest_line(line) * size / (width / TWIP - 2 * _PAD)))
            for line in cell.split("\n")
        )
        for cell, width in zip(row, widths, strict=True)
    )
    return max(lines) * size * _LEADING
