"""现场: the visits of a project, what came of each, and the photos of its day below them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.visits import VisitLine
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.section import VisitDetail, VisitSection
from fangzi_desktop.ui.photos.wall import PhotoWall
from fangzi_desktop.ui.records.scrolled import SectionsTab

_WALL_HEIGHT = 330


class SiteTab(SectionsTab):
    """现场. The visits stand beside what came of the current one; the photos follow below both."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.visits = VisitSection(desk, self, is_whole=True)
        self.detail = VisitDetail(desk, self)
        self.wall = PhotoWall(desk, self)
        self.wall.setMinimumHeight(_WALL_HEIGHT)
        beside = QHBoxLayout()
        beside.setSpacing(10)
        left = QVBoxLayout()
        left.addWidget(self.visits)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addWidget(self.detail)
        right.addStretch(1)
        beside.addLayout(left, 6)
        beside.addLayout(right, 5)
        self.add_section(beside)
        self.add_section(self.wall)
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
        """Make a visit, a promise or a photo the current one."""
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
        self.bring_into_sight(self.wall)
        return self.wall.grid.choose([photo_id])

    def _show_current(self) -> None:
        visit: VisitLine | None = self.visits.current
        self.detail.setVisible(visit is not None)
        if visit is not None:
            self.detail.show_visit(visit)
        self.wall.show_visit(visit)

    def _go_to_problems(self) -> None:
        self.tab_requested.emit("problems")
