"""What kind of day a day is by the official calendar, and the six weeks that show a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.terms import Term
from fangzi_desktop.domain.workdays import SATURDAY, WorkCalendar

WEEK = 7
MONTH_WEEKS = 6


class DayKind(Term):
    """How a day is spent; the words are those of printed calendars."""

    WORK = "work", ""
    REST = "rest", "休"
    MAKE_UP = "make_up", "班"


@dataclass(frozen=True, slots=True)
class DayMark:
    """A day as a calendar draws it.

    `holiday` names the holiday that a day off, or the day worked in exchange for it, belongs to. A day of a
    year whose arrangement is not published is `provisional` (预估).
    """

    day: date
    kind: DayKind
    holiday: str
    provisional: bool


def mark_of(day: date, calendar: WorkCalendar) -> DayMark:
    """Return how a day is to be drawn."""
    if not calendar.is_workday(day):
        kind = DayKind.REST
    else:
        kind = DayKind.MAKE_UP if day.weekday() >= SATURDAY else DayKind.WORK
    return DayMark(day, kind, calendar.holiday_name(day), not calendar.is_published(day))


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month_span(day: date) -> tuple[date, date]:
    """Return the first and the last day of the six weeks that show a day's month, Monday first."""
    first = monday_of(day.replace(day=1))
    return first, first + timedelta(days=MONTH_WEEKS * WEEK - 1)


def week_span(day: date) -> tuple[date, date]:
    """Return the Monday and the Sunday of a day's week."""
    first = monday_of(day)
    return first, first + timedelta(days=WEEK - 1)
