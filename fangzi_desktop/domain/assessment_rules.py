"""评分办法: the points, the way of scoring and the target of every indicator, each from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fangzi_desktop.domain.assessment_terms import YEARLY, IndicatorL2, NoBasis, ObjectClass, Scoring
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import newest_on

MOST_POINTS = Decimal(100)
_DECIMALS = -2
# So a scheme says that it is the program's own and no official paper.
DEFAULT_SOURCE = "本程序默认"


@dataclass(frozen=True, slots=True)
class AssessmentRule:
    """How one indicator is scored from `valid_from` on.

    `target` is in per cent for a ratio, in working days for a speed, and for what is counted over the year
    the number to be reached by an object that has none of its own. Each fault costs `step` points, all of
    them at most `most`.
    """

    indicator: IndicatorL2
    scoring: Scoring
    locality_points: Decimal
    department_points: Decimal
    valid_from: date
    target: Decimal | None = None
    step: Decimal | None = None
    most: Decimal | None = None
    no_basis: NoBasis = NoBasis.SPREAD
    source: str = ""

    def points(self, kind: ObjectClass) -> Decimal:
        """The points of a class."""
        return self.locality_points if kind is ObjectClass.LOCALITY else self.department_points


@dataclass(frozen=True, slots=True)
class AssessmentRules:
    """Every rule of scoring with the day it begins to apply."""

    rules: tuple[AssessmentRule, ...] = ()

    def on(self, day: date) -> dict[IndicatorL2, AssessmentRule]:
        """Return the rule of every indicator that applies on `day`, in the order of the indicators."""
        found = {
            indicator: newest_on((one for one in self.rules if one.indicator is indicator), day)
            for indicator in IndicatorL2
        }
        return {indicator: rule for indicator, rule in found.items() if rule is not None}


def scorings(indicator: IndicatorL2) -> tuple[Scoring, ...]:
    """Return the ways in which an indicator can be scored: what is measured in days goes by its speed."""
    if indicator is IndicatorL2.CERTIFICATES:
        return (Scoring.SPEED, Scoring.MANUAL)
    if indicator is IndicatorL2.INVESTED or indicator in YEARLY:
        return (Scoring.RATIO, Scoring.MANUAL)
    return (Scoring.RATE, Scoring.RATIO, Scoring.DEDUCT, Scoring.MANUAL)


def check_assessment_rule(rule: AssessmentRule) -> AssessmentRule:
    """Allow a rule, or raise `UserError`.

    ``assessment.scoring`` for a way that the indicator has not (`scorings`); ``assessment.points`` for points
    outside 0 … 100 or finer than hundredths; ``assessment.target`` for a ratio or a speed without a target
    above zero, but for what is counted over the year; ``assessment.step`` for faults that cost nothing or
    less, and for a deduction that does not say what a fault costs.
    """
    if rule.scoring not in scorings(rule.indicator):
        raise UserError("assessment.scoring", allowed=scorings(rule.indicator))
    for points in (rule.locality_points, rule.department_points):
        if not 0 <= points <= MOST_POINTS or is_too_fine(points):
            raise UserError("assessment.points", most=MOST_POINTS)
    needs_target = rule.scoring in (Scoring.RATIO, Scoring.SPEED) and rule.indicator not in YEARLY
    if (needs_target and rule.target is None) or (rule.target is not None and rule.target <= 0):
        raise UserError("assessment.target")
    if rule.scoring is Scoring.DEDUCT and rule.step is None:
        raise UserError("assessment.step")
    if any(cost is not None and cost <= 0 for cost in (rule.step, rule.most)):
        raise UserError("assessment.step")
    return rule


def is_too_fine(value: Decimal) -> bool:
    """Whether a figure has more than two decimals."""
    exponent = value.normalize().as_tuple().exponent
    return not isinstance(exponent, int) or exponent < _DECIMALS


def check_mark(rule: AssessmentRule, kind: ObjectClass, value: Decimal) -> None:
    """Allow what is set for one object: a target above zero, or points by hand up to the rule's.

    Raises `UserError` ``assessment.nothing_to_set``, ``assessment.target`` or ``assessment.mark``.
    """
    if rule.scoring is Scoring.MANUAL:
        if not 0 <= value <= rule.points(kind) or is_too_fine(value):
            raise UserError("assessment.mark", most=rule.points(kind))
    elif rule.indicator not in YEARLY:
        raise UserError("assessment.nothing_to_set")
    elif value <= 0:
        raise UserError("assessment.target")


def assessment_rules_from(seed: Mapping[str, Any]) -> AssessmentRules:
    """Return the rules of an assessment file (`db/seed/assessment.toml`)."""

    def figure(entry: Mapping[str, Any], name: str) -> Decimal | None:
        return Decimal(entry[name]) if name in entry else None

    return AssessmentRules(
        tuple(
            check_assessment_rule(
                AssessmentRule(
                    IndicatorL2(entry["indicator"]),
                    Scoring(entry["scoring"]),
                    Decimal(entry["locality"]),
                    Decimal(entry["department"]),
                    entry["valid_from"],
                    figure(entry, "target"),
                    figure(entry, "step"),
                    figure(entry, "most"),
                    NoBasis(entry.get("no_basis", NoBasis.SPREAD)),
                    entry["source"],
                )
            )
            for entry in seed["indicator"]
        )
    )
