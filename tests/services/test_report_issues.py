"""A number that went out is kept with its data, printed again to the byte, and corrected by a new version."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage
from fangzi_desktop.reports import weekly_words
from fangzi_desktop.services.copies import KEPT_COPIES, backup
from fangzi_desktop.services.report_issues import (
    IssueLine,
    correct_report,
    issue_pages,
    issue_report,
    issues,
    last_issue,
    next_issue,
    prepare_issue,
    remade_pages,
)
from fangzi_desktop.services.report_words import approve_report, edit_passage, words
from fangzi_desktop.services.reports import ReportAsk, report_bytes
from fangzi_desktop.services.upkeep import check_folder
from fangzi_desktop.services.weekly import weekly_input
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.stage_tables import ReportIssueRow
from fangzi_desktop.storage.work import View
from tests.builders import a_permit_item, a_project
from tests.conftest import OpenWorkspace
from tests.pdf_words import words_of

WEEK = ReportAsk(ReportKind.WEEKLY, "2023-W08")


def approve(workspace: Workspace, ask: ReportAsk = WEEK) -> None:
    workspace.do(approve_report, ask, workspace.read(words, ask).digest)


def issue(workspace: Workspace, ask: ReportAsk = WEEK) -> str:
    approve(workspace, ask)
    return workspace.do(issue_report, prepare_issue(workspace, ask)).value


def correct(workspace: Workspace, reason: str, ask: ReportAsk = WEEK) -> str:
    approve(workspace, ask)
    return workspace.do(correct_report, prepare_issue(workspace, ask, reason)).value


def listed(workspace: Workspace) -> tuple[IssueLine, ...]:
    return workspace.read(issues)


def files(workspace: Workspace, issue_id: str) -> tuple[Path, Path]:
    def names(view: View) -> tuple[str, str]:
        row = view.session.get(ReportIssueRow, issue_id)
        assert row is not None
        return row.pdf_sha256, row.content_sha256

    folder = workspace.store.folder / "attachments"
    pdf, content = workspace.read(names)
    return folder / pdf[:2] / pdf, folder / content[:2] / content


def test_a_number_is_issued_as_its_masthead_prints_it(workspace: Workspace) -> None:
    workspace.do(a_project, "甲")
    number = issue(workspace)
    (line,) = listed(workspace)
    assert (line.id, line.name, line.version, line.issued_on) == (
        number,
        "〔2023〕第8期",
        1,
        workspace.today,
    )
    assert line.name == weekly_words.issue_words(workspace.read(weekly_input, WEEK.week))
    printed = issue_pages(workspace, number)
    assert (printed.pages, line.is_newest) == (line.pages, True)
    assert "〔2023〕第8期" in words_of(printed.pdf)
    assert "草稿" not in words_of(printed.pdf)


def test_the_first_days_of_a_year_have_the_number_of_their_iso_week(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2021, 1, 2))
    ask = ReportAsk(ReportKind.WEEKLY, "2020-W53")
    issue(workspace, ask)
    (line,) = listed(workspace)
    assert line.name == weekly_words.issue_words(workspace.read(weekly_input, ask.week)) == "〔2020〕第53期"


def test_a_paper_is_printed_again_to_the_byte_whatever_has_changed_since(workspace: Workspace) -> None:
    workspace.do(a_project, "甲")
    number = issue(workspace)
    before = issue_pages(workspace, number).pdf
    workspace.do(a_permit_item, accepted_on=date(2023, 2, 20))
    workspace.do(edit_passage, WEEK, "permits.standing", "改了。", "")
    assert issue_pages(workspace, number).pdf == before
    assert workspace.read(report_bytes, WEEK).pdf != before


def test_nothing_goes_out_that_is_not_approved_as_it_stands(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"report\.not_approved"):
        prepare_issue(workspace, WEEK)
    approve(workspace)
    workspace.do(a_project, "甲")
    with pytest.raises(UserError, match=r"report\.changed_since"):
        prepare_issue(workspace, WEEK)
    assert not listed(workspace)


def test_a_paper_that_changed_while_it_was_printed_does_not_go_out(workspace: Workspace) -> None:
    approve(workspace)
    prepared = prepare_issue(workspace, WEEK)
    workspace.do(a_project, "甲")
    with pytest.raises(UserError, match=r"report\.changed_since"):
        workspace.do(issue_report, prepared)
    approve(workspace)
    with pytest.raises(UserError, match=r"report\.prepare_again"):
        workspace.do(issue_report, prepared)
    assert not listed(workspace)


def test_a_week_that_has_not_begun_is_not_issued(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"report\.week_ahead"):
        prepare_issue(workspace, ReportAsk(ReportKind.WEEKLY, "2023-W09"))


def test_a_paper_without_numbers_is_not_issued(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"report\.not_issued"):
        prepare_issue(workspace, ReportAsk(ReportKind.LEDGER))


def test_a_number_goes_out_once_and_is_then_corrected_with_a_reason(workspace: Workspace) -> None:
    first = issue(workspace)
    before = issue_pages(workspace, first).pdf
    with pytest.raises(UserError, match=r"report\.already_issued"):
        prepare_issue(workspace, WEEK, "  ")
    second = correct(workspace, "项目数有误")
    newest, oldest = listed(workspace)
    assert (newest.id, newest.version, newest.name, newest.reason, newest.is_newest) == (
        second,
        2,
        "〔2023〕第8期（第2版）",
        "项目数有误",
        True,
    )
    assert (oldest.id, oldest.version, oldest.is_newest) == (first, 1, False)
    said = words_of(issue_pages(workspace, second).pdf)
    assert "〔2023〕第8期（第2版）" in said
    assert "本版代替2023年2月24日编发的第1版。更正原因：项目数有误。" in said
    assert issue_pages(workspace, first).pdf == before


def test_nothing_is_corrected_that_never_went_out(workspace: Workspace) -> None:
    approve(workspace)
    with pytest.raises(UserError, match=r"report\.nothing_to_correct"):
        prepare_issue(workspace, WEEK, "有误")


def test_what_would_be_issued_is_told_beforehand(workspace: Workspace) -> None:
    told = workspace.read(next_issue, WEEK)
    assert (told.name, told.is_correction, told.issued) == ("〔2023〕第8期", False, ())
    issue(workspace)
    told = workspace.read(next_issue, WEEK)
    assert (told.name, told.is_correction, len(told.issued)) == ("〔2023〕第8期（第2版）", True, 1)


def test_an_issue_is_taken_back_and_done_again_like_any_act(workspace: Workspace) -> None:
    number = issue(workspace)
    before = issue_pages(workspace, number).pdf
    workspace.undo()
    assert not listed(workspace)
    assert workspace.read(next_issue, WEEK).name == "〔2023〕第8期"
    workspace.redo()
    assert issue_pages(workspace, number).pdf == before


def test_a_lost_or_damaged_original_is_told_and_can_be_made_anew_and_says_so(workspace: Workspace) -> None:
    workspace.do(a_project, "甲项目")
    number = issue(workspace)
    pdf, _ = files(workspace, number)
    pdf.write_bytes(pdf.read_bytes()[:-7] + b"damaged")
    assert check_folder(workspace) == ("attachment.damaged.周报〔2023〕第8期/原件.pdf",)
    with pytest.raises(UserError, match=r"report\.original_damaged"):
        issue_pages(workspace, number)
    pdf.unlink()
    with pytest.raises(UserError, match=r"report\.original_lost"):
        issue_pages(workspace, number)
    said = words_of(remade_pages(workspace, number).pdf)
    assert "〔2023〕第8期（重印）" in said
    assert "重印说明" in said
    assert "甲项目" in said


def test_pages_are_not_made_anew_from_a_lost_or_damaged_content(workspace: Workspace) -> None:
    number = issue(workspace)
    _, content = files(workspace, number)
    content.write_bytes(b"{}")
    with pytest.raises(UserError, match=r"report\.content_damaged"):
        remade_pages(workspace, number)
    content.unlink()
    with pytest.raises(UserError, match=r"report\.content_lost"):
        remade_pages(workspace, number)
    assert check_folder(workspace) == ("attachment.missing.周报〔2023〕第8期/存档内容.json",)


def test_kept_numbers_are_never_cleared_away_even_when_taken_back(workspace: Workspace) -> None:
    number = issue(workspace)
    approve(workspace)
    loose = prepare_issue(workspace, WEEK, "未编发").pdf
    unused = workspace.store.folder / "attachments" / loose.sha256[:2] / loose.sha256
    kept = files(workspace, number)
    workspace.undo()
    for path in (*kept, unused):
        os.utime(path, (0, 0))
    for _ in range(KEPT_COPIES):
        backup(workspace)
    assert not unused.exists()
    assert all(path.exists() for path in kept)


def test_the_figures_of_the_last_number_are_those_it_went_out_with(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2023, 2, 17))
    project = workspace.do(a_project, "甲", Stage.PERMITS, investment_yuan=10**9).value
    issue(workspace, ReportAsk(ReportKind.WEEKLY, "2023-W07"))
    workspace.close()
    later = open_folder(date(2023, 2, 24))
    later.do(a_project, "乙")
    found = later.read(last_issue, ReportKind.WEEKLY, "2023-W08")
    assert found is not None
    assert (found.year, found.number, found.version, found.as_of) == (2023, 7, 1, date(2023, 2, 17))
    assert list(found.projects) == [project]
    figures = found.projects[project]
    assert (figures.name, figures.stage, figures.status) == ("甲", Stage.PERMITS, ProjectStatus.ACTIVE)
    assert figures.light is Light.GREY
    assert (figures.investment_yuan, figures.completed_yuan) == (10**9, None)
    assert (found.totals.projects, found.totals.investment_yuan) == (1, 10**9)
    assert later.read(last_issue, ReportKind.WEEKLY, "2023-W07") is None
    assert later.read(last_issue, ReportKind.MONTHLY, "2023-02") is None


def test_a_correction_is_what_the_next_number_compares_with(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2023, 2, 17))
    ask = ReportAsk(ReportKind.WEEKLY, "2023-W07")
    issue(workspace, ask)
    workspace.do(a_project, "甲")
    second = correct(workspace, "漏了甲", ask)
    found = workspace.read(last_issue, ReportKind.WEEKLY, "2023-W08")
    assert found is not None
    assert (found.version, found.totals.projects) == (2, 1)
    files(workspace, second)[1].unlink()
    found = workspace.read(last_issue, ReportKind.WEEKLY, "2023-W08")
    assert found is not None
    assert (found.version, found.totals.projects) == (1, 0)
