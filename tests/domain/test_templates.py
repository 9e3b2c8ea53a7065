"""What one version of the checklist holds otherwise than another."""

from __future__ import annotations

from dataclasses import replace

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.rule_words import RuleField
from fangzi_desktop.domain.templates import FieldChange, version_changes
from fangzi_desktop.domain.terms import Route, Unit
from tests.domain.seeds import RULES, SHIPPED, TEMPLATE


def changed(code: str, **values: object) -> tuple[PermitRule, ...]:
    return tuple(replace(rule, **values) if rule.code == code else rule for rule in SHIPPED)  # type: ignore[arg-type]


def test_a_version_does_not_differ_from_itself() -> None:
    assert not version_changes(SHIPPED, SHIPPED, TEMPLATE.groups, TEMPLATE.groups).any


def test_added_and_removed_items_are_told() -> None:
    new = replace(RULES["EIA"], code="NOISE", name="噪声评价")
    found = version_changes(SHIPPED, (*(rule for rule in SHIPPED if rule.code != "EIA"), new))
    assert (found.added, found.removed) == ((new,), (RULES["EIA"],))
    assert found.any


def test_a_changed_limit_is_told_with_its_unit() -> None:
    new = changed("FILING", limit=Limit(20, Unit.CALENDAR_DAY))
    (change,) = version_changes(SHIPPED, new).changed
    assert change.name == "企业投资项目备案"
    assert change.fields == (FieldChange(RuleField.LIMIT, "1个工作日", "20个自然日"),)


def test_a_limit_that_falls_away_is_told() -> None:
    (change,) = version_changes(SHIPPED, changed("FILING", limit=None)).changed
    assert change.fields == (FieldChange(RuleField.LIMIT, "1个工作日", "不计时限"),)


def test_prerequisites_are_told_by_the_names_of_their_own_version() -> None:
    new = tuple(
        replace(rule, name="项目备案")
        if rule.code == "FILING"
        else replace(rule, requires=("FILING", "PLAN_COND"))
        if rule.code == "EIA"
        else rule
        for rule in SHIPPED
    )
    found = {change.code: change.fields for change in version_changes(SHIPPED, new).changed}
    assert found["FILING"] == (FieldChange(RuleField.NAME, "企业投资项目备案", "项目备案"),)
    (change,) = found["EIA"]
    assert (change.field, change.old) == (RuleField.REQUIRES, "")
    assert change.new == f"加上：{RULES['PLAN_COND'].name}"


def test_of_a_list_only_what_goes_and_what_comes_is_told() -> None:
    materials = (*RULES["EIA"].materials[1:], "新材料")
    (change,) = version_changes(SHIPPED, changed("EIA", materials=materials)).changed
    assert change.fields == (
        FieldChange(RuleField.MATERIALS, f"去掉：{RULES['EIA'].materials[0]}", "加上：新材料"),
    )


def test_a_list_that_is_empty_on_one_side_is_told_whole() -> None:
    (change,) = version_changes(SHIPPED, changed("EIA", requires=())).changed
    assert change.fields == (FieldChange(RuleField.REQUIRES, RULES["FILING"].name, ""),)


def test_an_item_that_needs_a_renamed_one_has_not_changed() -> None:
    found = version_changes(SHIPPED, changed("FILING", name="项目备案"))
    assert [change.code for change in found.changed] == ["FILING"]


def test_another_order_and_other_groups_are_differences() -> None:
    assert version_changes(SHIPPED, tuple(reversed(SHIPPED))).moved
    assert version_changes(SHIPPED, SHIPPED, TEMPLATE.groups, ()).groups
    assert not version_changes(SHIPPED, SHIPPED[1:]).moved


def test_of_limits_by_route_only_the_other_one_is_told() -> None:
    limits = dict(RULES["START_READY"].limit_by_route)
    own = limits[Route.EXISTING_LAND]
    limits[Route.EXISTING_LAND] = replace(own, limit=Limit(4, Unit.MONTH))
    (change,) = version_changes(SHIPPED, changed("START_READY", limit_by_route=limits)).changed
    (field,) = change.fields
    assert field.field is RuleField.ROUTE_LIMITS
    assert field.old.startswith("不涉及新增用地：立项")
    assert (field.old.endswith("后3个月"), field.new.endswith("后4个月")) == (True, True)
    assert "37" not in field.old + field.new
