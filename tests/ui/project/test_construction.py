from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.stage_terms import LightDimension, NodeKind
from fangzi_desktop.domain.terms import Milestone, PartKind, Stage
from fangzi_desktop.services.construction import NodeForm, PhysicalProgress, set_node
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.months import MonthForm, Months, months, write_month
from fangzi_desktop.services.parts import add_part
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.stoppages import StoppageForm, add_stoppage, stoppages
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import construction_months, construction_nodes, construction_site
from fangzi_desktop.ui.project import construction_stoppages as stoppages_module
from fangzi_desktop.ui.project.construction import ConstructionTab
from fangzi_desktop.ui.project.construction_months import totals_words
from fangzi_desktop.ui.project.construction_nodes import deviation_words
from fangzi_desktop.ui.project.construction_site import age_words
from fangzi_desktop.ui.project.construction_stoppages import report_words, state_words
from fangzi_desktop.ui.project.page import ProjectPage
from tests.builders import a_project, a_project_with_permits
from tests.ui.answering import answer

TODAY = date(2023, 2, 24)
YI = 100_000_000


def a_tab(window: MainWindow, desk: Desk, **values: object) -> ConstructionTab:
    changes = desk.do(a_project, stage=Stage.CONSTRUCTION, **values)
    assert changes is not None
    window.open_project(changes.value, "construction")
    tab = window.findChild(ConstructionTab)
    assert tab is not None
    return tab


def test_the_lights_say_with_sign_and_words_why(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    label = tab.lights.labels[LightDimension.START]
    assert "○" in label.text() and "未填计划开工日期" in label.text()


def test_a_date_is_written_where_it_stands(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    edit = tab.starts.edits[Milestone.START_LEGAL]
    edit.setText("2.20")
    edit.editingFinished.emit()
    assert edit.text() == "2023-02-20"
    assert desk.read(dossier, tab._project).milestones[Milestone.START_LEGAL].as_date() == date(2023, 2, 20)
    assert "已开工" in tab.lights.labels[LightDimension.START].text()
    edit.setText("2023-02-25")
    edit.editingFinished.emit()
    assert tab.starts.problem.isVisibleTo(tab)
    assert edit.text() == "2023-02-25"
    edit.setText("")
    edit.editingFinished.emit()
    assert not tab.starts.problem.isVisibleTo(tab)
    assert Milestone.START_LEGAL not in desk.read(dossier, tab._project).milestones


def test_what_is_typed_survives_a_change_elsewhere(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    edit = tab.ends.edits[Milestone.ACCEPTED]
    edit.setText("2.2")
    desk.do(set_node, tab._project, NodeKind.ENTRY, None, NodeForm(TODAY))
    assert edit.text() == "2.2"


def test_a_node_is_filled_in_and_compared(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    assert [one.kind for one in tab.nodes.model.lines] == list(NodeKind)
    answer(monkeypatch, construction_nodes, planned_on="2.20", actual="2.17")
    tab.nodes._ask()
    first = tab.nodes.model.lines[0]
    assert deviation_words(first) == "提前3自然日"
    answer(monkeypatch, construction_nodes, actual="2.22")
    tab.nodes._ask()
    assert deviation_words(tab.nodes.model.lines[0]) == "滞后2自然日"
    answer(monkeypatch, construction_nodes, actual="2.20")
    tab.nodes._ask()
    assert deviation_words(tab.nodes.model.lines[0]) == "如期"
    answer(monkeypatch, construction_nodes, actual="")
    tab.nodes._ask()
    assert deviation_words(tab.nodes.model.lines[0]) == "已逾期4自然日"
    tab.nodes._remove()
    assert tab.nodes.model.lines[0].node_id is None


def test_nodes_of_parts_are_offered_once_there_are_parts(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    assert not tab.nodes._of_part.isVisibleTo(tab)
    desk.do(add_part, tab._project, PartKind.PHASE, "一期")
    assert tab.nodes._of_part.isVisibleTo(tab)
    answer(monkeypatch, construction_nodes, planned_on="3.1")
    tab.nodes._ask_part()
    assert [(one.part, one.kind) for one in tab.nodes.model.lines[7:]] == [("一期", NodeKind.ENTRY)]


def test_months_are_pasted_from_excel(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, completed_yuan=3 * YI)
    QGuiApplication.clipboard().setText(
        "月份\t计划投资\t完成投资\n2023-01\t10000\t1.2亿\n2023年2月\t9000\t8000\n"
    )
    tab.months._paste_copied()
    assert [one.completed_yuan for one in tab.months.model.lines] == [80_000_000, 120_000_000]
    note = tab.months.note.text()
    assert note == "2023年计划1.9亿元、完成2亿元；月度累计2亿元；台账累计3亿元，多1亿元"
    refused: list[object] = []
    desk.refused.connect(refused.append)
    tab.months._paste("2023-01\t多\t1")
    tab.months._paste("2023-05\t1\t1")
    assert len(refused) == 2
    assert len(tab.months.model.lines) == 2


def test_a_month_is_written_corrected_and_removed(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    answer(monkeypatch, construction_months, planned_yuan="100")
    tab.months._ask_new()
    (line,) = tab.months.model.lines
    assert (line.month, line.planned_yuan) == ("2023-02", 1_000_000)
    answer(monkeypatch, construction_months, completed_yuan="80")
    tab.months._ask_edit()
    cells = [tab.months.model.data(tab.months.model.index(0, place)) for place in range(7)]
    assert cells == ["2023年2月", "100", "80", "", "80%", "80", "80"]
    tab.months._remove()
    assert tab.months.model.lines == []


def test_a_month_corrected_to_another_stays_the_current_one(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    tab.months._paste("2023-02\t1\t1\n2022-11\t2\t2\n")
    assert tab.months.select(tab.months.model.lines[1].id)
    answer(monkeypatch, construction_months, month="2022-12")
    tab.months._ask_edit()
    tab.months._remove()
    assert [line.month for line in tab.months.model.lines] == ["2023-02"]


def test_the_ledgers_plan_is_named_where_it_differs(desk: Desk) -> None:
    changes = desk.do(a_project, annual_plan_yuan=2 * YI, completed_yuan=YI // 2)
    assert changes is not None
    desk.do(write_month, changes.value, MonthForm("2023-01", YI, YI))
    read: Months = desk.read(months, changes.value)
    assert totals_words(read) == (
        "2023年计划1亿元、完成1亿元；台账年度计划2亿元；月度累计1亿元；台账累计5000万元，少5000万元"
    )


def test_the_site_is_described_and_confirmed(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    assert not tab.site.confirm.isVisibleTo(tab)
    answer(monkeypatch, construction_site, physical_progress="主体三层施工")
    tab.site._ask()
    assert tab.site.text.text() == "主体三层施工"
    assert tab.site.age.text() == "核实于2023年2月24日"
    tab.site.confirm.click()
    assert tab.site.age.text() == "核实于2023年2月24日"


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (PhysicalProgress("", None, None, 30), ""),
        (PhysicalProgress("基础", None, None, 30), "▲ 从未核实"),
        (PhysicalProgress("基础", None, None, None), ""),
        (PhysicalProgress("基础", date(2023, 1, 1), 54, 30), "▲ 54自然日未核实（上次2023年1月1日）"),
        (PhysicalProgress("基础", date(2023, 2, 1), 23, 30), "核实于2023年2月1日"),
    ],
)
def test_the_age_of_what_was_seen_is_worded(progress: PhysicalProgress, words: str) -> None:
    assert age_words(progress) == words


def test_a_standstill_is_recorded_reported_and_ended(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    answer(monkeypatch, stoppages_module, first="1.10", reason="资金未到位")
    tab.stoppages._ask_new()
    (line,) = tab.stoppages.model.lines
    assert (state_words(line), report_words(line)) == ("停工中", "逾期，应于2023年2月10日前报告")
    answer(monkeypatch, stoppages_module)
    tab.stoppages._report()
    tab.stoppages._recheck()
    assert report_words(tab.stoppages.model.lines[0]) == "2023年2月24日"
    answer(monkeypatch, stoppages_module, document_no="报告1号")
    tab.stoppages._ask_edit()
    answer(monkeypatch, stoppages_module)
    tab.stoppages._end()
    (line,) = desk.read(stoppages, tab._project)
    assert state_words(line) == "已复工（停至2023年2月23日）"
    shown = [one.text() for one in tab.stoppages.findChildren(QPushButton) if one.isVisibleTo(tab)]
    assert shown == ["修改", "删除", "登记停工"]
    tab.stoppages._remove()
    assert tab.stoppages.model.lines == []


def test_a_long_standstill_says_what_comes_first(desk: Desk) -> None:
    changes = desk.do(a_project)
    assert changes is not None
    desk.do(add_stoppage, changes.value, StoppageForm(date(2022, 1, 10), "资金未到位"))
    (line,) = desk.read(stoppages, changes.value)
    assert state_words(line) == "停工满1年，须先核验"


def test_a_reminder_leads_to_its_node(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    desk.do(set_node, tab._project, NodeKind.STRUCTURE, None, NodeForm(TODAY))
    line = tab.nodes.model.lines[2]
    window.open_project(tab._project, "construction", line.id)
    assert tab.nodes.current == line
    assert tab.nodes.table.hasFocus()


def test_the_permits_of_building_are_one_click_away(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    window.open_project(changes.value, "construction")
    tab, page = window.findChild(ConstructionTab), window.findChild(ProjectPage)
    assert tab is not None and page is not None
    assert tab.site.permits.text().startswith("建设和竣工手续 0/")
    tab.site.permits.click()
    assert page._current_tab() is page.checklist


def test_the_lists_keep_qts_rules(window: MainWindow, desk: Desk, qtmodeltester: ModelTester) -> None:
    tab = a_tab(window, desk)
    desk.do(write_month, tab._project, MonthForm("2023-01", 1, 1))
    desk.do(add_stoppage, tab._project, StoppageForm(TODAY, "台风"))
    for section in (tab.nodes, tab.months, tab.stoppages):
        qtmodeltester.check(section.model)


def test_a_node_and_a_month_are_painted(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    desk.do(set_node, tab._project, NodeKind.ENTRY, None, NodeForm(date(2023, 1, 3), PartialDate(2023, 1, 9)))
    desk.do(set_node, tab._project, NodeKind.FOUNDATION, None, NodeForm(date(2023, 2, 3)))
    desk.do(set_node, tab._project, NodeKind.STRUCTURE, None, NodeForm(date(2023, 5, 3)))
    desk.do(write_month, tab._project, MonthForm("2023-01", 100, 80))
    desk.do(write_month, tab._project, MonthForm("2023-03", 100))
    for section in (tab.nodes, tab.months):
        assert not section.table.grab().isNull()


def test_the_page_marks_the_tab_where_building_calls(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    page = window.findChild(ProjectPage)
    assert page is not None
    place = page._place("construction")
    assert page._bar.tabText(place) == "建设"
    desk.do(set_milestone, tab._project, Milestone.PLANNED_START, PartialDate(2022, 5))
    assert page._bar.tabText(place) == "建设 ■"
    assert page._bar.tabToolTip(place) == "计划2022年5月开工，尚未开工"
    desk.undo()
    assert page._bar.tabText(place) == "建设"
