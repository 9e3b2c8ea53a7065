"""Urgency, what stands too long or is silent, and when a reminder comes back (mechanism §8.5, §1.3)."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from fangzi_desktop import paths
from fangzi_desktop.domain.alerts import (
    Later,
    asked_day,
    is_overlong,
    is_silent,
    reminded_again_on,
    silence_id,
    urgency,
)
from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.rulebook import IdleLimit, RuleBook, idle_limits_from
from fangzi_desktop.domain.terms import ClockKind, Light, Stage
from fangzi_desktop.domain.workdays import WorkCalendar


def seed(name: str) -> dict[str, Any]:
    return tomllib.loads((paths.seed() / f"{name}.toml").read_text(encoding="utf-8"))


CALENDAR = WorkCalendar(calendar_years(seed("calendar")))
FRIDAY = date(2023, 2, 24)


def test_the_worst_light_comes_first_then_the_earlier_day_then_the_name() -> None:
    wanted = [
        (Light.RED, date(2023, 2, 1), "b"),
        (Light.RED, date(2023, 2, 20), "a"),
        (Light.YELLOW, date(2023, 2, 27), "a"),
        (Light.YELLOW, date(2023, 2, 27), "b"),
        (Light.GREEN, date(2023, 3, 1), ""),
        (Light.GREY, date(2023, 3, 2), ""),
        (Light.GREY, None, ""),
    ]
    shuffled = wanted[3:] + wanted[:3]
    assert sorted(shuffled, key=lambda one: urgency(*one)) == wanted


@pytest.mark.parametrize(
    ("kind", "light", "overlong"),
    [
        pytest.param(ClockKind.STAGE, Light.RED, True, id="a stage past its limit"),
        pytest.param(ClockKind.OVERALL, Light.RED, True, id="the overall limit (mechanism S4)"),
        pytest.param(ClockKind.STAGE, Light.YELLOW, False, id="a stage near its limit"),
        pytest.param(ClockKind.PERMIT, Light.RED, False, id="a single item"),
        pytest.param(ClockKind.PROBLEM, Light.RED, False, id="a problem"),
    ],
)
def test_only_stages_and_the_overall_limit_make_a_project_stand_too_long(
    kind: ClockKind, light: Light, overlong: bool
) -> None:
    assert is_overlong(kind, light) is overlong


@pytest.mark.parametrize(
    ("last_change", "silent"),
    [
        pytest.param(date(2023, 1, 25), True, id="thirty calendar days (mechanism S1)"),
        pytest.param(date(2023, 1, 26), False, id="twenty-nine"),
        pytest.param(date(2023, 2, 24), False, id="today"),
    ],
)
def test_a_project_is_silent_from_the_day_the_limit_names(last_change: date, silent: bool) -> None:
    assert is_silent(last_change, FRIDAY, 30) is silent


def test_a_stages_own_idle_limit_goes_before_the_general_one_and_the_newer_before_the_older() -> None:
    shipped = RuleBook((), (), idle_limits_from(seed("stages")))
    planning = shipped.idle_limit(Stage.PLANNING, FRIDAY)
    assert planning is not None
    assert (planning.stage, planning.calendar_days) == (Stage.PLANNING, 30)
    own = IdleLimit(Stage.PLANNING, 20, date(2023, 1, 1))
    newer = IdleLimit(None, 45, date(2023, 2, 1))
    later = IdleLimit(None, 60, date(2023, 3, 1))
    book = RuleBook((), (), (*shipped.idle_limits, own, newer, later))
    assert book.idle_limit(Stage.PLANNING, FRIDAY) is own
    assert book.idle_limit(Stage.REVIEW, FRIDAY) is newer
    assert RuleBook((), ()).idle_limit(Stage.REVIEW, FRIDAY) is None


MONDAY_MEETING = 0


@pytest.mark.parametrize(
    ("choice", "today", "day"),
    [
        pytest.param(Later.TOMORROW, date(2023, 2, 22), date(2023, 2, 23), id="tomorrow"),
        pytest.param(Later.TOMORROW, FRIDAY, date(2023, 2, 27), id="tomorrow is a Saturday"),
        pytest.param(
            Later.TOMORROW,
            date(2023, 1, 27),
            date(2023, 1, 28),
            id="tomorrow is a Saturday worked in exchange (2023 notice)",
        ),
        pytest.param(
            Later.THREE_WORKDAYS,
            date(2023, 1, 20),
            date(2023, 1, 30),
            id="three working days over the Spring Festival of 2023",
        ),
        pytest.param(Later.NEXT_MEETING, FRIDAY, date(2023, 2, 27), id="next Monday"),
        pytest.param(Later.NEXT_MEETING, date(2023, 2, 27), date(2023, 3, 6), id="from a Monday"),
        pytest.param(
            Later.NEXT_MEETING,
            date(2023, 9, 27),
            date(2023, 10, 7),
            id="next Monday lies in the National Day holiday of 2023",
        ),
        pytest.param(
            Later.NEXT_MEETING,
            date(2023, 10, 3),
            date(2023, 10, 7),
            id="the meeting of this week was put off to after the holiday",
        ),
        pytest.param(
            Later.NEXT_MEETING, date(2023, 10, 7), date(2023, 10, 9), id="from the meeting that was put off"
        ),
    ],
)
def test_a_named_choice_asks_for_a_working_day(choice: Later, today: date, day: date) -> None:
    assert asked_day(choice, today, CALENDAR, MONDAY_MEETING) == day


def test_a_day_of_its_own_has_no_name() -> None:
    with pytest.raises(ValueError, match=Later.DAY.value):
        asked_day(Later.DAY, FRIDAY, CALENDAR, MONDAY_MEETING)


@pytest.mark.parametrize(
    ("asked", "today", "due", "day"),
    [
        pytest.param(date(2023, 3, 1), FRIDAY, None, date(2023, 3, 1), id="as asked"),
        pytest.param(date(2023, 3, 4), FRIDAY, None, date(2023, 3, 6), id="asked for a Saturday"),
        pytest.param(
            date(2023, 2, 27),
            date(2023, 2, 20),
            date(2023, 2, 22),
            date(2023, 2, 23),
            id="not later than the working day after it falls due",
        ),
        pytest.param(date(2023, 3, 1), FRIDAY, FRIDAY, date(2023, 2, 27), id="due today, back once red"),
        pytest.param(
            date(2023, 3, 1), FRIDAY, date(2023, 2, 23), date(2023, 2, 27), id="red: the next working day"
        ),
        pytest.param(
            date(2023, 2, 27), FRIDAY, date(2023, 3, 31), date(2023, 2, 27), id="due long after: as asked"
        ),
    ],
)
def test_a_reminder_comes_back_on_a_working_day(
    asked: date, today: date, due: date | None, day: date
) -> None:
    assert reminded_again_on(asked, today, due, CALENDAR) == day


def test_a_reminder_is_put_off_to_a_day_to_come() -> None:
    with pytest.raises(UserError, match=r"snooze\.past"):
        reminded_again_on(FRIDAY, FRIDAY, None, CALENDAR)


def test_the_reminder_of_a_silent_project_has_an_id_of_its_own() -> None:
    assert silence_id("p1") != silence_id("p2")
    assert silence_id("p1").startswith(silence_id(""))
