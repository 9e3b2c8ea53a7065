"""The tables of the nine stages beside the permits: review, agreement, elements, building, statistics."""

from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stage_terms import (
    AgreementKind,
    CommitmentMetric,
    CommitmentResult,
    Comparison,
    Element,
    Evidence,
    FairReview,
    Indicator,
    IndicatorVerdict,
    Intent,
    InvestLevel,
    LadderLevel,
    LeadSource,
    NodeKind,
    NoticeKind,
    OpinionKind,
    ProblemStep,
    ReportedMetric,
    ReportedUnit,
    ReviewDecision,
    Role,
    Sector,
    Side,
    StatsKind,
    StatsMaterial,
    WindowKind,
)
from fangzi_desktop.domain.terms import ClockKind, Milestone, Stage, Unit
from fangzi_desktop.storage.columns import Row, belongs_to, term_column


class ProfileRow(Row):
    """What is known of a project beyond its ledger line; its id is the project's.

    Money in whole yuan, areas in m² unless the name says 亩; figures of tax, value added, research, staff,
    energy and emissions are those of a year at full capacity. The notes say why a gate was not passed.
    """

    __tablename__ = "profile"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project")
    source: Mapped[LeadSource | None] = term_column(LeadSource, default=None)
    contact: Mapped[str] = mapped_column(default="")
    first_contact_on: Mapped[date | None] = mapped_column(default=None)
    intent: Mapped[Intent | None] = term_column(Intent, default=None)
    project_type: Mapped[str] = mapped_column(default="")
    industry_code: Mapped[str] = mapped_column(default="")
    site_intention: Mapped[str] = mapped_column(default="")
    is_leased: Mapped[bool] = mapped_column(default=False)
    tax_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    value_added_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    rd_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    employees: Mapped[int | None] = mapped_column(default=None)
    energy_tce: Mapped[Decimal | None] = mapped_column(default=None)
    emission_tonnes: Mapped[Decimal | None] = mapped_column(default=None)
    floor_area_sqm: Mapped[Decimal | None] = mapped_column(default=None)
    footprint_sqm: Mapped[Decimal | None] = mapped_column(default=None)
    green_sqm: Mapped[Decimal | None] = mapped_column(default=None)
    office_sqm: Mapped[Decimal | None] = mapped_column(default=None)
    gate_capacity_note: Mapped[str] = mapped_column(default="")
    gate_environment_note: Mapped[str] = mapped_column(default="")
    gate_safety_note: Mapped[str] = mapped_column(default="")
    developer: Mapped[str] = mapped_column(default="")
    credit_code: Mapped[str] = mapped_column(default="")
    licence_on: Mapped[date | None] = mapped_column(default=None)
    platform_code: Mapped[str] = mapped_column(default="")
    sector: Mapped[Sector | None] = term_column(Sector, default=None)
    land_price_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    built_area_mu: Mapped[Decimal | None] = mapped_column(default=None)
    physical_progress: Mapped[str] = mapped_column(default="")
    physical_confirmed_on: Mapped[date | None] = mapped_column(default=None)
    supervised_until: Mapped[date | None] = mapped_column(default=None)


class EvidenceRow(Row):
    """A paper that closes a stage, by its kind."""

    __tablename__ = "evidence"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[Evidence] = term_column(Evidence)
    received_on: Mapped[date]
    document_no: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class SendBackRow(Row):
    """A project sent back to an earlier stage, and why."""

    __tablename__ = "send_back"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    moved_on: Mapped[date]
    from_stage: Mapped[Stage] = term_column(Stage)
    to_stage: Mapped[Stage] = term_column(Stage)
    reason: Mapped[str]
    document_no: Mapped[str] = mapped_column(default="")


class VisitRow(Row):
    """A visit to the investor, the firm or the site (走访): who went, in their roles, and what was found.

    `node` is what building has come to: the name of one of the project's nodes, or other words. `percent` is
    what the visitors judged of the 形象进度 (0 … 100), which is no reported figure. `next_on` is when
    somebody goes again; a visit on a later day ends it.
    """

    __tablename__ = "visit"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    visited_on: Mapped[date]
    text: Mapped[str]
    who: Mapped[str] = mapped_column(default="")
    node: Mapped[str] = mapped_column(default="")
    percent: Mapped[int | None] = mapped_column(default=None)
    next_on: Mapped[date | None] = mapped_column(default=None)


class VisitPromiseRow(Row):
    """What somebody promised at a visit, by a day or without one; kept on `kept_on`."""

    __tablename__ = "visit_promise"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    visit_id: Mapped[str] = belongs_to("visit", index=True)
    text: Mapped[str]
    promised_by: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None] = mapped_column(default=None)
    kept_on: Mapped[date | None] = mapped_column(default=None)


class RemovalLimitRow(Row):
    """After how many months without progress a project is proposed for 剔除, from a day on."""

    __tablename__ = "removal_limit"
    id: Mapped[str] = mapped_column(primary_key=True)
    months: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class LightLimitRow(Row):
    """When a late start and a lagging investment turn a project's light, from a day on (mechanism §9.4)."""

    __tablename__ = "light_limit"
    id: Mapped[str] = mapped_column(primary_key=True)
    start_red_months: Mapped[int]
    yellow_points: Mapped[int]
    red_points: Mapped[int]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class MeetingRow(Row):
    """A meeting of the 项目论证会议; without a minutes number it is still being prepared or written up."""

    __tablename__ = "meeting"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    minutes_no: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class AgendaRow(Row):
    """A project on a meeting's agenda."""

    __tablename__ = "agenda"
    id: Mapped[str] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = belongs_to("meeting", index=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    position: Mapped[int]


class ReviewRoundRow(Row):
    """One round of the 论证 of a project: its package, its meeting and its decision.

    The three gates are kept as they stood at the decision. `review_on` is when a deferred project is looked
    at again.
    """

    __tablename__ = "review_round"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    round_no: Mapped[int]
    accepted_on: Mapped[date]
    meeting_id: Mapped[str | None] = belongs_to("meeting", optional=True)
    decision: Mapped[ReviewDecision | None] = term_column(ReviewDecision, default=None)
    decided_on: Mapped[date | None] = mapped_column(default=None)
    minutes_no: Mapped[str] = mapped_column(default="")
    chair: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None] = mapped_column(default=None)
    gate_capacity: Mapped[bool | None] = mapped_column(default=None)
    gate_environment: Mapped[bool | None] = mapped_column(default=None)
    gate_safety: Mapped[bool | None] = mapped_column(default=None)


class OpinionRow(Row):
    """What one department says in one round; `due` is the day its opinion was asked for by."""

    __tablename__ = "opinion"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    round_id: Mapped[str] = belongs_to("review_round", index=True)
    position: Mapped[int] = mapped_column(default=0)
    department: Mapped[str]
    requested_on: Mapped[date]
    due: Mapped[date]
    submitted_on: Mapped[date | None] = mapped_column(default=None)
    kind: Mapped[OpinionKind | None] = term_column(OpinionKind, default=None)
    text: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")


class ConditionRow(Row):
    """A condition of a 有条件通过, with who meets it by when."""

    __tablename__ = "condition"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    round_id: Mapped[str] = belongs_to("review_round", index=True)
    text: Mapped[str]
    responsible_unit: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None] = mapped_column(default=None)
    met_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class IndicatorRow(Row):
    """An indicator as it stood when a round was decided, with the threshold of that day."""

    __tablename__ = "indicator_result"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    round_id: Mapped[str] = belongs_to("review_round", index=True)
    indicator: Mapped[Indicator] = term_column(Indicator)
    value: Mapped[Decimal | None] = mapped_column(default=None)
    comparison: Mapped[Comparison | None] = term_column(Comparison, default=None)
    threshold: Mapped[Decimal | None] = mapped_column(default=None)
    verdict: Mapped[IndicatorVerdict] = term_column(IndicatorVerdict)


class ThresholdRow(Row):
    """What an indicator should reach, from a day on; it advises and never blocks."""

    __tablename__ = "threshold"
    id: Mapped[str] = mapped_column(primary_key=True)
    indicator: Mapped[Indicator] = term_column(Indicator)
    comparison: Mapped[Comparison] = term_column(Comparison)
    value: Mapped[Decimal]
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class OpinionLimitRow(Row):
    """Within how long a department's opinion is due, from a day on."""

    __tablename__ = "opinion_limit"
    id: Mapped[str] = mapped_column(primary_key=True)
    amount: Mapped[int]
    unit: Mapped[Unit] = term_column(Unit)
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class AgreementRow(Row):
    """A paper signed with the investor."""

    __tablename__ = "agreement"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[AgreementKind] = term_column(AgreementKind)
    signed_on: Mapped[date]
    number: Mapped[str] = mapped_column(default="")
    party_government: Mapped[str] = mapped_column(default="")
    party_enterprise: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class SupportRow(Row):
    """A support policy matched to a project, with its legal basis and its fair-competition review."""

    __tablename__ = "support_item"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    agreement_id: Mapped[str | None] = belongs_to("agreement", optional=True)
    name: Mapped[str]
    matched_to: Mapped[str] = mapped_column(default="")
    amount_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    condition: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    fair_review: Mapped[FairReview] = term_column(FairReview, default=FairReview.PENDING)
    fair_review_no: Mapped[str] = mapped_column(default="")
    fair_review_on: Mapped[date | None] = mapped_column(default=None)


class CommitmentRow(Row):
    """One promise of one side, due on a day or so long after an event (mechanism §5.2)."""

    __tablename__ = "commitment"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    agreement_id: Mapped[str | None] = belongs_to("agreement", optional=True)
    side: Mapped[Side] = term_column(Side)
    metric: Mapped[CommitmentMetric] = term_column(CommitmentMetric)
    text: Mapped[str] = mapped_column(default="")
    comparison: Mapped[Comparison | None] = term_column(Comparison, default=None)
    target: Mapped[Decimal | None] = mapped_column(default=None)
    unit: Mapped[str] = mapped_column(default="")
    due: Mapped[date | None] = mapped_column(default=None)
    offset_amount: Mapped[int | None] = mapped_column(default=None)
    offset_unit: Mapped[Unit | None] = term_column(Unit, default=None)
    offset_event: Mapped[Milestone | None] = term_column(Milestone, default=None)
    check_months: Mapped[int | None] = mapped_column(default=None)
    responsible_unit: Mapped[str] = mapped_column(default="")
    evidence_required: Mapped[str] = mapped_column(default="")
    actual: Mapped[Decimal | None] = mapped_column(default=None)
    actual_on: Mapped[date | None] = mapped_column(default=None)
    evidence_no: Mapped[str] = mapped_column(default="")
    result: Mapped[CommitmentResult | None] = term_column(CommitmentResult, default=None)
    settled_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class CheckRow(Row):
    """One check of a commitment on its way."""

    __tablename__ = "commitment_check"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    commitment_id: Mapped[str] = belongs_to("commitment", index=True)
    checked_on: Mapped[date]
    actual: Mapped[Decimal | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class PayoutRow(Row):
    """One payment of a support policy (兑付); `commitment_id` is what must have been proven first."""

    __tablename__ = "payout"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    support_id: Mapped[str] = belongs_to("support_item", index=True)
    commitment_id: Mapped[str | None] = belongs_to("commitment", optional=True)
    due: Mapped[date]
    amount_yuan: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date | None] = mapped_column(default=None)
    paid_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    document_no: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class LadderRow(Row):
    """One rung of the ladder 提醒→…→解除, with its paper (mechanism §5.3)."""

    __tablename__ = "ladder_step"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    commitment_id: Mapped[str | None] = belongs_to("commitment", optional=True)
    level: Mapped[LadderLevel] = term_column(LadderLevel)
    issued_on: Mapped[date]
    document_no: Mapped[str]
    reason: Mapped[str]
    due: Mapped[date | None] = mapped_column(default=None)
    settled_on: Mapped[date | None] = mapped_column(default=None)
    settled_note: Mapped[str] = mapped_column(default="")


class ElementRow(Row):
    """One demand for an element; `specifics` holds the fields of its kind as JSON (mechanism §4)."""

    __tablename__ = "element"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[Element] = term_column(Element)
    name: Mapped[str] = mapped_column(default="")
    unit: Mapped[str]
    demand: Mapped[Decimal | None] = mapped_column(default=None)
    raised_on: Mapped[date | None] = mapped_column(default=None)
    needed_by: Mapped[date | None] = mapped_column(default=None)
    committed: Mapped[Decimal | None] = mapped_column(default=None)
    committed_on: Mapped[date | None] = mapped_column(default=None)
    department: Mapped[str] = mapped_column(default="")
    promised_for: Mapped[date | None] = mapped_column(default=None)
    is_unavailable: Mapped[bool] = mapped_column(default=False)
    unavailable_reason: Mapped[str] = mapped_column(default="")
    evidence_no: Mapped[str] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(default="")
    specifics: Mapped[str] = mapped_column(default="{}")


class DeliveryRow(Row):
    """One delivery for a demand, in the demand's unit."""

    __tablename__ = "delivery"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    element_id: Mapped[str] = belongs_to("element", index=True)
    delivered_on: Mapped[date]
    quantity: Mapped[Decimal]
    evidence_no: Mapped[str] = mapped_column(default="")


class PartDateRow(Row):
    """A dated fact or plan of one phase of a project; `happened` as in `MilestoneRow`."""

    __tablename__ = "part_date"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    part_id: Mapped[str] = belongs_to("project_part", index=True)
    kind: Mapped[Milestone] = term_column(Milestone)
    happened: Mapped[str]


class NodeRow(Row):
    """A node of building, planned and reached, of the whole project or of one part."""

    __tablename__ = "node"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    part_id: Mapped[str | None] = belongs_to("project_part", optional=True)
    kind: Mapped[NodeKind] = term_column(NodeKind)
    planned_on: Mapped[date | None] = mapped_column(default=None)
    actual_on: Mapped[date | None] = mapped_column(default=None)
    note: Mapped[str] = mapped_column(default="")


class MonthRow(Row):
    """The investment of one month (``2023-05``), planned and done, as the team knows it (专班掌握)."""

    __tablename__ = "month_investment"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    month: Mapped[str]
    planned_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    completed_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)


class StoppageRow(Row):
    """Days on which building stood still; `last` is empty while it does (建筑法 §10)."""

    __tablename__ = "stoppage"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    first: Mapped[date]
    last: Mapped[date | None] = mapped_column(default=None)
    reason: Mapped[str]
    is_excused: Mapped[bool] = mapped_column(default=False)
    reported_on: Mapped[date | None] = mapped_column(default=None)
    rechecked_on: Mapped[date | None] = mapped_column(default=None)
    document_no: Mapped[str] = mapped_column(default="")


class StatsFileRow(Row):
    """The application for an entry into statistics, as the enterprise filed it (mechanism §6).

    `filed_on` is the day it was first filed. `waits_since` is the day on which it was put off to the window
    after that, because one was missed.
    """

    __tablename__ = "stats_file"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[StatsKind] = term_column(StatsKind)
    is_purchase_only: Mapped[bool] = mapped_column(default=False)
    filed_on: Mapped[date | None] = mapped_column(default=None)
    filing_unit: Mapped[str] = mapped_column(default="")
    reporting_unit: Mapped[str] = mapped_column(default="")
    contract_party: Mapped[str] = mapped_column(default="")
    applied_investment_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    approved_investment_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    applied_start_on: Mapped[date | None] = mapped_column(default=None)
    contract_on: Mapped[date | None] = mapped_column(default=None)
    photo_on: Mapped[date | None] = mapped_column(default=None)
    only_levelling: Mapped[bool] = mapped_column(default=False)
    reached_month: Mapped[str] = mapped_column(default="")
    waits_since: Mapped[date | None] = mapped_column(default=None)
    waits_reason: Mapped[str] = mapped_column(default="")
    entry_month: Mapped[str] = mapped_column(default="")
    statistical_code: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class StatsReturnRow(Row):
    """An application sent back by the statistics bureau, and why."""

    __tablename__ = "stats_return"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[StatsKind] = term_column(StatsKind)
    returned_on: Mapped[date]
    reason: Mapped[str]
    filed_again_on: Mapped[date | None] = mapped_column(default=None)


class StatsMaterialRow(Row):
    """A paper for an entry into statistics that the enterprise has ready."""

    __tablename__ = "stats_material"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[StatsKind] = term_column(StatsKind)
    material: Mapped[StatsMaterial] = term_column(StatsMaterial)
    received_on: Mapped[date]


class ReportedRow(Row):
    """A figure the enterprise reported for a month, noted once and never changed (统计法 §§7, 40).

    `value` is in `unit`, as it was reported. Of several for the same month the one noted last holds.
    """

    __tablename__ = "reported_value"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    month: Mapped[str]
    metric: Mapped[ReportedMetric] = term_column(ReportedMetric)
    value: Mapped[Decimal]
    unit: Mapped[ReportedUnit] = term_column(ReportedUnit)
    position: Mapped[int]
    noted_on: Mapped[date]
    source: Mapped[str]


class InvestLevelRow(Row):
    """From which planned total investment something applies to a project's entry, from a day on."""

    __tablename__ = "invest_level"
    id: Mapped[str] = mapped_column(primary_key=True)
    level: Mapped[InvestLevel] = term_column(InvestLevel)
    amount_yuan: Mapped[int] = mapped_column(BigInteger)
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class SectorThresholdRow(Row):
    """From which yearly revenue a firm of a sector is a 四上 unit; without an amount, by qualification."""

    __tablename__ = "sector_threshold"
    id: Mapped[str] = mapped_column(primary_key=True)
    sector: Mapped[Sector] = term_column(Sector)
    amount_yuan: Mapped[int | None] = mapped_column(BigInteger, default=None)
    criterion: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None] = mapped_column(default=None)
    source: Mapped[str] = mapped_column(default="")


class WindowRow(Row):
    """When papers for a filing window are due, from a day on.

    `months` lists the months of the papers' last day as JSON; `day` is its day in the month. `new_only`
    windows take only firms that began to produce since October of the year before.
    """

    __tablename__ = "filing_window"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[WindowKind] = term_column(WindowKind)
    months: Mapped[str]
    day: Mapped[int]
    new_only: Mapped[bool]
    sectors: Mapped[str] = mapped_column(default="[]")
    valid_from: Mapped[date]
    source: Mapped[str] = mapped_column(default="")


class ProblemStepRow(Row):
    """One step in the life of a problem, with what was decided."""

    __tablename__ = "problem_step"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    problem_id: Mapped[str] = belongs_to("problem", index=True)
    position: Mapped[int]
    step: Mapped[ProblemStep] = term_column(ProblemStep)
    happened_on: Mapped[date]
    unit: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    document_no: Mapped[str] = mapped_column(default="")


class NoticeRow(Row):
    """An issued 提醒函 or 督办单, as it was handed over: what was late, by how much, and what was demanded.

    `number` counts within `year`, for each kind of notice apart. `overdue_workdays` is negative before the
    due day. `clock_id` is the clock that it was about, which may have ended since. The names of the project
    and the team, `basis` (why the day is due) and `effects` (what it holds up) are as they were on the day
    of issue, so that the paper prints the same for ever. One that was `withdrawn_on` a day keeps its number.
    """

    __tablename__ = "notice"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    kind: Mapped[NoticeKind] = term_column(NoticeKind)
    year: Mapped[int]
    number: Mapped[int]
    clock_id: Mapped[str] = mapped_column(index=True)
    clock_kind: Mapped[ClockKind] = term_column(ClockKind)
    document_no: Mapped[str]
    team: Mapped[str]
    project_name: Mapped[str]
    label: Mapped[str]
    addressee: Mapped[str]
    role: Mapped[Role] = term_column(Role)
    start: Mapped[date | None] = mapped_column(default=None)
    due: Mapped[date]
    provisional: Mapped[bool] = mapped_column(default=False)
    overdue_workdays: Mapped[int]
    issued_on: Mapped[date]
    basis: Mapped[str] = mapped_column(default="")
    effects: Mapped[str] = mapped_column(default="")
    demand: Mapped[str] = mapped_column(default="")
    reply_by: Mapped[date | None] = mapped_column(default=None)
    replied_on: Mapped[date | None] = mapped_column(default=None)
    reply: Mapped[str] = mapped_column(default="")
    withdrawn_on: Mapped[date | None] = mapped_column(default=None)
    withdrawal: Mapped[str] = mapped_column(default="")


class ReportEditRow(Row):
    """What a person wrote in the place of a paper's paragraph.

    `period` and `subject` are those of the paper, `key` is the paragraph's. `drafted` is what stood there
    when it was written, so that a change of the records below it is seen.
    """

    __tablename__ = "report_edit"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[ReportKind] = term_column(ReportKind)
    period: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    key: Mapped[str]
    drafted: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")


class ReportApprovalRow(Row):
    """That a paper was approved (审定) as it then was; `digest` is of everything it said."""

    __tablename__ = "report_approval"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[ReportKind] = term_column(ReportKind)
    period: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    digest: Mapped[str]
    approved_on: Mapped[date]


class ReportIssueRow(Row):
    """A paper that was issued: the file that was printed and the document and figures it was made of.

    `number` counts the periods of a kind within `year` (第N期); a correction has the number of what it
    corrects, a higher `version` and a `reason`. Both files are kept in `attachments/` under their SHA-256.
    """

    __tablename__ = "report_issue"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[ReportKind] = term_column(ReportKind)
    period: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    year: Mapped[int]
    number: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    issued_on: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    pages: Mapped[int]
    pdf_sha256: Mapped[str]
    pdf_bytes: Mapped[int] = mapped_column(BigInteger)
    content_sha256: Mapped[str]
    content_bytes: Mapped[int] = mapped_column(BigInteger)


class PhotoRow(Row):
    """A photo of a project; its original is kept in `attachments/` under its SHA-256.

    `taken_at` is the camera's own local time as ISO text, without a zone, which most cameras do not write.
    `width` and `height` are those of the picture held upright; photos of one `spot` can be compared.
    Without a `visit_id` it belongs to the visit of its day, if there is one.
    """

    __tablename__ = "photo"
    id: Mapped[str] = mapped_column(primary_key=True)
    project_id: Mapped[str] = belongs_to("project", index=True)
    sha256: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    taken_at: Mapped[str | None] = mapped_column(default=None)
    taken_on: Mapped[date | None] = mapped_column(default=None)
    latitude: Mapped[Decimal | None] = mapped_column(default=None)
    longitude: Mapped[Decimal | None] = mapped_column(default=None)
    width: Mapped[int]
    height: Mapped[int]
    caption: Mapped[str] = mapped_column(default="")
    building: Mapped[str] = mapped_column(default="")
    spot: Mapped[str] = mapped_column(default="")
    added_on: Mapped[date]
    visit_id: Mapped[str | None] = belongs_to("visit", optional=True)
