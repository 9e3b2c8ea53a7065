"""打印 on the page of a project: which papers are offered, and that each opens."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from fangzi_desktop.services.dossier import dossier
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project.page import ProjectPage
from fangzi_desktop.ui.project.print_menu import PrintMenu
from fangzi_desktop.ui.reports.paper import PaperDialog
from tests.builders import a_project, a_project_with_permits


def page_of(window: MainWindow, project: str) -> ProjectPage:
    window.open_project(project)
    assert window._project_page is not None
    return window._project_page


def actions(menu: PrintMenu) -> dict[str, QAction]:
    return {action.objectName(): action for action in menu.menu().actions()}


def test_every_paper_on_the_project_is_offered(window: MainWindow, desk: Desk) -> None:
    project = desk.workspace.do(a_project_with_permits, name="甲项目").value
    offered = actions(page_of(window, project).print)
    assert [action.text() for action in offered.values()] == [
        "项目情况",
        "并联审批图（A4）",
        "并联审批图（A3）",
        "手续清单",
    ]
    assert all(action.isEnabled() for action in offered.values())


def test_without_a_checklist_there_is_nothing_of_it_to_print(window: MainWindow, desk: Desk) -> None:
    project = desk.workspace.do(a_project, "甲项目").value
    offered = actions(page_of(window, project).print)
    assert [name for name, action in offered.items() if action.isEnabled()] == ["print-project"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        pytest.param("print-project", "甲项目情况", id="the project"),
        pytest.param("print-parallel", "甲项目并联审批图", id="the chart"),
        pytest.param("print-parallel-wide", "甲项目并联审批图", id="the chart on A3"),
        pytest.param("print-permits", "甲项目手续清单", id="the checklist"),
    ],
)
def test_a_paper_that_is_chosen_is_shown(
    qtbot: QtBot, window: MainWindow, desk: Desk, name: str, title: str
) -> None:
    project = desk.workspace.do(a_project_with_permits, name="甲项目").value
    page = page_of(window, project)
    actions(page.print)[name].trigger()
    (dialog,) = window.findChildren(PaperDialog)
    assert dialog.windowTitle() == title
    qtbot.waitUntil(lambda: dialog.preview.pages > 0)
    dialog.close()
    desk.wait()


def test_the_papers_are_those_of_the_project_shown_now(window: MainWindow, desk: Desk) -> None:
    first = desk.workspace.do(a_project_with_permits, name="甲项目").value
    second = desk.workspace.do(a_project, "乙项目").value
    menu = page_of(window, first).print
    page_of(window, second)
    assert menu._dossier == desk.read(dossier, second)
