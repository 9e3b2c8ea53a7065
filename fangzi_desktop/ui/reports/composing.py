"""Printing a paper into memory, behind the window."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSizeF

from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.report_subjects import has_projects
from fangzi_desktop.services.reports import ReportAsk, report_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Cancelled, Job
from fangzi_desktop.ui.reports.pictures import opened, page_sizes


@dataclass(frozen=True, slots=True)
class Composed:
    """A paper with the sizes of its pages, in points; nothing printed where there is no project."""

    ask: ReportAsk
    printed: Printed | None
    sizes: tuple[QSizeF, ...] = ()

    def is_another_than(self, former: Composed | None) -> bool:
        """Whether it is not the same paper in a newer version or of another time."""
        return former is None or _of(former.ask) != _of(self.ask)


def compose(workspace: Workspace, ask: ReportAsk, job: Job) -> Composed:
    """Print a paper into memory, as a background job."""
    if not workspace.read(has_projects):
        return Composed(ask, None)
    if job.is_cancelled:
        raise Cancelled
    with uncollected():
        printed = workspace.read(report_bytes, ask)
    if job.is_cancelled:
        raise Cancelled
    with opened(printed.pdf) as document:
        return Composed(ask, printed, page_sizes(document))


def _of(ask: ReportAsk) -> tuple[object, ...]:
    return ask.kind, ask.subject, ask.setting
