"""A project's permit checklist as a whole: what waits for what, and when the project may start.

The door to everything about permits; rules lie in `permit_rules`, the life of one item in `permit_items`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from fangzi_desktop.domain.deadlines import Clock, Limit, deadline_of
from fangzi_desktop.domain.permit_items import (
    CALLED_OFF,
    TRANSITIONS,
    ItemFacts,
    Items,
    afresh,
    as_items,
    check_accept,
    check_apply,
    check_dates,
    check_decide,
    check_not_applicable,
    check_refuse,
    check_resume,
    check_state,
    check_suspend,
    check_variant,
    check_withdraw,
    established_on,
    event_day,
    item_clock,
    lacks_number,
    reopened,
)
from fangzi_desktop.domain.permit_rules import (
    READY,
    Basis,
    PermitGroup,
    PermitRule,
    PermitVariant,
    RouteLimit,
    Rules,
    Source,
    SourceKind,
    StartEvent,
    StartMoment,
    Validity,
    rule_from_json,
    rule_to_json,
    rules_from,
)
from fangzi_desktop.domain.terms import Applicability, LimitKind, PermitPhase, PermitState, Route, Unit
from fangzi_desktop.domain.workdays import (
    WorkCalendar,
    add_calendar_days,
    add_months,
    add_workdays,
    workdays_between,
)

__all__ = [
    "READY",
    "TRANSITIONS",
    "Basis",
    "Forecast",
    "GroupStanding",
    "ItemFacts",
    "Items",
    "PermitGroup",
    "PermitRule",
    "PermitVariant",
    "RouteLimit",
    "Rules",
    "Source",
    "SourceKind",
    "Standing",
    "StartEvent",
    "StartMoment",
    "Validity",
    "certificates",
    "check_accept",
    "check_apply",
    "check_dates",
    "check_decide",
    "check_not_applicable",
    "check_refuse",
    "check_resume",
    "check_state",
    "check_suspend",
    "check_variant",
    "check_withdraw",
    "checklist_for",
    "decision_warnings",
    "effective_requires",
    "established_on",
    "forecast",
    "group_standings",
    "initial_applicability",
    "item_clock",
    "lacks_number",
    "milestone_days",
    "progress",
    "reopened",
    "rule_from_json",
    "rule_to_json",
    "rules_from",
    "settled_with",
    "stand_ins",
    "standings",
    "start_ready",
    "start_ready_on",
]


def checklist_for(rules: Iterable[PermitRule], route: Route) -> tuple[PermitRule, ...]:
    """Return the rules of a route by phase; within a phase every item follows what it waits for."""
    phases = list(PermitPhase)
    given = sorted(
        (rule for rule in rules if route in rule.routes), key=lambda rule: phases.index(rule.phase)
    )
    by_code = {rule.code: rule for rule in given}
    ordered: dict[str, PermitRule] = {}

    def place(rule: PermitRule) -> None:
        for code in rule.requires_on(route):
            if code not in ordered and by_code[code].phase is rule.phase:
                place(by_code[code])
        ordered[rule.code] = rule

    for rule in given:
        if rule.code not in ordered:
            place(rule)
    return tuple(ordered.values())


def initial_applicability(rule: PermitRule) -> Applicability:
    """Return what a new checklist says of an item: an alternative is out until it is chosen."""
    if rule.alternative_to is not None:
        return Applicability.NOT_APPLICABLE
    return Applicability.UNDECIDED if rule.conditional else Applicability.REQUIRED


def settled_with(rules: Rules, code: str, applicability: Applicability) -> dict[str, Applicability]:
    """Return what the counterpart of an alternative becomes: of the two exactly one is taken."""
    replaced = rules[code].alternative_to
    if replaced is not None:
        taken = applicability is Applicability.REQUIRED
        return {replaced: Applicability.NOT_APPLICABLE if taken else Applicability.REQUIRED}
    # Without the one, 立项 comes from the other; 不涉及 of both would let everything after them begin.
    dropped = applicability is Applicability.NOT_APPLICABLE
    alternatives = (rule.code for rule in rules.values() if rule.alternative_to == code)
    return dict.fromkeys(alternatives, Applicability.REQUIRED if dropped else Applicability.NOT_APPLICABLE)


def effective_requires(rule: PermitRule, route: Route, rules: Rules, items: Items) -> tuple[str, ...]:
    """Return the codes an item waits for on a route; a chosen alternative stands in for what it replaces."""
    taken = stand_ins(rules, items)
    return tuple(taken.get(code, code) for code in rule.requires_on(route))


def stand_ins(rules: Rules, items: Items) -> dict[str, str]:
    """Return which alternatives the project took, by the codes of the items they replace."""
    return {
        replaced: code
        for code in items.codes
        if (replaced := rules[code].alternative_to) is not None
        and any(item.applicability is Applicability.REQUIRED for item in items.of(code))
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one item of a checklist stands.

    `satisfied` means that nothing waits for it: it is done, or 不涉及 (but not replaced by an alternative).
    `ready` means that it is open and its prerequisites are satisfied; `waiting_for` are the ids of those that
    are not. `requires` are the ids of all that it waits or waited for.
    """

    code: str
    done: bool
    satisfied: bool
    ready: bool
    waiting_for: tuple[str, ...]
    requires: tuple[str, ...] = ()


def standings(items: Iterable[ItemFacts], rules: Rules, route: Route) -> dict[str, Standing]:
    """Return where every item of a checklist stands, by its id.

    An item for a part waits for the prerequisites of that part, one for the whole project for those of every
    part. A prerequisite that the project's checklist does not hold keeps nothing waiting, nor does one that
    is 不涉及. The milestone waits for everything before it, also for what an item issued with promises
    outstanding left open. A round of a listing that another one followed is out of the way.
    """
    graph = _Checklist(items, rules, route)
    found = {}
    for item in graph.items.all:
        if item.id not in graph.current:
            found[item.id] = Standing(item.code, item.is_done, satisfied=True, ready=False, waiting_for=())
            continue
        needs = graph.before_ready(item) if item.code == READY else graph.requires(item)
        waiting = tuple(need.id for need in needs if not need.is_done)
        done = not waiting if item.code == READY else item.is_done
        found[item.id] = Standing(
            item.code,
            done=done and item.is_applicable,
            satisfied=done if item.is_applicable else item.code not in graph.stand_ins,
            ready=item.is_applicable and not done and not waiting,
            waiting_for=waiting if item.is_applicable else (),
            requires=tuple(need.id for need in graph.requires(item, with_excluded=True)),
        )
    return found


def decision_warnings(
    items: Iterable[ItemFacts], rules: Rules, route: Route, item_id: str
) -> tuple[str, ...]:
    """Return the codes of prerequisites that are still open if this item is decided now."""
    found = standings(items, rules, route)
    return tuple(dict.fromkeys(found[need].code for need in found[item_id].waiting_for))


def certificates(items: Iterable[ItemFacts], rules: Rules, route: Route | None) -> tuple[int, int]:
    """Return how many of the 四证 are issued and how many the project needs.

    One that is issued for several parts counts once, when all are issued. On existing land the land's
    certificates are already held and do not count, nor does what is 不涉及. With the land question open
    nothing is known: (0, 0).
    """
    if route is None:
        return 0, 0
    own = as_items(items)
    wanted = [
        rule.code
        for rule in rules.values()
        if rule.certificate and route in rule.routes and (not own.of(rule.code) or own.applicable(rule.code))
    ]
    return sum(_is_done(own, code) for code in wanted), len(wanted)


def _is_done(items: Items, code: str) -> bool:
    applicable = items.applicable(code)
    return bool(applicable) and all(item.is_done for item in applicable)


def progress(items: Iterable[ItemFacts]) -> tuple[int, int, int]:
    """Return how many items are done, how many are needed, and how many are still 待核实.

    What is divided among parts counts once: done when every part has it. The milestone is not a permit and
    is not counted.
    """
    own = as_items(items)
    done = needed = undecided = 0
    for code in own.codes:
        applicable = own.applicable(code)
        if code == READY or not applicable:
            continue
        needed += 1
        still_open = [item for item in applicable if item.state is not PermitState.DECIDED]
        done += not still_open
        undecided += any(item.applicability is Applicability.UNDECIDED for item in still_open)
    return done, needed - undecided, undecided


def start_ready(items: Iterable[ItemFacts], rules: Rules, route: Route) -> bool:
    """Whether the project may start: every item before the milestone is closed, whoever let it pass."""
    return _Checklist(items, rules, route).is_ready()


def start_ready_on(items: Iterable[ItemFacts], rules: Rules, route: Route) -> date | None:
    """Return the day on which the last item before the milestone was decided; None while one is open."""
    graph = _Checklist(items, rules, route)
    if not graph.is_ready():
        return None
    return max(graph.ready_days().values(), default=None)


def milestone_days(items: Iterable[ItemFacts], rules: Rules, route: Route) -> dict[str, date]:
    """Return the day of every milestone of the checklist (by its id) whose last item has been decided."""
    return _Checklist(items, rules, route).ready_days()


class _Checklist:
    """A project's items, and what each waits for on its route."""

    def __init__(self, items: Iterable[ItemFacts], rules: Rules, route: Route) -> None:
        self.items = as_items(items)
        self.current = {item.id: item for item in self.items.current}
        self._rules = rules
        self._route = route
        self.stand_ins = stand_ins(rules, self.items)

    def stand_in(self, code: str) -> str:
        """Return the code itself, or the alternative that the project took instead."""
        return self.stand_ins.get(code, code)

    def requires(self, item: ItemFacts, *, with_excluded: bool = False) -> list[ItemFacts]:
        """Return the prerequisites that the project's checklist holds, without those that are 不涉及."""
        found: dict[str, ItemFacts] = {}
        for code in self._rules[item.code].requires_on(self._route):
            for need in self.items.near(self.stand_in(code), item.part):
                if with_excluded or need.is_applicable:
                    found[need.id] = need
        return list(found.values())

    def milestones(self) -> Sequence[ItemFacts]:
        return self.items.applicable(READY)

    def before_ready(self, *milestones: ItemFacts) -> list[ItemFacts]:
        """Return the items that lead to the milestones, prerequisites first.

        What only leads there through an item that is 不涉及 is left out: nothing waits for it.
        """
        ordered: dict[str, ItemFacts] = {}
        # Items of different versions of the checklist could wait for each other in a circle.
        seen: set[str] = set()

        def visit(item: ItemFacts) -> None:
            for need in self.requires(item):
                if need.id not in seen:
                    seen.add(need.id)
                    visit(need)
                    ordered[need.id] = need

        for milestone in milestones:
            visit(milestone)
        return list(ordered.values())

    def is_ready(self) -> bool:
        milestones = self.milestones()
        return bool(milestones) and all(item.is_done for item in self.before_ready(*milestones))

    def ready_days(self) -> dict[str, date]:
        found = {}
        for milestone in self.milestones():
            # Asked of every project of the district: mostly one look at what comes right before answers it.
            if not all(need.is_done for need in self.requires(milestone)):
                continue
            needs = self.before_ready(milestone)
            days = [need.decided_on for need in needs if need.decided_on is not None]
            if days and all(need.is_done for need in needs):
                found[milestone.id] = max(days)
        return found


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """How a parallel group stands: its clock, and which of its items are done.

    `clock.limit` is the group's own limit, or the longest single one of its items, which `longest` then names
    by its id; its start is None until the event has happened.
    """

    group: PermitGroup
    clock: Clock
    longest: str | None
    items: tuple[ItemFacts, ...]

    @property
    def done(self) -> int:
        """How many of the items are done."""
        return sum(item.is_done for item in self.items)


def group_standings(
    groups: Iterable[PermitGroup],
    items: Iterable[ItemFacts],
    rules: Rules,
    route: Route,
    calendar: WorkCalendar,
) -> tuple[GroupStanding, ...]:
    """Return the parallel groups of a route that the checklist has items for (mechanism §3.4).

    A group's limit is the longest single limit of its items, counted from the group's event, never the sum.
    """
    own = as_items(items)
    found = []
    for group in groups:
        members = tuple(item for code in group.members for item in own.applicable(code))
        event = group.starts.get(route)
        if event is None or not members:
            continue
        start = event_day(event, own)
        limit, longest = group.limits.get(route), None
        if limit is None:
            limit, longest = _longest(members, rules, route, start, calendar)
        ended = max((item.decided_on for item in members if item.decided_on), default=None)
        over = ended if all(item.is_done for item in members) else None
        if over is not None and start is not None:
            over = max(over, start)
        found.append(GroupStanding(group, Clock(start, event.words, limit, ended_on=over), longest, members))
    return tuple(found)


def _longest(
    members: Iterable[ItemFacts], rules: Rules, route: Route, start: date | None, calendar: WorkCalendar
) -> tuple[Limit | None, str | None]:
    """Return the longest limit of a group's items; of different units, the one that ends last."""
    found: tuple[date, Limit, str] | None = None
    for item in members:
        limit = rules[item.code].limit_on(route, item.variant)
        if limit is None or limit.kind is LimitKind.MIN:
            continue
        end = _end_of(start or _ANY_DAY, limit, calendar)
        if found is None or end > found[0]:
            found = end, limit, item.id
    return (found[1], found[2]) if found is not None else (None, None)


# Limits of different units are compared from some day while the group's own has not come.
_ANY_DAY = date(2026, 3, 2)


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the project could start by its prerequisites (按前置关系推算); never a legal limit.

    All keys are ids of items. `critical` is the chain of open items that decides the day, first to last.
    `floats` say how many working days an open item may finish later without moving `ready_on`; `finish`
    holds the day of every item that leads to the milestone, real or expected. `undecided` items were
    counted as needed.
    """

    ready_on: date | None
    critical: tuple[str, ...] = ()
    floats: Mapping[str, int] = field(default_factory=dict)
    finish: Mapping[str, date] = field(default_factory=dict)
    undecided: int = 0


_Span = Callable[[date], date]


@dataclass(slots=True)
class _Node:
    """An item in the forecast: not done before `base`, nor before each prerequisite plus its span."""

    base: date
    edges: list[tuple[str, _Span]]
    is_open: bool = True


def forecast(
    items: Iterable[ItemFacts],
    rules: Rules,
    route: Route,
    calendar: WorkCalendar,
    today: date,
    late: Mapping[str, int] = MappingProxyType({}),
) -> Forecast:
    """Work out when the project could start, if every item takes the time its office promises.

    Decided items count with their day. A running item ends with its limit (at the earliest today), and not
    before its prerequisites; an item not begun starts when these are closed, at the earliest today, and
    takes its limit, or the law's minimum if that is longer. A stopped clock is taken to run on from tomorrow.
    Items without a limit take no time. `late` asks what happens if open items (by id) take so many working
    days more. An empty checklist has no forecast.
    """
    graph = _Checklist(items, rules, route)
    milestones = graph.milestones()
    if not milestones:
        return Forecast(None)
    order = graph.before_ready(*milestones)
    nodes = {
        item.id: _delayed(_node(item, graph, rules, route, calendar, today), late.get(item.id, 0), calendar)
        for item in order
    }
    nodes[_END] = _Node(date.min, [(item.id, _no_time) for item in order], is_open=False)
    if not order:
        nodes[_END].base = today
    finish, driver = _forward(nodes)
    latest = _backward(nodes, finish)
    ready_on = finish.pop(_END)
    for milestone in milestones:
        needs = graph.before_ready(milestone)
        finish[milestone.id] = max((finish[need.id] for need in needs), default=ready_on)
    return Forecast(
        ready_on=ready_on,
        critical=_chain(driver),
        floats={
            item.id: workdays_between(finish[item.id], latest[item.id], calendar)
            for item in order
            if nodes[item.id].is_open
        },
        finish=finish,
        undecided=sum(item.applicability is Applicability.UNDECIDED and not item.is_done for item in order),
    )


# What stands for the whole checklist among the ids of its items.
_END = ""


def _node(
    item: ItemFacts, graph: _Checklist, rules: Rules, route: Route, calendar: WorkCalendar, today: date
) -> _Node:
    if item.is_done:
        return _Node(item.decided_on or today, [], is_open=False)
    base, edges = _expected(rules[item.code], item, graph, route, calendar, today)
    return _Node(base, edges)


def _delayed(node: _Node, workdays: int, calendar: WorkCalendar) -> _Node:
    """Let an open item end so many working days later than it would."""
    if not workdays or not node.is_open:
        return node

    def later(span: _Span) -> _Span:
        return lambda day: add_workdays(span(day), workdays, calendar)

    edges = [(need, later(span)) for need, span in node.edges]
    return _Node(add_workdays(node.base, workdays, calendar), edges)


def _expected(
    rule: PermitRule,
    item: ItemFacts,
    graph: _Checklist,
    route: Route,
    calendar: WorkCalendar,
    today: date,
) -> tuple[date, list[tuple[str, _Span]]]:
    """Return the earliest end of an open item by its own clock, and what its prerequisites add to theirs."""
    if item.state in CALLED_OFF:
        item = afresh(item)
    needs = graph.requires(item)
    waits: list[tuple[str, _Span]] = [(need.id, _no_time) for need in needs]
    clock = item_clock(rule, route, item, graph.items)
    if clock is None:
        return today, waits
    if clock.start is not None:
        resumed = tuple(
            one if one.last is not None else replace(one, last=max(one.first, today))
            for one in clock.suspensions
        )
        deadline = deadline_of(replace(clock, suspensions=resumed), calendar)
        floor = deadline.statutory_due if _is_floor(clock.statutory) else None
        return max(deadline.due or today, floor or today, today), waits

    def span(start: date) -> date:
        return _end_of_limits(start, clock.limit, clock.statutory, calendar)

    event = rule.start_on(route)
    starting = graph.stand_in(event.code) if event.code and event.moment is StartMoment.DECIDED else None
    if all(need.code != starting for need in needs):
        return span(today), [(need.id, span) for need in needs]
    # The limit runs from the other item's decision; the other prerequisites must merely be closed.
    return today, [(need.id, span if need.code == starting else _no_time) for need in needs]


def _end_of_limits(start: date, limit: Limit | None, floor: Limit | None, calendar: WorkCalendar) -> date:
    limits = [limit, floor if _is_floor(floor) else None]
    return max((_end_of(start, one, calendar) for one in limits if one is not None), default=start)


def _is_floor(limit: Limit | None) -> bool:
    return limit is not None and limit.kind is LimitKind.MIN


def _end_of(start: date, limit: Limit, calendar: WorkCalendar) -> date:
    if limit.unit is Unit.WORKING_DAY:
        return add_workdays(start, limit.amount, calendar)
    add = add_months if limit.unit is Unit.MONTH else add_calendar_days
    return add(start, limit.amount, calendar, extend=limit.kind is LimitKind.MAX)


def _no_time(start: date) -> date:
    return start


def _forward(nodes: dict[str, _Node]) -> tuple[dict[str, date], dict[str, str | None]]:
    """Return every node's expected day and the open prerequisite that decides it, if one does."""
    finish: dict[str, date] = {}
    driver: dict[str, str | None] = {}
    position = {node: place for place, node in enumerate(nodes)}
    for item, node in nodes.items():
        reached = {need: span(finish[need]) for need, span in node.edges}
        finish[item] = max([node.base, *reached.values()])
        deciding = [need for need, day in reached.items() if nodes[need].is_open and day == finish[item]]
        driver[item] = max(deciding, key=lambda need: (finish[need], position[need]), default=None)
    return finish, driver


def _backward(nodes: dict[str, _Node], finish: Mapping[str, date]) -> dict[str, date]:
    """Return the latest day on which each node may end without moving the last one."""
    latest = {_END: finish[_END]}
    for item in reversed(nodes):
        for need, span in nodes[item].edges:
            day = _latest_start(span, finish[need], latest[item])
            latest[need] = min(latest.get(need, day), day)
    return latest


def _latest_start(span: _Span, known: date, end: date) -> date:
    """Return the last day from which a span still ends by `end`; from `known` it does."""
    days = range(known.toordinal(), end.toordinal() + 1)
    return date.fromordinal(days[bisect_right(days, end, key=lambda day: span(date.fromordinal(day))) - 1])


def _chain(driver: Mapping[str, str | None]) -> tuple[str, ...]:
    chain: list[str] = []
    item = driver[_END]
    while item is not None:
        chain.append(item)
        item = driver[item]
    return tuple(reversed(chain))
