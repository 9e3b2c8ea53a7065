"""Reminders put off."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.alerts import silence_id
from fangzi_desktop.domain.snoozes import comes_back_on, is_asleep
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.storage.awaited import RECORDED
from fangzi_desktop.storage.reading import driver_of
from fangzi_desktop.storage.tables import ClockRow, SnoozeRow, table_of


class Sleeper(NamedTuple):
    """A reminder that stays away: until which working day, and the event that it waits for, if one.

    `project_id` is whose clock it is, empty for a silent project.
    """

    until: date
    event: str
    project_id: str = ""


def asleep(session: Session, today: date, calendar: WorkCalendar) -> dict[str, Sleeper]:
    """Return the reminders that stay away today, by their ids.

    They are judged by the due days as they are now, and none waits for what is recorded already.
    """
    snooze, clock = table_of(SnoozeRow), table_of(ClockRow)
    statement = (
        sa.select(
            snooze.c.id,
            snooze.c.until,
            snooze.c.put_off_on,
            snooze.c.event,
            clock.c.due,
            sa.func.coalesce(clock.c.project_id, "").label("owner"),
        )
        .outerjoin(clock, clock.c.id == snooze.c.id)
        .where(snooze.c.until > today, sa.text(f"NOT {RECORDED}"))
    )
    return {
        row.id: Sleeper(comes_back_on(row.until, row.put_off_on, row.due, calendar), row.event, row.owner)
        for row in session.connection().execute(statement)
        if is_asleep(row.until, row.put_off_on, row.due, today, calendar)
    }


def woken(session: Session, today: date, calendar: WorkCalendar) -> dict[str, date]:
    """Return the reminders that were put off and are back by `today`, each with the day it came back."""
    snooze, clock = table_of(SnoozeRow), table_of(ClockRow)
    statement = sa.select(snooze.c.id, snooze.c.until, snooze.c.put_off_on, clock.c.due).outerjoin(
        clock, clock.c.id == snooze.c.id
    )
    returns = {
        row.id: comes_back_on(row.until, row.put_off_on, row.due, calendar)
        for row in session.connection().execute(statement)
    }
    return {key: day for key, day in returns.items() if day <= today}


def ended(session: Session, changed_projects: Collection[str]) -> list[SnoozeRow]:
    """Return the snoozes of what is over.

    That is a clock that has ended, the silence of a project that changed, and an event that is recorded.
    """
    clock = table_of(ClockRow)
    running = sa.select(clock.c.id).where(clock.c.id == SnoozeRow.id).exists()
    broken = {silence_id(project) for project in changed_projects}
    silent = SnoozeRow.id.startswith(silence_id(""), autoescape=True)
    found = list(session.scalars(sa.select(SnoozeRow).where(sa.or_(~silent & ~running, sa.text(RECORDED)))))
    if broken:
        found += session.scalars(sa.select(SnoozeRow).where(silent, SnoozeRow.id.in_(broken)))
    return list(dict.fromkeys(found))


def are_there(session: Session) -> bool:
    """Whether any reminder is put off; asked after every act, and mostly none is."""
    return bool(driver_of(session).execute("SELECT EXISTS (SELECT 1 FROM snooze)").fetchone()[0])
