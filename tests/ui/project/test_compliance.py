from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import (
    CommitmentMetric,
    CommitmentResult,
    Comparison,
    LadderLevel,
    Side,
)
from fangzi_desktop.domain.terms import Milestone, Unit
from fangzi_desktop.services.commitments import CommitmentForm, add_commitment, commitment_lines
from fangzi_desktop.services.idle_land import LandTermsForm, set_land_terms
from fangzi_desktop.services.ladder import RungForm, take_rung
from fangzi_desktop.services.projects import set_milestone
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import commitments as commitments_module
from fangzi_desktop.ui.project import compliance_ladder as ladder_module
from fangzi_desktop.ui.project import compliance_land as land_module
from fangzi_desktop.ui.project.commitment_dialogs import ask_commitment
from fangzi_desktop.ui.project.compliance import ComplianceTab
from fangzi_desktop.ui.project.journal import JournalTab
from fangzi_desktop.ui.records.dialog import RecordDialog
from tests.builders import a_project

SIGNED = date(2022, 8, 11)
INVEST = CommitmentForm(
    metric=CommitmentMetric.FIXED_INVESTMENT,
    comparison=Comparison.AT_LEAST,
    target=Decimal(20000),
    unit="万元",
    due=date(2023, 2, 20),
    check_months=3,
)
LAND = CommitmentForm(
    Side.GOVERNMENT, CommitmentMetric.CLEARED_LAND, due=date(2023, 6, 1), responsible_unit="坊城街道"
)
ENTRY = CommitmentForm(
    metric=CommitmentMetric.SCALE_ENTRY,
    offset_amount=12,
    offset_unit=Unit.MONTH,
    offset_event=Milestone.PRODUCTION,
)


def a_tab(window: MainWindow, desk: Desk, *forms: CommitmentForm) -> ComplianceTab:
    project = desk.attempt(a_project, area_mu=Decimal(50)).value
    desk.attempt(set_milestone, project, Milestone.AGREEMENT, PartialDate.of(SIGNED))
    for form in forms:
        desk.attempt(add_commitment, project, form)
    window.open_project(project, "compliance")
    tab = window.findChild(ComplianceTab)
    assert tab is not None
    return tab


def offered(section: QWidget) -> list[str]:
    return [one.text() for one in section.findChildren(QPushButton) if one.isVisibleTo(section)]


def cells(tab: ComplianceTab, row: int) -> list[str]:
    model = tab.commitments.list.model
    return [str(model.data(model.index(row, column))) for column in range(model.columnCount())]


def answer(monkeypatch: pytest.MonkeyPatch, **typed: str) -> None:
    """Type into the next dialogs and press 确定; they must take it."""

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, RecordDialog)
        for name, words in typed.items():
            editor = dialog.editors[name]
            if isinstance(editor, QPlainTextEdit):
                editor.setPlainText(words)
            elif isinstance(editor, QComboBox):
                assert editor.findText(words) >= 0
                editor.setCurrentIndex(editor.findText(words))
            else:
                assert isinstance(editor, QLineEdit)
                editor.setText(words)
        dialog._try()
        assert dialog.result() == QDialog.DialogCode.Accepted, dialog._problem.text()
        return True

    for module in (commitments_module, ladder_module, land_module):
        monkeypatch.setattr(module, "asked", fill)


def test_both_sides_are_read_with_their_light_day_and_target(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, INVEST, LAND, ENTRY)
    assert cells(tab, 0)[:5] == ["逾期", "企业方", "固定资产投资额", "≥20,000万元", "2023年2月20日"]
    assert cells(tab, 1)[:7] == ["履约中", "政府方", "净地交付", "按期完成", "2023年6月1日", "", "坊城街道"]
    assert cells(tab, 2)[:5] == ["待起算", "企业方", "升规时限", "投产后12个月内", "待投产后起算"]
    assert tab.commitments.why.text().startswith("约定于2023年2月20日前履行")
    assert tab.head.sides[Side.GOVERNMENT].text() == "政府方 1项"
    assert tab.head.sides[Side.ENTERPRISE].text() == "企业方 2项 · 逾期 1"
    assert tab.head.level.text() == "处置层级：正常"


def test_one_side_can_be_shown_alone(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, INVEST, LAND)
    tab.commitments.sides.choose(Side.GOVERNMENT)
    tab.commitments._show_side()
    assert [one.form.side for one in tab.commitments.list.model.lines] == [Side.GOVERNMENT]


def test_a_commitment_is_written_down_in_a_dialog_that_offers_its_measure(
    window: MainWindow, desk: Desk
) -> None:
    tab = a_tab(window, desk)
    dialog = ask_commitment(desk, tab._project, None, tab)
    metric, unit, target = (dialog.editors[name] for name in ("metric", "unit", "target"))
    assert isinstance(metric, QComboBox) and isinstance(unit, QLineEdit) and isinstance(target, QLineEdit)
    metric.setCurrentIndex(metric.findText("固定资产投资强度"))
    assert unit.text() == "万元/亩"
    target.setText("300")
    dialog._try()
    assert dialog._problem.text().startswith("请写明履约期限")
    due = dialog.editors["due"]
    assert isinstance(due, QLineEdit)
    due.setText("2025-06-30")
    dialog._try()
    assert dialog.result() == QDialog.DialogCode.Accepted
    (line,) = desk.read(commitment_lines)
    assert (line.form.unit, line.form.comparison) == ("万元/亩", Comparison.AT_LEAST)


def test_a_deeds_metric_has_no_figure_and_names_its_side(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    dialog = ask_commitment(desk, tab._project, None, tab)
    metric, side, comparison = (dialog.editors[name] for name in ("metric", "side", "comparison"))
    assert isinstance(metric, QComboBox) and isinstance(side, QComboBox)
    assert isinstance(comparison, QComboBox)
    metric.setCurrentIndex(metric.findText("净地交付"))
    assert (side.currentText(), comparison.currentText()) == ("政府方", "按期完成")


def test_only_what_can_be_done_is_offered(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    assert offered(tab.commitments.list) == ["粘贴", "登记承诺"]
    answer(monkeypatch, target="100", due="2023-02-20")
    tab.commitments._ask_new()
    assert offered(tab.commitments.list) == ["检查", "判定结果", "豁免", "修改", "删除", "粘贴", "登记承诺"]
    answer(monkeypatch, actual="60", actual_on="2023-02-20")
    tab.commitments._ask_settle()
    assert cells(tab, 0)[0] == "部分达标 60%"
    assert cells(tab, 0)[5] == "60万元（60%） 2023年2月20日"
    assert offered(tab.commitments.list) == ["重新打开", "删除", "粘贴", "登记承诺"]
    tab.commitments._reopen()
    answer(monkeypatch, reason="政策调整", document_no="坊政〔2023〕1号")
    tab.commitments._ask_waive()
    assert cells(tab, 0)[0] == "豁免"


def test_checks_are_recorded_one_by_one_or_as_one_visit(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, INVEST, LAND)
    answer(monkeypatch, on="2.10", actual="5000", note="现场核对")
    tab.commitments._ask_check()
    answer(monkeypatch, on="2.24", note="季度检查")
    tab.commitments._ask_checks()
    lines = tab.commitments.checks.model.lines
    assert [(one.checked_on, one.share, one.note) for one in lines] == [
        (date(2023, 2, 24), None, "季度检查"),
        (date(2023, 2, 10), 25, "现场核对"),
    ]
    assert tab.commitments.checks.note.text() == "下次检查 2023年5月24日"


def test_rows_are_pasted_from_excel(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    rows = [
        "事项\t目标值\t期限\t责任单位\t起算后期限\t期限单位\t起算事件",
        "固定资产投资额\t50,000\t2025-06-30\t\t\t\t",
        "年亩均税收\t20\t2027.12.31\t\t\t\t",
        "净地交付\t\t2023年6月1日\t坊城街道\t\t\t",
        "动工期限\t\t\t\t9\t个月\t签约",
    ]
    QGuiApplication.clipboard().setText("\n".join(rows))
    tab.commitments._paste_clipboard()
    by_label = {one.label: one for one in tab.commitments.list.model.lines}
    assert len(by_label) == 4
    assert by_label["固定资产投资额"].form.unit == "万元"
    assert by_label["年亩均税收"].form.comparison is Comparison.AT_LEAST
    assert by_label["净地交付"].form.side is Side.GOVERNMENT
    assert by_label["动工期限"].due_on == date(2023, 5, 11)


def test_what_cannot_be_pasted_is_said_and_nothing_is_written(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    tab = a_tab(window, desk)
    for rows, code in (("企业方\t不存在", "paste.bad_cell"), ("企业方\t年亩均税收", "commitment.bad_row")):
        with qtbot.waitSignal(desk.refused) as told:
            tab.commitments.paste(rows)
        assert isinstance(told.args[0], UserError) and told.args[0].code == code
    assert not tab.commitments.list.model.lines


def test_delete_takes_a_commitment_away_and_undo_brings_it_back(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, INVEST)
    tab.commitments.list.table.setFocus()
    QTest.keyClick(tab.commitments.list.table, Qt.Key.Key_Delete)
    assert not tab.commitments.list.model.lines
    desk.undo()
    assert len(tab.commitments.list.model.lines) == 1


def test_the_ladder_is_climbed_with_its_law_beside_it(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, INVEST)
    assert "第二十四条" in tab.ladder.hints.text() and "投资强度低于约定" in tab.ladder.hints.text()
    answer(monkeypatch, issued_on="2.1", document_no="坊履提〔2023〕1号", reason="未达到")
    tab.ladder._ask_new()
    assert tab.head.level.text() == "处置层级：提醒"
    (line,) = tab.ladder.list.model.lines
    assert (line.form.level, line.about) == (LadderLevel.REMINDER, "固定资产投资额")
    page = window._project_page
    assert page is not None and "违约处置：提醒" in [mark.text() for mark in page._marks]
    # The next rung is offered at the next level.
    answer(monkeypatch, document_no="坊履谈〔2023〕1号", reason="约谈")
    tab.ladder._ask_new()
    assert [one.form.level for one in tab.ladder.list.model.lines] == [
        LadderLevel.INTERVIEW,
        LadderLevel.REMINDER,
    ]
    answer(monkeypatch, note="已补足")
    tab.ladder._ask_settle()
    assert tab.head.level.text() == "处置层级：正常"
    assert offered(tab.ladder.list) == ["修改", "删除", "登记处置"]


def test_a_rung_is_corrected_and_removed(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, INVEST)
    rung = RungForm(LadderLevel.REMINDER, date(2023, 2, 1), "1号", "未达到")
    desk.attempt(take_rung, tab._project, rung)
    answer(monkeypatch, document_no="2号")
    tab.ladder._ask_edit()
    assert tab.ladder.list.model.lines[0].form.document_no == "2号"
    tab.ladder._remove()
    assert not tab.ladder.list.model.lines


def test_the_governments_own_breach_is_noted_and_has_no_ladder(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, CommitmentForm(Side.GOVERNMENT, CommitmentMetric.UTILITIES, due=SIGNED))
    assert tab.ladder.hints.text().startswith("政府方有 1 项承诺逾期")
    named = next(one for one in tab.ladder._fields() if one.name == "commitment_id")
    assert [words for _, words in named.choices] == ["整个协议"]


def test_the_land_is_reckoned_in_words(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk)
    assert tab.land.words.text() == "登记出让合同约定的动工日期后，推算闲置期限。"
    answer(monkeypatch, agreed_start="2022-02-01", land_price_yuan="3000万", built_area_mu="5")
    tab.land._ask()
    assert "3000万元×20%＝600万元" in tab.land.words.text()
    assert tab.land.figures.text() == "满一年未动工 · 出让价款 3000万元 · 用地 50亩 · 已建 5亩"
    assert tab.land.words.property("light") == "red"


def test_reminders_lead_to_their_records(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, INVEST, LAND)
    project = tab._project
    second = tab.commitments.list.model.lines[1]
    window.open_project(project, "compliance", second.id)
    assert tab.commitments.current == second and tab.commitments.list.table.hasFocus()
    window.open_project(project, "compliance", f"{project}.check")
    assert tab.commitments.current == tab.commitments.list.model.lines[0]
    desk.attempt(set_land_terms, project, LandTermsForm(date(2022, 2, 1)))
    window.open_project(project, "compliance", project)
    assert tab.land.edit.hasFocus()
    rung = RungForm(LadderLevel.REMINDER, date(2023, 2, 1), "1号", "未达到")
    one = desk.attempt(take_rung, project, rung).value
    window.open_project(project, "compliance", one)
    assert tab.ladder.list.table.hasFocus()


def test_lists_keep_qts_rules(window: MainWindow, desk: Desk, qtmodeltester: ModelTester) -> None:
    tab = a_tab(window, desk, INVEST, LAND, ENTRY)
    qtmodeltester.check(tab.commitments.list.model)


def test_the_journal_tells_of_commitments_in_words(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, INVEST)
    answer(monkeypatch, on="2.10", actual="5000")
    tab.commitments._ask_check()
    window.open_project(tab._project, "journal")
    journal = window.findChild(JournalTab)
    assert journal is not None
    told = [line for act in journal.model.acts for line in act.lines]
    words = " ".join(f"{line.subject} {line.change}" for line in told)
    assert "固定资产投资额" in words and "目标值 20000" in words
    assert tab.commitments.list.model.lines[0].id not in words


def test_a_result_against_the_figures_needs_a_reason(window: MainWindow, desk: Desk) -> None:
    from fangzi_desktop.ui.project.commitment_dialogs import ask_settlement

    tab = a_tab(window, desk, INVEST)
    line = tab.commitments.list.model.lines[0]
    dialog = ask_settlement(desk, line, "", tab)
    result = dialog.editors["result"]
    assert isinstance(result, QComboBox)
    result.setCurrentIndex(result.findText(CommitmentResult.MET.zh))
    dialog._try()
    assert dialog._problem.text() == "按数据应判为“未达标”；判为“达标”的，请写明理由。"
