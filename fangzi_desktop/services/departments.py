"""One department, all projects: what every department has in hand and what could be handed in to it now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.desk import IN_HAND
from fangzi_desktop.domain.terms import Light, LimitKind, PermitState
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.services.faces import ClockFace, face_of
from fangzi_desktop.storage.cards import CLOCK_COLUMNS, clock_of
from fangzi_desktop.storage.desks import DeskRow, department_counts, desk_rows
from fangzi_desktop.storage.work import Glance

# Where in a clock's columns the days and kinds stand that its light is told by.
_LIMIT_KIND, _STATUTORY_KIND, _DUE, _STATUTORY_DUE, _WARN_ON = (
    CLOCK_COLUMNS.index(name) for name in ("limit_kind", "statutory_kind", "due", "statutory_due", "warn_on")
)
_WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN)


@dataclass(frozen=True, slots=True)
class Department:
    """What lies on one department's desk, in numbers of items. The name is that of the rules.

    `ready` could be handed in now; `undecided` could be, if the project turns out to need them. `overdue`,
    `soon` and `beyond_statutory` count clocks; what is beyond the statutory limit is overdue as well.
    """

    name: str
    in_hand: int
    ready: int
    undecided: int
    overdue: int
    soon: int
    beyond_statutory: int
    correcting: int
    stopped: int


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One item on a department's desk as it stands on `today`.

    The clock is read when it is asked for: of thousands of lines a screen shows some thirty. `due` is None
    without a running clock; for a legal minimum (`is_floor`) it is the earliest lawful end. `notified_on` is
    the day of a notice that is not answered yet, `stopped_since` the first day on which the clock stands.
    """

    id: str
    project_id: str
    project: str
    service_officer: str
    code: str
    title: str
    state: PermitState
    undecided: bool
    applied_on: date | None
    accepted_on: date | None
    notified_on: date | None
    stopped_since: date | None
    light: Light
    due: date | None
    is_floor: bool
    beyond_statutory: bool
    search_key: str
    sort_key: str
    unread_clock: Sequence[Any] | None
    today: date
    calendar: WorkCalendar = field(compare=False, repr=False)

    @property
    def in_hand(self) -> bool:
        """Whether the department has it; else it could be handed in."""
        return self.state in IN_HAND

    @property
    def face(self) -> ClockFace | None:
        """The item's open clock, read today."""
        if self.unread_clock is None:
            return None
        return face_of(self.project_id, clock_of(self.unread_clock), self.calendar, self.today)


@dataclass(frozen=True, slots=True)
class DepartmentSheet:
    """Everything one department has on its desk, worst first."""

    department: str
    today: date
    lines: tuple[DeskLine, ...]


def departments(glance: Glance) -> tuple[Department, ...]:
    """Return every department with its counts, the one with most overdue first, those without work last."""
    found = [
        Department(name, *counts)
        for name, counts in department_counts(glance.connection, glance.today).items()
    ]
    return tuple(sorted(found, key=_pressure))


def department_sheet(glance: Glance, department: str) -> DepartmentSheet:
    """Return what lies on one department's desk over all projects; nothing for an unknown name."""
    lines = [_line(glance, row) for row in desk_rows(glance.connection, department)]
    return DepartmentSheet(department, glance.today, tuple(sorted(lines, key=_urgency)))


def _pressure(one: Department) -> tuple[int, int, int, int, int, str]:
    return (-one.overdue, -one.soon, -one.in_hand, -one.ready, -one.undecided, one.name)


def _urgency(line: DeskLine) -> tuple[int, date, date, str, str]:
    """Overdue first, then what is due; then what runs no clock, what stands, and what is still to come."""
    if not line.in_hand and line.due is None:
        rank = 6 if line.undecided else 5
    elif line.stopped_since is not None:
        rank = 4
    elif line.due is None:
        rank = 3
    else:
        rank = _WORST_FIRST.index(line.light)
    waiting = line.accepted_on or line.applied_on or date.max
    return (rank, line.due or date.max, waiting, line.sort_key, line.id)


def _line(glance: Glance, row: DeskRow) -> DeskLine:
    light, due, is_floor, beyond = Light.GREY, None, False, False
    clock = row.clock
    if clock is not None:
        due, warn_on = _day(clock[_DUE]), _day(clock[_WARN_ON])
        statutory_due = _day(clock[_STATUTORY_DUE])
        kind = LimitKind(clock[_LIMIT_KIND])
        is_floor = kind is LimitKind.MIN
        light = light_on(glance.today, due=due, warn_on=warn_on, stopped=due is None, kind=kind)
        has_ceiling = clock[_STATUTORY_KIND] == LimitKind.MAX
        beyond = has_ceiling and statutory_due is not None and glance.today > statutory_due
    return DeskLine(
        row.id,
        row.project_id,
        row.project,
        row.service_officer,
        row.code,
        row.title,
        row.state,
        row.undecided,
        row.applied_on,
        row.accepted_on,
        row.notified_on,
        row.stopped_since,
        light,
        due,
        is_floor,
        beyond,
        row.search_key,
        row.sort_key,
        clock,
        glance.today,
        glance.calendar,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
