"""Issuing a paper (编发): numbered, kept with its data, corrected by a new version, printed again as it was.

The pages are printed and kept first (`prepare_issue`, which may run on another thread) and then recorded, so
that no record ever names a file that is not there.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_figures import IssuedFigures
from fangzi_desktop.domain.report_issues import (
    check_approved,
    check_correction,
    check_first,
    issue_name,
    number_of,
)
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.reports.document import Document
from fangzi_desktop.reports.issuing import (
    as_correction,
    as_issued,
    as_reprint,
    document_in,
    figures_in,
    kept_content,
)
from fangzi_desktop.services.printing import Printed, document_bytes
from fangzi_desktop.services.report_edits import Stand, paper_key
from fangzi_desktop.services.report_figures import present_figures
from fangzi_desktop.services.reports import ReportAsk, report_stand
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import report_issues as rows
from fangzi_desktop.storage.attachments import Attachments, Content
from fangzi_desktop.storage.stage_tables import ReportIssueRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class IssueLine:
    """A version of a number that was issued; of several the highest is the `is_newest`.

    `name` is 〔2023〕第8期, with its version where that is a correction, whose `reason` it says.
    """

    id: str
    kind: ReportKind
    period: str
    year: int
    number: int
    version: int
    name: str
    title: str
    issued_on: date
    reason: str
    pages: int
    is_newest: bool


@dataclass(frozen=True, slots=True)
class NextIssue:
    """What issuing a period would make, and what was issued of it, the newest version first."""

    name: str
    is_correction: bool
    issued: tuple[IssueLine, ...]


@dataclass(frozen=True, slots=True)
class PreparedIssue:
    """A number that is printed and kept, and not recorded yet; `digest` is of what was approved."""

    ask: ReportAsk
    digest: str
    name: str
    version: int
    reason: str
    title: str
    issued_on: date
    printed: Printed
    pdf: Content
    content: Content


@dataclass(frozen=True, slots=True)
class _Draft:
    """A number with everything that is to be kept of it."""

    document: Document
    figures: IssuedFigures
    digest: str
    title: str
    name: str
    version: int
    reason: str
    issued_on: date


def prepare_issue(workspace: Workspace, ask: ReportAsk, reason: str = "") -> PreparedIssue:
    """Print a paper as a number, or with a `reason` as a correction of one, and keep its files.

    What is kept and never recorded is cleared away with the other unused files. Raises `UserError`
    ``report.not_issued``, ``report.not_approved``, ``report.changed_since``, ``report.already_issued``,
    ``report.nothing_to_correct``, ``attachment.not_kept`` and as `report_bytes` does.
    """
    draft = workspace.read(_drawn_up, ask, clean_text(reason))
    printed = document_bytes(draft.document)
    store = Attachments(workspace.store.folder)
    content = kept_content(draft.document, draft.figures)
    return PreparedIssue(
        ask,
        draft.digest,
        draft.name,
        draft.version,
        draft.reason,
        draft.title,
        draft.issued_on,
        printed,
        store.put(printed.pdf, f"{draft.name}.pdf"),
        store.put(content, f"{draft.name}.json"),
    )


def issue_report(work: Work, prepared: PreparedIssue) -> str:
    """Record that a number was issued as it was prepared, and return its id.

    Raises `UserError` as `prepare_issue` does, and ``report.prepare_again`` if the paper, the day or what was
    issued is no longer as it was then.
    """
    return _record(work, prepared)


def correct_report(work: Work, prepared: PreparedIssue) -> str:
    """Record that a correction (更正) was issued as it was prepared; as `issue_report`."""
    return _record(work, prepared)


def next_issue(view: View, ask: ReportAsk) -> NextIssue:
    """Return what issuing a period would make. Raises ``report.not_issued`` for other papers."""
    paper = paper_key(ask)
    year, number = number_of(paper.kind, paper.period)
    found = rows.versions_of(view.session, paper)
    version = max((row.version for row in found), default=0) + 1
    lines = _lines([*reversed(found)])
    return NextIssue(issue_name(year, number, version), bool(found), lines)


def issues(view: View, kind: ReportKind | None = None) -> tuple[IssueLine, ...]:
    """Return every version of every number that was issued, or those of a kind, the newest first."""
    return _lines(rows.issue_rows(view.session, kind))


def issue_pages(workspace: Workspace, issue_id: str) -> Printed:
    """Return the pages of a number as they went out, to the byte.

    Raises `UserError` ``record.missing``, ``report.original_lost`` or ``report.original_damaged``;
    `remade_pages` then may help. May run on another thread.
    """
    row = workspace.read(_issue, issue_id)
    name = rows.name_of(row)
    pdf = _kept(workspace, rows.pdf_of(row), name, "report.original_lost", "report.original_damaged")
    return Printed(pdf, row.pages, (), ())


def remade_pages(workspace: Workspace, issue_id: str) -> Printed:
    """Return pages made anew from what was kept of a number, marked as 重印.

    Raises `UserError` ``record.missing``, ``report.content_lost`` or ``report.content_damaged``, and as
    `report_bytes` does. May run on another thread.
    """
    row = workspace.read(_issue, issue_id)
    name = rows.name_of(row)
    content = _kept(workspace, rows.content_of(row), name, "report.content_lost", "report.content_damaged")
    return document_bytes(as_reprint(document_in(content)))


def last_issue(view: View, kind: ReportKind, before_period: str) -> IssuedFigures | None:
    """Return the figures of the last number before a period, in its newest version.

    A number whose figures are lost or damaged is passed over for the one before it; None where there is
    none. The figures name their number, so that a paper can say what it compares with.
    """
    store = Attachments(rows.team_folder(view.session))
    for row in rows.issues_before(view.session, kind, before_period):
        with suppress(UserError, OSError):
            return figures_in(store.read(rows.content_of(row), rows.name_of(row)))
    return None


def _drawn_up(view: View, ask: ReportAsk, reason: str) -> _Draft:
    paper = paper_key(ask)
    year, number = number_of(paper.kind, paper.period)
    stand = report_stand(view, ask)
    version, replaced_on = _allowed(view, ask, stand, reason)
    document = as_issued(stand.document)
    if replaced_on is not None:
        document = as_correction(stand.document, version, replaced_on, reason)
    name = issue_name(year, number, version)
    return _Draft(
        document,
        present_figures(view, paper.kind, paper.period, version),
        stand.digest,
        stand.document.title,
        f"{paper.kind.zh}{name}",
        version,
        reason,
        view.today,
    )


def _allowed(view: View, ask: ReportAsk, stand: Stand, reason: str) -> tuple[int, date | None]:
    """Allow a number to be issued; return its version, and the day of the one it replaces."""
    paper = paper_key(ask)
    check_approved(stand.standing)
    issued = rows.versions_of(view.session, paper)
    versions = [row.version for row in issued]
    name = issue_name(*number_of(paper.kind, paper.period))
    if not reason:
        check_first(name, versions)
        return 1, None
    return check_correction(name, versions), issued[-1].issued_on


def _record(work: Work, prepared: PreparedIssue) -> str:
    paper = paper_key(prepared.ask)
    stand = report_stand(work, prepared.ask)
    version, _ = _allowed(work, prepared.ask, stand, prepared.reason)
    as_prepared = (prepared.digest, prepared.version, prepared.issued_on)
    if as_prepared != (stand.digest, version, work.today):
        raise UserError("report.prepare_again")
    year, number = number_of(paper.kind, paper.period)
    row = ReportIssueRow(
        id=work.new_id(),
        kind=paper.kind,
        period=paper.period,
        subject=paper.subject,
        year=year,
        number=number,
        version=version,
        title=prepared.title,
        issued_on=prepared.issued_on,
        reason=prepared.reason,
        pages=prepared.printed.pages,
        pdf_sha256=prepared.pdf.sha256,
        pdf_bytes=prepared.pdf.size_bytes,
        content_sha256=prepared.content.sha256,
        content_bytes=prepared.content.size_bytes,
    )
    return work.add(row).id


def _issue(view: View, issue_id: str) -> ReportIssueRow:
    row = view.session.get(ReportIssueRow, issue_id)
    if row is None:
        raise UserError("record.missing", table=ReportIssueRow.__tablename__)
    return row


def _kept(workspace: Workspace, content: Content, name: str, lost: str, damaged: str) -> bytes:
    """Return a kept file's bytes, or refuse in the words for this file."""
    try:
        return Attachments(workspace.store.folder).read(content, name)
    except (UserError, OSError) as error:
        is_lost = isinstance(error, UserError) and error.code == "attachment.lost"
        raise UserError(lost if is_lost else damaged, issue=name) from error


def _lines(found: list[ReportIssueRow]) -> tuple[IssueLine, ...]:
    newest: dict[tuple[ReportKind, str, str], int] = {}
    for row in found:
        paper = (row.kind, row.period, row.subject)
        newest[paper] = max(row.version, newest.get(paper, 0))
    return tuple(
        IssueLine(
            row.id,
            row.kind,
            row.period,
            row.year,
            row.number,
            row.version,
            issue_name(row.year, row.number, row.version),
            row.title,
            row.issued_on,
            row.reason,
            row.pages,
            row.version == newest[(row.kind, row.period, row.subject)],
        )
        for row in found
    )
