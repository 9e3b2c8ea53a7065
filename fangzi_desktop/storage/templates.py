"""Queries over versions of the permit checklist and the projects that follow them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import PermitState, Stage
from fangzi_desktop.storage.tables import (
    AttachmentRow,
    CorrectionRow,
    ExtensionRow,
    MaterialRow,
    PermitItemRow,
    PermitRuleRow,
    ProjectRow,
    PromiseRow,
    SuspensionRow,
    table_of,
)

_RECORDS = (SuspensionRow, CorrectionRow, ExtensionRow, PromiseRow, MaterialRow, AttachmentRow)
# What an item holds once somebody has recorded anything on it; the note of 不涉及 is no such thing.
_DAYS = ("applied_on", "accepted_on", "decided_on", "delivered_on", "valid_until")
_TEXTS = ("certificate_no", "issuing_body", "waiver")


def rule_rows(session: Session, template_id: str) -> list[PermitRuleRow]:
    """Return the rules of one version, in their order."""
    statement = sa.select(PermitRuleRow).where(PermitRuleRow.template_id == template_id)
    return list(session.scalars(statement.order_by(PermitRuleRow.position)))


def followers(session: Session) -> dict[str, int]:
    """Return how many projects follow each version, by its id, those that have left included."""
    project = table_of(ProjectRow)
    statement = (
        sa.select(project.c.template_id, sa.func.count().label("projects"))
        .where(project.c.template_id.is_not(None))
        .group_by(project.c.template_id)
    )
    return {row.template_id: row.projects for row in session.connection().execute(statement)}


def projects_under(session: Session, template_id: str) -> int:
    """Return how many projects follow a version or hold an item that keeps a rule of it."""
    project, item, rule = (table_of(row) for row in (ProjectRow, PermitItemRow, PermitRuleRow))
    following = sa.select(project.c.id).where(project.c.template_id == template_id)
    keeping = (
        sa.select(item.c.project_id)
        .join(rule, rule.c.id == item.c.rule_id)
        .where(rule.c.template_id == template_id)
    )
    ids = sa.union(following, keeping).subquery()
    counted: int = session.connection().execute(sa.select(sa.func.count()).select_from(ids)).scalar_one()
    return counted


class Follower(NamedTuple):
    """A project still in the mechanism, with the version its checklist follows."""

    id: str
    name: str
    stage: Stage
    template_id: str | None


def open_followers(session: Session) -> list[Follower]:
    """Return the projects still in the mechanism that have a checklist, by name."""
    project, item = table_of(ProjectRow), table_of(PermitItemRow)
    columns: tuple[Any, ...] = (project.c.id, project.c.name, project.c.stage, project.c.template_id)
    statement = (
        sa.select(*columns)
        .where(project.c.status.not_in(TERMINAL), project.c.id.in_(sa.select(item.c.project_id).distinct()))
        .order_by(project.c.sort_key, project.c.id)
    )
    return [Follower(*row) for row in session.connection().execute(statement)]


def without_checklist(session: Session) -> frozenset[str]:
    """Return the ids of the projects that have no checklist yet."""
    project, item = table_of(ProjectRow), table_of(PermitItemRow)
    statement = sa.select(project.c.id).where(project.c.id.not_in(sa.select(item.c.project_id).distinct()))
    return frozenset(session.connection().execute(statement).scalars())


def begun_items(session: Session, project_id: str | None = None) -> dict[str, frozenset[str]]:
    """Return by project the items on which anything has been recorded, of one project or of all."""
    item = table_of(PermitItemRow)
    told = sa.or_(
        item.c.state != PermitState.NOT_STARTED,
        *(item.c[name].is_not(None) for name in _DAYS),
        *(item.c[name] != "" for name in _TEXTS),
    )
    statements = [sa.select(item.c.project_id, item.c.id).where(told)]
    for row in _RECORDS:
        record = table_of(row)
        statements.append(
            sa.select(record.c.project_id, record.c.item_id).where(record.c.item_id.is_not(None))
        )
    found: dict[str, set[str]] = defaultdict(set)
    for statement in statements:
        if project_id is not None:
            statement = statement.where(statement.selected_columns[0] == project_id)
        for project, item_id in session.connection().execute(statement):
            found[project].add(item_id)
    return {project: frozenset(ids) for project, ids in found.items()}
