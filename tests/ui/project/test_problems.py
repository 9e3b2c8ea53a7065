from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.modeltest import ModelTester

from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import problems as tab_module
from fangzi_desktop.ui.project.problems import ProblemsTab, ask_problem
from tests.builders import a_project
from tests.ui.answering import answer

TODAY = date(2023, 2, 24)


def a_tab(window: MainWindow, desk: Desk, **form: object) -> ProblemsTab:
    changes = desk.do(a_project)
    assert changes is not None
    if form:
        desk.do(raise_problem, changes.value, ProblemForm(**form))  # type: ignore[arg-type]
    window.open_project(changes.value, "problems")
    tab = window.findChild(ProblemsTab)
    assert tab is not None
    return tab


def offered(tab: ProblemsTab) -> list[str]:
    return [one.text() for one in tab.list.findChildren(QPushButton) if one.isVisibleTo(tab)]


def test_a_problem_is_raised_in_a_dialog_that_says_what_it_lacks(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk)
    assert offered(tab) == ["登记问题"]
    dialog = ask_problem(desk, tab._project, None, tab)
    dialog._try()
    assert dialog._problem.text() == "请写明问题内容。"
    text, due = dialog.editors["text"], dialog.editors["due"]
    assert isinstance(text, QPlainTextEdit) and isinstance(due, QLineEdit)
    text.setPlainText("临时用电容量不足")
    due.setText("3.1")
    dialog._try()
    (problem,) = tab.list.model.lines
    assert (problem.text, problem.due) == ("临时用电容量不足", date(2023, 3, 1))


def test_only_the_steps_that_can_be_taken_are_offered(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, text="用电", raised_on=date(2023, 2, 1), due=date(2023, 2, 10))
    assert offered(tab) == ["交办", "办理", "办结申请", "销号", "挂牌督办", "修改", "登记问题"]
    answer(monkeypatch, tab_module, unit="供电公司", due="3.1", on="2.20")
    tab._ask_assign()
    assert offered(tab) == ["交办", "办理", "办结申请", "销号", "修改", "登记问题"]
    answer(monkeypatch, tab_module, note="已增容")
    tab._ask_claim()
    assert offered(tab) == ["销号", "退回重办", "修改", "登记问题"]
    tab._ask_close()
    assert offered(tab) == ["退回重办", "修改", "登记问题"]
    assert tab.list.model.data(tab.list.model.index(0, 0)) == "已销号"
    assert [line.step.step.zh for line in tab.steps.model.lines] == ["交办", "办结申请", "销号"]
    answer(monkeypatch, tab_module, note="又跳闸")
    tab._ask_return()
    assert tab.list.model.lines[0].state.zh == "办理中"


def test_a_listed_problem_says_so_in_words(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = a_tab(window, desk, text="用电", raised_on=date(2023, 2, 1), due=date(2023, 2, 10))
    answer(monkeypatch, tab_module, note="限期", document_no="坊督〔2023〕2号")
    tab._ask_list()
    assert tab.list.model.data(tab.list.model.index(0, 0)) == "挂牌·逾期·已提出"
    tab._ask_unlist()
    assert tab.list.model.data(tab.list.model.index(0, 0)) == "逾期·已提出"


def test_the_list_keeps_qts_rules(window: MainWindow, desk: Desk, qtmodeltester: ModelTester) -> None:
    tab = a_tab(window, desk, text="甲", due=TODAY)
    qtmodeltester.check(tab.list.model)


def test_a_reminder_leads_to_its_problem(window: MainWindow, desk: Desk) -> None:
    tab = a_tab(window, desk, text="甲", due=TODAY)
    desk.do(raise_problem, tab._project, ProblemForm("乙"))
    second = tab.list.model.lines[1]
    window.open_project(tab._project, "problems", second.id)
    assert tab.list.current == second
    assert tab.list.table.hasFocus()
