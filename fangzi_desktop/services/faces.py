"""What a screen or a paper shows of a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import OpenClock
from fangzi_desktop.domain.deadlines import Clock, Limit, light_on, read_clock
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind, Unit
from fangzi_desktop.domain.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class ClockFace:
    """An open clock as read on one day.

    `used` and `left` carry their own units; `left` is negative when overdue and None while the clock is
    stopped. `share` is the used part of the limit (1.0 = all of it); `is_floor` marks a legal minimum,
    whose `due` is the earliest lawful end.
    """

    id: str
    project_id: str
    kind: ClockKind
    owner_id: str
    code: str
    label: str
    department: str
    start: date
    limit: Limit | None
    due: date | None
    statutory_due: date | None
    used: int
    used_unit: Unit
    left: int | None
    left_unit: Unit
    share: float
    light: Light
    provisional: bool
    stopped: bool
    beyond_statutory: bool
    is_floor: bool
    clock: Clock


def face_of(project_id: str, open_clock: OpenClock, calendar: WorkCalendar, today: date) -> ClockFace:
    """Read an open clock on `today`."""
    clock, deadline = open_clock.clock, open_clock.deadline
    start = clock.start or today
    if clock.limit is None:
        due = deadline.due
        left = (due - today).days if due else None
        total = (due - start).days if due else 0
        used = (today - start).days
        light = light_on(today, due=due, warn_on=deadline.warn_on, stopped=due is None, kind=LimitKind.MAX)
        return ClockFace(
            open_clock.id,
            project_id,
            open_clock.kind,
            open_clock.owner_id,
            open_clock.code,
            open_clock.label,
            open_clock.department,
            start,
            None,
            due,
            None,
            used,
            Unit.CALENDAR_DAY,
            left,
            Unit.CALENDAR_DAY,
            used / total if total > 0 else 1.0,
            light,
            deadline.provisional,
            False,
            False,
            False,
            clock,
        )
    reading = read_clock(clock, calendar, today)
    return ClockFace(
        open_clock.id,
        project_id,
        open_clock.kind,
        open_clock.owner_id,
        open_clock.code,
        open_clock.label,
        open_clock.department,
        start,
        clock.limit,
        reading.due,
        reading.statutory_due,
        reading.used,
        reading.used_unit,
        reading.left,
        reading.left_unit,
        reading.share,
        reading.light,
        reading.provisional,
        reading.stopped,
        reading.beyond_statutory,
        clock.limit.kind is LimitKind.MIN,
        clock,
    )
