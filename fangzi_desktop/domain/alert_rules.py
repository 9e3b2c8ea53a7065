"""When a clock calls for somebody: the days on which each kind of clock warns, and who is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import newest_on
from fangzi_desktop.domain.stage_terms import Level, Role
from fangzi_desktop.domain.terms import ClockKind, Unit
from fangzi_desktop.domain.workdays import WorkCalendar, add_workdays, subtract_workdays, workdays_between

ONE_DAY = timedelta(days=1)
# A calendar-day step on a rest day calls on the next working day; no break of this calendar is longer.
_LONGEST_BREAK = timedelta(days=15)

MOST_STEPS = 8
FARTHEST_STEP = 250
LONGEST_LADDER_WORKDAYS = 250
STEP_UNITS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)
# How the rule for projects without any record is called in the seed file and in ids.
SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class AlertRule:
    """On which days a kind of clock calls; `kind` None means a project without any record.

    `steps` are how long before the due day it calls, in `unit`, longest first; 0 is the day itself. From the
    step `tells_from` on, in the same unit, the desktop tells it, before that it is only listed; None tells
    none before it is overdue. Overdue it calls on the first working day and then every `repeat_workdays`
    (None: once). From `chief_workdays` and `leader_workdays` working days overdue on, the 科长 and the
    分管领导 are told; None leaves them out.
    """

    kind: ClockKind | None
    steps: tuple[int, ...]
    unit: Unit
    tells_from: int | None
    repeat_workdays: int | None
    chief_workdays: int | None
    leader_workdays: int | None
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """One calling of a clock, which belongs to the working day `on`.

    `left` is the step, in the rule's unit, and None once it is overdue; `overdue_workdays` then counts the
    working days since the due day, the calling day included.
    """

    on: date
    level: Level
    role: Role
    left: int | None = None
    overdue_workdays: int = 0


def alert_on(rule: AlertRule, start: date, due: date, today: date, calendar: WorkCalendar) -> Alert | None:
    """Return the newest calling of a clock by `today`, or None if it has not called yet.

    A clock never calls on a rest day. A step in working days counts back from the due day, or from the last
    working day before it; a step in calendar days that meets a rest day moves on to the next working day,
    but not past the due day. Steps up to the clock's start are passed over (`steps_begin_after`). Of steps
    that meet on one day the last counts, so that a clock calls at most once a day. What is overdue calls from
    the first working day after its due day.
    """
    day = calendar.nth_before(today, 0)
    if day > due:
        return _overdue(rule, due, day, calendar)
    begun = steps_begin_after(start, due)
    found: Alert | None = None
    for step, on in step_days(rule, due, calendar):
        if begun < on <= day:
            found = Alert(on, level_of(rule, step), Role.OFFICER, left=step)
    return found


def callings_within(
    rule: AlertRule, start: date, due: date, first: date, last: date, calendar: WorkCalendar
) -> list[Alert]:
    """Return every calling of a clock that stays open, from `first` to `last`, both included, earliest first.

    These are the alerts that `alert_on` would give anew, were it asked on each of these days.
    """
    begun = steps_begin_after(start, due)
    found = {
        on: Alert(on, level_of(rule, step), Role.OFFICER, left=step)
        for step, on in step_days(rule, due, calendar)
        if begun < on and first <= on <= last
    }
    return [*found.values(), *_overdue_within(rule, due, first, last, calendar)]


def step_days(rule: AlertRule, due: date, calendar: WorkCalendar) -> Iterator[tuple[int, date]]:
    """Give every step before the due day with the working day on which it calls, earliest first."""
    for step in rule.steps:
        if rule.unit is Unit.WORKING_DAY:
            yield step, subtract_workdays(due, step, calendar)
        else:
            on = calendar.next_workday(due - timedelta(days=step))
            yield step, on if on <= due else calendar.nth_before(due, 0)


def steps_begin_after(start: date, due: date) -> date:
    """Return the day up to which a clock's steps are passed over: its start.

    A start that is not before the due day passes over none: such a day was agreed, and nobody has said since
    when, or all of the clock is that one day.
    """
    return start if start < due else date.min


def level_of(rule: AlertRule, step: int) -> Level:
    """Return how loudly a step before the due day calls."""
    return Level.CALL if rule.tells_from is not None and step <= rule.tells_from else Level.NOTICE


def role_of(rule: AlertRule, overdue_workdays: int) -> Role:
    """Return the highest who is told of a clock that is so many working days overdue."""
    if rule.leader_workdays is not None and overdue_workdays >= rule.leader_workdays:
        return Role.LEADER
    if rule.chief_workdays is not None and overdue_workdays >= rule.chief_workdays:
        return Role.CHIEF
    return Role.OFFICER


def horizon(rule: AlertRule, today: date, calendar: WorkCalendar) -> date:
    """Return a day such that no clock due after it can have called by `today`."""
    farthest = max(rule.steps, default=0)
    if rule.unit is Unit.WORKING_DAY:
        return add_workdays(today, farthest + 1, calendar) - ONE_DAY
    return today + timedelta(days=farthest) + _LONGEST_BREAK


def _overdue(rule: AlertRule, due: date, day: date, calendar: WorkCalendar) -> Alert | None:
    """Return the newest calling by the working day `day`, which lies after the due day."""
    over = workdays_between(due, day, calendar)
    if over < 1:
        return None
    called = max(count for count in _rungs(rule) if count <= over)
    if rule.repeat_workdays is not None:
        called = max(called, over - (over - 1) % rule.repeat_workdays)
    return _overdue_alert(rule, due, called, calendar)


def _overdue_within(
    rule: AlertRule, due: date, first: date, last: date, calendar: WorkCalendar
) -> Iterator[Alert]:
    """Give the callings of an overdue clock from `first` to `last`."""
    if last <= due:
        return
    lowest = max(1, workdays_between(due, first - ONE_DAY, calendar) + 1)
    highest = workdays_between(due, last, calendar)
    counts = {count for count in _rungs(rule) if lowest <= count <= highest}
    if rule.repeat_workdays is not None:
        skipped = (1 - lowest) % rule.repeat_workdays
        counts.update(range(lowest + skipped, highest + 1, rule.repeat_workdays))
    for called in sorted(counts):
        yield _overdue_alert(rule, due, called, calendar)


def _rungs(rule: AlertRule) -> set[int]:
    """Return the working days overdue on which a clock calls whether or not it repeats."""
    return {1, *(rung for rung in (rule.chief_workdays, rule.leader_workdays) if rung is not None)}


def _overdue_alert(rule: AlertRule, due: date, overdue_workdays: int, calendar: WorkCalendar) -> Alert:
    on = add_workdays(due, overdue_workdays, calendar)
    return Alert(on, Level.URGENT, role_of(rule, overdue_workdays), overdue_workdays=overdue_workdays)


@dataclass(frozen=True, slots=True)
class AlertRules:
    """Every rule of calling with the day it begins to apply; that of the day asked about counts."""

    rules: tuple[AlertRule, ...] = ()

    def rule(self, kind: ClockKind | None, day: date) -> AlertRule | None:
        """Return the newest rule of a kind of clock that applies on `day`, or None."""
        return newest_on((one for one in self.rules if one.kind is kind), day)

    def on(self, day: date) -> Mapping[ClockKind | None, AlertRule]:
        """Return the rule of every kind that applies on `day`."""
        kinds = (None, *ClockKind)
        found = {kind: self.rule(kind, day) for kind in kinds}
        return {kind: rule for kind, rule in found.items() if rule is not None}


def check_alert_rule(rule: AlertRule) -> AlertRule:
    """Return a rule with its steps in order, each once, or raise `UserError`.

    ``alert.steps`` for more than `MOST_STEPS` or one outside 0 … `FARTHEST_STEP`; ``alert.unit``;
    ``alert.tells_from`` for a step that is not among them; ``alert.repeat`` and ``alert.ladder`` for spans
    outside 1 … `LONGEST_LADDER_WORKDAYS`; ``alert.ladder_order`` where the leader is told before the 科长;
    ``alert.silence_steps`` for steps before a project has gone silent.
    """
    steps = tuple(sorted(set(rule.steps), reverse=True))
    if len(steps) > MOST_STEPS or any(not 0 <= step <= FARTHEST_STEP for step in steps):
        raise UserError("alert.steps", most=MOST_STEPS, farthest=FARTHEST_STEP)
    if rule.kind is None and steps:
        raise UserError("alert.silence_steps")
    if rule.unit not in STEP_UNITS:
        raise UserError("alert.unit")
    if rule.tells_from is not None and rule.tells_from not in steps:
        raise UserError("alert.tells_from", steps=steps)
    if rule.repeat_workdays is not None and not 1 <= rule.repeat_workdays <= LONGEST_LADDER_WORKDAYS:
        raise UserError("alert.repeat", longest=LONGEST_LADDER_WORKDAYS)
    chief, leader = rule.chief_workdays, rule.leader_workdays
    if any(rung is not None and not 1 <= rung <= LONGEST_LADDER_WORKDAYS for rung in (chief, leader)):
        raise UserError("alert.ladder", longest=LONGEST_LADDER_WORKDAYS)
    if chief is not None and leader is not None and leader <= chief:
        raise UserError("alert.ladder_order")
    return AlertRule(
        rule.kind,
        steps,
        rule.unit,
        rule.tells_from,
        rule.repeat_workdays,
        chief,
        leader,
        rule.valid_from,
        rule.source,
    )


def alert_rules_from(seed: Mapping[str, Any]) -> AlertRules:
    """Return the rules of an alert file (`db/seed/alerts.toml`)."""
    return AlertRules(tuple(_from_entries(seed["rule"])))


def _from_entries(entries: Iterable[Mapping[str, Any]]) -> Iterator[AlertRule]:
    for entry in entries:
        for kind in entry["kinds"]:
            yield check_alert_rule(
                AlertRule(
                    None if kind == SILENCE else ClockKind(kind),
                    tuple(entry["steps"]),
                    Unit(entry["unit"]),
                    entry.get("tells_from"),
                    entry.get("repeat_workdays"),
                    entry.get("chief_workdays"),
                    entry.get("leader_workdays"),
                    entry["valid_from"],
                    entry["source"],
                )
            )
