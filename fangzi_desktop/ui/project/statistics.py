"""纳统: the two entries into statistics, their papers and their windows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.scrolled import SectionsTab


class StatisticsTab(SectionsTab):
    """纳统."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""

    def show_dossier(self, dossier: Dossier) -> None:
        self._project = dossier.id
