"""Making things to be assessed, and scoring them a second time in the plainest way there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any

from fangzi_desktop.domain.assessment import Case
from fangzi_desktop.domain.assessment_facts import AssessedProject
from fangzi_desktop.domain.assessment_rules import AssessmentRule, assessment_rules_from
from fangzi_desktop.domain.assessment_terms import IndicatorL2, ObjectClass
from fangzi_desktop.domain.clocks import ProjectFacts
from fangzi_desktop.domain.terms import ProjectStatus, Stage
from tests.domain.seeds import seed

SHIPPED = assessment_rules_from(seed("assessment")).on(date(2026, 1, 1))


def a_case(indicator: IndicatorL2, value: int = 1, base: int = 1, **values: Any) -> Case:
    """One row, of 甲街道 unless the test says otherwise."""
    return Case(indicator, "p1", "", value, base, **({"locality": "甲街道"} | values))


def some_cases(indicator: IndicatorL2, kept: int, owed: int, **values: Any) -> list[Case]:
    """So many rows, the first of them kept."""
    return [a_case(indicator, int(number < kept), **values) for number in range(owed)]


def a_project(**values: Any) -> AssessedProject:
    """A project of 甲街道 with nothing recorded; `facts_…` go into its facts."""
    facts: dict[str, Any] = {
        "id": "p1",
        "stage": Stage.PERMITS,
        "status": ProjectStatus.ACTIVE,
        "route": None,
        "stages": {},
        "days": {},
        "items": (),
        "problems": (),
        "stops": (),
    }
    facts |= {key[6:]: values.pop(key) for key in [*values] if key.startswith("facts_")}
    return AssessedProject(ProjectFacts(**facts), **({"locality": "甲街道"} | values))


def naive_scores(
    cases: Sequence[Case],
    kind: ObjectClass,
    name: str,
    rules: Mapping[IndicatorL2, AssessmentRule],
    marks: Mapping[tuple[ObjectClass, str, IndicatorL2], Decimal],
) -> dict[str, str]:
    """Score one object from §7.2 as it is written, indicator by indicator; without those not scored."""
    earned: dict[IndicatorL2, Fraction] = {}
    for indicator, rule in rules.items():
        mine = [case for case in cases if case.indicator is indicator and _is_of(case, kind, name)]
        part = _part(rule, kind, mine, marks.get((kind, name, indicator)))
        if part is not None:
            earned[indicator] = part
    whole = sum(Fraction(rule.points(kind)) for rule in rules.values())
    known = sum(Fraction(rules[indicator].points(kind)) for indicator in earned)
    found = {}
    for indicator, part in earned.items():
        points = Fraction(rules[indicator].points(kind))
        spread = points + (whole - known) * points / known if known else Fraction(0)
        found[indicator.number] = _two_decimals(spread * part)
    return found


def _is_of(case: Case, kind: ObjectClass, name: str) -> bool:
    if kind is ObjectClass.LOCALITY:
        return bool(case.locality) and case.locality == name
    return case.departments is None or name in case.departments


def _part(
    rule: AssessmentRule, kind: ObjectClass, mine: Sequence[Case], mark: Decimal | None
) -> Fraction | None:
    points = Fraction(rule.points(kind))
    value, base = sum(case.value for case in mine), sum(case.base for case in mine)
    if rule.scoring.value == "manual":
        return None if mark is None or not points else min(Fraction(mark) / points, Fraction(1))
    if rule.indicator.number in ("1.1", "3.5"):
        target = mark if mark is not None else rule.target
        if target:
            return min(Fraction(1), Fraction(value) / Fraction(target))
        return min(Fraction(1), Fraction(value, base)) if base else None
    if not base:
        return Fraction(1) if rule.no_basis.value == "full" else None
    cost = Fraction(0)
    if rule.step is not None:
        cost = Fraction(rule.step) * len([case for case in mine if case.is_fault])
        cost = cost if rule.most is None else min(cost, Fraction(rule.most))
    if rule.scoring.value == "deduct":
        return max(points - cost, Fraction(0)) / points if points else Fraction(1)
    if rule.scoring.value == "speed":
        target, mean = Fraction(rule.target or 0), Fraction(value, base)
        if mean <= target:
            return Fraction(1)
        return Fraction(0) if mean >= 2 * target else (2 * target - mean) / target
    rate = min(Fraction(1), Fraction(value, base))
    if rule.scoring.value == "rate":
        return max(points * rate - cost, Fraction(0)) / points if points else rate
    return min(Fraction(1), Fraction(value, base) * 100 / Fraction(rule.target or 0))


def _two_decimals(value: Fraction) -> str:
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
