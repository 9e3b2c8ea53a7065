"""Queries over projects."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.storage.tables import (
    ActRow,
    ChangeRow,
    MilestoneRow,
    OverrideRow,
    PermitItemRow,
    ProjectRow,
    StageRow,
    StatusChangeRow,
    SummaryRow,
    table_of,
)

_PROJECT = table_of(ProjectRow)
_SUMMARY = table_of(SummaryRow)
_STAGE = table_of(StageRow)
_MILESTONE = table_of(MilestoneRow)


def project_rows(session: Session) -> list[ProjectRow]:
    """Return every project, by name."""
    return list(session.scalars(sa.select(ProjectRow).order_by(ProjectRow.sort_key, ProjectRow.id)))


def names_and_officers(session: Session) -> dict[str, tuple[str, str]]:
    """Return each project's name and service officer by its id."""
    statement = sa.select(_PROJECT.c.id, _PROJECT.c.name, _PROJECT.c.service_officer)
    return {row.id: (row.name, row.service_officer) for row in session.connection().execute(statement)}


def stage_rows(session: Session, project_id: str) -> dict[Stage, StageRow]:
    """Return a project's stage records by stage."""
    rows = session.scalars(sa.select(StageRow).where(StageRow.project_id == project_id))
    return {row.stage: row for row in rows}


def milestone_rows(session: Session, project_id: str) -> dict[Milestone, MilestoneRow]:
    """Return a project's dated facts by kind."""
    rows = session.scalars(sa.select(MilestoneRow).where(MilestoneRow.project_id == project_id))
    return {row.kind: row for row in rows}


def all_milestones(session: Session) -> dict[str, dict[Milestone, str]]:
    """Return every project's dated facts as codes of their dates."""
    found: dict[str, dict[Milestone, str]] = {}
    columns: tuple[Any, ...] = (_MILESTONE.c.project_id, _MILESTONE.c.kind, _MILESTONE.c.happened)
    for project, kind, happened in session.connection().execute(sa.select(*columns)):
        found.setdefault(project, {})[kind] = happened
    return found


def name_taken(session: Session, name: str, *, besides: str) -> bool:
    """Whether another project already bears this name."""
    statement = sa.select(_PROJECT.c.id).where(_PROJECT.c.name == name, _PROJECT.c.id != besides)
    return session.connection().execute(statement.limit(1)).first() is not None


def has_checklist(session: Session, project_id: str) -> bool:
    """Whether the project's permit checklist has been set up."""
    items = table_of(PermitItemRow)
    statement = sa.select(items.c.id).where(items.c.project_id == project_id)
    return session.connection().execute(statement.limit(1)).first() is not None


def last_status_change(session: Session, project_id: str) -> date | None:
    """Return the day of the project's newest change of status."""
    newest = sa.select(sa.func.max(StatusChangeRow.changed_on)).where(
        StatusChangeRow.project_id == project_id
    )
    return session.scalar(newest)


def stage_counts(session: Session) -> dict[Stage, int]:
    """Return how many projects still in the mechanism stand in each stage."""
    statement = (
        sa.select(_PROJECT.c.stage, sa.func.count().label("projects"))
        .where(_PROJECT.c.status.not_in(TERMINAL))
        .group_by(_PROJECT.c.stage)
    )
    return {row.stage: row.projects for row in session.connection().execute(statement)}


def last_touched(session: Session) -> list[tuple[ProjectRow, date]]:
    """Return every project with the office day of the last act that changed anything of it."""
    act, change = table_of(ActRow), table_of(ChangeRow)
    newest = (
        sa.select(change.c.project_id, sa.func.max(act.c.office_day).label("touched"))
        .join(act, act.c.id == change.c.act)
        .group_by(change.c.project_id)
        .subquery()
    )
    statement = sa.select(ProjectRow, newest.c.touched).join(newest, newest.c.project_id == ProjectRow.id)
    return [(row, touched) for row, touched in session.execute(statement)]


class Summary(NamedTuple):
    """The derived figures of one project."""

    running: int
    due: date | None
    warn_on: date | None
    permits_done: int
    permits_total: int
    certificates_done: int
    certificates_total: int
    stage_clock: str | None
    problems: int


def summaries(session: Session, ids: Collection[str] | None = None) -> dict[str, Summary]:
    """Return the derived figures of every project, or of the named ones."""
    columns = [_SUMMARY.c[name] for name in Summary._fields]
    statement = sa.select(_SUMMARY.c.id, *columns)
    if ids is not None:
        statement = statement.where(_SUMMARY.c.id.in_(ids))
    return {key: Summary(*values) for key, *values in session.connection().execute(statement)}


def override_rows(session: Session, project_id: str) -> list[OverrideRow]:
    """Return the moves a project made against a failed gate, oldest first."""
    statement = sa.select(OverrideRow).where(OverrideRow.project_id == project_id)
    return list(session.scalars(statement.order_by(OverrideRow.moved_on)))


def status_rows(session: Session, project_id: str) -> list[StatusChangeRow]:
    """Return the changes of a project's status, oldest first."""
    statement = sa.select(StatusChangeRow).where(StatusChangeRow.project_id == project_id)
    return list(session.scalars(statement.order_by(StatusChangeRow.changed_on)))
