"""今日: what is overdue, what falls due soon, what has stood too long and what has gone silent."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from fangzi_desktop.domain.alerts import urgency
from fangzi_desktop.domain.permits import standings
from fangzi_desktop.domain.snoozes import awaited_event
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import ClockKind, Light, Stage
from fangzi_desktop.services.deadlines import DeadlineLine
from fangzi_desktop.services.faces import face_of
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

_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN)


class Counts(NamedTuple):
    """How many of the clocks are what the properties of `Today` say."""

    overdue: int = 0
    due_soon: int = 0
    overlong: int = 0
    fell_due: int = 0
    told: int = 0


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
    everybody: Mapping[str, rows.Registered] = field(default_factory=dict, repr=False)
    counts: Counts = field(default_factory=Counts)

    @property
    def overdue(self) -> int:
        """How many clocks are past their day."""
        return self.counts.overdue

    @property
    def due_soon(self) -> int:
        """How many clocks end within `HORIZON_WORKDAYS`."""
        return self.counts.due_soon

    @property
    def overlong(self) -> int:
        """How many projects stand in a stage for longer than its limit."""
        return self.counts.overlong

    @property
    def fell_due(self) -> int:
        """How many clocks became overdue since the list was last seen."""
        return self.counts.fell_due

    @property
    def told(self) -> int:
        """How many overdue clocks the 科长 or the 分管领导 is told of by the rules."""
        return self.counts.told


def today_page(view: View, officer: str | None = None, since: date | None = None) -> Today:
    """Return everything that needs somebody today.

    `officer` keeps one person's projects, an empty name those of nobody. `since` is the day on which the
    list was last seen.
    """
    return with_aside(view, today_lines(view, officer, since), officer)


def today_lines(view: View, officer: str | None = None, since: date | None = None) -> Today:
    """Return `today_page` without what stands beside the list: no `silent` projects and no `progress` yet.

    With thousands of projects the list is there at once and the rest a moment later.
    """
    everybody = rows.registered(view.session)
    projects = _of_officer(everybody, officer)
    return _today(view, everybody, projects, [*calling_reminders(view, projects, since)], [], ())


def with_aside(view: View, read: Today, officer: str | None = None) -> Today:
    """Return the page with what stands beside the list."""
    projects = _of_officer(read.everybody, officer)
    lines = [one for one in read.asleep if one.kind is not None]
    silent = [*silent_reminders(view, projects)]
    return _today(view, read.everybody, projects, lines, silent, progress_of(view, officer), read.lines)


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
    fresh = rows.registered(view.session, changed) if changed else {}
    everybody = {key: row for key, row in read.everybody.items() if key not in changed} | fresh
    projects = _of_officer(everybody, officer)
    kept = [one for one in read.lines if one.project_id not in changed]
    away = [one for one in read.asleep if one.project_id not in changed]
    loose = [one for one in away if one.kind is not None]
    if changed:
        loose += calling_reminders(view, projects, since, changed)
    silent = [one for one in read.silent if one.project_id not in changed]
    silent += [one for one in away if one.kind is None]
    return _today(view, everybody, projects, loose, silent, read.progress, kept)


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


def _today(
    view: View,
    everybody: Mapping[str, rows.Registered],
    projects: Mapping[str, rows.Registered],
    lines: Sequence[Reminder],
    silent: Sequence[Reminder],
    progress: tuple[Progress, ...],
    ordered: Sequence[Reminder] = (),
) -> Today:
    """Make the page of clocks in any order, and of those that are awake and in their order already."""
    away = snoozes.asleep(view.session, view.today, view.calendar)
    awake = [one for one in ordered if one.id not in away]
    found = [_woken(one) for one in lines if one.id not in away]
    if awake:
        for one in found:
            insort(awake, one, key=_worst_first)
    else:
        awake = _in_order(found)
    put_off = (one for one in (*ordered, *lines, *silent) if one.id in away)
    stages = Counter(row.stage for row in projects.values())
    return Today(
        lines=tuple(awake),
        silent=tuple(sorted((_woken(one) for one in silent if one.id not in away), key=_longest_first)),
        asleep=tuple(sorted((_sleeping(one, away[one.id]) for one in put_off), key=_soonest_first)),
        stage_counts=tuple((stage, stages[stage]) for stage in STAGES),
        progress=progress,
        officers=tuple(sorted({row.service_officer for row in everybody.values()})),
        projects=len(everybody),
        next_due=None if awake else _next_due(view, projects),
        everybody=everybody,
        counts=_counts(awake),
    )


def _counts(lines: Iterable[Reminder]) -> Counts:
    """Count all at once: of thousands every pass is to be felt."""
    overdue = due_soon = fell_due = told = 0
    overlong = set()
    for line in lines:
        if line.light is Light.RED:
            overdue += 1
            fell_due += line.fell_due
            told += line.is_told
            if line.is_overlong:
                overlong.add(line.project_id)
        elif line.is_due_soon:
            due_soon += 1
    return Counts(overdue, due_soon, len(overlong), fell_due, told)


def _in_order(lines: Iterable[Reminder]) -> list[Reminder]:
    """Put clocks worst first, as `_worst_first` does, without a key for each of thousands."""
    found = sorted(lines, key=attrgetter("id"))
    found.sort(key=attrgetter("project"))
    found.sort(key=attrgetter("due"))
    return [line for light in _LIGHTS for line in found if line.light is light]


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


def _worst_first(line: Reminder) -> tuple[int, date, str, str]:
    return (*urgency(line.light, line.due, line.project), line.id)


def _longest_first(line: Reminder) -> tuple[date, str, str]:
    return (line.silence.since if line.silence else date.max, line.project, line.id)


def _soonest_first(line: Reminder) -> tuple[date, str, str]:
    return (line.until or date.max, line.project, line.id)
