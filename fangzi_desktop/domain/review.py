"""论证: the indicators a project is judged by, and what its rounds may say (mechanism §2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import StageRules, Threshold
from fangzi_desktop.domain.stage_terms import (
    Comparison,
    Indicator,
    IndicatorVerdict,
    OpinionKind,
    ReviewDecision,
)
from fangzi_desktop.domain.terms import Gate, ProjectStatus, Term

# Who is asked unless the team keeps a list of its own (mechanism §2.4), and who is asked as needed.
DEPARTMENTS = (
    "发展和改革局",
    "工业和信息化局",
    "自然资源和规划局坊子分局",
    "生态环境局坊子分局",
    "应急管理局",
    "行政审批服务局",
    "住房和城乡建设局",
    "财政局",
    "税务局",
    "招商（投资促进）部门",
)
MORE_DEPARTMENTS = ("科学技术局", "水利局", "消防救援大队", "统计局", "市场监督管理局")

YUAN_PER_WAN = 10_000
# 1亩 is 666.67 m² in common use; m² × 0.0015 is exact (mechanism §2.2).
MU_PER_SQM = Decimal("0.0015")


class Figure(Term):
    """What an indicator is worked out from, by the field that holds it."""

    FIXED_INVESTMENT = "fixed_investment_yuan", "固定资产投资额"
    AREA = "area_mu", "用地面积"
    OUTPUT = "output_yuan", "达产年产值（营业收入）"
    TAX = "tax_yuan", "达产年税收"
    VALUE_ADDED = "value_added_yuan", "达产年增加值"
    RD = "rd_yuan", "研发费用"
    EMPLOYEES = "employees", "平均从业人数"
    ENERGY = "energy_tce", "年综合能耗"
    EMISSION = "emission_tonnes", "主要污染物排放量"
    FLOOR_AREA = "floor_area_sqm", "计容建筑面积"
    FOOTPRINT = "footprint_sqm", "建构筑物和堆场占地"
    GREEN = "green_sqm", "绿地面积"
    OFFICE = "office_sqm", "行政办公及生活服务用地"

    @property
    def is_money(self) -> bool:
        """Whether it is an amount in whole yuan."""
        return self.value.endswith("_yuan")

    @property
    def unit(self) -> str:
        """The unit it is counted in for the indicators."""
        if self.is_money:
            return "万元"
        if self.value.endswith("_sqm"):
            return "平方米"
        return {"area_mu": "亩", "employees": "人", "energy_tce": "吨标煤", "emission_tonnes": "吨"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Figures:
    """What is known of a project's figures; money in whole yuan, areas in 亩 or m² as the name says."""

    fixed_investment_yuan: int | None = None
    area_mu: Decimal | None = None
    output_yuan: int | None = None
    tax_yuan: int | None = None
    value_added_yuan: int | None = None
    rd_yuan: int | None = None
    employees: int | None = None
    energy_tce: Decimal | None = None
    emission_tonnes: Decimal | None = None
    floor_area_sqm: Decimal | None = None
    footprint_sqm: Decimal | None = None
    green_sqm: Decimal | None = None
    office_sqm: Decimal | None = None
    is_leased: bool = False

    def of(self, figure: Figure) -> Decimal | None:
        """Return a figure in its own unit (money in 万元), or None while it is unknown."""
        value: int | Decimal | None = getattr(self, figure.value)
        if value is None:
            return None
        return Decimal(value) / YUAN_PER_WAN if figure.is_money else Decimal(value)


@dataclass(frozen=True, slots=True)
class Formula:
    """One figure over another. Where several are named, the first known one counts.

    An indicator `of_land` has no meaning for a leased plant, which has no land of its own.
    """

    above: tuple[Figure, ...]
    below: tuple[Figure, ...]
    unit: str
    places: int
    times: int = 1
    of_land: bool = False


FORMULAE: Mapping[Indicator, Formula] = {
    Indicator.INVESTMENT_INTENSITY: Formula(
        (Figure.FIXED_INVESTMENT,), (Figure.AREA,), "万元/亩", 1, of_land=True
    ),
    Indicator.TAX_PER_MU: Formula((Figure.TAX,), (Figure.AREA,), "万元/亩", 1, of_land=True),
    Indicator.OUTPUT_PER_MU: Formula((Figure.OUTPUT,), (Figure.AREA,), "万元/亩", 1, of_land=True),
    Indicator.ENERGY_PER_OUTPUT: Formula(
        (Figure.ENERGY,), (Figure.OUTPUT, Figure.VALUE_ADDED), "吨标煤/万元", 3
    ),
    Indicator.OUTPUT_PER_ENERGY: Formula(
        (Figure.VALUE_ADDED, Figure.OUTPUT), (Figure.ENERGY,), "万元/吨标煤", 2
    ),
    Indicator.EMISSION_OUTPUT: Formula((Figure.VALUE_ADDED,), (Figure.EMISSION,), "万元/吨", 1),
    Indicator.RD_INTENSITY: Formula((Figure.RD,), (Figure.OUTPUT,), "%", 2, times=100),
    Indicator.LABOUR_PRODUCTIVITY: Formula((Figure.VALUE_ADDED,), (Figure.EMPLOYEES,), "万元/人", 1),
    Indicator.OUTPUT_PER_JOB: Formula((Figure.OUTPUT,), (Figure.EMPLOYEES,), "万元/人", 1),
    Indicator.FAR: Formula((Figure.FLOOR_AREA,), (Figure.AREA,), "", 2, of_land=True),
    Indicator.BUILDING_COEFFICIENT: Formula(
        (Figure.FOOTPRINT,), (Figure.AREA,), "%", 1, times=100, of_land=True
    ),
    Indicator.GREEN_RATIO: Formula((Figure.GREEN,), (Figure.AREA,), "%", 1, times=100, of_land=True),
    Indicator.OFFICE_LAND: Formula((Figure.OFFICE,), (Figure.AREA,), "%", 1, times=100, of_land=True),
}


@dataclass(frozen=True, slots=True)
class IndicatorReading:
    """An indicator on a day.

    `value` is rounded half up, to more places where rounding would change the verdict.
    `above` and `below` are the figures it is worked out from; `missing` those that are not known.
    """

    indicator: Indicator
    value: Decimal | None
    threshold: Threshold | None
    verdict: IndicatorVerdict
    above: Figure
    below: Figure
    missing: tuple[Figure, ...] = ()


def indicators(figures: Figures, rules: StageRules, day: date) -> tuple[IndicatorReading, ...]:
    """Return every indicator with the threshold that applies on `day`."""
    return tuple(read_indicator(figures, one, rules.threshold(one, day)) for one in Indicator)


def read_indicator(figures: Figures, indicator: Indicator, threshold: Threshold | None) -> IndicatorReading:
    """Work out one indicator and hold it against its threshold.

    Without a figure it is 缺数据; for a leased plant an indicator of land is 不适用, and so is any whose
    divisor is nought.
    """
    formula = FORMULAE[indicator]
    above, below = _known(figures, formula.above), _known(figures, formula.below)
    if formula.of_land and figures.is_leased:
        verdict = IndicatorVerdict.NOT_APPLICABLE
        return IndicatorReading(indicator, None, threshold, verdict, above, below)
    missing = tuple(one for one in (above, below) if figures.of(one) is None)
    if missing:
        return IndicatorReading(indicator, None, threshold, IndicatorVerdict.UNKNOWN, above, below, missing)
    exact = _exact(figures, formula, above, below)
    if exact is None:
        verdict = IndicatorVerdict.NOT_APPLICABLE
        return IndicatorReading(indicator, None, threshold, verdict, above, below)
    value = _rounded(exact, formula.places, threshold)
    return IndicatorReading(indicator, value, threshold, judge(exact, threshold), above, below)


def judge(value: Decimal | None, threshold: Threshold | None) -> IndicatorVerdict:
    """Hold a value against its threshold, which the value itself may equal."""
    if value is None:
        return IndicatorVerdict.UNKNOWN
    if threshold is None:
        return IndicatorVerdict.NO_THRESHOLD
    return IndicatorVerdict.MET if _reaches(value, threshold) else IndicatorVerdict.BELOW


def _reaches(value: Decimal, threshold: Threshold) -> bool:
    if threshold.comparison is Comparison.AT_LEAST:
        return value >= threshold.value
    if threshold.comparison is Comparison.AT_MOST:
        return value <= threshold.value
    return value == threshold.value


def _known(figures: Figures, among: tuple[Figure, ...]) -> Figure:
    return next((one for one in among if figures.of(one) is not None), among[0])


def _exact(figures: Figures, formula: Formula, above: Figure, below: Figure) -> Decimal | None:
    dividend, divisor = figures.of(above), figures.of(below)
    if dividend is None or not divisor:
        return None
    if above.unit == "平方米":
        dividend *= MU_PER_SQM
    return dividend * formula.times / divisor


def _rounded(exact: Decimal, places: int, threshold: Threshold | None) -> Decimal:
    """Round half up; 299.96 is not shown as the 300 that it does not reach."""
    wanted = judge(exact, threshold)
    for more in range(places, places + 8):
        value = exact.quantize(Decimal(1).scaleb(-more), ROUND_HALF_UP)
        if judge(value, threshold) is wanted:
            return value
    return exact


def check_acceptance(accepted_on: date, last_decided_on: date | None, today: date) -> None:
    """Allow the day on which a package was accepted, or raise ``review.accepted_out_of_range``.

    A round follows the conclusion of the one before it.
    """
    earliest = last_decided_on or date.min
    if not earliest <= accepted_on <= today:
        if last_decided_on is None:
            raise UserError("review.accepted_in_future", today=today)
        raise UserError("review.accepted_out_of_range", earliest=earliest, latest=today)


def check_opinion(
    kind: OpinionKind | None,
    submitted_on: date | None,
    requested_on: date,
    today: date,
    *,
    has_words: bool,
) -> None:
    """Allow what a department says, or raise `UserError`.

    An opinion has a kind and a day, or neither while there is no reply (``review.opinion_half``); the day
    lies between the request and today (``review.opinion_out_of_range``). 不同意 and 有条件同意 say why or on
    which conditions (``review.opinion_no_words``).
    """
    if (kind is None) is not (submitted_on is None):
        raise UserError("review.opinion_half")
    if kind is None or submitted_on is None:
        return
    if not requested_on <= submitted_on <= today:
        raise UserError("review.opinion_out_of_range", earliest=requested_on, latest=today)
    if kind in (OpinionKind.DISAGREE, OpinionKind.CONDITIONAL) and not has_words:
        raise UserError("review.opinion_no_words", kind=kind)


# What becomes of the project; a pass lets it go on (mechanism §1.4).
STATUS_AFTER: Mapping[ReviewDecision, ProjectStatus] = {
    ReviewDecision.PASS: ProjectStatus.ACTIVE,
    ReviewDecision.CONDITIONAL_PASS: ProjectStatus.ACTIVE,
    ReviewDecision.DEFER: ProjectStatus.DEFERRED,
    ReviewDecision.RETURN: ProjectStatus.RETURNED,
    ReviewDecision.VETO: ProjectStatus.VETOED,
}


def check_decision(
    decision: ReviewDecision,
    decided_on: date,
    accepted_on: date,
    today: date,
    *,
    minutes_no: str,
    reason: str,
    review_on: date | None,
) -> None:
    """Allow the conclusion of a round, or raise `UserError`.

    It lies between the acceptance and today and has its minutes (``review.decided_out_of_range``,
    ``review.no_minutes``). What is not passed has a reason (``review.no_reason``), and what is deferred a
    later day on which it is looked at again (``review.no_review_day``, ``review.review_day_early``).
    """
    if not accepted_on <= decided_on <= today:
        raise UserError("review.decided_out_of_range", earliest=accepted_on, latest=today)
    if not minutes_no.strip():
        raise UserError("review.no_minutes")
    if not decision.is_pass and not reason.strip():
        raise UserError("review.no_reason", decision=decision)
    if decision is ReviewDecision.DEFER:
        if review_on is None:
            raise UserError("review.no_review_day")
        if review_on <= decided_on:
            raise UserError("review.review_day_early", decided=decided_on)


def check_gates(decision: ReviewDecision, gates: Mapping[Gate, bool | None]) -> tuple[Gate, ...]:
    """Return the failed gates that a pass goes against (一票否决); none for any other decision."""
    if not decision.is_pass:
        return ()
    return tuple(gate for gate in Gate if gates.get(gate) is False)


def check_conditions(
    decision: ReviewDecision, conditions: Iterable[tuple[str, date | None]], decided_on: date
) -> None:
    """Allow the conditions of a conclusion, each with its text and day, or raise `UserError`.

    有条件通过 has at least one (``review.no_condition``) and nothing else has any
    (``review.condition_not_wanted``); each says what is to be met (``review.condition_no_text``), not before
    the decision (``review.condition_day_early``).
    """
    given = tuple(conditions)
    if decision is ReviewDecision.CONDITIONAL_PASS and not given:
        raise UserError("review.no_condition")
    if decision is not ReviewDecision.CONDITIONAL_PASS and given:
        raise UserError("review.condition_not_wanted", decision=decision)
    for text, due in given:
        check_condition(text, due, decided_on)


def check_condition(text: str, due: date | None, decided_on: date | None) -> None:
    """Allow one condition, or raise ``review.condition_no_text`` or ``review.condition_day_early``."""
    if not text.strip():
        raise UserError("review.condition_no_text")
    if due is not None and decided_on is not None and due < decided_on:
        raise UserError("review.condition_day_early", decided=decided_on)


def check_met(on: date, decided_on: date | None, today: date) -> None:
    """Allow the day on which a condition was met, or raise ``review.met_out_of_range``."""
    earliest = decided_on or date.min
    if not earliest <= on <= today:
        raise UserError("review.met_out_of_range", earliest=earliest, latest=today)
