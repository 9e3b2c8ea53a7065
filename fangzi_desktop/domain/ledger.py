"""Turns the cells of a sheet into the projects of a ledger (台账), and names every cell it cannot read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger_heads import (
    KINDS,
    MONEY_UNITS,
    NAME_HEADS,
    Kind,
    LedgerField,
    unit_in_head,
    units_of_sheet,
)
from fangzi_desktop.domain.ledger_table import NO_TABLE, Sheet, SheetRow, Table, find_table, is_note, is_sum
from fangzi_desktop.domain.ledger_values import (
    CellContent,
    CellError,
    CellValue,
    Formula,
    read_area,
    read_date,
    read_line,
    read_money,
    read_paragraphs,
    read_stage,
    read_status,
    read_yes_no,
    shown,
)
from fangzi_desktop.domain.terms import Milestone, ProjectStatus, Route, Stage, Term
from fangzi_desktop.domain.text import ZERO_WIDTH

__all__ = [
    "ATTRIBUTES",
    "MILESTONES",
    "CellError",
    "CellValue",
    "Formula",
    "LedgerField",
    "LedgerProblem",
    "LedgerReading",
    "LedgerRow",
    "NotLedger",
    "Sheet",
    "SheetRow",
    "column_letter",
    "match_key",
    "read_sheet",
]

V = TypeVar("V")

NAME_LENGTH = 200

MILESTONES: Mapping[LedgerField, Milestone] = {
    LedgerField.AGREEMENT: Milestone.AGREEMENT,
    LedgerField.LISTED: Milestone.LISTED,
    LedgerField.FOUR_CERTIFICATES: Milestone.FOUR_CERTIFICATES,
    LedgerField.PLANNED_START: Milestone.PLANNED_START,
    LedgerField.START: Milestone.START,
    LedgerField.PLANNED_COMPLETION: Milestone.PLANNED_COMPLETION,
    LedgerField.PLANNED_PRODUCTION: Milestone.PLANNED_PRODUCTION,
    LedgerField.PRODUCTION: Milestone.PRODUCTION,
}
"""The dated fact that a date column tells."""

_SUFFIXES = {Kind.MONEY: "_yuan", Kind.AREA: "_mu"}
ATTRIBUTES: Mapping[LedgerField, str] = {
    name: name.value + _SUFFIXES.get(KINDS[name], "") for name in LedgerField
}
"""The attribute of `LedgerRow` that holds a field."""


class NotLedger(Term):
    """What a file turned out to be that is no workbook to read."""

    EMPTY = "empty", "空文件"
    TEXT = "text", "文本文件"
    OLD_EXCEL = "old_excel", "旧版 .xls 工作簿"
    ENCRYPTED = "encrypted", "加了密码的工作簿"
    OTHER = "other", "其他格式的文件"
    DAMAGED = "damaged", "损坏或不完整的工作簿"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One project as a ledger tells it, None or "" where that is blank. Money in whole yuan, area in 亩.

    `row` is the row of the sheet it stands in and plays no part in comparing.
    """

    name: str
    number: str = ""
    project_no: str = ""
    investor: str = ""
    industry_track: str = ""
    responsible_unit: str = ""
    service_officer: str = ""
    investment_yuan: int | None = None
    fixed_investment_yuan: int | None = None
    area_mu: Decimal | None = None
    new_land: bool | None = None
    stage: Stage | None = None
    status: ProjectStatus | None = None
    agreement: PartialDate | None = None
    listed: PartialDate | None = None
    four_certificates: PartialDate | None = None
    planned_start: PartialDate | None = None
    start: PartialDate | None = None
    planned_completion: PartialDate | None = None
    planned_production: PartialDate | None = None
    production: PartialDate | None = None
    output_yuan: int | None = None
    annual_plan_yuan: int | None = None
    completed_investment_yuan: int | None = None
    progress: str = ""
    remark: str = ""
    row: int = field(default=0, compare=False)

    @property
    def route(self) -> Route | None:
        """What 是否新增用地 says of the project's route; None while unknown."""
        if self.new_land is None:
            return None
        return Route.NEW_LAND if self.new_land else Route.EXISTING_LAND

    @property
    def milestones(self) -> dict[Milestone, PartialDate]:
        """The dates that are known, by the fact they tell."""
        dates = {fact: getattr(self, ATTRIBUTES[name]) for name, fact in MILESTONES.items()}
        return {fact: when for fact, when in dates.items() if when is not None}

    @property
    def row_key(self) -> str:
        """What a later import knows the project by: its number if it has one, else its name."""
        return match_key(self.project_no) or match_key(self.name)


@dataclass(frozen=True, slots=True)
class LedgerProblem:
    """A cell that cannot be read. `value` is what it shows, `params` what the problem's sentence needs."""

    sheet: str
    row: int
    column: str
    value: str
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def error(self) -> UserError:
        """The problem as a refusal, to be worded like any other."""
        return UserError(self.code, **self.params)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Examples of what would be read, or all there is to choose from; empty where neither helps."""
        accepted = self.params.get("accepted", ())
        return accepted if isinstance(accepted, tuple) else ()


@dataclass(frozen=True, slots=True)
class LedgerReading:
    """A sheet read as a ledger. Rows and columns are numbered as in the sheet, from 1.

    `header_row` is 0 without heads. `heads` has every column that holds anything, "" if it has no head.
    `units` has what the numbers of a column count, where that is stated.
    `sum_rows` and `note_rows` (section headings, footnotes, repeated heads) hold no project and are left out.
    """

    sheet: str
    header_row: int
    heads: Mapping[int, str]
    mapping: Mapping[LedgerField, int]
    rows: tuple[LedgerRow, ...]
    problems: tuple[LedgerProblem, ...]
    sum_rows: tuple[int, ...]
    note_rows: tuple[int, ...]
    units: Mapping[LedgerField, str] = field(default_factory=dict)
    other_sheets: tuple[str, ...] = ()

    @property
    def unmapped(self) -> dict[int, str]:
        """The columns that were not read, with their heads."""
        return {column: head for column, head in self.heads.items() if column not in self.mapping.values()}

    def first(self, count: int) -> LedgerReading:
        """The same reading with at most `count` rows."""
        return replace(self, rows=self.rows[:count])


def column_letter(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_KEY_MARKS = str.maketrans("[]{}<>【】〔〕〖〗《》〈〉「」『』“”‘’—–―‐‑", "()" * 10 + "\"\"''" + "-" * 5)
_KEY_SPACE = re.compile(f"[\\s{ZERO_WIDTH}]+")


def match_key(name: str) -> str:
    """A name without what typists write differently: width, case, spaces, shape of brackets and dashes."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return _KEY_SPACE.sub("", plain).translate(_KEY_MARKS)


def read_sheet(
    sheet: Sheet, *, mapping: Mapping[LedgerField, int] | None = None, header_row: int | None = None
) -> LedgerReading:
    """Read a sheet as a ledger.

    `header_row` and `mapping` (columns by field) overrule what is found. Raises `UserError`
    ``ledger.no_name_column`` where no column holds names. What is wrong with a cell raises nothing: it is
    a problem in the reading, and the value None.
    """
    table = find_table(sheet, header_row) or NO_TABLE
    if mapping is None:
        mapping = table.mapping
    if LedgerField.NAME not in mapping:
        raise UserError("ledger.no_name_column", sheet=sheet.name, accepted=NAME_HEADS)
    return _Reader(sheet, table, {name: mapping[name] for name in LedgerField if name in mapping}).read()


class _Reader:
    """Reads the rows under one table's heads and gathers their problems."""

    def __init__(self, sheet: Sheet, table: Table, mapping: Mapping[LedgerField, int]) -> None:
        self._sheet = sheet
        self._table = table
        self._mapping = mapping
        self._name_column = mapping[LedgerField.NAME]
        self._number_column = mapping.get(LedgerField.NUMBER, 0)
        self._units = self._find_units()
        self._unit_wanted: dict[LedgerField, SheetRow] = {}
        self._problems: list[LedgerProblem] = []

    def read(self) -> LedgerReading:
        body = [row for row in self._sheet.rows if row.number > self._table.last and self._is_filled(row)]
        counted = any(row.text(self._number_column).isdecimal() for row in body)
        sums, notes, rows = [], [], []
        for row in body:
            if is_sum(row, self._name_column):
                sums.append(row.number)
            elif is_note(row, self._table, self._mapping, counted=counted):
                notes.append(row.number)
            elif (read := self._read_row(row)) is not None:
                rows.append(read)
        rows = list(self._without_doubles(rows))
        self._ask_for_units()
        columns = {column for row in body if row.number not in notes for column in row.cells}
        return LedgerReading(
            self._sheet.name,
            self._table.first,
            {column: self._table.heads.get(column, "") for column in sorted(columns | {*self._table.heads})},
            self._mapping,
            tuple(rows),
            tuple(sorted(self._problems, key=lambda one: (one.row, len(one.column), one.column))),
            tuple(sums),
            tuple(notes),
            self._units,
        )

    def _is_filled(self, row: SheetRow) -> bool:
        # A form is often numbered to its foot before anything is filled in.
        return bool(row.cells.keys() - {self._number_column}) or not row.text(self._number_column).isdecimal()

    def _find_units(self) -> dict[LedgerField, str]:
        """The unit of each amount's and area's column: its head's, else the one stated above the table."""
        stated: dict[Kind, str] = {}
        for row in self._sheet.rows:
            if row.number >= self._table.first:
                break
            for word in (word for value in row.cells.values() for word in units_of_sheet(shown(value))):
                stated[Kind.MONEY if word in MONEY_UNITS else Kind.AREA] = word
        units = {}
        for name, column in self._mapping.items():
            meant = self._table.meant.get(column)
            own = meant.unit if meant and meant.field is name else None
            own = own or unit_in_head(self._table.heads.get(column, ""), KINDS[name])
            if (unit := own or stated.get(KINDS[name])) is not None:
                units[name] = unit
        return units

    def _read_row(self, row: SheetRow) -> LedgerRow | None:
        cells = _Cells(self, row)
        found = LedgerRow(
            name=cells.line(LedgerField.NAME),
            number=cells.line(LedgerField.NUMBER),
            project_no=cells.line(LedgerField.PROJECT_NO),
            investor=cells.line(LedgerField.INVESTOR),
            industry_track=cells.line(LedgerField.INDUSTRY_TRACK),
            responsible_unit=cells.line(LedgerField.RESPONSIBLE_UNIT),
            service_officer=cells.line(LedgerField.SERVICE_OFFICER),
            investment_yuan=cells.money(LedgerField.INVESTMENT),
            fixed_investment_yuan=cells.money(LedgerField.FIXED_INVESTMENT),
            area_mu=cells.area(LedgerField.AREA),
            new_land=cells.value(LedgerField.NEW_LAND, read_yes_no, None),
            stage=cells.value(LedgerField.STAGE, read_stage, None),
            status=cells.value(LedgerField.STATUS, read_status, None),
            agreement=cells.date(LedgerField.AGREEMENT),
            listed=cells.date(LedgerField.LISTED),
            four_certificates=cells.date(LedgerField.FOUR_CERTIFICATES),
            planned_start=cells.date(LedgerField.PLANNED_START),
            start=cells.date(LedgerField.START),
            planned_completion=cells.date(LedgerField.PLANNED_COMPLETION),
            planned_production=cells.date(LedgerField.PLANNED_PRODUCTION),
            production=cells.date(LedgerField.PRODUCTION),
            output_yuan=cells.money(LedgerField.OUTPUT),
            annual_plan_yuan=cells.money(LedgerField.ANNUAL_PLAN),
            completed_investment_yuan=cells.money(LedgerField.COMPLETED_INVESTMENT),
            progress=cells.value(LedgerField.PROGRESS, read_paragraphs, ""),
            remark=cells.value(LedgerField.REMARK, read_paragraphs, ""),
            row=row.number,
        )
        if not found.name:
            if self._name_column not in row.cells:
                self._blame(row.number, self._name_column, "", UserError("ledger.no_name"))
            return None
        if len(found.name) > NAME_LENGTH:
            error = UserError("ledger.name_too_long", longest=NAME_LENGTH)
            self._blame(row.number, self._name_column, found.name, error)
        return found

    def read_cell(self, row: SheetRow, name: LedgerField, read: Callable[[CellContent], V], blank: V) -> V:
        """Read one cell; what is wrong with it becomes a problem and `blank` its value."""
        column = self._mapping.get(name, 0)
        value = row.cells.get(column)
        try:
            return read(_content(value)) if value is not None else blank
        except UserError as error:
            if error.code == "ledger.no_unit":
                self._unit_wanted.setdefault(name, row)
            else:
                self._blame(row.number, column, shown(value), error)
            return blank

    def unit(self, name: LedgerField) -> str | None:
        """The unit that numbers in a field's column are counted in, if it is stated."""
        return self._units.get(name)

    def _without_doubles(self, rows: list[LedgerRow]) -> Iterator[LedgerRow]:
        names: dict[str, int] = {}
        numbers: dict[str, int] = {}
        for row in rows:
            first_name = names.setdefault(match_key(row.name), row.row)
            # Projects without a number are not each other's doubles.
            first_no = numbers.setdefault(match_key(row.project_no) or f"row {row.row}", row.row)
            if first_name != row.row:
                error = UserError("ledger.duplicate_name", first_row=first_name)
                self._blame(row.row, self._name_column, row.name, error)
            elif first_no != row.row:
                error = UserError("ledger.duplicate_no", first_row=first_no)
                self._blame(row.row, self._mapping[LedgerField.PROJECT_NO], row.project_no, error)
            else:
                yield row

    def _ask_for_units(self) -> None:
        """Name each column whose unit is nowhere stated once, at its head, where it is to be mended."""
        for name, row in self._unit_wanted.items():
            column = self._mapping[name]
            units = ("亿元", "万元") if KINDS[name] is Kind.MONEY else ("亩", "平方米")
            accepted = tuple(f"{name.zh}（{unit}）" for unit in units)
            head = self._table.heads.get(column, "")
            error = UserError("ledger.no_unit", head=head or name.zh, accepted=accepted)
            if self._table.last:
                self._blame(self._table.last, column, head, error)
            else:
                self._blame(row.number, column, shown(row.cells[column]), error)

    def _blame(self, row: int, column: int, value: str, error: UserError) -> None:
        letter = column_letter(column)
        self._problems.append(LedgerProblem(self._sheet.name, row, letter, value, error.code, error.params))


class _Cells:
    """The cells of one row, read by field."""

    def __init__(self, reader: _Reader, row: SheetRow) -> None:
        self._reader = reader
        self._row = row

    def value(self, name: LedgerField, read: Callable[[CellContent], V], blank: V) -> V:
        return self._reader.read_cell(self._row, name, read, blank)

    def line(self, name: LedgerField) -> str:
        return self.value(name, read_line, "")

    def date(self, name: LedgerField) -> PartialDate | None:
        return self.value(name, read_date, None)

    def money(self, name: LedgerField) -> int | None:
        unit = self._reader.unit(name)
        return self.value(name, lambda content: read_money(content, unit), None)

    def area(self, name: LedgerField) -> Decimal | None:
        unit = self._reader.unit(name)
        return self.value(name, lambda content: read_area(content, unit), None)


def _content(value: CellValue) -> CellContent:
    """What a cell holds, a formula's last value included."""
    content = value.value if isinstance(value, Formula) else value
    if content is None:
        raise UserError("ledger.formula_without_value", formula=shown(value))
    if isinstance(content, CellError):
        raise UserError("ledger.cell_error", text=content.code)
    return content
