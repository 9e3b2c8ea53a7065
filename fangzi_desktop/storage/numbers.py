"""Numbers and names that only one row may have, though each copy of the folder gives them out alone."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.sayings import Key, Values
from fangzi_desktop.storage.journal import plain
from fangzi_desktop.storage.tables import ROWS, table_of

NUMBERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "project": (("project_no",), ("name",)),
    "project_part": (("project_id", "name"),),
    # A divided item keeps the id it was born with, so two copies may have divided one differently.
    "permit_item": (("project_id", "code", "part_id", "round_no"),),
    "problem": (("number",),),
    "notice": (("kind", "year", "number"),),
    "meeting": (("minutes_no",),),
    "report_issue": (("kind", "year", "number", "version"),),
    "permit_template": (("version",),),
}
"""The columns that no two rows of a table share; an empty text is no number, no part is the whole project."""


@dataclass(frozen=True, slots=True)
class Clash:
    """Rows of a table that have the same number; the values are as the journal writes them."""

    table: str
    columns: tuple[str, ...]
    values: tuple[Any, ...]
    rows: tuple[str, ...]


def clashes(session: Session, rows: Mapping[str, Collection[str]] | None = None) -> list[Clash]:
    """Return the numbers that several rows have: all, or those that one of the named rows has.

    `rows` holds ids by table; tables without numbers are passed over.
    """
    if rows is None:
        return [clash for table in NUMBERS for clash in _clashes(session, table, None)]
    named = [(table, frozenset(rows[table])) for table in NUMBERS if rows.get(table)]
    return [
        clash
        for table, ids in named
        for clash in _clashes(session, table, ids)
        if not ids.isdisjoint(clash.rows)
    ]


def _clashes(session: Session, table: str, ids: Collection[str] | None) -> Iterator[Clash]:
    for names in NUMBERS[table]:
        for values, found in _shared(session, table, names, ids):
            yield Clash(table, names, values, found)


def _shared(
    session: Session, table: str, names: tuple[str, ...], ids: Collection[str] | None
) -> Iterator[tuple[tuple[Any, ...], tuple[str, ...]]]:
    """Give the values that several rows share, and the rows, ordered by both."""
    target = table_of(ROWS[table])
    columns = [target.c[name] for name in names]
    wanted = [column != "" for column in columns if isinstance(column.type, sa.Text) and not column.nullable]
    if ids is not None:
        named = sa.func.json_each(json.dumps([*ids])).table_valued("value")
        # The first column narrows it down well enough, and is never empty.
        first = sa.select(columns[0]).where(target.c.id.in_(sa.select(named.c.value)))
        wanted.append(columns[0].in_(first))
    statement = (
        sa.select(*columns, sa.func.json_group_array(target.c.id))
        .where(*wanted)
        .group_by(*columns)
        .having(sa.func.count() > 1)
        .order_by(*columns)
    )
    for *values, found in session.connection().execute(statement):
        yield tuple(map(plain, values)), tuple(sorted(json.loads(found)))


def clashes_after(session: Session, rows: Mapping[Key, Values | None]) -> list[Clash]:
    """Return the numbers that several rows would have if `rows` were written, of which one is among them.

    None stands for a row that goes.
    """
    found: list[Clash] = []
    for table, numbers in NUMBERS.items():
        changed = {row_id: row for (name, row_id), row in rows.items() if name == table}
        if not changed:
            continue
        for names in numbers:
            found += _clashes_with(session, table, names, changed)
    return found


def _clashes_with(
    session: Session, table: str, names: tuple[str, ...], changed: Mapping[str, Values | None]
) -> Iterator[Clash]:
    taken: dict[tuple[Any, ...], set[str]] = {}
    for row_id, row in changed.items():
        if row is not None and "" not in (values := tuple(row[name] for name in names)):
            taken.setdefault(values, set()).add(row_id)
    target = table_of(ROWS[table])
    columns = [target.c[name] for name in names]
    asked = sa.func.json_each(json.dumps(sorted({values[0] for values in taken}, key=str))).table_valued(
        "value"
    )
    # Written as JSON holds it, a date or a code reads as it is stored.
    statement = sa.select(target.c.id, *columns).where(columns[0].in_(sa.select(asked.c.value)))
    for row_id, *held in session.connection().execute(statement):
        own = tuple(map(plain, held))
        if row_id not in changed and own in taken:
            taken[own].add(row_id)
    for values, ids in sorted(taken.items(), key=str):
        if len(ids) > 1:
            yield Clash(table, names, values, tuple(sorted(ids)))
