"""What an office hands out and what a copy for work on site is made of."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlcipher3.dbapi2 import Error as DriverError

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import SiteAct, SiteLine
from fangzi_desktop.domain.sayings import Key, Values
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.copy_marks import COPY
from fangzi_desktop.storage.database import (
    APPLICATION_ID,
    DATABASE_NAME,
    SCHEMA_VERSION,
    connect,
    flush_to_disk,
)
from fangzi_desktop.storage.field_tables import HandOutRow
from fangzi_desktop.storage.journal import rows_of, values_of
from fangzi_desktop.storage.merging import FILE_COLUMNS, MERGED_TABLES
from fangzi_desktop.storage.packs import DATABASE, Package, public_key
from fangzi_desktop.storage.reading import driver_of
from fangzi_desktop.storage.tables import DERIVED, FIELDWORK, ROWS, table_of
from fangzi_desktop.storage.taken_numbers import keep_taken_numbers

TEAM_KEY = "field.team_key"
_OWN_SETTINGS = (TEAM_KEY,)


def reduce_copy(path: Path, projects: Collection[str] | None) -> tuple[int, str]:
    """Take out of a copied database what stays in the office; return its newest act, number and uuid.

    The rows of the projects that are not handed out go with everything that names them, and their journal;
    what a team keeps for itself goes too. With None all projects stay.
    """
    with closing(connect(path)) as connection:
        # Looked at once at the end: for each row that goes, what names it would be searched through whole.
        connection.execute("PRAGMA foreign_keys=0")
        connection.execute("BEGIN IMMEDIATE")
        newest = connection.execute("SELECT id, uuid FROM act ORDER BY id DESC LIMIT 1").fetchone()
        for table in sorted(FIELDWORK | {"snooze"}):
            connection.execute(f'DELETE FROM "{table}"')
        connection.executemany("DELETE FROM setting WHERE id = ?", [(name,) for name in _OWN_SETTINGS])
        connection.execute(
            "DELETE FROM change WHERE table_name IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(FIELDWORK | {"snooze", "setting"})),),
        )
        if projects is not None:
            keep_taken_numbers(connection)
            _leave_out(connection, projects)
        connection.execute("COMMIT")
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise RuntimeError(f"a row of {broken[0]} would be left without what it belongs to")
        connection.execute("VACUUM")
    flush_to_disk(path)
    return (int(newest[0]), str(newest[1])) if newest else (0, "")


def _leave_out(connection: Any, projects: Collection[str]) -> None:
    connection.execute("CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY)")
    connection.executemany("INSERT INTO chosen VALUES (?)", [(project,) for project in projects])
    for table in sorted(DERIVED | MERGED_TABLES):
        columns = {column.key for column in table_of(ROWS[table]).columns}
        column = "id" if table in ("project", "summary") else "project_id" if "project_id" in columns else ""
        if column:
            text = f'DELETE FROM "{table}" WHERE "{column}" NOT IN (SELECT id FROM chosen)'
            connection.execute(text)
    connection.execute(
        "DELETE FROM change WHERE project_id IS NOT NULL AND project_id NOT IN (SELECT id FROM chosen)"
    )
    # The newest act stays whatever it touched: it is the copy's base.
    connection.execute(
        "DELETE FROM act WHERE id NOT IN (SELECT act FROM change) AND id <> (SELECT max(id) FROM act)"
        " AND id NOT IN (SELECT undoes FROM act WHERE undoes IS NOT NULL AND id IN (SELECT act FROM change))"
    )


def unpack_database(package: Package, folder: Path, said: Mapping[str, Any]) -> None:
    """Make the database of a copy of a package, and write into it what it is a copy of.

    Raises `UserError` ``field.damaged`` if the package holds none that is sound.
    """
    path = folder / DATABASE_NAME
    package.extract(DATABASE, path)
    if not is_sound(path):
        raise UserError("field.damaged")
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT OR REPLACE INTO setting (id, value) VALUES (?, ?)",
            (COPY, json.dumps(said, ensure_ascii=False)),
        )
        connection.execute("COMMIT")
    flush_to_disk(path)


def is_sound(path: Path) -> bool:
    """Whether an unpacked database is ours, of this program's schema, and whole.

    It holds our tables and nothing that would act by itself, as triggers and views do.
    """
    try:
        with closing(connect(path, read_only=True)) as connection:
            return all(connection.execute(text).fetchone() == said for text, said in _SOUND) and set(
                connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ) >= {(name,) for name in ROWS}
    except DriverError:
        return False


_SOUND: tuple[tuple[str, tuple[object, ...] | None], ...] = (
    ("PRAGMA application_id", (APPLICATION_ID,)),
    ("PRAGMA user_version", (SCHEMA_VERSION,)),
    ("SELECT count(*) FROM sqlite_master WHERE type NOT IN ('table', 'index')", (0,)),
    ("SELECT count(*) FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'", (0,)),
    ("PRAGMA quick_check", ("ok",)),
    ("PRAGMA foreign_key_check", None),
)


def handout_rows(session: Session) -> list[HandOutRow]:
    """Return what was handed out, newest first."""
    return list(session.scalars(sa.select(HandOutRow).order_by(HandOutRow.made_on.desc(), _LATEST)))


_LATEST = HandOutRow.number.desc()


def handouts_of_year(session: Session, year: int) -> int:
    """Return the highest number given out in a year, 0 before the first."""
    numbers = session.scalars(sa.select(HandOutRow.number).where(HandOutRow.number.startswith(f"{year}-")))
    return max((int(number.split("-")[1]) for number in numbers), default=0)


def files_of(session: Session, projects: Collection[str] | None, table: str) -> dict[str, int]:
    """Return the files that rows of a table name, with their sizes in bytes, of some projects or of all."""
    found: dict[str, int] = {}
    for name, column in FILE_COLUMNS:
        if name != table:
            continue
        kind = table_of(ROWS[table])
        size = kind.c[column.replace("sha256", "bytes") if column != "sha256" else "size_bytes"]
        statement = sa.select(kind.c[column], size)
        if projects is not None:
            statement = statement.where(kind.c.project_id.in_(projects))
        for sha256, size_bytes in session.connection().execute(statement):
            found[sha256] = size_bytes
    return found


def journal_bytes(session: Session, projects: Collection[str] | None) -> tuple[int, int]:
    """Return how many journal lines there are, and how many of them are of some projects (or all)."""
    driver = driver_of(session)
    total = int(driver.execute("SELECT count(*) FROM change").fetchone()[0])
    if projects is None:
        return total, total
    own = driver.execute(
        "SELECT count(*) FROM change WHERE project_id IS NULL OR project_id IN"
        " (SELECT value FROM json_each(?))",
        (json.dumps(list(projects)),),
    )
    return total, int(own.fetchone()[0])


def acts_since(session: Session, base_act: int) -> tuple[SiteAct, ...]:
    """Return the acts that were done in a copy after its base, oldest first, with their journal lines."""
    driver = driver_of(session)
    uuids = dict(driver.execute("SELECT id, uuid FROM act").fetchall())
    lines: dict[int, list[SiteLine]] = {}
    for act, *line in driver.execute(_LINES, (base_act,)):
        lines.setdefault(act, []).append(SiteLine(*line))
    return tuple(
        SiteAct(
            uuid,
            label,
            kind,
            uuids.get(undoes),
            datetime.fromisoformat(at),
            date.fromisoformat(day),
            who,
            device,
            tuple(lines.get(number, ())),
        )
        for number, uuid, label, kind, undoes, at, day, who, device in driver.execute(_ACTS, (base_act,))
    )


_ACTS = "SELECT id, uuid, label, kind, undoes, at, office_day, who, device FROM act WHERE id > ? ORDER BY id"
_LINES = (
    "SELECT act, table_name, row_id, project_id, op, field, old, new FROM change WHERE act > ? ORDER BY id"
)


def touched_rows(session: Session, acts: Collection[SiteAct]) -> dict[Key, Values | None]:
    """Return every row that acts touched and merges look at, as it is now."""
    keys = dict.fromkeys(
        (line.table, line.row_id) for act in acts for line in act.lines if line.table in MERGED_TABLES
    )
    present: dict[Key, Row] = rows_of(session, keys)
    return {key: values_of(present[key]) if key in present else None for key in keys}


def files_in(rows: Mapping[Key, Values | None]) -> Iterator[tuple[str, int]]:
    """Yield the SHA-256 and the size of every file that rows name."""
    for (table, _), values in rows.items():
        for name, column in FILE_COLUMNS:
            if name == table and values is not None and values.get(column):
                size = column.replace("sha256", "bytes") if column != "sha256" else "size_bytes"
                yield values[column], values[size]


def files_kept_in(acts: Collection[SiteAct]) -> frozenset[str]:
    """Return the hashes of the files that acts of a copy named first."""
    columns: dict[str, set[str]] = {}
    for table, column in FILE_COLUMNS:
        columns.setdefault(table, set()).add(column)
    found: set[str] = set()
    for act in acts:
        for line in act.lines:
            if line.table not in columns or line.new is None:
                continue
            said = json.loads(line.new)
            if not line.field:
                found |= {said[column] for column in columns[line.table] if said.get(column)}
            elif line.field in columns[line.table]:
                found.add(said)
    return frozenset(found)


def project_count(session: Session) -> int:
    """How many projects there are."""
    return int(driver_of(session).execute("SELECT count(*) FROM project").fetchone()[0])


def team_id(session: Session) -> str | None:
    """The team's public key, None if it never handed anything out."""
    found = driver_of(session).execute("SELECT value FROM setting WHERE id = ?", (TEAM_KEY,)).fetchone()
    return None if found is None else public_key(str(found[0]))


def copy_key(session: Session, handout_id: str) -> str | None:
    """The public key by which the copies of a hand-out sign, None if it is not known here."""
    row = session.get(HandOutRow, handout_id)
    return None if row is None else row.copy_key
