"""A slow second opinion, counted day by day: working days, due days, and the days on which a clock calls.

It shares no code with the program and reads the rest days from another source.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import chinese_calendar

from fangzi_desktop.domain.alert_rules import AlertRule
from fangzi_desktop.domain.deadlines import Clock, Suspension
from fangzi_desktop.domain.stage_terms import Level, Role
from fangzi_desktop.domain.terms import LimitKind, Unit

ONE_DAY = timedelta(days=1)
LAST_PUBLISHED_YEAR = 2026
FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}

Worked = Callable[[date], bool]


@cache
def worked(day: date) -> bool:
    """Whether the day is worked; a year that no notice speaks of knows only the holidays fixed by law."""
    if day.year > LAST_PUBLISHED_YEAR:
        return worked_without_notice(day)
    return bool(chinese_calendar.is_workday(day))


def worked_without_notice(day: date) -> bool:
    """Monday to Friday, but for the holidays that the law fixes to a date."""
    return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS


def worked_by(rest: Collection[date], work: Collection[date], is_worked: Worked = worked) -> Worked:
    """Days as one more notice arranges them; of what it does not speak, `is_worked` knows."""
    return lambda day: day in work or (day not in rest and is_worked(day))


def days_from(first: date, last: date) -> Iterator[date]:
    """Give every day from `first` to `last`, both included."""
    while first <= last:
        yield first
        first += ONE_DAY


def first_worked(day: date, is_worked: Worked = worked) -> date:
    """The day itself if it is worked, else the next one that is."""
    while not is_worked(day):
        day += ONE_DAY
    return day


def last_worked(day: date, is_worked: Worked = worked) -> date:
    """The day itself if it is worked, else the one before it that is."""
    while not is_worked(day):
        day -= ONE_DAY
    return day


def workdays_after(day: date, count: int, is_worked: Worked = worked) -> date:
    """The so-many-eth working day after a day."""
    while count:
        day += ONE_DAY
        count -= is_worked(day)
    return day


# Due days.


def due_of(clock: Clock, is_worked: Worked = worked) -> date | None:
    """Return where a clock with a limit leads: one day after the other, from the day after its start."""
    if clock.start is None or clock.limit is None or any(one.last is None for one in clock.suspensions):
        return None
    is_ceiling = clock.limit.kind is LimitKind.MAX
    parts = [(clock.limit.amount, clock.limit.unit)]
    for extension in clock.extensions if is_ceiling else ():
        if extension.unit is parts[-1][1]:
            parts[-1] = (parts[-1][0] + extension.amount, extension.unit)
        else:
            parts.append((extension.amount, extension.unit))
    day = clock.start
    for amount, unit in parts:
        day = _after(day, amount, unit, clock.suspensions, is_worked)
    while is_ceiling and not (is_worked(day) and not _stands(day, clock.suspensions)):
        day += ONE_DAY
    return day


def _after(day: date, amount: int, unit: Unit, stops: Sequence[Suspension], is_worked: Worked) -> date:
    if unit is Unit.MONTH:
        amount, unit = (_months_later(day, amount) - day).days, Unit.CALENDAR_DAY
    while amount:
        day += ONE_DAY
        if not _stands(day, stops) and (unit is Unit.CALENDAR_DAY or is_worked(day)):
            amount -= 1
    return day


def _stands(day: date, stops: Sequence[Suspension]) -> bool:
    return any(one.first <= day and (one.last is None or day <= one.last) for one in stops)


def _months_later(day: date, count: int) -> date:
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


# The days on which a clock calls.


@dataclass(frozen=True)
class Call:
    """That a clock calls, how loudly and to whom; `left` is the step, None once it is overdue."""

    level: Level
    role: Role
    left: int | None
    overdue_workdays: int


def calls(
    rule: AlertRule, start: date, due: date, until: date, is_worked: Worked = worked
) -> dict[date, Call]:
    """Return every day up to `until` on which a clock calls, with what it calls, earliest first.

    A start that is not before the due day says nothing of when the clock began.
    """
    found: dict[date, Call] = {}
    for step in sorted(rule.steps, reverse=True):
        day = _step_day(rule.unit, step, due, is_worked)
        if day <= until and (start < day or start >= due):
            is_told = rule.tells_from is not None and step <= rule.tells_from
            found[day] = Call(Level.CALL if is_told else Level.NOTICE, Role.OFFICER, step, 0)
    over = 0
    for day in days_from(due + ONE_DAY, until):
        if not is_worked(day):
            continue
        over += 1
        repeats = rule.repeat_workdays is not None and over % rule.repeat_workdays == 1 % rule.repeat_workdays
        if over == 1 or repeats or over in (rule.chief_workdays, rule.leader_workdays):
            found[day] = Call(Level.URGENT, _told(rule, over), None, over)
    return found


def _step_day(unit: Unit, step: int, due: date, is_worked: Worked) -> date:
    if unit is Unit.CALENDAR_DAY:
        for day in days_from(due - timedelta(days=step), due):
            if is_worked(day):
                return day
        return last_worked(due, is_worked)
    day = last_worked(due, is_worked)
    for _ in range(step):
        day = last_worked(day - ONE_DAY, is_worked)
    return day


def _told(rule: AlertRule, over: int) -> Role:
    told = Role.OFFICER
    for role, rung in ((Role.CHIEF, rule.chief_workdays), (Role.LEADER, rule.leader_workdays)):
        if rung is not None and over >= rung:
            told = role
    return told
