"""What the 考核 is counted from: the records of all projects, in one statement for each kind of row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.assessment import Period
from fangzi_desktop.domain.assessment_facts import (
    AssessedDemand,
    AssessedOpinion,
    AssessedPayout,
    AssessedProblem,
    AssessedProject,
    AssessedPromise,
    Records,
)
from fangzi_desktop.domain.assessment_terms import IndicatorL2, ObjectClass
from fangzi_desktop.domain.clocks import ProjectFacts, stopped
from fangzi_desktop.domain.commitments import Term, term_clock
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import due_of
from fangzi_desktop.domain.departments import department_named
from fangzi_desktop.domain.elements import ZERO
from fangzi_desktop.domain.payouts import Counterpart, PayoutFacts
from fangzi_desktop.domain.stage_terms import CommitmentMetric, ReviewDecision, Side, StatsKind
from fangzi_desktop.domain.terms import Milestone, ProjectStatus
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.storage.agreements import open_levels, promise_words
from fangzi_desktop.storage.assessment_tables import AssessmentMarkRow
from fangzi_desktop.storage.commitments import event_day
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.stage_tables import (
    AgreementRow,
    CommitmentRow,
    DeliveryRow,
    ElementRow,
    MonthRow,
    OpinionRow,
    PayoutRow,
    ReviewRoundRow,
    StatsFileRow,
    SupportRow,
)
from fangzi_desktop.storage.tables import MilestoneRow, ProblemRow, ProjectRow, StatusChangeRow

# The same dates come again and again.
_when = cache(PartialDate.from_code)
# The places of the days that opinions and problems are due by.
_ASKED_BY, _DUE = 3, 4


def assessed_records(session: Session, calendar: WorkCalendar, period: Period) -> Records:
    """Return what is assessed in a period; of what is due on a fixed day, only that of the period."""
    facts = {one.id: one for one in project_facts(session)}
    opinions = select_of(session, None, OpinionRow, "id", "project_id", "department", "due", "submitted_on")
    promises = tuple(_promises(session, facts, period))
    return Records(
        tuple(_projects(session, facts, _asked(opinions), promises, calendar)),
        tuple(AssessedOpinion(*values) for values in opinions if period.holds(values[_ASKED_BY])),
        tuple(_demands(session, period)),
        tuple(promise for promise, _ in promises),
        tuple(_payouts(session)),
        tuple(
            AssessedProblem(*values)
            for values in select_of(
                session,
                None,
                ProblemRow,
                *("id", "project_id", "number", "responsible_unit", "due", "closed_on", "listed_on"),
            )
            if values[_DUE] is not None and period.holds(values[_DUE])
        ),
    )


def marks(session: Session, year: int) -> dict[tuple[ObjectClass, str, IndicatorL2], Decimal]:
    """Return what was set for units in a year."""
    return {(row.object_class, row.name, row.indicator): row.value for row in mark_rows(session, year)}


def mark_rows(session: Session, year: int) -> list[AssessmentMarkRow]:
    """Return what was set for units in a year, as rows."""
    return list(session.scalars(sa.select(AssessmentMarkRow).where(AssessmentMarkRow.year == year)))


def _projects(
    session: Session,
    facts: Mapping[str, ProjectFacts],
    asked: Mapping[str, Mapping[str, None]],
    promises: tuple[tuple[AssessedPromise, CommitmentMetric], ...],
    calendar: WorkCalendar,
) -> Iterator[AssessedProject]:
    dated: dict[str, dict[Milestone, PartialDate]] = defaultdict(dict)
    for project, kind, happened in select_of(session, None, MilestoneRow, "project_id", "kind", "happened"):
        dated[project][kind] = _when(happened)
    months: dict[str, dict[str, int]] = defaultdict(dict)
    for project, month, done in select_of(session, None, MonthRow, "project_id", "month", "completed_yuan"):
        if done is not None:
            months[project][month] = done
    agreed: dict[str, date] = {}
    for promise, metric in promises:
        if metric is CommitmentMetric.PRODUCTION:
            stops = facts[promise.project_id].stops
            due = promise.due or due_of(stopped(promise.clock, stops), calendar)
            if due is not None:
                agreed[promise.project_id] = min(due, agreed.get(promise.project_id, due))
    vetoed = _vetoes(session)
    reached = {
        project: month
        for project, kind, month in select_of(
            session, None, StatsFileRow, "project_id", "kind", "reached_month"
        )
        if kind is StatsKind.SCALE
    }
    for project, unit, investment, plan in select_of(
        session, None, ProjectRow, "id", "responsible_unit", "investment_yuan", "annual_plan_yuan"
    ):
        yield AssessedProject(
            facts[project],
            unit.strip(),
            dated.get(project, {}),
            tuple(asked.get(project, ())),
            vetoed.get(project),
            investment,
            plan,
            months.get(project, {}),
            agreed.get(project),
            reached.get(project, ""),
        )


def _asked(opinions: Sequence[tuple[Any, ...]]) -> dict[str, dict[str, None]]:
    """The departments whose opinions were asked for, by project."""
    asked: dict[str, dict[str, None]] = defaultdict(dict)
    for _, project, department, *_ in opinions:
        name = department_named(department)
        if name:
            asked[project][name] = None
    return asked


def _vetoes(session: Session) -> dict[str, date]:
    """When projects were 否决, by a meeting or by a change of status; of several days the newest."""
    found: dict[str, date] = {}
    decided = select_of(session, None, ReviewRoundRow, "project_id", "decision", "decided_on")
    changed = select_of(session, None, StatusChangeRow, "project_id", "new", "changed_on")
    for project, what, on in (*decided, *changed):
        if what in (ReviewDecision.VETO, ProjectStatus.VETOED) and on is not None:
            found[project] = max(on, found.get(project, on))
    return found


def _demands(session: Session, period: Period) -> Iterator[AssessedDemand]:
    came: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    for element, on, quantity in select_of(
        session, None, DeliveryRow, "element_id", "delivered_on", "quantity"
    ):
        came[element].append((on, quantity))
    for element, project, kind, name, demand, needed_by, department, unavailable in select_of(
        session,
        None,
        ElementRow,
        *("id", "project_id", "kind", "name", "demand", "needed_by", "department", "is_unavailable"),
    ):
        if needed_by is not None and period.holds(needed_by):
            met = None if unavailable else _met_on(demand, sorted(came.get(element, ())))
            yield AssessedDemand(element, project, name or kind.zh, department, needed_by, met)


def _met_on(demand: Decimal | None, deliveries: list[tuple[date, Decimal]]) -> date | None:
    """The day on which a demand was met in full; one without a figure is met by its first delivery."""
    total = ZERO
    for on, quantity in deliveries:
        total += quantity
        if demand is None or total >= demand:
            return on
    return None


_PROMISE = (
    *("id", "project_id", "agreement_id", "side", "metric", "text", "due", "offset_amount", "offset_unit"),
    *("offset_event", "responsible_unit", "result", "actual_on"),
)


def _promises(
    session: Session, facts: Mapping[str, ProjectFacts], period: Period
) -> Iterator[tuple[AssessedPromise, CommitmentMetric]]:
    """The enterprises' commitments, each with what it is about."""
    signed = dict(select_of(session, None, AgreementRow, "id", "signed_on"))
    for promise, project, agreement, side, metric, text, due, amount, unit, event, who, *rest in select_of(
        session, None, CommitmentRow, *_PROMISE
    ):
        counts = due is None or period.holds(due) or metric is CommitmentMetric.PRODUCTION
        if side is not Side.ENTERPRISE or not counts:
            continue
        clock = term_clock(
            Term(due, amount, unit, event), event_day(facts[project].days, event, signed.get(agreement))
        )
        label = promise_words(metric, text)
        yield AssessedPromise(promise, project, label, who, clock, due, *rest), metric


def _payouts(session: Session) -> Iterator[AssessedPayout]:
    supports = {
        support: (name, review)
        for support, name, review in select_of(session, None, SupportRow, "id", "name", "fair_review")
    }
    promises = {
        promise: Counterpart(promise_words(metric, text), *rest)
        for promise, metric, text, *rest in select_of(
            session, None, CommitmentRow, "id", "metric", "text", "result", "actual_on", "settled_on"
        )
    }
    levels = open_levels(session, None)
    for payout, project, support, promise, due, amount, paid_on in select_of(
        session,
        None,
        PayoutRow,
        *("id", "project_id", "support_id", "commitment_id", "due", "amount_yuan", "paid_on"),
    ):
        name, review = supports[support]
        facts = PayoutFacts(due, amount, review, promises.get(promise), paid_on, levels.get(project))
        yield AssessedPayout(payout, project, name, facts)
