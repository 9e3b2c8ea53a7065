"""Working days by the official calendar, and the three ways a limit is counted (mechanism §8)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

if TYPE_CHECKING:
    from fangzi_desktop.domain.deadlines import Suspension

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year as the State Council's notice fixed it.

    `rest` holds days off that would otherwise be worked, `work` the weekend days made up for them;
    `names` tells which holiday a day belongs to.
    """

    year: int
    rest: frozenset[date]
    work: frozenset[date]
    source: str
    names: Mapping[date, str] = field(default_factory=dict, compare=False)


class WorkCalendar:
    """Which days are worked.

    A year without a notice counts Monday to Friday but for the holidays fixed to a date.
    """

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        self._years = {year.year: year for year in years}
        self._tables: dict[int, tuple[int, ...]] = {}

    @property
    def published_years(self) -> frozenset[int]:
        """The years whose notice is known."""
        return frozenset(self._years)

    def is_published(self, day: date) -> bool:
        """Whether the notice for the day's year is known; if not, what is counted with it is 预估."""
        return day.year in self._years

    def is_workday(self, day: date) -> bool:
        """Whether the day is worked."""
        table = self._table(day.year)
        position = bisect_left(table, day.toordinal())
        return position < len(table) and table[position] == day.toordinal()

    def holiday_name(self, day: date) -> str:
        """The holiday a day off or its make-up day belongs to, or an empty text."""
        year = self._years.get(day.year)
        return year.names.get(day, "") if year is not None else ""

    def next_workday(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not self.is_workday(day):
            day += ONE_DAY
        return day

    def nth_after(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`, for a `count` of at least 1."""
        year = start.year
        table = self._table(year)
        position = bisect_right(table, start.toordinal()) + count - 1
        while position >= len(table):
            position -= len(table)
            year += 1
            table = self._table(year)
        return date.fromordinal(table[position])

    def nth_before(self, end: date, count: int) -> date:
        """The `count`-th working day before `end`, for a `count` of at least 1."""
        year = end.year
        table = self._table(year)
        position = bisect_left(table, end.toordinal()) - count
        while position < 0:
            year -= 1
            table = self._table(year)
            position += len(table)
        return date.fromordinal(table[position])

    def between(self, after: date, to: date) -> int:
        """Working days in (after, to]; negative when `to` lies before `after`."""
        if to < after:
            return -self.between(to, after)
        first = bisect_right(self._table(after.year), after.toordinal())
        last = bisect_right(self._table(to.year), to.toordinal())
        whole = sum(len(self._table(year)) for year in range(after.year, to.year))
        return whole + last - first

    def _table(self, year: int) -> tuple[int, ...]:
        table = self._tables.get(year)
        if table is None:
            day, end = date(year, 1, 1), date(year, 12, 31)
            notice = self._years.get(year)
            rest, work = (notice.rest, notice.work) if notice else (_fixed_holidays(year), frozenset())
            worked = []
            for ordinal in range(day.toordinal(), end.toordinal() + 1):
                day = date.fromordinal(ordinal)
                if day in work or (day.weekday() < SATURDAY and day not in rest):
                    worked.append(ordinal)
            table = self._tables[year] = tuple(worked)
        return table


def _fixed_holidays(year: int) -> frozenset[date]:
    """The holidays that the law fixes to a date; those of the lunar calendar are never guessed."""
    days = [date(year, 1, 1), date(year, 5, 1), *(date(year, 10, day) for day in (1, 2, 3))]
    if year >= 2025:
        # The revision of the holiday rules of November 2024 made 2 May a statutory holiday.
        days.append(date(year, 5, 2))
    return frozenset(days)


def add_workdays(
    start: date, count: int, calendar: WorkCalendar, suspensions: Sequence[Suspension] = ()
) -> date:
    """Return the `count`-th working day after `start` that no suspension covers.

    `start` itself is never counted and may be a rest day (民法典 §201, 行政许可法 §82). `count` is at
    least 1. Suspensions are closed intervals, both ends included, and must not overlap.
    """
    due = calendar.nth_after(start, count)
    if suspensions:
        short = count - workdays_between(start, due, calendar, suspensions)
        while short > 0:
            due = calendar.nth_after(due, short)
            short = count - workdays_between(start, due, calendar, suspensions)
    return due


def subtract_workdays(end: date, count: int, calendar: WorkCalendar) -> date:
    """Return the day from which `count` working days, the start not counted, end on `end`.

    The result is the `count`-th working day before `end`, `end` itself not counted.
    """
    return calendar.nth_before(end, count)


def workdays_between(
    after: date, to: date, calendar: WorkCalendar, suspensions: Sequence[Suspension] = ()
) -> int:
    """Count working days in (after, to] outside suspensions; negative when `to` lies before `after`."""
    count = calendar.between(after, to)
    for first, last in _closed(suspensions):
        start, end = max(first - ONE_DAY, after), min(last, to)
        if start < end:
            count -= calendar.between(start, end)
    return count


def add_calendar_days(
    start: date,
    count: int,
    calendar: WorkCalendar,
    suspensions: Sequence[Suspension] = (),
    *,
    extend: bool = True,
) -> date:
    """Return the `count`-th calendar day after `start` outside suspensions.

    With `extend`, an end on a rest day moves to the next working day (民法典 §203).
    """
    due = start + timedelta(days=count)
    suspended = _suspended(start, due, suspensions)
    while due != start + timedelta(days=count + suspended):
        due = start + timedelta(days=count + suspended)
        suspended = _suspended(start, due, suspensions)
    return _extended(due, calendar, suspensions) if extend else due


def add_months(
    start: date,
    count: int,
    calendar: WorkCalendar,
    suspensions: Sequence[Suspension] = (),
    *,
    extend: bool = True,
) -> date:
    """Return the corresponding day `count` months after `start`, or that month's last day (民法典 §202).

    Suspended days push the end on by as many calendar days; with `extend`, an end on a rest day then
    moves to the next working day (民法典 §203).
    """
    end = start + relativedelta(months=count)
    due = end
    suspended = _suspended(start, due, suspensions)
    while due != end + timedelta(days=suspended):
        due = end + timedelta(days=suspended)
        suspended = _suspended(start, due, suspensions)
    return _extended(due, calendar, suspensions) if extend else due


def _extended(due: date, calendar: WorkCalendar, suspensions: Sequence[Suspension]) -> date:
    intervals = _closed(suspensions)
    while not calendar.is_workday(due) or any(first <= due <= last for first, last in intervals):
        due += ONE_DAY
    return due


def _suspended(after: date, to: date, suspensions: Sequence[Suspension]) -> int:
    """Calendar days of (after, to] that a suspension covers."""
    days = 0
    for first, last in _closed(suspensions):
        start, end = max(first, after + ONE_DAY), min(last, to)
        if start <= end:
            days += (end - start).days + 1
    return days


def _closed(suspensions: Sequence[Suspension]) -> list[tuple[date, date]]:
    return [(one.first, one.last) for one in suspensions if one.last is not None]
