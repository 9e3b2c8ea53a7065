"""今日: what is overdue, what falls due soon, what has stood too long and what has gone silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.alert_rules import Alert
from fangzi_desktop.domain.alerts import (
    Later,
    asked_day,
    is_overlong,
    is_silent,
    reminded_again_on,
    silence_id,
    urgency,
)
from fangzi_desktop.domain.permits import standings
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import ClockKind, Light, Stage
from fangzi_desktop.domain.workdays import add_workdays
from fangzi_desktop.services.alerts import callings
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.services.faces import ClockFace, face_of
from fangzi_desktop.services.progress import Progress, week_progress
from fangzi_desktop.services.removals import removal_proposals
from fangzi_desktop.services.settings import meeting_weekday
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage import snoozes
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.tables import ClockRow, ProjectRow, SnoozeRow
from fangzi_desktop.storage.work import View, Work

# How far ahead 今日 looks, in working days; a clock that is yellow earlier by its share is listed as well.
HORIZON_WORKDAYS = 5
_NAMED = (Later.TOMORROW, Later.THREE_WORKDAYS, Later.NEXT_MEETING)


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
    """One thing that calls for somebody: a clock (`face`), or a project that has gone silent (`silence`).

    `is_due_soon` is said of what is not overdue and ends within `HORIZON_WORKDAYS`; `fell_due` of what has
    become overdue since the list was last seen. `alert` is its newest calling by the rules, None for a clock
    that is listed because it is yellow before its first step. `holds_up` names the permit items that wait for
    this one. `until` is the day on which it comes back, if it was put off.
    """

    id: str
    project_id: str
    project: str
    service_officer: str
    stage: Stage
    search_key: str
    face: ClockFace | None = None
    alert: Alert | None = None
    silence: Silence | None = None
    is_due_soon: bool = False
    is_overlong: bool = False
    fell_due: bool = False
    holds_up: tuple[str, ...] = ()
    until: date | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed."""
        return self.face is not None and self.face.light is Light.RED

    @property
    def due(self) -> date | None:
        """Its due day; None for a silent project."""
        return self.face.due if self.face is not None else None


@dataclass(frozen=True, slots=True)
class Today:
    """What the 今日 screen shows of everybody's projects or of one officer's.

    `lines` are clocks, worst first; `silent` are projects, the longest silent first; `asleep` are reminders
    of both kinds that were put off, whose deadlines have not moved. `next_due` is told when nothing calls.
    `projects` counts everybody's, and `officers` lists everybody's; an empty name stands for none.
    """

    lines: tuple[Reminder, ...]
    silent: tuple[Reminder, ...]
    asleep: tuple[Reminder, ...]
    stage_counts: tuple[tuple[Stage, int], ...]
    progress: tuple[Progress, ...]
    officers: tuple[str, ...]
    projects: int
    next_due: DeadlineLine | None = None

    @property
    def overdue(self) -> int:
        """How many clocks are past their day."""
        return sum(line.is_overdue for line in self.lines)

    @property
    def due_soon(self) -> int:
        """How many clocks end within `HORIZON_WORKDAYS`."""
        return sum(line.is_due_soon for line in self.lines)

    @property
    def overlong(self) -> int:
        """How many projects stand in a stage for longer than its limit."""
        return len({line.project_id for line in self.lines if line.is_overlong})

    @property
    def fell_due(self) -> int:
        """How many clocks became overdue since the list was last seen."""
        return sum(line.fell_due for line in self.lines)


def today_page(view: View, officer: str | None = None, since: date | None = None) -> Today:
    """Return everything that needs somebody today.

    `officer` keeps one person's projects, an empty name those of nobody. `since` is the day on which the
    list was last seen.
    """
    everybody = rows.registered(view.session)
    projects = {
        key: row for key, row in everybody.items() if officer is None or row.service_officer == officer
    }
    asleep = snoozes.asleep(view.session, view.today)
    clocks = [*_clocks(view, projects, since)]
    silent = [*_silent(view, projects)]
    awake = _hold_ups(view, [line for line in clocks if line.id not in asleep])
    sleeping = [replace(one, until=asleep[one.id]) for one in (*clocks, *silent) if one.id in asleep]
    stages = Counter(row.stage for row in projects.values())
    return Today(
        lines=tuple(sorted(awake, key=_worst_first)),
        silent=tuple(sorted((one for one in silent if one.id not in asleep), key=_longest_first)),
        asleep=tuple(sorted(sleeping, key=_soonest_first)),
        stage_counts=tuple((stage, stages[stage]) for stage in STAGES),
        progress=tuple(
            one for one in week_progress(view) if officer is None or one.service_officer == officer
        ),
        officers=tuple(sorted({row.service_officer for row in everybody.values()})),
        projects=len(everybody),
        next_due=None if awake else _next_due(view, projects),
    )


def later_choices(view: View, due: date | None) -> tuple[tuple[Later, date], ...]:
    """Return how a reminder can be put off, and on which working day it would come back, each day once."""
    weekday = meeting_weekday(view)
    found: dict[date, Later] = {}
    for choice in _NAMED:
        asked = asked_day(choice, view.today, view.calendar, weekday)
        found.setdefault(reminded_again_on(asked, view.today, due, view.calendar), choice)
    return tuple((choice, day) for day, choice in found.items())


def snooze(work: Work, reminder_id: str, choice: Later, day: date | None = None) -> date:
    """Put a reminder off and return the day on which it comes back; the deadline stays where it is.

    `day` is the day of `Later.DAY`. Raises `UserError` ``record.missing`` for a clock that has ended and
    ``snooze.past``.
    """
    due = None
    if reminder_id.startswith(silence_id("")):
        work.get(ProjectRow, reminder_id.removeprefix(silence_id("")))
    else:
        due = work.get(ClockRow, reminder_id).due
    asked = (
        day
        if choice is Later.DAY and day is not None
        else asked_day(choice, work.today, work.calendar, meeting_weekday(work))
    )
    until = reminded_again_on(asked, work.today, due, work.calendar)
    row = work.session.get(SnoozeRow, reminder_id)
    if row is None:
        work.add(SnoozeRow(id=reminder_id, until=until))
    else:
        row.until = until
    return until


def wake(work: Work, reminder_id: str) -> None:
    """Bring a snoozed reminder back now."""
    row = work.session.get(SnoozeRow, reminder_id)
    if row is not None:
        work.delete(row)


def _clocks(view: View, projects: Mapping[str, rows.Registered], since: date | None) -> Iterable[Reminder]:
    horizon = add_workdays(view.today, HORIZON_WORKDAYS, view.calendar)
    for called in callings(view):
        row = projects.get(called.project_id)
        if row is None:
            continue
        face = face_of(called.project_id, called.clock, view.calendar, view.today)
        late = face.light is Light.RED
        yield Reminder(
            face.id,
            *_of_project(row),
            face=face,
            alert=called.alert,
            is_due_soon=not late and face.due is not None and face.due <= horizon,
            is_overlong=is_overlong(face.kind, face.light),
            fell_due=late and since is not None and face.due is not None and face.due >= since,
        )


def _silent(view: View, projects: Mapping[str, rows.Registered]) -> Iterable[Reminder]:
    touched = rows.last_touched(view.session)
    proposed = {one.id: one.limit_months for one in removal_proposals(view)}
    for key, row in projects.items():
        limit, since = view.rules.idle_limit(row.stage, view.today), touched.get(key)
        if since is None:
            continue
        calls = limit is not None and is_silent(since, view.today, limit.calendar_days)
        if not calls and key not in proposed:
            continue
        days = (view.today - since).days
        known = limit.calendar_days if limit is not None else None
        silence = Silence(since, days, known, proposed.get(key))
        yield Reminder(silence_id(key), *_of_project(row), silence=silence)


def _of_project(row: rows.Registered) -> tuple[str, str, str, Stage, str]:
    return row.id, row.name, row.service_officer, row.stage, row.search_key


def _hold_ups(view: View, lines: Collection[Reminder]) -> list[Reminder]:
    """Add to permit items the names of those that wait for them."""
    items = {
        line.project_id for line in lines if line.face is not None and line.face.kind is ClockKind.PERMIT
    }
    waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
    for facts in project_facts(view.session, items) if items else ():
        if facts.route is not None:
            rules = view.rules.rules_for(facts.items, view.today)
            for standing in standings(facts.items, rules, facts.route).values():
                for item in standing.waiting_for:
                    waiting[facts.id, item].append(rules[standing.code].name)
    return [
        replace(line, holds_up=tuple(waiting.get((line.project_id, line.face.owner_id), ())))
        if line.face is not None and line.face.kind is ClockKind.PERMIT
        else line
        for line in lines
    ]


def _next_due(view: View, projects: Collection[str]) -> DeadlineLine | None:
    return next(
        (
            line
            for line in deadlines(view)
            if line.project_id in projects
            and not line.face.is_floor
            and line.face.due is not None
            and line.face.due >= view.today
        ),
        None,
    )


def _worst_first(line: Reminder) -> tuple[int, date, str]:
    return urgency(line.face.light if line.face else Light.GREY, line.due, line.project)


def _longest_first(line: Reminder) -> tuple[date, str]:
    return (line.silence.since if line.silence else date.max, line.project)


def _soonest_first(line: Reminder) -> tuple[date, str]:
    return (line.until or date.max, line.project)
