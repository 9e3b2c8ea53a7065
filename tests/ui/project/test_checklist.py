"""手续清单, driven as a person drives it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import Applicability, PermitState, Route, SuspensionReason
from fangzi_desktop.services.permits import (
    ChecklistLine,
    accept_item,
    checklist,
    decide_item,
    set_applicability,
    settle_items,
    suspend_item,
)
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import checklist as tab_module
from fangzi_desktop.ui.project.checklist import ChecklistTab
from fangzi_desktop.ui.project.checklist_model import (
    ChecklistModel,
    Part,
    Shown,
    left_words,
    limit_words,
    state_word,
)
from fangzi_desktop.ui.project.checklist_rows import Filters
from fangzi_desktop.ui.project.item_acts import ItemAct, acts_of, next_act
from fangzi_desktop.ui.project.item_dialogs import _Corrections, _Exclusion, _Suspension
from tests.builders import a_project, a_project_with_permits, item_id

TODAY = date(2023, 2, 24)


def line_of(desk: Desk, project: str, code: str) -> ChecklistLine:
    return next(line for line in desk.read(checklist, project).lines if line.code == code)


def open_tab(window: MainWindow, project: str, code: str = "") -> ChecklistTab:
    item = window.desk.workspace.do(item_id, project, code).value if code else ""
    window.open_project(project, "permits", item)
    assert window._project_page is not None
    return window._project_page.checklist


def current_code(tab: ChecklistTab) -> str:
    line = tab.model.line_at(tab.table.currentIndex().row())
    return line.code if line is not None else ""


def button(window: MainWindow, name: str) -> QPushButton:
    found = window.findChild(QPushButton, name)
    assert found is not None and found.isVisible()
    return found


def test_a_project_is_taken_from_no_checklist_to_a_decision_and_back(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    changes = desk.do(a_project, "液压阀组项目")
    assert changes is not None
    project = changes.value
    tab = open_tab(window, project)
    assert not tab.table.isVisible()

    button(window, "start-checklist-new-land").click()
    assert tab.table.isVisible()
    assert len(tab.model.lines) == 51
    assert current_code(tab) == "FILING"

    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Space)
    assert line_of(desk, project, "FILING").accepted_on == TODAY
    window.findChild(QLineEdit, "item-number").setText("备案〔2023〕1号")
    button(window, "item-decide").click()
    filed = line_of(desk, project, "FILING")
    assert (filed.state, filed.decided_on, filed.certificate_no) == (
        PermitState.DECIDED,
        TODAY,
        "备案〔2023〕1号",
    )
    assert window.message_bar.text == "液压阀组项目：登记办结"

    desk.undo()
    assert line_of(desk, project, "FILING").state is PermitState.ACCEPTED
    desk.undo()
    desk.undo()
    assert not tab.table.isVisible()


def test_listing_the_items_is_one_act(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project, "甲", route=Route.EXISTING_LAND)
    assert changes is not None
    tab = open_tab(window, changes.value)
    assert not tab.beginning.buttons[Route.NEW_LAND].isEnabled()
    button(window, "start-checklist-existing-land").click()
    assert len(tab.model.lines) == 36
    desk.undo()
    assert desk.read(checklist, changes.value).lines == ()


def test_the_model_keeps_qts_rules(desk: Desk, qtmodeltester: ModelTester) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    model = ChecklistModel()
    model.show_checklist(desk.read(checklist, changes.value), TODAY, with_forecast=True)
    qtmodeltester.check(model)
    model.show_only(Shown.UNDECIDED)
    assert len(model.lines) == 23
    qtmodeltester.check(model)
    model.show_only(Shown.READY)
    assert all(line.ready for line in model.lines)


def test_an_act_repaints_the_rows_and_keeps_the_selection(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = open_tab(window, changes.value, "PLAN_COND")
    resets: list[object] = []
    tab.model.modelReset.connect(lambda: resets.append(1))
    desk.do(accept_item, line_of(desk, changes.value, "PLAN_COND").id, TODAY)
    assert resets == []
    assert current_code(tab) == "PLAN_COND"
    assert button(window, "item-suspend").isVisible()


def test_a_day_that_cannot_be_is_refused_beside_the_field(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = open_tab(window, changes.value, "FILING")
    tab.panel.day_field.setText("2月30日")
    button(window, "item-accept").click()
    assert "读不懂" in tab.panel._problem.text()
    tab.panel.day_field.setText("2023-03-01")
    button(window, "item-accept").click()
    assert tab.panel._problem.text() == "日期不能晚于今天（2023年2月24日）。"
    assert tab.panel.day_field.text() == "2023-03-01"
    tab.panel.day_field.setText("2.20")
    button(window, "item-accept").click()
    assert line_of(desk, changes.value, "FILING").accepted_on == date(2023, 2, 20)
    assert not tab.panel._problem.isVisible()


def test_enter_in_the_day_does_the_next_act_and_gives_the_keyboard_back(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = open_tab(window, changes.value, "FILING")
    tab.panel.day_field.setFocus()
    tab.panel.day_field.setText("0222")
    qtbot.keyClick(tab.panel.day_field, Qt.Key.Key_Return)
    assert line_of(desk, changes.value, "FILING").accepted_on == date(2023, 2, 22)
    assert tab.panel.day_field.text() == "2023-02-24"
    assert tab.table.hasFocus()


def test_a_legal_minimum_that_has_not_run_is_refused_by_space(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = open_tab(window, changes.value, "LAND_ANNOUNCE")
    desk.do(accept_item, line_of(desk, changes.value, "LAND_ANNOUNCE").id, date(2023, 2, 20))
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_Space)
    assert line_of(desk, changes.value, "LAND_ANNOUNCE").state is PermitState.ACCEPTED
    assert "法定最短期限未满" in window.message_bar.text


def test_several_undecided_items_are_settled_at_once(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = open_tab(window, changes.value, "ENERGY")
    asked: list[tuple[ChecklistLine, ...]] = []

    def settle(desk: Desk, parent: object, lines: list[ChecklistLine]) -> bool:
        asked.append(tuple(lines))
        desk.do(settle_items, [line.id for line in lines], Applicability.NOT_APPLICABLE)
        return True

    monkeypatch.setattr(tab_module, "ask_exclusion", settle)
    rows = [tab.model.row_of(line_of(desk, changes.value, code).id) for code in ("ENERGY", "SEISMIC")]
    flags = QItemSelectionModel.SelectionFlag
    for row in rows:
        tab.table.selectionModel().select(tab.model.index(row, 0), flags.Select | flags.Rows)
    button(window, "item-exclude").click()
    assert [len(lines) for lines in asked] == [2]
    states = [line_of(desk, changes.value, code).state_words for code in ("ENERGY", "SEISMIC")]
    assert states == ["不涉及", "不涉及"]


def test_enter_corrects_the_current_item(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = open_tab(window, changes.value, "FILING")
    asked: list[str] = []

    def correct(desk: Desk, parent: object, line: ChecklistLine) -> bool:
        asked.append(line.code)
        return False

    monkeypatch.setattr(tab_module, "ask_corrections", correct)
    qtbot.keyClick(tab.table, Qt.Key.Key_Return)
    assert asked == ["FILING"]


def test_a_prerequisite_in_the_panel_leads_to_its_item(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = open_tab(window, changes.value, "LAND_LISTING")
    tab._look_for(Filters(Shown.READY))
    announced = next(
        line for line in desk.read(checklist, changes.value).lines if line.code == "LAND_ANNOUNCE"
    )
    tab.panel.item_chosen.emit(announced.id)
    assert current_code(tab) == "LAND_ANNOUNCE"
    assert tab.filter.states.value is Shown.ALL


def test_the_head_counts_and_foretells(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    project = changes.value
    desk.do(accept_item, line_of(desk, project, "LAND_ANNOUNCE").id, date(2023, 2, 20))
    tab = open_tab(window, project)
    assert tab.head.certificates.text() == "四证 0/4"
    assert tab.head.undecided.text() == "? 待核实 23"
    assert "按前置关系推算" in tab.head.forecast.text()
    assert "总时限（4月13日）" in tab.head.forecast.text()
    assert tab.head.critical.toolTip().startswith("关键路径：")
    assert tab.head.critical.text().startswith("关键路径")


def test_a_suspension_stops_the_clock_and_a_correction_mends_days(qtbot: QtBot, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    project = changes.value
    desk.do(accept_item, line_of(desk, project, "ENERGY").id, date(2023, 2, 6))
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    stop = _Suspension(desk, line_of(desk, project, "ENERGY"), date(2023, 2, 10), parent)
    stop.reason.setCurrentText(SuspensionReason.EXPERT_REVIEW.zh)
    stop.read()
    line = line_of(desk, project, "ENERGY")
    assert (line.state, line.due) == (PermitState.SUSPENDED, None)
    assert state_word(line) == "挂起"
    mend = _Corrections(desk, line_of(desk, project, "FILING"), parent)
    mend.accepted_on.setText("2.1")
    mend.decided_on.setText("0202")
    mend.read()
    filed = line_of(desk, project, "FILING")
    assert (filed.accepted_on, filed.decided_on) == (date(2023, 2, 1), date(2023, 2, 2))


def test_excluding_what_every_project_needs_wants_a_reason_and_the_dialog_stays(
    qtbot: QtBot, desk: Desk
) -> None:
    from PySide6.QtWidgets import QWidget

    changes = desk.do(a_project_with_permits)
    assert changes is not None
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = _Exclusion(desk, (line_of(desk, changes.value, "EIA"),), parent)
    dialog._try()
    assert dialog._problem.text() == "请写明理由。"
    assert dialog.result() == 0
    dialog.reason.setText("区域评估已覆盖")
    dialog._try()
    assert line_of(desk, changes.value, "EIA").note == "区域评估已覆盖"


def test_the_next_act_follows_the_items_life(desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    project = changes.value

    def upcoming(code: str) -> ItemAct | None:
        return next_act(line_of(desk, project, code))

    assert upcoming("FILING") is ItemAct.ACCEPT
    assert upcoming("BIDDING") is ItemAct.DECIDE
    assert upcoming("ENERGY") is None
    assert upcoming("START_READY") is None
    energy = line_of(desk, project, "ENERGY").id
    desk.do(accept_item, energy, date(2023, 2, 6))
    assert upcoming("ENERGY") is ItemAct.DECIDE
    desk.do(suspend_item, energy, date(2023, 2, 10), SuspensionReason.HEARING)
    assert upcoming("ENERGY") is ItemAct.RESUME
    desk.do(accept_item, line_of(desk, project, "FILING").id, date(2023, 2, 6))
    desk.do(decide_item, line_of(desk, project, "FILING").id, date(2023, 2, 7))
    assert upcoming("FILING") is None
    assert acts_of(line_of(desk, project, "FILING")) == (
        ItemAct.CERTIFICATE,
        ItemAct.PROMISE,
        ItemAct.REOPEN,
        ItemAct.CORRECT,
        ItemAct.DIVIDE,
        ItemAct.VERIFY,
    )
    desk.do(set_applicability, line_of(desk, project, "SEISMIC").id, Applicability.NOT_APPLICABLE)
    assert acts_of(line_of(desk, project, "SEISMIC")) == (ItemAct.REQUIRE, ItemAct.VERIFY)


def test_every_offered_act_is_one_the_rules_allow(desk: Desk) -> None:
    """No button that can only be refused: each dated act of a fresh checklist is taken, then undone."""
    from fangzi_desktop.ui.project.item_acts import DATED, perform

    changes = desk.do(a_project_with_permits)
    assert changes is not None
    asking = (ItemAct.SUSPEND, ItemAct.REFUSE, ItemAct.WITHDRAW)
    for line in desk.read(checklist, changes.value).lines:
        for act in acts_of(line):
            if act in DATED and act not in asking:
                perform(desk, None, line, act, TODAY)  # type: ignore[arg-type]
                desk.undo()


def test_days_of_another_year_say_so_and_limits_carry_their_unit(desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    project = changes.value
    desk.do(accept_item, line_of(desk, project, "FILING").id, date(2022, 12, 30))
    model = ChecklistModel()
    model.show_checklist(desk.read(checklist, project), TODAY, with_forecast=True)
    filing = line_of(desk, project, "FILING")
    assert model.words(filing, Part.ACCEPTED) == "22-12-30"
    assert model.words(filing, Part.DUE) == "01-03"
    assert limit_words(filing) == "1工作日"
    assert limit_words(line_of(desk, project, "LAND_ANNOUNCE")) == "≥20自然日"
    assert left_words(filing, TODAY) == "逾期35个工作日"


def test_a_past_checklist_foretells_nothing(window: MainWindow, desk: Desk) -> None:
    from fangzi_desktop.domain.terms import Stage

    changes = desk.do(a_project_with_permits, stage=Stage.CONSTRUCTION)
    assert changes is not None
    tab = open_tab(window, changes.value)
    assert tab.head.forecast.text() == ""
    assert not tab.head.critical.isVisible()
    assert not any(line.critical or line.expected_on for line in tab.model.lines)
