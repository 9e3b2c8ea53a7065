"""Counting by the official calendar: the worked examples of mechanism §8.6 and a slow count day by day."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.workdays import (
    CalendarYear,
    WorkCalendar,
    add_calendar_days,
    add_months,
    add_workdays,
    calendar_days_between,
    joined,
    month_end,
    subtract_workdays,
    workdays_between,
)

SEED = Path(__file__).parents[2] / "db" / "seed" / "calendar.toml"
CALENDAR = WorkCalendar(calendar_years(tomllib.loads(SEED.read_text(encoding="utf-8"))))
ONE_DAY = timedelta(days=1)

Add = Callable[[date, int, WorkCalendar], date]


@dataclass(frozen=True)
class Stop:
    first: date
    last: date | None


WORKED_EXAMPLES = [
    pytest.param(add_calendar_days, date(2022, 5, 23), 37, date(2022, 6, 29), id="listing, calendar days"),
    pytest.param(add_workdays, date(2022, 5, 23), 37, date(2022, 7, 14), id="listing, the rule's unit"),
    pytest.param(add_calendar_days, date(2022, 5, 23), 30, date(2022, 6, 22), id="first 30 calendar days"),
    pytest.param(add_calendar_days, date(2022, 6, 22), 7, date(2022, 6, 29), id="then 7 calendar days"),
    pytest.param(add_workdays, date(2022, 6, 22), 7, date(2022, 7, 1), id="then 7 working days"),
    pytest.param(add_workdays, date(2022, 5, 23), 30, date(2022, 7, 5), id="first 30 working days"),
    pytest.param(add_workdays, date(2022, 7, 5), 7, date(2022, 7, 14), id="30 and 7 working days"),
    pytest.param(add_months, date(2022, 7, 1), 3, date(2022, 10, 8), id="holiday at month end"),
    pytest.param(add_months, date(2022, 11, 30), 3, date(2023, 2, 28), id="month end"),
    pytest.param(add_months, date(2023, 11, 30), 3, date(2024, 2, 29), id="leap year"),
    pytest.param(add_months, date(2022, 6, 12), 3, date(2022, 9, 13), id="ends on Mid-Autumn"),
    pytest.param(add_months, date(2022, 10, 8), 3, date(2023, 1, 9), id="ends on Sunday"),
    pytest.param(add_workdays, date(2022, 9, 30), 7, date(2022, 10, 14), id="over National Day"),
    pytest.param(add_workdays, date(2022, 9, 30), 20, date(2022, 11, 2), id="20 wd over National Day"),
    pytest.param(add_workdays, date(2022, 9, 30), 30, date(2022, 11, 16), id="30 wd over National Day"),
    pytest.param(add_workdays, date(2022, 10, 8), 20, date(2022, 11, 3), id="accepted on a make-up Saturday"),
    pytest.param(add_workdays, date(2023, 1, 16), 7, date(2023, 1, 30), id="over Spring Festival"),
    pytest.param(add_workdays, date(2024, 9, 27), 7, date(2024, 10, 12), id="due on a working Saturday 2024"),
    pytest.param(add_workdays, date(2026, 2, 12), 7, date(2026, 2, 28), id="due on a working Saturday 2026"),
    pytest.param(add_workdays, date(2025, 1, 24), 7, date(2025, 2, 10), id="over Spring Festival 2025"),
    pytest.param(add_workdays, date(2025, 9, 29), 7, date(2025, 10, 15), id="over National Day 2025"),
    pytest.param(add_workdays, date(2025, 4, 25), 20, date(2025, 5, 27), id="over May Day 2025"),
    pytest.param(add_workdays, date(2023, 1, 16), 10, date(2023, 2, 2), id="10 wd without suspension"),
    pytest.param(add_workdays, date(2022, 9, 1), 37, date(2022, 10, 28), id="37 wd from September"),
    pytest.param(add_workdays, date(2023, 1, 3), 37, date(2023, 2, 28), id="37 wd from January"),
    pytest.param(add_workdays, date(2025, 12, 1), 37, date(2026, 1, 22), id="37 wd across years"),
    pytest.param(
        add_calendar_days, date(2022, 9, 15), 20, date(2022, 10, 8), id="calendar days ending in a holiday"
    ),
]


@pytest.mark.parametrize(("add", "start", "count", "due"), WORKED_EXAMPLES)
def test_due_date_matches_the_official_calendar(add: Add, start: date, count: int, due: date) -> None:
    assert add(start, count, CALENDAR) == due


def test_a_suspension_moves_the_worked_example_from_2_to_9_february() -> None:
    stops = [Stop(date(2023, 2, 1), date(2023, 2, 7))]
    assert add_workdays(date(2023, 1, 16), 10, CALENDAR, stops) == date(2023, 2, 9)


@pytest.mark.parametrize(
    ("after", "to", "calendar_days", "working_days"),
    [
        pytest.param(date(2022, 5, 23), date(2022, 6, 29), 37, 26, id="listing to certificates"),
        pytest.param(date(2022, 7, 21), date(2022, 9, 12), 53, 36, id="framework signing to start"),
    ],
)
def test_elapsed_time_leaves_the_start_out_and_takes_the_end_in(
    after: date, to: date, calendar_days: int, working_days: int
) -> None:
    assert calendar_days_between(after, to) == calendar_days
    assert workdays_between(after, to, CALENDAR) == working_days


def test_56_calendar_days_before_the_start_is_a_monday_in_july() -> None:
    assert calendar_days_between(date(2022, 7, 18), date(2022, 9, 12)) == 56


def test_41_working_days_back_from_the_certificates() -> None:
    assert subtract_workdays(date(2022, 6, 29), 41, CALENDAR) == date(2022, 4, 28)


def test_counting_back_passes_over_suspensions() -> None:
    stops = [
        Stop(date(2022, 5, 2), date(2022, 5, 3)),
        Stop(date(2022, 6, 20), date(2022, 6, 21)),
        Stop(date(2022, 6, 29), date(2022, 7, 1)),
        Stop(date(2022, 8, 1), None),
    ]
    assert subtract_workdays(date(2022, 6, 29), 2, CALENDAR, stops) == date(2022, 6, 24)
    assert subtract_workdays(date(2022, 6, 29), 5, CALENDAR, stops) == date(2022, 6, 17)


def test_a_limit_beyond_the_published_years_is_counted_monday_to_friday_without_fixed_holidays() -> None:
    assert not CALENDAR.is_published(date(2027, 1, 1))
    assert add_workdays(date(2026, 12, 20), 15, CALENDAR) == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 1), "元旦"),
        (date(2029, 5, 1), "劳动节"),
        (date(2029, 5, 2), "劳动节"),
        (date(2028, 10, 2), "国庆节"),
        (date(2028, 10, 3), "国庆节"),
    ],
)
def test_fixed_holidays_of_an_unpublished_year_are_off(day: date, name: str) -> None:
    assert not CALENDAR.is_workday(day)
    assert CALENDAR.holiday_name(day) == name


@pytest.mark.parametrize("day", [date(2003, 5, 2), date(2028, 10, 4), date(2028, 1, 3), date(2027, 2, 8)])
def test_other_weekdays_of_an_unpublished_year_are_worked(day: date) -> None:
    assert CALENDAR.is_workday(day)
    assert CALENDAR.holiday_name(day) == ""


def test_the_second_of_may_was_a_working_day_by_law_before_2025() -> None:
    assert WorkCalendar([]).is_workday(date(2024, 5, 2))
    assert not WorkCalendar([]).is_workday(date(2025, 5, 2))


def test_a_published_year_names_its_holidays_and_make_up_days() -> None:
    assert CALENDAR.holiday_name(date(2022, 6, 3)) == "端午节"
    assert CALENDAR.holiday_name(date(2022, 10, 9)) == "国庆节"
    assert CALENDAR.holiday_name(date(2022, 10, 10)) == ""


def test_a_notice_may_set_days_of_the_december_before_and_the_later_notice_holds() -> None:
    of_2018 = CalendarYear(2018, frozenset(), frozenset(), "2018")
    of_2019 = CalendarYear(2019, frozenset({date(2018, 12, 31)}), frozenset({date(2018, 12, 29)}), "2019")
    calendar = WorkCalendar([of_2019, of_2018])
    assert not calendar.is_workday(date(2018, 12, 31))
    assert calendar.is_workday(date(2018, 12, 29))
    assert add_workdays(date(2018, 12, 28), 1, calendar) == date(2018, 12, 29)


def test_the_next_working_day_may_be_the_day_itself() -> None:
    assert CALENDAR.next_workday(date(2022, 10, 8)) == date(2022, 10, 8)
    assert CALENDAR.next_workday(date(2022, 10, 1)) == date(2022, 10, 8)


def test_published_years_are_told() -> None:
    assert CALENDAR.published_years == frozenset(range(2004, 2027))


def test_years_are_equal_when_days_source_and_names_are() -> None:
    day = date(2022, 1, 3)
    named = CalendarYear(2022, frozenset({day}), frozenset(), "通知", {day: "元旦"})
    assert named == CalendarYear(2022, frozenset({day}), frozenset(), "通知", {day: "元旦"})
    assert named != CalendarYear(2022, frozenset({day}), frozenset(), "通知")
    assert len({named, CalendarYear(2022, frozenset({day}), frozenset(), "通知", {day: "元旦"})}) == 1


@pytest.mark.parametrize(
    ("start", "due"),
    [
        pytest.param(date(2022, 10, 8), date(2022, 10, 8), id="on a working day"),
        pytest.param(date(2022, 10, 1), date(2022, 10, 8), id="on a holiday"),
    ],
)
def test_a_limit_of_no_days_is_due_at_once(start: date, due: date) -> None:
    assert add_workdays(start, 0, CALENDAR) == due
    assert add_calendar_days(start, 0, CALENDAR, [Stop(date(2022, 12, 1), None)]) == due


def test_an_end_on_a_rest_day_stays_there_when_it_is_not_to_be_moved() -> None:
    assert add_calendar_days(date(2022, 9, 15), 20, CALENDAR, extend=False) == date(2022, 10, 5)
    assert add_months(date(2022, 7, 1), 3, CALENDAR, extend=False) == date(2022, 10, 1)


def test_the_move_off_a_rest_day_never_ends_on_a_suspended_day() -> None:
    stops = [Stop(date(2022, 10, 8), date(2022, 10, 12)), Stop(date(2022, 10, 13), date(2022, 10, 14))]
    assert add_months(date(2022, 7, 1), 3, CALENDAR, stops) == date(2022, 10, 17)


def test_suspended_days_push_a_month_limit_on_by_as_many_calendar_days() -> None:
    stops = [Stop(date(2022, 7, 11), date(2022, 7, 20)), Stop(date(2022, 9, 5), date(2022, 9, 6))]
    assert add_months(date(2022, 6, 1), 3, CALENDAR, stops) == date(2022, 9, 13)


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [
        # Ten working days from Monday 2023-02-06 end on the 20th (mechanism §8.4: both ends are not counted).
        pytest.param(date(2023, 1, 30), date(2023, 2, 5), date(2023, 2, 20), id="over before the start"),
        pytest.param(date(2023, 2, 1), date(2023, 2, 6), date(2023, 2, 20), id="ends on the start"),
        pytest.param(date(2023, 2, 1), date(2023, 2, 8), date(2023, 2, 22), id="the start lies inside"),
        pytest.param(date(2023, 2, 6), date(2023, 2, 8), date(2023, 2, 22), id="begins on the start"),
        pytest.param(date(2023, 2, 8), date(2023, 2, 8), date(2023, 2, 21), id="one working day"),
        pytest.param(date(2023, 2, 11), date(2023, 2, 12), date(2023, 2, 20), id="a weekend"),
        pytest.param(date(2023, 2, 10), date(2023, 2, 13), date(2023, 2, 22), id="over a weekend"),
        pytest.param(date(2023, 2, 20), date(2023, 2, 20), date(2023, 2, 21), id="the last day"),
        pytest.param(date(2023, 2, 21), date(2023, 2, 28), date(2023, 2, 20), id="after the end"),
    ],
)
def test_suspended_days_are_left_out_with_both_ends(first: date, last: date, due: date) -> None:
    assert add_workdays(date(2023, 2, 6), 10, CALENDAR, [Stop(first, last)]) == due


def test_suspensions_that_meet_on_one_day_take_that_day_out_once() -> None:
    meeting = [Stop(date(2023, 2, 1), date(2023, 2, 3)), Stop(date(2023, 2, 3), date(2023, 2, 7))]
    assert add_workdays(date(2023, 1, 16), 10, CALENDAR, meeting) == date(2023, 2, 9)
    assert joined(meeting) == [(date(2023, 2, 1), date(2023, 2, 7))]


@pytest.mark.parametrize(
    ("stops", "code"),
    [
        pytest.param(
            [Stop(date(2023, 2, 1), date(2023, 2, 7)), Stop(date(2023, 2, 6), date(2023, 2, 9))],
            "clock.suspensions_overlap",
            id="two days in both",
        ),
        pytest.param(
            [Stop(date(2023, 2, 1), None), Stop(date(2023, 2, 6), date(2023, 2, 9))],
            "clock.suspensions_overlap",
            id="another while still stopped",
        ),
        pytest.param(
            [Stop(date(2023, 2, 7), date(2023, 2, 1))],
            "clock.suspension_backwards",
            id="ends before it begins",
        ),
    ],
)
def test_impossible_suspensions_are_refused(stops: list[Stop], code: str) -> None:
    with pytest.raises(UserError, match=code):
        add_workdays(date(2023, 1, 16), 10, CALENDAR, stops)


def test_an_open_suspension_after_the_end_changes_nothing() -> None:
    assert add_workdays(date(2023, 1, 16), 10, CALENDAR, [Stop(date(2023, 2, 3), None)]) == date(2023, 2, 2)


@pytest.mark.parametrize(
    "add",
    [
        pytest.param(lambda stops: add_workdays(date(2023, 1, 16), 20, CALENDAR, stops), id="working days"),
        pytest.param(lambda stops: add_calendar_days(date(2023, 1, 16), 30, CALENDAR, stops), id="calendar"),
        pytest.param(lambda stops: add_calendar_days(date(2023, 1, 16), 19, CALENDAR, stops), id="moved on"),
        pytest.param(lambda stops: add_workdays(date(2023, 2, 5), 0, CALENDAR, stops), id="at once"),
    ],
)
def test_a_limit_that_meets_an_open_suspension_never_ends(add: Callable[[list[Stop]], date]) -> None:
    with pytest.raises(UserError, match=r"clock\.never_ends"):
        add([Stop(date(2023, 2, 5), None)])


def test_nothing_counts_after_an_open_suspension_begins() -> None:
    assert (
        workdays_between(date(2023, 1, 16), date(2023, 6, 1), CALENDAR, [Stop(date(2023, 1, 18), None)]) == 1
    )


@pytest.mark.parametrize(
    "count",
    [
        pytest.param(lambda: add_workdays(date(9999, 12, 1), 60, CALENDAR), id="working days"),
        pytest.param(lambda: add_months(date(9999, 12, 1), 1, CALENDAR), id="months"),
        pytest.param(lambda: add_calendar_days(date(9999, 12, 1), 60, CALENDAR), id="calendar days"),
        pytest.param(lambda: subtract_workdays(date(1, 1, 10), 60, CALENDAR), id="backwards"),
    ],
)
def test_counting_beyond_the_years_of_the_world_overflows(count: Callable[[], date]) -> None:
    with pytest.raises(OverflowError):
        count()


# An independent count: one day after the other, nothing clever.

DAYS = st.dates(date(2020, 1, 1), date(2027, 6, 30))


@st.composite
def separate_stops(draw: st.DrawFn) -> list[Stop]:
    """Up to four suspensions in any order; neighbours may meet on a day."""
    day = draw(st.dates(date(2019, 11, 1), date(2026, 6, 30)))
    stops = []
    for _ in range(draw(st.integers(0, 4))):
        first = day + timedelta(days=draw(st.integers(0, 40)))
        day = first + timedelta(days=draw(st.integers(0, 30)))
        stops.append(Stop(first, day))
        day += timedelta(days=draw(st.integers(0, 1))) if day > first else ONE_DAY
    return draw(st.permutations(stops))


def is_stopped(day: date, stops: list[Stop]) -> bool:
    return any(one.first <= day and (one.last is None or day <= one.last) for one in stops)


def slow_add_workdays(start: date, count: int, stops: list[Stop]) -> date:
    day = start
    while count:
        day += ONE_DAY
        count -= CALENDAR.is_workday(day) and not is_stopped(day, stops)
    return day


def slow_add_calendar_days(start: date, count: int, stops: list[Stop], *, extend: bool) -> date:
    day = start
    while count:
        day += ONE_DAY
        count -= not is_stopped(day, stops)
    while extend and (not CALENDAR.is_workday(day) or is_stopped(day, stops)):
        day += ONE_DAY
    return day


def slow_add_months(start: date, count: int, stops: list[Stop]) -> date:
    end = due = start + relativedelta(months=count)
    while True:
        suspended = sum(
            is_stopped(start + timedelta(days=n), stops) for n in range(1, (due - start).days + 1)
        )
        if due == end + timedelta(days=suspended):
            return due
        due = end + timedelta(days=suspended)


def slow_between(after: date, to: date, stops: list[Stop]) -> int:
    days = [after + timedelta(days=n) for n in range(1, (to - after).days + 1)]
    return sum(CALENDAR.is_workday(day) and not is_stopped(day, stops) for day in days)


@settings(deadline=None)
@given(DAYS, st.integers(1, 300), separate_stops())
def test_working_days_are_added_as_one_would_day_by_day(start: date, count: int, stops: list[Stop]) -> None:
    assert add_workdays(start, count, CALENDAR, stops) == slow_add_workdays(start, count, stops)


@settings(deadline=None)
@given(DAYS, st.integers(1, 400), separate_stops(), st.booleans())
def test_calendar_days_are_added_as_one_would_day_by_day(
    start: date, count: int, stops: list[Stop], extend: bool
) -> None:
    counted = add_calendar_days(start, count, CALENDAR, stops, extend=extend)
    assert counted == slow_add_calendar_days(start, count, stops, extend=extend)


@settings(deadline=None)
@given(DAYS, st.integers(1, 24), separate_stops())
def test_months_are_moved_on_until_no_further_suspended_day_is_met(
    start: date, count: int, stops: list[Stop]
) -> None:
    counted = add_months(start, count, CALENDAR, stops, extend=False)
    assert counted == slow_add_months(start, count, stops)
    assert add_months(start, count, CALENDAR, extend=False) == month_end(start, count)


@settings(deadline=None)
@given(DAYS, DAYS, separate_stops())
def test_working_days_between_are_those_one_would_tick_off(after: date, to: date, stops: list[Stop]) -> None:
    forward = slow_between(min(after, to), max(after, to), stops)
    assert workdays_between(after, to, CALENDAR, stops) == (forward if after <= to else -forward)


@settings(deadline=None)
@given(DAYS, st.integers(1, 300), separate_stops())
def test_adding_and_counting_are_inverse(start: date, count: int, stops: list[Stop]) -> None:
    due = add_workdays(start, count, CALENDAR, stops)
    assert workdays_between(start, due, CALENDAR, stops) == count


@settings(deadline=None)
@given(DAYS, st.integers(1, 300), separate_stops())
def test_subtracting_gives_the_latest_working_day_with_so_many_after_it(
    end: date, count: int, stops: list[Stop]
) -> None:
    start = subtract_workdays(end, count, CALENDAR, stops)
    assert CALENDAR.is_workday(start)
    assert not is_stopped(start, stops)
    assert slow_between(start, end, stops) == count


@settings(deadline=None)
@given(DAYS, st.integers(0, 400))
def test_departures_are_the_days_unlike_monday_to_friday(after: date, length: int) -> None:
    days = [after + timedelta(days=n) for n in range(1, length + 1)]
    unlike = [day for day in days if CALENDAR.is_workday(day) != (day.weekday() < 5)]
    assert CALENDAR.departures(after, after + timedelta(days=length)) == unlike
