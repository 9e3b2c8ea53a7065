"""One project as its page shows it: what is known of it, its nine stages, its dates and its clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.lights import light_at
from fangzi_desktop.domain.stage_terms import LadderLevel
from fangzi_desktop.domain.stages import STAGES, StatusChange
from fangzi_desktop.domain.terms import (
    Gate,
    Light,
    Milestone,
    ProjectStatus,
    Stage,
    StageStatus,
)
from fangzi_desktop.services.deadlines import explain
from fangzi_desktop.services.faces import ClockFace, face_of
from fangzi_desktop.services.gates import gates_of
from fangzi_desktop.services.ladder import ladder_level
from fangzi_desktop.services.profiles import Profile, profile
from fangzi_desktop.services.projects import ProjectForm
from fangzi_desktop.services.stage_records import SendBackLine, send_backs
from fangzi_desktop.storage import clocks as clock_rows
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.problems import problem_rows
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class StageSpan:
    """One of the nine stages of a project.

    `days` are calendar days from the start to the end, or to today while it is under way; both ends count.
    """

    stage: Stage
    status: StageStatus
    started_on: date | None
    done_on: date | None
    days: int | None


@dataclass(frozen=True, slots=True)
class ExplainedClock:
    """An open clock with the answer to "why this day?"."""

    face: ClockFace
    why: str


@dataclass(frozen=True, slots=True)
class GateOverride:
    """A move made against a failed gate."""

    moved_on: date
    from_stage: Stage
    to_stage: Stage
    reason: str
    minutes_no: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a project's page shows but its checklist, its problems and its journal.

    `ladder` is how far a breach of its agreement has been taken, None while there is none.
    """

    id: str
    form: ProjectForm
    stage: Stage
    status: ProjectStatus
    light: Light
    progress: str
    progress_on: date | None
    created_on: date | None
    gates: Mapping[Gate, bool | None]
    milestones: Mapping[Milestone, PartialDate]
    stages: tuple[StageSpan, ...]
    stage_clock: ClockFace | None
    clocks: tuple[ExplainedClock, ...]
    overrides: tuple[GateOverride, ...]
    send_backs: tuple[SendBackLine, ...]
    status_changes: tuple[StatusChange, ...]
    has_checklist: bool
    permits_done: int
    permits_total: int
    open_problems: int
    profile: Profile
    ladder: LadderLevel | None = None


def dossier(view: View, project_id: str) -> Dossier:
    """Return a project's dossier. Raises `UserError` ``record.missing``."""
    row = view.session.get(ProjectRow, project_id)
    if row is None:
        raise UserError("record.missing", table="project")
    summary = rows.summaries(view.session, [project_id])[project_id]
    faces = [
        face_of(project_id, clock, view.calendar, view.today)
        for clock in clock_rows.project_clocks(view.session, project_id)
    ]
    return Dossier(
        row.id,
        ProjectForm(**{field.name: getattr(row, field.name) for field in fields(ProjectForm)}),
        row.stage,
        row.status,
        light_at(summary.lights, view.today),
        row.progress,
        row.progress_on,
        row.created_on,
        gates_of(row),
        {
            kind: PartialDate.from_code(one.happened)
            for kind, one in rows.milestone_rows(view.session, project_id).items()
        },
        _spans(view, project_id),
        next((face for face in faces if face.id == summary.stage_clock), None),
        tuple(ExplainedClock(face, explain(view, face)) for face in faces),
        tuple(
            GateOverride(one.moved_on, one.from_stage, one.to_stage, one.reason, one.minutes_no)
            for one in rows.override_rows(view.session, project_id)
        ),
        send_backs(view, project_id),
        tuple(
            StatusChange(
                one.changed_on,
                one.old,
                one.new,
                one.reason,
                one.document_no,
                one.removal_reason,
                one.review_on,
            )
            for one in rows.status_rows(view.session, project_id)
        ),
        rows.has_checklist(view.session, project_id),
        summary.permits_done,
        summary.permits_total,
        # A problem without an agreed day has no clock, so the summary does not know it.
        sum(one.state.is_open for one, _ in problem_rows(view.session, project_id)),
        profile(view, project_id),
        ladder_level(view, project_id),
    )


def milestone_record(view: View, project_id: str, kind: Milestone) -> str:
    """Return the id of the row that keeps a dated fact; empty while nothing is on record."""
    row = rows.milestone_rows(view.session, project_id).get(kind)
    return row.id if row is not None else ""


def _spans(view: View, project_id: str) -> tuple[StageSpan, ...]:
    records = rows.stage_rows(view.session, project_id)
    spans = []
    for stage in STAGES:
        record = records.get(stage)
        if record is None:
            spans.append(StageSpan(stage, StageStatus.PENDING, None, None, None))
            continue
        end = record.done_on or (view.today if record.status is StageStatus.ACTIVE else None)
        days = (end - record.started_on).days + 1 if record.started_on and end else None
        spans.append(StageSpan(stage, record.status, record.started_on, record.done_on, days))
    return tuple(spans)
