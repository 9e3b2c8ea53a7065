"""What people write into a paper stands there; an approval counts while the paper says the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_issues import Standing
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.services.projects import note_progress
from fangzi_desktop.services.report_words import (
    PaperWords,
    WordsLine,
    approve_report,
    edit_passage,
    restore_passage,
    withdraw_approval,
    words,
)
from fangzi_desktop.services.reports import ReportAsk, report_bytes, report_document, save_report
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_permit_item, a_project
from tests.conftest import OpenWorkspace
from tests.pdf_words import words_of

WEEK = ReportAsk(ReportKind.WEEKLY, "2023-W08")
KEY = "permits.standing"


def paper(workspace: Workspace, ask: ReportAsk = WEEK) -> PaperWords:
    return workspace.read(words, ask)


def line(workspace: Workspace, key: str = KEY, ask: ReportAsk = WEEK) -> WordsLine:
    return next(one for one in paper(workspace, ask).lines if one.key == key)


def write(workspace: Workspace, text: str, key: str = KEY, ask: ReportAsk = WEEK) -> None:
    workspace.do(edit_passage, ask, key, text, line(workspace, key, ask).drafted)


def approve(workspace: Workspace, ask: ReportAsk = WEEK) -> None:
    workspace.do(approve_report, ask, paper(workspace, ask).digest)


def text_of(workspace: Workspace, ask: ReportAsk = WEEK) -> str:
    return words_of(workspace.read(report_bytes, ask).pdf)


def test_the_paragraphs_come_in_the_order_of_the_text_under_their_headings(workspace: Workspace) -> None:
    workspace.do(a_permit_item, accepted_on=date(2023, 2, 20))
    lines = paper(workspace).lines
    assert [one.section[:2] for one in lines] == sorted(
        (one.section[:2] for one in lines), key="一、二、三、四、五、".index
    )
    standing = line(workspace)
    assert standing.section == "三、重点项目手续办理情况"
    assert standing.drafted.startswith("目前在办手续1项")
    assert (standing.written, standing.has_changed, standing.is_used) == (None, False, True)


def test_what_a_person_wrote_stands_in_the_paper_and_the_draft_can_be_had_back(workspace: Workspace) -> None:
    drafted = line(workspace).drafted
    write(workspace, "本周无新增。")
    assert line(workspace).printed == "本周无新增。"
    assert "本周无新增。" in text_of(workspace)
    assert drafted not in text_of(workspace)
    workspace.do(restore_passage, WEEK, KEY)
    assert line(workspace).written is None
    assert drafted in text_of(workspace)


def test_a_paragraph_without_words_is_left_out(workspace: Workspace) -> None:
    drafted = line(workspace).drafted
    write(workspace, "  \n ")
    assert line(workspace).is_left_out
    assert drafted not in text_of(workspace)


def test_writing_the_draft_itself_is_no_edit(workspace: Workspace) -> None:
    write(workspace, "另有说明。")
    write(workspace, line(workspace).drafted)
    assert line(workspace).written is None


def test_an_edit_tells_when_the_records_below_it_have_changed(workspace: Workspace) -> None:
    write(workspace, "手续均按计划推进。")
    assert not line(workspace).has_changed
    workspace.do(a_permit_item, accepted_on=date(2023, 2, 20))
    changed = line(workspace)
    assert changed.has_changed
    assert changed.printed == "手续均按计划推进。"
    assert paper(workspace).changed == 1
    write(workspace, "手续均按计划推进。")
    assert not line(workspace).has_changed


@pytest.mark.parametrize(
    "typed",
    [
        "<b>甲</b> &amp; <para>",
        "=SUM(A1) 👩‍👩‍👧‍👦 𠮷",
        "一\t二\n\n三",
        "长" * 10_000,
    ],
)
def test_what_is_typed_is_text(workspace: Workspace, typed: str) -> None:
    write(workspace, typed)
    assert line(workspace).printed == typed
    approve(workspace)
    assert workspace.read(report_bytes, WEEK).pages >= 1
    document = workspace.read(report_document, WEEK)
    assert typed in [passage.text for passage in document.passages]


def test_a_bidi_control_is_refused(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"text\.forbidden"):
        write(workspace, "甲\u202e乙")


def test_a_weekly_report_is_a_draft_until_it_is_approved(workspace: Workspace) -> None:
    assert paper(workspace).standing is Standing.DRAFT
    assert "草稿" in text_of(workspace)
    approve(workspace)
    assert (paper(workspace).standing, paper(workspace).approved_on) == (
        Standing.APPROVED,
        workspace.today,
    )
    assert "草稿" not in text_of(workspace)
    workspace.do(withdraw_approval, WEEK)
    assert paper(workspace).standing is Standing.DRAFT
    assert "草稿" in text_of(workspace)


def test_a_file_is_a_draft_until_the_paper_is_approved(workspace: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "周报.pdf"
    save_report(workspace, WEEK, target)
    assert "草稿" in words_of(target.read_bytes())
    approve(workspace)
    save_report(workspace, WEEK, target)
    assert "草稿" not in words_of(target.read_bytes())


def test_an_edit_after_the_approval_makes_a_draft_of_it(workspace: Workspace) -> None:
    approve(workspace)
    write(workspace, "另有说明。")
    assert paper(workspace).standing is Standing.CHANGED
    assert "草稿" in text_of(workspace)
    workspace.undo()
    assert paper(workspace).standing is Standing.APPROVED


def test_a_change_of_the_records_makes_a_draft_of_it_and_its_undo_approves_again(
    workspace: Workspace,
) -> None:
    project = workspace.do(a_project, "甲").value
    approve(workspace)
    workspace.do(note_progress, project, "完成清表")
    assert paper(workspace).standing is Standing.CHANGED
    workspace.undo()
    assert paper(workspace).standing is Standing.APPROVED


def test_only_what_was_read_is_approved(workspace: Workspace) -> None:
    read = paper(workspace).digest
    workspace.do(a_project, "甲")
    with pytest.raises(UserError, match=r"report\.read_again"):
        workspace.do(approve_report, WEEK, read)
    assert paper(workspace).standing is Standing.DRAFT


def test_a_paper_has_one_approval_however_often_it_is_approved(workspace: Workspace) -> None:
    project = workspace.do(a_project, "甲").value
    approve(workspace)
    workspace.do(note_progress, project, "完成清表")
    approve(workspace)
    assert paper(workspace).standing is Standing.APPROVED
    workspace.undo()
    assert paper(workspace).standing is Standing.CHANGED
    workspace.redo()
    workspace.do(withdraw_approval, WEEK)
    assert paper(workspace).standing is Standing.DRAFT


def test_another_day_says_something_else(open_folder: OpenWorkspace) -> None:
    workspace = open_folder(date(2023, 2, 24))
    workspace.do(a_project, "甲")
    approve(workspace)
    workspace.close()
    later = open_folder(date(2023, 2, 25))
    assert paper(later).standing is Standing.CHANGED


def test_an_approval_is_of_one_week(workspace: Workspace) -> None:
    approve(workspace)
    assert paper(workspace, ReportAsk(ReportKind.WEEKLY, "2023-W07")).standing is Standing.DRAFT
    assert paper(workspace, ReportAsk(ReportKind.WEEKLY, "2023w8")).standing is Standing.APPROVED


def test_no_approval_is_taken_back_where_there_is_none(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"report\.not_approved"):
        workspace.do(withdraw_approval, WEEK)


def test_a_paper_that_is_printed_as_things_stand_is_not_approved(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"report\.not_issued"):
        workspace.do(approve_report, ReportAsk(ReportKind.LEDGER), "")


def test_what_was_written_for_a_paragraph_that_is_gone_is_still_told(workspace: Workspace) -> None:
    workspace.do(edit_passage, WEEK, "progress.gone", "已写好的话。", "原来的话。")
    (gone,) = (one for one in paper(workspace).lines if one.is_gone)
    assert (gone.written, gone.drafted, gone.is_used) == ("已写好的话。", "原来的话。", False)
    assert "已写好的话。" not in text_of(workspace)
    workspace.do(restore_passage, WEEK, "progress.gone")
    assert not any(one.is_gone for one in paper(workspace).lines)
