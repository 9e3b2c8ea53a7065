"""The derived tables: open clocks, card summaries and what lies with the departments, written and read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.deadlines import Clock, Deadline, Extension, Limit, OpenClock, Suspension
from fangzi_desktop.domain.desk import DeskItem
from fangzi_desktop.domain.terms import ClockKind, LimitKind
from fangzi_desktop.storage.cards import CLOCK_COLUMNS, extensions_of, suspensions_of
from fangzi_desktop.storage.cards import clock_of as read_clock
from fangzi_desktop.storage.reading import MANY, driver_of, places
from fangzi_desktop.storage.tables import ClockRow, DeskItemRow, SummaryRow, table_of

_CLOCK = table_of(ClockRow)
_SUMMARY = table_of(SummaryRow)
_DESK = table_of(DeskItemRow)


# A derived row as it is stored, its columns in the order of its table.
Stored = tuple[Any, ...]


def replace_derived(
    session: Session,
    projects: Collection[str] | None,
    clocks: Iterable[Stored],
    summaries: Iterable[Stored],
    desk: Iterable[Stored],
) -> None:
    """Make the derived rows of the named projects, or of all, those that were counted freshly.

    Only what differs is written: of forty clocks an act moves one or two, a new calendar a few hundred of a
    hundred thousand, and every row written costs several pages of the file.
    """
    driver = driver_of(session)
    for table, key, fresh in (
        (_CLOCK, "project_id", clocks),
        (_SUMMARY, "id", summaries),
        (_DESK, "project_id", desk),
    ):
        over = _stored(driver, table, key, projects)
        changed = []
        for row in fresh:
            if over.get(row[0]) == row:
                del over[row[0]]
            else:
                changed.append(row)
        if over:
            driver.executemany(f"DELETE FROM {table.name} WHERE id = ?", [(row_id,) for row_id in over])
        if changed:
            values = places(len(table.c))
            driver.executemany(f"INSERT INTO {table.name} ({_columns(table)}) VALUES ({values})", changed)


def _stored(driver: Any, table: sa.Table, key: str, projects: Collection[str] | None) -> dict[str, Stored]:
    """Return the stored rows of the named projects, or of all, by their ids."""
    statement = f"SELECT {_columns(table)} FROM {table.name}"
    if projects is None:
        rows = driver.execute(statement)
    elif len(projects) <= MANY:
        rows = driver.execute(f"{statement} WHERE {key} IN ({places(len(projects))})", tuple(projects))
    else:
        place = [column.name for column in table.c].index(key)
        rows = (row for row in driver.execute(statement) if row[place] in projects)
    return {row[0]: row for row in rows}


@cache
def _columns(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.c)


def desk_values(project: str, item: DeskItem, clock: str | None) -> Stored:
    """Return what is stored of an item on a department's desk, with the id of its open clock."""
    return (
        item.id,
        project,
        item.department,
        item.code,
        item.title,
        item.state.value,
        int(item.undecided),
        _day(item.applied_on),
        _day(item.accepted_on),
        _day(item.notified_on),
        _day(item.stopped_since),
        clock,
    )


def all_derived(session: Session) -> tuple[dict[str, Stored], dict[str, Stored], dict[str, Stored]]:
    """Return what is stored of every clock, summary and item on a desk, each by its id."""
    driver = driver_of(session)
    clocks, summaries, desk = (_stored(driver, table, "id", None) for table in (_CLOCK, _SUMMARY, _DESK))
    return clocks, summaries, desk


def desk_item_ids(session: Session) -> frozenset[str]:
    """Return the ids of all items that lie on a department's desk or could come to it now."""
    return frozenset(session.connection().execute(sa.select(_DESK.c.id)).scalars())


def clock_values(project: str, open_clock: OpenClock) -> Stored:
    """Return what is stored of an open clock."""
    clock, deadline = open_clock.clock, open_clock.deadline
    return (
        open_clock.id,
        project,
        open_clock.owner_id,
        open_clock.kind.value,
        open_clock.code,
        open_clock.label,
        open_clock.department,
        _day(clock.start),
        clock.start_event,
        *(_limit(clock.limit) if clock.limit is not None else _NO_CEILING),
        *(_limit(clock.statutory) if clock.statutory is not None else _NO_LIMIT),
        _suspensions(clock.suspensions) if clock.suspensions else "[]",
        _extensions(clock.extensions) if clock.extensions else "[]",
        _day(deadline.due),
        _day(deadline.statutory_due),
        _day(deadline.warn_on),
        int(deadline.provisional),
    )


_NO_LIMIT = (None, None, None)
# What has a day and no limit calls like what has a ceiling.
_NO_CEILING = (None, None, LimitKind.MAX.value)


def _limit(limit: Limit) -> Stored:
    return limit.amount, limit.unit.value, limit.kind.value


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _suspensions(suspensions: Iterable[Suspension]) -> str:
    return json.dumps(
        [[_day(one.first), _day(one.last), one.reason, one.document_no] for one in suspensions],
        ensure_ascii=False,
    )


def _extensions(extensions: Iterable[Extension]) -> str:
    return json.dumps(
        [
            [_day(e.granted_on), e.amount, e.unit, e.approved_by, e.reason, e.document_no, e.statutory]
            for e in extensions
        ],
        ensure_ascii=False,
    )


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


def all_clocks(session: Session) -> list[tuple[str, OpenClock]]:
    """Return the open clocks as (project id, clock), earliest due first, stopped ones last."""
    return [(project, read_clock(unread)) for project, *unread in driver_of(session).execute(_ALL_CLOCKS)]


_IN_ORDER = "ORDER BY due IS NULL, due, id"
_ALL_CLOCKS = f"SELECT project_id, {', '.join(CLOCK_COLUMNS)} FROM clock {_IN_ORDER}"
_OWN_CLOCKS = f"SELECT {', '.join(CLOCK_COLUMNS)} FROM clock WHERE project_id = ? {_IN_ORDER}"


def calling_clocks(
    session: Session, today: date, horizons: Mapping[ClockKind, date]
) -> list[tuple[str, OpenClock]]:
    """Return the clocks with a ceiling that may call, as in `all_clocks`.

    Those are overdue, yellow by `today`, or end by the horizon of their kind.
    """
    rows = [CallingRow._make(row) for row in calling_rows(session, today, horizons)]
    rows.sort(key=lambda row: (row.due, row.id))
    return [(row.project_id, calling_clock(row)) for row in rows]


class CallingRow(NamedTuple):
    """A clock that may call, its columns as they are stored: of thousands only the painted ones are read."""

    id: str
    project_id: str
    kind: str
    owner_id: str
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
    within = "" if projects is None else "project_id IN (SELECT value FROM json_each(:projects)) AND"
    statement = f"""
        SELECT {", ".join(CallingRow._fields)} FROM clock
        WHERE {within} limit_kind = '{LimitKind.MAX.value}' AND due IS NOT NULL
            AND (warn_on <= :today OR due < :today OR {_near(horizons)})
    """
    values = {"today": today.isoformat(), "projects": json.dumps([*(projects or ())])}
    if projects is None:
        del values["projects"]
    found = session.connection().exec_driver_sql(statement, values).cursor
    return list(found.fetchall()) if found is not None else []


def _near(horizons: Mapping[ClockKind, date]) -> str:
    """Word which clocks end by the horizon of their kind.

    Most of them end after all horizons, and of the others each horizon is asked once: asked kind by kind, it
    takes twice the time to go through a hundred thousand.
    """
    kinds: dict[date, list[str]] = defaultdict(list)
    for kind, day in horizons.items():
        kinds[day].append(f"'{kind.value}'")
    if not kinds:
        return "FALSE"
    near = " OR ".join(f"due <= '{day}' AND kind IN ({', '.join(own)})" for day, own in kinds.items())
    return f"due <= '{max(kinds)}' AND ({near})"


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
    return read_clock(row[2:])


def project_clocks(session: Session, project_id: str) -> list[OpenClock]:
    """Return the open clocks of one project, earliest due first."""
    return [read_clock(unread) for unread in driver_of(session).execute(_OWN_CLOCKS, (project_id,))]
