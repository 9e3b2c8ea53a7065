"""待核对 as a person works through it: both sides side by side, by keys, nothing decided silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.fieldwork import HandOutWish
from fangzi_desktop.domain.terms import PartKind
from fangzi_desktop.services import handing_out
from fangzi_desktop.services.conflicts import Rule, conflict_count, open_conflicts
from fangzi_desktop.services.field_copies import open_package
from fangzi_desktop.services.merging import merge_return
from fangzi_desktop.services.parts import add_part, part_names, remove_part, rename_part
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import ProjectForm, edit_project, note_progress
from fangzi_desktop.services.workspace import OfficeClock, View, Workspace
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.database import open_store
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field import bulk, other_value
from fangzi_desktop.ui.field.bulk import BulkDialog
from fangzi_desktop.ui.field.inbox import InboxPart
from fangzi_desktop.ui.field.other_value import OtherNumber, OtherValue
from fangzi_desktop.ui.field.page import FieldPage
from fangzi_desktop.ui.main_window import MainWindow
from tests.builders import a_project
from tests.conftest import NOW, TODAY
from tests.site import Site, hand_out

HandOut = Callable[[str], Site]


@pytest.fixture
def hand(desk: Desk, tmp_path: Path) -> Iterator[HandOut]:
    sites: list[Site] = []

    def hand_it(name: str) -> Site:
        sites.append(hand_out(desk.workspace, tmp_path / name, name))
        return sites[-1]

    yield hand_it
    for site in sites:
        site.workspace.close()


def take(desk: Desk, site: Site) -> None:
    desk.attempt(merge_return, site.bring_back(), Attachments(desk.workspace.store.folder))


def disputed(desk: Desk, hand: HandOut, names: tuple[str, ...] = ("一号项目",)) -> list[str]:
    """Projects whose investor and investment both sides changed."""
    projects = [desk.attempt(a_project, name, investor="甲公司").value for name in names]
    site = hand("笔记本一")
    for project, name in zip(projects, names, strict=True):
        desk.attempt(edit_project, project, ProjectForm(name, investor="乙公司", investment_yuan=10**8))
        form = ProjectForm(name, investor="丙公司", investment_yuan=2 * 10**8)
        site.workspace.do(edit_project, project, form)
    take(desk, site)
    return projects


def project_row(desk: Desk, project: str) -> tuple[str, int | None]:
    def read(view: View) -> tuple[str, int | None]:
        row = view.session.get(ProjectRow, project)
        assert row is not None
        return row.investor, row.investment_yuan

    return desk.read(read)


def inbox_of(window: MainWindow) -> InboxPart:
    page = window.show_area("field")
    assert isinstance(page, FieldPage)
    page.show_part(page.inbox)
    page.inbox.take_focus()
    return page.inbox


def said(part: InboxPart) -> list[str]:
    return [label.text() for label in part.sides.widget().findChildren(QLabel)]


def go_to(part: InboxPart, field: str) -> None:
    for conflict in part.model.conflicts:
        if field in conflict.fields:
            part._go_to(conflict.id)


def test_both_sides_stand_beside_what_was_handed_out(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    disputed(desk, hand)
    part = inbox_of(window)
    go_to(part, "investor")
    words = said(part)
    assert [words.index(title) for title in ("带出时", "办公室（现在）", "现场")] == sorted(
        words.index(title) for title in ("带出时", "办公室（现在）", "现场")
    )
    assert {"甲公司", "乙公司", "丙公司"} <= set(words)
    assert any("笔记本一的专员" in one and "笔记本一" in one.splitlines()[-1] for one in words)
    go_to(part, "investment_yuan")
    assert {"空", "1亿元", "2亿元"} <= set(said(part))


def test_the_list_shows_projects_with_what_waits_below_them(
    window: MainWindow, desk: Desk, hand: HandOut
) -> None:
    disputed(desk, hand, ("一号项目", "二号项目"))
    part = inbox_of(window)
    QAbstractItemModelTester(part.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    groups = [str(part.model.index(row, 0).data()) for row in range(part.model.rowCount())]
    assert sorted(groups) == ["一号项目（2处）", "二号项目（2处）"]
    first = part.model.index(0, 0, part.model.index(0, 0)).data()
    assert first in ("项目 · 投资主体", "项目 · 总投资")


@pytest.mark.parametrize(("key", "investor"), [(Qt.Key.Key_1, "乙公司"), (Qt.Key.Key_2, "丙公司")])
def test_a_digit_takes_a_side_and_the_next_one_is_shown(
    window: MainWindow, desk: Desk, hand: HandOut, key: Qt.Key, investor: str
) -> None:
    (project,) = disputed(desk, hand)
    part = inbox_of(window)
    go_to(part, "investor")
    QTest.keyClick(part.tree, key)
    assert project_row(desk, project)[0] == investor
    assert desk.read(conflict_count) == 1
    assert part.current is not None
    assert part.current.fields == ("investment_yuan",)
    assert "核对冲突" in window.message_bar.text


def test_a_click_decides_and_the_keyboard_stays_in_the_list(
    window: MainWindow, desk: Desk, hand: HandOut
) -> None:
    (project,) = disputed(desk, hand)
    part = inbox_of(window)
    go_to(part, "investor")
    button = part.sides.widget().findChild(QPushButton, "conflict-site-1")
    assert button is not None
    button.setFocus()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert project_row(desk, project)[0] == "丙公司"
    assert part.tree.hasFocus()
    QTest.keyClick(part.tree, Qt.Key.Key_1)
    assert desk.read(conflict_count) == 0


def test_today_says_what_waits_and_leads_there(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    disputed(desk, hand)
    window.show_area("today")
    link = window.findChild(QPushButton, "today-conflicts")
    assert link is not None
    assert link.text() == "外勤带回待核对2处。去核对"
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    page = window.show_area("field")
    assert isinstance(page, FieldPage)
    assert page._stack.currentWidget() is page.inbox
    assert page.inbox.tree.hasFocus()
    for _ in range(2):
        QTest.keyClick(page.inbox.tree, Qt.Key.Key_1)
    window.show_area("today")
    assert not link.isVisible()


def test_undo_brings_a_decided_conflict_back(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    (project,) = disputed(desk, hand)
    part = inbox_of(window)
    go_to(part, "investor")
    QTest.keyClick(part.tree, Qt.Key.Key_2)
    desk.undo()
    assert project_row(desk, project)[0] == "乙公司"
    assert len(part.model.conflicts) == 2


def test_alt_and_arrows_go_from_one_to_the_next(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    disputed(desk, hand, ("一号项目", "二号项目"))
    part = inbox_of(window)
    ids = [conflict.id for conflict in part.model.conflicts]
    visited = [part.current.id if part.current else ""]
    for _ in range(4):
        QTest.keyClick(part.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        visited.append(part.current.id if part.current else "")
    assert visited == [*ids, ids[-1]]
    QTest.keyClick(part.tree, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert part.current is not None
    assert part.current.id == ids[-2]


def test_a_third_value_is_typed_as_its_field_is(
    window: MainWindow, desk: Desk, hand: HandOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project,) = disputed(desk, hand)
    part = inbox_of(window)
    go_to(part, "investment_yuan")
    problems: list[str] = []

    def fill(dialog: OtherValue) -> bool:
        (editor,) = dialog.editors
        assert isinstance(editor, QLineEdit)
        for typed in ("很多", "1.5亿"):
            editor.setText(typed)
            dialog._try()
            problems.append(dialog._problem.text())
        return True

    monkeypatch.setattr(other_value, "asked", fill)
    QTest.keyClick(part.tree, Qt.Key.Key_F2)
    assert problems[0].endswith("。")
    assert "很多" in problems[0]
    assert project_row(desk, project)[1] == 150_000_000
    assert [conflict.fields for conflict in part.model.conflicts] == [("investor",)]


def test_a_record_that_one_side_deleted_stays_or_goes(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    project = desk.attempt(a_project, "一号项目").value
    part_id = desk.attempt(add_part, project, PartKind.PHASE, "一期").value
    site = hand("笔记本一")
    desk.attempt(remove_part, part_id)
    site.workspace.do(rename_part, part_id, "首期")
    take(desk, site)
    part = inbox_of(window)
    assert "已删除" in said(part)
    assert "修改过\n名称：一期 → 首期" in said(part)
    QTest.keyClick(part.tree, Qt.Key.Key_2)
    assert desk.read(part_names, project) == {}
    desk.undo()
    QTest.keyClick(part.tree, Qt.Key.Key_1)
    assert desk.read(part_names, project) == {part_id: "首期"}
    assert desk.read(conflict_count) == 0


def test_a_later_change_of_the_record_is_told(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    (project,) = disputed(desk, hand)
    part = inbox_of(window)
    desk.attempt(edit_project, project, ProjectForm("一号项目", investor="丁公司", investment_yuan=10**8))
    go_to(part, "investor")
    assert "此后又改过" in str(part.tree.currentIndex().data())
    assert "⚠ 此后又改过" in said(part)
    assert "丁公司" in said(part)
    go_to(part, "investment_yuan")
    assert "此后又改过" not in str(part.tree.currentIndex().data())


def test_a_conflict_of_a_deleted_record_can_only_be_struck_out(
    window: MainWindow, desk: Desk, hand: HandOut
) -> None:
    project = desk.attempt(a_project, "一号项目").value
    phase = desk.attempt(add_part, project, PartKind.PHASE, "一期").value
    site = hand("笔记本一")
    desk.attempt(rename_part, phase, "首期")
    site.workspace.do(rename_part, phase, "一期（北区）")
    take(desk, site)
    part = inbox_of(window)
    desk.attempt(remove_part, phase)
    (conflict,) = part.model.conflicts
    assert "记录已删除" in str(part.model.index_of(conflict.id).data())
    assert [choice.words for choice in part.sides.choices.values()] == ["划去（1）"]
    QTest.keyClick(part.tree, Qt.Key.Key_1)
    assert part.model.conflicts == []
    assert desk.read(part_names, project) == {}


def test_several_are_decided_by_one_rule_that_says_how_many(
    window: MainWindow, desk: Desk, hand: HandOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    projects = disputed(desk, hand, ("一号项目", "二号项目"))
    part = inbox_of(window)
    told: list[str] = []

    def answer(dialog: BulkDialog) -> bool:
        dialog.scopes.button(1).setChecked(True)
        dialog.rules.button(1).setChecked(True)
        told.append(dialog._told.text())
        assert dialog.rule is Rule.SITE
        dialog._try()
        return True

    monkeypatch.setattr(bulk, "asked", answer)
    QTest.keyClick(part.tree, Qt.Key.Key_B)
    assert told == ["将有4处按现场的内容核对，可以整批撤销。"]
    assert [project_row(desk, one) for one in projects] == [("丙公司", 2 * 10**8)] * 2
    assert desk.read(conflict_count) == 0
    assert "4处" in window.message_bar.text
    desk.undo()
    assert desk.read(conflict_count) == 4


def test_what_was_selected_can_be_decided_apart_from_the_rest(
    window: MainWindow, desk: Desk, hand: HandOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    projects = disputed(desk, hand, ("一号项目", "二号项目"))
    part = inbox_of(window)
    QTest.keyClick(part.tree, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)

    def answer(dialog: BulkDialog) -> bool:
        words = [button.text() for button in dialog.scopes.buttons()]
        assert words[0] == "所选（2处）"
        assert words[-1] == "列出的全部（4处）"
        dialog.rules.button(1).setChecked(True)
        dialog._try()
        return True

    monkeypatch.setattr(bulk, "asked", answer)
    QTest.keyClick(part.tree, Qt.Key.Key_B)
    decided = [project for project in projects if project_row(desk, project) == ("丙公司", 2 * 10**8)]
    assert len(decided) == 1
    assert {conflict.project_id for conflict in part.model.conflicts} == {*projects} - {*decided}


def test_what_is_typed_in_the_search_field_narrows_the_list(
    window: MainWindow, desk: Desk, hand: HandOut
) -> None:
    disputed(desk, hand, ("一号项目", "二号项目"))
    part = inbox_of(window)
    part.search("二号")
    assert {conflict.project for conflict in part.model.conflicts} == {"二号项目"}
    part.search("总投资")
    assert [conflict.fields for conflict in part.model.conflicts] == [("investment_yuan",)] * 2
    part.search("")
    assert len(part.model.conflicts) == 4


def test_a_copy_for_work_outside_has_no_such_list(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.attempt(a_project, "一号项目")
    handing_out.hand_out(desk.workspace, tmp_path / "带出.fzpack", HandOutWish())
    open_package(tmp_path / "带出.fzpack", tmp_path / "外勤")
    store = open_store(tmp_path / "外勤", who="专员乙", device="笔记本", now=NOW)
    clock = OfficeClock(TODAY, lambda: NOW)
    with closing(Workspace(store, clock, who="专员乙", device="笔记本")) as site:
        page = FieldPage(Desk(site))
        qtbot.addWidget(page)
        page.refresh()
        assert [page._bar.tabText(place) for place in range(page._bar.count())] == ["今日走访"]
        assert page.inbox.isHidden()


def numbered_twice(desk: Desk, hand: HandOut) -> None:
    """A problem of one project that the office and one of another that a copy gave the number 1."""
    one, other = (desk.attempt(a_project, name).value for name in ("一号项目", "二号项目"))
    site = hand("笔记本一")
    desk.attempt(raise_problem, one, ProblemForm("道路未通"))
    site.workspace.do(raise_problem, other, ProblemForm("供电未到位"))
    take(desk, site)


def test_a_number_given_twice_shows_its_records_and_one_gets_another(
    window: MainWindow, desk: Desk, hand: HandOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered_twice(desk, hand)
    part = inbox_of(window)
    assert str(part.tree.currentIndex().data()) == "问题 1 · 编号重复"
    assert {"问题 1 道路未通", "问题 1 供电未到位", "编号 1", "一号项目", "二号项目"} <= set(said(part))
    problems: list[str] = []

    def fill(dialog: OtherNumber) -> bool:
        (editor,) = dialog.editors
        assert isinstance(editor, QLineEdit)
        for typed in ("1", "7"):
            editor.setText(typed)
            dialog._try()
            problems.append(dialog._problem.text())
        return True

    monkeypatch.setattr(other_value, "asked", fill)
    QTest.keyClick(part.tree, Qt.Key.Key_1)
    assert problems[0].endswith("。")
    assert part.model.conflicts == []
    desk.undo()
    assert len(part.model.conflicts) == 1


def test_a_number_that_papers_bear_may_stay_twice(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    numbered_twice(desk, hand)
    part = inbox_of(window)
    QTest.keyClick(part.tree, Qt.Key.Key_0)
    assert desk.read(conflict_count) == 0


def test_what_needs_a_look_of_its_own_is_left_out_of_the_rule(
    window: MainWindow, desk: Desk, hand: HandOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbered_twice(desk, hand)
    part = inbox_of(window)

    def answer(dialog: BulkDialog) -> bool:
        assert "1处编号重复或记录已删除，需要逐条核对，不在内。" in dialog._told.text()
        dialog._try()
        assert "逐条核对" in dialog._problem.text()
        return False

    monkeypatch.setattr(bulk, "asked", answer)
    QTest.keyClick(part.tree, Qt.Key.Key_B)
    assert desk.read(conflict_count) == 1


def test_how_many_wait_is_seen_before_one_goes_there(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    disputed(desk, hand)
    window._refresh_foot()
    badge = window.findChild(QLabel, "badge-field")
    assert badge is not None
    assert badge.text() == "2"
    part = inbox_of(window)
    page = window.show_area("field")
    assert isinstance(page, FieldPage)
    assert page._bar.tabText(page._stack.indexOf(part)) == "待核对 2"


def test_an_empty_list_says_what_comes_there(window: MainWindow) -> None:
    part = inbox_of(window)
    shown = [label.text() for label in part._stack.currentWidget().findChildren(QLabel)]
    assert shown[0] == "没有待核对的内容"
    assert "不会自动取舍" in shown[1]


def test_several_copies_stand_beside_one_another(window: MainWindow, desk: Desk, hand: HandOut) -> None:
    project = desk.attempt(a_project, "一号项目").value
    sites = [hand("笔记本一"), hand("笔记本二")]
    desk.attempt(note_progress, project, "办公室说")
    for site in sites:
        site.workspace.do(note_progress, project, f"{site.name}说")
        take(desk, site)
    part = inbox_of(window)
    told = "，".join(said(part))
    assert all(words in told for words in ("：办公室说", "：笔记本一说", "：笔记本二说"))
    buttons = [button.text() for button in part.sides.widget().findChildren(QPushButton)]
    assert [words for words in buttons if "（" in words][:3] == [
        "用办公室的（1）",
        "用现场的（2）",
        "用现场的（3）",
    ]
    wanted = next(one.values for one in desk.read(open_conflicts)[0].sites if one.device == "笔记本二")
    number = next(
        place for place, one in enumerate(desk.read(open_conflicts)[0].sites, start=2) if one.values == wanted
    )
    QTest.keyClick(part.tree, Qt.Key(Qt.Key.Key_0.value + number))
    assert desk.read(conflict_count) == 0
