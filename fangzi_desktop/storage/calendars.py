"""The official calendar as rows: one per published year."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from fangzi_desktop.domain.workdays import CalendarYear, WorkCalendar

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_YEARS = "SELECT year, source, days FROM calendar_year"


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


def glance_at_calendar(connection: Any) -> WorkCalendar:
    """Return the same on a connection of the driver."""
    return WorkCalendar(_year(*row) for row in connection.execute(_YEARS))


def published_years(session: Session) -> list[CalendarYear]:
    """Return the years whose rest and make-up days are known."""
    return [_year(*row) for row in session.connection().exec_driver_sql(_YEARS)]


def _year(number: int, source: str, days: str) -> CalendarYear:
    marks = {date.fromisoformat(day): mark for day, mark in json.loads(days).items()}
    return CalendarYear(
        number,
        rest=frozenset(day for day, (kind, _) in marks.items() if kind == "rest"),
        work=frozenset(day for day, (kind, _) in marks.items() if kind == "work"),
        source=source,
        names={day: name for day, (_, name) in marks.items() if name},
    )
