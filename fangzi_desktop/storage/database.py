"""Opening the team's database: one driver, one writer, and refusals instead of repairs."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as driver

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage.lock import FolderLock, Holder

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

APPLICATION_ID = 0x465A5A42
SCHEMA_VERSION = 1
DATABASE_NAME = "fangzi.db"
BUSY_TIMEOUT_MS = 5000

_MAGIC = b"SQLite format 3\x00"


class Store:
    """An open team folder. `write`, `read` and `glance` each are one transaction.

    What the window shows first is read by `glance`, through the driver alone: SQLAlchemy takes longer to
    import than everything else at the start and is brought in by the first `read` or `write`.
    """

    def __init__(self, folder: Path, lock: FolderLock | None) -> None:
        self.folder = folder
        self.read_only = lock is None
        self._lock = lock
        self._glancing = threading.Lock()
        self._plain: Any = None

    @property
    def path(self) -> Path:
        """The database file. Only SQLite may open it while the store is open."""
        return self.folder / DATABASE_NAME

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction that commits at the end of the block, or leaves nothing behind."""
        if self.read_only:
            raise UserError("db.read_only", folder=str(self.folder))
        from sqlalchemy.orm import Session

        with _translated(self.path), Session(self._engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent view of the data; what it reads can be used after the block."""
        from sqlalchemy.orm import Session

        with (
            _translated(self.path),
            self._engine.connect().execution_options(reading=True) as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            yield session

    @contextmanager
    def glance(self) -> Iterator[Any]:
        """One consistent view of the data for plain SQL, on a connection of the driver."""
        with _translated(self.path), self._glancing:
            if self._plain is None:
                self._plain = connect(self.path, read_only=self.read_only)
            self._plain.execute("BEGIN")
            try:
                yield self._plain
            finally:
                self._plain.execute("ROLLBACK")

    def copy_to(self, target: Path) -> None:
        """Write a whole, checked copy of the database to `target` with SQLite's backup call."""
        with _translated(target), contextlib.closing(connect(self.path, read_only=True)) as source:
            copy_database(source, target)

    def close(self) -> None:
        """Close every connection and free the folder."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
        if self._plain is not None:
            self._plain.close()
            self._plain = None
        if self._lock is not None:
            self._lock.release()

    @cached_property
    def _engine(self) -> Engine:
        from fangzi_desktop.storage.engine import engine_for

        return engine_for(self.path, read_only=self.read_only)


def open_store(folder: Path, *, who: str, device: str, now: datetime, read_only: bool = False) -> Store:
    """Open the team folder, creating it or bringing its schema up to date where needed.

    Raises `UserError`: ``db.in_use`` (somebody else writes to it; ``db.in_use_unnamed`` if it is not known
    who), ``db.folder_unusable``,
    ``db.not_ours``, ``db.newer``, ``db.damaged`` or ``db.missing`` (read-only and not there).
    """
    path = folder / DATABASE_NAME
    if read_only:
        _refuse_file(folder)
        if not path.exists():
            raise UserError("db.missing", folder=str(folder))
        if _refuse_foreign(path) < SCHEMA_VERSION:
            raise UserError("db.needs_upgrade", path=str(path))
        return Store(folder, None)
    _make_folder(folder)
    lock = FolderLock(folder / "fangzi.lock")
    try:
        present = lock.acquire(Holder(who, device, now.astimezone().isoformat(timespec="minutes")))
    except OSError as error:
        raise UserError("db.folder_unusable", folder=str(folder), reason=error) from error
    if present is not None:
        if not present.since:
            raise UserError("db.in_use_unnamed")
        raise UserError("db.in_use", who=present.who, device=present.device, since=_moment(present.since))
    try:
        with _translated(path):
            _bring_to_head(path, now)
        store = Store(folder, lock)
        with store.glance() as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return store
    except BaseException:
        lock.release()
        raise


def _moment(since: str) -> datetime | str:
    try:
        return datetime.fromisoformat(since)
    except ValueError:
        return since


def _refuse_file(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        error = NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        raise UserError("db.folder_unusable", folder=str(folder), reason=error)


def _make_folder(folder: Path) -> None:
    _refuse_file(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # root passes every permission check, so a folder shut to all is told by its mode.
        shut = sys.platform != "win32" and not folder.stat().st_mode & 0o222
        if shut or not os.access(folder, os.W_OK):
            raise UserError("db.folder_unusable", folder=str(folder), reason="")
    except OSError as error:
        raise UserError("db.folder_unusable", folder=str(folder), reason=error) from error


def _refuse_foreign(path: Path) -> int:
    """Return the file's schema version, read from its header before any connection exists."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise UserError("db.folder_unusable", folder=str(path), reason=error) from error
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise UserError("db.not_ours", path=str(path))
    version = int.from_bytes(header[60:64], "big")
    application = int.from_bytes(header[68:72], "big")
    if application != APPLICATION_ID:
        raise UserError("db.not_ours", path=str(path))
    if version > SCHEMA_VERSION:
        raise UserError("db.newer", path=str(path), version=version, ours=SCHEMA_VERSION)
    return version


def _bring_to_head(path: Path, now: datetime) -> None:
    for stump in path.parent.glob(f"{DATABASE_NAME}.new*"):
        stump.unlink()
    if path.exists():
        version = _refuse_foreign(path)
        if version == SCHEMA_VERSION:
            return
        # Alembic costs start-up time, so it is imported only when there is something to migrate.
        from fangzi_desktop.storage.migrate import migrate_copy

        migrate_copy(path, version, now)
    else:
        from fangzi_desktop.storage.migrate import create_database

        create_database(path)


def connect(path: Path, *, read_only: bool = False) -> Any:
    """Open a raw connection with the settings every connection of ours has."""
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    connection = driver.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000
    )
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=1")
    cursor.execute("PRAGMA trusted_schema=0")
    cursor.execute("PRAGMA cell_size_check=1")
    if not read_only:
        # DELETE with EXTRA lost no acknowledged commit in 2,000 simulated power cuts; a copied file is whole.
        cursor.execute("PRAGMA journal_mode=DELETE")
        cursor.execute("PRAGMA synchronous=EXTRA")
    cursor.close()
    return connection


def copy_database(source: Any, target: Path) -> None:
    """Copy the database behind a raw connection to a new file and check the copy.

    Raises `UserError` ``db.copy_failed``; a failed copy leaves no stump.
    """
    copy = driver.connect(str(target))
    try:
        source.backup(copy)
        verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
        if verdict != "ok":
            raise UserError("db.copy_failed", path=str(target))
    except (driver.Error, UserError):
        copy.close()
        with contextlib.suppress(OSError):
            target.unlink()
        raise
    copy.close()
    flush_to_disk(target)


def flush_to_disk(path: Path) -> None:
    """Make a closed file and its name in the folder durable."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn what the environment does to the file into refusals with a name."""
    try:
        yield
    except Exception as error:
        # SQLAlchemy wraps the driver's error and keeps it as `orig`.
        cause = getattr(error, "orig", error)
        code = _code_of(str(cause)) if isinstance(cause, driver.Error) else None
        if code is None:
            raise
        raise UserError(code, path=str(path)) from error


def _code_of(message: str) -> str | None:
    told = {
        "database is locked": "db.locked",
        "database or disk is full": "db.disk_full",
        "attempt to write a readonly database": "db.read_only_file",
        "unable to open database file": "db.cannot_open",
        "disk I/O error": "db.io_error",
        "database disk image is malformed": "db.damaged",
        "file is not a database": "db.damaged",
        "file is encrypted": "db.damaged",
    }
    return next((code for text, code in told.items() if text in message), None)
