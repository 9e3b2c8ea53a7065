"""A permit that nobody decided climbs to the 科长: its paper is issued, reprinted, answered, taken back."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.notices import due_notices, notice_lines
from fangzi_desktop.services.permits import decide_item
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.reports.paper import PaperDialog
from fangzi_desktop.ui.sheets.notices import NoticesSheet
from tests.builders import a_permit_item
from tests.journeys.keyboard import CTRL, accept, answering, fill, press, push


def the_paper(qtbot: QtBot, parent: QWidget) -> bytes:
    """Wait for the paper that is shown, close it by Esc and return what would be printed."""
    (dialog,) = parent.findChildren(PaperDialog)
    qtbot.waitUntil(lambda: dialog.state == "共1页", timeout=10_000)
    composed = dialog._composed
    assert composed is not None
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    return composed.printed.pdf


def answers_owed(desk: Desk) -> int:
    return sum(one.face.kind is ClockKind.NOTICE for one in desk.read(deadlines))


def test_a_late_permit_goes_up_by_paper_and_comes_back_answered(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    made = desk.do(a_permit_item, accepted_on=date(2023, 2, 16))
    assert made is not None
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.NOTICES)
    sheet = page.findChild(NoticesSheet)
    assert sheet is not None
    assert sheet.due.note.text() == "应报科长1项"

    # Issued by Enter on the line, and shown as it prints.
    def issue() -> None:
        fill(demand="请于本周内办结")
        accept()

    sheet.take_focus()
    answering(issue, lambda: press(Qt.Key.Key_Return))
    (line,) = desk.read(notice_lines)
    assert (line.document_no, line.overdue_workdays) == ("坊专班提〔2023〕1号", 5)
    first = the_paper(qtbot, sheet)
    assert first.startswith(b"%PDF")
    assert desk.read(due_notices) == () and answers_owed(desk) == 1

    # The permit is decided meanwhile; the paper prints as it was handed over.
    desk.do(decide_item, made.value, date(2023, 2, 24), "备案1号")
    sheet.table.setFocus()
    push("print-notice")
    assert the_paper(qtbot, sheet) == first

    # Its answer takes it off the list of the awaited.
    def reply() -> None:
        fill(reply="已于今日办结")
        accept()

    answering(reply, lambda: push("reply-notice"))
    assert sheet.model.lines == [] and answers_owed(desk) == 0
    (line,) = desk.read(notice_lines)
    assert (line.replied_on, line.reply) == (date(2023, 2, 24), "已于今日办结")

    # Taken back step by step: the answer, the decision, the issue.
    for _ in range(3):
        press(Qt.Key.Key_Z, CTRL)
    assert desk.read(notice_lines) == () and answers_owed(desk) == 0
    assert sheet.due.note.text() == "应报科长1项"
