"""今日: what is overdue, what falls due soon, what has stood too long and what has gone silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from fangzi_desktop.domain.permits import standings
from fangzi_desktop.domain.snoozes import awaited_event
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import ClockKind, Stage
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.deadlines import DeadlineLine
from fangzi_desktop.services.faces import face_of
from fangzi_desktop.services.lines import Lines, difference
from fangzi_desktop.services.progress import Progress, week_progress
from fangzi_desktop.services.reminders import (
    HORIZON_WORKDAYS,
    Reminder,
    Silence,
    calling_reminders,
    silent_reminders,
)
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage import snoozes
from fangzi_desktop.storage.clocks import calling_clock, next_row
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.work import View

__all__ = ["HORIZON_WORKDAYS", "Reminder", "Silence", "Today", "follow_today", "hold_ups", "today_page"]


@dataclass(frozen=True, slots=True)
class Today:
    """What the 今日 screen shows of everybody's projects or of one officer's.

    `lines` are clocks, worst first; `silent` are projects, the longest silent first; `asleep` are reminders
    of both kinds that were put off, whose deadlines have not moved. `next_due` is told when nothing calls.
    `projects` counts everybody's, and `officers` lists everybody's; an empty name stands for none.
    """

    listed: Lines
    silent: tuple[Reminder, ...]
    asleep: tuple[Reminder, ...]
    stage_counts: tuple[tuple[Stage, int], ...]
    progress: tuple[Progress, ...]
    officers: tuple[str, ...]
    projects: int
    next_due: DeadlineLine | None = None
    everybody: Mapping[str, rows.Registered] = field(default_factory=dict, repr=False)

    @property
    def lines(self) -> tuple[Reminder, ...]:
        """The clocks that call."""
        return self.listed.ordered

    @property
    def overdue(self) -> int:
        """How many clocks are past their day."""
        return self.listed.counts.overdue

    @property
    def due_soon(self) -> int:
        """How many clocks end within `HORIZON_WORKDAYS`."""
        return self.listed.counts.due_soon

    @property
    def overlong(self) -> int:
        """How many projects stand in a stage for longer than its limit."""
        return self.listed.counts.overlong

    @property
    def fell_due(self) -> int:
        """How many clocks became overdue since the list was last seen."""
        return self.listed.counts.fell_due

    @property
    def told(self) -> int:
        """How many overdue clocks the 科长 or the 分管领导 is told of by the rules."""
        return self.listed.counts.told


def today_page(view: View, officer: str | None = None, since: date | None = None) -> Today:
    """Return everything that needs somebody today.

    `officer` keeps one person's projects, an empty name those of nobody. `since` is the day on which the
    list was last seen.
    """
    return with_aside(view, today_lines(view, officer, since), officer)


@uncollected()
def today_lines(view: View, officer: str | None = None, since: date | None = None) -> Today:
    """Return `today_page` without what stands beside the list: no `silent` projects and no `progress` yet.

    With thousands of projects the list is there at once and the rest a moment later.
    """
    everybody = rows.registered(view.session)
    projects = _of_officer(everybody, officer)
    stages = Counter(row.stage for row in projects.values())
    blank = Today(
        listed=Lines(),
        silent=(),
        asleep=(),
        stage_counts=tuple((stage, stages[stage]) for stage in STAGES),
        progress=(),
        officers=_officers(everybody),
        projects=len(everybody),
        everybody=everybody,
    )
    return _judged(view, blank, officer, calling_reminders(view, projects, since))


@uncollected()
def with_aside(view: View, read: Today, officer: str | None = None) -> Today:
    """Return the page with what stands beside the list."""
    silent = silent_reminders(view, _of_officer(read.everybody, officer))
    awake = [one for one in read.asleep if one.kind is not None]
    page = replace(read, silent=tuple(silent), asleep=tuple(awake), progress=progress_of(view, officer))
    return _judged(view, page, officer)


def follow_today(
    view: View,
    read: Today,
    changed: Collection[str],
    officer: str | None = None,
    since: date | None = None,
) -> Today:
    """Return the page after an act on some projects, of which alone the clocks are read again.

    The act was recorded, so that none of them is silent. What was put off or woken is judged anew for all.
    `progress` stays as it was read.
    """
    everybody = dict(read.everybody)
    known = {key: everybody.pop(key) for key in changed if key in everybody}
    fresh = rows.registered(view.session, changed) if changed else {}
    everybody |= fresh
    stages = Counter(dict(read.stage_counts))
    stages.subtract(row.stage for row in _of_officer(known, officer).values())
    stages.update(row.stage for row in _of_officer(fresh, officer).values())
    page = replace(
        read,
        silent=tuple(one for one in read.silent if one.project_id not in changed),
        asleep=tuple(one for one in read.asleep if one.project_id not in changed),
        stage_counts=tuple((stage, stages[stage]) for stage in STAGES),
        officers=read.officers if _whose(known) == _whose(fresh) else _officers(everybody),
        projects=len(everybody),
        everybody=everybody,
    )
    lines = calling_reminders(view, _of_officer(fresh, officer), since, changed) if changed else ()
    return _judged(view, page, officer, lines, changed)


def progress_of(view: View, officer: str | None = None) -> tuple[Progress, ...]:
    """Return what happened this week in everybody's projects or in one officer's."""
    return tuple(one for one in week_progress(view) if officer is None or one.service_officer == officer)


def hold_ups(view: View, reminders: Iterable[Reminder]) -> dict[str, tuple[str, ...]]:
    """Return the names of the permit items that wait for those among these reminders, by reminder."""
    items = {one.project_id for one in reminders if one.kind is ClockKind.PERMIT}
    waiting: dict[tuple[str, str], list[str]] = defaultdict(list)
    for facts in project_facts(view.session, items) if items else ():
        if facts.route is not None:
            rules = view.rules.rules_for(facts.items, view.today)
            for standing in standings(facts.items, rules, facts.route).values():
                for item in standing.waiting_for:
                    waiting[facts.id, item].append(rules[standing.code].name)
    return {
        one.id: tuple(waiting.get((one.project_id, one.owner_id), ()))
        for one in reminders
        if one.kind is ClockKind.PERMIT
    }


def _of_officer(
    everybody: Mapping[str, rows.Registered], officer: str | None
) -> Mapping[str, rows.Registered]:
    if officer is None:
        return everybody
    return {key: row for key, row in everybody.items() if row.service_officer == officer}


def _whose(projects: Mapping[str, rows.Registered]) -> dict[str, str]:
    return {key: row.service_officer for key, row in projects.items()}


def _officers(everybody: Mapping[str, rows.Registered]) -> tuple[str, ...]:
    return tuple(sorted({row.service_officer for row in everybody.values()}))


def _judged(
    view: View,
    page: Today,
    officer: str | None,
    lines: Iterable[Reminder] = (),
    changed: Collection[str] = (),
) -> Today:
    """Return the page with the clocks of the changed projects as they are now, and who is asleep told anew.

    Only projects that were changed or of which something is put off are looked at.
    """
    away = snoozes.asleep(view.session, view.today, view.calendar)
    sleepers = [one for one in page.asleep if one.kind is not None]
    touched = {*changed, *(one.project_id for one in sleepers), *(one.project_id for one in away.values())}
    before = [one for key in touched for one in page.listed.own.get(key, ())]
    steady = (_woken(one) for one in (*before, *sleepers) if one.project_id not in changed)
    now = [*lines, *steady]
    listed = page.listed.moved(difference(before, [one for one in now if one.id not in away]))
    silent = [_woken(one) for one in (*page.silent, *(one for one in page.asleep if one.kind is None))]
    put_off = (one for one in (*now, *silent) if one.id in away)
    return replace(
        page,
        listed=listed,
        silent=tuple(sorted((one for one in silent if one.id not in away), key=_longest_first)),
        asleep=tuple(sorted((_sleeping(one, away[one.id]) for one in put_off), key=_soonest_first)),
        next_due=None if listed.ordered else _next_due(view, _of_officer(page.everybody, officer)),
    )


def _woken(one: Reminder) -> Reminder:
    return one if one.until is None else replace(one, until=None, event=None)


def _sleeping(one: Reminder, sleeper: snoozes.Sleeper) -> Reminder:
    return replace(one, until=sleeper.until, event=awaited_event(sleeper.event))


def _next_due(view: View, projects: Mapping[str, rows.Registered]) -> DeadlineLine | None:
    row = next_row(view.session, view.today, projects)
    if row is None:
        return None
    face = face_of(row.project_id, calling_clock(row), view.calendar, view.today)
    own = projects[row.project_id]
    return DeadlineLine(own.id, own.name, own.service_officer, face)


def _longest_first(line: Reminder) -> tuple[date, str, str]:
    return (line.silence.since if line.silence else date.max, line.project, line.id)


def _soonest_first(line: Reminder) -> tuple[date, str, str]:
    return (line.until or date.max, line.project, line.id)
