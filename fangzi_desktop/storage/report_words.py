"""Rows of what people wrote into a paper and of its approval."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.storage.stage_tables import ReportApprovalRow, ReportEditRow

# Two laptops may each have written into one paper; of several rows the one that came last holds.
_IN_ORDER = sa.text("rowid")


@dataclass(frozen=True, slots=True)
class PaperKey:
    """Which paper: its kind, its period as stored, and its subject."""

    kind: ReportKind
    period: str
    subject: str


def edit_rows(session: Session, paper: PaperKey, key: str | None = None) -> list[ReportEditRow]:
    """Return what was written into a paper, or into one of its paragraphs, oldest first."""
    statement = sa.select(ReportEditRow).where(
        ReportEditRow.kind == paper.kind,
        ReportEditRow.period == paper.period,
        ReportEditRow.subject == paper.subject,
    )
    if key is not None:
        statement = statement.where(ReportEditRow.key == key)
    return list(session.scalars(statement.order_by(_IN_ORDER)))


def approval_rows(session: Session, paper: PaperKey) -> list[ReportApprovalRow]:
    """Return the approvals of a paper, oldest first."""
    statement = sa.select(ReportApprovalRow).where(
        ReportApprovalRow.kind == paper.kind,
        ReportApprovalRow.period == paper.period,
        ReportApprovalRow.subject == paper.subject,
    )
    return list(session.scalars(statement.order_by(_IN_ORDER)))
