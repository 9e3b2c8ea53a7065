from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.review import (
    FORMULAE,
    Figure,
    Figures,
    check_acceptance,
    check_condition,
    check_conditions,
    check_decision,
    check_gates,
    check_met,
    check_opinion,
    indicators,
    judge,
    read_indicator,
)
from fangzi_desktop.domain.stage_rules import StageRules, Threshold
from fangzi_desktop.domain.stage_terms import (
    Comparison,
    Indicator,
    IndicatorVerdict,
    OpinionKind,
    ReviewDecision,
)
from fangzi_desktop.domain.terms import Gate

LONG_AGO = date(2000, 1, 1)
TODAY = date(2023, 2, 24)
YI = 100_000_000


def at_least(value: str, indicator: Indicator = Indicator.INVESTMENT_INTENSITY) -> Threshold:
    return Threshold(indicator, Comparison.AT_LEAST, Decimal(value), LONG_AGO)


FULL = Figures(
    fixed_investment_yuan=10 * YI,
    area_mu=Decimal(485),
    output_yuan=20 * YI,
    tax_yuan=YI,
    value_added_yuan=5 * YI,
    rd_yuan=6_500_000,
    employees=800,
    energy_tce=Decimal("12345.6"),
    emission_tonnes=Decimal("12.5"),
    floor_area_sqm=Decimal(400_000),
    footprint_sqm=Decimal(150_000),
    green_sqm=Decimal(40_000),
    office_sqm=Decimal(20_000),
)


@pytest.mark.parametrize(
    ("indicator", "value", "unit"),
    [
        # Mechanism §10 row 1: 10亿元 / 485亩.
        (Indicator.INVESTMENT_INTENSITY, "206.2", "万元/亩"),
        (Indicator.TAX_PER_MU, "20.6", "万元/亩"),
        (Indicator.OUTPUT_PER_MU, "412.4", "万元/亩"),
        (Indicator.ENERGY_PER_OUTPUT, "0.062", "吨标煤/万元"),
        (Indicator.OUTPUT_PER_ENERGY, "4.05", "万元/吨标煤"),
        (Indicator.EMISSION_OUTPUT, "4000.0", "万元/吨"),
        (Indicator.RD_INTENSITY, "0.33", "%"),
        (Indicator.LABOUR_PRODUCTIVITY, "62.5", "万元/人"),
        (Indicator.FAR, "1.24", ""),
        (Indicator.BUILDING_COEFFICIENT, "46.4", "%"),
        (Indicator.GREEN_RATIO, "12.4", "%"),
        (Indicator.OFFICE_LAND, "6.2", "%"),
    ],
)
def test_every_indicator_of_the_mechanism_is_worked_out(indicator: Indicator, value: str, unit: str) -> None:
    reading = read_indicator(FULL, indicator, None)
    assert (reading.value, FORMULAE[indicator].unit) == (Decimal(value), unit)
    assert reading.verdict is IndicatorVerdict.NO_THRESHOLD


def test_the_metaverse_park_lies_below_the_line_and_no_rule_stops_it() -> None:
    reading = read_indicator(FULL, Indicator.INVESTMENT_INTENSITY, at_least("300"))
    assert (reading.value, reading.verdict) == (Decimal("206.2"), IndicatorVerdict.BELOW)
    assert check_gates(ReviewDecision.PASS, dict.fromkeys(Gate, True)) == ()


def test_the_park_gives_a_million_yuan_of_output_per_job() -> None:
    # Mechanism §10 row 10: 产值500亿元, 50 000 jobs; as value added it is the same quotient.
    figures = Figures(value_added_yuan=500 * YI, employees=50_000)
    assert read_indicator(figures, Indicator.LABOUR_PRODUCTIVITY, None).value == 100


def test_square_metres_become_mu_as_in_a_real_listing() -> None:
    # 潍坊滨海2022-BH064: 27 212 m² × 0.0015 = 40.818亩.
    figures = Figures(area_mu=Decimal("40.818"), floor_area_sqm=Decimal(27_212))
    reading = read_indicator(figures, Indicator.FAR, at_least("1.0", Indicator.FAR))
    assert (reading.value, reading.verdict) == (Decimal("1.00"), IndicatorVerdict.MET)


def test_rounding_is_half_up() -> None:
    figures = Figures(fixed_investment_yuan=2_062_500, area_mu=Decimal(1))
    assert read_indicator(figures, Indicator.INVESTMENT_INTENSITY, None).value == Decimal("206.3")


def test_rounding_never_lifts_a_value_over_its_threshold() -> None:
    figures = Figures(fixed_investment_yuan=2_999_600, area_mu=Decimal(1))
    reading = read_indicator(figures, Indicator.INVESTMENT_INTENSITY, at_least("300"))
    assert (reading.value, reading.verdict) == (Decimal("299.96"), IndicatorVerdict.BELOW)
    endless = Threshold(Indicator.FAR, Comparison.AT_LEAST, Decimal("0.33333333333333333"), LONG_AGO)
    third = Figures(area_mu=Decimal("0.0045"), floor_area_sqm=Decimal(1))
    found = read_indicator(third, Indicator.FAR, endless)
    assert found.verdict is judge(found.value, endless)


def test_a_missing_figure_is_named() -> None:
    reading = read_indicator(Figures(tax_yuan=YI), Indicator.TAX_PER_MU, at_least("20"))
    assert (reading.verdict, reading.value) == (IndicatorVerdict.UNKNOWN, None)
    assert reading.missing == (Figure.AREA,)


def test_a_leased_plant_has_no_indicators_of_land() -> None:
    leased = replace(FULL, is_leased=True)
    read = {one.indicator: one.verdict for one in indicators(leased, StageRules(), TODAY)}
    of_land = {one for one, formula in FORMULAE.items() if formula.of_land}
    assert {one for one, said in read.items() if said is IndicatorVerdict.NOT_APPLICABLE} == of_land
    assert Indicator.RD_INTENSITY not in of_land


def test_a_divisor_of_nought_says_nothing() -> None:
    figures = Figures(value_added_yuan=YI, emission_tonnes=Decimal(0))
    reading = read_indicator(figures, Indicator.EMISSION_OUTPUT, None)
    assert reading.verdict is IndicatorVerdict.NOT_APPLICABLE


def test_energy_is_held_against_output_or_else_value_added() -> None:
    figures = Figures(energy_tce=Decimal(100), value_added_yuan=1_000_000)
    reading = read_indicator(figures, Indicator.ENERGY_PER_OUTPUT, None)
    assert (reading.value, reading.below) == (Decimal(1), Figure.VALUE_ADDED)
    both = read_indicator(replace(figures, output_yuan=2_000_000), Indicator.ENERGY_PER_OUTPUT, None)
    assert (both.value, both.below) == (Decimal("0.5"), Figure.OUTPUT)


def test_the_threshold_of_the_day_is_taken() -> None:
    rules = StageRules(thresholds=(at_least("200"), replace(at_least("300"), valid_from=date(2023, 1, 1))))
    old, new = (indicators(FULL, rules, day)[0] for day in (date(2022, 12, 31), date(2023, 1, 1)))
    assert (old.verdict, new.verdict) == (IndicatorVerdict.MET, IndicatorVerdict.BELOW)


@pytest.mark.parametrize(
    ("comparison", "value", "verdict"),
    [
        (Comparison.AT_LEAST, "15", IndicatorVerdict.MET),
        (Comparison.AT_MOST, "15", IndicatorVerdict.MET),
        (Comparison.AT_MOST, "15.1", IndicatorVerdict.BELOW),
        (Comparison.EQUAL, "15", IndicatorVerdict.MET),
        (Comparison.EQUAL, "14", IndicatorVerdict.BELOW),
    ],
)
def test_a_threshold_itself_is_met(comparison: Comparison, value: str, verdict: IndicatorVerdict) -> None:
    threshold = Threshold(Indicator.GREEN_RATIO, comparison, Decimal(15), LONG_AGO)
    assert judge(Decimal(value), threshold) is verdict


def test_an_unknown_value_is_not_judged() -> None:
    assert judge(None, at_least("1")) is IndicatorVerdict.UNKNOWN


@pytest.mark.parametrize("figure", Figure)
def test_every_figure_has_a_unit(figure: Figure) -> None:
    assert figure.unit in ("万元", "亩", "平方米", "吨标煤", "吨", "人")


def test_a_package_is_accepted_after_the_last_conclusion_and_not_tomorrow() -> None:
    check_acceptance(TODAY, None, TODAY)
    check_acceptance(TODAY, TODAY, TODAY)
    with pytest.raises(UserError, match=r"review\.accepted_in_future"):
        check_acceptance(date(2023, 2, 25), None, TODAY)
    with pytest.raises(UserError, match=r"review\.accepted_out_of_range"):
        check_acceptance(date(2023, 2, 1), date(2023, 2, 2), TODAY)


def opinion(kind: OpinionKind | None, on: date | None, *, has_words: bool = False) -> None:
    check_opinion(kind, on, date(2023, 2, 1), TODAY, has_words=has_words)


def test_an_opinion_has_its_day_and_a_refusal_its_reason() -> None:
    opinion(None, None)
    opinion(OpinionKind.AGREE, TODAY)
    opinion(OpinionKind.DISAGREE, TODAY, has_words=True)
    for kind, on, code in (
        (OpinionKind.AGREE, None, "review.opinion_half"),
        (None, TODAY, "review.opinion_half"),
        (OpinionKind.AGREE, date(2023, 1, 31), "review.opinion_out_of_range"),
        (OpinionKind.AGREE, date(2023, 2, 25), "review.opinion_out_of_range"),
        (OpinionKind.DISAGREE, TODAY, "review.opinion_no_words"),
        (OpinionKind.CONDITIONAL, TODAY, "review.opinion_no_words"),
    ):
        with pytest.raises(UserError, match=code):
            opinion(kind, on)


def decision(
    kind: ReviewDecision,
    on: date = TODAY,
    minutes_no: str = "1号",
    reason: str = "",
    review_on: date | None = None,
) -> None:
    check_decision(
        kind, on, date(2023, 2, 1), TODAY, minutes_no=minutes_no, reason=reason, review_on=review_on
    )


def test_a_conclusion_has_minutes_and_what_is_not_passed_a_reason() -> None:
    decision(ReviewDecision.PASS)
    decision(ReviewDecision.VETO, reason="产能过剩")
    decision(ReviewDecision.DEFER, reason="指标未落实", review_on=date(2023, 5, 1))
    with pytest.raises(UserError, match=r"review\.decided_out_of_range"):
        decision(ReviewDecision.PASS, date(2023, 1, 31))
    with pytest.raises(UserError, match=r"review\.no_minutes"):
        decision(ReviewDecision.PASS, minutes_no=" ")
    with pytest.raises(UserError, match=r"review\.no_reason"):
        decision(ReviewDecision.RETURN)
    with pytest.raises(UserError, match=r"review\.no_review_day"):
        decision(ReviewDecision.DEFER, reason="指标未落实")
    with pytest.raises(UserError, match=r"review\.review_day_early"):
        decision(ReviewDecision.DEFER, reason="指标未落实", review_on=TODAY)


def test_only_a_pass_goes_against_a_failed_gate() -> None:
    gates = {Gate.CAPACITY: True, Gate.ENVIRONMENT: False, Gate.SAFETY: None}
    assert check_gates(ReviewDecision.CONDITIONAL_PASS, gates) == (Gate.ENVIRONMENT,)
    assert check_gates(ReviewDecision.VETO, gates) == ()


def test_conditions_go_with_a_conditional_pass_only() -> None:
    check_conditions(ReviewDecision.PASS, (), TODAY)
    check_conditions(ReviewDecision.CONDITIONAL_PASS, [("能耗指标落实", date(2023, 3, 31))], TODAY)
    with pytest.raises(UserError, match=r"review\.no_condition"):
        check_conditions(ReviewDecision.CONDITIONAL_PASS, (), TODAY)
    with pytest.raises(UserError, match=r"review\.condition_not_wanted"):
        check_conditions(ReviewDecision.PASS, [("甲", None)], TODAY)
    with pytest.raises(UserError, match=r"review\.condition_no_text"):
        check_condition(" ", None, TODAY)
    with pytest.raises(UserError, match=r"review\.condition_day_early"):
        check_condition("甲", date(2023, 2, 23), TODAY)


def test_a_condition_is_met_between_its_decision_and_today() -> None:
    check_met(TODAY, date(2023, 2, 1), TODAY)
    check_met(TODAY, None, TODAY)
    for day in (date(2023, 1, 31), date(2023, 2, 25)):
        with pytest.raises(UserError, match=r"review\.met_out_of_range"):
            check_met(day, date(2023, 2, 1), TODAY)
