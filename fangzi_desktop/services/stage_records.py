"""What is recorded of a project beside its profile: papers for its stages, ways back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage import profiles as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import EvidenceRow
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


def send_backs(view: View, project_id: str) -> tuple[SendBackLine, ...]:
    """Return how often a project was sent back, oldest first."""
    return tuple(
        SendBackLine(row.moved_on, row.from_stage, row.to_stage, row.reason, row.document_no)
        for row in rows.send_back_rows(view.session, project_id)
    )
