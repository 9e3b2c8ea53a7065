"""Agreements with the investor, and what a project's formation has come to (mechanism §1.3 S3, §5.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.agreements import check_not_relied_on, check_signed, supervised_from
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.permit_items import Items, established_on
from fangzi_desktop.domain.permit_rules import APPROVAL, FILING
from fangzi_desktop.domain.stage_terms import AgreementKind
from fangzi_desktop.domain.stages import StageFacts
from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.profiles import profile
from fangzi_desktop.services.projects import write_stage
from fangzi_desktop.storage import agreements as rows
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.projects import milestone_rows, stage_rows
from fangzi_desktop.storage.stage_tables import AgreementRow
from fangzi_desktop.storage.tables import MilestoneRow, ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """What a person says of an agreement."""

    kind: AgreementKind
    signed_on: date
    number: str = ""
    party_government: str = ""
    party_enterprise: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement as it is read, with how many commitments and support policies hang on it."""

    id: str
    project_id: str
    form: AgreementForm
    commitments: int
    supports: int

    @property
    def title(self) -> str:
        """The agreement's kind with its number."""
        return agreement_title(self.form.kind, self.form.number)


@dataclass(frozen=True, slots=True)
class Formation:
    """What the way out of 生成 asks for: agreement, company and 立项, as far as they are known.

    `established_by` names the paper of 立项 and its number; it is empty if only the day is known.
    """

    developer: str
    credit_code: str
    licence_on: date | None
    platform_code: str
    agreement: PartialDate | None
    established: PartialDate | None
    established_by: str

    @property
    def has_company(self) -> bool:
        """Whether the project's company is registered."""
        return bool(self.developer) and (bool(self.credit_code) or self.licence_on is not None)


def add_agreement(work: Work, project_id: str, form: AgreementForm) -> str:
    """Record an agreement and return its id.

    The first 投资协议 is the project's 签约, and a binding agreement begins 履约监管. Raises `UserError`
    ``agreement.in_future``.
    """
    project = work.get(ProjectRow, project_id)
    row = AgreementRow(id=work.new_id(), project_id=project.id, kind=form.kind, signed_on=form.signed_on)
    _fill(work, row, form)
    work.add(row)
    _follow_signing(work, row, None)
    return row.id


def edit_agreement(work: Work, agreement_id: str, form: AgreementForm) -> None:
    """Write what the form holds.

    签约 and the start of 履约监管 move with the day of signing if they stood on it. Raises `UserError`
    ``agreement.in_future``.
    """
    row = work.get(AgreementRow, agreement_id)
    before = row.signed_on
    _fill(work, row, form)
    _follow_signing(work, row, before)


def remove_agreement(work: Work, agreement_id: str) -> None:
    """Delete an agreement recorded by mistake.

    签约 and 履约监管 stay as they are recorded. Raises `UserError` ``agreement.in_use`` while commitments or
    support policies hang on it.
    """
    row = work.get(AgreementRow, agreement_id)
    work.flush()
    check_not_relied_on(*rows.hanging_on(work.session, row.project_id).get(agreement_id, (0, 0)))
    work.delete(row)


def agreements(view: View, project_id: str) -> tuple[AgreementLine, ...]:
    """Return a project's agreements by the day of signing."""
    counts = rows.hanging_on(view.session, project_id)
    return tuple(
        AgreementLine(
            row.id,
            row.project_id,
            AgreementForm(
                row.kind,
                row.signed_on,
                row.number,
                row.party_government,
                row.party_enterprise,
                row.note,
            ),
            *counts.get(row.id, (0, 0)),
        )
        for row in rows.agreement_rows(view.session, project_id)
    )


def agreement_draft(view: View, project_id: str) -> AgreementForm:
    """Return what a new agreement probably is: the next kind, signed today by the parties known so far."""
    project = view.session.get(ProjectRow, project_id)
    signed = rows.agreement_rows(view.session, project_id)
    has_investment = any(row.kind is AgreementKind.INVESTMENT for row in signed)
    enterprise = profile(view, project_id).developer or (project.investor if project is not None else "")
    return AgreementForm(
        AgreementKind.SUPPORT if has_investment else AgreementKind.INVESTMENT,
        view.today,
        party_government=signed[-1].party_government if signed else "",
        party_enterprise=signed[-1].party_enterprise if signed else enterprise,
    )


def agreement_title(kind: AgreementKind, number: str) -> str:
    """Name an agreement: 投资协议（坊招〔2023〕5号）."""
    return f"{kind.zh}（{number}）" if number else kind.zh


def formation(view: View, project_id: str) -> Formation:
    """Return what is known of a project's agreement, company and 立项."""
    known = profile(view, project_id)
    days = {
        kind: PartialDate.from_code(row.happened)
        for kind, row in milestone_rows(view.session, project_id).items()
    }
    on, paper = _established(view, project_id)
    return Formation(
        known.developer,
        known.credit_code,
        known.licence_on,
        known.platform_code,
        days.get(Milestone.AGREEMENT),
        PartialDate.of(on) if on is not None else days.get(Milestone.ESTABLISHED),
        paper,
    )


def _established(view: View, project_id: str) -> tuple[date | None, str]:
    """Return the day of 立项 by the checklist, and the paper it stands on."""
    facts = next(iter(project_facts(view.session, [project_id])), None)
    items = Items(facts.items if facts is not None else ())
    on = established_on(items)
    if on is None:
        return None, ""
    names = {rule_id: rule.name for rule_id, rule in view.rules.by_rule_id.items()}
    papers = [
        f"{names[item.rule_id]} {item.certificate_no}".strip()
        for code in (APPROVAL, FILING)
        for item in items.applicable(code)
        if item.is_done
    ]
    return on, "、".join(papers)


def _fill(work: Work, row: AgreementRow, form: AgreementForm) -> None:
    check_signed(form.signed_on, work.today)
    row.kind = form.kind
    row.signed_on = form.signed_on
    row.number = clean_text(form.number)
    row.party_government = clean_text(form.party_government)
    row.party_enterprise = clean_text(form.party_enterprise)
    row.note = clean_text(form.note)


def _follow_signing(work: Work, row: AgreementRow, before: date | None) -> None:
    if row.kind is AgreementKind.INVESTMENT:
        present = milestone_rows(work.session, row.project_id).get(Milestone.AGREEMENT)
        code = row.signed_on.isoformat()
        if present is None:
            work.add(
                MilestoneRow(
                    id=natural_id("milestone", row.project_id, Milestone.AGREEMENT),
                    project_id=row.project_id,
                    kind=Milestone.AGREEMENT,
                    happened=code,
                )
            )
        elif before is not None and present.happened == before.isoformat() != code:
            present.happened = code
    record = stage_rows(work.session, row.project_id).get(Stage.COMPLIANCE)
    facts = None
    if record is not None:
        facts = StageFacts(record.stage, record.status, record.started_on, record.done_on)
    changed = supervised_from(facts, row.kind, row.signed_on, before)
    if changed is not None:
        write_stage(work, row.project_id, record, changed)
