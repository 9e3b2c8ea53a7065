"""打印: the papers on one project, from its page."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from fangzi_desktop.domain.report_terms import ReportKind, Setting
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.reports import ReportAsk, report_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk


class PrintMenu(QPushButton):
    """Offers what can be printed of the project shown. Without a checklist there is no chart of it."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._dossier: Dossier | None = None
        self.setText(self.tr("打印"))
        self.setObjectName("print-project")
        self.setAccessibleName(self.tr("打印这个项目的材料"))
        self.setToolTip(self.tr("打印这个项目的材料  Ctrl+P"))
        menu = QMenu(self)
        menu.setObjectName("print-project-menu")
        self._add(menu, ReportKind.PROJECT, ReportKind.PROJECT.zh)
        self._of_checklist = (
            self._add(
                menu, ReportKind.PARALLEL, self.tr("{paper}（A4）").format(paper=ReportKind.PARALLEL.zh)
            ),
            self._add(
                menu,
                ReportKind.PARALLEL,
                self.tr("{paper}（A3）").format(paper=ReportKind.PARALLEL.zh),
                Setting.WIDE,
            ),
            self._add(menu, ReportKind.PERMITS, ReportKind.PERMITS.zh),
        )
        self.setMenu(menu)

    def show_dossier(self, dossier: Dossier) -> None:
        """Offer the papers on this project."""
        self._dossier = dossier
        for action in self._of_checklist:
            action.setEnabled(dossier.has_checklist)

    def _add(self, menu: QMenu, kind: ReportKind, words: str, setting: Setting | None = None) -> QAction:
        action = menu.addAction(words)
        sheet = f"-{setting.value}" if setting is not None else ""
        action.setObjectName(f"print-{kind.value}{sheet}")
        action.triggered.connect(partial(self._show_paper, kind, setting))
        return action

    def _show_paper(self, kind: ReportKind, setting: Setting | None, _checked: bool = False) -> None:
        # What shows and prints papers is not needed before the first one.
        from fangzi_desktop.ui.reports.paper import show_paper

        if self._dossier is not None:
            ask = ReportAsk(kind, subject=self._dossier.id, setting=setting)
            # Most names end in 项目, and the paper does not say it twice.
            words = self.tr("情况") if kind is ReportKind.PROJECT else kind.zh
            title = f"{self._dossier.form.name}{words}"
            show_paper(self._desk, title, partial(_paper_of, ask), self)


def _paper_of(ask: ReportAsk, workspace: Workspace) -> Printed:
    return workspace.read(report_bytes, ask)
