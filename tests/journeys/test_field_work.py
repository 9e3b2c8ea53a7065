"""Out and back by somebody who has no mouse: handed out, opened, worked on, brought back, merged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangzi_desktop.app import open_window
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.conflicts import conflict_count
from fangzi_desktop.services.handing_out import hand_outs
from fangzi_desktop.services.visits import visits
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field import bringing_back, hand_out_dialog, opening, return_preview
from fangzi_desktop.ui.field.package_dialog import PackageDialog
from fangzi_desktop.ui.field.return_preview import ReturnPreview
from fangzi_desktop.ui.main_window import MainWindow
from tests.builders import a_project
from tests.conftest import TODAY
from tests.journeys.keyboard import CTRL, answering, focused, go_to, press, push, write

_PATIENCE_MS = 30_000


def test_work_on_site_comes_home_by_keys_alone(
    window: MainWindow, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = desk.workspace.do(a_project, name="甲液压阀组项目", stage=Stage.CONSTRUCTION).value
    desk.workspace.do(a_project, name="乙新材料项目", stage=Stage.CONSTRUCTION)
    out, back, folder = tmp_path / "out.fzpack", tmp_path / "back.fzpack", tmp_path / "外勤-2023-001"
    started: list[Path] = []
    monkeypatch.setattr(hand_out_dialog, "ask_target", lambda *_: out)
    monkeypatch.setattr(bringing_back, "ask_target", lambda *_: back)
    monkeypatch.setattr(opening, "ask_package", lambda *_: out)
    monkeypatch.setattr(opening, "start_on", lambda path: started.append(path) is None)
    monkeypatch.setattr(return_preview, "choose_return", lambda *_: back)

    def finish() -> None:
        push("package-act")
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PackageDialog)
        qtbot.waitUntil(lambda: not dialog.is_working, timeout=_PATIENCE_MS)
        assert dialog.is_over, dialog.said
        press(Qt.Key.Key_Return)

    def hand_one_out() -> None:
        qtbot.waitUntil(lambda: focused().objectName() == "hand-out-all")
        press(Qt.Key.Key_Down)
        go_to("picker-search")
        QTest.keyClicks(focused(), "jyy")
        go_to("picker-projects")
        press(Qt.Key.Key_Space)
        go_to("hand-out-note")
        write("一号笔记本")
        finish()

    press(Qt.Key.Key_6, CTRL)
    go_to("field-parts")
    for _ in range(2):
        press(Qt.Key.Key_Right)
    answering(hand_one_out, lambda: push("hand-out-projects"))
    (handed,) = desk.read(hand_outs)
    assert (handed.projects, handed.note) == (("甲液压阀组项目",), "一号笔记本")
    answering(finish, lambda: push("open-a-package"))
    assert started == [folder]

    # The office stays behind; the laptop has one window.
    window.hide()
    site = open_window(folder, TODAY)
    site.activateWindow()
    qtbot.waitUntil(site.isActiveWindow)
    try:
        _record_a_visit(qtbot)
        answering(finish, lambda: press(Qt.Key.Key_B, CTRL))
        assert site._copy_banner is not None
        assert site._copy_banner.words.text().endswith("没有未带回的操作")
    finally:
        site.desk.wait()
        site.close()
        site.deleteLater()

    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    push("take-in-return")
    preview = window.findChild(ReturnPreview)
    assert preview is not None
    qtbot.waitUntil(lambda: preview.merge_button.isEnabled() and preview._job is None, timeout=_PATIENCE_MS)
    with qtbot.waitSignal(desk.changed, timeout=_PATIENCE_MS):
        press(Qt.Key.Key_Return, CTRL)
    (line,) = desk.read(visits, project)
    assert line.form.text == "浇筑二层"
    assert desk.read(conflict_count) == 0
    (handed,) = desk.read(hand_outs)
    assert handed.returned_on == TODAY


def _record_a_visit(qtbot: QtBot) -> None:
    def fill() -> None:
        qtbot.waitUntil(lambda: focused().objectName() == "visit-project")
        QTest.keyClicks(focused(), "jyy")
        press(Qt.Key.Key_Return)
        go_to("record-text")
        write("浇筑二层")
        press(Qt.Key.Key_Return, CTRL)

    press(Qt.Key.Key_6, CTRL)
    answering(fill, lambda: press(Qt.Key.Key_N))
