"""A paper shown over the window, to print and to save."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.printing import Printed, checklist_bytes, department_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.reports import paper
from fangzi_desktop.ui.reports.paper import PaperDialog, show_paper
from tests.builders import a_project_with_permits


def a_desk_sheet(workspace: Workspace) -> Printed:
    return workspace.glance(department_bytes, "区行政审批服务局")


def of_nobody(workspace: Workspace) -> Printed:
    return workspace.read(checklist_bytes, "nobody")


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def desk(workspace: Workspace) -> Desk:
    workspace.do(a_project_with_permits, name="甲/乙项目")
    return Desk(workspace)


def button(dialog: PaperDialog, name: str) -> QPushButton:
    found = dialog.findChild(QPushButton, name)
    assert found is not None
    return found


def test_a_paper_can_be_saved_once_it_is_there(
    qtbot: QtBot, desk: Desk, over: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(parent: QWidget, title: str, folder: str, name: str) -> Path:
        asked.append(name)
        return tmp_path / "清单.pdf"

    monkeypatch.setattr(paper, "ask_target", ask)
    dialog = show_paper(desk, "甲/乙项目手续清单", a_desk_sheet, over)
    save = button(dialog, "paper-save")
    assert not save.isEnabled()
    qtbot.waitUntil(save.isEnabled)
    assert dialog.state == "共1页"
    assert dialog.preview.pages == 1
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.state == f"已存为 {tmp_path / '清单.pdf'}")
    assert (tmp_path / "清单.pdf").read_bytes().startswith(b"%PDF")
    # A name may hold what a file name may not.
    assert asked == ["甲／乙项目手续清单-2023-02-24.pdf"]
    dialog.close()
    desk.wait()


def test_fonts_that_stand_in_are_named(qtbot: QtBot, desk: Desk, over: QWidget) -> None:
    dialog = show_paper(desk, "清单", a_desk_sheet, over)
    qtbot.waitUntil(button(dialog, "paper-save").isEnabled)
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    printed = desk.workspace.glance(department_bytes, "区行政审批服务局")
    assert any("公文标准字体" in words for words in said) is bool(printed.fallback_roles)
    dialog.close()
    desk.wait()


def test_a_paper_that_cannot_be_made_is_refused_and_its_window_closes(
    qtbot: QtBot, desk: Desk, over: QWidget
) -> None:
    with qtbot.waitSignal(desk.refused) as refused:
        dialog = show_paper(desk, "清单", of_nobody, over)
        gone = qtbot.waitSignal(dialog.destroyed)
    error = refused.args[0]
    assert isinstance(error, UserError)
    assert error.code == "project.unknown"
    gone.wait()
    desk.wait()


def test_escape_closes_a_paper_that_is_still_being_made(qtbot: QtBot, desk: Desk, over: QWidget) -> None:
    dialog = show_paper(desk, "清单", a_desk_sheet, over)
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.wait()


def test_printing_asks_for_a_printer_and_thinks_better_of_it(
    qtbot: QtBot, desk: Desk, over: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(paper, "ask_printer", lambda _, name, sizes, *__: asked.append((name, len(sizes))))
    dialog = show_paper(desk, "清单", partial(a_desk_sheet), over)
    qtbot.waitUntil(button(dialog, "paper-print").isEnabled)
    qtbot.mouseClick(button(dialog, "paper-print"), Qt.MouseButton.LeftButton)
    assert asked == [("清单", 1)]
    assert button(dialog, "paper-print").isEnabled()
    dialog.close()
    desk.wait()
