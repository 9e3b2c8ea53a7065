"""Invented courses of permit checklists for the examples; every day keeps the rules."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fangzi_desktop.domain.deadlines import Clock, Limit, Suspension, deadline_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.permit_rules import APPROVAL, FILING, READY, PermitRule
from fangzi_desktop.domain.permits import checklist_for, initial_applicability
from fangzi_desktop.domain.rulebook import RuleBook
from fangzi_desktop.domain.terms import (
    Applicability,
    LimitKind,
    Milestone,
    PermitState,
    Route,
    SuspensionReason,
)
from fangzi_desktop.domain.workdays import (
    WorkCalendar,
    add_workdays,
    calendar_days_between,
    subtract_workdays,
    workdays_between,
)

LAND_PLAN, LAND_ANNOUNCE = "LAND_PLAN", "LAND_ANNOUNCE"

# From which day, and after how many working days, an office usually takes an item up; all others follow what
# they wait for at once. What can be done during the listing is done then, so that 37 working days suffice.
_ESTABLISHED, _ANNOUNCED, _STARTED, _COMPLETE, _PRODUCING = range(5)
_BEGINS: Mapping[str, tuple[int, int, int]] = {
    "LAND_PREEXAM": (_ESTABLISHED, 3, 10),
    "LAND_ACQ_PRE": (_ESTABLISHED, -75, -55),
    "PLAN_COND": (_ESTABLISHED, 0, 5),
    "EXIST_LAND_CHECK": (_ESTABLISHED, 0, 8),
    "ARCHAEO": (_ESTABLISHED, 6, 15),
    "EIA": (_ESTABLISHED, 8, 24),
    "ENERGY": (_ESTABLISHED, 8, 20),
    "SOIL_WATER": (_ESTABLISHED, 6, 20),
    "GEO_HAZARD": (_ESTABLISHED, 2, 10),
    "MINERAL": (_ESTABLISHED, 2, 10),
    "SEISMIC": (_ESTABLISHED, 5, 18),
    "SAFETY_COND": (_ESTABLISHED, 4, 10),
    "OCC_HEALTH": (_ESTABLISHED, 6, 20),
    "WATER_DRAW": (_ESTABLISHED, 8, 18),
    "WATER_CONN": (_STARTED, 5, 90),
    "POWER_CONN": (_STARTED, 10, 140),
    "GAS_CONN": (_STARTED, 50, 160),
    "HEAT_CONN": (_STARTED, 60, 170),
    "DRAIN_PERMIT": (_COMPLETE, -5, 25),
    "PLAN_VERIFY": (_COMPLETE, 2, 15),
    "FIRE_ACCEPT": (_COMPLETE, 2, 20),
    "POLLUTION": (_COMPLETE, -15, 15),
    "EQUIP_REG": (_COMPLETE, 0, 20),
    "SELF_ACCEPT": (_PRODUCING, 5, 30),
    "SAFETY_LICENSE": (_PRODUCING, -20, -5),
}
_AFTER_LISTING: Mapping[str, tuple[int, int, int]] = {
    "DESIGN_REVIEW": (_ANNOUNCED, -4, 4),
    "BIDDING": (_ANNOUNCED, -8, 3),
}
_AFTER_ESTABLISHMENT: Mapping[str, tuple[int, int, int]] = {
    "DESIGN_REVIEW": (_ESTABLISHED, 6, 16),
    "BIDDING": (_ESTABLISHED, 8, 20),
}
# Working days that a step takes though its limit would allow more, so that the whole keeps its limit.
_QUICK: Mapping[str, tuple[int, int]] = {
    "LAND_PAY": (1, 4),
    "COMPLETION_FILING": (1, 6),
    "EQUIP_REG": (3, 12),
}
_SELF_MANAGED = (5, 15)
_LATE_SHARE = 0.25

# Of a hundred projects so many need an item that only some need; those not named are needed by twelve.
_NEEDED: Mapping[str, int] = {
    "PERF_AGREEMENT": 50,
    "FIRE_DESIGN": 22,
    "ENERGY": 35,
    "SOIL_WATER": 45,
    "OCC_HEALTH": 40,
    "GAS_CONN": 40,
    "HEAT_CONN": 25,
    "DRAIN_PERMIT": 45,
    "EQUIP_REG": 55,
    "SAFETY_COND": 40,
    "LIGHTNING_DESIGN": 40,
}
_HAZARDOUS = frozenset({"SAFETY_COND", "LIGHTNING_DESIGN"})
# What an invented project's course is built on, by route; a team may have dropped it from its checklist.
_BUILT_ON = frozenset({READY, FILING, "CONSTR_PLAN", "CONSTR_PERMIT", "JOINT_ACCEPT", "POLLUTION"})
_BUILT_ON_BY_ROUTE: Mapping[Route, frozenset[str]] = {
    Route.NEW_LAND: _BUILT_ON | {LAND_PLAN, LAND_ANNOUNCE, "LAND_USE_PLAN", "LAND_TITLE"},
    Route.EXISTING_LAND: _BUILT_ON,
}
_SELDOM = 12
# Items that a project needs together or not at all.
_TOGETHER: Mapping[str, str] = {
    "LAND_ACQ_PLAN": "LAND_ACQ_PRE",
    "LAND_CONV": "LAND_ACQ_PRE",
    "SAFETY_DESIGN": "SAFETY_COND",
    "SAFETY_LICENSE": "SAFETY_COND",
}
_APPROVED = 0.05
_VARIANTS: Mapping[str, Mapping[str, int]] = {
    "EIA": {"form": 70, "registration": 20, "book": 10},
    "SOIL_WATER": {"form": 70, "book": 30},
    "POLLUTION": {"registration": 60, "simple": 32, "key": 8},
}
_REVIEWED_BY_EXPERTS = frozenset(
    {"EIA", "ENERGY", "SOIL_WATER", "SAFETY_COND", "SEISMIC", "WATER_DRAW", "DRAWING_REVIEW"}
)
_STOPPED = 0.15
_OPEN_QUESTION = 0.12


@dataclass(frozen=True, slots=True)
class Span:
    """When an item is taken up and decided; without `accepted_on` nobody accepts it."""

    begun_on: date
    accepted_on: date | None
    decided_on: date
    stop: Suspension | None = None


@dataclass(frozen=True, slots=True)
class PermitTimes:
    """The whole course of a checklist, past today as well."""

    route: Route
    established_on: date
    ready_on: date
    started_on: date
    complete_on: date
    accepted_on: date
    producing_on: date
    applicability: Mapping[str, Applicability]
    variants: Mapping[str, str]
    spans: Mapping[str, Span]

    @property
    def milestones(self) -> dict[Milestone, date]:
        """What the land registry and the offices reach on the way to the start."""
        found = {}
        if LAND_ANNOUNCE in self.spans:
            found[Milestone.LISTED] = self.spans[LAND_ANNOUNCE].begun_on
            titles = ("LAND_USE_PLAN", "LAND_TITLE", "CONSTR_PLAN", "CONSTR_PERMIT")
            found[Milestone.FOUR_CERTIFICATES] = max(self.spans[code].decided_on for code in titles)
        return found


class Permits:
    """Makes up courses of checklists on one day, by one team's rules and calendar.

    Raises `UserError` ``demo.checklist_changed`` if the team's checklist lacks what every course is built on.
    """

    def __init__(self, chance: random.Random, today: date, calendar: WorkCalendar, book: RuleBook) -> None:
        self._chance = chance
        self._today = today
        self._calendar = calendar
        template = book.template_on(today)
        self._rules = template.by_code
        self._rule_ids = template.rule_ids
        self._checklists = {route: checklist_for(template.rules, route) for route in Route}
        for route, codes in _BUILT_ON_BY_ROUTE.items():
            if not codes <= {rule.code for rule in self._checklists[route] if not rule.conditional}:
                raise UserError("demo.checklist_changed")

    def times(
        self, route: Route, established: date, *, late: bool, hazardous: bool, building: int = 300
    ) -> PermitTimes:
        """Return the course of a checklist from 立项 on; construction takes `building` calendar days.

        With `late` some offices miss their limits by a few working days; only a `hazardous` industry needs
        what the law asks of dangerous goods.
        """
        course = _Course(self._chance, self._calendar, self._rules, route, established, building)
        course.late, course.hazardous = late, hazardous
        for rule in self._checklists[route]:
            course.add(rule)
        return course.times()

    def cut(self, times: PermitTimes) -> tuple[ItemFacts, ...]:
        """Return the items as they stand today. Items bear their code as id."""
        items = [self._item(rule, times) for rule in self._checklists[times.route]]
        return tuple(self._questioned(items, times))

    def _item(self, rule: PermitRule, times: PermitTimes) -> ItemFacts:
        item = ItemFacts(
            rule.code,
            rule.code,
            times.applicability[rule.code],
            PermitState.NOT_STARTED,
            times.variants.get(rule.code),
            rule_id=self._rule_ids[rule.code],
        )
        span = times.spans.get(rule.code)
        if span is None:
            return item
        return self._at_today(item, rule, span)

    def _at_today(self, item: ItemFacts, rule: PermitRule, span: Span) -> ItemFacts:
        today, accepted = self._today, span.accepted_on
        handed_in = subtract_workdays(span.begun_on, self._chance.randint(0, 2), self._calendar)
        applied = min(span.begun_on, handed_in) if accepted and _is_applied_for(rule) else None
        if span.decided_on <= today:
            stops = (span.stop,) if span.stop else ()
            return replace(
                item,
                state=PermitState.DECIDED,
                applied_on=applied,
                accepted_on=accepted,
                decided_on=span.decided_on,
                suspensions=stops,
            )
        if accepted is not None and accepted <= today:
            return self._running(replace(item, applied_on=applied, accepted_on=accepted), span.stop)
        if applied is not None and applied <= today:
            return replace(item, state=PermitState.APPLIED, applied_on=applied)
        soon = subtract_workdays(span.begun_on, 10, self._calendar)
        return replace(item, state=PermitState.PREPARING) if soon <= today else item

    def _running(self, item: ItemFacts, stop: Suspension | None) -> ItemFacts:
        if stop is None and item.code in _REVIEWED_BY_EXPERTS and self._chance.random() < _STOPPED:
            first = (item.accepted_on or self._today) + timedelta(days=self._chance.randint(1, 4))
            stop = Suspension(first, None, SuspensionReason.EXPERT_REVIEW.zh)
        if stop is None or stop.first > self._today:
            return replace(item, state=PermitState.ACCEPTED)
        if stop.last is not None and stop.last < self._today:
            return replace(item, state=PermitState.ACCEPTED, suspensions=(stop,))
        # Nobody knows yet when the experts will be done.
        return replace(item, state=PermitState.SUSPENDED, suspensions=(replace(stop, last=None),))

    def _questioned(self, items: list[ItemFacts], times: PermitTimes) -> list[ItemFacts]:
        """Leave open whether a young project needs some items, where nothing after them has begun."""
        if calendar_days_between(times.established_on, self._today) > 45:
            return items
        begun = {item.code for item in items if item.state is not PermitState.NOT_STARTED}
        needed = {code for item in begun for code in self._rules[item].requires_on(times.route)}
        return [
            replace(item, applicability=Applicability.UNDECIDED)
            if self._rules[item.code].conditional
            and item.code != APPROVAL
            and not item.is_applicable
            and item.code not in needed
            and self._chance.random() < _OPEN_QUESTION
            else item
            for item in items
        ]


def _is_applied_for(rule: PermitRule) -> bool:
    """Whether somebody hands an application in; other clocks start with a notice or a contract."""
    return "受理" in rule.start.words or "申请" in rule.start.words


class _Course:
    """One checklist's course, made up item by item in the order of the checklist."""

    def __init__(
        self,
        chance: random.Random,
        calendar: WorkCalendar,
        rules: Mapping[str, PermitRule],
        route: Route,
        established: date,
        building: int,
    ) -> None:
        self._chance = chance
        self._calendar = calendar
        self._rules = rules
        self._route = route
        self.late = self.hazardous = False
        self._building = building
        self._approved = chance.random() < _APPROVED
        self._anchors = {_ESTABLISHED: established}
        self._ready = established
        self._begins = {
            **_BEGINS,
            **(_AFTER_LISTING if route is Route.NEW_LAND else _AFTER_ESTABLISHMENT),
        }
        self._applicability: dict[str, Applicability] = {}
        self._variants: dict[str, str] = {}
        self._spans: dict[str, Span] = {}

    def add(self, rule: PermitRule) -> None:
        """Let an item follow what it waits for."""
        self._applicability[rule.code] = applicability = self._needed(rule)
        if rule.code == READY:
            self._start()
        elif applicability is Applicability.REQUIRED:
            self._spans[rule.code] = self._span(rule)
            if rule.code == LAND_ANNOUNCE:
                self._anchors[_ANNOUNCED] = self._spans[rule.code].begun_on
            elif rule.code == LAND_PLAN:
                # What goes on beside the listing is prepared for the notice that follows the plan.
                self._anchors[_ANNOUNCED] = self._spans[rule.code].decided_on
            elif rule.code == "JOINT_ACCEPT":
                self._produce()

    def times(self) -> PermitTimes:
        """Return the whole course, once every item has been added."""
        # Nothing is discharged, so nothing produced, before the permit for it.
        producing = max(self._anchors[_PRODUCING], self._spans["POLLUTION"].decided_on)
        return PermitTimes(
            self._route,
            self._anchors[_ESTABLISHED],
            self._ready,
            self._anchors[_STARTED],
            self._anchors[_COMPLETE],
            self._spans["JOINT_ACCEPT"].decided_on,
            producing,
            self._applicability,
            self._variants,
            self._spans,
        )

    def _needed(self, rule: PermitRule) -> Applicability:
        if rule.code in (FILING, APPROVAL):
            taken = (rule.code == APPROVAL) is self._approved
            return Applicability.REQUIRED if taken else Applicability.NOT_APPLICABLE
        usual = initial_applicability(rule)
        if usual is not Applicability.UNDECIDED:
            return usual
        if rule.code in _HAZARDOUS and not self.hazardous:
            return Applicability.NOT_APPLICABLE
        if _TOGETHER.get(rule.code) in self._applicability:
            return self._applicability[_TOGETHER[rule.code]]
        needed = self._chance.random() * 100 < _NEEDED.get(rule.code, _SELDOM)
        return Applicability.REQUIRED if needed else Applicability.NOT_APPLICABLE

    def _start(self) -> None:
        chance = self._chance
        codes = [code for code in self._rules[READY].requires_on(self._route) if code in self._spans]
        self._ready = max(self._spans[code].decided_on for code in codes)
        started = add_workdays(self._ready, chance.randint(1, 12), self._calendar)
        self._anchors[_STARTED] = started
        self._anchors[_COMPLETE] = started + timedelta(days=self._building)

    def _produce(self) -> None:
        accepted = self._spans["JOINT_ACCEPT"].decided_on
        self._anchors[_PRODUCING] = add_workdays(accepted, self._chance.randint(8, 40), self._calendar)

    def _span(self, rule: PermitRule) -> Span:
        established = self._anchors[_ESTABLISHED]
        if rule.code == FILING:
            return Span(established, established, established)
        if rule.code == APPROVAL:
            begun = subtract_workdays(established, self._chance.randint(5, 9), self._calendar)
            return Span(begun, begun, established)
        if rule.code == LAND_PLAN:
            return self._land_plan()
        begun = self._begun(rule)
        limit = self._limit(rule)
        late = self.late and self._chance.random() < _LATE_SHARE
        if limit is None:
            decided = add_workdays(begun, self._chance.randint(*_SELF_MANAGED), self._calendar)
            return Span(begun, None, decided)
        stop = self._stop(rule, begun)
        return Span(begun, begun, self._decided(rule, limit, begun, stop, late=late), stop)

    def _begun(self, rule: PermitRule) -> date:
        """Return the working day on which an item is taken up, not before what it waits for is decided."""
        chance, calendar = self._chance, self._calendar
        waits = self._waits(rule)
        if rule.code == LAND_ANNOUNCE:
            return add_workdays(waits[-1], chance.randint(2, 8), calendar)
        usual = date.min
        if rule.code in self._begins:
            anchor, first, last = self._begins[rule.code]
            usual = _shifted(self._anchors[anchor], chance.randint(first, last), calendar)
        earliest = max([usual, *waits])
        if rule.limit is not None and rule.limit.kind is LimitKind.MIN:
            return earliest
        if waits and earliest == max(waits) and chance.random() < 0.5:
            earliest += timedelta(days=1)
        return calendar.next_workday(earliest)

    def _waits(self, rule: PermitRule) -> list[date]:
        """Return when what an item waits for is decided; a filing's place may be taken by an approval."""
        needs = (
            APPROVAL if need == FILING and self._approved else need for need in rule.requires_on(self._route)
        )
        return [self._spans[need].decided_on for need in needs if need in self._spans]

    def _limit(self, rule: PermitRule) -> Limit | None:
        known = {variant.code for variant in rule.variants}
        weights = {code: weight for code, weight in _VARIANTS.get(rule.code, {}).items() if code in known}
        if weights:
            (self._variants[rule.code],) = self._chance.choices(list(weights), list(weights.values()))
        return rule.limit_on(self._route, self._variants.get(rule.code))

    def _stop(self, rule: PermitRule, begun: date) -> Suspension | None:
        chance = self._chance
        if rule.code not in _REVIEWED_BY_EXPERTS or chance.random() > _STOPPED:
            return None
        first = add_workdays(begun, 1, self._calendar)
        last = first + timedelta(days=chance.randint(4, 15))
        return Suspension(first, last, SuspensionReason.EXPERT_REVIEW.zh)

    def _decided(
        self, rule: PermitRule, limit: Limit, begun: date, stop: Suspension | None, *, late: bool
    ) -> date:
        chance, calendar = self._chance, self._calendar
        stops = (stop,) if stop else ()
        statutory = rule.statutory_for(self._variants.get(rule.code))
        deadline = deadline_of(Clock(begun, "", limit, statutory, stops), calendar)
        due = deadline.due or begun
        if limit.kind is LimitKind.MIN:
            return due + timedelta(days=chance.choice((0, 0, 0, 1)))
        if late:
            return add_workdays(due, chance.randint(1, 8), calendar)
        if rule.code in _QUICK:
            return min(due, add_workdays(begun, chance.randint(*_QUICK[rule.code]), calendar))
        whole = workdays_between(begun, due, calendar, stops)
        taken = round(whole * chance.uniform(0.4, 1.0))
        decided = add_workdays(begun, taken, calendar, stops) if taken else begun
        floor = deadline.statutory_due if statutory and statutory.kind is LimitKind.MIN else None
        return max(decided, floor or decided)

    def _land_plan(self) -> Span:
        """The plan has three months from 立项 and is mostly approved in the second."""
        chance, established = self._chance, self._anchors[_ESTABLISHED]
        rule = self._rules[LAND_PLAN]
        due = deadline_of(Clock(established, "", rule.limit), self._calendar).due or established
        decided = self._calendar.next_workday(established + timedelta(days=chance.randint(38, 84)))
        if self.late and chance.random() < _LATE_SHARE:
            decided = add_workdays(due, chance.randint(2, 9), self._calendar)
        decided = max([decided, *self._waits(rule)])
        return Span(subtract_workdays(decided, chance.randint(5, 15), self._calendar), None, decided)


def _shifted(day: date, workdays: int, calendar: WorkCalendar) -> date:
    if workdays < 0:
        return subtract_workdays(day, -workdays, calendar)
    return add_workdays(day, workdays, calendar)
