"""Reading columns of many projects at once, by statements that are made once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.terms import Milestone

# The milestones of projects that are known to the day.
Days = Mapping[str, Mapping[Milestone, date]]


def select_of(
    session: Session, ids: Collection[str] | None, row: Any, *names: str, key: str = "project_id"
) -> Iterable[Any]:
    """Return these columns of a kind of rows, of the named projects or of all, in their own order."""
    if ids is None:
        return session.connection().execute(_statement(row, names, None)).all()
    return session.connection().execute(_statement(row, names, key), {"ids": list(ids)}).all()


@lru_cache
def _statement(row: Any, names: tuple[str, ...], key: str | None) -> sa.Select[Any]:
    """The same statements follow every act; building one takes as long as running it."""
    table = row.__table__
    statement = sa.select(*(table.c[name] for name in names))
    if "position" in table.c:
        rounds = [table.c.round_no] if "round_no" in table.c else []
        statement = statement.order_by(table.c.position, *rounds)
    if key is not None:
        statement = statement.where(table.c[key].in_(sa.bindparam("ids", expanding=True)))
    return statement
