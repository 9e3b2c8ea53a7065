"""Projects through the workspace: adding, moving, stopping."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import Verdict
from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.terms import ClockKind, Gate, Light, Milestone, ProjectStatus, Stage, StageStatus
from fangzi_desktop.services.board import board
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.gates import gate_verdicts
from fangzi_desktop.services.projects import (
    Override,
    ProjectForm,
    SendBack,
    add_project,
    change_status,
    correct_stage_dates,
    edit_project,
    move_project,
    note_progress,
    set_gate,
    set_milestone,
)
from fangzi_desktop.services.register import register
from fangzi_desktop.services.stage_records import send_backs
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.projects import stage_rows
from fangzi_desktop.storage.tables import StageRow
from tests.builders import a_project


def record(workspace: Workspace, project: str, stage: Stage) -> StageRow:
    return workspace.read(lambda view: stage_rows(view.session, project))[stage]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        pytest.param(ProjectForm("  "), "project.no_name", id="no name"),
        pytest.param(ProjectForm("长" * 201), "project.name_too_long", id="too long"),
        pytest.param(ProjectForm("甲", investment_yuan=-1), "project.negative_money", id="negative money"),
        pytest.param(ProjectForm("甲", area_mu=Decimal(0)), "project.area_not_positive", id="area 0"),
        pytest.param(ProjectForm("已有"), "project.duplicate", id="name taken"),
    ],
)
def test_what_cannot_be_right_is_refused(workspace: Workspace, form: ProjectForm, code: str) -> None:
    workspace.do(a_project, "已有")
    with pytest.raises(UserError, match=code):
        workspace.do(add_project, form)


def test_rare_characters_and_long_text_are_kept_whole(workspace: Workspace) -> None:
    words = "䶮㛃堃𬭎 <b>&" + "长" * 10_000
    project = workspace.do(a_project, "䶮𬭎材料", remark=words).value
    workspace.do(note_progress, project, words)
    (line,) = workspace.read(register)
    assert (line.name, line.remark, line.progress) == ("䶮𬭎材料", words, words)
    assert line.progress_on == workspace.today


def test_a_move_dates_the_stage_left_and_the_stage_entered(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 1), None)
    workspace.do(move_project, project, Stage.FORMATION, date(2023, 2, 20))
    review, formation = (record(workspace, project, stage) for stage in (Stage.REVIEW, Stage.FORMATION))
    assert (review.status, review.started_on, review.done_on) == (
        StageStatus.DONE,
        date(2023, 2, 1),
        date(2023, 2, 20),
    )
    assert (formation.status, formation.started_on) == (StageStatus.ACTIVE, date(2023, 2, 20))


def test_a_real_date_may_be_a_holiday_and_is_never_moved(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.CONSTRUCTION).value
    workspace.do(set_milestone, project, Milestone.START, PartialDate(2022, 9, 12))
    workspace.do(correct_stage_dates, project, Stage.CONSTRUCTION, date(2022, 9, 12), None)
    assert record(workspace, project, Stage.CONSTRUCTION).started_on == date(2022, 9, 12)
    (line,) = workspace.read(register)
    assert line.milestones[Milestone.START].zh == "2022年9月12日"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        pytest.param(date(2023, 2, 25), r"move\.in_future", id="tomorrow"),
        pytest.param(date(2023, 1, 31), r"move\.before_start", id="before the stage began"),
    ],
)
def test_a_move_cannot_have_happened_then(workspace: Workspace, day: date, code: str) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 1), None)
    with pytest.raises(UserError, match=code):
        workspace.do(move_project, project, Stage.FORMATION, day)


def test_a_fact_cannot_lie_in_the_future_but_a_plan_can(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=r"milestone\.in_future"):
        workspace.do(set_milestone, project, Milestone.START, PartialDate(2023, 3))
    workspace.do(set_milestone, project, Milestone.PLANNED_COMPLETION, PartialDate(2023, 5))
    workspace.do(set_milestone, project, Milestone.PLANNED_COMPLETION, None)
    (line,) = workspace.read(register)
    assert line.milestones == {}


def test_a_failed_gate_blocks_until_minutes_override_it(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(set_gate, project, Gate.SAFETY, False, "危化品储存量超限")
    verdict = workspace.read(gate_verdicts, project)[Stage.FORMATION]
    assert (verdict.kind, verdict.blocked_by) == (Verdict.BLOCK, (Gate.SAFETY,))
    with pytest.raises(UserError, match=r"move\.gate_failed"):
        workspace.do(move_project, project, Stage.FORMATION)
    with pytest.raises(UserError, match=r"gate\.no_minutes"):
        workspace.do(move_project, project, Stage.FORMATION, None, Override("区政府决定", ""))
    workspace.do(move_project, project, Stage.FORMATION, None, Override("区政府决定", "纪要〔2023〕5号"))
    (card,) = workspace.glance(board)
    assert card.stage is Stage.FORMATION


def test_what_is_missing_advises_and_does_not_stop(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.FORMATION).value
    verdict = workspace.read(gate_verdicts, project)[Stage.PERMITS]
    assert verdict.kind is Verdict.ADVISE
    workspace.do(move_project, project, Stage.PERMITS)


def test_sending_back_keeps_the_start_of_the_stage_left(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.FORMATION).value
    with pytest.raises(UserError, match=r"move\.no_reason"):
        workspace.do(move_project, project, Stage.REVIEW)
    with pytest.raises(UserError, match=r"move\.no_reason"):
        workspace.do(move_project, project, Stage.REVIEW, None, None, SendBack(" ", "函1号"))
    workspace.do(move_project, project, Stage.REVIEW, None, None, SendBack("能耗测算不实", "函1号"))
    (back,) = workspace.read(send_backs, project)
    assert (back.from_stage, back.to_stage) == (Stage.FORMATION, Stage.REVIEW)
    assert (back.reason, back.document_no) == ("能耗测算不实", "函1号")
    left = record(workspace, project, Stage.FORMATION)
    assert (left.status, left.started_on) == (StageStatus.RETURNED, workspace.today)


def test_a_deferred_project_stops_all_its_clocks_and_goes_on_later(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 13), None)
    (before,) = workspace.read(deadlines)
    workspace.do(
        change_status,
        project,
        ProjectStatus.DEFERRED,
        date(2023, 2, 16),
        "用地指标未落实",
        "纪要1号",
        None,
        date(2023, 3, 31),
    )
    again, stopped = workspace.read(deadlines)
    assert (again.face.kind, again.face.due) == (ClockKind.DEFERRAL, date(2023, 3, 31))
    assert again.face.light is Light.GREEN
    assert (stopped.face.light, stopped.face.due) == (Light.GREY, None)
    with pytest.raises(UserError, match=r"move\.status"):
        workspace.do(move_project, project, Stage.FORMATION)
    workspace.do(change_status, project, ProjectStatus.ACTIVE, date(2023, 2, 21), "指标已落实", "")
    (after,) = workspace.read(deadlines)
    assert (before.face.due, after.face.due) == (date(2023, 2, 27), date(2023, 3, 2))


def test_vetoed_and_removed_projects_leave_the_board_and_stay_in_the_register(workspace: Workspace) -> None:
    vetoed = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    removed = workspace.do(a_project, "乙", stage=Stage.FORMATION).value
    workspace.do(change_status, vetoed, ProjectStatus.VETOED, workspace.today, "产能过剩", "纪要2号")
    workspace.do(
        change_status,
        removed,
        ProjectStatus.REMOVED,
        workspace.today,
        "长期无进展",
        "纪要2号",
        RemovalReason.NO_PROGRESS,
    )
    assert workspace.glance(board) == ()
    assert workspace.read(deadlines) == ()
    statuses = {line.name: line.status for line in workspace.read(register)}
    assert statuses == {"甲": ProjectStatus.VETOED, "乙": ProjectStatus.REMOVED}


def test_a_status_is_not_changed_before_it_was_last_changed(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(
        change_status, project, ProjectStatus.RETURNED, date(2023, 2, 16), "用地指标未落实", "纪要1号"
    )
    with pytest.raises(UserError, match=r"status\.before_last"):
        workspace.do(change_status, project, ProjectStatus.ACTIVE, date(2023, 2, 15), "")


def test_editing_writes_only_what_changed(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", investor="企业").value
    changes = workspace.do(edit_project, project, ProjectForm("甲", investor="新企业"))
    assert changes.ids("project") == {project}
    (card,) = workspace.glance(board)
    assert card.investor == "新企业"
