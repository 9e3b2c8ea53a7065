"""补正, days not counted and extensions through the workspace."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import PermitState, Route, SuspensionReason, Unit
from fangzi_desktop.services.deadlines import deadlines, explain
from fangzi_desktop.services.permit_notices import (
    correct_suspension,
    exclude_days,
    extend_item,
    item_records,
    remove_correction,
    remove_extension,
    remove_suspension,
    require_correction,
)
from fangzi_desktop.services.permit_results import verify_items
from fangzi_desktop.services.permits import (
    ChecklistLine,
    accept_item,
    apply_item,
    checklist,
    decide_item,
    proceed_item,
    reopen_item,
    resume_item,
    suspend_item,
)
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_permit_item, a_project_with_permits, item_id
from tests.conftest import OpenWorkspace

OLD = Route.EXISTING_LAND
REVIEW = SuspensionReason.EXPERT_REVIEW


def feb(day: int) -> date:
    return date(2023, 2, day)


@pytest.fixture
def review(workspace: Workspace) -> str:
    """施工图审查 of a project; 7 working days from acceptance."""
    project = workspace.do(a_project_with_permits, OLD).value
    return workspace.do(item_id, project, "DRAWING_REVIEW").value


def line(workspace: Workspace, item: str) -> ChecklistLine:
    project = workspace.read(
        lambda view: (
            view.session.connection()
            .exec_driver_sql("SELECT project_id FROM permit_item WHERE id = ?", (item,))
            .scalar_one()
        )
    )
    return next(one for one in workspace.read(checklist, project).lines if one.id == item)


def extension(amount: int = 3, **values: object) -> Extension:
    usual = Extension(feb(13), amount, Unit.WORKING_DAY, "局长办公会", "图纸复杂", "延〔2023〕1号")
    return Extension(**{name: values.get(name, getattr(usual, name)) for name in usual.__slots__})  # type: ignore[arg-type]


def test_a_correction_stops_no_clock_because_none_has_begun(workspace: Workspace, review: str) -> None:
    workspace.do(apply_item, review, feb(6))
    workspace.do(require_correction, review, feb(8), "缺岩土工程勘察报告", "补〔2023〕2号")
    assert line(workspace, review).state is PermitState.CORRECTING
    workspace.do(apply_item, review, feb(10))
    found = line(workspace, review)
    assert (found.state, found.applied_on, found.accepted_on, found.due) == (
        PermitState.APPLIED,
        feb(6),
        None,
        None,
    )
    (notice,) = found.corrections
    assert (notice.notified_on, notice.answered_on, notice.reason) == (feb(8), feb(10), "缺岩土工程勘察报告")
    workspace.do(accept_item, review, feb(13))
    assert line(workspace, review).due == feb(22)


def test_acceptance_ends_a_correction_that_still_waits(workspace: Workspace, review: str) -> None:
    workspace.do(apply_item, review, feb(6))
    workspace.do(require_correction, review, feb(8), "缺图")
    workspace.do(accept_item, review, feb(14))
    assert line(workspace, review).corrections[0].answered_on == feb(14)


def test_the_law_gives_the_department_five_working_days_to_say_what_is_missing(
    workspace: Workspace, review: str
) -> None:
    workspace.do(apply_item, review, feb(6))
    assert line(workspace, review).notice_due == feb(13)
    workspace.do(require_correction, review, feb(8), "缺图")
    assert line(workspace, review).notice_due is None
    workspace.do(apply_item, review, feb(10))
    assert line(workspace, review).notice_due == feb(17)


@pytest.mark.parametrize(
    ("on", "reason", "code"),
    [
        (feb(5), "缺图", "permit.corrected_out_of_range"),
        (date(2023, 2, 27), "缺图", "permit.corrected_out_of_range"),
        (feb(8), "   ", "permit.no_reason"),
    ],
)
def test_a_notice_needs_its_reason_and_a_possible_day(
    workspace: Workspace, review: str, on: date, reason: str, code: str
) -> None:
    workspace.do(apply_item, review, feb(6))
    with pytest.raises(UserError) as refused:
        workspace.do(require_correction, review, on, reason)
    assert refused.value.code == code
    assert line(workspace, review).state is PermitState.APPLIED


def test_a_notice_by_mistake_can_be_taken_back(workspace: Workspace, review: str) -> None:
    workspace.do(apply_item, review, feb(6))
    workspace.do(require_correction, review, feb(8), "缺图")
    (notice,) = workspace.read(item_records, review).corrections
    workspace.do(remove_correction, notice.id)
    found = line(workspace, review)
    assert (found.state, found.corrections) == (PermitState.APPLIED, ())


def test_an_extension_moves_the_day_and_says_why(workspace: Workspace, review: str) -> None:
    workspace.do(accept_item, review, feb(10))
    assert line(workspace, review).due == feb(21)
    workspace.do(extend_item, review, extension(3))
    workspace.do(extend_item, review, extension(2, granted_on=feb(20)))
    found = line(workspace, review)
    assert found.due == feb(28)
    assert "经批准延期2次（3个工作日、2个工作日）" in found.why
    face = next(one.face for one in workspace.read(deadlines) if one.face.owner_id == review)
    assert (face.due, face.light) == (feb(28), "yellow")
    assert "经批准延期2次" in workspace.read(explain, face)
    assert workspace.read(differences) == []


def test_an_extension_of_the_promise_leaves_the_law_where_it_is(workspace: Workspace, review: str) -> None:
    workspace.do(accept_item, review, feb(10))
    by_law = line(workspace, review).reading
    workspace.do(extend_item, review, extension(3))
    after = line(workspace, review).reading
    assert by_law is not None
    assert after is not None
    assert after.statutory_due == by_law.statutory_due
    workspace.do(extend_item, review, extension(5, statutory=True))
    moved = line(workspace, review).reading
    assert moved is not None
    assert moved.statutory_due is not None
    assert by_law.statutory_due is not None
    assert moved.statutory_due > by_law.statutory_due


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"amount": 0}, "permit.extension_amount"),
        ({"reason": " "}, "permit.no_reason"),
        ({"approved_by": ""}, "permit.no_approver"),
        ({"granted_on": feb(9)}, "permit.extended_out_of_range"),
    ],
)
def test_an_extension_says_by_whom_why_and_when(
    workspace: Workspace, review: str, values: dict[str, object], code: str
) -> None:
    workspace.do(accept_item, review, feb(10))
    with pytest.raises(UserError) as refused:
        workspace.do(extend_item, review, extension(**{"amount": 3, **values}))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert line(workspace, review).due == feb(21)


def test_the_law_bounds_its_own_extensions(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, OLD).value
    plan = workspace.do(item_id, project, "CONSTR_PLAN").value
    workspace.do(accept_item, plan, feb(10))
    workspace.do(extend_item, plan, extension(10, statutory=True))
    with pytest.raises(UserError, match=r"permit\.extension_too_long"):
        workspace.do(extend_item, plan, extension(1, statutory=True))


def test_what_is_not_under_way_and_a_legal_minimum_are_not_extended(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits).value
    review = workspace.do(item_id, project, "DRAWING_REVIEW").value
    with pytest.raises(UserError, match=r"permit\.not_under_way"):
        workspace.do(extend_item, review, extension())
    announced = workspace.do(item_id, project, "LAND_ANNOUNCE").value
    workspace.do(accept_item, announced, feb(10))
    with pytest.raises(UserError, match=r"permit\.nothing_to_extend"):
        workspace.do(extend_item, announced, extension())


def test_an_extension_by_mistake_can_be_taken_back(workspace: Workspace, review: str) -> None:
    workspace.do(accept_item, review, feb(10))
    workspace.do(extend_item, review, extension())
    (record,) = workspace.read(item_records, review).extensions
    workspace.do(remove_extension, record.id)
    assert line(workspace, review).due == feb(21)
    workspace.undo()
    assert line(workspace, review).due == feb(24)


def test_days_with_both_ends_are_left_out_of_the_count(workspace: Workspace, review: str) -> None:
    workspace.do(accept_item, review, feb(10))
    workspace.do(exclude_days, review, feb(13), feb(15), REVIEW, "评〔2023〕3号")
    found = line(workspace, review)
    assert (found.state, found.due) == (PermitState.ACCEPTED, feb(24))
    with pytest.raises(UserError, match=r"clock\.suspensions_overlap"):
        workspace.do(exclude_days, review, feb(15), feb(16), REVIEW)
    assert len(line(workspace, review).suspensions) == 1


def test_a_stop_can_be_corrected_after_it_ended(workspace: Workspace, review: str) -> None:
    workspace.do(accept_item, review, feb(10))
    workspace.do(suspend_item, review, feb(13), REVIEW)
    workspace.do(resume_item, review, feb(14))
    assert line(workspace, review).state is PermitState.IN_PROGRESS
    (stop,) = workspace.read(item_records, review).suspensions
    workspace.do(correct_suspension, stop.id, feb(13), feb(15), SuspensionReason.HEARING, "听〔2023〕1号")
    assert line(workspace, review).due == feb(24)
    workspace.do(correct_suspension, stop.id, feb(13), None, SuspensionReason.HEARING)
    assert line(workspace, review).state is PermitState.SUSPENDED
    with pytest.raises(UserError, match=r"permit\.suspended_before_acceptance"):
        workspace.do(correct_suspension, stop.id, feb(9), feb(15), REVIEW)
    workspace.do(remove_suspension, stop.id)
    found = line(workspace, review)
    assert (found.state, found.suspensions, found.due) == (PermitState.IN_PROGRESS, (), feb(21))


def test_the_last_change_is_the_journals(workspace: Workspace, review: str) -> None:
    assert workspace.read(item_records, review).changed_on == workspace.today


def test_what_hangs_on_an_item_changes_it_but_verifying_it_does_not(open_folder: OpenWorkspace) -> None:
    first = open_folder(feb(20))
    item = first.do(a_permit_item, "ENERGY", accepted_on=feb(13)).value
    first.close()
    second = open_folder(feb(21))
    second.do(verify_items, [item], feb(21))
    assert second.read(item_records, item).changed_on == feb(20)
    second.do(extend_item, item, Extension(feb(21), 5, Unit.WORKING_DAY, "分管负责人", "勘验"))
    assert second.read(item_records, item).changed_on == feb(21)


def test_what_is_accepted_is_worked_on_and_begun_afresh_loses_its_notices(
    workspace: Workspace, review: str
) -> None:
    workspace.do(apply_item, review, feb(6))
    workspace.do(require_correction, review, feb(7), "缺图")
    workspace.do(accept_item, review, feb(10))
    workspace.do(proceed_item, review)
    assert line(workspace, review).state_words == "办理中"
    workspace.do(decide_item, review, feb(20), "1号")
    workspace.do(reopen_item, review)
    found = line(workspace, review)
    assert (found.state, len(found.corrections)) == (PermitState.ACCEPTED, 1)
