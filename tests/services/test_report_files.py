"""Papers as files: whole or not at all, as the end of the name says."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.reports.document import Document, Passage
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.report_files import Saved, save_document
from fangzi_desktop.services.reports import ReportAsk, formats, report_document, save_report
from fangzi_desktop.services.workspace import Workspace
from tests.reports.papers import a_paper, a_table, everything

WEEK = ReportAsk(ReportKind.WEEKLY, "2023-W08")


def test_what_is_made_as_a_document_can_be_edited_and_what_is_drawn_only_printed() -> None:
    assert formats(WEEK) == (".pdf", ".docx", ".xlsx")
    assert formats(ReportAsk(ReportKind.WEEK_PLAN, "2023-W08")) == (".pdf",)


@pytest.mark.parametrize("name", ["周报.docx", "周报.DOCX"])
def test_a_report_is_written_for_word(workspace: Workspace, tmp_path: Path, name: str) -> None:
    workspace.do(fill_with_examples, 20)
    target = tmp_path / name
    assert save_report(workspace, WEEK, target) == Saved(target, None)
    file = docx.Document(io.BytesIO(target.read_bytes()))
    document = workspace.read(report_document, WEEK)
    assert document.title in [one.text for one in file.paragraphs]
    assert [path for path in tmp_path.iterdir() if path.is_file()] == [target]


def test_a_reports_tables_are_written_for_excel(workspace: Workspace, tmp_path: Path) -> None:
    workspace.do(fill_with_examples, 20)
    target = tmp_path / "周报.xlsx"
    assert save_report(workspace, WEEK, target) == Saved(target, None)
    ledger = openpyxl.load_workbook(target)["项目总台账"]
    assert ledger.max_row > 20


@pytest.mark.parametrize(
    ("kind", "name", "forms"),
    [
        (ReportKind.WEEKLY, "周报.doc", ".pdf、.docx、.xlsx"),
        (ReportKind.WEEKLY, "周报", ".pdf、.docx、.xlsx"),
        (ReportKind.WEEK_PLAN, "计划.docx", ".pdf"),
    ],
)
def test_another_ending_is_refused_before_anything_is_read(
    workspace: Workspace, tmp_path: Path, kind: ReportKind, name: str, forms: str
) -> None:
    with pytest.raises(UserError, match=r"report\.extension") as refused:
        save_report(workspace, ReportAsk(kind, "2099-W01"), tmp_path / name)
    assert refused.value.params == {"name": name, "forms": forms}
    assert not any(path.is_file() for path in tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "document", "code"),
    [
        ("周报.xlsx", a_paper(Passage("只有话。")), "report.no_tables"),
        ("周报.xlsx", a_paper(a_table("长" * 40_000)), "report.text_too_long"),
        ("周报.txt", everything(), "report.extension"),
        ("没有/周报.docx", everything(), "file.unwritable"),
    ],
    ids=["no tables", "too long", "another ending", "no folder"],
)
def test_a_document_that_cannot_be_written_leaves_the_old_file(
    tmp_path: Path, name: str, document: Document, code: str
) -> None:
    target = tmp_path / name
    if target.parent.exists():
        target.write_bytes(b"old")
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        save_document(document, target)
    assert [path.read_bytes() for path in tmp_path.iterdir()] in ([b"old"], [])


def test_a_document_is_printed_with_its_pages_counted(tmp_path: Path) -> None:
    target = tmp_path / "周报.pdf"
    saved = save_document(everything(), target)
    assert saved.pages is not None
    assert saved.pages >= 4
    assert target.read_bytes().startswith(b"%PDF")
