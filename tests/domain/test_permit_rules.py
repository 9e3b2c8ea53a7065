"""The shipped checklist as data: what mechanism §3.6 verified of it, and what its laws ask for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from graphlib import TopologicalSorter

import pytest

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import (
    Basis,
    PermitRule,
    SourceKind,
    StartEvent,
    StartMoment,
    rule_from_json,
    rule_to_json,
)
from fangzi_desktop.domain.permits import READY, checklist_for
from fangzi_desktop.domain.terms import LimitKind, PermitPhase, Route, Unit
from tests.domain.seeds import RULES

NEW, OLD = Route.NEW_LAND, Route.EXISTING_LAND
WORKING, CALENDAR, MONTH = Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH
RULE = pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)


def graph(route: Route) -> dict[str, tuple[str, ...]]:
    """Every item of a route with what it waits for, as the file says it."""
    return {rule.code: rule.requires_on(route) for rule in RULES.values() if route in rule.routes}


def longest_chain(needs: Mapping[str, tuple[str, ...]], code: str) -> int:
    return 1 + max((longest_chain(needs, need) for need in needs[code]), default=0)


# Mechanism §3.6, "Verification".


def test_there_are_52_items() -> None:
    assert len(RULES) == 52


@pytest.mark.parametrize(("route", "items", "longest"), [(NEW, 51, 15), (OLD, 36, 6)])
def test_a_route_has_its_items_without_a_circle(route: Route, items: int, longest: int) -> None:
    needs = graph(route)
    assert len(needs) == items
    assert len(tuple(TopologicalSorter(needs).static_order())) == items
    assert longest_chain(needs, READY) == longest


@pytest.mark.parametrize("route", Route)
def test_every_prerequisite_exists_on_the_same_route(route: Route) -> None:
    needs = graph(route)
    assert {need for all_of_one in needs.values() for need in all_of_one} <= needs.keys()


def test_24_items_are_conditional_and_say_when() -> None:
    conditional = [rule for rule in RULES.values() if rule.conditional]
    assert len(conditional) == 24
    assert all(rule.condition for rule in conditional)


def test_45_limits_are_ceilings_4_are_floors_and_3_items_have_none() -> None:
    kinds = Counter(rule.limit.kind if rule.limit else None for rule in RULES.values())
    assert kinds == {LimitKind.MAX: 45, LimitKind.MIN: 4, None: 3}


def test_limits_are_based_on_34_defaults_10_laws_6_public_sources_and_the_mechanism_twice() -> None:
    bases = Counter(rule.basis for rule in RULES.values())
    assert bases == {Basis.DEFAULT: 34, Basis.LAW: 10, Basis.PUBLIC: 6, Basis.MECHANISM: 2}


def test_four_certificates_are_marked() -> None:
    marked = {rule.code for rule in RULES.values() if rule.certificate}
    assert marked == {"LAND_USE_PLAN", "LAND_TITLE", "CONSTR_PLAN", "CONSTR_PERMIT"}


# The figures of the mechanism and of the laws it quotes (mechanism §3.2, §3.5).


@pytest.mark.parametrize(
    ("code", "route", "limit", "start"),
    [
        pytest.param(
            "LAND_PLAN",
            NEW,
            Limit(3, MONTH),
            StartEvent("立项", "FILING", StartMoment.DECIDED),
            id="land plan",
        ),
        pytest.param(
            READY,
            NEW,
            Limit(37, WORKING),
            StartEvent("挂牌公告发布", "LAND_ANNOUNCE", StartMoment.ACCEPTED),
            id="new land",
        ),
        pytest.param(
            READY, OLD, Limit(3, MONTH), StartEvent("立项", "FILING", StartMoment.DECIDED), id="existing"
        ),
    ],
)
def test_the_overall_limits_are_those_of_the_mechanism(
    code: str, route: Route, limit: Limit, start: StartEvent
) -> None:
    rule = RULES[code]
    assert (rule.limit_on(route), rule.start_on(route)) == (limit, start)
    assert not rule.needs_acceptance(route)


FLOOR = LimitKind.MIN
STATUTORY = [
    pytest.param("APPROVAL", Limit(20, WORKING), id="企业投资项目核准和备案管理条例 §10"),
    pytest.param("LAND_ACQ_PRE", Limit(10, WORKING, FLOOR), id="土地管理法实施条例 §26"),
    pytest.param("LAND_ACQ_PLAN", Limit(30, CALENDAR, FLOOR), id="土地管理法实施条例 §27"),
    pytest.param("LAND_ANNOUNCE", Limit(20, CALENDAR, FLOOR), id="39号令 announcement"),
    pytest.param("LAND_LISTING", Limit(10, CALENDAR, FLOOR), id="39号令 listing"),
    pytest.param("LAND_TITLE", Limit(30, WORKING), id="不动产登记暂行条例 §20"),
    pytest.param("EIA", Limit(30, CALENDAR), id="环境影响评价法 §22"),
    pytest.param("ENERGY", Limit(20, WORKING), id="行政许可法 §42"),
    pytest.param("SEISMIC", Limit(15, CALENDAR), id="地震安全性评价管理条例 §12"),
    pytest.param("SAFETY_COND", Limit(45, CALENDAR), id="危险化学品安全管理条例 §12"),
    pytest.param("WATER_DRAW", Limit(45, WORKING), id="取水许可和水资源费征收管理条例 §19"),
    pytest.param("DESIGN_REVIEW", Limit(7, WORKING, FLOOR), id="public notice of the design"),
    pytest.param("FIRE_DESIGN", Limit(15, WORKING), id="51号令 §23"),
    pytest.param("LIGHTNING_DESIGN", Limit(10, WORKING), id="37号令"),
    pytest.param("CONSTR_PERMIT", Limit(7, WORKING), id="建筑法 §8"),
    pytest.param("COMPLETION_FILING", Limit(15, CALENDAR), id="建设工程质量管理条例 §49"),
    pytest.param("SAFETY_LICENSE", Limit(45, CALENDAR), id="安全生产许可证条例 §7"),
]


@pytest.mark.parametrize(("code", "limit"), STATUTORY)
def test_a_statutory_limit_is_that_of_its_law(code: str, limit: Limit) -> None:
    assert RULES[code].statutory_for() == limit


@RULE
def test_a_promise_is_not_longer_than_the_law_allows_in_the_same_unit(rule: PermitRule) -> None:
    # 山东省优化营商环境条例 §30: what is promised may be shorter than the law, not longer.
    pairs = [(rule.limit, rule.statutory), *((one.limit, one.statutory) for one in rule.variants)]
    for promised, lawful in pairs:
        if promised is None or lawful is None or promised.unit is not lawful.unit:
            continue
        if lawful.kind is FLOOR:
            assert promised.amount >= lawful.amount
        else:
            assert promised.amount <= lawful.amount


@RULE
def test_a_floor_is_lawful_and_not_merely_promised(rule: PermitRule) -> None:
    if rule.limit is not None and rule.limit.kind is FLOOR:
        assert rule.limit == rule.statutory
        assert rule.basis is Basis.LAW


@RULE
def test_every_item_says_who_decides_what_and_who_says_so(rule: PermitRule) -> None:
    assert rule.name
    assert rule.department
    assert rule.result
    assert rule.routes
    assert rule.sources
    assert all(source.text for source in rule.sources)
    assert rule.limit is None or rule.start.words
    if rule.basis is Basis.MECHANISM:
        assert SourceKind.MECHANISM in {source.kind for source in rule.sources}


@RULE
def test_alternatives_and_starting_events_name_items_of_the_list(rule: PermitRule) -> None:
    assert rule.alternative_to is None or rule.alternative_to in RULES
    for route in rule.routes:
        event = rule.start_on(route)
        assert event.code is None or route in RULES[event.code].routes


def test_the_approval_is_the_only_alternative() -> None:
    assert {rule.code: rule.alternative_to for rule in RULES.values() if rule.alternative_to} == {
        "APPROVAL": "FILING"
    }


def test_only_the_milestone_is_automatic() -> None:
    assert [rule.code for rule in RULES.values() if rule.automatic] == [READY]


@RULE
def test_a_rule_survives_being_written_and_read(rule: PermitRule) -> None:
    assert rule_from_json(rule_to_json(rule)) == rule


# Orders that the law or the practice asks for (mechanism §3.5, "Notes that change behaviour").


def ancestors(route: Route, code: str) -> set[str]:
    needs = graph(route)
    return {code}.union(*(ancestors(route, need) for need in needs[code]))


@pytest.mark.parametrize(
    ("route", "later", "earlier"),
    [
        pytest.param(NEW, "LAND_TITLE", "LAND_USE_PLAN", id="山东省城乡规划条例 §45"),
        pytest.param(NEW, "LAND_TITLE", "LAND_PAY", id="契税法 §11"),
        pytest.param(NEW, "CONSTR_PERMIT", "ARCHAEO", id="潍坊滨海2022-BH064"),
        pytest.param(NEW, READY, "EIA", id="环境影响评价法 §25"),
        pytest.param(OLD, READY, "SOIL_WATER", id="水土保持法 §26"),
        pytest.param(OLD, READY, "ENERGY", id="节约能源法 §15"),
        pytest.param(OLD, "CONSTR_PERMIT", "EXIST_LAND_CHECK", id="land already held"),
    ],
)
def test_one_item_waits_for_another(route: Route, later: str, earlier: str) -> None:
    assert earlier in ancestors(route, later)


@pytest.mark.parametrize(
    ("later", "earlier"),
    [("CONSTR_PERMIT", "EIA"), ("CONSTR_PERMIT", "ENERGY"), ("LAND_PLAN", "ARCHAEO"), ("EIA", "SOIL_WATER")],
)
def test_some_items_do_not_wait_for_each_other(later: str, earlier: str) -> None:
    # 四证 may be complete while the project is not ready to start; archaeology may follow the land supply.
    assert earlier not in ancestors(NEW, later)


@pytest.mark.parametrize("route", Route)
def test_a_checklist_lists_phases_in_order_and_prerequisites_first(route: Route) -> None:
    listed = checklist_for(RULES.values(), route)
    phases = list(PermitPhase)
    assert [phases.index(rule.phase) for rule in listed] == sorted(
        phases.index(rule.phase) for rule in listed
    )
    place = {rule.code: number for number, rule in enumerate(listed)}
    assert place.keys() == graph(route).keys()
    for rule in listed:
        same_phase = (need for need in rule.requires_on(route) if RULES[need].phase is rule.phase)
        assert all(place[need] < place[rule.code] for need in same_phase)


def test_a_checklist_is_put_in_order_however_its_rules_are_written() -> None:
    written = [
        RULES[code] for code in ("CONSTR_PERMIT", "CONSTR_PLAN", "FILING", "DESIGN_REVIEW", "LAND_TITLE")
    ]
    alone = [replace(rule, requires=kept(rule), requires_extra={}) for rule in written]
    assert [rule.code for rule in checklist_for(alone, NEW)] == [
        "FILING",
        "LAND_TITLE",
        "DESIGN_REVIEW",
        "CONSTR_PLAN",
        "CONSTR_PERMIT",
    ]


def kept(rule: PermitRule) -> tuple[str, ...]:
    needs = ("CONSTR_PLAN", "DESIGN_REVIEW", "FILING", "LAND_TITLE")
    return tuple(need for need in rule.requires_on(NEW) if need in needs)
