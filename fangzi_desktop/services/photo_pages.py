"""What the photo pages of a project print: chosen photos with their words."""

from __future__ import annotations

from collections.abc import Sequence

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.reports.photo_pages import PagePhoto, PhotoPages
from fangzi_desktop.services.photos import SCREEN_SIDE, Photo, small_copy
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.workspace import Workspace


def photo_pages_input(workspace: Workspace, project: str, photos: Sequence[Photo]) -> PhotoPages:
    """Return photos of a project, by its name, as they are printed: the oldest first.

    Raises `UserError` ``photo.none_chosen`` or as `photos.small_copy` does. It may run on another thread.
    """
    if not photos:
        raise UserError("photo.none_chosen")
    ordered = sorted(photos, key=lambda one: (one.day, str(one.taken_at or ""), one.name))
    return PhotoPages(
        project,
        workspace.read(team_settings).full_name,
        workspace.today,
        tuple(_page_photo(workspace, one) for one in ordered),
    )


def _page_photo(workspace: Workspace, photo: Photo) -> PagePhoto:
    where = "　".join(words for words in (photo.building, photo.spot) if words)
    return PagePhoto(
        small_copy(workspace, photo, SCREEN_SIDE),
        photo.caption,
        where,
        photo.day,
        photo.taken_on is not None,
    )
