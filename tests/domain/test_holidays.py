"""Which statutory holidays an arrangement of rest days leaves out (全国年节及纪念日放假办法 §2)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.holidays import Holiday, missing_holidays, surplus_days_off
from fangzi_desktop.domain.workdays import CalendarYear

SEED = Path(__file__).parents[2] / "db" / "seed" / "calendar.toml"
YEARS = calendar_years(tomllib.loads(SEED.read_text(encoding="utf-8")))
MODERN = [year for year in YEARS if year.year >= 2008]


def without(year: CalendarYear, *names: str) -> frozenset[date]:
    return frozenset(day for day in year.rest if not any(name in year.names[day] for name in names))


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_nothing_is_missing_from_a_year_that_was_published(year: CalendarYear) -> None:
    assert missing_holidays(year.year, year.rest, year.work) == ()


@pytest.mark.parametrize("year", MODERN, ids=lambda year: str(year.year))
@pytest.mark.parametrize("holiday", Holiday, ids=lambda holiday: holiday.value)
def test_a_holiday_that_is_left_out_is_missed_in_every_published_year(
    year: CalendarYear, holiday: Holiday
) -> None:
    # A 中秋 that falls into the days of 国庆 gets its rest there; only together can they be left out.
    together = {Holiday.MID_AUTUMN, Holiday.NATIONAL_DAY}
    names = [one.zh[:2] for one in (together if holiday in together else {holiday})]
    assert holiday in missing_holidays(year.year, without(year, *names), year.work)


def test_a_middle_autumn_of_its_own_is_missed_beside_the_national_day() -> None:
    apart = [2008, 2010, 2011, 2013, 2014, 2016, 2018, 2019, 2021, 2022, 2024, 2026]
    for year in (one for one in YEARS if one.year in apart):
        missing = missing_holidays(year.year, without(year, "中秋"), year.work)
        assert missing == (Holiday.MID_AUTUMN,), year.year


def test_before_2008_the_three_festivals_were_working_days() -> None:
    missing = missing_holidays(2007, frozenset(), frozenset())
    assert missing == (
        Holiday.NEW_YEAR,
        Holiday.SPRING_FESTIVAL,
        Holiday.LABOUR_DAY,
        Holiday.NATIONAL_DAY,
    )
    assert missing_holidays(1999, frozenset(), frozenset()) == ()


@pytest.mark.parametrize(
    ("rest", "is_missing"),
    [
        pytest.param({date(2026, 10, 1)}, True, id="one day, and the Friday after is worked"),
        pytest.param({date(2026, 10, 2)}, False, id="a Friday with its weekend"),
        pytest.param({date(2026, 10, 1), date(2026, 10, 2)}, False, id="two days and the weekend"),
    ],
)
def test_national_day_is_at_least_three_days_off_in_a_row(rest: set[date], is_missing: bool) -> None:
    others = without(YEARS[-1], "国庆")
    missing = missing_holidays(2026, others | rest, frozenset())
    assert (Holiday.NATIONAL_DAY in missing) is is_missing


def test_a_weekend_that_is_worked_is_no_day_off_in_the_row() -> None:
    others = without(YEARS[-1], "国庆")
    missing = missing_holidays(2026, others | {date(2026, 10, 2)}, frozenset({date(2026, 10, 3)}))
    assert missing == (Holiday.NATIONAL_DAY,)


# The fifteenth of the eighth month in years to come, as the lunar calendar (GB/T 33661-2017) gives it.
FULL_MOONS = (
    *(date(2027, 9, 15), date(2028, 10, 3), date(2029, 9, 22), date(2030, 9, 12), date(2031, 10, 1)),
    *(date(2033, 9, 8), date(2036, 10, 4), date(2040, 9, 20), date(2044, 10, 5), date(2050, 9, 30)),
)


@pytest.mark.parametrize("full_moon", FULL_MOONS, ids=str)
def test_middle_autumn_is_found_in_years_to_come(full_moon: date) -> None:
    missing = missing_holidays(full_moon.year, frozenset({full_moon}), frozenset())
    assert Holiday.MID_AUTUMN not in missing


@pytest.mark.parametrize("year", MODERN, ids=lambda year: str(year.year))
def test_a_years_notice_only_exchanges_days(year: CalendarYear) -> None:
    # 2015 had 3 September off for the anniversary of the victory, 2020 a longer 春节 in the epidemic; the
    # shipped years have the Saturday worked for 元旦 2012 with the year in which it lies.
    own = {2011: -1, 2012: 1, 2015: 1, 2020: 2}
    assert surplus_days_off(year) == own.get(year.year, 0)


def test_a_day_left_out_of_a_year_shows() -> None:
    year = YEARS[-1]
    assert surplus_days_off(replace(year, work=year.work - {min(year.work)})) == 1
    weekday = min(day for day in year.rest if day.weekday() < 5)
    assert surplus_days_off(replace(year, rest=year.rest - {weekday})) == -1
    weekend = min(day for day in year.rest if day.weekday() >= 5)
    assert surplus_days_off(replace(year, rest=year.rest - {weekend})) == 0


def test_no_year_before_2008_is_suspected() -> None:
    assert {surplus_days_off(year) for year in YEARS if year.year < 2008} == {0}
