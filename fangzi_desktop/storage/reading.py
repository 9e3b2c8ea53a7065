"""Reading columns of many projects at once, past SQLAlchemy: its share was four fifths of the time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.storage.columns import Row, TermText
from fangzi_desktop.storage.tables import table_of

# The milestones of projects that are known to the day.
Days = Mapping[str, Mapping[Milestone, date]]

# SQLite takes a limited number of variables; past this many projects everything is read at once.
MANY = 400
# Under this name a session keeps what `only_present` found.
_ABSENT = "absent"


def driver_of(session: Session) -> Any:
    """Return the driver's own connection, within the session's transaction."""
    return session.connection().connection.driver_connection


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
    text = _presence(kinds, len(ids))
    present = driver_of(session).execute(text, tuple(ids) * len(kinds)).fetchone()
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
def _presence(kinds: tuple[type[Row], ...], number: int) -> str:
    wanted = places(number)
    there = (f"EXISTS (SELECT 1 FROM {table_of(kind).name} WHERE project_id IN ({wanted}))" for kind in kinds)
    return f"SELECT {', '.join(there)}"


def select_of(
    session: Session, ids: Collection[str] | None, row: type[Row], *names: str, key: str = "project_id"
) -> Sequence[tuple[Any, ...]]:
    """Return these columns of a kind of rows, of the named projects or of all, in their own order."""
    rows, readers = _stored(session, ids, row, names, key), _readers(row, names)
    return list(zip(*_read(rows, readers), strict=True)) if rows and readers else rows


def columns_of(
    session: Session, ids: Collection[str] | None, row: type[Row], *names: str
) -> Sequence[Iterable[Any]]:
    """Return what `select_of` does as one sequence of values for each column; none at all without a row."""
    rows = _stored(session, ids, row, names, "project_id")
    return _read(rows, _readers(row, names)) if rows else ()


def _stored(
    session: Session, ids: Collection[str] | None, row: type[Row], names: tuple[str, ...], key: str
) -> Sequence[tuple[Any, ...]]:
    if is_absent(session, ids, row):
        return ()
    driver = driver_of(session)
    if ids is None:
        found: list[tuple[Any, ...]] = driver.execute(_statement(row, names)).fetchall()
    else:
        found = driver.execute(_statement(row, names, key, len(ids)), tuple(ids)).fetchall()
    return found


@lru_cache
def _statement(row: type[Row], names: tuple[str, ...], key: str | None = None, number: int = 0) -> str:
    table = table_of(row)
    where = f' WHERE "{key}" IN ({places(number)})' if key is not None else ""
    order = [name for name in ("position", "round_no") if "position" in table.c and name in table.c]
    ordered = f" ORDER BY {', '.join(order)}" if order else ""
    columns = ", ".join(f'"{table.c[name].name}"' for name in names)
    return f"SELECT {columns} FROM {table.name}{where}{ordered}"


def places(number: int) -> str:
    """Return as many marks for the values of a statement."""
    return ", ".join("?" * number)


# A column's place, and what makes a value of what is stored in it.
_Reader = tuple[int, Callable[[Any], Any]]


def _read(rows: Sequence[tuple[Any, ...]], readers: Sequence[_Reader]) -> list[Any]:
    """Read column by column: of a hundred and fifty thousand rows no single value is touched in Python."""
    columns: list[Any] = list(zip(*rows, strict=True))
    for place, read in readers:
        columns[place] = map(read, columns[place])
    return columns


@lru_cache
def _readers(row: type[Row], names: tuple[str, ...]) -> tuple[_Reader, ...]:
    table = table_of(row)
    found = ((place, _reader(table.c[name].type)) for place, name in enumerate(names))
    return tuple((place, read) for place, read in found if read is not None)


def _reader(kind: Any) -> Callable[[Any], Any] | None:
    if isinstance(kind, TermText):
        return {None: None, **{member.value: member for member in kind.term}}.__getitem__
    if isinstance(kind, sa.Date):
        return _day
    if isinstance(kind, sa.Boolean):
        return {None: None, 0: False, 1: True}.__getitem__
    if isinstance(kind, sa.types.TypeDecorator):
        return lambda stored: kind.process_result_value(stored, _NO_DIALECT)
    return None


# The days that occur are few and come again and again.
@cache
def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


# None of our own column types looks at it.
_NO_DIALECT: Any = None
