"""Editing a checklist's rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fangzi_desktop.domain.permit_rules import READY
from fangzi_desktop.domain.rule_checks import group_problems, rule_problems
from fangzi_desktop.domain.rule_edits import free_code, without_rule
from fangzi_desktop.domain.terms import Route
from tests.domain.seeds import RULES, SHIPPED, TEMPLATE


@pytest.mark.parametrize("code", [rule.code for rule in SHIPPED if rule.code != READY])
def test_any_item_can_be_taken_out_without_leaving_a_gap(code: str) -> None:
    rules, groups = without_rule(SHIPPED, TEMPLATE.groups, code)
    left = {problem.code for problem in rule_problems(rules)}
    # Which event starts a clock instead is for a person to say.
    assert left <= {"template.unknown_start"}
    assert {problem.code for problem in group_problems(rules, groups)} <= {"template.unknown_member"}


def test_what_waited_for_an_item_waits_for_what_it_waited_for() -> None:
    chain = (
        replace(RULES["FILING"], requires=()),
        replace(RULES["EIA"], requires=("FILING",), requires_extra={Route.NEW_LAND: ("ENERGY",)}),
        replace(RULES["BIDDING"], requires=("EIA",), requires_extra={}),
        replace(RULES["FIRE_DESIGN"], requires=(), requires_extra={Route.EXISTING_LAND: ("EIA",)}),
    )
    (_, bidding, fire), _ = without_rule(chain, (), "EIA")
    assert (bidding.requires, bidding.requires_extra) == (("FILING",), {Route.NEW_LAND: ("ENERGY",)})
    assert (fire.requires, fire.requires_extra) == ((), {Route.EXISTING_LAND: ("FILING",)})


def test_an_alternative_stands_alone_when_what_it_replaces_is_gone() -> None:
    rules, _ = without_rule(SHIPPED, (), "FILING")
    assert next(rule for rule in rules if rule.code == "APPROVAL").alternative_to is None


def test_a_group_goes_with_its_last_member() -> None:
    (group,) = [replace(TEMPLATE.groups[0], members=("EIA",))]
    assert without_rule(SHIPPED, (group,), "EIA")[1] == ()


def test_an_own_item_gets_a_code_nobody_bears() -> None:
    assert free_code(SHIPPED) == "LOCAL_01"
    assert free_code((replace(RULES["EIA"], code="LOCAL_01"),)) == "LOCAL_02"
