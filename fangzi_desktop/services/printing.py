"""Printing papers: into memory for the preview, or to a file that appears whole."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from fangzi_desktop.domain.dates import Week
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import FileForm, ReportKind, Setting
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.files import replacing
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.work import Glance, View

if TYPE_CHECKING:
    from fangzi_desktop.reports.document import Document
    from fangzi_desktop.reports.fonts import FontBook
    from fangzi_desktop.services.notices import NoticeForm
    from fangzi_desktop.services.photos import Photo

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed paper.

    `fallback_roles` pairs each type role printed with another face than the standard's with the font that
    stands in for it; `missing_characters` were printed as 〓.
    """

    pdf: bytes
    pages: int
    fallback_roles: tuple[tuple[str, str], ...]
    missing_characters: tuple[str, ...]


def print_weekly_report(workspace: Workspace, week: Week, target: Path) -> Printed:
    """Print a week's report to `target`, whole or not at all.

    Raises what `weekly_bytes` and `save_printed` raise.
    """
    printed = workspace.read(weekly_bytes, week)
    save_printed(printed, target)
    return printed


def print_permits_report(workspace: Workspace, project_id: str, target: Path) -> Printed:
    """Print a project's checklist to `target`, whole or not at all.

    Raises what `checklist_bytes` and `save_printed` raise.
    """
    printed = workspace.read(checklist_bytes, project_id)
    save_printed(printed, target)
    return printed


def weekly_bytes(view: View, week: Week) -> Printed:
    """Print a week's report into memory.

    Raises `UserError` ``report.week_ahead`` for a week that has not begun, ``report.no_font``.
    """
    from fangzi_desktop.services.reports import ReportAsk, report_bytes

    return report_bytes(view, ReportAsk(ReportKind.WEEKLY, week.code))


def document_bytes(document: Document) -> Printed:
    """Print a document into memory. Raises `UserError` ``report.no_font``."""
    from fangzi_desktop.reports.pdf import print_document

    return _printed(print_document, document)


def checklist_bytes(view: View, project_id: str) -> Printed:
    """Print a project's checklist into memory.

    Raises `UserError` ``project.unknown``, ``report.no_font``.
    """
    from fangzi_desktop.reports.desk_papers import print_checklist
    from fangzi_desktop.services.desk_papers import checklist_input

    return _printed(print_checklist, checklist_input(view, project_id))


def parallel_bytes(view: View, project_id: str, setting: Setting | None = None) -> Printed:
    """Print the chart of a project's permits (并联审批图) into memory, on A4 unless A3 is asked for.

    Raises `UserError` ``project.unknown``, ``report.no_font``.
    """
    from fangzi_desktop.reports.parallel import print_parallel
    from fangzi_desktop.services.parallel import chart_input

    sheet = Setting.WIDE if setting is Setting.WIDE else Setting.WORKING
    with uncollected():
        return _printed(partial(print_parallel, setting=sheet), chart_input(view, project_id))


def department_bytes(glance: Glance, department: str) -> Printed:
    """Print what one department has over all projects into memory. Raises ``report.no_font``."""
    from fangzi_desktop.reports.desk_papers import print_department
    from fangzi_desktop.services.desk_papers import department_input

    with uncollected():
        return _printed(print_department, department_input(glance, department))


def missing_bytes(view: View, department: str | None = None, project_id: str | None = None) -> Printed:
    """Print the missing papers of a department, a project or all into memory. Raises ``report.no_font``."""
    from fangzi_desktop.reports.desk_papers import print_missing
    from fangzi_desktop.services.desk_papers import missing_input

    with uncollected():
        return _printed(print_missing, missing_input(view, department, project_id))


def week_plan_bytes(view: View, monday: date, officer: str | None = None) -> Printed:
    """Print the plan of a week, of one officer or of each, into memory. Raises ``report.no_font``."""
    from fangzi_desktop.reports.week_plan import print_week_plan
    from fangzi_desktop.services.week_plan import week_plan_input

    return _printed(print_week_plan, week_plan_input(view, monday, officer))


def agenda_bytes(view: View, meeting_id: str) -> Printed:
    """Print a meeting's agenda into memory. Raises ``record.missing``, ``report.no_font``."""
    from fangzi_desktop.reports.meeting_papers import print_agenda
    from fangzi_desktop.services.meeting_papers import meeting_input

    return _printed(print_agenda, meeting_input(view, meeting_id))


def materials_bytes(view: View, meeting_id: str) -> Printed:
    """Print the material on a meeting's projects into memory. Raises as `agenda_bytes` does."""
    from fangzi_desktop.reports.meeting_papers import print_materials
    from fangzi_desktop.services.meeting_papers import meeting_input

    return _printed(print_materials, meeting_input(view, meeting_id))


def minutes_bytes(view: View, meeting_id: str) -> Printed:
    """Print the draft of a meeting's minutes into memory. Raises as `agenda_bytes` does."""
    from fangzi_desktop.reports.meeting_papers import print_minutes
    from fangzi_desktop.services.meeting_papers import meeting_input

    return _printed(print_minutes, meeting_input(view, meeting_id))


def notice_bytes(view: View, notice_id: str) -> Printed:
    """Print an issued 提醒函 or 督办单 into memory, the same for ever.

    Raises `UserError` ``record.missing``, ``report.no_font``.
    """
    from fangzi_desktop.reports.notice_papers import print_notice
    from fangzi_desktop.services.notice_lines import notice_paper

    return _printed(print_notice, notice_paper(view, notice_id))


def notices_bytes(view: View, notice_ids: Sequence[str]) -> Printed:
    """Print several issued notices into memory, one behind another. Raises as `notice_bytes` does."""
    # Reads and writes PDF and is needed only now.
    from pypdfium2 import PdfDocument

    papers = [notice_bytes(view, one) for one in notice_ids]
    whole = PdfDocument.new()
    for paper in papers:
        with closing(PdfDocument(paper.pdf)) as part:
            whole.import_pages(part)
    target = io.BytesIO()
    whole.save(target)
    whole.close()
    return Printed(
        target.getvalue(),
        sum(paper.pages for paper in papers),
        tuple(dict.fromkeys(role for paper in papers for role in paper.fallback_roles)),
        tuple(dict.fromkeys(char for paper in papers for char in paper.missing_characters)),
    )


def draft_notice_bytes(view: View, clock_id: str, form: NoticeForm) -> Printed:
    """Print a notice that is not issued yet into memory. Raises as `issue_notice` and `notice_bytes` do."""
    from fangzi_desktop.reports.notice_papers import print_notice
    from fangzi_desktop.services.notices import draft_paper

    return _printed(print_notice, draft_paper(view, clock_id, form))


def photo_bytes(workspace: Workspace, project: str, photos: Sequence[Photo]) -> Printed:
    """Print photos of a project, by its name, into memory.

    Raises `UserError` ``report.no_font`` or as `photo_pages_input` does.
    """
    from fangzi_desktop.reports.photo_pages import print_photo_pages
    from fangzi_desktop.services.photo_pages import photo_pages_input

    return _printed(print_photo_pages, photo_pages_input(workspace, project, photos))


def visit_bytes(view: View, visit_id: str) -> Printed:
    """Print the page of a visit (走访记录) into memory. Raises ``record.missing``, ``report.no_font``."""
    from fangzi_desktop.reports.visit_paper import print_visit
    from fangzi_desktop.services.visit_paper import visit_input

    return _printed(print_visit, visit_input(view, visit_id))


def _printed(draw: Callable[[D, BinaryIO, FontBook], int], data: D) -> Printed:
    from fangzi_desktop.reports.fonts import FontBook

    paper, fonts = io.BytesIO(), FontBook()
    pages = draw(data, paper, fonts)
    report = fonts.report()
    stand_ins = tuple((use.role.zh, use.name) for use in report.substituted)
    return Printed(paper.getvalue(), pages, stand_ins, report.missing)


def save_printed(printed: Printed, target: Path) -> None:
    """Write a printed paper to `target`, whole or not at all.

    Raises `UserError` ``report.extension`` or ``file.unwritable``.
    """
    if target.suffix.lower() != ".pdf":
        raise UserError("report.extension", name=target.name, forms=FileForm.PDF.suffix)
    with replacing(target) as path:
        path.write_bytes(printed.pdf)
