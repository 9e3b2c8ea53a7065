"""Working days by the official calendar, and the three ways a limit is counted (mechanism §8)."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Protocol

from fangzi_desktop.domain.errors import UserError

ONE_DAY = timedelta(days=1)
SATURDAY = 5

NEW_YEAR, LABOUR_DAY, NATIONAL_DAY = "元旦", "劳动节", "国庆节"
# Since the revision of the holiday rules in force from 2025, 2 May is a statutory holiday too.
SECOND_OF_MAY_SINCE = 2025


class Interval(Protocol):
    """Days that are not counted, both ends included; without `last` nothing counts from `first` on."""

    @property
    def first(self) -> date: ...

    @property
    def last(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The days a year's notice sets apart from Monday to Friday.

    `rest` are the days off (weekend days among them do no harm), `work` the weekend days worked in
    exchange; `names` gives the holiday of a day of either kind. A notice may reach into the December
    before and the January after its year.
    """

    year: int
    rest: frozenset[date]
    work: frozenset[date]
    source: str
    names: Mapping[date, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class _Table:
    """One year's working days, and the days that depart from Monday to Friday, as ordinals."""

    worked: tuple[int, ...]
    departures: tuple[int, ...]


class WorkCalendar:
    """Which days are worked. Immutable; tables of whole years are made when first asked for.

    In a year without a notice Monday to Friday are worked, but for the holidays that the law fixes to a
    date. Where the notices of two years speak of the same day, the later year's holds.
    """

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        ordered = sorted(years, key=lambda year: year.year)
        self._published = frozenset(year.year for year in ordered)
        self._marks: dict[date, bool] = {}
        self._names: dict[date, str] = {}
        for year in ordered:
            self._marks.update(dict.fromkeys(year.rest, False))
            self._marks.update(dict.fromkeys(year.work, True))
            self._names.update(year.names)
        self._tables: dict[int, _Table] = {}

    @property
    def published_years(self) -> frozenset[int]:
        """The years whose notice is known."""
        return self._published

    def is_published(self, day: date) -> bool:
        """Whether the notice for the day's year is known; what is counted without it is 预估."""
        return day.year in self._published

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked."""
        mark = self._marks.get(day)
        if mark is not None:
            return mark
        return day.weekday() < SATURDAY and (day.year in self._published or not _fixed_holiday(day))

    def holiday_name(self, day: date) -> str:
        """The holiday that a day off, or the working day exchanged for it, belongs to; else an empty text."""
        return self._names.get(day) or ("" if day.year in self._published else _fixed_holiday(day))

    def next_workday(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def nth_after(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`; `count` is at least 1.

        Raises `OverflowError` beyond the year 9999.
        """
        year = start.year
        worked = self._table(year).worked
        index = bisect_right(worked, start.toordinal()) + count - 1
        while index >= len(worked):
            index -= len(worked)
            year += 1
            worked = self._table(year).worked
        return date.fromordinal(worked[index])

    def nth_before(self, end: date, count: int) -> date:
        """The `count`-th working day before the last one on or before `end`; 0 is that one itself.

        Raises `OverflowError` before the year 1.
        """
        year = end.year
        worked = self._table(year).worked
        index = bisect_right(worked, end.toordinal()) - 1 - count
        while index < 0:
            year -= 1
            worked = self._table(year).worked
            index += len(worked)
        return date.fromordinal(worked[index])

    def between(self, after: date, to: date) -> int:
        """Count working days in (after, to], where `to` is not before `after`."""
        count = bisect_right(self._table(to.year).worked, to.toordinal())
        count -= bisect_right(self._table(after.year).worked, after.toordinal())
        return count + sum(len(self._table(year).worked) for year in range(after.year, to.year))

    def departures(self, after: date, to: date) -> list[date]:
        """Return the days in (after, to] that are off though Monday to Friday, or worked though weekend."""
        return [
            date.fromordinal(ordinal)
            for year in range(after.year, to.year + 1)
            for ordinal in self._table(year).departures
            if after.toordinal() < ordinal <= to.toordinal()
        ]

    def _table(self, year: int) -> _Table:
        table = self._tables.get(year)
        if table is None:
            table = self._tables[year] = self._count_year(year)
        return table

    def _count_year(self, year: int) -> _Table:
        if not MINYEAR <= year <= MAXYEAR:
            raise OverflowError("date value out of range")
        worked, departures = [], []
        for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
            day = date.fromordinal(ordinal)
            is_workday = self.is_workday(day)
            if is_workday:
                worked.append(ordinal)
            if is_workday != (day.weekday() < SATURDAY):
                departures.append(ordinal)
        return _Table(tuple(worked), tuple(departures))


def _fixed_holiday(day: date) -> str:
    """Name the holiday that the law fixes to this date; those of the lunar calendar are never guessed."""
    if day.month == 1 and day.day == 1:
        return NEW_YEAR
    if day.month == 5 and (day.day == 1 or (day.day == 2 and day.year >= SECOND_OF_MAY_SINCE)):
        return LABOUR_DAY
    if day.month == 10 and day.day <= 3:
        return NATIONAL_DAY
    return ""


def joined(suspensions: Sequence[Interval]) -> list[tuple[date, date]]:
    """Return suspensions in order as (first, last), those meeting on one day as one; no end is `date.max`.

    Offices do record that one stop ends and the next begins on the same day, so that is no overlap. Raises
    `UserError`: ``clock.suspension_backwards``, ``clock.suspensions_overlap``.
    """
    found: list[tuple[date, date]] = []
    for one in sorted(suspensions, key=lambda one: (one.first, one.last or date.max)):
        first, last = one.first, one.last or date.max
        if last < first:
            raise UserError("clock.suspension_backwards", first=first, last=last)
        if found and first < found[-1][1]:
            raise UserError("clock.suspensions_overlap")
        if found and first == found[-1][1]:
            first = found.pop()[0]
        found.append((first, last))
    return found


def add_workdays(
    start: date, count: int, calendar: WorkCalendar, suspensions: Sequence[Interval] = ()
) -> date:
    """Return the `count`-th working day after `start` outside suspensions.

    `start` itself is never counted and may be a rest day (行政许可法 §82, 民法典 §201). A `count` of 0 is
    即时办结: `start`, or the first day after it that counts. Raises `UserError`: ``clock.never_ends`` when a
    suspension without an end comes first, and as `joined` does; `OverflowError` beyond the year 9999.
    """
    if count == 0:
        return _moved_on(start, calendar, suspensions)
    position, left = _run(start, count, suspensions, calendar.between)
    return calendar.nth_after(position, left)


def subtract_workdays(
    end: date, count: int, calendar: WorkCalendar, suspensions: Sequence[Interval] = ()
) -> date:
    """Return the latest working day from which `count` working days run up to `end`.

    The inverse of `workdays_between`: (result, end] holds exactly `count` working days outside suspensions,
    and the result is such a day itself. `end` may be a rest day.
    """
    position, back = end, count
    for first, last in reversed(joined(suspensions)):
        if first > position:
            continue
        if last < position:
            run = calendar.between(last, position)
            if run > back:
                break
            back -= run
        position = first - ONE_DAY
    return calendar.nth_before(position, back)


def workdays_between(
    after: date, to: date, calendar: WorkCalendar, suspensions: Sequence[Interval] = ()
) -> int:
    """Count working days in (after, to] outside suspensions; negative when `to` lies before `after`."""
    return _between(after, to, suspensions, calendar.between)


def calendar_days_between(after: date, to: date, suspensions: Sequence[Interval] = ()) -> int:
    """Count calendar days in (after, to] outside suspensions; negative when `to` lies before `after`."""
    return _between(after, to, suspensions, _days)


def add_calendar_days(
    start: date,
    count: int,
    calendar: WorkCalendar,
    suspensions: Sequence[Interval] = (),
    *,
    extend: bool = True,
) -> date:
    """Return the `count`-th calendar day after `start` outside suspensions.

    With `extend` an end on a rest day moves on to the next working day outside suspensions (民法典 §203).
    Raises as `add_workdays` does.
    """
    position, left = _run(start, count, suspensions, _days)
    due = position + timedelta(days=left)
    return _moved_on(due, calendar, suspensions) if extend else due


def add_months(
    start: date,
    count: int,
    calendar: WorkCalendar,
    suspensions: Sequence[Interval] = (),
    *,
    extend: bool = True,
) -> date:
    """Return the corresponding day `count` months after `start`, or that month's last day (民法典 §202).

    Every suspended day up to the end moves it on by one calendar day. With `extend` an end on a rest day
    moves on to the next working day outside suspensions (民法典 §203). Raises as `add_workdays` does.
    """
    days = _days(start, month_end(start, count))
    return add_calendar_days(start, days, calendar, suspensions, extend=extend)


def month_end(start: date, count: int) -> date:
    """Return the corresponding day `count` months after `start`, or that month's last day (民法典 §202)."""
    months = start.year * 12 + start.month - 1 + count
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError("date value out of range")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _days(after: date, to: date) -> int:
    return (to - after).days


def _run(
    start: date, count: int, suspensions: Sequence[Interval], between: Callable[[date, date], int]
) -> tuple[date, int]:
    """Return the day from which the rest of `count` runs without a stop, and that rest.

    `between` counts the days of the limit's unit in (after, to].
    """
    position, left = start, count
    for first, last in joined(suspensions):
        if last <= position or left == 0:
            continue
        if first > position:
            run = between(position, first - ONE_DAY)
            if run >= left:
                break
            left -= run
        position = last
        if position == date.max:
            raise UserError("clock.never_ends")
    return position, left


def _between(
    after: date, to: date, suspensions: Sequence[Interval], between: Callable[[date, date], int]
) -> int:
    if to < after:
        return -_between(to, after, suspensions, between)
    count = between(after, to)
    for first, last in joined(suspensions):
        start, end = max(first - ONE_DAY, after), min(last, to)
        if start < end:
            count -= between(start, end)
    return count


def _moved_on(due: date, calendar: WorkCalendar, suspensions: Sequence[Interval]) -> date:
    """Return the first working day outside suspensions on or after `due`."""
    due = calendar.next_workday(due)
    for first, last in joined(suspensions):
        if last == date.max and first <= due:
            raise UserError("clock.never_ends")
        if first <= due <= last:
            due = calendar.next_workday(last + ONE_DAY)
    return due
