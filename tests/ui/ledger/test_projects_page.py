"""The page with the list of projects."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import ProjectsPage
from tests.builders import a_project


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, tmp_path: Path) -> ProjectsPage:
    for name in ("甲项目", "乙项目", "丙项目"):
        desk.do(a_project, name)
    made = ProjectsPage(desk, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    return made


def actions(page: ProjectsPage) -> tuple[QLabel, QCheckBox, QPushButton]:
    return page._shown, page._with_left, page._export


def test_enter_opens_the_current_project(qtbot: QtBot, page: ProjectsPage) -> None:
    page.table.setCurrentIndex(page.model.index(1, 1))
    with qtbot.waitSignal(page.open_requested) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == [page.model.lines[1].id]


def test_a_search_says_how_many_of_all_it_shows(page: ProjectsPage) -> None:
    page.search("yxm")
    assert actions(page)[0].text() == "1 / 3"
    page.search("没有这样的")
    assert actions(page)[0].text() == "0 / 3"
    assert not page.table.isVisible()
    page.search("")
    assert actions(page)[0].text() == ""


def test_a_change_is_shown_at_once_and_keeps_the_current_project(page: ProjectsPage, desk: Desk) -> None:
    current = page.model.lines[2].id
    page.select(current)
    desk.do(a_project, "阿项目")
    assert len(page.model.lines) == 4
    assert page.model.lines[page.table.currentIndex().row()].id == current


def test_a_hidden_page_reads_only_when_it_is_shown_again(page: ProjectsPage, desk: Desk) -> None:
    page.hide()
    desk.do(a_project, "丁项目")
    assert len(page.model.lines) == 3
    page.show()
    assert len(page.model.lines) == 4


def test_the_ledger_is_exported_behind_the_window(qtbot: QtBot, page: ProjectsPage, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.said) as said:
        page.export_to(tmp_path / "台账")
    target = tmp_path / "台账.xlsx"
    assert said.args == [f"已导出 3 个项目：{target}"]
    assert openpyxl.load_workbook(target).sheetnames
    qtbot.waitUntil(lambda: actions(page)[2].isEnabled())


def test_an_export_that_cannot_be_written_says_why(
    qtbot: QtBot, page: ProjectsPage, desk: Desk, tmp_path: Path
) -> None:
    with qtbot.waitSignal(desk.refused) as refused:
        page.export_to(tmp_path / "nowhere" / "台账.csv")
    error = refused.args[0]
    assert isinstance(error, UserError)
    desk.wait()


def test_leaving_out_those_that_left_is_remembered(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)
    first = ProjectsPage(desk, settings)
    qtbot.addWidget(first)
    actions(first)[1].setChecked(False)
    second = ProjectsPage(desk, settings)
    qtbot.addWidget(second)
    assert not actions(second)[1].isChecked()


def test_an_empty_folder_says_what_to_do(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> None:
    page = ProjectsPage(Desk(workspace), QSettings(str(tmp_path / "empty.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(page)
    page.show()
    assert not page.table.isVisible()
    assert not actions(page)[2].isEnabled()
    assert any("导入台账" in label.text() for label in page.findChildren(QLabel))
