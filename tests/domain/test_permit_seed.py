"""The shipped checklist, item by item, against the list drawn up from the sources (`permits.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.permits import READY
from fangzi_desktop.domain.terms import LimitKind, Route, Unit
from tests.domain.seeds import RULES

LIST = yaml.safe_load((Path(__file__).parents[1] / "data" / "permits.yaml").read_text(encoding="utf-8"))
ITEMS: dict[str, dict[str, Any]] = {item["code"]: item for item in LIST["permits"]}
ITEM = pytest.mark.parametrize("code", ITEMS)

# The law's figure limits one step inside the item, not the span of its limit.
ONE_STEP = {"LAND_CONV", "HEAT_CONN"}
# What starts the clock is told in the words of the window, which name the event.
REWORDED = {"LAND_PLAN": "立项", "LAND_ANNOUNCE": "公告发布", READY: "挂牌公告发布"}


def limit(entry: dict[str, Any] | None) -> Limit | None:
    if entry is None or entry["amount"] is None:
        return None
    kind = LimitKind.MIN if entry.get("kind") == "min" else LimitKind.MAX
    return Limit(entry["amount"], Unit(entry["unit"]), kind)


def amount(one: Limit | None) -> tuple[int, Unit] | None:
    return (one.amount, one.unit) if one else None


def rule_of(code: str) -> PermitRule:
    return RULES[code]


def test_the_same_items_come_in_the_same_order() -> None:
    assert list(RULES) == list(ITEMS)
    assert len(ITEMS) == 52


@ITEM
def test_an_item_is_called_and_placed_as_in_the_list(code: str) -> None:
    rule, item = rule_of(code), ITEMS[code]
    assert rule.name == item["name_zh"]
    assert rule.department == item["department"]
    assert rule.phase.value == item["phase"]
    assert [route.value for route in rule.routes] == item["routes"]
    assert rule.result == item["result_zh"]
    assert list(rule.materials) == item["materials"]
    assert rule.certificate == (code in LIST["meta"]["four_certificates"]) == item["four_certificates"]
    assert rule.start.words == REWORDED.get(code, item["clock_start"])


@ITEM
def test_an_item_waits_for_what_the_list_says(code: str) -> None:
    rule, item = rule_of(code), ITEMS[code]
    assert list(rule.requires) == item["requires"]
    extra = {route.value: list(codes) for route, codes in rule.requires_extra.items() if codes}
    assert extra == {route: codes for route, codes in item["requires_extra"].items() if codes}
    assert rule.alternative_to == item.get("alternative_to")


@ITEM
def test_an_item_is_conditional_where_the_list_says_so(code: str) -> None:
    rule, item = rule_of(code), ITEMS[code]
    assert rule.conditional == item["conditional"]
    assert rule.condition == (item.get("condition_zh") or "")
    assert rule.regional_eval == item.get("regional_eval", False)


@ITEM
def test_an_item_has_the_limits_of_the_list(code: str) -> None:
    rule, item = rule_of(code), ITEMS[code]
    assert rule.limit == (None if item["limit"]["kind"] == "none" else limit(item["limit"]))
    assert rule.basis.value == item["limit"]["basis"].replace("seed", "mechanism")
    known = None if code in ONE_STEP else amount(limit(item["statutory_limit"]))
    assert amount(rule.statutory) == known
    assert rule.statutory_note == ((item["statutory_limit"] or {}).get("note") or "")


@ITEM
def test_a_variant_changes_the_limits_as_in_the_list(code: str) -> None:
    known = [
        (
            one["code"],
            one["zh"],
            limit(one["limit"]),
            # 即时 sets no figure to exceed: a promise of one day would always exceed none.
            limit(one.get("statutory")) if one.get("statutory", {}).get("amount") else None,
        )
        for one in ITEMS[code].get("variants", ())
    ]
    assert [(one.code, one.name, one.limit, one.statutory) for one in rule_of(code).variants] == known


@ITEM
def test_a_result_is_valid_as_long_as_in_the_list(code: str) -> None:
    validity, known = rule_of(code).validity, ITEMS[code]["validity"]
    assert (validity is None) == (known is None)
    if validity is not None and known is not None:
        assert (validity.months, validity.note) == (known["amount"], known["note"])


@ITEM
def test_a_rule_names_the_sources_of_the_list(code: str) -> None:
    said = [f"{one.kind.value.replace('mechanism', 'seed')}: {one.text}" for one in rule_of(code).sources]
    assert said == ITEMS[code]["source"]


@pytest.mark.parametrize(
    "overall", LIST["meta"]["overall_limits"], ids=lambda one: f"{one['route']}-{one['code']}"
)
def test_the_overall_limits_are_those_of_the_list(overall: dict[str, Any]) -> None:
    rule, route = rule_of(overall["code"]), Route(overall["route"])
    assert amount(rule.limit_on(route)) == (overall["amount"], Unit(overall["unit"]))
    assert rule.start_on(route).code == overall["from"]
