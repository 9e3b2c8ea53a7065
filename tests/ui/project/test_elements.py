from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QDialog, QInputDialog, QToolButton
from pytestqt.modeltest import ModelTester

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element
from fangzi_desktop.services.elements import element_lines
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import elements as module
from fangzi_desktop.ui.project.element_proposals import ProposalsDialog
from fangzi_desktop.ui.project.elements import ElementsTab
from fangzi_desktop.ui.sheets.elements import ElementsSheet, Shown
from tests.builders import a_project
from tests.ui.answering import answer


@pytest.fixture
def tab(window: MainWindow, desk: Desk) -> ElementsTab:
    """The tab of a project with 45亩."""
    changes = desk.do(a_project, area_mu=Decimal(45))
    assert changes is not None
    window.open_project(changes.value, "elements")
    made = window.findChild(ElementsTab)
    assert made is not None
    return made


def words(tab: ElementsTab, row: int = 0) -> list[object]:
    model = tab.list.model
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_a_demand_is_registered_with_the_particulars_of_its_kind(
    tab: ElementsTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(
        monkeypatch,
        module,
        demand="8000",
        needed_by="4.1",
        department="供电公司",
        own_voltage="10",
        own_is_double="是",
    )
    tab.ask_new(Element.POWER)
    assert words(tab)[:8] == ["已提出", "用电", "8000", "", "", "8000", "千伏安", "2023年4月1日"]
    assert tab.about.text() == "电压等级 10千伏 · 双电源 是"
    answer(monkeypatch, module, quantity="3000")
    tab._ask_deliver()
    assert words(tab)[:6] == ["部分到位", "用电", "8000", "", "3000", "5000"]
    answer(monkeypatch, module, own_is_double="否", own_voltage="")
    tab._ask_edit()
    assert tab.about.text() == "双电源 否"


def take_all(tab: ElementsTab, monkeypatch: pytest.MonkeyPatch) -> None:
    """Press 一键提出 and tick everything."""

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, ProposalsDialog)
        for tick in dialog.ticks:
            tick.setChecked(True)
        dialog._try()
        return True

    monkeypatch.setattr(module, "asked", fill)
    tab._take_proposals()


def test_the_projects_figures_become_demands_once_confirmed(
    tab: ElementsTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tab._propose.isVisibleTo(tab)
    monkeypatch.setattr(module, "asked", lambda dialog: dialog.reject())
    tab._take_proposals()
    assert not tab.list.model.lines
    take_all(tab, monkeypatch)
    assert words(tab)[:7] == ["已提出", "用地", "45", "", "", "45", "亩"]
    assert not tab._propose.isVisibleTo(tab)


def test_a_proposal_left_alone_is_not_written(tab: ElementsTab, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave(dialog: QDialog) -> bool:
        assert isinstance(dialog, ProposalsDialog)
        for tick in dialog.ticks:
            tick.setChecked(False)
        dialog._try()
        assert dialog._problem.text() == "请至少勾选一项；都不需要的请取消。"
        return False

    monkeypatch.setattr(module, "asked", leave)
    tab._take_proposals()
    assert not tab.list.model.lines


def test_demands_of_one_element_are_added_up_below(tab: ElementsTab) -> None:
    tab._paste("要素\t需求量\n用电\t800\n用电\t1200\n用水\t60\n")
    assert tab.totals.text() == "用电合计：需求 2000千伏安，承诺 0千伏安，到位 0千伏安，缺口 2000千伏安"


def test_a_pasted_row_of_no_element_refuses_all(tab: ElementsTab, desk: Desk) -> None:
    refused: list[UserError] = []
    desk.refused.connect(refused.append)
    tab._paste("要素\t需求量\n用电\t800\n\t1200\n")
    assert [one.code for one in refused] == ["element.no_kind"]
    assert not tab.list.model.lines


def test_what_came_beyond_the_demand_is_told(tab: ElementsTab, monkeypatch: pytest.MonkeyPatch) -> None:
    tab._paste("要素\t需求量\n用电\t800\n")
    answer(monkeypatch, module, quantity="900")
    tab._ask_deliver()
    assert words(tab)[:6] == ["已到位", "用电", "800", "", "900", "超供 100"]


def test_rows_are_pasted_from_excel_all_or_none(tab: ElementsTab, desk: Desk) -> None:
    refused: list[object] = []
    desk.refused.connect(refused.append)
    tab._paste("要素\t需求量\t单位\n用水\t-3\t立方米/日\n")
    assert len(refused) == 1 and not tab.list.model.lines
    tab._paste("要素\t需求量\t单位\t需要日期\n用水\t120\t立方米/日\t4.1\n用气\t60\t立方米/时\t\n")
    assert [line.form.kind for line in tab.list.model.lines] == [Element.WATER, Element.GAS]


def test_what_cannot_be_met_asks_why(tab: ElementsTab, monkeypatch: pytest.MonkeyPatch) -> None:
    take_all(tab, monkeypatch)
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("没有指标", True))
    tab._ask_unavailable()
    assert words(tab)[0] == "无法保障"
    assert tab.about.text() == "无法保障：没有指标"
    tab._available()
    tab._remove()
    assert not tab.list.model.lines


def test_the_list_keeps_qts_rules(tab: ElementsTab, qtmodeltester: ModelTester) -> None:
    tab._paste("要素\t需求量\n用电\t800\n用水\t60\n")
    qtmodeltester.check(tab.list.model)


def test_the_sheet_adds_one_element_up_unit_by_unit(tab: ElementsTab, window: MainWindow, desk: Desk) -> None:
    tab._paste("要素\t需求量\t单位\n用水\t120\t立方米/日\n用水\t30.5\t立方米/日\n用水\t2\t万立方米/年\n")
    (water, *_) = desk.read(element_lines)
    desk.do(module.deliver, water.id, module.DeliveryForm(date(2023, 2, 20), Decimal(20)))
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.ELEMENTS)
    sheet = page.findChild(ElementsSheet)
    assert sheet is not None and sheet.note.text() == ""
    sheet.kind.choose(Element.WATER)
    sheet._narrow()
    assert "承诺 0" in sheet.note.text()
    assert "缺口 2万立方米/年" in sheet.note.text()
    assert "立方米/日" in sheet.note.text()
    sheet.filter.choose(Shown.UNAVAILABLE)
    sheet.show_narrowed()
    assert not sheet.model.lines


def test_the_sheet_is_narrowed_by_element_and_department(
    tab: ElementsTab, window: MainWindow, desk: Desk
) -> None:
    tab._paste("要素\t需求量\t保障单位\n用水\t120\t供水公司\n用电\t800\t供电公司\n用电\t90\t属地街道\n")
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.ELEMENTS)
    sheet = page.findChild(ElementsSheet)
    assert sheet is not None
    chips = [one.text() for one in sheet.kind.findChildren(QToolButton)]
    assert "用电 2" in chips and "全部要素 3" in chips and "用热 0" in chips
    sheet.department.setCurrentText("供电公司")
    assert [line.form.demand for line in sheet.model.lines] == [Decimal(800)]
    sheet.refresh()
    assert sheet.department.currentText() == "供电公司"
    sheet.kind.choose(Element.WATER)
    sheet._narrow()
    assert not sheet.model.lines
