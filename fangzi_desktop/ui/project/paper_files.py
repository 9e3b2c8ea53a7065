"""Files on their way in and out: kept in the background, opened as copies, and read for a preview."""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QSize, QSizeF
from PySide6.QtGui import QImage, QImageReader

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.file_names import ending_of, is_program
from fangzi_desktop.services.papers import KeptFile, PaperFile, file_bytes, keep_file, save_file
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Job
from fangzi_desktop.ui.reports.pictures import image_size, opened, page_sizes

IMAGES = frozenset({".bmp", ".gif", ".jfif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"})
SHEETS = frozenset({".csv", ".et", ".ods", ".xls", ".xlsm", ".xlsx"})
WRITINGS = frozenset({".doc", ".docx", ".odt", ".ofd", ".pdf", ".rtf", ".txt", ".wps"})

_FOLDER_PREFIX = "fangzi-desktop-opened-"
# Copies left by a program that was killed; a viewer may still show the newer ones.
_STALE_SECONDS = 3 * 86_400
# What a picture is read with at most; a larger one is read smaller.
_MOST_PIXELS = 24_000_000
# Jobs tell how far they are in thousandths, since Qt's signals count bytes only to two thousand million.
_WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something to be attached: a file, or bytes from the clipboard with a name for them."""

    source: Path | bytes
    name: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where files are to be attached: an item or the project itself, and the material they are, if any."""

    project_id: str
    item_id: str | None
    material: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What of several files could be kept, where it goes, and why the rest could not."""

    target: Target
    files: tuple[KeptFile, ...]
    refusals: tuple[UserError, ...]


def keep_all(workspace: Workspace, incoming: Sequence[Incoming], target: Target, job: Job) -> Kept:
    """Keep files one after another, as a background job; one that cannot be kept does not stop the rest."""
    files, refusals = [], []
    share = _WHOLE // len(incoming)
    for place, one in enumerate(incoming):

        def tell(done: int, total: int, place: int = place) -> None:
            # One less than the whole, which would mean that it is too late to cancel.
            job.step(place * share + share * done // max(total, 1), _WHOLE + 1)

        try:
            tell(0, 1)
            files.append(keep_file(workspace, one.source, one.name, tell))
        except UserError as error:
            refusals.append(error)
    return Kept(target, tuple(files), tuple(refusals))


def save_to(workspace: Workspace, file: PaperFile, target: Path, job: Job) -> Path:
    """Write a copy of a file to a place a person chose, as a background job."""

    def tell(done: int, total: int) -> None:
        job.step(_WHOLE * done // max(total, 1), _WHOLE + 1)

    return save_file(workspace, file, target, tell)


class OpenedCopies:
    """The folder of copies that were opened in other programs; it goes when this does, or at the exit."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def copy(self, workspace: Workspace, file: PaperFile, job: Job) -> Path:
        """Return a read-only copy of a file under its real name, as a background job.

        Raises `UserError` ``file.is_program``, or those of `save_file`.
        """
        if is_program(file.name):
            raise UserError("file.is_program", name=file.name)
        try:
            target = self._own_folder() / file.sha256[:16] / file.name
            target.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise UserError("file.unwritable", path=tempfile.gettempdir(), reason=error) from error
        if not _is_untouched(target, file):
            with contextlib.suppress(OSError):
                target.chmod(stat.S_IWRITE | stat.S_IREAD)
            save_file(workspace, file, target)
            target.chmod(stat.S_IREAD)
        return target

    def _own_folder(self) -> Path:
        if self._folder is None or not self._folder.is_dir():
            _clear_stale()
            self._folder = Path(tempfile.mkdtemp(prefix=_FOLDER_PREFIX))
            weakref.finalize(self, _clear, self._folder)
        return self._folder


def _is_untouched(copy: Path, file: PaperFile) -> bool:
    with contextlib.suppress(OSError):
        told = copy.stat()
        return told.st_size == file.size_bytes and not told.st_mode & stat.S_IWRITE
    return False


def _clear(folder: Path) -> None:
    for path in folder.rglob("*"):
        # Windows does not delete what is read-only.
        with contextlib.suppress(OSError):
            if path.is_file():
                path.chmod(stat.S_IWRITE | stat.S_IREAD)
    shutil.rmtree(folder, ignore_errors=True)


def _clear_stale() -> None:
    limit = time.time() - _STALE_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER_PREFIX}*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_mtime < limit:
                _clear(folder)


# Previews.


@dataclass(frozen=True, slots=True)
class Readable:
    """A file that can be shown: a PDF or one image, with the sizes of its pages in points."""

    source: bytes | QImage
    sizes: tuple[QSizeF, ...]


def can_preview(name: str) -> bool:
    """Whether the program shows files of this kind itself."""
    return ending_of(name) in IMAGES or ending_of(name) == ".pdf"


def read_for_preview(workspace: Workspace, file: PaperFile, job: Job) -> Readable:
    """Read a PDF or an image, as a background job; raises `UserError` ``preview.unreadable``."""
    data = file_bytes(workspace, file)
    found = _pdf(data) if ending_of(file.name) == ".pdf" else _image(data)
    if found is None:
        raise UserError("preview.unreadable", name=file.name)
    return found


def _pdf(data: bytes) -> Readable | None:
    # Costs start-up time and is needed only when a paper is shown.
    import pypdfium2

    try:
        with opened(data) as document:
            sizes = page_sizes(document)
    except pypdfium2.PdfiumError:
        return None
    return Readable(data, sizes) if sizes else None


def _image(data: bytes) -> Readable | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    pixels = size.width() * size.height()
    if size.isValid() and pixels > _MOST_PIXELS:
        reader.setScaledSize((size * (_MOST_PIXELS / pixels) ** 0.5).expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else Readable(image, (image_size(image),))


# What is dropped or pasted.


def incoming_of(dropped: QMimeData, picture_name: str) -> list[Incoming]:
    """Return the files of this computer that were dropped or copied, or the picture in the clipboard."""
    files = [Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile()]
    if files:
        return [Incoming(path, path.name) for path in files]
    image = dropped.imageData() if dropped.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know only text here
    return [Incoming(bytes(data.data()), picture_name)]


def has_files(dropped: QMimeData) -> bool:
    """Whether what is dragged holds a file of this computer."""
    return any(url.isLocalFile() for url in dropped.urls())
