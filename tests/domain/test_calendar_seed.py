"""The shipped years against the library they were exported from."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.workdays import SATURDAY, CalendarYear, WorkCalendar

SEED = Path(__file__).parents[2] / "db" / "seed" / "calendar.toml"
YEARS = calendar_years(tomllib.loads(SEED.read_text(encoding="utf-8")))


def test_the_years_2004_to_2026_are_shipped() -> None:
    assert [year.year for year in YEARS] == list(range(2004, 2027))


def test_every_day_of_the_shipped_years_agrees_with_chinesecalendar() -> None:
    calendar = WorkCalendar(YEARS)
    day, differences = date(2004, 1, 1), []
    while day <= date(2026, 12, 31):
        if calendar.is_workday(day) != chinese_calendar.is_workday(day):
            differences.append(day)
        day += timedelta(days=1)
    assert differences == []


@pytest.mark.parametrize(("year", "count"), [(2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_a_year_has_as_many_working_days_as_were_counted_by_hand(year: int, count: int) -> None:
    assert WorkCalendar(YEARS).between(date(year - 1, 12, 31), date(year, 12, 31)) == count


@pytest.mark.parametrize("year", YEARS, ids=lambda year: str(year.year))
def test_a_shipped_year_is_sound(year: CalendarYear) -> None:
    days = year.rest | year.work
    assert all(day.year == year.year for day in days)
    assert all(day.weekday() >= SATURDAY for day in year.work)
    assert not year.rest & year.work
    assert year.names.keys() == days
    assert year.source
