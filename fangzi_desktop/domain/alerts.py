"""What 今日 shows first, what has stood too long or gone silent, and when a reminder comes back."""

from __future__ import annotations

from datetime import date, timedelta

from fangzi_desktop.domain.terms import ClockKind, Light, Term
from fangzi_desktop.domain.workdays import WorkCalendar, add_workdays

_WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)
_SNOOZE_WORKDAYS = 3
_WEEK = 7


class Later(Term):
    """How far a reminder is put off."""

    TOMORROW = "tomorrow", "明天"
    THREE_WORKDAYS = "three_workdays", "3个工作日"
    NEXT_MONDAY = "next_monday", "下周一"


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


def reminded_again_on(choice: Later, today: date, due: date | None, calendar: WorkCalendar) -> date:
    """Return the working day on which a reminder that is put off comes back.

    The deadline stays where it is. What is not yet overdue comes back at the latest on the first working day
    after its due date, so that nothing goes red unseen.
    """
    if choice is Later.TOMORROW:
        day = calendar.next_workday(today + timedelta(days=1))
    elif choice is Later.THREE_WORKDAYS:
        day = add_workdays(today, _SNOOZE_WORKDAYS, calendar)
    else:
        day = calendar.next_workday(today + timedelta(days=_WEEK - today.weekday()))
    if due is None or due < today:
        return day
    return min(day, calendar.next_workday(due + timedelta(days=1)))
