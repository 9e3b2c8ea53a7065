"""The files of the team folder, each kept under the SHA-256 of its bytes and never changed again.

A file is whole and durable in `attachments/` before any row names it, so a row without its file is damage.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from fangzi_desktop.domain.errors import UserError

FOLDER_NAME = "attachments"
MOST_BYTES = 200 * 1024 * 1024

_PIECE_BYTES = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}")
_PARTIAL = ".part"

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a kept file, by their SHA-256 and how many they are."""

    sha256: str
    size_bytes: int


class Harm(Enum):
    """What is wrong with a kept file."""

    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Attachments:
    """The store of one team folder."""

    team: Path

    @property
    def folder(self) -> Path:
        """Where the files lie; made with the first of them."""
        return self.team / FOLDER_NAME

    def path_of(self, sha256: str) -> Path:
        """Return where a file lies, whether or not it is there."""
        if not _NAME.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256[:2] / sha256

    def put(self, source: Path | bytes, name: str, step: Step | None = None) -> Content:
        """Keep a file and return its content once it is durable; what is kept already is kept once.

        `name` is what a refusal calls it; `step` hears how many of how many bytes are done and may raise
        to end it. Raises `UserError` ``attachment.missing_source``, ``.is_folder``, ``.not_a_file``,
        ``.unreadable``, ``.empty``, ``.too_large``, ``.changing`` or ``.not_kept``; nothing half-written is
        left behind.
        """
        with _reading(source, name) as reading:
            partial = self.folder / f"{secrets.token_hex(8)}{_PARTIAL}"
            with _writing(name):
                self._make(self.folder)
            try:
                content = _pour(reading, partial, name, step)
                with _writing(name):
                    self._settle(partial, content)
            finally:
                with contextlib.suppress(OSError):
                    partial.unlink()
        return content

    def harm(self, content: Content) -> Harm | None:
        """Read a kept file whole and say what is wrong with it; None where all is well."""
        path = self.path_of(content.sha256)
        try:
            if path.stat().st_size != content.size_bytes:
                return Harm.DAMAGED
            with path.open("rb") as file:
                read = hashlib.file_digest(file, "sha256").hexdigest()
        except (FileNotFoundError, NotADirectoryError):
            return Harm.MISSING
        except OSError:
            return Harm.DAMAGED
        return None if read == content.sha256 else Harm.DAMAGED

    def copy_to(self, content: Content, target: Path, name: str, step: Step | None = None) -> None:
        """Write a kept file to `target`, checked on the way.

        Raises `UserError` ``attachment.lost`` or ``attachment.damaged``, naming the file; `target` then is
        not there or not whole. What the target's disk refuses rises as `OSError`.
        """
        with target.open("wb") as copy:
            for piece in self._pieces(content, name, step):
                copy.write(piece)

    def read(self, content: Content, name: str) -> bytes:
        """Return a kept file's bytes, checked; refusals are those of `copy_to`."""
        return b"".join(self._pieces(content, name, None))

    def unused(self, named: Collection[str], older_than: datetime) -> tuple[Path, ...]:
        """Return the kept files that are not `named` and were last kept before `older_than`.

        `named` must hold every SHA-256 that a row or the journal names. Nothing is deleted here.
        """
        used = frozenset(named)
        return self._older(
            older_than,
            (
                path
                for path in self.folder.glob("[0-9a-f][0-9a-f]/*")
                if _NAME.fullmatch(path.name) and path.name not in used
            ),
        )

    def stumps(self, older_than: datetime) -> tuple[Path, ...]:
        """Return what was left by keeping a file that was cut off before `older_than`."""
        return self._older(older_than, self.folder.glob(f"*{_PARTIAL}"))

    def _older(self, limit: datetime, paths: Iterable[Path]) -> tuple[Path, ...]:
        found = []
        for path in paths:
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < limit.timestamp():
                    found.append(path)
        return tuple(sorted(found))

    def _pieces(self, content: Content, name: str, step: Step | None) -> Iterator[bytes]:
        digest, done = hashlib.sha256(), 0
        try:
            with self.path_of(content.sha256).open("rb") as file:
                while piece := file.read(_PIECE_BYTES):
                    digest.update(piece)
                    done += len(piece)
                    yield piece
                    if step is not None:
                        step(min(done, content.size_bytes), content.size_bytes)
        except (FileNotFoundError, NotADirectoryError) as error:
            raise UserError("attachment.lost", name=name) from error
        if digest.hexdigest() != content.sha256:
            raise UserError("attachment.damaged", name=name)

    def _settle(self, partial: Path, content: Content) -> None:
        """Give a written file its name, unless the same bytes have it already.

        What has the name but other bytes is damaged and worth nothing, so the good file takes its place.
        """
        target = self.path_of(content.sha256)
        self._make(target.parent)
        if self.harm(content) is None:
            # Kept anew: an old one that nothing names any more must not be cleared away before its row comes.
            os.utime(target)
        else:
            partial.replace(target)
        # Whoever kept these bytes before may have been cut off before their name was durable.
        _flush_folder(target.parent)

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            folder.mkdir()
            _flush_folder(folder.parent)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A file that is being read, its size at the beginning, and whether it has been written to since."""

    file: BinaryIO
    size: int
    has_changed: Callable[[], bool]


@contextmanager
def _reading(source: Path | bytes, name: str) -> Iterator[_Reading]:
    if isinstance(source, bytes):
        _check_size(len(source), name)
        yield _Reading(io.BytesIO(source), len(source), lambda: False)
        return
    with _understood(name):
        # Looked at before it is opened: opening a pipe waits for its other end.
        _check_kind(source.stat().st_mode, name)
        file = source.open("rb")
    with file:
        before = os.fstat(file.fileno())
        _check_kind(before.st_mode, name)
        _check_size(before.st_size, name)

        def has_changed() -> bool:
            now = os.fstat(file.fileno())
            return (now.st_size, now.st_mtime_ns) != (before.st_size, before.st_mtime_ns)

        yield _Reading(file, before.st_size, has_changed)


def _pour(reading: _Reading, partial: Path, name: str, step: Step | None) -> Content:
    digest, done = hashlib.sha256(), 0
    with _writing(name):
        # The same rights as the database's: whoever may open the folder may read what it holds.
        descriptor = os.open(
            partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
        )
        with os.fdopen(descriptor, "wb") as copy:
            for piece in _pieces_of(reading, name):
                digest.update(piece)
                copy.write(piece)
                done += len(piece)
                if step is not None:
                    step(done, reading.size)
            copy.flush()
            os.fsync(copy.fileno())
    return Content(digest.hexdigest(), done)


def _pieces_of(reading: _Reading, name: str) -> Iterator[bytes]:
    done = 0
    while True:
        with _understood(name):
            piece = reading.file.read(_PIECE_BYTES)
        if not piece:
            break
        done += len(piece)
        if done > reading.size:
            break
        yield piece
    if done != reading.size or reading.has_changed():
        raise UserError("attachment.changing", name=name)


def _check_kind(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise UserError("attachment.is_folder", name=name)
    if not stat.S_ISREG(mode):
        raise UserError("attachment.not_a_file", name=name)


def _check_size(size: int, name: str) -> None:
    if size == 0:
        raise UserError("attachment.empty", name=name)
    if size > MOST_BYTES:
        raise UserError("attachment.too_large", name=name, most=f"{MOST_BYTES >> 20} MB")


@contextmanager
def _understood(name: str) -> Iterator[None]:
    """Tell what the system says of the file that is to be kept."""
    try:
        yield
    except FileNotFoundError as error:
        raise UserError("attachment.missing_source", name=name) from error
    except OSError as error:
        raise UserError("attachment.unreadable", name=name, reason=error) from error


@contextmanager
def _writing(name: str) -> Iterator[None]:
    """Tell what the system says of the team folder."""
    try:
        yield
    except OSError as error:
        raise UserError("attachment.not_kept", name=name, reason=error) from error


def _flush_folder(folder: Path) -> None:
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
