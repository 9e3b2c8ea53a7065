from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from fangzi_desktop.services.problems import ProblemForm, raise_problem, write_off_problem
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.sheets.problems import ProblemsSheet, Shown
from tests.builders import a_project

TODAY = date(2023, 2, 24)


def a_sheet(window: MainWindow, desk: Desk) -> ProblemsSheet:
    for name, due in (("甲", date(2023, 2, 20)), ("乙", date(2023, 4, 1)), ("丙", None)):
        changes = desk.do(a_project, name=f"{name}项目")
        assert changes is not None
        raised = desk.do(
            raise_problem, changes.value, ProblemForm(f"{name}的问题", "", date(2023, 2, 1), due)
        )
        assert raised is not None
        if name == "丙":
            desk.do(write_off_problem, raised.value, TODAY)
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.PROBLEMS)
    sheet = page.findChild(ProblemsSheet)
    assert sheet is not None
    return sheet


def shown(sheet: ProblemsSheet) -> list[str]:
    return [line.project for line in sheet.model.lines]


def test_open_problems_come_first_and_each_narrowing_counts(window: MainWindow, desk: Desk) -> None:
    sheet = a_sheet(window, desk)
    assert shown(sheet) == ["甲项目", "乙项目"]
    buttons = [button.text() for button in sheet.filter._group.buttons()]
    assert buttons == ["未销号 2", "逾期 1", "挂牌督办 0", "全部 3"]
    sheet.filter.choose(Shown.OVERDUE)
    sheet.show_narrowed()
    assert shown(sheet) == ["甲项目"]


def test_a_search_and_a_click_lead_to_the_problem(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    sheet = a_sheet(window, desk)
    sheet.search("乙的")
    assert shown(sheet) == ["乙项目"]
    with qtbot.waitSignal(sheet.open_requested) as opened:
        sheet.table.opened.emit(sheet.model.index(0, 0))
    line = sheet.model.lines[0]
    assert opened.args == [line.project_id, "problems", line.id]


def test_nothing_found_says_what_to_do(window: MainWindow, desk: Desk) -> None:
    sheet = a_sheet(window, desk)
    sheet.search("没有这样的词")
    assert not sheet.table.isVisibleTo(sheet)
    assert "没有符合" in sheet._empty.text()
