"""The forecast of whole checklists against a network of its own (networkx) on a calendar counted day by day.

Several hundred projects are drawn on the shipped graph of 52 items: limits, states, parts, rounds, what is
不涉及. Nothing of the program's counting is used, but for the values it is given and the forecast itself.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

import networkx as nx
import pytest
from dateutil.relativedelta import relativedelta

from fangzi_desktop.domain.deadlines import Extension, Limit, Suspension
from fangzi_desktop.domain.permit_items import ItemFacts, Part
from fangzi_desktop.domain.permit_rules import PermitRule, StartEvent, StartMoment
from fangzi_desktop.domain.permits import READY, Forecast, forecast, standings, start_ready
from fangzi_desktop.domain.terms import Applicability, LimitKind, PartKind, PermitState, Route, Unit
from tests.domain.seeds import CALENDAR, RULES, seed

CASES = 300
ONE_DAY = timedelta(days=1)
A, P = Applicability, PermitState
OVER = (P.REFUSED, P.WITHDRAWN, P.LISTING_FAILED)

REST = {day for year in seed("calendar")["year"] for days in year["rest"].values() for day in days}
WORK = {day for year in seed("calendar")["year"] for days in year["work"].values() for day in days}

Stops = tuple[tuple[date, date], ...]
Steps = tuple[tuple[int, Unit], ...]


# Days, one after the other (mechanism §8.3).


def is_worked(day: date) -> bool:
    assert day.year <= 2026, "beyond the published years nothing is certain"
    return day in WORK or (day.weekday() < 5 and day not in REST)


@cache
def end_of(start: date, steps: Steps, is_floor: bool, stops: Stops = ()) -> date:
    """The last day of a limit and of what was added to it in other units; a floor may end on a rest day."""

    def stands(day: date) -> bool:
        return any(first <= day <= last for first, last in stops)

    day = start
    for place, (amount, unit) in enumerate(steps):
        left = amount
        if unit is Unit.MONTH:
            left = (day + relativedelta(months=amount) - day).days
        while left:
            day += ONE_DAY
            if not stands(day) and (unit is not Unit.WORKING_DAY or is_worked(day)):
                left -= 1
        moved_on = unit is Unit.WORKING_DAY or (place == len(steps) - 1 and not is_floor)
        while moved_on and (stands(day) or not is_worked(day)):
            day += ONE_DAY
    return day


def workdays_later(day: date, count: int) -> date:
    return end_of(day, ((count, Unit.WORKING_DAY),), False) if count else day


@dataclass(frozen=True)
class Project:
    """What is forecast: the items of a checklist by rules of its own, on a route and a day."""

    items: tuple[ItemFacts, ...]
    rules: dict[str, PermitRule]
    route: Route
    today: date

    def forecast(self, late: dict[str, int] | None = None) -> Forecast:
        return forecast(self.items, self.rules, self.route, CALENDAR, self.today, late or {})


class Network:
    """The items that lead to the milestones as nodes, an edge from each to what waits for it."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.today = project.today
        self.items = {item.id: item for item in newest(project.items)}
        approved = any(
            item.code == "APPROVAL" and item.applicability is A.REQUIRED for item in self.items.values()
        )
        self.filing = "APPROVAL" if approved else "FILING"
        self.graph = nx.DiGraph()
        needed = [item for item in self.items.values() if item.applicability is not A.NOT_APPLICABLE]
        self.graph.add_nodes_from(item.id for item in needed)
        for item in needed:
            for need in self.needs(item):
                if need.applicability is not A.NOT_APPLICABLE:
                    self.graph.add_edge(need.id, item.id)
        self.milestones = [item.id for item in needed if item.code == READY]
        leading = {node for end in self.milestones for node in nx.ancestors(self.graph, end)}
        self.order = [
            node
            for node in nx.topological_sort(self.graph)
            if node in leading and node not in self.milestones
        ]
        self.open = [node for node in self.order if self.items[node].state is not P.DECIDED]

    def code(self, code: str) -> str:
        return self.filing if code == "FILING" else code

    def needs(self, item: ItemFacts) -> list[ItemFacts]:
        rule, route = self.project.rules[item.code], self.project.route
        codes = [*rule.requires, *rule.requires_extra.get(route, ())]
        return [need for code in codes for need in self.about(self.code(code), item.part)]

    def about(self, code: str, part: Part | None) -> list[ItemFacts]:
        same = [item for item in self.items.values() if item.code == code]
        if part is None:
            return same
        near = [
            item
            for item in same
            if item.part is None
            or item.part.id == part.id
            or item.part.id in part.within
            or part.id in item.part.within
        ]
        return near or same

    def run(self, late: dict[str, int] | None = None) -> dict[str, date]:
        """The day of every item, if those that are `late` take so many working days more."""
        finish: dict[str, date] = {}
        for node in self.order:
            item = self.items[node]
            if item.state is P.DECIDED:
                assert item.decided_on is not None
                finish[node] = item.decided_on
            else:
                waits = {need: finish[need] for need in self.graph.predecessors(node)}
                finish[node] = workdays_later(self.expected(item, waits), (late or {}).get(node, 0))
        return finish

    def ready_on(self, finish: dict[str, date]) -> date:
        return max(finish.values(), default=self.today)

    def expected(self, item: ItemFacts, waits: dict[str, date]) -> date:
        """The day an open item ends: when its limit is over, and everything before it."""
        begun = max([self.today, *waits.values()])
        start, starting = self.start(item)
        if start is not None:
            return max(begun, self.running_out(item, start))
        if starting:
            return max(begun, self.limit_from(item, max(waits[need] for need in starting)))
        return self.limit_from(item, begun)

    def running_out(self, item: ItemFacts, start: date) -> date:
        """The end of a limit that runs; what stands goes on tomorrow."""
        limit, floor = self.limits(item)
        stops: Stops = ()
        extensions: tuple[Extension, ...] = ()
        if item.state not in OVER:
            stops = tuple((one.first, one.last or max(one.first, self.today)) for one in item.suspensions)
            extensions = item.extensions
        if limit is None:
            return start
        end = end_of(start, steps_of(limit, extensions), limit.kind is LimitKind.MIN, stops)
        return end if floor is None else max(end, end_of(start, steps_of(floor), True, stops))

    def limit_from(self, item: ItemFacts, start: date) -> date:
        """The end of a limit that begins on a day to come; without a limit that day itself."""
        limit, floor = self.limits(item)
        if limit is None:
            return start
        ends = [end_of(start, steps_of(one), one.kind is LimitKind.MIN) for one in (limit, floor) if one]
        return max(ends)

    def is_bound(self, need: str, node: str, finish: dict[str, date]) -> bool:
        """Whether it is this prerequisite that an item ends with, or from which its limit runs to its end."""
        item = self.items[node]
        start, starting = self.start(item)
        runs_from_need = start is None and (not starting or need in starting)
        reached = self.limit_from(item, finish[need]) if runs_from_need else finish[need]
        return reached == finish[node]

    def limits(self, item: ItemFacts) -> tuple[Limit | None, Limit | None]:
        """What the office promises, and what the law sets as the shortest time."""
        rule = self.project.rules[item.code]
        limit, law = rule.limit, rule.statutory
        for variant in rule.variants:
            if variant.code == item.variant:
                limit, law = variant.limit, variant.statutory
        return limit, law if law is not None and law.kind is LimitKind.MIN else None

    def start(self, item: ItemFacts) -> tuple[date | None, list[str]]:
        """The day an item's clock started, or the items whose decisions will start it."""
        event = self.project.rules[item.code].start
        if event.code is None:
            return (None if item.state in OVER else item.accepted_on), []
        starting = [one for one in self.about(self.code(event.code), item.part) if one.id in self.graph]
        days = [one.decided_on for one in starting if one.state is P.DECIDED and one.decided_on]
        if starting and len(days) == len(starting):
            return max(days), []
        return None, [one.id for one in starting]


def newest(items: Iterable[ItemFacts]) -> list[ItemFacts]:
    last: dict[tuple[str, Part | None], ItemFacts] = {}
    for item in items:
        key = (item.code, item.part)
        if key not in last or last[key].round_no < item.round_no:
            last[key] = item
    return list(last.values())


def steps_of(limit: Limit, extensions: Iterable[Extension] = ()) -> Steps:
    steps = [(limit.amount, limit.unit)]
    for one in extensions:
        if limit.kind is LimitKind.MIN:
            break
        if steps[-1][1] is one.unit:
            steps[-1] = (steps[-1][0] + one.amount, one.unit)
        else:
            steps.append((one.amount, one.unit))
    return tuple(steps)


# Projects drawn at random.

PHASE = Part("phase-1", PartKind.PHASE, "一期")
PLOT_A = Part("plot-a", PartKind.PLOT, "A宗地", frozenset({"phase-1"}))
PLOT_B = Part("plot-b", PartKind.PLOT, "B宗地", frozenset({"phase-1"}))
LATER = Part("phase-2", PartKind.PHASE, "二期")
HALL = Part("hall", PartKind.BUILDING, "1号厂房", frozenset({"plot-a", "phase-1"}))
DIVISIONS = ((PLOT_A, PLOT_B), (PHASE, LATER), (PLOT_A, LATER), (HALL, PLOT_B), (PHASE,), (HALL, PLOT_A))
WEIGHTS = {
    **dict.fromkeys((P.PREPARING, P.APPLIED, P.CORRECTING, P.SUSPENDED, P.REFUSED, P.WITHDRAWN), 1),
    **dict.fromkeys((P.ACCEPTED, P.IN_PROGRESS), 2),
}
AMOUNTS = {Unit.WORKING_DAY: (0, 9), Unit.CALENDAR_DAY: (0, 16), Unit.MONTH: (1, 1)}


def draw_limit(chance: random.Random, *kinds: LimitKind) -> Limit:
    unit = chance.choice(list(Unit))
    return Limit(chance.randint(*AMOUNTS[unit]), unit, chance.choice(kinds))


def draw_rule(rule: PermitRule, chance: random.Random, route: Route) -> PermitRule:
    if rule.automatic:
        return rule
    needs = rule.requires_on(route)
    start = StartEvent("受理")
    if needs and chance.random() < 0.3:
        start = StartEvent("办结", chance.choice(needs), StartMoment.DECIDED)
    floor, ceiling = LimitKind.MIN, LimitKind.MAX
    return replace(
        rule,
        limit=None if chance.random() < 0.1 else draw_limit(chance, ceiling, ceiling, floor),
        statutory=draw_limit(chance, ceiling, floor) if chance.random() < 0.3 else None,
        variants=tuple(
            replace(one, limit=draw_limit(chance, ceiling), statutory=None) for one in rule.variants
        ),
        start=start,
    )


def draw_days(chance: random.Random, item: ItemFacts, today: date) -> ItemFacts:
    """Let an item be as far along as its state says."""
    if item.state in (P.NOT_STARTED, P.PREPARING):
        return item
    applied = today - timedelta(days=chance.randint(20, 60))
    if item.state in (P.APPLIED, P.CORRECTING):
        return replace(item, applied_on=applied)
    accepted = applied + timedelta(days=chance.randint(0, 20))
    item = replace(item, applied_on=applied, accepted_on=accepted)
    if item.state is P.SUSPENDED or chance.random() < 0.3:
        first = accepted + timedelta(days=chance.randint(0, (today - accepted).days))
        last = None if item.state is P.SUSPENDED else first + timedelta(days=chance.randint(0, 15))
        item = replace(item, suspensions=(Suspension(first, last, "专家评审"),))
    if chance.random() < 0.3:
        amounts = [(chance.randint(1, 5), chance.choice(list(Unit)[:2])) for _ in range(chance.randint(1, 2))]
        granted = tuple(
            Extension(accepted, amount, unit, "分管负责人", "补充论证") for amount, unit in amounts
        )
        item = replace(item, extensions=granted)
    if item.state in (P.DECIDED, *OVER):
        item = replace(item, decided_on=accepted + timedelta(days=chance.randint(0, (today - accepted).days)))
    return item


def draw_items(
    rule: PermitRule,
    chance: random.Random,
    parts: tuple[Part, ...],
    today: date,
    weights: dict[PermitState, int],
) -> list[ItemFacts]:
    applicability = chance.choices(
        [A.REQUIRED, A.UNDECIDED, A.NOT_APPLICABLE], [7, 1, 2 if rule.conditional else 1]
    )[0]
    divided = rule.code not in ("FILING", "APPROVAL") and chance.random() < 0.25
    found = []
    for part in parts if divided else (None,):
        state = chance.choices(list(weights), list(weights.values()))[0]
        if rule.automatic or applicability is A.NOT_APPLICABLE:
            state = P.NOT_STARTED
        item = ItemFacts(
            f"{rule.code}/{part.id}" if part else rule.code,
            rule.code,
            A.REQUIRED if rule.automatic else applicability,
            state,
            variant=chance.choice([None, *(one.code for one in rule.variants)]),
            part=part,
        )
        if rule.code in ("LAND_ANNOUNCE", "LAND_LISTING") and chance.random() < 0.4:
            failed = replace(item, id=f"{item.id}#1", state=P.LISTING_FAILED)
            found.append(draw_days(chance, failed, today))
            item = replace(item, round_no=2)
            if chance.random() < 0.2:
                item = replace(item, state=P.LISTING_FAILED)
        found.append(draw_days(chance, item, today))
    return found


def draw(number: int) -> Project:
    chance = random.Random(number)
    route = chance.choice(list(Route))
    today = date(2021, 1, 4) + timedelta(days=chance.randint(0, 600))
    rules = {code: draw_rule(rule, chance, route) for code, rule in RULES.items()}
    parts = chance.choice(DIVISIONS)
    # Some projects have hardly begun, others are nearly through.
    weights = WEIGHTS | {P.NOT_STARTED: chance.randint(1, 30), P.DECIDED: chance.randint(1, 12)}
    items = [
        item
        for rule in rules.values()
        if route in rule.routes
        for item in draw_items(rule, chance, parts, today, weights)
    ]
    if chance.random() < 0.3:
        taken = {"APPROVAL": A.REQUIRED, "FILING": A.NOT_APPLICABLE}
    else:
        taken = {"APPROVAL": A.NOT_APPLICABLE, "FILING": A.REQUIRED}
    items = [replace(item, applicability=taken[item.code]) if item.code in taken else item for item in items]
    # A checklist may lack what a team has taken off its template.
    items = [item for item in items if item.code == READY or chance.random() < 0.97]
    chance.shuffle(items)
    return Project(tuple(items), rules, route, today)


PROJECTS = [draw(number) for number in range(CASES)]
EACH = pytest.mark.parametrize(
    "numbers", [range(start, start + 50) for start in range(0, CASES, 50)], ids=str
)


@EACH
def test_every_item_ends_on_the_day_that_the_network_reaches_it(numbers: range) -> None:
    for number in numbers:
        project, network = PROJECTS[number], Network(PROJECTS[number])
        finish = network.run()
        found = project.forecast()
        assert {node: found.finish[node] for node in finish} == finish, number
        assert found.finish.keys() == finish.keys() | set(network.milestones), number
        assert found.ready_on == network.ready_on(finish), number
        for milestone in network.milestones:
            before = [finish[node] for node in nx.ancestors(network.graph, milestone)]
            assert found.finish[milestone] == max(before, default=found.ready_on), number


@EACH
def test_an_item_may_be_late_by_its_float_and_not_by_a_working_day_more(numbers: range) -> None:
    for number in numbers:
        project, network = PROJECTS[number], Network(PROJECTS[number])
        ready_on = network.ready_on(network.run())
        found = project.forecast()
        assert found.floats.keys() == set(network.open), number
        for node, workdays in found.floats.items():
            assert network.ready_on(network.run({node: workdays})) == ready_on, (number, node)
            assert network.ready_on(network.run({node: workdays + 1})) > ready_on, (number, node)


@EACH
def test_what_a_slip_would_do_is_what_it_does_to_the_network(numbers: range) -> None:
    for number in numbers:
        project, network = PROJECTS[number], Network(PROJECTS[number])
        chance = random.Random(number)
        late = {
            node: chance.randint(1, 20) for node in chance.sample(network.open, min(3, len(network.open)))
        }
        finish = network.run(late)
        found = project.forecast(late)
        assert {node: found.finish[node] for node in finish} == finish, number
        assert found.ready_on == network.ready_on(finish), number


@EACH
def test_the_critical_path_is_a_longest_one(numbers: range) -> None:
    for number in numbers:
        project, network = PROJECTS[number], Network(PROJECTS[number])
        finish = network.run()
        critical = list(project.forecast().critical)
        last = [node for node in network.open if finish[node] == network.ready_on(finish)]
        assert bool(critical) == bool(last), number
        if not critical:
            continue
        # An edge binds where its item would end earlier without it: the longest paths are the bound ones.
        bound = nx.DiGraph()
        bound.add_nodes_from(network.open)
        for node in network.open:
            for need in set(network.graph.predecessors(node)) & set(network.open):
                if network.is_bound(need, node, finish):
                    bound.add_edge(need, node)
        assert nx.is_path(bound, critical), number
        assert critical[-1] in last, number
        assert not list(bound.predecessors(critical[0])), number


@EACH
def test_what_waits_and_what_is_ready_follow_from_the_edges(numbers: range) -> None:
    for number in numbers:
        project, network = PROJECTS[number], Network(PROJECTS[number])
        found = standings(project.items, project.rules, project.route)
        for node in set(network.graph) - set(network.milestones):
            undone = {
                need
                for need in network.graph.predecessors(node)
                if network.items[need].state is not P.DECIDED
            }
            is_done = network.items[node].state is P.DECIDED
            assert set(found[node].waiting_for) == undone, (number, node)
            assert found[node].done == is_done, (number, node)
            assert found[node].ready == (not is_done and not undone), (number, node)
        for milestone in network.milestones:
            before = nx.ancestors(network.graph, milestone)
            assert set(found[milestone].waiting_for) == before & set(network.open), number
        is_ready = bool(network.milestones) and not network.open
        assert start_ready(project.items, project.rules, project.route) == is_ready, number


def test_the_drawn_projects_hold_what_they_are_to_try() -> None:
    items = [item for project in PROJECTS for item in project.items]
    assert {item.state for item in items} == set(PermitState)
    assert {item.part.kind for item in items if item.part} == {
        PartKind.PHASE,
        PartKind.PLOT,
        PartKind.BUILDING,
    }
    assert {item.round_no for item in items} == {1, 2}
    assert sum(len(item.extensions) == 2 for item in items) > 100
    assert sum(item.suspensions != () and item.state is not P.DECIDED for item in items) > 100
    found = [project.forecast() for project in PROJECTS]
    assert sum(len(one.critical) > 3 for one in found) > CASES // 2
    assert max(len(one.critical) for one in found) > 10
    assert sum(max(one.floats.values()) > 20 for one in found) > CASES // 2
