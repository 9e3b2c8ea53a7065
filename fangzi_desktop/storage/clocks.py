"""The derived tables: open clocks, card summaries and what lies with the departments, written and read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.deadlines import Clock, Deadline, Limit, OpenClock
from fangzi_desktop.domain.desk import DeskItem
from fangzi_desktop.domain.terms import ClockKind, LimitKind, Unit
from fangzi_desktop.storage.cards import extensions_of, suspensions_of
from fangzi_desktop.storage.tables import ClockRow, DeskItemRow, SummaryRow, table_of

_CLOCK = table_of(ClockRow)
_SUMMARY = table_of(SummaryRow)
_DESK = table_of(DeskItemRow)


def replace_derived(
    session: Session,
    projects: Collection[str] | None,
    clocks: Sequence[tuple[str, OpenClock]],
    summaries: Sequence[dict[str, Any]],
    desk: Sequence[dict[str, Any]],
) -> None:
    """Replace the derived rows of the named projects, or of all, by freshly counted ones."""
    connection = session.connection()
    for table, key in (
        (_CLOCK, _CLOCK.c.project_id),
        (_SUMMARY, _SUMMARY.c.id),
        (_DESK, _DESK.c.project_id),
    ):
        if projects is None:
            connection.execute(sa.delete(table))
        else:
            name: sa.BindParameter[str] = sa.bindparam("project")
            connection.execute(sa.delete(table).where(key == name), [{"project": one} for one in projects])
    if clocks:
        connection.execute(sa.insert(_CLOCK), [clock_values(project, clock) for project, clock in clocks])
    if summaries:
        connection.execute(sa.insert(_SUMMARY), list(summaries))
    if desk:
        connection.execute(sa.insert(_DESK), list(desk))


def desk_values(project: str, item: DeskItem, clock: str | None) -> dict[str, Any]:
    """Return the columns that hold an item on a department's desk, with the id of its open clock."""
    return {
        "id": item.id,
        "project_id": project,
        "department": item.department,
        "code": item.code,
        "title": item.title,
        "state": item.state,
        "undecided": item.undecided,
        "applied_on": item.applied_on,
        "accepted_on": item.accepted_on,
        "notified_on": item.notified_on,
        "stopped_since": item.stopped_since,
        "clock": clock,
    }


def all_desk_items(session: Session) -> dict[str, dict[str, Any]]:
    """Return what is stored of every department's desk, by the item's id, as `desk_values` writes it."""
    return {row["id"]: dict(row) for row in session.connection().execute(sa.select(_DESK)).mappings()}


def desk_item_ids(session: Session) -> frozenset[str]:
    """Return the ids of all items that lie on a department's desk or could come to it now."""
    return frozenset(session.connection().execute(sa.select(_DESK.c.id)).scalars())


def clock_values(project: str, open_clock: OpenClock) -> dict[str, Any]:
    """Return the columns that hold an open clock."""
    clock, deadline = open_clock.clock, open_clock.deadline
    return {
        "id": open_clock.id,
        "project_id": project,
        "owner_id": open_clock.owner_id,
        "kind": open_clock.kind,
        "code": open_clock.code,
        "label": open_clock.label,
        "department": open_clock.department,
        "start": clock.start,
        "start_event": clock.start_event,
        "amount": clock.limit.amount if clock.limit else None,
        "unit": clock.limit.unit if clock.limit else None,
        "limit_kind": clock.limit.kind if clock.limit else LimitKind.MAX,
        "statutory_amount": clock.statutory.amount if clock.statutory else None,
        "statutory_unit": clock.statutory.unit if clock.statutory else None,
        "statutory_kind": clock.statutory.kind if clock.statutory else None,
        "suspensions": json.dumps(
            [
                [s.first.isoformat(), s.last.isoformat() if s.last else None, s.reason, s.document_no]
                for s in clock.suspensions
            ],
            ensure_ascii=False,
        ),
        "extensions": json.dumps(
            [
                [
                    e.granted_on.isoformat(),
                    e.amount,
                    e.unit,
                    e.approved_by,
                    e.reason,
                    e.document_no,
                    e.statutory,
                ]
                for e in clock.extensions
            ],
            ensure_ascii=False,
        ),
        "due": deadline.due,
        "statutory_due": deadline.statutory_due,
        "warn_on": deadline.warn_on,
        "provisional": deadline.provisional,
    }


def clock_of(row: Any) -> OpenClock:
    """Make an open clock of a row of the clock table."""
    limit = Limit(row.amount, row.unit, row.limit_kind) if row.amount is not None else None
    statutory = (
        Limit(row.statutory_amount, row.statutory_unit, row.statutory_kind)
        if row.statutory_amount is not None
        else None
    )
    suspensions = tuple(suspensions_of(row.suspensions)) if row.suspensions != "[]" else ()
    extensions = tuple(extensions_of(row.extensions)) if row.extensions != "[]" else ()
    return OpenClock(
        row.kind,
        row.owner_id,
        row.code,
        row.label,
        row.department,
        Clock(row.start, row.start_event, limit, statutory, suspensions, extensions=extensions),
        Deadline(row.due, row.statutory_due, row.warn_on, row.provisional),
    )


def all_clocks(session: Session, *, until: date | None = None) -> Iterable[Any]:
    """Return the open clocks as (project id, clock), earliest due first, stopped ones last."""
    statement = sa.select(_CLOCK).order_by(_CLOCK.c.due.is_(None), _CLOCK.c.due, _CLOCK.c.id)
    if until is not None:
        statement = statement.where(_CLOCK.c.due <= until)
    return [(row.project_id, clock_of(row)) for row in session.connection().execute(statement)]


def calling_clocks(
    session: Session, today: date, horizons: Mapping[ClockKind, date]
) -> list[tuple[str, OpenClock]]:
    """Return the clocks with a ceiling that may call, as in `all_clocks`.

    Those are overdue, yellow by `today`, or end by the horizon of their kind.
    """
    near = (sa.and_(_CLOCK.c.kind == kind, _CLOCK.c.due <= day) for kind, day in horizons.items())
    statement = (
        sa.select(_CLOCK)
        .where(
            _CLOCK.c.limit_kind == LimitKind.MAX,
            sa.or_(_CLOCK.c.due < today, _CLOCK.c.warn_on <= today, *near),
        )
        .order_by(_CLOCK.c.due, _CLOCK.c.id)
    )
    return [(row.project_id, clock_of(row)) for row in session.connection().execute(statement)]


class CallingRow(NamedTuple):
    """A clock that may call, its columns as they are stored: of thousands only the painted ones are read."""

    id: str
    project_id: str
    owner_id: str
    kind: str
    code: str
    label: str
    department: str
    start: str
    start_event: str
    amount: int | None
    unit: str | None
    limit_kind: str
    statutory_amount: int | None
    statutory_unit: str | None
    statutory_kind: str | None
    suspensions: str
    extensions: str
    due: str
    statutory_due: str | None
    warn_on: str | None
    provisional: int


def calling_rows(
    session: Session,
    today: date,
    horizons: Mapping[ClockKind, date],
    projects: Collection[str] | None = None,
) -> list[tuple[Any, ...]]:
    """Return the clocks of `calling_clocks`, of the named projects or of all, as plain columns.

    They have the order of `CallingRow`. A tuple of each is a fifth of the work that a row with names is.
    """
    near = " OR ".join(f"kind = '{kind.value}' AND due <= '{day}'" for kind, day in horizons.items())
    within = "" if projects is None else "project_id IN (SELECT value FROM json_each(:projects)) AND"
    statement = f"""
        SELECT {", ".join(CallingRow._fields)} FROM clock
        WHERE {within} limit_kind = '{LimitKind.MAX.value}' AND due IS NOT NULL
            AND (due < :today OR warn_on <= :today{" OR " + near if near else ""})
    """
    values = {"today": today.isoformat(), "projects": json.dumps([*(projects or ())])}
    if projects is None:
        del values["projects"]
    found = session.connection().exec_driver_sql(statement, values).cursor
    return list(found.fetchall()) if found is not None else []


def next_row(session: Session, today: date, projects: Collection[str]) -> CallingRow | None:
    """Return the clock with a ceiling of one of these projects that ends first, today or later."""
    statement = f"""
        SELECT {", ".join(CallingRow._fields)} FROM clock
        WHERE limit_kind = '{LimitKind.MAX.value}' AND due >= :today
            AND project_id IN (SELECT value FROM json_each(:projects))
        ORDER BY due, id LIMIT 1
    """
    values = {"today": today.isoformat(), "projects": json.dumps([*projects])}
    found = session.connection().exec_driver_sql(statement, values).first()
    return CallingRow._make(found) if found is not None else None


def calling_clock(row: CallingRow) -> OpenClock:
    """Read a clock of its plain columns."""
    typed = {
        "kind": ClockKind(row.kind),
        "start": date.fromisoformat(row.start),
        "unit": Unit(row.unit) if row.unit else None,
        "limit_kind": LimitKind(row.limit_kind),
        "statutory_unit": Unit(row.statutory_unit) if row.statutory_unit else None,
        "statutory_kind": LimitKind(row.statutory_kind) if row.statutory_kind else None,
        "due": date.fromisoformat(row.due),
        "statutory_due": _day(row.statutory_due),
        "warn_on": _day(row.warn_on),
        "provisional": bool(row.provisional),
    }
    return clock_of(SimpleNamespace(**(row._asdict() | typed)))


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


def project_clocks(session: Session, project_id: str) -> list[OpenClock]:
    """Return the open clocks of one project, earliest due first."""
    statement = sa.select(_CLOCK).where(_CLOCK.c.project_id == project_id)
    order = (_CLOCK.c.due.is_(None), _CLOCK.c.due, _CLOCK.c.id)
    return [clock_of(row) for row in session.connection().execute(statement.order_by(*order))]
