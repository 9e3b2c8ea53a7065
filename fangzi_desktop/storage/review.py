"""Queries over the rounds of the 论证, and what they owe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.storage.reading import Days, select_of
from fangzi_desktop.storage.stage_tables import (
    AgendaRow,
    ConditionRow,
    IndicatorRow,
    MeetingRow,
    OpinionRow,
    ReviewRoundRow,
)
from fangzi_desktop.storage.tables import ProjectRow, StatusChangeRow

R = TypeVar("R", OpinionRow, ConditionRow, IndicatorRow)


def round_rows(session: Session, project_id: str | None = None) -> list[tuple[ReviewRoundRow, str]]:
    """Return the rounds of a project, or of all, newest first, with the names of their projects."""
    statement = sa.select(ReviewRoundRow, ProjectRow.name).join(
        ProjectRow, ProjectRow.id == ReviewRoundRow.project_id
    )
    if project_id is not None:
        statement = statement.where(ReviewRoundRow.project_id == project_id)
    order = (ProjectRow.sort_key, ProjectRow.id, ReviewRoundRow.round_no.desc())
    return [(row, name) for row, name in session.execute(statement.order_by(*order))]


def decided_rounds(session: Session, first: date, last: date) -> list[tuple[ReviewRoundRow, str, str]]:
    """Return the rounds decided from `first` to `last`, both included, with their projects and meetings.

    They are in the order of the meetings' agendas; a round without a recorded meeting has an empty name.
    """
    row, place = ReviewRoundRow, AgendaRow
    on_agenda = sa.and_(place.meeting_id == row.meeting_id, place.project_id == row.project_id)
    statement = (
        sa.select(row, ProjectRow.name, MeetingRow.name)
        .join(ProjectRow, ProjectRow.id == row.project_id)
        .outerjoin(MeetingRow, MeetingRow.id == row.meeting_id)
        .outerjoin(place, on_agenda)
        .where(row.decided_on.between(first, last), row.decision.is_not(None))
        .order_by(row.decided_on, MeetingRow.name, place.position, ProjectRow.sort_key, row.id)
    )
    return [(found, name, meeting or "") for found, name, meeting in session.execute(statement)]


def newest_round(session: Session, project_id: str) -> ReviewRoundRow | None:
    """Return a project's newest round, or None."""
    statement = sa.select(ReviewRoundRow).where(ReviewRoundRow.project_id == project_id)
    return session.scalars(statement.order_by(ReviewRoundRow.round_no.desc()).limit(1)).first()


def opinions_of(session: Session, project_id: str | None) -> dict[str, list[OpinionRow]]:
    """Return the opinions of a project, or of all, by round, in the order they were asked for."""
    return _by_round(session, OpinionRow, project_id, OpinionRow.position)


def conditions_of(session: Session, project_id: str | None) -> dict[str, list[ConditionRow]]:
    """Return the conditions of a project, or of all, by round, earliest due first."""
    due: Any = ConditionRow.due
    return _by_round(session, ConditionRow, project_id, due.is_(None), due, ConditionRow.id)


def results_of(session: Session, project_id: str | None) -> dict[str, list[IndicatorRow]]:
    """Return the indicators as they were frozen, of a project or of all, by round."""
    return _by_round(session, IndicatorRow, project_id, IndicatorRow.id)


def _by_round(session: Session, kind: type[R], project_id: str | None, *order: Any) -> dict[str, list[R]]:
    statement = sa.select(kind)
    if project_id is not None:
        statement = statement.where(kind.project_id == project_id)
    found: dict[str, list[R]] = defaultdict(list)
    for row in session.scalars(statement.order_by(*order)):
        found[row.round_id].append(row)
    return found


def of_round(session: Session, kind: type[R], round_id: str) -> list[R]:
    """Return the rows of a kind that belong to one round."""
    return list(session.scalars(sa.select(kind).where(kind.round_id == round_id).order_by(kind.id)))


def status_changes_since(session: Session, project_id: str, day: date) -> list[StatusChangeRow]:
    """Return the changes of a project's status from a day on."""
    statement = sa.select(StatusChangeRow).where(
        StatusChangeRow.project_id == project_id, StatusChangeRow.changed_on >= day
    )
    return list(session.scalars(statement.order_by(StatusChangeRow.changed_on)))


def open_rounds(session: Session, ids: Collection[str] | None) -> dict[str, date]:
    """Return on which day the package of each open round was accepted, by project."""
    return {
        project: accepted
        for project, accepted, decision in select_of(
            session, ids, ReviewRoundRow, "project_id", "accepted_on", "decision"
        )
        if decision is None
    }


def opinion_duties(session: Session, ids: Collection[str] | None, days: Days) -> Iterable[tuple[str, Duty]]:
    """Return the opinions that open rounds still wait for, each due on the day it was asked for by."""
    rounds = _rounds(session, ids)
    for opinion, project, round_id, department, requested_on, due, submitted_on in select_of(
        session,
        ids,
        OpinionRow,
        *("id", "project_id", "round_id", "department", "requested_on", "due", "submitted_on"),
    ):
        own = rounds[round_id]
        if submitted_on is not None or own.decision is not None:
            continue
        mark = f"（第{own.round_no}轮）" if own.round_no > 1 else ""
        duty = Duty(
            opinion,
            ClockKind.OPINION,
            str(own.round_no),
            f"论证意见{mark}：{department}",
            department,
            Clock(requested_on, "征求意见", None),
            due,
        )
        yield project, duty


def condition_duties(session: Session, ids: Collection[str] | None, days: Days) -> Iterable[tuple[str, Duty]]:
    """Return the conditions that have a day and are not met."""
    rounds = _rounds(session, ids)
    for condition, project, round_id, text, unit, due, met_on in select_of(
        session,
        ids,
        ConditionRow,
        *("id", "project_id", "round_id", "text", "responsible_unit", "due", "met_on"),
    ):
        if met_on is not None or due is None:
            continue
        own = rounds[round_id]
        duty = Duty(
            condition,
            ClockKind.CONDITION,
            str(own.round_no),
            f"论证条件：{text}",
            unit,
            Clock(own.decided_on, "有条件通过", None),
            due,
        )
        yield project, duty


class _Round(NamedTuple):
    id: str
    round_no: int
    decision: ReviewDecision | None
    decided_on: date | None


def _rounds(session: Session, ids: Collection[str] | None) -> dict[str, _Round]:
    rounds = map(_Round._make, select_of(session, ids, ReviewRoundRow, *_Round._fields))
    return {one.id: one for one in rounds}
