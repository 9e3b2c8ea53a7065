"""Every open clock, most urgent first, and the calculator for a single limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.clocks import why_fixed
from fangzi_desktop.domain.deadlines import Clock, Limit, Suspension, deadline_of, why
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.domain.workdays import WorkCalendar, workdays_between
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.faces import ClockFace, face_of
from fangzi_desktop.storage import clocks as rows
from fangzi_desktop.storage import projects
from fangzi_desktop.storage.work import View

# A limit longer than this is a slip of the keyboard, and the calendar knows nothing of such days.
LONGEST = {Unit.WORKING_DAY: 5000, Unit.CALENDAR_DAY: 7300, Unit.MONTH: 240}


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """One open clock with the name of its project, as read today."""

    project_id: str
    project: str
    service_officer: str
    face: ClockFace


@dataclass(frozen=True, slots=True)
class Calculation:
    """A limit counted out. Both counts run over (start, due]: the start is not counted, the due day is."""

    due: date
    calendar_days: int
    working_days: int
    provisional: bool
    why: str


def deadlines(view: View, within: int | None = None) -> tuple[DeadlineLine, ...]:
    """Return open clocks by due date, stopped ones last.

    `within` keeps those due in at most that many working days, and all that are overdue; a legal minimum
    is no deadline and is left out then.
    """
    names = projects.names_and_officers(view.session)
    with uncollected():
        lines = [
            DeadlineLine(project, *names[project], face_of(project, clock, view.calendar, view.today))
            for project, clock in rows.all_clocks(view.session)
        ]
    if within is None:
        return tuple(lines)
    return tuple(
        line
        for line in lines
        if line.face.due is not None
        and not line.face.is_floor
        and workdays_between(view.today, line.face.due, view.calendar) <= within
    )


def calculate(
    calendar: WorkCalendar,
    today: date,
    start: date,
    amount: int,
    unit: Unit,
    suspensions: Sequence[Suspension] = (),
) -> Calculation:
    """Count a limit of `amount` `unit` from `start`, which is itself not counted.

    Raises `UserError`: ``clock.amount`` for an amount below 1 or beyond `LONGEST`,
    ``clock.suspensions_overlap``, ``clock.never_ends`` for one that is still stopped.
    """
    if not 1 <= amount <= LONGEST[unit]:
        raise UserError("clock.amount", longest=LONGEST[unit], unit=unit.zh)
    clock = Clock(start, "起算日", Limit(amount, unit), suspensions=tuple(suspensions))
    try:
        deadline = deadline_of(clock, calendar)
    except OverflowError as error:
        raise UserError("clock.beyond_calendar") from error
    if deadline.due is None:
        raise UserError("clock.never_ends")
    return Calculation(
        deadline.due,
        (deadline.due - start) // timedelta(days=1),
        workdays_between(start, deadline.due, calendar),
        deadline.provisional,
        why(clock, calendar, today),
    )


def explain(view: View, face: ClockFace) -> str:
    """Answer "why this day?" in one sentence."""
    if face.limit is None and face.due is not None:
        return why_fixed(face.kind, face.due)
    return why(face.clock, view.calendar, view.today)
