"""What is recorded of a project beside its profile: papers for its stages, visits, ways back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage import profiles as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import EvidenceRow, VisitRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class EvidenceForm:
    """When a paper came in, its number and what is to be said of it."""

    received_on: date
    document_no: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One of the papers that stages ask for; `form` is None until it is there. `id` is the kind's code."""

    id: str
    kind: Evidence
    row_id: str = ""
    form: EvidenceForm | None = None


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A visit to the investor or the firm: its day, what was talked about, and who went."""

    visited_on: date
    text: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit that is on record."""

    id: str
    form: VisitForm


@dataclass(frozen=True, slots=True)
class SendBackLine:
    """One time that the project was sent back."""

    moved_on: date
    from_stage: Stage
    to_stage: Stage
    reason: str
    document_no: str


def evidence(view: View, project_id: str) -> tuple[EvidenceLine, ...]:
    """Return every paper that a stage asks for, whether it is there or not."""
    found = rows.evidence_rows(view.session, project_id)
    return tuple(_evidence_line(kind, found.get(kind)) for kind in Evidence)


def _evidence_line(kind: Evidence, row: EvidenceRow | None) -> EvidenceLine:
    if row is None:
        return EvidenceLine(kind.value, kind)
    return EvidenceLine(kind.value, kind, row.id, EvidenceForm(row.received_on, row.document_no, row.note))


def record_evidence(work: Work, project_id: str, kind: Evidence, form: EvidenceForm) -> None:
    """Record that a paper is there, or correct what was recorded; refusal ``evidence.in_future``."""
    project = work.get(ProjectRow, project_id)
    if form.received_on > work.today:
        raise UserError("evidence.in_future", today=work.today)
    row = rows.evidence_rows(work.session, project_id).get(kind)
    if row is None:
        row = work.add(
            EvidenceRow(
                id=natural_id("evidence", project.id, kind),
                project_id=project.id,
                kind=kind,
                received_on=form.received_on,
            )
        )
    row.received_on = form.received_on
    row.document_no = clean_text(form.document_no).strip()
    row.note = clean_text(form.note).strip()


def remove_evidence(work: Work, project_id: str, kind: Evidence) -> None:
    """Take back that a paper is there."""
    row = rows.evidence_rows(work.session, project_id).get(kind)
    if row is not None:
        work.delete(row)


def visits(view: View, project_id: str) -> tuple[VisitLine, ...]:
    """Return the visits of a project, newest first."""
    return tuple(
        VisitLine(row.id, VisitForm(row.visited_on, row.text, row.who))
        for row in rows.visit_rows(view.session, project_id)
    )


def record_visit(work: Work, project_id: str, form: VisitForm) -> str:
    """Record a visit and return its id; refusals ``visit.no_text`` and ``visit.in_future``."""
    project = work.get(ProjectRow, project_id)
    row = VisitRow(id=work.new_id(), project_id=project.id, visited_on=form.visited_on, text="")
    _fill(work, row, form)
    return work.add(row).id


def edit_visit(work: Work, visit_id: str, form: VisitForm) -> None:
    """Correct a visit; refusals are those of `record_visit`."""
    _fill(work, work.get(VisitRow, visit_id), form)


def remove_visit(work: Work, visit_id: str) -> None:
    """Take a visit out."""
    work.delete(work.get(VisitRow, visit_id))


def _fill(work: Work, row: VisitRow, form: VisitForm) -> None:
    text = clean_text(form.text).strip()
    if not text:
        raise UserError("visit.no_text")
    if form.visited_on > work.today:
        raise UserError("visit.in_future", today=work.today)
    row.visited_on = form.visited_on
    row.text = text
    row.who = clean_text(form.who).strip()


def send_backs(view: View, project_id: str) -> tuple[SendBackLine, ...]:
    """Return how often a project was sent back, oldest first."""
    return tuple(
        SendBackLine(row.moved_on, row.from_stage, row.to_stage, row.reason, row.document_no)
        for row in rows.send_back_rows(view.session, project_id)
    )
