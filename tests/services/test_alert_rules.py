"""提醒规则 as versions from a day on, and what an edited one would call in the next days."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from fangzi_desktop.domain.alert_rules import Alert, AlertRule, alert_on
from fangzi_desktop.domain.alerts import Later, silence_id
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import newest_on
from fangzi_desktop.domain.stage_terms import Level, Role
from fangzi_desktop.domain.terms import ClockKind, Stage, Unit
from fangzi_desktop.services.alert_rules import (
    PREVIEW_CALENDAR_DAYS,
    ROWS_SHOWN,
    AlertRuleForm,
    RuleLine,
    alert_rules,
    rule_preview,
    set_alert_rule,
)
from fangzi_desktop.services.alerts import callings, silent_callings
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.idle_limits import IdleLimitForm, idle_limits, set_idle_limit
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.snoozing import snooze
from fangzi_desktop.services.today import today_page
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.clocks import all_clocks
from fangzi_desktop.storage.work import View
from tests.builders import a_project
from tests.conftest import TODAY, OpenWorkspace

FORM = AlertRuleForm(ClockKind.PROBLEM, TODAY, (5, 2, 0), Unit.WORKING_DAY, 2, 2, 3, 5, "纪要3号")


def line_of(workspace: Workspace, kind: ClockKind | None) -> RuleLine:
    return next(line for line in workspace.read(alert_rules) if line.kind is kind)


def test_every_kind_has_a_rule_from_the_start(workspace: Workspace) -> None:
    lines = workspace.read(alert_rules)
    assert {line.kind for line in lines} == {*ClockKind, None}
    assert all(line.rule is not None and not line.coming and not line.past for line in lines)
    assert len({line.id for line in lines}) == len(lines)


def test_a_newer_version_applies_from_its_day_on_and_the_older_one_stays(workspace: Workspace) -> None:
    old = line_of(workspace, ClockKind.PROBLEM).rule
    workspace.do(set_alert_rule, replace(FORM, steps=(0, 3, 3)[:2], tells_from=3))
    line = line_of(workspace, ClockKind.PROBLEM)
    assert line.rule is not None and line.rule.steps == (3, 0) and line.rule.source == "纪要3号"
    assert line.past == (old,)
    workspace.do(set_alert_rule, replace(FORM, valid_from=date(2023, 3, 6), repeat_workdays=None))
    line = line_of(workspace, ClockKind.PROBLEM)
    assert line.rule is not None and line.rule.steps == (3, 0)
    assert [one.valid_from for one in line.coming] == [date(2023, 3, 6)]
    workspace.undo()
    assert line_of(workspace, ClockKind.PROBLEM).coming == ()


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (replace(FORM, steps=tuple(range(9))), "alert.steps"),
        (replace(FORM, tells_from=4), "alert.tells_from"),
        (replace(FORM, repeat_workdays=0), "alert.repeat"),
        (replace(FORM, chief_workdays=9), "alert.ladder_order"),
        (replace(FORM, unit=Unit.MONTH), "alert.unit"),
        (replace(FORM, valid_from=date(2000, 1, 1)), "rule.day_not_newer"),
        (replace(FORM, valid_from=date(2040, 1, 1)), "rule.day_out_of_range"),
        (replace(FORM, kind=None), "alert.silence_steps"),
    ],
)
def test_what_makes_no_rule_is_refused_by_the_act_and_the_preview(
    workspace: Workspace, form: AlertRuleForm, code: str
) -> None:
    with pytest.raises(UserError) as refused:
        workspace.do(set_alert_rule, form)
    assert refused.value.code == code
    with pytest.raises(UserError) as refused:
        workspace.read(rule_preview, form)
    assert refused.value.code == code


def stepped(view: View, kind: ClockKind, edited: AlertRule | None) -> list[tuple[date, str, Alert]]:
    """Every calling of the preview's days, found by asking each clock on each day."""
    versions = [one for one in view.rules.alerts.rules if one.kind is kind]
    versions += [edited] if edited is not None else []
    found = []
    for number in range(PREVIEW_CALENDAR_DAYS):
        day = view.today + timedelta(days=number)
        rule = newest_on(versions, day)
        for _, clock in all_clocks(view.session):
            due = clock.deadline.due
            if rule is None or due is None or clock.kind is not kind:
                continue
            alert = alert_on(rule, clock.clock.start or date.min, due, day, view.calendar)
            if alert is not None and alert.on == day:
                found.append((day, clock.id, alert))
    return found


@pytest.mark.parametrize("kind", [ClockKind.COMMITMENT, ClockKind.ELEMENT])
@pytest.mark.parametrize("ahead", [0, 11])
def test_the_preview_counts_what_stepping_through_the_days_would_call(
    open_folder: OpenWorkspace, kind: ClockKind, ahead: int
) -> None:
    workspace = open_folder(date(2026, 4, 20))
    workspace.do(fill_with_examples, 16)
    form = AlertRuleForm(
        kind, workspace.today + timedelta(days=ahead), (60, 20, 9, 1), Unit.CALENDAR_DAY, 9, 4, 2, 7
    )
    edited = AlertRule(kind, (60, 20, 9, 1), Unit.CALENDAR_DAY, 9, 4, 2, 7, form.valid_from)
    told = workspace.read(rule_preview, form)
    after = workspace.read(stepped, kind, edited)
    before = workspace.read(stepped, kind, None)
    days, days_before = Counter(row[0] for row in after), Counter(row[0] for row in before)
    assert {one.day: (one.count, one.before) for one in told.days} == {
        day: (days[day], days_before[day]) for day in days.keys() | days_before.keys()
    }
    alerts = [row[2] for row in after]
    assert told.edited.all == len(alerts) > 0
    assert told.edited.told == sum(one.level is not Level.NOTICE for one in alerts)
    assert told.edited.chief == sum(one.role is Role.CHIEF for one in alerts)
    assert told.edited.leader == sum(one.role is Role.LEADER for one in alerts)
    assert told.present.all == len(before)
    assert [row.alert.on for row in told.rows] == sorted(day for day, _, _ in after)[:ROWS_SHOWN]
    changed = {(day, clock) for day, clock, _ in after} - {(day, clock) for day, clock, _ in before}
    assert sum(row.is_new for row in told.rows) <= len(changed)


@pytest.fixture
def problem(workspace: Workspace) -> str:
    """A problem due on Friday 2023-03-10, which calls on 3-3, 3-8 and 3-10; the id of its project."""
    project = workspace.do(a_project, "甲").value
    workspace.do(raise_problem, project, ProblemForm("用电", due=date(2023, 3, 10)))
    return project


def test_the_preview_names_what_calls_and_marks_what_is_new(workspace: Workspace, problem: str) -> None:
    told = workspace.read(rule_preview, replace(FORM, steps=(9, 5, 2, 0), repeat_workdays=None))
    assert [(row.project, row.label, row.alert.on, row.is_new) for row in told.rows][:4] == [
        ("甲", "用电", date(2023, 2, 27), True),
        ("甲", "用电", date(2023, 3, 3), False),
        ("甲", "用电", date(2023, 3, 8), False),
        ("甲", "用电", date(2023, 3, 10), False),
    ]
    assert (told.first, told.last) == (TODAY, date(2023, 3, 25))


def test_a_reminder_that_is_asleep_calls_from_its_return_on(workspace: Workspace, problem: str) -> None:
    clock = next(
        clock
        for _, clock in workspace.read(lambda view: all_clocks(view.session))
        if clock.kind is ClockKind.PROBLEM
    )
    workspace.do(snooze, clock.id, Later.DAY, date(2023, 3, 8))
    told = workspace.read(rule_preview, FORM)
    assert [row.alert.on for row in told.rows][:2] == [date(2023, 3, 8), date(2023, 3, 10)]


def test_a_preview_writes_nothing(workspace: Workspace, problem: str) -> None:
    rules = workspace.read(alert_rules)
    workspace.read(rule_preview, FORM)
    assert workspace.read(alert_rules) == rules


def test_the_preview_of_silence_tells_when_projects_fall_silent(workspace: Workspace, problem: str) -> None:
    workspace.do(set_idle_limit, IdleLimitForm(None, 10, TODAY, ""))
    workspace.do(set_idle_limit, IdleLimitForm(Stage.PLANNING, 10, TODAY, ""))
    told = workspace.read(rule_preview, AlertRuleForm(None, TODAY, repeat_workdays=2))
    # Ten days from the 24th of February on, the sixth of March is a Monday.
    assert told.rows[0].alert == Alert(date(2023, 3, 6), Level.URGENT, Role.OFFICER, overdue_workdays=1)
    assert [row.alert.on.day for row in told.rows[:3]] == [6, 8, 10]


def test_a_silent_project_calls_from_the_limit_on_but_not_on_a_rest_day(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2023, 1, 5))
    project = first.do(a_project, "甲").value
    first.close()
    # The thirtieth day is Saturday the fourth of February.
    saturday = open_folder(date(2023, 2, 4))
    assert [line.id for line in saturday.read(today_page).silent] == [silence_id(project)]
    assert saturday.read(silent_callings) == {}
    saturday.close()
    monday = open_folder(date(2023, 2, 6))
    assert monday.read(silent_callings) == {
        project: Alert(date(2023, 2, 6), Level.URGENT, Role.OFFICER, overdue_workdays=1)
    }
    monday.close()
    later = open_folder(date(2023, 2, 17))
    called = later.read(silent_callings)[project]
    assert (called.on, called.role, called.overdue_workdays) == (date(2023, 2, 17), Role.CHIEF, 10)
    later.do(raise_problem, project, ProblemForm("用电", due=date(2023, 3, 10)))
    assert later.read(silent_callings) == {}


def test_what_calls_today_follows_the_rule_that_was_set(
    open_folder: OpenWorkspace, workspace: Workspace, problem: str
) -> None:
    monday = date(2023, 2, 27)
    workspace.do(set_alert_rule, replace(FORM, steps=(12, 9, 2), valid_from=monday))
    workspace.close()
    workspace = open_folder(monday)
    (called,) = workspace.read(lambda view: [one for one in callings(view) if one.project_id == problem])
    assert called.alert == Alert(monday, Level.NOTICE, Role.OFFICER, left=9)


def test_an_idle_limit_is_set_by_stage_and_from_a_day_on(workspace: Workspace) -> None:
    assert [one.stage for one in workspace.read(idle_limits)] == [None, Stage.PLANNING]
    workspace.do(set_idle_limit, IdleLimitForm(Stage.REVIEW, 15, TODAY, "纪要4号"))
    found = workspace.rules.idle_limit(Stage.REVIEW, TODAY)
    assert found is not None and (found.calendar_days, found.source) == (15, "纪要4号")
    assert [one.stage for one in workspace.read(idle_limits)] == [None, Stage.PLANNING, Stage.REVIEW]


@pytest.mark.parametrize("calendar_days", [None, 0, 3651])
def test_an_impossible_idle_limit_is_refused(workspace: Workspace, calendar_days: int | None) -> None:
    with pytest.raises(UserError, match=r"idle\.limit"):
        workspace.do(set_idle_limit, IdleLimitForm(None, calendar_days, TODAY))
    with pytest.raises(UserError, match=r"rule\.day_not_newer"):
        workspace.do(set_idle_limit, IdleLimitForm(None, 20, date(2000, 1, 1)))
