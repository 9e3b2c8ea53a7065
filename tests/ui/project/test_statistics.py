from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton
from pytestqt.modeltest import ModelTester

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.stage_terms import Sector, StatsKind, StatsMaterial
from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.services.statistics import InvestForm, ScaleForm, edit_invest_file, edit_scale_file
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import statistics as tab_module
from fangzi_desktop.ui.project import statistics_card as card_module
from fangzi_desktop.ui.project.statistics import StatisticsTab
from fangzi_desktop.ui.project.statistics_card import EntryCard
from fangzi_desktop.ui.project.statistics_dialogs import ask_reported
from tests.builders import a_project
from tests.ui.answering import answer

# Today is 2023-02-24.
STARTED = PartialDate.of(date(2023, 2, 13))


def a_tab(window: MainWindow, desk: Desk, started: PartialDate | None = STARTED) -> StatisticsTab:
    project = desk.attempt(a_project, stage=Stage.CONSTRUCTION, investment_yuan=80_000_000).value
    if started is not None:
        desk.attempt(set_milestone, project, Milestone.START_STATISTICAL, started)
    window.open_project(project, "statistics")
    tab = window.findChild(StatisticsTab)
    assert tab is not None
    return tab


def offered(card: EntryCard) -> list[str]:
    return [one.text() for one in card.findChildren(QPushButton) if one.isVisibleTo(card)]


def press(card: EntryCard, name: str) -> None:
    button = card.findChild(QPushButton, f"{card.objectName()}-{name}")
    assert button is not None
    button.click()


def test_a_card_says_where_the_entry_stands_and_what_is_left(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    assert tab.invest.state.text() == "材料准备"
    assert tab.invest.window_words.text() == "● 月度申报 3月10日，剩 14 自然日"
    assert "计划总投资8000万元 · 起点500万元 · 206-1表" in tab.invest.basis.text()
    assert tab.scale.state.text() == "待投产"
    assert offered(tab.invest) == ["登记申报", "改报下一窗口", "登记入库", "材料内容…"]
    assert offered(tab.scale) == ["材料内容…"]


def test_before_the_start_it_says_what_is_missing(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, None)
    assert tab.invest.state.text() == "待开工"
    assert "场地平整不算开工" in tab.invest.window_words.text()
    assert not tab.invest.why.isVisibleTo(tab)


def test_a_paper_is_ticked_and_its_day_is_changed(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    tick = tab.invest.ticks[StatsMaterial.CONTRACT]
    tick.click()
    assert tab.invest._papers_title.text() == "必备材料 1/5"
    assert tab.invest._days[2].text() == "2月24日"
    answer(monkeypatch, card_module, tab_module, on="2.20")
    tab.invest._days[2].click()
    assert tab.invest._days[2].text() == "2月20日"
    tick.click()
    assert tab.invest._papers_title.text() == "必备材料 0/5"
    assert not tab.invest._days[2].isVisibleTo(tab)


def test_the_papers_follow_what_kind_of_project_it_is(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    desk.attempt(edit_invest_file, tab._project, InvestForm(is_purchase_only=True))
    assert list(tab.invest.ticks) == [
        StatsMaterial.PURCHASE_CONTRACT,
        StatsMaterial.PAYMENT_VOUCHER,
        StatsMaterial.EQUIPMENT_PHOTOS,
    ]


def test_a_finding_leads_to_its_field(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    desk.attempt(edit_invest_file, tab._project, InvestForm(filing_unit="甲<b>公司", contract_party="乙公司"))
    assert "▲" in tab.invest.findings.text()
    assert "备案单位“甲&lt;b&gt;公司”与合同甲方“乙公司”不一致。" in tab.invest.findings.text()
    shown = answer(monkeypatch, card_module, tab_module, contract_party="甲<b>公司")
    tab.invest.findings.linkActivated.emit("field:contract_party")
    assert shown[0].windowTitle() == "投资纳统：材料上写的内容"
    assert not tab.invest.findings.isVisibleTo(tab)


def test_filing_return_and_entry_are_recorded_one_after_another(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    shown = answer(monkeypatch, card_module, tab_module, on="2.20")
    press(tab.invest, "file")
    assert "5 份必备材料" in shown[0].findChildren(QLabel)[0].text() or any(
        "5 份必备材料" in one.text() for one in shown[0].findChildren(QLabel)
    )
    assert offered(tab.invest) == ["登记入库", "登记退回", "更正申报日期", "材料内容…"]
    answer(monkeypatch, card_module, tab_module, on="2.21", reason="照片没有拍摄时间")
    press(tab.invest, "return")
    assert tab.invest.state.text() == "退回"
    assert "2023年2月21日退回：照片没有拍摄时间" in tab.invest.returns.text()
    answer(monkeypatch, card_module, tab_module, month="2023-02", code="370704-0001")
    press(tab.invest, "enter")
    assert tab.invest.state.text() == "已入库"
    assert "2023年2月入库 · 统计代码 370704-0001" in tab.invest.basis.text()
    assert offered(tab.invest) == ["撤回入库登记", "材料内容…"]
    press(tab.invest, "leave")
    (line,) = tab.invest.line.returns  # type: ignore[union-attr]
    tab.invest.returns.linkActivated.emit(f"return:{line.id}")
    assert tab.invest.state.text() == "已申报"


def test_a_missed_window_names_the_next_and_is_let_go(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, PartialDate.of(date(2023, 1, 16)))
    assert tab.invest.window_words.text() == (
        "■ 月度申报 2月10日，已过 14 自然日；下一窗口：月度申报 3月10日，剩 14 自然日"
    )
    answer(monkeypatch, card_module, tab_module, reason="合同未签")
    press(tab.invest, "wait")
    assert tab.invest.window_words.text() == "● 月度申报 3月10日，剩 14 自然日"
    assert "上次改期：合同未签。" in tab.invest.why.text()


def test_a_firm_is_told_its_window_and_the_days_it_is_reminded_on(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, None)
    desk.attempt(set_milestone, tab._project, Milestone.PRODUCTION, PartialDate.of(date(2022, 3, 1)))
    desk.attempt(edit_scale_file, tab._project, ScaleForm(Sector.RETAIL, "2023-01"))
    assert tab.scale.window_words.text() == "● 年度第一批 11月3日，剩 252 自然日"
    assert "11月4日（星期六，休息日），按前一个工作日2023年11月3日报送" in tab.scale.why.text()
    assert "提醒日：10月4日、10月19日、10月27日。" in tab.scale.why.text()
    assert "标准：年主营业务收入500万元及以上" in tab.scale.basis.text()
    assert window.open_project(tab._project, "statistics", f"{tab._project}.{StatsKind.SCALE}") is None
    assert tab.scale.isAncestorOf(window.focusWidget())


def test_reported_figures_are_noted_and_nothing_changes_them(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch, qtmodeltester: ModelTester
) -> None:
    tab = a_tab(window, desk)
    typed = {"month": "2023-01", "metric": "营业收入（企业填报）", "unit": "千元", "source": "联网直报截图"}
    answer(monkeypatch, card_module, tab_module, value="1,234.5", **typed)
    tab._ask_reported()
    answer(monkeypatch, card_module, tab_module, value="1300", **typed)
    tab._ask_reported()
    rows = [
        [tab.reported.model.data(tab.reported.model.index(row, column)) for column in (0, 2, 3, 6)]
        for row in range(2)
    ]
    assert rows == [["2023-01", "1,234.5", "千元", "企业已更正"], ["2023-01", "1,300", "千元", "企业更正后"]]
    assert [one.text() for one in tab.reported.findChildren(QPushButton)] == ["登记企业填报值"]
    tab.reported.removed.emit()
    tab.reported.opened.emit()
    assert len(tab.reported.model.lines) == 2
    qtmodeltester.check(tab.reported.model)


def test_nothing_is_filled_in_for_a_reported_figure(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    dialog = ask_reported(desk, tab._project, tab)
    assert [
        editor.currentText() if isinstance(editor, QComboBox) else editor.text()  # type: ignore[union-attr]
        for editor in dialog.editors.values()
    ] == ["", "请选择", "", "请选择", ""]
    dialog._try()
    assert dialog._problem.text() == "请填写月份。"
    dialog.deleteLater()


def test_the_law_is_named(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    law = tab.findChild(QLabel, "statistics-law")
    assert law is not None and "统计法第七条" in law.text()
