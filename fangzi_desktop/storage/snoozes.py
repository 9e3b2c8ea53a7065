"""Reminders put off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.alerts import silence_id
from fangzi_desktop.storage.reading import driver_of
from fangzi_desktop.storage.tables import ClockRow, SnoozeRow, table_of


def asleep(session: Session, today: date) -> dict[str, date]:
    """Return the reminders put off beyond `today`, each with the day it comes back."""
    table = table_of(SnoozeRow)
    statement = sa.select(table.c.id, table.c.until).where(table.c.until > today)
    return {row.id: row.until for row in session.connection().execute(statement)}


def woken(session: Session, today: date) -> dict[str, date]:
    """Return the reminders that were put off and are back by `today`, each with the day it came back."""
    table = table_of(SnoozeRow)
    statement = sa.select(table.c.id, table.c.until).where(table.c.until <= today)
    return {row.id: row.until for row in session.connection().execute(statement)}


def ended(session: Session, changed_projects: Collection[str]) -> list[SnoozeRow]:
    """Return the snoozes of what is over: a clock that has ended, the silence of a project that changed."""
    clock = table_of(ClockRow)
    running = sa.select(clock.c.id).where(clock.c.id == SnoozeRow.id).exists()
    broken = {silence_id(project) for project in changed_projects}
    silent = SnoozeRow.id.startswith(silence_id(""), autoescape=True)
    candidates = session.scalars(sa.select(SnoozeRow).where(silent | ~running))
    return [row for row in candidates if row.id in broken or not row.id.startswith(silence_id(""))]


def are_there(session: Session) -> bool:
    """Whether any reminder is put off; asked after every act, and mostly none is."""
    return bool(driver_of(session).execute("SELECT EXISTS (SELECT 1 FROM snooze)").fetchone()[0])
