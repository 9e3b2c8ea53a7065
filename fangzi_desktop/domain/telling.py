"""When the desktop may tell of what calls, and what of it was told already."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from fangzi_desktop.domain.alert_rules import Alert
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.workdays import WorkCalendar

# What calls no longer is remembered for so long, in case an edit that took it away is undone.
REMEMBERED_CALENDAR_DAYS = 60


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The office's hours on a working day, in office time; `closes` itself is outside."""

    opens: time = time(8, 30)
    closes: time = time(18, 0)


def check_hours(hours: WorkingHours) -> WorkingHours:
    """Return hours that end after they begin, or raise `UserError` ``telling.hours``."""
    if hours.opens >= hours.closes:
        raise UserError("telling.hours")
    return hours


def may_tell(office_now: datetime, hours: WorkingHours, calendar: WorkCalendar) -> bool:
    """Whether it is working time: within the hours of a working day, made-up Saturdays included."""
    return calendar.is_workday(office_now.date()) and hours.opens <= office_now.time() < hours.closes


def calling_key(clock_id: str, alert: Alert, woken_on: date | None = None) -> str:
    """Return a short name of one calling of a clock, the same on every run.

    Another step, another day of the same step after an edit, and the return of a reminder that was put off
    (`woken_on`) are callings of their own.
    """
    named = f"{clock_id}|{alert.on}|{alert.left}|{alert.overdue_workdays}|{woken_on or ''}"
    return hashlib.blake2b(named.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Told:
    """Which callings were told on this machine, each with the day of the last time it called."""

    days: Mapping[str, date] = field(default_factory=dict)

    def untold(self, calling: Collection[str]) -> frozenset[str]:
        """Return which of the callings were not told yet."""
        return frozenset(key for key in calling if key not in self.days)

    def after(self, told: Collection[str], calling: Collection[str], today: date) -> Told:
        """Return what is remembered after telling some, while all of `calling` call."""
        oldest = today - timedelta(days=REMEMBERED_CALENDAR_DAYS)
        kept = {key: day for key, day in self.days.items() if day >= oldest}
        present = dict.fromkeys((key for key in calling if key in self.days), today)
        return Told(kept | present | dict.fromkeys(told, today))

    def text(self) -> str:
        """Return what is remembered as a short text, for `told_from`."""
        by_day: dict[str, list[str]] = {}
        for key, day in sorted(self.days.items()):
            by_day.setdefault(day.isoformat(), []).append(key)
        return json.dumps({day: "".join(keys) for day, keys in sorted(by_day.items())})


def told_from(text: str) -> Told:
    """Read what `Told.text` wrote; anything else stands for nothing told."""
    try:
        by_day = json.loads(text or "{}")
        return Told(
            {
                keys[start : start + 12]: date.fromisoformat(day)
                for day, keys in by_day.items()
                for start in range(0, len(keys), 12)
            }
        )
    except (ValueError, TypeError, AttributeError):
        return Told()
