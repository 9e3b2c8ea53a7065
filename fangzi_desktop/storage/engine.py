"""SQLAlchemy's door to the database file, opened when first needed: importing it takes 150 ms."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool
from sqlcipher3 import dbapi2 as driver

from fangzi_desktop.storage.database import connect


def engine_for(path: Path, *, read_only: bool = False) -> sa.Engine:
    """Return an engine whose transactions include DDL and take the write lock when they begin."""
    engine = sa.create_engine(
        "sqlite://",
        creator=lambda: connect(path, read_only=read_only),
        module=driver,
        poolclass=QueuePool,
        pool_size=2,
        pool_reset_on_return="rollback",
        # A crash report must not carry what people typed.
        hide_parameters=True,
    )

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # The driver's own BEGIN leaves DDL outside the transaction and takes the write lock too late.
        reading = read_only or connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    @sa.event.listens_for(engine, "checkout")
    def check(connection: DBAPIConnection, record: ConnectionPoolEntry, proxy: object) -> None:
        connection.isolation_level = None

    return engine


@sa.event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    """A statement that changes rows behind the session would change them behind the journal."""
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("rows are changed through the session, never by a bulk statement")
