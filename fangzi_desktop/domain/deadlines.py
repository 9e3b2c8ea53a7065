"""Clocks: one concept for every limit, where it leads and how it reads on a day (mechanism §8)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind, Unit
from fangzi_desktop.domain.workdays import (
    ONE_DAY,
    SATURDAY,
    WorkCalendar,
    add_calendar_days,
    add_months,
    add_workdays,
    calendar_days_between,
    joined,
    month_end,
    subtract_workdays,
    workdays_between,
)

# Mechanism §8.5: yellow beyond 70 % of the limit, or with no more than three working days left.
WARN_SHARE_PERCENT = 70
WARN_WORKDAYS = 3

WEEKDAYS = "一二三四五六日"
MAKE_UP_DAYS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of time in a unit: not to be exceeded (MAX) or not to be cut short (MIN).

    An amount of 0 is 即时办结, due on the day of the start event.
    """

    amount: int
    unit: Unit
    kind: LimitKind = LimitKind.MAX

    @property
    def zh(self) -> str:
        """The limit as it is said: 37个工作日, 20个自然日, 3个月."""
        return amount_zh(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days not counted, both ends included; without `last` the clock still stands (行政许可法 §45)."""

    first: date
    last: date | None
    reason: str
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """A limit made longer (延期), by whom and why; a `statutory` one moves the law's too (行政许可法 §42)."""

    granted_on: date
    amount: int
    unit: Unit
    approved_by: str = ""
    reason: str = ""
    document_no: str = ""
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit that runs from an event, whose own day is not counted (民法典 §201)."""

    start: date | None
    start_event: str
    limit: Limit | None
    statutory: Limit | None = None
    suspensions: tuple[Suspension, ...] = ()
    ended_on: date | None = None
    extensions: tuple[Extension, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """Where a clock leads, whatever today is.

    `due` is None without a start or a limit, and while the clock stands; for a MIN limit it is the earliest
    lawful end. `warn_on` is the first yellow day; a floor has none. `provisional` tells that a year whose
    rest days are not published had a part in it (预估).
    """

    due: date | None
    statutory_due: date | None
    warn_on: date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """A clock as read on a day, or on the day it ended.

    `used` and `left` count working days for a limit in working days, else calendar days; suspended days are
    in neither. `left` is negative after the due date and None without one. `share` is the used part of the
    limit: of its working days, else of the calendar days up to the due date.
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


@dataclass(frozen=True, slots=True)
class OpenClock:
    """A running or stopped clock, whose it is, and its deadline."""

    kind: ClockKind
    owner_id: str
    code: str
    label: str
    department: str
    clock: Clock
    deadline: Deadline

    @property
    def id(self) -> str:
        """The same clock keeps its id however often it is counted again."""
        return f"{self.kind}:{self.owner_id}"


def amount_zh(amount: int, unit: Unit) -> str:
    """Say an amount with its unit; a duration is never a bare number of days."""
    return f"{amount}{unit.zh}" if unit is Unit.MONTH else f"{amount}个{unit.zh}"


def day_zh(day: date) -> str:
    """Say a day in full: 2022年7月14日."""
    return f"{day.year}年{day.month}月{day.day}日"


def is_floor(clock: Clock) -> bool:
    """Whether the clock counts a legal minimum instead of a limit."""
    return clock.limit is not None and clock.limit.kind is LimitKind.MIN


def is_stopped(clock: Clock) -> bool:
    """Whether the clock stands: a suspension of unknown length, and no end recorded."""
    return clock.ended_on is None and any(one.last is None for one in clock.suspensions)


def deadline_of(clock: Clock, calendar: WorkCalendar) -> Deadline:
    """Count the clock out.

    Raises `UserError`: ``clock.suspensions_overlap``, ``clock.suspension_backwards``; `OverflowError` beyond
    the year 9999.
    """
    start, limit = clock.start, clock.limit
    suspensions = _settled(clock)
    if suspensions:
        joined(suspensions)
    if start is None or is_stopped(clock):
        return Deadline(None, None, None, provisional=False)
    due = warn_on = statutory_due = None
    if clock.statutory is not None:
        by_law = tuple(one for one in clock.extensions if one.statutory)
        statutory_due = _end_of(start, clock.statutory, calendar, suspensions, by_law)
    if limit is not None:
        due = _end_of(start, limit, calendar, suspensions, clock.extensions)
        if limit.kind is LimitKind.MAX:
            warn_on = _warn_on(clock, start, limit, due, calendar)
    provisional = _is_provisional(start, due or statutory_due, warn_on, calendar)
    return Deadline(due, statutory_due, warn_on, provisional)


def due_of(clock: Clock, calendar: WorkCalendar) -> date | None:
    """Return the day on which `deadline_of` lets a clock end, and count nothing else of it."""
    if clock.start is None or clock.limit is None or is_stopped(clock):
        return None
    return _end_of(clock.start, clock.limit, calendar, _settled(clock), clock.extensions)


def light_on(today: date, *, due: date | None, warn_on: date | None, stopped: bool, kind: LimitKind) -> Light:
    """Return the light of a clock that has not ended, from its stored deadline alone (mechanism §8.5)."""
    if stopped or due is None:
        return Light.GREY
    if kind is LimitKind.MIN:
        return Light.GREEN
    if today > due:
        return Light.RED
    return Light.YELLOW if warn_on is not None and today >= warn_on else Light.GREEN


def read_clock(clock: Clock, calendar: WorkCalendar, today: date) -> Reading:
    """Read the clock on `today`, or on the day it ended. Raises as `deadline_of` does."""
    return read_with(clock, deadline_of(clock, calendar), calendar, today)


def read_with(clock: Clock, deadline: Deadline, calendar: WorkCalendar, today: date) -> Reading:
    """Read a clock whose deadline has been counted already."""
    day = clock.ended_on or today
    due, stopped = deadline.due, is_stopped(clock)
    unit = read_unit(clock.limit)
    suspensions = _settled(clock)
    used, share, left = 0, 0.0, None
    if clock.start is not None and clock.start < day:
        used = _count(clock.start, day, unit, calendar, suspensions)
    if clock.start is not None and clock.limit is not None:
        total = _total(clock, clock.start, clock.limit, due, calendar)
        share = used / total if total else 1.0
    if due is not None:
        left = _count(day, due, unit, calendar, suspensions)
    before_minimum = _is_before_minimum(clock, deadline)
    return Reading(
        due=due,
        statutory_due=deadline.statutory_due,
        used=used,
        used_unit=unit,
        left=left,
        left_unit=unit,
        share=share,
        light=Light.RED if before_minimum else _light(clock, deadline, day, stopped=stopped),
        provisional=deadline.provisional,
        stopped=stopped,
        beyond_statutory=_is_beyond_statutory(clock, deadline, day),
        before_minimum=before_minimum,
        ended_on=clock.ended_on,
    )


def check_minimum(clock: Clock, ended_on: date, calendar: WorkCalendar) -> None:
    """Refuse an end before a legal minimum has run, be it the clock's own limit or its statutory one.

    While the clock stands, the days from the stop to `ended_on` are not counted. Raises `UserError`
    ``clock.minimum_not_reached`` with the earliest lawful day and the limit in words.
    """
    if clock.start is None:
        return
    suspensions = _settled(replace(clock, ended_on=ended_on))
    for limit in (clock.limit, clock.statutory):
        if limit is not None and limit.kind is LimitKind.MIN:
            earliest = _end_of(clock.start, limit, calendar, suspensions)
            if ended_on < earliest:
                raise UserError("clock.minimum_not_reached", earliest=earliest, limit=limit.zh)


def why(clock: Clock, calendar: WorkCalendar, today: date) -> str:
    """Answer "why this day?" in one sentence.

    It names the start event and its day, the limit with its unit, what was not counted, why the end was
    moved, what is estimated, and how the clock stands on `today`.
    """
    start, limit = clock.start, clock.limit
    if start is None:
        return f"{clock.start_event}的日期尚未登记，期限还没有起算。"
    if limit is None:
        return f"自{clock.start_event}（{day_zh(start)}）起没有规定时限。"
    opening = _opening(clock.start_event, start, limit)
    reading = read_clock(clock, calendar, today)
    due = reading.due
    if due is None:
        return "，".join([opening, *_standing(clock, start, limit, reading, calendar)]) + "。"
    parts = [opening, *_extended(clock), *_stops(clock, start, due)]
    if limit.unit is Unit.WORKING_DAY:
        parts += _days_off(clock, start, due, calendar)
    else:
        parts += _end_rules(clock, start, limit, due, calendar)
    parts += [_verdict(limit, due, calendar), *_outcome(clock, limit, reading, today)]
    return "，".join(parts) + _estimate(start, reading, calendar) + "。"


def _settled(clock: Clock) -> tuple[Suspension, ...]:
    """Return the suspensions; one left open is over, at the latest, on the day the clock ended."""
    ended_on = clock.ended_on
    if ended_on is None or all(one.last is not None for one in clock.suspensions):
        return clock.suspensions
    return tuple(
        one if one.last is not None else replace(one, last=ended_on)
        for one in clock.suspensions
        if one.last is not None or one.first <= ended_on
    )


def _end_of(
    start: date,
    limit: Limit,
    calendar: WorkCalendar,
    suspensions: tuple[Suspension, ...],
    extensions: tuple[Extension, ...] = (),
) -> date:
    """Return the last day of a limit. What extends it in the same unit lengthens it; else it is added on."""
    day, steps = start, _steps(limit, extensions)
    for place, (amount, unit) in enumerate(steps):
        if unit is Unit.WORKING_DAY:
            day = add_workdays(day, amount, calendar, suspensions)
            continue
        # A floor is no deadline: nobody has to act on its last day, so it may end on a rest day.
        extend = limit.kind is LimitKind.MAX and place == len(steps) - 1
        add = add_months if unit is Unit.MONTH else add_calendar_days
        day = add(day, amount, calendar, suspensions, extend=extend)
    return day


def _steps(limit: Limit, extensions: tuple[Extension, ...]) -> list[tuple[int, Unit]]:
    steps = [(limit.amount, limit.unit)]
    for one in extensions if limit.kind is LimitKind.MAX else ():
        amount, unit = steps[-1]
        if unit is one.unit:
            steps[-1] = (amount + one.amount, unit)
        else:
            steps.append((one.amount, one.unit))
    return steps


def _warn_on(clock: Clock, start: date, limit: Limit, due: date, calendar: WorkCalendar) -> date:
    """Return the first day, from the start on, with more than 70 % used or three working days left."""
    suspensions = _settled(clock)
    few_left = subtract_workdays(due, WARN_WORKDAYS, calendar, suspensions)
    enough = _total(clock, start, limit, due, calendar) * WARN_SHARE_PERCENT // 100 + 1
    if limit.unit is Unit.WORKING_DAY:
        much_used = add_workdays(start, enough, calendar, suspensions)
    else:
        much_used = add_calendar_days(start, enough, calendar, suspensions, extend=False)
    return max(start, min(few_left, much_used))


def _total(clock: Clock, start: date, limit: Limit, due: date | None, calendar: WorkCalendar) -> int:
    """Return the limit's length in the unit its use is counted in, up to the due date where there is one."""
    steps = _steps(limit, clock.extensions)
    if limit.unit is Unit.WORKING_DAY and len(steps) == 1:
        return steps[0][0]
    if due is not None:
        return _count(start, due, read_unit(limit), calendar, _settled(clock))
    if limit.unit is Unit.MONTH:
        return (month_end(start, limit.amount) - start).days
    return limit.amount


def read_unit(limit: Limit | None) -> Unit:
    """Return the unit in which the use of a limit is counted: its own, but calendar days for months."""
    in_workdays = limit is None or limit.unit is Unit.WORKING_DAY
    return Unit.WORKING_DAY if in_workdays else Unit.CALENDAR_DAY


def _is_provisional(start: date, end: date | None, warn_on: date | None, calendar: WorkCalendar) -> bool:
    if end is None:
        return False
    first = min(start + ONE_DAY, warn_on or end)
    return any(year not in calendar.published_years for year in range(first.year, end.year + 1))


def _count(
    after: date, to: date, unit: Unit, calendar: WorkCalendar, suspensions: tuple[Suspension, ...]
) -> int:
    if unit is Unit.WORKING_DAY:
        return workdays_between(after, to, calendar, suspensions)
    return calendar_days_between(after, to, suspensions)


def _light(clock: Clock, deadline: Deadline, day: date, *, stopped: bool) -> Light:
    kind = clock.limit.kind if clock.limit is not None else LimitKind.MAX
    light = light_on(day, due=deadline.due, warn_on=deadline.warn_on, stopped=stopped, kind=kind)
    # What ended in time was well done, however near the end it came.
    return Light.GREEN if light is Light.YELLOW and clock.ended_on is not None else light


def _is_beyond_statutory(clock: Clock, deadline: Deadline, day: date) -> bool:
    if clock.statutory is None or deadline.statutory_due is None:
        return False
    return clock.statutory.kind is LimitKind.MAX and day > deadline.statutory_due


def _is_before_minimum(clock: Clock, deadline: Deadline) -> bool:
    if clock.ended_on is None:
        return False
    return any(
        limit is not None and limit.kind is LimitKind.MIN and end is not None and clock.ended_on < end
        for limit, end in ((clock.limit, deadline.due), (clock.statutory, deadline.statutory_due))
    )


def _opening(event: str, start: date, limit: Limit) -> str:
    if limit.amount == 0:
        return f"自{event}（{day_zh(start)}）当日起即时办结"
    floor = "最短期限" if limit.kind is LimitKind.MIN else ""
    return f"自{event}（{day_zh(start)}）次日起算{floor}{limit.zh}"


def _standing(clock: Clock, start: date, limit: Limit, reading: Reading, calendar: WorkCalendar) -> list[str]:
    """Say since when and why a clock stands, and how far it had come."""
    stop = next(one for one in clock.suspensions if one.last is None)
    ended = tuple(one for one in clock.suspensions if one.last is not None)
    due = _end_of(start, limit, calendar, ended, clock.extensions)
    words = [*_extended(clock), f"已用{amount_zh(reading.used, reading.used_unit)}"]
    if due < stop.first:
        words.append(f"原{_verdict(limit, due, calendar)}")
    words.append(f"自{day_zh(stop.first)}起暂停计时{_grounds(stop)}")
    return [*words, "恢复计时后再推算到期日"]


def _stops(clock: Clock, start: date, due: date) -> list[str]:
    return [
        f"{_span(one.first, one.last or one.first)}暂停计时{_grounds(one)}"
        for one in sorted(_settled(clock), key=lambda one: one.first)
        if one.last is not None and start < one.last and one.first <= due
    ]


def _extended(clock: Clock) -> list[str]:
    """Say how often and by how much the limit was extended, in the order of the extensions."""
    if not clock.extensions or is_floor(clock):
        return []
    words = "、".join(amount_zh(one.amount, one.unit) for one in clock.extensions)
    return [f"经批准延期{len(clock.extensions)}次（{words}）"]


def _grounds(stop: Suspension) -> str:
    grounds = "，".join(word for word in (stop.reason, stop.document_no) if word not in ("", "暂停"))
    return f"（{grounds}）" if grounds else ""


def _span(first: date, last: date) -> str:
    if first == last:
        return day_zh(first)
    if first.year == last.year:
        return f"{day_zh(first)}至{last.month}月{last.day}日"
    return f"{day_zh(first)}至{day_zh(last)}"


def _days_off(clock: Clock, start: date, due: date, calendar: WorkCalendar) -> list[str]:
    """Name the holidays that were passed over and the weekend days that were counted."""
    stops = joined(_settled(clock))
    met = [
        day
        for day in calendar.departures(start, due)
        if not any(first <= day <= last for first, last in stops)
    ]
    off = Counter(calendar.holiday_name(day) or "放假" for day in met if day.weekday() < SATURDAY)
    made_up = [day for day in met if day.weekday() >= SATURDAY]
    words = []
    if off:
        words.append(f"其间{'、'.join(f'{name}休{days}天' for name, days in off.items())}不计")
    if len(made_up) > MAKE_UP_DAYS_NAMED:
        words.append(f"调休上班{len(made_up)}天计入")
    elif made_up:
        words.append(f"调休上班的{'、'.join(f'{day.month}月{day.day}日' for day in made_up)}计入")
    return words


def _end_rules(clock: Clock, start: date, limit: Limit, due: date, calendar: WorkCalendar) -> list[str]:
    """Say where a month had no such day, and why the end was moved off a rest day."""
    words: list[str] = []
    steps = _steps(limit, clock.extensions)
    if len(steps) > 1:
        # Counted on in another unit: the parts have been named, a single rule would not explain the end.
        return words
    if limit.unit is Unit.MONTH:
        end = month_end(start, steps[0][0])
        if end.day != start.day:
            words.append(f"{end.year}年{end.month}月没有{start.day}日，以月末{end.day}日为期满日")
    whole = Limit(steps[0][0], limit.unit, LimitKind.MIN)
    plain = _end_of(start, whole, calendar, _settled(clock))
    if plain != due:
        name = calendar.holiday_name(plain) or _weekday(plain)
        words.append(f"期满日{day_zh(plain)}（{name}）是休息日，顺延至下一工作日")
    return words


def _weekday(day: date) -> str:
    return f"周{WEEKDAYS[day.weekday()]}"


def _verdict(limit: Limit, due: date, calendar: WorkCalendar) -> str:
    if limit.kind is LimitKind.MIN:
        return f"不得早于{day_zh(due)}办结"
    made_up = f"（{_weekday(due)}，调休上班）" if due.weekday() >= SATURDAY else ""
    return f"应于{day_zh(due)}{made_up}前（含当日）办结"


def _outcome(clock: Clock, limit: Limit, reading: Reading, today: date) -> list[str]:
    """Say how the clock ended, or that it is overdue."""
    words = []
    day = clock.ended_on or today
    if clock.ended_on is not None:
        words.append(f"已于{day_zh(clock.ended_on)}办结")
    if reading.before_minimum:
        words.append("早于法定最短期限")
    elif limit.kind is LimitKind.MAX and reading.due is not None and day > reading.due:
        # Overdue since a rest day: no whole working day has passed yet.
        late = amount_zh(-reading.left, reading.left_unit) if reading.left else ""
        words.append(f"已逾期{late}" if clock.ended_on is None else f"逾期{late}")
    if reading.beyond_statutory and reading.statutory_due is not None:
        words.append(f"超过法定时限（{day_zh(reading.statutory_due)}）")
    return words


def _estimate(start: date, reading: Reading, calendar: WorkCalendar) -> str:
    if not reading.provisional or reading.due is None:
        return ""
    years = [year for year in range(start.year, reading.due.year + 1) if year not in calendar.published_years]
    return f"；{'、'.join(f'{year}年' for year in years)}放假安排尚未公布，按周一至周五推算，为预估"
