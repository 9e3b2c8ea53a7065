from __future__ import annotations

import pytest

from fangzi_desktop.domain.dates import Week
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.months import MonthForm, months, paste_months, remove_month, write_month
from fangzi_desktop.services.weekly import weekly_input
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project


@pytest.fixture
def project(workspace: Workspace) -> str:
    return workspace.do(a_project, annual_plan_yuan=900, completed_yuan=700).value


def test_totals_run_through_the_year_and_through_all_months(workspace: Workspace, project: str) -> None:
    rows = [
        MonthForm("2023-01", 50, 60),
        MonthForm("2022-12", 100, 300),
        MonthForm("2022-11", 100, 200),
        MonthForm("2023-03", 70),
    ]
    assert workspace.do(paste_months, project, rows).value == 4
    read = workspace.read(months, project)
    assert [(one.month, one.year_done_yuan, one.total_done_yuan) for one in read.lines] == [
        ("2023-03", 60, 560),
        ("2023-01", 60, 560),
        ("2022-12", 500, 500),
        ("2022-11", 200, 200),
    ]
    assert (read.year, read.year_planned_yuan, read.year_done_yuan) == (2023, 120, 60)
    assert (read.total_done_yuan, read.ledger_done_yuan, read.gap_yuan) == (560, 700, 140)


def test_without_a_completed_month_there_is_nothing_to_compare(workspace: Workspace, project: str) -> None:
    workspace.do(write_month, project, MonthForm("2023-02", 70))
    assert workspace.read(months, project).gap_yuan is None


def test_a_month_is_recorded_once_and_corrected_where_it_stands(workspace: Workspace, project: str) -> None:
    known = workspace.do(write_month, project, MonthForm("2023-01", 50, 60)).value
    with pytest.raises(UserError, match=r"month.twice"):
        workspace.do(write_month, project, MonthForm("2023-01", 1, 1))
    known = workspace.do(write_month, project, MonthForm("2022-12", 50, 61), known).value
    (line,) = workspace.read(months, project).lines
    assert (line.month, line.completed_yuan) == ("2022-12", 61)
    workspace.undo()
    (line,) = workspace.read(months, project).lines
    assert (line.month, line.completed_yuan) == ("2023-01", 60)
    workspace.redo()
    workspace.do(remove_month, known)
    assert workspace.read(months, project).lines == ()


def test_a_month_that_is_corrected_to_another_is_the_row_of_that_month(
    workspace: Workspace, project: str
) -> None:
    first = workspace.do(write_month, project, MonthForm("2023-01", 50, 60)).value
    same = workspace.do(write_month, project, MonthForm("2023-01", 50, 61), first).value
    other = workspace.do(write_month, project, MonthForm("2022-12", 50, 61), first).value
    back = workspace.do(write_month, project, MonthForm("2023-01", 50, 61), other).value
    assert first == same == back != other


def test_a_paste_corrects_known_months_and_empties_nothing(workspace: Workspace, project: str) -> None:
    workspace.do(write_month, project, MonthForm("2023-01", 50, None))
    workspace.do(paste_months, project, [MonthForm("2023-01", None, 40), MonthForm("2023-02", 60, None)])
    lines = workspace.read(months, project).lines
    assert [(one.planned_yuan, one.completed_yuan) for one in lines] == [(60, None), (50, 40)]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([MonthForm("2023-01", 1), MonthForm("2023-01", 2)], "month.twice"),
        ([MonthForm("2023-01", 1), MonthForm("2023-03", None, 1)], "month.in_future"),
        ([MonthForm("2023-01", 1), MonthForm("2023-02", -1)], "month.negative"),
        ([MonthForm("2023-01", 1), MonthForm("2023-02")], "month.empty"),
    ],
)
def test_a_refused_paste_leaves_nothing_half_done(
    workspace: Workspace, project: str, rows: list[MonthForm], code: str
) -> None:
    with pytest.raises(UserError, match=code):
        workspace.do(paste_months, project, rows)
    assert workspace.read(months, project).lines == ()


def test_the_weekly_report_names_what_was_done_this_month(workspace: Workspace, project: str) -> None:
    workspace.do(paste_months, project, [MonthForm("2023-01", None, 1), MonthForm("2023-02", None, 7)])
    workspace.do(a_project, "另一个")
    issue = workspace.read(weekly_input, Week(2023, 8))
    assert {line.project: line.month_done_yuan for line in issue.ledger} == {"测试项目": 7, "另一个": None}
