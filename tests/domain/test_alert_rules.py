"""On which days clocks call, checked by examples counted by hand on the official calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fangzi_desktop.domain.alert_rules import (
    STEP_UNITS,
    Alert,
    AlertRule,
    AlertRules,
    alert_on,
    alert_rules_from,
    callings_within,
    check_alert_rule,
    horizon,
    role_of,
)
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Level, Role
from fangzi_desktop.domain.terms import ClockKind, Unit
from fangzi_desktop.services.calendar import shipped_calendar
from fangzi_desktop.storage.seed import load

CALENDAR = shipped_calendar()
LONG_AGO = date(2022, 1, 4)
RULE = AlertRule(
    ClockKind.PERMIT, (10, 5, 2, 0), Unit.WORKING_DAY, 5, 3, 5, 10, date(2000, 1, 1), "默认值（可修改）"
)
BY_CALENDAR = replace(RULE, steps=(30, 15, 7, 0), unit=Unit.CALENDAR_DAY, tells_from=15)


def called(rule: AlertRule, due: date, today: date, start: date = LONG_AGO) -> Alert | None:
    return alert_on(rule, start, due, today, CALENDAR)


# Due on the Saturday of 2023-10-07, which is worked after the National Day holiday (9-29 … 10-06): the
# working days before it are 9-28, 27, 26, 25, 22, 21, 20, 19, 18, 15.
AFTER_HOLIDAY = date(2023, 10, 7)


@pytest.mark.parametrize(
    ("today", "on", "left", "level"),
    [
        pytest.param(date(2023, 9, 15), date(2023, 9, 15), 10, Level.NOTICE, id="the first step"),
        pytest.param(date(2023, 9, 21), date(2023, 9, 15), 10, Level.NOTICE, id="between two steps"),
        pytest.param(date(2023, 9, 22), date(2023, 9, 22), 5, Level.CALL, id="five working days left"),
        pytest.param(date(2023, 9, 27), date(2023, 9, 27), 2, Level.CALL, id="two left, before the holiday"),
        pytest.param(date(2023, 10, 3), date(2023, 9, 27), 2, Level.CALL, id="nothing new on a rest day"),
        pytest.param(AFTER_HOLIDAY, AFTER_HOLIDAY, 0, Level.CALL, id="the day itself, worked in exchange"),
    ],
)
def test_steps_count_working_days_back(today: date, on: date, left: int, level: Level) -> None:
    assert called(RULE, AFTER_HOLIDAY, today) == Alert(on, level, Role.OFFICER, left=left)


def test_nothing_calls_before_its_first_step() -> None:
    assert called(RULE, AFTER_HOLIDAY, date(2023, 9, 14)) is None


@pytest.mark.parametrize(
    ("today", "on", "over", "role"),
    [
        pytest.param(date(2023, 10, 8), date(2023, 10, 8), 1, Role.OFFICER, id="a Sunday that is worked"),
        pytest.param(date(2023, 10, 10), date(2023, 10, 8), 1, Role.OFFICER, id="between two callings"),
        pytest.param(date(2023, 10, 11), date(2023, 10, 11), 4, Role.OFFICER, id="every three working days"),
        pytest.param(date(2023, 10, 12), date(2023, 10, 12), 5, Role.CHIEF, id="the 科长 after five"),
        pytest.param(date(2023, 10, 14), date(2023, 10, 12), 5, Role.CHIEF, id="quiet on Saturday"),
        pytest.param(date(2023, 10, 16), date(2023, 10, 16), 7, Role.CHIEF, id="the third repeat"),
        pytest.param(date(2023, 10, 19), date(2023, 10, 19), 10, Role.LEADER, id="the leader after ten"),
    ],
)
def test_what_is_overdue_calls_again_and_climbs(today: date, on: date, over: int, role: Role) -> None:
    assert called(RULE, AFTER_HOLIDAY, today) == Alert(on, Level.URGENT, role, overdue_workdays=over)


def test_what_fell_due_on_a_rest_day_calls_before_it_and_is_overdue_on_the_next_working_day() -> None:
    saturday = date(2023, 2, 25)
    assert called(RULE, saturday, date(2023, 2, 24)) == Alert(
        date(2023, 2, 24), Level.CALL, Role.OFFICER, left=0
    )
    assert called(RULE, saturday, date(2023, 2, 26)) == called(RULE, saturday, date(2023, 2, 24))
    monday = called(RULE, saturday, date(2023, 2, 27))
    assert monday == Alert(date(2023, 2, 27), Level.URGENT, Role.OFFICER, overdue_workdays=1)


@pytest.mark.parametrize(
    ("due", "today", "on", "left"),
    [
        # 2023-03-10 is a Friday; 7 before is Friday the 3rd, 15 before Thursday 2-23.
        pytest.param(date(2023, 3, 10), date(2023, 3, 3), date(2023, 3, 3), 7, id="seven days"),
        # Seven before Saturday 2023-03-11 is Saturday the 4th, a rest day: Monday the 6th.
        pytest.param(date(2023, 3, 11), date(2023, 3, 6), date(2023, 3, 6), 7, id="moved on to Monday"),
        pytest.param(date(2023, 3, 11), date(2023, 3, 5), date(2023, 2, 24), 15, id="not called on Sunday"),
        # The day itself is a Saturday: there is no later working day before it ends.
        pytest.param(date(2023, 3, 11), date(2023, 3, 10), date(2023, 3, 10), 0, id="brought forward"),
    ],
)
def test_steps_in_calendar_days_wait_for_a_working_day_but_not_past_the_end(
    due: date, today: date, on: date, left: int
) -> None:
    found = called(BY_CALENDAR, due, today)
    assert found is not None
    assert (found.on, found.left) == (on, left)


def test_steps_up_to_the_start_are_passed_over() -> None:
    due = date(2023, 2, 24)
    day_before = date(2023, 2, 21)
    assert called(RULE, due, date(2023, 2, 22), day_before) == Alert(
        date(2023, 2, 22), Level.CALL, Role.OFFICER, left=2
    )
    assert called(RULE, due, date(2023, 2, 23), date(2023, 2, 22)) is None


def test_a_day_agreed_without_saying_since_when_passes_over_no_step() -> None:
    due = date(2023, 2, 24)
    assert called(RULE, due, date(2023, 2, 10), start=due) == Alert(
        date(2023, 2, 10), Level.NOTICE, Role.OFFICER, left=10
    )


def test_what_is_agreed_and_due_on_one_day_calls_on_it() -> None:
    day = date(2023, 2, 24)
    assert called(RULE, day, day, start=day) == Alert(day, Level.CALL, Role.OFFICER, left=0)


def test_without_repeat_it_calls_once_and_then_only_upwards() -> None:
    rule = replace(RULE, repeat_workdays=None, leader_workdays=None)
    due = date(2023, 2, 24)
    days = [due + timedelta(days=ahead) for ahead in range(1, 60)]
    found = [alert for day in days if (alert := called(rule, due, day)) is not None and alert.on == day]
    assert [(alert.on, alert.role) for alert in found] == [
        (date(2023, 2, 27), Role.OFFICER),
        (date(2023, 3, 3), Role.CHIEF),
    ]


@pytest.mark.parametrize("rule", [RULE, BY_CALENDAR, replace(RULE, steps=())], ids=["work", "all", "none"])
def test_nothing_due_after_the_horizon_has_called(rule: AlertRule) -> None:
    for ahead in range(400):
        today = date(2023, 1, 1) + timedelta(days=ahead)
        far = horizon(rule, today, CALENDAR)
        assert all(called(rule, far + timedelta(days=more), today) is None for more in range(1, 20))


def test_the_shipped_rules_name_every_kind_of_clock_and_silence() -> None:
    rules = alert_rules_from(load("alerts"))
    assert set(rules.on(date(2023, 2, 24))) == {None, *ClockKind}
    permit = rules.rule(ClockKind.PERMIT, date(2023, 2, 24))
    assert permit is not None
    assert (permit.steps, permit.repeat_workdays) == ((10, 5, 2, 0), 3)
    window = rules.rule(ClockKind.WINDOW, date(2023, 2, 24))
    assert window is not None
    assert (window.steps, window.unit) == ((30, 15, 7, 0), Unit.CALENDAR_DAY)


def test_the_newest_rule_of_the_day_counts() -> None:
    newer = replace(RULE, steps=(3, 0), tells_from=3, valid_from=date(2023, 3, 1))
    rules = AlertRules((RULE, newer))
    assert rules.rule(ClockKind.PERMIT, date(2023, 2, 28)) is RULE
    assert rules.rule(ClockKind.PERMIT, date(2023, 3, 1)) is newer
    assert rules.rule(ClockKind.NODE, date(2023, 3, 1)) is None


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (replace(RULE, steps=(-1, 0)), "alert.steps"),
        (replace(RULE, steps=(251,)), "alert.steps"),
        (replace(RULE, steps=tuple(range(9))), "alert.steps"),
        (replace(RULE, unit=Unit.MONTH), "alert.unit"),
        (replace(RULE, tells_from=4), "alert.tells_from"),
        (replace(RULE, repeat_workdays=0), "alert.repeat"),
        (replace(RULE, chief_workdays=251), "alert.ladder"),
        (replace(RULE, chief_workdays=10), "alert.ladder_order"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule: AlertRule, code: str) -> None:
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        check_alert_rule(rule)


def test_steps_are_put_in_order_once_each() -> None:
    assert check_alert_rule(replace(RULE, steps=(0, 5, 10, 5))).steps == (10, 5, 0)


def test_without_a_ladder_the_officer_is_told_of_everything() -> None:
    assert role_of(replace(RULE, chief_workdays=None, leader_workdays=None), 99) is Role.OFFICER


DAYS = st.dates(date(2022, 1, 1), date(2026, 12, 31))
SPANS = st.one_of(st.none(), st.integers(1, 30))


@st.composite
def rules_of_calling(draw: st.DrawFn) -> AlertRule:
    steps = tuple(draw(st.lists(st.integers(0, 40), max_size=6)))
    chief = draw(SPANS)
    leader = draw(st.one_of(st.none(), st.integers((chief or 0) + 1, 60)))
    return check_alert_rule(
        AlertRule(
            ClockKind.PERMIT,
            steps,
            draw(st.sampled_from(STEP_UNITS)),
            draw(st.sampled_from([None, *steps])),
            draw(SPANS),
            chief,
            leader,
            date(2000, 1, 1),
        )
    )


@given(
    rule=rules_of_calling(),
    due=DAYS,
    lead=st.integers(0, 80),
    ahead=st.integers(-90, 90),
    length=st.integers(0, 45),
)
@example(rule=RULE, due=AFTER_HOLIDAY, lead=80, ahead=-25, length=45)
@example(rule=BY_CALENDAR, due=date(2023, 10, 1), lead=80, ahead=-20, length=45)
def test_the_callings_of_a_span_are_those_that_come_up_day_by_day(
    rule: AlertRule, due: date, lead: int, ahead: int, length: int
) -> None:
    start, first = due - timedelta(days=lead), due + timedelta(days=ahead)
    days = [first + timedelta(days=number) for number in range(length)]
    stepped = [
        alert for day in days if (alert := alert_on(rule, start, due, day, CALENDAR)) and alert.on == day
    ]
    last = first + timedelta(days=length - 1)
    assert callings_within(rule, start, due, first, last, CALENDAR) == stepped


def test_a_project_is_not_called_before_it_has_gone_silent() -> None:
    with pytest.raises(UserError, match=r"alert\.silence_steps"):
        check_alert_rule(replace(RULE, kind=None))
