"""履约兑付 over all projects: what was promised, and what is paid for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.sheets.commitments import CommitmentsSheet
from fangzi_desktop.ui.sheets.payouts import PayoutsSheet
from fangzi_desktop.ui.sheets.sheet import SheetView


class ComplianceSheet(SheetView):
    """Sheets of one noun each, one shown at a time; a switch above them changes over."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheets = (CommitmentsSheet(desk, self), PayoutsSheet(desk, self))
        self.switch: Choice[int] = Choice(_tr("履约兑付"), ((0, _tr("承诺")), (1, _tr("兑付"))), self)
        self.switch.setObjectName("compliance-switch")
        self.switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._stack = QStackedWidget(self)
        for sheet in self.sheets:
            self._stack.addWidget(sheet)
            sheet.open_requested.connect(self.open_requested)
            sheet.said.connect(self.said)
        self._text = ""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self.switch.choose(0)
        self._place_switch()
        self.switch.chosen.connect(self._change_over)

    @property
    def current(self) -> CommitmentsSheet | PayoutsSheet:
        """The sheet that is shown."""
        return self.sheets[self._stack.currentIndex()]

    def refresh(self) -> None:
        self.current.refresh()

    def search(self, text: str) -> None:
        self._text = text
        self.current.search(text)

    def select(self, project_id: str) -> None:
        self.current.select(project_id)

    def take_focus(self) -> None:
        self.current.take_focus()

    def _change_over(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._place_switch()
        self.current.refresh()
        self.current.search(self._text)
        self.current.take_focus()

    def _place_switch(self) -> None:
        """Let the switch stand before what narrows the sheet shown, where it takes no row of its own."""
        self.current.head.insertWidget(0, self.switch)


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
