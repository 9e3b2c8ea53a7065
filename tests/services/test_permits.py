"""The permit checklist through the workspace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import (
    Applicability,
    ClockKind,
    Light,
    PermitState,
    ProjectStatus,
    Route,
    Stage,
    SuspensionReason,
)
from fangzi_desktop.services.board import board
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines, explain
from fangzi_desktop.services.permits import (
    ChecklistLine,
    ItemDates,
    accept_item,
    apply_item,
    checklist,
    choose_variant,
    correct_item,
    decide_item,
    refuse_item,
    renewed,
    reopen_item,
    resume_item,
    set_applicability,
    start_checklist,
    suspend_item,
    withdraw_item,
)
from fangzi_desktop.services.projects import change_status
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.tables import PermitItemRow
from fangzi_desktop.storage.work import Work
from tests.builders import a_permit_item, a_project, a_project_with_permits


def line(workspace: Workspace, project: str, code: str) -> ChecklistLine:
    return next(one for one in workspace.read(checklist, project).lines if one.code == code)


def item(workspace: Workspace, project: str, code: str) -> str:
    return line(workspace, project, code).id


def clock(workspace: Workspace, code: str) -> DeadlineLine:
    return next(one for one in workspace.read(deadlines) if one.face.code == code)


def test_a_route_brings_its_items(workspace: Workspace) -> None:
    new = workspace.do(a_project_with_permits, Route.NEW_LAND, "甲").value
    old = workspace.do(a_project_with_permits, Route.EXISTING_LAND, "乙").value
    assert len(workspace.read(checklist, new).lines) == 51
    assert len(workspace.read(checklist, old).lines) == 36
    assert workspace.read(checklist, new).certificates_total == 4


def test_a_project_without_a_route_has_no_checklist(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=r"permit\.no_route"):
        workspace.do(start_checklist, project)
    assert workspace.read(checklist, project).lines == ()


def test_the_checklist_is_not_set_up_twice(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    with pytest.raises(UserError, match=r"permit\.checklist_exists"):
        workspace.do(start_checklist, project)


def test_the_clock_starts_at_acceptance_and_not_at_application(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    eia = item(workspace, project, "EIA")
    workspace.do(apply_item, eia, date(2023, 2, 13))
    assert line(workspace, project, "EIA").due is None
    workspace.do(accept_item, eia, date(2023, 2, 16))
    read = line(workspace, project, "EIA")
    assert read.state is PermitState.ACCEPTED
    assert read.due == date(2023, 2, 27)
    assert clock(workspace, "EIA").face.light is Light.YELLOW


def test_an_item_is_not_decided_before_it_is_accepted(workspace: Workspace) -> None:
    item = workspace.do(a_permit_item, code="EIA").value
    with pytest.raises(UserError, match=r"permit\.not_accepted"):
        workspace.do(decide_item, item, date(2023, 2, 20))


def test_a_decided_item_has_no_open_clock_and_counts(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    plan = item(workspace, project, "CONSTR_PLAN")
    workspace.do(accept_item, plan, date(2023, 2, 15))
    waiting = workspace.do(decide_item, plan, date(2023, 2, 17), "建字第001号").value
    assert "DESIGN_REVIEW" in waiting
    read = workspace.read(checklist, project)
    assert (read.done, read.certificates_done) == (1, 1)
    assert all(one.face.code != "CONSTR_PLAN" for one in workspace.read(deadlines))
    (card,) = workspace.glance(board)
    assert (card.permits_done, card.certificates_done) == (1, 1)


def test_a_legal_minimum_that_ends_early_is_refused_with_its_law(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    announcement = item(workspace, project, "LAND_ANNOUNCE")
    workspace.do(accept_item, announcement, date(2023, 2, 6))
    with pytest.raises(UserError) as refusal:
        workspace.do(decide_item, announcement, date(2023, 2, 20))
    assert refusal.value.code == "clock.minimum_not_reached"
    assert refusal.value.params["earliest"] == date(2023, 2, 26)
    assert "20日" in str(refusal.value.params["reason"])


def test_the_overall_limit_runs_from_the_listing_announcement(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    workspace.do(accept_item, item(workspace, project, "LAND_ANNOUNCE"), date(2023, 1, 3))
    overall = clock(workspace, "START_READY")
    assert overall.face.kind is ClockKind.OVERALL
    assert overall.face.due == date(2023, 2, 28)
    assert "37个工作日" in workspace.read(explain, overall.face)
    (card,) = workspace.glance(board)
    assert card.stage_clock is not None
    assert (card.stage_clock.used, card.stage_clock.due) == (35, date(2023, 2, 28))


def test_the_land_plan_has_three_months_from_the_filing(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    filing = item(workspace, project, "FILING")
    workspace.do(accept_item, filing, date(2022, 11, 30))
    workspace.do(decide_item, filing, date(2022, 11, 30))
    assert clock(workspace, "LAND_PLAN").face.due == date(2023, 2, 28)


def test_a_stopped_clock_is_grey_and_the_days_are_not_counted(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    review = item(workspace, project, "DRAWING_REVIEW")
    workspace.do(accept_item, review, date(2023, 2, 13))
    before = line(workspace, project, "DRAWING_REVIEW").due
    workspace.do(suspend_item, review, date(2023, 2, 16), SuspensionReason.EXPERT_REVIEW, "〔2023〕3号")
    stopped = clock(workspace, "DRAWING_REVIEW").face
    assert (stopped.light, stopped.due, stopped.stopped) == (Light.GREY, None, True)
    assert "专家评审" in workspace.read(explain, stopped)
    workspace.do(resume_item, review, date(2023, 2, 20))
    after = line(workspace, project, "DRAWING_REVIEW").due
    assert (before, after) == (date(2023, 2, 22), date(2023, 2, 27))


def test_what_is_not_applicable_satisfies_what_depends_on_it(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, Route.EXISTING_LAND).value
    assert item(workspace, project, "SAFETY_COND") in line(workspace, project, "SAFETY_DESIGN").waiting_for
    workspace.do(set_applicability, item(workspace, project, "SAFETY_COND"), Applicability.NOT_APPLICABLE)
    assert (
        item(workspace, project, "SAFETY_COND") not in line(workspace, project, "SAFETY_DESIGN").waiting_for
    )
    assert line(workspace, project, "SAFETY_COND").state_words == "不涉及"


def test_choosing_the_approval_replaces_the_filing(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    workspace.do(set_applicability, item(workspace, project, "APPROVAL"), Applicability.REQUIRED)
    assert line(workspace, project, "FILING").applicability is Applicability.NOT_APPLICABLE
    assert item(workspace, project, "APPROVAL") in line(workspace, project, "EIA").waiting_for


def test_without_the_filing_the_approval_is_needed(workspace: Workspace) -> None:
    # The checklist's alternatives: exactly one of the two applies, and it gives the date of 立项.
    project = workspace.do(a_project_with_permits).value
    filing = item(workspace, project, "FILING")
    workspace.do(set_applicability, filing, Applicability.NOT_APPLICABLE, "列入核准目录")
    assert line(workspace, project, "APPROVAL").applicability is Applicability.REQUIRED
    workspace.do(set_applicability, filing, Applicability.REQUIRED)
    assert line(workspace, project, "APPROVAL").applicability is Applicability.NOT_APPLICABLE


def test_a_filing_that_was_made_is_not_replaced(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    workspace.do(accept_item, item(workspace, project, "FILING"), date(2023, 2, 20))
    with pytest.raises(UserError, match=r"permit\.already_begun"):
        workspace.do(set_applicability, item(workspace, project, "APPROVAL"), Applicability.REQUIRED)
    assert line(workspace, project, "APPROVAL").applicability is Applicability.NOT_APPLICABLE


def test_a_variant_changes_the_limit(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    eia = item(workspace, project, "EIA")
    workspace.do(accept_item, eia, date(2023, 2, 6))
    workspace.do(choose_variant, eia, "book")
    assert line(workspace, project, "EIA").due == date(2023, 2, 27)


def test_refused_and_withdrawn_items_stop_counting_and_can_begin_again(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    eia, energy = item(workspace, project, "EIA"), item(workspace, project, "ENERGY")
    for one in (eia, energy):
        workspace.do(accept_item, one, date(2023, 2, 6))
    workspace.do(refuse_item, eia, date(2023, 2, 9), "选址不符")
    workspace.do(withdraw_item, energy, date(2023, 2, 9))
    assert workspace.read(deadlines) == ()
    workspace.do(reopen_item, eia)
    assert line(workspace, project, "EIA").state is PermitState.PREPARING


def test_days_typed_wrong_are_corrected_within_the_rules(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    eia = item(workspace, project, "EIA")
    workspace.do(accept_item, eia, date(2023, 2, 6))
    workspace.do(correct_item, eia, ItemDates(None, date(2023, 2, 7), date(2023, 2, 13)), "环〔2023〕1号")
    read = line(workspace, project, "EIA")
    assert (read.accepted_on, read.decided_on, read.state) == (
        date(2023, 2, 7),
        date(2023, 2, 13),
        PermitState.DECIDED,
    )
    with pytest.raises(UserError, match=r"permit\."):
        workspace.do(correct_item, eia, ItemDates(None, date(2023, 2, 14), date(2023, 2, 13)), "")


def test_a_certificate_taken_over_from_a_ledger_gets_its_number(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    permit = item(workspace, project, "CONSTR_PERMIT")

    def take_over(work: Work) -> None:
        row = work.get(PermitItemRow, permit)
        row.state, row.decided_on = PermitState.DECIDED, date(2022, 6, 29)

    workspace.do(take_over)
    workspace.do(correct_item, permit, ItemDates(None, None, date(2022, 6, 29)), "施〔2022〕1号")
    assert line(workspace, project, "CONSTR_PERMIT").certificate_no == "施〔2022〕1号"


def test_four_certificates_may_be_issued_on_one_day_in_order(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    day = date(2023, 2, 23)
    for code in ("LAND_USE_PLAN", "LAND_TITLE", "CONSTR_PLAN", "CONSTR_PERMIT"):
        one = item(workspace, project, code)
        workspace.do(accept_item, one, day)
        workspace.do(decide_item, one, day)
    assert workspace.read(checklist, project).certificates_done == 4


def test_construction_begun_leaves_no_overall_limit_overdue(workspace: Workspace) -> None:
    from fangzi_desktop.services.projects import move_project

    project = workspace.do(a_project_with_permits).value
    workspace.do(accept_item, item(workspace, project, "LAND_ANNOUNCE"), date(2022, 5, 23))
    assert clock(workspace, "START_READY").face.light is Light.RED
    workspace.do(move_project, project, Stage.CONSTRUCTION)
    assert all(one.face.code != "START_READY" for one in workspace.read(deadlines))


def test_the_checklist_leaves_out_the_days_on_which_the_project_stood_still(workspace: Workspace) -> None:
    # Mechanism §1.4: while a project is returned all its clocks stop.
    project = workspace.do(a_project_with_permits).value
    workspace.do(accept_item, item(workspace, project, "PLAN_COND"), date(2023, 2, 15))
    workspace.do(change_status, project, ProjectStatus.RETURNED, date(2023, 2, 16), "指标未落实", "函1号")
    stopped = line(workspace, project, "PLAN_COND")
    assert (stopped.due, stopped.light) == (None, Light.GREY)
    workspace.do(change_status, project, ProjectStatus.ACTIVE, date(2023, 2, 21))
    resumed = line(workspace, project, "PLAN_COND")
    assert resumed.due == resumed.expected_on == clock(workspace, "PLAN_COND").face.due
    assert resumed.due == date(2023, 2, 27)
    assert "项目退回，函1号" in resumed.why


def test_the_forecast_names_the_critical_chain(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    read = workspace.read(checklist, project)
    assert read.forecast is not None
    assert read.forecast.ready_on is not None
    assert read.forecast.ready_on > workspace.today
    critical = [one for one in read.lines if one.critical]
    assert critical
    assert all(one.float_workdays == 0 for one in critical if one.float_workdays is not None)


def test_a_line_renewed_alone_is_that_of_the_checklist_but_for_what_others_have_to_do_with_it(
    workspace: Workspace,
) -> None:
    project = workspace.do(a_project_with_permits).value
    for one in workspace.read(checklist, project).lines:
        assert workspace.read(renewed, one) == one
    before = line(workspace, project, "FILING")
    for command in (accept_item, decide_item):
        workspace.do(command, before.id, date(2023, 2, 24))
        alone = workspace.read(renewed, before)
        whole = line(workspace, project, "FILING")
        assert (
            replace(
                alone,
                critical=whole.critical,
                float_workdays=whole.float_workdays,
                expected_on=whole.expected_on,
            )
            == whole
        )
    # It moved on alone; when the others are expected is still to be read.
    assert line(workspace, project, "EIA").ready
    assert not workspace.read(renewed, line(workspace, project, "FILING")).ready


def test_a_line_of_an_item_that_is_gone_cannot_be_renewed(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    filing = line(workspace, project, "FILING")
    workspace.undo()
    with pytest.raises(UserError, match=r"record\.missing"):
        workspace.read(renewed, filing)
