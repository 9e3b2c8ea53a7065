"""The page of one project: opening, leaving, moving on, and its tabs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.gates import GateVerdict, Missing
from fangzi_desktop.domain.stage_terms import Evidence, LeadSource
from fangzi_desktop.domain.terms import ClockKind, Gate, Milestone, ProjectStatus, Route, Stage, Term
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.dossier import Dossier, dossier
from fangzi_desktop.services.history import field_history, project_history
from fangzi_desktop.services.permits import accept_item, checklist, choose_variant
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.profiles import Profile
from fangzi_desktop.services.projects import (
    Override,
    SendBack,
    correct_stage_dates,
    move_project,
    set_gate,
)
from fangzi_desktop.services.stage_records import EvidenceForm, evidence
from fangzi_desktop.services.visits import VisitForm, visits
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs import moves
from fangzi_desktop.ui.dialogs.unsaved import Unsaved
from fangzi_desktop.ui.field.form import VisitDialog
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import overview as overview_module
from fangzi_desktop.ui.project.journal import JournalModel
from fangzi_desktop.ui.project.journal_words import PermitNames, word_history
from fangzi_desktop.ui.project.missing import PLACES
from fangzi_desktop.ui.project.page import AskStageDates, ProjectPage
from fangzi_desktop.ui.project.status_dialog import AskStatus
from fangzi_desktop.ui.project.tab import TAB_OF
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.history_menu import history_words
from tests.builders import a_project, a_project_with_permits

TODAY = date(2023, 2, 24)


def a_case(desk: Desk, name: str = "液压阀组项目", stage: Stage = Stage.REVIEW) -> str:
    changes = desk.do(a_project, name, stage, investor="甲公司")
    assert changes is not None
    return changes.value


def page_of(window: MainWindow, project: str, tab: str = "") -> ProjectPage:
    window.open_project(project, tab)
    assert window._project_page is not None
    return window._project_page


def read(desk: Desk, project: str) -> Dossier:
    return desk.read(dossier, project)


def title(window: MainWindow) -> str:
    return window._title.text()


def is_checked(window: MainWindow, area: str) -> bool:
    button = window.findChild(QToolButton, f"nav-{area}")
    return button is not None and button.isChecked()


# Opening and leaving.


def test_a_card_opens_its_project_and_esc_leads_back_to_it(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    project = a_case(desk)
    board = window.show_area("board")
    board.select(project)  # type: ignore[attr-defined]
    column = board.columns[Stage.REVIEW]  # type: ignore[attr-defined]
    qtbot.keyClick(column.view, Qt.Key.Key_Return)
    assert title(window) == "项目 / 液压阀组项目"
    assert is_checked(window, "projects")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert title(window) == "项目看板"
    assert is_checked(window, "board")
    assert column.view.current_project() == project


def test_esc_leaves_a_field_of_the_panel_before_it_leaves_the_page(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = page_of(window, changes.value, "permits").checklist
    tab.panel.day_field.setFocus()
    qtbot.keyClick(tab.panel.day_field, Qt.Key.Key_Escape)
    assert tab.table.hasFocus()
    assert title(window) == "项目 / 测试项目"
    qtbot.keyClick(tab.table, Qt.Key.Key_Escape)
    assert title(window) == "项目看板"


def test_ctrl_s_saves_and_alt_2_turns_to_the_checklist(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    field = page.overview.edits["investor"]
    field.setText("乙公司")
    qtbot.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert read(desk, project).form.investor == "乙公司"
    qtbot.keyClick(field, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert page.checklist.isVisible()


def test_the_back_button_leads_to_the_list_it_was_opened_from(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    window.show_area("projects")
    page_of(window, project)
    back = window.findChild(QPushButton, "back")
    assert back is not None and back.accessibleName() == "返回项目"
    back.click()
    assert title(window) == "项目"
    assert not back.isVisible()


def test_a_tab_and_an_item_can_be_named(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    eia = next(line for line in desk.read(checklist, changes.value).lines if line.code == "EIA")
    window.open_project(changes.value, "permits", eia.id)
    page = window._project_page
    assert page is not None
    tab = page.checklist
    assert tab.isVisible()
    line = tab.model.line_at(tab.table.currentIndex().row())
    assert line is not None and line.code == "EIA"


def test_a_project_taken_back_by_undo_closes_its_page(window: MainWindow, desk: Desk) -> None:
    page_of(window, a_case(desk))
    desk.undo()
    assert title(window) == "项目看板"


def test_a_project_that_is_gone_is_not_opened(window: MainWindow, desk: Desk) -> None:
    window.open_project("nobody")
    assert title(window) == "项目看板"


def test_typing_in_the_search_leads_to_the_list(window: MainWindow, desk: Desk) -> None:
    page_of(window, a_case(desk))
    window._search.setText("yyf")
    assert title(window) == "项目"


def test_a_hidden_page_reads_again_when_it_is_shown(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    window.show_area("board")
    desk.do(raise_problem, project, ProblemForm("用电不足"))
    bar = page.findChild(QTabBar, "project-tabs")
    assert bar is not None and bar.tabText(7) == "问题"
    window.show_page(page)
    assert bar.tabText(7) == "问题 1"


def test_what_is_said_stays_above_the_page_that_opens(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    assert window.message_bar.isVisible()
    page = page_of(window, project)
    children = window._stack.children()
    assert children.index(window.message_bar) > children.index(page)


# The track and moving on.


def test_the_track_says_how_long_each_stage_took(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    desk.do(correct_stage_dates, project, Stage.PLANNING, date(2023, 2, 1), date(2023, 2, 12))
    page = page_of(window, project)
    buttons = page.track.buttons
    assert buttons[Stage.PLANNING].length == "12个自然日"
    assert buttons[Stage.REVIEW].length == "第0/10工作日"
    assert buttons[Stage.FORMATION].length == ""
    assert buttons[Stage.PLANNING].accessibleName() == "项目策划，已完成，12个自然日，2023.02.01~02.12"


def test_a_stage_pressed_asks_for_its_days(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_case(desk)
    page = page_of(window, project)

    def type_and_accept(dialog: AskStageDates) -> int:
        dialog.started.setText("2.1")
        dialog.done_on.setText("2023-01-01")
        dialog._try()
        assert "不能早于" in dialog._problem.text()
        dialog.done_on.setText("")
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(AskStageDates, "exec", type_and_accept)
    page.track.buttons[Stage.REVIEW].click()
    span = next(one for one in read(desk, project).stages if one.stage is Stage.REVIEW)
    assert span.started_on == date(2023, 2, 1)


def test_moving_on_says_what_is_missing_and_moves(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    (advance,) = page.actions_widgets
    assert isinstance(advance, QPushButton)
    assert advance.text() == "▲ 推进到「生成」"
    assert advance.toolTip().startswith("▲ 尚缺：论证通过")
    advance.click()
    assert read(desk, project).stage is Stage.FORMATION
    assert advance.text() == "▲ 推进到「手续办理」"


def test_a_failed_gate_asks_for_reason_and_minutes(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_case(desk)
    desk.do(set_gate, project, Gate.SAFETY, False, "距离不足")
    page = page_of(window, project)
    answers: list[Override | None] = [None, Override("区里定了", "纪要3号")]

    def ask(parent: object, verdict: GateVerdict) -> Override | None:
        assert verdict.blocked_by == (Gate.SAFETY,)
        return answers.pop(0)

    monkeypatch.setattr(moves, "ask_override", ask)
    page.actions_widgets[0].click()  # type: ignore[attr-defined]
    assert read(desk, project).stage is Stage.REVIEW
    page.actions_widgets[0].click()  # type: ignore[attr-defined]
    assert read(desk, project).stage is Stage.FORMATION
    assert "纪要3号" in page.overview._overrides.text()


# 概况.


def test_what_is_typed_is_read_with_its_unit_and_saved_in_one_act(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    tab = page_of(window, project).overview
    tab.edits["investment_yuan"].setText("9.5亿")
    tab.edits["completed_yuan"].setText("1,200")
    tab.edits["area_mu"].setText("3公顷")
    tab.route.setCurrentText(Route.NEW_LAND.zh)
    tab.dates[Milestone.PLANNED_START].setText("2023年5月")
    tab.dates[Milestone.AGREEMENT].setText("2.20")
    tab.progress.setPlainText("等环评\n下周复核")
    assert tab.is_dirty
    assert tab.save()
    assert not tab.is_dirty
    now = read(desk, project)
    assert (now.form.investment_yuan, now.form.completed_yuan) == (950_000_000, 12_000_000)
    assert (now.form.area_mu, now.form.route) == (45, Route.NEW_LAND)
    assert now.milestones[Milestone.PLANNED_START] == PartialDate(2023, 5)
    assert now.milestones[Milestone.AGREEMENT] == PartialDate(2023, 2, 20)
    assert now.progress == "等环评\n下周复核"
    assert tab.edits["investment_yuan"].text() == "95,000"
    desk.undo()
    assert read(desk, project).form.investment_yuan is None
    assert tab.edits["investment_yuan"].text() == ""


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("investment_yuan", "很多", "金额“很多”读不懂"),
        ("investment_yuan", "-5", "负数"),
        ("area_mu", "几亩", "读不懂"),
        ("name", "   ", "请填写项目名称"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(
    window: MainWindow, desk: Desk, field: str, typed: str, said: str
) -> None:
    project = a_case(desk)
    tab = page_of(window, project).overview
    tab.edits[field].setText(typed)
    assert not tab.save()
    assert said in tab._problem.text()
    assert tab.edits[field].text() == typed
    assert read(desk, project).form.name == "液压阀组项目"


def test_a_date_that_cannot_be_read_takes_the_focus(window: MainWindow, desk: Desk) -> None:
    tab = page_of(window, a_case(desk)).overview
    tab.dates[Milestone.START].setText("下个月")
    assert not tab.save()
    assert "下个月" in tab._problem.text()
    assert tab.dates[Milestone.START].hasFocus()


def test_leaving_with_changes_asks_what_becomes_of_them(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    answers = [Unsaved.STAY, Unsaved.DISCARD, Unsaved.SAVE]
    monkeypatch.setattr(overview_module, "ask_unsaved", lambda parent: answers.pop(0))
    page.overview.edits["investor"].setText("乙公司")
    page._step_back()
    assert title(window) == "项目 / 液压阀组项目"
    assert is_checked(window, "projects")
    assert page.overview.edits["investor"].text() == "乙公司"
    window.show_area("board")
    assert title(window) == "项目看板"
    assert read(desk, project).form.investor == "甲公司"
    page_of(window, project)
    page.overview.edits["investor"].setText("丙公司")
    window.show_area("projects")
    assert read(desk, project).form.investor == "丙公司"
    assert answers == []


def test_closing_the_window_asks_too(window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(window, a_case(desk))
    monkeypatch.setattr(overview_module, "ask_unsaved", lambda parent: Unsaved.STAY)
    page.overview.edits["investor"].setText("乙公司")
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted()


def test_an_undo_elsewhere_does_not_eat_what_is_being_typed(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    tab = page_of(window, project).overview
    tab.edits["investor"].setText("乙公司")
    desk.do(set_gate, project, Gate.SAFETY, True)
    assert tab.edits["investor"].text() == "乙公司"
    assert tab.gates[Gate.SAFETY].value is True


def test_the_route_stays_with_the_checklist_it_was_listed_for(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    tab = page_of(window, changes.value).overview
    assert not tab.route.isEnabled()
    tab.edits["investor"].setText("乙公司")
    assert tab.save()
    assert read(desk, changes.value).form.route is Route.NEW_LAND


def test_a_remark_keeps_its_lines(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    tab = page_of(window, project).overview
    tab.remark.setPlainText("一\n二")
    assert tab.save()
    assert not tab.is_dirty
    assert read(desk, project).form.remark == "一\n二"


def test_a_status_wants_its_reason_and_paper(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    dialog = AskStatus(desk, read(desk, project), page)
    offered = [dialog.status.itemText(place) for place in range(dialog.status.count())]
    assert ProjectStatus.ACTIVE.zh not in offered
    dialog.status.setCurrentText(ProjectStatus.VETOED.zh)
    dialog._try()
    assert "须写明理由" in dialog._problem.text()
    dialog.reason.setText("产能过剩")
    dialog._try()
    assert "文号" in dialog._problem.text()
    dialog.number.setText("纪要1号")
    dialog._try()
    assert read(desk, project).status is ProjectStatus.VETOED
    assert "产能过剩 · 纪要1号" in page.overview._status.text()
    assert not page.actions_widgets[0].isEnabled()


# 问题 and 动态.


named = PermitNames({"FILING": "事项FILING", "EIA": "事项EIA"}, {("EIA", "form"): "报告表"})


def test_the_journal_names_the_kind_of_an_item(desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    eia = next(line for line in desk.read(checklist, changes.value).lines if line.code == "EIA")
    desk.do(choose_variant, eia.id, "form")
    done, _ = word_history(desk.read(project_history, changes.value), named)
    assert [(line.subject, line.change) for line in done.lines] == [("事项EIA · 类别", "空 → 报告表")]


def test_the_journal_words_acts_fields_and_values(desk: Desk) -> None:
    changes = desk.do(a_project_with_permits)
    assert changes is not None
    project = changes.value
    filing = next(line for line in desk.read(checklist, project).lines if line.code == "FILING")
    desk.do(accept_item, filing.id, TODAY)
    desk.undo()
    undone, done, first = word_history(desk.read(project_history, project), named)
    assert (undone.name, undone.is_reversal) == ("撤销：登记受理", True)
    assert (done.name, done.who, done.device) == ("登记受理", "专员甲", "电脑一")
    assert done.when == "2023-02-24 10:30"
    words = {line.subject: line.change for line in done.lines}
    assert words["事项FILING · 受理"] == "空 → 2023年2月24日"
    assert words["事项FILING · 状态"] == "未启动 → 已受理"
    assert first.lines[0].subject == "新增 项目"
    assert "项目名称 测试项目" in first.lines[0].change


def test_every_value_of_a_busy_project_is_worded(desk: Desk) -> None:
    """No code, no English word and no bare number of a column reaches the reader."""
    from fangzi_desktop.services import demo

    desk.do(demo.fill_with_examples, 20)
    from fangzi_desktop.services.register import register

    for line in desk.read(register):
        acts = word_history(desk.read(project_history, line.id), named)
        told = "".join(f"{one.subject}{one.change}" for act in acts for one in act.lines)
        for code in (
            "_on",
            "_yuan",
            "not_started",
            "new_land",
            "None",
            "required",
            "planning",
            "{",
            "review",
        ):
            assert code not in told.replace("事项", ""), (code, told)


def test_the_journal_model_keeps_qts_rules(desk: Desk, qtmodeltester: ModelTester) -> None:
    project = a_case(desk)
    desk.do(set_gate, project, Gate.SAFETY, False, "距离不足")
    model = JournalModel()
    model.show_acts(word_history(desk.read(project_history, project), named))
    qtmodeltester.check(model)
    act = model.index(0, 0)
    told = {
        model.data(model.index(row, 0, act)): model.data(model.index(row, 1, act))
        for row in range(model.rowCount(act))
    }
    assert told["安全关"] == "空 → 未通过"
    assert "安全关未通过的理由 距离不足" in told["新增 项目资料"]


def test_the_tabs_shown_are_those_that_work(window: MainWindow, desk: Desk) -> None:
    page = page_of(window, a_case(desk))
    bar = page.findChild(QTabBar, "project-tabs")
    assert bar is not None
    shown = [bar.tabText(place) for place in range(bar.count())]
    assert shown == [
        *("概况", "手续清单", "会审论证", "要素配置", "协议履约", "建设", "纳统"),
        *("问题", "动态", "现场"),
    ]
    for field in page.findChildren(QLineEdit):
        assert field.accessibleName()


# Gates, ways back, statuses and the profile.


def link(page: ProjectPage, term: Term) -> QPushButton:
    return next(line for line in page.overview.missing.lines if line.text() == f"▲ {term.zh}")


def test_every_missing_thing_has_a_place_that_exists(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    for term in (*Missing, *Gate, *Evidence):
        place = PLACES[term]
        page.open_place(place)
        tab = page.tab(place.tab)
        named = tab.findChild(QWidget, place.field)
        assert named is not None or not place.field, term
        focused = window.focusWidget()
        assert tab is focused or tab.isAncestorOf(focused), term
        if place.tab == "overview":
            assert named is not None
            assert focused is named or named.isAncestorOf(focused), term


def test_a_missing_thing_is_a_line_that_leads_to_its_field_by_keyboard(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    page = page_of(window, a_case(desk, stage=Stage.PLANNING))
    assert len(page.overview.missing.lines) == 8
    page.overview.missing.target.setFocus()
    for _ in range(3):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    line = link(page, Missing.SITE)
    assert line.hasFocus()
    qtbot.keyClick(line, Qt.Key.Key_Space)
    field = page.overview.profile["site_intention"]
    assert field.hasFocus()
    assert isinstance(field, QLineEdit)
    field.setText("坊安街道")
    assert page.overview.save()
    assert all(one.text() != "▲ 选址意向" for one in page.overview.missing.lines)


def test_what_several_stages_ask_for_is_listed_together_and_closing_too(
    window: MainWindow, desk: Desk
) -> None:
    page = page_of(window, a_case(desk, stage=Stage.FORMATION))
    card = page.overview.missing
    card.target.setCurrentText(Stage.CONSTRUCTION.zh)
    shown = [line.text() for line in card.lines]
    assert "▲ 投资协议签订" in shown and "▲ 具备开工条件" in shown
    card.target.setCurrentText("办结")
    assert [line.text() for line in card.lines] == ["▲ 履约监管结论"]
    assert card.target.currentText() == "办结"


def test_a_failed_gate_says_why_or_stays_as_it_was(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_case(desk)
    tab = page_of(window, project).overview
    answers: list[str | None] = [None, "危化品储存量超限"]
    monkeypatch.setattr(overview_module, "ask_gate_reason", lambda *_: answers.pop(0))
    segment = tab.gates[Gate.SAFETY].findChildren(QToolButton)[2]
    segment.click()
    assert read(desk, project).gates[Gate.SAFETY] is None
    assert tab.gates[Gate.SAFETY].value is None
    segment.click()
    assert read(desk, project).gates[Gate.SAFETY] is False
    assert tab._notes[Gate.SAFETY].text() == "危化品储存量超限"


def test_the_profile_is_saved_with_everything_else_in_one_act(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    tab = page_of(window, project).overview
    tab.edits["investor"].setText("乙公司")
    for name, typed in (
        ("tax_yuan", "1200万"),
        ("energy_tce", "980.5"),
        ("credit_code", "91350100m000100y43"),
    ):
        editor = tab.profile[name]
        assert isinstance(editor, QLineEdit)
        editor.setText(typed)
    source, leased = tab.profile["source"], tab.profile["is_leased"]
    assert isinstance(source, QComboBox) and isinstance(leased, QCheckBox)
    source.setCurrentText("招商")
    leased.setChecked(True)
    assert tab.is_dirty and tab.save() and not tab.is_dirty
    known = read(desk, project).profile
    assert (known.tax_yuan, known.energy_tce) == (12_000_000, Decimal("980.5"))
    assert (known.credit_code, known.source) == ("91350100M000100Y43", LeadSource.INVESTMENT_ATTRACTION)
    assert known.is_leased
    desk.undo()
    after = read(desk, project)
    assert (after.form.investor, after.profile) == ("甲公司", Profile())
    assert source.currentText() == "未填写"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("credit_code", "91350100M000100Y44", "统一社会信用代码"),
        ("floor_area_sqm", "0", "大于 0"),
        ("employees", "3.5", "整数"),
        ("energy_tce", "-1", "负数"),
    ],
)
def test_a_profile_that_cannot_be_is_said_and_kept(
    window: MainWindow, desk: Desk, field: str, typed: str, said: str
) -> None:
    project = a_case(desk)
    tab = page_of(window, project).overview
    editor = tab.profile[field]
    assert isinstance(editor, QLineEdit)
    editor.setText(typed)
    assert not tab.save()
    assert said in tab._problem.text()
    assert editor.text() == typed
    assert read(desk, project).profile == Profile()


def test_a_label_shows_what_its_field_held(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    asked: list[tuple[str, str, str]] = []

    def show(desk: Desk, table: str, row: str, field: Field, beside: QWidget) -> None:
        asked.append((table, row, history_words(desk.read(field_history, table, row, field.name), field)[0]))

    monkeypatch.setattr(overview_module, "show_history", show)
    page.overview.dates[Milestone.AGREEMENT].setText("2.20")
    page.overview.edits["investment_yuan"].setText("9.5亿")
    assert page.overview.save()
    for name in ("签约的修改记录", "总投资的修改记录", "线索来源的修改记录"):
        label = next(one for one in page.overview.findChildren(QToolButton) if one.accessibleName() == name)
        label.click()
    assert [table for table, _, _ in asked] == ["milestone", "project", "profile"]
    assert asked[0][2].endswith("空 → 2023-02-20")
    assert asked[1][2].endswith("空 → 95,000万元")
    page.overview.edits["investment_yuan"].setFocus()
    page.overview._history_of_current()
    assert asked[-1][0] == "project"


def test_a_paper_and_a_visit_are_recorded_in_their_lists(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = a_case(desk, stage=Stage.PLANNING)
    tab = page_of(window, project).overview

    def fill(dialog: RecordDialog[EvidenceForm]) -> int:
        number = dialog.editors["document_no"]
        assert isinstance(number, QLineEdit)
        number.setText("可研1号")
        dialog._try()
        return dialog.result()

    def fill_visit(dialog: VisitDialog) -> int:
        dialog.who.setText("专员甲")
        dialog.text.setPlainText("看地块")
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(RecordDialog, "exec", fill)
    monkeypatch.setattr(VisitDialog, "exec", fill_visit)
    assert tab.select("proposal")
    qtbot.keyClick(tab.evidence.table, Qt.Key.Key_Return)
    assert desk.read(evidence, project)[0].form == EvidenceForm(TODAY, "可研1号")
    button = tab.findChild(QPushButton, "record-visit")
    assert button is not None
    button.click()
    (visit,) = desk.read(visits, project)
    assert visit.form == VisitForm(TODAY, "看地块", "专员甲")
    assert tab.select(visit.id)
    qtbot.keyClick(tab.evidence.table, Qt.Key.Key_Delete)
    qtbot.keyClick(tab.visits.table, Qt.Key.Key_Delete)
    assert desk.read(evidence, project)[0].form is None
    assert desk.read(visits, project) == ()


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (ProjectStatus.REMOVED, (True, False, True)),
        (ProjectStatus.DEFERRED, (False, True, True)),
        (ProjectStatus.VETOED, (False, False, True)),
        (ProjectStatus.CLOSED, (False, False, False)),
    ],
)
def test_a_status_asks_only_for_what_it_needs(
    window: MainWindow, desk: Desk, status: ProjectStatus, shown: tuple[bool, bool, bool]
) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    dialog = AskStatus(desk, read(desk, project), page)
    dialog.status.setCurrentText(status.zh)
    fields = (dialog.removal, dialog.review_on, dialog.number)
    assert tuple(not field.isHidden() for field in fields) == shown


def test_a_deferral_names_its_day_and_is_found_from_the_list_of_days(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    page = page_of(window, project)
    dialog = AskStatus(desk, read(desk, project), page)
    dialog.status.setCurrentText(ProjectStatus.DEFERRED.zh)
    dialog.reason.setText("等指标")
    dialog.number.setText("纪要1号")
    dialog._try()
    assert "复审日期" in dialog._problem.text()
    dialog.review_on.setText("2023-03-31")
    dialog._try()
    assert "2023年3月31日复审" in page.overview._status.text()
    (clock,) = [one for one in desk.read(deadlines) if one.face.kind is ClockKind.DEFERRAL]
    window.open_project(project, TAB_OF[clock.face.kind], clock.face.owner_id)
    assert page.overview._change.hasFocus()


def test_what_was_passed_over_and_sent_back_stays_in_the_head(window: MainWindow, desk: Desk) -> None:
    project = a_case(desk)
    desk.do(set_gate, project, Gate.SAFETY, False, "距离不足")
    desk.do(move_project, project, Stage.FORMATION, None, Override("区里定了", "纪要3号"))
    desk.do(move_project, project, Stage.REVIEW, None, None, SendBack("能耗测算不实"))
    page = page_of(window, project)
    marks = {mark.text(): mark.toolTip() for mark in page._marks if mark.text()}
    assert "纪要3号" in marks["■ 越关"]
    assert "能耗测算不实" in marks["▲ 退回1次"]
    assert "第1次退回 生成 → 论证" in page.overview._overrides.text()
    assert page.track.buttons[Stage.FORMATION].length == "退回1次"
    desk.do(move_project, project, Stage.FORMATION, None, Override("区里定了", "纪要4号"))
    assert "退回1次" in page.track.buttons[Stage.FORMATION].toolTip()
