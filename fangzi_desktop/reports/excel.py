"""Writing the tables of a document as a workbook: a sheet for each, ready to be filtered and printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.reports.document import Align, Bars, Block, Document, Grid, Heading, Value
from fangzi_desktop.reports.figures import figures_of
from fangzi_desktop.reports.tables import SIGN_COLOURS
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.widths import longest_line
from fangzi_desktop.reports.wording import full_day
from fangzi_desktop.reports.workbook import LONGEST_CELL, edge, new_workbook, row_height, write_text

_A3, _A4 = 8, 9
_HEAD_ROW = 2
_FIRST_ROW = _HEAD_ROW + 1
# In the widths of a figure, of which two make a Chinese character.
_LEAST, _MOST, _SPARE = 5.0, 44.0, 3.0
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
# Excel tells the longest numbers only by their first digits, and the earliest days not at all.
_DIGITS = 15
_EARLIEST = date(1900, 3, 1)
_ALIGN: Mapping[Align, dict[str, object]] = {
    Align.LEFT: {"align": "left"},
    Align.CENTRE: {"align": "center"},
    Align.RIGHT: {"align": "right", "indent": 1},
}

_SUM: Mapping[str, object] = {"border": 1, "bold": True, "bg_color": "#E8F0FA"}


def write_workbook(document: Document, target: Path | BinaryIO) -> int:
    """Write every table of a document as a sheet of an .xlsx file, and return how many there are.

    What a cell tells is written as a number or a day, all else as text and never as a formula; charts are
    their figures. Equal documents give equal files. Raises `UserError` ``report.no_tables``,
    ``report.text_too_long``, and `OSError` when the target cannot be written.
    """
    tables = list(_tables(document))
    if not tables:
        raise UserError("report.no_tables", title=document.title)
    file = BytesIO()
    book = new_workbook(file)
    book.set_properties(
        {
            "title": one_line(document.title)[:255],
            "subject": one_line(document.subject)[:255],
            "author": one_line(document.team)[:255],
            "created": datetime.combine(document.issued_on, time()),
        }
    )
    formats = _Formats(book)
    names: set[str] = set()
    for title, grid, setting in tables:
        _Sheet(book.add_worksheet(_sheet_name(title, names)), formats, document, title, grid, setting).write()
    book.close()
    if isinstance(target, Path):
        target.write_bytes(file.getvalue())
    else:
        target.write(file.getvalue())
    return len(tables)


def _tables(document: Document) -> Iterator[tuple[str, Grid, Setting]]:
    """Each table with its title: its caption, or the heading above it, or the part that it stands in."""
    parts = [(document.title, document.blocks, document.setting)]
    parts.extend((annex.title, annex.blocks, annex.setting) for annex in document.annexes)
    for part, blocks, setting in parts:
        title = one_line(part)
        for block in blocks:
            if isinstance(block, Heading):
                title = one_line(block.text) or title
            elif (grid := _table_of(block)) is not None:
                yield one_line(grid.caption) or title, grid, setting


def _table_of(block: Block) -> Grid | None:
    if isinstance(block, Bars):
        return figures_of(block)
    return block if isinstance(block, Grid) else None


def _sheet_name(title: str, taken: set[str]) -> str:
    """The title as Excel allows it for a sheet, and as no other sheet has it."""
    base = _NOT_IN_NAMES.sub("", title).strip("' ") or "表"
    number, name = 1, _cut(base, 31)
    while name.lower() in taken or name.lower() == "history":
        number += 1
        name = f"{_cut(base, 30 - len(str(number)))}-{number}"
    taken.add(name.lower())
    return name


def _cut(text: str, longest: int) -> str:
    """Text that takes at most so many of the units in which Excel counts."""
    while len(text.encode("utf-16-le")) > 2 * longest:
        text = text[:-1]
    return text.strip("' ")


class _Formats:
    """The looks of cells, made when they are first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **look: object) -> Any:
        """The format of a look."""
        whole = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", **look}
        key = tuple(whole.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(whole)
        return self._made[key]

    def colour(self, code: str) -> Any:
        """What gives a cell a colour and leaves its look."""
        key = (("colour", code),)
        if key not in self._made:
            self._made[key] = self._book.add_format({"font_color": f"#{code}"})
        return self._made[key]


@dataclass(frozen=True, slots=True)
class _Looks:
    """How a column's cells look, by what they hold."""

    text: Any
    number: Any
    day: Any


class _Sheet:
    """Lays out one table."""

    def __init__(
        self, sheet: Any, formats: _Formats, document: Document, title: str, grid: Grid, setting: Setting
    ) -> None:
        self._sheet, self._formats = sheet, formats
        self._document, self._title, self._grid = document, title, grid
        self._paper = _A3 if setting is Setting.WIDE else _A4
        self._other = formats.of()
        self._cells = [[plain(cell) for cell in row] for row in grid.rows]
        self._widths = [self._width(number) for number in range(len(grid.columns))]
        self._name = next((n for n, column in enumerate(grid.columns) if column.key), 0)

    def write(self) -> None:
        """Write the heads, the rows and the note, and make the page ready."""
        self._heads()
        self._rows()
        if self._grid.note:
            note = self._formats.of()
            self._text(_FIRST_ROW + len(self._cells), 0, plain(self._grid.note), note)
        self._colours()
        self._page()

    def _heads(self) -> None:
        last = len(self._grid.columns) - 1
        document = self._document
        draft = "    草稿" if document.is_draft else ""
        said = f"{one_line(document.team)}    {full_day(document.issued_on)}{draft}"
        title = self._formats.of(font_size=16, bold=True, align="center")
        for row, (words, style) in enumerate(((self._title, title), (said, self._formats.of(align="left")))):
            if last:
                self._sheet.merge_range(row, 0, row, last, "", style)
            self._text(row, 0, words, style)
        style = self._formats.of(**_SUM, align="center", text_wrap=True)
        for number, column in enumerate(self._grid.columns):
            self._text(_HEAD_ROW, number, plain(column.head), style)
            self._sheet.set_column(number, number, self._widths[number])
        self._sheet.set_row(0, 28)
        heads = [plain(column.head) for column in self._grid.columns]
        self._sheet.set_row(_HEAD_ROW, row_height(zip(heads, self._widths, strict=True), 20))

    def _width(self, number: int) -> float:
        column = self._grid.columns[number]
        bands = self._grid.bands
        texts = {column.head, *(row[number] for n, row in enumerate(self._cells) if n not in bands)}
        need = min(max(map(longest_line, texts)), column.limit) * 2 + _SPARE
        return min(max(need, _LEAST), _MOST)

    def _rows(self) -> None:
        """Write the rows; sums and what heads a group are set like the head."""
        grid = self._grid
        columns = [_ALIGN[column.align] for column in grid.columns]
        usual = [self._looks({"border": 1, **align}) for align in columns]
        nothing = (None,) * len(columns)
        band = self._formats.of(**_SUM, align="left")
        added = {*grid.sums, len(self._cells) - 1 if grid.total else -1}
        sums = [self._looks({**_SUM, **align}) for align in columns] if added else usual
        for place, row in enumerate(self._cells):
            if place in grid.bands:
                # Not merged: its words run over the empty cells beside, and the rows can be filtered.
                for column, cell in enumerate(row):
                    self._text(_FIRST_ROW + place, column, cell, band)
                continue
            looks = sums if place in added else usual
            values = grid.values[place] if grid.values else nothing
            at = _FIRST_ROW + place
            for column, cell in enumerate(row):
                self._cell(at, column, cell, values[column], looks[column])
            height = row_height(zip(row, self._widths, strict=True))
            if height is not None:
                self._sheet.set_row(at, height)

    def _looks(self, look: dict[str, object]) -> _Looks:
        of = self._formats.of
        return _Looks(of(**look, text_wrap=True), of(**look), of(**look, num_format="yyyy-mm-dd"))

    def _cell(self, row: int, column: int, cell: str, value: Value | None, looks: _Looks) -> None:
        if value is None:
            self._text(row, column, cell, looks.text)
        elif isinstance(value, date) and value >= _EARLIEST:
            self._sheet.write_datetime(row, column, value, looks.day)
        elif isinstance(value, Decimal) and len(value.as_tuple().digits) <= _DIGITS:
            # A Decimal is written digit by digit, and no binary fraction comes into the file.
            self._sheet.write_number(row, column, value, looks.number)
        else:
            self._text(row, column, cell, looks.text)

    def _text(self, row: int, column: int, words: str, style: Any) -> None:
        if not words:
            self._sheet.write_blank(row, column, None, style)
        elif not write_text(self._sheet, row, column, words, style, self._other):
            raise UserError("report.text_too_long", text=words[:20], longest=LONGEST_CELL)

    def _colours(self) -> None:
        """A cell that begins with the sign of a light has its colour."""
        for number, column in enumerate(self._grid.columns):
            if not column.signed or not self._cells:
                continue
            for sign, colour in SIGN_COLOURS.items():
                style = self._formats.colour("".join(f"{round(part * 255):02X}" for part in colour))
                rule = {"type": "text", "criteria": "begins with", "value": sign, "format": style}
                last = _HEAD_ROW + len(self._cells)
                self._sheet.conditional_format(_FIRST_ROW, number, last, number, rule)

    def _page(self) -> None:
        sheet, last = self._sheet, len(self._grid.columns) - 1
        rows = len(self._cells) - bool(self._grid.total)
        sheet.freeze_panes(_FIRST_ROW, self._name + 1)
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + max(rows, 1), last)
        sheet.set_landscape()
        sheet.set_paper(self._paper)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, _HEAD_ROW)
        sheet.repeat_columns(0, self._name)
        sheet.set_margins(left=0.4, right=0.4, top=0.75, bottom=0.6)
        sheet.center_horizontally()
        draft = "&R草稿" if self._document.is_draft else ""
        sheet.set_header(f"{edge('L', one_line(self._document.title))}{draft}")
        sheet.set_footer(f"{edge('L', self._title)}&R第 &P 页，共 &N 页")
