"""The dossier of one project."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import (
    Applicability,
    ClockKind,
    Gate,
    Light,
    Milestone,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from fangzi_desktop.services.dossier import StageSpan, dossier
from fangzi_desktop.services.permits import accept_item, checklist, settle_items
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import (
    Override,
    ProjectForm,
    change_status,
    correct_stage_dates,
    move_project,
    note_progress,
    revise_project,
    set_gate,
    set_milestone,
)
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project, a_project_with_permits, item_id

TODAY = date(2023, 2, 24)


def span(workspace: Workspace, project: str, stage: Stage) -> StageSpan:
    return next(one for one in workspace.read(dossier, project).stages if one.stage is stage)


def test_a_project_that_is_not_there_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.read(dossier, "nobody")


def test_it_holds_what_was_filled_in(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲项目", investor="甲公司", investment_yuan=95_000_000).value
    read = workspace.read(dossier, project)
    assert read.form == ProjectForm("甲项目", investor="甲公司", investment_yuan=95_000_000)
    assert read.stage is Stage.PLANNING
    assert read.status is ProjectStatus.LEAD
    assert read.created_on == TODAY
    assert (read.has_checklist, read.permits_done, read.permits_total) == (False, 0, 0)


def test_a_stage_that_is_over_counts_both_its_ends_in_calendar_days(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    workspace.do(correct_stage_dates, project, Stage.PLANNING, date(2023, 2, 1), date(2023, 2, 12))
    found = span(workspace, project, Stage.PLANNING)
    assert (found.status, found.days) == (StageStatus.DONE, 12)


def test_a_stage_under_way_counts_up_to_today(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    workspace.do(correct_stage_dates, project, Stage.PLANNING, date(2023, 2, 20), None)
    found = span(workspace, project, Stage.PLANNING)
    assert (found.status, found.days) == (StageStatus.ACTIVE, 5)


def test_a_stage_without_a_record_is_pending_without_a_length(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    assert span(workspace, project, Stage.REVIEW) == StageSpan(
        Stage.REVIEW, StageStatus.PENDING, None, None, None
    )
    assert [one.stage for one in workspace.read(dossier, project).stages] == list(Stage)


def test_every_open_clock_says_why_it_falls_on_its_day(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(raise_problem, project, ProblemForm("用电容量不足", due=date(2023, 3, 1)))
    read = workspace.read(dossier, project)
    assert {one.face.kind for one in read.clocks} == {ClockKind.STAGE, ClockKind.PROBLEM}
    assert all(one.why.endswith("。") for one in read.clocks)
    assert read.stage_clock is not None and read.stage_clock.code == Stage.REVIEW
    workspace.do(raise_problem, project, ProblemForm("没有约定日期的问题"))
    assert workspace.read(dossier, project).open_problems == 2
    assert read.light is Light.YELLOW


def test_gates_milestones_and_progress_are_as_they_were_recorded(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(set_gate, project, Gate.SAFETY, False, "距离不足")
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2023, 5))
    workspace.do(note_progress, project, "等环评")
    read = workspace.read(dossier, project)
    assert read.gates == {Gate.CAPACITY: None, Gate.ENVIRONMENT: None, Gate.SAFETY: False}
    assert read.milestones == {Milestone.PLANNED_START: PartialDate(2023, 5)}
    assert (read.progress, read.progress_on) == ("等环评", TODAY)


def test_an_overridden_gate_and_a_change_of_status_stay_to_be_seen(workspace: Workspace) -> None:
    project = workspace.do(a_project, stage=Stage.REVIEW).value
    workspace.do(set_gate, project, Gate.SAFETY, False, "距离不足")
    workspace.do(move_project, project, Stage.FORMATION, TODAY, Override("区里定了", "纪要〔2023〕3号"))
    workspace.do(change_status, project, ProjectStatus.RETURNED, TODAY, "等指标", "函2号")
    read = workspace.read(dossier, project)
    (override,) = read.overrides
    assert (override.from_stage, override.to_stage) == (Stage.REVIEW, Stage.FORMATION)
    assert (override.reason, override.minutes_no) == ("区里定了", "纪要〔2023〕3号")
    (change,) = read.status_changes
    assert (change.new, change.reason) == (ProjectStatus.RETURNED, "等指标")


def test_a_revision_is_one_act_and_all_or_nothing(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲项目").value
    form = ProjectForm("甲项目", investor="甲公司")
    dates = {Milestone.AGREEMENT: PartialDate(2022, 11, 8), Milestone.PLANNED_START: PartialDate(2023, 6)}
    workspace.do(revise_project, project, form, dates, "已签约")
    read = workspace.read(dossier, project)
    assert (read.form.investor, read.progress, len(read.milestones)) == ("甲公司", "已签约", 2)
    workspace.undo()
    read = workspace.read(dossier, project)
    assert (read.form.investor, read.progress, len(read.milestones)) == ("", "", 0)
    with pytest.raises(UserError, match=r"milestone\.in_future"):
        workspace.do(revise_project, project, form, {Milestone.START: PartialDate(2024)}, None)
    assert workspace.read(dossier, project).form.investor == ""


def test_several_items_are_settled_in_one_act_or_not_at_all(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, Route.NEW_LAND).value

    def settled() -> list[Applicability]:
        lines = workspace.read(checklist, project).lines
        return [line.applicability for line in lines if line.code in ("ENERGY", "SEISMIC")]

    ids = [workspace.do(item_id, project, code).value for code in ("ENERGY", "SEISMIC")]
    assert workspace.do(settle_items, ids, Applicability.NOT_APPLICABLE).value == 2
    assert settled() == [Applicability.NOT_APPLICABLE] * 2
    workspace.undo()
    assert settled() == [Applicability.UNDECIDED] * 2
    workspace.do(accept_item, ids[1], TODAY)
    with pytest.raises(UserError, match=r"permit\.already_begun"):
        workspace.do(settle_items, ids, Applicability.NOT_APPLICABLE)
    assert settled() == [Applicability.UNDECIDED, Applicability.REQUIRED]
