"""In the office: reading the file that a laptop brings back, and keeping its photos and papers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import NamedFile, Return, SiteAct, SiteLine
from fangzi_desktop.services.copies import backup
from fangzi_desktop.services.field_copies import Step, check_version
from fangzi_desktop.services.merging import MergePreview, brings_new, merge_return, preview_return
from fangzi_desktop.services.workspace import Changes, View, Workspace
from fangzi_desktop.storage import handouts, packs
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.merging import OWN_SETTINGS

_MOST = 2**63 - 1
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class ReturnFile:
    """A return that was read and verified; its bodies are still in the file."""

    content: Return
    package: packs.Package


@contextmanager
def opened_return(
    workspace: Workspace, path: Path, password: str | None = None, step: Step | None = None
) -> Iterator[ReturnFile]:
    """Verify a return and read it.

    Raises `UserError`: those of `packs.opened`, ``field.in_copy`` (this folder is a copy itself),
    ``field.newer`` or ``field.older``, ``field.never_out`` (nothing was handed out here),
    ``field.other_team``, ``field.unknown_base`` (handed out by a state of the data that this is not).
    """
    if workspace.field is not None:
        raise UserError("field.merge_in_copy")
    place = None if workspace.store.read_only else workspace.store.folder
    with packs.opened(path, packs.RETURN, password, step, place=place) as package:
        manifest = package.json(packs.MANIFEST)
        try:
            check_version(manifest)
            _refuse_foreign(workspace, manifest, package)
            content = _read(package, manifest)
        except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
            raise UserError("field.damaged") from error
        yield ReturnFile(content, package)


def preview_file(
    workspace: Workspace, path: Path, password: str | None = None, step: Step | None = None
) -> tuple[Return, MergePreview]:
    """Return what a file brings and what merging it would do; nothing is changed."""
    with opened_return(workspace, path, password, step) as file:
        kept = Attachments(workspace.store.folder)
        return file.content, workspace.read(preview_return, file.content, kept)


def merge_file(
    workspace: Workspace, path: Path, password: str | None = None, step: Step | None = None
) -> Changes[MergePreview]:
    """Make a backup, keep what files the return brings, and merge it as one act.

    Raises `UserError` like `opened_return` and `merge_return`; then no record is changed.
    """
    packs.clear_places(workspace.store.folder)
    with opened_return(workspace, path, password, step) as file:
        kept = Attachments(workspace.store.folder)
        if workspace.read(brings_new, file.content):
            backup(workspace)
        # A body stands before the row that names it.
        file.package.keep(kept, step)
        return workspace.do(merge_return, file.content, kept)


def _refuse_foreign(workspace: Workspace, manifest: Mapping[str, Any], package: packs.Package) -> None:
    team, key = workspace.read(_known, str(manifest["handout_id"]))
    if team is None:
        raise UserError("field.never_out", team=str(manifest["team"]))
    if manifest["team_id"] != team:
        raise UserError("field.other_team", team=str(manifest["team"]))
    if key is None:
        raise UserError("field.unknown_base", number=str(manifest["number"]))
    if key != package.head["key"]:
        raise UserError("field.damaged")


def _known(view: View, handout_id: str) -> tuple[str | None, str | None]:
    return handouts.team_id(view.session), handouts.copy_key(view.session, handout_id)


def _read(package: packs.Package, manifest: Mapping[str, Any]) -> Return:
    rows = _rows(package.json(packs.ROWS))
    bodies = package.attachments
    files = tuple(
        NamedFile(_hash(sha256), _whole(size), bool(present)) for sha256, size, present in manifest["files"]
    )
    if any(file.present and bodies.get(file.sha256) != file.size for file in files):
        raise ValueError("a body is named that is not there")
    return Return(
        handout_id=_text(manifest["handout_id"]),
        number=_text(manifest["number"]),
        team=_text(manifest["team"]),
        base_act=_whole(manifest["base_act"]),
        base_uuid=_text(manifest["base_uuid"]),
        copy_id=_text(manifest["copy_id"]),
        who=_text(manifest["who"]),
        device=_text(manifest["device"]),
        made_at=_moment(manifest["made_at"]),
        acts=tuple(_act(act) for act in package.json(packs.ACTS)),
        rows=rows,
        files=files,
    )


def _rows(said: Any) -> dict[str, dict[str, dict[str, Any] | None]]:
    """Return rows by table and id; what a copy knows of its hand-out is no row that comes back."""
    for table in said.values():
        for row in table.values():
            for value in () if row is None else row.values():
                if isinstance(value, int) and not -_MOST - 1 <= value <= _MOST:
                    raise ValueError("a number that no column holds")
    if any(name.startswith(OWN_SETTINGS) for name in said.get("setting", ())):
        raise ValueError("a setting that is each folder's own")
    rows: dict[str, dict[str, dict[str, Any] | None]] = said
    return rows


def _act(said: Mapping[str, Any]) -> SiteAct:
    return SiteAct(
        uuid=_text(said["uuid"]),
        label=_text(said["label"]),
        kind=_text(said["kind"]),
        undoes=None if said["undoes"] is None else _text(said["undoes"]),
        at=_moment(said["at"]),
        office_day=date.fromisoformat(said["office_day"]),
        who=_text(said["who"]),
        device=_text(said["device"]),
        lines=tuple(_line(line) for line in said["lines"]),
    )


def _line(said: list[Any]) -> SiteLine:
    table, row_id, project_id, op, field, old, new = said
    if project_id is not None:
        _text(project_id)
    for value in (old, new):
        if value is not None:
            # Half a character would be found out only when it is written.
            json.dumps(json.loads(_text(value)), ensure_ascii=False).encode()
    return SiteLine(_text(table), _text(row_id), project_id, _text(op), _text(field), old, new)


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("a moment says from where it counts")
    return moment


def _whole(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value <= _MOST:
        raise ValueError("a whole number is expected")
    return value


def _hash(value: object) -> str:
    if not _SHA256.fullmatch(_text(value)):
        raise ValueError("a SHA-256 is expected")
    return _text(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text is expected")
    return value
