"""What 今日 lists: clocks that call and projects that have gone silent, read as far as they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from fangzi_desktop.domain.alert_rules import Alert
from fangzi_desktop.domain.alerts import is_overlong, is_silent, silence_id
from fangzi_desktop.domain.calling import Caller
from fangzi_desktop.domain.removals import is_without_progress
from fangzi_desktop.domain.snoozes import AwaitedEvent
from fangzi_desktop.domain.stage_terms import Role
from fangzi_desktop.domain.terms import ClockKind, Light, Stage
from fangzi_desktop.domain.workdays import add_workdays
from fangzi_desktop.services.faces import ClockFace, face_of
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage.clocks import CallingRow, calling_clock, calling_rows
from fangzi_desktop.storage.projects import Registered
from fangzi_desktop.storage.work import View

# How far ahead 今日 looks, in working days; a clock that is yellow earlier by its share is listed as well.
HORIZON_WORKDAYS = 5
_needed = itemgetter(
    *(
        CallingRow._fields.index(name)
        for name in (
            "id",
            "project_id",
            "owner_id",
            "kind",
            "label",
            "department",
            "start",
            "due",
            "warn_on",
        )
    )
)


@dataclass(frozen=True, slots=True)
class Silence:
    """How long nothing was recorded of a project, and from how long on that is called silent.

    `removal_months` is the limit it has passed for 剔除建议, None while it has not.
    """

    since: date
    calendar_days: int
    limit_calendar_days: int | None
    removal_months: int | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing that calls for somebody: a clock (then it has a `kind`), or a silent project (`silence`).

    `is_due_soon` is said of what is not overdue and ends within `HORIZON_WORKDAYS`; `fell_due` of what has
    become overdue since the list was last seen; `is_overlong` of a project that has stood in a stage for
    longer than its limit; `is_told` of what is overdue and by the rules told to the 科长 or the 分管领导.
    `alert` is its newest calling, None for a clock that is listed because it is yellow before its first step.
    `until` is the working day on which it comes back, if it was put off, and `event` what it waits for until
    then. `face` is read when it is asked for.
    """

    id: str
    project_id: str
    project: str
    service_officer: str
    stage: Stage
    search_key: str
    kind: ClockKind | None = None
    owner_id: str = ""
    label: str = ""
    department: str = ""
    due: date | None = None
    light: Light = Light.GREY
    alert: Alert | None = None
    silence: Silence | None = None
    is_due_soon: bool = False
    is_overlong: bool = False
    is_told: bool = False
    fell_due: bool = False
    until: date | None = None
    event: AwaitedEvent | None = None
    row: tuple[Any, ...] = field(default=(), repr=False, compare=False)
    read: Callable[[tuple[Any, ...]], ClockFace] | None = field(default=None, repr=False, compare=False)

    @property
    def face(self) -> ClockFace | None:
        """Its clock as it stands today; None for a silent project."""
        return self.read(self.row) if self.read is not None else None

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.light is Light.RED


def calling_reminders(
    view: View,
    projects: Mapping[str, Registered],
    since: date | None,
    within: Collection[str] | None = None,
) -> Iterator[Reminder]:
    """Give the clocks of `services.alerts.callings` that belong to `projects`, each once, in no order.

    `since` is the day on which the list was last seen. `within` looks at these projects only.
    """
    today, calendar = view.today, view.calendar
    caller = Caller(view.rules.alerts.on(today), today, calendar)
    soon, now = add_workdays(today, HORIZON_WORKDAYS, calendar), today.isoformat()
    read, kinds = _FaceReader(view), {kind.value: kind for kind in ClockKind}
    for row in calling_rows(view.session, today, caller.reaches(), within):
        key, owned_by, owner, code, label, department, start, ends, warn_on = _needed(row)
        project = projects.get(owned_by)
        if project is None:
            continue
        kind, due = kinds[code], date.fromisoformat(ends)
        alert = caller.alert(kind, date.fromisoformat(start), due)
        late, warned = due < today, warn_on is not None and warn_on <= now
        if alert is None and not late and not warned:
            continue
        light = Light.RED if late else Light.YELLOW if warned else Light.GREEN
        yield Reminder(
            key,
            *_of_project(project),
            kind,
            owner,
            label,
            department,
            due,
            light,
            alert,
            is_due_soon=not late and due <= soon,
            is_overlong=late and is_overlong(kind, light),
            is_told=late and alert is not None and alert.role is not Role.OFFICER,
            fell_due=late and since is not None and due >= since,
            row=row,
            read=read,
        )


def silent_reminders(view: View, projects: Mapping[str, Registered]) -> Iterator[Reminder]:
    """Give the projects of which nothing has been recorded for too long."""
    touched = project_rows.last_touched(view.session)
    removal = view.rules.stages.removal_limit(view.today)
    limits = {stage: view.rules.idle_limit(stage, view.today) for stage in Stage}
    for key, row in projects.items():
        limit, since = limits[row.stage], touched.get(key)
        if since is None:
            continue
        calls = limit is not None and is_silent(since, view.today, limit.calendar_days)
        proposed = removal is not None and is_without_progress(
            row.stage, row.status, since, removal.months, view.today
        )
        if not calls and not proposed:
            continue
        days = (view.today - since).days
        known = limit.calendar_days if limit is not None else None
        months = removal.months if removal is not None and proposed else None
        yield Reminder(silence_id(key), *_of_project(row), silence=Silence(since, days, known, months))


def _of_project(row: Registered) -> tuple[str, str, str, Stage, str]:
    return row.id, row.name, row.service_officer, row.stage, row.search_key


class _FaceReader:
    """Reads the faces of clocks, each once: of thousands in the list only those that are painted."""

    def __init__(self, view: View) -> None:
        self._calendar = view.calendar
        self._today = view.today
        self._read: dict[str, ClockFace] = {}

    def __call__(self, row: tuple[Any, ...]) -> ClockFace:
        clock = CallingRow._make(row)
        found = self._read.get(clock.id)
        if found is None:
            found = face_of(clock.project_id, calling_clock(clock), self._calendar, self._today)
            self._read[clock.id] = found
        return found
