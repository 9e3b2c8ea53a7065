"""Queries over permit items."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.tables import (
    PermitItemRow,
    PermitRuleRow,
    PermitTemplateRow,
    SuspensionRow,
    table_of,
)


def item_rows(session: Session, project_id: str) -> list[PermitItemRow]:
    """Return a project's permit items in their order."""
    statement = sa.select(PermitItemRow).where(PermitItemRow.project_id == project_id)
    return list(session.scalars(statement.order_by(PermitItemRow.position)))


def suspension_rows(session: Session, item_id: str) -> list[SuspensionRow]:
    """Return an item's suspensions, earliest first."""
    statement = sa.select(SuspensionRow).where(SuspensionRow.item_id == item_id)
    return list(session.scalars(statement.order_by(SuspensionRow.first)))


def rule_id(session: Session, code: str) -> str:
    """Return the id of the newest version of a permit rule."""
    rules, templates = table_of(PermitRuleRow), table_of(PermitTemplateRow)
    statement = (
        sa.select(rules.c.id)
        .join(templates, templates.c.id == rules.c.template_id)
        .where(rules.c.code == code)
        .order_by(templates.c.version.desc())
    )
    return str(session.connection().execute(statement.limit(1)).scalar_one())
