"""The words of a paper: drafted from the records, edited by people, approved (审定) as they then stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_issues import Standing
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.report_edits import Edit, edits_of, is_used, paper_key, stand_of
from fangzi_desktop.services.reports import ReportAsk, drafted_document, report_stand
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.report_words import approval_rows, edit_rows
from fangzi_desktop.storage.stage_tables import ReportApprovalRow, ReportEditRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class WordsSource:
    """A row of the records that a paragraph rests on; without a `kind` it is the project itself."""

    words: str
    project_id: str
    kind: ClockKind | None
    owner_id: str


@dataclass(frozen=True, slots=True)
class WordsLine:
    """A paragraph of a paper; one without a `key` is not edited.

    `drafted` is what the records say now and `written` what a person put in its place: None where nobody
    did, empty where it is left out. `has_changed` tells that the draft is another than it was then, and
    `is_gone` that there is no such paragraph any more; what was written is then not printed. Nor is it where
    not `is_used`.
    """

    key: str
    section: str
    lead: str
    drafted: str
    written: str | None = None
    has_changed: bool = False
    is_used: bool = True
    is_gone: bool = False
    sources: tuple[WordsSource, ...] = ()

    @property
    def printed(self) -> str:
        """What stands in the paper."""
        return self.written if self.written is not None and self.is_used else self.drafted

    @property
    def is_left_out(self) -> bool:
        """Whether a person left the paragraph out."""
        return self.written == "" and self.is_used


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The paragraphs of a paper in the order of the text, and how it stands.

    `digest` is handed to `approve_report`, so that what is approved is what was read.
    """

    ask: ReportAsk
    title: str
    lines: tuple[WordsLine, ...]
    digest: str
    standing: Standing
    approved_on: date | None

    @property
    def changed(self) -> int:
        """How many edits stand on a draft that has changed since, or on none."""
        return sum(line.has_changed or line.is_gone for line in self.lines)


def words(view: View, ask: ReportAsk) -> PaperWords:
    """Return the paragraphs of a paper. Raises `UserError` as `report_document` does."""
    from fangzi_desktop.reports.document import Heading, Passage

    with uncollected():
        drafted = drafted_document(view, ask)
        stand = stand_of(view, ask, drafted)
    left = edits_of(view, ask)
    lines: list[WordsLine] = []
    headings: dict[int, str] = {}
    for block in drafted.blocks:
        if isinstance(block, Heading):
            headings = {level: text for level, text in headings.items() if level < block.level}
            headings[block.level] = block.text
        elif isinstance(block, Passage):
            sources = tuple(
                WordsSource(one.words, one.project_id, one.kind, one.owner_id) for one in block.sources
            )
            section = " ".join(headings.values())
            edit = left.pop(block.key, None) if block.key else None
            lines.append(_line(ask, block.key, section, block.lead, block.text, edit, sources))
    lines.extend(
        WordsLine(key, "", "", edit.drafted, edit.words, is_used=False, is_gone=True)
        for key, edit in left.items()
    )
    return PaperWords(ask, drafted.title, tuple(lines), stand.digest, stand.standing, stand.approved_on)


def edit_passage(work: Work, ask: ReportAsk, key: str, text: str, drafted: str) -> None:
    """Put words in the place of a paragraph; empty ones leave it out, and its own draft restores it.

    `drafted` is what the person saw drafted there. Raises `UserError` ``text.forbidden``.
    """
    written = clean_text(text)
    if written == drafted:
        restore_passage(work, ask, key)
        return
    paper = paper_key(ask)
    rows = edit_rows(work.session, paper, key)
    if not rows:
        work.add(
            ReportEditRow(
                id=natural_id("report_edit", paper.kind, paper.period, paper.subject, key),
                kind=paper.kind,
                period=paper.period,
                subject=paper.subject,
                key=key,
                drafted=drafted,
                words=written,
            )
        )
        return
    rows[-1].drafted, rows[-1].words = drafted, written


def restore_passage(work: Work, ask: ReportAsk, key: str) -> None:
    """Let a paragraph be drafted from the records again."""
    for row in edit_rows(work.session, paper_key(ask), key):
        work.delete(row)


def approve_report(work: Work, ask: ReportAsk, digest: str) -> None:
    """Approve a paper as it now reads; the approval counts while it reads so.

    Raises `UserError` ``report.not_issued`` for a paper that is printed as things stand,
    ``report.read_again`` if it no longer has the `digest` of what the person read, and as
    `report_document` does.
    """
    if not ask.kind.is_issued:
        raise UserError("report.not_issued", kind=ask.kind.zh)
    stand = report_stand(work, ask)
    if stand.digest != digest:
        raise UserError("report.read_again")
    if stand.standing is Standing.APPROVED:
        return
    paper = paper_key(ask)
    present = approval_rows(work.session, paper)
    for row in present:
        row.digest, row.approved_on = digest, work.today
    if present:
        return
    work.add(
        ReportApprovalRow(
            id=natural_id("report_approval", paper.kind, paper.period, paper.subject),
            kind=paper.kind,
            period=paper.period,
            subject=paper.subject,
            digest=digest,
            approved_on=work.today,
        )
    )


def withdraw_approval(work: Work, ask: ReportAsk) -> None:
    """Take the approval of a paper back. Raises `UserError` ``report.not_approved``."""
    rows = approval_rows(work.session, paper_key(ask))
    if not rows:
        raise UserError("report.not_approved")
    for row in rows:
        work.delete(row)


def _line(
    ask: ReportAsk,
    key: str,
    section: str,
    lead: str,
    drafted: str,
    edit: Edit | None,
    sources: tuple[WordsSource, ...],
) -> WordsLine:
    if edit is None:
        return WordsLine(key, section, lead, drafted, sources=sources)
    return WordsLine(
        key,
        section,
        lead,
        drafted,
        edit.words,
        has_changed=edit.drafted != drafted,
        is_used=is_used(ask, edit, drafted),
        sources=sources,
    )
