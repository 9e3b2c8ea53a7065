"""The time axis of a checklist: which bars an item has, and where a day lies in a width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from fangzi_desktop.domain.clocks import OVERALL
from fangzi_desktop.domain.permit_items import CALLED_OFF
from fangzi_desktop.domain.terms import Applicability, Light, LimitKind, PermitState
from fangzi_desktop.services.permits import ChecklistLine, GroupLine

_ENDED = (PermitState.DECIDED, *CALLED_OFF)
_SHORTEST = 14
_ONE_DAY = timedelta(days=1)


class Zoom(Enum):
    """How much of the axis is seen: all of it, or so much that months or weeks can be told apart."""

    ALL = auto()
    MONTH = auto()
    WEEK = auto()

    @property
    def day_px(self) -> float | None:
        """How wide a day is, or None where the whole axis is to fit."""
        return {Zoom.ALL: None, Zoom.MONTH: 4.0, Zoom.WEEK: 16.0}[self]

    def nearer(self) -> Zoom:
        """The next closer look."""
        return {Zoom.ALL: Zoom.MONTH}.get(self, Zoom.WEEK)

    def farther(self) -> Zoom:
        """The next wider look."""
        return {Zoom.WEEK: Zoom.MONTH}.get(self, Zoom.ALL)


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
class Flag:
    """A day that a line over all rows marks, the end of an overall limit, with what it says in full."""

    day: date
    light: Light
    words: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The days that there is something to see on, both ends included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Scale:
    """Where days lie in a width: `first` lies `shift` pixels left of the edge, each day is `day_px` wide."""

    first: date
    day_px: float
    shift: float
    width: float

    def x(self, day: date) -> float:
        """Where a day begins."""
        return (day - self.first).days * self.day_px - self.shift

    def day_at(self, x: float) -> date:
        """The day that lies at a place."""
        return self.first + timedelta(days=int((x + self.shift) // self.day_px))

    @property
    def seen(self) -> tuple[date, date]:
        """The first and the last day of which something is seen."""
        return self.day_at(0), self.day_at(max(0.0, self.width - 1))

    def days(self) -> list[date]:
        """The days seen."""
        first, last = self.seen
        return [first + timedelta(days=count) for count in range((last - first).days + 1)]

    def months(self) -> list[date]:
        """The first days of the months seen, that of the first one though it be off the edge."""
        first, last = self.seen
        found, day = [], first.replace(day=1)
        while day <= last:
            found.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        return found


def scale_of(axis: Axis, zoom: Zoom, width: float, shift: float) -> Scale:
    """Return the scale of an axis in a width, scrolled by `shift` pixels as far as there is anything."""
    width = max(1.0, width)
    day_px = zoom.day_px
    if day_px is None:
        return Scale(axis.first, width / axis.days, 0.0, width)
    return Scale(axis.first, day_px, min(max(0.0, shift), max(0.0, axis.days * day_px - width)), width)


def axis_of(bars: Iterable[Bar], today: date) -> Axis:
    """Return the axis that holds every bar and today, with a little room at both ends."""
    days = [today]
    for bar in bars:
        days += (bar.first, bar.last)
    first, last = min(days), max(days)
    room = max(2, (last - first).days // 40)
    first, last = first - timedelta(days=room), last + timedelta(days=room)
    return Axis(first, max(last, first + timedelta(days=_SHORTEST)))


def flags_of(lines: Iterable[ChecklistLine]) -> tuple[Flag, ...]:
    """Return the ends of the overall limits that still run, earliest first."""
    found = [
        Flag(line.due, line.light, line.why)
        for line in lines
        if line.code in OVERALL and line.due is not None and line.decided_on is None and not line.superseded
    ]
    return tuple(sorted(found, key=lambda flag: flag.day))


def span_of(bars: Iterable[Bar]) -> tuple[date, date] | None:
    """Return from when to when the bars of several items reach, or None without any."""
    bars = list(bars)
    return (min(bar.first for bar in bars), max(bar.last for bar in bars)) if bars else None


def group_bars(group: GroupLine, today: date, *, with_forecast: bool) -> tuple[Bar, ...]:
    """Return the overall bar of a parallel group: from its event to the end of its longest single limit."""
    start, due = group.started_on, group.due
    reading = group.reading
    if start is None:
        return ()
    if reading is not None and reading.ended_on is not None:
        end = max(start, reading.ended_on)
        if due is not None and start <= due < end:
            return (Bar(start, due, Ink.DONE), Bar(due, end, Ink.LATE))
        return (Bar(start, end, Ink.DONE),)
    if due is None:
        return (Bar(start, max(start, today), Ink.RUNNING),)
    light = reading.light if reading is not None else Light.GREY
    if today > due:
        over = [Bar(due, today, Ink.OVERDUE)] if light is Light.RED else []
        return (Bar(start, due, Ink.RUNNING), *over)
    run = Ink.SOON if light is Light.YELLOW else Ink.RUNNING
    bars = (Bar(start, max(start, today), run), Bar(max(start, today), due, Ink.PLANNED))
    late = with_forecast and group.expected_on is not None and group.expected_on > due
    return (*bars, Bar(due, group.expected_on, Ink.FORECAST)) if late and group.expected_on else bars


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
        begin = max([today, *(expected[item] for item in line.requires if item in expected)])
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
            found.append(Bar(day, first - _ONE_DAY, bar.ink, bar.is_minimum))
        found.append(Bar(first, last, Ink.STOPPED))
        day = last + _ONE_DAY
    if day <= bar.last:
        found.append(Bar(day, bar.last, bar.ink, bar.is_minimum))
    return found
