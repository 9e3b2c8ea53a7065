"""Queries over permit items."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.tables import PermitItemRow, SuspensionRow


def item_rows(session: Session, project_id: str) -> list[PermitItemRow]:
    """Return a project's permit items in their order."""
    statement = sa.select(PermitItemRow).where(PermitItemRow.project_id == project_id)
    return list(session.scalars(statement.order_by(PermitItemRow.position)))


def suspension_rows(session: Session, item_id: str) -> list[SuspensionRow]:
    """Return an item's suspensions, earliest first."""
    statement = sa.select(SuspensionRow).where(SuspensionRow.item_id == item_id)
    return list(session.scalars(statement.order_by(SuspensionRow.first)))
