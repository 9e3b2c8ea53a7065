"""The ledger as a file: read from whatever office wrote it, written so that it reads back the same."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import ATTRIBUTES, LedgerField, LedgerReading, LedgerRow, Sheet, read_sheet
from fangzi_desktop.domain.ledger_heads import KINDS, MONEY_UNITS, Kind
from fangzi_desktop.domain.ledger_table import find_table
from fangzi_desktop.domain.terms import Term
from fangzi_desktop.reports.workbook import LONGEST_CELL, edge, new_workbook, row_height, write_text
from fangzi_desktop.services.files import replacing
from fangzi_desktop.services.workbooks import SourceWorkbook

TITLE = "坊子区全生命周期服务项目台账"
SHEET_NAME = "项目台账"

_UNITS = {Kind.MONEY: "亿元", Kind.AREA: "亩"}
# How wide a column may be, by its field or its kind: the paper is as wide as the screen is not.
_WIDEST = {
    LedgerField.NUMBER: 6,
    LedgerField.NAME: 40,
    LedgerField.PROGRESS: 40,
    LedgerField.REMARK: 34,
}
_WIDEST_OF = {Kind.LINE: 26, Kind.DATE: 12, Kind.MONEY: 10, Kind.AREA: 10}
_NARROWEST = 8.5
_TEXTS = (Kind.LINE, Kind.PARAGRAPHS)
_HEAD_ROW = 2
_FIRST_ROW = _HEAD_ROW + 1
# Number and name stay at the left of the screen and of each page.
_LAST_FROZEN = 1
_A3 = 8


class LedgerBook:
    """A workbook from outside that is looked at more than once; every sheet is parsed at most once.

    Raises `UserError`: what `SourceWorkbook` refuses, or ``ledger.empty`` where no sheet holds anything.
    """

    def __init__(self, path: Path) -> None:
        book = SourceWorkbook(path)
        sheets = [book.sheet(name) for name in book.names]
        self.path = path
        self.sheets: Mapping[str, Sheet] = {sheet.name: sheet for sheet in sheets if sheet.rows}
        if not self.sheets:
            raise UserError("ledger.empty", path=str(path))

    def likely_sheet(self) -> str:
        """The first sheet that is a ledger, else the first."""
        fitting = (name for name, sheet in self.sheets.items() if find_table(sheet) is not None)
        return next(fitting, next(iter(self.sheets)))


def read_ledger_file(
    path: Path,
    *,
    sheet: str | None = None,
    mapping: Mapping[LedgerField, int] | None = None,
    header_row: int | None = None,
) -> LedgerReading:
    """Read the first sheet that is a ledger, or the named one; the reading lists the others.

    `mapping` and `header_row` overrule what is found, as in `read_sheet`. Raises `UserError`: what
    `SourceWorkbook` refuses, ``ledger.empty``, or ``ledger.no_name_column`` with the first sheet looked at.
    """
    book = SourceWorkbook(path)
    refusal: UserError | None = None
    for name in book.names if sheet is None else (sheet,):
        cells = book.sheet(name)
        if not cells.rows:
            continue
        try:
            reading = read_sheet(cells, mapping=mapping, header_row=header_row)
        except UserError as error:
            refusal = refusal or error
            continue
        return replace(reading, other_sheets=tuple(other for other in book.names if other != name))
    raise refusal or UserError("ledger.empty", path=str(path))


def write_ledger_file(path: Path, rows: Sequence[LedgerRow], *, team: str, as_of: date) -> int:
    """Write projects as a ledger that reads back equal, and return how many were written.

    Amounts are numbers in 亿元, days are date cells, months are words. A row without a number gets its
    place. The file appears whole or not at all. Raises `UserError` ``file.unwritable`` or
    ``ledger.text_too_long`` (`name`, `field`).
    """
    content = _Writer(rows, team, as_of).content()
    with replacing(path) as temporary:
        temporary.write_bytes(content)
    return len(rows)


class _Writer:
    """Lays out one ledger."""

    def __init__(self, rows: Sequence[LedgerRow], team: str, as_of: date) -> None:
        self._file = io.BytesIO()
        self._book = new_workbook(self._file)
        self._book.set_properties({"title": TITLE, "created": datetime.combine(as_of, datetime.min.time())})
        self._sheet = self._book.add_worksheet(SHEET_NAME)
        self._rows, self._team = rows, team
        self._fields = tuple(LedgerField)
        self._attributes = tuple((field, ATTRIBUTES[field]) for field in LedgerField)
        self._texts = tuple(one for one in self._attributes if KINDS[one[0]] in _TEXTS)
        self._widths = {field: self._width(field) for field in self._fields}
        self._formats = self._make_formats()
        self._write_heads(team, as_of)
        for place, row in enumerate(rows, start=1):
            self._write_row(place, row)
        if rows:
            self._write_sums()
        self._set_up_page()

    def content(self) -> bytes:
        """The finished workbook."""
        self._book.close()
        return self._file.getvalue()

    def _make_formats(self) -> dict[str, Any]:
        grid = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "vcenter"}
        centred = grid | {"align": "center"}
        return {
            "title": self._book.add_format(
                {"font_name": "宋体", "font_size": 16, "bold": True, "align": "center", "valign": "vcenter"}
            ),
            "subtitle": self._book.add_format({"font_name": "宋体", "font_size": 10, "valign": "vcenter"}),
            "head": self._book.add_format(centred | {"bold": True, "text_wrap": True, "bg_color": "#E8F0FA"}),
            "text": self._book.add_format(grid | {"text_wrap": True}),
            "term": self._book.add_format(centred | {"text_wrap": True}),
            "number": self._book.add_format(grid),
            "day": self._book.add_format(centred | {"num_format": "yyyy-mm-dd"}),
        }

    def _write_heads(self, team: str, as_of: date) -> None:
        last = len(self._fields) - 1
        said = f"填报单位：{team}      截至{as_of.year}年{as_of.month}月{as_of.day}日"
        for row, (text, style) in enumerate(((TITLE, "title"), (said, "subtitle"))):
            self._sheet.merge_range(row, 0, row, last, "", self._formats[style])
            self._write_text(row, 0, text, style, "")
        for column, field in enumerate(self._fields):
            unit = _UNITS.get(KINDS[field])
            head = f"{field.zh}（{unit}）" if unit else field.zh
            self._write_text(_HEAD_ROW, column, head, "head", "")
            self._sheet.set_column(column, column, self._widths[field])

    def _width(self, field: LedgerField) -> float:
        """What the longest cell needs, at least what the head does in two lines."""
        widest = _WIDEST.get(field, _WIDEST_OF.get(KINDS[field], _NARROWEST))
        values = {getattr(row, ATTRIBUTES[field]) for row in self._rows} - {None, ""}
        if not values or field is LedgerField.NUMBER:
            return min(widest, _NARROWEST)
        if KINDS[field] not in _TEXTS:
            return widest
        # Two figures take the room of a Chinese character.
        longest = max(len(value) if value.isascii() else 2 * len(value) for value in values)
        return min(max(longest + 2.5, _NARROWEST), widest)

    def _write_row(self, place: int, row: LedgerRow) -> None:
        at, blank, nothing = _HEAD_ROW + place, self._sheet.write_blank, self._formats["text"]
        for column, (field, attribute) in enumerate(self._attributes):
            value = getattr(row, attribute)
            if value is not None and value != "":
                self._write_value(at, column, field, value, row.name)
            elif field is LedgerField.NUMBER:
                self._write_value(at, column, field, str(place), row.name)
            else:
                blank(at, column, None, nothing)
        texts = ((getattr(row, attribute), self._widths[field]) for field, attribute in self._texts)
        height = row_height(texts)
        if height is not None:
            self._sheet.set_row(at, height)

    def _write_value(self, row: int, column: int, field: LedgerField, value: object, name: str) -> None:
        if isinstance(value, Term):
            self._write_text(row, column, value.zh, "term", name)
        elif isinstance(value, str):
            if field is LedgerField.NUMBER and _is_plain_number(value):
                self._sheet.write_number(row, column, int(value), self._formats["term"])
            else:
                self._write_text(row, column, value, "text", name)
        elif isinstance(value, PartialDate):
            if value.is_day:
                self._sheet.write_datetime(row, column, value.as_date(), self._formats["day"])
            else:
                self._write_text(row, column, value.zh, "term", name)
        elif isinstance(value, bool):
            self._write_text(row, column, "是" if value else "否", "term", name)
        elif isinstance(value, (int, Decimal)):
            self._sheet.write_number(row, column, _amount(field, value), self._formats["number"])

    def _write_text(self, row: int, column: int, text: str, style: str, name: str) -> None:
        if not write_text(self._sheet, row, column, text, self._formats[style], self._formats["number"]):
            raise UserError(
                "ledger.text_too_long", name=name, field=self._fields[column].zh, longest=LONGEST_CELL
            )

    def _write_sums(self) -> None:
        # Worked out here: an exported ledger holds no formula at all.
        row = _FIRST_ROW + len(self._rows)
        for column, field in enumerate(self._fields):
            values = [getattr(one, ATTRIBUTES[field]) for one in self._rows]
            known = [value for value in values if value is not None] if KINDS[field] in _UNITS else []
            if known:
                self._write_value(row, column, field, sum(known), "")
            else:
                self._sheet.write_blank(row, column, None, self._formats["text"])
        self._write_text(row, 0, "合计", "head", "")

    def _set_up_page(self) -> None:
        last = len(self._fields) - 1
        self._sheet.freeze_panes(_FIRST_ROW, _LAST_FROZEN + 1)
        self._sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(self._rows), last)
        self._sheet.set_row(0, 28)
        self._sheet.set_row(_HEAD_ROW, 32)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A3)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0, _HEAD_ROW)
        self._sheet.repeat_columns(0, _LAST_FROZEN)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self._sheet.set_header(edge("L", f"{TITLE}（{self._team}）"))
        self._sheet.set_footer("&C第 &P 页，共 &N 页")


def _amount(field: LedgerField, value: int | Decimal) -> Decimal:
    # A Decimal is written digit by digit; a float would put 8.699999999999999 into the file for 8.7.
    if KINDS[field] is Kind.MONEY:
        return Decimal(value) / MONEY_UNITS[_UNITS[Kind.MONEY]]
    return Decimal(value)


def _is_plain_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 15 and str(int(text)) == text
