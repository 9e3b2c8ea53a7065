"""Queries over agreements, support policies and their payments, and what is owed by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.ladder import current
from fangzi_desktop.domain.payouts import (
    PAYER,
    Counterpart,
    PayoutFacts,
    payout_clock,
    payout_label,
)
from fangzi_desktop.domain.stage_terms import CommitmentMetric, LadderLevel, Side
from fangzi_desktop.domain.terms import ClockKind, Milestone
from fangzi_desktop.storage.ladder import rungs
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.stage_tables import AgreementRow, CommitmentRow, PayoutRow, SupportRow
from fangzi_desktop.storage.tables import ProjectRow


def agreement_rows(session: Session, project_id: str) -> list[AgreementRow]:
    """Return a project's agreements by the day of signing."""
    statement = sa.select(AgreementRow).where(AgreementRow.project_id == project_id)
    return list(session.scalars(statement.order_by(AgreementRow.signed_on, AgreementRow.id)))


def hanging_on(session: Session, project_id: str) -> dict[str, tuple[int, int]]:
    """Return how many commitments and support policies hang on each of a project's agreements."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for place, row in enumerate((CommitmentRow, SupportRow)):
        for (agreement,) in select_of(session, [project_id], row, "agreement_id"):
            if agreement is not None:
                found[agreement][place] += 1
    return {agreement: (pair[0], pair[1]) for agreement, pair in found.items()}


def support_rows(session: Session, project_id: str) -> list[SupportRow]:
    """Return a project's support policies by name."""
    statement = sa.select(SupportRow).where(SupportRow.project_id == project_id)
    return list(session.scalars(statement.order_by(SupportRow.name, SupportRow.id)))


def payout_count(session: Session, support_id: str) -> int:
    """Return how many payments a support policy has."""
    statement = sa.select(sa.func.count()).select_from(PayoutRow).where(PayoutRow.support_id == support_id)
    return session.scalar(statement) or 0


def payout_sums(session: Session, project_id: str) -> dict[str, tuple[int, int]]:
    """Return what is to be paid and what has been paid of each of a project's support policies."""
    statement = (
        sa.select(PayoutRow.support_id, sa.func.sum(PayoutRow.amount_yuan), sa.func.sum(PayoutRow.paid_yuan))
        .where(PayoutRow.project_id == project_id)
        .group_by(PayoutRow.support_id)
    )
    return {support: (planned, paid or 0) for support, planned, paid in session.execute(statement)}


def payout_rows(
    session: Session, project_id: str | None = None
) -> list[tuple[PayoutRow, SupportRow, CommitmentRow | None, str]]:
    """Return payments with their policies, commitments and the names of their projects, by due day."""
    statement = (
        sa.select(PayoutRow, SupportRow, CommitmentRow, ProjectRow.name)
        .join(SupportRow, SupportRow.id == PayoutRow.support_id)
        .join(ProjectRow, ProjectRow.id == PayoutRow.project_id)
        .outerjoin(CommitmentRow, CommitmentRow.id == PayoutRow.commitment_id)
        .order_by(PayoutRow.due, PayoutRow.id)
    )
    if project_id is not None:
        statement = statement.where(PayoutRow.project_id == project_id)
    return [(row, support, promise, name) for row, support, promise, name in session.execute(statement)]


def enterprise_commitments(session: Session, project_id: str) -> list[CommitmentRow]:
    """Return what the enterprise has promised in a project."""
    statement = sa.select(CommitmentRow).where(
        CommitmentRow.project_id == project_id, CommitmentRow.side == Side.ENTERPRISE
    )
    return list(session.scalars(statement.order_by(CommitmentRow.due, CommitmentRow.id)))


def counterpart_of(row: CommitmentRow | None) -> Counterpart | None:
    """Return what a payment waits for."""
    if row is None:
        return None
    return Counterpart(promise_words(row.metric, row.text), row.result, row.actual_on, row.settled_on)


def promise_words(metric: CommitmentMetric, text: str) -> str:
    """Name a commitment by its matter, or by its words where the matter is none of the usual ones."""
    return text if metric is CommitmentMetric.OTHER and text else metric.zh


def open_levels(session: Session, ids: Collection[str] | None) -> dict[str, LadderLevel | None]:
    """Return the highest rung of the ladder that is still open, by project."""
    return {project: current(found) for project, found in rungs(session, ids).items()}


def facts_of(
    row: PayoutRow, support: SupportRow, promise: CommitmentRow | None, level: LadderLevel | None
) -> PayoutFacts:
    """Return a payment as the rules judge it; `level` is the project's highest open rung."""
    waits_for = counterpart_of(promise)
    return PayoutFacts(row.due, row.amount_yuan, support.fair_review, waits_for, row.paid_on, level)


def payout_duties(
    session: Session, ids: Collection[str] | None, days: Mapping[str, Mapping[Milestone, date]]
) -> Iterable[tuple[str, Duty]]:
    """Yield the payments that are owed; one that waits for the enterprise is no debt yet."""
    open_ones = [
        values
        for *values, paid_on in select_of(
            session,
            ids,
            PayoutRow,
            *("project_id", "id", "support_id", "commitment_id", "due", "amount_yuan", "paid_on"),
        )
        if paid_on is None
    ]
    if not open_ones:
        return
    signed = dict(select_of(session, ids, AgreementRow, "id", "signed_on"))
    supports = {
        support: (name, review, signed.get(agreement))
        for support, name, review, agreement in select_of(
            session, ids, SupportRow, "id", "name", "fair_review", "agreement_id"
        )
    }
    named = {promise for _, _, _, promise, _, _ in open_ones}
    promises = {
        promise: Counterpart(promise_words(metric, text), *rest)
        for promise, metric, text, *rest in select_of(
            session, ids, CommitmentRow, "id", "metric", "text", "result", "actual_on", "settled_on"
        )
        if promise in named
    }
    levels = open_levels(session, ids)
    for project, payout, support, promise, due, amount in open_ones:
        name, review, signed_on = supports[support]
        signed_on = signed_on or days.get(project, {}).get(Milestone.AGREEMENT)
        facts = PayoutFacts(due, amount, review, promises.get(promise), level=levels.get(project))
        owed = payout_clock(facts, signed_on)
        if owed is not None:
            clock, agreed = owed
            label = payout_label(name, amount)
            yield project, Duty(payout, ClockKind.PAYOUT, "payout", label, PAYER, clock, agreed)
