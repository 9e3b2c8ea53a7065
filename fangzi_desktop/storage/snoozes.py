"""Reminders put off."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.tables import SnoozeRow, table_of


def asleep(session: Session, today: date) -> set[str]:
    """Return the ids of clocks whose reminder is put off beyond `today`."""
    table = table_of(SnoozeRow)
    statement = sa.select(table.c.id).where(table.c.until > today)
    return {clock for (clock,) in session.connection().execute(statement)}
