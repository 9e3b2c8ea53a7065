"""What 今日 shows first, what has stood too long or gone silent, and when a reminder comes back."""

from __future__ import annotations

from datetime import date, timedelta

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, Light, Term
from fangzi_desktop.domain.workdays import WorkCalendar, add_workdays

_WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_SNOOZE_WORKDAYS = 3
_WEEK = 7
ONE_DAY = timedelta(days=1)


class Later(Term):
    """How far a reminder is put off."""

    TOMORROW = "tomorrow", "明天"
    THREE_WORKDAYS = "three_workdays", "3个工作日"
    NEXT_MEETING = "next_meeting", "下次例会"
    DAY = "day", "指定日期"
    EVENT = "event", "到某事件"


def silence_id(project_id: str) -> str:
    """Return the id of the reminder that a project has gone silent; other reminders have their clock's."""
    return f"silent:{project_id}"


def urgency(light: Light, due: date | None, name: str = "") -> tuple[int, date, str]:
    """Return a sort key, worst first: by light, then by due date, then by name; no due date comes last.

    Due dates and not what is left decide, because working days and calendar days do not compare.
    """
    return _WORST_FIRST.index(light), due or date.max, name


def is_overlong(kind: ClockKind, light: Light) -> bool:
    """Whether a project has stood in its stage for longer than the stage's own or the overall limit."""
    return light is Light.RED and kind in (ClockKind.STAGE, ClockKind.OVERALL)


def is_silent(last_change: date, today: date, calendar_days: int) -> bool:
    """Whether nothing has been recorded for at least so many calendar days."""
    return (today - last_change).days >= calendar_days


def silence_due(last_change: date, calendar_days: int) -> date:
    """Return the last day on which a project without any further record is not yet silent.

    Silence then runs like a clock that is due on this day: it calls from the first working day after it.
    """
    return last_change + timedelta(days=calendar_days - 1)


def asked_day(choice: Later, today: date, calendar: WorkCalendar, meeting_weekday: int) -> date:
    """Return the working day that one of the named choices asks for.

    The team meets every week on `meeting_weekday` (Monday is 0), or on the next working day after it. Raises
    `ValueError` for a choice that is a day or an event of its own.
    """
    if choice is Later.TOMORROW:
        return calendar.next_workday(today + ONE_DAY)
    if choice is Later.THREE_WORKDAYS:
        return add_workdays(today, _SNOOZE_WORKDAYS, calendar)
    if choice is Later.NEXT_MEETING:
        return next_meeting(today, calendar, meeting_weekday)
    raise ValueError(choice)


def next_meeting(today: date, calendar: WorkCalendar, meeting_weekday: int) -> date:
    """Return the day of the team's first weekly meeting after today.

    A meeting whose weekday is a rest day is held on the next working day; in a week of rest it is left out.
    """
    day = today + timedelta(days=(meeting_weekday - today.weekday() - 1) % _WEEK + 1)
    # A meeting that was put off to today or later this week is still to come.
    held = calendar.next_workday(day - timedelta(days=_WEEK))
    return held if held > today else calendar.next_workday(day)


def reminded_again_on(asked: date, today: date, due: date | None, calendar: WorkCalendar) -> date:
    """Return the working day on which a reminder that is put off to a day comes back.

    The deadline stays where it is. What is overdue comes back on the next working day, whatever was asked;
    what is not comes back at the latest on the first working day after its due date, so that nothing goes red
    unseen. Raises `UserError` ``snooze.past`` for a day that is not in the future.
    """
    if asked <= today:
        raise UserError("snooze.past", today=today)
    if due is not None and due < today:
        return calendar.next_workday(today + ONE_DAY)
    day = calendar.next_workday(asked)
    return day if due is None else min(day, calendar.next_workday(due + ONE_DAY))
