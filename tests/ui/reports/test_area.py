"""The reports area in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.reports import page as page_module
from fangzi_desktop.ui.reports.preview import Preview
from tests.builders import a_project


@pytest.fixture
def window(qtbot: QtBot, workspace: Workspace, tmp_path: Path) -> Iterator[MainWindow]:
    workspace.do(a_project, "元宇宙配套产业园")
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(Desk(workspace), settings)
    window.start()
    yield window
    window.close()


def test_the_rail_leads_to_the_report_and_its_actions(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = window.findChild(QPushButton, "report-save")
    assert save is None
    nav = window.findChild(QToolButton, "nav-reports")
    assert nav is not None
    qtbot.mouseClick(nav, Qt.MouseButton.LeftButton)
    preview = window.findChild(Preview, "report-preview")
    save = window.findChild(QPushButton, "report-save")
    assert preview is not None
    assert save is not None
    qtbot.waitUntil(lambda: can_be_saved(preview, save))
    monkeypatch.setattr(page_module, "ask_target", lambda *_: tmp_path / "周报.pdf")
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: says(window, f"已存为 {tmp_path / '周报.pdf'}"))
    assert (tmp_path / "周报.pdf").read_bytes().startswith(b"%PDF")
    window.show_area("board")
    assert not save.isVisible()


def can_be_saved(preview: Preview, save: QPushButton) -> None:
    assert save.isVisible()
    assert save.isEnabled()
    assert preview.picture_of(0) is not None


def says(window: MainWindow, words: str) -> None:
    assert window.message_bar.text == words


def test_closing_the_window_while_a_report_is_made_is_safe(qtbot: QtBot, window: MainWindow) -> None:
    page = window.show_area("reports")
    page.refresh()
    window.close()
    assert not window.isVisible()
