from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.terms import Gate, ProjectStatus, Stage
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.meetings import (
    ConclusionForm,
    MeetingForm,
    add_meeting,
    candidates,
    conclude,
    edit_meeting,
    meeting,
    meetings,
    move_on_agenda,
    number_minutes,
    proposed_number,
    put_on_agenda,
    remove_meeting,
    take_off_agenda,
)
from fangzi_desktop.services.projects import Override, set_gate
from fangzi_desktop.services.review import ConditionForm, DecisionForm, correct_decision, open_round
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project

HELD = date(2023, 2, 23)
FORM = MeetingForm("2023年第2次项目论证会议", HELD, "坊项论〔2023〕2号", "第一会议室", "专班负责同志")
VETO = ConclusionForm(ReviewDecision.VETO, "不符合产业政策")


def a_meeting(workspace: Workspace, *names: str) -> tuple[str, list[str]]:
    """Add a meeting with projects on its agenda; return its id and theirs."""
    projects = [workspace.do(a_project, name, stage=Stage.REVIEW).value for name in names]
    for project in projects:
        workspace.do(open_round, project, date(2023, 2, 13), ("财政局",))
    made = workspace.do(add_meeting, FORM).value
    workspace.do(put_on_agenda, made, projects)
    return made, projects


def places(workspace: Workspace, meeting_id: str) -> list[str]:
    read = workspace.read(meeting, meeting_id)
    assert read is not None
    return [one.id for one in read.agenda]


def names(workspace: Workspace, meeting_id: str) -> list[str]:
    read = workspace.read(meeting, meeting_id)
    assert read is not None
    return [one.project for one in read.agenda]


def test_an_agenda_keeps_the_order_it_is_given(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace, "甲", "乙", "丙")
    workspace.do(move_on_agenda, places(workspace, made)[2], -1)
    assert names(workspace, made) == ["甲", "丙", "乙"]
    workspace.do(move_on_agenda, places(workspace, made)[0], 9)
    assert names(workspace, made) == ["丙", "乙", "甲"]


def test_a_project_is_offered_until_it_is_on_an_agenda(workspace: Workspace) -> None:
    made, projects = a_meeting(workspace, "甲")
    assert not workspace.read(candidates)
    with pytest.raises(UserError, match=r"meeting\.on_agenda"):
        workspace.do(put_on_agenda, made, projects)
    workspace.do(take_off_agenda, places(workspace, made)[0])
    assert [one.project for one in workspace.read(candidates)] == ["甲"]
    assert workspace.read(candidates)[0].missing == 1


def test_a_project_without_an_open_round_is_refused_and_nothing_is_half_done(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace, "甲")
    other = workspace.do(a_project, "乙", stage=Stage.REVIEW).value
    third = workspace.do(a_project, "丙", stage=Stage.REVIEW).value
    workspace.do(open_round, other, date(2023, 2, 13), ())
    with pytest.raises(UserError, match=r"meeting\.no_round"):
        workspace.do(put_on_agenda, made, [other, third])
    assert names(workspace, made) == ["甲"]


def test_a_package_accepted_after_the_meeting_waits_for_the_next(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace)
    late = workspace.do(a_project, "乙", stage=Stage.REVIEW).value
    workspace.do(open_round, late, date(2023, 2, 24), ())
    with pytest.raises(UserError, match=r"meeting\.before_acceptance"):
        workspace.do(put_on_agenda, made, [late])


def test_a_conclusion_takes_day_number_and_chair_of_the_meeting(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace, "甲")
    condition = ConditionForm("落实能耗指标", "发展和改革局", date(2023, 3, 31))
    form = ConclusionForm(ReviewDecision.CONDITIONAL_PASS, "原则同意", (condition,))
    missing = workspace.do(conclude, places(workspace, made)[0], form).value
    assert missing == ("财政局",)
    read = workspace.read(meeting, made)
    assert read is not None
    own = read.agenda[0].own
    assert own is not None
    assert (own.decided_on, own.minutes_no, own.chair) == (HELD, FORM.minutes_no, FORM.chair)
    assert [one.text for one in own.conditions] == ["落实能耗指标"]
    assert [(one.projects, one.decided) for one in workspace.read(meetings)] == [(1, 1)]


def test_an_undone_conclusion_leaves_the_project_on_the_agenda(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace, "甲")
    workspace.do(conclude, places(workspace, made)[0], VETO)
    workspace.undo()
    read = workspace.read(meeting, made)
    assert read is not None and read.agenda[0].decision is None and read.agenda[0].own is not None


def test_a_failed_gate_is_passed_only_with_a_reason(workspace: Workspace) -> None:
    made, projects = a_meeting(workspace, "甲")
    workspace.do(set_gate, projects[0], Gate.SAFETY, False, "安全距离不足")
    form = ConclusionForm(ReviewDecision.PASS)
    place = places(workspace, made)[0]
    with pytest.raises(UserError, match=r"review\.gate_failed"):
        workspace.do(conclude, place, form)
    workspace.do(conclude, place, form, Override("已调整总图", "专题会议纪要〔2023〕5号"))
    assert workspace.read(meetings)[0].decided == 1


def test_nothing_is_decided_before_the_meeting_or_without_a_number(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace, "甲")
    place = places(workspace, made)[0]
    workspace.do(edit_meeting, made, replace(FORM, held_on=date(2023, 2, 28)))
    with pytest.raises(UserError, match=r"meeting\.not_held"):
        workspace.do(conclude, place, VETO)
    workspace.do(edit_meeting, made, replace(FORM, minutes_no=""))
    with pytest.raises(UserError, match=r"meeting\.no_number"):
        workspace.do(conclude, place, VETO)


def test_the_issued_number_replaces_the_expected_one_everywhere(workspace: Workspace) -> None:
    made, projects = a_meeting(workspace, "甲", "乙")
    first, second = places(workspace, made)
    workspace.do(conclude, first, VETO)
    workspace.do(conclude, second, ConclusionForm(ReviewDecision.PASS))
    assert workspace.do(number_minutes, made, "坊项论〔2023〕7号").value == 2
    read = workspace.read(meeting, made)
    assert read is not None
    assert {one.own.minutes_no for one in read.agenda if one.own} == {"坊项论〔2023〕7号"}
    own = read.agenda[0].own
    assert own is not None
    # The change of status took the number along, so the conclusion can still be corrected.
    form = DecisionForm(ReviewDecision.PASS, HELD, "坊项论〔2023〕7号")
    workspace.do(correct_decision, own.id, form)
    assert workspace.read(dossier, projects[0]).status is ProjectStatus.ACTIVE


def test_numbering_is_one_act(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace, "甲")
    workspace.do(conclude, places(workspace, made)[0], VETO)
    workspace.do(number_minutes, made, "坊项论〔2023〕7号")
    workspace.undo()
    read = workspace.read(meeting, made)
    assert read is not None and read.agenda[0].own is not None
    assert read.line.minutes_no == read.agenda[0].own.minutes_no == FORM.minutes_no


def test_a_number_is_given_once_and_proposed_by_year(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace)
    assert workspace.read(proposed_number, HELD) == "坊项论〔2023〕1号"
    with pytest.raises(UserError, match=r"meeting\.number_used"):
        workspace.do(add_meeting, FORM)
    with pytest.raises(UserError, match=r"meeting\.no_number_given"):
        workspace.do(number_minutes, made, " ")


def test_a_meeting_that_decided_keeps_its_day_its_projects_and_itself(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace, "甲")
    place = places(workspace, made)[0]
    workspace.do(conclude, place, VETO)
    with pytest.raises(UserError, match=r"meeting\.decided_day"):
        workspace.do(edit_meeting, made, replace(FORM, held_on=date(2023, 2, 22)))
    with pytest.raises(UserError, match=r"meeting\.decided_number"):
        workspace.do(edit_meeting, made, replace(FORM, minutes_no="另一个号"))
    with pytest.raises(UserError, match=r"meeting\.decided_project"):
        workspace.do(take_off_agenda, place)
    with pytest.raises(UserError, match=r"meeting\.has_decisions"):
        workspace.do(remove_meeting, made)


def test_a_removed_meeting_gives_its_projects_back(workspace: Workspace) -> None:
    made, _ = a_meeting(workspace, "甲")
    workspace.do(remove_meeting, made)
    assert not workspace.read(meetings)
    assert workspace.read(meeting, made) is None
    assert len(workspace.read(candidates)) == 1
