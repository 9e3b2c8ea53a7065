"""Queries over the meetings of the 论证 and their agendas."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from fangzi_desktop.storage.stage_tables import AgendaRow, MeetingRow, ReviewRoundRow
from fangzi_desktop.storage.tables import ProjectRow


def meeting_rows(session: Session) -> list[MeetingRow]:
    """Return the meetings, the latest first."""
    return list(session.scalars(select(MeetingRow).order_by(MeetingRow.held_on.desc(), MeetingRow.id)))


def agenda_rows(session: Session, meeting_id: str | None = None) -> list[AgendaRow]:
    """Return the agenda of a meeting, or of all, in its order."""
    statement = select(AgendaRow).order_by(AgendaRow.meeting_id, AgendaRow.position, AgendaRow.id)
    if meeting_id is not None:
        statement = statement.where(AgendaRow.meeting_id == meeting_id)
    return list(session.scalars(statement))


def rounds_of(session: Session, meeting_id: str | None = None) -> list[ReviewRoundRow]:
    """Return the rounds that were put before a meeting, or before any."""
    statement = select(ReviewRoundRow)
    if meeting_id is None:
        statement = statement.where(ReviewRoundRow.meeting_id.is_not(None))
    else:
        statement = statement.where(ReviewRoundRow.meeting_id == meeting_id)
    return list(session.scalars(statement.order_by(ReviewRoundRow.id)))


def projects_of(session: Session, meeting_id: str) -> dict[str, ProjectRow]:
    """Return the projects on a meeting's agenda by their ids."""
    statement = select(ProjectRow).join(AgendaRow, AgendaRow.project_id == ProjectRow.id)
    return {row.id: row for row in session.scalars(statement.where(AgendaRow.meeting_id == meeting_id))}


def candidate_rows(session: Session) -> list[tuple[ReviewRoundRow, ProjectRow]]:
    """Return the open rounds that are on no agenda, the longest accepted first."""
    statement = (
        select(ReviewRoundRow, ProjectRow)
        .join(ProjectRow, ProjectRow.id == ReviewRoundRow.project_id)
        .where(ReviewRoundRow.decision.is_(None), ReviewRoundRow.meeting_id.is_(None))
        .order_by(ReviewRoundRow.accepted_on, ProjectRow.sort_key, ProjectRow.id)
    )
    return [(row, project) for row, project in session.execute(statement)]
