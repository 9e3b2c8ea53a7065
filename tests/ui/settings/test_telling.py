"""设置 · 提醒方式: what holds for this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSettings, QTime
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton, QTimeEdit, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.telling import WorkingHours
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.ui import autostart
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.settings.telling import TellingCard
from fangzi_desktop.ui.telling import TellingSettings
from tests.builders import a_project

T = TypeVar("T", bound=QWidget)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> QSettings:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return QSettings(str(tmp_path / "card.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def card(desk: Desk, settings: QSettings, qtbot: QtBot) -> Iterator[TellingCard]:
    host = QWidget()
    qtbot.addWidget(host)
    yield TellingCard(desk, settings, host)


def part(card: QWidget, kind: type[T], name: str) -> T:
    found = card.findChild(kind, name)
    assert found is not None
    return found


def test_the_hours_are_kept_and_impossible_ones_refused(
    card: TellingCard, desk: Desk, settings: QSettings, qtbot: QtBot
) -> None:
    opens = part(card, QTimeEdit, "telling-opens")
    with qtbot.waitSignal(card.changed):
        opens.setTime(QTime(9, 0))
        opens.editingFinished.emit()
    assert TellingSettings(settings).hours == WorkingHours(time(9), time(18))
    refused: list[UserError] = []
    desk.refused.connect(refused.append)
    opens.setTime(QTime(19, 0))
    opens.editingFinished.emit()
    assert [error.code for error in refused] == ["telling.hours"]
    assert opens.time() == QTime(9, 0)


def test_each_switch_is_kept_for_the_next_start(card: TellingCard, desk: Desk, settings: QSettings) -> None:
    notifies, stays = (part(card, QCheckBox, f"telling-{name}") for name in ("notifies", "stays"))
    assert (notifies.isChecked(), stays.isChecked()) == (True, False)
    notifies.click()
    stays.click()
    telling = TellingSettings(settings)
    assert (telling.notifies, telling.stays_in_tray) == (False, True)
    again = TellingCard(desk, settings, card)
    assert part(again, QCheckBox, "telling-stays").isChecked()
    assert not desk.workspace.can_undo


def test_starting_with_the_system_is_opted_into_and_out_of(
    card: TellingCard, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    starts = part(card, QCheckBox, "telling-starts")
    said: list[str] = []
    card.said.connect(said.append)
    starts.click()
    assert autostart.is_on(desk.workspace.store.folder)
    starts.click()
    assert not autostart.is_on(desk.workspace.store.folder)
    assert said == ["已设为随系统启动（最小化）", "已取消随系统启动"]
    refused: list[UserError] = []
    desk.refused.connect(refused.append)
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    starts.click()
    assert [error.code for error in refused] == ["autostart.unwritable"]
    assert not starts.isChecked()


def test_a_message_is_tried_from_the_settings(window: MainWindow, qtbot: QtBot) -> None:
    page = window.show_area("settings")
    with qtbot.waitSignal(window.telling_tried):
        part(page, QPushButton, "telling-try").click()
    with qtbot.waitSignal(window.telling_changed):
        part(page, QCheckBox, "telling-notifies").click()


def test_the_due_days_are_exported_from_the_settings(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.desk.do(a_project, "甲", stage=Stage.REVIEW)
    target = tmp_path / "到期"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page = window.show_area("settings")
    part(page, QPushButton, "telling-export").click()
    qtbot.waitUntil(lambda: "已导出 1 个到期日" in window.message_bar.text)
    assert target.with_suffix(".ics").exists()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    part(page, QPushButton, "telling-export").click()
    window.desk.wait()
