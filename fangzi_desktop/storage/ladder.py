"""Queries over the ladder, and what its open rungs ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.ladder import Rung, pressing
from fangzi_desktop.domain.terms import ClockKind, Milestone
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.stage_tables import LadderRow
from fangzi_desktop.storage.tables import ProjectRow


def ladder_rows(session: Session, project_id: str) -> list[LadderRow]:
    """Return a project's rungs, oldest first."""
    statement = sa.select(LadderRow).where(LadderRow.project_id == project_id)
    return list(session.scalars(statement.order_by(LadderRow.issued_on, LadderRow.id)))


def open_ladder_rows(session: Session) -> list[tuple[LadderRow, str]]:
    """Return everybody's rungs that are not settled, with the names of their projects, oldest first."""
    statement = (
        sa.select(LadderRow, ProjectRow.name)
        .join(ProjectRow, ProjectRow.id == LadderRow.project_id)
        .where(LadderRow.settled_on.is_(None))
        .order_by(LadderRow.issued_on, LadderRow.id)
    )
    return [(row, name) for row, name in session.execute(statement)]


def rungs(session: Session, ids: Collection[str] | None) -> dict[str, list[Rung]]:
    """Return the rungs of the named projects, or of all, by project."""
    found: dict[str, list[Rung]] = defaultdict(list)
    for project, *values in select_of(session, ids, LadderRow, "project_id", *_RUNG):
        found[project].append(Rung(*values))
    return found


def rung_of(row: LadderRow) -> Rung:
    """Return a row as the value that rules judge."""
    return Rung(row.id, row.level, row.issued_on, row.due, row.settled_on, row.commitment_id)


def ladder_duties(
    session: Session, ids: Collection[str] | None, days: Mapping[str, Mapping[Milestone, date]]
) -> Iterator[tuple[str, Duty]]:
    """Yield the day that each pressing rung gives the enterprise."""
    for project, found in rungs(session, ids).items():
        for rung in pressing(found):
            if rung.due is not None:
                clock = Clock(rung.issued_on, rung.level.zh, None)
                label = f"{rung.level.zh}：整改到位"
                yield (
                    project,
                    Duty(rung.id, ClockKind.LADDER, rung.level.value, label, "企业方", clock, rung.due),
                )


_RUNG = ("id", "level", "issued_on", "due", "settled_on", "commitment_id")
