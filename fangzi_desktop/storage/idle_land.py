"""What is known of the land of projects, and by when building on it has to begin."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.idle_land import idle_day
from fangzi_desktop.domain.terms import ClockKind, Milestone
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.stage_tables import StoppageRow
from fangzi_desktop.storage.tables import MilestoneRow

# Any of them says that building has begun; the first one that is known gives the day.
STARTS = (Milestone.START_CONTRACT, Milestone.START_LEGAL, Milestone.START)


def stoppage_rows(session: Session, project_id: str) -> list[StoppageRow]:
    """Return a project's stoppages, oldest first."""
    statement = sa.select(StoppageRow).where(StoppageRow.project_id == project_id)
    return list(session.scalars(statement.order_by(StoppageRow.first)))


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
    begun = {
        project
        for project, kind in select_of(session, ids, MilestoneRow, "project_id", "kind")
        if kind in STARTS
    }
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
