"""The one place where a drafted paper becomes the paper as it stands: people's words in it, and its mark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from fangzi_desktop.domain.report_issues import Standing, standing_of
from fangzi_desktop.domain.report_terms import Span
from fangzi_desktop.storage.report_words import PaperKey, approval_rows, edit_rows
from fangzi_desktop.storage.work import View

if TYPE_CHECKING:
    from fangzi_desktop.reports.document import Document
    from fangzi_desktop.services.reports import ReportAsk


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wrote in the place of a paragraph, and what stood there then."""

    words: str
    drafted: str


@dataclass(frozen=True, slots=True)
class Stand:
    """A paper as it stands: the document to print, its digest, and whether it may go out.

    `approved_on` is the day of the approval that counts, or of the last that no longer does.
    """

    document: Document
    digest: str
    standing: Standing
    approved_on: date | None


def paper_key(ask: ReportAsk) -> PaperKey:
    """Return which paper is asked for, whatever way its period was typed.

    Raises `UserError` ``week.unreadable``.
    """
    period = ""
    if ask.kind.span is Span.WEEK:
        period = ask.week.code
    elif ask.kind.span is Span.MONTH:
        period = f"{ask.month:%Y-%m}"
    return PaperKey(ask.kind, period, ask.subject)


def edits_of(view: View, ask: ReportAsk) -> dict[str, Edit]:
    """Return what was written into a paper, by the paragraphs' keys."""
    return {row.key: Edit(row.words, row.drafted) for row in edit_rows(view.session, paper_key(ask))}


def is_used(ask: ReportAsk, edit: Edit, drafted: str) -> bool:
    """Whether an edit is printed in the place of what is drafted now.

    What is issued is approved anew after every change. The other papers are printed as things stand, with no
    eye on them in between: there an edit no longer counts when the records below it have changed.
    """
    return ask.kind.is_issued or edit.drafted == drafted


def stand_of(view: View, ask: ReportAsk, drafted: Document) -> Stand:
    """Return how a paper stands, by its draft."""
    from fangzi_desktop.reports.document import with_words
    from fangzi_desktop.reports.issuing import digest_of

    edits = edits_of(view, ask)
    used = {
        passage.key: edits[passage.key].words
        for passage in drafted.passages
        if passage.key in edits and is_used(ask, edits[passage.key], passage.text)
    }
    document = with_words(drafted, used)
    if not ask.kind.is_issued:
        return Stand(document, "", Standing.DRAFT, None)
    approvals = {row.digest: row.approved_on for row in approval_rows(view.session, paper_key(ask))}
    digest = digest_of(document)
    standing = standing_of(digest, approvals)
    approved_on = approvals.get(digest) or max(approvals.values(), default=None)
    marked = replace(document, is_draft=standing is not Standing.APPROVED)
    return Stand(marked, digest, standing, approved_on)
