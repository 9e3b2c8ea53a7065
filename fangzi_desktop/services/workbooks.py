"""Opens an .xlsx that may be anything at all, and hands out its sheets cell by cell."""

from __future__ import annotations

import io
import re
import stat
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import CellError, CellValue, Formula, NotLedger, Sheet, SheetRow
from fangzi_desktop.domain.ledger_values import CellContent, is_blank

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.workbook import Workbook

MB = 1024 * 1024
MOST_FILE = 50 * MB
MOST_UNPACKED = 200 * MB
MOST_ENTRIES = 2_000
MOST_RATIO = 100
MOST_TEXT_RATIO = 200
# Below this a part cannot do harm, and small parts of real workbooks shrink by more than any ratio.
RATIO_COUNTS_FROM = MB
# The parser needs up to a kilobyte and ten microseconds for each, filled or only formatted.
MOST_CELLS = 500_000
MOST_ROW_MARKS = 200_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
_LAST_ROW = 1_048_576

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_EXCEL = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_TEXT_PARTS = (".xml", ".rels", ".vml")
_CELLS = (b"<c ", b"<c>", b"<c/", b":c ")
_ROWS = (b"<row ", b"<row>", b"<row/", b":row ")

# Excel writes these ids in a Chinese system without saying what they mean (ECMA-376 part 1, 18.8.30, zh-cn).
_MONTH_IDS = frozenset({27, 36, 50, 52, 57})
_DAY_IDS = frozenset({28, 29, 30, 31, 51, 53, 54, 58})
_NO_CODE = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.|\*.')


class SourceWorkbook:
    """A workbook from outside, checked before anything in it is parsed.

    Raises `UserError`: ``file.missing``, ``file.unreadable``, ``ledger.not_xlsx`` (`found`, a `NotLedger`)
    or ``ledger.too_large``; `sheet` also ``ledger.too_many_rows`` and ``ledger.too_many_columns``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._data = _read_file(path)
        with self._parsing():
            _check_parts(self._data, path)
            book = self._load()
            shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
            self.names: tuple[str, ...] = tuple(shown or [sheet.title for sheet in book.worksheets])
            self._book = book

    def sheet(self, name: str) -> Sheet:
        """Read one sheet; formulas come with the values last worked out for them."""
        with self._parsing():
            rows = dict(self._rows(self._book, name))
            if any(isinstance(value, Formula) for cells in rows.values() for value in cells.values()):
                self._add_values(name, rows)
        return Sheet(name, tuple(SheetRow(number, cells) for number, cells in rows.items()))

    def _load(self, *, values_only: bool = False) -> Workbook:
        import openpyxl  # costs 93 ms, so neither the command line nor the window pays for it at start

        return openpyxl.load_workbook(
            io.BytesIO(self._data), read_only=True, data_only=values_only, keep_links=False
        )

    def _add_values(self, name: str, rows: dict[int, dict[int, CellValue]]) -> None:
        values = dict(self._rows(self._load(values_only=True), name))
        for number, cells in rows.items():
            for column, value in cells.items():
                if isinstance(value, Formula):
                    worked_out = values.get(number, {}).get(column)
                    if not isinstance(worked_out, Formula):
                        cells[column] = Formula(value.text, worked_out)

    def _rows(self, book: Workbook, name: str) -> Iterator[tuple[int, dict[int, CellValue]]]:
        sheet = book[name]
        # The stated dimensions of a sheet are often wrong and would hide cells.
        sheet.reset_dimensions()
        used = 0
        blank: tuple[object, ...] | None = None
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            if number > _LAST_ROW:
                raise UserError("ledger.not_xlsx", path=str(self._path), found=NotLedger.DAMAGED)
            # A cell far down stands behind a million blank rows, all of them the same tuple.
            if row is blank:
                continue
            cells: dict[int, CellValue] = {}
            for column, cell in enumerate(row, start=1):
                if cell.value is not None:
                    value = _value(cast("ReadOnlyCell", cell), book.epoch)
                    if not is_blank(value):
                        cells[column] = value
            if not cells:
                blank = row
                continue
            used += 1
            if used > MOST_ROWS:
                raise UserError("ledger.too_many_rows", sheet=name, most=MOST_ROWS)
            if MOST_COLUMNS + 1 in cells:
                raise UserError("ledger.too_many_columns", sheet=name, most=MOST_COLUMNS)
            yield number, cells

    @contextmanager
    def _parsing(self) -> Iterator[None]:
        with warnings.catch_warnings():
            # The parser warns of everything it does not keep; none of it matters for reading values.
            warnings.simplefilter("ignore")
            try:
                yield
            except UserError:
                raise
            except Exception as error:
                # A broken part can fail anywhere in the parser, with any kind of error.
                raise UserError("ledger.not_xlsx", path=str(self._path), found=NotLedger.DAMAGED) from error


def _read_file(path: Path) -> bytes:
    try:
        status = path.stat()
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            raise UserError("ledger.not_xlsx", path=str(path), found=NotLedger.OTHER)
        with path.open("rb") as file:
            data = file.read(MOST_FILE + 1)
    except FileNotFoundError as error:
        raise UserError("file.missing", path=str(path)) from error
    except OSError as error:
        raise UserError("file.unreadable", path=str(path), reason=error) from error
    if len(data) > MOST_FILE:
        raise UserError("ledger.too_large", path=str(path))
    if not data.startswith(_ZIP):
        raise UserError("ledger.not_xlsx", path=str(path), found=_kind(data))
    return data


def _kind(data: bytes) -> NotLedger:
    """What a file that is no zip archive is instead."""
    if not data:
        return NotLedger.EMPTY
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return NotLedger.ENCRYPTED
        return NotLedger.OLD_EXCEL if any(name in data for name in _OLD_EXCEL) else NotLedger.OTHER
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return NotLedger.TEXT
    return NotLedger.OTHER if b"\x00" in data[: 64 * 1024] else NotLedger.TEXT


def _check_parts(data: bytes, path: Path) -> None:
    """Refuse an archive that is no workbook, or would unpack to more than any ledger, before parsing it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MOST_ENTRIES or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise UserError("ledger.too_large", path=str(path))
        if "[Content_Types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
            raise UserError("ledger.not_xlsx", path=str(path), found=NotLedger.OTHER)
        if any(part.flag_bits & 1 for part in parts):
            raise UserError("ledger.not_xlsx", path=str(path), found=NotLedger.ENCRYPTED)
        for part in parts:
            most = MOST_TEXT_RATIO if part.filename.endswith(_TEXT_PARTS) else MOST_RATIO
            if part.file_size > max(RATIO_COUNTS_FROM, most * part.compress_size):
                raise UserError("ledger.too_large", path=str(path))
        _count(archive, path)


def _count(archive: zipfile.ZipFile, path: Path) -> None:
    """Unpack every part once: the directory may lie about sizes, and checksums are checked by reading."""
    unpacked = cells = rows = 0
    for part in archive.infolist():
        is_text, is_sheet = part.filename.endswith(_TEXT_PARTS), "/worksheets/" in part.filename
        with archive.open(part) as file:
            while chunk := file.read(MB):
                unpacked += len(chunk)
                if is_sheet:
                    cells += sum(chunk.count(mark) for mark in _CELLS)
                    rows += sum(chunk.count(mark) for mark in _ROWS)
                if unpacked > MOST_UNPACKED or cells > MOST_CELLS or rows > MOST_ROW_MARKS:
                    raise UserError("ledger.too_large", path=str(path))
                if is_text and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
                    # No office program writes these; they are how entity bombs are made.
                    raise UserError("ledger.not_xlsx", path=str(path), found=NotLedger.DAMAGED)


def _value(cell: ReadOnlyCell, epoch: datetime) -> CellValue:
    raw = cell.value
    if cell.data_type == "e":
        return CellError(str(raw))
    if cell.data_type == "f":
        return Formula(str(getattr(raw, "text", raw)))
    if isinstance(raw, str):
        # How a workbook writes a carriage return.
        return raw.replace("_x000D_", "\r")
    if isinstance(raw, datetime):
        return _as_shown(raw, cell.number_format or "")
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and cell.has_style:
        return _by_format_id(raw, cell.style_array.numFmtId, epoch)
    if isinstance(raw, (time, timedelta)):
        return str(raw)
    return raw if isinstance(raw, (bool, int, float, date)) else str(raw)


def _by_format_id(number: int | float, format_id: int, epoch: datetime) -> CellContent:
    if format_id not in _MONTH_IDS and format_id not in _DAY_IDS:
        return number
    from openpyxl.utils.datetime import from_excel

    try:
        day = from_excel(number, epoch)
    except (ValueError, OverflowError):
        return number
    if not isinstance(day, datetime):
        return number
    return PartialDate(day.year, day.month) if format_id in _MONTH_IDS else day


def _as_shown(day: datetime, number_format: str) -> CellContent:
    """A date cell with the precision a person sees: a cell that shows 2023年5月 says nothing of a day."""
    precision = _precision(number_format)
    if precision == "month":
        return PartialDate(day.year, day.month)
    return PartialDate(day.year) if precision == "year" else day


@lru_cache(maxsize=256)
def _precision(number_format: str) -> str:
    code = _NO_CODE.sub("", number_format).split(";")[0].lower()
    if any(letter in code for letter in "dhs"):
        return "day"
    if "m" in code:
        return "month"
    return "year" if "y" in code else "day"
