"""Every open clock of one project, worked out from its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.deadlines import Clock, Deadline, OpenClock, Suspension, deadline_of, is_floor
from fangzi_desktop.domain.permit_items import CALLED_OFF, ItemFacts, established_on, item_clock
from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.permits import start_ready
from fangzi_desktop.domain.rulebook import RuleBook
from fangzi_desktop.domain.stages import TERMINAL, StageFacts, stage_index
from fangzi_desktop.domain.terms import (
    ClockKind,
    Milestone,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from fangzi_desktop.domain.workdays import WorkCalendar, subtract_workdays

READY = "START_READY"
LAND_PLAN = "LAND_PLAN"
# The items whose limits span the whole procedure of a route (mechanism §3.2).
OVERALL = (READY, LAND_PLAN)
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
class ProjectFacts:
    """What the clocks of one project depend on. `days` holds only facts known to the day."""

    id: str
    stage: Stage
    status: ProjectStatus
    route: Route | None
    stages: Mapping[Stage, StageFacts]
    days: Mapping[Milestone, date]
    items: tuple[ItemFacts, ...]
    problems: tuple[ProblemFacts, ...]
    stops: tuple[Suspension, ...]


def open_clocks(
    facts: ProjectFacts, rules: RuleBook, rules_by_code: Mapping[str, PermitRule], calendar: WorkCalendar
) -> list[OpenClock]:
    """Return every clock of the project that has started and not ended.

    A project that has left the mechanism has none. While it is deferred or returned all its clocks stop
    (mechanism §1.4), except fixed days agreed for problems.
    """
    if facts.status in TERMINAL:
        return []
    found = [*_stage_clocks(facts, rules), *_item_clocks(facts, rules_by_code)]
    counted = [
        OpenClock(kind, owner, code, label, department, clock, deadline_of(clock, calendar))
        for kind, owner, code, label, department, own in found
        for clock in (stopped(own, facts.stops),)
    ]
    return counted + [_problem_clock(problem, calendar) for problem in facts.problems]


_Found = tuple[ClockKind, str, str, str, str, Clock]


def _stage_clocks(facts: ProjectFacts, rules: RuleBook) -> list[_Found]:
    found: list[_Found] = []
    for stage, record in facts.stages.items():
        start = record.started_on
        if stage is Stage.FORMATION:
            # Formation counts from the review's pass; the day the card moved is only its next best witness.
            start = facts.days.get(Milestone.REVIEW_PASSED, start)
        elif stage is Stage.INVEST_STATS:
            start = facts.days.get(Milestone.START_STATISTICAL)
        if _ends_with(stage, facts):
            continue
        if record.status is not StageStatus.ACTIVE or start is None:
            continue
        limit = rules.stage_limit(stage, facts.route, start)
        if limit is not None:
            clock = Clock(start, limit.start_event, limit.limit)
            found.append((ClockKind.STAGE, f"{facts.id}.{stage}", stage.value, stage.zh, "", clock))
    return found


def _ends_with(stage: Stage, facts: ProjectFacts) -> bool:
    """Whether what the stage's limit runs up to has happened, though the card has not been moved yet.

    The review runs to its conclusion, formation to 立项 and 投资纳统 to the entry (mechanism §1.3).
    """
    if stage is Stage.REVIEW:
        return Milestone.REVIEW_PASSED in facts.days
    if stage is Stage.FORMATION:
        by_code = {item.code: item for item in facts.items}
        return Milestone.ESTABLISHED in facts.days or established_on(by_code) is not None
    return stage is Stage.INVEST_STATS and Milestone.STATS_ENTRY in facts.days


def _item_clocks(facts: ProjectFacts, rules_by_code: Mapping[str, PermitRule]) -> list[_Found]:
    if facts.route is None or not facts.items:
        return []
    by_code: dict[str, ItemFacts] = {item.code: item for item in facts.items}
    past_permits = stage_index(facts.stage) > stage_index(Stage.PERMITS)
    found: list[_Found] = []
    for item in facts.items:
        overall = item.code in OVERALL
        # An overall limit runs on when an attempt fails: the plan still has to be approved.
        if item.is_done or (item.state in CALLED_OFF and not overall) or not item.is_applicable:
            continue
        if item.accepted_on is None and not overall:
            continue
        rule = rules_by_code[item.code]
        clock = item_clock(rule, facts.route, item, by_code)
        if clock is None or clock.start is None or clock.limit is None:
            continue
        if past_permits and (overall or is_floor(clock)):
            # Construction has begun: overall limit and announcements are history, recorded or not.
            continue
        if item.code == READY and start_ready(facts.items, rules_by_code, facts.route):
            continue
        kind = ClockKind.OVERALL if overall else ClockKind.PERMIT
        found.append((kind, item.id, item.code, rule.name, rule.department, clock))
    return found


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


def fixed_deadline(due: date, calendar: WorkCalendar) -> Deadline:
    """Return the deadline of a day that was agreed as such; it is never moved off a rest day."""
    warn_on = subtract_workdays(due, WARN_WORKDAYS, calendar)
    return Deadline(due, None, warn_on, not calendar.is_published(due))


def why_fixed(due: date) -> str:
    """Say why a fixed deadline falls on its day."""
    return f"约定于{due.year}年{due.month}月{due.day}日前解决，属约定日期，遇休息日不顺延。"
