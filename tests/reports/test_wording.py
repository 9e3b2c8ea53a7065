"""How papers write money, days and lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.reports import wording
from fangzi_desktop.reports.document import Column, Told, grid

NEAR = date(2023, 2, 24)


@pytest.mark.parametrize(
    ("yuan", "prose", "table"),
    [
        (3_020_000_000, "30.2亿元", "302000"),
        (1_000_000_000, "10亿元", "100000"),
        (100_000_000, "1亿元", "10000"),
        (99_990_000, "9999万元", "9999"),
        (12_345_678, "1234.5678万元", "1234.5678"),
        (9_999, "9999元", "0.9999"),
        (0, "0元", "0"),
        (-250_000_000, "-2.5亿元", "-25000"),
    ],
)
def test_money_is_exact_in_prose_and_tables(yuan: int, prose: str, table: str) -> None:
    assert (wording.money(yuan), wording.in_wan(yuan)) == (prose, table)


def test_what_nobody_knows_is_a_dash() -> None:
    assert wording.in_wan(None) == wording.area(None) == wording.short_day(None, NEAR) == "—"


@pytest.mark.parametrize(
    ("mu", "words"), [("485", "485"), ("485.50", "485.5"), ("100", "100"), ("0.05", "0.05"), ("1E+3", "1000")]
)
def test_an_area_has_no_needless_digits(mu: str, words: str) -> None:
    assert wording.area(Decimal(mu)) == words


@pytest.mark.parametrize(
    ("day", "prose", "table"),
    [
        (date(2023, 3, 1), "3月1日", "03-01"),
        (date(2022, 12, 31), "2022年12月31日", "2022-12-31"),
    ],
)
def test_the_year_is_said_where_it_is_another_one(day: date, prose: str, table: str) -> None:
    assert (wording.say(day, NEAR), wording.short_day(day, NEAR)) == (prose, table)


def test_a_month_stays_a_month() -> None:
    assert wording.say("2023年5月", NEAR) == "2023年5月"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2023, 2, 20), date(2023, 2, 26), "2023年2月20日—2月26日"),
        (date(2022, 12, 26), date(2023, 1, 1), "2022年12月26日—2023年1月1日"),
    ],
)
def test_a_period_says_its_years(first: date, last: date, words: str) -> None:
    assert wording.period(first, last) == words


def test_a_period_near_a_day_leaves_out_its_year() -> None:
    assert wording.period(date(2023, 2, 6), date(2023, 2, 12), NEAR) == "2月6日—2月12日"


@pytest.mark.parametrize(
    ("count", "unit", "words"),
    [
        (37, Unit.WORKING_DAY, "37个工作日"),
        (37, Unit.CALENDAR_DAY, "37个自然日"),
        (3, Unit.MONTH, "3个月"),
    ],
)
def test_a_length_of_time_has_its_unit(count: int, unit: Unit, words: str) -> None:
    assert wording.duration(count, unit) == words


@pytest.mark.parametrize(
    ("typed", "ended", "open_"),
    [
        ("已开工", "已开工。", "已开工"),
        ("已开工。", "已开工。", "已开工"),
        ("已开工，", "已开工。", "已开工"),
        ("完成“封顶。”", "完成“封顶。”", "完成“封顶。”"),
        ("何时开工？", "何时开工？", "何时开工"),
        ("", "", ""),
    ],
)
def test_a_sentence_has_one_end(typed: str, ended: str, open_: str) -> None:
    assert (wording.sentence(typed), wording.clause(typed)) == (ended, open_)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_numerals(number: int, words: str) -> None:
    assert wording.numeral(number) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("土地招拍挂(出让)方案报审", "土地招拍挂（出让）方案报审"),
        ("编制,报区(市)政府批准", "编制，报区（市）政府批准"),
        ("BIM (model)", "BIM (model)"),
    ],
)
def test_official_names_have_full_width_marks(name: str, words: str) -> None:
    assert wording.official(name) == words


@pytest.mark.parametrize(
    ("cell", "words", "value"),
    [
        (wording.in_wan(12_345_678), "1234.5678", Decimal("1234.5678")),
        (wording.area(Decimal("485.50")), "485.5", Decimal("485.5")),
        (wording.counted(-2), "−2", Decimal(-2)),
        (wording.short_day(date(2023, 3, 1), NEAR), "03-01", date(2023, 3, 1)),
        (wording.due_day(date(2023, 3, 1), NEAR, False), "03-01", date(2023, 3, 1)),
    ],
)
def test_a_cell_of_a_table_tells_its_value_beside_its_words(cell: str, words: str, value: object) -> None:
    assert cell == words
    assert isinstance(cell, Told)
    assert cell.value == value


def test_an_estimated_day_is_nothing_but_words() -> None:
    assert wording.due_day(date(2023, 3, 1), NEAR, True) == "03-01预估"
    assert not isinstance(wording.due_day(date(2023, 3, 1), NEAR, True), Told)
    assert wording.due_day(None, NEAR, True) == "—"


def test_words_that_are_changed_tell_nothing_any_more() -> None:
    table = grid([Column("数", share=1)], [[wording.counted(5)], [f"{wording.counted(5)}个"], ["5"]])
    assert table.rows == (("5",), ("5个",), ("5",))
    assert table.values == ((Decimal(5),), (None,), (None,))
    assert grid([Column("数", share=1)], [["5"]]).values == ()
