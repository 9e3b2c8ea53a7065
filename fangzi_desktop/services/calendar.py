"""The years of the official calendar: which are known, and loading another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fangzi_desktop.domain.calendar_files import calendar_years, read_calendar_text
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.workdays import CalendarYear, WorkCalendar
from fangzi_desktop.storage import calendars as rows
from fangzi_desktop.storage import seed
from fangzi_desktop.storage.tables import CalendarYearRow
from fangzi_desktop.storage.work import View, Work

LARGEST_FILE = 2_000_000


@dataclass(frozen=True, slots=True)
class YearLine:
    """A published year: its number, how many rest and make-up days it names, and where it comes from."""

    year: int
    rest: int
    work: int
    source: str


def read_calendar_file(path: Path) -> CalendarYear:
    """Read a year from a .json, .csv or notice text file (UTF-8 or GB 18030).

    Raises `UserError`: ``file.missing``, ``file.unreadable``, ``file.too_large`` or ``calendar.unreadable``.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError("file.too_large", path=str(path))
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise UserError("file.missing", path=str(path)) from error
    except OSError as error:
        raise UserError("file.unreadable", path=str(path), reason=error) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return read_calendar_text(raw.decode(encoding), path.name)
        except UnicodeDecodeError:
            continue
    raise UserError("file.not_text", path=str(path))


def shipped_calendar() -> WorkCalendar:
    """Return the calendar a new team starts with, for counting before there is a team folder."""
    return WorkCalendar(calendar_years(seed.load("calendar")))


def load_year(work: Work, year: CalendarYear) -> None:
    """Put a year into the calendar in place of what was there; every open clock is counted anew."""
    values = rows.year_values(year)
    row = work.session.get(CalendarYearRow, values["id"])
    if row is None:
        work.add(CalendarYearRow(**values))
    else:
        row.source = values["source"]
        row.days = values["days"]


def years(view: View) -> tuple[YearLine, ...]:
    """Return the published years, newest first."""
    found = rows.published_years(view.session)
    return tuple(
        YearLine(year.year, len(year.rest), len(year.work), year.source)
        for year in sorted(found, key=lambda year: -year.year)
    )
