"""Support policies matched to a project, with legal basis and fair-competition review (mechanism §5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.agreements import SupportFacts, SupportGap, check_support, support_gaps
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import FairReview
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.services.agreements import agreement_title
from fangzi_desktop.storage import agreements as rows
from fangzi_desktop.storage.stage_tables import AgreementRow, SupportRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class SupportForm:
    """What a person says of a support policy; `matched_to` names what it answers to (匹配依据)."""

    name: str
    matched_to: str = ""
    amount_yuan: int | None = None
    condition: str = ""
    legal_basis: str = ""
    fair_review: FairReview = FairReview.PENDING
    fair_review_no: str = ""
    fair_review_on: date | None = None
    agreement_id: str | None = None


@dataclass(frozen=True, slots=True)
class SupportLine:
    """A support policy as it is read: the sums of its payments, and what the law misses beside it."""

    id: str
    project_id: str
    form: SupportForm
    agreement: str
    planned_yuan: int
    paid_yuan: int
    gaps: tuple[SupportGap, ...]

    @property
    def is_barred(self) -> bool:
        """Whether it must not be paid."""
        return SupportGap.REVIEW_FAILED in self.gaps


def add_support(work: Work, project_id: str, form: SupportForm) -> str:
    """Record a support policy and return its id; what the law misses beside it is told, not refused.

    Raises `UserError`: those of `check_support`, and ``support.other_project`` for another project's
    agreement.
    """
    project = work.get(ProjectRow, project_id)
    row = SupportRow(id=work.new_id(), project_id=project.id, name="")
    _fill(work, row, form)
    work.add(row)
    return row.id


def add_supports(work: Work, project_id: str, forms: Sequence[SupportForm]) -> int:
    """Record several support policies as one act, all or none, and return how many."""
    for form in forms:
        add_support(work, project_id, form)
    return len(forms)


def edit_support(work: Work, support_id: str, form: SupportForm) -> None:
    """Write what the form holds; raises `UserError` like `add_support`."""
    _fill(work, work.get(SupportRow, support_id), form)


def remove_support(work: Work, support_id: str) -> None:
    """Delete a support policy. Raises `UserError` ``support.in_use`` while it has payments."""
    row = work.get(SupportRow, support_id)
    count = rows.payout_count(work.session, support_id)
    if count:
        raise UserError("support.in_use", count=count)
    work.delete(row)


def supports(view: View, project_id: str) -> tuple[SupportLine, ...]:
    """Return a project's support policies by name, first those beside which something is missing."""
    sums = rows.payout_sums(view.session, project_id)
    titles = {
        row.id: agreement_title(row.kind, row.number) for row in rows.agreement_rows(view.session, project_id)
    }
    lines = [
        _line(row, titles, *sums.get(row.id, (0, 0))) for row in rows.support_rows(view.session, project_id)
    ]
    return tuple(sorted(lines, key=lambda one: (not one.is_barred, not one.gaps)))


def _line(row: SupportRow, titles: dict[str, str], planned_yuan: int, paid_yuan: int) -> SupportLine:
    facts = SupportFacts(
        row.legal_basis,
        row.fair_review,
        row.fair_review_no,
        row.fair_review_on,
        row.amount_yuan,
        planned_yuan,
    )
    form = SupportForm(
        row.name,
        row.matched_to,
        row.amount_yuan,
        row.condition,
        row.legal_basis,
        row.fair_review,
        row.fair_review_no,
        row.fair_review_on,
        row.agreement_id,
    )
    agreement = titles.get(row.agreement_id or "", "")
    return SupportLine(row.id, row.project_id, form, agreement, planned_yuan, paid_yuan, support_gaps(facts))


def _fill(work: Work, row: SupportRow, form: SupportForm) -> None:
    name = clean_line(form.name)
    check_support(name, form.amount_yuan, form.fair_review_on, work.today)
    if (
        form.agreement_id is not None
        and work.get(AgreementRow, form.agreement_id).project_id != row.project_id
    ):
        raise UserError("support.other_project")
    row.name = name
    row.matched_to = clean_text(form.matched_to)
    row.amount_yuan = form.amount_yuan
    row.condition = clean_text(form.condition)
    row.legal_basis = clean_text(form.legal_basis)
    row.fair_review = form.fair_review
    row.fair_review_no = clean_text(form.fair_review_no)
    row.fair_review_on = form.fair_review_on
    row.agreement_id = form.agreement_id
