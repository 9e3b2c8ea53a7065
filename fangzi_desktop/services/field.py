"""外勤 at a glance: the visits and promises that are due, and the visits of this week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.dates import week_of
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.terms import ClockKind, Light, LimitKind
from fangzi_desktop.services.visits import VisitForm
from fangzi_desktop.storage import visits as rows
from fangzi_desktop.storage.work import View

AHEAD_CALENDAR_DAYS = 7


@dataclass(frozen=True, slots=True)
class DueLine:
    """A visit to make or a promise to be kept; `owner_id` is the visit before, or the promise;
    `since` is the day of that visit."""

    id: str
    owner_id: str
    project_id: str
    project: str
    officer: str
    label: str
    who: str
    since: date | None
    due: date
    light: Light


@dataclass(frozen=True, slots=True)
class MadeVisit:
    """A visit that was made."""

    id: str
    project_id: str
    project: str
    form: VisitForm


@dataclass(frozen=True, slots=True)
class FieldDay:
    """What is due by `AHEAD_CALENDAR_DAYS` from today, overdue first, and what was made in this week."""

    visits: tuple[DueLine, ...]
    promises: tuple[DueLine, ...]
    made: tuple[MadeVisit, ...]


def field_day(view: View) -> FieldDay:
    """Return what field work there is today."""
    until = view.today + timedelta(days=AHEAD_CALENDAR_DAYS)
    week = week_of(view.today)
    return FieldDay(
        _due(view, ClockKind.VISIT, until),
        _due(view, ClockKind.PROMISE, until),
        tuple(
            MadeVisit(
                row.id,
                row.project_id,
                name,
                VisitForm(row.visited_on, row.text, row.who, row.node, row.percent, row.next_on),
            )
            for row, name in rows.visits_between(view.session, week.monday, week.sunday)
        ),
    )


def _due(view: View, kind: ClockKind, until: date) -> tuple[DueLine, ...]:
    return tuple(
        DueLine(
            row.id,
            row.owner_id,
            row.project_id,
            row.project,
            row.service_officer,
            row.label,
            row.department,
            row.start,
            row.due,
            light_on(view.today, due=row.due, warn_on=row.warn_on, stopped=False, kind=LimitKind.MAX),
        )
        for row in rows.due_by(view.session, kind, until)
    )
