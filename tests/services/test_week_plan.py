"""What the plan of a week is given to print (2023-02-24, a Friday)."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.alerts import Later, silence_id
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.reports.week_plan import PlanSheet
from fangzi_desktop.services.printing import week_plan_bytes
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import correct_stage_dates
from fangzi_desktop.services.snoozing import snooze
from fangzi_desktop.services.week_plan import week_plan_input
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

EARLY = date(2023, 2, 1)
MONDAY = date(2023, 2, 20)


@pytest.fixture
def team(workspace: Workspace) -> Workspace:
    for name, officer in (("甲项目", "专员甲"), ("乙项目", "专员乙"), ("丙项目", "")):
        project = workspace.do(a_project, name, service_officer=officer).value
        for text, day in (
            ("逾期", date(2023, 2, 21)),
            ("周五", date(2023, 2, 24)),
            ("下周", date(2023, 3, 1)),
        ):
            workspace.do(raise_problem, project, ProblemForm(f"{name}{text}", "供电公司", EARLY, day))
    return workspace


def days_of(sheet: PlanSheet) -> dict[int, list[str]]:
    return {day.mark.day.day: [item.title for item in day.items] for day in sheet.days if day.items}


def test_a_plan_holds_one_persons_week_and_what_is_overdue_once(team: Workspace) -> None:
    (sheet,) = team.read(week_plan_input, MONDAY, "专员乙").sheets
    assert [item.title for item in sheet.overdue] == ["乙项目逾期"]
    assert days_of(sheet) == {24: ["乙项目周五"]}
    (next_week,) = team.read(week_plan_input, date(2023, 2, 27), "专员乙").sheets
    assert [item.title for item in next_week.overdue] == ["乙项目逾期"]
    assert days_of(next_week) == {1: ["乙项目下周"]}


def test_any_day_of_the_week_means_the_week(team: Workspace) -> None:
    assert team.read(week_plan_input, date(2023, 2, 26)) == team.read(week_plan_input, MONDAY)


def test_everybody_has_a_sheet_and_nobody_comes_last(team: Workspace) -> None:
    sheets = team.read(week_plan_input, MONDAY).sheets
    assert [sheet.officer for sheet in sheets] == ["专员乙", "专员甲", ""]
    assert [item.title for item in sheets[2].overdue] == ["丙项目逾期"]


def test_who_has_nothing_to_do_is_left_out_unless_asked_for(team: Workspace) -> None:
    team.do(a_project, "丁项目", service_officer="专员丁")
    assert "专员丁" not in [sheet.officer for sheet in team.read(week_plan_input, MONDAY).sheets]
    (sheet,) = team.read(week_plan_input, MONDAY, "专员丁").sheets
    assert (sheet.overdue, days_of(sheet)) == ((), {})


def test_reminders_that_come_back_and_stages_are_named(team: Workspace) -> None:
    project = team.do(a_project, "戊项目", Stage.REVIEW, service_officer="专员戊").value
    team.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 14), None)
    team.do(snooze, silence_id(project), Later.DAY, date(2023, 2, 27))
    (sheet,) = team.read(week_plan_input, date(2023, 2, 27), "专员戊").sheets
    found = [item for day in sheet.days for item in day.items]
    assert [(item.title, item.returns) for item in found] == [
        ("久未更新，请核实进展", True),
        ("论证（环节时限）", False),
    ]
    assert found[0].clock is None
    assert found[1].clock is not None


def test_the_plan_prints(team: Workspace) -> None:
    assert team.read(week_plan_bytes, MONDAY).pages == 3
    assert team.read(week_plan_bytes, MONDAY, "专员甲").pages == 1
