"""Queries over what is known of a project beyond its ledger line: papers and ways back."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.storage.stage_tables import EvidenceRow, SendBackRow


def evidence_rows(session: Session, project_id: str) -> dict[Evidence, EvidenceRow]:
    """Return the papers that a project has for its stages, by kind."""
    rows = session.scalars(sa.select(EvidenceRow).where(EvidenceRow.project_id == project_id))
    return {row.kind: row for row in rows}


def send_back_rows(session: Session, project_id: str) -> list[SendBackRow]:
    """Return how often a project was sent back to an earlier stage, oldest first."""
    statement = sa.select(SendBackRow).where(SendBackRow.project_id == project_id)
    return list(session.scalars(statement.order_by(SendBackRow.moved_on, SendBackRow.id)))
