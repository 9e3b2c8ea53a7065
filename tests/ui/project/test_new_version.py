"""The word on a checklist that a newer version is in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services.permits import accept_item
from fangzi_desktop.services.templates import newer_version, newest_template, publish_template
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.version_move import MoveDialog
from fangzi_desktop.ui.project.new_version import NewVersionHint
from tests.builders import a_project_with_permits, item_id
from tests.conftest import TODAY


@pytest.fixture
def project(workspace: Workspace) -> str:
    project = workspace.do(a_project_with_permits).value
    workspace.do(accept_item, workspace.do(item_id, project, "FILING").value, date(2023, 2, 23))
    return project


def publish_slow_filing(workspace: Workspace) -> None:
    newest = workspace.read(newest_template)
    assert newest is not None
    rules = tuple(
        replace(rule, limit=Limit(5, Unit.WORKING_DAY)) if rule.code == "FILING" else rule
        for rule in newest.rules
    )
    workspace.do(publish_template, rules, newest.groups, TODAY, "")


@pytest.fixture
def hint(workspace: Workspace, qtbot: QtBot) -> Iterator[NewVersionHint]:
    page = QWidget()
    qtbot.addWidget(page)
    hint = NewVersionHint(Desk(workspace, page), page)
    page.show()
    yield hint
    page.close()


def answer(qtbot: QtBot, act: str) -> list[list[list[str]]]:
    """Press a button of the dialog that comes up, and remember what its table said."""
    said: list[list[list[str]]] = []

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, MoveDialog)
        table = dialog.table
        said.append([[table.words(row, column) for column in range(5)] for row in range(table.rowCount())])
        if act == "move":
            qtbot.mouseClick(dialog.move_button, Qt.MouseButton.LeftButton)
        else:
            dialog.done(QDialog.DialogCode.Rejected)

    QTimer.singleShot(0, press)
    return said


def test_nothing_is_said_while_a_project_follows_the_version_in_force(
    hint: NewVersionHint, project: str
) -> None:
    hint.show_project(project)
    assert not hint.isVisible()


def test_a_newer_version_is_told_and_the_project_can_be_moved(
    workspace: Workspace, hint: NewVersionHint, project: str, qtbot: QtBot
) -> None:
    publish_slow_filing(workspace)
    hint.show_project(project)
    assert hint.isVisible()
    assert "第1版" in hint.toolTip()
    assert "第2版" in hint.toolTip()
    said = answer(qtbot, "move")
    qtbot.mouseClick(hint.look, Qt.MouseButton.LeftButton)
    assert said == [
        [
            ["▲ 到期日", "企业投资项目备案", "到期日", "2023年2月24日", "2023年3月2日"],
            ["◆ 修改", "企业投资项目备案", "承诺时限", "1个工作日", "5个工作日"],
        ]
    ]
    assert workspace.read(newer_version, project) is None
    hint.show_project(project)
    assert not hint.isVisible()


def test_who_thinks_better_of_it_moves_nothing(
    workspace: Workspace, hint: NewVersionHint, project: str, qtbot: QtBot
) -> None:
    publish_slow_filing(workspace)
    hint.show_project(project)
    answer(qtbot, "leave")
    qtbot.mouseClick(hint.look, Qt.MouseButton.LeftButton)
    assert workspace.read(newer_version, project) is not None
