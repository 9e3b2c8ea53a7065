"""考核 over a whole team folder: figures that agree with the rows, the places, and what a person may set."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from fangzi_desktop.domain.assessment import Period
from fangzi_desktop.domain.assessment_terms import Basis, IndicatorL2, NoBasis, ObjectClass, Scoring
from fangzi_desktop.domain.departments import department_named
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import Applicability, ClockKind
from fangzi_desktop.services.assessment import Assessment, scores
from fangzi_desktop.services.assessment_paper import ranking_to
from fangzi_desktop.services.assessment_rules import (
    AssessmentRuleForm,
    MarkForm,
    mark_of,
    scoring_rules,
    set_assessment_mark,
    set_assessment_rule,
)
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.permits import accept_item, checklist, decide_item
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.reports import ReportAsk, report_document
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.stage_tables import OpinionRow
from fangzi_desktop.storage.tables import PermitItemRow, ProjectRow
from fangzi_desktop.storage.work import View
from tests.builders import a_project, a_project_with_permits
from tests.conftest import TODAY

YEAR = Period(date(2023, 1, 1), TODAY)
A, B = ObjectClass.LOCALITY, ObjectClass.DEPARTMENT
FORM = AssessmentRuleForm(
    IndicatorL2.OPINIONS,
    Scoring.RATE,
    Decimal(12),
    Decimal(20),
    None,
    None,
    None,
    NoBasis.SPREAD,
    date(2023, 2, 1),
    "区考核办〔2023〕1号",
)


def of_year(workspace: Workspace) -> Assessment:
    return workspace.read(scores, YEAR)


def test_an_empty_folder_assesses_nobody(workspace: Workspace) -> None:
    assert of_year(workspace).objects == ()
    assert workspace.read(ranking_to, TODAY) is None


def test_a_figure_leads_to_its_rows(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, name="甲").value
    workspace.do(lambda work: setattr(work.get(ProjectRow, project), "responsible_unit", "坊安街道"))
    items = {line.code: line.id for line in workspace.read(checklist, project).lines}
    workspace.do(accept_item, items["FILING"], date(2023, 2, 6))
    workspace.do(decide_item, items["FILING"], date(2023, 2, 10), "备1号")
    found = of_year(workspace)
    for kind, name in ((A, "坊安街道"), (B, "行政审批服务局")):
        (row,) = found.behind(kind, name, IndicatorL2.PERMITS_IN_TIME)
        assert (row.clock, row.owner_id, row.done) == (ClockKind.PERMIT, items["FILING"], date(2023, 2, 10))
        assert row.is_lost
    assert found.behind(B, "财政局", IndicatorL2.PERMITS_IN_TIME) == ()


def test_figures_of_the_examples_are_those_of_the_rows(workspace: Workspace) -> None:
    workspace.do(fill_with_examples, 40)
    found = of_year(workspace)
    opinions, accepted = workspace.read(_counted_by_hand)
    assert opinions and accepted
    for one in found.of_class(B):
        score = next(score for score in one.scores if score.indicator is IndicatorL2.OPINIONS)
        assert (score.tally.value, score.tally.base) == opinions.get(one.name, (0, 0))
    cases = [case for case in found.cases if case.indicator is IndicatorL2.ACCEPTED_AT_ONCE]
    assert Counter(case.project_id for case in cases) == accepted


def _counted_by_hand(view: View) -> tuple[dict[str, tuple[int, int]], Counter[str]]:
    found: dict[str, tuple[int, int]] = {}
    for row in view.session.scalars(sa.select(OpinionRow)):
        is_over = row.submitted_on is not None or row.due < TODAY
        project = view.session.get(ProjectRow, row.project_id)
        if not YEAR.first <= row.due <= TODAY or not is_over or project is None:
            continue
        if row.submitted_on is None and project.status in TERMINAL:
            continue
        kept, owed = found.get(department_named(row.department), (0, 0))
        in_time = row.submitted_on is not None and row.submitted_on <= row.due
        found[department_named(row.department)] = (kept + in_time, owed + 1)
    items = view.session.scalars(
        sa.select(PermitItemRow).where(
            PermitItemRow.accepted_on.between(YEAR.first, TODAY),
            PermitItemRow.applicability != Applicability.NOT_APPLICABLE,
            PermitItemRow.code != "START_READY",
        )
    )
    return found, Counter(item.project_id for item in items)


def test_localities_and_departments_are_ranked_apart_and_enterprises_are_not(workspace: Workspace) -> None:
    workspace.do(fill_with_examples, 40)
    found = of_year(workspace)
    localities = {one.name for one in found.of_class(A)}
    departments = {one.name for one in found.of_class(B)}
    assert localities and departments
    assert not localities & departments
    assert "行政审批服务局" in departments
    assert not any(name.endswith("公司") for name in departments)
    places = [one.place for one in found.of_class(A) if one.place is not None]
    assert places == sorted(places) and places[0] == 1


def test_a_project_without_a_locality_belongs_to_nobody(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    workspace.do(
        raise_problem, project, ProblemForm("缺电", raised_on=date(2023, 1, 5), due=date(2023, 1, 20))
    )
    found = of_year(workspace)
    assert [case.indicator for case in found.cases] == [IndicatorL2.PROBLEMS]
    assert found.objects == ()


def test_a_newer_rule_applies_from_its_day_on(workspace: Workspace) -> None:
    workspace.do(a_project, "甲", responsible_unit="坊安街道")
    assert of_year(workspace).is_default
    workspace.do(set_assessment_rule, FORM)
    assert of_year(workspace).rules[IndicatorL2.OPINIONS].locality_points == 12
    assert not of_year(workspace).is_default
    before = workspace.read(scores, Period(date(2023, 1, 1), date(2023, 1, 31)))
    assert before.rules[IndicatorL2.OPINIONS].locality_points == 2
    line = next(one for one in workspace.read(scoring_rules) if one.indicator is IndicatorL2.OPINIONS)
    assert line.rule is not None and line.rule.source == "区考核办〔2023〕1号"
    assert [one.valid_from.year for one in line.others] == [2000]
    workspace.undo()
    assert of_year(workspace).is_default


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (replace(FORM, locality_points=None), "assessment.points"),
        (replace(FORM, scoring=Scoring.SPEED), "assessment.scoring"),
        (replace(FORM, valid_from=date(1999, 1, 1)), "rule.day_out_of_range"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused(
    workspace: Workspace, form: AssessmentRuleForm, code: str
) -> None:
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        workspace.do(set_assessment_rule, form)


def test_a_yearly_target_is_set_for_one_unit_corrected_and_taken_back(workspace: Workspace) -> None:
    workspace.do(a_project, "甲", responsible_unit="坊安街道")
    form = MarkForm(A, "坊安街道", IndicatorL2.PASSED, 2023, Decimal(4), "区目标分解表")

    def basis() -> tuple[Basis, Decimal | None]:
        (one,) = of_year(workspace).of_class(A)
        return one.scores[0].basis, one.scores[0].target

    assert basis() == (Basis.NO_TARGET, None)
    workspace.do(set_assessment_mark, form)
    assert basis() == (Basis.SCORED, Decimal(4))
    assert workspace.read(mark_of, replace(form, value=None, source="")) == form
    workspace.do(set_assessment_mark, replace(form, value=Decimal(5)))
    assert basis() == (Basis.SCORED, Decimal(5))
    workspace.undo()
    assert basis() == (Basis.SCORED, Decimal(4))
    workspace.do(set_assessment_mark, replace(form, value=None))
    assert basis() == (Basis.NO_TARGET, None)
    with pytest.raises(UserError, match=r"assessment\.nothing_to_set"):
        workspace.do(set_assessment_mark, replace(form, indicator=IndicatorL2.OPINIONS))


def test_the_papers_tell_the_places_of_the_year_to_date(workspace: Workspace) -> None:
    workspace.do(fill_with_examples, 20)
    for ask in (
        ReportAsk(ReportKind.WEEKLY, "2023-W08"),
        ReportAsk(ReportKind.MONTHLY, "2023-02"),
        ReportAsk(ReportKind.ASSESSMENT, "2023-02"),
    ):
        document = workspace.read(report_document, ask)
        (told,) = [one for one in document.passages if one.key == "assessment.places"]
        assert told.text.startswith("2023年1月1日—2月24日考核：")
        assert told.sources and all(source.project_id for source in told.sources)


def test_the_paper_of_a_month_ahead_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"report\.ahead"):
        workspace.read(report_document, ReportAsk(ReportKind.ASSESSMENT, "2023-03"))
