"""Where in a sheet the ledger's table stands, what its columns are, and which of its rows hold no project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from fangzi_desktop.domain.ledger_heads import Head, LedgerField, understand, understand_pair, unit_alone
from fangzi_desktop.domain.ledger_values import CellValue, Formula, is_blank, shown
from fangzi_desktop.domain.text import ZERO_WIDTH

HEAD_SEARCH_ROWS = 50
_SPACE = re.compile(f"[\\s{ZERO_WIDTH}]+")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something: its number in the sheet and its filled cells by column, both from 1."""

    number: int
    cells: Mapping[int, CellValue]

    def text(self, column: int) -> str:
        """What a cell shows, without any spaces."""
        return _SPACE.sub("", shown(self.cells.get(column)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet without its blank rows and cells."""

    name: str
    rows: tuple[SheetRow, ...]

    @classmethod
    def of(cls, name: str, rows: Iterable[Iterable[CellValue]]) -> Sheet:
        """Make a sheet of full rows, the first being row 1."""
        numbered = (
            SheetRow(number, {column: value for column, value in enumerate(row, 1) if not is_blank(value)})
            for number, row in enumerate(rows, 1)
        )
        return cls(name, tuple(row for row in numbered if row.cells))


@dataclass(frozen=True, slots=True)
class Table:
    """A table's heads, in the rows `first` to `last` (both 0 without heads), and what they mean."""

    first: int
    last: int
    heads: Mapping[int, str]
    meant: Mapping[int, Head]

    @property
    def mapping(self) -> dict[LedgerField, int]:
        """The columns by field: the one whose head says it best, the leftmost of equals."""
        mapping: dict[LedgerField, int] = {}
        for column in sorted(self.meant, key=lambda column: (self.meant[column].rank, column)):
            mapping.setdefault(self.meant[column].field, column)
        return mapping

    @property
    def known(self) -> tuple[int, int]:
        """How many fields are known, and how many of them with their unit."""
        columns = self.mapping.values()
        return len(columns), sum(self.meant[column].unit is not None for column in columns)


NO_TABLE = Table(0, 0, {}, {})


def find_table(sheet: Sheet, header_row: int | None = None) -> Table | None:
    """Find the table of projects: of the first rows that have a head for names, the best understood.

    A head may be two rows deep. `header_row` says where to look instead; what stands there is then taken,
    names or not, as long as the row is not blank.
    """
    candidates: list[Table] = []
    for position, row in enumerate(sheet.rows):
        if header_row is None and position == HEAD_SEARCH_ROWS:
            break
        if header_row in (None, row.number):
            candidates += _tables_at(row, sheet.rows[position + 1 : position + 2])
    if header_row is None:
        candidates = [table for table in candidates if LedgerField.NAME in table.mapping]
    # The first of equals, and of these the one with the shallower head.
    return max(candidates, key=lambda table: (*table.known, table.first - table.last), default=None)


def likely_table(sheet: Sheet, header_row: int | None = None) -> Table:
    """Return what a person should look at where `find_table` finds nothing: the best understood row.

    Without any head that is understood it is the first row of several cells; `NO_TABLE` for a blank sheet.
    """
    found = find_table(sheet, header_row)
    if found is not None or header_row is not None:
        return found or NO_TABLE
    candidates = [
        table
        for position, row in enumerate(sheet.rows[:HEAD_SEARCH_ROWS])
        if len(row.cells) > 1
        for table in _tables_at(row, sheet.rows[position + 1 : position + 2])
    ]
    return max(candidates, key=lambda table: (*table.known, table.first - table.last), default=NO_TABLE)


def _tables_at(row: SheetRow, following: tuple[SheetRow, ...]) -> Iterator[Table]:
    heads = {column: shown(value) for column, value in row.cells.items()}
    single = Table(
        row.number,
        row.number,
        heads,
        {column: head for column, text in heads.items() if (head := understand(text))},
    )
    yield single
    below = following[0] if following else row
    if below.number != row.number + 1 or not _are_halves(row, below, single):
        return
    pairs: dict[int, tuple[str, str]] = {}
    group = ""
    for column in range(1, max(*row.cells, *below.cells) + 1):
        # A group head is merged over its columns, so it stands in the first of them only.
        group = heads.get(column, group if column in below.cells else "")
        if group or column in below.cells:
            pairs[column] = (group, shown(below.cells.get(column)))
    yield Table(
        row.number,
        below.number,
        {column: "".join(pair) for column, pair in pairs.items()},
        {column: head for column, pair in pairs.items() if (head := understand_pair(*pair))},
    )


def _are_halves(row: SheetRow, below: SheetRow, upper: Table) -> bool:
    """Whether two rows are one head: the upper no title, the lower only words, some known, without a name."""
    mapping = upper.mapping
    named = {mapping[name] for name in (LedgerField.NAME, LedgerField.NUMBER) if name in mapping}
    return (
        (len(row.cells) > 1 or LedgerField.NAME in mapping)
        and named.isdisjoint(below.cells)
        and all(isinstance(value, str) for value in below.cells.values())
        and any(understand(shown(value)) or unit_alone(shown(value)) for value in below.cells.values())
    )


_SUMS = "合计|小计|总计|共计|累计|总和"
_SUM_LABEL = re.compile(rf"[一-龥]{{0,6}}?(?:{_SUMS})(?:[(（:：\d共个项家,，].*)?", re.DOTALL)
_SUM_FORMULA = re.compile(r"=.*\b(?:SUM|SUBTOTAL|SUMPRODUCT|AGGREGATE|COUNTA?)\(", re.IGNORECASE | re.DOTALL)
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_SECTION_NUMBER = re.compile(rf"[(（]?{_NUMERAL}[)）]?[、.．]?")
_SECTION = re.compile(rf"(?:[(（]{_NUMERAL}[)）]|{_NUMERAL}[、.．]|第{_NUMERAL}(?:部分|类)).*", re.DOTALL)
_NOTE = re.compile(
    r"(?:(?:填报|填表|制表|编制|审核|复核|审批|报送|统计|联系|负责|单位负责|分管|主要)"
    r"(?:人|人员|单位|部门|时间|日期|领导|电话|方式|说明)|备?注|说明|数据来源|资料来源|截至|截止|打印)"
    r"\d*[:：].*",
    re.DOTALL,
)


def is_sum(row: SheetRow, name_column: int) -> bool:
    """Whether the row adds up others: 合计, 小计, 总计 in it, or nothing but sums and no name."""
    if row.text(name_column):
        return _SUM_LABEL.fullmatch(row.text(name_column)) is not None
    formulas = [value.text for value in row.cells.values() if isinstance(value, Formula)]
    return any(_SUM_FORMULA.match(text) for text in formulas) or any(
        _SUM_LABEL.fullmatch(row.text(column)) for column in row.cells
    )


def is_note(row: SheetRow, table: Table, mapping: Mapping[LedgerField, int], *, counted: bool) -> bool:
    """Whether the row is a section's heading, a footnote, a repeated head, or stands beside the table.

    `counted` says that projects are numbered 1, 2, 3, so that 一、二、三 number sections.
    """
    name_column = mapping[LedgerField.NAME]
    number = row.text(mapping[LedgerField.NUMBER]) if LedgerField.NUMBER in mapping else ""
    name = row.text(name_column)
    first = row.text(min(row.cells))
    repeated = understand(name) if name else None
    # 填报人： with a person's name in the next cell is no project of that name.
    stands_before = min(row.cells) < name_column
    return (
        (repeated is not None and repeated.field is LedgerField.NAME)
        or (counted and _SECTION_NUMBER.fullmatch(number) is not None)
        or (_NOTE.match(first) is not None and (not name or stands_before or _NOTE.match(name) is not None))
        or (len(row.cells) == 1 and (min(row.cells) < name_column or _SECTION.fullmatch(first) is not None))
        or row.cells.keys().isdisjoint(table.heads.keys() | set(mapping.values()))
    )
