"""Clocks: the light of mechanism §8.5, suspensions of §8.4, and the sentence that answers "why this day?"."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.deadlines import (
    Clock,
    Deadline,
    Limit,
    Suspension,
    check_minimum,
    deadline_of,
    is_stopped,
    light_on,
    read_clock,
    why,
)
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Light, LimitKind, Unit
from fangzi_desktop.domain.workdays import WorkCalendar, calendar_days_between, workdays_between

SEED = Path(__file__).parents[2] / "db" / "seed" / "calendar.toml"
YEARS = calendar_years(tomllib.loads(SEED.read_text(encoding="utf-8")))
CALENDAR = WorkCalendar(YEARS)
ONE_DAY = timedelta(days=1)

LISTING = date(2022, 5, 23)
WORKDAYS_37 = Limit(37, Unit.WORKING_DAY)
FLOOR_20 = Limit(20, Unit.CALENDAR_DAY, LimitKind.MIN)


def a_clock(start: date | None = LISTING, limit: Limit | None = WORKDAYS_37, **changes: object) -> Clock:
    return replace(Clock(start, "受理", limit), **changes)  # type: ignore[arg-type]


def a_stop(first: date, last: date | None, reason: str = "专家评审", document_no: str = "") -> Suspension:
    return Suspension(first, last, reason, document_no)


@pytest.mark.parametrize(
    ("start", "limit", "due", "warn_on"),
    [
        # 37 working days: 26 are 70.3 % of them, reached on 29 June.
        pytest.param(LISTING, WORKDAYS_37, date(2022, 7, 14), date(2022, 6, 29), id="37 working days"),
        # 10 working days: the 8th is beyond 70 %, and the 7th has three left.
        pytest.param(
            LISTING, Limit(10, Unit.WORKING_DAY), date(2022, 6, 7), date(2022, 6, 1), id="10 working days"
        ),
        pytest.param(LISTING, Limit(3, Unit.WORKING_DAY), date(2022, 5, 26), LISTING, id="3 working days"),
        pytest.param(LISTING, Limit(0, Unit.WORKING_DAY), LISTING, LISTING, id="at once"),
        # Until 2022-10-08 there are 23 calendar days; the 17th is beyond 70 %, but three working days
        # are left from 28 September, because the holiday lies between.
        pytest.param(
            date(2022, 9, 15),
            Limit(20, Unit.CALENDAR_DAY),
            date(2022, 10, 8),
            date(2022, 9, 28),
            id="calendar days before a holiday",
        ),
        # 99 calendar days: the 70th is beyond 70 %.
        pytest.param(
            date(2022, 7, 1), Limit(3, Unit.MONTH), date(2022, 10, 8), date(2022, 9, 9), id="three months"
        ),
    ],
)
def test_a_limit_has_a_due_day_and_a_first_yellow_day(
    start: date, limit: Limit, due: date, warn_on: date
) -> None:
    assert deadline_of(a_clock(start, limit), CALENDAR) == Deadline(due, None, warn_on, provisional=False)


def test_a_floor_may_end_on_a_rest_day_and_never_warns() -> None:
    clock = a_clock(date(2022, 9, 15), FLOOR_20)
    assert deadline_of(clock, CALENDAR) == Deadline(date(2022, 10, 5), None, None, provisional=False)


@pytest.mark.parametrize(
    "clock",
    [
        pytest.param(a_clock(start=None), id="not started"),
        pytest.param(a_clock(limit=None), id="no limit"),
        pytest.param(a_clock(suspensions=(a_stop(date(2022, 6, 1), None),)), id="stopped"),
    ],
)
def test_a_clock_that_does_not_run_leads_nowhere(clock: Clock) -> None:
    assert deadline_of(clock, CALENDAR) == Deadline(None, None, None, provisional=False)


def test_the_statutory_limit_counts_from_the_same_start_with_the_same_suspensions() -> None:
    statutory = Limit(60, Unit.CALENDAR_DAY)
    stop = a_stop(date(2022, 6, 1), date(2022, 6, 30))
    assert deadline_of(a_clock(statutory=statutory), CALENDAR).statutory_due == date(2022, 7, 22)
    stopped = a_clock(statutory=statutory, suspensions=(stop,))
    assert deadline_of(stopped, CALENDAR).statutory_due == date(2022, 8, 22)


def test_a_statutory_limit_is_counted_though_none_was_promised() -> None:
    clock = a_clock(date(2026, 12, 1), None, statutory=Limit(3, Unit.MONTH))
    assert deadline_of(clock, CALENDAR) == Deadline(None, date(2027, 3, 1), None, provisional=True)


@pytest.mark.parametrize("start", [None, LISTING])
def test_overlapping_suspensions_are_refused(start: date | None) -> None:
    stops = (a_stop(date(2022, 6, 1), date(2022, 6, 10)), a_stop(date(2022, 6, 9), date(2022, 6, 12)))
    with pytest.raises(UserError, match=r"clock\.suspensions_overlap"):
        deadline_of(a_clock(start, suspensions=stops), CALENDAR)


@pytest.mark.parametrize(
    ("start", "limit", "provisional"),
    [
        pytest.param(date(2026, 12, 1), Limit(15, Unit.WORKING_DAY), False, id="ends in the last known year"),
        pytest.param(date(2026, 12, 20), Limit(15, Unit.WORKING_DAY), True, id="runs into the unknown year"),
        pytest.param(date(2026, 12, 31), Limit(1, Unit.CALENDAR_DAY), True, id="due in the unknown year"),
        pytest.param(
            date(2026, 12, 1), Limit(31, Unit.CALENDAR_DAY), True, id="due just in the unknown year"
        ),
        pytest.param(date(2003, 12, 31), Limit(20, Unit.CALENDAR_DAY), False, id="the start is not counted"),
        pytest.param(date(2003, 12, 31), Limit(1, Unit.WORKING_DAY), True, id="yellow in the unknown year"),
        pytest.param(date(2003, 12, 30), Limit(30, Unit.CALENDAR_DAY), True, id="begins in an unknown year"),
    ],
)
def test_an_unpublished_year_on_the_way_makes_a_deadline_provisional(
    start: date, limit: Limit, provisional: bool
) -> None:
    assert deadline_of(a_clock(start, limit), CALENDAR).provisional is provisional


def test_a_month_limit_extended_into_an_unpublished_year_is_provisional() -> None:
    only_2022 = WorkCalendar([year for year in YEARS if year.year == 2022])
    saturday = a_clock(date(2022, 9, 30), Limit(92, Unit.CALENDAR_DAY))
    assert deadline_of(saturday, only_2022) == Deadline(
        date(2023, 1, 2), None, date(2022, 12, 5), provisional=True
    )


@pytest.mark.parametrize(
    ("today", "used", "left", "light"),
    [
        pytest.param(date(2022, 5, 20), 0, 38, Light.GREEN, id="before the start"),
        pytest.param(LISTING, 0, 37, Light.GREEN, id="on the start"),
        pytest.param(date(2022, 6, 28), 25, 12, Light.GREEN, id="last green day"),
        pytest.param(date(2022, 6, 29), 26, 11, Light.YELLOW, id="more than 70 % used"),
        pytest.param(date(2022, 7, 14), 37, 0, Light.YELLOW, id="on the due day"),
        pytest.param(date(2022, 7, 16), 38, -1, Light.RED, id="overdue over a weekend"),
        pytest.param(date(2022, 7, 20), 41, -4, Light.RED, id="overdue"),
    ],
)
def test_a_running_clock_tells_used_left_and_light(today: date, used: int, left: int, light: Light) -> None:
    reading = read_clock(a_clock(), CALENDAR, today)
    assert (reading.used, reading.left, reading.light) == (used, left, light)
    assert reading.used_unit is reading.left_unit is Unit.WORKING_DAY
    assert reading.share == pytest.approx(used / 37)


@pytest.mark.parametrize(
    ("start", "limit", "last_green"),
    [
        # 14 of 20 working days are exactly 70 %, on a Friday; no holiday lies before April.
        pytest.param(date(2023, 2, 27), Limit(20, Unit.WORKING_DAY), date(2023, 3, 19), id="exactly 70 %"),
        # 7 of 11 are less than 70 %, with four working days left; a day later there are three.
        pytest.param(date(2023, 2, 27), Limit(11, Unit.WORKING_DAY), date(2023, 3, 8), id="three left"),
        # 21 of 30 calendar days are exactly 70 %, with seven working days left on 2023-03-20.
        pytest.param(date(2023, 2, 27), Limit(30, Unit.CALENDAR_DAY), date(2023, 3, 20), id="calendar days"),
    ],
)
def test_the_last_green_day_is_the_one_with_70_percent_used_and_more_than_three_left(
    start: date, limit: Limit, last_green: date
) -> None:
    # Mechanism §8.5: green up to 70 % and with more than three working days left.
    clock = a_clock(start, limit)
    assert read_clock(clock, CALENDAR, last_green).light is Light.GREEN
    assert read_clock(clock, CALENDAR, last_green + ONE_DAY).light is Light.YELLOW


@pytest.mark.parametrize("limit", [Limit(30, Unit.CALENDAR_DAY), Limit(1, Unit.MONTH)])
def test_other_units_are_read_in_calendar_days_up_to_the_due_day(limit: Limit) -> None:
    clock = a_clock(date(2022, 9, 3), limit)
    reading = read_clock(clock, CALENDAR, date(2022, 9, 20))
    assert reading.due == date(2022, 10, 8)
    assert (reading.used, reading.left) == (17, 18)
    assert reading.used_unit is reading.left_unit is Unit.CALENDAR_DAY
    assert reading.share == pytest.approx(17 / 35)


def test_suspended_days_are_neither_used_nor_left() -> None:
    clock = a_clock(
        date(2023, 1, 16),
        Limit(10, Unit.WORKING_DAY),
        suspensions=(a_stop(date(2023, 2, 1), date(2023, 2, 7)),),
    )
    reading = read_clock(clock, CALENDAR, date(2023, 2, 3))
    assert (reading.used, reading.left, reading.due) == (8, 2, date(2023, 2, 9))
    assert not reading.stopped


@pytest.mark.parametrize(
    ("limit", "used", "share"),
    [
        pytest.param(Limit(10, Unit.WORKING_DAY), 8, 8 / 10, id="working days"),
        pytest.param(Limit(20, Unit.CALENDAR_DAY), 15, 15 / 20, id="calendar days"),
        pytest.param(Limit(1, Unit.MONTH), 15, 15 / 31, id="months"),
    ],
)
def test_a_stopped_clock_is_grey_and_keeps_what_was_used(limit: Limit, used: int, share: float) -> None:
    clock = a_clock(date(2023, 1, 16), limit, suspensions=(a_stop(date(2023, 2, 1), None),))
    reading = read_clock(clock, CALENDAR, date(2023, 3, 1))
    assert is_stopped(clock)
    assert (reading.light, reading.stopped, reading.due, reading.left) == (Light.GREY, True, None, None)
    assert reading.used == used
    assert reading.share == pytest.approx(share)


@pytest.mark.parametrize("clock", [a_clock(start=None), a_clock(limit=None)], ids=["not started", "no limit"])
def test_a_clock_without_start_or_limit_is_grey_but_not_stopped(clock: Clock) -> None:
    reading = read_clock(clock, CALENDAR, date(2022, 5, 26))
    assert (reading.light, reading.stopped, reading.left, reading.share) == (Light.GREY, False, None, 0.0)
    assert reading.used == (0 if clock.start is None else 3)


def test_what_is_due_at_once_is_wholly_used() -> None:
    reading = read_clock(a_clock(limit=Limit(0, Unit.WORKING_DAY)), CALENDAR, LISTING)
    assert (reading.share, reading.light) == (1.0, Light.YELLOW)


@pytest.mark.parametrize(
    ("ended_on", "light", "left"),
    [
        pytest.param(date(2022, 6, 1), Light.GREEN, 30, id="early"),
        pytest.param(date(2022, 7, 14), Light.GREEN, 0, id="on the due day"),
        pytest.param(date(2022, 7, 15), Light.RED, -1, id="late"),
    ],
)
def test_an_ended_clock_keeps_the_light_it_ended_with(ended_on: date, light: Light, left: int) -> None:
    reading = read_clock(a_clock(ended_on=ended_on), CALENDAR, date(2023, 1, 1))
    assert (reading.light, reading.left, reading.ended_on) == (light, left, ended_on)


def test_a_clock_that_ended_while_stopped_counts_the_stop_up_to_its_end() -> None:
    stops = (a_stop(date(2022, 5, 26), date(2022, 5, 26)), a_stop(date(2022, 6, 1), None))
    clock = a_clock(limit=Limit(10, Unit.WORKING_DAY), suspensions=stops, ended_on=date(2022, 6, 10))
    reading = read_clock(clock, CALENDAR, date(2023, 1, 1))
    assert (reading.used, reading.left, reading.light) == (5, 5, Light.GREEN)
    assert reading.due == date(2022, 6, 17)
    assert not reading.stopped


def test_a_stop_recorded_after_the_end_does_not_count() -> None:
    clock = a_clock(suspensions=(a_stop(date(2022, 8, 1), None),), ended_on=date(2022, 7, 14))
    assert read_clock(clock, CALENDAR, date(2022, 9, 1)).due == date(2022, 7, 14)


@pytest.mark.parametrize(
    ("today", "ended_on", "light", "before_minimum"),
    [
        pytest.param(date(2022, 6, 1), None, Light.GREEN, False, id="running"),
        pytest.param(date(2022, 7, 1), None, Light.GREEN, False, id="floor passed"),
        pytest.param(date(2022, 7, 1), date(2022, 6, 11), Light.RED, True, id="ended a day early"),
        pytest.param(date(2022, 7, 1), date(2022, 6, 12), Light.GREEN, False, id="ended on its last day"),
        pytest.param(date(2022, 7, 1), date(2022, 6, 20), Light.GREEN, False, id="ended later"),
    ],
)
def test_a_floor_is_red_only_when_it_was_cut_short(
    today: date, ended_on: date | None, light: Light, before_minimum: bool
) -> None:
    reading = read_clock(a_clock(limit=FLOOR_20, ended_on=ended_on), CALENDAR, today)
    assert (reading.light, reading.before_minimum) == (light, before_minimum)


def test_a_statutory_floor_cut_short_is_an_error_within_the_promised_limit_too() -> None:
    clock = a_clock(statutory=FLOOR_20, ended_on=date(2022, 6, 10))
    reading = read_clock(clock, CALENDAR, date(2022, 7, 1))
    assert (reading.light, reading.before_minimum) == (Light.RED, True)
    assert not reading.beyond_statutory


@pytest.mark.parametrize(
    ("today", "ended_on", "beyond"),
    [
        pytest.param(date(2022, 6, 21), None, False, id="on the last lawful day"),
        pytest.param(date(2022, 6, 22), None, True, id="the day after"),
        pytest.param(date(2022, 9, 1), date(2022, 6, 21), False, id="ended in time"),
        pytest.param(date(2022, 9, 1), date(2022, 6, 22), True, id="ended late"),
    ],
)
def test_the_statutory_ceiling_is_watched_beside_the_promise(
    today: date, ended_on: date | None, beyond: bool
) -> None:
    clock = a_clock(
        limit=Limit(10, Unit.WORKING_DAY), statutory=Limit(20, Unit.WORKING_DAY), ended_on=ended_on
    )
    assert read_clock(clock, CALENDAR, today).beyond_statutory is beyond


def test_a_statutory_floor_may_be_passed() -> None:
    reading = read_clock(a_clock(statutory=FLOOR_20), CALENDAR, date(2022, 7, 13))
    assert not reading.beyond_statutory


# The light from the stored deadline is the light of the reading, and both follow the rule of §8.5.

LIMITS = st.one_of(
    st.builds(Limit, st.integers(0, 60), st.just(Unit.WORKING_DAY), st.sampled_from(LimitKind)),
    st.builds(Limit, st.integers(1, 120), st.just(Unit.CALENDAR_DAY), st.sampled_from(LimitKind)),
    st.builds(Limit, st.integers(1, 6), st.just(Unit.MONTH), st.sampled_from(LimitKind)),
)


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    """A clock that has started and not ended, with up to three suspensions, the last of them open or not."""
    start = draw(st.dates(date(2021, 6, 1), date(2026, 9, 1)))
    stops, day = [], start - timedelta(days=draw(st.integers(0, 20)))
    for _ in range(draw(st.integers(0, 3))):
        first = day + timedelta(days=draw(st.integers(1, 30)))
        day = first + timedelta(days=draw(st.integers(0, 20)))
        stops.append(a_stop(first, day))
    if stops and draw(st.booleans()):
        stops[-1] = replace(stops[-1], last=None)
    return Clock(start, "受理", draw(LIMITS), draw(st.none() | LIMITS), tuple(stops))


def light_by_rule(clock: Clock, today: date) -> Light:
    """Mechanism §8.5 word by word, with no first yellow day."""
    due = deadline_of(clock, CALENDAR).due
    assert clock.start is not None
    assert clock.limit is not None
    if due is None:
        return Light.GREY
    if clock.limit.kind is LimitKind.MIN:
        return Light.GREEN
    if today > due:
        return Light.RED
    if today < clock.start:
        return Light.GREEN
    if clock.limit.unit is Unit.WORKING_DAY:
        total = clock.limit.amount
        used = workdays_between(clock.start, today, CALENDAR, clock.suspensions)
    else:
        total = calendar_days_between(clock.start, due, clock.suspensions)
        used = calendar_days_between(clock.start, today, clock.suspensions)
    left = workdays_between(today, due, CALENDAR, clock.suspensions)
    return Light.YELLOW if 10 * used > 7 * total or left <= 3 else Light.GREEN


@settings(deadline=None)
@given(clocks())
def test_the_stored_deadline_lights_as_the_rule_does_on_every_day(clock: Clock) -> None:
    assert clock.start is not None
    assert clock.limit is not None
    deadline = deadline_of(clock, CALENDAR)
    last = (deadline.due or clock.start + timedelta(days=60)) + timedelta(days=5)
    day = clock.start - timedelta(days=5)
    while day <= last:
        light = light_on(
            day,
            due=deadline.due,
            warn_on=deadline.warn_on,
            stopped=is_stopped(clock),
            kind=clock.limit.kind,
        )
        reading = read_clock(clock, CALENDAR, day)
        assert light is reading.light is light_by_rule(clock, day)
        day += ONE_DAY


@settings(deadline=None)
@given(clocks())
def test_used_and_left_make_up_the_whole_limit_on_every_day(clock: Clock) -> None:
    assert clock.start is not None
    assert clock.limit is not None
    due = deadline_of(clock, CALENDAR).due
    whole = read_clock(clock, CALENDAR, due).used if due is not None else 0
    for days in range(0, 60, 7):
        reading = read_clock(clock, CALENDAR, clock.start + timedelta(days=days))
        if reading.left is not None:
            assert reading.used + reading.left == whole
            assert reading.share == pytest.approx(reading.used / whole if clock.limit.amount else 1.0)


@settings(deadline=None)
@given(clocks(), st.integers(0, 120))
def test_an_ended_clock_is_red_exactly_when_it_missed_its_day(clock: Clock, days: int) -> None:
    assert clock.start is not None
    assert clock.limit is not None
    ended = replace(clock, statutory=None, ended_on=clock.start + timedelta(days=days))
    reading = read_clock(ended, CALENDAR, date(2030, 1, 1))
    assert ended.ended_on is not None
    assert reading.due is not None
    missed = (
        ended.ended_on < reading.due if clock.limit.kind is LimitKind.MIN else ended.ended_on > reading.due
    )
    assert reading.light is (Light.RED if missed else Light.GREEN)


@pytest.mark.parametrize(
    "clock",
    [
        pytest.param(a_clock(start=None, limit=FLOOR_20), id="not started"),
        pytest.param(a_clock(limit=None), id="no limit"),
        pytest.param(a_clock(), id="no floor"),
        pytest.param(a_clock(LISTING - timedelta(days=1), FLOOR_20), id="floor reached"),
    ],
)
def test_an_end_that_cuts_nothing_short_is_allowed(clock: Clock) -> None:
    check_minimum(clock, date(2022, 6, 11), CALENDAR)


@pytest.mark.parametrize(
    "clock",
    [
        pytest.param(a_clock(limit=FLOOR_20), id="the limit"),
        pytest.param(a_clock(statutory=FLOOR_20), id="the statutory limit"),
    ],
)
def test_an_end_before_the_floor_is_refused_with_the_earliest_day(clock: Clock) -> None:
    with pytest.raises(UserError, match=r"clock\.minimum_not_reached") as refused:
        check_minimum(clock, date(2022, 6, 11), CALENDAR)
    assert refused.value.params == {"earliest": date(2022, 6, 12), "limit": "20个自然日"}


def test_days_of_an_open_stop_do_not_run_a_floor_down() -> None:
    clock = a_clock(limit=FLOOR_20, suspensions=(a_stop(date(2022, 6, 10), None),))
    with pytest.raises(UserError, match=r"clock\.minimum_not_reached") as refused:
        check_minimum(clock, date(2022, 6, 20), CALENDAR)
    assert refused.value.params["earliest"] == date(2022, 6, 23)


def say(clock: Clock, today: date = date(2022, 6, 1)) -> str:
    return why(clock, CALENDAR, today)


def test_why_names_event_unit_holidays_and_the_day() -> None:
    clock = Clock(LISTING, "挂牌公告", WORKDAYS_37)
    assert say(clock) == (
        "自挂牌公告（2022年5月23日）次日起算37个工作日，其间端午节休1天不计，应于2022年7月14日前（含当日）办结。"
    )


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        pytest.param(
            a_clock(date(2022, 9, 30), Limit(7, Unit.WORKING_DAY)),
            "其间国庆节休5天不计，调休上班的10月8日、10月9日计入，应于2022年10月14日前（含当日）办结",
            id="make-up days counted",
        ),
        pytest.param(
            a_clock(limit=Limit(300, Unit.WORKING_DAY)), "，调休上班7天计入，", id="many make-up days"
        ),
        pytest.param(
            a_clock(date(2024, 9, 27), Limit(7, Unit.WORKING_DAY)),
            "应于2024年10月12日（周六，调休上班）前（含当日）办结",
            id="due on a working Saturday",
        ),
        pytest.param(
            a_clock(date(2022, 7, 1), Limit(3, Unit.MONTH)),
            "次日起算3个月，期满日2022年10月1日（国庆节）是休息日，顺延至下一工作日，应于2022年10月8日（周六，调休上班）",
            id="moved off a holiday",
        ),
        pytest.param(
            a_clock(date(2022, 10, 8), Limit(3, Unit.MONTH)),
            "期满日2023年1月8日（周日）是休息日，顺延至下一工作日，应于2023年1月9日前",
            id="moved off a Sunday",
        ),
        pytest.param(
            a_clock(date(2022, 11, 30), Limit(3, Unit.MONTH)),
            "2023年2月没有30日，以月末28日为期满日，应于2023年2月28日前",
            id="month end",
        ),
        pytest.param(
            a_clock(limit=Limit(30, Unit.CALENDAR_DAY)),
            "自受理（2022年5月23日）次日起算30个自然日，应于2022年6月22日前（含当日）办结。",
            id="plain calendar days",
        ),
        pytest.param(
            a_clock(limit=Limit(3, Unit.WORKING_DAY)),
            "次日起算3个工作日，应于2022年5月26日前",
            id="no holiday on the way",
        ),
        pytest.param(
            a_clock(limit=Limit(0, Unit.WORKING_DAY)),
            "自受理（2022年5月23日）当日起即时办结，应于2022年5月23日前",
            id="at once",
        ),
        pytest.param(
            a_clock(limit=FLOOR_20), "次日起算最短期限20个自然日，不得早于2022年6月12日办结。", id="floor"
        ),
        pytest.param(a_clock(start=None), "受理的日期尚未登记，期限还没有起算。", id="not started"),
        pytest.param(a_clock(limit=None), "自受理（2022年5月23日）起没有规定时限。", id="no limit"),
        pytest.param(
            a_clock(date(2026, 12, 20), Limit(15, Unit.WORKING_DAY)),
            "其间元旦休1天不计，应于2027年1月11日前（含当日）办结；"
            "2027年放假安排尚未公布，按周一至周五推算，为预估。",
            id="provisional",
        ),
    ],
)
def test_why_gives_every_reason(clock: Clock, words: str) -> None:
    assert words in say(clock, clock.start or LISTING)


def test_a_holiday_without_a_name_is_still_told() -> None:
    years = [replace(year, names={}) for year in YEARS]
    assert "其间放假休1天不计" in why(a_clock(), WorkCalendar(years), LISTING)


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        pytest.param(
            a_stop(date(2022, 6, 1), date(2022, 6, 7), document_no="坊审告〔2022〕3号"),
            "，2022年6月1日至6月7日暂停计时（专家评审，坊审告〔2022〕3号），应于",
            id="with document",
        ),
        pytest.param(
            a_stop(date(2022, 6, 1), date(2022, 6, 1), "暂停"),
            "，2022年6月1日暂停计时，其间端午节休1天不计，",
            id="one day without a reason",
        ),
        pytest.param(
            a_stop(date(2022, 6, 20), date(2023, 1, 10)),
            "，2022年6月20日至2023年1月10日暂停计时（专家评审），其间端午节休1天、春节休5天不计，",
            id="across years",
        ),
    ],
)
def test_why_names_suspensions_and_leaves_out_holidays_within(stop: Suspension, words: str) -> None:
    assert words in say(a_clock(suspensions=(stop,)))


def test_why_leaves_out_suspensions_that_changed_nothing() -> None:
    stops = (a_stop(date(2022, 5, 1), LISTING), a_stop(date(2022, 7, 15), date(2022, 7, 20)))
    assert "暂停" not in say(a_clock(suspensions=stops))


def test_why_says_since_when_and_why_a_clock_stands() -> None:
    stops = (a_stop(date(2022, 5, 25), date(2022, 5, 25)), a_stop(date(2022, 6, 1), None, "听证"))
    assert say(a_clock(suspensions=stops), date(2022, 8, 1)) == (
        "自受理（2022年5月23日）次日起算37个工作日，已用5个工作日，自2022年6月1日起暂停计时（听证），"
        "恢复计时后再推算到期日。"
    )


def test_why_does_not_let_a_stop_hide_that_the_day_had_passed() -> None:
    clock = a_clock(limit=Limit(3, Unit.WORKING_DAY), suspensions=(a_stop(date(2022, 6, 1), None),))
    assert "，原应于2022年5月26日前（含当日）办结，自2022年6月1日起暂停计时" in say(clock, date(2022, 8, 1))


@pytest.mark.parametrize(
    ("clock", "today", "ending"),
    [
        pytest.param(
            a_clock(), date(2022, 7, 20), "应于2022年7月14日前（含当日）办结，已逾期4个工作日。", id="overdue"
        ),
        pytest.param(
            a_clock(LISTING - timedelta(days=3), Limit(10, Unit.WORKING_DAY)),
            date(2022, 6, 4),
            "应于2022年6月6日前（含当日）办结。",
            id="not overdue on the weekend before",
        ),
        pytest.param(
            a_clock(limit=Limit(4, Unit.WORKING_DAY)),
            date(2022, 5, 28),
            "应于2022年5月27日前（含当日）办结，已逾期。",
            id="overdue since a Saturday",
        ),
        pytest.param(
            a_clock(limit=Limit(30, Unit.CALENDAR_DAY)),
            date(2022, 6, 25),
            "应于2022年6月22日前（含当日）办结，已逾期3个自然日。",
            id="overdue in calendar days",
        ),
        pytest.param(
            a_clock(ended_on=date(2022, 7, 12)),
            date(2022, 9, 1),
            "应于2022年7月14日前（含当日）办结，已于2022年7月12日办结。",
            id="ended in time",
        ),
        pytest.param(
            a_clock(ended_on=date(2022, 7, 15)),
            date(2022, 9, 1),
            "，已于2022年7月15日办结，逾期1个工作日。",
            id="ended late",
        ),
        pytest.param(
            a_clock(limit=FLOOR_20, ended_on=date(2022, 6, 1)),
            date(2022, 9, 1),
            "不得早于2022年6月12日办结，已于2022年6月1日办结，早于法定最短期限。",
            id="floor cut short",
        ),
        pytest.param(
            a_clock(limit=Limit(10, Unit.WORKING_DAY), statutory=Limit(20, Unit.WORKING_DAY)),
            date(2022, 6, 22),
            "，已逾期11个工作日，超过法定时限（2022年6月21日）。",
            id="beyond the statutory limit",
        ),
    ],
)
def test_why_tells_how_it_ended_or_how_late_it_is(clock: Clock, today: date, ending: str) -> None:
    assert say(clock, today).endswith(ending)


@settings(deadline=None)
@given(clocks(), st.integers(-5, 120), st.booleans())
def test_why_is_always_one_sentence(clock: Clock, days: int, ended: bool) -> None:
    assert clock.start is not None
    day = clock.start + timedelta(days=days)
    sentence = say(replace(clock, ended_on=day) if ended else clock, day)
    assert sentence.endswith("。")
    assert sentence.count("。") == 1
    assert "None" not in sentence
