"""The one concept for every limit: a clock, its deadline, and how it reads on a day (mechanism §8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Light, LimitKind, Unit
from fangzi_desktop.domain.workdays import (
    ONE_DAY,
    SATURDAY,
    WorkCalendar,
    add_calendar_days,
    add_months,
    add_workdays,
    workdays_between,
)

# Mechanism §8.5: yellow beyond 70 % of the limit or with at most three working days left.
WARN_SHARE_PERCENT = 70
WARN_WORKDAYS = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time with its unit; a MIN limit may not be shortened, a MAX limit not exceeded."""

    amount: int
    unit: Unit
    kind: LimitKind = LimitKind.MAX

    @property
    def zh(self) -> str:
        """The limit as it is said: 37个工作日, 20个自然日, 3个月."""
        return amount_zh(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days not counted, both ends included; without `last` the clock still stands still (行政许可法 §45)."""

    first: date
    last: date | None
    reason: str
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit that runs from an event. The day of the event is not counted (民法典 §201)."""

    start: date | None
    start_event: str
    limit: Limit | None
    statutory: Limit | None = None
    suspensions: tuple[Suspension, ...] = ()
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Where a clock leads, whatever today is.

    `due` is empty without start or limit and while the clock stands still. For a MIN limit it is the
    earliest lawful end. `warn_on` is the first yellow day. `provisional` says that a year without a
    published notice was counted through.
    """

    due: date | None
    statutory_due: date | None
    warn_on: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock read on a day, or on the day it ended.

    `left` is negative when overdue; working days for a working-day limit, else calendar days.
    `share` is the used part of the limit.
    """

    due: date | None
    statutory_due: date | None
    used: int
    used_unit: Unit
    left: int | None
    left_unit: Unit
    share: float
    light: Light
    provisional: bool
    stopped: bool
    beyond_statutory: bool
    before_minimum: bool
    ended_on: date | None


_NOWHERE = Deadline(None, None, None, provisional=False)


def amount_zh(amount: int, unit: Unit) -> str:
    """Say an amount with its unit, never a bare number of days."""
    return f"{amount}{unit.zh}" if unit is Unit.MONTH else f"{amount}个{unit.zh}"


def day_zh(day: date) -> str:
    """Say a day in full."""
    return f"{day.year}年{day.month}月{day.day}日"


def check_suspensions(suspensions: Sequence[Suspension]) -> None:
    """Raise `UserError` ``clock.suspensions_overlap`` unless the intervals follow each other."""
    ordered = sorted(suspensions, key=lambda one: one.first)
    for one in ordered:
        if one.last is not None and one.last < one.first:
            raise UserError("clock.suspension_backwards", first=one.first, last=one.last)
    for before, after in pairwise(ordered):
        if before.last is None or after.first <= before.last:
            raise UserError("clock.suspensions_overlap")


def is_stopped(clock: Clock) -> bool:
    """Whether the clock stands still with no end in sight."""
    return clock.ended_on is None and any(one.last is None for one in clock.suspensions)


def deadline_of(clock: Clock, calendar: WorkCalendar) -> Deadline:
    """Count the clock out. Raises `UserError` ``clock.suspensions_overlap``."""
    start, limit = clock.start, clock.limit
    if start is None or limit is None:
        return _NOWHERE
    if clock.suspensions:
        check_suspensions(clock.suspensions)
        if is_stopped(clock):
            return _NOWHERE
    due = _end_of(start, limit, calendar, clock.suspensions)
    statutory_due = None
    if clock.statutory is not None and clock.statutory.amount > 0:
        statutory_due = _end_of(start, clock.statutory, calendar, clock.suspensions)
    warn_on = None
    if limit.kind is LimitKind.MAX:
        warn_on = _warn_on(start, limit, due, calendar, clock.suspensions)
    return Deadline(due, statutory_due, warn_on, _is_provisional(start, limit, due, calendar))


def _end_of(start: date, limit: Limit, calendar: WorkCalendar, suspensions: Sequence[Suspension]) -> date:
    # A floor is no deadline: nobody has to act on its last day, so it may end on a rest day.
    extend = limit.kind is LimitKind.MAX
    if limit.unit is Unit.WORKING_DAY:
        return add_workdays(start, limit.amount, calendar, suspensions)
    if limit.unit is Unit.CALENDAR_DAY:
        return add_calendar_days(start, limit.amount, calendar, suspensions, extend=extend)
    return add_months(start, limit.amount, calendar, suspensions, extend=extend)


def _is_provisional(start: date, limit: Limit, due: date, calendar: WorkCalendar) -> bool:
    """Whether a year without a notice had a say in the due date."""
    if limit.unit is Unit.WORKING_DAY:
        first = start + ONE_DAY
        return not all(year in calendar.published_years for year in range(first.year, due.year + 1))
    return limit.kind is LimitKind.MAX and not calendar.is_published(due)


def _warn_on(
    start: date, limit: Limit, due: date, calendar: WorkCalendar, suspensions: Sequence[Suspension]
) -> date:
    """The first day on which the clock is yellow; never before its start."""
    if limit.unit is Unit.WORKING_DAY:
        enough = limit.amount * WARN_SHARE_PERCENT // 100 + 1
        by_share = add_workdays(start, enough, calendar, suspensions)
    else:
        enough = elapsed_days(start, due, suspensions) * WARN_SHARE_PERCENT // 100 + 1
        by_share = add_calendar_days(start, enough, calendar, suspensions, extend=False)
    return max(start, min(by_share, first_day_near(due, calendar, suspensions)))


def first_day_near(due: date, calendar: WorkCalendar, suspensions: Sequence[Suspension] = ()) -> date:
    """Return the first day with at most `WARN_WORKDAYS` working days left until `due`, that day included."""
    if not suspensions:
        return calendar.nth_before(due, WARN_WORKDAYS + (not calendar.is_workday(due)))
    day = due
    while workdays_between(day - ONE_DAY, due, calendar, suspensions) <= WARN_WORKDAYS:
        day -= ONE_DAY
    return day


def elapsed_days(after: date, to: date, suspensions: Sequence[Suspension]) -> int:
    """Count calendar days in (after, to] outside suspensions; one without an end covers all that follows."""
    days = (to - after).days
    for one in suspensions:
        first, last = max(one.first, after + ONE_DAY), min(one.last or to, to)
        if first <= last:
            days -= (last - first).days + 1
    return days


def light_on(today: date, *, due: date | None, warn_on: date | None, stopped: bool, kind: LimitKind) -> Light:
    """Return the light of a clock that has not ended, from its stored deadline alone."""
    if stopped or due is None:
        return Light.GREY
    if kind is LimitKind.MIN:
        return Light.GREEN
    if today > due:
        return Light.RED
    if warn_on is not None and today >= warn_on:
        return Light.YELLOW
    return Light.GREEN


def read_clock(clock: Clock, calendar: WorkCalendar, today: date) -> Reading:
    """Read the clock on `today`, or on the day it ended."""
    deadline = deadline_of(clock, calendar)
    return read_with(clock, deadline, calendar, today)


def read_with(clock: Clock, deadline: Deadline, calendar: WorkCalendar, today: date) -> Reading:
    """Read a clock whose deadline has been counted already."""
    day = clock.ended_on or today
    limit = clock.limit
    in_workdays = limit is None or limit.unit is Unit.WORKING_DAY
    left_unit = Unit.WORKING_DAY if in_workdays else Unit.CALENDAR_DAY
    due, stopped = deadline.due, is_stopped(clock)
    used = left = 0
    share = 0.0
    if clock.start is not None:
        past = tuple(
            one if one.last is not None else Suspension(one.first, max(day, one.first), one.reason)
            for one in clock.suspensions
        )
        if in_workdays:
            used = max(0, workdays_between(clock.start, day, calendar, past))
            total = limit.amount if limit is not None else 0
        else:
            used = max(0, elapsed_days(clock.start, day, past))
            total = elapsed_days(clock.start, due, past) if due is not None else 0
        share = used / total if total else 0.0
    if due is not None:
        counted = clock.suspensions if in_workdays else ()
        left = workdays_between(day, due, calendar, counted) if in_workdays else (due - day).days
    before_minimum = (
        limit is not None
        and limit.kind is LimitKind.MIN
        and clock.ended_on is not None
        and due is not None
        and clock.ended_on < due
    )
    return Reading(
        due=due,
        statutory_due=deadline.statutory_due,
        used=used,
        used_unit=left_unit,
        left=left if due is not None else None,
        left_unit=left_unit,
        share=share,
        light=_light(clock, deadline, day, stopped=stopped, before_minimum=before_minimum),
        provisional=deadline.provisional,
        stopped=stopped,
        beyond_statutory=_beyond_statutory(clock, deadline, day),
        before_minimum=before_minimum,
        ended_on=clock.ended_on,
    )


def _light(clock: Clock, deadline: Deadline, day: date, *, stopped: bool, before_minimum: bool) -> Light:
    if before_minimum:
        return Light.RED
    kind = clock.limit.kind if clock.limit is not None else LimitKind.MAX
    light = light_on(day, due=deadline.due, warn_on=deadline.warn_on, stopped=stopped, kind=kind)
    # What ended in time was well done, however near the end it came.
    return Light.GREEN if clock.ended_on is not None and light is Light.YELLOW else light


def _beyond_statutory(clock: Clock, deadline: Deadline, day: date) -> bool:
    if clock.statutory is None or clock.statutory.kind is LimitKind.MIN or deadline.statutory_due is None:
        return False
    return day > deadline.statutory_due


def check_minimum(clock: Clock, ended_on: date, calendar: WorkCalendar) -> None:
    """Refuse an end before a legal minimum has run, of the limit itself or of the statutory one.

    Raises `UserError` ``clock.minimum_not_reached`` with the earliest lawful day.
    """
    for limit in (clock.limit, clock.statutory):
        if clock.start is None or limit is None or limit.kind is not LimitKind.MIN:
            continue
        earliest = _end_of(clock.start, limit, calendar, clock.suspensions)
        if ended_on < earliest:
            raise UserError("clock.minimum_not_reached", earliest=earliest, limit=limit.zh)


def why(clock: Clock, calendar: WorkCalendar, today: date) -> str:
    """Answer "why this day?" in one sentence: event, unit, suspensions, rest days, and what is estimated."""
    start, limit = clock.start, clock.limit
    if start is None:
        return f"{clock.start_event}的日期还没有登记，尚未起算。"
    if limit is None:
        return f"{clock.start_event}（{day_zh(start)}）后没有规定时限。"
    opening = f"自{clock.start_event}（{day_zh(start)}）次日起算{limit.zh}"
    stop = next((one for one in clock.suspensions if one.last is None), None)
    if stop is not None and clock.ended_on is None:
        return f"{opening}，因{stop.reason}自{day_zh(stop.first)}起暂停计时，恢复后再推算到期日。"
    due = deadline_of(clock, calendar).due
    if due is None:
        raise ValueError("a clock that runs has a due date")
    parts = [opening]
    parts += [
        f"{one.reason}{_span(one.first, one.last)}不计"
        for one in clock.suspensions
        if one.last is not None and start < one.last and one.first <= due
    ]
    if limit.unit is Unit.WORKING_DAY:
        parts += _days_off(start, due, calendar)
    elif limit.kind is LimitKind.MAX:
        parts += _moved(clock, limit, due, calendar)
    verb = (
        f"应于{day_zh(due)}前（含当日）办结"
        if limit.kind is LimitKind.MAX
        else f"最早于{day_zh(due)}期满，不得提前"
    )
    sentence = "，".join([*parts, verb])
    if _is_provisional(start, limit, due, calendar):
        unknown = [year for year in range(start.year, due.year + 1) if year not in calendar.published_years]
        sentence += f"；{unknown[0]}年放假安排尚未公布，按周一至周五推算，为预估"
    return f"{sentence}。"


def _span(first: date, last: date) -> str:
    return f"{day_zh(first)}至{day_zh(last)}" if first != last else day_zh(first)


def _days_off(start: date, due: date, calendar: WorkCalendar) -> list[str]:
    """Name the holidays and make-up days that were met on the way, besides plain weekends."""
    off: dict[str, int] = {}
    made_up = 0
    day = start + ONE_DAY
    while day <= due:
        weekend = day.weekday() >= SATURDAY
        if weekend and calendar.is_workday(day):
            made_up += 1
        elif not weekend and not calendar.is_workday(day):
            name = calendar.holiday_name(day) or "法定节假日"
            off[name] = off.get(name, 0) + 1
        day += ONE_DAY
    parts = []
    if off:
        named = "、".join(f"{name}休{days}天" for name, days in off.items())
        parts.append(f"其间{named}不计")
    if made_up:
        parts.append(f"调休上班{made_up}天计入")
    return parts


def _moved(clock: Clock, limit: Limit, due: date, calendar: WorkCalendar) -> list[str]:
    if clock.start is None:
        return []
    count = add_months if limit.unit is Unit.MONTH else add_calendar_days
    plain = count(clock.start, limit.amount, calendar, clock.suspensions, extend=False)
    if plain == due:
        return []
    name = calendar.holiday_name(plain)
    return [f"末日{day_zh(plain)}为{name or '休息日'}，顺延至{day_zh(due)}"]
