"""Copies of the data: made beside it, checked, and let go when there are many.

A copy holds the database: the names and hashes of attached files, not the files. Those lie in `attachments/`,
are never changed, and stay as long as any kept copy may name them.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.workspace import OFFICE_OFFSET, Workspace
from fangzi_desktop.storage.attachments import Attachments

# Retention counts copies, not days: a wrong computer clock must not delete anything.
KEPT_COPIES = 40
# A copy that was cut short is nobody's any more after a day.
_ABANDONED_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was opened again and found whole."""

    path: Path
    taken_at: datetime


def backup(workspace: Workspace) -> Backup:
    """Copy the database into `backups/`, check the copy, and let the oldest go beyond `KEPT_COPIES`.

    Raises `UserError` ``backup.failed``; a copy that fails its check never replaces a good one.
    """
    folder = workspace.store.folder / "backups"
    now = workspace.now
    stamp = (now + OFFICE_OFFSET).strftime("%Y%m%d-%H%M%S")
    target = _free_name(folder, stamp)
    partial = target.with_suffix(".part")
    try:
        folder.mkdir(exist_ok=True)
        workspace.store.copy_to(partial)
        partial.replace(target)
    except OSError as error:
        raise UserError("backup.failed", folder=str(folder), reason=error) from error
    finally:
        with contextlib.suppress(OSError):
            partial.unlink()
    _let_old_ones_go(folder, now)
    _let_unused_files_go(workspace)
    return Backup(target, now)


def last_backup(folder: Path) -> Path | None:
    """Return the newest copy in a team folder."""
    copies = _copies(folder / "backups")
    return copies[-1] if copies else None


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies in a team folder: how many there are, and the newest with its moment (UTC) and size."""

    count: int
    newest: Path | None = None
    taken_at: datetime | None = None
    size_bytes: int = 0


def kept_copies(folder: Path) -> Copies:
    """Return what copies a team folder holds; those made before a change of schema are not counted."""
    copies = _copies(folder / "backups")
    if not copies:
        return Copies(0)
    told = copies[-1].stat()
    return Copies(len(copies), copies[-1], datetime.fromtimestamp(told.st_mtime, UTC), told.st_size)


def _free_name(folder: Path, stamp: str) -> Path:
    target, number = folder / f"fangzi-{stamp}.db", 1
    while target.exists():
        number += 1
        target = folder / f"fangzi-{stamp}-{number}.db"
    return target


def _copies(folder: Path) -> list[Path]:
    copies = [path for path in folder.glob("fangzi-*.db") if "before-schema" not in path.name]
    return sorted(copies, key=lambda path: (path.stat().st_mtime_ns, path.name))


def _let_old_ones_go(folder: Path, now: datetime) -> None:
    stumps = [path for path in folder.glob("fangzi-*.part*") if _is_abandoned(path, now)]
    for path in (*stumps, *_copies(folder)[:-KEPT_COPIES]):
        with contextlib.suppress(OSError):
            path.unlink()


def _let_unused_files_go(workspace: Workspace) -> None:
    """Delete files that were kept but never attached, once every copy that stands here is newer than they.

    What was ever attached stays, since undo or an older copy may want it back.
    """
    store = Attachments(workspace.store.folder)
    paths = list(store.stumps(workspace.now - timedelta(seconds=_ABANDONED_SECONDS)))
    copies = _copies(workspace.store.folder / "backups")
    if len(copies) >= KEPT_COPIES and store.folder.is_dir():
        # The foot of the window asks this module for the last copy, long before SQLAlchemy is needed.
        from fangzi_desktop.storage.papers import named_contents

        oldest = datetime.fromtimestamp(copies[0].stat().st_mtime, UTC)
        named = workspace.read(lambda view: named_contents(view.session))
        paths.extend(store.unused(named, oldest))
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def _is_abandoned(stump: Path, now: datetime) -> bool:
    with contextlib.suppress(OSError):
        return now.timestamp() - stump.stat().st_mtime > _ABANDONED_SECONDS
    return False
