"""Counting how the 论证 ended."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.terms import Milestone, ProjectStatus
from fangzi_desktop.storage.tables import MilestoneRow, ProjectRow, table_of


def count_outcomes(session: Session) -> tuple[int, int, int]:
    """Return how many projects passed the review, how many were vetoed and how many removed."""
    project, milestone = table_of(ProjectRow), table_of(MilestoneRow)
    left = (ProjectStatus.VETOED, ProjectStatus.REMOVED)
    passed = (
        sa.select(sa.func.count())
        .select_from(milestone.join(project, project.c.id == milestone.c.project_id))
        .where(milestone.c.kind == Milestone.REVIEW_PASSED, project.c.status.not_in(left))
    )
    by_status = sa.select(project.c.status, sa.func.count().label("number")).group_by(project.c.status)
    counts: dict[ProjectStatus, int] = {
        row.status: row.number for row in session.connection().execute(by_status)
    }
    return (
        session.connection().execute(passed).scalar_one(),
        counts.get(ProjectStatus.VETOED, 0),
        counts.get(ProjectStatus.REMOVED, 0),
    )
