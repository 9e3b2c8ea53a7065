"""Printing papers: into memory for the preview, or to a file that appears whole."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fangzi_desktop.domain.dates import Week
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.files import replacing
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.work import View


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


def weekly_bytes(view: View, week: Week) -> Printed:
    """Print a week's report into memory.

    Raises `UserError` ``report.week_ahead`` for a week that has not begun, ``report.no_font``.
    """
    if week.monday > view.today:
        raise UserError("report.week_ahead", week=week, monday=week.monday)
    # ReportLab costs start-up time and is needed only now.
    from fangzi_desktop.reports.fonts import FontBook
    from fangzi_desktop.reports.weekly import print_weekly
    from fangzi_desktop.services.weekly import weekly_input

    paper, fonts = io.BytesIO(), FontBook()
    with _uncollected():
        pages = print_weekly(weekly_input(view, week), paper, fonts)
    report = fonts.report()
    stand_ins = tuple((use.role.zh, use.name) for use in report.substituted)
    return Printed(paper.getvalue(), pages, stand_ins, report.missing)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be looked for meanwhile.

    A collection among the records of 3,000 projects finds nothing and stops every thread, the window's
    too, for 0.2 s.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def save_printed(printed: Printed, target: Path) -> None:
    """Write a printed paper to `target`, whole or not at all.

    Raises `UserError` ``report.extension`` or ``file.unwritable``.
    """
    if target.suffix.lower() != ".pdf":
        raise UserError("report.extension", name=target.name)
    with replacing(target) as path:
        path.write_bytes(printed.pdf)
