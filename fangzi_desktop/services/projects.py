"""What a person does to a project: add, edit, move, date, stop and close it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import check_closing, check_override, move_blocked_by
from fangzi_desktop.domain.milestones import check_order
from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.stages import (
    StageFacts,
    check_send_back,
    check_stage_dates,
    check_status_change,
    closed_stages,
    is_back,
    move,
)
from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Route, Stage, StageStatus
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.gates import gate_facts, gates_of
from fangzi_desktop.services.pinyin import search_key, sort_key
from fangzi_desktop.services.profiles import Profile, edit_profile, profile_row
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import SendBackRow
from fangzi_desktop.storage.tables import (
    MilestoneRow,
    OverrideRow,
    ProjectRow,
    StageRow,
    StatusChangeRow,
)
from fangzi_desktop.storage.work import Work

NAME_LENGTH = 200

_MONEY = (
    "investment_yuan",
    "fixed_investment_yuan",
    "output_yuan",
    "annual_plan_yuan",
    "completed_yuan",
)


@dataclass(frozen=True, slots=True)
class ProjectForm:
    """What a person fills in about a project. Money in whole yuan, area in 亩."""

    name: str
    project_no: str = ""
    investor: str = ""
    industry_track: str = ""
    responsible_unit: str = ""
    service_officer: str = ""
    route: Route | None = None
    investment_yuan: int | None = None
    fixed_investment_yuan: int | None = None
    area_mu: Decimal | None = None
    output_yuan: int | None = None
    annual_plan_yuan: int | None = None
    completed_yuan: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Override:
    """Why a move was made against a closed gate, and the number of the minutes that decided it."""

    reason: str
    minutes_no: str


@dataclass(frozen=True, slots=True)
class SendBack:
    """Why a project is sent back to an earlier stage, and the number of the paper that says so, if any."""

    reason: str
    document_no: str = ""


def add_project(work: Work, form: ProjectForm, stage: Stage = Stage.PLANNING) -> str:
    """Register a project in `stage`, begun today, and return its id.

    Raises `UserError`: ``project.no_name``, ``project.name_too_long``, ``project.duplicate``,
    ``project.negative_money``, ``project.area_not_positive``.
    """
    row = ProjectRow(
        id=work.new_id(),
        name="",
        stage=stage,
        status=ProjectStatus.LEAD if stage is Stage.PLANNING else ProjectStatus.ACTIVE,
        created_on=work.today,
    )
    _fill(work, row, form)
    work.add(row)
    work.add(_stage_row(row.id, StageFacts(stage, StageStatus.ACTIVE, work.today, None)))
    return row.id


def edit_project(work: Work, project_id: str, form: ProjectForm) -> None:
    """Write what the form holds; raises `UserError` like `add_project`.

    A project whose checklist has begun keeps its route (``project.route_fixed``).
    """
    row = work.get(ProjectRow, project_id)
    if form.route is not row.route and rows.has_checklist(work.session, project_id):
        raise UserError("project.route_fixed", route=row.route.zh if row.route else "")
    _fill(work, row, form)


def note_progress(work: Work, project_id: str, text: str) -> None:
    """Write the project's present standing (目前进展), dated today."""
    row = work.get(ProjectRow, project_id)
    row.progress = clean_text(text)
    row.progress_on = work.today


def set_milestone(work: Work, project_id: str, kind: Milestone, when: PartialDate | None) -> None:
    """Write, correct or (with None) clear a dated fact.

    What happened keeps its date, rest day or not. Raises `UserError` ``milestone.in_future`` for a fact
    that is said to have happened later than today, plans may lie anywhere; and ``milestone.order`` for one
    that cannot have happened before another that is on record.
    """
    set_milestones(work, project_id, {kind: when})


def set_milestones(work: Work, project_id: str, dates: Mapping[Milestone, PartialDate | None]) -> None:
    """Write, correct or clear several dated facts at once; refusals are those of `set_milestone`."""
    project = work.get(ProjectRow, project_id)
    present = rows.milestone_rows(work.session, project_id)
    for kind, when in dates.items():
        if when is not None and not kind.is_plan and when.first_day > work.today:
            raise UserError("milestone.in_future", kind=kind.zh, today=work.today)
    then = {**{kind: PartialDate.from_code(row.happened) for kind, row in present.items()}, **dates}
    check_order({kind: when for kind, when in then.items() if when is not None}, dates.keys())
    for kind, when in dates.items():
        row = present.get(kind)
        if when is None:
            if row is not None:
                work.delete(row)
        elif row is None:
            work.add(
                MilestoneRow(
                    id=natural_id("milestone", project.id, kind),
                    project_id=project.id,
                    kind=kind,
                    happened=when.code,
                )
            )
        else:
            row.happened = when.code


def revise_project(
    work: Work,
    project_id: str,
    form: ProjectForm,
    dates: Mapping[Milestone, PartialDate | None],
    progress: str | None = None,
    profile: Profile | None = None,
) -> None:
    """Write what a project's page was changed in as one act: its form, dates, progress and profile.

    None for a date clears it; None for the progress or the profile leaves it. Refusals are those of
    `edit_project`, `set_milestone` and `edit_profile`, and nothing is written then.
    """
    edit_project(work, project_id, form)
    set_milestones(work, project_id, dates)
    if progress is not None:
        note_progress(work, project_id, progress)
    if profile is not None:
        edit_profile(work, project_id, profile)


def set_gate(work: Work, project_id: str, gate: Gate, passed: bool | None, reason: str = "") -> None:
    """Record whether the project passed one of the three gates, and why if it did not.

    None takes the verdict back. Raises `UserError` ``gate.no_reason``.
    """
    row = work.get(ProjectRow, project_id)
    note = clean_text(reason).strip() if passed is False else ""
    if passed is False and not note:
        raise UserError("gate.no_reason", gate=gate)
    setattr(row, gate.value, passed)
    known = profile_row(work, project_id)
    if getattr(known, f"{gate.value}_note") != note:
        setattr(known, f"{gate.value}_note", note)


def move_project(
    work: Work,
    project_id: str,
    to: Stage,
    on: date | None = None,
    override: Override | None = None,
    send_back: SendBack | None = None,
) -> Stage:
    """Move a project to another main stage as of `on` (today if not given) and return the stage it left.

    What is only missing does not stop the move. Raises `UserError`: ``move.gate_failed`` without an
    override that names reason and minutes, ``move.no_reason`` back to an earlier stage without a reason,
    ``move.status``, ``move.in_future`` or ``move.before_start``.
    """
    row = work.get(ProjectRow, project_id)
    day = on or work.today
    if day > work.today:
        raise UserError("move.in_future", today=work.today)
    left = row.stage
    if to is left:
        return left
    blocked_by = move_blocked_by(row.status, gates_of(row), left, to)
    if row.status in blocked_by:
        raise UserError("move.status", status=row.status.zh)
    if blocked_by:
        if override is None:
            raise UserError("move.gate_failed", gates=blocked_by)
        _note_override(work, row, to, day, override)
    if is_back(left, to):
        note_send_back(work, row, to, day, send_back or SendBack(""))
    records = rows.stage_rows(work.session, project_id)
    present = {stage: _facts(record) for stage, record in records.items()}
    started = present[left].started_on if left in present else None
    if started is not None and day < started:
        raise UserError("move.before_start", started=started, stage=left.zh)
    for stage, facts in move(present, left, to, day).items():
        write_stage(work, row.id, records.get(stage), facts)
    row.stage = to
    if row.status is ProjectStatus.LEAD:
        row.status = ProjectStatus.ACTIVE
    return left


def _note_override(work: Work, row: ProjectRow, to: Stage, day: date, override: Override) -> None:
    check_override(override.reason, override.minutes_no)
    work.add(
        OverrideRow(
            id=work.new_id(),
            project_id=row.id,
            moved_on=day,
            from_stage=row.stage,
            to_stage=to,
            reason=clean_text(override.reason),
            minutes_no=clean_text(override.minutes_no),
        )
    )


def note_send_back(work: Work, row: ProjectRow, to: Stage, day: date, send_back: SendBack) -> None:
    """Record that a project is sent back from its stage to an earlier one; refusal ``move.no_reason``."""
    check_send_back(send_back.reason)
    work.add(
        SendBackRow(
            id=work.new_id(),
            project_id=row.id,
            moved_on=day,
            from_stage=row.stage,
            to_stage=to,
            reason=clean_text(send_back.reason).strip(),
            document_no=clean_text(send_back.document_no).strip(),
        )
    )


def correct_stage_dates(
    work: Work, project_id: str, stage: Stage, started_on: date | None, done_on: date | None
) -> None:
    """Correct when a stage really began and ended; rest days are as good as any other.

    Raises `UserError` ``stage.dates`` for an end before the start or a day after today.
    """
    row = work.get(ProjectRow, project_id)
    check_stage_dates(started_on, done_on, work.today)
    record = rows.stage_rows(work.session, row.id).get(stage)
    if record is not None and record.status is StageStatus.RETURNED:
        status = StageStatus.RETURNED
    elif done_on is not None:
        status = StageStatus.DONE
    elif started_on is not None or row.stage is stage:
        status = StageStatus.ACTIVE
    else:
        status = StageStatus.PENDING
    write_stage(work, row.id, record, StageFacts(stage, status, started_on, done_on))


def change_status(
    work: Work,
    project_id: str,
    new: ProjectStatus,
    on: date,
    reason: str = "",
    document_no: str = "",
    removal_reason: RemovalReason | None = None,
    review_on: date | None = None,
) -> None:
    """Change the project's status as a paper decided it (mechanism §1.4); refusals are the rule's.

    `removal_reason` is kept with 剔除 only, and `review_on` with 暂缓. 办结 ends the stages that are still
    open, and is refused with ``status.not_settled`` while 履约监管 has something open.
    """
    row = work.get(ProjectRow, project_id)
    reason, document_no = clean_text(reason).strip(), clean_text(document_no).strip()
    last_on = rows.last_status_change(work.session, project_id)
    check_status_change(
        row.status, new, on, work.today, reason, document_no, last_on, removal_reason, review_on
    )
    if new is ProjectStatus.CLOSED:
        check_closing(gate_facts(work, row))
    work.add(
        StatusChangeRow(
            id=work.new_id(),
            project_id=row.id,
            changed_on=on,
            old=row.status,
            new=new,
            reason=reason,
            document_no=document_no,
            removal_reason=removal_reason if new is ProjectStatus.REMOVED else None,
            review_on=review_on if new is ProjectStatus.DEFERRED else None,
        )
    )
    records = rows.stage_rows(work.session, project_id)
    present = {stage: _facts(record) for stage, record in records.items()}
    for stage, facts in closed_stages(present, row.stage, row.status, new, on).items():
        write_stage(work, row.id, records.get(stage), facts)
    row.status = new


def _fill(work: Work, row: ProjectRow, form: ProjectForm) -> None:
    name = clean_text(form.name).strip()
    if not name:
        raise UserError("project.no_name")
    if len(name) > NAME_LENGTH:
        raise UserError("project.name_too_long", longest=NAME_LENGTH)
    if name != row.name and rows.name_taken(work.session, name, besides=row.id):
        raise UserError("project.duplicate", name=name)
    for amount in _MONEY:
        value = getattr(form, amount)
        if value is not None and value < 0:
            raise UserError("project.negative_money", field=amount)
    if form.area_mu is not None and form.area_mu <= 0:
        raise UserError("project.area_not_positive")
    for field in fields(form):
        value = getattr(form, field.name)
        if type(value) is str:
            value = clean_text(value)
        if getattr(row, field.name) != value:
            setattr(row, field.name, value)
    row.search_key = search_key(name, row.investor, row.project_no, row.industry_track)
    row.sort_key = sort_key(name)


def _facts(record: StageRow) -> StageFacts:
    return StageFacts(record.stage, record.status, record.started_on, record.done_on)


def _stage_row(project_id: str, facts: StageFacts) -> StageRow:
    return StageRow(
        id=natural_id("stage_record", project_id, facts.stage),
        project_id=project_id,
        stage=facts.stage,
        status=facts.status,
        started_on=facts.started_on,
        done_on=facts.done_on,
    )


def write_stage(work: Work, project_id: str, record: StageRow | None, facts: StageFacts) -> None:
    """Write one stage of a project into its record, or into a new one."""
    if record is None:
        work.add(_stage_row(project_id, facts))
    else:
        record.status = facts.status
        record.started_on = facts.started_on
        record.done_on = facts.done_on
