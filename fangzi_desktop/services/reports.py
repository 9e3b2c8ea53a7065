"""The papers that can be asked for: each by its kind, its time and what it is about.

What is made as a `Document` can be edited, approved, issued and written for Word; the others are drawn as
they are, and only printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fangzi_desktop.domain.dates import PartialDate, Week, week_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import FileForm, ReportKind, Setting, Span
from fangzi_desktop.services import printing
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.report_edits import Stand, stand_of
from fangzi_desktop.services.report_files import Saved, form_of, save_document
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.work import View

if TYPE_CHECKING:
    from fangzi_desktop.reports.document import Document


@dataclass(frozen=True, slots=True)
class ReportAsk:
    """Which paper is asked for.

    `period` is a week (``2023-W08``), a month (``2023-02``) or empty, as the kind's `span` wants; `subject`
    is the id of a project, a meeting or a visit, or the name of an officer, empty for all. `setting` is the
    sheet, where a paper leaves a choice.
    """

    kind: ReportKind
    period: str = ""
    subject: str = ""
    setting: Setting | None = None

    @property
    def week(self) -> Week:
        """The week asked for. Raises `UserError` ``week.unreadable``."""
        return Week.from_code(self.period)

    @property
    def month(self) -> date:
        """The first day of the month asked for."""
        return date.fromisoformat(f"{self.period}-01")


def period_of(kind: ReportKind, day: date) -> str:
    """Return the period of a kind that a day lies in."""
    if kind.span is Span.WEEK:
        return week_of(day).code
    return f"{day:%Y-%m}" if kind.span is Span.MONTH else ""


def is_made(kind: ReportKind) -> bool:
    """Whether a paper can be made."""
    return kind in _DOCUMENTS or kind in _DRAWN


def formats(ask: ReportAsk) -> tuple[str, ...]:
    """Return the endings of the files that a paper can be saved as, the usual one first.

    What is drawn can only be printed.
    """
    return tuple(form.suffix for form in FileForm) if is_document(ask.kind) else (FileForm.PDF.suffix,)


def is_document(kind: ReportKind) -> bool:
    """Whether a paper is made as a document."""
    return kind in _DOCUMENTS


def drafted_document(view: View, ask: ReportAsk) -> Document:
    """Return the document as the records alone would have it. Raises as `report_document` does."""
    with uncollected():
        return _DOCUMENTS[ask.kind](view, ask)


def report_stand(view: View, ask: ReportAsk) -> Stand:
    """Return how the paper that is asked for stands. Raises as `report_document` does."""
    return stand_of(view, ask, drafted_document(view, ask))


def report_document(view: View, ask: ReportAsk) -> Document:
    """Return the document that is asked for, with people's words in it; unapproved numbers are drafts.

    Raises `UserError` ``report.week_ahead``, ``report.month_ahead`` for a time that has not begun,
    ``project.unknown``, ``record.missing``.
    """
    return report_stand(view, ask).document


def report_bytes(view: View, ask: ReportAsk) -> Printed:
    """Print the paper that is asked for into memory. Raises as `report_document`, and ``report.no_font``."""
    if ask.kind in _DRAWN:
        return _DRAWN[ask.kind](view, ask)
    return printing.document_bytes(report_document(view, ask))


def save_report(workspace: Workspace, ask: ReportAsk, target: Path) -> Saved:
    """Write a paper to `target`, whole or not at all, as the end of its name says.

    Raises `UserError` ``report.extension``, what `save_document` raises, and as `report_bytes` does.
    """
    form_of(target, formats(ask))
    if is_document(ask.kind):
        return save_document(workspace.read(report_document, ask), target)
    printed = workspace.read(report_bytes, ask)
    printing.save_printed(printed, target)
    return Saved(target, printed.pages)


def _weekly(view: View, ask: ReportAsk) -> Document:
    from fangzi_desktop.reports.weekly import weekly_document
    from fangzi_desktop.services.weekly import weekly_input

    if ask.week.monday > view.today:
        raise UserError("report.week_ahead", week=ask.week, monday=ask.week.monday)
    return weekly_document(weekly_input(view, ask.week))


def _ledger(view: View, ask: ReportAsk) -> Document:
    from fangzi_desktop.reports.ledger import ledger_document
    from fangzi_desktop.services.ledger_paper import ledger_input

    return ledger_document(ledger_input(view), ask.setting or Setting.LANDSCAPE)


def _problems(view: View, ask: ReportAsk) -> Document:
    from fangzi_desktop.reports.problems import problems_document
    from fangzi_desktop.services.problems_paper import problems_input

    return problems_document(problems_input(view))


def _statistics(view: View, ask: ReportAsk) -> Document:
    from fangzi_desktop.reports.statistics import statistics_document
    from fangzi_desktop.services.statistics_paper import statistics_input

    return statistics_document(statistics_input(view))


def _commitments(view: View, ask: ReportAsk) -> Document:
    from fangzi_desktop.reports.commitments import commitments_document
    from fangzi_desktop.services.commitments_paper import commitments_input

    return commitments_document(commitments_input(view))


def _project(view: View, ask: ReportAsk) -> Document:
    from fangzi_desktop.reports.project import project_document
    from fangzi_desktop.services.project_paper import project_input

    return project_document(project_input(view, ask.subject))


def _monthly(view: View, ask: ReportAsk) -> Document:
    from fangzi_desktop.reports.monthly import monthly_document
    from fangzi_desktop.services.monthly import monthly_input

    if ask.month > view.today:
        raise UserError("report.month_ahead", month=PartialDate.from_code(f"{ask.month:%Y-%m}"))
    return monthly_document(monthly_input(view, ask.month))


def _assessment(view: View, ask: ReportAsk) -> Document:
    from fangzi_desktop.reports.ranking import ranking_document
    from fangzi_desktop.services.assessment_paper import assessment_paper

    if ask.month > view.today:
        raise UserError("report.ahead", period=PartialDate.from_code(f"{ask.month:%Y-%m}"))
    return ranking_document(assessment_paper(view, ask.month))


def _permits(view: View, ask: ReportAsk) -> Printed:
    return printing.checklist_bytes(view, ask.subject)


def _parallel(view: View, ask: ReportAsk) -> Printed:
    return printing.parallel_bytes(view, ask.subject, ask.setting)


def _meeting(view: View, ask: ReportAsk) -> Printed:
    return printing.materials_bytes(view, ask.subject)


def _week_plan(view: View, ask: ReportAsk) -> Printed:
    return printing.week_plan_bytes(view, ask.week.monday, ask.subject or None)


def _visit(view: View, ask: ReportAsk) -> Printed:
    return printing.visit_bytes(view, ask.subject)


_DOCUMENTS: Mapping[ReportKind, Callable[[View, ReportAsk], Document]] = {
    ReportKind.WEEKLY: _weekly,
    ReportKind.LEDGER: _ledger,
    ReportKind.PROBLEMS: _problems,
    ReportKind.STATISTICS: _statistics,
    ReportKind.COMMITMENTS: _commitments,
    ReportKind.PROJECT: _project,
    ReportKind.MONTHLY: _monthly,
    ReportKind.ASSESSMENT: _assessment,
}
_DRAWN: Mapping[ReportKind, Callable[[View, ReportAsk], Printed]] = {
    ReportKind.PERMITS: _permits,
    ReportKind.PARALLEL: _parallel,
    ReportKind.MEETING: _meeting,
    ReportKind.WEEK_PLAN: _week_plan,
    ReportKind.VISIT: _visit,
}
