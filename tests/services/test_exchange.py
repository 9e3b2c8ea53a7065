"""Taking a ledger over: known projects are known again, and nothing is claimed beyond what it says."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fangzi_desktop import paths
from fangzi_desktop.app import open_workspace
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import CellValue, LedgerField, LedgerReading, Sheet, read_sheet
from fangzi_desktop.domain.terms import (
    Gate,
    Milestone,
    PermitState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from fangzi_desktop.services.board import board
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.exchange import (
    export_ledger,
    import_ledger,
    plan_for_nothing,
    plan_import,
    read_ledger,
)
from fangzi_desktop.services.permits import checklist
from fangzi_desktop.services.projects import change_status, set_gate, set_milestone
from fangzi_desktop.services.register import RegisterLine, register
from fangzi_desktop.services.stage_records import send_backs
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import View, Workspace
from fangzi_desktop.storage.projects import stage_rows
from tests.builders import a_project
from tests.conftest import OpenWorkspace

CASE = paths.resources() / "samples" / "ledger.xlsx"
HEADS = (
    "项目名称",
    "项目编号",
    "总投资（亿元）",
    "用地面积（亩）",
    "是否新增用地",
    "当前环节",
    "项目状态",
    "签约时间",
    "挂牌时间",
    "四证齐发时间",
    "开工时间",
    "投产时间",
    "备注",
)


def ledger(*rows: dict[str, CellValue]) -> LedgerReading:
    cells = [[row.get(head) for head in HEADS] for row in rows]
    return read_sheet(Sheet.of("台账", [HEADS, *cells]))


def a_row(name: str = "甲", **values: CellValue) -> dict[str, CellValue]:
    return {"项目名称": name, **values}


def the_line(workspace: Workspace, name: str = "甲") -> RegisterLine:
    (line,) = (line for line in workspace.read(register) if line.name == name)
    return line


def stages(workspace: Workspace, name: str = "甲") -> dict[Stage, tuple[StageStatus, Any, Any]]:
    def query(view: View, project: str) -> dict[Stage, tuple[StageStatus, Any, Any]]:
        records = stage_rows(view.session, project)
        return {stage: (one.status, one.started_on, one.done_on) for stage, one in records.items()}

    return workspace.read(query, the_line(workspace, name).id)


def states(workspace: Workspace, name: str = "甲") -> dict[str, tuple[PermitState, Any]]:
    found = workspace.read(checklist, the_line(workspace, name).id)
    return {
        line.code: (line.state, line.accepted_on or line.decided_on)
        for line in found.lines
        if line.state is not PermitState.NOT_STARTED
    }


def refusal(workspace: Workspace, *rows: dict[str, CellValue]) -> tuple[str, int, str]:
    reading = ledger(*rows)
    before = workspace.read(register)
    (problem,) = workspace.read(plan_import, reading).problems
    with pytest.raises(UserError, match=r"ledger\.has_problems"):
        workspace.do(import_ledger, reading)
    assert workspace.read(register) == before
    return problem.code, problem.row, problem.column


def test_the_same_file_again_changes_nothing_and_leaves_no_act(workspace: Workspace) -> None:
    reading = read_ledger(CASE)
    assert workspace.do(import_ledger, reading).value.created == 11
    again = workspace.do(import_ledger, reading)
    assert again.act is None
    assert (again.value.created, again.value.updated) == (0, 0)


def test_the_same_file_a_year_later_still_changes_nothing(open_folder: OpenWorkspace) -> None:
    reading = ledger(a_row(开工时间="2023年5月"))
    first = open_folder()
    first.do(import_ledger, reading)
    assert the_line(first).milestones == {Milestone.PLANNED_START: PartialDate(2023, 5)}
    first.close()
    later = open_folder(date(2024, 2, 26))
    assert later.do(import_ledger, reading).act is None
    assert Milestone.START not in the_line(later).milestones


def test_undo_takes_an_import_back_whole_and_redo_brings_it_again(workspace: Workspace) -> None:
    workspace.do(import_ledger, read_ledger(CASE))
    before = workspace.glance(board)
    workspace.undo()
    assert workspace.glance(board) == ()
    assert workspace.read(check) == ()
    workspace.redo()
    assert workspace.glance(board) == before
    assert workspace.read(check) == ()


def test_nothing_before_an_import_can_be_undone(workspace: Workspace) -> None:
    workspace.do(a_project, "早有的项目")
    workspace.do(import_ledger, ledger(a_row()))
    workspace.undo()
    assert not workspace.can_undo
    assert [line.name for line in workspace.read(register)] == ["早有的项目"]


def test_a_second_ledger_updates_only_what_it_has_otherwise(workspace: Workspace) -> None:
    workspace.do(import_ledger, read_ledger(CASE))
    before = {line.name: line for line in workspace.read(register)}
    reading = ledger(a_row("元宇宙配套产业园项目一期", **{"总投资（亿元）": 12, "备注": "增资"}))
    (update,) = workspace.read(plan_import, reading).updates
    assert (update.row, update.name) == (2, "元宇宙配套产业园项目一期")
    assert [(one.field, one.old, one.new) for one in update.differences] == [
        (LedgerField.INVESTMENT, 1_000_000_000, 1_200_000_000),
        (LedgerField.REMARK, before[update.name].remark, "增资"),
    ]
    changes = workspace.do(import_ledger, reading)
    assert changes.rows.keys() == {"project"}
    after = {line.name: line for line in workspace.read(register)}
    changed = replace(before[update.name], investment_yuan=1_200_000_000, remark="增资")
    assert after == before | {update.name: changed}


def test_a_blank_cell_never_erases(workspace: Workspace) -> None:
    full = a_row(**{"总投资（亿元）": 1, "当前环节": "生成", "签约时间": "2022-07-21", "备注": "有"})
    workspace.do(import_ledger, ledger(full))
    assert workspace.do(import_ledger, ledger(a_row(备注=" "))).act is None


def test_a_project_is_known_by_its_number_and_takes_its_new_name(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row("旧名", 项目编号="FZ-1")))
    plan = workspace.do(import_ledger, ledger(a_row("新名", 项目编号="FZ－1"))).value
    assert (plan.created, plan.updated) == (0, 1)
    assert [line.name for line in workspace.read(register)] == ["新名"]


def test_two_rows_of_one_project_are_refused(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row("甲", 项目编号="FZ-1")))
    said = refusal(workspace, a_row("乙", 项目编号="FZ-1"), a_row("甲"))
    assert said == ("ledger.same_project", 3, "A")


def test_a_number_and_a_name_of_two_projects_are_refused(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row("甲", 项目编号="FZ-1"), a_row("乙")))
    assert refusal(workspace, a_row("乙", 项目编号="FZ-1")) == ("ledger.name_taken", 2, "A")


def test_a_new_project_has_no_dates_but_the_ledgers(workspace: Workspace) -> None:
    told = a_row(是否新增用地="是", 当前环节="开工建设", 签约时间="2022-07-21", 开工时间="2022-09-12")
    workspace.do(import_ledger, ledger(told))
    assert stages(workspace) == {
        Stage.CONSTRUCTION: (StageStatus.ACTIVE, date(2022, 9, 12), None),
        Stage.COMPLIANCE: (StageStatus.ACTIVE, date(2022, 7, 21), None),
    }
    assert states(workspace) == {}


def test_a_month_dates_no_stage_and_no_item(workspace: Workspace) -> None:
    told = a_row(是否新增用地="是", 当前环节="手续办理", 签约时间="2022年7月", 挂牌时间="2022年5月初")
    workspace.do(import_ledger, ledger(told))
    assert stages(workspace) == {Stage.PERMITS: (StageStatus.ACTIVE, None, None)}
    assert states(workspace) == {}


def test_the_listing_and_the_certificates_reach_the_checklist_and_nothing_else_does(
    workspace: Workspace,
) -> None:
    told = a_row(是否新增用地="是", 当前环节="手续办理", 挂牌时间="2022.5.23", 四证齐发时间="2022.6.29")
    workspace.do(import_ledger, ledger(told))
    certificates = ("LAND_USE_PLAN", "LAND_TITLE", "CONSTR_PLAN", "CONSTR_PERMIT")
    assert states(workspace) == {
        "LAND_ANNOUNCE": (PermitState.ACCEPTED, date(2022, 5, 23)),
        **dict.fromkeys(certificates, (PermitState.DECIDED, date(2022, 6, 29))),
    }


def test_days_told_later_reach_the_checklist_too(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row(是否新增用地="是", 当前环节="手续办理")))
    workspace.do(import_ledger, ledger(a_row(挂牌时间="2022.5.23", 四证齐发时间="2022.6.29")))
    assert len(states(workspace)) == 5
    workspace.do(import_ledger, ledger(a_row(挂牌时间="2022.5.24")))
    assert states(workspace)["LAND_ANNOUNCE"] == (PermitState.ACCEPTED, date(2022, 5, 24))
    assert workspace.read(check) == ()


def test_a_stage_moved_by_a_ledger_gets_no_invented_dates(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row(是否新增用地="是", 当前环节="手续办理")))
    workspace.do(import_ledger, ledger(a_row(当前环节="开工建设", 开工时间="2023-02-06")))
    assert stages(workspace) == {
        Stage.PERMITS: (StageStatus.DONE, None, None),
        Stage.CONSTRUCTION: (StageStatus.ACTIVE, date(2023, 2, 6), None),
    }
    assert the_line(workspace).stage is Stage.CONSTRUCTION


def test_a_lead_that_moves_on_is_pursued(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row(当前环节="策划")))
    assert the_line(workspace).status is ProjectStatus.LEAD
    workspace.do(import_ledger, ledger(a_row(当前环节="论证")))
    assert the_line(workspace).status is ProjectStatus.ACTIVE


def test_a_deferred_project_taken_over_has_stopped_clocks(workspace: Workspace) -> None:
    told = {"是否新增用地": "是", "当前环节": "手续办理", "挂牌时间": "2023-02-01"}
    workspace.do(import_ledger, ledger(a_row("甲", **told), a_row("乙", 项目状态="暂缓", **told)))
    running = {line.project for line in workspace.read(deadlines, None) if line.face.due is not None}
    assert running == {"甲"}


def test_a_failed_gate_is_not_passed_by_a_ledger(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row(当前环节="论证")))
    workspace.do(set_gate, the_line(workspace).id, Gate.SAFETY, False, "距离不足")
    assert refusal(workspace, a_row(当前环节="生成")) == ("ledger.stage_gated", 2, "F")


def test_a_project_that_stands_still_does_not_move(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row(当前环节="论证")))
    workspace.do(
        change_status, the_line(workspace).id, ProjectStatus.RETURNED, workspace.today, "资金未到位", "函1号"
    )
    assert refusal(workspace, a_row(当前环节="生成")) == ("ledger.stage_stopped", 2, "F")
    workspace.do(import_ledger, ledger(a_row(当前环节="生成", 项目状态="推进中")))
    assert the_line(workspace).stage is Stage.FORMATION


@pytest.mark.parametrize("status", ["否决", "剔除", "暂缓", "退回", "终止", "办结"])
def test_what_wants_a_paper_is_not_changed_by_a_ledger(workspace: Workspace, status: str) -> None:
    workspace.do(import_ledger, ledger(a_row(当前环节="论证")))
    assert refusal(workspace, a_row(项目状态=status)) == ("ledger.status_change", 2, "G")


def test_a_ledger_that_sends_a_project_back_leaves_a_trace(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row(当前环节="生成")))
    workspace.do(import_ledger, ledger(a_row(当前环节="论证")))
    (back,) = workspace.read(send_backs, the_line(workspace).id)
    assert (back.from_stage, back.to_stage, back.reason) == (Stage.FORMATION, Stage.REVIEW, "台账导入")


def test_days_that_cannot_follow_each_other_are_reported(workspace: Workspace) -> None:
    told = a_row(开工时间="2023-02-06", 投产时间="2023-01-06")
    assert refusal(workspace, told)[0] == "milestone.order"
    (problem,) = plan_for_nothing(ledger(told), workspace.today).problems
    assert problem.code == "milestone.order"
    workspace.do(import_ledger, ledger(a_row(开工时间="2023-02-06")))
    assert refusal(workspace, a_row(投产时间="2023-01-06"))[0] == "milestone.order"


def test_a_route_with_a_checklist_is_not_changed_by_a_ledger(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row(是否新增用地="是")))
    assert refusal(workspace, a_row(是否新增用地="否")) == ("ledger.route_fixed", 2, "E")
    assert the_line(workspace).route is Route.NEW_LAND


def test_what_has_happened_does_not_lie_ahead(workspace: Workspace) -> None:
    assert refusal(workspace, a_row(签约时间="2023-06-01")) == ("ledger.date_ahead", 2, "H")
    (problem,) = plan_for_nothing(ledger(a_row(签约时间="2023-06-01")), workspace.today).problems
    assert problem.code == "ledger.date_ahead"


def test_a_start_on_record_is_not_turned_into_a_plan(workspace: Workspace) -> None:
    workspace.do(import_ledger, ledger(a_row(开工时间="2023-02-06")))
    assert refusal(workspace, a_row(开工时间="2023-06-06"))[0] == "ledger.date_ahead"


def test_an_export_reads_back_without_a_change_even_when_plans_have_passed(
    open_folder: OpenWorkspace, tmp_path: Path
) -> None:
    first = open_folder()
    first.do(import_ledger, read_ledger(CASE))
    project = the_line(first, "博鼎智能液压控制系统项目").id
    first.do(set_milestone, project, Milestone.PLANNED_START, PartialDate(2023, 3))
    first.do(set_milestone, project, Milestone.PLANNED_PRODUCTION, PartialDate(2023, 4, 5))
    export_ledger(first, tmp_path / "出.xlsx")
    first.close()
    later = open_folder(date(2024, 2, 26))
    reading = read_ledger(tmp_path / "出.xlsx")
    assert later.read(plan_import, reading).updates == ()
    assert later.do(import_ledger, reading).act is None


def test_an_exported_ledger_makes_the_same_ledger_elsewhere_and_changes_nothing_here(
    open_folder: OpenWorkspace, tmp_path: Path
) -> None:
    here = open_folder()
    here.do(fill_with_examples, 60)
    for name in ("=1+1", "+86", "-1 号", "@SUM(A1)", "<r>甲</r>", "甲<b>&乙"):
        here.do(a_project, name, investor=name, remark=f"{name}\n{name}")
    export_ledger(here, tmp_path / "出.xlsx")
    reading = read_ledger(tmp_path / "出.xlsx")
    assert here.do(import_ledger, reading).act is None
    with closing(open_workspace(tmp_path / "别处", here.today)) as there:
        assert there.do(import_ledger, reading).value.created == 66
        export_ledger(there, tmp_path / "又出.xlsx")
    again = read_ledger(tmp_path / "又出.xlsx")
    assert again.rows == reading.rows
    assert again.problems == ()


def test_amounts_and_areas_survive_the_round_trip_exactly(workspace: Workspace, tmp_path: Path) -> None:
    workspace.do(a_project, "甲", investment_yuan=1_234_567_891, area_mu=Decimal("0.0015"))
    export_ledger(workspace, tmp_path / "出.xlsx")
    assert workspace.do(import_ledger, read_ledger(tmp_path / "出.xlsx")).act is None


def test_what_a_step_raises_leaves_nothing_behind(workspace: Workspace) -> None:
    class StoppedError(Exception):
        pass

    def step(done: int, total: int) -> None:
        assert total == 120
        if done == 110:
            raise StoppedError

    reading = ledger(*(a_row(f"项目{number}", 是否新增用地="是") for number in range(120)))
    with pytest.raises(StoppedError):
        workspace.do(import_ledger, reading, step)
    assert workspace.read(register) == ()
    assert not workspace.can_undo
