"""What the page of a visit prints."""

from __future__ import annotations

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.reports.photo_pages import PagePhoto
from fangzi_desktop.reports.visit_input import PaperFinding, PaperPromise, VisitPaper
from fangzi_desktop.services.photos import SCREEN_SIDE, Photo, small_copy_for
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.visits import visit
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View

MOST_PHOTOS = 4


def visit_input(view: View, visit_id: str) -> VisitPaper:
    """Return what the page of a visit prints, with its oldest photos. Raises ``record.missing``."""
    line = visit(view, visit_id)
    project = view.session.get(ProjectRow, line.project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    form = line.form
    ordered = sorted(line.photos, key=lambda one: (one.day, str(one.taken_at or ""), one.name))
    return VisitPaper(
        team_settings(view).full_name,
        project.name,
        form.visited_on,
        form.who,
        form.node,
        form.percent,
        form.text,
        form.next_on,
        view.today,
        tuple(PaperFinding(one.text, one.responsible_unit, one.due, one.state.zh) for one in line.problems),
        tuple(PaperPromise(one.text, one.promised_by, one.due, one.kept_on) for one in line.promises),
        tuple(page_photo(view, one) for one in ordered[:MOST_PHOTOS]),
        len(ordered),
    )


def page_photo(view: View, photo: Photo) -> PagePhoto:
    """Return a photo as it is printed. Raises as `photos.small_copy` does."""
    where = "　".join(words for words in (photo.building, photo.spot) if words)
    copy = small_copy_for(view, photo, SCREEN_SIDE)
    return PagePhoto(copy, photo.caption, where, photo.day, photo.taken_on is not None)
