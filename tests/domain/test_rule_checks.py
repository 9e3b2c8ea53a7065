"""Which sets of rules can serve as a checklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import (
    READY,
    PermitRule,
    PermitVariant,
    RouteLimit,
    Source,
    SourceKind,
    StartEvent,
    Validity,
)
from fangzi_desktop.domain.rule_checks import (
    MOST_RULES,
    check_first_day,
    check_rules,
    rule_problems,
    tidied,
)
from fangzi_desktop.domain.rule_words import RuleField
from fangzi_desktop.domain.terms import LimitKind, Route, Unit
from fangzi_desktop.ui.messages import sentence
from tests.domain.seeds import RULES, SHIPPED, TEMPLATE

NEW, OLD = Route.NEW_LAND, Route.EXISTING_LAND
TODAY = date(2023, 2, 24)


def with_rule(changed: str, /, **values: Any) -> tuple[PermitRule, ...]:
    return tuple(replace(rule, **values) if rule.code == changed else rule for rule in SHIPPED)


def without(code: str) -> tuple[PermitRule, ...]:
    return tuple(rule for rule in SHIPPED if rule.code != code)


def limit(amount: int, unit: Unit = Unit.WORKING_DAY, kind: LimitKind = LimitKind.MAX) -> Limit:
    return Limit(amount, unit, kind)


def test_the_shipped_checklist_is_without_fault() -> None:
    assert rule_problems(SHIPPED) == ()
    check_rules(SHIPPED)


@pytest.mark.parametrize("rule", SHIPPED, ids=lambda rule: rule.code)
def test_a_shipped_rule_is_tidy(rule: PermitRule) -> None:
    assert tidied(rule) == rule


FAULTS: list[tuple[str, RuleField, Sequence[PermitRule]]] = [
    ("template.bad_code", RuleField.CODE, with_rule("DRAIN_PERMIT", code="排水")),
    ("template.bad_code", RuleField.CODE, with_rule("DRAIN_PERMIT", code="drain")),
    ("template.no_code", RuleField.CODE, with_rule("DRAIN_PERMIT", code="")),
    ("template.no_name", RuleField.NAME, with_rule("EIA", name="")),
    ("template.long_name", RuleField.NAME, with_rule("EIA", name="环" * 101)),
    ("template.no_department", RuleField.DEPARTMENT, with_rule("EIA", department="")),
    ("template.no_condition", RuleField.CONDITION, with_rule("ENERGY", condition="")),
    ("template.limit_not_positive", RuleField.LIMIT, with_rule("FILING", limit=limit(0))),
    ("template.limit_not_positive", RuleField.LIMIT, with_rule("FILING", limit=limit(-1))),
    ("template.limit_too_long", RuleField.LIMIT, with_rule("FILING", limit=limit(751))),
    ("template.limit_too_long", RuleField.STATUTORY, with_rule("FILING", statutory=limit(37, Unit.MONTH))),
    ("template.limit_beyond_law", RuleField.LIMIT, with_rule("APPROVAL", limit=limit(21))),
    (
        "template.limit_below_law",
        RuleField.LIMIT,
        with_rule("LAND_ACQ_PLAN", limit=limit(29, Unit.CALENDAR_DAY, LimitKind.MIN)),
    ),
    (
        "template.limit_kinds",
        RuleField.LIMIT,
        with_rule("APPROVAL", limit=limit(10, kind=LimitKind.MIN)),
    ),
    ("template.no_start", RuleField.START, with_rule("FILING", start=StartEvent(""))),
    ("template.unknown_start", RuleField.START, with_rule("FILING", start=StartEvent("受理", "NOBODY"))),
    ("template.unknown_start", RuleField.START, with_rule("FILING", start=StartEvent("受理", "FILING"))),
    ("template.start_off_route", RuleField.START, with_rule("FILING", start=StartEvent("公告", "LAND_PLAN"))),
    ("template.unknown_prerequisite", RuleField.REQUIRES, with_rule("FILING", requires=("NOBODY",))),
    ("template.prerequisite_off_route", RuleField.REQUIRES, with_rule("FILING", requires=("LAND_PLAN",))),
    (
        "template.prerequisite_off_route",
        RuleField.REQUIRES_EXISTING_LAND,
        with_rule("FIRE_DESIGN", requires_extra={OLD: ("LAND_TITLE",)}),
    ),
    (
        "template.prerequisites_off_route",
        RuleField.REQUIRES_EXISTING_LAND,
        with_rule("LAND_TITLE", requires_extra={OLD: ("FILING",)}),
    ),
    ("template.bad_alternative", RuleField.ALTERNATIVE_TO, with_rule("APPROVAL", alternative_to="NOBODY")),
    ("template.bad_alternative", RuleField.ALTERNATIVE_TO, with_rule("APPROVAL", alternative_to="APPROVAL")),
    ("template.bad_alternative", RuleField.ALTERNATIVE_TO, with_rule("FILING", alternative_to="APPROVAL")),
    ("template.cycle", RuleField.REQUIRES, with_rule("FILING", requires=("FILING",))),
    ("template.no_ready", RuleField.CODE, without(READY)),
    ("template.ready_off_route", RuleField.ROUTES, with_rule(READY, routes=(NEW,), limit_by_route={})),
    ("template.ready_conditional", RuleField.CONDITIONAL, with_rule(READY, conditional=True, condition="有")),
    (
        "template.limit_off_route",
        RuleField.ROUTE_LIMITS,
        with_rule("LAND_TITLE", limit_by_route={OLD: RouteLimit(limit(5), StartEvent("受理"))}),
    ),
    (
        "template.no_start",
        RuleField.ROUTE_LIMITS,
        with_rule("LAND_TITLE", limit_by_route={NEW: RouteLimit(limit(5), StartEvent(""))}),
    ),
    (
        "template.limit_not_positive",
        RuleField.ROUTE_LIMITS,
        with_rule("LAND_TITLE", limit_by_route={NEW: RouteLimit(limit(0), StartEvent("受理"))}),
    ),
    (
        "template.variant_unnamed",
        RuleField.VARIANTS,
        with_rule("FILING", variants=(PermitVariant("a", "", limit(1)),)),
    ),
    (
        "template.duplicate_variant",
        RuleField.VARIANTS,
        with_rule(
            "FILING", variants=(PermitVariant("a", "甲", limit(1)), PermitVariant("a", "乙", limit(1)))
        ),
    ),
    (
        "template.limit_beyond_law",
        RuleField.VARIANTS,
        with_rule("FILING", variants=(PermitVariant("a", "甲", limit(9), limit(8)),)),
    ),
    ("template.validity_out_of_range", RuleField.VALIDITY, with_rule("EIA", validity=Validity(0, ""))),
    ("template.validity_out_of_range", RuleField.VALIDITY, with_rule("EIA", validity=Validity(1201, ""))),
    ("template.empty", RuleField.CODE, ()),
    ("template.too_many", RuleField.CODE, SHIPPED * (MOST_RULES // len(SHIPPED) + 1)),
]


@pytest.mark.parametrize(
    ("code", "where", "rules"), FAULTS, ids=[f"{at}-{code}" for at, (code, *_) in enumerate(FAULTS)]
)
def test_a_faulty_checklist_is_refused(code: str, where: RuleField, rules: Sequence[PermitRule]) -> None:
    problem = next(one for one in rule_problems(rules) if one.code == code)
    assert problem.where is where
    said = sentence(problem.error)
    assert "{" not in said and "“”" not in said and "None" not in said
    with pytest.raises(UserError, match=r"template\."):
        check_rules(rules)


def test_a_code_used_twice_is_told_of_both_items() -> None:
    rules = (*SHIPPED, replace(RULES["EIA"], name="另一项"))
    found = [one for one in rule_problems(rules) if one.code == "template.duplicate_code"]
    assert [rules[one.place or 0].name for one in found] == [RULES["EIA"].name, "另一项"]


def test_a_circle_is_told_by_the_names_of_its_items_alone() -> None:
    rules = with_rule("FILING", requires=("EIA",))
    (problem,) = [one for one in rule_problems(rules) if one.code == "template.cycle"]
    names = problem.params["items"]
    assert set(names) == {RULES["FILING"].name, RULES["EIA"].name}  # type: ignore[call-overload]
    assert RULES["EIA"].name in sentence(problem.error)


def test_a_circle_on_one_route_only_is_found() -> None:
    rules = with_rule("FILING", requires_extra={OLD: ("CONSTR_PERMIT",)})
    assert [one.code for one in rule_problems(rules)] == ["template.cycle"]


def test_every_fault_is_told_at_once() -> None:
    rules = tuple(
        replace(rule, department="", name="" if rule.code == "EIA" else rule.name) for rule in SHIPPED
    )
    found = rule_problems(rules)
    assert len(found) == len(SHIPPED) + 1
    assert {one.place for one in found} == set(range(len(SHIPPED)))


def test_a_rule_without_a_limit_needs_no_start_event() -> None:
    assert rule_problems(with_rule("FILING", limit=None, start=StartEvent(""))) == ()


def test_tidying_cleans_texts_and_lists() -> None:
    rule = replace(
        RULES["FILING"],
        name=" 企业投资\n项目备案 ",
        requires=("EIA", " ", "EIA"),
        requires_extra={NEW: (), OLD: ("", "EIA")},
        materials=("  甲", "", "甲"),
        sources=(Source(SourceKind.PUBLIC, "  "), Source(SourceKind.PUBLIC, " 法 ")),
    )
    tidy = tidied(rule)
    assert tidy.name == "企业投资项目备案"
    assert tidy.requires == ("EIA",)
    assert tidy.requires_extra == {OLD: ("EIA",)}
    assert tidy.materials == ("甲",)
    assert tidy.sources == (Source(SourceKind.PUBLIC, "法"),)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        pytest.param(date(1999, 12, 31), "template.day_out_of_range", id="last century"),
        pytest.param(date(2028, 2, 25), "template.day_out_of_range", id="over five years ahead"),
        pytest.param(date(2022, 12, 31), "template.day_before_newest", id="before the newest version"),
    ],
)
def test_a_version_applies_from_a_sensible_day(day: date, code: str) -> None:
    newest = replace(TEMPLATE, valid_from=date(2023, 1, 1))
    with pytest.raises(UserError) as refused:
        check_first_day(day, newest, TODAY)
    assert refused.value.code == code
    assert sentence(refused.value)


@pytest.mark.parametrize("check", [lambda day: check_first_day(day, TEMPLATE, TODAY)])
def test_a_version_may_apply_from_today_or_later(check: Callable[[date], None]) -> None:
    for day in (date(2022, 12, 1), TODAY, date(2028, 2, 24)):
        check(day)
