"""The list of projects: order, search and filter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from fangzi_desktop.domain.terms import ProjectStatus, Stage
from fangzi_desktop.services.projects import change_status
from fangzi_desktop.services.register import register
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.model import NAME, LedgerModel
from tests.builders import a_project, a_project_with_permits

TITLES = ("亮灯", "项目名称", "环节", "状态", "投资主体", "赛道", "属地")
INVESTMENT, AREA, PERMITS = 7, 8, 9


def a_model(workspace: Workspace) -> LedgerModel:
    model = LedgerModel()
    model.show_lines(workspace.read(register))
    return model


def names(model: LedgerModel) -> list[str]:
    return [line.name for line in model.lines]


def cell(model: LedgerModel, row: int, column: int) -> object:
    return model.data(model.index(row, column))


def test_the_model_keeps_qts_rules(desk: Desk, qtmodeltester: ModelTester) -> None:
    desk.do(a_project, "液压阀组项目", investment_yuan=95_000_000)
    desk.do(a_project_with_permits, name="储能项目")
    model = a_model(desk.workspace)
    qtmodeltester.check(model)
    model.sort(NAME, Qt.SortOrder.DescendingOrder)
    model.search("cn")
    assert names(model) == ["储能项目"]


def test_names_sort_by_pinyin_and_numbers_by_size(workspace: Workspace) -> None:
    for name in ("重庆路10号项目", "安丘项目", "重庆路2号项目", "博鼎项目"):
        workspace.do(a_project, name)
    model = a_model(workspace)
    model.sort(NAME)
    assert names(model) == ["安丘项目", "博鼎项目", "重庆路2号项目", "重庆路10号项目"]


def test_what_is_unknown_comes_last_in_either_order(workspace: Workspace) -> None:
    workspace.do(a_project, "甲", investment_yuan=10_000_000)
    workspace.do(a_project, "乙")
    workspace.do(a_project, "丙", investment_yuan=900_000_000)
    model = a_model(workspace)
    model.sort(INVESTMENT)
    assert names(model) == ["甲", "丙", "乙"]
    model.sort(INVESTMENT, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["丙", "甲", "乙"]


def test_figures_stand_right_and_without_their_unit(workspace: Workspace) -> None:
    workspace.do(a_project, "甲", investment_yuan=1_234_567_800, area_mu=Decimal("332.20"))
    model = a_model(workspace)
    assert cell(model, 0, INVESTMENT) == "123,456.78"
    assert cell(model, 0, AREA) == "332.2"
    assert model.headerData(INVESTMENT, Qt.Orientation.Horizontal) == "投资（万元）"
    align = model.data(model.index(0, INVESTMENT), Qt.ItemDataRole.TextAlignmentRole)
    assert Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignRight


def test_initials_and_words_find_a_project(workspace: Workspace) -> None:
    workspace.do(a_project, "共达电声新能源汽车电子项目", investor="共达电声")
    workspace.do(a_project, "京东预制菜项目")
    model = a_model(workspace)
    model.search("gdds")
    assert names(model) == ["共达电声新能源汽车电子项目"]
    model.search("预制")
    assert names(model) == ["京东预制菜项目"]
    model.search("")
    assert model.total == len(model.lines) == 2


def test_a_project_that_left_shows_its_status_and_no_light_and_can_be_left_out(
    workspace: Workspace,
) -> None:
    gone = workspace.do(a_project, "甲", Stage.REVIEW).value
    workspace.do(a_project, "乙")
    workspace.do(change_status, gone, ProjectStatus.VETOED, date(2023, 2, 20), "产能过剩", "纪要1号")
    model = a_model(workspace)
    row = model.row_of(gone)
    assert cell(model, row, 3) == "否决"
    assert cell(model, row, 0) == ""
    assert model.left == 1
    model.show_left(False)
    assert names(model) == ["乙"]


def test_sorting_keeps_the_current_project(workspace: Workspace) -> None:
    workspace.do(a_project, "乙项目")
    workspace.do(a_project, "甲项目")
    model = a_model(workspace)
    model.sort(NAME)
    kept = QPersistentModelIndex(model.index(0, NAME))
    name = kept.data()
    model.sort(NAME, Qt.SortOrder.DescendingOrder)
    assert kept.row() == 1
    assert kept.data() == name
    model.sort(-1)
    assert kept.data() == name


def test_permits_show_done_and_needed(workspace: Workspace) -> None:
    workspace.do(a_project_with_permits)
    model = a_model(workspace)
    assert str(cell(model, 0, PERMITS)).startswith("0/")


def test_a_name_that_looks_like_html_is_shown_as_it_is(workspace: Workspace) -> None:
    workspace.do(a_project, "<b>项目</b>")
    model = a_model(workspace)
    assert cell(model, 0, NAME) == "<b>项目</b>"
    tip = str(model.data(model.index(0, NAME), Qt.ItemDataRole.ToolTipRole))
    assert "&lt;b&gt;" in tip
