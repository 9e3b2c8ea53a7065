from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QComboBox, QDialog, QInputDialog, QLineEdit
from pytestqt.modeltest import ModelTester

from fangzi_desktop.domain.stage_terms import Element
from fangzi_desktop.services.elements import element_lines
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import elements as module
from fangzi_desktop.ui.project.elements import ElementsTab
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.sheets.elements import ElementsSheet, Shown
from tests.builders import a_project


@pytest.fixture
def tab(window: MainWindow, desk: Desk) -> ElementsTab:
    """The tab of a project with 45亩."""
    changes = desk.do(a_project, area_mu=Decimal(45))
    assert changes is not None
    window.open_project(changes.value, "elements")
    made = window.findChild(ElementsTab)
    assert made is not None
    return made


def answer(monkeypatch: pytest.MonkeyPatch, **typed: str) -> None:
    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, RecordDialog)
        for name, words in typed.items():
            editor = dialog.editors[name]
            if isinstance(editor, QComboBox):
                editor.setCurrentText(words)
            else:
                assert isinstance(editor, QLineEdit)
                editor.setText(words)
        dialog._try()
        assert dialog.result() == QDialog.DialogCode.Accepted, dialog._problem.text()
        return True

    monkeypatch.setattr(module, "asked", fill)


def words(tab: ElementsTab, row: int = 0) -> list[object]:
    model = tab.list.model
    return [model.data(model.index(row, column)) for column in range(model.columnCount())]


def test_a_demand_is_registered_with_the_particulars_of_its_kind(
    tab: ElementsTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(
        monkeypatch,
        demand="8000",
        needed_by="4.1",
        department="供电公司",
        own_voltage="10",
        own_is_double="是",
    )
    tab.ask_new(Element.POWER)
    assert words(tab)[:8] == ["已提出", "用电", "8000", "", "", "8000", "千伏安", "2023年4月1日"]
    assert tab.about.text() == "电压等级 10千伏 · 双电源 是"
    answer(monkeypatch, quantity="3000")
    tab._ask_deliver()
    assert words(tab)[:6] == ["部分到位", "用电", "8000", "", "3000", "5000"]
    answer(monkeypatch, own_is_double="否", own_voltage="")
    tab._ask_edit()
    assert tab.about.text() == "双电源 否"


def test_the_projects_figures_become_demands_by_one_press(tab: ElementsTab) -> None:
    assert tab._propose.isVisibleTo(tab)
    tab._take_proposals()
    assert words(tab)[:7] == ["已提出", "用地", "45", "", "", "45", "亩"]
    assert not tab._propose.isVisibleTo(tab)


def test_rows_are_pasted_from_excel_all_or_none(tab: ElementsTab, desk: Desk) -> None:
    refused: list[object] = []
    desk.refused.connect(refused.append)
    tab._paste("要素\t需求量\t单位\n用水\t-3\t立方米/日\n")
    assert len(refused) == 1 and not tab.list.model.lines
    tab._paste("要素\t需求量\t单位\t需要日期\n用水\t120\t立方米/日\t4.1\n用气\t60\t立方米/时\t\n")
    assert [line.form.kind for line in tab.list.model.lines] == [Element.WATER, Element.GAS]


def test_what_cannot_be_met_asks_why(tab: ElementsTab, monkeypatch: pytest.MonkeyPatch) -> None:
    tab._take_proposals()
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("没有指标", True))
    tab._ask_unavailable()
    assert words(tab)[0] == "无法保障"
    assert tab.about.text() == "没有指标"
    tab._available()
    tab._remove()
    assert not tab.list.model.lines


def test_the_list_keeps_qts_rules(tab: ElementsTab, qtmodeltester: ModelTester) -> None:
    tab._take_proposals()
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
    sheet.kind.setCurrentText("用水")
    assert "承诺 0" in sheet.note.text()
    assert "缺口 2万立方米/年" in sheet.note.text()
    assert "立方米/日" in sheet.note.text()
    sheet.filter.choose(Shown.UNAVAILABLE)
    sheet.show_narrowed()
    assert not sheet.model.lines
