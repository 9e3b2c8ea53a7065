"""What kind of day a day is, and the weeks that show a month (国办发明电〔2024〕12号 for 2025)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fangzi_desktop.domain.day_kinds import DayKind, mark_of, month_span, week_span
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.services.calendar import shipped_calendar


@pytest.fixture(scope="module")
def shipped() -> WorkCalendar:
    return shipped_calendar()


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_october_2025_rests_from_the_first_to_the_eighth(shipped: WorkCalendar) -> None:
    october = days_of(date(2025, 10, 1), date(2025, 10, 31))
    off = {day.day for day in october if mark_of(day, shipped).kind is DayKind.REST}
    assert off == {1, 2, 3, 4, 5, 6, 7, 8, 12, 18, 19, 25, 26}
    assert mark_of(date(2025, 10, 6), shipped).holiday == "中秋节"
    assert mark_of(date(2025, 10, 8), shipped).holiday == "国庆节"


def test_days_worked_in_exchange_are_marked_with_their_holiday(shipped: WorkCalendar) -> None:
    around = days_of(date(2025, 9, 20), date(2025, 10, 31))
    worked = {day: mark_of(day, shipped).holiday for day in around}
    found = {day for day in around if mark_of(day, shipped).kind is DayKind.MAKE_UP}
    assert found == {date(2025, 9, 28), date(2025, 10, 11)}
    assert {worked[day] for day in found} == {"国庆节"}


def test_a_day_of_a_year_without_a_notice_is_an_estimate(shipped: WorkCalendar) -> None:
    mark = mark_of(date(2040, 5, 1), shipped)
    assert (mark.kind, mark.holiday, mark.provisional) == (DayKind.REST, "劳动节", True)
    assert not mark_of(date(2025, 5, 1), shipped).provisional


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        pytest.param(
            date(2025, 10, 9), date(2025, 9, 29), date(2025, 11, 9), id="begins in the month before"
        ),
        pytest.param(date(2025, 9, 1), date(2025, 9, 1), date(2025, 10, 12), id="begins on a Monday"),
        pytest.param(date(2026, 2, 28), date(2026, 1, 26), date(2026, 3, 8), id="February"),
    ],
)
def test_a_month_is_shown_in_six_weeks_from_a_monday(day: date, first: date, last: date) -> None:
    assert month_span(day) == (first, last)
    assert (last - first).days == 41


def test_a_week_runs_from_monday_to_sunday() -> None:
    expected = (date(2025, 12, 29), date(2026, 1, 4))
    assert week_span(date(2026, 1, 1)) == week_span(date(2026, 1, 4)) == expected
