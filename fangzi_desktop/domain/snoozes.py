"""How long a reminder that was put off stays away, and the event that it may wait for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from fangzi_desktop.domain.workdays import WorkCalendar

ONE_DAY = timedelta(days=1)
# What has no due day of its own waits no longer than this for an event.
EVENT_CAP_WORKDAYS = 20


class Awaited(Enum):
    """Kinds of events that a reminder can wait for."""

    ITEM = "item"
    MILESTONE = "milestone"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class AwaitedEvent:
    """What a reminder waits for: a permit item's end, a milestone's record, or that a stage is entered.

    `key` is the item's id, the milestone or the stage.
    """

    kind: Awaited
    key: str

    @property
    def code(self) -> str:
        """The event as it is stored."""
        return f"{self.kind.value}.{self.key}"


def awaited_event(code: str) -> AwaitedEvent | None:
    """Return a stored event; None for an empty text or one of a kind that is not known."""
    kind, _, key = code.partition(".")
    known = {one.value: one for one in Awaited}
    return AwaitedEvent(known[kind], key) if kind in known and key else None


def comes_back_on(until: date, put_off_on: date, due: date | None, calendar: WorkCalendar) -> date:
    """Return the working day on which a reminder comes back by its due day as it is now.

    Nothing red sleeps longer than to the first working day after it turned red, or after it was put off if
    it was red by then. The due day may have moved since; a later one never lengthens the sleep.
    """
    if due is None:
        return until
    return min(until, calendar.next_workday(max(due, put_off_on) + ONE_DAY))


def is_asleep(until: date, put_off_on: date, due: date | None, today: date, calendar: WorkCalendar) -> bool:
    """Whether a reminder that was put off still stays away.

    What was put off on a day that is yet to come, by a computer whose clock was ahead, is awake.
    """
    return put_off_on <= today < comes_back_on(until, put_off_on, due, calendar)


def sleeps_since(today: date, calendar: WorkCalendar) -> date:
    """Return the last working day up to `today`.

    A reminder sleeps beyond its due day only if that day or the day it was put off is not before this one:
    the same rule as `is_asleep`, for where a calendar is out of reach.
    """
    return calendar.nth_before(today, 0)
