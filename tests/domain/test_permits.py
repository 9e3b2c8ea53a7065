"""A checklist as a whole: what waits for what, 四证, and the forecast against a count of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from graphlib import TopologicalSorter
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.deadlines import Limit, Suspension
from fangzi_desktop.domain.permit_items import ItemFacts, Items
from fangzi_desktop.domain.permit_rules import (
    READY,
    Basis,
    PermitRule,
    StartEvent,
    StartMoment,
)
from fangzi_desktop.domain.permits import (
    Forecast,
    Standing,
    certificates,
    checklist_for,
    decision_warnings,
    effective_requires,
    forecast,
    initial_applicability,
    progress,
    settled_with,
    standings,
    start_ready,
    start_ready_on,
)
from fangzi_desktop.domain.terms import Applicability, LimitKind, PermitPhase, PermitState, Route, Unit
from tests.domain.seeds import CALENDAR, RULES

TODAY = date(2023, 2, 24)
ONE_DAY = timedelta(days=1)
NEW, OLD = Route.NEW_LAND, Route.EXISTING_LAND
A, P = Applicability, PermitState


def feb(day: int) -> date:
    return date(2023, 2, day)


def item(code: str, **facts: Any) -> ItemFacts:
    return ItemFacts(id=code, code=code, **facts)


def done(code: str, on: date = TODAY, **facts: Any) -> ItemFacts:
    return item(code, state=P.DECIDED, accepted_on=on, decided_on=on, **facts)


def a_checklist(route: Route, *changes: ItemFacts) -> list[ItemFacts]:
    """The items of a route as a new checklist holds them, what is conditional 不涉及, but for the changes."""
    changed = {one.code: one for one in changes}
    return [
        changed.get(
            rule.code, item(rule.code, applicability=A.NOT_APPLICABLE if rule.conditional else A.REQUIRED)
        )
        for rule in checklist_for(RULES.values(), route)
    ]


def test_a_new_checklist_leaves_alternatives_out_and_conditions_open() -> None:
    found = {rule.code: initial_applicability(rule) for rule in RULES.values()}
    assert found["APPROVAL"] is A.NOT_APPLICABLE
    assert (found["FILING"], found["ENERGY"], found["EIA"]) == (A.REQUIRED, A.UNDECIDED, A.REQUIRED)


@pytest.mark.parametrize(
    ("code", "applicability", "settled"),
    [
        pytest.param("APPROVAL", A.REQUIRED, {"FILING": A.NOT_APPLICABLE}, id="the alternative is taken"),
        pytest.param("APPROVAL", A.NOT_APPLICABLE, {"FILING": A.REQUIRED}, id="the alternative is dropped"),
        pytest.param("APPROVAL", A.UNDECIDED, {"FILING": A.REQUIRED}, id="nobody knows yet"),
        pytest.param("FILING", A.REQUIRED, {"APPROVAL": A.NOT_APPLICABLE}, id="the usual one is taken"),
        pytest.param("FILING", A.NOT_APPLICABLE, {"APPROVAL": A.REQUIRED}, id="the usual one is dropped"),
        pytest.param("EIA", A.NOT_APPLICABLE, {}, id="an item without an alternative"),
        pytest.param("EIA", A.REQUIRED, {}, id="an item without an alternative, needed"),
    ],
)
def test_of_two_alternatives_exactly_one_is_taken(code: str, applicability: A, settled: dict[str, A]) -> None:
    assert settled_with(RULES, code, applicability) == settled


# What waits for what.


def test_not_applicable_satisfies_but_a_replaced_item_does_not() -> None:
    replaced = a_checklist(OLD, item("FILING", applicability=A.NOT_APPLICABLE), item("APPROVAL"))
    found = standings(replaced, RULES, OLD)
    assert found["EIA"].waiting_for == ("APPROVAL",)
    assert found["FILING"] == Standing("FILING", done=False, satisfied=False, ready=False, waiting_for=())
    assert found["SAFETY_COND"].satisfied
    assert effective_requires(RULES["EIA"], OLD, RULES, Items(replaced)) == ("APPROVAL",)
    approved = standings([done(one.code) if one.code == "APPROVAL" else one for one in replaced], RULES, OLD)
    assert (approved["EIA"].waiting_for, approved["EIA"].ready) == ((), True)


def test_an_item_is_ready_when_what_it_waits_for_is_closed() -> None:
    found = standings(a_checklist(NEW), RULES, NEW)
    assert found["FILING"].ready
    assert not found["EIA"].ready
    assert found["EIA"].waiting_for == ("FILING",)
    after = standings(a_checklist(NEW, done("FILING")), RULES, NEW)
    assert after["EIA"].ready
    assert after["FILING"] == Standing("FILING", done=True, satisfied=True, ready=False, waiting_for=())


def test_four_certificates_of_one_day_still_stand_in_order() -> None:
    order = {
        code: RULES[code].requires_on(NEW)
        for code in ("LAND_USE_PLAN", "LAND_TITLE", "CONSTR_PLAN", "CONSTR_PERMIT")
    }
    assert "LAND_USE_PLAN" in order["LAND_TITLE"]
    assert "LAND_TITLE" in order["CONSTR_PLAN"]
    assert "CONSTR_PLAN" in order["CONSTR_PERMIT"]


def test_of_several_instances_all_must_be_decided() -> None:
    two = [
        *a_checklist(OLD, done("FILING")),
        replace(done("EIA"), id="一期"),
        replace(item("EIA"), id="二期"),
    ]
    assert not standings(two, RULES, OLD)["EIA"].satisfied
    second = [*a_checklist(OLD, done("EIA")), replace(item("EIA", applicability=A.NOT_APPLICABLE), id="二期")]
    assert standings(second, RULES, OLD)["EIA"].done


def test_what_the_checklist_does_not_hold_keeps_nothing_waiting() -> None:
    found = standings([item("EIA"), item(READY)], RULES, OLD)
    assert found["EIA"].ready
    assert found[READY].waiting_for == ("EIA",)


def test_a_decision_with_papers_outstanding_names_them() -> None:
    items = a_checklist(OLD, done("FILING"))
    assert decision_warnings(items, RULES, OLD, "CONSTR_PLAN") == ("DESIGN_REVIEW", "EXIST_LAND_CHECK")
    assert decision_warnings(items, RULES, OLD, "EIA") == ()


# 具备开工条件. Environment, soil and energy gate the start and not the 施工许可证.


def closed(route: Route, *but: str) -> list[ItemFacts]:
    """A checklist with every applicable item decided, but for some."""
    return [
        one if one.code in (*but, READY) or not one.is_applicable else done(one.code, feb(20))
        for one in a_checklist(route)
    ]


@pytest.mark.parametrize("route", Route)
def test_a_project_is_ready_to_start_when_everything_before_is_closed(route: Route) -> None:
    items = closed(route)
    assert start_ready(items, RULES, route)
    assert start_ready_on(items, RULES, route) == feb(20)
    assert standings(items, RULES, route)[READY].done


def test_with_four_certificates_and_no_environmental_approval_a_project_may_not_start() -> None:
    items = closed(NEW, "EIA")
    assert certificates(items, RULES, NEW) == (4, 4)
    assert not start_ready(items, RULES, NEW)
    assert start_ready_on(items, RULES, NEW) is None
    assert standings(items, RULES, NEW)[READY].waiting_for == ("EIA",)


def test_a_permit_issued_with_promises_outstanding_does_not_make_ready() -> None:
    items = closed(OLD, "DRAWING_REVIEW")
    assert standings(items, RULES, OLD)["CONSTR_PERMIT"].done
    assert standings(items, RULES, OLD)[READY].waiting_for == ("DRAWING_REVIEW",)


def test_items_of_the_building_and_completion_time_do_not_hold_up_the_start() -> None:
    assert start_ready(closed(NEW, "WATER_CONN", "POWER_CONN", "PLAN_VERIFY", "POLLUTION"), RULES, NEW)


def test_what_only_leads_to_the_start_through_an_item_not_needed_is_left_out() -> None:
    items = [item("SAFETY_COND") if one.code == "SAFETY_COND" else one for one in closed(OLD)]
    assert start_ready(items, RULES, OLD)


def test_the_day_of_readiness_is_that_of_the_last_decision() -> None:
    items = [done("EIA", feb(23)) if one.code == "EIA" else one for one in closed(OLD)]
    assert start_ready_on(items, RULES, OLD) == feb(23)


def test_a_checklist_without_its_milestone_is_never_ready() -> None:
    assert not start_ready([done("EIA")], RULES, OLD)
    assert start_ready([item(READY)], RULES, OLD)
    assert start_ready_on([item(READY)], RULES, OLD) is None


# 四证 and progress.


@pytest.mark.parametrize(
    ("items", "route", "counted"),
    [
        pytest.param([], None, (0, 0), id="land question open"),
        pytest.param([], NEW, (0, 4), id="new land"),
        pytest.param([], OLD, (0, 2), id="existing land holds the land's two already"),
        pytest.param([done("LAND_TITLE"), done("CONSTR_PLAN")], NEW, (2, 4), id="two of four"),
        pytest.param([item("LAND_TITLE", state=P.ACCEPTED, accepted_on=TODAY)], NEW, (0, 4), id="under way"),
        pytest.param([item("CONSTR_PLAN", applicability=A.NOT_APPLICABLE)], NEW, (0, 3), id="one is 不涉及"),
        pytest.param([done("EIA"), done("FILING")], NEW, (0, 4), id="other items do not count"),
    ],
)
def test_the_four_certificates_are_counted(
    items: list[ItemFacts], route: Route | None, counted: tuple[int, int]
) -> None:
    assert certificates(items, RULES, route) == counted


def test_progress_counts_what_is_needed_and_tells_the_undecided_apart() -> None:
    items = [
        done("FILING"),
        done("ENERGY", applicability=A.UNDECIDED),
        item("EIA"),
        item("SOIL_WATER", applicability=A.UNDECIDED),
        item("OCC_HEALTH", applicability=A.NOT_APPLICABLE),
        done("GAS_CONN", applicability=A.NOT_APPLICABLE),
        item(READY),
    ]
    assert progress(items) == (2, 3, 1)


# The forecast (按前置关系推算).


def test_an_empty_checklist_has_no_forecast() -> None:
    assert forecast([], RULES, NEW, CALENDAR, TODAY) == Forecast(None)


def test_a_project_that_is_ready_was_so_on_its_last_decision() -> None:
    found = forecast(closed(OLD), RULES, OLD, CALENDAR, TODAY)
    assert (found.ready_on, found.critical, found.floats) == (feb(20), (), {})


def test_a_milestone_that_waits_for_nothing_is_reached_today() -> None:
    assert forecast([item(READY)], RULES, OLD, CALENDAR, TODAY).ready_on == TODAY


def test_existing_land_goes_through_design_drawings_and_permits() -> None:
    # From Friday 2023-02-24: filing 1, planning conditions 5 beside it, design 10, drawings 7, supervision 1,
    # permit 1 working days on the longest chain; no holiday falls into March 2023.
    found = forecast(a_checklist(OLD), RULES, OLD, CALENDAR, TODAY)
    chain = ("PLAN_COND", "DESIGN_REVIEW", "DRAWING_REVIEW", "QS_SUPERVISE", "CONSTR_PERMIT")
    assert found.critical == chain
    assert found.ready_on == date(2023, 3, 30)
    assert [found.finish[code] for code in chain] == [
        date(2023, 3, 3),
        date(2023, 3, 17),
        date(2023, 3, 28),
        date(2023, 3, 29),
        date(2023, 3, 30),
    ]
    # The filing may end four working days later without moving the design review, EIA 16 by itself.
    assert (found.floats["FILING"], found.floats["EIA"]) == (4, 16)


def test_the_land_plan_is_expected_with_its_three_months_and_the_listing_with_its_floors() -> None:
    established = done("FILING", date(2023, 1, 16))
    found = forecast(a_checklist(NEW, established), RULES, NEW, CALENDAR, TODAY)
    # 2023-04-16 is a Sunday.
    assert found.finish["LAND_PLAN"] == date(2023, 4, 17)
    assert found.finish["LAND_ANNOUNCE"] == date(2023, 5, 7)
    assert found.finish["LAND_LISTING"] == date(2023, 5, 17)


def test_a_running_item_is_not_expected_before_the_law_allows() -> None:
    # A promise shorter than the public notice of 7 working days cannot be kept.
    rules = {**RULES, "DESIGN_REVIEW": replace(RULES["DESIGN_REVIEW"], limit=Limit(5, Unit.WORKING_DAY))}
    running = item("DESIGN_REVIEW", state=P.ACCEPTED, accepted_on=TODAY)
    items = [
        running,
        item(READY),
        done("FILING"),
        done("PLAN_COND"),
        item("DRAWING_REVIEW"),
        item("CONSTR_PERMIT"),
    ]
    found = forecast(items, rules, OLD, CALENDAR, TODAY)
    assert found.finish["DESIGN_REVIEW"] == date(2023, 3, 7)
    begun_later = [replace(running, state=P.NOT_STARTED, accepted_on=None), *items[1:]]
    assert forecast(begun_later, rules, OLD, CALENDAR, TODAY).finish["DESIGN_REVIEW"] == date(2023, 3, 7)


def test_a_stopped_item_is_taken_to_run_on_from_tomorrow() -> None:
    stopped = item(
        "EIA", state=P.SUSPENDED, accepted_on=feb(20), suspensions=(Suspension(feb(22), None, "专家评审"),)
    )
    found = forecast([stopped, item(READY)], RULES, OLD, CALENDAR, TODAY)
    # One of 7 working days was used on the 21st; six more run from the 27th.
    assert found.finish["EIA"] == date(2023, 3, 6)


def test_a_stop_announced_for_later_ends_with_its_first_day() -> None:
    stops = (Suspension(date(2023, 3, 1), None, "专家评审"),)
    running = item("EIA", state=P.ACCEPTED, accepted_on=TODAY, suspensions=stops)
    assert forecast([running, item(READY)], RULES, OLD, CALENDAR, TODAY).ready_on == date(2023, 3, 8)


def test_what_nobody_has_decided_on_counts_as_needed_and_is_told() -> None:
    items = a_checklist(
        OLD, item("WATER_DRAW", applicability=A.UNDECIDED), done("ENERGY", applicability=A.UNDECIDED)
    )
    found = forecast(items, RULES, OLD, CALENDAR, TODAY)
    assert found.undecided == 1
    assert "WATER_DRAW" in found.finish


# The same by a method of its own: random rules and items, days counted one after the other, longest paths
# by plain recursion in the order of graphlib, floats by pushing an item on until the end moves.

CODES = [f"I{number}" for number in range(8)]
UNITS = {
    Unit.WORKING_DAY: st.integers(0, 15),
    Unit.CALENDAR_DAY: st.integers(0, 30),
    Unit.MONTH: st.integers(1, 3),
}


@st.composite
def limits(draw: st.DrawFn) -> Limit:
    unit = draw(st.sampled_from(Unit))
    return Limit(draw(UNITS[unit]), unit, draw(st.sampled_from(LimitKind)))


@st.composite
def a_rule(draw: st.DrawFn, code: str, earlier: list[str]) -> PermitRule:
    needs = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=3)) if earlier else []
    start = StartEvent("受理")
    if needs and draw(st.booleans()):
        start = StartEvent("办结", draw(st.sampled_from(needs)), StartMoment.DECIDED)
    limit = draw(st.none() | limits())
    statutory = draw(st.none() | limits())
    split = draw(st.integers(0, len(needs)))
    return PermitRule(
        code=code,
        name=code,
        department="",
        phase=PermitPhase.PRE_START,
        routes=(NEW, OLD),
        limit=limit,
        basis=Basis.DEFAULT,
        start=start,
        statutory=statutory,
        requires=tuple(needs[:split]),
        requires_extra={NEW: tuple(needs[split:])},
    )


@st.composite
def an_item(draw: st.DrawFn, code: str) -> ItemFacts:
    state = draw(
        st.sampled_from(
            [P.NOT_STARTED, P.NOT_STARTED, P.ACCEPTED, P.SUSPENDED, P.DECIDED, P.DECIDED, P.REFUSED]
        )
    )
    applicability = draw(st.sampled_from([A.REQUIRED, A.REQUIRED, A.REQUIRED, A.UNDECIDED, A.NOT_APPLICABLE]))
    if state is P.NOT_STARTED:
        return item(code, applicability=applicability)
    accepted = draw(st.dates(date(2022, 12, 1), TODAY))
    stops: tuple[Suspension, ...] = ()
    if state is P.SUSPENDED:
        stops = (Suspension(draw(st.dates(accepted, TODAY)), None, "专家评审"),)
    elif draw(st.booleans()):
        first = draw(st.dates(accepted, TODAY))
        stops = (Suspension(first, first + timedelta(days=draw(st.integers(0, 12))), "专家评审"),)
    decided = draw(st.dates(accepted, TODAY)) if state in (P.DECIDED, P.REFUSED) else None
    return item(
        code,
        applicability=applicability,
        state=state,
        accepted_on=accepted,
        decided_on=decided,
        suspensions=stops,
    )


@st.composite
def checklists(draw: st.DrawFn) -> tuple[dict[str, PermitRule], list[ItemFacts]]:
    codes = CODES[: draw(st.integers(1, len(CODES)))]
    rules = {code: draw(a_rule(code, codes[:place])) for place, code in enumerate(codes)}
    ends = draw(st.lists(st.sampled_from(codes), unique=True, min_size=1))
    ready = draw(a_rule(READY, []))
    rules[READY] = replace(ready, requires=tuple(ends))
    items = [draw(an_item(code)) for code in codes if draw(st.integers(0, 9))]
    return rules, [*draw(st.permutations(items)), item(READY)]


class Slow:
    """The forecast worked out slowly."""

    def __init__(self, rules: dict[str, PermitRule], items: list[ItemFacts]) -> None:
        self.rules = rules
        self.items = {one.code: one for one in items}
        self.needs = {
            code: [need for need in rules[code].requires_on(NEW) if need in self.items] for code in self.items
        }
        live: set[str] = set()
        todo = [READY]
        while todo:
            for need in self.needs[todo.pop()]:
                if self.items[need].is_applicable and need not in live:
                    live.add(need)
                    todo.append(need)
        self.live = live
        graph = {code: [need for need in self.needs[code] if need in live] for code in live}
        self.order = list(TopologicalSorter(graph).static_order())

    def closed(self, code: str) -> bool:
        one = self.items[code]
        return not one.is_applicable or one.state is P.DECIDED

    def ready_and_finish(self, pushed: str = "", to: date = date.min) -> tuple[date, dict[str, date]]:
        finish: dict[str, date] = {}
        for code in self.order:
            finish[code] = self.finish(code, finish)
            if code == pushed:
                finish[code] = max(finish[code], to)
        return max(finish.values(), default=TODAY), finish

    def finish(self, code: str, finish: dict[str, date]) -> date:
        one, rule = self.items[code], self.rules[code]
        if one.state is P.DECIDED:
            assert one.decided_on is not None
            return one.decided_on
        waits = [finish[need] for need in self.needs[code] if self.items[need].is_applicable]
        begun = max([TODAY, *waits])
        if rule.limit is None:
            return begun
        spans = [rule.limit]
        if rule.statutory is not None and rule.statutory.kind is LimitKind.MIN:
            spans.append(rule.statutory)
        start = one.accepted_on if one.state in (P.ACCEPTED, P.SUSPENDED) else None
        stops = one.suspensions if one.state in (P.ACCEPTED, P.SUSPENDED) else ()
        if rule.start.code is not None:
            start = None
            other = self.items.get(rule.start.code)
            if other is not None and other.is_applicable:
                if other.state is P.DECIDED:
                    start = other.decided_on
                else:
                    return max([begun, *(self.end(finish[other.code], span, ()) for span in spans)])
        if start is None:
            return max(self.end(begun, span, ()) for span in spans)
        return max([begun, *(self.end(start, span, stops) for span in spans)])

    @staticmethod
    def end(start: date, limit: Limit, stops: tuple[Suspension, ...]) -> date:
        def stands(day: date) -> bool:
            return any(one.first <= day <= (one.last or max(one.first, TODAY)) for one in stops)

        left, day = limit.amount, start
        if limit.unit is Unit.MONTH:
            left = (start + relativedelta(months=limit.amount) - start).days
        working = limit.unit is Unit.WORKING_DAY
        while left:
            day += ONE_DAY
            left -= not stands(day) and (not working or CALENDAR.is_workday(day))
        extend = limit.kind is LimitKind.MAX or working
        while extend and (stands(day) or not CALENDAR.is_workday(day)):
            day += ONE_DAY
        return day


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(checklists())
def test_the_forecast_is_what_a_slow_count_finds(
    drawn: tuple[dict[str, PermitRule], list[ItemFacts]],
) -> None:
    rules, items = drawn
    slow = Slow(rules, items)
    ready_on, finish = slow.ready_and_finish()
    found = forecast(items, rules, NEW, CALENDAR, TODAY)
    assert {code: found.finish[code] for code in finish} == finish
    assert found.ready_on == found.finish[READY] == ready_on
    assert found.finish.keys() == finish.keys() | {READY}
    still_open = {code for code in slow.live if not slow.closed(code)}
    assert found.floats.keys() == still_open
    for code in still_open:
        day = finish[code]
        while slow.ready_and_finish(code, day + ONE_DAY)[0] == ready_on:
            day += ONE_DAY
        worked = [finish[code] + timedelta(days=n) for n in range(1, (day - finish[code]).days + 1)]
        assert found.floats[code] == sum(CALENDAR.is_workday(one) for one in worked)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(checklists())
def test_the_critical_chain_leads_to_the_start_without_slack(
    drawn: tuple[dict[str, PermitRule], list[ItemFacts]],
) -> None:
    rules, items = drawn
    slow = Slow(rules, items)
    found = forecast(items, rules, NEW, CALENDAR, TODAY)
    still_open = {code for code in slow.live if not slow.closed(code)}
    assert set(found.critical) <= still_open
    assert bool(found.critical) == any(found.finish[code] == found.ready_on for code in still_open)
    spans = [span for code in found.critical for span in (rules[code].limit, rules[code].statutory) if span]
    if all(span.unit is Unit.WORKING_DAY for span in spans):
        # Other units may end on a rest day, and moving that end on gives the item before a day or two.
        assert all(found.floats[code] == 0 for code in found.critical)
    for earlier, later in zip(found.critical, found.critical[1:], strict=False):
        assert earlier in slow.needs[later]
        assert found.finish[earlier] <= found.finish[later]
    if found.critical:
        assert found.finish[found.critical[-1]] == found.ready_on


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(checklists())
def test_what_is_ready_and_what_waits_follow_from_what_is_closed(
    drawn: tuple[dict[str, PermitRule], list[ItemFacts]],
) -> None:
    rules, items = drawn
    slow = Slow(rules, items)
    found = standings(items, rules, NEW)
    for code, standing in found.items():
        if code == READY:
            continue
        open_needs = {need for need in slow.needs[code] if not slow.closed(need)}
        applicable = slow.items[code].is_applicable
        assert set(standing.waiting_for) == (open_needs if applicable else set())
        assert standing.satisfied == slow.closed(code)
        assert standing.ready == (applicable and not slow.closed(code) and not open_needs)
    # What is 不涉及 leads nowhere further, so the milestone waits for the applicable items alone.
    assert set(found[READY].waiting_for) == {code for code in slow.live if not slow.closed(code)}
    assert start_ready(items, rules, NEW) == (not found[READY].waiting_for)
