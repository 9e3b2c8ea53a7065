"""What 今日 lists: clocks that call and projects that have gone silent, read as far as they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

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
    dues = _Dues(view, since)
    now, read, known, alert_of = view.today.isoformat(), _FaceReader(view), dues.known, dues.caller.alert
    for row in calling_rows(view.session, view.today, dues.caller.reaches(), within):
        key, owned_by, owner, kind, label, department, start, day, warn_on = _needed(row)
        project = projects.get(owned_by)
        if project is None:
            continue
        due = known.get((kind, day)) or dues.read(kind, day)
        alert = due.alert if due.has_called else alert_of(due.kind, date.fromisoformat(start), due.day)
        warned = warn_on is not None and warn_on <= now
        if alert is None and not due.is_late and not warned:
            continue
        yield Reminder(
            key,
            owned_by,
            project.name,
            project.service_officer,
            project.stage,
            project.search_key,
            due.kind,
            owner,
            label,
            department,
            due.day,
            Light.RED if due.is_late else Light.YELLOW if warned else Light.GREEN,
            alert,
            None,
            due.is_soon,
            due.is_overlong,
            due.is_told,
            due.fell_due,
            row=row,
            read=read,
        )


class _Due(NamedTuple):
    """What is the same of all clocks of a kind that end on one day.

    `alert` is their newest calling where that does not hang on the day they began: on a rest day what was due
    on the last working day has not called as overdue yet.
    """

    kind: ClockKind
    day: date
    is_late: bool
    has_called: bool
    is_soon: bool
    is_overlong: bool
    is_told: bool
    fell_due: bool
    alert: Alert | None


class _Dues:
    """Reads the kinds and due days of clocks, each once: of thousands of clocks most share theirs."""

    def __init__(self, view: View, since: date | None) -> None:
        self.caller = Caller(view.rules.alerts.on(view.today), view.today, view.calendar)
        self.known: dict[tuple[str, str], _Due] = {}
        self._today = view.today
        self._since = since
        self._soon = add_workdays(view.today, HORIZON_WORKDAYS, view.calendar)

    def read(self, code: str, iso: str) -> _Due:
        """Judge a kind and a due day as they are stored."""
        kind, day = ClockKind(code), date.fromisoformat(iso)
        late = day < self._today
        called = day < self.caller.day
        alert = self.caller.alert(kind, day, day) if called else None
        found = self.known[code, iso] = _Due(
            kind,
            day,
            late,
            called,
            is_soon=not late and day <= self._soon,
            is_overlong=late and is_overlong(kind, Light.RED),
            is_told=alert is not None and alert.role is not Role.OFFICER,
            fell_due=late and self._since is not None and day >= self._since,
            alert=alert,
        )
        return found


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
