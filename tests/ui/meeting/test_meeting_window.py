from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.stage_terms import OpinionKind, ReviewDecision
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.meetings import MeetingForm, add_meeting, meeting, put_on_agenda
from fangzi_desktop.services.review import OpinionForm, open_round, record_named_opinions
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.meeting.window import MeetingWindow
from tests.builders import a_project

HELD = date(2023, 2, 23)


@pytest.fixture
def held(desk: Desk) -> str:
    """A meeting over two projects; a department names a condition for the first."""
    projects = []
    for name in ("甲项目", "乙项目"):
        project = desk.attempt(a_project, name, Stage.REVIEW, investor="示例企业").value
        opened = desk.attempt(open_round, project, date(2023, 2, 13), ("财政局", "应急管理局")).value
        if not projects:
            form = OpinionForm(OpinionKind.CONDITIONAL, date(2023, 2, 15), "", "完善消防设计")
            desk.attempt(record_named_opinions, opened, (("应急管理局", form),))
        projects.append(project)
    made = desk.attempt(add_meeting, MeetingForm("第2次会议", HELD, "坊项论〔2023〕2号")).value
    desk.attempt(put_on_agenda, made, projects)
    return made


@pytest.fixture
def shown(qtbot: QtBot, desk: Desk, held: str) -> Iterator[MeetingWindow]:
    """The meeting mode at the first project."""
    window = MeetingWindow(desk, held)
    window.begin()
    yield window
    window.panel.show_page(None)
    window.close()


def decisions(desk: Desk, held: str) -> list[ReviewDecision | None]:
    read = desk.read(meeting, held)
    assert read is not None
    return [one.decision for one in read.agenda]


def test_a_page_shows_the_project_and_its_objections_first(shown: MeetingWindow) -> None:
    assert shown.title.text() == "甲项目"
    text = shown.body.toPlainText()
    assert text.index("应急管理局") < text.index("财政局")


def test_a_decision_takes_two_keys_and_leads_to_the_next(
    qtbot: QtBot, shown: MeetingWindow, desk: Desk, held: str
) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_1)
    qtbot.keyClick(shown, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown.title.text() == "乙项目")
    assert decisions(desk, held) == [ReviewDecision.PASS, None]


def test_conditions_of_departments_are_offered_and_written(
    qtbot: QtBot, shown: MeetingWindow, desk: Desk, held: str
) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_2)
    assert shown.panel.conditions.toPlainText() == "完善消防设计；应急管理局"
    shown.panel.conditions.setPlainText("完善消防设计；应急管理局；0331\n落实能耗；发展和改革局")
    shown.write()
    read = desk.read(meeting, held)
    assert read is not None and read.agenda[0].own is not None
    written = {(one.text, one.responsible_unit, one.due) for one in read.agenda[0].own.conditions}
    assert written == {
        ("完善消防设计", "应急管理局", date(2023, 3, 31)),
        ("落实能耗", "发展和改革局", None),
    }


def test_a_refusal_is_said_and_what_was_typed_stays(qtbot: QtBot, shown: MeetingWindow, desk: Desk) -> None:
    shown.write()
    assert "先选择结论" in shown.panel.problem.text()
    qtbot.keyClick(shown, Qt.Key.Key_5)
    shown.write()
    assert "须写明理由" in shown.panel.problem.text()
    assert shown.panel.chosen is ReviewDecision.VETO
    assert shown.title.text() == "甲项目"


def test_keys_turn_the_pages(qtbot: QtBot, shown: MeetingWindow) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_PageDown)
    assert shown.title.text() == "乙项目"
    qtbot.keyClick(shown, Qt.Key.Key_Right)
    assert shown.title.text() == "乙项目"
    qtbot.keyClick(shown, Qt.Key.Key_Left)
    assert shown.title.text() == "甲项目"


def test_a_page_with_something_typed_is_left_only_on_purpose(
    qtbot: QtBot, shown: MeetingWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_1)
    monkeypatch.setattr(MeetingWindow, "_may_discard", lambda self: False)
    shown.turn(1)
    shown.close()
    assert shown.title.text() == "甲项目" and shown.isVisible()


def test_escape_leaves_a_field_first(qtbot: QtBot, shown: MeetingWindow) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_1)
    shown.panel.text.setFocus()
    qtbot.keyClick(shown.panel.text, Qt.Key.Key_Escape)
    assert shown.isVisible() and not shown.panel.text.hasFocus()


def test_undo_takes_the_decision_back_and_shows_its_project(
    qtbot: QtBot, shown: MeetingWindow, desk: Desk, held: str
) -> None:
    shown.choose(ReviewDecision.PASS)
    shown.write()
    qtbot.keyClick(shown, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown.title.text() == "甲项目")
    assert decisions(desk, held) == [None, None]


def test_a_decided_project_says_its_decision_and_takes_no_keys(qtbot: QtBot, shown: MeetingWindow) -> None:
    shown.choose(ReviewDecision.PASS)
    shown.write()
    shown.turn(-1)
    assert "已作结论：通过" in shown.panel.said.text()
    qtbot.keyClick(shown, Qt.Key.Key_5)
    assert shown.panel.chosen is None and not shown.panel.write.isVisible()


def test_type_is_large_enough_for_a_projector(shown: MeetingWindow) -> None:
    for widget, least in ((shown.title, 36), (shown.facts, 20), (shown.panel.text, 20), (shown.body, 20)):
        assert widget.font().pixelSize() >= least


def test_a_decision_leads_to_what_it_needs(qtbot: QtBot, shown: MeetingWindow) -> None:
    qtbot.keyClick(shown, Qt.Key.Key_2)
    assert shown.focusWidget() is shown.panel.conditions
    qtbot.mouseClick(shown.panel.buttons[ReviewDecision.VETO], Qt.MouseButton.LeftButton)
    assert shown.focusWidget() is shown.panel.text
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_1)
    assert shown.focusWidget() is shown
