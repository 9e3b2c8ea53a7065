"""评分办法: what a person sets about scoring, for everybody from a day on or for one unit in one year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.assessment_rules import AssessmentRule, check_assessment_rule, check_mark
from fangzi_desktop.domain.assessment_terms import IndicatorL2, NoBasis, ObjectClass, Scoring
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import check_newer
from fangzi_desktop.domain.text import clean_line
from fangzi_desktop.storage import assessment as rows
from fangzi_desktop.storage.assessment_tables import AssessmentMarkRow, AssessmentRuleRow
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class AssessmentRuleForm:
    """What a person sets for one indicator; its parts mean what they mean in `AssessmentRule`."""

    indicator: IndicatorL2
    scoring: Scoring
    locality_points: Decimal | None
    department_points: Decimal | None
    target: Decimal | None
    step: Decimal | None
    most: Decimal | None
    no_basis: NoBasis
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class ScoringLine:
    """The rules of one indicator: the one that applies today, None where all are to come, and all others."""

    id: str
    indicator: IndicatorL2
    rule: AssessmentRule | None
    others: tuple[AssessmentRule, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkForm:
    """A unit's target of the year or its points by hand; without a value what was set is taken back."""

    object_class: ObjectClass
    name: str
    indicator: IndicatorL2
    year: int
    value: Decimal | None
    source: str = ""


def scoring_rules(view: View) -> tuple[ScoringLine, ...]:
    """Return the rules of every indicator in their order, other versions newest first."""
    present = view.rules.assessment.on(view.today)
    known = sorted(view.rules.assessment.rules, key=lambda one: one.valid_from, reverse=True)
    return tuple(
        ScoringLine(
            indicator.value,
            indicator,
            present.get(indicator),
            tuple(one for one in known if one.indicator is indicator and one is not present.get(indicator)),
        )
        for indicator in IndicatorL2
    )


def set_assessment_rule(work: Work, form: AssessmentRuleForm) -> None:
    """Add a newer version of an indicator's rule; what was scored before keeps its own.

    Refusals: those of `check_assessment_rule` and `check_newer`; ``assessment.points`` without points.
    """
    if form.locality_points is None or form.department_points is None:
        raise UserError("assessment.points", most=Decimal(100))
    rule = check_assessment_rule(
        AssessmentRule(
            form.indicator,
            form.scoring,
            form.locality_points,
            form.department_points,
            form.valid_from,
            form.target,
            form.step,
            form.most,
            form.no_basis,
            clean_line(form.source),
        )
    )
    present = (one for one in work.rules.assessment.rules if one.indicator is rule.indicator)
    check_newer(rule.valid_from, present, work.today)
    work.add(
        AssessmentRuleRow(
            id=natural_id("assessment_rule", rule.indicator, rule.valid_from),
            indicator=rule.indicator,
            scoring=rule.scoring,
            locality_points=rule.locality_points,
            department_points=rule.department_points,
            target=rule.target,
            step=rule.step,
            most=rule.most,
            no_basis=rule.no_basis,
            valid_from=rule.valid_from,
            source=rule.source,
        )
    )


def set_assessment_mark(work: Work, form: MarkForm) -> None:
    """Set a unit's target of a year or its points by hand, or take back what was set.

    Refusals: those of `check_mark`, and ``assessment.nothing_to_set`` for an indicator without a rule.
    """
    rule = work.rules.assessment.on(date(form.year, 12, 31)).get(form.indicator)
    if rule is None:
        raise UserError("assessment.nothing_to_set")
    name = clean_line(form.name)
    key = natural_id("assessment_mark", form.year, form.object_class, name, form.indicator)
    row = work.session.get(AssessmentMarkRow, key)
    if form.value is None:
        if row is not None:
            work.delete(row)
        return
    check_mark(rule, form.object_class, form.value)
    if row is None:
        row = AssessmentMarkRow(
            id=key, year=form.year, object_class=form.object_class, name=name, indicator=form.indicator
        )
        row.value = form.value
        work.add(row)
    row.value, row.source = form.value, clean_line(form.source)


def mark_of(view: View, form: MarkForm) -> MarkForm:
    """Return what was set for the unit, indicator and year of a form; without a value if nothing was."""
    for row in rows.mark_rows(view.session, form.year):
        if (row.object_class, row.name, row.indicator) == (form.object_class, form.name, form.indicator):
            return MarkForm(form.object_class, form.name, form.indicator, form.year, row.value, row.source)
    return MarkForm(form.object_class, form.name, form.indicator, form.year, None)
