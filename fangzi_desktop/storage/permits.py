"""Queries over permit items."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.tables import (
    CoordinatorRow,
    CorrectionRow,
    ExtensionRow,
    PartRow,
    PermitItemRow,
    PromiseRow,
    SuspensionRow,
)


def item_rows(session: Session, project_id: str) -> list[PermitItemRow]:
    """Return a project's permit items in their order."""
    statement = sa.select(PermitItemRow).where(PermitItemRow.project_id == project_id)
    return list(session.scalars(statement.order_by(PermitItemRow.position, PermitItemRow.round_no)))


def item_notes(session: Session, project_id: str) -> dict[str, str]:
    """Return what is noted of each of a project's permit items, by their ids."""
    found = select_of(session, [project_id], PermitItemRow, "id", "note")
    return {row[0]: row[1] for row in found}


def suspension_rows(session: Session, item_id: str) -> list[SuspensionRow]:
    """Return an item's suspensions, earliest first."""
    statement = sa.select(SuspensionRow).where(SuspensionRow.item_id == item_id)
    return list(session.scalars(statement.order_by(SuspensionRow.first)))


def correction_rows(session: Session, item_id: str) -> list[CorrectionRow]:
    """Return an item's notices of correction, earliest first."""
    statement = sa.select(CorrectionRow).where(CorrectionRow.item_id == item_id)
    return list(session.scalars(statement.order_by(CorrectionRow.notified_on)))


def extension_rows(session: Session, item_id: str) -> list[ExtensionRow]:
    """Return an item's extensions, earliest first."""
    statement = sa.select(ExtensionRow).where(ExtensionRow.item_id == item_id)
    return list(session.scalars(statement.order_by(ExtensionRow.granted_on)))


def promise_rows(session: Session, item_id: str) -> list[PromiseRow]:
    """Return the papers promised with an item's decision, by the day they are due."""
    statement = sa.select(PromiseRow).where(PromiseRow.item_id == item_id)
    return list(session.scalars(statement.order_by(PromiseRow.due)))


def hung_on(session: Session, item_id: str) -> tuple[Sequence[Row], ...]:
    """Return an item's suspensions, corrections, extensions and promised papers."""
    return (
        suspension_rows(session, item_id),
        correction_rows(session, item_id),
        extension_rows(session, item_id),
        promise_rows(session, item_id),
    )


def coordinators(session: Session, project_id: str) -> dict[str, str]:
    """Return who coordinates a project's parallel groups, by the group's code."""
    statement = sa.select(CoordinatorRow).where(CoordinatorRow.project_id == project_id)
    return {row.group_code: row.name for row in session.scalars(statement)}


def coordinator_row(session: Session, project_id: str, group_code: str) -> CoordinatorRow | None:
    """Return the row that names a group's coordinator."""
    statement = sa.select(CoordinatorRow).where(
        CoordinatorRow.project_id == project_id, CoordinatorRow.group_code == group_code
    )
    return session.scalars(statement).one_or_none()


def part_rows(session: Session, project_id: str) -> list[PartRow]:
    """Return a project's parts in their order."""
    statement = sa.select(PartRow).where(PartRow.project_id == project_id)
    return list(session.scalars(statement.order_by(PartRow.position)))
