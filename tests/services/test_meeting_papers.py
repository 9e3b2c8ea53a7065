"""What the papers of a meeting are given to print."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import OpinionKind, ReviewDecision
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.meeting_papers import meeting_input
from fangzi_desktop.services.meetings import (
    ConclusionForm,
    MeetingForm,
    add_meeting,
    conclude,
    meeting,
    put_on_agenda,
)
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.review import OpinionForm, open_round, record_named_opinions
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

HELD = date(2023, 2, 23)


def a_meeting(workspace: Workspace) -> str:
    project = workspace.do(a_project, "甲项目", Stage.REVIEW, investor="示例企业").value
    first = workspace.do(open_round, project, date(2023, 2, 13), ("财政局", "应急管理局")).value
    form = OpinionForm(OpinionKind.CONDITIONAL, date(2023, 2, 23), "总体可行", "完善消防设计；\n另行报备")
    workspace.do(record_named_opinions, first, (("应急管理局", form),))
    workspace.do(raise_problem, project, ProblemForm("道路未通"))
    made = workspace.do(add_meeting, MeetingForm("第2次会议", HELD, "坊项论〔2023〕2号")).value
    workspace.do(put_on_agenda, made, [project])
    return made


def test_the_material_holds_opinions_problems_and_proposed_conditions(workspace: Workspace) -> None:
    (project,) = workspace.read(meeting_input, a_meeting(workspace)).projects
    assert [(one.department, one.kind, one.is_late) for one in project.opinions] == [
        ("财政局", None, False),
        ("应急管理局", OpinionKind.CONDITIONAL, True),
    ]
    assert [(one.text, one.unit) for one in project.proposed] == [("完善消防设计， 另行报备", "应急管理局")]
    assert project.problems == ("道路未通",)
    assert project.decision is None and project.round_no == 1


def test_a_second_round_tells_of_the_first(workspace: Workspace) -> None:
    made = a_meeting(workspace)
    read = workspace.read(meeting, made)
    assert read is not None
    (page,) = read.agenda
    workspace.do(conclude, page.id, ConclusionForm(ReviewDecision.RETURN, "测算依据不足"))
    workspace.do(open_round, page.project_id, date(2023, 2, 24), ())
    other = workspace.do(add_meeting, MeetingForm("第3次会议", date(2023, 2, 28))).value
    workspace.do(put_on_agenda, other, [page.project_id])
    (project,) = workspace.read(meeting_input, other).projects
    assert project.round_no == 2
    assert project.earlier == ("第1轮2023年2月23日退回补充，测算依据不足",)
    (first,) = workspace.read(meeting_input, made).projects
    assert first.decision is ReviewDecision.RETURN and first.round_no == 1


def test_a_meeting_that_is_gone_prints_nothing(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.read(meeting_input, "gone")
