"""Rows of the papers that were issued, and the files they name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.report_issues import issue_name
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.storage.attachments import Content
from fangzi_desktop.storage.report_words import PaperKey
from fangzi_desktop.storage.stage_tables import ReportIssueRow
from fangzi_desktop.storage.tables import ChangeRow, table_of

_IN_ORDER = sa.text("rowid")
_FILES = ("pdf_sha256", "content_sha256")


def issue_rows(session: Session, kind: ReportKind | None = None) -> list[ReportIssueRow]:
    """Return every issued number, or those of a kind: the newest period first, its newest version first."""
    statement = sa.select(ReportIssueRow)
    if kind is not None:
        statement = statement.where(ReportIssueRow.kind == kind)
    return list(
        session.scalars(
            statement.order_by(
                ReportIssueRow.year.desc(),
                ReportIssueRow.issued_on.desc(),
                ReportIssueRow.kind,
                ReportIssueRow.number.desc(),
                ReportIssueRow.version.desc(),
                sa.text("rowid DESC"),
            )
        )
    )


def versions_of(session: Session, paper: PaperKey) -> list[ReportIssueRow]:
    """Return what was issued of one period, oldest version first."""
    statement = sa.select(ReportIssueRow).where(
        ReportIssueRow.kind == paper.kind,
        ReportIssueRow.period == paper.period,
        ReportIssueRow.subject == paper.subject,
    )
    return list(session.scalars(statement.order_by(ReportIssueRow.version, _IN_ORDER)))


def issues_before(session: Session, kind: ReportKind, period: str) -> Iterator[ReportIssueRow]:
    """Yield what was issued of earlier periods, the last first; periods of a kind are ordered as text."""
    statement = sa.select(ReportIssueRow).where(ReportIssueRow.kind == kind, ReportIssueRow.period < period)
    yield from session.scalars(
        statement.order_by(ReportIssueRow.period.desc(), ReportIssueRow.version.desc(), sa.text("rowid DESC"))
    )


def pdf_of(row: ReportIssueRow) -> Content:
    """The file that was printed."""
    return Content(row.pdf_sha256, row.pdf_bytes)


def content_of(row: ReportIssueRow) -> Content:
    """The document and the figures it was made of."""
    return Content(row.content_sha256, row.content_bytes)


def name_of(row: ReportIssueRow) -> str:
    """The name of a number: 周报〔2023〕第8期."""
    return f"{row.kind.zh}{issue_name(row.year, row.number, row.version)}"


def issued_contents(session: Session) -> frozenset[str]:
    """Return every SHA-256 that an issue names, or that the journal says one has named."""
    change = table_of(ChangeRow)
    whole = sa.func.coalesce(change.c.new, change.c.old)
    found: set[str] = set()
    for field in _FILES:
        told = sa.select(sa.func.json_extract(whole, f"$.{field}")).where(
            change.c.table_name == ReportIssueRow.__tablename__, change.c.field == ""
        )
        found.update(session.scalars(sa.select(getattr(ReportIssueRow, field))))
        found.update(session.scalars(told))
    return frozenset(found)


def team_folder(session: Session) -> Path:
    """Return the folder of the database that a session reads, where `attachments/` lies too."""
    databases = session.connection().exec_driver_sql("PRAGMA database_list")
    return next(Path(file).parent for _, name, file in databases if name == "main")
