"""The message of the day: one in working time, none twice, and no less without a tray."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.telling import WorkingHours
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.telling import gather
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.presence import Presence
from fangzi_desktop.ui.telling import Teller, TellingSettings, message
from fangzi_desktop.ui.tray import Tray, count_icon
from tests.builders import a_project

WORKING = datetime(2023, 2, 24, 2, 30, tzinfo=UTC)
EVENING = datetime(2023, 2, 24, 12, 0, tzinfo=UTC)
SATURDAY = datetime(2023, 2, 25, 2, 30, tzinfo=UTC)
MONDAY = datetime(2023, 2, 27, 1, 0, tzinfo=UTC)


class Hearer:
    """Takes messages, or says that nobody is there."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.is_there = True

    def __call__(self, title: str, words: str) -> bool:
        if self.is_there:
            self.heard.append((title, words))
        return self.is_there


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "told.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def at(workspace: Workspace) -> Callable[[datetime], None]:
    def set_clock(now: datetime) -> None:
        workspace._clock = OfficeClock(None, lambda: now)

    set_clock(WORKING)
    return set_clock


def an_overdue_problem(desk: Desk, text: str = "用电", due: date = date(2023, 2, 22)) -> None:
    project = desk.workspace.do(a_project, f"项目{text}").value
    form = ProblemForm(text, raised_on=date(2023, 2, 1), due=due)
    desk.do(raise_problem, project, form)


def looks(qtbot: QtBot, teller: Teller) -> None:
    with qtbot.waitSignal(teller.looked):
        teller.check()


def test_one_message_tells_everything_and_nothing_is_told_twice(
    qtbot: QtBot, desk: Desk, settings: QSettings, at: Callable[[datetime], None]
) -> None:
    for number in range(5):
        an_overdue_problem(desk, f"问题{number}", date(2023, 2, 16 + number))
    hearer = Hearer()
    teller = Teller(desk, TellingSettings(settings), hearer, desk)
    looks(qtbot, teller)
    ((title, words),) = hearer.heard
    assert title == "今日提醒：逾期5项"
    assert words.count("\n") == 3
    assert words.endswith("另有2项，点击查看")
    assert words.startswith("逾期8个自然日 · 问题0 · 项目问题0\n")
    teller.look_again()
    looks(qtbot, teller)
    # Nor after a restart.
    looks(qtbot, Teller(desk, TellingSettings(settings), hearer, desk))
    assert len(hearer.heard) == 1


def test_outside_working_time_nothing_is_told_and_in_the_morning_everything(
    qtbot: QtBot, desk: Desk, settings: QSettings, at: Callable[[datetime], None]
) -> None:
    hearer = Hearer()
    teller = Teller(desk, TellingSettings(settings), hearer, desk)
    an_overdue_problem(desk)
    for quiet in (EVENING, SATURDAY):
        at(quiet)
        teller.check()
        assert teller._job is None
    assert hearer.heard == []
    at(MONDAY)
    looks(qtbot, teller)
    assert len(hearer.heard) == 1


def test_an_act_is_told_of_soon_after_it_and_an_unchanged_day_is_read_once(
    qtbot: QtBot, desk: Desk, settings: QSettings, at: Callable[[datetime], None]
) -> None:
    hearer = Hearer()
    teller = Teller(desk, TellingSettings(settings), hearer, desk)
    teller._settled.setInterval(0)
    looks(qtbot, teller)
    teller.check()
    assert teller._job is None
    with qtbot.waitSignal(teller.looked):
        an_overdue_problem(desk)
    qtbot.waitUntil(lambda: len(hearer.heard) == 1)


def test_what_nobody_saw_is_told_later(
    qtbot: QtBot, desk: Desk, settings: QSettings, at: Callable[[datetime], None]
) -> None:
    an_overdue_problem(desk)
    hearer = Hearer()
    hearer.is_there = False
    teller = Teller(desk, TellingSettings(settings), hearer, desk)
    looks(qtbot, teller)
    hearer.is_there = True
    looks(qtbot, teller)
    assert len(hearer.heard) == 1


def test_with_messages_switched_off_nothing_is_told_and_nothing_forgotten(
    qtbot: QtBot, desk: Desk, settings: QSettings, at: Callable[[datetime], None]
) -> None:
    an_overdue_problem(desk)
    telling, hearer = TellingSettings(settings), Hearer()
    telling.set_notifies(False)
    teller = Teller(desk, telling, hearer, desk)
    teller.check()
    assert teller._job is None
    telling.set_notifies(True)
    looks(qtbot, teller)
    assert len(hearer.heard) == 1


def test_the_hours_of_this_machine_count(
    qtbot: QtBot, desk: Desk, settings: QSettings, at: Callable[[datetime], None]
) -> None:
    from datetime import time

    an_overdue_problem(desk)
    telling, hearer = TellingSettings(settings), Hearer()
    telling.set_hours(WorkingHours(time(13, 30), time(17, 0)))
    teller = Teller(desk, TellingSettings(settings), hearer, desk)
    teller.check()
    assert teller._job is None
    settings.setValue(f"{telling._group}/closes", "早上")
    assert telling.hours == WorkingHours()


def test_a_message_says_what_is_due_and_when(desk: Desk, at: Callable[[datetime], None]) -> None:
    an_overdue_problem(desk, "用电", date(2023, 2, 22))
    an_overdue_problem(desk, "用水", date(2023, 2, 24))
    an_overdue_problem(desk, "用气", date(2023, 2, 28))
    found = desk.read(gather, TellingSettings(QSettings()).told())
    title, words = message(found, date(2023, 2, 24))
    assert title == "今日提醒：逾期1项、5个工作日内到期2项"
    assert words.splitlines()[1] == "今天到期 · 用水 · 项目用水"


# The tray.


@pytest.fixture
def a_tray(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A system with a tray; returns what it was told."""
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "isVisible", lambda icon: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda icon: None)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda icon, title, words, *rest: told.append((title, words))
    )
    return told


@pytest.fixture
def no_tray(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))


def test_with_a_tray_the_desktop_is_told_and_a_click_leads_to_today(
    window: MainWindow, settings: QSettings, a_tray: list[tuple[str, str]]
) -> None:
    tray = Tray(window, TellingSettings(settings))
    assert tray.tell("今日提醒：逾期1项", "用电")
    assert a_tray == [("今日提醒：逾期1项", "用电")]
    window.showMinimized()
    tray.icon.messageClicked.emit()
    assert not window.isMinimized()
    assert window._area == "today"


def test_without_a_tray_the_window_in_use_says_it(
    window: MainWindow, settings: QSettings, no_tray: None, qtbot: QtBot
) -> None:
    tray = Tray(window, TellingSettings(settings))
    with qtbot.waitActive(window):
        window.activateWindow()
    assert tray.tell("今日提醒：逾期1项", "用电")
    assert window.message_bar.text == "今日提醒：逾期1项\n用电"
    assert window.message_bar.isVisible()
    window.hide()
    assert not tray.tell("今日提醒：逾期2项", "")


def test_a_panel_that_starts_after_the_program_gets_the_icon_too(
    window: MainWindow, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[bool] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda icon: shown.append(True))
    tray = Tray(window, TellingSettings(settings))
    tray.appear()
    assert shown == []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    tray.appear()
    assert shown == [True]


def test_the_icon_follows_the_count_in_words_too(window: MainWindow, settings: QSettings) -> None:
    tray = Tray(window, TellingSettings(settings))
    assert tray.icon.toolTip() == "坊子专班"
    an_overdue_problem(window.desk)
    window._refresh_foot()
    assert tray.icon.toolTip() == "坊子专班：1项逾期"


@pytest.mark.parametrize("size", [16, 22, 24])
def test_the_icon_is_painted_for_each_size_and_differs_by_count(size: int) -> None:
    images = [count_icon(count).pixmap(size, size).toImage() for count in (0, 1, 12, 99, 100)]
    assert all(image.width() == size for image in images)
    assert all(one != other for one, other in itertools.pairwise(images))
    assert count_icon(100).pixmap(size, size).toImage() == count_icon(7000).pixmap(size, size).toImage()


def test_closing_leaves_the_program_in_the_tray_only_if_that_is_wanted(
    window: MainWindow, settings: QSettings, a_tray: list[tuple[str, str]]
) -> None:
    telling = TellingSettings(settings)
    tray = Tray(window, telling)
    telling.set_stays_in_tray(True)
    assert not window.close()
    assert not window.isVisible()
    assert not QApplication.quitOnLastWindowClosed()
    tray.show_window()
    assert window.isVisible()
    assert QApplication.quitOnLastWindowClosed()
    telling.set_stays_in_tray(False)
    assert window.close()


def test_without_a_tray_closing_always_ends_the_window(
    window: MainWindow, settings: QSettings, no_tray: None
) -> None:
    telling = TellingSettings(settings)
    tray = Tray(window, telling)
    telling.set_stays_in_tray(True)
    event = QCloseEvent()
    assert not tray.eventFilter(window, event)
    assert event.type() is QEvent.Type.Close
    assert window.close()


def test_leaving_from_the_tray_ends_the_program_even_where_it_stays_otherwise(
    window: MainWindow,
    settings: QSettings,
    a_tray: list[tuple[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    telling = TellingSettings(settings)
    telling.set_stays_in_tray(True)
    tray = Tray(window, telling)
    window.close()
    quits: list[bool] = []
    monkeypatch.setattr("fangzi_desktop.ui.tray.QGuiApplication.quit", lambda: quits.append(True))
    tray.leave()
    assert quits == [True]


def test_a_system_that_shuts_down_is_not_kept_waiting(
    window: MainWindow, settings: QSettings, a_tray: list[tuple[str, str]]
) -> None:
    telling = TellingSettings(settings)
    telling.set_stays_in_tray(True)
    tray = Tray(window, telling)
    tray._let_go(None)
    assert window.close()


def test_a_minimised_start_goes_to_the_tray(
    qtbot: QtBot, desk: Desk, settings: QSettings, a_tray: list[tuple[str, str]]
) -> None:
    window = MainWindow(desk, settings)
    qtbot.addWidget(window)
    window.start(hidden=True)
    Presence(window, settings, minimized=True).begin()
    assert not window.isVisible()
    QApplication.setQuitOnLastWindowClosed(True)
    desk.wait()


def test_a_minimised_start_goes_to_the_task_bar_where_there_is_no_tray(
    qtbot: QtBot, desk: Desk, settings: QSettings, no_tray: None
) -> None:
    window = MainWindow(desk, settings)
    qtbot.addWidget(window)
    window.start(hidden=True)
    Presence(window, settings, minimized=True).begin()
    assert window.isMinimized()
    desk.wait()
