"""The photos of a project: taken in, described, and handed on as files.

An original is kept first (`take_in`) and then added, so that no record names a photo that is not there.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.file_names import clean_file_name, ending_of, name_beside
from fangzi_desktop.domain.photos import clean_caption, clean_spot, place_words
from fangzi_desktop.services.files import replacing
from fangzi_desktop.services.papers import KeptFile, keep_file
from fangzi_desktop.services.picture_export import ending_without_personal, watermarked, without_personal
from fangzi_desktop.services.pictures import Look, look_at, small_copies
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.attachments import MOST_BYTES, Attachments, Content, Step
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.permits import part_rows
from fangzi_desktop.storage.photos import folder_of, photo_rows
from fangzi_desktop.storage.stage_tables import PhotoRow, VisitRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work

THUMBNAIL_SIDE = 240
SCREEN_SIDE = 1600

_CACHE = Path("cache", "photos")
_SIDES = (SCREEN_SIDE, THUMBNAIL_SIDE)


class CopyKind(Enum):
    """In which form a photo is handed on."""

    ORIGINAL = "original"
    BARE = "bare"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A photo whose original the store holds whole, and what it says of itself."""

    file: KeptFile
    look: Look


@dataclass(frozen=True, slots=True)
class AddedPhotos:
    """What adding did: the names given, and those of photos that the project had already."""

    added: tuple[str, ...]
    already: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a project; `taken_at` is the camera's local time, `day` that of taking, else of adding."""

    id: str
    name: str
    sha256: str
    size_bytes: int
    width: int
    height: int
    taken_at: datetime | None
    taken_on: date | None
    added_on: date
    latitude: Decimal | None
    longitude: Decimal | None
    caption: str
    building: str
    spot: str
    visit_id: str | None = None

    @property
    def day(self) -> date:
        return self.taken_on or self.added_on

    @property
    def place(self) -> str:
        """Where it was taken, as a map asks for it, or nothing."""
        return place_words(self.latitude, self.longitude)

    @property
    def content(self) -> Content:
        """Its original."""
        return Content(self.sha256, self.size_bytes)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a watermarked copy says beside the photo's own place and time: the project and who verified it."""

    project: str
    verifier: str


def take_in(workspace: Workspace, source: Path, step: Step | None = None) -> TakenIn:
    """Look at a photo, make its small copies and keep its original; it may run on another thread.

    Raises `UserError` as `pictures.look_at` and `papers.keep_file` do; nothing of it is kept then.
    """
    name = clean_file_name(source.name)
    if not _can_be_kept(source):
        # Refused with the store's own words: empty, too large, a folder, or not to be read.
        keep_file(workspace, source, name, step)
    look = look_at(source, name, workspace.today)
    copies = small_copies(source, name, _SIDES)
    file = keep_file(workspace, source, name, step)
    for side, copy in zip(_SIDES, copies, strict=True):
        _put_aside(workspace, _cached(workspace, file.sha256, side), copy)
    return TakenIn(file, look)


def add_photos(
    work: Work,
    project_id: str,
    photos: Sequence[TakenIn],
    building: str = "",
    visit_id: str | None = None,
) -> AddedPhotos:
    """Add photos that were taken in; one that the project has already is told and not added again.

    Raises `UserError` ``photo.there`` where that is all, ``photo.spot_too_long`` for the building,
    ``visit.other_project`` for a visit to another project.
    """
    work.get(ProjectRow, project_id)
    if visit_id is not None and work.get(VisitRow, visit_id).project_id != project_id:
        raise UserError("visit.other_project")
    building = clean_spot(building)
    there = photo_rows(work.session, project_id)
    known = {row.sha256: row.name for row in there}
    names = {row.name for row in there}
    added, already = [], []
    for photo in photos:
        if photo.file.sha256 in known:
            already.append(known[photo.file.sha256])
            continue
        name = name_beside(clean_file_name(photo.file.name), names)
        work.add(_row(work, project_id, name, photo, building, visit_id))
        known[photo.file.sha256] = name
        names.add(name)
        added.append(name)
    if already and not added:
        raise UserError("photo.there", name=already[0], count=len(already))
    return AddedPhotos(tuple(added), tuple(already))


def describe_photos(
    work: Work,
    photo_ids: Sequence[str],
    caption: str | None = None,
    building: str | None = None,
    spot: str | None = None,
) -> None:
    """Say what photos show; what is None stays as it is in each.

    Raises `UserError` ``photo.caption_too_long`` or ``photo.spot_too_long``.
    """
    for row in [work.get(PhotoRow, photo_id) for photo_id in photo_ids]:
        if caption is not None:
            row.caption = clean_caption(caption)
        if building is not None:
            row.building = clean_spot(building)
        if spot is not None:
            row.spot = clean_spot(spot)


def remove_photos(work: Work, photo_ids: Sequence[str]) -> None:
    """Remove photos from their project. The originals stay in the store, so undo brings them back."""
    for photo_id in photo_ids:
        work.delete(work.get(PhotoRow, photo_id))


def photos_of(view: View, project_id: str) -> tuple[Photo, ...]:
    """Return a project's photos, the newest day first."""
    return tuple(_photo(row) for row in photo_rows(view.session, project_id))


def building_names(view: View, project_id: str) -> tuple[str, ...]:
    """Return what a photo's building can be called: the project's parts, and what other photos say."""
    parts = [part.name for part in part_rows(view.session, project_id)]
    said = [row.building for row in photo_rows(view.session, project_id) if row.building]
    return tuple(dict.fromkeys((*parts, *said)))


def spots_of(photos: Sequence[Photo]) -> dict[str, tuple[Photo, ...]]:
    """Return the spots that have two photos or more, each with its photos from the oldest to the newest."""
    found: dict[str, list[Photo]] = {}
    for photo in sorted(photos, key=lambda one: (one.day, one.taken_at or datetime.min, one.id)):  # noqa: DTZ901
        if photo.spot:
            found.setdefault(photo.spot, []).append(photo)
    return {spot: tuple(some) for spot, some in sorted(found.items()) if len(some) > 1}


def small_copy(workspace: Workspace, photo: Photo, side: int) -> bytes:
    """Return an upright JPEG of a photo whose longer side is at most `side`, made anew where it is missing.

    Raises `UserError` ``attachment.lost`` or as `pictures.look_at` does. It may run on another thread.
    """
    path = _cached(workspace, photo.sha256, side)
    with contextlib.suppress(OSError):
        return path.read_bytes()
    copy = _made_copy(workspace.store.folder, photo, side)
    _put_aside(workspace, path, copy)
    return copy


def small_copy_for(view: View, photo: Photo, side: int) -> bytes:
    """Return what `small_copy` does within a reading; one that is missing is made and not put aside."""
    folder = folder_of(view.session)
    with contextlib.suppress(OSError):
        return _cached_in(folder, photo.sha256, side).read_bytes()
    return _made_copy(folder, photo, side)


def save_copies(
    workspace: Workspace,
    photos: Sequence[Photo],
    folder: Path,
    kind: CopyKind,
    mark: Mark,
    step: Step | None = None,
) -> tuple[tuple[Path, ...], tuple[UserError, ...]]:
    """Write photos into a folder in one form, each whole or not at all, and none over a file that is there.

    Returns what was written, and why the others could not be. It may run on another thread.
    """
    written, refused = [], []
    for place, photo in enumerate(photos):
        if step is not None:
            # One more than there are, as the last step is too late to cancel.
            step(place, len(photos) + 1)
        try:
            written.append(_save(workspace, photo, folder, kind, mark))
        except UserError as error:
            refused.append(error)
    return tuple(written), tuple(refused)


def mark_lines(photo: Photo, mark: Mark) -> tuple[str, ...]:
    """What a watermarked copy says: the project, the place, the time of taking and the verifier's role."""
    where = "　".join(words for words in (photo.building, photo.spot, photo.place) if words)
    if photo.taken_at is not None:
        when = f"{photo.taken_at:%Y-%m-%d %H:%M}（相机时间）"
    else:
        when = f"未记录（{photo.added_on:%Y-%m-%d} 入库）"
    lines = [f"项目：{mark.project}", f"地点：{where or '未记录'}", f"拍摄时间：{when}"]
    if mark.verifier:
        lines.append(f"核实人：{mark.verifier}")
    return tuple(lines)


def _save(workspace: Workspace, photo: Photo, folder: Path, kind: CopyKind, mark: Mark) -> Path:
    store = Attachments(workspace.store.folder)
    data = store.read(photo.content, photo.name)
    stem, ending = photo.name.removesuffix(_ending_in(photo.name)), _ending_in(photo.name)
    if kind is CopyKind.BARE:
        ending = ending_without_personal(photo.name, data)
        data = without_personal(store.path_of(photo.sha256), photo.name, data)
    elif kind is CopyKind.MARKED:
        stem, ending = f"{stem}-水印", ".jpg"
        data = watermarked(store.path_of(photo.sha256), photo.name, mark_lines(photo, mark))
    target = folder / name_beside(clean_file_name(stem + ending), _names_in(folder))
    with replacing(target) as temporary:
        temporary.write_bytes(data)
    return target


def _names_in(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir()}
    except OSError as error:
        raise UserError("file.unwritable", path=str(folder), reason=error) from error


def _ending_in(name: str) -> str:
    """A name's ending as it is written there."""
    return name[len(name) - len(ending_of(name)) :]


def _can_be_kept(source: Path) -> bool:
    try:
        return source.is_file() and 0 < source.stat().st_size <= MOST_BYTES
    except OSError:
        return False


def _row(
    work: Work, project_id: str, name: str, photo: TakenIn, building: str, visit_id: str | None
) -> PhotoRow:
    taken = photo.look.taken_at
    return PhotoRow(
        id=natural_id("photo", project_id, photo.file.sha256),
        project_id=project_id,
        sha256=photo.file.sha256,
        size_bytes=photo.file.size_bytes,
        name=name,
        taken_at=taken.isoformat(" ") if taken is not None else None,
        taken_on=taken.date() if taken is not None else None,
        latitude=photo.look.latitude,
        longitude=photo.look.longitude,
        width=photo.look.width,
        height=photo.look.height,
        building=building,
        added_on=work.today,
        visit_id=visit_id,
    )


def _photo(row: PhotoRow) -> Photo:
    return Photo(
        row.id,
        row.name,
        row.sha256,
        row.size_bytes,
        row.width,
        row.height,
        datetime.fromisoformat(row.taken_at) if row.taken_at else None,
        row.taken_on,
        row.added_on,
        row.latitude,
        row.longitude,
        row.caption,
        row.building,
        row.spot,
        row.visit_id,
    )


def _made_copy(folder: Path, photo: Photo, side: int) -> bytes:
    original = Attachments(folder).path_of(photo.sha256)
    if not original.is_file():
        raise UserError("attachment.lost", name=photo.name)
    (copy,) = small_copies(original, photo.name, (side,))
    return copy


def _cached(workspace: Workspace, sha256: str, side: int) -> Path:
    return _cached_in(workspace.store.folder, sha256, side)


def _cached_in(folder: Path, sha256: str, side: int) -> Path:
    return folder / _CACHE / sha256[:2] / f"{sha256}-{side}.jpg"


def _put_aside(workspace: Workspace, path: Path, copy: bytes) -> None:
    """Keep a small copy for the next time; where nothing may be written it is made anew each time."""
    if workspace.store.read_only:
        return
    # Two programs on one folder may make the same copy at once.
    partial = path.with_suffix(f".{secrets.token_hex(4)}.part")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(copy)
        partial.replace(path)
