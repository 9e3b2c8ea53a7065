"""The 今日 page as a person uses it: figures, list, keys, snoozes and what stands beside it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.alerts import Later
from fangzi_desktop.domain.terms import ClockKind, Stage
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.notice_lines import notice_lines
from fangzi_desktop.services.problems import ProblemForm, edit_problem, raise_problem, write_off_problem
from fangzi_desktop.services.projects import ProjectForm, correct_stage_dates, edit_project
from fangzi_desktop.services.snoozing import snooze, wake
from fangzi_desktop.services.today import today_page
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.notices import issue
from fangzi_desktop.ui.reports import paper
from fangzi_desktop.ui.today.delegate import Part
from fangzi_desktop.ui.today.groups import Grouping, Head
from fangzi_desktop.ui.today.page import TodayPage
from fangzi_desktop.ui.today.parts import Line, StageBar, Tile
from fangzi_desktop.ui.today.rows import Rows
from fangzi_desktop.ui.today.wording import Show, headline
from tests.builders import a_permit_item, a_project
from tests.conftest import OpenWorkspace
from tests.ui.answering import answer

EARLY = date(2023, 2, 1)

OpenPage = Callable[..., TodayPage]


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def open_page(qtbot: QtBot, settings: QSettings) -> Iterator[OpenPage]:
    opened: list[TodayPage] = []

    def open_it(workspace: Workspace) -> TodayPage:
        page = TodayPage(Desk(workspace), settings)
        opened.append(page)
        qtbot.addWidget(page)
        page.resize(1290, 694)
        page.show()
        QApplication.processEvents()
        return page

    yield open_it
    opened.clear()


@pytest.fixture
def busy(workspace: Workspace) -> Workspace:
    """Three overdue clocks of two officers, one that ends soon."""
    review = workspace.do(a_project, "甲项目", stage=Stage.REVIEW, service_officer="专员甲").value
    workspace.do(correct_stage_dates, review, Stage.REVIEW, EARLY, None)
    other = workspace.do(a_project, "乙项目", stage=Stage.REVIEW, service_officer="专员乙").value
    workspace.do(correct_stage_dates, other, Stage.REVIEW, date(2023, 1, 3), None)
    for text, due in (("用电容量不足", date(2023, 2, 20)), ("便道未通", date(2023, 2, 28))):
        workspace.do(raise_problem, other, ProblemForm(text, "供电公司", EARLY, due))
    return workspace


def shown(page: TodayPage) -> list[str]:
    return [headline(line) for line in page.model.lines]


def row_of(page: TodayPage, number: int) -> int:
    """The row of a reminder, counted without the heads of groups."""
    return list(page.model.rows).index(page.model.lines[number])


def go_to(page: TodayPage, number: int) -> None:
    page.view.setCurrentIndex(page.model.index(row_of(page, number)))


def said(page: TodayPage, number: int) -> str:
    return str(page.model.data(page.model.index(row_of(page, number)), Qt.ItemDataRole.AccessibleTextRole))


def tile(page: TodayPage, name: str) -> Tile:
    found = page.findChild(Tile, f"tile-{name}")
    assert found is not None
    return found


def button(page: TodayPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


def test_the_model_behaves_as_qt_expects(busy: Workspace, open_page: OpenPage, qtmodeltester: object) -> None:
    qtmodeltester.check(open_page(busy).model)  # type: ignore[attr-defined]


def test_the_figures_count_what_the_list_shows_worst_first(busy: Workspace, open_page: OpenPage) -> None:
    page = open_page(busy)
    assert shown(page) == ["论证（环节时限）", "论证（环节时限）", "用电容量不足", "便道未通"]
    assert [line.project for line in page.model.lines][:2] == ["乙项目", "甲项目"]
    assert [tile(page, name).count for name in ("overdue", "due-soon", "overlong", "silent")] == [3, 1, 2, 0]
    assert tile(page, "overdue").accessibleName() == "逾期事项 3"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("overdue", ["论证（环节时限）", "论证（环节时限）", "用电容量不足"]),
        ("due-soon", ["便道未通"]),
        ("overlong", ["论证（环节时限）", "论证（环节时限）"]),
        ("silent", []),
    ],
)
def test_a_figure_filters_the_list_and_a_second_press_shows_all(
    busy: Workspace, open_page: OpenPage, qtbot: QtBot, name: str, rows: list[str]
) -> None:
    page = open_page(busy)
    qtbot.mouseClick(tile(page, name), Qt.MouseButton.LeftButton)
    assert shown(page) == rows
    assert tile(page, name).isChecked()
    tile(page, name).setFocus()
    qtbot.keyClick(tile(page, name), Qt.Key.Key_Space)
    assert len(shown(page)) == 4
    assert not tile(page, name).isChecked()


def test_a_row_says_everything_to_somebody_who_hears_it(busy: Workspace, open_page: OpenPage) -> None:
    page = open_page(busy)
    assert said(page, 2) == (
        "逾期，用电容量不足，应报科长，乙项目 · 供电公司 · 问题第1号，逾期4个自然日，"
        "2月20日 星期一 到期 · 紧急，专员乙，"
        "回车办理，S 键稍后提醒"
    )


def test_each_kind_of_reminder_asks_for_its_own_place(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    item = workspace.do(a_permit_item, "DRAWING_REVIEW", accepted_on=date(2023, 1, 3)).value
    project = next(line.project_id for line in workspace.read(today_page).lines)
    workspace.do(correct_stage_dates, project, Stage.REVIEW, EARLY, None)
    problem = workspace.do(raise_problem, project, ProblemForm("用电", "", EARLY, date(2023, 2, 23))).value
    page = open_page(workspace)
    asked = []
    page.handle_requested.connect(lambda *place: asked.append(place))
    for number in range(len(page.model.lines)):
        go_to(page, number)
        qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert set(asked) == {
        (project, "permits", item),
        (project, "overview", ""),
        (project, "problems", problem),
    }


def test_the_painted_buttons_can_be_clicked(busy: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(busy)
    viewport = page.view.viewport()
    with qtbot.waitSignal(page.handle_requested) as asked:
        qtbot.mouseClick(
            viewport, Qt.MouseButton.LeftButton, pos=page.view.button_centre(row_of(page, 1), Part.HANDLE)
        )
    assert asked.args[0] == page.model.lines[1].project_id
    with qtbot.waitSignal(page.view.put_off):
        qtbot.mouseClick(
            viewport, Qt.MouseButton.LeftButton, pos=page.view.button_centre(row_of(page, 3), Part.LATER)
        )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


def test_a_click_beside_the_buttons_only_selects(busy: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(busy)
    with qtbot.assertNotEmitted(page.handle_requested), qtbot.assertNotEmitted(page.view.put_off):
        rect = page.view.visualRect(page.model.index(row_of(page, 2)))
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, rect.center().y()))
    assert page.view.current() == page.model.lines[2]


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_menu_key_offers_everything_that_can_be_done(busy: Workspace, open_page: OpenPage) -> None:
    page = open_page(busy)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), QPoint(1, 1))
    for number, words in (
        (1, ["办理（回车）", "稍后", "出具提醒函、督办单…", "打开项目"]),
        (2, ["办理（回车）", "办结：问题销号…（D）", "稍后", "出具提醒函、督办单…", "打开项目"]),
    ):
        go_to(page, number)
        QApplication.sendEvent(page.view.viewport(), event)
        menu = open_menu()
        assert [action.text() for action in menu.actions()] == words
        menu.close()


def test_a_notice_is_issued_from_the_row(
    busy: Workspace, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers: list[str] = []
    monkeypatch.setattr(paper, "show_paper", lambda desk, title, make, parent: papers.append(title))
    answer(monkeypatch, issue, addressee="坊城街道", demand="请尽快办结")
    page = open_page(busy)
    reminder = page.model.lines[0]
    offered = page.row_actions(reminder)
    next(action for action in offered if action.text().startswith("出具")).trigger()
    (line,) = busy.read(notice_lines)
    assert (line.project_id, papers) == (reminder.project_id, [f"{line.kind.zh} {line.document_no}"])


def test_the_keyboard_puts_a_reminder_off_and_the_next_row_is_current(
    busy: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(busy)
    go_to(page, 1)
    qtbot.keyClick(page.view, Qt.Key.Key_S)
    menu = open_menu()
    assert [action.text() for action in menu.actions()] == [
        "稍后提醒，到期日不变",
        "下一个工作日 · 2月27日 星期一",
        "等某件事（最迟2月27日）",
    ]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert [line.project for line in page.model.lines] == ["乙项目", "乙项目", "乙项目"]
    assert page.view.current() == page.model.lines[1]
    (asleep,) = busy.read(today_page).asleep
    assert asleep.until == date(2023, 2, 27)


def test_what_is_asleep_can_be_seen_and_woken(busy: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    first, second, *_ = busy.read(today_page).lines
    busy.do(snooze, first.id, Later.TOMORROW)
    busy.do(snooze, second.id, Later.THREE_WORKDAYS)
    page = open_page(busy)
    chip = button(page, "today-asleep")
    assert chip.text() == "稍后 2"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert "2月27日 星期一 再提醒，到期日 1月17日" in said(page, 0)
    qtbot.keyClick(page.view, Qt.Key.Key_S)
    assert len(page.model.lines) == 1
    qtbot.mouseClick(
        page.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.view.button_centre(row_of(page, 0), Part.LATER),
    )
    assert busy.read(today_page).asleep == ()
    assert len(shown(page)) == 4
    assert not chip.isVisible()


def test_an_officers_choice_goes_for_the_whole_page_and_is_remembered(
    busy: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(busy)
    choice, _ = page.actions_widgets
    assert isinstance(choice, QComboBox)
    assert [choice.itemText(row) for row in range(choice.count())] == ["全部专员", "专员乙", "专员甲"]
    choice.setCurrentIndex(2)
    choice.activated.emit(2)
    assert [line.project for line in page.model.lines] == ["甲项目"]
    assert tile(page, "overdue").count == 1
    again = open_page(busy)
    assert [line.project for line in again.model.lines] == ["甲项目"]
    asked = []
    again.stage_requested.connect(lambda *where: asked.append(where))
    review = again.findChild(StageBar, "stage-review")
    assert review is not None
    assert review.count == 1
    qtbot.mouseClick(review, Qt.MouseButton.LeftButton)
    assert asked == [("review", "专员甲")]


def test_an_officer_who_is_gone_hides_nothing(
    busy: Workspace, open_page: OpenPage, settings: QSettings
) -> None:
    settings.setValue("today/officer", "=专员丁")
    page = open_page(busy)
    assert len(shown(page)) == 4
    assert settings.value("today/officer") == ""


def test_projects_of_nobody_can_be_chosen(workspace: Workspace, open_page: OpenPage) -> None:
    for name, officer in (("甲", "专员甲"), ("丙", "")):
        project = workspace.do(a_project, name, stage=Stage.REVIEW, service_officer=officer).value
        workspace.do(correct_stage_dates, project, Stage.REVIEW, EARLY, None)
    page = open_page(workspace)
    choice, _ = page.actions_widgets
    assert isinstance(choice, QComboBox)
    assert choice.itemText(2) == "未指定专员"
    choice.activated.emit(2)
    assert [line.project for line in page.model.lines] == ["丙"]


def test_the_day_it_was_last_seen_marks_what_fell_due_since(
    open_folder: OpenWorkspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    before = open_folder(date(2023, 2, 17))
    project = before.do(a_project, "甲").value
    for day in (16, 20, 24):
        before.do(raise_problem, project, ProblemForm(f"{day}日", "", EARLY, date(2023, 2, day)))
    first = open_page(before)
    assert not button(first, "today-fell-due").isVisible()
    first.close()
    before.close()
    friday = open_folder()
    for page in (open_page(friday), open_page(friday)):
        chip = button(page, "today-fell-due")
        assert chip.text() == "新到期 1"
        assert "2月17日" in chip.toolTip()
        qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
        assert shown(page) == ["20日"]


def test_a_computer_whose_clock_was_set_back_marks_nothing(
    busy: Workspace, open_page: OpenPage, settings: QSettings
) -> None:
    settings.setValue("today/seen", "2024-01-01")
    assert not button(open_page(busy), "today-fell-due").isVisible()
    settings.setValue("today/seen", "nonsense")
    assert not button(open_page(busy), "today-fell-due").isVisible()


def test_silent_projects_are_told_beside_and_in_the_list(
    open_folder: OpenWorkspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    before = open_folder(date(2023, 1, 10))
    for number in range(7):
        before.do(a_project, f"项目{number}")
    before.close()
    page = open_page(open_folder())
    assert tile(page, "silent").count == 7
    lines = [line for line in page.findChildren(Line) if line.isVisible()]
    assert [line.accessibleName() for line in lines] == [f"项目{number} 45个自然日" for number in range(5)]
    with qtbot.waitSignal(page.handle_requested) as asked:
        qtbot.mouseClick(lines[0], Qt.MouseButton.LeftButton)
    assert asked.args[1:] == ["", ""]
    qtbot.mouseClick(tile(page, "silent"), Qt.MouseButton.LeftButton)
    assert len(shown(page)) == 7
    assert "最后更新 2023年1月10日，45个自然日未更新，满30个自然日提醒" in said(page, 0)
    with qtbot.waitSignal(page.handle_requested) as asked:
        qtbot.keyClick(page.view, Qt.Key.Key_Enter)
    assert asked.args[1:] == ["overview", ""]


def test_the_search_finds_projects_items_and_departments(busy: Workspace, open_page: OpenPage) -> None:
    page = open_page(busy)
    for text, rows in (("jia", 1), ("用电", 1), ("供电公司", 2), ("专员乙", 3), ("没有的", 0), ("", 4)):
        page.search(text)
        assert len(shown(page)) == rows, text


def test_a_day_without_reminders_says_what_comes_next(
    workspace: Workspace, open_page: OpenPage, qtbot: QtBot
) -> None:
    page = open_page(workspace)
    empty = page.findChild(QLabel, "today-empty")
    assert empty is not None
    assert empty.text() == "这里还没有项目"
    with qtbot.waitSignal(page.begin_requested):
        qtbot.mouseClick(page._begin, Qt.MouseButton.LeftButton)
    project = page._desk.do(a_project, "甲", stage=Stage.REVIEW).value  # type: ignore[union-attr]
    page._desk.do(correct_stage_dates, project, Stage.REVIEW, date(2023, 2, 23), None)
    assert empty.text() == "今天没有要处理的事"
    assert page._empty_hint.text() == "最近的到期日是3月9日 星期四：甲 论证。"
    assert not page._begin.isVisible()


def test_the_week_is_told_and_a_flood_of_new_projects_is_one_line(
    workspace: Workspace, open_page: OpenPage
) -> None:
    for number in range(4):
        workspace.do(a_project, f"项目{number}")
    page = open_page(workspace)
    assert [line.text() for line in page.findChildren(Line)] == ["新增项目4个"]


def test_a_hidden_page_reads_again_when_it_is_shown(busy: Workspace, open_page: OpenPage) -> None:
    page = open_page(busy)
    page.hide()
    page._desk.do(raise_problem, page.model.lines[0].project_id, ProblemForm("新", "", EARLY, EARLY))
    assert len(shown(page)) == 4
    page.show()
    assert len(shown(page)) == 5


def test_the_report_of_the_week_is_one_click_away(busy: Workspace, open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(busy)
    with qtbot.waitSignal(page.report_requested):
        qtbot.mouseClick(button(page, "today-report"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("width", "height"), [(924, 526), (1290, 694), (1844, 1000)])
def test_nothing_is_cut_off_with_many_projects(
    workspace: Workspace, open_page: OpenPage, width: int, height: int
) -> None:
    workspace.do(fill_with_examples, 120)
    page = open_page(workspace)
    page.resize(width, height)
    assert page.minimumSizeHint().width() <= width
    assert page.minimumSizeHint().height() <= height
    for part in Part:
        assert page.view.viewport().rect().contains(page.view.button_centre(0, part))
    assert page.view.horizontalScrollBar().maximum() == 0
    assert page._side.horizontalScrollBar().maximum() == 0


def test_the_head_above_the_current_reminder_is_in_view_when_the_list_is_grouped(
    workspace: Workspace, open_page: OpenPage
) -> None:
    workspace.do(fill_with_examples, 40)
    page = open_page(workspace)
    firsts = 0
    for number in range(0, len(page.model.lines), 6):
        page.group_by(Grouping.NONE)
        go_to(page, number)
        page.view.scrollToBottom()
        page.group_by(Grouping.DEPARTMENT)
        above = page.model.index(page.view.currentIndex().row() - 1, 0)
        if isinstance(page.model.rows[above.row()], Head):
            firsts += 1
            assert page.view.visualRect(above).top() >= 0
    assert firsts > 1


def act(desk: Desk, chance: random.Random) -> None:
    """Do something with one of the reminders or its project; some of it is refused."""
    listed = desk.read(today_page)
    one = chance.choice([*listed.lines, *listed.asleep])
    day = desk.workspace.today + timedelta(days=chance.randrange(-6, 9))
    form = ProblemForm("事项", chance.choice(["供电公司", ""]), EARLY, max(day, EARLY))
    is_problem = one.kind is ClockKind.PROBLEM
    owner = ProjectForm(one.project, service_officer=chance.choice(["专员甲", "专员乙", ""]))
    chance.choice(
        [
            lambda: desk.do(raise_problem, one.project_id, form),
            lambda: desk.do(edit_problem, one.owner_id, form) if is_problem else None,
            lambda: desk.do(write_off_problem, one.owner_id, day) if is_problem else None,
            lambda: desk.do(edit_project, one.project_id, owner),
            lambda: desk.do(snooze, one.id, Later.TOMORROW),
            lambda: desk.do(wake, one.id),
            lambda: desk.undo() if desk.workspace.can_undo else None,
        ]
    )()


@pytest.mark.parametrize("grouping", Grouping)
@pytest.mark.parametrize("show", [Show.ALL, Show.OVERDUE])
def test_after_any_acts_the_list_is_as_one_that_is_read_anew(
    busy: Workspace, open_page: OpenPage, grouping: Grouping, show: Show
) -> None:
    page, chance = open_page(busy), random.Random(f"{grouping.value} {show.value}")
    page.group_by(grouping)
    page.show_only(show)
    kept = 0
    for _ in range(40):
        page.view.setCurrentIndex(page.model.index(chance.randrange(max(len(page.model.rows), 1)), 0))
        before = page.view.current()
        act(page._desk, chance)
        anew = busy.read(today_page)
        lines = [line for line in anew.lines if show is Show.ALL or line.is_overdue]
        assert list(page.model.rows) == Rows(lines, grouping).all()
        assert tile(page, "overdue").count == anew.overdue
        assert tile(page, "due-soon").count == anew.due_soon
        if before is not None and before.id in [line.id for line in lines]:
            kept += 1
            current = page.view.current()
            assert current is not None
            assert current.id == before.id
    assert kept > 5
