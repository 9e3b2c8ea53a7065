"""带出: chosen projects in one signed file, from which a laptop opens a folder of its own."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fangzi_desktop import __version__
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import SUFFIX, FieldCopy, HandOutWish
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.workspace import Changes, View, Work, Workspace
from fangzi_desktop.storage import handouts, packs
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.database import DATABASE_NAME, SCHEMA_VERSION
from fangzi_desktop.storage.field_tables import HandOutRow
from fangzi_desktop.storage.merging import project_names
from fangzi_desktop.storage.settings import setting_values
from fangzi_desktop.storage.tables import SettingRow

Step = Callable[[int, int], None]

_LONGEST_NOTE = 200
# The rules go along with the smallest choice.
_RULES_BYTES = 70_000


@dataclass(frozen=True, slots=True)
class PackageSize:
    """How large a package would be, in bytes: the records (about), the attached files, and the photos."""

    records: int
    papers: int
    photos: int
    paper_count: int
    photo_count: int

    def total(self, wish: HandOutWish) -> int:
        """About how large the file gets, in bytes."""
        papers = self.papers if wish.with_papers else 0
        return self.records + papers + (self.photos if wish.with_photos else 0)


@dataclass(frozen=True, slots=True)
class HandOut:
    """What was handed out, as the list of it shows; `projects` are names, None for all."""

    id: str
    number: str
    made_on: date
    who: str
    note: str
    projects: tuple[str, ...] | None
    with_papers: bool
    with_photos: bool
    file_name: str
    size_bytes: int
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A package that was written."""

    path: Path
    number: str
    size_bytes: int
    projects: int


def package_size(view: View, wish: HandOutWish, database: Path) -> PackageSize:
    """Estimate what a hand-out of these projects weighs; the records from their share of the journal."""
    total, own = handouts.journal_bytes(view.session, wish.projects)
    # Packed records are about a fifth of the database: measured on districts of 30 to 3,000 projects.
    records = database.stat().st_size * (own + 1) // (total + 1) // 5 + _RULES_BYTES
    papers = handouts.files_of(view.session, wish.projects, "attachment")
    photos = handouts.files_of(view.session, wish.projects, "photo")
    return PackageSize(records, sum(papers.values()), sum(photos.values()), len(papers), len(photos))


def hand_out(
    workspace: Workspace,
    target: Path,
    wish: HandOutWish,
    password: str | None = None,
    step: Step | None = None,
) -> Changes[HandedOut]:
    """Write a package and note the hand-out as one act; nothing is noted unless the file stands whole.

    Raises `UserError`: ``field.in_copy`` (this folder is a copy itself), ``field.no_projects``,
    ``field.suffix``, ``field.note_too_long``, ``project.unknown`` or ``field.not_written``.
    """
    _refuse(workspace, target, wish)
    plan = workspace.read(_plan, wish)
    key = packs.new_key()
    folder = workspace.store.folder
    packs.clear_places(folder)
    with tempfile.TemporaryDirectory(dir=folder, prefix=packs.PLACE) as place:
        copy = Path(place) / DATABASE_NAME
        workspace.store.copy_to(copy)
        base_act, base_uuid = handouts.reduce_copy(copy, wish.projects)
        said = FieldCopy(
            handout_id=plan.id,
            number=plan.number,
            team_id=packs.public_key(plan.team_key),
            team=plan.team,
            base_act=base_act,
            base_uuid=base_uuid,
            made_at=workspace.now,
            made_by=workspace.who,
            device=workspace.device,
            projects=None if wish.projects is None else len(wish.projects),
            copy_id="",
            key=key,
        )
        manifest = {"copy": _said(said), "schema": SCHEMA_VERSION, "program": __version__}
        members = [
            packs.Member(packs.MANIFEST, _json(manifest)),
            packs.Member(packs.DATABASE, copy),
            *_bodies(Attachments(folder), plan.files),
        ]
        size = packs.write_package(
            target,
            packs.OUT,
            {"number": plan.number},
            members,
            key=plan.team_key,
            password=password,
            place=Path(place),
            step=step,
        )
    try:
        changes = workspace.do(note_hand_out, plan.row(wish, target.name, size, packs.public_key(key)))
    except BaseException:
        # What comes back of a hand-out that is not noted could not be merged.
        with contextlib.suppress(OSError):
            target.unlink()
        raise
    return Changes(
        changes.label,
        changes.kind,
        changes.act,
        changes.rows,
        changes.projects,
        HandedOut(target, plan.number, size, plan.project_count),
    )


def _refuse(workspace: Workspace, target: Path, wish: HandOutWish) -> None:
    if workspace.field is not None:
        raise UserError("field.in_copy")
    if wish.projects is not None and not wish.projects:
        raise UserError("field.no_projects")
    if target.suffix.lower() != SUFFIX:
        raise UserError("field.suffix", name=target.name)
    if len(wish.note) > _LONGEST_NOTE:
        raise UserError("field.note_too_long", most=_LONGEST_NOTE)


@dataclass(frozen=True)
class _Plan:
    """What a hand-out is called and what goes along."""

    id: str
    number: str
    team: str
    team_key: str
    files: dict[str, int]
    project_count: int

    def row(self, wish: HandOutWish, file_name: str, size: int, copy_key: str) -> dict[str, Any]:
        """The values of the hand-out's row, but for those that its act gives it."""
        return {
            "id": self.id,
            "number": self.number,
            "note": clean_text(wish.note).strip(),
            "projects": json.dumps(wish.projects),
            "with_papers": wish.with_papers,
            "with_photos": wish.with_photos,
            "file_name": file_name,
            "size_bytes": size,
            "copy_key": copy_key,
            "team_key": self.team_key,
        }


def next_number(view: View) -> str:
    """Return the number that the next hand-out gets: 2026-003."""
    year = view.today.year
    return f"{year}-{handouts.handouts_of_year(view.session, year) + 1:03d}"


def _plan(view: View, wish: HandOutWish) -> _Plan:
    session = view.session
    names = project_names(session, wish.projects) if wish.projects is not None else {}
    for project in wish.projects or ():
        if project not in names:
            raise UserError("project.unknown", id=project)
    files: dict[str, int] = {}
    if wish.with_papers:
        files |= handouts.files_of(session, wish.projects, "attachment")
    if wish.with_photos:
        files |= handouts.files_of(session, wish.projects, "photo")
    key = setting_values(session).get(handouts.TEAM_KEY) or packs.new_key()
    count = len(names) if wish.projects is not None else handouts.project_count(session)
    return _Plan(packs.new_id(), next_number(view), team_settings(view).full_name, key, files, count)


def note_hand_out(work: Work, values: dict[str, Any]) -> None:
    """Note that projects were handed out, with the team's key if this is the first time."""
    own = dict(values)
    key = own.pop("team_key")
    if work.session.get(SettingRow, handouts.TEAM_KEY) is None:
        work.add(SettingRow(id=handouts.TEAM_KEY, value=key))
    work.add(HandOutRow(made_on=work.today, who=work.who, **own))


def hand_outs(view: View) -> tuple[HandOut, ...]:
    """Return what was handed out, newest first."""
    rows = handouts.handout_rows(view.session)
    wanted = {project for row in rows for project in json.loads(row.projects) or ()}
    names = project_names(view.session, wanted)
    return tuple(
        HandOut(
            row.id,
            row.number,
            row.made_on,
            row.who,
            row.note,
            _named(json.loads(row.projects), names),
            row.with_papers,
            row.with_photos,
            row.file_name,
            row.size_bytes,
            row.returned_on,
        )
        for row in rows
    )


def _named(projects: list[str] | None, names: dict[str, str]) -> tuple[str, ...] | None:
    return None if projects is None else tuple(names[project] for project in projects if project in names)


def _bodies(store: Attachments, files: dict[str, int]) -> list[packs.Member]:
    """The bodies of attached files; one that is lost here stays lost there."""
    found = [(sha256, store.path_of(sha256)) for sha256 in sorted(files)]
    return [packs.Member(f"attachments/{sha256}", path) for sha256, path in found if path.is_file()]


def _said(copy: FieldCopy) -> dict[str, Any]:
    return asdict(copy) | {"made_at": copy.made_at.isoformat()}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_moment).encode()


def _moment(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"not a JSON value: {value!r}")
