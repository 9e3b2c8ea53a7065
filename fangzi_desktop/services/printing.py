"""Printing papers: into memory for the preview, or to a file that appears whole."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from fangzi_desktop.domain.dates import Week
from fangzi_desktop.services.files import replacing
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed paper. `fallback_roles` are type roles printed with another face than the standard's."""

    pdf: bytes
    pages: int
    fallback_roles: tuple[str, ...]
    missing_characters: tuple[str, ...]


def print_weekly_report(workspace: Workspace, week: Week, target: Path) -> Printed:
    """Print a week's report to `target`, whole or not at all.

    Raises `UserError` ``file.unwritable`` or ``report.no_font``.
    """
    printed = workspace.read(weekly_bytes, week)
    with replacing(target) as path:
        path.write_bytes(printed.pdf)
    return printed


def weekly_bytes(view: View, week: Week) -> Printed:
    """Print a week's report into memory."""
    # ReportLab costs start-up time and is needed only now.
    from fangzi_desktop.reports.fonts import FontBook
    from fangzi_desktop.reports.weekly import print_weekly
    from fangzi_desktop.services.weekly import weekly_input

    paper, fonts = io.BytesIO(), FontBook()
    pages = print_weekly(weekly_input(view, week), paper, fonts)
    report = fonts.report()
    return Printed(paper.getvalue(), pages, tuple(use.role.zh for use in report.substituted), report.missing)
