"""Every open clock of one project, worked out from its records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from fangzi_desktop.domain.deadlines import (
    Clock,
    Deadline,
    Limit,
    OpenClock,
    Suspension,
    day_zh,
    deadline_of,
    is_floor,
)
from fangzi_desktop.domain.lights import BuildingFacts
from fangzi_desktop.domain.permit_items import CALLED_OFF, ItemFacts, Items, established_on, item_clock
from fangzi_desktop.domain.permit_rules import PermitRule, ValidityEnd
from fangzi_desktop.domain.permits import milestone_days
from fangzi_desktop.domain.rulebook import RuleBook
from fangzi_desktop.domain.stage_rules import StageRules
from fangzi_desktop.domain.stages import TERMINAL, StageFacts, stage_index
from fangzi_desktop.domain.terms import (
    ClockKind,
    Milestone,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
    Unit,
)
from fangzi_desktop.domain.workdays import (
    WorkCalendar,
    month_end,
    subtract_workdays,
)

PACKAGE_ACCEPTED = "受理论证材料"
READY = "START_READY"
LAND_PLAN = "LAND_PLAN"
# The items whose limits span the whole procedure of a route (mechanism §3.2).
OVERALL = (READY, LAND_PLAN)
# A result that must be renewed or used calls so long before its end, where the rule says nothing.
RENEW_WORKDAYS = 30
# Fixed-day clocks (a problem's own due date) warn like the others: three working days before.
WARN_WORKDAYS = 3


@dataclass(frozen=True, slots=True)
class ProblemFacts:
    """An open problem item and the day it must be solved by."""

    id: str
    number: int
    text: str
    responsible_unit: str
    raised_on: date
    due: date


@dataclass(frozen=True, slots=True)
class RuleDay:
    """A day that a rule sets outright: what it is called, when it is, and from when it calls."""

    name: str
    due: date
    calls_on: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed by a day outside the permits, by whoever `department` names.

    `id` is the record's and is the clock's owner. With `due` the day is agreed and stays where it is, rest
    day or not; without it the day follows from `clock`, which then has a limit. `calls_on` is the day from
    which it is yellow, or `calls_before` how long before its end, where that is not the usual one. `sets_day`
    finds the day among the rules in force; without one there is nothing to do yet.
    """

    id: str
    kind: ClockKind
    code: str
    label: str
    department: str
    clock: Clock
    due: date | None = None
    calls_on: date | None = None
    sets_day: Callable[[StageRules, WorkCalendar], RuleDay | None] | None = None
    calls_before: Limit | None = None


# Not slotted: a cached property needs the instance's own dictionary.
@dataclass(frozen=True)
class ProjectFacts:
    """What the clocks of one project depend on.

    `days` holds only facts known to the day, `reached` also those of which only the month is known.
    `review_accepted_on` is when the package of a round of the 论证 was accepted that has no conclusion yet.
    """

    id: str
    stage: Stage
    status: ProjectStatus
    route: Route | None
    stages: Mapping[Stage, StageFacts]
    days: Mapping[Milestone, date]
    items: tuple[ItemFacts, ...]
    problems: tuple[ProblemFacts, ...]
    stops: tuple[Suspension, ...]
    reached: frozenset[Milestone] = frozenset()
    duties: tuple[Duty, ...] = ()
    review_accepted_on: date | None = None
    building: BuildingFacts = field(default_factory=BuildingFacts)

    @property
    def is_stopped(self) -> bool:
        """Whether it does not go on at present: deferred, returned or gone."""
        return self.status not in (ProjectStatus.LEAD, ProjectStatus.ACTIVE)

    @cached_property
    def grouped(self) -> Items:
        """The items by code."""
        return Items(self.items)


def open_clocks(
    facts: ProjectFacts, rules: RuleBook, rules_by_code: Mapping[str, PermitRule], calendar: WorkCalendar
) -> list[OpenClock]:
    """Return every clock of the project that has started and not ended.

    A project that has left the mechanism has none. While it is deferred or returned all its clocks stop
    (mechanism §1.4), except days that were agreed as such.
    """
    if facts.status in TERMINAL:
        return []
    items = facts.grouped
    return [
        *(
            _warned(_counted(found, facts.stops, calendar), warn, calendar)
            for found, warn in _stage_clocks(facts, rules, items)
        ),
        *(_counted(found, facts.stops, calendar) for found in _item_clocks(facts, items, rules_by_code)),
        *_paper_clocks(items, rules_by_code, calendar),
        *_validity_clocks(facts, items, rules_by_code, calendar),
        *(_problem_clock(problem, calendar) for problem in facts.problems),
        *(_duty_clock(duty, facts.stops, calendar) for duty in _settled(facts.duties, rules, calendar)),
    ]


_Found = tuple[ClockKind, str, str, str, str, Clock]


def _counted(found: _Found, stops: tuple[Suspension, ...], calendar: WorkCalendar) -> OpenClock:
    kind, owner, code, label, department, own = found
    clock = stopped(own, stops)
    return OpenClock(kind, owner, code, label, department, clock, deadline_of(clock, calendar))


def _warned(counted: OpenClock, warn: Limit | None, calendar: WorkCalendar) -> OpenClock:
    """Let a clock turn yellow on the day after a span of its own, where the rule names one."""
    if warn is None or counted.deadline.due is None:
        return counted
    span = deadline_of(replace(counted.clock, limit=warn), calendar).due
    if span is None:
        return counted
    return replace(counted, deadline=replace(counted.deadline, warn_on=span + timedelta(days=1)))


def _stage_clocks(facts: ProjectFacts, rules: RuleBook, items: Items) -> list[tuple[_Found, Limit | None]]:
    found: list[tuple[_Found, Limit | None]] = []
    for stage, record in facts.stages.items():
        start, start_event = record.started_on, ""
        if stage is Stage.REVIEW and facts.review_accepted_on is not None:
            # The limit runs from the accepted package (mechanism §1.3), in every round anew.
            start, start_event = facts.review_accepted_on, PACKAGE_ACCEPTED
        elif stage is Stage.FORMATION:
            # Formation counts from the review's pass; the day the card moved is only its next best witness.
            start = facts.days.get(Milestone.REVIEW_PASSED, start)
        elif stage is Stage.INVEST_STATS:
            start = facts.days.get(Milestone.START_STATISTICAL)
        if _ends_with(stage, facts, items):
            continue
        if record.status is not StageStatus.ACTIVE or start is None:
            continue
        limit = rules.stage_limit(stage, facts.route, start)
        if limit is not None:
            clock = Clock(start, start_event or limit.start_event, limit.limit)
            own = (ClockKind.STAGE, f"{facts.id}.{stage}", stage.value, stage.zh, "", clock)
            found.append((own, limit.warn))
    return found


def _ends_with(stage: Stage, facts: ProjectFacts, items: Items) -> bool:
    """Whether what the stage's limit runs up to has happened, though the card has not been moved yet.

    The review runs to its conclusion, formation to 立项 and 投资纳统 to the entry (mechanism §1.3).
    """
    if stage is Stage.REVIEW:
        return Milestone.REVIEW_PASSED in facts.days and facts.review_accepted_on is None
    if stage is Stage.FORMATION:
        return Milestone.ESTABLISHED in facts.days or established_on(items) is not None
    # An entry is known by its month.
    return stage is Stage.INVEST_STATS and Milestone.STATS_ENTRY in facts.reached | facts.days.keys()


def _item_clocks(facts: ProjectFacts, items: Items, rules_by_code: Mapping[str, PermitRule]) -> list[_Found]:
    if facts.route is None or not facts.items:
        return []
    past_permits = stage_index(facts.stage) > stage_index(Stage.PERMITS)
    reached = milestone_days(items, rules_by_code, facts.route)
    found: list[_Found] = []
    for item in items.current:
        overall = item.code in OVERALL
        # An overall limit runs on when an attempt fails: the plan still has to be approved.
        if item.is_done or (item.state in CALLED_OFF and not overall) or not item.is_applicable:
            continue
        if (item.accepted_on is None and not overall) or item.id in reached:
            continue
        rule = rules_by_code[item.code]
        clock = item_clock(rule, facts.route, item, items)
        if clock is None or clock.start is None or clock.limit is None:
            continue
        if past_permits and (overall or is_floor(clock)):
            # Construction has begun: overall limit and announcements are history, recorded or not.
            continue
        kind = ClockKind.OVERALL if overall else ClockKind.PERMIT
        found.append((kind, item.id, item.code, title_of(rule, item), rule.department, clock))
    return found


def title_of(rule: PermitRule, item: ItemFacts) -> str:
    """Name an item with the part it is for and the round it is in."""
    marks = [item.part.name] if item.part is not None else []
    if item.round_no > 1:
        marks.append(f"第{item.round_no}轮")
    return f"{rule.name}（{'·'.join(marks)}）" if marks else rule.name


_STARTS = frozenset({Milestone.START, Milestone.START_LEGAL, Milestone.MAIN_COMPLETE, Milestone.PRODUCTION})


def _paper_clocks(
    items: Items, rules_by_code: Mapping[str, PermitRule], calendar: WorkCalendar
) -> list[OpenClock]:
    """The papers that items were decided without (容缺、告知承诺), each due on the day promised."""
    return [
        OpenClock(
            ClockKind.PAPER,
            paper.id,
            item.code,
            f"{title_of(rules_by_code[item.code], item)}：{paper.name}",
            rules_by_code[item.code].department,
            Clock(item.decided_on, "容缺办结", None),
            fixed_deadline(paper.due, calendar),
        )
        for item in items.current
        for paper in item.promises
        if paper.handed_in_on is None and item.is_done and item.decided_on is not None
    ]


def _validity_clocks(
    facts: ProjectFacts, items: Items, rules_by_code: Mapping[str, PermitRule], calendar: WorkCalendar
) -> list[OpenClock]:
    begun = (facts.reached | facts.days.keys()) & _STARTS
    found = []
    for item in items.current:
        if not item.is_done:
            continue
        rule = rules_by_code[item.code]
        validity = rule.validity
        deadline = validity_of(rule, item, calendar)
        if deadline is None or (validity is not None and validity.ends_with is ValidityEnd.START and begun):
            continue
        clock = Clock(item.delivered_on or item.decided_on, "取得", None)
        found.append(
            OpenClock(
                ClockKind.VALIDITY,
                item.id,
                item.code,
                f"{title_of(rule, item)}有效期",
                rule.department,
                clock,
                deadline,
            )
        )
    return found


def validity_of(rule: PermitRule, item: ItemFacts, calendar: WorkCalendar) -> Deadline | None:
    """Return until when an issued result is valid, and from which day that calls for renewal or use.

    The day on the certificate goes before the rule's months; a day that is printed on paper is not moved off
    a rest day, and neither is one that the months lead to, which is the safer of the two readings.
    """
    validity = rule.validity
    if not item.is_done or item.decided_on is None or (validity is not None and validity.is_term):
        return None
    due = item.valid_until
    if due is None and validity is not None and validity.months is not None:
        begin = item.delivered_on if validity.from_delivery else None
        due = month_end(begin or item.decided_on, validity.months)
    if due is None:
        return None
    before = validity.renew_before if validity is not None else None
    warn_on = day_before(due, before or Limit(RENEW_WORKDAYS, Unit.WORKING_DAY), calendar)
    return Deadline(due, None, max(warn_on, item.decided_on), provisional=False)


def day_before(due: date, span: Limit, calendar: WorkCalendar) -> date:
    """Return the day that lies so long before another."""
    if span.unit is Unit.WORKING_DAY:
        return subtract_workdays(due, span.amount, calendar)
    if span.unit is Unit.MONTH:
        return month_end(due, -span.amount)
    return due - timedelta(days=span.amount)


def stopped(clock: Clock, stops: tuple[Suspension, ...]) -> Clock:
    """Add the days on which the whole project stood still to the clock's own suspensions."""
    return replace(clock, suspensions=with_stops(clock.suspensions, stops)) if stops else clock


def with_stops(own: tuple[Suspension, ...], stops: tuple[Suspension, ...]) -> tuple[Suspension, ...]:
    """Return suspensions together with the project's stops; days in both are named by the earlier one."""
    joined: list[Suspension] = []
    for one in sorted((*own, *stops), key=lambda s: s.first):
        before = joined[-1] if joined else None
        if before is None or (before.last is not None and before.last < one.first):
            joined.append(one)
        elif before.last is not None and (one.last is None or one.last > before.last):
            joined[-1] = replace(before, last=one.last)
    return tuple(joined)


def _problem_clock(problem: ProblemFacts, calendar: WorkCalendar) -> OpenClock:
    return OpenClock(
        ClockKind.PROBLEM,
        problem.id,
        str(problem.number),
        problem.text,
        problem.responsible_unit,
        Clock(problem.raised_on, "问题提出", None),
        fixed_deadline(problem.due, calendar),
    )


def _settled(duties: tuple[Duty, ...], rules: RuleBook, calendar: WorkCalendar) -> Iterator[Duty]:
    """The duties with the days that rules set for them."""
    for duty in duties:
        if duty.sets_day is None:
            yield duty
            continue
        day = duty.sets_day(rules.stages, calendar)
        if day is not None:
            label = f"{duty.label}（{day.name}）"
            yield replace(duty, label=label, due=day.due, calls_on=day.calls_on)


def _duty_clock(duty: Duty, stops: tuple[Suspension, ...], calendar: WorkCalendar) -> OpenClock:
    if duty.due is not None:
        # Where nobody has said since when it is owed, only its day is known.
        clock = duty.clock if duty.clock.start is not None else replace(duty.clock, start=duty.due)
        deadline = fixed_deadline(duty.due, calendar)
    else:
        clock = stopped(duty.clock, stops)
        deadline = deadline_of(clock, calendar)
    if duty.calls_on is not None:
        deadline = replace(deadline, warn_on=duty.calls_on)
    elif duty.calls_before is not None and deadline.due is not None:
        deadline = replace(deadline, warn_on=day_before(deadline.due, duty.calls_before, calendar))
    return OpenClock(duty.kind, duty.id, duty.code, duty.label, duty.department, clock, deadline)


def fixed_deadline(due: date, calendar: WorkCalendar) -> Deadline:
    """Return the deadline of a day that was agreed as such; it is never moved off a rest day."""
    warn_on = subtract_workdays(due, WARN_WORKDAYS, calendar)
    return Deadline(due, None, warn_on, not calendar.is_published(due))


def why_fixed(kind: ClockKind, due: date) -> str:
    """Say why a fixed deadline falls on its day."""
    if kind is ClockKind.VALIDITY:
        return f"有效期至{day_zh(due)}，按证载日期或规定期限计算，遇休息日不顺延。"
    if kind is ClockKind.WINDOW:
        return f"统计部门的材料截止日，应于{day_zh(due)}前报送；截止日遇休息日的，提前到前一个工作日。"
    if kind is ClockKind.OPINION:
        return f"征求意见时要求于{day_zh(due)}前反馈，当时按工作日算定，此后不再变动。"
    if kind is ClockKind.IDLE_LAND:
        return (
            f"出让合同约定的动工日期至{day_zh(due)}满一年，超过仍未动工的构成闲置土地"
            "（闲置土地处置办法第二条），遇休息日不顺延。"
        )
    return f"约定于{day_zh(due)}前{_OWED[kind]}，属约定日期，遇休息日不顺延。"


_OWED = {
    ClockKind.PAPER: "补交",
    ClockKind.PROBLEM: "解决",
    ClockKind.CONDITION: "落实",
    ClockKind.DEFERRAL: "复审",
    ClockKind.ELEMENT: "到位",
    ClockKind.COMMITMENT: "履行",
    ClockKind.PAYOUT: "兑付",
    ClockKind.LADDER: "整改",
    ClockKind.NODE: "完成",
    ClockKind.STOPPAGE: "办理",
    ClockKind.NOTICE: "书面回复",
    ClockKind.PROMISE: "兑现",
    ClockKind.VISIT: "走访",
}
