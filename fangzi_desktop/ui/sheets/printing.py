"""打印: the buttons above the sheets that show their lists as they will be printed."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from fangzi_desktop.domain.report_terms import ReportKind, Setting
from fangzi_desktop.services.printing import Printed
from fangzi_desktop.services.reports import ReportAsk, report_bytes
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk


class PrintList(QPushButton):
    """Shows the list of all projects' records, however the sheet is narrowed."""

    def __init__(self, desk: Desk, kind: ReportKind, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(self.tr("打印{paper}").format(paper=kind.zh))
        self.setObjectName(f"print-{kind.value}")
        self.clicked.connect(partial(show_list, desk, ReportAsk(kind), self))


class PrintLedger(QPushButton):
    """Shows the ledger on the sheet that is chosen in its menu."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(self.tr("打印台账"))
        self.setObjectName("print-ledger")
        menu = QMenu(self)
        words = {
            Setting.LANDSCAPE: self.tr("{sheet}"),
            Setting.WIDE: self.tr("{sheet}（另列投资主体、赛道、到期事项、问题和进展）"),
        }
        for setting, said in words.items():
            action = menu.addAction(said.format(sheet=setting.zh))
            action.setObjectName(f"print-ledger-{setting.value}")
            action.triggered.connect(
                partial(show_list, desk, ReportAsk(ReportKind.LEDGER, setting=setting), self)
            )
        self.setMenu(menu)


def show_list(desk: Desk, ask: ReportAsk, parent: QWidget, _checked: bool = False) -> None:
    """Show a list over the window as it will be printed."""
    # What shows and prints papers is not needed before the first one.
    from fangzi_desktop.ui.reports.paper import show_paper

    title = f"{ask.kind.zh}{desk.workspace.today.isoformat()}"
    show_paper(desk, title, partial(_made, ask), parent)


def _made(ask: ReportAsk, workspace: Workspace) -> Printed:
    return workspace.read(report_bytes, ask)
