"""The area 考核: the matrix, the rows behind a figure, and what a person sets there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView, QToolButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.assessment import AssessedSpan, Period
from fangzi_desktop.domain.assessment_terms import IndicatorL2, ObjectClass
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.assessment import scores
from fangzi_desktop.services.permits import accept_item, checklist, decide_item
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.problems import ProblemForm, raise_problem, write_off_problem
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.ui.assessment.model import FIRST, NAME, TOTAL
from fangzi_desktop.ui.assessment.page import AssessmentPage
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.reports import paper
from fangzi_desktop.ui.reports.paper import Make
from tests.builders import a_project, a_project_with_permits

PROBLEMS = FIRST + list(IndicatorL2).index(IndicatorL2.PROBLEMS)
ITEMS = FIRST + list(IndicatorL2).index(IndicatorL2.PERMITS_IN_TIME)


def a_page(window: MainWindow, desk: Desk) -> AssessmentPage:
    """Two localities with a problem each, one solved in time; a late permit of the first one."""
    first = desk.workspace.do(a_project_with_permits, name="甲项目").value
    desk.workspace.do(lambda work: setattr(work.get(ProjectRow, first), "responsible_unit", "坊安街道"))
    second = desk.workspace.do(a_project, "乙项目", responsible_unit="凤凰街道").value
    for project in (first, second):
        form = ProblemForm("缺电", raised_on=date(2023, 1, 5), due=date(2023, 1, 20))
        desk.workspace.do(raise_problem, project, form)
    with desk.workspace.store.read() as session:
        from fangzi_desktop.storage.tables import ProblemRow

        solved = next(row.id for row in session.query(ProblemRow) if row.project_id == second)
    desk.workspace.do(write_off_problem, solved, date(2023, 1, 19), "已接通")
    items = {line.code: line.id for line in desk.workspace.read(checklist, first).lines}
    desk.workspace.do(accept_item, items["FILING"], date(2023, 2, 6))
    desk.workspace.do(decide_item, items["FILING"], date(2023, 2, 10), "备1号")
    page = window.show_area("assessment")
    assert isinstance(page, AssessmentPage)
    return page


def cell(page: AssessmentPage, row: int, column: int) -> str:
    return str(page.matrix.index(row, column).data())


def rows(page: AssessmentPage) -> list[tuple[str, str]]:
    return [(line.project, str(page.rows.index(row, 0).data())) for row, line in enumerate(page.rows.lines)]


def test_an_empty_folder_says_what_to_do(window: MainWindow) -> None:
    page = window.show_area("assessment")
    assert isinstance(page, AssessmentPage)
    assert page._empty.isVisible() and not page.table.isVisible()


def test_the_matrix_is_a_sound_model(window: MainWindow, desk: Desk, qtmodeltester: ModelTester) -> None:
    page = a_page(window, desk)
    qtmodeltester.check(page.matrix)
    qtmodeltester.check(page.rows)


def test_units_stand_in_their_order_and_a_figure_shows_its_rows(window: MainWindow, desk: Desk) -> None:
    page = a_page(window, desk)
    assert [(cell(page, row, 0), cell(page, row, NAME)) for row in range(2)] == [
        ("1", "凤凰街道"),
        ("2", "坊安街道"),
    ]
    assert (cell(page, 0, TOTAL), cell(page, 0, PROBLEMS), cell(page, 0, FIRST)) == ("100.00", "100.00", "—")
    assert "未设目标" in str(page.matrix.index(0, FIRST).data(Qt.ItemDataRole.ToolTipRole))
    page.table.setCurrentIndex(page.matrix.index(1, PROBLEMS))
    assert page._heading.text() == "坊安街道 · 4.3 问题按时销号率"
    assert "0/1" in page._about.text() and "挂牌督办逾期每项扣0.5分" in page._about.text()
    assert rows(page) == [("甲项目", "未完成")]
    assert page.rows.lines[0].light is Light.RED
    page.table.setCurrentIndex(page.matrix.index(0, PROBLEMS))
    assert rows(page) == [("乙项目", "按期")]
    page.table.setCurrentIndex(page.matrix.index(0, FIRST))
    assert rows(page) == [] and page._no_rows.isVisible()


def test_a_units_name_shows_everything_that_cost_it_points(window: MainWindow, desk: Desk) -> None:
    page = a_page(window, desk)
    page.table.setCurrentIndex(page.matrix.index(1, NAME))
    assert page._heading.text() == "坊安街道 · 失分记录2条"
    assert [word for _, word in rows(page)] == ["未完成", "逾期完成"]
    assert not page.rows_table.isColumnHidden(1)


def test_departments_are_ranked_apart(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = a_page(window, desk)
    button = page.kind.findChildren(QToolButton)[1]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.kind.value is ObjectClass.DEPARTMENT
    assert [unit.name for unit in page.matrix.units] == ["行政审批服务局"]
    page.table.setCurrentIndex(page.matrix.index(0, ITEMS))
    assert rows(page) == [("甲项目", "逾期完成")]


def test_enter_goes_from_the_figure_to_its_rows_and_from_a_row_to_its_project(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    page = a_page(window, desk)
    page.table.setCurrentIndex(page.matrix.index(1, ITEMS))
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert page.rows_table.currentIndex().row() == 0
    with qtbot.waitSignal(page.open_requested) as told:
        qtbot.keyClick(page.rows_table, Qt.Key.Key_Return)
    assert told.args is not None
    line = page.rows.lines[0]
    assert told.args == [line.case.project_id, "permits", line.case.owner_id]


def test_time_is_stepped_through_and_never_ahead(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    page = a_page(window, desk)
    assert page._period.text() == "2023年1月1日—2月24日"
    assert not page.next.isEnabled()
    qtbot.mouseClick(page.span.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    assert page.span.value is AssessedSpan.MONTH
    assert page._period.text() == "2023年2月1日—2月24日"
    page.table.setCurrentIndex(page.matrix.index(0, PROBLEMS))
    assert rows(page) == []
    qtbot.mouseClick(page.previous, Qt.MouseButton.LeftButton)
    assert page._period.text() == "2023年1月1日—1月31日"
    page.table.setCurrentIndex(page.matrix.index(page.matrix.row_of("坊安街道"), PROBLEMS))
    assert rows(page) == [("甲项目", "未完成")]
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert page.period == Period(date(2023, 2, 1), date(2023, 2, 24))


def test_a_yearly_target_is_set_where_it_counts(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_page(window, desk)
    page.table.setCurrentIndex(page.matrix.index(0, PROBLEMS))
    assert not page.mark.isVisible()
    page.table.setCurrentIndex(page.matrix.index(0, FIRST))
    assert page.mark.isVisible() and page.mark.text() == "设定年度目标…"

    def fill(dialog: RecordDialog[object]) -> int:
        value = dialog.editors["value"]
        assert isinstance(value, QLineEdit)
        value.setText("0")
        dialog._try()
        assert "目标值应大于 0" in dialog._problem.text()
        value.setText("4")
        dialog._try()
        return dialog.result()

    monkeypatch.setattr(RecordDialog, "exec", fill)
    page.mark.click()
    found = desk.read(scores, page.period)
    (one,) = [one for one in found.objects if one.name == "凤凰街道"]
    assert one.scores[0].target == Decimal(4)
    # It was the first, and is the current one still where it now stands.
    row = page.matrix.row_of("凤凰街道")
    assert page.table.currentIndex().row() == row
    assert cell(page, row, FIRST) == "0.00"


def test_the_paper_of_the_shown_month_is_printed(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_page(window, desk)
    shown: list[Printed] = []

    def show(desk: Desk, title: str, make: Make, parent: object) -> None:
        assert title.startswith(ReportKind.ASSESSMENT.zh)
        workspace: Workspace = desk.workspace
        shown.append(make(workspace))

    monkeypatch.setattr(paper, "show_paper", show)
    button = window.findChild(QPushButton, "print-assessment")
    assert button is not None
    button.click()
    assert shown[0].pages >= 3


def test_everything_is_named_for_those_who_do_not_see_it(window: MainWindow, desk: Desk) -> None:
    page = a_page(window, desk)
    for name in ("assessment-table", "assessment-rows"):
        table = page.findChild(QTableView, name)
        assert table is not None and table.accessibleName()
    words = page.matrix.index(1, PROBLEMS).data(Qt.ItemDataRole.AccessibleTextRole)
    assert str(words).startswith("坊安街道，4.3 问题按时销号率：得分0.00")
