"""What falls due, or is reminded of again, on the days of a span; nothing outside it is read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import LimitKind
from fangzi_desktop.storage.tables import ClockRow, ProjectRow, table_of

_CLOCK = table_of(ClockRow)
_PROJECT = table_of(ProjectRow)
_OF_CLOCK = (
    *("id", "owner_id", "kind", "code", "label", "department", "unit", "statutory_kind", "suspensions"),
    *("due", "statutory_due", "warn_on", "provisional"),
)


def due_between(session: Session, first: date, last: date) -> Iterable[Any]:
    """Return the open clocks with a ceiling that end from `first` to `last`, both included."""
    return _clocks(session, _CLOCK.c.due.between(first, last))


def overdue_before(session: Session, day: date) -> Iterable[Any]:
    """Return the open clocks with a ceiling that ended before `day`."""
    return _clocks(session, _CLOCK.c.due < day)


def clocks_with(session: Session, ids: Collection[str]) -> Iterable[Any]:
    """Return the open clocks with a ceiling that have one of these ids."""
    return _clocks(session, _CLOCK.c.id.in_(ids)) if ids else ()


def projects_with(session: Session, ids: Collection[str]) -> Iterable[Any]:
    """Return the projects still in the mechanism that have one of these ids."""
    if not ids:
        return ()
    statement = sa.select(*_of_project()).where(_PROJECT.c.id.in_(ids), _PROJECT.c.status.not_in(TERMINAL))
    return session.connection().execute(statement).all()


def officers(session: Session) -> list[str]:
    """Return who serves the projects still in the mechanism, an empty name for those of nobody."""
    officer = _PROJECT.c.service_officer
    statement = sa.select(officer).where(_PROJECT.c.status.not_in(TERMINAL)).distinct().order_by(officer)
    return list(session.connection().execute(statement).scalars())


def _clocks(session: Session, condition: sa.ColumnElement[bool]) -> Iterable[Any]:
    statement = (
        sa.select(*_of_project(), *(_CLOCK.c[name] for name in _OF_CLOCK))
        .join_from(_CLOCK, _PROJECT, _PROJECT.c.id == _CLOCK.c.project_id)
        .where(_CLOCK.c.limit_kind == LimitKind.MAX, _PROJECT.c.status.not_in(TERMINAL), condition)
        .order_by(_CLOCK.c.due, _CLOCK.c.id)
    )
    return session.connection().execute(statement).all()


def _of_project() -> tuple[sa.ColumnElement[Any], ...]:
    return (
        _PROJECT.c.id.label("project_id"),
        _PROJECT.c.name.label("project"),
        _PROJECT.c.service_officer,
        _PROJECT.c.search_key,
    )
