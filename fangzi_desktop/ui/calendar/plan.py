"""打印周工作安排: the week's plan of one officer or of all, as it will be printed."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.services.printing import Printed, week_plan_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.reports.paper import PaperDialog, show_paper


def show_plan(desk: Desk, monday: date, officer: str | None, over: QWidget) -> PaperDialog:
    """Show the plan of a week over the window; without an officer that of everybody, a sheet each."""
    words = _tr("第{number}周工作安排").format(number=monday.isocalendar().week)
    title = f"{officer}{words}" if officer else words
    return show_paper(desk, title, partial(_plan_of, monday, officer), over)


def _plan_of(monday: date, officer: str | None, workspace: Workspace) -> Printed:
    return workspace.read(week_plan_bytes, monday, officer)


def _tr(words: str) -> str:
    return QCoreApplication.translate("calendar", words)
