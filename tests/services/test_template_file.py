"""A version of the checklist as a workbook: what is written reads back the same, every fault is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import (
    Basis,
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
from fangzi_desktop.domain.rule_checks import tidied
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.domain.terms import LimitKind, PermitPhase, Route, Unit
from fangzi_desktop.services.template_file import read_template_file, write_template
from fangzi_desktop.ui.messages import sentence
from tests.domain.seeds import SHIPPED, TEMPLATE

Book = Any


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "清单.xlsx"
    write_template(path, TEMPLATE)
    return path


def edited(file: Path, edit: Callable[[Book], None]) -> Path:
    """Change a written workbook as a person would in an office program."""
    book = openpyxl.load_workbook(file)
    edit(book)
    book.save(file)
    return file


def column(sheet: Any, head: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == head)


def row_of(sheet: Any, code: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == code)


def put(sheet_name: str, code: str, head: str, value: object) -> Callable[[Book], None]:
    def edit(book: Book) -> None:
        sheet = book[sheet_name]
        sheet.cell(row_of(sheet, code), column(sheet, head)).value = value

    return edit


def test_the_shipped_checklist_reads_back_equal(file: Path) -> None:
    reading = read_template_file(file)
    assert reading.problems == ()
    assert reading.rules == SHIPPED
    assert reading.groups == TEMPLATE.groups
    assert (reading.valid_from, reading.note) == (TEMPLATE.valid_from, TEMPLATE.note)


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
LINES = st.lists(TEXT, max_size=3).map("\n".join)
CODES = st.sampled_from([rule.code for rule in SHIPPED])
LIMITS = st.builds(Limit, st.integers(1, 700), st.sampled_from(Unit), st.sampled_from(LimitKind))
STARTS = st.builds(StartEvent, TEXT, st.none() | CODES, st.sampled_from(StartMoment))
FIELDS: dict[str, Any] = {
    "code": st.just("ANY_ITEM"),
    "name": TEXT.map(lambda text: f"名{text}"),
    "department": TEXT,
    "phase": st.sampled_from(PermitPhase),
    "routes": st.lists(st.sampled_from(Route), min_size=1, max_size=2, unique=True).map(tuple),
    "limit": st.none() | LIMITS,
    "basis": st.sampled_from(Basis),
    "start": STARTS,
    "statutory": st.none() | LIMITS,
    "statutory_note": LINES,
    "requires": st.lists(CODES, max_size=3).map(tuple),
    "requires_extra": st.dictionaries(st.sampled_from(Route), st.lists(CODES, max_size=2).map(tuple)),
    "conditional": st.booleans(),
    "condition": LINES,
    "regional_eval": st.booleans(),
    "alternative_to": st.none() | CODES,
    "variants": st.lists(
        st.builds(
            PermitVariant, st.just("kind"), TEXT.map(lambda text: f"类{text}"), LIMITS, st.none() | LIMITS
        ),
        max_size=2,
    ).map(tuple),
    "materials": st.lists(TEXT, max_size=3).map(tuple),
    "result": LINES,
    "validity": st.none()
    | st.builds(
        Validity,
        st.none() | st.integers(1, 1200),
        LINES,
        st.sampled_from(ValidityEnd),
        st.none() | LIMITS,
        st.booleans(),
        st.booleans(),
    ),
    "certificate": st.booleans(),
    "rounds": st.booleans(),
    "extension": st.none() | LIMITS,
    "sources": st.lists(st.builds(Source, st.sampled_from(SourceKind), TEXT), max_size=3).map(tuple),
    "limit_by_route": st.dictionaries(st.sampled_from(Route), st.builds(RouteLimit, LIMITS, STARTS)),
}
RULE = st.builds(PermitRule, **FIELDS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULE)
def test_any_tidy_rule_reads_back_equal(tmp_path: Path, rule: PermitRule) -> None:
    rule = tidied(rule)
    path = tmp_path / "任意.xlsx"
    write_template(path, replace(TEMPLATE, rules=(*SHIPPED, rule), rule_ids={}))
    assert read_template_file(path).rules == (*SHIPPED, rule)


def test_no_field_of_a_rule_is_left_untried() -> None:
    assert FIELDS.keys() == {field.name for field in fields(PermitRule)}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "<r>甲</r>", "0012", "1E5", "'甲"])
def test_no_text_becomes_anything_else(tmp_path: Path, text: str) -> None:
    rules = tuple(replace(rule, result=text) if rule.code == "EIA" else rule for rule in SHIPPED)
    path = tmp_path / "文字.xlsx"
    write_template(path, replace(TEMPLATE, rules=rules, note=text))
    book = openpyxl.load_workbook(path)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    reading = read_template_file(path)
    assert (reading.rules, reading.note) == (rules, text)


FAULTS = [
    (put("手续清单", "EIA", "承诺时限", "10天"), "手续清单", "template.bad_limit"),
    (put("手续清单", "EIA", "承诺时限", 10), "手续清单", "template.bad_limit"),
    (put("手续清单", "EIA", "所属阶段", "前期"), "手续清单", "template.bad_word"),
    (put("手续清单", "EIA", "所属阶段", None), "手续清单", "template.missing_word"),
    (put("手续清单", "EIA", "适用用地情况", "新增"), "手续清单", "template.bad_word"),
    (put("手续清单", "EIA", "适用用地情况", None), "手续清单", "template.no_route"),
    (put("手续清单", "EIA", "视情形办理", "也许"), "手续清单", "template.bad_yes_no"),
    (put("手续清单", "EIA", "有效期（个月）", "五年"), "手续清单", "template.bad_months"),
    (put("手续清单", "EIA", "前置事项", "NOBODY"), "手续清单", "template.unknown_prerequisite"),
    (put("手续清单", "FILING", "前置事项", "EIA"), "手续清单", "template.cycle"),
    (put("手续清单", "EIA", "事项编码", "环评"), "手续清单", "template.bad_code"),
    (put("手续清单", "EIA", "事项名称", None), "手续清单", "template.no_name"),
    (put("手续清单", "EIA", "办理部门", "  "), "手续清单", "template.no_department"),
    (put("手续清单", "EIA", "事项名称", "#REF!"), "手续清单", "ledger.cell_error"),
    (put("手续清单", "EIA", "事项名称", "=A1"), "手续清单", "ledger.formula_without_value"),
    (put("手续清单", "EIA", "事项名称", "甲\u202e乙"), "手续清单", "text.forbidden"),
    (put("事项类别", "EIA", "承诺时限", None), "事项类别", "template.bad_limit"),
    (put("事项类别", "EIA", "类别名称", None), "事项类别", "template.variant_unnamed"),
    (put("事项类别", "EIA", "事项编码", "NOBODY"), "事项类别", "template.unknown_item"),
    (put("分用地情况时限", "START_READY", "用地情况", "不知道"), "分用地情况时限", "template.bad_word"),
    (
        put("分用地情况时限", "START_READY", "时限", "0个工作日"),
        "分用地情况时限",
        "template.limit_not_positive",
    ),
    (put("依据来源", "EIA", "来源性质", "听说"), "依据来源", "template.bad_word"),
]


@pytest.mark.parametrize(
    ("edit", "sheet", "code"), FAULTS, ids=[f"{n}-{one[2]}" for n, one in enumerate(FAULTS)]
)
def test_a_faulty_cell_is_named(file: Path, edit: Callable[[Book], None], sheet: str, code: str) -> None:
    reading = read_template_file(edited(file, edit))
    problem = next(one for one in reading.problems if one.code == code)
    assert problem.sheet == sheet
    assert problem.row > 1
    assert problem.column
    assert sentence(problem.error)


def test_a_faulty_group_is_named(file: Path) -> None:
    code = TEMPLATE.groups[0].code
    (problem,) = read_template_file(edited(file, put("并联组", code, "成员事项", "NOBODY"))).problems
    assert (problem.sheet, problem.row, problem.value) == ("并联组", 2, "NOBODY")
    assert problem.code == "template.unknown_member"


def test_the_cell_of_a_fault_is_the_one_that_shows_it(file: Path) -> None:
    (problem,) = read_template_file(edited(file, put("手续清单", "EIA", "承诺时限", "10天"))).problems
    sheet = openpyxl.load_workbook(file)["手续清单"]
    assert sheet[f"{problem.column}{problem.row}"].value == "10天" == problem.value


def test_columns_may_stand_in_any_order_and_titles_above_them(file: Path) -> None:
    def edit(book: Book) -> None:
        sheet = book["手续清单"]
        sheet.move_range(f"A1:A{sheet.max_row}", cols=40)
        sheet.insert_rows(1)
        sheet["B1"] = "本区手续清单"
        book.create_sheet("说明")

    reading = read_template_file(edited(file, edit))
    assert (reading.rules, reading.problems) == (SHIPPED, ())


def test_what_only_details_say_may_be_missing(file: Path) -> None:
    def edit(book: Book) -> None:
        for name in ("事项类别", "依据来源", "并联组", "版本信息"):
            del book[name]
        sheet = book["手续清单"]
        sheet.delete_cols(column(sheet, "办理结果"))

    reading = read_template_file(edited(file, edit))
    assert reading.problems == ()
    assert (reading.groups, reading.valid_from, reading.note) == ((), None, "")
    assert all(rule.result == "" and rule.variants == () for rule in reading.rules)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda book: book.remove(book["手续清单"]), "template.no_sheet"),
        (lambda book: book["手续清单"].delete_cols(2), "template.no_column"),
        (lambda book: book["手续清单"].delete_rows(1, 100), "template.no_column"),
    ],
)
def test_what_is_no_checklist_is_refused(file: Path, edit: Callable[[Book], None], code: str) -> None:
    with pytest.raises(UserError) as refused:
        read_template_file(edited(file, edit))
    assert refused.value.code == code
    assert sentence(refused.value)


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "清单.xlsx"
    path.write_text("甲,乙", encoding="utf-8")
    with pytest.raises(UserError, match=r"ledger\.not_xlsx"):
        read_template_file(path)
    with pytest.raises(UserError, match=r"file\.missing"):
        read_template_file(tmp_path / "没有.xlsx")


def test_only_an_xlsx_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"export\.extension"):
        write_template(tmp_path / "清单.xls", TEMPLATE)
    with pytest.raises(UserError, match=r"template\.text_too_long"):
        write_template(tmp_path / "清单.xlsx", replace(TEMPLATE, note="长" * 40_000))
    assert list(tmp_path.iterdir()) == []


def test_a_version_of_its_own_keeps_its_day_and_note(tmp_path: Path) -> None:
    template = Template("x", 3, date(2023, 7, 1), "按〔2023〕5号\n调整", SHIPPED, {})
    path = tmp_path / "三.xlsx"
    assert write_template(path, template) == len(SHIPPED)
    reading = read_template_file(path)
    assert (reading.valid_from, reading.note) == (date(2023, 7, 1), "按〔2023〕5号\n调整")
