"""The words of a paper: edited in their place, approved, issued and corrected, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QListWidget, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.services.report_issues import (
    PreparedIssue,
    issue_report,
    issues,
    next_issue,
    prepare_issue,
)
from fangzi_desktop.services.report_words import WordsLine, WordsSource, edit_passage
from fangzi_desktop.services.reports import ReportAsk
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.reports import issuing, passage, words
from fangzi_desktop.ui.reports.issues import IssuesDialog
from fangzi_desktop.ui.reports.issuing import CorrectionDialog, IssueDialog
from fangzi_desktop.ui.reports.passage import PassageCard, WordsEditor
from fangzi_desktop.ui.reports.words import WordsPanel
from tests.builders import a_permit_item, a_project

WEEK = ReportAsk(ReportKind.WEEKLY, "2023-W08")
KEY = "permits.standing"


@pytest.fixture
def refusals(desk: Desk) -> list[str]:
    told: list[str] = []
    desk.refused.connect(lambda error: told.append(error.code))
    return told


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> Iterator[WordsPanel]:
    host = QWidget()
    host.resize(400, 700)
    made = WordsPanel(desk, host)
    made.resize(400, 700)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
    made.show_ask(WEEK)
    qtbot.waitUntil(lambda: bool(made.cards))
    yield made
    desk.wait()


def card(panel: WordsPanel, key: str = KEY) -> PassageCard:
    return next(one for one in panel.cards if one.line.key == key)


def editor(one: PassageCard) -> WordsEditor:
    # One that was closed is there until the event loop comes round.
    return one.findChildren(WordsEditor)[-1]


def button(widget: QWidget, name: str) -> QPushButton | QToolButton:
    found = widget.findChild(QPushButton, name) or widget.findChild(QToolButton, name)
    assert isinstance(found, QPushButton | QToolButton)
    return found


def click(qtbot: QtBot, widget: QWidget, name: str) -> None:
    qtbot.mouseClick(button(widget, name), Qt.MouseButton.LeftButton)


def write(qtbot: QtBot, panel: WordsPanel, text: str) -> None:
    one = card(panel)
    one.edit()
    editor(one).setPlainText(text)
    qtbot.keyClick(editor(one), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: card(panel).line.written is not None)


def approve(qtbot: QtBot, panel: WordsPanel) -> None:
    click(qtbot, panel, "report-approve")
    qtbot.waitUntil(lambda: panel.state.startswith("● 已审定"))


def issue(qtbot: QtBot, panel: WordsPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issuing, "ask_to_issue", lambda *_: True)
    approve(qtbot, panel)
    with qtbot.waitSignal(panel.said):
        click(qtbot, panel, "report-issue")
    qtbot.waitUntil(lambda: button(panel, "report-correct").isVisible())


def test_a_paragraph_is_edited_in_its_place(qtbot: QtBot, panel: WordsPanel) -> None:
    one = card(panel)
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Return)
    assert editor(one).hasFocus()
    assert editor(one).toPlainText() == one.line.drafted
    with qtbot.waitSignal(panel.changed):
        editor(one).setPlainText("<b>均按计划推进</b> & 无逾期。")
        qtbot.keyClick(editor(one), Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: card(panel).line.written == "<b>均按计划推进</b> & 无逾期。")
    assert not one.is_editing
    assert one.hasFocus()
    assert one.text == "已改写，<b>均按计划推进</b> & 无逾期。"
    shown = one.findChild(QLabel, "passage-words")
    assert shown is not None
    assert "&lt;b&gt;" in shown.text()


def test_the_draft_is_had_back(qtbot: QtBot, panel: WordsPanel) -> None:
    write(qtbot, panel, "另有说明。")
    with qtbot.waitSignal(panel.changed):
        click(qtbot, card(panel), "passage-restore")
    qtbot.waitUntil(lambda: card(panel).line.written is None)
    assert button(card(panel), "passage-restore").isHidden()


def test_the_lead_of_a_paragraph_stands_before_what_is_edited(qtbot: QtBot, panel: WordsPanel) -> None:
    one = card(panel)
    one.show_line(WordsLine(KEY, "", "1. 甲项目：", "按计划推进。"))
    one.edit()
    shown = one.findChild(QLabel, "passage-words")
    assert shown is not None
    assert shown.isVisible()
    assert "甲项目" in shown.text()
    assert "按计划推进" not in shown.text()
    assert editor(one).toPlainText() == "按计划推进。"


def test_the_issued_numbers_are_listed_from_beside_the_words(
    qtbot: QtBot, panel: WordsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(qtbot, panel, monkeypatch)
    click(qtbot, panel, "report-list-issues")
    dialog = panel.findChild(IssuesDialog)
    assert dialog is not None
    assert [line.name for line in dialog.list.section.model.lines] == ["〔2023〕第8期"]
    qtbot.waitUntil(dialog.list.section.table.hasFocus)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_paragraph_is_left_out(qtbot: QtBot, panel: WordsPanel) -> None:
    card(panel).edit()
    click(qtbot, card(panel), "passage-leave-out")
    qtbot.waitUntil(lambda: card(panel).line.is_left_out)
    assert card(panel).text.startswith("不印")


def test_esc_asks_only_if_something_would_be_lost(
    qtbot: QtBot, panel: WordsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    one = card(panel)

    def answer(parent: QWidget) -> bool:
        asked.append(True)
        return len(asked) > 1

    monkeypatch.setattr(passage, "may_discard", answer)
    one.edit()
    qtbot.keyClick(editor(one), Qt.Key.Key_Escape)
    assert not one.is_editing
    assert not asked
    one.edit()
    editor(one).setPlainText("写了一半")
    qtbot.keyClick(editor(one), Qt.Key.Key_Escape)
    assert one.is_editing
    qtbot.keyClick(editor(one), Qt.Key.Key_Escape)
    assert not one.is_editing
    assert one.line.written is None


def test_what_is_typed_stays_while_the_records_change_below(
    qtbot: QtBot, panel: WordsPanel, desk: Desk
) -> None:
    one = card(panel)
    before = one.line.drafted
    one.edit()
    editor(one).setPlainText("写了一半")
    desk.attempt(a_permit_item, accepted_on=date(2023, 2, 20))
    qtbot.waitUntil(lambda: card(panel).line.drafted != before)
    assert card(panel) is one
    assert editor(one).toPlainText() == "写了一半"
    one.keep()
    qtbot.waitUntil(lambda: card(panel).line.written == "写了一半")
    # It was written for what was drafted before, and says so.
    assert card(panel).line.has_changed
    assert "草拟内容已变" in card(panel).text
    click(qtbot, card(panel), "passage-keep")
    qtbot.waitUntil(lambda: not card(panel).line.has_changed)


def test_the_arrow_keys_go_from_paragraph_to_paragraph(qtbot: QtBot, panel: WordsPanel) -> None:
    first, second = panel.cards[:2]
    panel.take_focus()
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Up)
    assert first.hasFocus()


def test_what_a_paragraph_rests_on_is_reached(qtbot: QtBot, panel: WordsPanel) -> None:
    one = card(panel)
    sources = tuple(
        WordsSource(f"项目{n}", f"p{n}", kind, f"o{n}")
        for n, kind in enumerate((ClockKind.PERMIT, ClockKind.PROBLEM, None))
    )
    asked: list[tuple[str, ...]] = []
    panel.source_requested.connect(lambda *where: asked.append(where))
    one.show_line(WordsLine(KEY, "", "", "稿", sources=sources[:1]))
    click(qtbot, one, "passage-source")
    one.show_line(WordsLine(KEY, "", "", "稿", sources=sources))
    found = one.findChildren(QPushButton, "passage-source")[-1]
    assert found.accessibleName() == "依据：3条记录"
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    opened = one.findChild(QListWidget)
    assert opened is not None
    for row in (1, 2):
        opened.setCurrentRow(row)
        qtbot.keyClick(opened, Qt.Key.Key_Return)
    assert asked == [("p0", "permits", "o0"), ("p1", "problems", "o1"), ("p2", "overview", "")]


def test_a_paper_is_approved_and_the_approval_taken_back(qtbot: QtBot, panel: WordsPanel) -> None:
    assert panel.state == "草稿，未审定"
    assert not button(panel, "report-issue").isEnabled()
    approve(qtbot, panel)
    assert panel.state == "● 已审定　2月24日"
    assert button(panel, "report-issue").isEnabled()
    click(qtbot, panel, "report-withdraw")
    qtbot.waitUntil(lambda: panel.state == "草稿，未审定")


def test_a_change_of_the_records_is_told_and_nothing_goes_out(
    qtbot: QtBot, panel: WordsPanel, desk: Desk
) -> None:
    approve(qtbot, panel)
    desk.attempt(a_project, "甲")
    qtbot.waitUntil(lambda: panel.state == "▲ 审定后数据或文字有改动")
    assert not button(panel, "report-issue").isEnabled()
    approve(qtbot, panel)


def test_a_number_is_issued_after_it_was_shown_what_it_will_be(
    qtbot: QtBot, panel: WordsPanel, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[PreparedIssue] = []

    def agree(prepared: PreparedIssue, changed: int, parent: QWidget) -> bool:
        shown.append(prepared)
        return len(shown) > 1

    monkeypatch.setattr(issuing, "ask_to_issue", agree)
    approve(qtbot, panel)
    assert button(panel, "report-issue").text() == "编发第8期…"
    click(qtbot, panel, "report-issue")
    qtbot.waitUntil(lambda: len(shown) == 1 and button(panel, "report-issue").isEnabled())
    assert shown[0].name == "周报〔2023〕第8期"
    assert not desk.read(issues)
    with qtbot.waitSignal(panel.said) as said:
        click(qtbot, panel, "report-issue")
    assert said.args == [f"已编发周报〔2023〕第8期，共{shown[0].printed.pages}页。"]
    qtbot.waitUntil(lambda: button(panel, "report-correct").isVisible())
    assert len(desk.read(issues)) == 1
    note = panel.findChild(QLabel, "report-issued")
    assert note is not None
    assert note.text().startswith("〔2023〕第8期已于2月24日编发")


def test_an_issued_number_is_corrected_with_a_reason(
    qtbot: QtBot, panel: WordsPanel, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(qtbot, panel, monkeypatch)
    answers: list[str | None] = [None, "漏列一个项目"]
    monkeypatch.setattr(issuing, "ask_reason", lambda *_: answers.pop(0))
    click(qtbot, panel, "report-correct")
    assert len(desk.read(issues)) == 1
    with qtbot.waitSignal(panel.said):
        click(qtbot, panel, "report-correct")
    newest, _ = desk.read(issues)
    assert (newest.version, newest.reason) == (2, "漏列一个项目")


def test_what_is_typed_and_not_kept_is_asked_about_before_anything_goes_out(
    qtbot: QtBot, panel: WordsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "may_discard", lambda parent: False)
    card(panel).edit()
    editor(card(panel)).setPlainText("写了一半")
    assert panel.has_unsaved
    click(qtbot, panel, "report-approve")
    assert not panel.may_leave()
    assert card(panel).is_editing
    assert panel.state == "草稿，未审定"
    card(panel).discard()


def test_what_is_typed_waits_while_another_paper_is_shown(qtbot: QtBot, panel: WordsPanel) -> None:
    card(panel).edit()
    editor(card(panel)).setPlainText("写了一半")
    panel.show_ask(ReportAsk(ReportKind.WEEKLY, "2023-W07"))
    qtbot.waitUntil(lambda: bool(panel.cards))
    assert not card(panel).is_editing
    assert panel.has_unsaved
    panel.show_ask(WEEK)
    qtbot.waitUntil(lambda: bool(panel.cards) and card(panel).is_editing)
    assert editor(card(panel)).toPlainText() == "写了一半"
    card(panel).keep()
    qtbot.waitUntil(lambda: card(panel).line.written == "写了一半")
    assert not panel.has_unsaved


def test_what_is_typed_is_let_go_when_the_person_says_so(
    qtbot: QtBot, panel: WordsPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "may_discard", lambda parent: True)
    card(panel).edit()
    editor(card(panel)).setPlainText("写了一半")
    assert panel.may_leave()
    assert not panel.has_unsaved
    assert not card(panel).is_editing


def test_an_edit_without_its_paragraph_is_shown_and_can_be_let_go(
    qtbot: QtBot, panel: WordsPanel, desk: Desk
) -> None:
    desk.attempt(edit_passage, WEEK, "progress.gone", "写好的话。", "原来的。")
    qtbot.waitUntil(lambda: panel.cards[-1].line.is_gone)
    assert "段落已不在" in panel.cards[-1].text
    click(qtbot, panel.cards[-1], "passage-restore")
    qtbot.waitUntil(lambda: not panel.cards[-1].line.is_gone)


def test_a_paper_without_words_says_so(qtbot: QtBot, panel: WordsPanel) -> None:
    panel.show_ask(ReportAsk(ReportKind.WEEK_PLAN, "2023-W08"))
    assert not panel.cards
    state = panel.findChild(QLabel, "words-state")
    assert state is not None
    assert state.text() == "这份材料按现状打印，没有可改写的文字。"
    assert button(panel, "report-approve").isHidden()


def test_the_dialogs_say_what_will_be(
    qtbot: QtBot, panel: WordsPanel, desk: Desk, workspace: Workspace
) -> None:

    approve(qtbot, panel)
    prepared = prepare_issue(workspace, WEEK)
    dialog = IssueDialog(prepared, 2, panel)
    said = "".join(label.text() for label in dialog.findChildren(QLabel))
    assert f"周报〔2023〕第8期，2023年2月24日编发，共{prepared.printed.pages}页" in said
    assert "有2段改写后草拟内容又有变化" in said
    dialog.close()
    desk.attempt(issue_report, prepared)
    reason = CorrectionDialog(WEEK, desk.read(next_issue, WEEK), panel)
    reason.open()
    accept(reason)
    assert reason.isVisible()
    assert any("请写明更正的原因" in label.text() for label in reason.findChildren(QLabel))
    reason.reason.setPlainText("漏列")
    accept(reason)
    assert not reason.isVisible()


def accept(dialog: Any) -> None:
    box = dialog.findChild(QDialogButtonBox)
    role = QDialogButtonBox.ButtonRole.AcceptRole
    next(one for one in box.buttons() if box.buttonRole(one) is role).click()


def test_nothing_is_refused_on_the_usual_way(
    qtbot: QtBot, panel: WordsPanel, refusals: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(qtbot, panel, "另有说明。")
    issue(qtbot, panel, monkeypatch)
    assert refusals == []
