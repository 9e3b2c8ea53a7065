"""履约兑付 over all projects: what was promised, and what is paid for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.sheets.commitments import CommitmentsSheet
from fangzi_desktop.ui.sheets.sheet import SheetView


class ComplianceSheet(SheetView):
    """Sheets of one noun each, one shown at a time; a switch above them changes over."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.sheets: dict[str, SheetView] = {_tr("承诺"): CommitmentsSheet(desk, self)}
        self.switch: Choice[SheetView] = Choice(
            _tr("履约兑付"), [(sheet, words) for words, sheet in self.sheets.items()], self
        )
        self.switch.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.switch.setVisible(len(self.sheets) > 1)
        self._stack = QStackedWidget(self)
        for sheet in self.sheets.values():
            self._stack.addWidget(sheet)
            sheet.open_requested.connect(self.open_requested)
            sheet.said.connect(self.said)
        self._text = ""
        head = QHBoxLayout()
        head.addWidget(self.switch)
        head.addStretch()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self._stack, 1)
        self.switch.choose(self.current)
        self.switch.chosen.connect(self._change_over)

    @property
    def current(self) -> SheetView:
        """The sheet that is shown."""
        shown = self._stack.currentWidget()
        assert isinstance(shown, SheetView)
        return shown

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
        self.current.refresh()
        self.current.search(self._text)
        self.current.take_focus()


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
