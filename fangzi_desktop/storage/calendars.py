"""The official calendar as rows: one per published year."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.workdays import CalendarYear, WorkCalendar
from fangzi_desktop.storage.tables import CalendarYearRow, table_of


def year_values(year: CalendarYear) -> dict[str, Any]:
    """Return the column values that hold a year."""
    days = {
        **{day.isoformat(): ["rest", year.names.get(day, "")] for day in sorted(year.rest)},
        **{day.isoformat(): ["work", year.names.get(day, "")] for day in sorted(year.work)},
    }
    return {
        "id": str(year.year),
        "year": year.year,
        "source": year.source,
        "days": json.dumps(days, ensure_ascii=False),
    }


def load_calendar(session: Session) -> WorkCalendar:
    """Return the calendar of every published year in the database."""
    return WorkCalendar(published_years(session))


def published_years(session: Session) -> list[CalendarYear]:
    """Return the years whose rest and make-up days are known."""
    table = table_of(CalendarYearRow)
    rows = session.connection().execute(sa.select(table.c.year, table.c.source, table.c.days))
    return [_year(number, source, days) for number, source, days in rows]


def _year(number: int, source: str, days: str) -> CalendarYear:
    marks = {date.fromisoformat(day): mark for day, mark in json.loads(days).items()}
    return CalendarYear(
        number,
        rest=frozenset(day for day, (kind, _) in marks.items() if kind == "rest"),
        work=frozenset(day for day, (kind, _) in marks.items() if kind == "work"),
        source=source,
        names={day: name for day, (_, name) in marks.items() if name},
    )
