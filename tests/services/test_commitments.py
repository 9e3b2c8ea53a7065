from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import (
    AgreementKind,
    CommitmentMetric,
    CommitmentResult,
    Comparison,
    LadderLevel,
    RemovalReason,
    Side,
)
from fangzi_desktop.domain.terms import ClockKind, Light, Milestone, ProjectStatus, Unit
from fangzi_desktop.services.commitments import (
    CheckForm,
    CommitmentForm,
    CommitmentLine,
    SettlementForm,
    add_commitment,
    add_commitments,
    agreements_to_name,
    commitment_lines,
    commitments_to_name,
    edit_commitment,
    record_check,
    record_checks,
    remove_check,
    remove_commitment,
    reopen_commitment,
    settle_commitment,
    waive_commitment,
)
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.ladder import RungForm, take_rung
from fangzi_desktop.services.projects import change_status, set_milestone
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage.stage_tables import AgreementRow
from tests.builders import a_project

SIGNED = date(2022, 8, 11)
INVEST = CommitmentForm(
    metric=CommitmentMetric.FIXED_INVESTMENT,
    comparison=Comparison.AT_LEAST,
    target=Decimal(20000),
    unit="万元",
    due=date(2023, 2, 25),
    responsible_unit="坊城街道",
)
BUILD = CommitmentForm(
    metric=CommitmentMetric.START,
    offset_amount=6,
    offset_unit=Unit.MONTH,
    offset_event=Milestone.AGREEMENT,
)


def a_signed_project(workspace: Workspace) -> str:
    project = workspace.do(a_project).value
    workspace.do(set_milestone, project, Milestone.AGREEMENT, PartialDate.of(SIGNED))
    return project


def an_agreement(work: Work, project: str, kind: AgreementKind, signed_on: date) -> str:
    row = AgreementRow(id=work.new_id(), project_id=project, kind=kind, signed_on=signed_on, number="1号")
    return work.add(row).id


def read(workspace: Workspace) -> CommitmentLine:
    (line,) = workspace.read(commitment_lines)
    (explained,) = workspace.read(commitment_lines, line.project_id)
    assert line == replace(explained, why="")
    return explained


def test_an_agreed_day_stays_and_calls_like_every_clock(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    workspace.do(add_commitment, project, INVEST)
    line = read(workspace)
    # 2023-02-25 is a Saturday: an agreed day is not moved.
    assert (line.due_on, line.light, line.waits_for) == (date(2023, 2, 25), Light.YELLOW, None)
    assert "约定日期" in line.why
    (clock,) = workspace.read(deadlines)
    assert (clock.face.kind, clock.face.due) == (ClockKind.COMMITMENT, date(2023, 2, 25))
    assert (clock.face.label, clock.face.department) == ("企业方承诺：固定资产投资额", "坊城街道")


def test_a_span_runs_from_its_event_and_moves_off_a_rest_day(workspace: Workspace) -> None:
    project = workspace.do(a_project).value
    workspace.do(add_commitment, project, BUILD)
    assert read(workspace).waits_for is Milestone.AGREEMENT
    assert read(workspace).light is Light.GREY
    assert not workspace.read(deadlines)
    workspace.do(set_milestone, project, Milestone.AGREEMENT, PartialDate.of(SIGNED))
    line = read(workspace)
    # Six months from 2022-08-11 end on Saturday 2023-02-11.
    assert (line.due_on, line.light, line.is_late) == (date(2023, 2, 13), Light.RED, True)
    assert "顺延至下一工作日" in line.why
    (clock,) = workspace.read(deadlines)
    assert (clock.face.due, clock.face.department) == (date(2023, 2, 13), "企业方")


def test_signing_is_that_of_its_own_agreement(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    land = workspace.do(an_agreement, project, AgreementKind.LAND, date(2023, 1, 10)).value
    form = CommitmentForm(
        metric=CommitmentMetric.START,
        offset_amount=3,
        offset_unit=Unit.MONTH,
        offset_event=Milestone.AGREEMENT,
        agreement_id=land,
    )
    workspace.do(add_commitment, project, form)
    assert read(workspace).due_on == date(2023, 4, 10)
    assert read(workspace).agreement == "国有建设用地使用权出让合同（1号）"
    assert workspace.read(agreements_to_name, project) == ((land, "国有建设用地使用权出让合同（1号）"),)
    other = workspace.do(a_project, "另一个").value
    with pytest.raises(UserError, match=r"commitment\.other_project"):
        workspace.do(add_commitment, other, form)


def test_figures_judge_and_another_result_needs_a_reason(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    one = workspace.do(add_commitment, project, INVEST).value
    part = SettlementForm(Decimal(12500), date(2023, 2, 20))
    assert workspace.do(settle_commitment, one, part).value is CommitmentResult.PARTIAL
    line = read(workspace)
    assert (line.result, line.share, line.settled_on) == (CommitmentResult.PARTIAL, 63, workspace.today)
    assert not workspace.read(deadlines)
    with pytest.raises(UserError, match=r"commitment\.settled"):
        workspace.do(edit_commitment, one, INVEST)
    workspace.do(reopen_commitment, one)
    met = SettlementForm(Decimal(12500), date(2023, 2, 20), result=CommitmentResult.MET)
    with pytest.raises(UserError, match=r"commitment\.no_reason"):
        workspace.do(settle_commitment, one, met)
    assert read(workspace).result is None
    with pytest.raises(UserError, match=r"commitment\.not_settled"):
        workspace.do(reopen_commitment, one)


def test_a_waiver_needs_its_paper_and_can_be_undone(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    one = workspace.do(add_commitment, project, INVEST).value
    with pytest.raises(UserError, match=r"commitment\.waiver_needs_paper"):
        workspace.do(waive_commitment, one, "政策调整", "")
    workspace.do(waive_commitment, one, "政策调整", "坊政纪〔2023〕2号")
    assert (read(workspace).result, read(workspace).note) == (CommitmentResult.WAIVED, "政策调整")
    workspace.undo()
    assert read(workspace).is_open and len(workspace.read(deadlines)) == 1


def test_checks_show_how_far_it_has_come_and_when_to_look_again(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    form = CommitmentForm(
        metric=CommitmentMetric.TAX,
        comparison=Comparison.AT_LEAST,
        target=Decimal(1000),
        unit="万元",
        due=date(2025, 12, 31),
        check_months=3,
    )
    one = workspace.do(add_commitment, project, form).value
    assert read(workspace).next_check == date(2022, 11, 11)
    check = workspace.do(record_check, one, CheckForm(date(2023, 1, 4), Decimal(300), "产能爬坡")).value
    line = read(workspace)
    assert (line.next_check, line.share, line.actual) == (date(2023, 4, 4), 30, Decimal(300))
    (look,) = [one for one in workspace.read(deadlines) if one.face.code == "check"]
    assert (look.face.label, look.face.due) == ("履约检查：1项承诺", date(2023, 4, 4))
    workspace.do(record_checks, [one], date(2023, 2, 20), "现场核对")
    assert [check.note for check in read(workspace).checks] == ["产能爬坡", "现场核对"]
    with pytest.raises(UserError, match=r"commitment\.in_future"):
        workspace.do(record_check, one, CheckForm(date(2023, 2, 25)))
    workspace.do(remove_check, check)
    assert len(read(workspace).checks) == 1


def test_many_are_written_down_or_none(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    with pytest.raises(UserError, match=r"commitment\.bad_row") as refused:
        workspace.do(add_commitments, project, [INVEST, CommitmentForm(metric=CommitmentMetric.TAX)])
    assert refused.value.params["row"] == 2
    assert not workspace.read(commitment_lines)
    assert workspace.do(add_commitments, project, [INVEST, BUILD]).value == 2
    assert [name for _, name, _ in workspace.read(commitments_to_name, project)] == [
        "动工期限",
        "固定资产投资额",
    ]


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (CommitmentForm(due=SIGNED), "commitment.no_text"),
        (CommitmentForm(text="x", due=SIGNED, check_months=0), "commitment.check_months"),
        (CommitmentForm(text="x", due=SIGNED, target=Decimal(3)), "commitment.half_goal"),
    ],
)
def test_what_is_wrong_is_refused(workspace: Workspace, form: CommitmentForm, code: str) -> None:
    project = a_signed_project(workspace)
    with pytest.raises(UserError, match=code):
        workspace.do(add_commitment, project, form)


def test_long_texts_and_rare_characters_are_kept_whole(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    text = "𠮷🏭" * 5000
    workspace.do(add_commitment, project, CommitmentForm(text=text, due=SIGNED))
    assert read(workspace).form.text == text


def test_what_others_name_is_not_removed(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    one = workspace.do(add_commitment, project, INVEST).value
    workspace.do(record_check, one, CheckForm(SIGNED))
    rung = RungForm(LadderLevel.REMINDER, date(2023, 2, 1), "1号", "未达到", commitment_id=one)
    workspace.do(take_rung, project, rung)
    with pytest.raises(UserError, match=r"commitment\.relied_on"):
        workspace.do(remove_commitment, one)
    workspace.undo()
    workspace.do(remove_commitment, one)
    assert not workspace.read(commitment_lines)


def test_a_project_that_has_left_calls_for_nothing(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    workspace.do(add_commitment, project, BUILD)
    workspace.do(change_status, project, ProjectStatus.ACTIVE, SIGNED)
    workspace.do(
        change_status,
        project,
        ProjectStatus.REMOVED,
        date(2023, 2, 20),
        "企业放弃",
        "1号",
        RemovalReason.WITHDRAWN,
    )
    assert read(workspace).light is Light.GREY and not workspace.read(deadlines)


def test_a_deferred_project_stops_its_spans(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    workspace.do(add_commitment, project, BUILD)
    workspace.do(change_status, project, ProjectStatus.ACTIVE, SIGNED)
    workspace.do(
        change_status,
        project,
        ProjectStatus.DEFERRED,
        date(2023, 2, 1),
        "用地",
        "1号",
        review_on=date(2023, 6, 1),
    )
    line = read(workspace)
    assert (line.due_on, line.waits_for, line.light) == (None, None, Light.GREY)


def test_government_side_owes_too(workspace: Workspace) -> None:
    project = a_signed_project(workspace)
    form = CommitmentForm(Side.GOVERNMENT, CommitmentMetric.CLEARED_LAND, due=date(2023, 3, 1))
    workspace.do(add_commitment, project, form)
    (clock,) = workspace.read(deadlines)
    assert (clock.face.label, clock.face.department) == ("政府方承诺：净地交付", "政府方")
