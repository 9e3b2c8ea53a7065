"""What the paper on one project (项目情况) prints, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.stage_terms import (
    AgreementKind,
    CommitmentResult,
    ElementStatus,
    LadderLevel,
    LightDimension,
    NodeKind,
    ReviewDecision,
    Side,
    StatsKind,
    StatsState,
)
from fangzi_desktop.domain.terms import (
    ClockKind,
    Gate,
    Light,
    Milestone,
    ProblemState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from fangzi_desktop.reports.desk_input import ChecklistInput, DueDay
from fangzi_desktop.reports.document import Picture
from fangzi_desktop.reports.meeting_input import PaperIndicator, PaperOpinion


@dataclass(frozen=True, slots=True)
class StageFact:
    """One of the nine stages; `calendar_days` run from its start to its end or today, both included."""

    stage: Stage
    status: StageStatus = StageStatus.PENDING
    started_on: date | None = None
    done_on: date | None = None
    calendar_days: int | None = None


@dataclass(frozen=True, slots=True)
class LightFact:
    """What one dimension of the light shows, and why."""

    dimension: LightDimension
    light: Light
    reason: str


@dataclass(frozen=True, slots=True)
class DueFact:
    """An open clock; `owner_id` is what in the project it counts for."""

    kind: ClockKind
    label: str
    clock: DueDay
    department: str = ""
    owner_id: str = ""
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class StatusFact:
    """The change that brought the project's present status."""

    changed_on: date
    reason: str = ""
    document_no: str = ""
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class WayFact:
    """A failed gate that was passed (越关), or one time that the project was sent back (退回)."""

    on: date
    before: Stage
    after: Stage
    is_back: bool
    reason: str = ""
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class ProblemFact:
    """A problem of the project; a listed one is under 挂牌督办."""

    number: int
    text: str
    raised_on: date
    state: ProblemState
    light: Light
    unit: str = ""
    due: date | None = None
    about: str = ""
    suggestion: str = ""
    closed_on: date | None = None
    closing_note: str = ""
    is_listed: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class MonthFact:
    """A month (``2026-05``), oldest first."""

    month: str
    planned_yuan: int | None
    done_yuan: int | None


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """What is planned and done, in whole yuan. The year is that of the newest month known."""

    annual_plan_yuan: int | None = None
    total_done_yuan: int | None = None
    year: int | None = None
    year_done_yuan: int | None = None
    months: tuple[MonthFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition of a pass."""

    round_no: int
    text: str
    unit: str
    due: date | None
    met_on: date | None
    light: Light


@dataclass(frozen=True, slots=True)
class RoundFact:
    """A round of the 论证, with how many opinions were asked for, came and came late."""

    round_no: int
    accepted_on: date
    decision: ReviewDecision | None = None
    decided_on: date | None = None
    minutes_no: str = ""
    text: str = ""
    review_on: date | None = None
    asked: int = 0
    replied: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class ReviewFact:
    """The 论证 of the project. Indicators and opinions are those of the newest round."""

    rounds: tuple[RoundFact, ...] = ()
    gates: tuple[tuple[Gate, bool | None, str], ...] = ()
    indicators: tuple[PaperIndicator, ...] = ()
    opinions: tuple[PaperOpinion, ...] = ()
    conditions: tuple[ConditionFact, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementFact:
    """What the project needs to be supplied with, in `unit`."""

    name: str
    unit: str
    demand: Decimal | None
    delivered: Decimal
    gap: Decimal | None
    status: ElementStatus
    light: Light
    due: date | None = None
    department: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class AgreementFact:
    """An agreement and who signed it."""

    kind: AgreementKind
    signed_on: date
    number: str = ""
    government: str = ""
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentFact:
    """A promise of either side. Without a day it `waits_for` its event, or its clock stands."""

    side: Side
    label: str
    goal: str
    light: Light
    text: str = ""
    due: date | None = None
    waits_for: Milestone | None = None
    actual: str = ""
    actual_on: date | None = None
    result: CommitmentResult | None = None
    share: int | None = None
    settled_on: date | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PayoutFact:
    """A payment of a support policy."""

    support: str
    due: date
    amount_yuan: int
    state: str
    light: Light
    paid_on: date | None = None
    paid_yuan: int | None = None
    counterpart: str = ""


@dataclass(frozen=True, slots=True)
class RungFact:
    """A step that was taken after a breach of the agreement."""

    level: LadderLevel
    issued_on: date
    about: str
    light: Light
    document_no: str = ""
    reason: str = ""
    due: date | None = None
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class NodeFact:
    """A node of building; `days_late` are calendar days, negative when it was early."""

    kind: NodeKind
    part: str
    planned_on: date | None
    actual: PartialDate | None
    days_late: int | None
    light: Light
    note: str = ""


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A visit; `percent` is what the visitors judged of the 形象进度, 0 … 100."""

    visited_on: date
    who: str = ""
    node: str = ""
    percent: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class StoppageFact:
    """A standstill; calendar days with both ends."""

    first: date
    last: date | None
    calendar_days: int
    reason: str = ""
    reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class SiteFact:
    """形象进度 and the day it was last confirmed."""

    text: str = ""
    confirmed_on: date | None = None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class StatsFact:
    """One of the two entries into statistics; `window` is the day papers are due by."""

    kind: StatsKind
    state: StatsState
    light: Light
    criterion: str = ""
    since: PartialDate | None = None
    window: date | None = None
    papers_there: int = 0
    papers_needed: int = 0
    filed_on: date | None = None
    entered: PartialDate | None = None
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseFact:
    """A phase with its totals and dates."""

    name: str
    area_mu: Decimal | None = None
    investment_yuan: int | None = None
    fixed_investment_yuan: int | None = None
    dates: Mapping[Milestone, PartialDate] | None = None


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file kept with the project itself."""

    name: str
    added_on: date


@dataclass(frozen=True, slots=True)
class ProjectInput:
    """One project on the day `as_of`, without any contact of a person.

    `stage_clock` is the limit of its main stage; `dues` are its open clocks, most urgent first; `visits` are
    the newest first, and `photos` some of the newest.
    """

    team: str
    id: str
    name: str
    as_of: date
    stage: Stage
    status: ProjectStatus
    light: Light
    stages: tuple[StageFact, ...]
    project_no: str = ""
    investor: str = ""
    developer: str = ""
    track: str = ""
    project_type: str = ""
    unit: str = ""
    officer: str = ""
    site: str = ""
    route: Route | None = None
    investment_yuan: int | None = None
    fixed_investment_yuan: int | None = None
    output_yuan: int | None = None
    tax_yuan: int | None = None
    area_mu: Decimal | None = None
    remark: str = ""
    progress: str = ""
    progress_on: date | None = None
    created_on: date | None = None
    status_change: StatusFact | None = None
    lights: tuple[LightFact, ...] = ()
    milestones: Mapping[Milestone, PartialDate] | None = None
    stage_clock: DueFact | None = None
    dues: tuple[DueFact, ...] = ()
    problems: tuple[ProblemFact, ...] = ()
    money: MoneyFact = MoneyFact()
    way: tuple[WayFact, ...] = ()
    review: ReviewFact = ReviewFact()
    permits: ChecklistInput | None = None
    elements: tuple[ElementFact, ...] = ()
    agreements: tuple[AgreementFact, ...] = ()
    commitments: tuple[CommitmentFact, ...] = ()
    payouts: tuple[PayoutFact, ...] = ()
    rungs: tuple[RungFact, ...] = ()
    site_progress: SiteFact = SiteFact()
    nodes: tuple[NodeFact, ...] = ()
    stoppages: tuple[StoppageFact, ...] = ()
    statistics: tuple[StatsFact, ...] = ()
    phases: tuple[PhaseFact, ...] = ()
    phase_sum: PhaseFact | None = None
    files: tuple[FileFact, ...] = ()
    visits: tuple[VisitFact, ...] = ()
    photos: tuple[Picture, ...] = ()

    def day(self, kind: Milestone) -> PartialDate | None:
        """When a dated fact happened or is planned, or None."""
        return (self.milestones or {}).get(kind)
