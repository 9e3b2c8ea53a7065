"""Queries over commitments and their checks, and what is owed by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.commitments import CALLS_BEFORE, CHECK_CALLS_BEFORE, Term, check_clock, term_clock
from fangzi_desktop.domain.deadlines import Clock, Suspension
from fangzi_desktop.domain.stage_terms import CommitmentMetric, Side
from fangzi_desktop.domain.stages import StatusChange, stopped_intervals
from fangzi_desktop.domain.terms import ClockKind, Milestone, ProjectStatus
from fangzi_desktop.domain.workdays import month_end
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.stage_tables import AgreementRow, CheckRow, CommitmentRow, LadderRow, PayoutRow
from fangzi_desktop.storage.tables import MilestoneRow, ProjectRow, StatusChangeRow

CHECK_SUFFIX = ".check"
Days = Mapping[str, Mapping[Milestone, date]]


def commitment_rows(
    session: Session, project_id: str | None = None
) -> list[tuple[CommitmentRow, str, ProjectStatus]]:
    """Return commitments with the names and standings of their projects."""
    statement = sa.select(CommitmentRow, ProjectRow.name, ProjectRow.status).join(
        ProjectRow, ProjectRow.id == CommitmentRow.project_id
    )
    if project_id is not None:
        statement = statement.where(CommitmentRow.project_id == project_id)
    return [(row, name, status) for row, name, status in session.execute(statement)]


def check_rows(session: Session, project_id: str | None = None) -> dict[str, list[CheckRow]]:
    """Return checks by commitment, oldest first."""
    statement = sa.select(CheckRow).order_by(CheckRow.checked_on, CheckRow.id)
    if project_id is not None:
        statement = statement.where(CheckRow.project_id == project_id)
    found: dict[str, list[CheckRow]] = defaultdict(list)
    for row in session.scalars(statement):
        found[row.commitment_id].append(row)
    return found


def checks_of(session: Session, commitment_id: str) -> list[CheckRow]:
    """Return the checks of one commitment."""
    return list(session.scalars(sa.select(CheckRow).where(CheckRow.commitment_id == commitment_id)))


def is_relied_on(session: Session, commitment_id: str) -> bool:
    """Whether a payment or a rung of the ladder names the commitment."""
    for row in (PayoutRow, LadderRow):
        found = sa.select(row.id).where(row.commitment_id == commitment_id).limit(1)
        if session.execute(found).first() is not None:
            return True
    return False


def agreements(session: Session, ids: Collection[str] | None) -> dict[str, tuple[str, date]]:
    """Return what the agreements of the projects are called and when they were signed, by their ids."""
    return {
        agreement: (f"{kind.zh}{number and f'（{number}）'}", signed)
        for agreement, kind, number, signed in select_of(
            session, ids, AgreementRow, "id", "kind", "number", "signed_on"
        )
    }


def known_days(session: Session, ids: Collection[str] | None) -> dict[str, dict[Milestone, date]]:
    """Return the milestones known to the day, by project."""
    found: dict[str, dict[Milestone, date]] = defaultdict(dict)
    for project, kind, happened in select_of(session, ids, MilestoneRow, "project_id", "kind", "happened"):
        # A day is coded in full (2023-05-23); every coarser date is not.
        try:
            found[project][kind] = date.fromisoformat(happened)
        except ValueError:
            continue
    return found


def stops(session: Session, ids: Collection[str] | None) -> dict[str, tuple[Suspension, ...]]:
    """Return the days on which whole projects stood still, by project."""
    changes: dict[str, list[StatusChange]] = defaultdict(list)
    for project, *change in select_of(
        session, ids, StatusChangeRow, "project_id", "changed_on", "old", "new", "reason", "document_no"
    ):
        changes[project].append(StatusChange(*change))
    return {project: stopped_intervals(found) for project, found in changes.items()}


def event_day(days: Mapping[Milestone, date], event: Milestone | None, signed_on: date | None) -> date | None:
    """Return the day of a term's event; 签约 is that of the commitment's own agreement, if it names one."""
    if event is None:
        return None
    return signed_on if event is Milestone.AGREEMENT and signed_on is not None else days.get(event)


def commitment_duties(
    session: Session, ids: Collection[str] | None, days: Days
) -> Iterator[tuple[str, Duty]]:
    """Yield what is owed by commitments that are not settled, and each project's next check."""
    promises = [
        (project, values)
        for project, *values in select_of(session, ids, CommitmentRow, "project_id", *_PROMISE)
        if values[-1] is None
    ]
    if not promises:
        return
    signed = {agreement: on for agreement, (_, on) in agreements(session, ids).items()}
    checked = _last_checks(session, ids)
    checks: dict[str, list[Clock]] = defaultdict(list)
    for project, values in promises:
        commitment, agreement, side, metric, text, due, amount, unit, event, months, responsible, _ = values
        known = days.get(project, {})
        signed_on = signed.get(agreement) or known.get(Milestone.AGREEMENT)
        term = Term(due, amount, unit, event)
        clock = term_clock(term, event_day(known, event, signed.get(agreement)))
        if due is not None:
            clock = replace(clock, start=signed_on or due, start_event="签约" if signed_on else "约定")
        department = responsible or side.zh
        if clock.start is not None:
            label = commitment_label(side, metric, text)
            yield (
                project,
                Duty(
                    commitment,
                    ClockKind.COMMITMENT,
                    metric.value,
                    label,
                    department,
                    clock,
                    due,
                    calls_before=CALLS_BEFORE,
                ),
            )
        cycle = check_clock(checked.get(commitment), signed_on, months)
        if cycle is not None:
            checks[project].append(cycle)
    for project, cycles in checks.items():
        yield project, _check_duty(project, cycles)


def commitment_label(side: Side, metric: CommitmentMetric, text: str) -> str:
    """Name a commitment by whose it is and what it is about."""
    words = f"：{text}" if text and metric is CommitmentMetric.OTHER else ""
    return f"{side.zh}承诺{words or '：' + metric.zh}"


_PROMISE = (
    *("id", "agreement_id", "side", "metric", "text", "due", "offset_amount", "offset_unit", "offset_event"),
    *("check_months", "responsible_unit", "result"),
)


def _check_duty(project: str, cycles: list[Clock]) -> Duty:
    """One duty for the checks of a project that come next; a visit looks at all of them."""
    first = min(cycles, key=_ends)
    label = f"履约检查：{sum(_ends(one) <= _ends(first) for one in cycles)}项承诺"
    return Duty(
        f"{project}{CHECK_SUFFIX}",
        ClockKind.COMMITMENT,
        "check",
        label,
        "项目服务专班",
        first,
        calls_before=CHECK_CALLS_BEFORE,
    )


def _ends(clock: Clock) -> date:
    start, limit = clock.start, clock.limit
    return month_end(start, limit.amount) if start is not None and limit is not None else date.max


def _last_checks(session: Session, ids: Collection[str] | None) -> dict[str, date]:
    last: dict[str, date] = {}
    for commitment, on in select_of(session, ids, CheckRow, "commitment_id", "checked_on"):
        last[commitment] = max(on, last.get(commitment, on))
    return last
