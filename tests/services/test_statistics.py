from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import (
    ReportedMetric,
    ReportedUnit,
    Sector,
    StatsKind,
    StatsMaterial,
    StatsState,
    WindowKind,
)
from fangzi_desktop.domain.terms import ClockKind, Light, Milestone, PermitState, Stage
from fangzi_desktop.services import statistics
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines, explain
from fangzi_desktop.services.gates import gate_verdicts
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.statistics import (
    InvestForm,
    ReportedForm,
    ScaleForm,
    StatsLine,
    all_entries,
    edit_invest_file,
    edit_scale_file,
    entries,
    file_application,
    is_missed,
    note_reported,
    record_entry,
    remove_entry,
    remove_return,
    reported,
    return_application,
    tick_stats_material,
    untick_stats_material,
    wait_for_next_window,
)
from fangzi_desktop.services.workspace import Work, Workspace
from fangzi_desktop.storage.tables import PermitItemRow
from tests.builders import a_project, a_project_with_permits, item_id

# Today is 2023-02-24.
STARTED = date(2023, 1, 16)
INVEST, SCALE = StatsKind.INVEST, StatsKind.SCALE


def a_started_project(workspace: Workspace, started: date | None = STARTED, **values: object) -> str:
    values.setdefault("investment_yuan", 80_000_000)
    project = workspace.do(a_project, stage=Stage.CONSTRUCTION, **values).value
    if started is not None:
        workspace.do(set_milestone, project, Milestone.START_STATISTICAL, PartialDate.of(started))
    return project


def a_firm(workspace: Workspace, produced: date = date(2022, 11, 1), reached: str = "2023-01") -> str:
    project = workspace.do(a_project, stage=Stage.SCALE_UP).value
    workspace.do(set_milestone, project, Milestone.PRODUCTION, PartialDate.of(produced))
    workspace.do(edit_scale_file, project, ScaleForm(Sector.INDUSTRY, reached))
    return project


def line(workspace: Workspace, project: str, kind: StatsKind = INVEST) -> StatsLine:
    found = workspace.read(entries, project)
    return found[0] if kind is INVEST else found[1]


def windows(workspace: Workspace) -> list[DeadlineLine]:
    return [one for one in workspace.read(deadlines) if one.face.kind is ClockKind.WINDOW]


def test_a_started_project_owes_its_papers_by_the_monthly_day(workspace: Workspace) -> None:
    project = a_started_project(workspace, date(2023, 2, 13))
    (one,) = windows(workspace)
    assert (one.face.label, one.face.due) == ("投资纳统申报材料（3月批次）", date(2023, 3, 10))
    assert one.face.owner_id == line(workspace, project).id
    assert one.face.department == "统计局"
    assert "材料截止日" in workspace.read(explain, one.face)
    assert line(workspace, project).state is StatsState.PREPARING
    assert line(workspace, project).light is Light.GREEN


def test_below_the_threshold_nothing_is_owed(workspace: Workspace) -> None:
    project = a_started_project(workspace, investment_yuan=4_990_000)
    assert windows(workspace) == []
    assert line(workspace, project).state is StatsState.BELOW


def test_a_missed_day_stays_overdue_until_it_is_let_go_with_a_reason(workspace: Workspace) -> None:
    project = a_started_project(workspace)
    (one,) = windows(workspace)
    assert (one.face.due, one.face.light) == (date(2023, 2, 10), Light.RED)
    read = line(workspace, project)
    assert is_missed(read, workspace.today)
    assert read.following is not None and read.following.due == date(2023, 3, 10)
    with pytest.raises(UserError, match=r"stats\.no_reason"):
        workspace.do(wait_for_next_window, project, INVEST, " ")
    workspace.do(wait_for_next_window, project, INVEST, "合同尚未签订")
    (one,) = windows(workspace)
    assert one.face.due == date(2023, 3, 10)
    assert line(workspace, project).following is None
    workspace.do(wait_for_next_window, project, INVEST, "企业确认赶不上")
    assert windows(workspace)[0].face.due == date(2023, 4, 10)


def test_filing_ends_the_reminder_and_a_return_begins_it_again(workspace: Workspace) -> None:
    project = a_started_project(workspace)
    workspace.do(file_application, project, INVEST, date(2023, 2, 8))
    assert windows(workspace) == []
    with pytest.raises(UserError, match=r"stats\.day_out_of_range"):
        workspace.do(return_application, project, INVEST, date(2023, 2, 7), "单位不一致")
    with pytest.raises(UserError, match=r"stats\.no_reason"):
        workspace.do(return_application, project, INVEST, date(2023, 2, 14), "")
    workspace.do(return_application, project, INVEST, date(2023, 2, 14), "单位不一致")
    assert line(workspace, project).state is StatsState.RETURNED
    assert windows(workspace)[0].face.due == date(2023, 3, 10)
    with pytest.raises(UserError, match=r"stats\.not_filed"):
        workspace.do(return_application, project, INVEST, date(2023, 2, 15), "再退")
    with pytest.raises(UserError, match=r"stats\.day_out_of_range"):
        workspace.do(file_application, project, INVEST, date(2023, 2, 13))
    workspace.do(file_application, project, INVEST, date(2023, 2, 20))
    read = line(workspace, project)
    assert (read.state, read.filed_on) == (StatsState.FILED, date(2023, 2, 8))
    assert read.returns[0].filed_again_on == date(2023, 2, 20)
    assert windows(workspace) == []
    workspace.do(remove_return, read.returns[0].id)
    assert line(workspace, project).returns == ()
    workspace.do(file_application, project, INVEST, date(2023, 2, 9))
    assert line(workspace, project).filed_on == date(2023, 2, 9)


def test_an_entry_is_known_by_its_month_and_opens_the_gate(workspace: Workspace) -> None:
    project = a_started_project(workspace)
    for month, code, refusal in (
        ("", "1", "stats.no_month"),
        ("2023-03", "1", "stats.month_ahead"),
        ("2023-02", " ", "stats.no_code"),
    ):
        with pytest.raises(UserError, match=refusal):
            workspace.do(record_entry, project, INVEST, month, code)
    workspace.do(file_application, project, INVEST, date(2023, 2, 8))
    with pytest.raises(UserError, match=r"stats\.entry_before_filing"):
        workspace.do(record_entry, project, INVEST, "2023-01", "370704-1")
    workspace.do(record_entry, project, INVEST, "2023-02", "370704-1")
    read = line(workspace, project)
    assert (read.state, read.entered, read.statistical_code) == (
        StatsState.ENTERED,
        PartialDate(2023, 2),
        "370704-1",
    )
    missing = workspace.read(gate_verdicts, project)
    assert all("stats_entry" not in str(one) for one in missing.values())
    assert not [one for one in workspace.read(deadlines) if one.face.code in ("invest", "invest_stats")]
    with pytest.raises(UserError, match=r"stats\.entered"):
        workspace.do(return_application, project, INVEST, workspace.today, "错")
    workspace.do(remove_entry, project, INVEST)
    assert line(workspace, project).state is StatsState.FILED


def test_papers_are_ticked_with_their_day(workspace: Workspace) -> None:
    project = a_started_project(workspace)
    for material in (StatsMaterial.CONTENT_LIST, StatsMaterial.APPROVAL_PAPER, StatsMaterial.CONTRACT):
        workspace.do(tick_stats_material, project, INVEST, material, date(2023, 2, 1))
    assert (line(workspace, project).papers_there, line(workspace, project).papers_needed) == (3, 5)
    for material in (StatsMaterial.PHOTOS, StatsMaterial.EXPLANATION):
        workspace.do(tick_stats_material, project, INVEST, material, workspace.today)
    assert line(workspace, project).state is StatsState.READY
    workspace.do(tick_stats_material, project, INVEST, StatsMaterial.PHOTOS, date(2023, 2, 2))
    workspace.do(untick_stats_material, project, INVEST, StatsMaterial.CONTRACT)
    workspace.do(untick_stats_material, project, INVEST, StatsMaterial.CONTRACT)
    assert line(workspace, project).state is StatsState.PREPARING
    with pytest.raises(UserError, match=r"stats\.future"):
        workspace.do(tick_stats_material, project, INVEST, StatsMaterial.CONTRACT, date(2023, 2, 25))


def test_what_the_papers_say_is_checked_against_the_records(workspace: Workspace) -> None:
    def permit(work: Work, project: str) -> None:
        item = work.get(PermitItemRow, item_id(work, project, "CONSTR_PERMIT"))
        item.decided_on, item.state = date(2023, 1, 20), PermitState.DECIDED

    project = workspace.do(a_project_with_permits, stage=Stage.CONSTRUCTION).value
    workspace.do(permit, project)
    workspace.do(set_milestone, project, Milestone.START_STATISTICAL, PartialDate.of(STARTED))
    form = InvestForm(
        filing_unit="示例企业甲",
        reporting_unit="示例企业乙",
        approved_investment_yuan=80_000_000,
        applied_investment_yuan=90_000_000,
        applied_start_on=STARTED,
    )
    workspace.do(edit_invest_file, project, form)
    found = line(workspace, project)
    assert [one.field for one in found.findings] == ["reporting_unit", "applied_investment_yuan", "started"]
    assert found.invest == form
    with pytest.raises(UserError, match=r"stats\.future"):
        workspace.do(edit_invest_file, project, replace(form, photo_on=date(2023, 3, 1)))
    workspace.do(record_entry, project, INVEST, "2023-02", "1")
    assert line(workspace, project).findings == ()


def test_a_new_firm_over_its_threshold_is_reminded_thirty_days_before(workspace: Workspace) -> None:
    project = a_firm(workspace)
    (one,) = windows(workspace)
    assert one.face.label == "升规纳统申报材料（月度升规）"
    # The 20th of February 2023 is a Monday; the month of January is known when it is over.
    assert one.face.due == date(2023, 2, 20)
    workspace.do(wait_for_next_window, project, SCALE, "利润表未出")
    (one,) = windows(workspace)
    assert (one.face.due, one.face.light) == (date(2023, 3, 20), Light.YELLOW)
    read = line(workspace, project, SCALE)
    assert (read.sector, read.threshold_yuan, read.reached_month) == (Sector.INDUSTRY, 20_000_000, "2023-01")
    workspace.do(file_application, project, SCALE, date(2023, 2, 22))
    workspace.do(record_entry, project, SCALE, "2023-02", "")
    assert windows(workspace) == []


def test_a_firm_that_has_not_reached_its_threshold_owes_nothing(workspace: Workspace) -> None:
    project = a_firm(workspace, reached="")
    assert windows(workspace) == []
    assert line(workspace, project, SCALE).state is StatsState.BELOW
    with pytest.raises(UserError, match=r"stats\.no_window"):
        workspace.do(wait_for_next_window, project, SCALE, "无")
    with pytest.raises(UserError, match=r"stats\.month_ahead"):
        workspace.do(edit_scale_file, project, ScaleForm(Sector.RETAIL, "2023-03"))


def test_an_older_firm_waits_for_the_annual_batch(workspace: Workspace) -> None:
    project = a_firm(workspace, produced=date(2021, 5, 1))
    found = line(workspace, project, SCALE).window
    assert found is not None
    assert (found.kind, found.due) == (WindowKind.ANNUAL_FIRST, date(2023, 11, 3))
    assert windows(workspace)[0].face.due == date(2023, 11, 3)


def test_the_sheet_holds_who_must_or_may_enter(workspace: Workspace) -> None:
    workspace.do(a_project, name="策划中")
    a_started_project(workspace, name="已开工")
    a_started_project(workspace, None, name="待开工")
    firm = a_firm(workspace)
    found = [(one.project, one.kind, one.state) for one in workspace.read(all_entries)]
    assert found == [
        ("已开工", INVEST, StatsState.PREPARING),
        ("测试项目", SCALE, StatsState.PREPARING),
        ("待开工", INVEST, StatsState.NOT_STARTED),
        ("测试项目", INVEST, StatsState.NOT_STARTED),
    ]
    assert all(one.project_id != firm or one.project == "测试项目" for one in workspace.read(all_entries))


REPORTED = ReportedForm(
    "2023-01", ReportedMetric.REVENUE, Decimal("1234.5"), ReportedUnit.THOUSAND_YUAN, "联网直报截图 2月8日"
)


def test_a_reported_figure_is_noted_as_it_was_reported_and_corrections_are_added(
    workspace: Workspace,
) -> None:
    project = workspace.do(a_project).value
    workspace.do(note_reported, project, REPORTED)
    workspace.do(note_reported, project, replace(REPORTED, value=Decimal(1300), source="更正表"))
    first, second = workspace.read(reported, project)
    assert (first.value, first.unit, first.is_superseded) == (
        Decimal("1234.5"),
        ReportedUnit.THOUSAND_YUAN,
        True,
    )
    assert (second.value, second.is_superseded, second.supersedes) == (Decimal(1300), False, True)
    assert second.noted_on == workspace.today


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (ReportedForm(), "stats.no_month"),
        (replace(REPORTED, month="2023-03"), "stats.month_ahead"),
        (replace(REPORTED, metric=None), "reported.no_metric"),
        (replace(REPORTED, value=None), "reported.no_value"),
        (replace(REPORTED, value=Decimal(-1)), "reported.no_value"),
        (replace(REPORTED, unit=None), "reported.unit"),
        (replace(REPORTED, unit=ReportedUnit.PERSON), "reported.unit"),
        (replace(REPORTED, metric=ReportedMetric.EMPLOYEES), "reported.unit"),
        (
            replace(REPORTED, metric=ReportedMetric.EMPLOYEES, unit=ReportedUnit.PERSON),
            "field.not_whole",
        ),
        (replace(REPORTED, source=" "), "reported.no_source"),
    ],
)
def test_a_reported_figure_without_its_paper_is_refused(
    workspace: Workspace, form: ReportedForm, code: str
) -> None:
    project = workspace.do(a_project).value
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        workspace.do(note_reported, project, form)
    assert workspace.read(reported, project) == ()


def test_no_command_changes_deletes_or_works_out_a_reported_figure() -> None:
    commands = {
        name
        for name, found in inspect.getmembers(statistics, inspect.isfunction)
        if found.__module__ == statistics.__name__ and "ReportedRow" in inspect.getsource(found)
    }
    assert commands == {"note_reported"}
    assert all(one is None or one == "" for one in (ReportedForm().value, ReportedForm().month))


def test_a_long_note_with_rare_characters_is_kept_whole(workspace: Workspace) -> None:
    project = a_started_project(workspace)
    text = "㛃𬭎䶮🏗️" * 2000
    workspace.do(edit_invest_file, project, InvestForm(note=text))
    read = line(workspace, project).invest
    assert read is not None and read.note == text
