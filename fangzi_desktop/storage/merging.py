"""What a merge reads and writes: rows with their journal, what copies said of them, and the conflicts."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from itertools import chain

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.merge_cells import cell_of
from fangzi_desktop.domain.merge_terms import ConflictState
from fangzi_desktop.domain.merging import Cells, History, OfficeTrace
from fangzi_desktop.domain.sayings import DELETE, EXISTENCE, Key, Saying, Touch, Trace, Values
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.field_tables import ConflictRow, ReturnedActRow, SayingRow
from fangzi_desktop.storage.journal import columns_of, plain, revive, row_from, rows_of, values_of
from fangzi_desktop.storage.reading import driver_of
from fangzi_desktop.storage.tables import (
    DERIVED,
    FIELDWORK,
    JOURNAL,
    ROWS,
    ActRow,
    ChangeRow,
    table_of,
)

MERGE = "merge_return"
"""The label of the acts by which copies came back."""

# Whom to remind when is each office's own.
_OWN = frozenset({"snooze"})
OWN_SETTINGS = "field."
"""How the settings begin that are each folder's own."""
MERGED_TABLES = frozenset(ROWS) - DERIVED - JOURNAL - FIELDWORK - _OWN
_AT_ONCE = 500


def is_merged(table: str, row_id: str, field: str) -> bool:
    """Whether what a copy says of a field counts; keys and what is counted are each place's own."""
    if table not in MERGED_TABLES or field in COUNTED.get(table, ()):
        return False
    return table != "setting" or not row_id.startswith(OWN_SETTINGS)


# Made from other columns of the row; nobody says them.
COUNTED = {"project": frozenset({"search_key", "sort_key"})}


@cache
def cell_names(table: str) -> Mapping[str, str]:
    """Which cell each column of a table is part of; those made from others are part of none."""
    counted = COUNTED.get(table, frozenset())
    return {column: cell_of(table, column) for column in columns_of(table) if column not in counted}


@cache
def cells_of(table: str) -> Cells:
    """The cells of a table with their columns."""
    cells: dict[str, list[str]] = {}
    for column, cell in cell_names(table).items():
        cells.setdefault(cell, []).append(column)
    return {cell: tuple(columns) for cell, columns in cells.items()}


@cache
def parents_of(table: str) -> tuple[tuple[str, str], ...]:
    """The columns of a table that name rows, each with the table they name."""
    return tuple(
        (column.key, key.column.table.name)
        for column in table_of(ROWS[table]).columns
        for key in column.foreign_keys
    )


@cache
def may_be_empty(table: str, column: str) -> bool:
    """Whether a row can do without what the column names."""
    return bool(table_of(ROWS[table]).columns[column].nullable)


@cache
def _named_by(table: str) -> tuple[tuple[str, str], ...]:
    """The tables and columns that name rows of a table."""
    return tuple(
        (other, column)
        for other in sorted(MERGED_TABLES)
        for column, named in parents_of(other)
        if named == table
    )


def last_act(session: Session) -> tuple[int, str]:
    """Return the number and the uuid of the newest act, 0 and nothing before the first."""
    found = driver_of(session).execute("SELECT id, uuid FROM act ORDER BY id DESC LIMIT 1").fetchone()
    return (int(found[0]), str(found[1])) if found else (0, "")


def act_under_way(session: Session) -> int:
    """Return the number that the act now being done will have; there is one writer."""
    return last_act(session)[0] + 1


def has_act(session: Session, number: int, uuid: str) -> bool:
    """Whether the journal holds an act under this very number; 0 is the beginning, before any."""
    if number == 0:
        return uuid == ""
    text = "SELECT count(*) FROM act WHERE id = ? AND uuid = ?"
    return bool(driver_of(session).execute(text, (number, uuid)).fetchone()[0])


def known_acts(session: Session, copy_id: str | None = None) -> frozenset[str]:
    """Return the acts of copies, or of one copy, that came back."""
    statement = sa.select(ReturnedActRow.id)
    if copy_id is not None:
        statement = statement.where(ReturnedActRow.copy_id == copy_id)
    return frozenset(session.scalars(statement))


FILE_COLUMNS = (
    ("attachment", "sha256"),
    ("photo", "sha256"),
    ("report_issue", "pdf_sha256"),
    ("report_issue", "content_sha256"),
)


def row_of_saying(saying: Saying) -> SayingRow:
    """Return a saying as it is stored."""
    touches = {cell: [[touch.position, touch.act] for touch in acts] for cell, acts in saying.touches.items()}
    return SayingRow(
        id=saying.id,
        table_name=saying.key[0],
        row_id=saying.key[1],
        touches=_json(touches),
        base=_json(saying.base),
        value=_json(saying.value),
        base_act=saying.base_act,
        merged_act=saying.merged_act,
        disputed=_json(saying.disputed),
        settled=_json(saying.settled),
    )


def saying_of(row: SayingRow) -> Saying:
    """Return a stored saying."""
    touches = {
        cell: tuple(Touch(position, act) for position, act in acts)
        for cell, acts in json.loads(row.touches).items()
    }
    return Saying(
        row.id,
        (row.table_name, row.row_id),
        touches,
        json.loads(row.base),
        json.loads(row.value),
        row.base_act,
        row.merged_act,
        json.loads(row.disputed),
        json.loads(row.settled),
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


class StoredRecords:
    """What a merge asks of the database (`domain.merge_rows.Records`).

    Many rows are read together by `fetch`; what else is asked for is read when it is.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._histories: dict[Key, History] = {}
        self.rows: dict[Key, Row] = {}
        self._merges = self._merge_acts()

    @cached_property
    def _waiting(self) -> list[Saying]:
        """What still waits for a decision; read when children are asked for, which one field's are not."""
        return [saying_of(row) for row in self._session.scalars(_WAITING)]

    def fetch(self, keys: Iterable[Key]) -> None:
        """Read rows with their journal and what was said about them."""
        wanted = [key for key in dict.fromkeys(keys) if key not in self._histories]
        rows = rows_of(self._session, wanted)
        self.rows |= rows
        traces, sayings, kept = self._traces(wanted), self._sayings(wanted), self._kept(wanted)
        for key in wanted:
            row = rows.get(key)
            self._histories[key] = History(
                key,
                cells_of(key[0]),
                None if row is None else values_of(row),
                traces.get(key, ()),
                sayings.get(key, ()),
                kept.get(key, 0),
            )

    def add(self, sayings: Iterable[Saying]) -> None:
        """Let new sayings count; their rows are fetched."""
        sayings = list(sayings)
        self.fetch(saying.key for saying in sayings)
        for saying in sayings:
            history = self._histories[saying.key]
            self._histories[saying.key] = replace(history, sayings=(*history.sayings, saying))

    def history(self, key: Key) -> History:
        if key not in self._histories:
            self.fetch([key])
        return self._histories[key]

    def parents(self, key: Key, row: Values) -> list[Key]:
        return [
            (table, str(row[column]))
            for column, table in parents_of(key[0])
            if row.get(column) is not None and table in MERGED_TABLES
        ]

    def children(self, key: Key) -> list[Key]:
        found = [
            *(other for other, _ in self.naming(key)),
            *(
                saying.key
                for saying in self._waiting
                if saying.value is not None and key in self.parents(saying.key, saying.value)
            ),
        ]
        self.fetch(found)
        return found

    def naming(self, key: Key) -> list[tuple[Key, str]]:
        """The rows that name a row now, with the column by which they do."""
        found: list[tuple[Key, str]] = []
        for table, column in _named_by(key[0]):
            text = f'SELECT id FROM "{table}" WHERE "{column}" = ?'
            rows = driver_of(self._session).execute(text, (key[1],))
            found += [((table, str(row[0])), column) for row in rows]
        return found

    def deleted_with(self, act: int | str) -> dict[Key, Values]:
        if isinstance(act, int):
            text = "SELECT table_name, row_id, old FROM change WHERE act = ? AND op = ?"
            found = driver_of(self._session).execute(text, (act, DELETE))
            return {(row[0], row[1]): json.loads(row[2]) for row in found if row[0] in MERGED_TABLES}
        known = (saying for history in self._histories.values() for saying in history.sayings)
        stored = map(saying_of, self._session.scalars(_GONE.where(SayingRow.touches.contains(act))))
        return {
            saying.key: saying.base
            for saying in chain(known, stored)
            if saying.base is not None and _deleted_by(saying, act)
        }

    def ring_column(self, table: str) -> str | None:
        return next((column for column, named in parents_of(table) if named == table), None)

    def _merge_acts(self) -> frozenset[int]:
        found = driver_of(self._session).execute("SELECT id FROM act WHERE label = ?", (MERGE,))
        return frozenset(row[0] for row in found)

    def _traces(self, keys: Sequence[Key]) -> dict[Key, list[OfficeTrace]]:
        found: dict[Key, list[OfficeTrace]] = {}
        wanted = set(keys)
        for some in _portions({row_id for _, row_id in keys}):
            for line in driver_of(self._session).execute(_TRACES.format(_marks(some)), some):
                act, table, row_id, op, column, old, new = line
                if (table, row_id) in wanted and column not in COUNTED.get(table, ()):
                    trace = Trace(str(act), act, op, column, old, new)
                    merged = act in self._merges
                    found.setdefault((table, row_id), []).append(OfficeTrace(act, merged, trace))
        return found

    def _sayings(self, keys: Sequence[Key]) -> dict[Key, list[Saying]]:
        stored = sayings_about(self._session, keys)
        return {key: [saying_of(row) for row in rows] for key, rows in stored.items()}

    def _kept(self, keys: Sequence[Key]) -> dict[Key, int]:
        found: dict[Key, int] = {}
        for some in _portions({row_id for _, row_id in keys}):
            statement = sa.select(ConflictRow.table_name, ConflictRow.row_id, ConflictRow.decided_act).where(
                ConflictRow.row_id.in_(some),
                ConflictRow.cell == EXISTENCE,
                ConflictRow.decided_act.is_not(None),
                ConflictRow.choice != "null",
            )
            for table, row_id, act in self._session.execute(statement):
                found[table, row_id] = max(act or 0, found.get((table, row_id), 0))
        return found


_TRACES = "SELECT act, table_name, row_id, op, field, old, new FROM change WHERE row_id IN ({}) ORDER BY id"
_WAITING = sa.select(SayingRow).where(SayingRow.disputed != "{}")
_GONE = sa.select(SayingRow).where(SayingRow.value == "null")


def _deleted_by(saying: Saying, act: str) -> bool:
    return saying.value is None and EXISTENCE in saying.touches and saying.last(EXISTENCE).act == act


def _portions(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


def _marks(ids: Sequence[str]) -> str:
    return ",".join("?" * len(ids))


def write_rows(session: Session, present: Mapping[Key, Row], rows: Mapping[Key, Values | None]) -> None:
    """Make rows as they are given, None for those that go; `present` are those that are there."""
    for key, values in rows.items():
        row, kind = present.get(key), ROWS[key[0]]
        if values is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(row_from(key[0], values))
        else:
            for name, value in values.items():
                if plain(getattr(row, name)) != value:
                    setattr(row, name, revive(kind, name, value))


def is_row(table: str, values: Values) -> bool:
    """Whether JSON values are a whole row of a table, each of its column's type."""
    if table not in MERGED_TABLES or set(values) != set(columns_of(table)):
        return False
    kind = ROWS[table]
    for name, value in values.items():
        try:
            if plain(revive(kind, name, value)) != value:
                return False
        except (ValueError, TypeError, ArithmeticError):
            return False
        if value is None and not table_of(kind).columns[name].nullable:
            return False
    return True


def open_conflicts(session: Session) -> list[ConflictRow]:
    """Return the conflicts that wait for a person, oldest first, those of a project together."""
    statement = sa.select(ConflictRow).where(ConflictRow.state == ConflictState.OPEN)
    order = (ConflictRow.opened_act, ConflictRow.project, ConflictRow.table_name, ConflictRow.id)
    return list(session.scalars(statement.order_by(*order)))


def conflicts_about(session: Session, keys: Iterable[Key]) -> dict[str, ConflictRow]:
    """Return every conflict there ever was about some rows, by id."""
    found: dict[str, ConflictRow] = {}
    for some in _portions({row_id for _, row_id in keys}):
        statement = sa.select(ConflictRow).where(ConflictRow.row_id.in_(some))
        found |= {row.id: row for row in session.scalars(statement)}
    return found


def sayings_about(session: Session, keys: Iterable[Key]) -> dict[Key, list[SayingRow]]:
    """Return what is stored of what copies said about some rows, in the order in which it came back."""
    found: dict[Key, list[SayingRow]] = {}
    for some in _portions({row_id for _, row_id in keys}):
        statement = sa.select(SayingRow).where(SayingRow.row_id.in_(some))
        for row in session.scalars(statement.order_by(SayingRow.merged_act, SayingRow.id)):
            found.setdefault((row.table_name, row.row_id), []).append(row)
    return found


def project_names(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return the names of those of the projects that are there."""
    project = table_of(ROWS["project"])
    found: dict[str, str] = {}
    for some in _portions(set(ids)):
        statement = sa.select(project.c.id, project.c.name).where(project.c.id.in_(some))
        for row_id, name in session.connection().execute(statement):
            found[row_id] = name
    return found


def sayings_by_id(session: Session, ids: Collection[str]) -> dict[str, SayingRow]:
    """Return stored sayings by their ids."""
    found: dict[str, SayingRow] = {}
    for some in _portions(ids):
        found |= {row.id: row for row in session.scalars(sa.select(SayingRow).where(SayingRow.id.in_(some)))}
    return found


def origins(session: Session, keys: Collection[Key]) -> dict[tuple[int, Key, str], ReturnedActRow]:
    """Return by which act of a copy a merge changed rows, by the merge, the row and the cell."""
    acts = returned_acts(session)
    found: dict[tuple[int, Key, str], ReturnedActRow] = {}
    for key, rows in sayings_about(session, keys).items():
        for saying in map(saying_of, rows if key in keys else ()):
            for cell in saying.touches:
                act = acts.get(saying.last(cell).act)
                if act is not None:
                    found[saying.merged_act, key, cell] = act
    return found


def returned_acts(session: Session) -> dict[str, ReturnedActRow]:
    """Return the acts of copies that came back, by their ids."""
    return {row.id: row for row in session.scalars(sa.select(ReturnedActRow))}


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """Who changed a field of a row here, when and on which machine; no field means the whole row."""

    field: str
    who: str
    at: datetime
    device: str


def office_lines(session: Session, keys: Iterable[Key]) -> dict[Key, list[OfficeLine]]:
    """Return what people changed in rows here, oldest first, without what came from copies."""
    act, change = table_of(ActRow), table_of(ChangeRow)
    found: dict[Key, list[OfficeLine]] = {}
    wanted = set(keys)
    for some in _portions({row_id for _, row_id in wanted}):
        statement = (
            sa.select(change.c.table_name, change.c.row_id, change.c.field, act.c.who, act.c.at, act.c.device)
            .join(act, act.c.id == change.c.act)
            .where(change.c.row_id.in_(some), act.c.label != MERGE)
            .order_by(change.c.id)
        )
        for table, row_id, *line in session.connection().execute(statement):
            if (table, row_id) in wanted:
                found.setdefault((table, row_id), []).append(OfficeLine(*line))
    return found


def records_of(session: Session, table: str, project_id: str | None) -> dict[str, Values]:
    """Return the rows of a table by id, where they belong to projects only those of one."""
    kind = ROWS[table]
    statement = sa.select(kind)
    if "project_id" in table_of(kind).columns:
        statement = statement.where(table_of(kind).columns["project_id"] == project_id)
    return {str(row.id): values_of(row) for row in session.scalars(statement)}
