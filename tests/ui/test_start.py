"""The window from its start to the next day: where it begins, where it leads, and what stays true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.projects import correct_stage_dates
from fangzi_desktop.services.settings import change_team
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.assessment.page import AssessmentPage
from fangzi_desktop.ui.board.page import BoardPage
from fangzi_desktop.ui.calendar.page import CalendarPage
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.page import FieldPage
from fangzi_desktop.ui.ledger.page import ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project.page import ProjectPage
from fangzi_desktop.ui.reports.page import ReportsPage
from fangzi_desktop.ui.settings.page import SettingsPage
from fangzi_desktop.ui.today.page import TodayPage
from fangzi_desktop.ui.today.parts import StageBar
from tests.builders import a_project
from tests.conftest import OpenWorkspace

OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def open_start(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenWindow]:
    opened: list[MainWindow] = []

    def open_it(workspace: Workspace) -> MainWindow:
        settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Desk(workspace), settings)
        qtbot.addWidget(window)
        opened.append(window)
        window.start()
        return window

    yield open_it
    for window in opened:
        window.close()
    theme.apply(QApplication.instance(), dark=False)  # type: ignore[arg-type]


def an_overdue_review(workspace: Workspace) -> str:
    project: str = workspace.do(a_project, "甲", stage=Stage.REVIEW, service_officer="专员甲").value
    workspace.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 1), None)
    return project


def shown(window: MainWindow) -> object:
    return window._stack.currentWidget()


def words(window: QWidget) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_the_first_start_shows_the_board(open_folder: OpenWorkspace, open_start: OpenWindow) -> None:
    assert isinstance(shown(open_start(open_folder())), BoardPage)


def test_the_area_of_the_last_time_is_remembered(open_folder: OpenWorkspace, open_start: OpenWindow) -> None:
    first = open_start(open_folder())
    first.show_area("settings")
    first.close()
    second = open_start(open_folder())
    assert isinstance(shown(second), SettingsPage)
    second._settings.setValue("window/area", "gone")
    second.close()
    assert isinstance(shown(open_start(open_folder())), BoardPage)


def test_every_area_is_reached_by_its_button_and_its_key(
    workspace: Workspace, open_start: OpenWindow, qtbot: QtBot
) -> None:
    window = open_start(workspace)
    for number, (key, kind) in enumerate(
        (
            ("today", TodayPage),
            ("board", BoardPage),
            ("projects", ProjectsPage),
            ("calendar", CalendarPage),
            ("reports", ReportsPage),
            ("field", FieldPage),
            ("assessment", AssessmentPage),
            ("settings", SettingsPage),
        ),
        start=1,
    ):
        button = window.findChild(QToolButton, f"nav-{key}")
        assert button is not None
        assert button.toolTip().endswith(f"Ctrl+{number}")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert isinstance(shown(window), kind)


def test_the_search_field_is_there_only_where_it_finds_something(
    workspace: Workspace, open_start: OpenWindow
) -> None:
    window = open_start(workspace)
    window.show_area("settings")
    assert not window._search.isVisible()
    window._focus_search()
    assert isinstance(shown(window), BoardPage)
    assert window._search.isVisible()


def test_a_reminder_leads_to_its_project_and_a_stage_to_its_column(
    workspace: Workspace, open_start: OpenWindow, qtbot: QtBot
) -> None:
    project = an_overdue_review(workspace)
    window = open_start(workspace)
    today = window.show_area("today")
    assert isinstance(today, TodayPage)
    qtbot.keyClick(today.view, Qt.Key.Key_Return)
    opened = shown(window)
    assert isinstance(opened, ProjectPage)
    assert opened.project_id == project
    board = window.show_area("board")
    assert isinstance(board, BoardPage)
    window.show_area("today")
    bar = today.findChild(StageBar, "stage-planning")
    assert bar is not None
    assert board.columns[Stage.PLANNING].is_collapsed
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton)
    assert not board.columns[Stage.PLANNING].is_collapsed


def test_the_foot_follows_the_teams_name_and_its_undo(
    workspace: Workspace, open_start: OpenWindow, qtbot: QtBot
) -> None:
    window = open_start(workspace)
    window.desk.do(change_team, "装备制造服务专班", "坊子区")
    qtbot.waitUntil(lambda: "装备制造服务专班" in words(window._foot))
    window.desk.undo()
    qtbot.waitUntil(lambda: "装备制造服务专班" not in words(window._foot))


def test_a_copy_made_in_the_background_is_told_on_the_settings_page_too(
    workspace: Workspace, open_start: OpenWindow, qtbot: QtBot
) -> None:
    window = open_start(workspace)
    page = window.show_area("settings")
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: "已备份" in words(window._foot))
    assert "现有1份" in page._copies.text()


def test_a_window_left_open_overnight_reads_the_new_day(
    folder: Path, open_folder: OpenWorkspace, open_start: OpenWindow
) -> None:
    workspace = open_folder()
    an_overdue_review(workspace)
    now = [datetime(2023, 2, 24, 2, 0, tzinfo=UTC)]
    workspace._clock = OfficeClock(None, lambda: now[0])
    window = open_start(workspace)
    page = window.show_area("today")
    assert page.title == "今日 · 2月24日 星期五"
    now[0] = datetime(2023, 2, 26, 16, 30, tzinfo=UTC)
    window._watch_day()
    assert page.title == "今日 · 2月27日 星期一"
    assert "2023年2月27日 星期一" in words(window._foot)


def test_the_look_changes_at_once_and_is_kept(open_folder: OpenWorkspace, open_start: OpenWindow) -> None:
    window = open_start(open_folder())
    page = window.show_area("settings")
    for name, look in (("look-dark", theme.DARK), ("look-light", theme.LIGHT)):
        button = page.findChild(QRadioButton, name)
        assert button is not None
        button.click()
        assert theme.tokens() is look
    page.findChild(QRadioButton, "look-dark").click()  # type: ignore[union-attr]
    window.close()
    again = open_start(open_folder())
    assert theme.wanted_look(again._settings) is theme.Look.DARK


def test_the_report_has_no_search_field(workspace: Workspace, open_start: OpenWindow) -> None:
    window = open_start(workspace)
    window.show_area("reports")
    assert not window._search.isVisible()


def test_the_first_words_are_shown_whole(workspace: Workspace, open_start: OpenWindow) -> None:
    board = open_start(workspace).show_area("board")
    assert isinstance(board, BoardPage)
    QApplication.processEvents()
    for label in board.welcome.findChildren(QLabel):
        assert label.height() >= label.heightForWidth(label.width())
        assert label.width() >= label.sizeHint().width()
