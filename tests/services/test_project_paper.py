"""What the paper on one project is given to print."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stage_terms import (
    AgreementKind,
    CommitmentMetric,
    Comparison,
    Element,
    NodeKind,
    ReviewDecision,
    Side,
)
from fangzi_desktop.domain.terms import Applicability, ClockKind, Milestone, Route, Stage
from fangzi_desktop.reports.document import Grid, Heading, Pictures
from fangzi_desktop.reports.frozen import to_json
from fangzi_desktop.reports.pdf import print_document
from fangzi_desktop.reports.project import project_document
from fangzi_desktop.services.agreements import AgreementForm, add_agreement
from fangzi_desktop.services.commitments import CommitmentForm, add_commitment
from fangzi_desktop.services.construction import NodeForm, set_node, write_physical_progress
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.elements import ElementForm, add_element
from fangzi_desktop.services.months import MonthForm, write_month
from fangzi_desktop.services.permits import accept_item, checklist, set_applicability
from fangzi_desktop.services.phases import PhaseForm, add_phase
from fangzi_desktop.services.photos import add_photos, take_in
from fangzi_desktop.services.problems import ProblemForm, raise_problem, write_off_problem
from fangzi_desktop.services.profiles import Profile, edit_profile
from fangzi_desktop.services.project_paper import project_input
from fangzi_desktop.services.projects import SendBack, correct_stage_dates, move_project, set_milestone
from fangzi_desktop.services.register import register
from fangzi_desktop.services.reports import ReportAsk, is_document, report_bytes, save_report
from fangzi_desktop.services.review import ConditionForm, DecisionForm, decide_round, open_round
from fangzi_desktop.services.visits import VisitForm, record_visit
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store
from tests.builders import a_project, a_project_with_permits, item_id
from tests.conftest import NOW, TODAY
from tests.picture_files import picture, written


def feb(day: int) -> date:
    return date(2023, 2, day)


@pytest.fixture
def project(workspace: Workspace) -> str:
    made: str = workspace.do(
        a_project, "甲项目", Stage.REVIEW, investor="甲公司", investment_yuan=95_000_000
    ).value
    return made


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Workspace]:
    """A team folder with sixty examples, only to be read."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(empty_database, folder / DATABASE_NAME)
    store = open_store(folder, who="专员甲", device="电脑一", now=NOW)
    workspace = Workspace(store, OfficeClock(TODAY, lambda: NOW), who="专员甲", device="电脑一")
    workspace.do(fill_with_examples, 60)
    yield workspace
    workspace.close()


def test_a_project_that_is_not_there_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"project\.unknown"):
        workspace.read(project_input, "nobody")


def test_what_is_not_known_is_left_out(workspace: Workspace, project: str) -> None:
    data = workspace.read(project_input, project)
    assert (data.name, data.investor, data.investment_yuan) == ("甲项目", "甲公司", 95_000_000)
    assert data.permits is None
    assert data.money.year is None
    assert data.money.total_done_yuan is None
    assert (data.elements, data.agreements, data.commitments, data.nodes, data.statistics) == (
        (),
        (),
        (),
        (),
        (),
    )
    assert [one.stage for one in data.stages if one.started_on] == [Stage.REVIEW]


def test_no_contact_of_a_person_is_handed_on(workspace: Workspace, project: str) -> None:
    workspace.do(edit_profile, project, Profile(contact="王某 13800000000", developer="甲项目公司"))
    data = workspace.read(project_input, project)
    assert data.developer == "甲项目公司"
    assert "13800000000" not in to_json(project_document(data))


def test_the_stage_its_limit_and_its_length_come_from_the_track(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, Route.NEW_LAND, "乙项目").value
    workspace.do(correct_stage_dates, project, Stage.PERMITS, feb(1), None)
    data = workspace.read(project_input, project)
    (running,) = [one for one in data.stages if one.stage is Stage.PERMITS]
    assert (running.started_on, running.calendar_days) == (feb(1), 24)
    assert data.permits is not None
    assert data.permits.total > 10


def test_the_open_clocks_are_those_of_the_project_without_problems(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, Route.NEW_LAND, "乙项目").value
    filing = workspace.do(lambda work: item_id(work, project, "FILING")).value
    workspace.do(accept_item, filing, feb(20))
    workspace.do(raise_problem, project, ProblemForm("没有水", raised_on=feb(20), due=feb(27)))
    data = workspace.read(project_input, project)
    assert ClockKind.PROBLEM not in {one.kind for one in data.dues}
    (due,) = [one for one in data.dues if one.kind is ClockKind.PERMIT]
    assert (due.clock.due, due.clock.left, due.owner_id) == (feb(21), -3, filing)


def test_problems_keep_what_became_of_them(workspace: Workspace, project: str) -> None:
    solved = workspace.do(raise_problem, project, ProblemForm("没有路", raised_on=feb(1))).value
    workspace.do(raise_problem, project, ProblemForm("没有水", "水务公司", feb(2), feb(27), "先接临时管"))
    workspace.do(write_off_problem, solved, feb(10), "已修通")
    first, second = workspace.read(project_input, project).problems
    assert (first.text, first.unit, first.due, first.suggestion) == (
        "没有水",
        "水务公司",
        feb(27),
        "先接临时管",
    )
    assert (second.text, second.closed_on, second.closing_note) == ("没有路", feb(10), "已修通")


def test_the_rounds_of_the_review_stand_oldest_first_with_their_conditions(
    workspace: Workspace, project: str
) -> None:
    first = workspace.do(open_round, project, feb(1), ("财政局", "税务局")).value
    workspace.do(
        decide_round,
        first,
        DecisionForm(ReviewDecision.DEFER, feb(8), "纪要1号", text="指标未落实", review_on=date(2023, 5, 1)),
    )
    second = workspace.do(open_round, project, feb(13), ("财政局",)).value
    decision = DecisionForm(
        ReviewDecision.CONDITIONAL_PASS,
        feb(20),
        "纪要2号",
        conditions=(ConditionForm("落实指标", "发改局", feb(28)),),
    )
    workspace.do(decide_round, second, decision)
    review = workspace.read(project_input, project).review
    assert [(one.round_no, one.decision) for one in review.rounds] == [
        (1, ReviewDecision.DEFER),
        (2, ReviewDecision.CONDITIONAL_PASS),
    ]
    assert review.rounds[0].asked > review.rounds[0].replied == 0
    (condition,) = review.conditions
    assert (condition.round_no, condition.text, condition.unit, condition.due) == (
        2,
        "落实指标",
        "发改局",
        feb(28),
    )


def test_money_is_that_of_the_newest_year_beside_the_ledger(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲项目", Stage.CONSTRUCTION, annual_plan_yuan=50_000_000).value
    workspace.do(write_month, project, MonthForm("2022-12", 1_000_000, 2_000_000))
    workspace.do(write_month, project, MonthForm("2023-01", 3_000_000, 4_000_000))
    money = workspace.read(project_input, project).money
    assert (money.annual_plan_yuan, money.year, money.year_done_yuan) == (50_000_000, 2023, 4_000_000)
    assert money.total_done_yuan == 6_000_000
    assert [one.month for one in money.months] == ["2022-12", "2023-01"]


def test_a_plan_without_a_completed_month_has_no_share(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲项目", Stage.CONSTRUCTION).value
    workspace.do(write_month, project, MonthForm("2023-02", 3_000_000, None))
    assert workspace.read(project_input, project).money.year_done_yuan is None


def test_both_sides_promises_say_their_goal_and_what_they_wait_for(
    workspace: Workspace, project: str
) -> None:
    workspace.do(
        add_commitment,
        project,
        CommitmentForm(
            metric=CommitmentMetric.FIXED_INVESTMENT,
            comparison=Comparison.AT_LEAST,
            target=Decimal(20000),
            unit="万元",
            due=date(2025, 1, 1),
        ),
    )
    workspace.do(
        add_commitment,
        project,
        CommitmentForm(Side.GOVERNMENT, CommitmentMetric.CLEARED_LAND, due=date(2023, 3, 1)),
    )
    found = {one.side: one for one in workspace.read(project_input, project).commitments}
    assert found[Side.ENTERPRISE].goal == "≥20000万元"
    assert found[Side.GOVERNMENT].due == date(2023, 3, 1)


def test_elements_agreements_nodes_and_phases_are_those_on_record(workspace: Workspace, project: str) -> None:
    workspace.do(
        add_element, project, ElementForm(Element.POWER, unit="千伏安", demand=Decimal(800), raised_on=feb(1))
    )
    workspace.do(
        add_agreement, project, AgreementForm(AgreementKind.INVESTMENT, feb(3), "坊投1号", "区政府", "甲公司")
    )
    workspace.do(set_node, project, NodeKind.ENTRY, None, NodeForm(feb(10), PartialDate(2023, 2, 14)))
    workspace.do(write_physical_progress, project, "桩基完成60%")
    workspace.do(add_phase, project, PhaseForm("一期", Decimal(60)))
    workspace.do(add_phase, project, PhaseForm("二期", Decimal(40)))
    data = workspace.read(project_input, project)
    assert [(one.unit, one.demand, one.gap) for one in data.elements] == [("千伏安", 800, 800)]
    assert [(one.number, one.enterprise) for one in data.agreements] == [("坊投1号", "甲公司")]
    # A node of which nothing is known is not told of.
    assert [(one.kind, one.days_late) for one in data.nodes] == [(NodeKind.ENTRY, 4)]
    assert (data.site_progress.text, data.site_progress.confirmed_on) == ("桩基完成60%", TODAY)
    assert [one.name for one in data.phases] == ["一期", "二期"]
    assert data.phase_sum is not None
    assert data.phase_sum.area_mu == 100


def test_one_phase_alone_has_no_sum(workspace: Workspace, project: str) -> None:
    workspace.do(add_phase, project, PhaseForm("一期", Decimal(60)))
    assert workspace.read(project_input, project).phase_sum is None


def test_the_way_back_is_on_the_paper(workspace: Workspace, project: str) -> None:
    workspace.do(move_project, project, Stage.PLANNING, TODAY, send_back=SendBack("材料不齐", "退1号"))
    (way,) = workspace.read(project_input, project).way
    assert (way.before, way.after, way.is_back, way.reason) == (
        Stage.REVIEW,
        Stage.PLANNING,
        True,
        "材料不齐",
    )


def test_the_overview_of_every_example_fits_one_page(demo: Workspace) -> None:
    for line in demo.read(register):
        document = project_document(demo.read(project_input, line.id))
        heads = [place for place, block in enumerate(document.blocks) if isinstance(block, Heading)]
        if heads:
            first = document.blocks[heads[0]]
            assert isinstance(first, Heading)
            assert first.on_new_page
        overview = replace(document, blocks=document.blocks[: heads[0] if heads else None])
        assert print_document(overview, io.BytesIO()) == 1, line.name


def test_the_paper_is_asked_for_as_the_others_are(workspace: Workspace, project: str, tmp_path: Path) -> None:
    assert is_document(ReportKind.PROJECT)
    ask = ReportAsk(ReportKind.PROJECT, subject=project)
    printed = workspace.read(report_bytes, ask)
    assert save_report(workspace, ask, tmp_path / "a.pdf").pages == printed.pages
    assert printed.pdf == (tmp_path / "a.pdf").read_bytes()
    with pytest.raises(UserError, match=r"project\.unknown"):
        workspace.read(report_bytes, ReportAsk(ReportKind.PROJECT, subject="nobody"))


def test_items_that_are_not_needed_are_counted_and_not_listed(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, Route.NEW_LAND, "乙项目").value
    line = next(
        one
        for one in workspace.read(checklist, project).lines
        if one.applicability is Applicability.UNDECIDED
    )
    workspace.do(set_applicability, line.id, Applicability.NOT_APPLICABLE)
    words = to_json(project_document(workspace.read(project_input, project)))
    assert "项没有列出" in words


def test_key_dates_are_as_precise_as_they_are_known(workspace: Workspace, project: str) -> None:
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2023, 5))
    assert "计划开工 2023年5月" in to_json(project_document(workspace.read(project_input, project)))


def test_the_last_visits_and_a_page_of_photos_are_printed(
    workspace: Workspace, project: str, tmp_path: Path
) -> None:
    for day in range(1, 9):
        form = VisitForm(feb(day), f"第{day}次", "服务专员", node="主体施工", percent=10 * day)
        workspace.do(record_visit, project, form)
    taken = []
    for number in range(8):
        photo = tmp_path / f"{number}.jpg"
        photo.write_bytes(written(picture(colour=(10 * number, 90, 160))))
        taken.append(take_in(workspace, photo))
    workspace.do(add_photos, project, taken)
    data = workspace.read(project_input, project)
    assert [visit.percent for visit in data.visits] == [80, 70, 60, 50, 40, 30, 20, 10]
    assert len(data.photos) == 6
    paper = project_document(data)
    (annex,) = paper.annexes
    assert (annex.title, annex.blocks) == ("现场照片", (Pictures(data.photos),))
    (table,) = [one for one in paper.blocks if isinstance(one, Grid) and one.caption == "走访情况"]
    assert [row[2] for row in table.rows] == [
        f"主体施工 约{percent}%" for percent in (80, 70, 60, 50, 40, 30)
    ]
    assert table.note == "共走访8次，列出最近6次。"
    assert project_document(replace(data, photos=())).annexes == ()
