"""Everything the weekly report (周报) prints, as facts; the words are made in `weekly_words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.report_changes import Changes
from fangzi_desktop.domain.terms import (
    ClockKind,
    Light,
    LimitKind,
    Milestone,
    ProblemState,
    ProjectStatus,
    Stage,
    Unit,
)
from fangzi_desktop.reports.document import Picture, Source
from fangzi_desktop.reports.facts import DecidedItem, EntryDue, Invested, ReviewLine
from fangzi_desktop.reports.ranking_input import Ranking
from fangzi_desktop.reports.wording import When


@dataclass(frozen=True, slots=True)
class Totals:
    """The ledger on the day of the report.

    `investment_yuan` is the sum over the `investment_known` projects that report one. `stages` and `lights`
    divide `projects`, `stopped` counts those of them that stand still (暂缓, 退回); `apart` counts the
    projects that are not among them (否决, 剔除 …), and `apart_sources` are these.
    """

    projects: int = 0
    investment_yuan: int = 0
    investment_known: int = 0
    stages: Mapping[Stage, int] = field(default_factory=dict)
    lights: Mapping[Light, int] = field(default_factory=dict)
    apart: Mapping[ProjectStatus, int] = field(default_factory=dict)
    stopped: Mapping[ProjectStatus, int] = field(default_factory=dict)
    apart_sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of this week with the rows it counts, and of the week before where it is known."""

    now: int = 0
    before: int | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """What happened in the week, as far as it is recorded.

    `overdue_items` counts what stands overdue on the day of the report; `taken_over` counts the projects that
    came with an older ledger, of which nobody knows when they entered the mechanism. `ended` tells how many
    left it in which way: 否决 and 剔除 are figures of their own and are never added up.
    """

    new_projects: Figure = Figure()
    stage_moves: Figure = Figure()
    decided_items: Figure = Figure()
    overdue_items: Figure = Figure()
    ended: Mapping[ProjectStatus, Figure] = field(default_factory=dict)
    visits: Figure = Figure()
    taken_over: int = 0
    taken_over_sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectAdded:
    on: date | None = None


@dataclass(frozen=True, slots=True)
class StageMoved:
    """`before` is None for the first stage."""

    before: Stage | None
    after: Stage
    on: date


@dataclass(frozen=True, slots=True)
class StatusChanged:
    after: ProjectStatus
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ItemAccepted:
    item: str
    on: date
    due: date | None = None
    item_id: str = ""


@dataclass(frozen=True, slots=True)
class ItemDecided:
    item: str
    on: date
    due: date | None = None
    number: str = ""
    item_id: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneReached:
    kind: Milestone
    on: When


@dataclass(frozen=True, slots=True)
class SiteVisited:
    """A visit; `percent` is what the visitors judged of the 形象进度, and no reported figure."""

    on: date
    node: str = ""
    percent: int | None = None
    text: str = ""
    visit_id: str = ""


@dataclass(frozen=True, slots=True)
class ProgressNoted:
    """What somebody wrote about the week; it prints as written."""

    text: str


Event = (
    ProjectAdded
    | StageMoved
    | StatusChanged
    | ItemAccepted
    | ItemDecided
    | MilestoneReached
    | SiteVisited
    | ProgressNoted
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a project waits for next; `item` is the permit item, or the stage of a stage clock."""

    item: str
    due: date
    kind: ClockKind = ClockKind.PERMIT
    provisional: bool = False
    owner_id: str = ""


@dataclass(frozen=True, slots=True)
class ProjectProgress:
    """One project's week. `key` projects (重点项目) come before others of the same light."""

    project: str
    light: Light
    events: tuple[Event, ...] = ()
    key: bool = False
    next_step: NextStep | None = None
    project_id: str = ""


@dataclass(frozen=True, slots=True)
class UndatedNote:
    """Progress taken over with an older ledger, which does not say when it was written."""

    project: str
    text: str
    project_id: str = ""


@dataclass(frozen=True, slots=True)
class PermitLine:
    """A permit item under way. `left` is negative when overdue and None while it cannot be told."""

    project: str
    item: str
    department: str
    accepted_on: date | None
    due: date | None
    left: int | None
    left_unit: Unit | None
    light: Light
    kind: LimitKind = LimitKind.MAX
    stopped: bool = False
    provisional: bool = False
    beyond_statutory: bool = False
    project_id: str = ""
    clock: ClockKind = ClockKind.PERMIT
    owner_id: str = ""


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """An entry of the problem list; one closed in the week is listed for the last time."""

    number: int
    project: str
    text: str
    raised_on: date
    responsible_unit: str = ""
    due: date | None = None
    state: ProblemState = ProblemState.OPEN
    suggestion: str = ""
    closed_on: date | None = None
    project_id: str = ""
    problem_id: str = ""


@dataclass(frozen=True, slots=True)
class OverdueClock:
    """A clock past its end by `late` units. `what` is the item, or the stage of a stage clock."""

    project: str
    kind: ClockKind
    what: str
    department: str
    due: date
    late: int
    unit: Unit
    beyond_statutory: bool = False
    project_id: str = ""
    owner_id: str = ""


@dataclass(frozen=True, slots=True)
class DueItem:
    """A permit item, or a stage, that ends next week."""

    project: str
    item: str
    department: str
    on: date
    provisional: bool = False
    kind: ClockKind = ClockKind.PERMIT
    project_id: str = ""
    owner_id: str = ""


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """What a project plans for next week."""

    project: str
    kind: Milestone
    on: When
    project_id: str = ""


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A row of the ledger (项目总台账). `start` is worded, because it may be a month or a plan.

    `month_done_yuan` is what was done in the month of `as_of`, as the team knows it.
    """

    project: str
    stage: Stage
    light: Light
    locality: str = ""
    investment_yuan: int | None = None
    area_mu: Decimal | None = None
    start: str = ""
    annual_plan_yuan: int | None = None
    month_done_yuan: int | None = None
    total_done_yuan: int | None = None
    officer: str = ""
    status: ProjectStatus = ProjectStatus.ACTIVE
    project_id: str = ""


@dataclass(frozen=True, slots=True)
class WeeklyInput:
    """One issue of the report.

    The week runs from `monday` to `sunday`, both included; the figures are those of `as_of` (截至). `changes`
    are those since the last number, None where none was issued before. `reviews` are the decisions of the
    week, `entries` those into statistics that papers are due for. `invested` tells of the year of `as_of`,
    `decided` are the permit items decided in it up to that day, and so is the `ranking` of the 考核. `photos`
    are some of the week's visits.
    """

    team: str
    title: str
    monday: date
    sunday: date
    as_of: date
    issued_on: date
    issue: int | None = None
    issue_year: int | None = None
    totals: Totals = Totals()
    week: WeekFigures = WeekFigures()
    progress: tuple[ProjectProgress, ...] = ()
    undated: tuple[UndatedNote, ...] = ()
    permits: tuple[PermitLine, ...] = ()
    problems: tuple[ProblemLine, ...] = ()
    overdue: tuple[OverdueClock, ...] = ()
    due_items: tuple[DueItem, ...] = ()
    planned: tuple[PlannedMilestone, ...] = ()
    ledger: tuple[LedgerLine, ...] = ()
    changes: Changes | None = None
    reviews: tuple[ReviewLine, ...] = ()
    entries: tuple[EntryDue, ...] = ()
    invested: tuple[Invested, ...] = ()
    decided: tuple[DecidedItem, ...] = ()
    photos: tuple[Picture, ...] = ()
    ranking: Ranking | None = None

    @property
    def is_late(self) -> bool:
        """Whether the week was over on the day whose figures are printed."""
        return self.sunday < self.as_of
