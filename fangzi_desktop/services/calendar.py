"""The years of the official calendar: which are known, and loading another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fangzi_desktop.domain.calendar_files import calendar_years, read_calendar_text
from fangzi_desktop.domain.clocks import fixed_deadline, open_clocks
from fangzi_desktop.domain.deadlines import Deadline, OpenClock, deadline_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.holidays import surplus_days_off
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.domain.workdays import CalendarYear, WorkCalendar
from fangzi_desktop.services.calendar_events import BEGINNING, read_calendar_events
from fangzi_desktop.storage import calendars as rows
from fangzi_desktop.storage import clocks as clock_rows
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage import seed
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.tables import CalendarYearRow
from fangzi_desktop.storage.work import View, Work

LARGEST_FILE = 2_000_000
# The source of a notice that was pasted and does not tell its own number.
PASTED = "粘贴的通知"
# From this month on the next year's notice can be expected.
NOTICE_MONTH = 11


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year: how many rest and make-up days its notice names, and where they come from.

    `clocks` counts the open clocks that end in it; a year that is not published is listed only for their
    sake, and their days are 预估.
    """

    year: int
    rest: int
    work: int
    source: str
    is_published: bool
    clocks: int


@dataclass(frozen=True, slots=True)
class MovedClock:
    """An open clock whose due day a year's arrangement would move."""

    project: str
    label: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class YearEffect:
    """What loading a year would do to the open clocks; nothing is written.

    `moved` are those whose due day moves, earliest new day first; `confirmed` counts those that cease to be
    预估, moved or not. `replaces` is the arrangement the year has now, if it has one. `surplus_days_off` is
    not 0 where days seem to have been left out.
    """

    moved: tuple[MovedClock, ...]
    confirmed: int
    replaces: CalendarYear | None
    surplus_days_off: int = 0


def read_calendar_file(path: Path) -> CalendarYear:
    """Read a year from a .json, .csv, .ics or notice text file (UTF-8 or GB 18030).

    Raises `UserError`: ``file.missing``, ``file.unreadable``, ``file.too_large``, ``calendar.unreadable``
    or ``calendar.incomplete``.
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
            return _read(raw.decode(encoding), path.name)
        except UnicodeDecodeError:
            continue
    raise UserError("file.not_text", path=str(path))


def read_notice(text: str) -> CalendarYear:
    """Read a year from the text of a notice, or of a file; raises as `read_calendar_file` does."""
    return _read(text, PASTED)


def _read(text: str, name: str) -> CalendarYear:
    if name.lower().endswith(".ics") or text.lstrip("\ufeff").lstrip().upper().startswith(BEGINNING):
        return read_calendar_events(text, name)
    return read_calendar_text(text, name)


def missing_year(view: View) -> int | None:
    """Return the year whose notice should be loaded by now, or None: this year's, or from November the next.

    The State Council publishes a year's notice in the October or November before it.
    """
    year = view.today.year
    published = view.calendar.published_years
    if year not in published:
        return year
    return year + 1 if view.today.month >= NOTICE_MONTH and year + 1 not in published else None


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
    """Return the published years and those that open clocks end in, newest first."""
    found = {year.year: year for year in rows.published_years(view.session)}
    clocks = Counter(
        clock.deadline.due.year
        for _, clock in clock_rows.all_clocks(view.session)
        # The day on a certificate stays where it is, whatever the year turns out to be.
        if clock.deadline.due is not None and clock.kind is not ClockKind.VALIDITY
    )
    return tuple(
        YearLine(
            number, len(year.rest), len(year.work), year.source, is_published=True, clocks=clocks[number]
        )
        if (year := found.get(number)) is not None
        else YearLine(number, 0, 0, "", is_published=False, clocks=clocks[number])
        for number in sorted(found.keys() | clocks.keys(), reverse=True)
    )


def year_effect(view: View, year: CalendarYear) -> YearEffect:
    """Count every open clock as it would run with `year` in the calendar, and compare."""
    published = {known.year: known for known in rows.published_years(view.session)}
    calendar = WorkCalendar({**published, year.year: year}.values())
    names = project_rows.names_and_officers(view.session)
    clocks = [*clock_rows.all_clocks(view.session)]
    windows = _windows(view, calendar, {key for key, clock in clocks if clock.kind is ClockKind.WINDOW})
    moved, confirmed = [], 0
    for project, clock in clocks:
        before, after = clock.deadline, windows.get(clock.id) or _counted(clock, calendar)
        if before.due is None or after.due is None:
            continue
        if before.due != after.due:
            moved.append(MovedClock(names[project][0], clock.label, before.due, after.due))
        confirmed += before.provisional and not after.provisional
    moved.sort(key=lambda one: (one.after, one.project))
    return YearEffect(tuple(moved), confirmed, published.get(year.year), surplus_days_off(year))


def _windows(view: View, calendar: WorkCalendar, projects: Collection[str]) -> dict[str, Deadline]:
    """Return the deadlines of filing windows by the clock's id: their very day depends on the calendar."""
    if not projects:
        return {}
    return {
        clock.id: clock.deadline
        for facts in project_facts(view.session, projects, duties=True)
        for clock in open_clocks(facts, view.rules, view.rules.rules_for(facts.items, view.today), calendar)
        if clock.kind is ClockKind.WINDOW
    }


def _counted(clock: OpenClock, calendar: WorkCalendar) -> Deadline:
    """Count a clock out; an agreed day has no limit and stays where it is."""
    due = clock.deadline.due
    if clock.kind is ClockKind.VALIDITY:
        return clock.deadline
    if clock.clock.limit is None and due is not None:
        return fixed_deadline(due, calendar)
    return deadline_of(clock.clock, calendar)
