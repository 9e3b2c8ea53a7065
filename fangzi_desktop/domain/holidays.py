"""The statutory holidays of a year, and which of them an arrangement of rest days leaves out."""

from __future__ import annotations

from collections.abc import Set
from datetime import date, timedelta

from fangzi_desktop.domain.terms import Term
from fangzi_desktop.domain.workdays import ONE_DAY, SATURDAY, SECOND_OF_MAY_SINCE, CalendarYear


class Holiday(Term):
    """A holiday by law of everybody (全国年节及纪念日放假办法 §2)."""

    NEW_YEAR = "new_year", "元旦"
    SPRING_FESTIVAL = "spring_festival", "春节"
    QINGMING = "qingming", "清明节"
    LABOUR_DAY = "labour_day", "劳动节"
    DRAGON_BOAT = "dragon_boat", "端午节"
    MID_AUTUMN = "mid_autumn", "中秋节"
    NATIONAL_DAY = "national_day", "国庆节"


# The first year with three days each for 春节 and 国庆, and the first with the three festivals added in 2007.
_FIRST_YEAR = 2000
_FESTIVALS_SINCE = 2008
_FESTIVALS = (Holiday.QINGMING, Holiday.DRAGON_BOAT, Holiday.MID_AUTUMN)

# The days on which a holiday's rest can lie: its date, or the days that such a date can be, and the two days
# to which it is moved from a weekend. 春节 is the new moon from 21 January to 20 February, 端午 falls from
# 27 May to 25 June, 清明 on 4 or 5 April.
_WINDOWS = {
    Holiday.NEW_YEAR: ((1, 1), (1, 3)),
    Holiday.SPRING_FESTIVAL: ((1, 20), (2, 23)),
    Holiday.QINGMING: ((4, 4), (4, 7)),
    Holiday.LABOUR_DAY: ((5, 1), (5, 3)),
    Holiday.DRAGON_BOAT: ((5, 26), (6, 28)),
    Holiday.NATIONAL_DAY: ((10, 1), (10, 3)),
}

# 中秋 in 2008 and the years after. The moon returns to the same day after 19 years, give or take one.
_MID_AUTUMN = (
    *((9, 14), (10, 3), (9, 22), (9, 12), (9, 30), (9, 19), (9, 8), (9, 27), (9, 15), (10, 4)),
    *((9, 24), (9, 13), (10, 1), (9, 21), (9, 10), (9, 29), (9, 17), (10, 6), (9, 25)),
)

# How many holidays the law gives in a year, since 2025 and from 2008 on.
_BY_LAW, _BY_LAW_BEFORE = 13, 11

# How many days off in a row the law gives.
_DAYS = {Holiday.SPRING_FESTIVAL: 3, Holiday.NATIONAL_DAY: 3}


def missing_holidays(year: int, rest: Set[date], work: Set[date]) -> tuple[Holiday, ...]:
    """Return the holidays of a year for which an arrangement names no day off, in the order of the year.

    Judged by dates, since names may be absent. A holiday is there if a day off is named on one of the days
    on which it can fall, and if with the weekend about it the days off are as many in a row as the law gives.
    Nothing is missing from a year before 2000.
    """
    return tuple(holiday for holiday in _holidays(year) if not _is_named(holiday, year, rest, work))


def surplus_days_off(year: CalendarYear) -> int:
    """Return how many working days more than the law gives an arrangement takes from Monday to Friday.

    A year's notice only exchanges days: the days off from Monday to Friday less the weekend days worked are
    as many as the holidays by law, 13 since 2025 and 11 before (全国年节及纪念日放假办法 §2). More means that
    a day worked in exchange was left out, fewer that a day off was; a year with a day off of its own, as 2015
    and 2020 had, is the exception. Always 0 for a year before 2008.
    """
    if year.year < _FESTIVALS_SINCE:
        return 0
    by_law = _BY_LAW if year.year >= SECOND_OF_MAY_SINCE else _BY_LAW_BEFORE
    return sum(day.weekday() < SATURDAY for day in year.rest) - len(year.work) - by_law


def _holidays(year: int) -> tuple[Holiday, ...]:
    if year < _FIRST_YEAR:
        return ()
    return tuple(holiday for holiday in Holiday if year >= _FESTIVALS_SINCE or holiday not in _FESTIVALS)


def _is_named(holiday: Holiday, year: int, rest: Set[date], work: Set[date]) -> bool:
    named = (day for day in _window(holiday, year) if day in rest)
    return any(_days_off_about(day, rest, work) >= _DAYS.get(holiday, 1) for day in named)


def _window(holiday: Holiday, year: int) -> list[date]:
    if holiday is Holiday.MID_AUTUMN:
        full_moon = date(year, *_MID_AUTUMN[(year - _FESTIVALS_SINCE) % len(_MID_AUTUMN)])
        first, last = full_moon - ONE_DAY, full_moon + 3 * ONE_DAY
    else:
        first, last = (date(year, *day) for day in _WINDOWS[holiday])
    return [first + timedelta(days) for days in range((last - first).days + 1)]


def _days_off_about(day: date, rest: Set[date], work: Set[date]) -> int:
    def is_off(one: date) -> bool:
        return one in rest or (one.weekday() >= SATURDAY and one not in work)

    first = last = day
    while is_off(first - ONE_DAY):
        first -= ONE_DAY
    while is_off(last + ONE_DAY):
        last += ONE_DAY
    return (last - first).days + 1
