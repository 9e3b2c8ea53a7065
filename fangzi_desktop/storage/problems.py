"""Queries over problem items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.terms import ProblemState
from fangzi_desktop.storage.stage_tables import ElementRow, ProblemStepRow
from fangzi_desktop.storage.tables import ProblemRow, ProjectRow
from fangzi_desktop.storage.taken_numbers import taken_problem_number


def next_number(session: Session) -> int:
    """Return the number after the highest one given, in the office too where this is a copy."""
    highest = session.scalar(sa.select(sa.func.max(ProblemRow.number))) or 0
    return max(highest, taken_problem_number(session)) + 1


def closed_problems(session: Session, first: date, last: date) -> list[tuple[str, str, date]]:
    """Return problems written off from `first` to `last`, both included: project, text and day."""
    statement = (
        sa.select(ProblemRow.project_id, ProblemRow.text, ProblemRow.closed_on)
        .where(ProblemRow.closed_on.between(first, last))
        .order_by(ProblemRow.closed_on, ProblemRow.number)
    )
    return [(project, text, on) for project, text, on in session.execute(statement) if on is not None]


def open_counts(session: Session) -> dict[str, int]:
    """Return how many problems of each project are not written off, of those that have any."""
    statement = (
        sa.select(ProblemRow.project_id, sa.func.count())
        .where(ProblemRow.state != ProblemState.CLOSED)
        .group_by(ProblemRow.project_id)
    )
    return {str(project): int(count) for project, count in session.execute(statement)}


def problem_rows(session: Session, project_id: str | None = None) -> list[tuple[ProblemRow, str]]:
    """Return problems with the names of their projects, by number."""
    statement = sa.select(ProblemRow, ProjectRow.name).join(
        ProjectRow, ProjectRow.id == ProblemRow.project_id
    )
    if project_id is not None:
        statement = statement.where(ProblemRow.project_id == project_id)
    return [(row, name) for row, name in session.execute(statement.order_by(ProblemRow.number))]


def steps_of(session: Session, project_id: str | None = None) -> dict[str, list[ProblemStepRow]]:
    """Return the steps of a project's problems, or of everybody's, oldest first, by problem."""
    statement = sa.select(ProblemStepRow)
    if project_id is not None:
        statement = statement.where(ProblemStepRow.project_id == project_id)
    found: dict[str, list[ProblemStepRow]] = defaultdict(list)
    for row in session.scalars(statement.order_by(ProblemStepRow.happened_on, ProblemStepRow.position)):
        found[row.problem_id].append(row)
    return found


def last_step(session: Session, problem_id: str) -> tuple[int, date | None]:
    """Return how many steps a problem has taken, and the day of the latest."""
    statement = sa.select(sa.func.count(), sa.func.max(ProblemStepRow.happened_on)).where(
        ProblemStepRow.problem_id == problem_id
    )
    count, last = session.execute(statement).one()
    return count, last


def element_names(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return what the named demands for elements are called."""
    statement = sa.select(ElementRow).where(ElementRow.id.in_(list(ids)))
    return {row.id: _element_name(row) for row in session.scalars(statement)}


def elements_of(session: Session, project_id: str) -> list[tuple[str, str]]:
    """Return a project's demands for elements, each with what it is called."""
    statement = sa.select(ElementRow).where(ElementRow.project_id == project_id)
    return [(row.id, _element_name(row)) for row in session.scalars(statement)]


def _element_name(row: ElementRow) -> str:
    return f"{row.kind.zh}：{row.name}" if row.name else row.kind.zh
