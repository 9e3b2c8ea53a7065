"""The dialog that issues a notice, the project's list of them and the sheet over all projects."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import NoticeKind
from fangzi_desktop.services.notice_lines import NoticeLine, due_notices, notice_lines, notice_paper
from fangzi_desktop.services.notices import proposed_notice
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.ledger.page import Part, ProjectsPage
from fangzi_desktop.ui.main_window import MainWindow
from fangzi_desktop.ui.notices import issue as issue_module
from fangzi_desktop.ui.notices import records as records_module
from fangzi_desktop.ui.notices.issue import IssueDialog, issue_notice_for, issue_notices_for
from fangzi_desktop.ui.project.problems import ProblemsTab
from fangzi_desktop.ui.records import dialog as dialog_module
from fangzi_desktop.ui.reports import paper as paper_module
from fangzi_desktop.ui.sheets.notices import NoticesSheet, Shown, due_words
from tests.builders import a_permit_item, a_project
from tests.ui.answering import answer

DUE = date(2023, 2, 17)


@pytest.fixture
def papers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the papers that were shown; none opens a window."""
    shown: list[str] = []
    monkeypatch.setattr(paper_module, "show_paper", lambda desk, title, make, parent: shown.append(title))
    return shown


def a_late_item(desk: Desk) -> str:
    changes = desk.do(a_permit_item, accepted_on=date(2023, 2, 16))
    assert changes is not None
    return f"permit:{changes.value}"


def a_late_problem(desk: Desk, text: str, due: date = date(2023, 2, 10)) -> None:
    project = desk.do(a_project, f"{text}的项目", responsible_unit="坊城街道")
    assert project is not None
    desk.do(raise_problem, project.value, ProblemForm(text, "供电公司", date(2023, 1, 10), due))


def a_dialog(window: MainWindow, desk: Desk) -> IssueDialog:
    return IssueDialog(desk, desk.read(proposed_notice, a_late_item(desk)), window)


def a_sheet(window: MainWindow) -> NoticesSheet:
    page = window.show_area("projects")
    assert isinstance(page, ProjectsPage)
    page.show_part(Part.NOTICES)
    sheet = page.findChild(NoticesSheet)
    assert sheet is not None
    return sheet


def words(dialog: IssueDialog, name: str) -> str:
    editor = dialog.editors[name]
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    if isinstance(editor, QComboBox):
        return editor.currentText()
    assert isinstance(editor, QLineEdit)
    return editor.text()


def choose(dialog: IssueDialog, kind: NoticeKind) -> None:
    box = dialog.editors["kind"]
    assert isinstance(box, QComboBox)
    box.setCurrentText(kind.zh)


def notices(desk: Desk) -> tuple[NoticeLine, ...]:
    return desk.read(notice_lines)


def test_the_dialog_is_filled_and_issues_as_it_stands(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch, papers: list[str]
) -> None:
    clock = a_late_item(desk)
    answer(monkeypatch, issue_module, demand="请尽快办结")
    made = issue_notice_for(desk, clock, window)
    (line,) = notices(desk)
    assert (line.id, line.document_no, line.reply_by) == (made, "坊专班提〔2023〕1号", date(2023, 3, 1))
    assert desk.read(notice_paper, made or "").demand == "请尽快办结"
    assert papers == ["提醒函 坊专班提〔2023〕1号"]


def test_the_other_kind_fills_what_was_not_typed(window: MainWindow, desk: Desk) -> None:
    dialog = a_dialog(window, desk)
    assert (words(dialog, "kind"), words(dialog, "reply_by")) == ("提醒函", "2023-03-01")
    demand = dialog.editors["demand"]
    assert isinstance(demand, QPlainTextEdit)
    demand.setPlainText("自己写的要求")
    choose(dialog, NoticeKind.SUPERVISION)
    assert [words(dialog, name) for name in ("role", "number", "reply_by")] == ["分管领导", "1", "2023-03-03"]
    assert words(dialog, "demand") == "自己写的要求"
    choose(dialog, NoticeKind.REMINDER)
    assert (words(dialog, "role"), words(dialog, "reply_by")) == ("科长", "2023-03-01")


@pytest.mark.parametrize(
    ("name", "typed", "problem"),
    [
        ("addressee", "", "请填写主送单位。"),
        ("number", "", "编号应为 1 至 99999 之间的整数。"),
        ("number", "三", "“三”不是数字；请只填数字，单位已写在旁边。"),
        ("issued_on", "", "请填写日期。"),
        ("issued_on", "2023-02-25", "签发日期不能晚于今天（2023年2月24日）。"),
        ("reply_by", "2023-02-24", "回复期限应晚于签发日期（2023年2月24日）。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_issued_or_shown(
    window: MainWindow, desk: Desk, papers: list[str], name: str, typed: str, problem: str
) -> None:
    dialog = a_dialog(window, desk)
    editor = dialog.editors[name]
    assert isinstance(editor, QLineEdit)
    editor.setText(typed)
    for act in (dialog._try, dialog.preview):
        dialog._problem.setText("")
        act()
        assert dialog._problem.text() == problem
    assert notices(desk) == () and papers == []


def test_a_preview_shows_the_draft_and_records_nothing(
    window: MainWindow, desk: Desk, papers: list[str]
) -> None:
    dialog = a_dialog(window, desk)
    button = dialog.findChild(QPushButton, "preview-notice")
    assert button is not None
    button.click()
    assert papers == ["提醒函 坊专班提〔2023〕1号（预览）"]
    assert notices(desk) == ()
    box = dialog.findChild(QDialogButtonBox)
    assert box is not None
    assert [one.text() for one in box.buttons()].count("出具") == 1


def test_escape_asks_before_what_was_typed_is_lost(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = a_dialog(window, desk)
    asked: list[bool] = []
    monkeypatch.setattr(dialog_module, "may_discard", lambda parent: bool(asked.append(True)))
    dialog.show()
    addressee = dialog.editors["addressee"]
    assert isinstance(addressee, QLineEdit)
    addressee.setText("别的单位")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked == [True] and dialog.isVisible()
    addressee.setText("区行政审批服务局")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked == [True] and not dialog.isVisible()


def test_a_clock_that_has_ended_is_refused_in_words(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.refused) as told:
        assert issue_notice_for(desk, "permit:gone", window) is None
    (error,) = told.args
    assert isinstance(error, UserError) and error.code == "record.missing"


def test_several_are_issued_until_one_is_put_aside(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch, papers: list[str]
) -> None:
    for text in ("用电不足", "道路未通", "资金未到"):
        a_late_problem(desk, text)
    left = [True, True, False]

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, IssueDialog)
        if left.pop(0):
            dialog._try()
        return dialog.issued is not None

    monkeypatch.setattr(issue_module, "asked", fill)
    made = issue_notices_for(desk, [one.id for one in desk.read(due_notices)], window)
    assert sorted(made) == sorted(line.id for line in notices(desk))
    assert [line.document_no for line in notices(desk)] == ["坊专班督〔2023〕2号", "坊专班督〔2023〕1号"]
    assert papers == ["催办文书2份"]


def test_the_sheet_says_what_is_to_go_up_and_issues_it(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch, papers: list[str]
) -> None:
    a_late_problem(desk, "用电不足")
    a_late_problem(desk, "道路未通", date(2023, 2, 20))
    sheet = a_sheet(window)
    assert sheet.due.note.text() == "应报科长1项，应报分管领导1项"
    assert [one.label for one in sheet.due.model.lines] == ["用电不足", "道路未通"]
    assert sheet._empty.isVisibleTo(sheet) and not sheet._print.isEnabled()
    answer(monkeypatch, issue_module)
    button = sheet.findChild(QPushButton, "issue-notice")
    assert button is not None
    button.click()
    assert sheet.due.note.text() == "应报科长1项"
    (line,) = sheet.model.lines
    assert (line.document_no, line.label) == ("坊专班督〔2023〕1号", "用电不足")
    assert sheet._print.isEnabled()
    desk.undo()
    assert len(sheet.due.model.lines) == 2 and sheet.model.lines == []


def test_the_sheet_narrows_searches_and_leads_to_the_record(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch, papers: list[str], qtbot: QtBot
) -> None:
    a_late_problem(desk, "用电不足")
    a_late_problem(desk, "道路未通")
    sheet = a_sheet(window)
    answer(monkeypatch, issue_module)
    sheet.issue_current()
    sheet.issue_current()
    assert papers == ["督办单 坊专班督〔2023〕1号", "督办单 坊专班督〔2023〕2号"]
    answer(monkeypatch, records_module, reply="已送电")
    sheet.table.setCurrentIndex(sheet.model.index(0, 0))
    sheet._ask_reply()
    counts = [button.text() for button in sheet.filter._group.buttons()]
    assert counts == ["待回复 1", "逾期未回复 0", "已回复 1", "已撤回 0", "全部 2"]
    sheet.filter.choose(Shown.ALL)
    sheet.show_narrowed()
    assert len(sheet.model.lines) == 2
    sheet.search("道路")
    (line,) = sheet.model.lines
    with qtbot.waitSignal(sheet.open_requested) as opened:
        sheet.table.opened.emit(sheet.model.index(0, 0))
    assert opened.args == [line.project_id, "problems", line.id]


def test_a_project_lists_its_notices_with_the_problems(
    window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch, papers: list[str]
) -> None:
    clock = a_late_item(desk)
    answer(monkeypatch, issue_module)
    made = issue_notice_for(desk, clock, window)
    assert made is not None
    window.open_project(notices(desk)[0].project_id, "problems", made)
    tab = window.findChild(ProblemsTab)
    assert tab is not None
    section = tab.notices
    assert section.current is not None and section.current.id == made

    def offered() -> list[str]:
        return [one.text() for one in section.findChildren(QPushButton) if one.isVisibleTo(tab)]

    assert offered() == ["打印", "登记回复", "撤回"]
    section.table.opened.emit(section.model.index(0, 0))
    assert papers[-1] == "提醒函 坊专班提〔2023〕1号"
    answer(monkeypatch, records_module, replied_on="2.24", reply="已办结")
    section._reply()
    assert offered() == ["打印", "登记回复"]
    desk.undo()
    answer(monkeypatch, records_module, withdrawal="主送单位有误")
    section._withdraw()
    assert offered() == ["打印"]
    (line,) = section.model.lines
    assert (records_module.state_words(line), records_module.outcome_words(line)) == (
        "已撤回",
        "2023年2月24日 主送单位有误",
    )


def test_the_lists_are_sound_models(window: MainWindow, desk: Desk, qtmodeltester: ModelTester) -> None:
    a_late_problem(desk, "用电不足")
    sheet = a_sheet(window)
    qtmodeltester.check(sheet.due.model)
    qtmodeltester.check(sheet.model)
    assert due_words(()) == ""
