"""Queries over visits (走访), what was promised at them, and what is owed by a day because of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.domain.visits import awaited_visits
from fangzi_desktop.storage.reading import Days, select_of
from fangzi_desktop.storage.stage_tables import PhotoRow, ProfileRow, VisitPromiseRow, VisitRow
from fangzi_desktop.storage.tables import ClockRow, ProblemRow, ProjectRow, table_of

VISITOR = "服务专员"


def visit_rows(session: Session, project_id: str) -> list[VisitRow]:
    """Return the visits of a project, newest first."""
    statement = sa.select(VisitRow).where(VisitRow.project_id == project_id)
    return list(session.scalars(statement.order_by(VisitRow.visited_on.desc(), VisitRow.id.desc())))


def visits_between(session: Session, first: date, last: date) -> list[tuple[VisitRow, str]]:
    """Return the visits from `first` to `last`, both included, with their projects' names, newest first."""
    statement = (
        sa.select(VisitRow, ProjectRow.name)
        .join(ProjectRow, ProjectRow.id == VisitRow.project_id)
        .where(VisitRow.visited_on.between(first, last))
        .order_by(VisitRow.visited_on.desc(), ProjectRow.sort_key, VisitRow.id.desc())
    )
    return [(row, name) for row, name in session.execute(statement)]


def promise_rows(session: Session, project_id: str) -> dict[str, list[VisitPromiseRow]]:
    """Return what was promised at the visits of a project, by visit, the earliest due first."""
    statement = (
        sa.select(VisitPromiseRow)
        .where(VisitPromiseRow.project_id == project_id)
        .order_by(VisitPromiseRow.due.is_(None), VisitPromiseRow.due, VisitPromiseRow.id)
    )
    found: dict[str, list[VisitPromiseRow]] = defaultdict(list)
    for row in session.scalars(statement):
        found[row.visit_id].append(row)
    return found


def found_problems(session: Session, project_id: str) -> dict[str, list[ProblemRow]]:
    """Return the problems that were found at visits of a project, by visit and number."""
    statement = (
        sa.select(ProblemRow)
        .where(ProblemRow.project_id == project_id, ProblemRow.visit_id.is_not(None))
        .order_by(ProblemRow.number)
    )
    found: dict[str, list[ProblemRow]] = defaultdict(list)
    for row in session.scalars(statement):
        found[row.visit_id or ""].append(row)
    return found


def photos_taken_with(session: Session, visit_id: str) -> list[PhotoRow]:
    """Return the photos that name a visit."""
    return list(session.scalars(sa.select(PhotoRow).where(PhotoRow.visit_id == visit_id)))


def usual_visitors(session: Session) -> list[str]:
    """Return who went on visits so far, in their roles, those most often first."""
    statement = (
        sa.select(VisitRow.who)
        .where(VisitRow.who != "")
        .group_by(VisitRow.who)
        .order_by(sa.func.count().desc(), VisitRow.who)
    )
    return list(session.scalars(statement))


def due_by(session: Session, kind: ClockKind, until: date) -> Sequence[Any]:
    """Return the open clocks of a kind that end by a day, with their projects, earliest due first."""
    clock, project = table_of(ClockRow), table_of(ProjectRow)
    statement = (
        sa.select(
            *(clock.c[name] for name in ("id", "owner_id", "project_id", "label", "department")),
            *(clock.c[name] for name in ("start", "due", "warn_on")),
            project.c.name.label("project"),
            project.c.service_officer,
        )
        .join_from(clock, project, project.c.id == clock.c.project_id)
        .where(clock.c.kind == kind, clock.c.due <= until)
        .order_by(clock.c.due, project.c.sort_key, clock.c.id)
    )
    return session.connection().execute(statement).all()


def promise_duties(session: Session, ids: Collection[str] | None, days: Days) -> Iterator[tuple[str, Duty]]:
    """The promises that are given for a day and not kept yet."""
    developers = dict(select_of(session, ids, ProfileRow, "project_id", "developer"))
    visited = dict(select_of(session, ids, VisitRow, "id", "visited_on"))
    for project, promise, visit, text, by, due, kept_on in select_of(
        session, ids, VisitPromiseRow, "project_id", "id", "visit_id", "text", "promised_by", "due", "kept_on"
    ):
        if due is None or kept_on is not None:
            continue
        words = " ".join(text.split())
        owner = by or developers.get(project) or "建设单位"
        clock = Clock(visited.get(visit), "走访时承诺", None)
        yield (
            project,
            Duty(promise, ClockKind.PROMISE, "promise", f"现场承诺：{words}", owner, clock, due),
        )


def visit_duties(session: Session, ids: Collection[str] | None, days: Days) -> Iterator[tuple[str, Duty]]:
    """The next visits that are agreed on and not made yet."""
    own: dict[str, list[tuple[str, date, date | None]]] = defaultdict(list)
    for project, visit, on, next_on in select_of(
        session, ids, VisitRow, "project_id", "id", "visited_on", "next_on"
    ):
        own[project].append((visit, on, next_on))
    for project, visits in own.items():
        for visit, on, due in awaited_visits(visits):
            clock = Clock(on, "上次走访", None)
            yield project, Duty(visit, ClockKind.VISIT, "visit", "下次走访", VISITOR, clock, due)
