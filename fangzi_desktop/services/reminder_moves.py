"""What moving a thing to another day of the calendar can mean: its reminder, or a recorded extension."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.alert_rules import step_days
from fangzi_desktop.domain.alerts import reminded_again_on
from fangzi_desktop.domain.deadlines import Extension, deadline_of, read_unit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import LONGEST_EXTENSION
from fangzi_desktop.domain.terms import Term, Unit
from fangzi_desktop.storage.clocks import clock_of
from fangzi_desktop.storage.tables import ClockRow
from fangzi_desktop.storage.work import View


class Shift(Term):
    """Why a reminder does not come back on the very day that was asked for."""

    NONE = "none", ""
    REST_DAY = "rest_day", "休息日不提醒，顺延到下一工作日"
    AFTER_DUE = "after_due", "最晚到期后第一个工作日"
    OVERDUE = "overdue", "已逾期，下一工作日就要提醒"
    PAST = "past", "提醒只能改到今天以后"
    NOT_YET = "not_yet", "那时还没有开始提醒"


@dataclass(frozen=True, slots=True)
class ReminderMove:
    """On which day a reminder would come back; None where it cannot be moved so, for the reason `shift`."""

    day: date | None
    shift: Shift
    first_call: date | None = None


@dataclass(frozen=True, slots=True)
class Lengthening:
    """An extension of a limit and the due day it leads to."""

    amount: int
    unit: Unit
    due: date


def reminder_move(view: View, reminder_id: str, due: date | None, asked: date) -> ReminderMove:
    """Tell when a reminder that is put off to a day comes back, and why not on that day.

    A reminder is only ever put off: one that would not call yet on that day cannot be moved there.
    """
    if asked <= view.today:
        return ReminderMove(None, Shift.PAST)
    day = reminded_again_on(asked, view.today, due, view.calendar)
    first = _first_call(view, reminder_id)
    if first is not None and first > view.today and day < first:
        return ReminderMove(None, Shift.NOT_YET, first)
    if due is not None and due < view.today:
        shift = Shift.NONE if day == asked else Shift.OVERDUE
    elif day < asked:
        shift = Shift.AFTER_DUE
    else:
        shift = Shift.NONE if day == asked else Shift.REST_DAY
    return ReminderMove(day, shift)


def lengthening_to(view: View, clock_id: str, day: date) -> Lengthening | None:
    """Return the shortest extension by which a clock ends on `day` or after it.

    None for a clock that has ended, has no limit, or would need more than `LONGEST_EXTENSION`. What runs in
    months is lengthened by calendar days.
    """
    row = view.session.get(ClockRow, clock_id)
    if row is None or row.amount is None or row.due is None:
        return None
    unit = read_unit(clock_of(row).clock.limit)
    least, most = 1, LONGEST_EXTENSION
    if (_due_with(view, row, most, unit) or date.min) < day:
        return None
    while least < most:
        middle = (least + most) // 2
        if (_due_with(view, row, middle, unit) or date.min) < day:
            least = middle + 1
        else:
            most = middle
    due = _due_with(view, row, least, unit)
    return Lengthening(least, unit, due) if due is not None else None


def lengthened_due(view: View, clock_id: str, amount: int, unit: Unit) -> date | None:
    """Return the due day of a clock after an extension; raises `UserError` ``record.missing``."""
    row = view.session.get(ClockRow, clock_id)
    if row is None:
        raise UserError("record.missing", table="clock")
    return _due_with(view, row, amount, unit)


def _due_with(view: View, row: ClockRow, amount: int, unit: Unit) -> date | None:
    clock = clock_of(row).clock
    extensions = (*clock.extensions, Extension(view.today, amount, unit))
    return deadline_of(replace(clock, extensions=extensions), view.calendar).due


def _first_call(view: View, clock_id: str) -> date | None:
    """The first day on which a clock calls, by its rule or its light; None for what is no clock."""
    row = view.session.get(ClockRow, clock_id)
    if row is None or row.due is None:
        return None
    rule = view.rules.alerts.on(view.today).get(row.kind)
    days = [row.warn_on] if row.warn_on is not None else []
    if rule is not None:
        days += [on for _, on in step_days(rule, row.due, view.calendar) if on > row.start]
    # A step of a rule may fall on or before the start; then overdue is the first it says.
    return min(days, default=None)
