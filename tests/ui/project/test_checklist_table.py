"""The checklist's table: writing in its cells, several items at once, filters, folds, zoom and keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import Applicability, PartKind, PermitPhase, PermitState, Route
from fangzi_desktop.services.parts import add_part, divide_items, name_coordinator
from fangzi_desktop.services.permits import (
    ChecklistLine,
    GroupLine,
    accept_item,
    checklist,
    settle_items,
    start_checklist,
)
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project import checklist as tab_module
from fangzi_desktop.ui.project.axis import Zoom
from fangzi_desktop.ui.project.checklist import ChecklistTab
from fangzi_desktop.ui.project.checklist_model import Part
from fangzi_desktop.ui.project.checklist_rows import Filters, Heading, Shown
from fangzi_desktop.ui.project.selection_bar import Together
from tests.builders import a_project, a_project_with_permits, item_id

TODAY = date(2023, 2, 24)


class Case:
    """A project on new land with its checklist open on an item."""

    def __init__(self, window: MainWindow, desk: Desk, code: str = "FILING") -> None:
        changes = desk.do(a_project_with_permits)
        assert changes is not None
        self.desk = desk
        self.window = window
        self.project = changes.value
        window.open_project(self.project, "permits", self.id(code))
        assert window._project_page is not None
        self.tab: ChecklistTab = window._project_page.checklist
        self.table = self.tab.table
        self.model = self.tab.model
        self.table.setFocus()

    def id(self, code: str) -> str:
        return self.desk.workspace.do(item_id, self.project, code).value

    def line(self, code: str) -> ChecklistLine:
        return next(one for one in self.desk.read(checklist, self.project).lines if one.code == code)

    def row(self, code: str) -> int:
        return self.model.row_of(self.id(code))

    @property
    def current(self) -> str:
        line = self.model.line_at(self.table.currentIndex().row())
        return line.code if line is not None else ""

    def select(self, *codes: str) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.table.clearSelection()
        for code in codes:
            self.table.selectionModel().select(self.model.index(self.row(code), 0), flags.Select | flags.Rows)

    def write(self, code: str, part: Part) -> QLineEdit:
        self.table.write_requested.emit(self.model.index(self.row(code), part), "")
        return self.tab.editor.field


@pytest.fixture
def case(window: MainWindow, desk: Desk) -> Case:
    return Case(window, desk)


# Writing in cells.


def test_a_first_day_of_acceptance_accepts_and_a_first_day_of_decision_decides(
    qtbot: QtBot, case: Case
) -> None:
    qtbot.keyClick(case.table, Qt.Key.Key_F2)
    field = case.tab.editor.field
    assert field.isVisible() and field.hasFocus()
    assert field.accessibleName() == "企业投资项目备案的受理日期"
    field.setText("0220")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert case.line("FILING").accepted_on == date(2023, 2, 20)
    assert case.window.message_bar.text.endswith("登记受理")
    assert not field.isVisible() and case.table.hasFocus()
    qtbot.keyClick(case.table, Qt.Key.Key_Right)
    qtbot.keyClick(case.table, Qt.Key.Key_F2)
    case.tab.editor.field.setText("2.21")
    qtbot.keyClick(case.tab.editor.field, Qt.Key.Key_Return)
    assert case.line("FILING").state is PermitState.DECIDED
    assert case.line("FILING").decided_on == date(2023, 2, 21)
    case.desk.undo()
    assert case.line("FILING").state is PermitState.ACCEPTED


def test_another_day_corrects_and_an_emptied_cell_takes_the_day_back(qtbot: QtBot, case: Case) -> None:
    case.desk.do(accept_item, case.id("FILING"), date(2023, 2, 20))
    field = case.write("FILING", Part.ACCEPTED)
    assert field.text() == "2023-02-20" and field.selectedText() == field.text()
    field.setText("2月17日")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert case.line("FILING").accepted_on == date(2023, 2, 17)
    assert case.window.message_bar.text.endswith("更正手续日期")
    case.write("FILING", Part.ACCEPTED).setText("")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert case.line("FILING").accepted_on is None


def test_what_is_refused_stays_in_the_field_with_the_reason_beside_it(qtbot: QtBot, case: Case) -> None:
    case.desk.do(accept_item, case.id("LAND_ANNOUNCE"), date(2023, 2, 20))
    field = case.write("LAND_ANNOUNCE", Part.DECIDED)
    field.setText("0223")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    problem = case.tab.editor.problem
    assert problem.isVisible() and problem.text().startswith("法定最短期限未满")
    assert field.text() == "0223" and field.hasFocus()
    assert case.table.viewport().rect().contains(problem.geometry())
    field.setText("23日")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert "读不懂" in problem.text()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible() and not problem.isVisible()
    assert case.line("LAND_ANNOUNCE").decided_on is None
    # Esc left the cell and not the page.
    assert case.tab.isVisible()


def test_tab_goes_on_to_the_next_cell_and_back(qtbot: QtBot, case: Case) -> None:
    field = case.write("FILING", Part.ACCEPTED)
    field.setText("0220")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert case.tab.editor.is_open and case.tab.editor.field.accessibleName().endswith("备案的办结日期")
    case.tab.editor.field.setText("0221")
    qtbot.keyClick(case.tab.editor.field, Qt.Key.Key_Tab)
    number = case.tab.editor.field
    assert number.objectName() == "cell-number"
    number.setText("备案〔2023〕7号")
    qtbot.keyClick(number, Qt.Key.Key_Tab)
    filed = case.line("FILING")
    assert (filed.accepted_on, filed.decided_on, filed.certificate_no) == (
        date(2023, 2, 20),
        date(2023, 2, 21),
        "备案〔2023〕7号",
    )
    # 核准 is the alternative that is not taken, so that 用地预审 comes next.
    assert case.current == "LAND_PREEXAM"
    qtbot.keyClick(case.tab.editor.field, Qt.Key.Key_Backtab)
    assert case.current == "FILING" and case.tab.editor.field.objectName() == "cell-number"
    qtbot.keyClick(case.tab.editor.field, Qt.Key.Key_Escape)


def test_figures_typed_on_a_day_begin_writing_it(qtbot: QtBot, case: Case) -> None:
    qtbot.keyClick(case.table, Qt.Key.Key_Right)
    assert case.table.currentIndex().column() == Part.ACCEPTED
    qtbot.keyClick(case.table, Qt.Key.Key_0)
    field = case.tab.editor.field
    assert field.text() == "0"
    qtbot.keyClicks(field, "220")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert case.line("FILING").accepted_on == date(2023, 2, 20)


def test_a_double_click_writes_in_the_cell_and_elsewhere_opens_the_dialog(
    qtbot: QtBot, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(tab_module, "ask_corrections", lambda desk, parent, line: asked.append(line.code))
    row = case.row("FILING")

    def double_click(place: QPoint) -> None:
        viewport = case.table.viewport()
        qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=place)

    name = case.table.visualRect(case.model.index(row, Part.NAME)).center()
    double_click(name)
    assert asked == ["FILING"]
    cell = case.table.visualRect(case.model.index(row, Part.DECIDED)).center()
    double_click(cell)
    assert case.tab.editor.is_open
    due = case.table.visualRect(case.model.index(row, Part.DUE)).center()
    case.tab.editor.close()
    double_click(due)
    assert asked == ["FILING", "FILING"] and not case.tab.editor.is_open


def test_leaving_the_field_writes_what_was_typed(qtbot: QtBot, case: Case) -> None:
    field = case.write("FILING", Part.ACCEPTED)
    field.setText("0220")
    case.tab.panel.day_field.setFocus()
    assert case.line("FILING").accepted_on == date(2023, 2, 20)
    assert not field.isVisible()


def test_the_field_stays_over_its_cell_while_the_table_is_scrolled(qtbot: QtBot, case: Case) -> None:
    case.tab.select(case.id("EIA"))
    field = case.write("EIA", Part.ACCEPTED)
    field.setText("今天")
    before = field.y()
    bar = case.table.verticalScrollBar()
    bar.setValue(bar.value() + 40)
    cell = case.table.visualRect(case.model.index(case.row("EIA"), Part.ACCEPTED))
    assert field.y() == before - 40 and cell.contains(field.geometry().center())
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert case.line("EIA").accepted_on == TODAY


def test_a_cell_whose_item_is_taken_back_meanwhile_is_left(window: MainWindow, desk: Desk) -> None:
    changes = desk.do(a_project, "甲", route=Route.NEW_LAND)
    assert changes is not None
    desk.do(start_checklist, changes.value)
    window.open_project(changes.value, "permits")
    assert window._project_page is not None
    tab = window._project_page.checklist
    tab.table.write_requested.emit(tab.table.writable_index(tab.table.currentIndex().row()), "")
    tab.editor.field.setText("0220")
    desk.undo()
    assert tab.editor.commit() and not tab.editor.is_open


def test_nothing_can_be_written_where_nobody_decides(case: Case) -> None:
    for code in ("START_READY", "APPROVAL"):
        case.table.write_requested.emit(case.model.index(case.row(code), Part.DECIDED), "")
        assert not case.tab.editor.is_open


# Several items at once.


def test_several_items_are_done_in_one_act_and_undone_in_one(qtbot: QtBot, case: Case) -> None:
    case.select("EIA", "SEISMIC", "SOIL_WATER")
    assert case.tab.bar.isVisible() and not case.tab.filter.isVisible()
    case.tab.bar.day_field.setText("0220")
    case.tab.bar.buttons[Together.ACCEPT].click()
    codes = ("EIA", "SEISMIC", "SOIL_WATER")
    assert {case.line(code).accepted_on for code in codes} == {date(2023, 2, 20)}
    assert len(case.tab._selected()) == 3
    case.desk.undo()
    assert {case.line(code).accepted_on for code in codes} == {None}


def test_one_that_cannot_is_named_and_nothing_is_changed(case: Case) -> None:
    for code in ("EIA", "LAND_ANNOUNCE"):
        case.desk.do(accept_item, case.id(code), date(2023, 2, 20))
    case.select("EIA", "LAND_ANNOUNCE")
    case.tab.bar.buttons[Together.DECIDE].click()
    assert case.window.message_bar.text.startswith("“国有建设用地使用权挂牌出让公告”办不了")
    assert {case.line(code).decided_on for code in ("EIA", "LAND_ANNOUNCE")} == {None}
    case.tab.bar.day_field.setText("2月30日")
    case.tab.bar.buttons[Together.DECIDE].click()
    assert "读不懂" in case.window.message_bar.text


def test_space_does_what_comes_next_for_all_or_asks_where_that_differs(qtbot: QtBot, case: Case) -> None:
    case.desk.do(settle_items, [case.id("SEISMIC"), case.id("EIA")], Applicability.REQUIRED)
    case.select("EIA", "SEISMIC")
    qtbot.keyClick(case.table, Qt.Key.Key_Space)
    assert {case.line(code).accepted_on for code in ("EIA", "SEISMIC")} == {TODAY}
    case.select("EIA", "FILING")
    case.table.setFocus()
    qtbot.keyClick(case.table, Qt.Key.Key_Space)
    assert case.line("FILING").accepted_on is None
    assert case.tab.bar.buttons[Together.APPLY].hasFocus()


def test_settling_and_verifying_several(case: Case) -> None:
    case.select("ENERGY", "SEISMIC")
    case.tab.bar.buttons[Together.REQUIRE].click()
    assert {case.line(code).applicability for code in ("ENERGY", "SEISMIC")} == {Applicability.REQUIRED}
    case.select("ENERGY", "SEISMIC")
    case.tab.bar.buttons[Together.VERIFY].click()
    assert {case.line(code).verified_on for code in ("ENERGY", "SEISMIC")} == {TODAY}


def test_esc_leaves_one_of_several_selected(qtbot: QtBot, case: Case) -> None:
    case.select("EIA", "SEISMIC")
    assert case.tab.step_back()
    assert len(case.tab._selected()) == 1 and case.tab.filter.isVisible()


# Filters.


def test_filters_are_chips_that_go_one_by_one(qtbot: QtBot, case: Case) -> None:
    qtbot.keyClick(case.tab, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert case.tab.filter.text.hasFocus()
    qtbot.keyClicks(case.tab.filter.text, "xkz")
    assert case.model.lines and all("许可证" in line.title for line in case.model.lines)
    box = case.tab.filter.department
    box.setCurrentIndex(box.findData("区行政审批服务局"))
    box.activated.emit(box.currentIndex())
    found = len(case.model.lines)
    assert case.tab.chips._count.text() == f"显示 {found}/51 项"
    case.tab.chips.text.click()
    assert case.tab.filter.text.text() == "" and len(case.model.lines) > found
    case.tab.chips.all.click()
    assert len(case.model.lines) == 51 and not case.tab.chips.isVisible()


def test_nothing_found_is_said_and_esc_brings_everything_back(qtbot: QtBot, case: Case) -> None:
    case.tab.filter.text.setFocus()
    case.tab.filter.text.setText("不存在")
    assert not case.table.isVisible() and case.tab._nothing.text() == "没有符合筛选的事项，可清除筛选再看。"
    qtbot.keyClick(case.tab.filter.text, Qt.Key.Key_Escape)
    assert case.table.isVisible() and case.current == "FILING"


def test_only_the_critical_path(case: Case) -> None:
    case.tab.filter.critical.click()
    assert case.model.lines and all(line.critical for line in case.model.lines)
    assert case.tab.filter.critical.text() == f"关键路径 {len(case.model.lines)}"


def test_state_and_department_outlive_a_change_of_project_and_the_rest_does_not(
    case: Case, window: MainWindow, desk: Desk
) -> None:
    case.tab._look_for(Filters(Shown.READY, "区行政审批服务局", True, "许可"))
    other = desk.do(a_project_with_permits, name="乙")
    assert other is not None
    window.open_project(other.value, "permits")
    assert case.model.filters == Filters(Shown.READY, "区行政审批服务局")
    assert case.tab.filter.text.text() == ""


# Folds.


def test_a_phase_folds_by_mouse_and_keys_and_keeps_the_selection(qtbot: QtBot, case: Case) -> None:
    place = case.model.row_of("phase:land")
    box = case.table.visualRect(case.model.index(place, Part.NAME))
    qtbot.mouseClick(case.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert case.model.folded == {PermitPhase.LAND}
    heading = case.model.row(case.model.row_of("phase:land"))
    assert isinstance(heading, Heading) and heading.is_folded
    case.tab.select(case.id("FILING"))
    qtbot.keyClick(case.table, Qt.Key.Key_Minus)
    assert PermitPhase.SETUP in case.model.folded
    assert case.table.currentIndex().row() == case.model.row_of("phase:setup")
    qtbot.keyClick(case.table, Qt.Key.Key_Right)
    assert case.model.folded == {PermitPhase.LAND}
    # Named from elsewhere, an item opens its phase.
    case.tab.go_to(case.id("LAND_ANNOUNCE"))
    assert case.model.folded == frozenset() and case.current == "LAND_ANNOUNCE"


def test_up_and_down_pass_headings_by_unless_they_are_folded(qtbot: QtBot, case: Case) -> None:
    seen = []
    for _ in range(6):
        qtbot.keyClick(case.table, Qt.Key.Key_Down)
        seen.append(type(case.model.row(case.table.currentIndex().row())).__name__)
    assert "Heading" not in seen
    case.model.fold({PermitPhase.LAND})
    case.tab.select(case.model.lines[2].id)
    for _ in range(3):
        qtbot.keyClick(case.table, Qt.Key.Key_Down)
        if isinstance(case.model.row(case.table.currentIndex().row()), Heading):
            break
    assert case.table.currentIndex().row() == case.model.row_of("phase:land")


# The time axis.


def test_the_axis_is_zoomed_by_keys_wheel_and_buttons(qtbot: QtBot, case: Case) -> None:
    timeline = case.table.timeline
    qtbot.keyClick(case.table, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert timeline.zoom is Zoom.MONTH and case.tab.filter.zoom.value is Zoom.MONTH
    wheel(case, 120, Qt.KeyboardModifier.ControlModifier)
    assert timeline.zoom is Zoom.WEEK
    qtbot.keyClick(case.table, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert timeline.zoom is Zoom.MONTH
    case.tab.filter.zoom.chosen.emit(0)


def wheel(case: Case, steps: int, modifiers: Qt.KeyboardModifier) -> None:
    box = case.table.time_box
    place = QPointF(box.center())
    event = QWheelEvent(
        place,
        case.table.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(case.table.viewport(), event)


def test_only_the_axis_scrolls_sideways_and_home_goes_to_today(qtbot: QtBot, case: Case) -> None:
    timeline = case.table.timeline
    timeline.zoom_to(Zoom.WEEK)
    first, last = timeline.scale.seen
    assert first <= TODAY <= last
    wheel(case, -1200, Qt.KeyboardModifier.ShiftModifier)
    assert timeline.scale.seen[0] > first
    assert case.table.columnViewportPosition(Part.STATE) == 0
    qtbot.keyClick(case.table, Qt.Key.Key_Home)
    assert timeline.scale.seen == (first, last)
    middle = case.table.time_box.center()
    qtbot.mousePress(case.table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(case.table.viewport(), middle - QPoint(48, 0))
    qtbot.mouseRelease(case.table.viewport(), Qt.MouseButton.LeftButton, pos=middle - QPoint(48, 0))
    assert (timeline.scale.seen[0] - first).days == 3


def test_an_act_leaves_scroll_fold_zoom_and_selection_as_they_are(qtbot: QtBot, case: Case) -> None:
    timeline = case.table.timeline
    case.model.fold({PermitPhase.OPERATION})
    case.tab.select(case.id("EIA"))
    timeline.zoom_to(Zoom.WEEK)
    timeline.pan(80)
    scroll = case.table.verticalScrollBar().value()
    seen = timeline.scale.seen
    # An earlier day makes the axis begin earlier; the same days stay in view all the same.
    case.desk.do(accept_item, case.id("ENERGY"), date(2022, 11, 1))
    assert timeline.scale.seen == seen
    assert case.table.verticalScrollBar().value() == scroll
    assert case.model.folded == {PermitPhase.OPERATION}
    assert case.current == "EIA" and timeline.zoom is Zoom.WEEK


# Parallel groups and parts.


def test_a_group_says_what_holds_for_it_and_takes_a_coordinator(
    qtbot: QtBot, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def name(desk: Desk, parent: object, project: str, group: GroupLine) -> bool:
        return desk.do(name_coordinator, project, group.code, "区行政审批服务局") is not None

    monkeypatch.setattr(tab_module, "ask_coordinator", name)
    case.desk.do(accept_item, case.id("LAND_ANNOUNCE"), date(2023, 2, 20))
    row = case.model.row_of("group:FOUR_CERTIFICATES")
    case.tab._make_current(case.model.index(row, Part.NAME))
    assert case.tab.panel._title.text() == "四证齐发"
    assert case.tab.panel._about.text() == "并联办理 · 0/4"
    qtbot.keyClick(case.table, Qt.Key.Key_Return)
    assert case.model.index(row, Part.DEPARTMENT).data() == "牵头 区行政审批服务局"
    assert case.table.currentIndex().row() == row
    # Its items have a strip at their left while it is current, and it while one of them is.
    assert case.id("LAND_TITLE") in case.table._delegate.strips
    case.tab.select(case.id("LAND_TITLE"))
    assert case.table._delegate.strips == {"group:FOUR_CERTIFICATES"}
    case.table.menu_requested.emit(case.model.index(row, Part.NAME), QPoint(0, 0))
    case.tab._make_current(case.model.index(row, Part.NAME))
    case.table.menu_requested.emit(case.model.index(row, Part.NAME), QPoint(0, 0))
    assert case.tab.menu is not None
    assert [action.text() for action in case.tab.menu.actions()] == ["牵头单位…"]
    case.tab.menu.close()


def test_parts_have_rows_of_their_own_under_the_item(qtbot: QtBot, case: Case) -> None:
    parts = []
    for name in ("1号厂房", "2号厂房"):
        made = case.desk.do(add_part, case.project, PartKind.BUILDING, name)
        assert made is not None
        parts.append(made.value)
    case.tab.select(case.id("CONSTR_PERMIT"))
    case.desk.do(divide_items, [case.id("CONSTR_PERMIT")], parts)
    place = case.model.row_of("family:CONSTR_PERMIT")
    names = [case.model.index(row, Part.NAME).data() for row in range(place, place + 3)]
    assert names == ["建筑工程施工许可证", "1号厂房", "2号厂房"]
    case.tab._make_current(case.model.index(place + 2, Part.NAME))
    qtbot.keyClick(case.table, Qt.Key.Key_Up)
    qtbot.keyClick(case.table, Qt.Key.Key_Up)
    # The row over the two is passed by.
    assert case.table.currentIndex().row() < place


# The menu and the clipboard.


def test_rows_are_copied_as_cells_for_a_spreadsheet(qtbot: QtBot, case: Case) -> None:
    case.desk.do(accept_item, case.id("FILING"), date(2023, 2, 23))
    case.select("FILING", "EIA")
    qtbot.keyClick(case.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = QGuiApplication.clipboard().text().split("\n")
    assert rows[0].split("\t") == [
        "企业投资项目备案",
        "区行政审批服务局",
        "临期",
        "1工作日",
        "2023-02-23",
        "2023-02-24",
        "",
        "",
    ]
    assert len(rows) == 2 and rows[1].count("\t") == 7


def test_the_menu_has_the_acts_of_the_panel(qtbot: QtBot, case: Case) -> None:
    index = case.model.index(case.row("FILING"), Part.NAME)
    case.table.menu_requested.emit(index, case.table.mapToGlobal(QPoint(10, 10)))
    menu = case.tab.menu
    assert menu is not None
    words = [action.text() for action in menu.actions() if action.text()]
    assert words[0] == "登记起算" and "不涉及" in words and words[-1] == "复制"
    assert menu.actions()[0].shortcut() == QKeySequence("Space")
    offered = [button.text() for button in case.tab.panel.buttons.values() if button.isVisible()]
    assert set(offered) <= set(words)
    menu.actions()[0].trigger()
    menu.close()
    assert case.line("FILING").accepted_on == TODAY
    case.select("FILING", "EIA")
    case.table.menu_requested.emit(index, case.table.mapToGlobal(QPoint(10, 10)))
    assert case.tab.menu is not None
    several = [action.text() for action in case.tab.menu.actions() if action.text()]
    case.tab.menu.close()
    assert several == ["已选 2 项", "收件", "受理", "办结", "不涉及", "要办", "核实", "分给各部分", "复制"]
