"""今日: what calls for somebody, and putting a reminder off."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Light, Stage
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import correct_stage_dates
from fangzi_desktop.services.today import TodayPage, snooze, today_page, wake
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project
from tests.conftest import OpenWorkspace


def page(workspace: Workspace, officer: str | None = None) -> TodayPage:
    return workspace.read(today_page, officer)


def in_review_since(workspace: Workspace, name: str, day: date, officer: str = "") -> str:
    project: str = workspace.do(a_project, name, stage=Stage.REVIEW, service_officer=officer).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, day, None)
    return project


def test_the_worst_comes_first_and_what_is_far_off_is_not_listed(workspace: Workspace) -> None:
    in_review_since(workspace, "临期", date(2023, 2, 14))
    in_review_since(workspace, "逾期", date(2023, 2, 1))
    in_review_since(workspace, "宽裕", date(2023, 2, 23))
    read = page(workspace)
    assert [(line.project, line.face.light) for line in read.lines] == [
        ("逾期", Light.RED),
        ("临期", Light.YELLOW),
    ]
    assert (read.overdue, read.due_soon, read.overlong_stages) == (1, 1, 1)


def test_one_persons_list_holds_only_their_projects(workspace: Workspace) -> None:
    in_review_since(workspace, "甲", date(2023, 2, 1), "专员甲")
    in_review_since(workspace, "乙", date(2023, 2, 1), "专员乙")
    assert [line.project for line in page(workspace, "专员乙").lines] == ["乙"]


def test_a_snooze_hides_the_reminder_and_leaves_the_deadline(open_folder: OpenWorkspace) -> None:
    friday = open_folder()
    in_review_since(friday, "甲", date(2023, 2, 1))
    (line,) = page(friday).lines
    friday.do(snooze, line.face.id, date(2023, 2, 27))
    assert (page(friday).lines, page(friday).snoozed) == ((), 1)
    friday.close()
    monday = open_folder(date(2023, 2, 27))
    (again,) = page(monday).lines
    assert again.face.due == line.face.due


def test_a_snooze_can_be_taken_back(workspace: Workspace) -> None:
    in_review_since(workspace, "甲", date(2023, 2, 1))
    (line,) = page(workspace).lines
    workspace.do(snooze, line.face.id, date(2023, 2, 27))
    workspace.do(wake, line.face.id)
    assert len(page(workspace).lines) == 1
    with pytest.raises(UserError, match=r"snooze\.not_later"):
        workspace.do(snooze, line.face.id, workspace.today)


def test_an_agreed_day_of_a_problem_calls_too(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    workspace.do(raise_problem, project, ProblemForm("用电容量不足", due=date(2023, 2, 28)))
    (line,) = page(workspace).lines
    assert (line.face.label, line.face.due) == ("用电容量不足", date(2023, 2, 28))


def test_a_project_nobody_touches_goes_silent(open_folder: OpenWorkspace) -> None:
    first = open_folder(date(2023, 1, 10))
    first.do(a_project, "甲")
    first.close()
    (silent,) = page(open_folder()).silent
    assert (silent.project, silent.days) == ("甲", 45)


def test_stages_are_counted_in_their_order(workspace: Workspace) -> None:
    in_review_since(workspace, "甲", date(2023, 2, 23))
    counts = dict(page(workspace).stage_counts)
    assert list(counts) == list(Stage)
    assert counts[Stage.REVIEW] == 1
