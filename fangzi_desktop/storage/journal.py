"""The journal: every flush leaves its old and new values, in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.reading import driver_of
from fangzi_desktop.storage.tables import ROWS, ActRow, ChangeRow, table_of

INSERT, UPDATE, DELETE = "insert", "update", "delete"
DO, UNDO, REDO = "do", "undo", "redo"


@dataclass(frozen=True, slots=True)
class Line:
    """One journal line as it was written; `old` and `new` are JSON."""

    table: str
    row_id: str
    project_id: str | None
    op: str
    field: str
    old: str | None
    new: str | None


def plain(value: object) -> Any:
    """Return `value` as JSON can hold it; `revive` gives it back by its column's type."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def revive(kind: type[Row], field: str, value: Any) -> Any:
    """Turn a JSON value back into what column `field` of `kind` holds, so that a date is a date again."""
    return None if value is None else _reviver(kind, field)(value)


@cache
def _reviver(kind: type[Row], field: str) -> Callable[[Any], Any]:
    column = kind.__table__.columns[field]
    term = getattr(column.type, "term", None)
    if term is not None:
        return cast("Callable[[Any], Any]", term)
    python = column.type.python_type
    return cast("Callable[[Any], Any]", python.fromisoformat if python in (date, datetime) else python)


@cache
def columns_of(table: str) -> tuple[str, ...]:
    """The columns of a table, in its order."""
    return tuple(column.key for column in table_of(ROWS[table]).columns)


def _encode(value: object) -> str:
    return json.dumps(plain(value), ensure_ascii=False)


def values_of(row: Row) -> dict[str, Any]:
    """Return a row as JSON can hold it."""
    return {name: plain(getattr(row, name)) for name in columns_of(row.__tablename__)}


def row_from(table: str, values: Mapping[str, Any]) -> Row:
    """Return a new row of a table from what `values_of` gives."""
    kind = ROWS[table]
    return kind(**{name: revive(kind, name, value) for name, value in values.items()})


def _project_of(row: Row) -> str | None:
    if row.__tablename__ == "project":
        return str(row.id)
    return getattr(row, "project_id", None)


@contextmanager
def recording(session: Session, lines: list[Line]) -> Iterator[None]:
    """Collect the journal lines of every flush of the block."""

    def collect(session: Session, context: object) -> None:
        lines.extend(lines_of(session))

    sa.event.listen(session, "after_flush", collect)
    try:
        yield
    finally:
        sa.event.remove(session, "after_flush", collect)


def lines_of(session: Session) -> list[Line]:
    """Return the journal lines of the flush that is under way, in a stable order."""
    lines: list[Line] = []
    for row in session.new:
        whole = json.dumps(values_of(row), ensure_ascii=False)
        lines.append(Line(row.__tablename__, str(row.id), _project_of(row), INSERT, "", None, whole))
    for row in session.dirty:
        for name in columns_of(row.__tablename__):
            history = get_history(row, name)
            if history.added and history.deleted and history.added[0] != history.deleted[0]:
                old, new = _encode(history.deleted[0]), _encode(history.added[0])
                lines.append(Line(row.__tablename__, str(row.id), _project_of(row), UPDATE, name, old, new))
    for row in session.deleted:
        whole = json.dumps(values_of(row), ensure_ascii=False)
        lines.append(Line(row.__tablename__, str(row.id), _project_of(row), DELETE, "", whole, None))
    return lines


def write_lines(session: Session, act: int, lines: Iterable[Line]) -> None:
    """Add lines to act `act`."""
    values = [
        (act, line.table, line.row_id, line.project_id, line.op, line.field, line.old, line.new)
        for line in lines
    ]
    if values:
        driver_of(session).executemany(_WRITE_LINE, values)


_WRITE_LINE = (
    "INSERT INTO change (act, table_name, row_id, project_id, op, field, old, new)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)


def open_act(session: Session, values: Mapping[str, object]) -> int:
    """Begin an act and return its number; acts are numbered in the order they happened here."""
    result = session.connection().execute(_OPEN_ACT, dict(values))
    key = result.inserted_primary_key
    if key is None:
        raise RuntimeError("an act always gets a number")
    return int(key[0])


_OPEN_ACT = sa.insert(table_of(ActRow))


# What cannot be taken back: the file is out, and what comes back of it must be known.
LASTING = frozenset({"note_hand_out"})


def stacks(session: Session, after: int = 0, last: int = 300) -> tuple[list[int], list[int]]:
    """Return the acts after `after` that can be undone and redone, oldest first, read from the journal.

    An act that replaces much at once (import, restore, merge) forgets what came before it. One that is
    `LASTING` is passed over.
    """
    table = table_of(ActRow)
    newest = sa.select(table.c.id, table.c.kind, table.c.undoes, table.c.barrier, table.c.label)
    newest = newest.where(table.c.id > after)
    acts = session.connection().execute(newest.order_by(table.c.id.desc()).limit(last)).all()
    undoable: list[int] = []
    redoable: list[int] = []
    for number, kind, undoes, barrier, label in reversed(acts):
        if kind == DO:
            redoable.clear()
            if barrier:
                undoable.clear()
            if label not in LASTING:
                undoable.append(number)
        elif kind == UNDO:
            if undoable and undoable[-1] == undoes:
                undoable.pop()
                redoable.append(undoes)
        elif redoable and redoable[-1] == undoes:
            redoable.pop()
            undoable.append(undoes)
    return undoable, redoable


def label_of(session: Session, act: int) -> str:
    """Return the label of an act."""
    table = table_of(ActRow)
    return str(session.connection().execute(sa.select(table.c.label).where(table.c.id == act)).scalar_one())


def invert(session: Session, act: int) -> None:
    """Put back what `act` changed, newest line first.

    Raises `UserError` ``undo.stale`` if a value is no longer the one the act left; then nothing is changed.
    """
    turned = {INSERT: DELETE, DELETE: INSERT, UPDATE: UPDATE}
    _replay(
        session,
        [
            Line(line.table, line.row_id, line.project_id, turned[line.op], line.field, line.new, line.old)
            for line in _lines(session, act, newest_first=True)
        ],
    )


def repeat(session: Session, act: int) -> None:
    """Do again what `act` did, oldest line first. Raises `UserError` ``undo.stale`` like `invert`."""
    _replay(session, _lines(session, act, newest_first=False))


def _lines(session: Session, act: int, *, newest_first: bool) -> list[Line]:
    table = table_of(ChangeRow)
    order = table.c.id.desc() if newest_first else table.c.id
    statement = sa.select(
        table.c.table_name,
        table.c.row_id,
        table.c.project_id,
        table.c.op,
        table.c.field,
        table.c.old,
        table.c.new,
    )
    rows = session.connection().execute(statement.where(table.c.act == act).order_by(order))
    return [Line(*row) for row in rows]


def _replay(session: Session, lines: Iterable[Line]) -> None:
    """Apply lines in their order, each only if its old value still stands."""
    lines = list(lines)
    rows = rows_of(session, ((line.table, line.row_id) for line in lines))
    before = None
    for line in lines:
        # One flush writes all inserts before all deletes, whatever order they were asked for.
        if before is not None and line.op != before:
            session.flush()
        before = line.op
        kind, key = ROWS[line.table], (line.table, line.row_id)
        row = rows.get(key)
        if line.op == INSERT:
            if row is not None:
                raise UserError("undo.stale")
            rows[key] = row_from(line.table, json.loads(line.new or "{}"))
            session.add(rows[key])
        elif row is None:
            raise UserError("undo.stale")
        elif line.op == DELETE:
            if json.dumps(values_of(row), ensure_ascii=False) != line.old:
                raise UserError("undo.stale")
            session.delete(rows.pop(key))
        else:
            if _encode(getattr(row, line.field)) != line.old:
                raise UserError("undo.stale")
            setattr(row, line.field, revive(kind, line.field, json.loads(line.new or "null")))
    session.flush()


def rows_of(session: Session, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Row]:
    """Read the rows of many tables and ids together, those that are there.

    One at a time, a large import takes half a minute.
    """
    wanted: dict[str, set[str]] = {}
    for table, row_id in keys:
        wanted.setdefault(table, set()).add(row_id)
    found: dict[tuple[str, str], Row] = {}
    for table, ids in wanted.items():
        kind, ordered = ROWS[table], sorted(ids)
        for start in range(0, len(ordered), 500):
            statement = sa.select(kind).where(kind.id.in_(ordered[start : start + 500]))
            found |= {(table, str(row.id)): row for row in session.scalars(statement)}
    return found


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal line with its act.

    `what` is the code or name of the row it belongs to, if the row still exists; `item` the code of the
    permit item that such a row is part of.
    """

    act: int
    label: str
    kind: str
    at: datetime
    office_day: date
    who: str
    device: str
    table: str
    row_id: str
    project_id: str | None
    op: str
    field: str
    old: str | None
    new: str | None
    what: str
    item: str


def entries(
    session: Session,
    *,
    project_id: str | None = None,
    first: date | None = None,
    last: date | None = None,
    limit: int | None = None,
) -> list[Entry]:
    """Return journal lines of a project (newest first) or of a span of office days (oldest first)."""
    act, change = table_of(ActRow), table_of(ChangeRow)
    columns = [act.c[name] for name in ("id", "label", "kind", "at", "office_day", "who", "device")]
    columns += [
        change.c[name] for name in ("table_name", "row_id", "project_id", "op", "field", "old", "new")
    ]
    statement = sa.select(*columns).join(change, change.c.act == act.c.id)
    if project_id is not None:
        statement = statement.where(change.c.project_id == project_id)
        statement = statement.order_by(act.c.id.desc(), change.c.id)
    else:
        statement = statement.order_by(act.c.id, change.c.id)
    if first is not None:
        statement = statement.where(act.c.office_day >= first)
    if last is not None:
        statement = statement.where(act.c.office_day <= last)
    if limit is not None:
        statement = statement.limit(limit)
    rows = session.connection().execute(statement).all()
    keys = [(row.table_name, row.row_id) for row in rows]
    wholes = {
        (row.table_name, row.row_id): json.loads(row.new or row.old)
        # The newest one stays.
        for row in (rows if project_id is None else reversed(rows))
        if row.op != UPDATE and row.table_name in _PARTS
    }
    codes, items = _codes(session, set(keys), wholes), _item_codes(session, set(keys), wholes)
    return [
        Entry(*(*row, codes.get(key, ""), items.get(key, ""))) for row, key in zip(rows, keys, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class RowEntry:
    """A journal line of one row with the act it was part of."""

    at: datetime
    office_day: date
    who: str
    op: str
    field: str
    old: str | None
    new: str | None


def row_entries(session: Session, table: str, row_id: str) -> list[RowEntry]:
    """Return the journal lines of one row, newest first."""
    act, change = table_of(ActRow), table_of(ChangeRow)
    columns = (act.c.at, act.c.office_day, act.c.who, change.c.op, change.c.field, change.c.old, change.c.new)
    statement = (
        sa.select(*columns)
        .join(change, change.c.act == act.c.id)
        .where(change.c.table_name == table, change.c.row_id == row_id)
        .order_by(act.c.id.desc(), change.c.id.desc())
    )
    return [RowEntry(*row) for row in session.connection().execute(statement)]


_Key = tuple[str, str]
_CODE_COLUMNS = {
    "permit_item": "code",
    "stage_record": "stage",
    "milestone": "kind",
    "evidence": "kind",
    "material": "name",
    "attachment": "name",
}
# A problem may name a permit item; it is not a part of it.
_PARTS = frozenset(name for name, kind in ROWS.items() if "item_id" in table_of(kind).c) - {"problem"}


def _item_codes(session: Session, keys: set[_Key], wholes: Mapping[_Key, Any]) -> dict[_Key, str]:
    """Return the codes of the permit items that rows are part of, also of rows that are gone."""
    items = {key: whole.get("item_id") for key, whole in wholes.items()}
    for table_name in _PARTS:
        table = table_of(ROWS[table_name])
        ids = sorted(row_id for name, row_id in keys if name == table_name and (name, row_id) not in items)
        for start in range(0, len(ids), 500):
            statement = sa.select(table.c.id, table.c.item_id).where(table.c.id.in_(ids[start : start + 500]))
            items |= {(table_name, key): item for key, item in session.connection().execute(statement)}
    codes = _codes(session, {("permit_item", item) for item in items.values() if item}, {})
    return {key: codes.get(("permit_item", item), "") for key, item in items.items() if item}


def _codes(session: Session, rows: set[_Key], wholes: Mapping[_Key, Any]) -> dict[_Key, str]:
    """Return the codes by which people know rows: the permit item, the stage, the kind of date, the name."""
    found: dict[_Key, str] = {}
    for key, whole in wholes.items():
        if key[0] in _CODE_COLUMNS:
            found[key] = str(whole.get(_CODE_COLUMNS[key[0]], ""))
    for table_name, column in _CODE_COLUMNS.items():
        ids = [row_id for table, row_id in rows if table == table_name]
        table = table_of(ROWS[table_name])
        for start in range(0, len(ids), 500):
            statement = sa.select(table.c.id, table.c[column]).where(table.c.id.in_(ids[start : start + 500]))
            for row_id, code in session.connection().execute(statement):
                found[table_name, row_id] = str(plain(code))
    return found


def last_change(session: Session, row_ids: Collection[str], *, but_for: str) -> date | None:
    """Return the office day on which one of some rows was last changed, in another field than `but_for`."""
    act, change = table_of(ActRow), table_of(ChangeRow)
    statement = (
        sa.select(sa.func.max(act.c.office_day))
        .join(change, change.c.act == act.c.id)
        .where(change.c.row_id.in_(row_ids), change.c.field != but_for)
    )
    return cast("date | None", session.connection().execute(statement).scalar())
