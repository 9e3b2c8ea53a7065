"""The calendar as a person uses it: month and week, keys, drops, filters and menus (2025-10-09)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QContextMenuEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import NodeKind
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.services.construction import NodeForm, nodes, set_node
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.due_days import DayItem
from fangzi_desktop.services.permits import accept_item
from fangzi_desktop.services.problems import ProblemForm, raise_problem, write_off_problem
from fangzi_desktop.services.snoozing import snooze
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.calendar import moving, plan
from fangzi_desktop.ui.calendar.day_list import DayList
from fangzi_desktop.ui.calendar.extending import ExtensionDialog
from fangzi_desktop.ui.calendar.items import MIME_TYPE, mime_of
from fangzi_desktop.ui.calendar.page import CalendarPage
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs import calendar_export
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.notices import issue
from tests.builders import a_project, a_project_with_permits, item_id
from tests.conftest import OpenWorkspace

TODAY = date(2025, 10, 9)
EARLY = date(2025, 9, 1)

OpenPage = Callable[[Workspace], CalendarPage]


@pytest.fixture
def october(open_folder: OpenWorkspace) -> Workspace:
    """Two officers' problems in October 2025; six of them on the 15th."""
    workspace = open_folder(TODAY)
    first = workspace.do(a_project, "甲项目", service_officer="专员甲").value
    other = workspace.do(a_project, "乙项目", service_officer="专员乙").value
    for project, text, unit, day in (
        (first, "用电容量不足", "供电公司", 13),
        (first, "便道未通", "凤凰街道", 8),
        (other, "围墙未拆", "水利局", 24),
        *((other, f"第{n}件", "水利局", 15) for n in range(6)),
    ):
        workspace.do(raise_problem, project, ProblemForm(text, unit, EARLY, date(2025, 10, day)))
    return workspace


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def open_page(qtbot: QtBot, settings: QSettings) -> Iterator[OpenPage]:
    opened: list[CalendarPage] = []

    def open_it(workspace: Workspace) -> CalendarPage:
        page = CalendarPage(Desk(workspace), settings)
        opened.append(page)
        qtbot.addWidget(page)
        page.resize(1290, 694)
        page.show()
        QApplication.processEvents()
        return page

    yield open_it
    opened.clear()


def october_day(day: int) -> date:
    return date(2025, 10, day)


def shown(page: CalendarPage, day: date) -> list[str]:
    """What stands on a day of the month or week that is shown."""
    if page.is_month:
        found = page.month.days.day_at(page.month.days.index_of(day))
        return [item.label for item in found.items] if found is not None else []
    return [item.label for one in page.week.columns if one.day == day for item in one.list.items.items]


def item_on(page: CalendarPage, day: date, place: int = 0) -> DayItem:
    found = page.month.days.day_at(page.month.days.index_of(day))
    assert found is not None
    return found.items[place]


def menu_of(page: CalendarPage) -> QMenu:
    (menu,) = [one for one in page.findChildren(QMenu, "calendar-move-menu") if one.isVisible()]
    return menu


def words(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def choose(menu: QMenu, beginning: str) -> None:
    (action,) = [one for one in menu.actions() if one.text().startswith(beginning)]
    assert action.isEnabled()
    menu.close()
    action.trigger()


def drop(page: CalendarPage, qtbot: QtBot, data: QMimeData, on: date) -> None:
    """Drop something on a day of the month."""
    point = QPointF(page.month.visualRect(page.month.days.index_of(on)).center())
    args = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    move = Qt.DropAction.MoveAction
    page.month.dragMoveEvent(QDragMoveEvent(point.toPoint(), move, *args))
    page.month.dropEvent(QDropEvent(point, move, *args))
    # The menu opens once the drag itself has ended.
    QApplication.processEvents()


def due_of(workspace: Workspace, owner: str) -> date | None:
    return next(line.face.due for line in workspace.read(deadlines) if line.face.owner_id == owner)


def note(page: CalendarPage) -> str:
    found = page.findChild(QLabel, "calendar-note")
    assert found is not None
    return found.text()


def day_list(page: CalendarPage) -> DayList:
    found = page.findChild(DayList)
    assert found is not None
    return found


def test_the_models_behave_as_qt_expects(
    october: Workspace, open_page: OpenPage, qtmodeltester: object
) -> None:
    page = open_page(october)
    qtmodeltester.check(page.month.days)  # type: ignore[attr-defined]
    page.show_mode(month=False)
    qtmodeltester.check(page.week.columns[3].list.items)  # type: ignore[attr-defined]


def test_the_month_shows_each_day_with_what_is_due(october: Workspace, open_page: OpenPage) -> None:
    page = open_page(october)
    assert page.title == "2025年10月"
    assert shown(page, october_day(13)) == ["用电容量不足"]
    assert shown(page, october_day(8)) == ["便道未通"]
    assert len(shown(page, october_day(15))) == 6
    heads = page.month.days
    assert [heads.headerData(n, Qt.Orientation.Horizontal) for n in (0, 6)] == ["周一", "周日"]
    assert [heads.headerData(n, Qt.Orientation.Vertical) for n in (0, 5)] == ["40", "45"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (october_day(9), "10月9日 星期四，今天，没有到期事项"),
        (october_day(8), "10月8日 星期三，国庆节放假，1项：■ 便道未通 · 甲项目"),
        (october_day(6), "10月6日 星期一，中秋节放假，没有到期事项"),
        (october_day(11), "10月11日 星期六，调休上班（国庆节），没有到期事项"),
        (october_day(13), "10月13日 星期一，1项：▲ 用电容量不足 · 甲项目"),
    ],
)
def test_a_day_says_everything_to_somebody_who_hears_it(
    october: Workspace, open_page: OpenPage, day: date, said: str
) -> None:
    page = open_page(october)
    index = page.month.days.index_of(day)
    assert page.month.days.data(index, Qt.ItemDataRole.AccessibleTextRole) == said


def test_an_item_tells_what_is_left_with_its_unit(october: Workspace, open_page: OpenPage) -> None:
    page = open_page(october)
    page.show_mode(month=False)
    page.turn(1)
    items = page.week.columns[0].list.items
    assert items.data(items.index(0), Qt.ItemDataRole.AccessibleTextRole) == (
        "临期，用电容量不足，甲项目，剩4个自然日 · 专员甲 · 供电公司，回车办理，M 键改期"
    )


@pytest.mark.parametrize(
    ("key", "day", "title"),
    [
        (Qt.Key.Key_Left, october_day(8), "2025年10月"),
        (Qt.Key.Key_Down, october_day(16), "2025年10月"),
        (Qt.Key.Key_PageDown, date(2025, 11, 9), "2025年11月"),
        (Qt.Key.Key_PageUp, date(2025, 9, 9), "2025年9月"),
    ],
)
def test_keys_go_from_day_to_day_and_from_month_to_month(
    october: Workspace, open_page: OpenPage, qtbot: QtBot, key: Qt.Key, day: date, title: str
) -> None:
    page = open_page(october)
    qtbot.keyClick(page.month, key)
    assert (page.day, page.title) == (day, title)
    current = page.month.current_day()
    assert current is not None
    assert current.day == day
    qtbot.keyClick(page.month, Qt.Key.Key_Home)
    assert (page.day, page.title) == (TODAY, "2025年10月")


def test_arrows_go_over_the_end_of_a_month_and_a_short_month_keeps_its_last_day(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    page.go_to(october_day(31))
    qtbot.keyClick(page.month, Qt.Key.Key_Right)
    assert (page.day, page.title) == (date(2025, 11, 1), "2025年11月")
    page.go_to(date(2026, 1, 31))
    qtbot.keyClick(page.month, Qt.Key.Key_PageDown)
    assert (page.day, page.title) == (date(2026, 2, 28), "2026年2月")


def test_a_click_on_a_day_of_the_next_month_chooses_it_and_does_not_turn(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    cell = page.month.visualRect(page.month.days.index_of(date(2025, 11, 4)))
    qtbot.mouseClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert (page.day, page.title) == (date(2025, 11, 4), "2025年10月")


def test_the_week_has_a_column_for_each_day(october: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(october)
    page.show_mode(month=False)
    assert page.title == "2025年10月6日—12日 · 第41周"
    assert [column.day for column in page.week.columns] == [october_day(6 + n) for n in range(7)]
    assert page.week.columns[5].list.accessibleName() == ("10月11日 星期六，调休上班（国庆节），没有到期事项")
    lists = [column.list for column in page.week.columns]
    assert lists[3].hasFocus()
    qtbot.keyClick(lists[3], Qt.Key.Key_Right)
    assert (page.day, lists[4].hasFocus()) == (october_day(10), True)
    qtbot.keyClick(lists[4], Qt.Key.Key_PageDown)
    assert (page.day, page.title) == (october_day(17), "2025年10月13日—19日 · 第42周")
    assert len(shown(page, october_day(15))) == 6


def test_the_week_goes_on_over_sunday(october: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(october)
    page.show_mode(month=False)
    page.go_to(october_day(12))
    qtbot.keyClick(page.week.columns[6].list, Qt.Key.Key_Right)
    assert page.day == october_day(13)
    assert page.week.columns[0].list.hasFocus()


def test_the_way_it_is_shown_and_the_officer_are_remembered(october: Workspace, open_page: OpenPage) -> None:
    page = open_page(october)
    page.show_mode(month=False)
    box = page.findChild(QComboBox, "calendar-officer")
    assert box is not None
    box.setCurrentIndex(box.findText("专员甲"))
    box.activated.emit(box.currentIndex())
    page.turn(1)
    assert shown(page, october_day(15)) == []
    again = open_page(october)
    assert not again.is_month
    again.turn(1)
    assert (shown(again, october_day(13)), shown(again, october_day(15))) == (["用电容量不足"], [])


def test_filters_keep_what_is_asked_for(october: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(october)
    departments = page.findChild(QComboBox, "calendar-department")
    urgent = page.findChild(QCheckBox, "calendar-urgent")
    assert departments is not None
    assert urgent is not None
    departments.setCurrentIndex(departments.findText("水利局"))
    departments.activated.emit(departments.currentIndex())
    assert (shown(page, october_day(13)), shown(page, october_day(24))) == ([], ["围墙未拆"])
    assert note(page) == "筛选后显示7 / 9项"
    qtbot.mouseClick(urgent, Qt.MouseButton.LeftButton, pos=QPoint(8, urgent.height() // 2))
    assert shown(page, october_day(24)) == []
    assert note(page) == "筛选后显示0 / 9项"
    page.search("不是任何东西")
    assert all(not shown(page, october_day(1) + timedelta(days=n)) for n in range(31))
    page.search("")
    departments.setCurrentIndex(0)
    departments.activated.emit(0)
    assert (shown(page, october_day(13)), shown(page, october_day(24))) == (["用电容量不足"], [])
    qtbot.mouseClick(urgent, Qt.MouseButton.LeftButton, pos=QPoint(8, urgent.height() // 2))
    assert note(page) == ""


def test_a_change_and_its_undoing_are_seen_at_once(october: Workspace, open_page: OpenPage) -> None:
    page = open_page(october)
    desk = page._desk
    problem = item_on(page, october_day(13)).owner_id
    desk.do(write_off_problem, problem, TODAY)
    assert shown(page, october_day(13)) == []
    desk.undo()
    assert shown(page, october_day(13)) == ["用电容量不足"]
    desk.redo()
    assert shown(page, october_day(13)) == []


def test_enter_opens_the_days_list_and_enter_in_it_asks_for_the_items_place(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    asked = []
    page.handle_requested.connect(lambda *place: asked.append(place))
    page.go_to(october_day(13))
    qtbot.keyClick(page.month, Qt.Key.Key_Return)
    dialog = day_list(page)
    item = dialog.list.items.items[0]
    assert dialog.windowTitle() == "10月13日 星期一"
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert asked == [(item.project_id, "problems", item.owner_id)]
    assert not dialog.isVisible()


def test_the_days_list_goes_to_the_days_before_and_after(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    page.open_day(october_day(13))
    dialog = day_list(page)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Right)
    assert (dialog.windowTitle(), page.day) == ("10月14日 星期二", october_day(14))
    # An empty day has no list to take the key.
    qtbot.keyClick(dialog, Qt.Key.Key_Right)
    assert len(dialog.list.items.items) == 6
    qtbot.keyClick(dialog.list, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_the_line_that_counts_the_rest_opens_the_list_and_shows_all(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    cell = page.month.visualRect(page.month.days.index_of(october_day(15)))
    qtbot.mouseClick(
        page.month.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(cell.left() + 20, cell.bottom() - 8)
    )
    assert len(day_list(page).list.items.items) == 6


def test_a_double_click_on_an_item_handles_it(october: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(october)
    with qtbot.waitSignal(page.handle_requested) as handled:
        point = page.month.place_of(october_day(13))
        qtbot.mouseDClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert handled.args is not None
    assert handled.args[1] == "problems"


def test_a_drop_asks_and_moves_the_reminder_only(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    item = item_on(page, october_day(13))
    drop(page, qtbot, mime_of(item), october_day(10))
    menu = menu_of(page)
    assert words(menu) == [
        "用电容量不足",
        "提醒改到 10月10日 星期五",
        "约定日期提前到 10月10日 星期五…",
    ]
    choose(menu, "提醒改到")
    assert due_of(october, item.owner_id) == october_day(13)
    back = item_on(page, october_day(10))
    assert (back.id, back.returns) == (item.id, True)
    assert shown(page, october_day(13)) == ["用电容量不足"]
    page._desk.undo()
    assert shown(page, october_day(10)) == []


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (october_day(18), "提醒改到 10月14日 星期二（最晚到期后第一个工作日）"),
        (october_day(12), "提醒改到 10月13日 星期一（休息日不提醒，顺延到下一工作日）"),
    ],
)
def test_a_drop_explains_where_the_rule_keeps_a_reminder(
    october: Workspace, open_page: OpenPage, qtbot: QtBot, day: date, said: str
) -> None:
    page = open_page(october)
    drop(page, qtbot, mime_of(item_on(page, october_day(13))), day)
    menu = menu_of(page)
    assert said in words(menu)
    menu.close()


@pytest.mark.parametrize(
    ("of", "day", "said"),
    [
        (13, TODAY, "提醒只能改到今天以后"),
        (24, october_day(10), "提醒不能改到这天："),
    ],
)
def test_a_reminder_that_cannot_be_moved_says_why(
    october: Workspace, open_page: OpenPage, qtbot: QtBot, of: int, day: date, said: str
) -> None:
    page = open_page(october)
    drop(page, qtbot, mime_of(item_on(page, october_day(of))), day)
    menu = menu_of(page)
    (action,) = [one for one in menu.actions() if one.text().startswith(said)]
    assert not action.isEnabled()
    menu.close()


def test_a_drop_in_the_week_asks_the_same(october: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(october)
    page.show_mode(month=False)
    page.turn(1)
    monday, friday = page.week.columns[0].list, page.week.columns[4].list
    data = mime_of(monday.items.items[0])
    args = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    friday.dropEvent(QDropEvent(QPointF(20, 20), Qt.DropAction.MoveAction, *args))
    QApplication.processEvents()
    menu = menu_of(page)
    assert words(menu)[1:] == [
        "提醒改到 10月14日 星期二（最晚到期后第一个工作日）",
        "登记延期到 10月17日 星期五…",
    ]
    menu.close()


def test_a_drop_on_its_own_day_or_of_something_else_asks_nothing(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    drop(page, qtbot, mime_of(item_on(page, october_day(13))), october_day(13))
    other = QMimeData()
    other.setText("别的")
    drop(page, qtbot, other, october_day(14))
    gone = QMimeData()
    gone.setData(MIME_TYPE, b"2025-10-13 problem:none")
    drop(page, qtbot, gone, october_day(14))
    assert not [one for one in page.findChildren(QMenu, "calendar-move-menu") if one.isVisible()]


def test_the_day_under_a_dragged_item_is_marked_until_it_leaves(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    point = page.month.visualRect(page.month.days.index_of(october_day(20))).center()
    args = (Qt.DropAction.MoveAction, mime_of(item_on(page, october_day(13))))
    event = QDragMoveEvent(point, *args, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    page.month.dragMoveEvent(event)
    assert event.isAccepted()
    assert page.month.painter_of_days.target == october_day(20)
    page.month.dropEvent(
        QDropEvent(
            QPointF(point), *args, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop
        )
    )
    assert page.month.painter_of_days.target is None
    QApplication.processEvents()
    menu_of(page).close()


def test_an_extension_of_an_agreed_day_wants_a_reason(
    open_folder: OpenWorkspace, open_page: OpenPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_folder(TODAY)
    project = workspace.do(a_project, "甲项目").value
    workspace.do(set_node, project, NodeKind.TOPPED_OUT, None, NodeForm(october_day(20), None, "原计划"))
    page = open_page(workspace)
    item = item_on(page, october_day(20))
    refused: list[str] = []

    def fill(dialog: QDialog) -> bool:
        dialog._try()  # type: ignore[attr-defined]
        refused.append(dialog._problem.text())  # type: ignore[attr-defined]
        dialog.editors["reason"].setText("雨季停工")  # type: ignore[attr-defined]
        dialog._try()  # type: ignore[attr-defined]
        return bool(dialog.result())

    monkeypatch.setattr(moving, "asked", fill)
    drop(page, qtbot, mime_of(item), october_day(31))
    choose(menu_of(page), "登记延期到 10月31日")
    assert refused == ["请写明延期的理由。"]
    line = next(one for one in workspace.read(nodes, project) if one.kind is NodeKind.TOPPED_OUT)
    assert (line.planned_on, line.note) == (october_day(31), "原计划；雨季停工")
    assert (shown(page, october_day(20)), len(shown(page, october_day(31)))) == ([], 1)


@pytest.fixture
def permits(open_folder: OpenWorkspace) -> Workspace:
    workspace = open_folder(TODAY)
    project = workspace.do(a_project_with_permits).value
    review = workspace.do(item_id, project, "DRAWING_REVIEW").value
    workspace.do(accept_item, review, date(2025, 9, 26))
    return workspace


def permit_of(page: CalendarPage) -> DayItem:
    found = [item for day in page.month.days.days for item in day.items if item.kind is ClockKind.PERMIT]
    return found[0]


def test_an_extension_of_a_permit_item_is_recorded_with_who_and_why(
    permits: Workspace, open_page: OpenPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(permits)
    item = permit_of(page)
    assert item.due is not None
    seen: list[str] = []

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, ExtensionDialog)
        dialog._try()
        seen.append(dialog._problem.text())
        dialog.reason.setText("专家评审延后")
        dialog.approved_by.setText("分管负责人")
        seen.append(dialog.new_due.text())
        dialog._try()
        return bool(dialog.result())

    monkeypatch.setattr(moving, "asked", fill)
    page.go_to(item.due)
    drop(page, qtbot, mime_of(item), item.due + timedelta(days=4))
    choose(menu_of(page), "登记延期到")
    due = due_of(permits, item.owner_id)
    assert due is not None
    assert seen[0] == "请写明理由。"
    assert seen[1].startswith(f"{due.month}月{due.day}日")
    assert due >= item.due + timedelta(days=4)
    page._desk.undo()
    assert due_of(permits, item.owner_id) == item.due


def test_a_limit_is_not_made_shorter_by_a_drop(permits: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(permits)
    item = permit_of(page)
    assert item.due is not None
    drop(page, qtbot, mime_of(item), item.due - timedelta(days=1))
    menu = menu_of(page)
    assert not [said for said in words(menu) if "延期" in said or "提前" in said]
    menu.close()


def test_m_asks_the_same_by_keyboard(
    october: Workspace, open_page: OpenPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(october)
    page.go_to(october_day(13))
    qtbot.keyClick(page.month, Qt.Key.Key_M)
    menu = menu_of(page)
    assert words(menu)[:2] == ["用电容量不足", "办理"]
    assert words(menu)[-3:] == ["提醒改到指定日期…", "登记延期到指定日期…", "出具提醒函、督办单…"]
    monkeypatch.setattr(moving, "ask_day", lambda *_: october_day(11))
    choose(menu, "提醒改到指定日期")
    assert item_on(page, october_day(11)).returns
    assert due_of(october, item_on(page, october_day(13)).owner_id) == october_day(13)
    page.go_to(october_day(11))
    qtbot.keyClick(page.month, Qt.Key.Key_M)
    choose(menu_of(page), "恢复提醒")
    assert shown(page, october_day(11)) == []


def test_m_on_a_day_of_several_opens_its_list_and_asks_there(
    october: Workspace, open_page: OpenPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(october)
    page.go_to(october_day(15))
    qtbot.keyClick(page.month, Qt.Key.Key_M)
    dialog = day_list(page)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Down)
    chosen = dialog.list.current()
    assert chosen is not None
    qtbot.keyClick(dialog.list, Qt.Key.Key_M)
    choose(menu_of(page), "稍后提醒：明天")
    assert item_on(page, october_day(10)).id == chosen.id
    dialog.reject()


def test_a_limit_asked_to_end_earlier_is_refused_in_words(
    permits: Workspace, open_page: OpenPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(permits)
    item = permit_of(page)
    monkeypatch.setattr(moving, "ask_day", lambda *_: EARLY)
    menu = page.moves.key_menu(item)
    with qtbot.waitSignal(page._desk.refused) as refused:
        choose(menu, "登记延期到指定日期")
    assert refused.args is not None
    assert isinstance(refused.args[0], UserError)
    assert refused.args[0].code == "agreed_day.not_later"


def test_the_menu_key_and_the_right_button_open_the_same_menu(
    october: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(october)
    page.go_to(october_day(13))
    reasons = QContextMenuEvent.Reason
    point = page.month.place_of(october_day(13))
    for reason in (reasons.Keyboard, reasons.Mouse):
        event = QContextMenuEvent(reason, point, page.month.viewport().mapToGlobal(point))
        page.month.contextMenuEvent(event)
        menu = menu_of(page)
        assert "办理" in words(menu)
        menu.close()
        QApplication.sendPostedEvents(menu, QEvent.Type.DeferredDelete)


def test_the_next_day_is_another_today(october: Workspace, open_page: OpenPage) -> None:
    page = open_page(october)
    key = item_on(page, october_day(13)).id
    page._desk.do(snooze, key, Later.DAY, october_day(10))
    assert shown(page, october_day(10)) == ["用电容量不足"]
    page.hide()
    page.mark_stale()
    page.show()
    assert shown(page, october_day(10)) == ["用电容量不足"]


def test_buttons_turn_and_bring_back(october: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(october)
    for name, title in (("calendar-on", "2025年11月"), ("calendar-back", "2025年10月")):
        button = page.findChild(QToolButton, name)
        assert button is not None
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert page.title == title
    page.turn(-3)
    today = page.findChild(QPushButton, "calendar-today")
    assert today is not None
    qtbot.mouseClick(today, Qt.MouseButton.LeftButton)
    assert (page.day, page.title) == (TODAY, "2025年10月")


def test_the_weeks_plan_is_asked_for_the_officer_chosen(
    october: Workspace, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(plan, "show_paper", lambda desk, title, make, over: asked.append((title, make)))
    page = open_page(october)
    page.go_to(october_day(15))
    page.show_plan()
    box = page.findChild(QComboBox, "calendar-officer")
    assert box is not None
    box.setCurrentIndex(box.findText("专员乙"))
    box.activated.emit(box.currentIndex())
    page.show_plan()
    assert [title for title, _ in asked] == ["第42周工作安排", "专员乙第42周工作安排"]
    printed = [make(october) for _, make in asked]  # type: ignore[operator]
    assert [one.pages for one in printed] == [2, 1]


def test_the_file_for_other_calendars_is_of_the_officer_chosen(
    october: Workspace, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(calendar_export, "ask_and_export", lambda desk, over, officer: asked.append(officer))
    page = open_page(october)
    button = page.findChild(QPushButton, "calendar-export")
    box = page.findChild(QComboBox, "calendar-officer")
    assert button is not None
    assert box is not None
    button.click()
    box.setCurrentIndex(box.findText("专员乙"))
    box.activated.emit(box.currentIndex())
    button.click()
    assert asked == [None, "专员乙"]


def test_a_notice_is_issued_from_the_menu_of_an_item(
    october: Workspace, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(issue, "issue_notice_for", lambda desk, clock, over: asked.append(clock))
    page = open_page(october)
    item = item_on(page, october_day(13))
    choose(page.moves.key_menu(item), "出具")
    assert asked == [item.id]


def test_the_area_stands_in_the_rail_and_opens_an_items_own_field(qtbot: QtBot, window: MainWindow) -> None:
    project = window.desk.workspace.do(a_project, "甲项目").value
    today = window.desk.workspace.today
    form = ProblemForm("用电", "供电公司", today, today)
    problem = window.desk.workspace.do(raise_problem, project, form).value
    button = window.findChild(QToolButton, "nav-calendar")
    assert button is not None
    assert button.accessibleName() == "日历"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    page = window._pages["calendar"]
    assert isinstance(page, CalendarPage)
    assert page.month.hasFocus()
    page.open_day(today)
    qtbot.keyClick(day_list(page).list, Qt.Key.Key_Return)
    opened = window._project_page
    assert opened is not None
    assert opened.project_id == project
    current = opened.problems.list.current
    assert current is not None
    assert current.id == problem
    qtbot.keyClick(opened, Qt.Key.Key_Escape)
    assert window._page is page
