"""The whole program through its window: the ledger in, a day's work, the paper out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from fangzi_desktop import paths
from fangzi_desktop.app import open_window
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import ClockKind, PermitState, ProjectStatus, Stage, Unit
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.faces import ClockFace
from fangzi_desktop.services.permits import checklist
from fangzi_desktop.services.register import register
from fangzi_desktop.services.today import today_page
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.reports import page as reports_page
from fangzi_desktop.ui.settings import page as settings_page
from fangzi_desktop.ui.today.model import ReminderModel
from fangzi_desktop.ui.today.page import TodayPage
from tests.conftest import TODAY
from tests.journeys.test_command_line import say

LEDGER = paths.resources() / "samples" / "ledger.xlsx"
LEFT = (ProjectStatus.VETOED, ProjectStatus.REMOVED, ProjectStatus.TERMINATED, ProjectStatus.CLOSED)
AREAS = ("today", "board", "projects", "calendar", "reports", "assessment", "settings")
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier

OpenIt = Callable[..., MainWindow]


@pytest.fixture
def open_it(qtbot: QtBot, folder: Path, qapp: QApplication) -> Iterator[OpenIt]:
    """Open the team folder's window on a day; every window is closed again."""
    opened: list[MainWindow] = []

    def show(today: date = TODAY) -> MainWindow:
        window = open_window(folder, today)
        opened.append(window)
        to_the_front(qtbot, window)
        return window

    yield show
    for window in opened:
        window.close()
        window.deleteLater()


def to_the_front(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def part(window: QWidget, name: str, kind: type[Any] = QWidget) -> Any:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def go(qtbot: QtBot, window: MainWindow, area: str) -> None:
    qtbot.mouseClick(part(window, f"nav-{area}"), Qt.MouseButton.LeftButton)


def column(window: MainWindow, stage: Stage) -> QAbstractItemView:
    found: QAbstractItemView = part(window, f"board-column-{stage.value}", QAbstractItemView)
    return found


def cards(window: MainWindow, stage: Stage) -> list[str]:
    model = column(window, stage).model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def texts(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_the_ledger_becomes_a_board_a_journal_and_a_report(
    qtbot: QtBot, open_it: OpenIt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_it()
    dialog = window.import_ledger(LEDGER)
    assert dialog is not None
    button = part(dialog, "ledger-import-button", QPushButton)
    qtbot.waitUntil(button.isEnabled)
    with qtbot.waitSignal(window.desk.changed):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    to_the_front(qtbot, window)
    assert {stage: len(cards(window, stage)) for stage in STAGES if cards(window, stage)} == {
        Stage.FORMATION: 6,
        Stage.PERMITS: 1,
        Stage.CONSTRUCTION: 2,
        Stage.COMPLETION: 1,
        Stage.COMPLIANCE: 1,
    }
    assert cards(window, Stage.PERMITS) == ["元宇宙配套产业园项目二期"]
    names = [line.name for line in window.desk.read(register)]
    assert len(names) == 11

    completion = column(window, Stage.COMPLETION)
    completion.setFocus()
    completion.setCurrentIndex(completion.model().index(0, 0))
    qtbot.keyClick(completion, Qt.Key.Key_Right, ALT)
    assert cards(window, Stage.SCALE_UP) == ["博鼎智能液压控制系统项目"]
    scale_up = column(window, Stage.SCALE_UP)
    qtbot.waitUntil(scale_up.hasFocus)
    qtbot.keyClick(scale_up, Qt.Key.Key_Return)
    tree = part(window, "journal", QTreeView)
    window.open_project(window._project_page.project_id, "journal")  # type: ignore[union-attr]
    told = [
        f"{model.index(row, 0, act).data()}：{model.index(row, 1, act).data()}"
        for model in [tree.model()]
        for act in [model.index(0, 0)]
        for row in range(model.rowCount(act))
    ]
    assert any("竣工投产 → 升规纳统" in line for line in told), told

    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    go(qtbot, window, "board")
    assert cards(window, Stage.COMPLETION) == ["博鼎智能液压控制系统项目"]
    assert cards(window, Stage.SCALE_UP) == []

    go(qtbot, window, "reports")
    save = part(window, "report-save", QPushButton)
    qtbot.waitUntil(save.isEnabled, timeout=20_000)
    assert part(window, "report-preview").isVisible()
    paper = tmp_path / "周报.pdf"
    monkeypatch.setattr(reports_page, "ask_target", lambda *args: paper)
    qtbot.mouseClick(save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: paper.exists() and str(paper) in window.message_bar.text, timeout=20_000)
    document = pypdfium2.PdfDocument(paper)
    printed = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    printed = "".join(printed.split())
    assert [name for name in names if name not in printed] == []


def test_a_project_is_added_listed_accepted_due_put_off_and_decided(qtbot: QtBot, open_it: OpenIt) -> None:
    window = open_it()
    planning = column(window, Stage.PLANNING)
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.insert("液压阀组项目")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert cards(window, Stage.PLANNING) == ["液压阀组项目"]
    planning.setCurrentIndex(planning.model().index(0, 0))
    qtbot.keyClick(planning, Qt.Key.Key_Return)
    page = window._project_page
    assert page is not None
    project = page.project_id
    window.open_project(project, "permits")
    part(window, "start-checklist-new-land", QPushButton).click()
    table = part(window, "permit-table", QAbstractItemView)
    assert len(page.checklist.model.lines) == 51
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)

    def filing() -> Any:
        return next(line for line in window.desk.read(checklist, project).lines if line.code == "FILING")

    assert (filing().state, filing().accepted_on) == (PermitState.ACCEPTED, TODAY)
    window.close()

    later = date(2023, 3, 1)
    window = open_it(later)
    go(qtbot, window, "today")
    reminders = part(window, "today-list", QAbstractItemView)
    model = reminders.model()
    assert isinstance(model, ReminderModel)
    assert len(model.lines) == 1
    (due,) = window.desk.read(today_page, None, None).lines
    assert due.is_overdue
    assert due.project == "液压阀组项目"
    today = window.show_area("today")
    assert isinstance(today, TodayPage)
    menu = today.later_menu(due)
    next(action for action in menu.actions() if action.isEnabled()).trigger()
    assert len(model.lines) == 0
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert len(model.lines) == 1

    reminders.setFocus()
    reminders.setCurrentIndex(model.index(list(model.rows).index(due), 0))
    qtbot.keyClick(reminders, Qt.Key.Key_Return)
    table = part(window, "permit-table", QAbstractItemView)
    assert table.isVisible()
    part(window, "item-number", QLineEdit).setText("备案〔2023〕1号")
    part(window, "item-decide", QPushButton).click()
    assert (filing().state, filing().decided_on) == (PermitState.DECIDED, later)
    go(qtbot, window, "today")
    assert "液压阀组项目" not in [line.project for line in window.desk.read(today_page, None, None).lines]


def naive_due(face: ClockFace, today: date, works: Callable[[date], bool]) -> date | None:
    """Count a due date anew, in the simplest way, from the one counted before a year's arrangement was known.

    Until it is published, New Year's Day is the one rest day that a year is known to have. Working days
    are counted again from `today`; of the others only a last day that is a rest day is put off. The tenth of
    a month, on which papers of statistics are due, is brought forward instead.
    """
    if face.kind is ClockKind.WINDOW and face.due is not None and face.code == "invest":
        day = face.due.replace(day=10)
        while not works(day):
            day -= timedelta(days=1)
        return day
    if face.due is None or face.due <= today or face.limit is None or face.is_floor:
        return face.due
    if face.limit.unit is Unit.WORKING_DAY:
        days = (today + timedelta(days=n) for n in range(1, (face.due - today).days + 1))
        left, day = sum(day.weekday() < 5 and (day.month, day.day) != (1, 1) for day in days), today
        while left:
            day += timedelta(days=1)
            left -= works(day)
        return day
    day = face.due
    if face.limit.unit is Unit.CALENDAR_DAY and not face.clock.suspensions:
        day = face.start + timedelta(days=face.limit.amount)
    while not works(day):
        day += timedelta(days=1)
    return day


def test_a_loaded_year_moves_the_due_dates_it_should_and_no_other(
    qtbot: QtBot, open_it: OpenIt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = date(2026, 12, 21)
    named = {date(2027, 1, day): "元旦" for day in range(1, 5)}
    named |= {date(2027, 2, day): "春节" for day in range(5, 13)}
    named |= {date(2027, 4, 5): "清明节", date(2027, 6, 9): "端午节", date(2027, 9, 15): "中秋节"}
    named |= {date(2027, 5, day): "劳动节" for day in range(1, 6)}
    named |= {date(2027, 10, day): "国庆节" for day in range(1, 8)}
    rest = set(named)
    made_up = {date(2027, 1, 9)}
    window = open_it(today)
    window.desk.do(fill_with_examples, 60)
    before = {line.face.id: line.face for line in window.desk.read(deadlines)}
    assert any(face.provisional for face in before.values())
    file = tmp_path / "2027.csv"
    lines = [f"{day},休,{named[day]}" for day in sorted(rest)] + [f"{day},班,元旦" for day in made_up]
    file.write_text("\n".join(["日期,类型,名称", *lines]), encoding="utf-8")
    monkeypatch.setattr(settings_page, "approve_year", lambda *args: True)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(file), ""))
    go(qtbot, window, "settings")
    qtbot.mouseClick(part(window, "settings-load-year", QPushButton), Qt.MouseButton.LeftButton)

    after = {line.face.id: line.face for line in window.desk.read(deadlines)}
    assert not any(face.provisional for face in after.values() if face.due and face.due.year < 2028)
    expected = {
        key: naive_due(face, today, lambda day: day in made_up or (day.weekday() < 5 and day not in rest))
        for key, face in before.items()
    }
    assert {key: face.due for key, face in after.items()} == expected
    units = {face.limit.unit for key, face in before.items() if face.limit and expected[key] != face.due}
    assert units >= {Unit.WORKING_DAY, Unit.CALENDAR_DAY}
    window.desk.undo()
    assert {line.face.id: line.face.due for line in window.desk.read(deadlines)} == {
        key: face.due for key, face in before.items()
    }


def test_a_second_window_on_a_folder_reads_and_says_who_writes(qtbot: QtBot, open_it: OpenIt) -> None:
    first = open_it()
    first.desk.do(fill_with_examples, 11)
    second = open_it()
    assert part(second, "banner").isVisible()
    assert "只读查看" in texts(part(second, "banner"))
    assert len(second.desk.read(register)) == 11
    stages = {line.id: line.stage for line in first.desk.read(register)}

    def refused(act: Callable[[], object]) -> None:
        second.message_bar.hide()
        act()
        assert second.message_bar.isVisible()
        assert "只读" in second.message_bar.text

    formation = column(second, Stage.FORMATION)
    formation.setFocus()
    formation.setCurrentIndex(formation.model().index(0, 0))
    refused(lambda: qtbot.keyClick(formation, Qt.Key.Key_Right, ALT))
    refused(lambda: second.import_ledger(LEDGER))
    second._add_project()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    field.insert("不该有的项目")
    refused(lambda: qtbot.keyClick(field, Qt.Key.Key_Return))
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    permits = next(key for key, stage in stages.items() if stage is Stage.PERMITS)
    second.open_project(permits, "permits")
    part(second, "item-apply", QPushButton).click()
    assert "只读" in texts(part(second, "item-panel"))
    second.open_project(permits, "overview")
    part(second, "field-name", QLineEdit).setText("改了的名称")
    part(second, "save-changes", QPushButton).click()
    assert "只读" in texts(part(second, "save-bar"))
    part(second, "discard-changes", QPushButton).click()
    assert {line.id: line.stage for line in first.desk.read(register)} == stages
    for area in AREAS:
        go(qtbot, second, area)
        assert second.isVisible()


def has_chinese(words: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in words)


def test_the_agreed_names_are_found_and_everything_in_focus_order_says_its_name(
    qtbot: QtBot, open_it: OpenIt
) -> None:
    window = open_it()
    window.desk.do(fill_with_examples, 20)
    by_stage: dict[Stage, set[str]] = {stage: set() for stage in STAGES}
    for line in window.desk.read(register):
        if line.status not in LEFT:
            by_stage[line.stage].add(line.name)
    for stage in STAGES:
        assert set(cards(window, stage)) == by_stage[stage]
    project = next(line for line in window.desk.read(register) if line.stage is Stage.PERMITS)
    for area in AREAS:
        go(qtbot, window, area)
        assert names_itself(window) == [], area
    for tab in ("overview", "permits", "problems", "journal"):
        window.open_project(project.id, tab)
        assert names_itself(window) == [], tab
    for name in ("search", "permit-table", "report-preview", "message-bar"):
        part(window, name)


def names_itself(window: MainWindow) -> list[str]:
    """What can have the focus and has neither an accessible name in Chinese nor a text of its own."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not has_chinese(said_name(widget))
    ]


def said_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def test_the_command_line_tells_what_the_window_recorded(qtbot: QtBot, open_it: OpenIt, folder: Path) -> None:
    window = open_it()
    window.desk.do(fill_with_examples, 30)
    shown = {line.id: line for line in window.desk.read(register)}
    dues = sorted(str(line.face.due) for line in window.desk.read(deadlines) if line.face.due)
    window.close()
    at = ("--data", folder, "--today", TODAY, "--json")
    listed = say(*at, "projects").document
    assert {one["id"]: (one["name"], one["stage"], one["light"]) for one in listed} == {
        key: (line.name, line.stage.value, line.light.value) for key, line in shown.items()
    }
    told = say(*at, "deadlines").document
    assert sorted(one["due"] for one in told if one["due"]) == dues
    for one in told:
        assert set(one) == {
            "project", "kind", "item", "start", "due", "left", "unit", "light", "provisional", "why",
        }  # fmt: skip
        assert date.fromisoformat(one["start"])
        assert (one["due"] is None) == (one["left"] is None)
        assert one["unit"] in ("working_day", "calendar_day", "month")
        assert one["light"] in ("green", "yellow", "red", "grey")
        assert has_chinese(one["why"])
    assert say(*at, "check").document == {"ok": True, "problems": []}


def test_the_narrowest_window_cuts_nothing_off_a_project(open_it: OpenIt) -> None:
    window = open_it()
    window.desk.do(fill_with_examples, 11)
    window.open_project(window.desk.read(register)[0].id, "overview")
    page = window._project_page
    assert page is not None
    for width in (1000, 1366):
        window.resize(width, 600)
        QApplication.processEvents()
        (scroll,) = page.overview.findChildren(QScrollArea)
        assert scroll.horizontalScrollBar().maximum() == 0
