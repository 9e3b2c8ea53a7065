from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Clock, Deadline, Limit, OpenClock
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.lights import (
    BuildingFacts,
    MonthFacts,
    check_limit,
    dimension_readings,
    light_at,
    light_spans,
    light_steps,
    worst,
    year_progress,
)
from fangzi_desktop.domain.stage_rules import LightLimit, StageRules
from fangzi_desktop.domain.stage_terms import LightDimension
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind, Unit

RULES = StageRules(light_limits=(LightLimit(3, 10, 30, date(2000, 1, 1)),))
G, Y, R, GREY = Light.GREEN, Light.YELLOW, Light.RED, Light.GREY


def a_clock(
    due: date | None,
    warn_on: date | None = None,
    kind: ClockKind = ClockKind.PERMIT,
    code: str = "FILING",
    floor: LimitKind = LimitKind.MAX,
) -> OpenClock:
    clock = Clock(date(2026, 1, 1), "受理", Limit(5, Unit.WORKING_DAY, floor))
    return OpenClock(kind, "1", code, "立项备案", "", clock, Deadline(due, None, warn_on, provisional=False))


def steps(building: BuildingFacts, clocks: tuple[OpenClock, ...] = (), *, is_stopped: bool = False) -> str:
    return light_steps(light_spans(building, clocks, RULES, is_stopped=is_stopped))


def planned(when: PartialDate, *, is_started: bool = False) -> BuildingFacts:
    return BuildingFacts(planned_start=when, is_started=is_started)


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        pytest.param(PartialDate(2026, 11), "grey 2026-11-01 yellow 2027-02-01 red", id="a month"),
        pytest.param(PartialDate(2026, 11, 20), "grey 2026-11-21 yellow 2027-02-01 red", id="a day"),
        pytest.param(PartialDate(2026, 11, None, "下旬"), "grey 2026-11-21 yellow 2027-02-01 red", id="part"),
        pytest.param(PartialDate(2026), "grey 2026-12-01 yellow 2027-03-01 red", id="a year"),
    ],
)
def test_a_planned_start_calls_in_its_month_and_after_three_in_a_row(when: PartialDate, shown: str) -> None:
    assert steps(planned(when)) == shown
    assert steps(planned(when, is_started=True)) == "grey"
    assert steps(planned(when), is_stopped=True) == "grey"


def year(plan: int, *done: int) -> BuildingFacts:
    months = tuple(MonthFacts(f"2026-{number:02d}", None, yuan) for number, yuan in enumerate(done, start=1))
    return BuildingFacts(is_started=True, annual_plan_yuan=plan, months=months)


def test_a_plan_lags_by_whole_months_that_have_passed() -> None:
    # 12 of 120 done: 10 points behind on 1 April is 25 − 10 = 15, on 1 March 16.7 − 10 = 6.7.
    assert steps(year(120, 12)) == "grey 2026-01-01 green 2026-04-01 yellow 2026-06-01 red 2027-01-01 grey"
    assert steps(year(120, 60, 60)) == "grey 2026-01-01 green 2027-01-01 grey"


def test_exactly_ten_points_are_yellow_and_exactly_thirty_are_not_red() -> None:
    # On 1 July half of the year has passed.
    assert light_at(steps(year(100, 40)), date(2026, 7, 1)) is Y
    assert light_at(steps(year(100, 41)), date(2026, 7, 1)) is G
    assert light_at(steps(year(100, 20)), date(2026, 7, 1)) is Y
    assert light_at(steps(year(100, 19)), date(2026, 7, 1)) is R


def test_a_year_without_a_plan_or_after_completion_is_not_judged() -> None:
    assert steps(year(0, 12)) == "grey"
    built = BuildingFacts(is_built=True, annual_plan_yuan=120, months=year(1, 1).months)
    excused = BuildingFacts(is_excused=True, annual_plan_yuan=120, months=year(1, 1).months)
    assert steps(built) == steps(excused) == "grey"
    assert light_spans(year(120, 1), (), StageRules(), is_stopped=False) == ()
    assert light_spans(planned(PartialDate(2026, 1)), (), StageRules(), is_stopped=False) == ()


def test_the_ledgers_plan_is_that_of_the_newest_year_with_figures() -> None:
    building = BuildingFacts(
        annual_plan_yuan=600,
        months=(
            MonthFacts("2025-12", 100, 90),
            MonthFacts("2026-01", 50, 40),
            MonthFacts("2027-01", 30, None),
        ),
    )
    plans = [year_progress(building, date(number, 5, 1)) for number in (2025, 2026, 2027, 2028)]
    assert [one.plan_yuan if one else None for one in plans] == [100, 600, 30, None]


def test_clocks_call_as_they_always_did() -> None:
    due, warn = date(2026, 5, 10), date(2026, 5, 7)
    assert steps(BuildingFacts(), (a_clock(due, warn),)) == "green 2026-05-07 yellow 2026-05-11 red"
    assert steps(BuildingFacts(), (a_clock(None),)) == "grey"
    assert steps(BuildingFacts(), (a_clock(due, warn, ClockKind.VALIDITY),)) == "grey"
    assert steps(BuildingFacts(), (a_clock(due, warn, floor=LimitKind.MIN),)) == "green"


def test_an_answer_that_is_owed_to_the_team_colours_no_project() -> None:
    late = a_clock(date(2023, 2, 1), date(2023, 1, 27), ClockKind.NOTICE)
    assert list(light_spans(BuildingFacts(), [late], RULES, is_stopped=False)) == []


def test_every_dimension_says_why() -> None:
    building = BuildingFacts(PartialDate(2026, 11), months=(MonthFacts("2026-10", 100, 20),))
    clocks = (
        a_clock(date(2026, 11, 1), None, ClockKind.PAYOUT),
        a_clock(date(2026, 12, 20), date(2026, 11, 20), ClockKind.STAGE, "invest_stats"),
        a_clock(date(2026, 12, 31)),
    )
    read = dimension_readings(building, clocks, RULES, date(2026, 11, 27), is_stopped=False)
    assert [(one.dimension, one.light) for one in read] == [
        (LightDimension.START, Y),
        (LightDimension.PROGRESS, R),
        (LightDimension.FUNDS, R),
        (LightDimension.STATS_ENTRY, Y),
        (LightDimension.CLOCKS, G),
    ]
    assert [one.reason for one in read[:4]] == [
        "计划2026年11月开工，尚未开工",
        "完成年度计划的20.0%，时间进度83.3%（已过10个月），落后63.3个百分点",
        "已逾期：立项备案，2026年11月1日",
        "临近到期：立项备案，2026年12月20日",
    ]


@pytest.mark.parametrize(
    ("building", "reasons"),
    [
        (BuildingFacts(), ["未填计划开工日期", "未填2026年月度投资"]),
        (planned(PartialDate(2026, 12)), ["计划2026年12月开工，未到计划开工时间", "未填2026年月度投资"]),
        (year(0, 1), ["已开工", "未填2026年计划投资"]),
        (
            year(120, 100),
            ["已开工", "完成年度计划的83.3%，时间进度83.3%（已过10个月），与时间进度持平"],
        ),
        (
            year(100, 90),
            ["已开工", "完成年度计划的90.0%，时间进度83.3%（已过10个月），超前6.7个百分点"],
        ),
        (BuildingFacts(is_built=True), ["未填计划开工日期", "已竣工，不再考核"]),
        (BuildingFacts(is_excused=True), ["未填计划开工日期", "因可免责事由停工，不考核"]),
    ],
)
def test_the_reason_names_what_is_missing_or_how_far_it_is(
    building: BuildingFacts, reasons: list[str]
) -> None:
    read = dimension_readings(building, (), RULES, date(2026, 11, 27), is_stopped=False)
    assert [one.reason for one in read[:2]] == reasons


def test_a_stopped_project_is_held_to_nothing() -> None:
    read = dimension_readings(planned(PartialDate(2026, 1)), (), RULES, date(2026, 11, 27), is_stopped=True)
    assert (read[0].light, read[0].reason) == (GREY, "项目暂缓或退回，不考核")


@pytest.mark.parametrize(
    "limits",
    [
        (None, 10, 30),
        (3, None, 30),
        (3, 10, None),
        (0, 10, 30),
        (25, 10, 30),
        (3, 0, 30),
        (3, 31, 30),
        (3, 10, 100),
    ],
)
def test_limits_that_mean_nothing_are_refused(limits: tuple[int | None, int | None, int | None]) -> None:
    assert check_limit(3, 10, 30) == (3, 10, 30)
    with pytest.raises(UserError, match=r"light.limits"):
        check_limit(*limits)


def naive_light(building: BuildingFacts, clocks: tuple[OpenClock, ...], today: date) -> Light:
    """The published rule, asked anew on a day."""
    found = [GREY]
    planned_start = building.planned_start
    if planned_start is not None and not building.is_started:
        assert planned_start.is_day or planned_start.month
        months = (today.year - planned_start.year) * 12 + today.month - (planned_start.month or 0)
        if months >= 3:
            found.append(R)
        elif today > planned_start.as_date() if planned_start.is_day else months >= 0:
            found.append(Y)
    own = [one for one in building.months if one.month[:4] == str(today.year)]
    plan = building.annual_plan_yuan or 0
    if own and plan:
        done = sum(one.completed_yuan or 0 for one in own)
        behind = (today.month - 1) / 12 * 100 - done * 100 / plan
        found.append(R if behind > 30 + 1e-9 else Y if behind >= 10 - 1e-9 else G)
    for clock in clocks:
        due, warn_on = clock.deadline.due, clock.deadline.warn_on
        if due is not None:
            found.append(R if today > due else Y if warn_on is not None and today >= warn_on else G)
    return worst(found)


def test_the_stored_light_is_what_every_day_would_find_for_itself() -> None:
    chance = random.Random(20261128)
    first = date(2026, 1, 1)
    for _ in range(150):
        day = first + timedelta(days=chance.randrange(500))
        when = PartialDate.of(day) if chance.random() < 0.5 else PartialDate(day.year, day.month)
        months = tuple(
            MonthFacts(f"2026-{number:02d}", None, chance.randrange(0, 15))
            for number in sorted(chance.sample(range(1, 13), chance.randrange(0, 8)))
        )
        building = BuildingFacts(
            planned_start=when if chance.random() < 0.7 else None,
            is_started=chance.random() < 0.3,
            annual_plan_yuan=chance.choice((None, 60, 100)),
            months=months,
        )
        ends = [first + timedelta(days=chance.randrange(600)) for _ in range(chance.randrange(3))]
        kinds = (ClockKind.PERMIT, ClockKind.PAYOUT, ClockKind.PROBLEM)
        clocks = tuple(
            a_clock(end, end - timedelta(days=chance.randrange(9)), chance.choice(kinds)) for end in ends
        )
        stored = light_steps(light_spans(building, clocks, RULES, is_stopped=False))
        for later in range(900):
            today = date(2025, 11, 1) + timedelta(days=later)
            assert light_at(stored, today) is naive_light(building, clocks, today), (stored, today)
