"""Moving a day that was agreed as such: each kind by its own command, with a reason where it keeps one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, ProblemState
from fangzi_desktop.services.commitments import commitment_form, edit_commitment
from fangzi_desktop.services.construction import NodeForm, set_node
from fangzi_desktop.services.elements import edit_element, element_form
from fangzi_desktop.services.payouts import PayoutForm, edit_payout
from fangzi_desktop.services.problems import ProblemForm, StepForm, assign_problem, edit_problem
from fangzi_desktop.services.review import ConditionForm, change_opinion_request, edit_condition
from fangzi_desktop.services.visits import PromiseForm, edit_promise, plan_next_visit
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.stage_tables import (
    CommitmentRow,
    ConditionRow,
    ElementRow,
    NodeRow,
    OpinionRow,
    PayoutRow,
    VisitPromiseRow,
    VisitRow,
)
from fangzi_desktop.storage.tables import ProblemRow
from fangzi_desktop.storage.work import View, Work

_ROWS: dict[ClockKind, type[Row]] = {
    ClockKind.PROBLEM: ProblemRow,
    ClockKind.OPINION: OpinionRow,
    ClockKind.CONDITION: ConditionRow,
    ClockKind.ELEMENT: ElementRow,
    ClockKind.COMMITMENT: CommitmentRow,
    ClockKind.PAYOUT: PayoutRow,
    ClockKind.NODE: NodeRow,
    ClockKind.PROMISE: VisitPromiseRow,
    ClockKind.VISIT: VisitRow,
}


@dataclass(frozen=True, slots=True)
class AgreedDay:
    """A day that its own record may move, and what that record keeps of why."""

    due: date
    keeps_reason: bool
    keeps_document: bool


def agreed_day(view: View, kind: ClockKind, owner_id: str) -> AgreedDay | None:
    """Return the agreed day of a record, or None where the day follows from a rule or from a paper."""
    row = view.session.get(_ROWS[kind], owner_id) if kind in _ROWS else None
    if isinstance(row, ProblemRow) and row.due is not None:
        # Handed out anew with another day it says why; before and after that its day is merely corrected.
        is_assigned = row.state is ProblemState.ASSIGNED
        return AgreedDay(row.due, is_assigned, is_assigned)
    if isinstance(row, NodeRow) and row.planned_on is not None:
        return AgreedDay(row.planned_on, keeps_reason=True, keeps_document=False)
    if isinstance(row, ElementRow) and (row.promised_for or row.needed_by):
        return AgreedDay(row.promised_for or row.needed_by or date.max, True, True)
    if isinstance(row, PayoutRow):
        return AgreedDay(row.due, keeps_reason=True, keeps_document=False)
    if isinstance(row, CommitmentRow | ConditionRow | OpinionRow | VisitPromiseRow) and row.due is not None:
        return AgreedDay(row.due, keeps_reason=False, keeps_document=False)
    if isinstance(row, VisitRow) and row.next_on is not None:
        return AgreedDay(row.next_on, keeps_reason=False, keeps_document=False)
    return None


def move_agreed_day(
    work: Work, kind: ClockKind, owner_id: str, due: date, reason: str = "", document_no: str = ""
) -> None:
    """Record that another day was agreed on.

    Refusals: ``agreed_day.fixed`` where no record sets the day, ``agreed_day.no_reason`` where one is kept
    and none is given, and those of the record's own command.
    """
    known = agreed_day(work, kind, owner_id)
    if known is None:
        raise UserError("agreed_day.fixed")
    if known.keeps_reason and not reason.strip():
        raise UserError("agreed_day.no_reason")
    row = work.get(_ROWS[kind], owner_id)
    if isinstance(row, ProblemRow):
        _move_problem(work, row, due, reason, document_no)
    elif isinstance(row, NodeRow):
        _move_node(work, row, due, reason)
    elif isinstance(row, ElementRow):
        _move_element(work, row, due, reason, document_no)
    elif isinstance(row, PayoutRow):
        note = _added(row.note, reason)
        form = PayoutForm(row.support_id, due, row.amount_yuan, row.commitment_id, note)
        edit_payout(work, row.id, form)
    elif isinstance(row, CommitmentRow):
        edit_commitment(work, row.id, replace(commitment_form(row), due=due))
    elif isinstance(row, ConditionRow):
        edit_condition(work, row.id, ConditionForm(row.text, row.responsible_unit, due))
    elif isinstance(row, OpinionRow):
        change_opinion_request(work, row.id, row.department, due)
    elif isinstance(row, VisitPromiseRow):
        edit_promise(work, row.id, PromiseForm(row.text, row.promised_by, due))
    elif isinstance(row, VisitRow):
        plan_next_visit(work, row.id, due)


def _move_problem(work: Work, row: ProblemRow, due: date, reason: str, document_no: str) -> None:
    if row.state is ProblemState.ASSIGNED:
        step = StepForm(work.today, reason, document_no)
        assign_problem(work, row.id, row.responsible_unit, due, step)
        return
    form = ProblemForm(
        row.text,
        row.responsible_unit,
        row.raised_on,
        due,
        row.suggestion,
        row.stage,
        row.item_id,
        row.element_id,
    )
    edit_problem(work, row.id, form)


def _move_node(work: Work, row: NodeRow, due: date, reason: str) -> None:
    form = NodeForm(due, None, _added(row.note, reason))
    set_node(work, row.project_id, row.kind, row.part_id, form)


def _move_element(work: Work, row: ElementRow, due: date, reason: str, document_no: str) -> None:
    form = replace(element_form(row), remark=_added(row.remark, reason))
    if document_no.strip():
        form = replace(form, evidence_no=document_no)
    promised = row.promised_for is not None
    edit_element(work, row.id, replace(form, promised_for=due) if promised else replace(form, needed_by=due))


def _added(words: str, more: str) -> str:
    """Add a reason to what was noted before."""
    return "；".join(part for part in (words.strip().rstrip("；。"), more.strip()) if part)
