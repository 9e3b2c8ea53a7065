"""The published cases entered whole, and every figure of theirs that can be computed (mechanism §10)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import PartialDate, parse_date_text
from fangzi_desktop.domain.deadlines import Clock, Limit, deadline_of
from fangzi_desktop.domain.elapsed import Beginning, EventCode
from fangzi_desktop.domain.phases import intensity, share
from fangzi_desktop.domain.review_figures import ReviewFigures
from fangzi_desktop.domain.stage_terms import (
    AgreementKind,
    CommitmentMetric,
    Comparison,
    Indicator,
    IndicatorVerdict,
    Side,
)
from fangzi_desktop.domain.terms import Applicability, LimitKind, Milestone, PermitState, Route, Stage, Unit
from fangzi_desktop.services.agreements import AgreementForm, add_agreement
from fangzi_desktop.services.commitments import CommitmentForm, add_commitment, commitment_lines
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.elapsed import elapsed_between
from fangzi_desktop.services.parts import fail_listing
from fangzi_desktop.services.permits import accept_item, checklist, decide_item, settle_items
from fangzi_desktop.services.phases import PhaseForm, add_phase, phases
from fangzi_desktop.services.profiles import Profile, edit_profile
from fangzi_desktop.services.projects import correct_stage_dates, set_milestone
from fangzi_desktop.services.review import indicator_lines
from fangzi_desktop.services.workspace import Work, Workspace
from tests.builders import a_project, a_project_with_permits, item_id

YI, WAN = 100_000_000, 10_000


def on(workspace: Workspace, project: str, **days: date) -> None:
    for kind, day in days.items():
        workspace.do(set_milestone, project, Milestone(kind), PartialDate.of(day))


def took(workspace: Workspace, project: str, first: EventCode, last: EventCode) -> tuple[int, int | None]:
    span = workspace.read(elapsed_between, project, first, last)
    assert span is not None
    return span.calendar_days, span.working_days


def indicator(workspace: Workspace, project: str, wanted: Indicator) -> tuple[Decimal | None, str, str]:
    line = next(one for one in workspace.read(indicator_lines, project) if one.indicator is wanted)
    return line.value, line.unit, line.verdict.value


@pytest.fixture
def park(workspace: Workspace) -> str:
    """元宇宙配套产业园: a park of 2560亩 with a first phase of 485亩 and 10亿元."""
    project = workspace.do(
        a_project, "元宇宙配套产业园", Stage.CONSTRUCTION, area_mu=Decimal(2560), output_yuan=500 * YI
    ).value
    workspace.do(edit_profile, project, Profile(employees=50_000))
    first = PhaseForm(
        "一期",
        Decimal(485),
        10 * YI,
        dates={
            Milestone.START: parse_date_text("2022-09-12"),
            Milestone.PLANNED_COMPLETION: parse_date_text("2023年5月"),
        },
    )
    second = PhaseForm("二期", dates={Milestone.PLANNED_START: parse_date_text("2023年上半年")})
    workspace.do(add_phase, project, first)
    workspace.do(add_phase, project, second)
    framework = AgreementForm(AgreementKind.FRAMEWORK, date(2022, 7, 21), party_government="坊子区人民政府")
    workspace.do(add_agreement, project, framework)
    # 9月12日 was the Mid-Autumn holiday: what happened is never moved or refused for its day.
    on(workspace, project, agreement=date(2022, 7, 21), start=date(2022, 9, 12))
    return project


def test_the_park_and_its_first_phase(workspace: Workspace, park: str) -> None:
    read = workspace.read(phases, park)
    first = read.phases[0]
    assert intensity(first.investment_yuan, first.area_mu) == Decimal("206.2")
    assert share(first.area_mu, read.project.area_mu) == Decimal("18.9")
    assert read.together.rest.area_mu == 2075
    assert read.together.dates[Milestone.START] == parse_date_text("2022-09-12")


def test_the_park_makes_a_million_yuan_a_job(workspace: Workspace, park: str) -> None:
    value, unit, _ = indicator(workspace, park, Indicator.OUTPUT_PER_JOB)
    assert (value, unit) == (100, "万元/人")


def test_the_parks_durations_name_both_of_their_days(workspace: Workspace, park: str) -> None:
    assert took(workspace, park, Milestone.AGREEMENT, Milestone.START) == (53, 36)
    on(workspace, park, four_certificates=date(2022, 8, 27), topped_out=date(2022, 12, 19))
    assert took(workspace, park, Milestone.AGREEMENT, Milestone.FOUR_CERTIFICATES)[0] == 37
    assert took(workspace, park, Milestone.START, Milestone.TOPPED_OUT)[0] == 98


def test_the_first_phase_alone_is_below_the_line_and_that_only_advises(workspace: Workspace) -> None:
    project = workspace.do(a_project, "一期", fixed_investment_yuan=10 * YI, area_mu=Decimal(485)).value
    value, unit, verdict = indicator(workspace, project, Indicator.INVESTMENT_INTENSITY)
    assert (value, unit, verdict) == (Decimal("206.2"), "万元/亩", IndicatorVerdict.BELOW)


@pytest.fixture
def ceramics(workspace: Workspace) -> str:
    """山东华美新材料: 9.5亿元 on new land, listed on 2022-05-23, four certificates on 2022-06-29."""
    project = workspace.do(a_project_with_permits, Route.NEW_LAND, "碳化硅结构件项目").value
    workspace.do(correct_stage_dates, project, Stage.PLANNING, date(2022, 3, 16), date(2022, 4, 1))

    def run(work: Work) -> None:
        lines = checklist(work, project).lines
        undecided = [one.id for one in lines if one.applicability is Applicability.UNDECIDED]
        settle_items(work, undecided, Applicability.NOT_APPLICABLE, "不涉及")
        announced = item_id(work, project, "LAND_ANNOUNCE")
        accept_item(work, announced, date(2022, 5, 23))
        for code in ("LAND_USE_PLAN", "LAND_TITLE", "CONSTR_PLAN", "CONSTR_PERMIT"):
            item = item_id(work, project, code)
            accept_item(work, item, date(2022, 6, 28))
            decide_item(work, item, date(2022, 6, 29), f"{code}-1")

    workspace.do(run)
    return project


def test_the_listing_took_37_calendar_days_and_26_working_days(workspace: Workspace, ceramics: str) -> None:
    listed, certified = Milestone.LISTED, Milestone.FOUR_CERTIFICATES
    assert took(workspace, ceramics, listed, certified) == (37, 26)
    assert took(workspace, ceramics, Beginning.PLANNING, listed) == (68, 46)
    assert took(workspace, ceramics, Beginning.PLANNING, certified) == (105, 72)


def test_the_rule_gives_37_working_days_from_the_listing(workspace: Workspace, ceramics: str) -> None:
    overall = [line.face for line in workspace.read(deadlines) if line.face.code == "START_READY"]
    assert [face.due for face in overall] == [date(2022, 7, 14)]


def test_thirty_and_seven_lead_to_the_day_of_the_certificates(workspace: Workspace) -> None:
    calendar_day = Limit(37, Unit.CALENDAR_DAY, LimitKind.MAX)
    assert deadline_of(Clock(date(2022, 5, 23), "土地挂牌", calendar_day), workspace.calendar).due == date(
        2022, 6, 29
    )


def test_a_second_listing_follows_a_failed_one(workspace: Workspace) -> None:
    project = workspace.do(a_project_with_permits, Route.NEW_LAND, "两次挂牌").value
    announced = workspace.do(item_id, project, "LAND_ANNOUNCE").value
    workspace.do(accept_item, announced, date(2022, 4, 6))
    workspace.do(fail_listing, announced, date(2022, 5, 6), "无人报名")
    rounds = [one for one in workspace.read(checklist, project).lines if one.code == "LAND_ANNOUNCE"]
    assert {(one.round_no, one.state) for one in rounds} == {
        (1, PermitState.LISTING_FAILED),
        (2, PermitState.NOT_STARTED),
    }


def test_41_working_days_from_the_review_to_the_start(workspace: Workspace) -> None:
    project = workspace.do(a_project, "智能农机项目", Stage.CONSTRUCTION).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2022, 4, 28), date(2022, 5, 10))
    on(workspace, project, start=date(2022, 6, 29))
    assert took(workspace, project, Beginning.REVIEW, Milestone.START)[1] == 41


def test_85_days_from_the_land_to_the_main_structure(workspace: Workspace) -> None:
    project = workspace.do(a_project, "智能液压项目", Stage.COMPLETION, investment_yuan=1_070_000_000).value
    on(workspace, project, start_contract=date(2022, 4, 11), main_complete=date(2022, 7, 5))
    assert took(workspace, project, Milestone.START_CONTRACT, Milestone.MAIN_COMPLETE) == (85, 59)


def test_what_a_mill_promised_is_due_at_the_end_of_the_year(workspace: Workspace) -> None:
    project = workspace.do(a_project, "高档生活用纸项目", Stage.CONSTRUCTION).value
    for metric, target in ((CommitmentMetric.SALES, 25_000), (CommitmentMetric.TAX, 2_500)):
        form = CommitmentForm(
            Side.ENTERPRISE,
            metric,
            "",
            Comparison.AT_LEAST,
            Decimal(target),
            "万元",
            date(2023, 12, 31),
        )
        workspace.do(add_commitment, project, form)
    lines = workspace.read(commitment_lines, project)
    assert {(one.form.metric, one.form.target, one.form.unit, one.due_on) for one in lines} == {
        (CommitmentMetric.SALES, Decimal(25_000), "万元", date(2023, 12, 31)),
        (CommitmentMetric.TAX, Decimal(2_500), "万元", date(2023, 12, 31)),
    }


def test_the_reviews_figures_keep_vetoed_and_removed_apart() -> None:
    figures = ReviewFigures(passed=195, vetoed=26, removed=49)
    assert (figures.pass_rate, figures.decided, figures.handled) == (Decimal("88.2"), 221, 270)
