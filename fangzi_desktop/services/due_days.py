"""日历: what falls due on each day of a span, what is reminded of again, and what kind of day it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from fangzi_desktop.domain.alerts import silence_id, urgency
from fangzi_desktop.domain.day_kinds import DayMark, mark_of
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind, Unit
from fangzi_desktop.domain.workdays import calendar_days_between, workdays_between
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.pinyin import matches
from fangzi_desktop.storage import due_days as rows
from fangzi_desktop.storage import snoozes
from fangzi_desktop.storage.cards import suspensions_of
from fangzi_desktop.storage.work import View

_ONE_DAY = timedelta(days=1)
_SILENT = silence_id("")


@dataclass(frozen=True, slots=True)
class DayItem:
    """Something that stands on a day of the calendar.

    It stands on its due day, or, with `returns`, on the day on which its reminder comes back; of a silent
    project (`kind` None) only the reminder stands there. `id` is the reminder's, `owner_id` the record's.
    `left` is counted in `left_unit` from today, negative when overdue. `until` is the day to which its
    reminder is put off.
    """

    id: str
    project_id: str
    project: str
    service_officer: str
    search_key: str
    day: date
    kind: ClockKind | None = None
    owner_id: str = ""
    code: str = ""
    label: str = ""
    department: str = ""
    light: Light = Light.GREY
    due: date | None = None
    left: int | None = None
    left_unit: Unit = Unit.CALENDAR_DAY
    provisional: bool = False
    beyond_statutory: bool = False
    until: date | None = None
    returns: bool = False

    @property
    def is_urgent(self) -> bool:
        """Whether it is overdue or ends soon."""
        return self.light in (Light.RED, Light.YELLOW)

    @property
    def office(self) -> str:
        """Who decides, without by whose leave, which some departments add after a comma."""
        return self.department.partition("，")[0]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day with what stands on it, worst first; reminders that come back stand last."""

    mark: DayMark
    items: tuple[DayItem, ...]

    @property
    def day(self) -> date:
        """Which day it is."""
        return self.mark.day


@dataclass(frozen=True, slots=True)
class DueDays:
    """The days of a span, with everybody's officers and the departments that have something in it."""

    days: tuple[CalendarDay, ...]
    officers: tuple[str, ...]
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Only:
    """What a calendar is narrowed to.

    None stands for every officer, an empty name for nobody's projects; an empty department for all.
    """

    officer: str | None = None
    department: str = ""
    urgent: bool = False
    text: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.officer is None and not (self.department or self.urgent or self.text)

    def admits(self, item: DayItem) -> bool:
        """Whether an item is shown."""
        if self.officer is not None and item.service_officer != self.officer:
            return False
        if self.department and item.office != self.department:
            return False
        if self.urgent and not item.is_urgent:
            return False
        words = "\n".join([item.search_key, item.label, item.department, item.service_officer])
        return not self.text or matches(words.casefold(), self.text)


def due_days(view: View, first: date, last: date) -> DueDays:
    """Return the days from `first` to `last`, both included, with what stands on them.

    These are the open clocks with a ceiling of projects still in the mechanism, on their due days, and the
    reminders that were put off, on the days on which they come back. A legal minimum is no deadline and is
    left out, as is what has ended.
    """
    # A month of 3,000 projects holds some thousands.
    with uncollected():
        return _due_days(view, first, last)


def _due_days(view: View, first: date, last: date) -> DueDays:
    asleep = _asleep(view)
    found: dict[date, list[DayItem]] = defaultdict(list)
    for row in rows.due_between(view.session, first, last):
        found[row.due].append(_item(view, row, asleep))
    for item in returning(view, asleep, first, last):
        found[item.day].append(item)
    days, day = [], first
    while day <= last:
        days.append(CalendarDay(mark_of(day, view.calendar), tuple(sorted(found[day], key=_order))))
        day += _ONE_DAY
    departments = {item.office for one in days for item in one.items if item.office}
    return DueDays(tuple(days), tuple(rows.officers(view.session)), tuple(sorted(departments)))


def _asleep(view: View) -> dict[str, date]:
    """Return the latest day that each reminder put off comes back on; an event may bring it back before."""
    away = snoozes.asleep(view.session, view.today, view.calendar)
    return {key: sleeper.until for key, sleeper in away.items()}


def narrowed(read: DueDays, only: Only) -> DueDays:
    """Return the days with only what is asked for."""
    days = (replace(one, items=tuple(item for item in one.items if only.admits(item))) for one in read.days)
    return replace(read, days=tuple(days))


def overdue_items(view: View) -> tuple[DayItem, ...]:
    """Return everything that is overdue today, longest overdue first."""
    asleep = _asleep(view)
    return tuple(_item(view, row, asleep) for row in rows.overdue_before(view.session, view.today))


def returning(view: View, asleep: Mapping[str, date], first: date, last: date) -> Iterable[DayItem]:
    """Give the reminders that come back in a span, each on its day."""
    coming = {key: until for key, until in asleep.items() if first <= until <= last}
    for row in rows.clocks_with(view.session, [key for key in coming if not key.startswith(_SILENT)]):
        yield replace(_item(view, row, asleep), day=coming[row.id], returns=True)
    silent = [key.removeprefix(_SILENT) for key in coming if key.startswith(_SILENT)]
    for row in rows.projects_with(view.session, silent):
        key = silence_id(row.project_id)
        project = (row.project_id, row.project, row.service_officer, row.search_key)
        yield DayItem(key, *project, coming[key], until=coming[key], returns=True)


def _item(view: View, row: Any, asleep: Mapping[str, date]) -> DayItem:
    # Of thousands in a month only a few are read closely: the light needs no more than the stored deadline.
    light = light_on(view.today, due=row.due, warn_on=row.warn_on, stopped=False, kind=LimitKind.MAX)
    unit = Unit.WORKING_DAY if row.unit is Unit.WORKING_DAY else Unit.CALENDAR_DAY
    return DayItem(
        id=row.id,
        project_id=row.project_id,
        project=row.project,
        service_officer=row.service_officer,
        search_key=row.search_key,
        day=row.due,
        kind=row.kind,
        owner_id=row.owner_id,
        code=row.code,
        label=row.label,
        department=row.department,
        light=light if row.due is not None else Light.GREY,
        due=row.due,
        left=_left(view, row, unit) if row.due is not None else None,
        left_unit=unit,
        provisional=row.provisional,
        beyond_statutory=(
            row.statutory_kind is LimitKind.MAX
            and row.statutory_due is not None
            and view.today > row.statutory_due
        ),
        until=asleep.get(row.id),
    )


def _left(view: View, row: Any, unit: Unit) -> int:
    stops = tuple(suspensions_of(row.suspensions)) if row.suspensions != "[]" else ()
    if unit is Unit.WORKING_DAY:
        return workdays_between(view.today, row.due, view.calendar, stops)
    return calendar_days_between(view.today, row.due, stops)


def _order(item: DayItem) -> tuple[bool, int, date, str, str]:
    return (item.returns, *urgency(item.light, item.due, item.project), item.label)
