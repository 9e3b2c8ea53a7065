"""A sheet's cells read as a ledger of projects. The heads and words are those offices write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import (
    ATTRIBUTES,
    CellError,
    CellValue,
    Formula,
    LedgerField,
    LedgerProblem,
    LedgerReading,
    LedgerRow,
    Sheet,
    column_letter,
    match_key,
    read_sheet,
)
from fangzi_desktop.domain.ledger_heads import understand, understand_pair, units_of_sheet
from fangzi_desktop.domain.terms import Milestone, ProjectStatus, Route, Stage

HEADS = ("序号", "项目名称", "总投资（亿元）", "用地面积（亩）", "开工时间", "当前环节", "备注")


def read(*rows: Iterable[CellValue]) -> LedgerReading:
    return read_sheet(Sheet.of("台账", rows))


def read_cell(head: str, value: CellValue) -> tuple[LedgerReading, object]:
    """Read one project with one more column; return the reading and what the column says."""
    reading = read(("项目名称", head), ("甲", value))
    (field,) = (field for field in reading.mapping if field is not LedgerField.NAME)
    return reading, getattr(reading.rows[0], ATTRIBUTES[field])


def the_problem(reading: LedgerReading) -> LedgerProblem:
    (problem,) = reading.problems
    return problem


@pytest.mark.parametrize(
    ("head", "field", "unit"),
    [
        pytest.param("项目名称", LedgerField.NAME, None, id="as we write it"),
        pytest.param(" 项 目\n名 称 ", LedgerField.NAME, None, id="spaces and line breaks"),
        pytest.param("★项目名称：", LedgerField.NAME, None, id="star and colon"),
        pytest.param("项目（工程）名称", LedgerField.NAME, None, id="brackets inside"),
        pytest.param("1.项目名称", LedgerField.NAME, None, id="numbered"),
        pytest.param("总投资\n（亿元）", LedgerField.INVESTMENT, "亿元", id="unit on its own line"),
        pytest.param("总投资(万元)", LedgerField.INVESTMENT, "万元", id="half-width brackets"),
        pytest.param("总投资【单位：元】", LedgerField.INVESTMENT, "元", id="other brackets"),
        pytest.param("计划总投资/亿元", LedgerField.INVESTMENT, "亿元", id="unit after a stroke"),
        pytest.param("投资额万元", LedgerField.INVESTMENT, "万元", id="unit at the end"),
        pytest.param("投资额（万美元）", LedgerField.INVESTMENT, None, id="foreign money is no unit"),
        pytest.param("总投资（亿元／万元）", LedgerField.INVESTMENT, None, id="two units are none"),
        pytest.param("总投资（计划）（亿元）", LedgerField.INVESTMENT, "亿元", id="planned total"),
        pytest.param("其中：固定资产投资（亿元）", LedgerField.FIXED_INVESTMENT, "亿元", id="of which"),
        pytest.param("2023年计划投资（万元）", LedgerField.ANNUAL_PLAN, "万元", id="a year's plan"),
        pytest.param("用地（公顷）", LedgerField.AREA, "公顷", id="hectares"),
        pytest.param("占地面积（㎡）", LedgerField.AREA, "m2", id="square metres"),
        pytest.param("占地亩数", LedgerField.AREA, "亩", id="unit in the word"),
        pytest.param("是否涉及新增用地", LedgerField.NEW_LAND, None, id="new land"),
        pytest.param("开工日期", LedgerField.START, None, id="date word"),
        pytest.param("预计竣工时间", LedgerField.PLANNED_COMPLETION, None, id="planned completion"),
        pytest.param("竣工时间（计划）", LedgerField.PLANNED_COMPLETION, None, id="planned in brackets"),
        pytest.param("街道（园区）", LedgerField.RESPONSIBLE_UNIT, None, id="locality"),
        pytest.param("项目代码", LedgerField.PROJECT_NO, None, id="code"),
        pytest.param("编号", LedgerField.NUMBER, None, id="a running number is no identity"),
    ],
)
def test_a_head_is_understood(head: str, field: LedgerField, unit: str | None) -> None:
    found = understand(head)
    assert found is not None
    assert (found.field, found.unit) == (field, unit)


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("预期开工时间", id="a plan is no fact"),
        pytest.param("竣工时间", id="planned or real, nobody knows"),
        pytest.param("新增用地（亩）", id="an area is no yes or no"),
        pytest.param("总投资（亩）", id="an area is no amount"),
        pytest.param("2023年完成投资（亿元）", id="a year's share is not the total"),
        pytest.param("联系电话", id="unknown"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_head_that_means_something_else_is_left_alone(head: str) -> None:
    assert understand(head) is None


@pytest.mark.parametrize(
    ("group", "head", "field", "unit"),
    [
        pytest.param("投资（万元）", "总投资", LedgerField.INVESTMENT, "万元", id="unit of the group"),
        pytest.param(
            "投资（亿元）", "固投（万元）", LedgerField.FIXED_INVESTMENT, "万元", id="own unit first"
        ),
        pytest.param("总投资", "（亿元）", LedgerField.INVESTMENT, "亿元", id="unit alone"),
        pytest.param("总投资（亿元）", "合计", LedgerField.INVESTMENT, "亿元", id="total of the group"),
        pytest.param("用地", "面积（亩）", LedgerField.AREA, "亩", id="both halves"),
        pytest.param("计划", "竣工时间", LedgerField.PLANNED_COMPLETION, None, id="planned"),
        pytest.param("计划", "开工时间", LedgerField.PLANNED_START, None, id="a planned start"),
        pytest.param("时间节点", "签约", LedgerField.AGREEMENT, None, id="group says nothing"),
        pytest.param("总投资（亿元）", "用地面积", LedgerField.AREA, None, id="group of the neighbour"),
        pytest.param("备注", "", LedgerField.REMARK, None, id="one head over two rows"),
        pytest.param("", "投资主体", LedgerField.INVESTOR, None, id="no group"),
    ],
)
def test_a_head_of_two_rows_is_understood(
    group: str, head: str, field: LedgerField, unit: str | None
) -> None:
    found = understand_pair(group, head)
    assert found is not None
    assert (found.field, found.unit) == (field, unit)


def test_a_planned_start_under_a_group_is_not_the_start() -> None:
    assert understand_pair("预期目标", "开工时间") is None


@pytest.mark.parametrize("head", ["计划开工时间", "开工时间（拟）", "预计开工"])
def test_a_planned_start_is_a_plan(head: str) -> None:
    found = understand(head)
    assert found is not None
    assert found.field is LedgerField.PLANNED_START


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("单位：万元", ("万元",)),
        ("填报单位：项目服务专班      单位：亿元、亩", ("亿元", "亩")),
        ("填报单位：元气公司", ()),
        ("责任单位：亩产办", ()),
    ],
)
def test_units_above_the_table_are_found(line: str, units: tuple[str, ...]) -> None:
    assert units_of_sheet(line) == units


def test_the_table_is_found_under_titles() -> None:
    reading = read(("项目台账",), ("填报单位：项目服务专班",), HEADS, (1, "甲", 10, 485, None, "论证"))
    assert reading.header_row == 3
    assert reading.rows == (
        LedgerRow("甲", "1", investment_yuan=1_000_000_000, area_mu=Decimal(485), stage=Stage.REVIEW),
    )
    assert reading.rows[0].row == 4


def test_a_head_two_rows_deep_is_read() -> None:
    reading = read(
        ("序号", "项目名称", "投资（计划）（万元）", None, "时间节点", None, None, "备注"),
        (None, None, "总投资", "其中：固定资产投资", "签约", "挂牌", None, None),
        (1, "甲", 95000, 60000, "2022.5.23", "2022年5月", None, "好"),
    )
    (row,) = reading.rows
    assert (row.investment_yuan, row.fixed_investment_yuan) == (950_000_000, 600_000_000)
    assert (row.agreement, row.listed) == (PartialDate(2022, 5, 23), PartialDate(2022, 5))
    assert row.remark == "好"
    assert (reading.header_row, reading.problems) == (1, ())


def test_groups_above_a_full_head_lend_their_unit() -> None:
    reading = read(
        ("基本情况", None, "投资（万元）"),
        ("项目名称", "投资主体", "总投资"),
        ("甲", "乙公司", 95000),
    )
    assert reading.rows == (LedgerRow("甲", investor="乙公司", investment_yuan=950_000_000),)


def test_a_first_project_made_of_words_is_no_second_half_of_the_head() -> None:
    reading = read(("项目名称", "投资主体", "备注"), ("甲", "投资方", "无"), (None, "建设单位", None))
    assert [row.name for row in reading.rows] == ["甲"]
    assert the_problem(reading).code == "ledger.no_name"


def test_the_better_word_wins_and_the_other_column_is_reported() -> None:
    reading = read(("投资额（亿元）", "项目名称", "总投资（亿元）", "联系电话"), (9, "甲", 10, "123", "散落"))
    assert reading.rows[0].investment_yuan == 1_000_000_000
    assert reading.unmapped == {1: "投资额（亿元）", 4: "联系电话", 5: ""}


def test_a_sheet_without_names_is_refused() -> None:
    with pytest.raises(UserError, match=r"ledger\.no_name_column") as refusal:
        read(("序号", "总投资（亿元）"), (1, 2.5))
    assert refusal.value.params["sheet"] == "台账"


def test_heads_are_looked_for_near_the_top_only() -> None:
    with pytest.raises(UserError, match=r"ledger\.no_name_column"):
        read(*[(f"第{number}行",) for number in range(50)], ("项目名称",), ("甲",))


def test_a_person_may_correct_the_mapping() -> None:
    sheet = Sheet.of("台账", [("一览",), ("工程", "资金规模（万元）"), ("甲", 95000)])
    mapping = {LedgerField.INVESTMENT: 2, LedgerField.NAME: 1}
    reading = read_sheet(sheet, mapping=mapping, header_row=2)
    assert reading.rows == (LedgerRow("甲", investment_yuan=950_000_000),)
    assert list(reading.mapping) == [LedgerField.NAME, LedgerField.INVESTMENT]


def test_a_sheet_without_heads_is_read_by_a_given_mapping() -> None:
    sheet = Sheet.of("台账", [("甲", "9.5亿"), ("乙", 3)])
    reading = read_sheet(sheet, mapping={LedgerField.NAME: 1, LedgerField.INVESTMENT: 2})
    assert [row.investment_yuan for row in reading.rows] == [950_000_000, None]
    problem = the_problem(reading)
    assert (problem.code, problem.row, problem.column, problem.value) == ("ledger.no_unit", 2, "B", "3")
    assert reading.header_row == 0


@pytest.mark.parametrize(
    ("head", "value", "yuan"),
    [
        pytest.param("总投资（亿元）", 10, 1_000_000_000, id="integer"),
        pytest.param("总投资（亿元）", 10.7, 1_070_000_000, id="float"),
        pytest.param("总投资（亿元）", 0.1 + 0.2, 30_000_000, id="float noise is not money"),
        pytest.param("总投资（亿元）", Decimal("9.5"), 950_000_000, id="decimal"),
        pytest.param("总投资（亿元）", "9.5", 950_000_000, id="number as text"),
        pytest.param("总投资（元）", 12345.5, 12_346, id="half a yuan goes up"),
        pytest.param("总投资", "10亿元", 1_000_000_000, id="unit in the cell"),
        pytest.param("总投资（亿元）", "12,000万元", 120_000_000, id="the cell's unit goes first"),
        pytest.param("总投资（亿元）", "１０．７", 1_070_000_000, id="full width"),
        pytest.param("总投资", "1亿2000万元", 120_000_000, id="two units"),
        pytest.param("总投资", "人民币 3 千万元整", 30_000_000, id="formal"),
        pytest.param("总投资", "￥500000元", 500_000, id="sign"),
        pytest.param("总投资（元）", "1,2345,6789", 123_456_789, id="grouped by four"),
        pytest.param("总投资（亿元）", Formula("=9.5+1", 10.5), 1_050_000_000, id="formula with its value"),
        pytest.param("总投资（亿元）", 0, 0, id="nothing is an amount"),
        pytest.param("总投资（亿元）", "——", None, id="dash"),
        pytest.param("总投资（亿元）", "待定", None, id="not known yet"),
        pytest.param("总投资（亿元）", " ", None, id="blank"),
        pytest.param("达产年产值（亿元）", 12, 1_200_000_000, id="output"),
    ],
)
def test_money_is_whole_yuan(head: str, value: CellValue, yuan: int | None) -> None:
    reading, found = read_cell(head, value)
    assert found == yuan
    assert found is None or isinstance(found, int)
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        pytest.param("约10亿元", "ledger.bad_amount", id="about"),
        pytest.param("10-12亿元", "ledger.bad_amount", id="range"),
        pytest.param("5000万美元", "ledger.bad_amount", id="foreign"),
        pytest.param("十亿元", "ledger.bad_amount", id="numerals"),
        pytest.param("1,23", "ledger.bad_amount", id="comma as a point"),
        pytest.param("2000万1亿", "ledger.bad_amount", id="units out of order"),
        pytest.param(True, "ledger.bad_amount", id="tick"),
        pytest.param(datetime.fromisoformat("2022-09-05"), "ledger.bad_amount", id="9.5 made a date"),
        pytest.param(float("nan"), "ledger.bad_amount", id="not a number"),
        pytest.param(-3, "ledger.negative_amount", id="negative"),
        pytest.param("−3亿元", "ledger.negative_amount", id="minus sign"),
        pytest.param(95000, "ledger.absurd_amount", id="万元 under 亿元"),
        pytest.param("9" * 400, "ledger.absurd_amount", id="endless"),
        pytest.param(CellError("#REF!"), "ledger.cell_error", id="error"),
        pytest.param(Formula("=A1"), "ledger.formula_without_value", id="formula never worked out"),
        pytest.param(Formula("=A1", CellError("#N/A")), "ledger.cell_error", id="formula with an error"),
        pytest.param("3\u202e亿", "text.forbidden", id="bidi override"),
    ],
)
def test_an_amount_that_cannot_be_read_is_named(value: CellValue, code: str) -> None:
    reading, found = read_cell("总投资（亿元）", value)
    problem = the_problem(reading)
    assert found is None
    assert (problem.sheet, problem.row, problem.column, problem.code) == ("台账", 2, "B", code)
    assert problem.error.code == code


def test_a_missing_unit_is_asked_for_once_and_not_guessed() -> None:
    reading = read(("项目名称", "总投资"), ("甲", 10), ("乙", "9.5亿"), ("丙", 3))
    assert [row.investment_yuan for row in reading.rows] == [None, 950_000_000, None]
    problem = the_problem(reading)
    assert (problem.code, problem.row, problem.column, problem.value) == ("ledger.no_unit", 1, "B", "总投资")
    assert problem.accepted == ("总投资（亿元）", "总投资（万元）")


def test_a_unit_above_the_table_holds_for_columns_without_one() -> None:
    reading = read(
        ("单位：万元、亩",), ("项目名称", "总投资", "产值（亿元）", "用地"), ("甲", 95000, 12, 485)
    )
    (row,) = reading.rows
    assert (row.investment_yuan, row.output_yuan, row.area_mu) == (950_000_000, 1_200_000_000, Decimal(485))


@pytest.mark.parametrize(
    ("head", "value", "mu"),
    [
        pytest.param("用地面积（亩）", 485, "485", id="mu"),
        pytest.param("用地面积（亩）", "485.50", "485.5", id="text"),
        pytest.param("用地面积（公顷）", 32.3, "484.5", id="hectares"),
        pytest.param("用地面积（平方米）", 2000, "3", id="square metres"),
        pytest.param("用地面积（亩）", "2000平方米", "3", id="the cell's unit goes first"),
        pytest.param("用地面积（亩）", 2560.0, "2560", id="round"),
        pytest.param("用地面积（亩）", 0, None, id="no land of its own"),
        pytest.param("用地面积（亩）", "不涉及", None, id="no land in words"),
    ],
)
def test_an_area_is_mu(head: str, value: CellValue, mu: str | None) -> None:
    reading, found = read_cell(head, value)
    assert str(found) == str(mu)
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("用地面积（亩）", "约485", "ledger.bad_area"),
        ("用地面积（亩）", -1, "ledger.negative_area"),
        ("用地面积（亩）", 323_333, "ledger.absurd_area"),
        ("用地面积（亩）", date(2022, 5, 1), "ledger.bad_area"),
        ("用地面积", 485, "ledger.no_unit"),
    ],
)
def test_an_area_that_cannot_be_read_is_named(head: str, value: CellValue, code: str) -> None:
    reading, found = read_cell(head, value)
    assert (found, the_problem(reading).code) == (None, code)


@pytest.mark.parametrize(
    ("value", "when"),
    [
        pytest.param(datetime.fromisoformat("2022-07-21"), PartialDate(2022, 7, 21), id="cell date"),
        pytest.param(date(2022, 9, 12), PartialDate(2022, 9, 12), id="a holiday stays"),
        pytest.param(PartialDate(2023, 5), PartialDate(2023, 5), id="cell that shows no day"),
        pytest.param("2022.5.23", PartialDate(2022, 5, 23), id="dots"),
        pytest.param("2022-07-21", PartialDate(2022, 7, 21), id="dashes"),
        pytest.param("2022/7/21 0:00:00", PartialDate(2022, 7, 21), id="midnight of a database"),
        pytest.param("２０２３年５月", PartialDate(2023, 5), id="month, full width"),
        pytest.param("2022年7月初", PartialDate(2022, 7, None, "初"), id="part of a month"),
        pytest.param(2023, PartialDate(2023), id="year"),
        pytest.param(2022.5, PartialDate(2022, 5), id="2022.5 is a number to office programs"),
        pytest.param(2022.11, PartialDate(2022, 11), id="2022.11 as well"),
        pytest.param("2022.1", PartialDate(2022, 1), id="written 2022.1"),
        pytest.param(20220523, PartialDate(2022, 5, 23), id="eight digits"),
        pytest.param("202205", PartialDate(2022, 5), id="six digits"),
        pytest.param("/", None, id="stroke"),
        pytest.param("待定", None, id="not known yet"),
    ],
)
def test_a_date_keeps_its_precision(value: CellValue, when: PartialDate | None) -> None:
    reading, found = read_cell("开工时间", value)
    assert found == when
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("value", "code", "accepted"),
    [
        pytest.param("大约夏天", "ledger.bad_date", "2022-05-23", id="words"),
        pytest.param("2022.2.30", "ledger.bad_date", "2022-05-23", id="no such day"),
        pytest.param("2022.5-2023.10", "ledger.bad_date", "2022-05-23", id="from and to"),
        pytest.param(True, "ledger.bad_date", "2022-05-23", id="tick"),
        pytest.param(date(1900, 1, 1), "ledger.bad_date", "2022-05-23", id="day zero of office programs"),
        pytest.param(5, "ledger.bad_date", "2022-05-23", id="small number"),
        pytest.param(44704, "ledger.date_is_number", "2022-05-23", id="a date that lost its format"),
        pytest.param("44704", "ledger.date_is_number", "2022-05-23", id="the same as text"),
        pytest.param(2022.1, "ledger.ambiguous_month", "2022年1月", id="January or October"),
    ],
)
def test_a_date_that_cannot_be_read_is_named(value: CellValue, code: str, accepted: str) -> None:
    reading, found = read_cell("开工时间", value)
    problem = the_problem(reading)
    assert (found, problem.code, problem.accepted[0]) == (None, code, accepted)


@pytest.mark.parametrize(
    ("value", "route"),
    [
        ("是", Route.NEW_LAND),
        ("√", Route.NEW_LAND),
        ("涉及", Route.NEW_LAND),
        (True, Route.NEW_LAND),
        ("否", Route.EXISTING_LAND),
        ("无", Route.EXISTING_LAND),
        ("×", Route.EXISTING_LAND),
        ("存量用地", Route.EXISTING_LAND),
        (None, None),
        ("/", None),
    ],
)
def test_new_land_decides_the_route(value: CellValue, route: Route | None) -> None:
    reading = read(("项目名称", "是否新增用地"), ("甲", value))
    assert reading.rows[0].route is route
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("value", "stage"),
    [
        ("项目策划", Stage.PLANNING),
        ("会审论证", Stage.REVIEW),
        ("生成", Stage.FORMATION),
        ("④手续办理", Stage.PERMITS),
        ("手续办理阶段", Stage.PERMITS),
        ("在建", Stage.CONSTRUCTION),
        ("已开工", Stage.CONSTRUCTION),
        ("正在施工", Stage.CONSTRUCTION),
        ("纳统", Stage.INVEST_STATS),
        ("已投产", Stage.COMPLETION),
        ("升规", Stage.SCALE_UP),
        ("compliance", Stage.COMPLIANCE),
        ("-", None),
        *((stage.zh, stage) for stage in Stage),
    ],
)
def test_a_stage_is_known_by_its_other_names(value: str, stage: Stage | None) -> None:
    reading, found = read_cell("当前环节", value)
    assert found == stage
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("正常推进", ProjectStatus.ACTIVE),
        ("储备", ProjectStatus.LEAD),
        ("已终止", ProjectStatus.TERMINATED),
        ("-", None),
        *((status.zh, status) for status in ProjectStatus),
    ],
)
def test_a_status_is_known_by_its_other_names(value: str, status: ProjectStatus | None) -> None:
    reading, found = read_cell("项目状态", value)
    assert found == status
    assert reading.problems == ()


@pytest.mark.parametrize(
    ("head", "value", "code", "accepted"),
    [
        ("当前环节", "快了", "ledger.bad_stage", tuple(stage.zh for stage in Stage)),
        ("当前环节", 4, "ledger.bad_stage", tuple(stage.zh for stage in Stage)),
        ("状态", "在建", "ledger.bad_status", tuple(status.zh for status in ProjectStatus)),
        ("是否新增用地", "485亩", "ledger.bad_yes_no", ("是", "否")),
    ],
)
def test_a_word_that_is_no_term_is_named_with_the_terms(
    head: str, value: CellValue, code: str, accepted: tuple[str, ...]
) -> None:
    reading, found = read_cell(head, value)
    problem = the_problem(reading)
    assert (found, problem.code, problem.accepted) == (None, code, accepted)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        pytest.param("歌尔\n集团", "歌尔集团", id="wrapped"),
        pytest.param(5.0, "5", id="number"),
        pytest.param(date(2022, 5, 23), "2022-05-23", id="date"),
        pytest.param(datetime.fromisoformat("2022-05-23T08:30"), "2022-05-23 08:30:00", id="moment"),
        pytest.param(PartialDate(2023, 5), "2023年5月", id="month"),
        pytest.param(True, "TRUE", id="tick"),
        pytest.param("=1+1", "=1+1", id="text that looks like a formula"),
        pytest.param(None, "", id="blank"),
    ],
)
def test_a_text_column_takes_what_the_cell_shows(value: CellValue, text: str) -> None:
    reading, found = read_cell("投资主体", value)
    assert (found, reading.problems) == (text, ())


def test_a_progress_note_keeps_its_lines() -> None:
    _, found = read_cell("目前进展情况", "1.已挂牌\r\n2.正在设计\n")
    assert found == "1.已挂牌\n2.正在设计"


def test_a_long_code_kept_as_a_number_has_lost_digits() -> None:
    reading, found = read_cell("项目代码", 2210370704040112345)
    assert (found, the_problem(reading).code) == ("", "ledger.lost_digits")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("合计", None, 30.2), id="label in the first column"),
        pytest.param((None, "合　计", 30.2), id="label in the name column"),
        pytest.param((12, "总计（11个）", 30.2), id="with a count"),
        pytest.param((None, "制造业小计：", 12), id="of a part"),
        pytest.param(("合计", None, Formula("=SUM(C2:C3)")), id="formula not worked out"),
        pytest.param((None, None, Formula("=SUM(C2:C3)", 30.2)), id="formula without a label"),
        pytest.param((None, None, Formula("=ROUND(SUBTOTAL(9,C2:C3),1)", 30.2)), id="subtotal"),
    ],
)
def test_a_sum_is_no_project(row: tuple[CellValue, ...]) -> None:
    reading = read(HEADS, (1, "甲", 10), row)
    assert [project.name for project in reading.rows] == ["甲"]
    assert (reading.sum_rows, reading.note_rows, reading.problems) == ((3,), (), ())


@pytest.mark.parametrize("name", ["总计划展示中心", "累计式储能电站", "合计科技园项目", "会计总部基地"])
def test_a_project_may_be_called_much_like_a_sum(name: str) -> None:
    reading = read(HEADS, (1, name, 10))
    assert [row.name for row in reading.rows] == [name]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("一、新建项目（5个）",), id="section over the whole width"),
        pytest.param(("一", "续建项目", 50), id="section numbered otherwise than projects"),
        pytest.param((None, "（二）续建项目"), id="section in the name column"),
        pytest.param(("注：总投资为协议数",), id="footnote"),
        pytest.param(("填报人：", None, "审核人：", None, "联系电话："), id="signatures"),
        pytest.param(("填报人：", "某某"), id="a signature that runs into the name column"),
        pytest.param(HEADS, id="head repeated on the next page"),
        pytest.param((None,) * 9 + ("草稿",), id="beside the table"),
    ],
)
def test_a_note_is_no_project(row: tuple[CellValue, ...]) -> None:
    reading = read(HEADS, (1, "甲", 10), row, (2, "乙", 5))
    assert [project.name for project in reading.rows] == ["甲", "乙"]
    assert (reading.note_rows, reading.sum_rows, reading.problems) == ((3,), (), ())


def test_projects_numbered_in_chinese_are_projects() -> None:
    reading = read(HEADS, ("一", "甲", 10), ("二", "乙", 5))
    assert [row.name for row in reading.rows] == ["甲", "乙"]


def test_blank_and_merely_numbered_rows_are_skipped() -> None:
    reading = read(HEADS, (1, "甲"), (None, " ", "\u3000"), (2,), ("3", "\u200b"))
    assert [row.name for row in reading.rows] == ["甲"]
    assert (reading.note_rows, reading.problems) == ((), ())


def test_values_without_a_name_are_named() -> None:
    problem = the_problem(read(HEADS, (1, None, 10)))
    assert (problem.code, problem.row, problem.column, problem.value) == ("ledger.no_name", 2, "B", "")
    assert problem.accepted == ()


def test_a_name_that_cannot_be_kept_is_named_once() -> None:
    reading = read(HEADS, (1, "甲\u202e", 10))
    assert reading.rows == ()
    assert the_problem(reading).code == "text.forbidden"


def test_an_endless_name_is_named() -> None:
    problem = the_problem(read(("项目名称",), ("甲" * 201,)))
    assert (problem.code, problem.params) == ("ledger.name_too_long", {"longest": 200})


def test_the_same_project_twice_is_named() -> None:
    reading = read(("项目名称", "备注"), ("甲（一期）", "a"), ("乙", "b"), ("甲 (一期)", "c"))
    problem = the_problem(reading)
    assert [row.remark for row in reading.rows] == ["a", "b"]
    assert (problem.code, problem.row, problem.column) == ("ledger.duplicate_name", 4, "A")
    assert (problem.value, problem.params) == ("甲 (一期)", {"first_row": 2})


def test_the_same_project_number_twice_is_named() -> None:
    reading = read(("项目名称", "项目编号"), ("甲", "FZ-1"), ("乙", "fz-1"), ("丙", None), ("丁", None))
    problem = the_problem(reading)
    assert [row.name for row in reading.rows] == ["甲", "丙", "丁"]
    assert (problem.code, problem.row, problem.column) == ("ledger.duplicate_no", 3, "B")


def test_problems_come_in_the_order_of_the_sheet() -> None:
    reading = read(
        HEADS, (1, "甲", "多", "大", "夏天"), (2, "乙", -1), (3, "甲"), (None, None, None, None, "x")
    )
    places = [(problem.row, problem.column) for problem in reading.problems]
    assert places == [(2, "C"), (2, "D"), (2, "E"), (3, "C"), (4, "B"), (5, "B"), (5, "E")]


def test_a_row_tells_its_dated_facts() -> None:
    row = LedgerRow("甲", agreement=PartialDate(2022, 7, 21), production=PartialDate(2022, 7, None, "初"))
    assert row.milestones == {
        Milestone.AGREEMENT: PartialDate(2022, 7, 21),
        Milestone.PRODUCTION: PartialDate(2022, 7, None, "初"),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("年产100万件（套）碳化硅项目", "年产１００万件(套) 碳化硅项目"),
        ("元宇宙产业园【一期】", "元宇宙产业园（一期）"),
        ("A—B智能工厂", "a-b 智能工厂"),
        ("“智慧”园区", '"智慧"园区'),
    ],
)
def test_two_spellings_of_a_name_are_one_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)
    assert LedgerRow(one).row_key == LedgerRow(other).row_key


def test_a_project_is_known_by_its_number_first() -> None:
    assert LedgerRow("甲", project_no="FZ－1").row_key == LedgerRow("乙", project_no="fz-1").row_key
    assert match_key("元宇宙一期") != match_key("元宇宙二期")


def test_a_reading_can_be_cut_short() -> None:
    reading = read(HEADS, (1, "甲"), (2, "乙"), (3, "丙"))
    assert [row.name for row in reading.first(2).rows] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")]
)
def test_columns_are_lettered_as_in_a_workbook(column: int, letters: str) -> None:
    assert column_letter(column) == letters


def test_every_field_has_its_place_in_a_row() -> None:
    row = LedgerRow("甲")
    assert all(hasattr(row, ATTRIBUTES[field]) for field in LedgerField)


@pytest.mark.parametrize("field", LedgerField)
def test_every_head_we_write_is_understood(field: LedgerField) -> None:
    found = understand(field.zh)
    assert found is not None
    assert (found.field, found.rank) == (field, 0)
