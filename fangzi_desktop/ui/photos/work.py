"""What is done with photos in the background: taken in, read for the screen, and written as copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.file_names import ending_of
from fangzi_desktop.services.photos import CopyKind, Mark, Photo, TakenIn, save_copies, small_copy, take_in
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Job

# What of a folder is taken for photos; files that are named one by one are looked into whatever their name.
ENDINGS = (".jpg", ".jpeg", ".heic", ".heif", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif")


@dataclass(frozen=True, slots=True)
class Taken:
    """What of several files could be taken in for a project, and why the rest could not."""

    project_id: str
    photos: tuple[TakenIn, ...]
    refusals: tuple[UserError, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """How many copies were written, and why the rest could not be."""

    written: int
    refusals: tuple[UserError, ...]


def take_all(workspace: Workspace, paths: Sequence[Path], project_id: str, job: Job) -> Taken:
    """Take files in, and the photos of folders; one that cannot be read does not stop the rest."""
    files = list(photo_files(paths))
    photos, refusals = [], []
    for place, path in enumerate(files):
        # One more than there are, as the last step is too late to cancel.
        job.step(place, len(files) + 1)
        try:
            photos.append(take_in(workspace, path))
        except UserError as error:
            refusals.append(error)
    job.step(len(files), len(files) + 1)
    return Taken(project_id, tuple(photos), tuple(refusals))


def photo_files(paths: Iterable[Path]) -> Iterable[Path]:
    """Yield the files named, and of each folder the photos in it and in the folders within, by name."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for found in sorted(path.rglob("*")):
            # What macOS lays beside a photo on a card has its name and no picture in it.
            if ending_of(found.name) in ENDINGS and not found.name.startswith("._") and found.is_file():
                yield found


def read_pictures(
    workspace: Workspace, photos: Sequence[Photo], side: int, job: Job
) -> dict[str, QImage | None]:
    """Return pictures of photos by their ids, None for one that cannot be read."""
    found: dict[str, QImage | None] = {}
    for photo in photos:
        if job.is_cancelled:
            break
        try:
            image = QImage.fromData(small_copy(workspace, photo, side))
        except UserError:
            found[photo.id] = None
        else:
            found[photo.id] = image if not image.isNull() else None
    return found


def copy_all(
    workspace: Workspace, photos: Sequence[Photo], folder: Path, kind: CopyKind, mark: Mark, job: Job
) -> Copied:
    """Write copies of photos into a folder."""
    written, refusals = save_copies(workspace, photos, folder, kind, mark, job.step)
    return Copied(len(written), refusals)
