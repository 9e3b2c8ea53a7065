"""Creating a database and bringing an older one up to date, always on a copy that is swapped in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from fangzi_desktop import paths
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage import database, seed
from fangzi_desktop.storage.engine import engine_for

BACKUP_FOLDER = "backups"


def create_database(path: Path) -> None:
    """Create the file at `path` with the newest schema and the shipped rules, whole or not at all."""
    new = path.with_name(f"{path.name}.new")
    try:
        upgrade(new)
        with _engine(new) as engine, engine.begin() as connection:
            seed.fill(connection)
        database.flush_to_disk(new)
        new.replace(path)
        database.flush_to_disk(path)
    except BaseException:
        _remove(new)
        raise


def migrate_copy(path: Path, version: int, now: datetime) -> None:
    """Back `path` up, migrate a copy, check the copy and put it in its place.

    Raises `UserError` ``db.migration_failed``; the old file is then untouched.
    """
    backups = path.parent / BACKUP_FOLDER
    backups.mkdir(exist_ok=True)
    stamp = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    backup = backups / f"fangzi-{stamp}-before-schema-{database.SCHEMA_VERSION}-from-{version}.db"
    new = path.with_name(f"{path.name}.new")
    source = database.connect(path, read_only=True)
    try:
        # Killed half-way, a copy must not bear the name of a backup.
        partial = backup.with_suffix(".part")
        database.copy_database(source, partial)
        partial.replace(backup)
        database.copy_database(source, new)
    finally:
        source.close()
    try:
        upgrade(new)
        check_whole(new)
        new.replace(path)
        database.flush_to_disk(path)
    except sa.exc.DBAPIError as error:
        raise UserError("db.migration_failed", path=str(path), backup=str(backup)) from error
    finally:
        _remove(new)


def upgrade(path: Path) -> None:
    """Run every migration that `path` lacks, in one transaction."""
    config = Config()
    config.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
    with _engine(path) as engine, engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextlib.contextmanager
def _engine(path: Path) -> Iterator[sa.Engine]:
    engine = engine_for(path)
    try:
        yield engine
    finally:
        engine.dispose()


def check_whole(path: Path) -> None:
    """Raise `UserError` ``db.damaged`` unless the closed database at `path` is sound."""
    connection = database.connect(path, read_only=True)
    try:
        sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        connection.close()
    if not sound or orphans is not None:
        raise UserError("db.damaged", path=str(path))


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(f"{path.name}-journal")):
        with contextlib.suppress(FileNotFoundError):
            leftover.unlink()
