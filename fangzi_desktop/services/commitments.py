"""What both sides of an agreement promised, how it is checked on its way, and what became of it (§5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.clocks import day_before, fixed_deadline, stopped, why_fixed
from fangzi_desktop.domain.commitments import (
    CALLS_BEFORE,
    Goal,
    Term,
    check_clock,
    check_goal,
    check_reached,
    check_result,
    check_term,
    judge,
    term_clock,
)
from fangzi_desktop.domain.deadlines import Clock, Deadline, Suspension, deadline_of, light_on, why
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import CommitmentMetric, CommitmentResult, Comparison, Side
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind, Milestone, Unit
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.storage import commitments as rows
from fangzi_desktop.storage.stage_tables import AgreementRow, CheckRow, CommitmentRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class CommitmentForm:
    """A promise as a person writes it down; due on a day, or so long after an event."""

    side: Side = Side.ENTERPRISE
    metric: CommitmentMetric = CommitmentMetric.OTHER
    text: str = ""
    comparison: Comparison | None = None
    target: Decimal | None = None
    unit: str = ""
    due: date | None = None
    offset_amount: int | None = None
    offset_unit: Unit | None = None
    offset_event: Milestone | None = None
    check_months: int | None = None
    responsible_unit: str = ""
    evidence_required: str = ""
    agreement_id: str | None = None


@dataclass(frozen=True, slots=True)
class SettlementForm:
    """What a promise came to. Without a `result` the figures decide; another one needs a reason (`note`)."""

    actual: Decimal | None = None
    actual_on: date | None = None
    evidence_no: str = ""
    result: CommitmentResult | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckForm:
    """A check on the way: its day, the figure found, and what was seen."""

    on: date
    actual: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check of a commitment as it is read; `share` is the part of the target in whole percent."""

    id: str
    commitment_id: str
    label: str
    checked_on: date
    actual: Decimal | None
    unit: str
    share: int | None
    note: str


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment as it is read today.

    `due_on` is its day, agreed or counted; while its event has not happened it is None and `waits_for` names
    the event. `share` is the reached part of the target in whole percent, by the settlement or else the last
    check. `light` is grey without a day, once settled and when the project has left the mechanism;
    `next_check` is None then.
    """

    id: str
    project_id: str
    project: str
    form: CommitmentForm
    label: str
    agreement: str
    due_on: date | None
    waits_for: Milestone | None
    light: Light
    why: str
    is_late: bool
    share: int | None
    actual: Decimal | None
    actual_on: date | None
    evidence_no: str
    result: CommitmentResult | None
    settled_on: date | None
    note: str
    next_check: date | None
    checks: tuple[CheckLine, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still has to be fulfilled."""
        return self.result is None


def add_commitment(work: Work, project_id: str, form: CommitmentForm) -> str:
    """Write down a promise and return its id; refusals are those of `edit_commitment`."""
    project = work.get(ProjectRow, project_id)
    row = CommitmentRow(id=work.new_id(), project_id=project.id, side=form.side, metric=form.metric)
    _fill(work, row, form)
    work.add(row)
    return row.id


def add_commitments(work: Work, project_id: str, forms: Sequence[CommitmentForm]) -> int:
    """Write down many promises, all of them or none, and return how many.

    Raises `UserError` ``commitment.bad_row`` with the place of the first refused one and its own refusal.
    """
    for place, form in enumerate(forms, start=1):
        try:
            add_commitment(work, project_id, form)
        except UserError as problem:
            raise UserError("commitment.bad_row", row=place, problem=problem) from None
    return len(forms)


def edit_commitment(work: Work, commitment_id: str, form: CommitmentForm) -> None:
    """Write what the form holds.

    Refusals: those of `check_term` and `check_goal`, ``commitment.no_text`` for 其他 without words,
    ``commitment.check_months``, ``commitment.other_project`` for another project's agreement, and
    ``commitment.settled`` once its result stands.
    """
    row = work.get(CommitmentRow, commitment_id)
    _need_open(row)
    _fill(work, row, form)


def remove_commitment(work: Work, commitment_id: str) -> None:
    """Delete a wrongly recorded promise with its checks.

    Raises `UserError` ``commitment.relied_on`` if a payment or a rung of the ladder names it.
    """
    row = work.get(CommitmentRow, commitment_id)
    if rows.is_relied_on(work.session, commitment_id):
        raise UserError("commitment.relied_on")
    for check in rows.checks_of(work.session, commitment_id):
        work.delete(check)
    work.delete(row)


def settle_commitment(work: Work, commitment_id: str, form: SettlementForm) -> CommitmentResult:
    """Record what a promise came to, and return the result.

    Refusals: those of `check_reached` and `check_result`, and ``commitment.settled``.
    """
    row = work.get(CommitmentRow, commitment_id)
    _need_open(row)
    note, paper = clean_text(form.note).strip(), clean_line(form.evidence_no).strip()
    due = _due_of(work, row)
    check_reached(form.actual, form.actual_on, form.result, due, work.today)
    found = judge(Goal(row.comparison, row.target), form.actual, form.actual_on, due)
    result = form.result or found.result
    check_result(found, result, form.actual_on, work.today, note, paper)
    row.actual = form.actual
    row.actual_on = form.actual_on
    row.evidence_no = paper
    row.result = result
    row.settled_on = work.today
    row.note = note
    return result


def waive_commitment(work: Work, commitment_id: str, reason: str, document_no: str) -> None:
    """Release a side from a promise (豁免) by a paper, with the reason; refusals as in settling."""
    form = SettlementForm(evidence_no=document_no, result=CommitmentResult.WAIVED, note=reason)
    settle_commitment(work, commitment_id, form)


def reopen_commitment(work: Work, commitment_id: str) -> None:
    """Take a result back, so that the promise is owed again; figures and papers stay.

    Raises `UserError` ``commitment.not_settled``.
    """
    row = work.get(CommitmentRow, commitment_id)
    if row.result is None:
        raise UserError("commitment.not_settled")
    row.result = None
    row.settled_on = None


def record_check(work: Work, commitment_id: str, form: CheckForm) -> str:
    """Record a check of a promise that is not settled, and return its id.

    Raises `UserError` ``commitment.in_future``, ``commitment.negative`` and ``commitment.settled``.
    """
    row = work.get(CommitmentRow, commitment_id)
    _need_open(row)
    check_reached(form.actual, form.on, None, None, work.today)
    if form.on > work.today:
        raise UserError("commitment.in_future", today=work.today)
    check = CheckRow(
        id=work.new_id(),
        project_id=row.project_id,
        commitment_id=row.id,
        checked_on=form.on,
        actual=form.actual,
        note=clean_text(form.note).strip(),
    )
    work.add(check)
    return check.id


def record_checks(work: Work, commitment_ids: Sequence[str], on: date, note: str) -> int:
    """Record one visit as the check of several promises, and return of how many."""
    for commitment_id in commitment_ids:
        record_check(work, commitment_id, CheckForm(on, None, note))
    return len(commitment_ids)


def remove_check(work: Work, check_id: str) -> None:
    """Delete a wrongly recorded check."""
    work.delete(work.get(CheckRow, check_id))


def commitment_lines(view: View, project_id: str | None = None) -> tuple[CommitmentLine, ...]:
    """Return a project's commitments, or everybody's: open ones first, by their due days.

    Only those of one project answer "why this day?": everybody's would take too long to word.
    """
    ids = [project_id] if project_id is not None else None
    explain = project_id is not None
    known = _Known(view, ids)
    checks = rows.check_rows(view.session, project_id)
    lines = [
        _line(view, known, row, name, checks.get(row.id, []), runs=status not in TERMINAL, explain=explain)
        for row, name, status in rows.commitment_rows(view.session, project_id)
    ]
    return tuple(sorted(lines, key=_order))


def commitments_to_name(view: View, project_id: str) -> tuple[tuple[str, str, Side], ...]:
    """Return a project's commitments as others name them: id, words and side."""
    return tuple((one.id, one.label, one.form.side) for one in commitment_lines(view, project_id))


def agreements_to_name(view: View, project_id: str) -> tuple[tuple[str, str], ...]:
    """Return a project's agreements as commitments name them: id and words."""
    return tuple((one, name) for one, (name, _) in rows.agreements(view.session, [project_id]).items())


class _Known:
    """What the due days of some projects depend on, read once."""

    def __init__(self, view: View, ids: list[str] | None) -> None:
        self.agreements = rows.agreements(view.session, ids)
        self.days = rows.known_days(view.session, ids)
        self.stops = rows.stops(view.session, ids)

    def signed(self, row: CommitmentRow) -> date | None:
        """The day on which the commitment's own agreement was signed, if it names one."""
        return self.agreements[row.agreement_id][1] if row.agreement_id in self.agreements else None

    def clock(self, row: CommitmentRow) -> Clock:
        """The clock of a commitment, stopped while its project is."""
        days = self.days.get(row.project_id, {})
        happened = rows.event_day(days, row.offset_event, self.signed(row))
        return stopped(term_clock(_term(row), happened), self.stops_of(row))

    def check_clock(self, row: CommitmentRow, last: date | None) -> Clock | None:
        """The clock to the next check."""
        signed = self.signed(row) or self.days.get(row.project_id, {}).get(Milestone.AGREEMENT)
        found = check_clock(last, signed, row.check_months)
        return stopped(found, self.stops_of(row)) if found is not None else None

    def stops_of(self, row: CommitmentRow) -> tuple[Suspension, ...]:
        """The days on which its whole project stood still."""
        return self.stops.get(row.project_id, ())


def _term(row: CommitmentRow) -> Term:
    return Term(row.due, row.offset_amount, row.offset_unit, row.offset_event)


def _due_of(work: Work, row: CommitmentRow) -> date | None:
    if row.due is not None:
        return row.due
    return _deadline(work, _Known(work, [row.project_id]).clock(row)).due


def _deadline(view: View, clock: Clock) -> Deadline:
    return deadline_of(clock, view.calendar)


def _line(
    view: View,
    known: _Known,
    row: CommitmentRow,
    project: str,
    checks: Sequence[CheckRow],
    *,
    runs: bool,
    explain: bool,
) -> CommitmentLine:
    clock = known.clock(row)
    deadline = fixed_deadline(row.due, view.calendar) if row.due is not None else _deadline(view, clock)
    words = _why(view, row, clock) if explain else ""
    goal = Goal(row.comparison, row.target)
    checked = tuple(_check_line(row, one, goal) for one in checks)
    last = checked[-1] if checked else None
    is_open = row.result is None
    light = Light.GREY
    if is_open and runs:
        calls = day_before(deadline.due, CALLS_BEFORE, view.calendar) if deadline.due is not None else None
        light = light_on(view.today, due=deadline.due, warn_on=calls, stopped=False, kind=LimitKind.MAX)
    cycle = (
        known.check_clock(row, last.checked_on if last is not None else None) if is_open and runs else None
    )
    waits = row.offset_event if row.due is None and clock.start is None else None
    actual = row.actual if row.actual is not None or not is_open or last is None else last.actual
    return CommitmentLine(
        id=row.id,
        project_id=row.project_id,
        project=project,
        form=commitment_form(row),
        label=_label(row),
        agreement=known.agreements[row.agreement_id][0] if row.agreement_id in known.agreements else "",
        due_on=deadline.due,
        waits_for=waits,
        light=light,
        why=words,
        is_late=is_open and light is Light.RED,
        share=judge(goal, actual, None, None).share,
        actual=actual,
        actual_on=row.actual_on,
        evidence_no=row.evidence_no,
        result=row.result,
        settled_on=row.settled_on,
        note=row.note,
        next_check=_deadline(view, cycle).due if cycle is not None else None,
        checks=checked,
    )


def _why(view: View, row: CommitmentRow, clock: Clock) -> str:
    if row.due is not None:
        return why_fixed(ClockKind.COMMITMENT, row.due)
    return why(clock, view.calendar, view.today)


def _label(row: CommitmentRow) -> str:
    if row.metric is CommitmentMetric.OTHER and row.text:
        return row.text.replace("\n", " ")
    return row.metric.zh


def _check_line(row: CommitmentRow, check: CheckRow, goal: Goal) -> CheckLine:
    share = judge(goal, check.actual, None, None).share
    return CheckLine(
        check.id, row.id, _label(row), check.checked_on, check.actual, row.unit, share, check.note
    )


def commitment_form(row: CommitmentRow) -> CommitmentForm:
    """Return what is recorded of a commitment as its form."""
    return CommitmentForm(
        row.side,
        row.metric,
        row.text,
        row.comparison,
        row.target,
        row.unit,
        row.due,
        row.offset_amount,
        row.offset_unit,
        row.offset_event,
        row.check_months,
        row.responsible_unit,
        row.evidence_required,
        row.agreement_id,
    )


def _order(line: CommitmentLine) -> tuple[bool, date, str, str, str]:
    return (not line.is_open, line.due_on or date.max, line.form.side.value, line.label, line.id)


def _need_open(row: CommitmentRow) -> None:
    if row.result is not None:
        raise UserError("commitment.settled", result=row.result)


def _fill(work: Work, row: CommitmentRow, form: CommitmentForm) -> None:
    text, unit = clean_text(form.text).strip(), clean_line(form.unit).strip()
    if form.metric is CommitmentMetric.OTHER and not text:
        raise UserError("commitment.no_text")
    check_term(Term(form.due, form.offset_amount, form.offset_unit, form.offset_event))
    check_goal(Goal(form.comparison, form.target), unit)
    if form.check_months is not None and form.check_months < 1:
        raise UserError("commitment.check_months")
    if form.agreement_id is not None:
        agreement = work.get(AgreementRow, form.agreement_id)
        if agreement.project_id != row.project_id:
            raise UserError("commitment.other_project")
    row.side = form.side
    row.metric = form.metric
    row.text = text
    row.comparison = form.comparison
    row.target = form.target
    row.unit = unit
    row.due = form.due
    row.offset_amount = form.offset_amount
    row.offset_unit = form.offset_unit
    row.offset_event = form.offset_event
    row.check_months = form.check_months
    row.responsible_unit = clean_line(form.responsible_unit).strip()
    row.evidence_required = clean_text(form.evidence_required).strip()
    row.agreement_id = form.agreement_id
