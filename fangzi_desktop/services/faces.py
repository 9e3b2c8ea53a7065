"""What a screen or a paper shows of a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.deadlines import (
    Clock,
    Deadline,
    Limit,
    OpenClock,
    Reading,
    is_floor,
    light_on,
    read_with,
)
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
    if clock.limit is None:
        reading = _read_fixed(clock, deadline, today)
    else:
        reading = read_with(clock, deadline, calendar, today)
    return ClockFace(
        id=open_clock.id,
        project_id=project_id,
        kind=open_clock.kind,
        owner_id=open_clock.owner_id,
        code=open_clock.code,
        label=open_clock.label,
        department=open_clock.department,
        start=clock.start or today,
        limit=clock.limit,
        due=reading.due,
        statutory_due=reading.statutory_due,
        used=reading.used,
        used_unit=reading.used_unit,
        left=reading.left,
        left_unit=reading.left_unit,
        share=reading.share,
        light=reading.light,
        provisional=reading.provisional,
        stopped=reading.stopped,
        beyond_statutory=reading.beyond_statutory,
        is_floor=is_floor(clock),
        clock=clock,
    )


def _read_fixed(clock: Clock, deadline: Deadline, today: date) -> Reading:
    """Read a clock that has an agreed day instead of a limit, in calendar days."""
    start, due = clock.start or today, deadline.due or today
    total, used = (due - start).days, (today - start).days
    return Reading(
        due=due,
        statutory_due=None,
        used=used,
        used_unit=Unit.CALENDAR_DAY,
        left=(due - today).days,
        left_unit=Unit.CALENDAR_DAY,
        share=used / total if total > 0 else 1.0,
        light=light_on(today, due=due, warn_on=deadline.warn_on, stopped=False, kind=LimitKind.MAX),
        provisional=deadline.provisional,
        stopped=False,
        beyond_statutory=False,
        before_minimum=False,
        ended_on=None,
    )
