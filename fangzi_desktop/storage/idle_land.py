"""What is known of the land of projects, and by when building on it has to begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.idle_land import idle_day
from fangzi_desktop.domain.terms import ClockKind, Milestone
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.stage_tables import ProfileRow, StoppageRow
from fangzi_desktop.storage.tables import MilestoneRow, ProjectRow

# Any of them says that building has begun; the first one that is known gives the day.
STARTS = (Milestone.START_CONTRACT, Milestone.START_LEGAL, Milestone.START)


def stoppage_rows(session: Session, project_id: str) -> list[StoppageRow]:
    """Return a project's stoppages, oldest first."""
    statement = sa.select(StoppageRow).where(StoppageRow.project_id == project_id)
    return list(session.scalars(statement.order_by(StoppageRow.first)))


def land_rows(session: Session) -> list[tuple[ProjectRow, ProfileRow | None]]:
    """Return all projects with what their land contracts say, by name."""
    statement = (
        sa.select(ProjectRow, ProfileRow)
        .outerjoin(ProfileRow, ProfileRow.project_id == ProjectRow.id)
        .order_by(ProjectRow.sort_key, ProjectRow.id)
    )
    return [(project, profile) for project, profile in session.execute(statement)]


def begun_projects(session: Session, ids: Collection[str] | None) -> frozenset[str]:
    """Return on which of the named projects, or of all, building is known to have begun."""
    return frozenset(
        project
        for project, kind in select_of(session, ids, MilestoneRow, "project_id", "kind")
        if kind in STARTS
    )


def all_stoppage_rows(session: Session) -> dict[str, list[StoppageRow]]:
    """Return everybody's stoppages, oldest first, by project."""
    found: dict[str, list[StoppageRow]] = defaultdict(list)
    for row in session.scalars(sa.select(StoppageRow).order_by(StoppageRow.first)):
        found[row.project_id].append(row)
    return found


def idle_land_duties(
    session: Session, ids: Collection[str] | None, days: Mapping[str, Mapping[Milestone, date]]
) -> Iterator[tuple[str, Duty]]:
    """Yield the last day to begin building on land whose contract names a start; its id is the project's."""
    agreed = {
        project: known[Milestone.PLANNED_CONTRACT_START]
        for project, known in days.items()
        if Milestone.PLANNED_CONTRACT_START in known and (ids is None or project in ids)
    }
    if not agreed:
        return
    begun = begun_projects(session, ids)
    for project, start in agreed.items():
        if project not in begun:
            clock = Clock(start, Milestone.PLANNED_CONTRACT_START.zh, None)
            yield (
                project,
                Duty(
                    project,
                    ClockKind.IDLE_LAND,
                    "idle_land",
                    "出让土地动工",
                    "企业方",
                    clock,
                    idle_day(start),
                    # The contract is broken from the day after the agreed start on.
                    calls_on=start + timedelta(days=1),
                ),
            )
