"""What departments write about an item under way: corrections, days not counted, and extensions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain import permit_items as item_rule
from fangzi_desktop.domain.deadlines import Extension, Suspension
from fangzi_desktop.domain.permit_items import Correction, ItemFacts, Items
from fangzi_desktop.domain.terms import PermitState, SuspensionReason
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.permit_rows import load_item, project_items, route_of
from fangzi_desktop.storage import permits as rows
from fangzi_desktop.storage.journal import last_change
from fangzi_desktop.storage.tables import CorrectionRow, ExtensionRow, PermitItemRow, SuspensionRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class SuspensionRecord:
    """Days that are not counted, as recorded; both ends inclusive."""

    id: str
    first: date
    last: date | None
    reason: SuspensionReason
    document_no: str


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """A notice of what the application lacked, as recorded."""

    id: str
    notified_on: date
    answered_on: date | None
    reason: str
    document_no: str


@dataclass(frozen=True, slots=True)
class ExtensionRecord:
    """An extension, as recorded."""

    id: str
    extension: Extension


@dataclass(frozen=True, slots=True)
class ItemRecords:
    """What hangs on an item, oldest first, and the office day of its last change by the journal.

    That somebody verified the item is no change of it.
    """

    suspensions: tuple[SuspensionRecord, ...]
    corrections: tuple[CorrectionRecord, ...]
    extensions: tuple[ExtensionRecord, ...]
    changed_on: date | None


def require_correction(
    work: Work, item_id: str, notified_on: date, reason: str, document_no: str = ""
) -> None:
    """Record that the department said what the application lacks (补正, 行政许可法 §32).

    The clock has not started; `apply_item` records the day it was made good.
    """
    row, facts, _ = load_item(work, item_id)
    reason, document_no = clean_text(reason).strip(), clean_text(document_no).strip()
    item_rule.check_correct(facts, Correction(notified_on, None, reason, document_no), work.today)
    work.add(
        CorrectionRow(
            id=work.new_id(),
            project_id=row.project_id,
            item_id=item_id,
            notified_on=notified_on,
            reason=reason,
            document_no=document_no,
        )
    )
    row.state = PermitState.CORRECTING


def remove_correction(work: Work, correction_id: str) -> None:
    """Take a notice back that was recorded by mistake; one that still waits leaves the item received."""
    notice = work.get(CorrectionRow, correction_id)
    row, _, _ = load_item(work, notice.item_id)
    if notice.answered_on is None and row.state is PermitState.CORRECTING:
        row.state = PermitState.APPLIED
    work.delete(notice)


def exclude_days(
    work: Work, item_id: str, first: date, last: date, reason: SuspensionReason, document_no: str = ""
) -> None:
    """Record days that are not counted with both ends known (行政许可法 §45).

    Raises `UserError` like `suspend_item`, and ``permit.not_under_way`` before acceptance or after the end.
    """
    row, facts, _ = load_item(work, item_id)
    item_rule.check_exclude(facts, Suspension(first, last, reason.zh, document_no))
    work.add(
        SuspensionRow(
            id=work.new_id(),
            project_id=row.project_id,
            item_id=item_id,
            first=first,
            last=last,
            reason=reason,
            document_no=clean_text(document_no).strip(),
        )
    )


def correct_suspension(
    work: Work,
    suspension_id: str,
    first: date,
    last: date | None,
    reason: SuspensionReason,
    document_no: str = "",
) -> None:
    """Correct days that are not counted; without `last` the clock still stands.

    The other days of the item must still fit; refusals are those of recording them.
    """
    stop = work.get(SuspensionRow, suspension_id)
    row, _, _ = load_item(work, stop.item_id)
    stop.first, stop.last, stop.reason = first, last, reason
    stop.document_no = clean_text(document_no).strip()
    _settle(work, row)


def remove_suspension(work: Work, suspension_id: str) -> None:
    """Take days back that were recorded as not counted by mistake."""
    stop = work.get(SuspensionRow, suspension_id)
    row, _, _ = load_item(work, stop.item_id)
    work.delete(stop)
    _settle(work, row)


def _settle(work: Work, row: PermitItemRow) -> None:
    """Check an item whose stops have changed, and let its state follow them."""
    items = project_items(work, row.project_id)
    facts = next(one for one in items if one.id == row.id)
    row.state = _state_after(facts)
    facts = replace(facts, state=row.state)
    item_rule.check_dates(
        work.rules.by_rule_id[row.rule_id],
        route_of(work, row.project_id),
        facts,
        Items(facts if one.id == row.id else one for one in items),
        work.today,
        work.calendar,
        taken_over=facts.is_done and facts.accepted_on is None,
    )
    item_rule.check_stops(facts, work.today)


def _state_after(facts: ItemFacts) -> PermitState:
    stands = any(one.last is None for one in facts.suspensions)
    if stands and facts.state in (PermitState.ACCEPTED, PermitState.IN_PROGRESS):
        return PermitState.SUSPENDED
    if not stands and facts.state is PermitState.SUSPENDED:
        return PermitState.IN_PROGRESS
    return facts.state


def extend_item(work: Work, item_id: str, extension: Extension) -> None:
    """Record an extension (延期); one by law (行政许可法 §42) moves the law's limit too."""
    row, facts, rule = load_item(work, item_id)
    granted = replace(
        extension,
        approved_by=clean_text(extension.approved_by).strip(),
        reason=clean_text(extension.reason).strip(),
        document_no=clean_text(extension.document_no).strip(),
    )
    item_rule.check_extend(rule, route_of(work, row.project_id), facts, granted, work.today)
    work.add(
        ExtensionRow(
            id=work.new_id(),
            project_id=row.project_id,
            item_id=item_id,
            granted_on=granted.granted_on,
            amount=granted.amount,
            unit=granted.unit,
            approved_by=granted.approved_by,
            reason=granted.reason,
            document_no=granted.document_no,
            statutory=granted.statutory,
        )
    )


def remove_extension(work: Work, extension_id: str) -> None:
    """Take an extension back that was recorded by mistake."""
    extension = work.get(ExtensionRow, extension_id)
    load_item(work, extension.item_id)
    work.delete(extension)


def item_records(view: View, item_id: str) -> ItemRecords:
    """Return what hangs on an item with the ids by which it is corrected."""
    session = view.session
    hung = [one.id for kind in rows.hung_on(session, item_id) for one in kind]
    return ItemRecords(
        tuple(
            SuspensionRecord(one.id, one.first, one.last, one.reason, one.document_no)
            for one in rows.suspension_rows(session, item_id)
        ),
        tuple(
            CorrectionRecord(one.id, one.notified_on, one.answered_on, one.reason, one.document_no)
            for one in rows.correction_rows(session, item_id)
        ),
        tuple(
            ExtensionRecord(
                one.id,
                Extension(
                    one.granted_on,
                    one.amount,
                    one.unit,
                    one.approved_by,
                    one.reason,
                    one.document_no,
                    one.statutory,
                ),
            )
            for one in rows.extension_rows(session, item_id)
        ),
        last_change(session, [item_id, *hung], but_for="verified_on"),
    )
