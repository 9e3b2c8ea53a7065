from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.idle_land import LandFacts, LandState, Standstill, idle_day, reckon

AGREED = date(2022, 3, 1)
YEAR, TWO = date(2023, 3, 1), date(2024, 3, 1)
LAND = LandFacts(AGREED, None, price_yuan=12_345_678_9)


def after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        pytest.param(AGREED, LandState.AHEAD, id="on the agreed day"),
        pytest.param(after(AGREED), LandState.LATE, id="late"),
        pytest.param(YEAR, LandState.LATE, id="on the last day of the year"),
        pytest.param(after(YEAR), LandState.FEE, id="over a year"),
        pytest.param(TWO, LandState.FEE, id="on the last day of the second year"),
        pytest.param(after(TWO), LandState.TAKE_BACK, id="over two years"),
    ],
)
def test_land_not_built_on_lies_idle_after_a_year(today: date, state: LandState) -> None:
    found = reckon(LAND, today)
    assert found.state is state
    assert found.state.is_idle is (state in (LandState.FEE, LandState.TAKE_BACK))
    assert found.idle_from == YEAR == idle_day(AGREED)


def test_the_fee_is_a_fifth_of_the_price_and_is_reckoned_in_words() -> None:
    found = reckon(replace(LAND, price_yuan=30_000_000), after(YEAR))
    assert found.fee_yuan == 6_000_000
    assert "3000万元×20%＝600万元" in found.words[1]
    unknown = reckon(replace(LAND, price_yuan=None), after(YEAR))
    assert unknown.fee_yuan is None and "登记出让价款" in unknown.words[1]


def test_after_two_years_it_may_be_taken_back() -> None:
    found = reckon(LAND, after(TWO))
    assert found.fee_yuan is None and "无偿收回" in found.words[1]


def test_without_an_agreed_start_nothing_is_reckoned() -> None:
    assert reckon(LandFacts(None, None), YEAR).state is LandState.NO_DATE


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        pytest.param(date(2022, 5, 1), None, LandState.EXCUSED, id="lasts"),
        pytest.param(date(2022, 1, 1), AGREED, LandState.EXCUSED, id="up to the agreed day"),
        pytest.param(date(2021, 1, 1), date(2022, 2, 28), LandState.FEE, id="over before it"),
        pytest.param(date(2024, 1, 1), None, LandState.FEE, id="still to come"),
    ],
)
def test_what_the_government_caused_excuses(first: date, last: date | None, state: LandState) -> None:
    stop = Standstill(first, last, "规划调整", is_excused=True)
    found = reckon(replace(LAND, standstills=(stop,)), date(2023, 6, 1))
    assert found.state is state
    assert any("规划调整" in words for words in found.words) is (state is LandState.EXCUSED)
    own = replace(stop, is_excused=False)
    assert reckon(replace(LAND, standstills=(own,)), date(2023, 6, 1)).state is LandState.FEE


STOP = Standstill(date(2022, 9, 1), None, "资金不足", is_excused=False)
BUILT = LandFacts(
    AGREED,
    date(2022, 4, 1),
    area_mu=Decimal(90),
    built_mu=Decimal("29.9"),
    total_yuan=100_000_000,
    invested_yuan=30_000_000,
    standstills=(STOP,),
)


def test_land_begun_and_left_for_a_year_is_idle_if_little_was_built() -> None:
    found = reckon(BUILT, date(2023, 9, 1))
    assert (found.state, found.idle_from) == (LandState.STOPPED, date(2023, 9, 1))
    assert "29.9亩" in found.words[2] and "不足三分之一" in found.words[2]
    assert reckon(BUILT, date(2023, 8, 31)).state is LandState.BEGUN


def test_or_if_little_was_invested() -> None:
    poor = replace(BUILT, built_mu=Decimal(30), invested_yuan=24_999_999)
    found = reckon(poor, date(2023, 9, 1))
    assert found.state is LandState.STOPPED and "不足25%" in found.words[2]


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param(replace(BUILT, built_mu=Decimal(30)), id="a third and a quarter"),
        pytest.param(replace(BUILT, built_mu=None, invested_yuan=None), id="nothing known"),
    ],
)
def test_else_it_is_not_called_idle(facts: LandFacts) -> None:
    assert reckon(facts, date(2023, 9, 1)).state is LandState.BEGUN


def test_an_excused_stop_is_named() -> None:
    stopped = replace(BUILT, standstills=(replace(STOP, is_excused=True),))
    assert reckon(stopped, date(2023, 9, 1)).state is LandState.EXCUSED


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (LandFacts(AGREED, date(2022, 4, 1)), "晚31个自然日"),
        (LandFacts(AGREED, AGREED), "未超过约定日期"),
        (LandFacts(None, AGREED), "已于2022年3月1日动工。"),
        (LandFacts(AGREED, None, has_begun=True), "已动工。"),
    ],
)
def test_a_start_is_held_against_the_agreed_one(facts: LandFacts, words: str) -> None:
    found = reckon(facts, date(2025, 1, 1))
    assert found.state is LandState.BEGUN and words in found.words[0]
