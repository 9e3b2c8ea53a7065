"""Reading columns of many projects at once, by statements that are made once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.tables import table_of

# The milestones of projects that are known to the day.
Days = Mapping[str, Mapping[Milestone, date]]

# Under this name a session keeps what `only_present` found.
_ABSENT = "absent"


@contextmanager
def only_present(
    session: Session, ids: Collection[str] | None, kinds: tuple[type[Row], ...]
) -> Iterator[None]:
    """Let `select_of` ask nothing, within, of those of these kinds of rows that the named projects have not.

    Most projects have few of the many kinds of records; one question for all costs less than one each.
    """
    if ids is None:
        yield
        return
    present = session.connection().execute(_presence(kinds), {"ids": list(ids)}).one()
    absent = frozenset(kind for kind, is_there in zip(kinds, present, strict=True) if not is_there)
    session.info[_ABSENT] = (ids, absent)
    try:
        yield
    finally:
        del session.info[_ABSENT]


def is_absent(session: Session, ids: Collection[str] | None, row: type[Row]) -> bool:
    """Whether `only_present` has found that these projects have no row of a kind."""
    found = session.info.get(_ABSENT)
    return found is not None and found[0] is ids and row in found[1]


@lru_cache
def _presence(kinds: tuple[type[Row], ...]) -> sa.Executable:
    wanted: sa.BindParameter[Any] = sa.bindparam("ids", expanding=True)
    return sa.select(
        *(
            sa.exists().where(table_of(kind).c.project_id.in_(wanted)).label(f"has_{place}")
            for place, kind in enumerate(kinds)
        )
    )


def select_of(
    session: Session, ids: Collection[str] | None, row: Any, *names: str, key: str = "project_id"
) -> Iterable[Any]:
    """Return these columns of a kind of rows, of the named projects or of all, in their own order."""
    if is_absent(session, ids, row):
        return ()
    connection = session.connection()
    if ids is None:
        return connection.execute(_statement(row, names, None)).all()
    return connection.execute(_statement(row, names, key), {"ids": list(ids)}).all()


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
