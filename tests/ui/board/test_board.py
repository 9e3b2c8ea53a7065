"""The board as a person uses it: columns, keys, filters, search, adding, and what a move shows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, QSettings, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import Gate, Light, Milestone, Route, Stage
from fangzi_desktop.services.board import board
from fangzi_desktop.services.gates import gate_verdicts
from fangzi_desktop.services.projects import ProjectForm, add_project, edit_project, move_project, set_gate
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.board.delegate import GAP, height_of, marks_of
from fangzi_desktop.ui.board.model import Filters
from fangzi_desktop.ui.board.page import BoardPage
from fangzi_desktop.ui.board.view import CardView
from fangzi_desktop.ui.board.wording import card_tip, hint_words
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs import moves
from tests.builders import a_project, a_project_with_permits

TODAY = date(2023, 2, 24)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def desk(workspace: Workspace) -> Iterator[Desk]:
    desk = Desk(workspace)
    yield desk
    desk.wait()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, settings: QSettings) -> BoardPage:
    page = BoardPage(desk, settings)
    page.resize(1290, 700)
    qtbot.addWidget(page)
    for column in page.columns.values():
        column.collapse(False)
    page.show()
    return page


def view_of(page: BoardPage, stage: Stage) -> CardView:
    return page.columns[stage].view


def names(page: BoardPage, stage: Stage) -> list[str]:
    model = view_of(page, stage).column
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def select(qtbot: QtBot, page: BoardPage, project: str) -> CardView:
    page.select(project)
    card = page.store.card(project)
    assert card is not None
    view = view_of(page, card.stage)
    qtbot.waitUntil(view.hasFocus)
    return view


def add(desk: Desk, name: str, stage: Stage = Stage.PLANNING, **values: object) -> str:
    done = desk.do(a_project, name, stage, **values)
    assert done is not None
    return done.value


def test_every_column_is_a_sound_model(
    page: BoardPage, desk: Desk, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    project = add(desk, "甲项目", Stage.REVIEW)
    for stage in Stage:
        qtmodeltester.check(view_of(page, stage).column)
    page.move_card(project, Stage.FORMATION)
    desk.undo()
    assert names(page, Stage.REVIEW) == ["甲项目"]


def test_cards_stand_in_their_stage_by_pinyin(page: BoardPage, desk: Desk) -> None:
    for name in ("重庆路改造", "安丘配套", "10号厂房", "2号厂房"):
        add(desk, name, Stage.CONSTRUCTION)
    assert names(page, Stage.CONSTRUCTION) == ["2号厂房", "10号厂房", "安丘配套", "重庆路改造"]
    assert page.columns[Stage.CONSTRUCTION].findChild(QAbstractItemView, "board-column-construction")


def test_the_view_lays_its_cards_out_below_each_other(page: BoardPage, desk: Desk) -> None:
    for number in range(12):
        add(desk, f"项目{number}", Stage.REVIEW, investor="某企业")
    view = view_of(page, Stage.REVIEW)
    QApplication.processEvents()
    areas = [view.visualRect(view.column.index(row)) for row in range(12)]
    assert areas[0].top() == 0
    assert all(below.top() == above.bottom() + 1 for above, below in itertools.pairwise(areas))
    assert [area.height() for area in areas] == [height_of(card) for card in view.column.cards]
    assert [view.indexAt(area.center()).row() for area in areas] == list(range(12))
    assert not view.indexAt(QPoint(5, areas[-1].bottom() + 1)).isValid()


def test_the_view_scrolls_to_the_card_that_becomes_current(page: BoardPage, desk: Desk) -> None:
    ids = [add(desk, f"项目{number:02d}", Stage.REVIEW) for number in range(40)]
    view = view_of(page, Stage.REVIEW)
    QApplication.processEvents()
    page.select(ids[35])
    area = view.visualRect(view.currentIndex())
    room = QRect(0, 0, view.viewport().width(), view.viewport().height())
    assert room.contains(area.adjusted(0, 0, 0, -GAP))
    page.select(ids[0])
    assert view.verticalScrollBar().value() == 0


def test_keys_go_up_and_down_a_column_and_to_its_ends(qtbot: QtBot, page: BoardPage, desk: Desk) -> None:
    ids = [add(desk, f"项目{number:02d}", Stage.REVIEW) for number in range(30)]
    view = select(qtbot, page, ids[0])
    row = view.currentIndex
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert row().row() == 1
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert row().row() == 29
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert 0 < row().row() < 29
    qtbot.keyClick(view, Qt.Key.Key_Home)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert row().row() == 0


def test_arrows_go_to_the_next_column_that_has_cards(qtbot: QtBot, page: BoardPage, desk: Desk) -> None:
    here = add(desk, "甲项目", Stage.PLANNING)
    add(desk, "乙项目", Stage.CONSTRUCTION)
    view = select(qtbot, page, here)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    there = view_of(page, Stage.CONSTRUCTION)
    qtbot.waitUntil(there.hasFocus)
    assert there.current_project() is not None


def test_alt_and_an_arrow_move_the_card_and_the_focus_goes_with_it(
    qtbot: QtBot, page: BoardPage, desk: Desk
) -> None:
    project = add(desk, "甲项目", Stage.PLANNING)
    view = select(qtbot, page, project)
    with qtbot.waitSignal(desk.changed):
        qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert names(page, Stage.REVIEW) == ["甲项目"]
    assert view_of(page, Stage.REVIEW).current_project() == project
    desk.undo()
    assert names(page, Stage.PLANNING) == ["甲项目"]


def test_space_lifts_a_card_arrows_choose_and_space_drops_it(
    qtbot: QtBot, page: BoardPage, desk: Desk
) -> None:
    project = add(desk, "甲项目", Stage.FORMATION)
    view = select(qtbot, page, project)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert page.columns[Stage.PERMITS].property("target") is True
    assert page.columns[Stage.PERMITS].property("verdict") == "advise"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert names(page, Stage.PERMITS) == ["甲项目"]
    assert page.columns[Stage.PERMITS].property("target") is False


def test_escape_puts_a_lifted_card_back(qtbot: QtBot, page: BoardPage, desk: Desk) -> None:
    view = select(qtbot, page, add(desk, "甲项目", Stage.REVIEW))
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert names(page, Stage.REVIEW) == ["甲项目"]


def test_a_drag_shows_before_release_what_each_gate_says(page: BoardPage, desk: Desk) -> None:
    project = add(desk, "甲项目", Stage.REVIEW)
    desk.do(set_gate, project, Gate.SAFETY, False, "距离不足")
    view_of(page, Stage.REVIEW).drag_started.emit(project)
    assert page.columns[Stage.PLANNING].property("verdict") == "allow"
    assert page.columns[Stage.FORMATION].property("verdict") == "block"
    view_of(page, Stage.REVIEW).drag_ended.emit()
    assert page.columns[Stage.FORMATION].property("verdict") == ""


def test_a_dropped_card_moves(page: BoardPage, desk: Desk) -> None:
    project = add(desk, "甲项目", Stage.REVIEW)
    source, target = view_of(page, Stage.REVIEW).column, view_of(page, Stage.PERMITS).column
    data = source.mimeData([source.index(0)])
    target.dropMimeData(data, Qt.DropAction.MoveAction, -1, -1, QModelIndex())
    assert names(page, Stage.PERMITS) == ["甲项目"]
    assert page.store.card(project) is not None


def test_a_failed_gate_is_passed_only_with_a_reason_and_minutes(
    page: BoardPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = add(desk, "甲项目", Stage.REVIEW)
    desk.do(set_gate, project, Gate.CAPACITY, False, "产能过剩")
    monkeypatch.setattr(moves, "ask_override", lambda *_: None)
    page.move_card(project, Stage.FORMATION)
    assert names(page, Stage.REVIEW) == ["甲项目"]
    override = moves.Override("区政府专题会同意", "会议纪要〔2023〕3号")
    monkeypatch.setattr(moves, "ask_override", lambda *_: override)
    page.move_card(project, Stage.FORMATION)
    assert names(page, Stage.FORMATION) == ["甲项目"]


def test_adding_goes_on_after_enter_and_ends_with_escape(qtbot: QtBot, page: BoardPage, desk: Desk) -> None:
    page.begin()
    field = page.columns[Stage.PLANNING].findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    for name in ("甲项目", "乙项目"):
        field.insert(name)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert names(page, Stage.PLANNING) == ["甲项目", "乙项目"]
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()


def test_a_name_that_is_refused_stays_in_the_field(qtbot: QtBot, page: BoardPage, desk: Desk) -> None:
    add(desk, "甲项目")
    page.begin()
    field = page.columns[Stage.PLANNING].findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    field.insert("甲项目")
    with qtbot.waitSignal(desk.refused):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "甲项目"


@pytest.mark.parametrize("typed", ["储能", "chuneng", "cn", "ＣＮ", "某企业"])
def test_search_finds_by_fragment_pinyin_and_initials(page: BoardPage, desk: Desk, typed: str) -> None:
    add(desk, "共享储能电站", Stage.PERMITS, investor="某企业")
    add(desk, "低温乳品", Stage.PERMITS)
    page.search(typed)
    assert names(page, Stage.PERMITS) == ["共享储能电站"]
    page.search("")
    assert len(names(page, Stage.PERMITS)) == 2


def test_filters_stay_as_chips_over_a_restart(
    qtbot: QtBot, page: BoardPage, desk: Desk, settings: QSettings
) -> None:
    add(desk, "甲项目", Stage.REVIEW, industry_track="新材料", route=Route.NEW_LAND)
    add(desk, "乙项目", Stage.REVIEW, industry_track="食品加工")
    page._filter(Filters(tracks=frozenset({"新材料"}), routes=frozenset({Route.NEW_LAND, None})))
    assert names(page, Stage.REVIEW) == ["甲项目"]
    again = BoardPage(desk, settings)
    qtbot.addWidget(again)
    again.show()
    assert names(again, Stage.REVIEW) == ["甲项目"]
    assert again.store.filters == page.store.filters
    again._clear_filters()
    assert len(names(again, Stage.REVIEW)) == 2


def test_a_collapsed_column_counts_takes_drops_and_is_remembered(
    qtbot: QtBot, page: BoardPage, desk: Desk, settings: QSettings
) -> None:
    add(desk, "甲项目", Stage.REVIEW)
    column = page.columns[Stage.REVIEW]
    column._toggle()
    assert column.is_collapsed
    other = add(desk, "乙项目", Stage.PLANNING)
    column._strip.dropped.emit(other)
    card = page.store.card(other)
    assert card is not None
    assert card.stage is Stage.REVIEW
    again = BoardPage(desk, settings)
    qtbot.addWidget(again)
    assert again.columns[Stage.REVIEW].is_collapsed


def test_an_empty_board_says_how_to_begin(page: BoardPage, desk: Desk) -> None:
    assert page.welcome.isVisible()
    add(desk, "甲项目")
    assert not page.welcome.isVisible()


def test_a_card_is_drawn_anew_only_when_it_changed(page: BoardPage, desk: Desk) -> None:
    project = add(desk, "甲项目", Stage.REVIEW)
    view = view_of(page, Stage.REVIEW)
    delegate = view.itemDelegate()
    pictures = delegate._pictures  # type: ignore[attr-defined]

    def drawn() -> object:
        view.grab()
        return list(pictures.values())[-1][1]

    first = drawn()
    assert drawn() is first
    desk.do(edit_project, project, ProjectForm("甲项目", investment_yuan=10**9))
    assert drawn() is not first


def test_a_card_reads_its_clocks_as_they_stand_today(workspace: Workspace) -> None:
    workspace.do(a_project_with_permits, Route.NEW_LAND, "甲项目")
    workspace.do(add_project, ProjectForm("乙项目"), Stage.REVIEW)
    cards = {card.name: card for card in workspace.glance(board)}
    review = cards["乙项目"].stage_clock
    assert review is not None
    assert (review.used, review.due, review.light) == (0, date(2023, 3, 10), Light.GREEN)
    assert cards["甲项目"].stage_clock is None
    assert Milestone.START.zh == "开工"


def test_going_back_asks_for_the_reason_and_marks_the_card(
    qtbot: QtBot, page: BoardPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = add(desk, "甲项目", Stage.FORMATION)
    answers = [None, moves.SendBack("能耗测算不实", "函1号")]
    monkeypatch.setattr(moves, "ask_send_back", lambda *_: answers.pop(0))
    view = select(qtbot, page, project)
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert names(page, Stage.FORMATION) == ["甲项目"]
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert names(page, Stage.REVIEW) == ["甲项目"]
    card = page.store.card(project)
    assert card is not None
    assert "退回 1" in marks_of(card)
    assert "退回前面的环节1次" in card_tip(card)


def test_a_card_that_passed_a_failed_gate_says_so_for_ever(page: BoardPage, desk: Desk) -> None:
    project = add(desk, "甲项目", Stage.REVIEW)
    desk.do(set_gate, project, Gate.CAPACITY, False, "产能过剩")
    override = moves.Override("区政府专题会同意", "会议纪要〔2023〕3号")
    desk.do(move_project, project, Stage.FORMATION, None, override)
    desk.do(set_gate, project, Gate.CAPACITY, True)
    card = page.store.card(project)
    assert card is not None
    assert marks_of(card)[0] == "越关"
    assert "区政府专题会同意（会议纪要〔2023〕3号）" in card_tip(card)


def test_a_hint_in_a_column_names_some_and_counts_the_rest(page: BoardPage, desk: Desk) -> None:
    project = add(desk, "甲项目", Stage.PLANNING)
    verdict = desk.read(gate_verdicts, project)[Stage.REVIEW]
    assert hint_words(verdict).endswith("用地面积等8项")


def test_the_dialogs_of_a_move_want_their_reason(page: BoardPage) -> None:
    back = moves._AskSendBack(Stage.REVIEW, page)
    back._try()
    assert "写明原因" in back._problem.text()
    gate = moves._AskReason(Gate.SAFETY, page)
    gate._try()
    assert "安全关未通过须写明原因" in gate._problem.text()
