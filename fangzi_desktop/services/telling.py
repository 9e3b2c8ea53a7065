"""What the desktop tells now: everything that calls and was not told yet, gathered into one message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fangzi_desktop.domain.alert_rules import Alert
from fangzi_desktop.domain.deadlines import OpenClock
from fangzi_desktop.domain.stage_terms import Level
from fangzi_desktop.domain.telling import Told, WorkingHours, calling_key, may_tell
from fangzi_desktop.domain.workdays import add_workdays
from fangzi_desktop.services.alerts import callings
from fangzi_desktop.services.faces import ClockFace, face_of
from fangzi_desktop.services.today import HORIZON_WORKDAYS
from fangzi_desktop.services.workspace import OFFICE_OFFSET, Workspace
from fangzi_desktop.storage import projects, snoozes
from fangzi_desktop.storage.work import View

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is to be told at once.

    `told` are the names of the callings in it, `calling` those of all that call now, told before or not.
    `overdue`, `due_soon` (within `HORIZON_WORKDAYS`, today included) and `due_later` count them, and `worst`
    are the first of them with their projects' names.
    """

    told: frozenset[str]
    calling: frozenset[str]
    overdue: int = 0
    due_soon: int = 0
    due_later: int = 0
    worst: tuple[tuple[str, ClockFace], ...] = ()

    @property
    def count(self) -> int:
        """How many callings are told."""
        return self.overdue + self.due_soon + self.due_later


def office_moment(workspace: Workspace) -> datetime:
    """Return the office's present day and time of day (UTC+8), without a zone."""
    return datetime.combine(workspace.today, (workspace.now + OFFICE_OFFSET).time())


def is_working_time(workspace: Workspace, hours: WorkingHours) -> bool:
    """Whether the office is at work now by the official calendar and its hours."""
    return may_tell(office_moment(workspace), hours, workspace.calendar)


def gather(view: View, told: Told, officer: str | None = None) -> Gathered:
    """Gather what calls loudly enough to be told, is not put off and was not told yet.

    `officer` keeps one person's projects. Whether it is working time is for the caller to ask.
    """
    names = projects.registered(view.session)
    asleep = snoozes.asleep(view.session, view.today, view.calendar)
    woken = snoozes.woken(view.session, view.today, view.calendar)
    found: dict[str, tuple[str, OpenClock, date]] = {}
    for one in callings(view):
        row, alert, due = names.get(one.project_id), one.alert, one.clock.deadline.due
        if row is None or alert is None or due is None or alert.level is Level.NOTICE:
            continue
        if one.clock.id in asleep or (officer is not None and row.service_officer != officer):
            continue
        found[_key(one.clock.id, alert, woken)] = (one.project_id, one.clock, due)
    new = told.untold(found)
    soon = add_workdays(view.today, HORIZON_WORKDAYS, view.calendar)
    lines = sorted((found[key] for key in new), key=lambda line: (line[2], line[1].id))
    return Gathered(
        told=new,
        calling=frozenset(found),
        overdue=sum(due < view.today for _, _, due in lines),
        due_soon=sum(view.today <= due <= soon for _, _, due in lines),
        due_later=sum(due > soon for _, _, due in lines),
        worst=tuple(
            (names[project].name, face_of(project, clock, view.calendar, view.today))
            for project, clock, _ in lines[:_NAMED]
        ),
    )


def _key(clock_id: str, alert: Alert, woken: dict[str, date]) -> str:
    again = woken.get(clock_id)
    return calling_key(clock_id, alert, again if again is not None and again >= alert.on else None)
