"""The rate of items decided in time, and who is ranked by it."""

from __future__ import annotations

from datetime import date

from fangzi_desktop.domain.on_time import LEAST_RANKED, OnTime, on_time, ranked

DAY = date(2023, 2, 24)


def test_the_last_day_is_in_time_and_no_limit_is_no_base() -> None:
    found = on_time([(DAY, DAY), (DAY, date(2023, 2, 23)), (DAY, None)])
    assert found == OnTime(3, 2, 1)
    assert found.percent == 50


def test_without_limits_there_is_no_rate() -> None:
    assert on_time([(DAY, None)]).percent is None
    assert on_time([]).percent is None


def test_few_items_are_not_ranked() -> None:
    few = OnTime(LEAST_RANKED - 1, LEAST_RANKED - 1, LEAST_RANKED - 1)
    many = OnTime(LEAST_RANKED, LEAST_RANKED, 0)
    assert ranked({"甲局": few, "乙局": many}) == [(1, "乙局", many), (None, "甲局", few)]


def test_equal_rates_share_a_place_and_the_next_is_counted_on() -> None:
    whole, more, half = OnTime(5, 5, 5), OnTime(8, 8, 8), OnTime(10, 10, 5)
    found = ranked({"甲局": whole, "乙局": half, "丙局": more})
    assert [(place, name) for place, name, _ in found] == [(1, "丙局"), (1, "甲局"), (3, "乙局")]
