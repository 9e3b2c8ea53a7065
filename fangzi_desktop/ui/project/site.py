"""现场: the visits of a project with what came of each, and beside them the photos of its day."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.visits import VisitLine
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.section import VisitDetail, VisitSection
from fangzi_desktop.ui.photos.wall import PhotoWall
from fangzi_desktop.ui.project.tab import Tab
from fangzi_desktop.ui.records.scrolled import SectionsTab


class SiteTab(Tab):
    """现场. The visits and all of the current one at the left, the photos at the right."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        left = SectionsTab(self)
        self.visits = VisitSection(desk, left, is_whole=True)
        self.detail = VisitDetail(desk, left)
        self.wall = PhotoWall(desk, self)
        for section in (self.visits, self.detail):
            left.add_section(section)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addWidget(left, 1)
        box.addWidget(self.wall, 1)
        self.visits.chosen.connect(self._show_current)
        self.detail.problems_wanted.connect(self._go_to_problems)

    def show_dossier(self, dossier: Dossier) -> None:
        self.wall.show_project(dossier.id, dossier.form.name)
        self.visits.show_project(dossier.id)
        self._show_current()

    def take_focus(self) -> None:
        if self.visits.current is not None:
            self.visits.take_focus()
        elif self.wall.grid.photos.photos:
            self.wall.take_focus()
        else:
            self.visits.focus_new()

    def select(self, record_id: str) -> bool:
        """Make a visit, a promise, a problem that was found or a photo the current one."""
        for line in self.visits.model.lines:
            if record_id == line.id:
                return self.visits.select(line.id)
            if record_id in {*(one.id for one in line.promises), *(one.id for one in line.problems)}:
                self.visits.select(line.id)
                return self.detail.select(record_id)
        return self._select_photo(record_id)

    def _select_photo(self, photo_id: str) -> bool:
        for line in self.visits.model.lines:
            if photo_id in {photo.id for photo in line.photos}:
                self.visits.select(line.id)
                break
        else:
            self.wall.show_all()
        return self.wall.grid.choose([photo_id])

    def _show_current(self) -> None:
        visit: VisitLine | None = self.visits.current
        self.detail.setVisible(visit is not None)
        if visit is not None:
            self.detail.show_visit(visit)
        self.wall.show_visit(visit)

    def _go_to_problems(self) -> None:
        self.tab_requested.emit("problems")
