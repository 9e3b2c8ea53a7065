"""One department, all projects, on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton, QToolButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import Light, SuspensionReason
from fangzi_desktop.services.departments import department_sheet, departments
from fangzi_desktop.services.permits import accept_item, apply_item, decide_item, suspend_item
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.departments.model import (
    ITEM,
    OFFICER,
    PROJECT,
    DepartmentList,
    DeskSheet,
    Shown,
    left_words,
    light_words,
    state_words,
)
from fangzi_desktop.ui.departments.view import DepartmentsView
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.reports.paper import PaperDialog
from tests.builders import a_project_with_permits, item_id

FILING_OFFICE = "区行政审批服务局"
LAND_OFFICE = "市自然资源和规划局坊子分局"


def the_item(workspace: Workspace, project: str, code: str) -> str:
    found: str = workspace.do(lambda work: item_id(work, project, code)).value
    return found


def begun(desk: Desk, accepted_on: date, name: str, code: str = "FILING") -> str:
    project: str = desk.workspace.do(a_project_with_permits, name=name).value
    desk.do(accept_item, the_item(desk.workspace, project, code), accepted_on)
    return project


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> ProjectsPage:
    begun(desk, date(2023, 2, 23), "临期项目")
    begun(desk, date(2023, 2, 1), "逾期项目")
    project = desk.workspace.do(a_project_with_permits, name="收件项目").value
    desk.do(apply_item, the_item(desk.workspace, project, "FILING"), date(2023, 2, 22))
    desk.workspace.do(a_project_with_permits, name="可报项目")
    made = ProjectsPage(desk, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    made.show_part(Part.DEPARTMENTS)
    return made


def names(view: DepartmentsView) -> list[str]:
    return [line.project for line in view.sheet.lines]


def test_the_models_keep_qts_rules(desk: Desk, qtmodeltester: ModelTester) -> None:
    begun(desk, date(2023, 2, 1), "甲")
    sheet = DeskSheet()
    sheet.show_lines(desk.glance(department_sheet, FILING_OFFICE).lines)
    qtmodeltester.check(sheet)
    listed = DepartmentList()
    listed.show_departments(desk.glance(departments))
    qtmodeltester.check(listed)


def test_the_department_with_most_overdue_is_shown_first_and_its_worst_line_is_current(
    page: ProjectsPage,
) -> None:
    view = page.departments
    assert view.department == FILING_OFFICE
    assert names(view) == ["逾期项目", "临期项目", "收件项目", "可报项目"]
    assert view.table.currentIndex().row() == 0
    assert [state_words(line) for line in view.sheet.lines][2:] == ["已申报(收件)", "可申报"]


def test_each_line_says_its_light_and_what_is_left_in_words(page: ProjectsPage) -> None:
    late, soon, received, ready = page.departments.sheet.lines
    assert (light_words(late), light_words(soon)) == ("逾期", "临期")
    assert "工作日" in left_words(late)
    assert left_words(late).startswith("逾期")
    assert (light_words(received), left_words(received), left_words(ready)) == ("", "", "")


def test_what_stands_still_says_since_when(desk: Desk, page: ProjectsPage) -> None:
    late = page.departments.sheet.lines[0]
    desk.do(suspend_item, late.id, date(2023, 2, 2), SuspensionReason.HEARING)
    line = next(line for line in page.departments.sheet.lines if line.id == late.id)
    assert (light_words(line), left_words(line)) == ("暂停", "2月2日起暂停")


@pytest.mark.parametrize(
    ("shown", "projects"),
    [
        (Shown.IN_HAND, ["逾期项目", "临期项目", "收件项目"]),
        (Shown.READY, ["可报项目"]),
        (Shown.OVERDUE, ["逾期项目"]),
        (Shown.UNDECIDED, []),
    ],
)
def test_a_filter_shows_what_it_counts(page: ProjectsPage, shown: Shown, projects: list[str]) -> None:
    view = page.departments
    button = view.filter.findChildren(QToolButton)[list(Shown).index(shown)]
    assert button.text().endswith(f" {len(projects)}")
    button.click()
    assert names(view) == projects
    assert view.table.isVisible() is bool(projects)


def test_the_search_field_finds_projects_items_and_officers_by_pinyin(page: ProjectsPage) -> None:
    page.search("yqxm")
    assert names(page.departments) == ["逾期项目"]
    page.search("beian")
    assert len(names(page.departments)) == 4
    page.search("没有这样的")
    assert not page.departments.table.isVisible()
    said = [label.text() for label in page.departments.findChildren(QLabel) if label.isVisible()]
    assert any("没有符合的手续" in words for words in said)
    page.search("")
    assert len(names(page.departments)) == 4


def test_departments_are_found_by_pinyin(page: ProjectsPage) -> None:
    view = page.departments
    view.finder.setText("gddl")
    assert view.names.departments == []
    assert not view.list.isVisible()
    view.finder.setText("gwgd")
    assert [one.name for one in view.names.departments] == ["国网供电公司"]
    assert view.department == "国网供电公司"
    view.finder.clear()
    assert view.department == "国网供电公司"
    assert view.list.currentIndex().data() == "国网供电公司"


def test_columns_sort_and_a_third_click_leads_back_to_the_worst_first(
    qtbot: QtBot, page: ProjectsPage
) -> None:
    view = page.departments
    view.table.sortByColumn(PROJECT, Qt.SortOrder.AscendingOrder)
    assert names(view) == sorted(names(view), key=["可报项目", "临期项目", "收件项目", "逾期项目"].index)
    assert view.table.horizontalHeader().isSortIndicatorClearable()
    view.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert names(view)[0] == "逾期项目"


def test_a_line_without_a_due_day_sorts_last_in_either_order(page: ProjectsPage) -> None:
    view = page.departments
    for order in Qt.SortOrder:
        view.table.sortByColumn(5, order)
        assert {line.project for line in view.sheet.lines[-2:]} == {"收件项目", "可报项目"}


def test_keys_lead_from_the_list_into_the_sheet_and_to_the_item(qtbot: QtBot, page: ProjectsPage) -> None:
    view = page.departments
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert view.table.hasFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Down)
    line = view.sheet.lines[1]
    with qtbot.waitSignal(page.item_requested) as opened:
        qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert opened.args == [line.project_id, "permits", line.id]


def test_another_department_shows_its_own_sheet(page: ProjectsPage) -> None:
    view = page.departments
    view.list.setCurrentIndex(view.names.index(view.names.row_of(LAND_OFFICE), 0))
    assert view.department == LAND_OFFICE
    assert all(line.code != "FILING" for line in view.sheet.lines)


def test_a_department_without_work_says_so(page: ProjectsPage) -> None:
    view = page.departments
    idle = view.names.departments[-1].name
    view.show_department(idle)
    assert view.department == idle
    assert not view.table.isVisible()
    said = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    assert any("没有在办的手续" in words for words in said)


def test_before_any_checklist_the_page_says_where_one_is_made(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    made = ProjectsPage(desk, QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    made.show()
    made.show_part(Part.DEPARTMENTS)
    said = [label.text() for label in made.departments.findChildren(QLabel) if label.isVisible()]
    assert any("列出手续清单" in words for words in said)


def test_a_change_is_shown_at_once_and_keeps_the_current_line(desk: Desk, page: ProjectsPage) -> None:
    view = page.departments
    view.table.setCurrentIndex(view.sheet.index(2, ITEM))
    kept = view.sheet.lines[2].id
    desk.do(decide_item, view.sheet.lines[0].id, date(2023, 2, 23))
    assert names(view) == ["临期项目", "收件项目", "可报项目"]
    assert view.sheet.lines[view.table.currentIndex().row()].id == kept


def test_when_the_current_line_is_done_its_neighbour_is_current(desk: Desk, page: ProjectsPage) -> None:
    view = page.departments
    view.table.setCurrentIndex(view.sheet.index(1, ITEM))
    desk.do(decide_item, view.sheet.lines[1].id, date(2023, 2, 24))
    assert view.table.currentIndex().row() == 1


def test_a_hidden_page_reads_only_when_it_is_shown_again(desk: Desk, page: ProjectsPage) -> None:
    page.hide()
    desk.do(decide_item, page.departments.sheet.lines[0].id, date(2023, 2, 23))
    assert len(names(page.departments)) == 4
    page.show()
    assert len(names(page.departments)) == 3


def test_a_department_can_be_asked_for_whatever_was_filtered(page: ProjectsPage) -> None:
    view = page.departments
    view.finder.setText("gwgd")
    page.show_part(Part.LEDGER)
    page.show_department(FILING_OFFICE)
    assert page.part is Part.DEPARTMENTS
    assert view.department == FILING_OFFICE
    assert view.finder.text() == ""
    view.show_department("没有这个部门")
    assert view.department == FILING_OFFICE


def test_the_counts_of_the_list_are_the_lines_of_the_sheet(page: ProjectsPage) -> None:
    view = page.departments
    for row, one in enumerate(list(view.names.departments)):
        view.list.setCurrentIndex(view.names.index(row, 0))
        lines = view.sheet.all_lines
        assert one.in_hand == sum(map(Shown.IN_HAND.admits, lines))
        assert one.ready == sum(map(Shown.READY.admits, lines))
        assert one.undecided == sum(map(Shown.UNDECIDED.admits, lines))
        assert one.overdue == sum(map(Shown.OVERDUE.admits, lines))
        assert one.soon == sum(line.light is Light.YELLOW for line in lines)


def test_a_screen_reader_hears_the_department_with_its_counts(page: ProjectsPage) -> None:
    index = page.departments.names.index(0, 0)
    heard = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert heard.startswith(f"{FILING_OFFICE}：")
    assert "逾期 1" in heard
    assert "在办 3" in heard


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[MainWindow]:
    begun(desk, date(2023, 2, 23), "甲项目")
    begun(desk, date(2023, 2, 22), "乙项目")
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = MainWindow(desk, settings)
    made.start()
    yield made
    made.close()


def test_enter_opens_the_checklist_at_the_item_and_esc_leads_back_to_the_line(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.show_department(FILING_OFFICE)
    table = window.findChild(QAbstractItemView, "department-table")
    assert table is not None
    table.setCurrentIndex(table.model().index(1, PROJECT))
    project = table.currentIndex().data()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    permits = window.findChild(QAbstractItemView, "permit-table")
    assert permits is not None
    assert permits.isVisible()
    assert permits.currentIndex() != QModelIndex()
    qtbot.waitUntil(lambda: permits.hasFocus())
    qtbot.keyClick(permits, Qt.Key.Key_Escape)
    assert table.isVisible()
    assert table.currentIndex().data() == project
    assert table.currentIndex().row() == 1


def test_the_ledger_alone_offers_its_export(window: MainWindow) -> None:
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    assert page._export.isVisible()
    window.show_department(FILING_OFFICE)
    assert not page._export.isVisible()
    assert page.switch.isVisible()
    page.show_part(Part.LEDGER)
    assert page._export.isVisible()


def test_a_narrow_window_keeps_room_for_the_names(page: ProjectsPage) -> None:
    table = page.departments.table
    assert not table.isColumnHidden(OFFICER)
    page.resize(900, 500)
    assert table.isColumnHidden(OFFICER)
    assert table.columnWidth(PROJECT) >= 90
    page.resize(1200, 600)
    assert not table.isColumnHidden(OFFICER)


@pytest.mark.parametrize(
    ("name", "title"),
    [("department-print", f"{FILING_OFFICE}手续清单"), ("department-missing", f"{FILING_OFFICE}缺件清单")],
)
def test_the_department_shown_is_printed(
    qtbot: QtBot, page: ProjectsPage, desk: Desk, name: str, title: str
) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(PaperDialog)
    assert dialog.windowTitle() == title
    qtbot.waitUntil(lambda: dialog.preview.pages > 0)
    dialog.close()
    desk.wait()


def test_the_checklist_shown_is_printed(qtbot: QtBot, window: MainWindow) -> None:
    window.show_department(FILING_OFFICE)
    table = window.findChild(QAbstractItemView, "department-table")
    assert table is not None
    project = table.currentIndex().data()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    button = window.findChild(QPushButton, "print-checklist")
    assert button is not None
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    (dialog,) = window.findChildren(PaperDialog)
    assert dialog.windowTitle() == f"{project}手续清单"
    qtbot.waitUntil(lambda: dialog.preview.pages > 0)
    dialog.close()
    window.desk.wait()
