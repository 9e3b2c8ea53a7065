"""Certificates, promised papers, waivers and verification through the workspace."""

from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, IssueMode, Light, Milestone, PermitState, Route
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines, explain
from fangzi_desktop.services.permit_results import (
    Certificate,
    hand_in_paper,
    promise_papers,
    record_certificate,
    verify_items,
    waive_items,
)
from fangzi_desktop.services.permits import (
    ChecklistLine,
    accept_item,
    apply_item,
    checklist,
    decide_item,
    reopen_item,
    set_applicability,
)
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project_with_permits, item_id

OLD = Route.EXISTING_LAND


def feb(day: int) -> date:
    return date(2023, 2, day)


@pytest.fixture
def project(workspace: Workspace) -> str:
    return workspace.do(a_project_with_permits, OLD).value


def decided(workspace: Workspace, project: str, code: str, on: date) -> str:
    item = workspace.do(item_id, project, code).value
    workspace.do(accept_item, item, on)
    workspace.do(decide_item, item, on, "建字第1号")
    return item


def line(workspace: Workspace, project: str, code: str) -> ChecklistLine:
    return next(one for one in workspace.read(checklist, project).lines if one.code == code)


def clocks(workspace: Workspace, kind: ClockKind) -> list[DeadlineLine]:
    return [one for one in workspace.read(deadlines) if one.face.kind is kind]


def test_a_certificate_has_a_clock_of_its_own(workspace: Workspace, project: str) -> None:
    permit = decided(workspace, project, "CONSTR_PERMIT", feb(1))
    (found,) = clocks(workspace, ClockKind.VALIDITY)
    assert (found.face.due, found.face.light) == (date(2023, 5, 1), Light.GREEN)
    workspace.do(record_certificate, permit, Certificate("建字第1号", "区行政审批服务局", feb(3), None))
    (found,) = clocks(workspace, ClockKind.VALIDITY)
    assert found.face.due == date(2023, 5, 3)
    assert "有效期至2023年5月3日" in workspace.read(explain, found.face)
    workspace.do(
        record_certificate, permit, Certificate("建字第1号", "区行政审批服务局", feb(3), date(2023, 3, 3))
    )
    shown = line(workspace, project, "CONSTR_PERMIT")
    assert shown.validity is not None
    assert (shown.validity.until, shown.validity.light) == (date(2023, 3, 3), Light.YELLOW)
    assert workspace.read(differences) == []


def test_construction_ends_the_care_for_what_had_to_last_until_then(
    workspace: Workspace, project: str
) -> None:
    decided(workspace, project, "CONSTR_PERMIT", feb(1))
    workspace.do(set_milestone, project, Milestone.START, PartialDate.from_code("2023-02"))
    assert clocks(workspace, ClockKind.VALIDITY) == []


@pytest.mark.parametrize(
    ("delivered", "until", "code"),
    [
        (date(2023, 1, 31), None, "permit.delivered_out_of_range"),
        (date(2023, 3, 1), None, "permit.delivered_out_of_range"),
        (None, date(2023, 1, 31), "permit.valid_before_decision"),
    ],
)
def test_a_certificate_is_not_older_than_its_decision(
    workspace: Workspace, project: str, delivered: date | None, until: date | None, code: str
) -> None:
    permit = decided(workspace, project, "CONSTR_PERMIT", feb(1))
    with pytest.raises(UserError) as refused:
        workspace.do(record_certificate, permit, Certificate("1", "", delivered, until))
    assert refused.value.code == code


def test_only_what_is_decided_has_a_certificate_or_promises(workspace: Workspace, project: str) -> None:
    item = workspace.do(item_id, project, "EIA").value
    with pytest.raises(UserError, match=r"permit\.not_decided"):
        workspace.do(record_certificate, item, Certificate("1", "", None, None))
    with pytest.raises(UserError, match=r"permit\.not_decided"):
        workspace.do(promise_papers, item, IssueMode.PROMISE, [("总图", feb(28))])


def test_promised_papers_run_until_they_are_handed_in(workspace: Workspace, project: str) -> None:
    item = decided(workspace, project, "EIA", feb(1))
    workspace.do(
        promise_papers,
        item,
        IssueMode.CONDITIONAL,
        [("总量指标确认文件", feb(20)), ("公众参与说明", feb(28))],
    )
    first, second = clocks(workspace, ClockKind.PAPER)
    assert (first.face.due, first.face.light, second.face.light) == (feb(20), Light.RED, Light.YELLOW)
    assert "总量指标确认文件" in first.face.label
    papers = line(workspace, project, "EIA").promises
    workspace.do(hand_in_paper, papers[0].id, feb(22))
    (left,) = clocks(workspace, ClockKind.PAPER)
    assert left.face.due == feb(28)
    assert workspace.read(differences) == []
    workspace.do(promise_papers, item, IssueMode.COMPLETE, [])
    assert clocks(workspace, ClockKind.PAPER) == []
    assert line(workspace, project, "EIA").issue_mode is IssueMode.COMPLETE


@pytest.mark.parametrize(
    ("mode", "papers", "code"),
    [
        (IssueMode.PROMISE, [], "permit.no_promised_paper"),
        (IssueMode.COMPLETE, [("总图", feb(28))], "permit.no_promised_paper"),
        (IssueMode.PROMISE, [(" ", feb(28))], "permit.promise_without_name"),
        (IssueMode.PROMISE, [("总图", date(2023, 1, 31))], "permit.promise_before_decision"),
    ],
)
def test_a_promise_names_its_papers_and_their_days(
    workspace: Workspace, project: str, mode: IssueMode, papers: list[tuple[str, date]], code: str
) -> None:
    item = decided(workspace, project, "EIA", feb(1))
    with pytest.raises(UserError) as refused:
        workspace.do(promise_papers, item, mode, papers)
    assert refused.value.code == code
    assert line(workspace, project, "EIA").promises == ()


def test_a_decision_taken_back_takes_its_promises_back(workspace: Workspace, project: str) -> None:
    item = decided(workspace, project, "EIA", feb(1))
    workspace.do(promise_papers, item, IssueMode.PROMISE, [("总图", feb(28))])
    workspace.do(reopen_item, item)
    assert line(workspace, project, "EIA").promises == ()
    workspace.undo()
    assert len(line(workspace, project, "EIA").promises) == 1


def test_verifying_is_not_changing(workspace: Workspace, project: str) -> None:
    items = [workspace.do(item_id, project, code).value for code in ("EIA", "FILING")]
    assert workspace.do(verify_items, items, feb(24)).value == 2
    assert {line(workspace, project, code).verified_on for code in ("EIA", "FILING")} == {feb(24)}
    with pytest.raises(UserError, match=r"permit\.in_future"):
        workspace.do(verify_items, items, feb(28))


def test_a_regional_evaluation_waives_what_its_plot_is_covered_for(
    workspace: Workspace, project: str
) -> None:
    soil, seismic = (workspace.do(item_id, project, code).value for code in ("SOIL_WATER", "SEISMIC"))
    workspace.do(waive_items, [soil, seismic], "开发区区域评估成果〔2022〕3号")
    found = line(workspace, project, "SOIL_WATER")
    assert (found.state_words, found.waiver) == ("不涉及", "开发区区域评估成果〔2022〕3号")
    ready = line(workspace, project, "START_READY")
    assert soil not in ready.waiting_for
    workspace.do(set_applicability, soil, line(workspace, project, "FILING").applicability)
    assert line(workspace, project, "SOIL_WATER").waiver == ""


@pytest.mark.parametrize(
    ("code", "document", "refusal"),
    [
        ("CONSTR_PERMIT", "成果1号", "permit.not_regional"),
        ("SOIL_WATER", "  ", "permit.no_waiver_document"),
    ],
)
def test_a_waiver_needs_its_paper_and_an_item_it_can_cover(
    workspace: Workspace, project: str, code: str, document: str, refusal: str
) -> None:
    item = workspace.do(item_id, project, code).value
    with pytest.raises(UserError) as refused:
        workspace.do(waive_items, [item], document)
    assert refused.value.code == refusal


def test_what_is_applied_for_is_not_waived_and_nothing_is_half_done(
    workspace: Workspace, project: str
) -> None:
    soil, seismic = (workspace.do(item_id, project, code).value for code in ("SOIL_WATER", "SEISMIC"))
    workspace.do(apply_item, seismic, feb(10))
    with pytest.raises(UserError, match=r"permit\.already_begun"):
        workspace.do(waive_items, [soil, seismic], "成果1号")
    assert line(workspace, project, "SOIL_WATER").waiver == ""
    assert line(workspace, project, "SEISMIC").state is PermitState.APPLIED
