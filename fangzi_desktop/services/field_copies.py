"""On the laptop: opening what was handed out, and making the one file that brings the work back (带回)."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fangzi_desktop import __version__
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import SUFFIX, FieldCopy, SiteAct
from fangzi_desktop.domain.sayings import Key, Values
from fangzi_desktop.services.workspace import View, Workspace
from fangzi_desktop.storage import handouts, packs
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.copy_marks import copy_of
from fangzi_desktop.storage.database import SCHEMA_VERSION

Step = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PackageFace:
    """What a hand-out's file tells before it is opened."""

    number: str
    has_password: bool


def look_at_package(path: Path) -> PackageFace:
    """Return which hand-out a file is, or refuse another kind of file as `open_package` does."""
    head = packs.head_of(path, packs.OUT)
    number = head.get("number")
    if not isinstance(number, str):
        raise UserError("field.damaged")
    return PackageFace(number, head["wrap"] is not None)


def open_package(
    path: Path, folder: Path, password: str | None = None, step: Step | None = None
) -> FieldCopy:
    """Make a team folder of a package; all of it stands or nothing does.

    Raises `UserError`: those of `packs.opened`, ``field.newer`` or ``field.older`` (made by another version
    of the program), ``field.folder_taken`` (there is something in it), ``field.folder_unusable``.
    """
    with _told(folder):
        folder = folder.resolve()
    _refuse_folder(folder)
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    missing = [parent for parent in beside.parents if not parent.exists()]
    try:
        with _told(folder):
            _clear_stumps(folder)
            (beside / "backups").mkdir(parents=True)
        with packs.opened(path, packs.OUT, password, step, place=beside) as package:
            copy = _copy_in(package)
            _unpack(package, copy, beside, step)
        with _told(folder):
            if folder.exists():
                folder.rmdir()
            beside.replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        for parent in missing:
            # One that holds the folder stays, since only an empty one goes.
            with contextlib.suppress(OSError):
                parent.rmdir()
    return copy_of(copy)


def _clear_stumps(folder: Path) -> None:
    """Take away what was left by opening a package into this very folder when that was cut off."""
    if folder.parent.is_dir():
        for path in folder.parent.iterdir():
            if path.name.startswith(f".{folder.name}.") and path.suffix == ".part":
                shutil.rmtree(path, ignore_errors=True)


def _unpack(package: packs.Package, copy: Mapping[str, Any], target: Path, step: Step | None) -> None:
    with _told(target):
        handouts.unpack_database(package, target, copy)
    package.keep(Attachments(target), step)


def _refuse_folder(folder: Path) -> None:
    with _told(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UserError("field.folder_taken", folder=str(folder))


def _copy_in(package: packs.Package) -> dict[str, Any]:
    manifest = package.json(packs.MANIFEST)
    try:
        check_version(manifest)
        copy: dict[str, Any] = {**manifest["copy"], "copy_id": packs.new_id()}
        copy_of(copy)
        if copy["team_id"] != package.head["key"]:
            raise UserError("field.damaged")
    except (KeyError, TypeError, ValueError) as error:
        raise UserError("field.damaged") from error
    return copy


def check_version(manifest: Mapping[str, Any]) -> None:
    """Refuse what a newer (``field.newer``) or an older program wrote (``field.older``)."""
    schema = manifest["schema"]
    if not isinstance(schema, int):
        raise UserError("field.damaged")
    if schema != SCHEMA_VERSION:
        raise UserError("field.newer" if schema > SCHEMA_VERSION else "field.older")


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A return that was written: how many acts, records and files it holds, and its size in bytes."""

    path: Path
    acts: int
    records: int
    files: int
    size_bytes: int


def bring_back(
    workspace: Workspace, target: Path, password: str | None = None, step: Step | None = None
) -> BroughtBack:
    """Write everything done in this copy since it was handed out into one file; the copy stays as it is.

    Files that were attached here go along; those that the office had before are only named.

    Raises `UserError`: ``field.not_a_copy``, ``field.suffix`` or ``field.not_written``.
    """
    copy = workspace.field
    if copy is None:
        raise UserError("field.not_a_copy")
    if target.suffix.lower() != SUFFIX:
        raise UserError("field.suffix", name=target.name)
    acts, rows = workspace.read(_done, copy.base_act)
    store = Attachments(workspace.store.folder)
    files = dict(handouts.files_in(rows))
    fresh = handouts.files_kept_in(acts)
    present = {sha256 for sha256 in files.keys() & fresh if store.path_of(sha256).is_file()}
    manifest = {
        "schema": SCHEMA_VERSION,
        "program": __version__,
        "handout_id": copy.handout_id,
        "number": copy.number,
        "team_id": copy.team_id,
        "team": copy.team,
        "base_act": copy.base_act,
        "base_uuid": copy.base_uuid,
        "copy_id": copy.copy_id,
        "who": workspace.who,
        "device": workspace.device,
        "made_at": workspace.now.isoformat(),
        "files": [[sha256, size, sha256 in present] for sha256, size in sorted(files.items())],
    }
    members = [
        packs.Member(packs.MANIFEST, _json(manifest)),
        packs.Member(packs.ACTS, _json([_plain(act) for act in acts])),
        packs.Member(packs.ROWS, _json(_by_table(rows))),
        *(packs.Member(f"attachments/{sha256}", store.path_of(sha256)) for sha256 in sorted(present)),
    ]
    head = {"number": copy.number}
    size = packs.write_package(
        target,
        packs.RETURN,
        head,
        members,
        key=copy.key,
        password=password,
        place=None if workspace.store.read_only else workspace.store.folder,
        step=step,
    )
    return BroughtBack(target, len(acts), len(rows), len(present), size)


def _done(view: View, base_act: int) -> tuple[tuple[SiteAct, ...], dict[Key, Values | None]]:
    acts = handouts.acts_since(view.session, base_act)
    return acts, handouts.touched_rows(view.session, acts)


def _plain(act: SiteAct) -> dict[str, Any]:
    lines = [
        [line.table, line.row_id, line.project_id, line.op, line.field, line.old, line.new]
        for line in act.lines
    ]
    said = asdict(act) | {"at": act.at.isoformat(), "office_day": act.office_day.isoformat()}
    return said | {"lines": lines}


def _by_table(rows: Mapping[Key, Values | None]) -> dict[str, dict[str, Values | None]]:
    found: dict[str, dict[str, Values | None]] = {}
    for (table, row_id), values in rows.items():
        found.setdefault(table, {})[row_id] = values
    return found


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@contextlib.contextmanager
def _told(folder: Path) -> Any:
    try:
        yield
    except OSError as error:
        raise UserError("field.folder_unusable", folder=str(folder), reason=error) from error
