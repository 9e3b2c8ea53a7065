"""A rule in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permit_rules import StartEvent, StartMoment
from fangzi_desktop.domain.rule_words import (
    RuleField,
    field_words,
    limit_from,
    limit_words,
    names_of,
)
from fangzi_desktop.domain.terms import LimitKind, Route, Unit
from tests.domain.seeds import RULES, SHIPPED

NAMES = names_of(SHIPPED)


@given(st.builds(Limit, st.integers(1, 999), st.sampled_from(Unit), st.sampled_from(LimitKind)))
def test_a_limit_is_read_as_it_is_said(limit: Limit) -> None:
    assert limit_from(limit_words(limit)) == limit


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("", None),
        ("不计时限", None),
        ("10个工作日", Limit(10, Unit.WORKING_DAY)),
        (" 10 工作日 ", Limit(10, Unit.WORKING_DAY)),
        ("至少30个自然日", Limit(30, Unit.CALENDAR_DAY, LimitKind.MIN)),
        ("3月", Limit(3, Unit.MONTH)),
    ],
)
def test_a_limit_is_read_as_people_write_it(words: str, limit: Limit | None) -> None:
    assert limit_from(words) == limit


@pytest.mark.parametrize("words", ["10", "10天", "10日", "十个工作日", "-3个工作日", "1.5个月", "工作日"])
def test_an_amount_without_its_unit_is_no_limit(words: str) -> None:
    with pytest.raises(ValueError, match=words):
        limit_from(words)


@pytest.mark.parametrize(
    ("code", "field", "words"),
    [
        ("LAND_ACQ_PLAN", RuleField.LIMIT, "不少于30个自然日"),
        ("APPROVAL", RuleField.ALTERNATIVE_TO, "企业投资项目备案"),
        ("LAND_ACQ_PLAN", RuleField.REQUIRES, NAMES["LAND_ACQ_PRE"]),
        ("FILING", RuleField.ROUTES, "涉及新增用地、不涉及新增用地"),
        ("FILING", RuleField.VALIDITY, ""),
        ("FILING", RuleField.CONDITIONAL, "否"),
        ("PERF_AGREEMENT", RuleField.LIMIT, limit_words(RULES["PERF_AGREEMENT"].limit)),
    ],
)
def test_a_field_is_said_as_people_say_it(code: str, field: RuleField, words: str) -> None:
    assert field_words(RULES[code], field, NAMES) == words


def test_a_start_in_another_item_names_it() -> None:
    rule = replace(RULES["EIA"], start=StartEvent("备案完成", "FILING", StartMoment.DECIDED))
    assert field_words(rule, RuleField.START, NAMES) == "备案完成（“企业投资项目备案”办结）"


def test_the_overall_limit_is_said_for_each_route() -> None:
    said = field_words(RULES["START_READY"], RuleField.ROUTE_LIMITS, NAMES)
    assert all(route.zh in said for route in Route)
    assert "37个工作日" in said


@pytest.mark.parametrize("field", list(RuleField))
def test_every_field_can_be_said_of_every_shipped_rule(field: RuleField) -> None:
    said = [field_words(rule, field, NAMES) for rule in SHIPPED]
    assert any(said)
