"""会审论证: the rounds of a project before the review meeting."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records.scrolled import SectionsTab


class ReviewTab(SectionsTab):
    """会审论证."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""

    def show_dossier(self, dossier: Dossier) -> None:
        self._project = dossier.id
