"""A version of the checklist as the sheets of a workbook, and the sheets read back with every fault named."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from fangzi_desktop.domain.dates import parse_date_text
from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import LedgerProblem, Sheet, SheetRow, column_letter
from fangzi_desktop.domain.ledger_values import CellError, Formula, read_paragraphs, shown
from fangzi_desktop.domain.permit_rules import (
    Basis,
    PermitGroup,
    PermitRule,
    PermitVariant,
    RouteLimit,
    Source,
    SourceKind,
    StartEvent,
    StartMoment,
    Validity,
    ValidityEnd,
)
from fangzi_desktop.domain.rule_checks import RuleProblem, group_problems, rule_problems, tidied
from fangzi_desktop.domain.rule_words import NO, YES, RuleField, limit_from, limit_words
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.domain.terms import PermitPhase, Route, Term
from fangzi_desktop.domain.text import clean_line

T = TypeVar("T")
E = TypeVar("E", bound=Term)

ITEMS, VARIANTS, ROUTE_LIMITS = "手续清单", "事项类别", "分用地情况时限"
SOURCES, GROUPS, ABOUT = "依据来源", "并联组", "版本信息"
CODE = RuleField.CODE.zh
START_CODE, START_MOMENT = "起算于事项", "起算时点"
MONTHS, VALID_NOTE, VALID_END = "有效期（个月）", "有效期说明", "有效期管到"
RENEWAL, FROM_DELIVERY, IS_TERM = "期满前多久办理延续", "自领取之日起算", "属使用年限"
VARIANT_CODE, VARIANT_NAME = "类别编码", "类别名称"
ROUTE, LIMIT, SOURCE_KIND, SOURCE_TEXT = "用地情况", "时限", "来源性质", "来源内容"
GROUP_CODE, GROUP_NAME, MEMBERS, GROUP_SOURCE = "组编码", "组名称", "成员事项", "出处"
ABOUT_FIELD, ABOUT_VALUE = "项目", "内容"
VERSION, VALID_FROM, NOTE = "版本", "生效日期", "说明"

_SPLIT = re.compile(r"[、,，;；\s]+")
_MONTHS = re.compile(r"(\d{1,5})(?:\.0+)?\s*(?:个月|月)?")
_YES = frozenset({YES, "√", "✓", "对", "Y", "y", "TRUE"})
_NO = frozenset({"", NO, "×", "N", "n", "FALSE"})


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet to write: its heads and rows of texts. Columns that take a closed set name its words."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    choices: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class TemplateReading:
    """What the sheets of a workbook hold. With `problems` it cannot be published.

    `valid_from` and `note` are those the workbook names, None and empty where it does not.
    """

    rules: tuple[PermitRule, ...]
    groups: tuple[PermitGroup, ...]
    valid_from: date | None
    note: str
    problems: tuple[LedgerProblem, ...]


_ITEM_HEADS: tuple[tuple[str, Callable[[PermitRule], str]], ...] = (
    (CODE, lambda rule: rule.code),
    (RuleField.NAME.zh, lambda rule: rule.name),
    (RuleField.DEPARTMENT.zh, lambda rule: rule.department),
    (RuleField.PHASE.zh, lambda rule: rule.phase.zh),
    (RuleField.ROUTES.zh, lambda rule: "、".join(route.zh for route in rule.routes)),
    (RuleField.LIMIT.zh, lambda rule: limit_words(rule.limit)),
    (RuleField.BASIS.zh, lambda rule: rule.basis.zh),
    (RuleField.START.zh, lambda rule: rule.start.words),
    (START_CODE, lambda rule: rule.start.code or ""),
    (START_MOMENT, lambda rule: rule.start.moment.zh),
    (RuleField.STATUTORY.zh, lambda rule: _said(rule.statutory)),
    (RuleField.STATUTORY_NOTE.zh, lambda rule: rule.statutory_note),
    (RuleField.EXTENSION.zh, lambda rule: _said(rule.extension)),
    (RuleField.REQUIRES.zh, lambda rule: "、".join(rule.requires)),
    (RuleField.REQUIRES_NEW_LAND.zh, lambda rule: "、".join(rule.requires_extra.get(Route.NEW_LAND, ()))),
    (
        RuleField.REQUIRES_EXISTING_LAND.zh,
        lambda rule: "、".join(rule.requires_extra.get(Route.EXISTING_LAND, ())),
    ),
    (RuleField.CONDITIONAL.zh, lambda rule: _yes(rule.conditional)),
    (RuleField.CONDITION.zh, lambda rule: rule.condition),
    (RuleField.REGIONAL_EVAL.zh, lambda rule: _yes(rule.regional_eval)),
    (RuleField.ALTERNATIVE_TO.zh, lambda rule: rule.alternative_to or ""),
    (RuleField.ROUNDS.zh, lambda rule: _yes(rule.rounds)),
    (RuleField.MATERIALS.zh, lambda rule: "\n".join(rule.materials)),
    (RuleField.RESULT.zh, lambda rule: rule.result),
    (MONTHS, lambda rule: str(rule.validity.months) if rule.validity and rule.validity.months else ""),
    (VALID_NOTE, lambda rule: rule.validity.note if rule.validity else ""),
    (VALID_END, lambda rule: rule.validity.ends_with.zh if rule.validity else ""),
    (RENEWAL, lambda rule: _said(rule.validity.renew_before) if rule.validity else ""),
    (FROM_DELIVERY, lambda rule: _yes(rule.validity.from_delivery) if rule.validity else ""),
    (IS_TERM, lambda rule: _yes(rule.validity.is_term) if rule.validity else ""),
    (RuleField.CERTIFICATE.zh, lambda rule: _yes(rule.certificate)),
)
_VARIANT_HEADS = (CODE, VARIANT_CODE, VARIANT_NAME, RuleField.LIMIT.zh, RuleField.STATUTORY.zh)
_ROUTE_HEADS = (CODE, ROUTE, LIMIT, RuleField.START.zh, START_CODE, START_MOMENT)
_SOURCE_HEADS = (CODE, SOURCE_KIND, SOURCE_TEXT)
_GROUP_HEADS = (
    *(GROUP_CODE, GROUP_NAME, MEMBERS, GROUP_SOURCE, ROUTE),
    *(RuleField.START.zh, START_CODE, START_MOMENT, LIMIT),
)
# Without these a sheet of items says too little; any other column may be missing and is then empty.
_NEEDED = (
    *(CODE, RuleField.NAME.zh, RuleField.DEPARTMENT.zh, RuleField.PHASE.zh, RuleField.ROUTES.zh),
    *(RuleField.LIMIT.zh, RuleField.REQUIRES.zh),
)
_ANSWERS = (YES, NO)
_WORDS_OF: Mapping[str, tuple[str, ...]] = {
    RuleField.PHASE.zh: tuple(phase.zh for phase in PermitPhase),
    RuleField.BASIS.zh: tuple(basis.zh for basis in Basis),
    START_MOMENT: tuple(moment.zh for moment in StartMoment),
    VALID_END: tuple(end.zh for end in ValidityEnd),
    SOURCE_KIND: tuple(kind.zh for kind in SourceKind),
    ROUTE: tuple(route.zh for route in Route),
    **dict.fromkeys(
        (
            *(RuleField.CONDITIONAL.zh, RuleField.REGIONAL_EVAL.zh, RuleField.ROUNDS.zh),
            *(RuleField.CERTIFICATE.zh, FROM_DELIVERY, IS_TERM),
        ),
        _ANSWERS,
    ),
}
# Where a fault of a rule is shown: the sheet of its own, or the column of the items' sheet.
_SHEET_OF = {
    RuleField.VARIANTS: (VARIANTS, VARIANT_CODE),
    RuleField.ROUTE_LIMITS: (ROUTE_LIMITS, ROUTE),
    RuleField.SOURCES: (SOURCES, SOURCE_TEXT),
    RuleField.VALIDITY: (ITEMS, MONTHS),
}


def sheets_of(template: Template) -> tuple[Grid, ...]:
    """Return a version as the sheets of a workbook, from which `read_template` makes the same rules."""
    rules = template.rules
    return (
        _grid(
            ITEMS,
            tuple(head for head, _ in _ITEM_HEADS),
            (tuple(say(rule) for _, say in _ITEM_HEADS) for rule in rules),
        ),
        _grid(
            VARIANTS,
            _VARIANT_HEADS,
            (
                (rule.code, one.code, one.name, limit_words(one.limit), _said(one.statutory))
                for rule in rules
                for one in rule.variants
            ),
        ),
        _grid(
            ROUTE_LIMITS,
            _ROUTE_HEADS,
            (
                (rule.code, route.zh, limit_words(one.limit), *_start_cells(one.start))
                for rule in rules
                for route, one in rule.limit_by_route.items()
            ),
        ),
        _grid(
            SOURCES,
            _SOURCE_HEADS,
            ((rule.code, one.kind.zh, one.text) for rule in rules for one in rule.sources),
        ),
        _grid(GROUPS, _GROUP_HEADS, (row for group in template.groups for row in _group_rows(group))),
        _grid(
            ABOUT,
            (ABOUT_FIELD, ABOUT_VALUE),
            (
                (VERSION, str(template.version)),
                (VALID_FROM, template.valid_from.isoformat()),
                (NOTE, template.note),
            ),
        ),
    )


def _grid(name: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Grid:
    return Grid(name, heads, tuple(rows), {head: _WORDS_OF[head] for head in heads if head in _WORDS_OF})


def _group_rows(group: PermitGroup) -> list[tuple[str, ...]]:
    front = (group.code, group.name, "、".join(group.members), group.source)
    routes = [route for route in Route if route in group.starts or route in group.limits]
    if not routes:
        return [(*front, "", "", "", "", "")]
    return [
        (
            *front,
            route.zh,
            *(_start_cells(group.starts[route]) if route in group.starts else ("", "", "")),
            _said(group.limits.get(route)),
        )
        for route in routes
    ]


def _start_cells(start: StartEvent) -> tuple[str, str, str]:
    return start.words, start.code or "", start.moment.zh


def _said(limit: Limit | None) -> str:
    return limit_words(limit) if limit is not None else ""


def _yes(said: bool) -> str:
    return YES if said else NO


def read_template(sheets: Sequence[Sheet]) -> TemplateReading:
    """Read a version from the sheets of a workbook.

    Every cell that cannot be read and every fault of the rules is a problem with its sheet, row and column.
    Raises `UserError` ``template.no_sheet`` or ``template.no_column`` (`sheet`, `column`) where the items'
    own sheet cannot be told from another.
    """
    reader = _Reader(sheets)
    rules, places = reader.items()
    groups, group_rows = reader.groups()
    valid_from, note = reader.about()
    found = list(reader.problems)
    # A cell that could not be read leaves a hole, of which the rules would only complain again.
    spoilt = {(one.sheet, one.row, one.column) for one in found}
    for problem in rule_problems(rules):
        told = reader.place(problem, rules, places)
        if (told.sheet, told.row, told.column) not in spoilt:
            found.append(told)
    found += [reader.group_place(problem, group_rows) for problem in group_problems(rules, groups)]
    return TemplateReading(rules, groups, valid_from, note, tuple(found))


class _Table:
    """One sheet with its heads found."""

    def __init__(self, sheet: Sheet, key: str) -> None:
        self.name = sheet.name
        self.columns: dict[str, int] = {}
        self.rows: list[SheetRow] = []
        for at, row in enumerate(sheet.rows):
            heads = {_head(shown(value)): column for column, value in reversed(list(row.cells.items()))}
            if key in heads:
                self.columns = heads
                self.rows = list(sheet.rows[at + 1 :])
                return

    def letter(self, head: str) -> str:
        return column_letter(self.columns[head]) if head in self.columns else ""


def _head(words: str) -> str:
    return "".join(words.split()).replace("(", "（").replace(")", "）")


class _Reader:
    """Reads the sheets and collects what it cannot read."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self.problems: list[LedgerProblem] = []
        self._sheets = {sheet.name.strip(): sheet for sheet in sheets}
        main = self._sheets.get(ITEMS)
        if main is None:
            raise UserError("template.no_sheet", sheet=ITEMS)
        self._items = _Table(main, CODE)
        for head in _NEEDED:
            if head not in self._items.columns:
                raise UserError("template.no_column", sheet=ITEMS, column=head)
        self._tables = {ITEMS: self._items}
        for name, key in ((VARIANTS, CODE), (ROUTE_LIMITS, CODE), (SOURCES, CODE), (GROUPS, GROUP_CODE)):
            self._tables[name] = _Table(self._sheets.get(name, Sheet(name, ())), key)
        self._of_rule: dict[tuple[str, str], SheetRow] = {}

    def items(self) -> tuple[tuple[PermitRule, ...], list[SheetRow]]:
        """Return the rules with the row that each comes from."""
        found = []
        for row in self._items.rows:
            rule = self._rule(_Cells(self, self._items, row))
            if rule is not None:
                found.append((rule, row))
        codes = {rule.code for rule, _ in found}
        variants = self._children(VARIANTS, codes, self._variant)
        limits = self._children(ROUTE_LIMITS, codes, self._route_limit)
        sources = self._children(SOURCES, codes, self._source)
        rules = tuple(
            replace(
                rule,
                variants=tuple(variants[rule.code]),
                limit_by_route=dict(limits[rule.code]),
                sources=tuple(sources[rule.code]),
            )
            for rule, _ in found
        )
        return tuple(self._tidied(rule, row) for rule, (_, row) in zip(rules, found, strict=True)), [
            row for _, row in found
        ]

    def groups(self) -> tuple[tuple[PermitGroup, ...], list[SheetRow]]:
        """Return the parallel groups with the first row of each."""
        table = self._tables[GROUPS]
        found: dict[str, PermitGroup] = {}
        rows: dict[str, SheetRow] = {}
        for row in table.rows:
            cells = _Cells(self, table, row)
            code = cells.line(GROUP_CODE)
            if not code:
                cells.fault(GROUP_CODE, "template.no_group_code")
                continue
            rows.setdefault(code, row)
            group = found.get(code) or PermitGroup(
                code, cells.line(GROUP_NAME), cells.codes(MEMBERS), {}, {}, cells.line(GROUP_SOURCE)
            )
            route = cells.term(ROUTE, Route)
            start = StartEvent(
                cells.line(RuleField.START.zh),
                cells.line(START_CODE) or None,
                cells.term(START_MOMENT, StartMoment) or StartMoment.ACCEPTED,
            )
            limit = cells.limit(LIMIT)
            if route is not None:
                starts = {**group.starts, route: start} if start.words else group.starts
                limits = {**group.limits, route: limit} if limit is not None else group.limits
                group = replace(group, starts=starts, limits=limits)
            found[code] = group
        return tuple(found.values()), list(rows.values())

    def about(self) -> tuple[date | None, str]:
        """Return the first day and the note that the workbook names."""
        sheet = self._sheets.get(ABOUT)
        told = {}
        for row in sheet.rows if sheet is not None else ():
            told[_head(shown(row.cells.get(1)))] = row.cells.get(2)
        day = told.get(VALID_FROM)
        try:
            when = parse_date_text(shown(day)) if day is not None else None
            note = read_paragraphs(shown(told.get(NOTE)))
        except UserError:
            return None, ""
        return (when.as_date() if when is not None and when.is_day else None), note

    def place(
        self, problem: RuleProblem, rules: Sequence[PermitRule], places: Sequence[SheetRow]
    ) -> LedgerProblem:
        """Say in which cell a fault of the rules lies."""
        sheet, head = _SHEET_OF.get(problem.where, (ITEMS, problem.where.zh))
        if problem.place is None:
            return LedgerProblem(ITEMS, 0, "", "", problem.code, problem.params)
        row: SheetRow | None = places[problem.place]
        if sheet != ITEMS:
            row = self._of_rule.get((sheet, rules[problem.place].code))
            if row is None:
                sheet, head, row = ITEMS, CODE, places[problem.place]
        table = self._tables[sheet]
        value = shown(row.cells.get(table.columns.get(head, 0))) if row is not None else ""
        number = row.number if row is not None else 0
        return LedgerProblem(sheet, number, table.letter(head), value, problem.code, problem.params)

    def group_place(self, problem: RuleProblem, rows: Sequence[SheetRow]) -> LedgerProblem:
        """Say in which cell a fault of a parallel group lies."""
        head = {RuleField.NAME: GROUP_NAME, RuleField.LIMIT: LIMIT}.get(problem.where, MEMBERS)
        table, row = self._tables[GROUPS], rows[problem.place or 0]
        value = shown(row.cells.get(table.columns.get(head, 0)))
        return LedgerProblem(GROUPS, row.number, table.letter(head), value, problem.code, problem.params)

    def _tidied(self, rule: PermitRule, row: SheetRow) -> PermitRule:
        try:
            return tidied(rule)
        except UserError as error:
            self.problems.append(
                LedgerProblem(
                    ITEMS, row.number, self._items.letter(CODE), rule.code, error.code, error.params
                )
            )
            return rule

    def _rule(self, cells: _Cells) -> PermitRule | None:
        code = cells.line(CODE)
        if not code and not cells.line(RuleField.NAME.zh):
            return None
        extra = {
            route: codes
            for route, field in (
                (Route.NEW_LAND, RuleField.REQUIRES_NEW_LAND),
                (Route.EXISTING_LAND, RuleField.REQUIRES_EXISTING_LAND),
            )
            if (codes := cells.codes(field.zh))
        }
        return PermitRule(
            code=code,
            name=cells.line(RuleField.NAME.zh),
            department=cells.line(RuleField.DEPARTMENT.zh),
            phase=cells.needed_term(RuleField.PHASE.zh, PermitPhase, PermitPhase.SETUP),
            routes=cells.routes(),
            limit=cells.limit(RuleField.LIMIT.zh),
            basis=cells.term(RuleField.BASIS.zh, Basis) or Basis.DEFAULT,
            start=StartEvent(
                cells.line(RuleField.START.zh),
                cells.line(START_CODE) or None,
                cells.term(START_MOMENT, StartMoment) or StartMoment.ACCEPTED,
            ),
            statutory=cells.limit(RuleField.STATUTORY.zh),
            statutory_note=cells.text(RuleField.STATUTORY_NOTE.zh),
            requires=cells.codes(RuleField.REQUIRES.zh),
            requires_extra=extra,
            conditional=cells.yes(RuleField.CONDITIONAL.zh),
            condition=cells.text(RuleField.CONDITION.zh),
            regional_eval=cells.yes(RuleField.REGIONAL_EVAL.zh),
            alternative_to=cells.line(RuleField.ALTERNATIVE_TO.zh) or None,
            materials=tuple(cells.text(RuleField.MATERIALS.zh).split("\n")),
            result=cells.text(RuleField.RESULT.zh),
            validity=self._validity(cells),
            certificate=cells.yes(RuleField.CERTIFICATE.zh),
            rounds=cells.yes(RuleField.ROUNDS.zh),
            extension=cells.limit(RuleField.EXTENSION.zh),
        )

    def _validity(self, cells: _Cells) -> Validity | None:
        heads = (MONTHS, VALID_NOTE, VALID_END, RENEWAL)
        if not any(cells.text(head) for head in heads):
            return None
        return Validity(
            cells.months(MONTHS),
            cells.text(VALID_NOTE),
            cells.term(VALID_END, ValidityEnd) or ValidityEnd.NEVER,
            cells.limit(RENEWAL),
            cells.yes(FROM_DELIVERY),
            cells.yes(IS_TERM),
        )

    def _children(self, name: str, codes: set[str], read: Callable[[_Cells], T | None]) -> dict[str, list[T]]:
        """Read the rows of a sheet that belong to the items, by the item's code."""
        table, found = self._tables[name], defaultdict[str, list[T]](list)
        for row in table.rows:
            cells = _Cells(self, table, row)
            code = cells.line(CODE)
            if code not in codes:
                cells.fault(CODE, "template.unknown_item")
                continue
            self._of_rule.setdefault((name, code), row)
            one = read(cells)
            if one is not None:
                found[code].append(one)
        return found

    def _variant(self, cells: _Cells) -> PermitVariant | None:
        limit = cells.needed_limit(RuleField.LIMIT.zh)
        statutory = cells.limit(RuleField.STATUTORY.zh)
        code, name = cells.line(VARIANT_CODE), cells.line(VARIANT_NAME)
        return PermitVariant(code, name, limit, statutory) if limit is not None else None

    def _route_limit(self, cells: _Cells) -> tuple[Route, RouteLimit] | None:
        route, limit = cells.needed_term(ROUTE, Route, None), cells.needed_limit(LIMIT)
        start = StartEvent(
            cells.line(RuleField.START.zh),
            cells.line(START_CODE) or None,
            cells.term(START_MOMENT, StartMoment) or StartMoment.ACCEPTED,
        )
        return (route, RouteLimit(limit, start)) if route is not None and limit is not None else None

    def _source(self, cells: _Cells) -> Source | None:
        kind = cells.needed_term(SOURCE_KIND, SourceKind, SourceKind.GENERAL)
        return Source(kind or SourceKind.GENERAL, cells.line(SOURCE_TEXT))


class _Cells:
    """One row, its cells by their heads. What cannot be read is noted and read as empty."""

    def __init__(self, reader: _Reader, table: _Table, row: SheetRow) -> None:
        self._reader = reader
        self._table = table
        self._row = row

    def text(self, head: str) -> str:
        """Read a text that may have several lines."""
        value = self._row.cells.get(self._table.columns.get(head, 0))
        try:
            if isinstance(value, CellError):
                raise UserError("ledger.cell_error", text=value.code)
            if isinstance(value, Formula):
                if value.value is None:
                    raise UserError("ledger.formula_without_value", formula=value.text)
                value = value.value
            return read_paragraphs(value)
        except UserError as error:
            self.fault(head, error.code, **error.params)
            return ""

    def line(self, head: str) -> str:
        """Read a text of one line."""
        return clean_line(self.text(head))

    def codes(self, head: str) -> tuple[str, ...]:
        """Read a list of codes."""
        return tuple(code for code in _SPLIT.split(self.text(head)) if code)

    def yes(self, head: str) -> bool:
        """Read 是 or 否; an empty cell is 否."""
        words = self.line(head)
        if words not in _YES | _NO:
            self.fault(head, "template.bad_yes_no", text=words)
        return words in _YES

    def months(self, head: str) -> int | None:
        """Read a number of months."""
        words = self.line(head)
        found = _MONTHS.fullmatch(words)
        if words and found is None:
            self.fault(head, "template.bad_months", text=words)
        return int(found[1]) if found is not None else None

    def limit(self, head: str) -> Limit | None:
        """Read a limit with its unit."""
        words = self.line(head)
        try:
            return limit_from(words)
        except ValueError:
            self.fault(head, "template.bad_limit", text=words)
            return None

    def needed_limit(self, head: str) -> Limit | None:
        """Read a limit that must be there."""
        words = self.line(head)
        limit = self.limit(head)
        if limit is None and limit_is_empty(words):
            self.fault(head, "template.bad_limit", text=words)
        return limit

    def term(self, head: str, terms: type[E]) -> E | None:
        """Read one of a closed set, or nothing."""
        words = self.line(head)
        found = _term(words, terms)
        if words and found is None:
            self.fault(head, "template.bad_word", text=words, accepted=tuple(one.zh for one in terms))
        return found

    def needed_term(self, head: str, terms: type[E], usual: E | None) -> E:
        """Read one of a closed set that must be there; `usual` stands in for a fault."""
        if not self.line(head):
            self.fault(head, "template.missing_word", column=head, accepted=tuple(one.zh for one in terms))
        return self.term(head, terms) or usual  # type: ignore[return-value]  # None is asked for as such

    def routes(self) -> tuple[Route, ...]:
        """Read the routes that an item is for."""
        head = RuleField.ROUTES.zh
        found = []
        for words in _SPLIT.split(self.text(head)):
            route = _term(words, Route)
            if route is not None:
                found.append(route)
            elif words:
                accepted = tuple(one.zh for one in Route)
                self.fault(head, "template.bad_word", text=words, accepted=accepted)
        return tuple(dict.fromkeys(found))

    def fault(self, head: str, code: str, **params: object) -> None:
        """Note that a cell cannot be read; a second fault of the same cell adds nothing."""
        value = shown(self._row.cells.get(self._table.columns.get(head, 0)))
        place = (self._table.name, self._row.number, self._table.letter(head))
        if all((one.sheet, one.row, one.column) != place for one in self._reader.problems):
            self._reader.problems.append(LedgerProblem(*place, value, code, params))


def limit_is_empty(words: str) -> bool:
    """Whether a text says that there is no limit."""
    try:
        return limit_from(words) is None
    except ValueError:
        return False


def _term(words: str, terms: type[E]) -> E | None:
    return next((one for one in terms if words in (one.zh, one.value)), None)
