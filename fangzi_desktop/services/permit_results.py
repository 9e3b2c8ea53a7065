"""What an item ends with: certificate, promised papers, waiver; and when somebody last verified it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain import permit_items as item_rule
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Applicability, IssueMode
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.papers import note_received
from fangzi_desktop.services.permit_rows import load_item
from fangzi_desktop.services.permits import decide_item
from fangzi_desktop.storage import permits as rows
from fangzi_desktop.storage.tables import PermitItemRow, PromiseRow
from fangzi_desktop.storage.work import Work


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands on the paper an item ended with, and the day it was received (送达)."""

    number: str
    issuing_body: str
    delivered_on: date | None
    valid_until: date | None


def record_certificate(work: Work, item_id: str, certificate: Certificate) -> None:
    """Record the certificate of a decided item."""
    row, facts, _ = load_item(work, item_id)
    item_rule.check_certificate(facts, certificate.delivered_on, certificate.valid_until, work.today)
    row.certificate_no = clean_text(certificate.number).strip()
    row.issuing_body = clean_text(certificate.issuing_body).strip()
    row.delivered_on = certificate.delivered_on
    row.valid_until = certificate.valid_until


def promise_papers(work: Work, item_id: str, mode: IssueMode, papers: Sequence[tuple[str, date]]) -> None:
    """Record that an item was decided on a promise, and which papers are to follow by which day.

    The papers replace those still outstanding; what has been handed in stays. With every paper there
    (材料齐全) none is named.
    """
    row, facts, _ = load_item(work, item_id)
    named = [(clean_text(name).strip(), due) for name, due in papers]
    item_rule.check_promises(facts, mode, named)
    for old in rows.promise_rows(work.session, item_id):
        if old.handed_in_on is None:
            work.delete(old)
    row.issue_mode = mode
    for name, due in named:
        work.add(PromiseRow(id=work.new_id(), project_id=row.project_id, item_id=item_id, name=name, due=due))


def decide_on_promise(
    work: Work,
    item_id: str,
    on: date,
    certificate_no: str,
    mode: IssueMode,
    papers: Sequence[tuple[str, date]],
) -> tuple[str, ...]:
    """Record a decision that was made on a promise, in one act with its papers.

    Returns the codes of prerequisites that are still open; refusals are those of both.
    """
    open_ones = decide_item(work, item_id, on, certificate_no)
    promise_papers(work, item_id, mode, papers)
    return open_ones


def hand_in_paper(work: Work, promise_id: str, on: date) -> None:
    """Record that a promised paper came in. Raises `UserError` ``permit.handed_in_out_of_range``."""
    promise = work.get(PromiseRow, promise_id)
    decided_on = work.get(PermitItemRow, promise.item_id).decided_on
    item_rule.check_handed_in(decided_on, on, work.today)
    promise.handed_in_on = on
    note_received(work, promise.item_id, promise.name, on)


def verify_items(work: Work, item_ids: Sequence[str], on: date) -> int:
    """Record that somebody made sure on a day that the records are true, and return of how many.

    Raises `UserError` ``permit.in_future``.
    """
    if on > work.today:
        raise UserError("permit.in_future", today=work.today)
    for item_id in item_ids:
        work.get(PermitItemRow, item_id).verified_on = on
    return len(item_ids)


def waive_items(work: Work, item_ids: Sequence[str], document: str) -> int:
    """Waive items whose plot a 区域评估 covers, with the paper that says so, and return how many.

    A waived item is 不涉及 and satisfies what depends on it (优化营商环境条例 §42). Raises `UserError`:
    ``permit.no_waiver_document``, ``permit.not_regional`` for one that no 区域评估 can cover,
    ``permit.already_begun``; one refused item leaves all as they were.
    """
    document = clean_text(document).strip()
    if not document:
        raise UserError("permit.no_waiver_document")
    for item_id in item_ids:
        row, facts, rule = load_item(work, item_id)
        if not rule.regional_eval:
            raise UserError("permit.not_regional", name=rule.name)
        item_rule.check_not_begun(facts.state)
        row.applicability = Applicability.NOT_APPLICABLE
        row.waiver = document
    return len(item_ids)
