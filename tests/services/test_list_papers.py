"""What the lists over all projects gather: the ledger, the problems, the entries and the commitments."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.idle_land import LandState
from fangzi_desktop.domain.payouts import PayoutState
from fangzi_desktop.domain.report_terms import ReportKind, Setting
from fangzi_desktop.domain.stage_terms import (
    CommitmentMetric,
    CommitmentResult,
    Comparison,
    InvestLevel,
    LadderLevel,
    ReportedMetric,
    ReportedUnit,
    Sector,
    Side,
    StatsKind,
    StatsMaterial,
    StatsState,
    WindowKind,
)
from fangzi_desktop.domain.terms import Light, Milestone, ProblemState, ProjectStatus, Stage, Unit
from fangzi_desktop.services.commitments import (
    CommitmentForm,
    SettlementForm,
    add_commitment,
    settle_commitment,
)
from fangzi_desktop.services.commitments_paper import commitments_input
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.idle_land import LandTermsForm, land, land_to_act_on, set_land_terms
from fangzi_desktop.services.ladder import RungForm, settle_rung, take_rung
from fangzi_desktop.services.ledger_paper import ledger_input
from fangzi_desktop.services.months import MonthForm, write_month
from fangzi_desktop.services.payouts import PayoutForm, add_payout
from fangzi_desktop.services.problems import (
    ProblemForm,
    StepForm,
    list_problem,
    raise_problem,
    write_off_problem,
)
from fangzi_desktop.services.problems_paper import problems_input
from fangzi_desktop.services.projects import change_status, correct_stage_dates, note_progress, set_milestone
from fangzi_desktop.services.reports import ReportAsk, report_document, save_report
from fangzi_desktop.services.statistics import (
    ReportedForm,
    file_application,
    note_reported,
    return_application,
    tick_stats_material,
)
from fangzi_desktop.services.statistics_paper import statistics_input
from fangzi_desktop.services.support import SupportForm, add_support
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project
from tests.conftest import OpenWorkspace

# Today is 2023-02-24, a Friday.
KINDS = (ReportKind.LEDGER, ReportKind.PROBLEMS, ReportKind.STATISTICS, ReportKind.COMMITMENTS)


def test_a_project_s_row_holds_what_is_known_of_it(workspace: Workspace) -> None:
    project = workspace.do(
        a_project, "甲", stage=Stage.REVIEW, investor="甲公司", investment_yuan=10_000_000, area_mu=Decimal(5)
    ).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 13), None)
    workspace.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2023, 5, 1))
    workspace.do(note_progress, project, "正在征求意见")
    workspace.do(raise_problem, project, ProblemForm("用电容量不足"))
    solved = workspace.do(raise_problem, project, ProblemForm("道路未通")).value
    workspace.do(write_off_problem, solved, workspace.today)
    workspace.do(write_month, project, MonthForm("2023-02", None, 3_000_000))
    (one,) = workspace.read(ledger_input).projects
    assert (one.project, one.stage, one.investor, one.start) == (
        "甲",
        Stage.REVIEW,
        "甲公司",
        "计划2023年5月1日",
    )
    assert (one.next_item, one.next_due, one.overdue) == ("论证", date(2023, 2, 27), 0)
    assert (one.problems, one.month_done_yuan) == (1, 3_000_000)
    assert (one.progress, one.progress_on) == ("正在征求意见", workspace.today)


def test_what_is_overdue_is_counted_and_is_not_what_falls_due_next(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.REVIEW).value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 1), None)
    workspace.do(add_commitment, project, CommitmentForm(due=date(2023, 4, 1), text="缴纳保证金"))
    (one,) = workspace.read(ledger_input).projects
    assert (one.overdue, one.next_due, one.light) == (1, date(2023, 4, 1), Light.RED)


def test_who_left_the_mechanism_is_only_counted(workspace: Workspace) -> None:
    workspace.do(a_project, "甲")
    vetoed = workspace.do(a_project, "乙").value
    workspace.do(change_status, vetoed, ProjectStatus.VETOED, workspace.today, "产能过剩", "纪要2号")
    data = workspace.read(ledger_input)
    assert [one.project for one in data.projects] == ["甲"]
    assert data.apart == {ProjectStatus.VETOED: 1}


def test_problems_are_open_by_day_or_written_off_in_the_last_thirty_days(open_folder: OpenWorkspace) -> None:
    before = open_folder(date(2023, 1, 24))
    project = before.do(a_project, "甲").value
    days = {"早": date(2023, 2, 1), "晚": date(2023, 4, 1), "无": None}
    raised = {
        text: before.do(raise_problem, project, ProblemForm(text, "供电公司", due=due)).value
        for text, due in days.items()
    }
    old, new = (before.do(raise_problem, project, ProblemForm(text)).value for text in ("旧", "新"))
    before.do(write_off_problem, old, date(2023, 1, 24))
    before.close()
    workspace = open_folder()
    workspace.do(write_off_problem, new, date(2023, 1, 25), "已解决")
    workspace.do(list_problem, raised["早"], StepForm(workspace.today, "", "坊督1号"))
    data = workspace.read(problems_input)
    assert [one.text for one in data.open_ones] == ["早", "晚", "无"]
    assert (data.open_ones[0].is_listed, data.open_ones[0].listed_no) == (True, "坊督1号")
    assert [(one.text, one.state, one.closing_note) for one in data.closed] == [
        ("新", ProblemState.CLOSED, "已解决")
    ]
    assert data.closed_from == date(2023, 1, 25)


def test_an_entry_says_what_is_missing_and_why_it_came_back(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.CONSTRUCTION, investment_yuan=80_000_000).value
    workspace.do(set_milestone, project, Milestone.START_STATISTICAL, PartialDate(2023, 1, 16))
    for material in (StatsMaterial.CONTENT_LIST, StatsMaterial.CONTRACT):
        workspace.do(tick_stats_material, project, StatsKind.INVEST, material, date(2023, 2, 1))
    workspace.do(file_application, project, StatsKind.INVEST, date(2023, 2, 8))
    workspace.do(return_application, project, StatsKind.INVEST, date(2023, 2, 14), "照片不清楚")
    (one,) = workspace.read(statistics_input).entries
    assert (one.state, one.returned_on, one.returned_for) == (
        StatsState.RETURNED,
        date(2023, 2, 14),
        "照片不清楚",
    )
    assert (one.papers_there, one.papers_needed) == (2, 5)
    assert one.missing == (StatsMaterial.APPROVAL_PAPER, StatsMaterial.PHOTOS, StatsMaterial.EXPLANATION)
    assert one.window is not None and one.window.due == date(2023, 3, 10)


def test_the_newest_reported_figure_stands_as_it_was_typed(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲", stage=Stage.CONSTRUCTION).value
    form = ReportedForm(
        "2023-01", ReportedMetric.REVENUE, Decimal("12.50"), ReportedUnit.THOUSAND_YUAN, "直报截图"
    )
    workspace.do(note_reported, project, replace(form, month="2022-12", value=Decimal(99)))
    workspace.do(note_reported, project, form)
    workspace.do(note_reported, project, replace(form, value=Decimal("13.50"), source="更正说明"))
    workspace.do(note_reported, project, replace(form, month="2022-11", value=Decimal(7)))
    (one,) = workspace.read(statistics_input).reported
    assert (one.month.code, one.value, one.unit) == ("2023-01", Decimal("13.50"), ReportedUnit.THOUSAND_YUAN)
    assert (one.source, one.is_corrected) == ("更正说明", True)


def test_the_rules_in_force_are_told_with_source_and_days(workspace: Workspace) -> None:
    data = workspace.read(statistics_input)
    names = [one.name for one in data.levels]
    assert names[0] is InvestLevel.ENTRY and Sector.INDUSTRY in names
    assert len(names) == len(set(names))
    assert all(one.source and one.valid_from <= workspace.today for one in data.levels)
    assert all(one.valid_to is None or one.valid_to >= workspace.today for one in data.levels)
    assert [one.kind for one in data.windows] == list(WindowKind)


def test_promises_payments_and_the_ladder_come_together(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    form = CommitmentForm(
        Side.ENTERPRISE,
        CommitmentMetric.FIXED_INVESTMENT,
        comparison=Comparison.AT_LEAST,
        target=Decimal(20_000),
        unit="万元",
        due=date(2022, 12, 31),
    )
    late = workspace.do(add_commitment, project, form).value
    waiting = CommitmentForm(
        metric=CommitmentMetric.PRODUCTION,
        offset_amount=12,
        offset_unit=Unit.MONTH,
        offset_event=Milestone.START,
    )
    workspace.do(add_commitment, project, waiting)
    kept = workspace.do(add_commitment, project, replace(form, metric=CommitmentMetric.TAX)).value
    workspace.do(settle_commitment, kept, SettlementForm(Decimal(21_000), date(2022, 12, 1), "审计1号"))
    support = workspace.do(add_support, project, SupportForm("设备补助")).value
    workspace.do(add_payout, project, PayoutForm(support, date(2023, 3, 1), 1_000_000, late))
    workspace.do(
        take_rung,
        project,
        RungForm(LadderLevel.REMINDER, date(2023, 2, 1), "坊履1号", "未达标", commitment_id=late),
    )
    data = workspace.read(commitments_input)
    assert [(one.label, one.light, one.result) for one in data.promises] == [
        ("固定资产投资额", Light.RED, None),
        ("投产期限", Light.GREY, None),
        ("达产年税收", Light.GREY, CommitmentResult.MET),
    ]
    assert (data.promises[1].waits_for, data.promises[1].due) == (Milestone.START, None)
    assert (data.promises[2].share, data.promises[2].evidence_no) == (105, "审计1号")
    (payment,) = data.payments
    assert (payment.state, payment.amount_yuan) == (PayoutState.HELD, 1_000_000)
    (rung,) = data.ladder
    assert (rung.project, rung.level, rung.about) == ("甲", LadderLevel.REMINDER, "固定资产投资额")


def test_a_rung_presses_in_its_own_project_whatever_is_higher_elsewhere(workspace: Workspace) -> None:
    first, second = (workspace.do(a_project, name).value for name in ("甲", "乙"))
    reminder = RungForm(LadderLevel.REMINDER, date(2023, 1, 4), "坊履1号", "未投产")
    demand = RungForm(LadderLevel.DEMAND, date(2023, 2, 6), "坊履2号", "未投产", date(2023, 2, 20))
    workspace.do(take_rung, first, reminder)
    workspace.do(take_rung, second, reminder)
    workspace.do(take_rung, second, demand)
    found = [(one.project, one.level) for one in workspace.read(commitments_input).ladder]
    assert found == [("甲", LadderLevel.REMINDER), ("乙", LadderLevel.DEMAND)]
    (rung,) = (one for one in workspace.read(commitments_input).ladder if one.project == "甲")
    workspace.do(settle_rung, rung.id, workspace.today, "已投产")
    assert [one.project for one in workspace.read(commitments_input).ladder] == ["乙"]


def test_land_to_act_on_is_read_as_the_card_reads_it(workspace: Workspace) -> None:
    starts = {"闲": date(2022, 2, 1), "迟": date(2023, 2, 1), "早": date(2023, 9, 1), "没": None}
    projects = {name: workspace.do(a_project, name).value for name in starts}
    for name, start in starts.items():
        workspace.do(set_land_terms, projects[name], LandTermsForm(start, land_price_yuan=30_000_000))
    gone = workspace.do(a_project, "退").value
    workspace.do(set_land_terms, gone, LandTermsForm(date(2022, 2, 1)))
    workspace.do(change_status, gone, ProjectStatus.VETOED, workspace.today, "产能过剩", "纪要2号")
    found = workspace.read(land_to_act_on)
    assert {one.project: one.land.reckoning.state for one in found} == {
        "闲": LandState.FEE,
        "迟": LandState.LATE,
    }
    assert all(one.land == workspace.read(land, one.project_id) for one in found)
    assert {one.project: one.fee_yuan for one in workspace.read(commitments_input).land} == {
        "闲": 6_000_000,
        "迟": None,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_printed_of_nothing_and_of_everything(
    workspace: Workspace, tmp_path: Path, kind: ReportKind
) -> None:
    assert save_report(workspace, ReportAsk(kind), tmp_path / "空.pdf").pages <= 2
    workspace.do(fill_with_examples, 12)
    assert save_report(workspace, ReportAsk(kind), tmp_path / "满.pdf").pages >= 1
    assert (tmp_path / "满.pdf").read_bytes().startswith(b"%PDF")


def test_the_ledger_stands_on_the_sheet_that_is_asked_for(workspace: Workspace) -> None:
    workspace.do(a_project, "甲")
    for asked, stands in ((None, Setting.LANDSCAPE), (Setting.WIDE, Setting.WIDE)):
        document = workspace.read(report_document, ReportAsk(ReportKind.LEDGER, setting=asked))
        assert document.setting is stands
