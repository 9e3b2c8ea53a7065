"""The tables of the team's database, typed; `db/migrations` creates them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Integer, Table
from sqlalchemy.orm import Mapped, mapped_column

from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.terms import (
    Applicability,
    ClockKind,
    IssueMode,
    LimitKind,
    Milestone,
    PartKind,
    PermitState,
    ProblemState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
    SuspensionReason,
    Unit,
)
from fangzi_desktop.storage import assessment_tables, field_tables, stage_tables
from fangzi_desktop.storage.columns import Row, belongs_to, term_column


class ProjectRow(Row):
    """One investment project; `stage` is its main stage, the column its card stands in.

    `created_on` is the day it entered the mechanism's ledger, empty for those taken over from the old one.
    `template_id` is the version of the checklist it follows, empty until it has a checklist.
    """

    __tablename__ = "project"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_no: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    investor: Mapped[str] = mapped_column(default="")
    industry_track: Mapped[str] = mapped_column(default="")
    responsible_unit: Mapped[str] = mapped_column(default="")
    service_officer: Mapped[str] = mapped_column(default="")
    route: Mapped[Route | None] = term_column(Route, default=None)
    stage: Mapped[Stage] = term_column(Stage)
    status: Mapped[ProjectStatus] = term_column(ProjectStatus)
    investment_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    fixed_investment_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    area_mu: Mapped[Decimal | None] = mapped_column(default=None)
    output_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    annual_plan_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    completed_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    gate_capacity: Mapped[bool | None] = mapped_column(default=None)
    gate_environment: Mapped[bool | None] = mapped_column(default=None)
    gate_safety: Mapped[bool | None] = mapped_column(default=None)
    progress: Mapped[str] = mapped_column(default="")
    progress_on: Mapped[date | None] = mapped_column(default=None)
    remark: Mapped[str] = mapped_column(default="")
    created_on: Mapped[date | None] = mapped_column(default=None)
    template_id: Mapped[str | None] = belongs_to("permit_template", optional=True)
    search_key: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(default="")


class StageRow(Row):
    """One project in one stage; stages overlap, so each has its own dates."""

    __tablename__ = "stage_record"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    stage: Mapped[Stage] = term_column(Stage)
    status: Mapped[StageStatus] = term_column(StageStatus)
    started_on: Mapped[date | None] = mapped_column(default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)


class MilestoneRow(Row):
    """A dated fact; `happened` keeps the precision it was written with (``2023-05`` is a month)."""

    __tablename__ = "milestone"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[Milestone] = term_column(Milestone)
    happened: Mapped[str]


class StatusChangeRow(Row):
    """One change of a project's status, with the paper that decided it (mechanism §1.4)."""

    __tablename__ = "status_change"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    changed_on: Mapped[date]
    old: Mapped[ProjectStatus] = term_column(ProjectStatus)
    new: Mapped[ProjectStatus] = term_column(ProjectStatus)
    reason: Mapped[str] = mapped_column(default="")
    document_no: Mapped[str] = mapped_column(default="")
    removal_reason: Mapped[RemovalReason | None] = term_column(RemovalReason, default=None)
    review_on: Mapped[date | None] = mapped_column(default=None)


class OverrideRow(Row):
    """A move made against a closed gate, with its reason and minutes number, shown for ever after."""

    __tablename__ = "gate_override"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    moved_on: Mapped[date]
    from_stage: Mapped[Stage] = term_column(Stage)
    to_stage: Mapped[Stage] = term_column(Stage)
    reason: Mapped[str]
    minutes_no: Mapped[str]


class PermitTemplateRow(Row):
    """One version of the checklist; `groups` holds its parallel groups as JSON.

    A checklist begun on `valid_from` or later follows it; one begun before keeps its own version.
    """

    __tablename__ = "permit_template"
    id: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int]
    valid_from: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    groups: Mapped[str] = mapped_column(default="[]")


class PermitRuleRow(Row):
    """One item of one version of the checklist; `body` is the whole rule as JSON."""

    __tablename__ = "permit_rule"
    id: Mapped[str] = mapped_column(primary_key=True)
    template_id: Mapped[str] = belongs_to("permit_template")
    code: Mapped[str]
    position: Mapped[int]
    body: Mapped[str]


class PartRow(Row):
    """A part of a project that has permit items of its own: 期, 宗地, 单体 or 分证.

    `within_id` names the larger part it belongs to, such as the phase of a building.
    """

    __tablename__ = "project_part"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[PartKind] = term_column(PartKind)
    name: Mapped[str]
    within_id: Mapped[str | None] = belongs_to("project_part", optional=True)
    position: Mapped[int]
    area_mu: Mapped[Decimal | None] = mapped_column(default=None)
    investment_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    fixed_investment_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)


class PermitItemRow(Row):
    """One permit item of one project; it keeps the rule it was started under.

    `part_id` is the part it is for, empty for the whole project; `round_no` counts attempts such as listings,
    of which only the newest counts. `waiver` is the paper of the 区域评估 that covers the plot. `valid_until`
    is the day on the certificate, empty where the rule says how long it stays valid. `verified_on` is the day
    somebody last made sure that the record is true, whether or not it had to be changed.
    """

    __tablename__ = "permit_item"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    rule_id: Mapped[str] = belongs_to("permit_rule")
    code: Mapped[str]
    position: Mapped[int]
    part_id: Mapped[str | None] = belongs_to("project_part", optional=True)
    round_no: Mapped[int] = mapped_column(default=1)
    applicability: Mapped[Applicability] = term_column(Applicability)
    state: Mapped[PermitState] = term_column(PermitState)
    variant: Mapped[str | None] = mapped_column(default=None)
    applied_on: Mapped[date | None] = mapped_column(default=None)
    accepted_on: Mapped[date | None] = mapped_column(default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    delivered_on: Mapped[date | None] = mapped_column(default=None)
    certificate_no: Mapped[str] = mapped_column(default="")
    issuing_body: Mapped[str] = mapped_column(default="")
    valid_until: Mapped[date | None] = mapped_column(default=None)
    issue_mode: Mapped[IssueMode] = term_column(IssueMode, default=IssueMode.COMPLETE)
    waiver: Mapped[str] = mapped_column(default="")
    verified_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class SuspensionRow(Row):
    """Days not counted into a permit item's limit; both ends inclusive, `last` empty while stopped."""

    __tablename__ = "suspension"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    item_id: Mapped[str] = belongs_to("permit_item", index=True)
    first: Mapped[date]
    last: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[SuspensionReason] = term_column(SuspensionReason)
    document_no: Mapped[str] = mapped_column(default="")


class CorrectionRow(Row):
    """One notice of what an application lacks (一次性告知), before acceptance; `answered_on` ends it."""

    __tablename__ = "correction"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    item_id: Mapped[str] = belongs_to("permit_item", index=True)
    notified_on: Mapped[date]
    answered_on: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str]
    document_no: Mapped[str] = mapped_column(default="")


class ExtensionRow(Row):
    """One extension (延期) of a permit item's limit; a statutory one also moves the law's limit."""

    __tablename__ = "extension"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    item_id: Mapped[str] = belongs_to("permit_item", index=True)
    granted_on: Mapped[date]
    amount: Mapped[int]
    unit: Mapped[Unit] = term_column(Unit)
    approved_by: Mapped[str]
    reason: Mapped[str]
    document_no: Mapped[str] = mapped_column(default="")
    statutory: Mapped[bool] = mapped_column(default=False)


class PromiseRow(Row):
    """A paper to be handed in after an item was decided on a promise (容缺、告知承诺), by a day."""

    __tablename__ = "promise"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    item_id: Mapped[str] = belongs_to("permit_item", index=True)
    name: Mapped[str]
    due: Mapped[date]
    handed_in_on: Mapped[date | None] = mapped_column(default=None)


class CoordinatorRow(Row):
    """Who coordinates one parallel group of one project."""

    __tablename__ = "coordinator"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    group_code: Mapped[str]
    name: Mapped[str]


class MaterialRow(Row):
    """A paper that the applicant hands in for a permit item; a row is made when somebody ticks or adds it."""

    __tablename__ = "material"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project")
    item_id: Mapped[str] = belongs_to("permit_item", index=True)
    name: Mapped[str]
    received_on: Mapped[date | None] = mapped_column(default=None)
    is_extra: Mapped[bool] = mapped_column(default=False)


class AttachmentRow(Row):
    """A file kept in `attachments/` under the SHA-256 of its bytes, and what it belongs to."""

    __tablename__ = "attachment"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    item_id: Mapped[str | None] = belongs_to("permit_item", index=True, optional=True)
    material: Mapped[str] = mapped_column(default="")
    name: Mapped[str]
    sha256: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    added_on: Mapped[date]


class ProblemRow(Row):
    """A problem that somebody must solve by a day, and its writing-off (mechanism §9.3).

    `visit_id` is the visit at which it was found, if it was.
    """

    __tablename__ = "problem"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    number: Mapped[int]
    text: Mapped[str]
    raised_on: Mapped[date]
    responsible_unit: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None] = mapped_column(default=None)
    suggestion: Mapped[str] = mapped_column(default="")
    state: Mapped[ProblemState] = term_column(ProblemState)
    closed_on: Mapped[date | None] = mapped_column(default=None)
    closing_note: Mapped[str] = mapped_column(default="")
    stage: Mapped[Stage | None] = term_column(Stage, default=None)
    item_id: Mapped[str | None] = belongs_to("permit_item", optional=True)
    element_id: Mapped[str | None] = belongs_to("element", optional=True)
    listed_on: Mapped[date | None] = mapped_column(default=None)
    listed_no: Mapped[str] = mapped_column(default="")
    visit_id: Mapped[str | None] = belongs_to("visit", optional=True)


class CalendarYearRow(Row):
    """A published year: `days` maps ISO dates to ``rest`` or ``work`` with the holiday's name, as JSON."""

    __tablename__ = "calendar_year"
    id: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    source: Mapped[str]
    days: Mapped[str]


class StageLimitRow(Row):
    """The limit of a stage from a day on (mechanism §1.3); no amount means no limit."""

    __tablename__ = "stage_limit"
    id: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[Stage] = term_column(Stage)
    route: Mapped[Route | None] = term_column(Route, default=None)
    amount: Mapped[int]
    unit: Mapped[Unit] = term_column(Unit)
    kind: Mapped[LimitKind] = term_column(LimitKind)
    start_event: Mapped[str]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")
    warn_amount: Mapped[int | None] = mapped_column(default=None)
    warn_unit: Mapped[Unit | None] = term_column(Unit, default=None)


class IdleLimitRow(Row):
    """After how many calendar days without a record a project is called silent; no stage means any."""

    __tablename__ = "idle_limit"
    id: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[Stage | None] = term_column(Stage, default=None)
    calendar_days: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class SettingRow(Row):
    """One setting of the team, by name."""

    __tablename__ = "setting"
    id: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class AlertRuleRow(Row):
    """On which days a kind of clock calls, from a day on; no kind means a project without any record.

    `steps` are whole numbers as JSON, longest first.
    """

    __tablename__ = "alert_rule"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[ClockKind | None] = term_column(ClockKind, default=None)
    steps: Mapped[str]
    unit: Mapped[Unit] = term_column(Unit)
    tells_from: Mapped[int | None] = mapped_column(default=None)
    repeat_workdays: Mapped[int | None] = mapped_column(default=None)
    chief_workdays: Mapped[int | None] = mapped_column(default=None)
    leader_workdays: Mapped[int | None] = mapped_column(default=None)
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class SnoozeRow(Row):
    """A reminder put off; the deadline itself stays where it is. The id is the clock's.

    `put_off_on` is the office day on which that was asked for. `event` is what brings it back earlier than
    `until`, empty while only the day does.
    """

    __tablename__ = "snooze"
    id: Mapped[str] = mapped_column(primary_key=True)
    put_off_on: Mapped[date]
    until: Mapped[date]
    event: Mapped[str] = mapped_column(default="")


class ActRow(Row):
    """One act of one person: everything a command, an undo or a redo changed together."""

    __tablename__ = "act"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    uuid: Mapped[str]
    label: Mapped[str]
    kind: Mapped[str]
    undoes: Mapped[int | None] = mapped_column(default=None)
    barrier: Mapped[bool]
    at: Mapped[datetime]
    office_day: Mapped[date]
    device: Mapped[str]
    who: Mapped[str]


class ChangeRow(Row):
    """One journal line; an inserted or deleted row is one line with all its values as JSON."""

    __tablename__ = "change"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    act: Mapped[int] = belongs_to("act", index=True)
    table_name: Mapped[str]
    row_id: Mapped[str] = mapped_column(index=True)
    project_id: Mapped[str | None] = mapped_column(index=True)
    op: Mapped[str]
    field: Mapped[str]
    old: Mapped[str | None]
    new: Mapped[str | None]


class ClockRow(Row):
    """An open clock with its due date. Derived: counted anew from the records, never edited."""

    __tablename__ = "clock"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(index=True)
    owner_id: Mapped[str]
    kind: Mapped[ClockKind] = term_column(ClockKind)
    code: Mapped[str]
    label: Mapped[str]
    department: Mapped[str]
    start: Mapped[date]
    start_event: Mapped[str]
    amount: Mapped[int | None]
    unit: Mapped[Unit | None] = term_column(Unit)
    limit_kind: Mapped[LimitKind] = term_column(LimitKind)
    statutory_amount: Mapped[int | None]
    statutory_unit: Mapped[Unit | None] = term_column(Unit)
    statutory_kind: Mapped[LimitKind | None] = term_column(LimitKind)
    suspensions: Mapped[str]
    extensions: Mapped[str]
    due: Mapped[date | None] = mapped_column(index=True)
    statutory_due: Mapped[date | None]
    warn_on: Mapped[date | None]
    provisional: Mapped[bool]


class DeskItemRow(Row):
    """A permit item that a department has in hand, or that could be handed in to it now. Derived.

    `clock` is the id of its open clock, empty while none runs.
    """

    __tablename__ = "desk_item"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = mapped_column(index=True)
    department: Mapped[str] = mapped_column(index=True)
    code: Mapped[str]
    title: Mapped[str]
    state: Mapped[PermitState] = term_column(PermitState)
    undecided: Mapped[bool]
    applied_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    stopped_since: Mapped[date | None]
    clock: Mapped[str | None]


class SummaryRow(Row):
    """What a card shows of one project's checklist, clocks and light. Derived like `ClockRow`.

    `lights` tells the light of every day, so that it needs no counting when a day has passed.
    """

    __tablename__ = "summary"
    id: Mapped[str] = mapped_column(primary_key=True)
    permits_done: Mapped[int]
    permits_total: Mapped[int]
    permits_undecided: Mapped[int]
    certificates_done: Mapped[int]
    certificates_total: Mapped[int]
    lights: Mapped[str]
    stage_clock: Mapped[str | None]
    next_clock: Mapped[str | None]
    problems: Mapped[int]


stage_tables.ProfileRow.registry.configure()
field_tables.SayingRow.registry.configure()
assessment_tables.AssessmentRuleRow.registry.configure()

DERIVED = frozenset({"clock", "summary", "desk_item"})
JOURNAL = frozenset({"act", "change"})
# What the office keeps about merges; copies neither get nor return it.
FIELDWORK = frozenset({"saying", "returned_act", "merge_conflict", "handout"})
ROWS: dict[str, type[Row]] = {mapper.class_.__tablename__: mapper.class_ for mapper in Row.registry.mappers}


def table_of(row: type[Row]) -> Table:
    """Return the table of a kind of rows, for statements that need no objects."""
    table = row.__table__
    if not isinstance(table, Table):
        raise TypeError(f"{row.__name__} is not mapped to a table")
    return table
