"""What a month's bulletin says, from the dates of events and from the journal."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage
from fangzi_desktop.reports.facts import Invested
from fangzi_desktop.reports.monthly_input import MonthlyInput, StageDone
from fangzi_desktop.services.monthly import monthly_input
from fangzi_desktop.services.months import MonthForm, write_month
from fangzi_desktop.services.permits import accept_item, checklist, decide_item
from fangzi_desktop.services.problems import ProblemForm, raise_problem, write_off_problem
from fangzi_desktop.services.projects import change_status, correct_stage_dates
from fangzi_desktop.services.reports import ReportAsk, report_document
from fangzi_desktop.services.weekly import weekly_input
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.stage_tables import AgendaRow, MeetingRow, ReviewRoundRow
from fangzi_desktop.storage.work import Work
from tests.builders import a_project, a_project_with_permits

FEBRUARY = date(2023, 2, 1)


def of_february(workspace: Workspace) -> MonthlyInput:
    return workspace.read(monthly_input, FEBRUARY)


def test_an_empty_folder_has_a_bulletin(workspace: Workspace) -> None:
    data = of_february(workspace)
    assert (data.first, data.last, data.as_of) == (FEBRUARY, date(2023, 2, 28), date(2023, 2, 24))
    assert (data.standing, data.decided, data.problems, data.lamps, data.changes) == ((), (), (), (), None)


def test_a_month_that_has_not_begun_has_none(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"report\.month_ahead"):
        workspace.read(report_document, ReportAsk(ReportKind.MONTHLY, "2023-03"))


def test_decisions_are_measured_against_their_limits(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, name="甲").value
    items = {line.code: line.id for line in workspace.read(checklist, project).lines}
    workspace.do(accept_item, items["FILING"], date(2023, 2, 6))
    workspace.do(decide_item, items["FILING"], date(2023, 2, 10), "备1号")
    (late,) = of_february(workspace).decided
    assert (late.item_id, late.on) == (items["FILING"], date(2023, 2, 10))
    assert late.due is not None
    assert late.due < late.on
    assert workspace.read(monthly_input, date(2023, 1, 1)).decided == ()


def test_investment_is_that_of_the_year_up_to_the_month(workspace: Workspace) -> None:
    project = workspace.do(
        a_project, "甲", responsible_unit="坊安街道", investment_yuan=10**9, annual_plan_yuan=600
    ).value
    for month, done in (("2022-12", 1), ("2023-01", 20), ("2023-02", 300)):
        workspace.do(write_month, project, MonthForm(month, None, done))
    silent = workspace.do(a_project, "乙").value
    told = {line.project_id: line for line in of_february(workspace).invested}
    assert told[project] == Invested(project, "甲", "坊安街道", 10**9, 600, 320, 300)
    assert told[silent] == Invested(silent, "乙", "")
    (january, _) = workspace.read(monthly_input, date(2023, 1, 1)).invested
    assert (january.year_yuan, january.month_yuan) == (20, 20)


def test_the_plan_of_this_year_is_not_told_of_another(workspace: Workspace) -> None:
    workspace.do(a_project, "甲", annual_plan_yuan=600)
    (line,) = workspace.read(monthly_input, date(2022, 12, 1)).invested
    assert line.plan_yuan is None


def test_a_stage_s_length_is_counted_in_calendar_days(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.FORMATION).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 1, 20), date(2023, 2, 3))
    workspace.do(correct_stage_dates, project, Stage.PLANNING, None, date(2023, 1, 19))
    assert of_february(workspace).done_stages == (StageDone(project, "甲", Stage.REVIEW, 14),)


def test_problems_are_those_open_raised_or_closed_in_the_month(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    old = workspace.do(raise_problem, project, ProblemForm("一", raised_on=date(2023, 1, 5))).value
    gone = workspace.do(raise_problem, project, ProblemForm("二", raised_on=date(2023, 1, 6))).value
    workspace.do(write_off_problem, gone, date(2023, 1, 20), "已通")
    closed = workspace.do(raise_problem, project, ProblemForm("三")).value
    workspace.do(write_off_problem, closed, workspace.today, "已通")
    assert [one.problem_id for one in of_february(workspace).problems] == [old, closed]


def test_a_light_is_told_with_what_turned_it(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW, service_officer="专员甲").value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 1), None)
    workspace.do(a_project, "乙")
    (line,) = of_february(workspace).lamps
    assert (line.project_id, line.light, line.officer) == (project, Light.RED, "专员甲")
    assert any("论证" in reason for reason in line.reasons)


def test_those_who_left_are_counted_by_how(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    workspace.do(change_status, project, ProjectStatus.VETOED, workspace.today, "产能过剩", "纪要2号")
    data = of_february(workspace)
    assert (data.ended[ProjectStatus.VETOED].now, data.ended[ProjectStatus.REMOVED].now) == (1, 0)
    assert (data.totals.projects, data.totals.apart) == (0, {ProjectStatus.VETOED: 1})


def two_decisions(work: Work, first: str, second: str) -> None:
    work.add(MeetingRow(id="m", name="第1次会议", held_on=date(2023, 2, 22)))
    for place, project in enumerate((second, first)):
        work.add(AgendaRow(id=f"a{place}", meeting_id="m", project_id=project, position=place))
        work.add(
            ReviewRoundRow(
                id=f"r{place}",
                project_id=project,
                round_no=1,
                accepted_on=date(2023, 2, 1),
                meeting_id="m",
                decision=ReviewDecision.PASS,
                decided_on=date(2023, 2, 22),
                minutes_no="坊论纪〔2023〕1号",
            )
        )


def test_decisions_of_the_reviews_stand_in_the_order_of_the_agenda(workspace: Workspace) -> None:
    first, second = workspace.do(a_project, "甲").value, workspace.do(a_project, "乙").value
    workspace.do(two_decisions, first, second)
    found = of_february(workspace).reviews
    assert [(one.batch, one.project, one.minutes_no) for one in found] == [
        ("第1次会议", "乙", "坊论纪〔2023〕1号"),
        ("第1次会议", "甲", "坊论纪〔2023〕1号"),
    ]
    from fangzi_desktop.domain.dates import Week

    assert workspace.read(weekly_input, Week(2023, 8)).reviews == found
    assert workspace.read(weekly_input, Week(2023, 7)).reviews == ()
