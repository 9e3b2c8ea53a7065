"""From counted rows to points, totals and places, against the scheme as it is written (mechanism §7.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.assessment import (
    AssessedSpan,
    Case,
    ObjectScore,
    Period,
    Score,
    assess,
    period_for,
    rounded,
)
from fangzi_desktop.domain.assessment_rules import (
    AssessmentRule,
    check_assessment_rule,
    check_mark,
    scorings,
)
from fangzi_desktop.domain.assessment_terms import (
    INDICATORS,
    Basis,
    IndicatorL1,
    IndicatorL2,
    NoBasis,
    ObjectClass,
    Scoring,
)
from fangzi_desktop.domain.errors import UserError
from tests.domain.assessing import SHIPPED, a_case, naive_scores, some_cases

A, B = ObjectClass.LOCALITY, ObjectClass.DEPARTMENT


def scored(cases: list[Case], rules: dict[IndicatorL2, AssessmentRule] | None = None) -> ObjectScore:
    """甲街道's scores."""
    (one,) = assess(cases, {A: ["甲街道"]}, rules or SHIPPED, {})
    return one


def score_of(one: ObjectScore, indicator: IndicatorL2) -> Score:
    return next(score for score in one.scores if score.indicator is indicator)


def test_the_shipped_scheme_has_seventeen_indicators_in_four_groups_and_a_hundred_points_a_class() -> None:
    assert [len(own) for own in INDICATORS.values()] == [4, 5, 5, 3]
    assert list(SHIPPED) == [indicator for own in INDICATORS.values() for indicator in own]
    assert [sum(rule.points(kind) for rule in SHIPPED.values()) for kind in ObjectClass] == [100, 100]
    by_group = [
        sum(rule.points(kind) for rule in SHIPPED.values() if rule.indicator.group is group)
        for kind in ObjectClass
        for group in IndicatorL1
    ]
    assert by_group == [22, 20, 43, 15, 17, 50, 17, 16]
    assert all(rule.source.startswith("本程序默认") for rule in SHIPPED.values())


def test_numbers_are_those_of_the_scheme() -> None:
    numbers = [indicator.number for indicator in IndicatorL2]
    assert " ".join(numbers) == "1.1 1.2 1.3 1.4 2.1 2.2 2.3 2.4 2.5 3.1 3.2 3.3 3.4 3.5 4.1 4.2 4.3"


@pytest.mark.parametrize(
    ("mean", "part"),
    [
        pytest.param(30, "8.00", id="faster than the target"),
        pytest.param(37, "8.00", id="at the target"),
        pytest.param(46, "6.05", id="between"),
        pytest.param(74, "0.00", id="twice the target"),
        pytest.param(99, "0.00", id="beyond it"),
    ],
)
def test_a_speed_earns_less_up_to_twice_its_target(mean: int, part: str) -> None:
    rules = {IndicatorL2.CERTIFICATES: SHIPPED[IndicatorL2.CERTIFICATES]}
    cases = [a_case(IndicatorL2.CERTIFICATES, mean, departments=("乙局",))]
    (one,) = assess(cases, {B: ["乙局"]}, rules, {})
    assert str(one.total) == part


def test_points_of_what_does_not_concern_a_unit_are_spread_over_the_rest() -> None:
    one = scored(some_cases(IndicatorL2.OPINIONS, 1, 2) + some_cases(IndicatorL2.PROBLEMS, 2, 2))
    assert one.total == Decimal("87.50")
    opinions = score_of(one, IndicatorL2.OPINIONS)
    assert (opinions.full, opinions.points, opinions.score) == (2, Decimal("25.00"), Decimal("12.50"))
    assert score_of(one, IndicatorL2.STARTED).basis is Basis.NOTHING
    assert score_of(one, IndicatorL2.PASSED).basis is Basis.NO_TARGET
    assert one.of_group(IndicatorL1.BUILDING) is None
    assert one.of_group(IndicatorL1.SERVICE) == Decimal("75.00")


def test_points_can_be_given_in_full_instead() -> None:
    rules = SHIPPED | {
        IndicatorL2.STARTED: replace(SHIPPED[IndicatorL2.STARTED], no_basis=NoBasis.FULL),
    }
    one = scored(some_cases(IndicatorL2.OPINIONS, 0, 2), rules)
    assert one.total == score_of(one, IndicatorL2.STARTED).score == Decimal("83.33")
    assert scored([], rules).total is None


def test_late_problems_under_supervision_cost_points_of_their_own_up_to_three() -> None:
    rules = {IndicatorL2.PROBLEMS: SHIPPED[IndicatorL2.PROBLEMS]}
    kept = some_cases(IndicatorL2.PROBLEMS, 18, 18)
    late = some_cases(IndicatorL2.PROBLEMS, 0, 1, is_fault=True)
    assert scored(kept + late, rules).total == Decimal("5.18")
    assert scored(kept + late * 9, rules).total == Decimal("1.00")
    assert scored(late * 9, rules).total == Decimal("0.00")


def test_a_yearly_target_is_the_units_own_or_the_rules_or_none() -> None:
    rules = {IndicatorL2.PASSED: SHIPPED[IndicatorL2.PASSED]}
    cases = [a_case(IndicatorL2.PASSED, 1, 0)] * 3
    marks = {(A, "甲街道", IndicatorL2.PASSED): Decimal(4)}
    assert assess(cases, {A: ["甲街道"]}, rules, {})[0].total is None
    assert assess(cases, {A: ["甲街道"]}, rules, marks)[0].total == Decimal("6.00")
    assert assess([], {A: ["甲街道"]}, rules, marks)[0].total == Decimal("0.00")
    fixed = {IndicatorL2.PASSED: replace(rules[IndicatorL2.PASSED], target=Decimal(6))}
    assert assess(cases, {A: ["甲街道"]}, fixed, {})[0].total == Decimal("4.00")


def test_entries_without_a_target_are_held_against_the_firms_that_reached_their_threshold() -> None:
    rules = {IndicatorL2.SCALE_ENTRY: SHIPPED[IndicatorL2.SCALE_ENTRY]}
    assert scored(some_cases(IndicatorL2.SCALE_ENTRY, 1, 2), rules).total == Decimal("3.50")


def test_points_by_hand_are_not_scored_until_somebody_gives_them() -> None:
    manual = replace(SHIPPED[IndicatorL2.OPINIONS], scoring=Scoring.MANUAL)
    rules = {IndicatorL2.OPINIONS: manual, IndicatorL2.PROBLEMS: SHIPPED[IndicatorL2.PROBLEMS]}
    cases = some_cases(IndicatorL2.PROBLEMS, 1, 2)
    one = scored(cases, rules)
    assert (score_of(one, IndicatorL2.OPINIONS).basis, one.total) == (Basis.NOT_MARKED, Decimal("4.00"))
    (one,) = assess(cases, {A: ["甲街道"]}, rules, {(A, "甲街道", IndicatorL2.OPINIONS): Decimal("1.5")})
    assert one.total == Decimal("4.50")


def test_departments_get_the_districts_average_but_no_place_by_it_alone() -> None:
    cases = [
        *some_cases(IndicatorL2.STARTED, 1, 2, departments=None),
        a_case(IndicatorL2.OPINIONS, departments=("乙局",)),
    ]
    first, second = assess(cases, {B: ["丙局", "乙局"]}, SHIPPED, {})
    assert (first.name, first.place) == ("乙局", 1)
    assert score_of(first, IndicatorL2.STARTED).is_average
    assert (second.name, second.place, second.total) == ("丙局", None, None)


def test_equal_totals_share_a_place_and_the_next_one_is_left_out() -> None:
    cases = [
        a_case(IndicatorL2.OPINIONS, value, locality=name)
        for name, value in (("甲", 1), ("乙", 1), ("丙", 0))
    ]
    found = assess(cases, {A: ["丙", "乙", "甲"]}, SHIPPED, {})
    assert [(one.name, one.place) for one in found] == [("乙", 1), ("甲", 1), ("丙", 3)]


@pytest.mark.parametrize(
    ("value", "words"), [("1/200", "0.01"), ("1/201", "0.00"), ("449/200", "2.25"), ("2/3", "0.67")]
)
def test_halves_are_rounded_up(value: str, words: str) -> None:
    assert str(rounded(Fraction(value))) == words


@pytest.mark.parametrize(
    ("span", "day", "period"),
    [
        (AssessedSpan.MONTH, date(2026, 2, 10), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (AssessedSpan.QUARTER, date(2026, 5, 31), Period(date(2026, 4, 1), date(2026, 6, 30))),
        (AssessedSpan.YEAR, date(2025, 5, 31), Period(date(2025, 1, 1), date(2025, 12, 31))),
        (AssessedSpan.YEAR, date(2026, 5, 31), Period(date(2026, 1, 1), date(2026, 7, 3))),
    ],
)
def test_a_period_ends_with_its_month_quarter_or_year_or_today(
    span: AssessedSpan, day: date, period: Period
) -> None:
    assert period_for(span, day, date(2026, 7, 3)) == period


@pytest.mark.parametrize(
    ("code", "indicator", "values"),
    [
        ("assessment.scoring", IndicatorL2.CERTIFICATES, {"scoring": Scoring.RATE}),
        ("assessment.points", IndicatorL2.OPINIONS, {"locality_points": Decimal("100.5")}),
        ("assessment.points", IndicatorL2.OPINIONS, {"department_points": Decimal("0.005")}),
        ("assessment.target", IndicatorL2.PASS_RATE, {"target": None}),
        ("assessment.target", IndicatorL2.PASSED, {"target": Decimal(0)}),
        ("assessment.step", IndicatorL2.PROBLEMS, {"scoring": Scoring.DEDUCT, "step": None}),
        ("assessment.step", IndicatorL2.PROBLEMS, {"most": Decimal(0)}),
    ],
)
def test_a_rule_that_cannot_be_scored_by_is_refused(
    code: str, indicator: IndicatorL2, values: dict[str, object]
) -> None:
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        check_assessment_rule(replace(SHIPPED[indicator], **values))


def test_what_is_set_for_a_unit_fits_its_rule() -> None:
    manual = replace(SHIPPED[IndicatorL2.PROBLEMS], scoring=Scoring.MANUAL)
    check_mark(manual, A, Decimal("5.5"))
    check_mark(SHIPPED[IndicatorL2.PASSED], A, Decimal(12))
    for rule, value, code in (
        (manual, "6.5", "assessment.mark"),
        (SHIPPED[IndicatorL2.PASSED], "0", "assessment.target"),
        (SHIPPED[IndicatorL2.OPINIONS], "3", "assessment.nothing_to_set"),
    ):
        with pytest.raises(UserError, match=code.replace(".", r"\.")):
            check_mark(rule, A, Decimal(value))


NAMES = st.sampled_from(["", "甲", "乙", "丙"])
CASES = st.builds(
    Case,
    indicator=st.sampled_from(IndicatorL2),
    project_id=st.just("p1"),
    label=st.just(""),
    value=st.integers(0, 90),
    base=st.integers(0, 3),
    locality=NAMES,
    departments=st.one_of(st.none(), st.lists(NAMES.filter(bool), unique=True, max_size=3).map(tuple)),
    is_fault=st.booleans(),
)
POINTS = st.decimals(0, 40, places=2)


@st.composite
def schemes(draw: st.DrawFn) -> dict[IndicatorL2, AssessmentRule]:
    found = {}
    for indicator in IndicatorL2:
        found[indicator] = check_assessment_rule(
            AssessmentRule(
                indicator,
                draw(st.sampled_from(scorings(indicator))),
                draw(POINTS),
                draw(POINTS),
                date(2026, 1, 1),
                draw(st.decimals(1, 120, places=1)),
                draw(st.decimals("0.1", 5, places=1)),
                draw(st.one_of(st.none(), st.decimals("0.5", 20, places=1))),
                draw(st.sampled_from(NoBasis)),
            )
        )
    return found


@settings(max_examples=100, deadline=None)
@given(
    cases=st.lists(CASES, max_size=40),
    rules=schemes(),
    marks=st.dictionaries(
        st.tuples(
            st.sampled_from(ObjectClass), st.sampled_from(["甲", "乙", "丙"]), st.sampled_from(IndicatorL2)
        ),
        st.decimals("0.5", 30, places=1),
        max_size=10,
    ),
)
def test_scores_are_those_of_the_scheme_worked_out_naively(
    cases: list[Case],
    rules: dict[IndicatorL2, AssessmentRule],
    marks: dict[tuple[ObjectClass, str, IndicatorL2], Decimal],
) -> None:
    names = ["甲", "乙", "丙"]
    for one in assess(cases, {A: names, B: names}, rules, marks):
        expected = naive_scores(cases, one.kind, one.name, rules, marks)
        found = {score.indicator.number: str(score.score) for score in one.scores if score.score is not None}
        assert found == expected
        if one.total is not None:
            assert one.total == sum(map(Decimal, expected.values()))
