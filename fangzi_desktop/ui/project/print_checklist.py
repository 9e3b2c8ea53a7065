"""打印清单: the button that shows a project's checklist as it will be printed."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QPushButton, QWidget

from fangzi_desktop.services.overview import name_and_stage
from fangzi_desktop.services.printing import Printed, checklist_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk


class _ShowsProject(Protocol):
    @property
    def project_id(self) -> str: ...


class PrintChecklist(QPushButton):
    """Prints the checklist of the project that the tab shows."""

    def __init__(self, desk: Desk, tab: _ShowsProject) -> None:
        super().__init__(tab if isinstance(tab, QWidget) else None)
        self._desk = desk
        self._tab = tab
        self.setText(self.tr("打印清单"))
        self.setObjectName("print-checklist")
        self.setProperty("kind", "small")
        self.clicked.connect(self._show_paper)

    def _show_paper(self) -> None:
        # What shows and prints papers is not needed before the first one.
        from fangzi_desktop.ui.reports.paper import show_paper

        found = self._desk.glance(name_and_stage, self._tab.project_id)
        if found is not None:
            title = self.tr("{name}手续清单").format(name=found[0])
            show_paper(self._desk, title, partial(_checklist_of, self._tab.project_id), self)


def _checklist_of(project_id: str, workspace: Workspace) -> Printed:
    return workspace.read(checklist_bytes, project_id)
