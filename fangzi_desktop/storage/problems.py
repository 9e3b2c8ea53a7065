"""Queries over problem items."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.tables import ProblemRow, ProjectRow


def next_number(session: Session) -> int:
    """Return the number after the highest one given."""
    highest = session.scalar(sa.select(sa.func.max(ProblemRow.number)))
    return (highest or 0) + 1


def closed_problems(session: Session, first: date, last: date) -> list[tuple[str, str, date]]:
    """Return problems written off from `first` to `last`, both included: project, text and day."""
    statement = (
        sa.select(ProblemRow.project_id, ProblemRow.text, ProblemRow.closed_on)
        .where(ProblemRow.closed_on.between(first, last))
        .order_by(ProblemRow.closed_on, ProblemRow.number)
    )
    return [(project, text, on) for project, text, on in session.execute(statement) if on is not None]


def problem_rows(session: Session, project_id: str | None = None) -> list[tuple[ProblemRow, str]]:
    """Return problems with the names of their projects, by number."""
    statement = sa.select(ProblemRow, ProjectRow.name).join(
        ProjectRow, ProjectRow.id == ProblemRow.project_id
    )
    if project_id is not None:
        statement = statement.where(ProblemRow.project_id == project_id)
    return [(row, name) for row, name in session.execute(statement.order_by(ProblemRow.number))]
