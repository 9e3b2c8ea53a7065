"""Meetings and their agendas as rows."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.stage_tables import AgendaRow, MeetingRow, ReviewRoundRow
from fangzi_desktop.storage.tables import ProjectRow, StatusChangeRow


def meeting_rows(session: Session) -> list[MeetingRow]:
    """Return the meetings, the newest first."""
    return list(session.scalars(sa.select(MeetingRow).order_by(MeetingRow.held_on.desc(), MeetingRow.id)))


def agenda_rows(session: Session, meeting_id: str | None = None) -> list[tuple[AgendaRow, ProjectRow]]:
    """Return a meeting's agenda, or everybody's, in its order."""
    statement = sa.select(AgendaRow, ProjectRow).join(ProjectRow, ProjectRow.id == AgendaRow.project_id)
    if meeting_id is not None:
        statement = statement.where(AgendaRow.meeting_id == meeting_id)
    return [(row, project) for row, project in session.execute(statement.order_by(AgendaRow.position))]


def decided_rounds(session: Session, meeting_id: str) -> list[ReviewRoundRow]:
    """Return the rounds that a meeting decided."""
    statement = sa.select(ReviewRoundRow).where(
        ReviewRoundRow.meeting_id == meeting_id, ReviewRoundRow.decision.is_not(None)
    )
    return list(session.scalars(statement))


def changes_by(session: Session, project_id: str, document_no: str) -> list[StatusChangeRow]:
    """Return the changes of a project's status that a paper decided."""
    statement = sa.select(StatusChangeRow).where(
        StatusChangeRow.project_id == project_id, StatusChangeRow.document_no == document_no
    )
    return list(session.scalars(statement))


def open_rounds(session: Session) -> dict[str, ReviewRoundRow]:
    """Return the rounds that wait for their conclusion, by project."""
    statement = sa.select(ReviewRoundRow).where(ReviewRoundRow.decision.is_(None))
    return {row.project_id: row for row in session.scalars(statement)}
