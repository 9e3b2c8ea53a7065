from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.modeltest import ModelTester

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Indicator, IndicatorVerdict, OpinionKind, ReviewDecision
from fangzi_desktop.domain.terms import Gate, Light, ProjectStatus, Stage
from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.services.projects import Override
from fangzi_desktop.services.review import (
    ConditionForm,
    DecisionForm,
    OpinionForm,
    decide_round,
    open_round,
    record_opinion,
)
from fangzi_desktop.services.review_departments import usual_departments
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import review as tab_module
from fangzi_desktop.ui.project import review_dialogs as dialogs
from fangzi_desktop.ui.project import review_rows as rows
from fangzi_desktop.ui.project.review import ReviewTab
from fangzi_desktop.ui.records.dialog import RecordDialog
from tests.builders import a_project

TODAY = date(2023, 2, 24)
ACCEPTED = date(2023, 2, 6)
DECIDED = date(2023, 2, 17)
ASKED = ("发展和改革局", "财政局", "税务局")


def a_tab(
    window: MainWindow, desk: Desk, *departments: str, stage: Stage = Stage.REVIEW, **v: Any
) -> ReviewTab:
    changes = desk.do(a_project, stage=stage, **v)
    assert changes is not None
    if departments:
        desk.do(open_round, changes.value, ACCEPTED, departments)
    window.open_project(changes.value, "review")
    tab = window.findChild(ReviewTab)
    assert tab is not None
    return tab


def offered(tab: ReviewTab) -> list[str]:
    return [one.text() for one in tab.card.findChildren(QPushButton) if one.isVisibleTo(tab)]


def fill(dialog: RecordDialog[Any], **typed: Any) -> None:
    for name, words in typed.items():
        editor = dialog.editors[name]
        if isinstance(editor, QPlainTextEdit):
            editor.setPlainText(words)
        elif isinstance(editor, QComboBox):
            editor.setCurrentText(words)
            assert editor.currentText() == words
        elif isinstance(editor, QLineEdit):
            editor.setText(words)


def answer(monkeypatch: pytest.MonkeyPatch, **typed: Any) -> None:
    """Type into the next dialogs and press 确定; they must take it."""

    def take(dialog: QDialog) -> bool:
        assert isinstance(dialog, RecordDialog)
        fill(dialog, **typed)
        dialog._try()
        assert dialog.result() == QDialog.DialogCode.Accepted, dialog._problem.text()
        return True

    monkeypatch.setattr(tab_module, "asked", take)


def refusals(desk: Desk) -> list[str]:
    codes: list[str] = []
    desk.refused.connect(lambda error: codes.append(error.code))
    return codes


def select_all(tab: ReviewTab) -> None:
    model, chosen = tab.opinions.model, tab.opinions.table.selectionModel()
    rows_of = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(model.rowCount()):
        chosen.select(model.index(row, 0), rows_of)


def test_a_project_without_a_package_says_what_to_do(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    assert offered(tab) == ["受理材料"]
    assert tab.card.empty.isVisibleTo(tab) and not tab.opinions.isVisibleTo(tab)
    assert [row.gate for row in tab.gates.model.lines] == list(Gate)
    assert len(tab.indicators.model.lines) == len(Indicator)


def test_a_package_is_accepted_with_the_departments_ticked(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, stage=Stage.PLANNING, responsible_unit="凤凰街道")
    dialog = dialogs.AskPackage(desk, tab._project, ProjectStatus.LEAD, tab)
    assert dialog.ticked()[-1] == "凤凰街道"
    for place, box in enumerate(dialog.departments):
        box.setChecked(place == 0)
    dialog.more.setText("气象局、水利局")
    dialog.accepted_on.setText("2.25")
    dialog._try()
    assert dialog._problem.text() == "受理材料的日期不能晚于今天（2023年2月24日）。"
    dialog.accepted_on.setText("2.20")
    dialog.keep.setChecked(True)
    dialog._try()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert [line.department for line in tab.opinions.model.lines] == ["发展和改革局", "气象局", "水利局"]
    assert desk.read(usual_departments) == ("发展和改革局", "气象局", "水利局")
    assert "2023年2月20日受理 · 意见 0/3 · 应于2023年3月6日前作出结论" in tab.card.words.text()
    assert offered(tab) == ["更正受理日期", "删除本轮", "登记结论"]


def test_a_vetoed_project_is_asked_for_its_paper(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, *ASKED)
    form = DecisionForm(ReviewDecision.VETO, DECIDED, "坊论〔2023〕3号", text="产能过剩")
    desk.do(decide_round, tab.card.current.id if tab.card.current else "", form)
    assert offered(tab) == ["更正结论", "受理材料"]
    dialog = dialogs.AskPackage(desk, tab._project, tab._status, tab)
    dialog._try()
    assert "须填写决定的文号" in dialog._problem.text()
    dialog.document.setText("坊论〔2023〕4号")
    dialog._try()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert [tab.card.choice.itemText(row) for row in range(tab.card.choice.count())] == [
        "第2轮 · 未作结论",
        "第1轮 · 否决 · 2023年2月17日",
    ]
    tab.card.choice.setCurrentIndex(1)
    assert offered(tab) == []
    assert [line.department for line in tab.opinions.model.lines] == list(ASKED)
    assert "3个部门没有反馈（不等于同意）" in tab.card.words.text()


def test_an_opinion_is_recorded_and_a_late_one_says_so(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, *ASKED)
    model = tab.opinions.model
    assert model.data(model.index(0, 3)) == "逾期未反馈"
    answer(monkeypatch, kind="有条件同意", submitted_on="2.14", conditions="先落实能耗指标")
    tab._ask_opinion()
    assert [model.data(model.index(0, column)) for column in range(1, 5)] == [
        "有条件同意",
        "2023.02.13",
        "2023.02.14 迟反馈",
        "条件：先落实能耗指标",
    ]
    assert "2023年2月6日征求意见" in str(model.data(model.index(0, 2), Qt.ItemDataRole.ToolTipRole))
    answer(monkeypatch, kind="没有反馈", submitted_on="", conditions="")
    tab._ask_opinion()
    assert model.lines[0].kind is None


def test_several_departments_agree_at_once(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, *ASKED)
    first = tab.opinions.model.lines[0]
    desk.do(record_opinion, first.id, OpinionForm(OpinionKind.DISAGREE, ACCEPTED, "选址不符"))
    select_all(tab)
    answer(monkeypatch, submitted_on="2.10")
    tab._ask_opinion()
    assert [line.kind for line in tab.opinions.model.lines] == [
        OpinionKind.DISAGREE,
        OpinionKind.AGREE,
        OpinionKind.AGREE,
    ]
    assert rows.opinion_light(tab.opinions.model.lines[0]) is Light.RED


def test_opinions_are_pasted_from_a_table_all_or_none(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, *ASKED)
    codes = refusals(desk)
    tab.opinions.table.setFocus()
    QGuiApplication.clipboard().setText("财政局\t赞成\t无\n")
    QTest.keySequence(tab.opinions.table, "Ctrl+V")
    QGuiApplication.clipboard().setText("财政局\t同意\t\n气象局\t同意\t\n")
    QTest.keySequence(tab.opinions.table, "Ctrl+V")
    assert codes == ["paste.bad_cell", "review.unknown_department"]
    assert not [line for line in tab.opinions.model.lines if line.kind is not None]
    QGuiApplication.clipboard().setText(
        "部门\t意见\t反馈日期\t意见内容\n财政局\t同意\t2023-02-10\t无\n税务局\t不同意\t\t测算不实\n"
    )
    QTest.keySequence(tab.opinions.table, "Ctrl+V")
    lines = {line.department: line for line in tab.opinions.model.lines}
    assert (lines["财政局"].submitted_on, lines["财政局"].text) == (date(2023, 2, 10), "无")
    assert (lines["税务局"].kind, lines["税务局"].submitted_on) == (OpinionKind.DISAGREE, TODAY)


def test_departments_are_added_corrected_and_removed(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, *ASKED)
    answer(monkeypatch, department="水利局")
    tab._ask_request()
    assert tab.opinions.select(tab.opinions.model.lines[3].id)
    answer(monkeypatch, department="气象局", due="3.10")
    tab._ask_change_request()
    line = tab.opinions.model.lines[3]
    assert (line.department, line.due) == ("气象局", date(2023, 3, 10))
    QTest.keyClick(tab.opinions.table, Qt.Key.Key_Delete)
    assert [line.department for line in tab.opinions.model.lines] == list(ASKED)


def test_a_conclusion_tells_who_has_not_replied_and_takes_conditions_by_the_line(
    window: MainWindow, desk: Desk
) -> None:
    tab = a_tab(window, desk, *ASKED)
    assert tab.card.current is not None
    dialog = dialogs.ask_decision(desk, tab.card.current, tab)
    fill(dialog, decision="有条件通过", decided_on="2.17")
    dialog._try()
    assert dialog._problem.text() == "请填写会议纪要文号；没有纪要的结论不算数。"
    fill(dialog, minutes_no="坊论〔2023〕3号")
    dialog._try()
    assert "至少写一项条件" in dialog._problem.text()
    fill(dialog, conditions="落实能耗指标；发展和改革局；4.10\n补充测算\t税务局\n")
    dialog._try()
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert tab.card.current.decision is ReviewDecision.CONDITIONAL_PASS
    found = {line.text: (line.responsible_unit, line.due) for line in tab.conditions.model.lines}
    assert found == {
        "落实能耗指标": ("发展和改革局", date(2023, 4, 10)),
        "补充测算": ("税务局", None),
    }
    assert tab.conditions.isVisibleTo(tab)
    assert offered(tab) == ["更正结论", "受理材料"]


def test_conditions_that_cannot_be_read_are_named() -> None:
    read = dialogs.conditions_reader(TODAY)
    assert read(" \n") == ()
    with pytest.raises(UserError, match=r"review\.condition_unreadable"):
        read("甲；乙；3.1；丙")
    given = (ConditionForm("甲", "乙", date(2023, 3, 1)), ConditionForm("丁"))
    assert read(dialogs.condition_words(given)) == given


def test_a_failed_gate_asks_for_reason_and_minutes(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, *ASKED)
    answer(monkeypatch, passed="未通过", note="无排放总量来源")
    tab.gates.select(Gate.ENVIRONMENT.value)
    tab._ask_gate()
    row = next(row for row in tab.gates.model.lines if row.gate is Gate.ENVIRONMENT)
    assert (row.passed, row.note, rows.gate_light(row)) == (False, "无排放总量来源", Light.RED)
    assert tab.card.current is not None
    dialog = dialogs.ask_decision(desk, tab.card.current, tab)
    fill(dialog, decided_on="2.17", minutes_no="坊论〔2023〕3号")
    monkeypatch.setattr(dialogs, "ask_override", lambda *_: None)
    dialog._try()
    assert "一票否决" in dialog._problem.text()
    monkeypatch.setattr(dialogs, "ask_override", lambda *_: Override("区政府研究", "坊政纪〔2023〕8号"))
    dialog._try()
    assert tab.card.current.decision is ReviewDecision.PASS
    assert desk.read(dossier, tab._project).overrides[0].minutes_no == "坊政纪〔2023〕8号"
    frozen = next(row for row in tab.gates.model.lines if row.gate is Gate.ENVIRONMENT)
    assert (frozen.passed, frozen.note) == (False, "无排放总量来源")


def test_conditions_are_met_and_reopened(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, *ASKED)
    assert tab.card.current is not None
    form = DecisionForm(
        ReviewDecision.CONDITIONAL_PASS,
        DECIDED,
        "坊论〔2023〕3号",
        conditions=(ConditionForm("落实能耗指标", "发展和改革局", date(2023, 2, 20)),),
    )
    desk.do(decide_round, tab.card.current.id, form)
    model = tab.conditions.model
    assert model.data(model.index(0, 3)) == "逾期未落实"
    answer(monkeypatch, on="2.22", note="已批复")
    tab._ask_met()
    assert model.data(model.index(0, 3)) == "2023.02.22 已落实"
    assert model.data(model.index(0, 3), Qt.ItemDataRole.ToolTipRole) == "2023.02.22 已落实；已批复"
    tab._reopen()
    answer(monkeypatch, text="落实能耗和煤耗指标", due="")
    tab._ask_edit_condition()
    assert model.data(model.index(0, 3)) == "未落实"
    answer(monkeypatch, text="补充测算")
    tab._ask_condition()
    assert len(model.lines) == 2


def test_indicators_tell_their_formula_and_lead_to_what_is_missing(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, fixed_investment_yuan=1_000_000_000, area_mu=Decimal(485))
    model = tab.indicators.model
    assert [model.data(model.index(0, column)) for column in range(5)] == [
        "投资强度",
        "206.2万元/亩",
        "≥300",
        "未达到",
        "100,000万元 ÷ 485亩",
    ]
    tip = str(model.data(model.index(0, 0), Qt.ItemDataRole.ToolTipRole))
    assert "固定资产投资额 ÷ 用地面积" in tip and "四舍五入" in tip
    assert "只作提示" in str(model.data(model.index(0, 2), Qt.ItemDataRole.ToolTipRole))
    assert model.data(model.index(1, 4)) == "缺达产年税收"
    assert rows.indicator_light(model.lines[0]) is Light.YELLOW
    assert model.lines[1].verdict is IndicatorVerdict.UNKNOWN
    tab._fill.click()
    page = window._project_page
    assert page is not None
    assert page.tab("overview").isVisible()


def test_a_round_opened_in_error_is_deleted(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, *ASKED)
    tab._withdraw.click()
    assert tab.card.current is None
    desk.undo()
    assert tab.card.current is not None


def test_the_day_of_acceptance_is_corrected(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, *ASKED)
    answer(monkeypatch, on="2.8")
    tab._ask_acceptance()
    assert tab.card.words.text().startswith("2023年2月8日受理")


def test_a_reminder_leads_to_the_opinion_of_its_round(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, *ASKED)
    second = tab.opinions.model.lines[1]
    window.open_project(tab._project, "review", second.id)
    assert tab.opinions.current == second
    assert tab.opinions.table.hasFocus()
    assert not tab.select("nobody")


def test_the_lists_keep_qts_rules(window: MainWindow, desk: Desk, qtmodeltester: ModelTester) -> None:
    tab = a_tab(window, desk, *ASKED)
    for section in (tab.opinions, tab.conditions, tab.gates, tab.indicators):
        qtmodeltester.check(section.model)  # type: ignore[attr-defined]


def test_a_conclusion_is_corrected(window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = a_tab(window, desk, *ASKED)
    answer(monkeypatch, decided_on="2.17", minutes_no="坊论〔2023〕3号", text="同意引进")
    tab._ask_decision()
    assert tab.card.text.text() == "同意引进"
    answer(monkeypatch, decision="暂缓", review_on="5.8", text="用地指标未落实")
    tab._ask_decision()
    assert tab._status is ProjectStatus.DEFERRED
    assert "复审：2023年5月8日" in tab.card.words.text()


def test_in_a_narrow_window_the_columns_stand_below_one_another(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, *ASKED)
    assert tab.gates.mapTo(tab, tab.gates.rect().topLeft()).x() > 400
    window.resize(1000, 768)
    QApplication.processEvents()
    opinions, gates = (one.mapTo(tab, one.rect().topLeft()) for one in (tab.opinions, tab.gates))
    assert gates.x() == opinions.x() and gates.y() > opinions.y()
