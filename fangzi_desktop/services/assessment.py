"""考核: the scores and places of localities and departments, counted from the records (mechanism §7.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fangzi_desktop.domain.assessment import Case, ObjectScore, Period, assess, counts_for
from fangzi_desktop.domain.assessment_cases import cases_of
from fangzi_desktop.domain.assessment_facts import AssessedProject, Counting
from fangzi_desktop.domain.assessment_rules import DEFAULT_SOURCE, AssessmentRule
from fangzi_desktop.domain.assessment_terms import IndicatorL2, ObjectClass
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.storage import assessment as rows
from fangzi_desktop.storage.projects import names_and_officers
from fangzi_desktop.storage.work import View

# A unit that is named for these may be anybody: a locality, an enterprise, a department.
_ANYBODY = (IndicatorL2.PROBLEMS, IndicatorL2.COMMITMENTS)


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everybody's scores in a period, by the rules of its last day, with the rows behind every figure."""

    period: Period
    rules: Mapping[IndicatorL2, AssessmentRule]
    objects: tuple[ObjectScore, ...]
    cases: tuple[Case, ...]
    projects: Mapping[str, str]

    @property
    def is_default(self) -> bool:
        """Whether all rules are still those that came with the program."""
        return all(rule.source.startswith(DEFAULT_SOURCE) for rule in self.rules.values())

    def of_class(self, kind: ObjectClass) -> tuple[ObjectScore, ...]:
        """The objects of a class, the best first."""
        return tuple(one for one in self.objects if one.kind is kind)

    def behind(self, kind: ObjectClass, name: str, indicator: IndicatorL2) -> tuple[Case, ...]:
        """The rows that an object's figure of an indicator was counted from."""
        return tuple(
            case for case in self.cases if case.indicator is indicator and counts_for(case, kind, name)
        )


def scores(view: View, period: Period) -> Assessment:
    """Return the scores of a period, counted from the records as they stand today."""
    with uncollected():
        records = rows.assessed_records(view.session, view.calendar, period)
        cases = cases_of(records, Counting(period, view.today, view.rules, view.calendar))
        marks = rows.marks(view.session, period.last.year)
        rules = view.rules.assessment.on(period.last)
        localities = _localities(records.projects)
        marked = {name for kind, name, _ in marks if kind is ObjectClass.DEPARTMENT}
        objects = {
            ObjectClass.LOCALITY: localities,
            ObjectClass.DEPARTMENT: sorted((_departments(cases) | marked) - set(localities)),
        }
        names = {project: name for project, (name, _) in names_and_officers(view.session).items()}
        return Assessment(period, rules, assess(cases, objects, rules, marks), cases, names)


def _localities(projects: Iterable[AssessedProject]) -> list[str]:
    return sorted({one.locality for one in projects if one.locality})


def _departments(cases: Iterable[Case]) -> set[str]:
    return {
        name
        for case in cases
        if case.departments and case.indicator not in _ANYBODY
        for name in case.departments
    }
