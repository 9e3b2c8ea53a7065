from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import ProjectStatus, Stage
from fangzi_desktop.services.meetings import MeetingForm, add_meeting, meeting
from fangzi_desktop.services.removals import RemovalProposal
from fangzi_desktop.services.review import open_round
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.project.status_dialog import AskStatus
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.sheets.meetings import MeetingsSheet
from tests.builders import a_project


def a_sheet(window: MainWindow, desk: Desk) -> MeetingsSheet:
    """Two projects that wait and a meeting with nothing on its agenda."""
    for name in ("甲项目", "乙项目"):
        project = desk.attempt(a_project, name, Stage.REVIEW).value
        desk.attempt(open_round, project, date(2023, 2, 13), ("财政局",))
    desk.attempt(add_meeting, MeetingForm("第2次会议", date(2023, 2, 23), "坊项论〔2023〕2号"))
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.MEETINGS)
    sheet = page.findChild(MeetingsSheet)
    assert sheet is not None
    return sheet


def test_what_waits_is_put_on_the_agenda_and_taken_off(
    window: MainWindow, desk: Desk, qtmodeltester: ModelTester
) -> None:
    sheet = a_sheet(window, desk)
    qtmodeltester.check(sheet.agenda.model)
    assert len(sheet.waiting.model.lines) == 2
    sheet.waiting.opened.emit()
    sheet.waiting.opened.emit()
    names = [one.project for one in sheet.agenda.model.lines]
    assert sorted(names) == ["乙项目", "甲项目"] and not sheet.waiting.model.lines
    sheet._move(1)
    assert [one.project for one in sheet.agenda.model.lines] == names[::-1]
    sheet._take_off()
    assert len(sheet.waiting.model.lines) == 1


def test_a_meeting_is_added_with_the_number_it_is_expected_to_have(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = a_sheet(window, desk)
    monkeypatch.setattr(RecordDialog, "exec", lambda dialog: dialog._try())
    sheet._add()
    assert [one.minutes_no for one in sheet.list.model.lines] == ["坊项论〔2023〕1号", "坊项论〔2023〕2号"]


def test_the_meeting_mode_opens_over_the_current_meeting(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    sheet = a_sheet(window, desk)
    sheet.waiting.opened.emit()
    sheet.start_meeting()
    shown = sheet.window_shown
    assert shown is not None and shown.isVisible()
    line = sheet.list.current
    read = desk.read(meeting, line.id) if line is not None else None
    assert read is not None and shown.title.text() == read.agenda[0].project
    shown.close()


def test_a_proposal_leads_to_the_dialog_that_asks_for_its_document(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = a_sheet(window, desk)
    project = sheet.waiting.model.lines[0]
    proposal = RemovalProposal(
        project.id, project.project, "", "", Stage.REVIEW, ProjectStatus.ACTIVE, date(2022, 7, 1), 238, 6
    )
    sheet.idle.show_lines((proposal,))
    asked: list[ProjectStatus] = []
    monkeypatch.setattr(AskStatus, "exec", lambda dialog: asked.append(dialog.new))
    sheet._propose_removal()
    assert asked == [ProjectStatus.REMOVED]


def test_the_issued_number_is_given_once_for_the_whole_meeting(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = a_sheet(window, desk)

    def type_number(dialog: RecordDialog[MeetingForm]) -> None:
        editor = dialog.editors["minutes_no"]
        assert isinstance(editor, QLineEdit)
        editor.setText("坊项论〔2023〕9号")
        dialog._try()

    monkeypatch.setattr(RecordDialog, "exec", type_number)
    sheet._number()
    assert [one.minutes_no for one in sheet.list.model.lines] == ["坊项论〔2023〕9号"]
