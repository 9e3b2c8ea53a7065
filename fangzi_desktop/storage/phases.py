"""The phases of projects as rows."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.phases import Phase
from fangzi_desktop.domain.terms import Milestone, PartKind
from fangzi_desktop.storage.stage_tables import NodeRow, PartDateRow
from fangzi_desktop.storage.tables import PartRow


def project_phases(session: Session, project_id: str) -> tuple[Phase, ...]:
    """Return the phases of a project in their order."""
    parts = session.scalars(
        sa.select(PartRow)
        .where(PartRow.project_id == project_id, PartRow.kind == PartKind.PHASE)
        .order_by(PartRow.position)
    ).all()
    dates: dict[str, dict[Milestone, PartialDate]] = {part.id: {} for part in parts}
    for row in session.scalars(sa.select(PartDateRow).where(PartDateRow.project_id == project_id)):
        if row.part_id in dates:
            dates[row.part_id][row.kind] = PartialDate.from_code(row.happened)
    return tuple(
        Phase(
            part.id,
            part.name,
            part.area_mu,
            part.investment_yuan,
            part.fixed_investment_yuan,
            dates[part.id],
        )
        for part in parts
    )


def date_rows(session: Session, part_id: str) -> dict[Milestone, PartDateRow]:
    """Return the dated facts of a part."""
    statement = sa.select(PartDateRow).where(PartDateRow.part_id == part_id)
    return {row.kind: row for row in session.scalars(statement)}


def has_nodes(session: Session, part_id: str) -> bool:
    """Whether nodes of building are recorded for a part."""
    return session.scalar(sa.select(NodeRow.id).where(NodeRow.part_id == part_id).limit(1)) is not None
