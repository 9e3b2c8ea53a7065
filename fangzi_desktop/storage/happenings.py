"""What happened between two days, by the dates of the events themselves and by the journal."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.terms import Milestone, PermitState, ProjectStatus, Stage
from fangzi_desktop.storage.journal import INSERT
from fangzi_desktop.storage.tables import (
    ActRow,
    ChangeRow,
    MilestoneRow,
    PermitItemRow,
    ProjectRow,
    StageRow,
    StatusChangeRow,
    table_of,
)


@dataclass(frozen=True, slots=True)
class ItemDay:
    """A permit item on the day it was accepted or decided."""

    project_id: str
    item_id: str
    rule_id: str
    on: date
    number: str


@dataclass(frozen=True, slots=True)
class StageMove:
    """A project's main stage that ended up another one; `on` is the event's date, not the typing's."""

    project_id: str
    before: Stage
    after: Stage
    on: date


def decided_items(session: Session, first: date, last: date) -> list[ItemDay]:
    """Return the items decided (办结) from `first` to `last`, both included, earliest first."""
    item = PermitItemRow
    return _items(session, item.decided_on, first, last, item.state == PermitState.DECIDED)


def accepted_items(session: Session, first: date, last: date) -> list[ItemDay]:
    """Return the items accepted (受理) from `first` to `last`, both included, earliest first."""
    return _items(session, PermitItemRow.accepted_on, first, last, sa.true())


def _items(
    session: Session,
    day: sa.orm.InstrumentedAttribute[date | None],
    first: date,
    last: date,
    condition: sa.ColumnElement[bool],
) -> list[ItemDay]:
    item = PermitItemRow
    statement = (
        sa.select(item.project_id, item.id, item.rule_id, day, item.certificate_no)
        .where(day.between(first, last), condition)
        .order_by(day, item.position)
    )
    return [
        ItemDay(project, item_id, rule_id, on, number)
        for project, item_id, rule_id, on, number in session.execute(statement)
        if on is not None
    ]


def milestones(session: Session, first: date, last: date) -> list[tuple[str, Milestone, date]]:
    """Return the dated facts known to the day from `first` to `last`, earliest first."""
    row = MilestoneRow
    # Codes of days sort like the days; a month's code is shorter and falls out below.
    statement = sa.select(row.project_id, row.kind, row.happened).where(
        row.happened.between(first.isoformat(), last.isoformat())
    )
    found = [
        (project, kind, when.as_date())
        for project, kind, code in session.execute(statement)
        if (when := PartialDate.from_code(code)).is_day
    ]
    return sorted(found, key=lambda one: one[2])


def status_changes(session: Session, first: date, last: date) -> list[tuple[str, ProjectStatus, date, str]]:
    """Return changes of project status from `first` to `last`, earliest first."""
    row = StatusChangeRow
    statement = (
        sa.select(row.project_id, row.new, row.changed_on, row.reason)
        .where(row.changed_on.between(first, last))
        .order_by(row.changed_on)
    )
    return [(project, new, on, reason) for project, new, on, reason in session.execute(statement)]


def taken_over_projects(session: Session, first: date, last: date) -> frozenset[str]:
    """Return the projects written into the records from `first` to `last` out of an older ledger.

    Such a project has no day on which it entered the mechanism's ledger.
    """
    act, change = table_of(ActRow), table_of(ChangeRow)
    statement = (
        sa.select(ProjectRow.id)
        .join(change, sa.and_(change.c.row_id == ProjectRow.id, change.c.table_name == "project"))
        .join(act, act.c.id == change.c.act)
        .where(ProjectRow.created_on.is_(None), change.c.op == INSERT, act.c.office_day.between(first, last))
    )
    return frozenset(session.scalars(statement))


def stage_moves(session: Session, first: date, last: date) -> list[StageMove]:
    """Return the projects whose main stage was moved from `first` to `last`.

    A move counts in the span its event's date lies in. The journal tells what the stage was before; a move
    that was undone or gone back on cancels out.
    """
    act, change = table_of(ActRow), table_of(ChangeRow)
    statement = (
        sa.select(change.c.project_id, change.c.old, change.c.new, act.c.office_day)
        .join(act, act.c.id == change.c.act)
        .where(change.c.table_name == "project", change.c.field == "stage", act.c.office_day >= first)
        .order_by(change.c.id)
    )
    path: dict[str, list[tuple[Stage, Stage, date]]] = {}
    for project, old, new, day in session.connection().execute(statement):
        path.setdefault(project, []).append((Stage(json.loads(old)), Stage(json.loads(new)), day))
    starts = _stage_starts(session)
    moves = []
    for project, steps in path.items():
        inside = [
            (before, after, on)
            for before, after, typed in steps
            if first <= (on := min(starts.get((project, after), typed), typed)) <= last
        ]
        if inside and inside[0][0] is not inside[-1][1]:
            moves.append(StageMove(project, inside[0][0], inside[-1][1], inside[-1][2]))
    return sorted(moves, key=lambda move: move.on)


def _stage_starts(session: Session) -> dict[tuple[str, Stage], date]:
    row = StageRow
    statement = sa.select(row.project_id, row.stage, row.started_on).where(row.started_on.is_not(None))
    found = session.execute(statement)
    return {(project, stage): started for project, stage, started in found if started is not None}


def finished_stages(session: Session, first: date, last: date) -> list[tuple[str, Stage, date, date]]:
    """Return the stages done from `first` to `last`, both included, of which the beginning is known too."""
    row = StageRow
    statement = (
        sa.select(row.project_id, row.stage, row.started_on, row.done_on)
        .where(row.done_on.between(first, last), row.started_on.is_not(None))
        .order_by(row.done_on, row.project_id)
    )
    return [
        (project, stage, started, done)
        for project, stage, started, done in session.execute(statement)
        if started is not None and done is not None
    ]


def first_office_day(session: Session) -> date | None:
    """Return the office day of the oldest act in the journal."""
    act = table_of(ActRow)
    oldest: date | None = session.connection().execute(sa.select(sa.func.min(act.c.office_day))).scalar_one()
    return oldest
