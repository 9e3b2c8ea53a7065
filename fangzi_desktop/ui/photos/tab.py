"""照片: the photos of the project on a tab of its page."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.photos.wall import PhotoWall
from fangzi_desktop.ui.project.tab import Tab


class PhotosTab(Tab):
    """The wall of photos, filling the tab."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.wall = PhotoWall(desk, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.wall)

    def show_dossier(self, dossier: Dossier) -> None:
        self.wall.show_project(dossier.id, dossier.form.name)

    def take_focus(self) -> None:
        self.wall.take_focus()

    def select(self, record_id: str) -> bool:
        return self.wall.grid.choose([record_id])
