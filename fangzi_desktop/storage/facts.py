"""The records of projects, gathered as the values that rules judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import ProblemFacts, ProjectFacts
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.stages import StageFacts, StatusChange, stopped_intervals
from fangzi_desktop.domain.terms import Milestone, ProblemState, Stage
from fangzi_desktop.storage.tables import (
    MilestoneRow,
    PermitItemRow,
    ProblemRow,
    ProjectRow,
    StageRow,
    StatusChangeRow,
    SuspensionRow,
)

# SQLite takes a limited number of variables; past this many projects everything is read at once.
_MANY = 400


def project_facts(session: Session, ids: Collection[str] | None = None) -> list[ProjectFacts]:
    """Return the facts of the named projects, or of all; a name that is gone is left out."""
    if ids is not None and len(ids) > _MANY:
        wanted = set(ids)
        return [facts for facts in project_facts(session) if facts.id in wanted]
    suspensions = _suspensions(session, ids)
    stages: dict[str, dict[Stage, StageFacts]] = defaultdict(dict)
    for project, stage, status, started, done in _select(
        session, ids, StageRow, "project_id", "stage", "status", "started_on", "done_on"
    ):
        stages[project][stage] = StageFacts(stage, status, started, done)
    days: dict[str, dict[Milestone, date]] = defaultdict(dict)
    for project, kind, happened in _select(session, ids, MilestoneRow, "project_id", "kind", "happened"):
        when = PartialDate.from_code(happened)
        if when.is_day:
            days[project][kind] = when.as_date()
    items: dict[str, list[ItemFacts]] = defaultdict(list)
    for project, *values in _select(
        session,
        ids,
        PermitItemRow,
        "project_id",
        "id",
        "code",
        "applicability",
        "state",
        "variant",
        "applied_on",
        "accepted_on",
        "decided_on",
        "certificate_no",
        "rule_id",
    ):
        items[project].append(item_facts(values, suspensions))
    problems: dict[str, list[ProblemFacts]] = defaultdict(list)
    for project, state, *facts in _select(
        session,
        ids,
        ProblemRow,
        "project_id",
        "state",
        "id",
        "number",
        "text",
        "responsible_unit",
        "raised_on",
        "due",
    ):
        if state is ProblemState.OPEN and facts[-1] is not None:
            problems[project].append(ProblemFacts(*facts))
    changes: dict[str, list[StatusChange]] = defaultdict(list)
    for project, *change in _select(
        session, ids, StatusChangeRow, "project_id", "changed_on", "old", "new", "reason", "document_no"
    ):
        changes[project].append(StatusChange(*change))
    return [
        ProjectFacts(
            project,
            stage,
            status,
            route,
            stages[project],
            days[project],
            tuple(items[project]),
            tuple(problems[project]),
            stopped_intervals(changes[project]) if project in changes else (),
        )
        for project, stage, status, route in _select(
            session, ids, ProjectRow, "id", "stage", "status", "route", key="id"
        )
    ]


def item_facts(values: Iterable[Any], suspensions: dict[str, list[Suspension]]) -> ItemFacts:
    """Make one item's facts from its columns: id, code, applicability, state, variant and the days."""
    item, code, applicability, state, variant, applied, accepted, decided, number, rule_id = values
    return ItemFacts(
        id=item,
        code=code,
        applicability=applicability,
        state=state,
        variant=variant,
        applied_on=applied,
        accepted_on=accepted,
        decided_on=decided,
        suspensions=tuple(suspensions.get(item, ())),
        certificate_no=number,
        rule_id=rule_id,
    )


def _suspensions(session: Session, ids: Collection[str] | None) -> dict[str, list[Suspension]]:
    found: dict[str, list[Suspension]] = defaultdict(list)
    for item, first, last, reason, number in _select(
        session, ids, SuspensionRow, "item_id", "first", "last", "reason", "document_no"
    ):
        found[item].append(Suspension(first, last, reason.zh, number))
    for intervals in found.values():
        intervals.sort(key=lambda interval: interval.first)
    return found


def _select(
    session: Session, ids: Collection[str] | None, row: Any, *names: str, key: str = "project_id"
) -> Iterable[Any]:
    if ids is None:
        return session.connection().execute(_statement(row, names, None))
    return session.connection().execute(_statement(row, names, key), {"ids": list(ids)})


@lru_cache
def _statement(row: Any, names: tuple[str, ...], key: str | None) -> sa.Select[Any]:
    """The same seven statements follow every act; building one takes as long as running it."""
    table = row.__table__
    statement = sa.select(*(table.c[name] for name in names))
    if "position" in table.c:
        statement = statement.order_by(table.c.position)
    if key is not None:
        statement = statement.where(table.c[key].in_(sa.bindparam("ids", expanding=True)))
    return statement
