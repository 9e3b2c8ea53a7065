"""What the gates look at beside a project's dates and permits, read of one project."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.gates import ReviewStanding
from fangzi_desktop.domain.stage_terms import AgreementKind, Evidence, StatsKind
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.stage_tables import (
    AgreementRow,
    CommitmentRow,
    ConditionRow,
    ElementRow,
    EvidenceRow,
    MeetingRow,
    OpinionRow,
    ReviewRoundRow,
    StatsFileRow,
)
from fangzi_desktop.storage.tables import table_of


def evidence_of(session: Session, project_id: str) -> frozenset[Evidence]:
    """Return which papers for its stages a project has."""
    return frozenset(kind for (kind,) in select_of(session, [project_id], EvidenceRow, "kind"))


def review_standing(session: Session, project_id: str) -> ReviewStanding:
    """Return how the newest round of a project's 论证 stands; conditions of older rounds count as well."""
    conditions = sum(day is None for (day,) in select_of(session, [project_id], ConditionRow, "met_on"))
    rounds = select_of(
        session, [project_id], ReviewRoundRow, "round_no", "id", "decision", "minutes_no", "meeting_id"
    )
    newest: Any = max(rounds, default=None, key=lambda one: one.round_no)
    if newest is None:
        return ReviewStanding(conditions_open=conditions)
    opinions = [
        submitted
        for round_id, submitted in select_of(session, [project_id], OpinionRow, "round_id", "submitted_on")
        if round_id == newest.id
    ]
    return ReviewStanding(
        has_passed=newest.decision is not None and newest.decision.is_pass,
        minutes_no=newest.minutes_no or _meeting_no(session, newest.meeting_id),
        opinions=len(opinions),
        opinions_open=sum(day is None for day in opinions),
        conditions_open=conditions,
    )


def _meeting_no(session: Session, meeting_id: str | None) -> str:
    if meeting_id is None:
        return ""
    meeting = table_of(MeetingRow)
    statement = sa.select(meeting.c.minutes_no).where(meeting.c.id == meeting_id)
    return session.connection().execute(statement).scalar() or ""


def has_elements(session: Session, project_id: str) -> bool:
    """Whether a demand for any element is on record."""
    return bool(select_of(session, [project_id], ElementRow, "id"))


def has_investment_agreement(session: Session, project_id: str) -> bool:
    """Whether the 投资协议 is on record."""
    kinds = select_of(session, [project_id], AgreementRow, "kind")
    return any(kind is AgreementKind.INVESTMENT for (kind,) in kinds)


def stats_entries(session: Session, project_id: str) -> dict[StatsKind, tuple[str, str]]:
    """Return the month of each entry into statistics and its code; both empty while there is none."""
    found = select_of(session, [project_id], StatsFileRow, "kind", "entry_month", "statistical_code")
    return {kind: (month, code) for kind, month, code in found}


def commitments_open(session: Session, project_id: str) -> int:
    """Return how many commitments of both sides are not settled."""
    return sum(day is None for (day,) in select_of(session, [project_id], CommitmentRow, "settled_on"))
