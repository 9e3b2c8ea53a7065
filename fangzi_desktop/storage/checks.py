"""Checks of the file itself."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session


def file_problems(session: Session) -> list[str]:
    """Return ``file.<what SQLite says>`` for every page or reference that is wrong."""
    connection = session.connection()
    said = [row[0] for row in connection.execute(sa.text("PRAGMA integrity_check(20)"))]
    problems = [f"file.{line}" for line in said if line != "ok"]
    orphans = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
    return problems + [f"reference.{row[0]}.{row[1]}" for row in orphans]
