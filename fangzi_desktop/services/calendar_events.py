"""A year's rest days and make-up days from the calendars (.ics) in which people publish them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from fangzi_desktop.domain.calendar_files import (
    LONGEST_HOLIDAY_DAYS,
    CalendarFault,
    Entry,
    Place,
    year_of_entries,
)
from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.services.workspace import OFFICE_OFFSET

if TYPE_CHECKING:
    from icalendar import Event

BEGINNING = "BEGIN:VCALENDAR"
_ONE_DAY = timedelta(days=1)
_EVENT = "VEVENT"
# How the calendar of mainland holidays that phones subscribe to marks its events.
_MARKS = {"WORK-HOLIDAY": True, "ALTERNATE-WORKDAY": False}
_ALONE = r"(?<![一-鿿]){}(?![一-鿿])|(?<=[节旦夕]){}(?![一-鿿])"
_WORKED = re.compile(rf"上班|补班|调班|{_ALONE.format('班', '班')}")
_OFF = re.compile(rf"放假|假期|休假|补假|补休|{_ALONE.format('休', '休')}")
# What a title says beside the holiday's name: 元旦 假期 第1天/共3天, 上班(补元旦假期), 春节（休）.
_BESIDE_NAME = re.compile(
    r"第[0-9]+天|共[0-9]+天|上班|补班|调班|放假|假期|休假|补假|补休|调休|[休班补]|[\s()（）\[\]【】|｜/:：·-]"
)


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of one event, without those of its alarms, and where it begins."""

    line: int
    lines: tuple[str, ...]

    @property
    def place(self) -> Place:
        told = [line for line in self.lines if line.upper().startswith(("SUMMARY", "DTSTART"))]
        return Place(self.line, " ".join(told) or self.lines[0])


def read_calendar_events(text: str, source: str) -> CalendarYear:
    """Read a year from a calendar whose events say 休 or 班: 元旦（休）, 春节 补班, 上班(补元旦假期).

    Events without such a mark are passed over: those calendars hold other feasts too. Of a calendar of
    several years it is the newest whole one. A day worked may be given with its hours.

    Raises `UserError` ``calendar.unreadable`` with the line on which the event begins and a `CalendarFault`,
    or ``calendar.incomplete``.
    """
    entries = [entry for block in _blocks(text) for entry in _entries(block)]
    return year_of_entries(entries, source)


def _blocks(text: str) -> Iterator[_Block]:
    """Give the events of a calendar that is nested as it should be and has its end."""
    open_parts: list[tuple[str, Place]] = []
    event: list[str] = []
    begun, is_closed = 0, False
    for number, line in _logical_lines(text):
        place, (word, _, name) = Place(number, line), line.strip().upper().partition(":")
        if word == "BEGIN":
            if is_closed or (not open_parts and name != "VCALENDAR"):
                raise place.fault(CalendarFault.EVENTS)
            open_parts.append((name, place))
            if name == _EVENT:
                event, begun = [], number
        elif not open_parts or not word or ":" not in line:
            raise place.fault(CalendarFault.EVENTS)
        if open_parts[-1][0] == _EVENT:
            event.append(line)
        if word == "END":
            if open_parts.pop()[0] != name:
                raise place.fault(CalendarFault.EVENTS)
            if name == _EVENT:
                yield _Block(begun, tuple(event))
            is_closed = not open_parts
    if not is_closed:
        last = open_parts[-1][1] if open_parts else Place(1, text[:1])
        raise last.fault(CalendarFault.CUT)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Join lines that were folded; each comes with the number of its first one, blank ones are left out."""
    number, whole = 0, ""
    # Not `splitlines`: titles may hold marks that it would take for the end of a line.
    for place, line in enumerate(re.split(r"\r\n|\n|\r", text.lstrip("\ufeff")), 1):
        if line[:1] in (" ", "\t") and whole:
            whole += line[1:]
            continue
        if whole.strip():
            yield number, whole
        number, whole = place, line
    if whole.strip():
        yield number, whole


def _entries(block: _Block) -> Iterator[Entry]:
    event, place = _event(block), block.place
    title = str(event.get("SUMMARY", ""))
    is_off = _is_off(event, title, place)
    if is_off is None or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    if event.get("RRULE") is not None or event.get("RDATE") is not None:
        raise place.fault(CalendarFault.REPEATS)
    for day in _days(event, place):
        yield Entry(day, is_off, _BESIDE_NAME.sub("", title), place)


def _event(block: _Block) -> Event:
    # Only here: the library takes a while to be imported.
    from icalendar import Event

    try:
        event = Event.from_ical("\r\n".join(block.lines))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise block.place.fault(CalendarFault.EVENTS) from error
    if not isinstance(event, Event):
        raise block.place.fault(CalendarFault.EVENTS)
    broken = {name for name, _ in event.errors}
    if broken & {"DTSTART", "DTEND", "DURATION"}:
        raise block.place.fault(CalendarFault.DATE)
    return event


def _is_off(event: Event, title: str, place: Place) -> bool | None:
    """Whether an event is a day off; None if it is neither that nor a day worked in exchange."""
    mark = _MARKS.get(str(event.get("X-APPLE-SPECIAL-DAY", "")).upper())
    if mark is not None:
        return mark
    # An exchange of days alone tells neither side of it.
    said = title.replace("调休", " ")
    if _WORKED.search(said):
        return False
    if _OFF.search(said):
        return True
    if "调休" in title:
        raise place.fault(CalendarFault.MARK)
    return None


def _days(event: Event, place: Place) -> list[date]:
    first = _moment(event, "DTSTART", place)
    last = _moment(event, "DTEND", place)
    if first is None:
        raise place.fault(CalendarFault.DATE)
    if last is None:
        length = getattr(event.get("DURATION"), "dt", timedelta())
        last = first + length if isinstance(length, timedelta) else first
    count = _count(first, last, place)
    if not 1 <= count <= LONGEST_HOLIDAY_DAYS:
        raise place.fault(CalendarFault.DAY_COUNT)
    return [first.date() + number * _ONE_DAY for number in range(count)]


def _count(first: datetime, last: datetime, place: Place) -> int:
    """Return how many days an event takes; its end is not part of it, but some give the day itself as end."""
    if last == first or last.date() == first.date():
        return 1 if last >= first else 0
    if first.time() != time.min or last.time() != time.min:
        raise place.fault(CalendarFault.HOURS)
    return (last - first).days


def _moment(event: Event, name: str, place: Place) -> datetime | None:
    """Return a moment of an event by the clock of the office, or of the place that the event names."""
    value: Any = event.get(name)
    if value is None:
        return None
    moment = getattr(value, "dt", None)
    if isinstance(moment, datetime):
        if moment.utcoffset() == timedelta():
            moment = moment + OFFICE_OFFSET
        return moment.replace(tzinfo=None)
    if isinstance(moment, date):
        return datetime.combine(moment, time.min)
    raise place.fault(CalendarFault.DATE)
