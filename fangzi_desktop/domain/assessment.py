"""考核: from what was counted to points, totals and places (mechanism §7.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from fangzi_desktop.domain.assessment_rules import AssessmentRule
from fangzi_desktop.domain.assessment_terms import (
    YEARLY,
    Basis,
    IndicatorL1,
    IndicatorL2,
    NoBasis,
    ObjectClass,
    Scoring,
)
from fangzi_desktop.domain.terms import ClockKind, Term
from fangzi_desktop.domain.workdays import ONE_DAY, month_end

CENT = Decimal("0.01")
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are assessed, both included, within one year; `last` is never after today."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    @property
    def year_to_date(self) -> Period:
        """The days from the beginning of its year to its end."""
        return Period(self.last.replace(month=1, day=1), self.last)


class AssessedSpan(Term):
    """How long a time is assessed."""

    MONTH = "month", "月度"
    QUARTER = "quarter", "季度"
    YEAR = "year", "年度"


_LENGTH = {AssessedSpan.MONTH: 1, AssessedSpan.QUARTER: 3, AssessedSpan.YEAR: 12}


def period_for(span: AssessedSpan, day: date, today: date) -> Period:
    """Return the month, quarter or year that a day lies in, up to today."""
    months = _LENGTH[span]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return Period(first, min(month_end(first, months) - ONE_DAY, today))


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the records in an indicator's figure, which is the sum of `value` over the sum of `base`.

    What is counted has a `value` of 1 if it was kept and a `base` of 1 if it was owed; investment is in yuan
    × 12 over the plan in yuan × months; of 四证齐发 `value` is the time taken in working days. A fault costs
    points of its own where the rule says so. `departments` are those it counts for, None for all of them
    (the district's average). `due` and `done` are the days that decided; `clock` and `owner_id` name the row.
    """

    indicator: IndicatorL2
    project_id: str
    label: str
    value: int
    base: int
    locality: str = ""
    departments: tuple[str, ...] | None = ()
    due: date | None = None
    done: date | None = None
    is_fault: bool = False
    clock: ClockKind | None = None
    owner_id: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether it was owed and not kept."""
        counts = self.indicator not in (IndicatorL2.INVESTED, IndicatorL2.CERTIFICATES)
        return counts and self.value < self.base


@dataclass(slots=True)
class Tally:
    """The sums of an indicator's cases; `own` are those that are not the district's average."""

    value: int = 0
    base: int = 0
    faults: int = 0
    cases: int = 0
    own: int = 0

    def add(self, case: Case, *, own: bool = True) -> None:
        """Count a case."""
        self.value += case.value
        self.base += case.base
        self.faults += case.is_fault
        self.cases += 1
        self.own += own


# What a person set for one object: its yearly target, or the points given by hand.
Marks = Mapping[tuple[ObjectClass, str, IndicatorL2], Decimal]


@dataclass(frozen=True, slots=True)
class Score:
    """What one indicator gave one object.

    `full` are the points of the rule, `points` those after what is 不涉及 was spread. `score` and `points`
    are rounded to two decimals, half up, and None while there is no basis. `target` is what the figure was
    held against, in the indicator's own unit.
    """

    indicator: IndicatorL2
    basis: Basis
    full: Decimal
    tally: Tally
    target: Decimal | None = None
    points: Decimal | None = None
    score: Decimal | None = None

    @property
    def is_average(self) -> bool:
        """Whether the figure is the district's average and not the object's own."""
        return self.tally.cases > 0 and self.tally.own == 0


@dataclass(frozen=True, slots=True)
class ObjectScore:
    """One assessed unit: its scores, its total and its place; None where nothing was its own."""

    kind: ObjectClass
    name: str
    scores: tuple[Score, ...]
    total: Decimal | None = None
    place: int | None = None

    def of_group(self, group: IndicatorL1) -> Decimal | None:
        """The sum of a group's scores; None where none of its indicators has a basis."""
        known = [one.score for one in self.scores if one.indicator.group is group and one.score is not None]
        return sum(known, Decimal(0)) if known else None


def tallies(cases: Iterable[Case]) -> dict[tuple[ObjectClass, str, IndicatorL2], Tally]:
    """Sum the cases up by object and indicator; what counts for all departments stands under no name."""
    found: dict[tuple[ObjectClass, str, IndicatorL2], Tally] = defaultdict(Tally)
    for case in cases:
        if case.locality:
            found[ObjectClass.LOCALITY, case.locality, case.indicator].add(case)
        if case.departments is None:
            found[ObjectClass.DEPARTMENT, "", case.indicator].add(case, own=False)
        else:
            for name in case.departments:
                found[ObjectClass.DEPARTMENT, name, case.indicator].add(case)
    return found


def counts_for(case: Case, kind: ObjectClass, name: str) -> bool:
    """Whether a case stands behind the figures of an object."""
    if kind is ObjectClass.LOCALITY:
        return case.locality == name
    return case.departments is None or name in case.departments


def assess(
    cases: Iterable[Case],
    objects: Mapping[ObjectClass, Sequence[str]],
    rules: Mapping[IndicatorL2, AssessmentRule],
    marks: Marks,
) -> tuple[ObjectScore, ...]:
    """Return every object's scores: the classes in their order, in each the best first, equal ones by name.

    An object of which nothing is its own has no total and no place, and stands last.
    """
    counted = tallies(cases)
    found: list[ObjectScore] = []
    for kind in ObjectClass:
        own = [_object_score(kind, name, counted, rules, marks) for name in objects.get(kind, ())]
        found += _placed(own)
    return tuple(found)


def _placed(scores: Iterable[ObjectScore]) -> list[ObjectScore]:
    ordered = sorted(scores, key=lambda one: (one.total is None, -(one.total or 0), one.name))
    totals = [one.total for one in ordered]
    return [
        ObjectScore(
            one.kind,
            one.name,
            one.scores,
            one.total,
            totals.index(one.total) + 1 if one.total is not None else None,
        )
        for one in ordered
    ]


def _object_score(
    kind: ObjectClass,
    name: str,
    counted: Mapping[tuple[ObjectClass, str, IndicatorL2], Tally],
    rules: Mapping[IndicatorL2, AssessmentRule],
    marks: Marks,
) -> ObjectScore:
    shares = []
    for indicator, rule in rules.items():
        tally = _tally(kind, name, indicator, counted)
        mark = marks.get((kind, name, indicator))
        shares.append((rule, tally, *share_of(rule, rule.points(kind), tally, mark)))
    whole = sum(rule.points(kind) for rule, *_ in shares)
    known = sum(rule.points(kind) for rule, _, _, share, _ in shares if share is not None)
    factor = Fraction(whole) / Fraction(known) if known else Fraction(0)
    scores = tuple(
        _score(rule.indicator, basis, rule.points(kind), tally, target, share, factor)
        for rule, tally, basis, share, target in shares
    )
    if not known or not any(one.basis is Basis.SCORED and not one.is_average for one in scores):
        return ObjectScore(kind, name, scores)
    total = sum((one.score for one in scores if one.score is not None), Decimal(0))
    return ObjectScore(kind, name, scores, total)


def _score(
    indicator: IndicatorL2,
    basis: Basis,
    full: Decimal,
    tally: Tally,
    target: Decimal | None,
    share: Fraction | None,
    factor: Fraction,
) -> Score:
    if share is None:
        return Score(indicator, basis, full, tally, target)
    points = Fraction(full) * factor
    return Score(indicator, basis, full, tally, target, rounded(points), rounded(points * share))


def _tally(
    kind: ObjectClass,
    name: str,
    indicator: IndicatorL2,
    counted: Mapping[tuple[ObjectClass, str, IndicatorL2], Tally],
) -> Tally:
    """An object's own rows, together with those that count for all departments."""
    own = counted.get((kind, name, indicator), Tally())
    district = counted.get((kind, "", indicator)) if kind is ObjectClass.DEPARTMENT else None
    if district is None:
        return own
    return Tally(
        own.value + district.value,
        own.base + district.base,
        own.faults + district.faults,
        own.cases + district.cases,
        own.own,
    )


def share_of(
    rule: AssessmentRule, points: Decimal, tally: Tally, mark: Decimal | None
) -> tuple[Basis, Fraction | None, Decimal | None]:
    """Return the part of an indicator's points that was earned, 0 to 1, and the target it was held against.

    None instead of a part, with the reason, where there is nothing to score by. What is 不涉及 earns its
    points in full where the rule says so.
    """
    target = mark if mark is not None and rule.indicator in YEARLY else rule.target
    if rule.scoring is Scoring.MANUAL:
        if mark is None or not points:
            return Basis.NOT_MARKED, None, None
        return Basis.SCORED, _within(Fraction(mark) / Fraction(points)), None
    if rule.scoring is Scoring.RATIO and rule.indicator in YEARLY:
        if target is not None and target > 0:
            return Basis.SCORED, _within(tally.value / Fraction(target)), target
        if not tally.base:
            return Basis.NO_TARGET, None, None
        return Basis.SCORED, _within(Fraction(tally.value, tally.base)), None
    if not tally.base:
        full = Fraction(1) if rule.no_basis is NoBasis.FULL else None
        return Basis.NOTHING, full, target
    if rule.scoring is Scoring.DEDUCT:
        return Basis.SCORED, _within(1 - _deducted(rule, points, tally)), None
    figure = Fraction(tally.value, tally.base)
    if rule.scoring is Scoring.RATE:
        return Basis.SCORED, _within(_within(figure) - _deducted(rule, points, tally)), None
    if target is None or target <= 0:
        return Basis.NO_TARGET, None, None
    if rule.scoring is Scoring.SPEED:
        return Basis.SCORED, _within(2 - figure / Fraction(target)), target
    return Basis.SCORED, _within(figure * _PERCENT / Fraction(target)), target


def _deducted(rule: AssessmentRule, points: Decimal, tally: Tally) -> Fraction:
    """The part of the points that faults cost, at most what the rule says."""
    if rule.step is None or not points:
        return Fraction(0)
    cost = rule.step * tally.faults
    if rule.most is not None:
        cost = min(cost, rule.most)
    return Fraction(cost) / Fraction(points)


def _within(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))


def rounded(value: Fraction) -> Decimal:
    """Return an exact figure with two decimals, half up."""
    hundredths = (value * 200 + 1) // 2
    return (Decimal(hundredths) * CENT).quantize(CENT, ROUND_HALF_UP)
