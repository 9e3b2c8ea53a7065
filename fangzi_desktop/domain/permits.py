"""A project's permit checklist as a whole: what waits for what, and when the project may start.

The door to everything about permits; rules lie in `permit_rules`, the life of one item in `permit_items`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from fangzi_desktop.domain.deadlines import Limit, deadline_of
from fangzi_desktop.domain.permit_items import (
    TRANSITIONS,
    ItemFacts,
    afresh,
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
    item_clock,
    lacks_number,
    reopened,
)
from fangzi_desktop.domain.permit_rules import (
    READY,
    Basis,
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
    "ItemFacts",
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
    "initial_applicability",
    "item_clock",
    "lacks_number",
    "progress",
    "reopened",
    "rule_from_json",
    "rule_to_json",
    "rules_from",
    "settled_with",
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


def effective_requires(
    rule: PermitRule, route: Route, rules: Rules, facts_by_code: Mapping[str, ItemFacts]
) -> tuple[str, ...]:
    """Return an item's prerequisites on a route; a chosen alternative stands in for the item it replaces."""
    stand_ins = _stand_ins(rules, facts_by_code)
    return tuple(stand_ins.get(code, code) for code in rule.requires_on(route))


def _stand_ins(rules: Rules, facts_by_code: Mapping[str, ItemFacts]) -> dict[str, str]:
    return {
        replaced: code
        for code, facts in facts_by_code.items()
        if (replaced := rules[code].alternative_to) is not None
        and facts.applicability is Applicability.REQUIRED
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one code of a checklist stands.

    `satisfied` means that nothing waits for it: it is done, or 不涉及 (but not replaced by an alternative).
    `ready` means that it is open and its prerequisites are satisfied; `waiting_for` are those that are not.
    """

    code: str
    done: bool
    satisfied: bool
    ready: bool
    waiting_for: tuple[str, ...]


def standings(items: Iterable[ItemFacts], rules: Rules, route: Route) -> dict[str, Standing]:
    """Return where every code of a checklist stands.

    Of a code that occurs several times all applicable items must be decided. A prerequisite that the
    project's checklist does not hold keeps nothing waiting. The milestone waits for everything before it,
    also for what an item issued with promises outstanding left open.
    """
    graph = _Checklist(items, rules, route)
    found = {}
    for code in graph.items:
        needs = graph.before_ready() if code == READY else graph.requires(code)
        waiting = tuple(need for need in needs if not graph.satisfied(need))
        done = not waiting if code == READY else graph.done(code)
        applicable = bool(graph.applicable(code))
        found[code] = Standing(
            code,
            done=done and applicable,
            satisfied=done if code == READY else graph.satisfied(code),
            ready=applicable and not done and not waiting,
            waiting_for=waiting if applicable else (),
        )
    return found


def decision_warnings(items: Iterable[ItemFacts], rules: Rules, route: Route, code: str) -> tuple[str, ...]:
    """Return the prerequisites that are still open if this item is decided now."""
    return standings(items, rules, route)[code].waiting_for


def certificates(items: Iterable[ItemFacts], rules: Rules, route: Route | None) -> tuple[int, int]:
    """Return how many of the 四证 are issued and how many the project needs.

    On existing land the land's certificates are already held and do not count, nor does what is 不涉及.
    With the land question open nothing is known: (0, 0).
    """
    if route is None:
        return 0, 0
    graph = _Checklist(items, rules, route)
    wanted = [
        rule.code
        for rule in rules.values()
        if rule.certificate
        and route in rule.routes
        and (rule.code not in graph.items or graph.applicable(rule.code))
    ]
    return sum(graph.done(code) for code in wanted), len(wanted)


def progress(items: Iterable[ItemFacts]) -> tuple[int, int, int]:
    """Return how many items are done, how many are needed, and how many are still 待核实.

    The milestone is not a permit and is not counted.
    """
    counted = [item for item in items if item.code != READY and item.is_applicable]
    undecided = sum(item.applicability is Applicability.UNDECIDED and not item.is_done for item in counted)
    return sum(item.is_done for item in counted), len(counted) - undecided, undecided


def start_ready(items: Iterable[ItemFacts], rules: Rules, route: Route) -> bool:
    """Whether the project may start: every item before the milestone is closed, whoever let it pass."""
    graph = _Checklist(items, rules, route)
    return bool(graph.applicable(READY)) and all(graph.satisfied(code) for code in graph.before_ready())


def start_ready_on(items: Iterable[ItemFacts], rules: Rules, route: Route) -> date | None:
    """Return the day on which the last item before the milestone was decided; None while one is open."""
    items = tuple(items)
    if not start_ready(items, rules, route):
        return None
    graph = _Checklist(items, rules, route)
    return max((day for code in graph.before_ready() for day in graph.decisions(code)), default=None)


class _Checklist:
    """A project's items by code, and what each code waits for on its route."""

    def __init__(self, items: Iterable[ItemFacts], rules: Rules, route: Route) -> None:
        self.items: dict[str, list[ItemFacts]] = {}
        for item in items:
            self.items.setdefault(item.code, []).append(item)
        self.by_code = {
            code: next((item for item in reversed(same) if item.is_applicable), same[-1])
            for code, same in self.items.items()
        }
        self._rules = rules
        self._route = route
        self._stand_ins = _stand_ins(rules, self.by_code)

    def stand_in(self, code: str) -> str:
        """Return the code itself, or the alternative that the project took instead."""
        return self._stand_ins.get(code, code)

    def requires(self, code: str) -> list[str]:
        """Return the prerequisites that the project's checklist holds."""
        needs = (self.stand_in(need) for need in self._rules[code].requires_on(self._route))
        return [need for need in needs if need in self.items]

    def applicable(self, code: str) -> list[ItemFacts]:
        return [item for item in self.items.get(code, ()) if item.is_applicable]

    def done(self, code: str) -> bool:
        applicable = self.applicable(code)
        return bool(applicable) and all(item.is_done for item in applicable)

    def satisfied(self, code: str) -> bool:
        if self.applicable(code):
            return self.done(code)
        return code not in self._stand_ins

    def decisions(self, code: str) -> list[date]:
        return [item.decided_on for item in self.applicable(code) if item.is_done and item.decided_on]

    def before_ready(self) -> list[str]:
        """Return the codes that lead to the milestone, which the checklist holds, prerequisites first.

        What only leads there through an item that is 不涉及 is left out: nothing waits for it.
        """
        ordered: dict[str, None] = {}

        def visit(code: str) -> None:
            for need in self.requires(code):
                if need not in ordered:
                    if self.applicable(need):
                        visit(need)
                    ordered[need] = None

        visit(READY)
        return list(ordered)


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the project could start by its prerequisites (按前置关系推算); never a legal limit.

    `critical` is the chain of open items that decides the day, first to last. `floats` say how many working
    days an open item may finish later without moving `ready_on`; `finish` holds the day of every item that
    leads to the milestone, real or expected. `undecided` items were counted as needed.
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
    items: Iterable[ItemFacts], rules: Rules, route: Route, calendar: WorkCalendar, today: date
) -> Forecast:
    """Work out when the project could start, if every item takes the time its office promises.

    Decided items count with their day. A running item ends with its limit (at the earliest today), and not
    before its prerequisites; an item not begun starts when these are closed, at the earliest today, and
    takes its limit, or the law's minimum if that is longer. A stopped clock is taken to run on from tomorrow.
    Items without a limit take no time. An empty checklist has no forecast.
    """
    graph = _Checklist(items, rules, route)
    if not graph.applicable(READY):
        return Forecast(None)
    order = [code for code in graph.before_ready() if graph.applicable(code)]
    nodes = {code: _node(code, graph, rules, route, calendar, today) for code in order}
    reached = _Node(date.min, [(code, _no_time) for code in order], is_open=False)
    if not order:
        reached.base = today
    nodes[READY] = reached
    finish, driver = _forward(nodes)
    latest = _backward(nodes, finish)
    return Forecast(
        ready_on=finish[READY],
        critical=_chain(driver),
        floats={
            code: workdays_between(finish[code], latest[code], calendar)
            for code in order
            if nodes[code].is_open
        },
        finish=finish,
        undecided=sum(
            item.applicability is Applicability.UNDECIDED and not item.is_done
            for code in order
            for item in graph.items[code]
        ),
    )


def _node(
    code: str, graph: _Checklist, rules: Rules, route: Route, calendar: WorkCalendar, today: date
) -> _Node:
    applicable = graph.applicable(code)
    open_items = [item for item in applicable if not item.is_done]
    node = _Node(max(graph.decisions(code), default=today), [], is_open=bool(open_items))
    for item in open_items:
        base, edges = _expected(rules[code], item, graph, route, calendar, today)
        node.base = max(node.base, base)
        node.edges += edges
    return node


def _expected(
    rule: PermitRule,
    item: ItemFacts,
    graph: _Checklist,
    route: Route,
    calendar: WorkCalendar,
    today: date,
) -> tuple[date, list[tuple[str, _Span]]]:
    """Return the earliest end of an open item by its own clock, and what its prerequisites add to theirs."""
    if item.state in (PermitState.REFUSED, PermitState.WITHDRAWN):
        item = afresh(item)
    needs = [code for code in graph.requires(rule.code) if graph.applicable(code)]
    waits: list[tuple[str, _Span]] = [(code, _no_time) for code in needs]
    clock = item_clock(rule, route, item, graph.by_code)
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
    if starting not in needs:
        return span(today), [(code, span) for code in needs]
    # The limit runs from the other item's decision; the other prerequisites must merely be closed.
    return today, [(code, span if code == starting else _no_time) for code in needs]


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
    position = {code: place for place, code in enumerate(nodes)}
    for code, node in nodes.items():
        reached = {need: span(finish[need]) for need, span in node.edges}
        finish[code] = max([node.base, *reached.values()])
        deciding = [need for need, day in reached.items() if nodes[need].is_open and day == finish[code]]
        driver[code] = max(deciding, key=lambda need: (finish[need], position[need]), default=None)
    return finish, driver


def _backward(nodes: dict[str, _Node], finish: Mapping[str, date]) -> dict[str, date]:
    """Return the latest day on which each node may end without moving the last one."""
    latest = {READY: finish[READY]}
    for code in reversed(nodes):
        for need, span in nodes[code].edges:
            day = _latest_start(span, finish[need], latest[code])
            latest[need] = min(latest.get(need, day), day)
    return latest


def _latest_start(span: _Span, known: date, end: date) -> date:
    """Return the last day from which a span still ends by `end`; from `known` it does."""
    days = range(known.toordinal(), end.toordinal() + 1)
    return date.fromordinal(days[bisect_right(days, end, key=lambda day: span(date.fromordinal(day))) - 1])


def _chain(driver: Mapping[str, str | None]) -> tuple[str, ...]:
    chain: list[str] = []
    code = driver[READY]
    while code is not None:
        chain.append(code)
        code = driver[code]
    return tuple(reversed(chain))
