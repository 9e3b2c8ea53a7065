"""Rows of the photos of projects, and the files they name."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.attachments import Content
from fangzi_desktop.storage.stage_tables import PhotoRow
from fangzi_desktop.storage.tables import ChangeRow, ProjectRow, table_of


def photo_rows(session: Session, project_id: str) -> list[PhotoRow]:
    """Return a project's photos, the newest day first; those of no known day stand with the day they came."""
    day = sa.func.coalesce(PhotoRow.taken_on, PhotoRow.added_on)
    moment = sa.func.coalesce(PhotoRow.taken_at, "")
    statement = sa.select(PhotoRow).where(PhotoRow.project_id == project_id)
    return list(session.scalars(statement.order_by(day.desc(), moment.desc(), PhotoRow.name, PhotoRow.id)))


def folder_of(session: Session) -> Path:
    """Return the team folder that a session reads, in which the photos are kept."""
    row = session.connection().exec_driver_sql("PRAGMA database_list").first()
    if row is None or not row[2]:
        raise RuntimeError("the database is in no folder")
    return Path(row[2]).parent


def photo_contents(session: Session) -> frozenset[str]:
    """Return every SHA-256 that a photo names, or that the journal says one has named."""
    change = table_of(ChangeRow)
    whole = sa.func.coalesce(change.c.new, change.c.old)
    told = sa.select(sa.func.json_extract(whole, "$.sha256")).where(
        change.c.table_name == PhotoRow.__tablename__, change.c.field == ""
    )
    return frozenset(session.scalars(sa.select(PhotoRow.sha256))) | frozenset(session.scalars(told))


def kept_photos(session: Session) -> list[tuple[str, str, Content]]:
    """Return the original of every photo by project: the project's name, the file's and its content."""
    statement = (
        sa.select(ProjectRow.name, PhotoRow.name, PhotoRow.sha256, PhotoRow.size_bytes)
        .join(ProjectRow, ProjectRow.id == PhotoRow.project_id)
        .order_by(ProjectRow.sort_key, PhotoRow.name)
    )
    return [
        (project, name, Content(sha256, size)) for project, name, sha256, size in session.execute(statement)
    ]
