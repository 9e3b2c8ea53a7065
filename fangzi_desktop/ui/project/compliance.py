"""协议履约: agreements, what both sides promised, what is paid, and what follows a breach."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.scrolled import SectionsTab


class ComplianceTab(SectionsTab):
    """协议履约."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""

    def show_dossier(self, dossier: Dossier) -> None:
        self._project = dossier.id
