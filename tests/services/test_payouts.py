from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.payouts import PayoutState, Totals
from fangzi_desktop.domain.stage_terms import (
    CommitmentMetric,
    CommitmentResult,
    FairReview,
    LadderLevel,
    Side,
)
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines, explain
from fangzi_desktop.services.ladder import RungForm, settle_rung, take_rung
from fangzi_desktop.services.payouts import (
    PaymentForm,
    PayoutForm,
    PayoutLine,
    add_payout,
    add_payouts,
    edit_payout,
    pay,
    payout_totals,
    payouts,
    remove_payout,
    take_back_payment,
    what_payouts_wait_for,
)
from fangzi_desktop.services.support import SupportForm, add_support
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage.stage_tables import CommitmentRow, SupportRow
from tests.builders import a_project

TODAY = date(2023, 2, 24)
DUE = date(2023, 1, 31)
FULL = PaymentForm(TODAY, 1_000_000, "坊财拨〔2023〕6号")


def a_commitment(work: Work, project: str, side: Side = Side.ENTERPRISE) -> str:
    row = CommitmentRow(id=work.new_id(), project_id=project, side=side, metric=CommitmentMetric.PRODUCTION)
    work.add(row)
    return row.id


def settle(work: Work, commitment: str, result: CommitmentResult, on: date) -> None:
    row = work.get(CommitmentRow, commitment)
    row.result, row.actual_on, row.settled_on = result, on, on


class Case:
    """A project with one policy and one payment of it that waits for a commitment, or for nothing."""

    def __init__(self, workspace: Workspace, *, waits: bool = True, due: date = DUE) -> None:
        self.workspace = workspace
        self.project = workspace.do(a_project).value
        self.support = workspace.do(add_support, self.project, SupportForm("设备投资补助")).value
        self.promise = workspace.do(a_commitment, self.project).value
        self.form = PayoutForm(self.support, due, 1_000_000, self.promise if waits else None)
        self.payout = workspace.do(add_payout, self.project, self.form).value

    def settle(self, result: CommitmentResult, on: date) -> None:
        self.workspace.do(settle, self.promise, result, on)

    def line(self) -> PayoutLine:
        return next(one for one in self.workspace.read(payouts, self.project) if one.id == self.payout)

    def clocks(self) -> list[DeadlineLine]:
        found = self.workspace.read(deadlines)
        return [one for one in found if one.face.kind is ClockKind.PAYOUT]


def test_a_payment_without_a_condition_is_owed_on_its_day(workspace: Workspace) -> None:
    case = Case(workspace, waits=False)
    (clock,) = case.clocks()
    assert (clock.face.owner_id, clock.face.due) == (case.payout, DUE)
    assert (clock.face.light, clock.face.department) == (Light.RED, "区财政局")
    assert clock.face.label == "兑付：设备投资补助100万元"
    why = workspace.read(lambda view: explain(view, clock.face))
    assert why == "约定于2023年1月31日前兑付，属约定日期，遇休息日不顺延。"
    assert (case.line().state, case.line().light) == (PayoutState.OWED, Light.RED)


def test_a_payment_is_no_debt_before_the_enterprise_has_performed(workspace: Workspace) -> None:
    case = Case(workspace)
    assert case.clocks() == []
    assert (case.line().state, case.line().light) == (PayoutState.HELD, Light.GREY)
    with pytest.raises(UserError, match=r"payout\.held"):
        workspace.do(pay, case.payout, FULL)
    assert case.line().paid_on is None


def test_proof_makes_it_due_and_payment_ends_its_clock(workspace: Workspace) -> None:
    case = Case(workspace, due=date(2023, 3, 31))
    case.settle(CommitmentResult.MET, date(2023, 2, 10))
    (clock,) = case.clocks()
    assert (clock.face.start, clock.face.due) == (date(2023, 2, 10), date(2023, 3, 31))
    workspace.do(pay, case.payout, FULL)
    assert case.clocks() == []
    line = case.line()
    assert (line.paid_on, line.paid_yuan, line.document_no) == (TODAY, 1_000_000, "坊财拨〔2023〕6号")
    assert line.state is PayoutState.PAID


def test_late_proof_does_not_make_the_treasury_late(workspace: Workspace) -> None:
    case = Case(workspace)
    case.settle(CommitmentResult.WAIVED, date(2023, 2, 24))
    (clock,) = case.clocks()
    assert (clock.face.due, clock.face.light) == (date(2023, 2, 24), case.line().light)
    assert clock.face.light is not Light.RED
    assert "履约认定" in workspace.read(lambda view: explain(view, clock.face))


def test_a_payment_is_made_once(workspace: Workspace) -> None:
    case = Case(workspace, waits=False)
    workspace.do(pay, case.payout, FULL)
    with pytest.raises(UserError, match=r"payout\.paid_already"):
        workspace.do(pay, case.payout, FULL)
    with pytest.raises(UserError, match=r"payout\.paid_already"):
        workspace.do(remove_payout, case.payout)


def test_of_a_payment_made_only_the_note_changes_until_it_is_taken_back(workspace: Workspace) -> None:
    case = Case(workspace, waits=False)
    with pytest.raises(UserError, match=r"payout\.not_paid"):
        workspace.do(take_back_payment, case.payout)
    workspace.do(pay, case.payout, FULL)
    workspace.do(edit_payout, case.payout, replace(case.form, note="已核对"))
    assert case.line().note == "已核对"
    with pytest.raises(UserError, match=r"payout\.paid_already"):
        workspace.do(edit_payout, case.payout, replace(case.form, amount_yuan=5))
    workspace.do(take_back_payment, case.payout)
    workspace.do(edit_payout, case.payout, replace(case.form, amount_yuan=500_000))
    assert (case.line().state, case.line().amount_yuan) == (PayoutState.OWED, 500_000)


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (replace(FULL, on=date(2023, 2, 25)), "payout.in_future"),
        (replace(FULL, yuan=-1), "payout.amount_not_positive"),
        (replace(FULL, yuan=None), "payout.amount_not_positive"),
        (replace(FULL, yuan=1_000_001), "payout.too_much"),
    ],
)
def test_a_wrong_payment_leaves_everything_as_it_was(
    workspace: Workspace, form: PaymentForm, code: str
) -> None:
    case = Case(workspace, waits=False)
    with pytest.raises(UserError) as refused:
        workspace.do(pay, case.payout, form)
    assert refused.value.code == code
    assert case.line().paid_on is None


def test_a_part_is_paid_and_the_rest_keeps_a_day_of_its_own(workspace: Workspace) -> None:
    case = Case(workspace, waits=False)
    form = replace(FULL, yuan=400_000, rest_due=date(2023, 6, 30))
    rest = workspace.do(pay, case.payout, form).value
    lines = {line.id: line for line in workspace.read(payouts)}
    assert lines[case.payout].amount_yuan == lines[case.payout].paid_yuan == 400_000
    assert rest is not None
    assert (lines[rest].amount_yuan, lines[rest].due) == (600_000, date(2023, 6, 30))
    assert payout_totals(lines.values(), TODAY) == Totals(agreed=1_000_000, paid=400_000)
    workspace.undo()
    assert (case.line().amount_yuan, len(workspace.read(payouts))) == (1_000_000, 1)


def test_a_partly_kept_commitment_is_paid_only_with_a_reason(workspace: Workspace) -> None:
    case = Case(workspace)
    case.settle(CommitmentResult.PARTIAL, date(2023, 2, 10))
    assert case.clocks() == []
    with pytest.raises(UserError, match=r"payout\.partial_needs_reason"):
        workspace.do(pay, case.payout, FULL)
    workspace.do(pay, case.payout, replace(FULL, yuan=800_000, reason="按完成比例核减"))
    line = case.line()
    assert (line.paid_yuan, line.amount_yuan, line.note) == (800_000, 1_000_000, "按完成比例核减")


def test_a_policy_that_failed_its_review_is_not_paid(workspace: Workspace) -> None:
    case = Case(workspace, waits=False)

    def fail(work: Work) -> None:
        work.get(SupportRow, case.support).fair_review = FairReview.FAILED

    workspace.do(fail)
    assert case.clocks() == []
    with pytest.raises(UserError, match=r"payout\.review_failed"):
        workspace.do(pay, case.payout, FULL)


def test_payment_is_suspended_from_the_written_decision_until_the_breach_is_settled(
    workspace: Workspace,
) -> None:
    case = Case(workspace, waits=False)
    day = date(2023, 1, 3)
    demand = RungForm(LadderLevel.DEMAND, day, "坊催〔2023〕1号", "逾期未动工", date(2023, 1, 10))
    workspace.do(take_rung, case.project, demand)
    assert len(case.clocks()) == 1
    form = RungForm(LadderLevel.DECISION, date(2023, 2, 1), "坊决〔2023〕1号", "催告期满未履行", None)
    decision = workspace.do(take_rung, case.project, form).value
    assert (case.clocks(), case.line().state) == ([], PayoutState.SUSPENDED)
    with pytest.raises(UserError, match=r"payout\.suspended"):
        workspace.do(pay, case.payout, FULL)
    workspace.do(settle_rung, decision, date(2023, 2, 20), "已动工")
    assert case.line().state is PayoutState.OWED
    workspace.do(pay, case.payout, FULL)


def test_only_the_enterprises_own_commitments_can_be_waited_for(workspace: Workspace) -> None:
    case = Case(workspace)
    own = workspace.do(a_commitment, case.project, Side.GOVERNMENT).value
    assert workspace.read(what_payouts_wait_for, case.project) == ((case.promise, "投产期限"),)
    with pytest.raises(UserError, match=r"payout\.not_enterprise"):
        workspace.do(edit_payout, case.payout, replace(case.form, commitment_id=own))
    other = workspace.do(a_project, "别的项目").value
    with pytest.raises(UserError, match=r"payout\.other_project"):
        workspace.do(add_payout, other, case.form)


def test_pasted_payments_come_all_or_none(workspace: Workspace) -> None:
    case = Case(workspace, waits=False)
    with pytest.raises(UserError, match=r"payout\.amount_not_positive"):
        workspace.do(add_payouts, case.project, [case.form, replace(case.form, amount_yuan=0)])
    assert len(workspace.read(payouts)) == 1
    assert workspace.do(add_payouts, case.project, [case.form, case.form]).value == 2
    assert len(workspace.read(payouts)) == 3


def test_sums_tell_what_is_due_from_what_is_held(workspace: Workspace) -> None:
    Case(workspace)
    held = workspace.read(payouts)
    assert payout_totals(held, TODAY) == Totals(agreed=1_000_000, held=1_000_000)
