"""What the page of a visit prints."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.reports.document import Picture
from fangzi_desktop.reports.photo_pages import PagePhoto, picture_of
from fangzi_desktop.reports.visit_input import PaperFinding, PaperPromise, VisitPaper
from fangzi_desktop.services.photos import SCREEN_SIDE, Photo, photos_of, small_copy_for
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.visits import photos_with, visit
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.visits import visits_between
from fangzi_desktop.storage.work import View

MOST_PHOTOS = 4
# As many as stand on one page.
MOST_IN_WEEK = 6


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


def week_pictures(view: View, first: date, last: date) -> tuple[Picture, ...]:
    """Return at most `MOST_IN_WEEK` photos of the visits from `first` to `last`, both included.

    One of each visit comes before the second of any, those of the newest visits first.
    """
    own: dict[str, tuple[Photo, ...]] = {}
    taken: list[list[tuple[str, Photo]]] = []
    for row, project in visits_between(view.session, first, last):
        if row.project_id not in own:
            own[row.project_id] = photos_of(view, row.project_id)
        found = photos_with(own[row.project_id], row.id, row.visited_on)
        taken.append([(project, photo) for photo in found])
    found_all: dict[str, Picture] = {}
    for project, photo in (one for turn in zip_longest(*taken) for one in turn if one is not None):
        if len(found_all) == MOST_IN_WEEK:
            break
        # A lost file must not stop the week's report; the check of the folder tells of it.
        with contextlib.suppress(UserError):
            printed = page_photo(view, photo)
            caption = "：".join(part for part in (project, photo.caption) if part)
            found_all.setdefault(photo.id, picture_of(replace(printed, caption=caption)))
    return tuple(found_all.values())


def newest_pictures(view: View, project_id: str) -> tuple[Picture, ...]:
    """Return at most `MOST_IN_WEEK` photos of a project, the newest first."""
    found: list[Picture] = []
    newest = sorted(
        photos_of(view, project_id), key=lambda one: (one.day, str(one.taken_at or "")), reverse=True
    )
    for photo in newest:
        if len(found) == MOST_IN_WEEK:
            break
        # A lost file must not stop the paper; the check of the folder tells of it.
        with contextlib.suppress(UserError):
            found.append(picture_of(page_photo(view, photo)))
    return tuple(found)


def page_photo(view: View, photo: Photo) -> PagePhoto:
    """Return a photo as it is printed. Raises as `photos.small_copy` does."""
    where = "　".join(words for words in (photo.building, photo.spot) if words)
    copy = small_copy_for(view, photo, SCREEN_SIDE)
    return PagePhoto(copy, photo.caption, where, photo.day, photo.taken_on is not None)
