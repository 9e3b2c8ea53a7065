"""The time axis of a checklist: which bars an item has, and where a day lies in a width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from fangzi_desktop.domain.terms import Applicability, Light, LimitKind, PermitState
from fangzi_desktop.services.permits import ChecklistLine

_ENDED = (PermitState.DECIDED, PermitState.REFUSED, PermitState.WITHDRAWN)
_SHORTEST = 14


class Ink(Enum):
    """What a piece of a bar stands for."""

    DONE = auto()
    LATE = auto()
    RUNNING = auto()
    SOON = auto()
    OVERDUE = auto()
    PLANNED = auto()
    FORECAST = auto()
    STOPPED = auto()


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a bar from `first` to `last`, both days included; a legal minimum is hatched."""

    first: date
    last: date
    ink: Ink
    is_minimum: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last` laid out over a width."""

    first: date
    last: date

    def x(self, day: date, width: float) -> float:
        """Where a day begins."""
        return width * (day - self.first).days / ((self.last - self.first).days + 1)

    def months(self) -> list[date]:
        """The first days of the months within."""
        found, day = [], self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                found.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        return found


def axis_of(bars: Iterable[Bar], today: date) -> Axis:
    """Return the axis that holds every bar and today, with a little room at both ends."""
    days = [today]
    for bar in bars:
        days += (bar.first, bar.last)
    first, last = min(days), max(days)
    room = max(2, (last - first).days // 40)
    first, last = first - timedelta(days=room), last + timedelta(days=room)
    return Axis(first, max(last, first + timedelta(days=_SHORTEST)))


def bars_of(
    line: ChecklistLine, today: date, expected: Mapping[str, date], *, with_forecast: bool
) -> tuple[Bar, ...]:
    """Return an item's bars, earliest first: what was, what runs, what is planned, what is expected.

    `expected` holds the forecast days of the items before this one. Days not counted become a thin line.
    """
    if line.applicability is Applicability.NOT_APPLICABLE:
        return ()
    start = line.started_on or line.accepted_on or line.applied_on
    minimum = line.limit is not None and line.limit.kind is LimitKind.MIN
    if line.state in _ENDED and line.decided_on is not None:
        pieces = _ended(line, start, line.decided_on, minimum=minimum)
    elif start is not None:
        pieces = _running(line, start, today, minimum=minimum)
    elif with_forecast and line.expected_on is not None:
        begin = max([today, *(expected[code] for code in line.requires if code in expected)])
        pieces = [Bar(min(begin, line.expected_on), line.expected_on, Ink.FORECAST, minimum)]
    else:
        pieces = []
    return tuple(part for piece in pieces for part in _with_stops(piece, line, today))


def _ended(line: ChecklistLine, start: date | None, end: date, *, minimum: bool) -> list[Bar]:
    begin = start if start is not None and start <= end else end
    due = line.due
    if due is None or minimum or end <= due or line.state is not PermitState.DECIDED:
        return [Bar(begin, end, Ink.DONE, minimum)]
    if due < begin:
        return [Bar(begin, end, Ink.LATE)]
    return [Bar(begin, due, Ink.DONE), Bar(due, end, Ink.LATE)]


def _running(line: ChecklistLine, start: date, today: date, *, minimum: bool) -> list[Bar]:
    ink = Ink.SOON if line.light is Light.YELLOW else Ink.RUNNING
    due = line.due
    if due is None:
        return [Bar(start, max(start, today), ink, minimum)]
    if today <= due:
        return [Bar(start, today, ink, minimum), Bar(today, due, Ink.PLANNED, minimum)]
    if minimum:
        return [Bar(start, due, ink, minimum)]
    if line.light is not Light.RED:
        return [Bar(start, due, ink)]
    return [Bar(start, due, Ink.RUNNING), Bar(due, today, Ink.OVERDUE)]


def _with_stops(bar: Bar, line: ChecklistLine, today: date) -> list[Bar]:
    """Cut the days that are not counted out of a bar and put a thin line in their place."""
    if bar.ink is Ink.FORECAST:
        return [bar]
    found, day = [], bar.first
    for stop in line.suspensions:
        first, last = max(stop.first, bar.first), min(stop.last or today, bar.last)
        if first > last or first < day:
            continue
        if first > day:
            found.append(Bar(day, first - timedelta(days=1), bar.ink, bar.is_minimum))
        found.append(Bar(first, last, Ink.STOPPED))
        day = last + timedelta(days=1)
    if day <= bar.last:
        found.append(Bar(day, bar.last, bar.ink, bar.is_minimum))
    return found
