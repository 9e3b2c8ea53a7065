"""Every paper there is: it prints what people typed, with its fonts in it, the same each time."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pypdfium2
import pytest

from fangzi_desktop.domain.report_terms import ReportKind, Subject
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.meeting_lines import meetings
from fangzi_desktop.services.meetings import MeetingForm, add_meeting, put_on_agenda
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import note_progress
from fangzi_desktop.services.register import register
from fangzi_desktop.services.reports import ReportAsk, period_of, report_bytes
from fangzi_desktop.services.review import open_round
from fangzi_desktop.services.visits import FindingForm, PromiseForm, VisitForm, record_visit, visit_of
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project_with_permits
from tests.conftest import OpenWorkspace
from tests.reports.issues import solid

TODAY = date(2023, 2, 24)
# What breaks a paper that takes text for markup, for a template or for single-byte letters.
TYPED = "<b>始&amp;终</b>%s{0}(\\=1+1𬭎䶮㛃é"
NAME = f"{TYPED}项目"
NOTE = f"{TYPED}第一行\n第二行\t缩进" + "长" * 10_000 + "止"
# The papers that name every project.
WHOLE = (ReportKind.WEEKLY, ReportKind.LEDGER)


@pytest.fixture
def full(open_folder: OpenWorkspace) -> Workspace:
    """A folder with every stage, and a project whose every text is hard to print."""
    workspace = open_folder(TODAY)
    workspace.do(fill_with_examples, 8)
    project = workspace.do(a_project_with_permits, name=NAME).value
    workspace.do(note_progress, project, NOTE)
    form = ProblemForm(NOTE, TYPED, TODAY, date(2023, 3, 1), suggestion=TYPED)
    workspace.do(raise_problem, project, form)
    meeting = workspace.do(add_meeting, MeetingForm(TYPED, TODAY)).value
    workspace.do(open_round, project, date(2023, 2, 13), (TYPED,))
    workspace.do(put_on_agenda, meeting, [project])
    seen = VisitForm(TODAY, NOTE, TYPED, TYPED, 45)
    promised = [PromiseForm(TYPED, TYPED, date(2023, 3, 1))]
    workspace.do(record_visit, project, seen, [FindingForm(TYPED, TYPED)], promised)
    return workspace


def asked(workspace: Workspace, kind: ReportKind) -> ReportAsk:
    ask = ReportAsk(kind, period_of(kind, TODAY))
    if kind.subject is Subject.PROJECT:
        hard = next(line for line in workspace.read(register) if line.name == NAME)
        return replace(ask, subject=hard.id)
    if kind.subject is Subject.MEETING:
        return replace(ask, subject=workspace.read(meetings)[0].id)
    if kind.subject is Subject.VISIT:
        hard = next(line for line in workspace.read(register) if line.name == NAME)
        return replace(ask, subject=workspace.read(visit_of, hard.id, None))
    return ask


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return solid("".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


@pytest.mark.parametrize("kind", list(ReportKind))
def test_a_paper_of_hard_text_prints_whole_with_its_fonts_and_the_same_again(
    full: Workspace, kind: ReportKind
) -> None:
    ask = asked(full, kind)
    printed = full.read(report_bytes, ask)
    assert full.read(report_bytes, ask).pdf == printed.pdf
    text = text_of(printed.pdf)
    if kind in WHOLE:
        missing = [line.name for line in full.read(register) if solid(line.name) not in text]
        assert missing == []
    if kind.subject is Subject.PROJECT:
        assert solid(NAME) in text
    with pdfplumber.open(io.BytesIO(printed.pdf)) as document:
        assert document.metadata["Title"]
        assert document.doc.catalog.get("Outlines"), "there are no bookmarks"
        for page in document.pages[:3]:
            outside = [
                char["text"]
                for char in page.chars
                if not (char["x0"] > 0 and char["x1"] < page.width and 0 < char["top"] < page.height)
            ]
            assert outside == []
            fonts = page.page_obj.resources["Font"].resolve() if "Font" in page.page_obj.resources else {}
            descriptors = [ref.resolve()["FontDescriptor"].resolve() for ref in fonts.values()]
            assert all("FontFile2" in one for one in descriptors)


def test_the_hard_note_is_printed_to_its_last_character(full: Workspace) -> None:
    assert "长止" in text_of(full.read(report_bytes, asked(full, ReportKind.WEEKLY)).pdf)
