"""建设: lights, the starts and ends, the site, nodes, months and standstills."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fangzi_desktop.domain.construction import END_DATES, START_DATES
from fangzi_desktop.services.construction import building_permits, physical_progress, project_lights
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.construction_dates import DatesCard
from fangzi_desktop.ui.project.construction_lights import LightsStrip
from fangzi_desktop.ui.project.construction_months import MonthsSection
from fangzi_desktop.ui.project.construction_nodes import NodesSection
from fangzi_desktop.ui.project.construction_site import SiteCard
from fangzi_desktop.ui.project.construction_stoppages import StoppagesSection
from fangzi_desktop.ui.project.phases import PhasesSection
from fangzi_desktop.ui.records.scrolled import SectionsTab


class ConstructionTab(SectionsTab):
    """建设. The lights say how it stands; what they are judged by follows below."""

    permits_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self.lights = LightsStrip(self)
        self.starts = DatesCard(desk, self.tr("开工"), START_DATES, self)
        self.ends = DatesCard(desk, self.tr("竣工、投产"), END_DATES, self)
        self.site = SiteCard(desk, self)
        self.nodes = NodesSection(desk, self)
        self.months = MonthsSection(desk, self)
        self.stoppages = StoppagesSection(desk, self)
        self.phases = PhasesSection(desk, self)
        dates = QHBoxLayout()
        dates.setSpacing(10)
        dates.addWidget(self.starts, 1)
        dates.addWidget(self.ends, 1)
        lists = (self.nodes, self.months, self.stoppages)
        for section in (self.lights, dates, self.phases, self.site, *lists):
            self.add_section(section)
        self.site.permits.clicked.connect(self.permits_wanted)

    def show_dossier(self, dossier: Dossier) -> None:
        self._project = dossier.id
        self.lights.show_readings(self._desk.read(project_lights, dossier.id))
        self.starts.show_dossier(dossier)
        self.ends.show_dossier(dossier)
        self.site.show_progress(
            dossier.id,
            self._desk.read(physical_progress, dossier.id),
            self._desk.read(building_permits, dossier.id),
        )
        for section in (self.nodes, self.months, self.stoppages, self.phases):
            section.show_project(dossier.id)

    def take_focus(self) -> None:
        self.nodes.table.setFocus()

    def select(self, record_id: str) -> bool:
        return any(
            section.select(record_id) for section in (self.nodes, self.stoppages, self.months, self.phases)
        )
