"""A drafted paper with people's words in it, for papers that are issued and for the others."""

from __future__ import annotations

from datetime import date

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.reports.document import Document, Passage
from fangzi_desktop.services.report_edits import stand_of
from fangzi_desktop.services.report_words import edit_passage
from fangzi_desktop.services.reports import ReportAsk
from fangzi_desktop.services.workspace import Workspace

WEEK = ReportAsk(ReportKind.WEEKLY, "2023-W08")
PROJECT = ReportAsk(ReportKind.PROJECT, subject="甲")


def drafted(words: str) -> Document:
    return Document("题", "", "专班", date(2023, 2, 24), (Passage(words, key="a"), Passage("余", key="b")))


def texts(workspace: Workspace, ask: ReportAsk, words: str) -> list[str]:
    stand = workspace.read(stand_of, ask, drafted(words))
    return [passage.text for passage in stand.document.passages]


def test_a_paper_printed_as_things_stand_drops_an_edit_when_its_records_have_changed(
    workspace: Workspace,
) -> None:
    for ask in (WEEK, PROJECT):
        workspace.do(edit_passage, ask, "a", "人写的", "旧稿")
    assert texts(workspace, PROJECT, "旧稿") == ["人写的", "余"]
    assert texts(workspace, PROJECT, "新稿") == ["新稿", "余"]
    assert texts(workspace, WEEK, "新稿") == ["人写的", "余"]


def test_an_edit_is_of_one_subject(workspace: Workspace) -> None:
    workspace.do(edit_passage, PROJECT, "a", "人写的", "旧稿")
    assert texts(workspace, ReportAsk(ReportKind.PROJECT, subject="乙"), "旧稿") == ["旧稿", "余"]


def test_only_papers_that_are_issued_are_drafts(workspace: Workspace) -> None:
    assert workspace.read(stand_of, WEEK, drafted("稿")).document.is_draft
    assert not workspace.read(stand_of, PROJECT, drafted("稿")).document.is_draft
