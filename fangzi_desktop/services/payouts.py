"""Payments of support (兑付), made only once the enterprise's commitment is proven (mechanism §5.1, §5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.deadlines import deadline_of, light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.payouts import (
    Payment,
    PayoutFacts,
    PayoutState,
    Totals,
    check_payment,
    check_payout,
    payout_clock,
    totals,
)
from fangzi_desktop.domain.stage_terms import CommitmentResult, LadderLevel
from fangzi_desktop.domain.terms import Light, LimitKind
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage import agreements as rows
from fangzi_desktop.storage.stage_tables import CommitmentRow, PayoutRow, SupportRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class PayoutForm:
    """What a person says of a payment: of which policy, when it is due (兑付时间), and what it waits for.

    `commitment_id` names the enterprise's commitment that must be proven first, if there is one.
    """

    support_id: str
    due: date | None = None
    amount_yuan: int | None = None
    commitment_id: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaymentForm:
    """A payment as it was made. Less than agreed needs a reason, or a day on which the rest is due."""

    on: date
    yuan: int | None = None
    document_no: str = ""
    reason: str = ""
    rest_due: date | None = None


@dataclass(frozen=True, slots=True)
class PayoutLine:
    """A payment as it is read. The light is that of its clock, grey while it is not owed or paid.

    `counterpart` names the enterprise's commitment and `result` what became of it.
    """

    id: str
    project_id: str
    project: str
    support_id: str
    support: str
    due: date
    amount_yuan: int
    commitment_id: str | None
    counterpart: str
    result: CommitmentResult | None
    state: PayoutState
    light: Light
    paid_on: date | None
    paid_yuan: int | None
    document_no: str
    note: str
    facts: PayoutFacts


def add_payout(work: Work, project_id: str, form: PayoutForm) -> str:
    """Record that a support policy is to be paid on a day and return the payment's id.

    Raises `UserError`: ``payout.no_policy``, ``payout.no_due``, ``payout.amount_not_positive``,
    ``payout.not_enterprise`` and ``payout.other_project``.
    """
    project = work.get(ProjectRow, project_id)
    row = PayoutRow(
        id=work.new_id(), project_id=project.id, support_id="", due=work.today, amount_yuan=0, note=""
    )
    _fill(work, row, form)
    work.add(row)
    return row.id


def add_payouts(work: Work, project_id: str, forms: Sequence[PayoutForm]) -> int:
    """Record several payments as one act, all or none, and return how many."""
    for form in forms:
        add_payout(work, project_id, form)
    return len(forms)


def edit_payout(work: Work, payout_id: str, form: PayoutForm) -> None:
    """Write what the form holds; of one that is paid only the note may change.

    Raises `UserError` like `add_payout`, and ``payout.paid_already``.
    """
    row = work.get(PayoutRow, payout_id)
    agreed = (row.support_id, row.due, row.amount_yuan, row.commitment_id)
    if row.paid_on is not None and agreed != (
        form.support_id,
        form.due,
        form.amount_yuan,
        form.commitment_id,
    ):
        raise UserError("payout.paid_already", on=row.paid_on)
    _fill(work, row, form)


def remove_payout(work: Work, payout_id: str) -> None:
    """Delete a payment that was not made. Raises `UserError` ``payout.paid_already``."""
    row = work.get(PayoutRow, payout_id)
    if row.paid_on is not None:
        raise UserError("payout.paid_already", on=row.paid_on)
    work.delete(row)


def pay(work: Work, payout_id: str, form: PaymentForm) -> str | None:
    """Record a payment as made; if its rest is to follow, return the id of the new payment for it.

    Refusals are those of `check_payment`; above all ``payout.held`` until the enterprise has performed.
    """
    row = work.get(PayoutRow, payout_id)
    payment = Payment(form.on, form.yuan or 0, clean_text(form.reason), form.rest_due)
    check_payment(_facts(work, row), payment, work.today)
    rest = row.amount_yuan - payment.yuan
    row.paid_on = payment.on
    row.paid_yuan = payment.yuan
    row.document_no = clean_text(form.document_no)
    note = row.note
    if payment.reason:
        row.note = "\n".join(part for part in (note, payment.reason) if part)
    if payment.rest_due is None:
        return None
    # Split, so that what is still owed keeps a day and a clock of its own.
    row.amount_yuan = payment.yuan
    return add_payout(
        work,
        row.project_id,
        PayoutForm(row.support_id, payment.rest_due, rest, row.commitment_id, note),
    )


def take_back_payment(work: Work, payout_id: str) -> None:
    """Clear a payment that was recorded by mistake, so that it is owed again.

    Raises `UserError` ``payout.not_paid``.
    """
    row = work.get(PayoutRow, payout_id)
    if row.paid_on is None:
        raise UserError("payout.not_paid")
    row.paid_on = None
    row.paid_yuan = None
    row.document_no = ""


def payouts(view: View, project_id: str | None = None) -> tuple[PayoutLine, ...]:
    """Return a project's payments, or everybody's: unpaid ones first, by due day."""
    ids = [project_id] if project_id is not None else None
    levels = rows.open_levels(view.session, ids)
    lines = [
        _line(view, row, support, promise, project, levels.get(row.project_id))
        for row, support, promise, project in rows.payout_rows(view.session, project_id)
    ]
    return tuple(sorted(lines, key=lambda one: (one.paid_on is not None, one.due)))


def payout_totals(lines: Iterable[PayoutLine], today: date) -> Totals:
    """Add up payments: agreed, due by today, paid, and held until the enterprise performs."""
    return totals(((line.facts, line.paid_yuan) for line in lines), today)


def what_payouts_wait_for(view: View, project_id: str) -> tuple[tuple[str, str], ...]:
    """Return the enterprise's commitments that a project's payment may wait for: id and words."""
    return tuple((row.id, _promise(row)) for row in rows.enterprise_commitments(view.session, project_id))


def _promise(row: CommitmentRow) -> str:
    words = rows.promise_words(row.metric, row.text)
    if row.target is None or row.comparison is None:
        return words
    return f"{words}{row.comparison.zh}{row.target:f}{row.unit}"


def _facts(work: Work, row: PayoutRow) -> PayoutFacts:
    promise = work.get(CommitmentRow, row.commitment_id) if row.commitment_id is not None else None
    level = rows.open_levels(work.session, [row.project_id]).get(row.project_id)
    return rows.facts_of(row, work.get(SupportRow, row.support_id), promise, level)


def _line(
    view: View,
    row: PayoutRow,
    support: SupportRow,
    promise: CommitmentRow | None,
    project: str,
    level: LadderLevel | None,
) -> PayoutLine:
    facts = rows.facts_of(row, support, promise, level)
    return PayoutLine(
        row.id,
        row.project_id,
        project,
        row.support_id,
        support.name,
        row.due,
        row.amount_yuan,
        row.commitment_id,
        _promise(promise) if promise is not None else "",
        promise.result if promise is not None else None,
        facts.state,
        _light(view, facts),
        row.paid_on,
        row.paid_yuan,
        row.document_no,
        row.note,
        facts,
    )


def _light(view: View, facts: PayoutFacts) -> Light:
    owed = payout_clock(facts, None)
    if owed is None:
        return Light.GREY
    clock, due = owed
    deadline = fixed_deadline(due, view.calendar) if due is not None else deadline_of(clock, view.calendar)
    return light_on(view.today, due=deadline.due, warn_on=deadline.warn_on, stopped=False, kind=LimitKind.MAX)


def _fill(work: Work, row: PayoutRow, form: PayoutForm) -> None:
    if not form.support_id:
        raise UserError("payout.no_policy")
    if form.due is None:
        raise UserError("payout.no_due")
    support = work.get(SupportRow, form.support_id)
    promise = work.get(CommitmentRow, form.commitment_id) if form.commitment_id is not None else None
    amount = check_payout(form.amount_yuan, promise.side if promise is not None else None)
    if any(owner is not None and owner.project_id != row.project_id for owner in (support, promise)):
        raise UserError("payout.other_project")
    row.support_id = support.id
    row.due = form.due
    row.amount_yuan = amount
    row.commitment_id = form.commitment_id
    row.note = clean_text(form.note)
