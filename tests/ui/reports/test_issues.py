"""The list of issued numbers: each opened as it went out, or made anew where its file is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.services.report_issues import correct_report, issue_pages, issue_report, prepare_issue
from fangzi_desktop.services.report_words import approve_report, words
from fangzi_desktop.services.reports import ReportAsk
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.reports import issues
from fangzi_desktop.ui.reports.issues import IssuesList
from fangzi_desktop.ui.reports.paper import PaperDialog
from tests.builders import a_project
from tests.pdf_words import words_of

WEEK = ReportAsk(ReportKind.WEEKLY, "2023-W08")


def issue(workspace: Workspace, reason: str = "") -> str:
    workspace.do(approve_report, WEEK, workspace.read(words, WEEK).digest)
    prepared = prepare_issue(workspace, WEEK, reason)
    return workspace.do(correct_report if reason else issue_report, prepared).value


@pytest.fixture
def listed(qtbot: QtBot, desk: Desk) -> Iterator[IssuesList]:
    host = QWidget()
    host.resize(1100, 600)
    made = IssuesList(desk, host)
    made.resize(1100, 600)
    qtbot.addWidget(host)
    with qtbot.waitActive(host):
        host.show()
    yield made
    desk.wait()
    for dialog in made.findChildren(PaperDialog):
        dialog.close()


def cells(listed: IssuesList) -> list[list[str]]:
    model = listed.section.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def opened(qtbot: QtBot, listed: IssuesList) -> PaperDialog:
    qtbot.waitUntil(lambda: any(one.preview.pages for one in listed.findChildren(PaperDialog)))
    return next(one for one in listed.findChildren(PaperDialog) if one.preview.pages)


def test_every_version_stands_in_the_list_the_newest_first(
    qtbot: QtBot, listed: IssuesList, desk: Desk
) -> None:
    assert not cells(listed)
    issue(desk.workspace)
    issue(desk.workspace, "漏列\n一个项目")
    listed.refresh()
    pages = [row[5] for row in cells(listed)]
    day = "2023年2月24日"
    title = "坊子区重点项目推进情况周报"
    assert cells(listed) == [
        ["周报", "〔2023〕第8期", "第2版（更正）", title, day, pages[0], "漏列 一个项目"],
        ["周报", "〔2023〕第8期", "第1版（已更正）", title, day, pages[1], ""],
    ]


def test_the_list_follows_what_is_issued(qtbot: QtBot, listed: IssuesList, desk: Desk) -> None:
    workspace = desk.workspace
    workspace.do(approve_report, WEEK, workspace.read(words, WEEK).digest)
    desk.attempt(issue_report, prepare_issue(workspace, WEEK))
    qtbot.waitUntil(lambda: len(cells(listed)) == 1)
    desk.undo()
    qtbot.waitUntil(lambda: not cells(listed))


def test_enter_opens_the_pages_that_went_out_and_they_are_saved_to_the_byte(
    qtbot: QtBot, listed: IssuesList, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = issue(desk.workspace)
    kept = issue_pages(desk.workspace, number).pdf
    desk.attempt(a_project, "甲")
    listed.refresh()
    listed.take_focus()
    qtbot.keyClick(listed.section.table, Qt.Key.Key_Return)
    dialog = opened(qtbot, listed)
    assert dialog.windowTitle() == "周报〔2023〕第8期"
    target = tmp_path / "周报.pdf"
    monkeypatch.setattr("fangzi_desktop.ui.reports.paper.ask_target", lambda *_: target)
    dialog.ask_and_save()
    qtbot.waitUntil(lambda: dialog.state == f"已存为 {target}")
    assert target.read_bytes() == kept


def test_pages_that_are_gone_are_told_and_made_anew_if_wanted(
    qtbot: QtBot, listed: IssuesList, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue(desk.workspace)
    for file in (desk.workspace.store.folder / "attachments").glob("*/*"):
        if file.read_bytes().startswith(b"%PDF"):
            file.unlink()
    said: list[str] = []

    def ask(parent: QWidget, sentence: str) -> bool:
        said.append(sentence)
        return len(said) > 1

    monkeypatch.setattr(issues, "ask_to_remake", ask)
    listed.refresh()
    listed.open_current()
    qtbot.waitUntil(lambda: len(said) == 1 and listed._opening is None)
    assert "找不到了" in said[0]
    assert not listed.findChildren(PaperDialog)
    listed.open_current()
    dialog = opened(qtbot, listed)
    assert dialog.windowTitle() == "周报〔2023〕第8期（重印）"
    assert dialog._composed is not None
    assert "重印说明" in words_of(dialog._composed.printed.pdf)
