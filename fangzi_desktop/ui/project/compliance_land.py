"""闲置土地: what the land contract says, and the reckoning of how the land stands, in words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from fangzi_desktop.domain.idle_land import LandState
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.services.idle_land import Land, land, set_land_terms
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog

_LIGHTS = {
    LandState.LATE: "yellow",
    LandState.FEE: "red",
    LandState.TAKE_BACK: "red",
    LandState.STOPPED: "red",
}


class LandCard(QFrame):
    """How a project's granted land stands."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._desk = desk
        self._project = ""
        self._land: Land | None = None
        self.title = QLabel(self.tr("闲置土地"), self)
        self.title.setProperty("kind", "card-title")
        self.figures = QLabel("", self)
        self.figures.setProperty("kind", "secondary")
        self.figures.setTextFormat(Qt.TextFormat.PlainText)
        self.edit = QPushButton(self.tr("登记用地约定"), self)
        self.edit.setObjectName("set-land-terms")
        self.edit.setProperty("kind", "small")
        self.words = QLabel("", self)
        self.words.setObjectName("land-reckoning")
        self.words.setProperty("kind", "why")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setContentsMargins(10, 7, 10, 7)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.figures, 1)
        head.addWidget(self.edit)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self.words)
        self.edit.clicked.connect(self._ask)

    def show_project(self, project_id: str) -> None:
        """Show a project's land."""
        self._project = project_id
        self._land = self._desk.read(land, project_id)
        form, reckoning = self._land.form, self._land.reckoning
        figures = (
            (self.tr("出让价款"), wording.money(form.land_price_yuan)),
            (self.tr("用地"), wording.area(self._land.area_mu)),
            (self.tr("已建"), wording.area(form.built_area_mu)),
        )
        known = [f"{name} {words}" for name, words in figures if words]
        self.figures.setText(" · ".join([reckoning.state.zh, *known]))
        self.words.setText("".join(reckoning.words))
        self.words.setProperty("light", _LIGHTS.get(reckoning.state, "grey"))
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)

    def select(self, record_id: str) -> bool:
        """Whether a reminder is about this project's land."""
        return record_id == self._project

    def take_focus(self) -> None:
        """Give the keyboard to what changes the card."""
        self.edit.setFocus()

    def _ask(self) -> None:
        if self._land is None:
            return
        today, project = self._desk.workspace.today, self._project
        asks = (
            fields.day("agreed_start", Milestone.PLANNED_CONTRACT_START.zh, today),
            fields.day("started_on", Milestone.START_CONTRACT.zh, today),
            fields.money("land_price_yuan", self.tr("土地出让价款")),
            fields.area("built_area_mu", self.tr("已建面积")),
        )
        dialog = RecordDialog(
            self.tr("登记用地约定"),
            self._desk,
            asks,
            self._land.form,
            lambda form: self._desk.attempt(set_land_terms, project, form),
            self,
        )
        asked(dialog)
        self.edit.setFocus()
