"""One program per team folder: a lock the system frees when its holder dies."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

# The locked byte lies far behind the text, because Windows forbids others to read a locked region.
_LOCKED_BYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a team folder open, on which machine and since when (ISO, local to that machine)."""

    who: str
    device: str
    since: str


class FolderLock:
    """Held while the team folder is open for writing; `acquire` tells a newcomer who holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def acquire(self, holder: Holder) -> Holder | None:
        """Take the lock and return None, or return its present holder."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        file = os.fdopen(descriptor, "r+b", buffering=0)
        if not _try_lock(file):
            present = _read(file)
            file.close()
            return present
        self._file = file
        # On a full disk the lock is held without a name, so that room can still be made.
        with contextlib.suppress(OSError):
            file.truncate(0)
            file.write(json.dumps([holder.who, holder.device, holder.since]).encode())
        return None

    def release(self) -> None:
        """Give the lock back; the file itself stays, since removing it could free another's lock."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.truncate(0)
            self._file.close()
            self._file = None

    def __enter__(self) -> FolderLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _read(file: IO[bytes]) -> Holder:
    try:
        who, device, since = json.loads(file.read(4096))
        return Holder(str(who), str(device), str(since))
    except (OSError, ValueError, TypeError):
        # The holder has the lock but has not written its name yet.
        return Holder("", "", "")


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            file.seek(0)
            return False
        file.seek(0)
        return True

else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        # flock, not lockf: a POSIX record lock would be lost when this process closes any handle of the file.
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
