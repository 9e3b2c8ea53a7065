"""The papers of a permit item: which materials have come, which files belong to them, and what is missing.

A file is kept first (`keep_file`) and then attached, so that no record ever names a file that is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.file_names import clean_file_name, ending_of, name_beside
from fangzi_desktop.domain.permit_items import check_handed_in
from fangzi_desktop.domain.terms import PermitState
from fangzi_desktop.domain.text import clean_line
from fangzi_desktop.services.files import replacing
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import papers as rows
from fangzi_desktop.storage.attachments import Attachments, Content, Step
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.papers import OpenItem
from fangzi_desktop.storage.permits import promise_rows
from fangzi_desktop.storage.tables import AttachmentRow, MaterialRow, PermitItemRow, ProjectRow
from fangzi_desktop.storage.work import View, Work

LONGEST_MATERIAL = 100


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that the store holds whole, under the name it shall have."""

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file attached to an item, or to the project itself; `material` names the paper it is, if any."""

    id: str
    name: str
    sha256: str
    size_bytes: int
    added_on: date
    material: str


@dataclass(frozen=True, slots=True)
class Material:
    """One paper of an item; extra ones were added by hand or promised and are not in the item's rule.

    `promised_for` is the day by which it is to follow, where the item was decided without it.
    """

    name: str
    received_on: date | None
    is_extra: bool
    files: tuple[PaperFile, ...]
    promised_for: date | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one item; `loose` are the files that are no material's."""

    materials: tuple[Material, ...]
    loose: tuple[PaperFile, ...]

    @property
    def received(self) -> int:
        """How many materials have come."""
        return sum(material.received_on is not None for material in self.materials)


@dataclass(frozen=True, slots=True)
class Attached:
    """What attaching did: the names given, and those whose content was attached already."""

    added: tuple[str, ...]
    already: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Promised:
    """A paper promised for later and the day it is due."""

    name: str
    due: date


@dataclass(frozen=True, slots=True)
class MissingPapers:
    """What one item lacks: materials that have not come, and papers promised when it was decided."""

    department: str
    project_id: str
    project: str
    item_id: str
    item: str
    state: PermitState
    materials: tuple[str, ...]
    promised: tuple[Promised, ...]


def tick_material(work: Work, item_id: str, name: str, received_on: date) -> None:
    """Record the day a material was received; one that had been promised is handed in with it.

    Raises `UserError` ``paper.in_future``, ``paper.unknown_material`` for one that the item has not, or for a
    promised one ``permit.handed_in_out_of_range``.
    """
    if received_on > work.today:
        raise UserError("paper.in_future", today=work.today)
    item = work.get(PermitItemRow, item_id)
    if name not in _material_names(work, item):
        raise UserError("paper.unknown_material", name=name)
    for promise in promise_rows(work.session, item_id):
        if promise.name == name and promise.handed_in_on is None:
            check_handed_in(item.decided_on, received_on, work.today)
            promise.handed_in_on = received_on
    note_received(work, item_id, name, received_on)


def note_received(work: Work, item_id: str, name: str, received_on: date) -> None:
    """Tick a material as part of another command, such as handing in what was promised."""
    row = _material_row(work, item_id, name)
    if row is None:
        _add_material(work, work.get(PermitItemRow, item_id), name, received_on, is_extra=False)
    else:
        row.received_on = received_on


def untick_material(work: Work, item_id: str, name: str) -> None:
    """Take back that a material was received, and that it was handed in as promised.

    Raises `UserError` ``paper.unknown_material`` if nobody has recorded it.
    """
    row = _recorded(work, item_id, name)
    for promise in promise_rows(work.session, item_id):
        if promise.name == name and promise.handed_in_on == row.received_on:
            promise.handed_in_on = None
    row.received_on = None


def add_material(work: Work, item_id: str, name: str) -> str:
    """Add a material that the rule does not name, and return its name as it is kept.

    Raises `UserError` ``paper.no_name``, ``paper.name_too_long`` or ``paper.material_exists``.
    """
    item = work.get(PermitItemRow, item_id)
    name = clean_line(name)
    if not name:
        raise UserError("paper.no_name")
    if len(name) > LONGEST_MATERIAL:
        raise UserError("paper.name_too_long", longest=LONGEST_MATERIAL)
    if name in _material_names(work, item):
        raise UserError("paper.material_exists", name=name)
    _add_material(work, item, name, None, is_extra=True)
    return name


def remove_material(work: Work, item_id: str, name: str) -> None:
    """Remove a material that was added by hand; its files stay with the item.

    Raises `UserError` ``paper.of_the_rule`` for one that the item's rule asks for.
    """
    item = work.get(PermitItemRow, item_id)
    row = _recorded(work, item_id, name)
    if name in work.rules.by_rule_id[item.rule_id].materials:
        raise UserError("paper.of_the_rule", name=name)
    work.delete(row)
    for file in rows.attachment_rows(work.session, item.project_id, item_id):
        if file.material == name:
            file.material = ""


def keep_file(
    workspace: Workspace, source: Path | bytes, name: str = "", step: Step | None = None
) -> KeptFile:
    """Keep a file's content, durably, before anything names it; refusals are those of `Attachments.put`.

    Also raises ``db.read_only``. May run on another thread.
    """
    store = workspace.store
    if store.read_only:
        raise UserError("db.read_only", folder=str(store.folder))
    name = clean_file_name(name or (source.name if isinstance(source, Path) else ""))
    content = Attachments(store.folder).put(source, name, step)
    return KeptFile(name, content.sha256, content.size_bytes)


def attach_files(
    work: Work, project_id: str, item_id: str | None, files: Sequence[KeptFile], material: str = ""
) -> Attached:
    """Attach kept files to an item, or to the project itself; `material` says which paper they are.

    A file whose content the item has already is not attached again; if that is all, ``paper.file_there``.
    Of two names alike the later one gets a number. Raises ``paper.unknown_material`` like `tick_material`.
    """
    work.get(ProjectRow, project_id)
    _check_material(work, item_id, material)
    there = rows.attachment_rows(work.session, project_id, item_id)
    known = {row.sha256: row.name for row in there}
    names = {row.name for row in there}
    added, already = [], []
    for file in files:
        if file.sha256 in known:
            already.append(known[file.sha256])
            continue
        name = name_beside(clean_file_name(file.name), names)
        work.add(
            AttachmentRow(
                id=natural_id("attachment", project_id, item_id, file.sha256),
                project_id=project_id,
                item_id=item_id,
                material=material,
                name=name,
                sha256=file.sha256,
                size_bytes=file.size_bytes,
                added_on=work.today,
            )
        )
        known[file.sha256] = name
        names.add(name)
        added.append(name)
    if already and not added:
        raise UserError("paper.file_there", name=already[0])
    return Attached(tuple(added), tuple(already))


def rename_attachment(work: Work, file_id: str, name: str) -> str:
    """Give a file another name and return it as it is kept; without an ending it keeps its former one.

    Raises `UserError` ``paper.no_file_name`` or ``paper.file_name_taken``.
    """
    row = work.get(AttachmentRow, file_id)
    if not name.strip():
        raise UserError("paper.no_file_name")
    former = ending_of(row.name)
    name = clean_file_name(name)
    if former and not ending_of(name):
        name = clean_file_name(name + former)
    others = [
        one for one in rows.attachment_rows(work.session, row.project_id, row.item_id) if one.id != file_id
    ]
    if name_beside(name, {one.name for one in others}) != name:
        raise UserError("paper.file_name_taken", name=name)
    row.name = name
    return name


def assign_attachment(work: Work, file_id: str, material: str) -> None:
    """Say which of the item's materials a file is, or that it is none; ``paper.unknown_material``."""
    row = work.get(AttachmentRow, file_id)
    _check_material(work, row.item_id, material)
    row.material = material


def remove_attachment(work: Work, file_id: str) -> None:
    """Remove a file from where it is attached. Its content stays in the store, so undo brings it back."""
    work.delete(work.get(AttachmentRow, file_id))


def papers_of(view: View, project_id: str, item_id: str | None) -> Papers:
    """Return an item's papers: the rule's materials, those added by hand, those promised, and all files.

    Without an item: the project's own files. An item that is gone has no papers.
    """
    files: dict[str, list[PaperFile]] = defaultdict(list)
    for row in rows.attachment_rows(view.session, project_id, item_id):
        file = PaperFile(row.id, row.name, row.sha256, row.size_bytes, row.added_on, row.material)
        files[row.material].append(file)
    item = view.session.get(PermitItemRow, item_id) if item_id is not None else None
    if item is None:
        return Papers((), tuple(file for some in files.values() for file in some))
    asked_for = view.rules.by_rule_id[item.rule_id].materials
    recorded = {row.name: row.received_on for row in rows.material_rows(view.session, item.id)}
    promised = {row.name: row.due for row in promise_rows(view.session, item.id) if row.handed_in_on is None}
    names = dict.fromkeys((*asked_for, *recorded, *promised))
    materials = tuple(
        Material(
            name, recorded.get(name), name not in asked_for, tuple(files.pop(name, ())), promised.get(name)
        )
        for name in names
    )
    # A file can be of a material that the rule asked for before it was changed.
    return Papers(materials, tuple(file for some in files.values() for file in some))


def missing_papers(
    view: View, department: str | None = None, project_id: str | None = None
) -> tuple[MissingPapers, ...]:
    """Return what is missing, by department, project and item, of one department or project or of all.

    A material is missing while its item is 要办 and has no result; a promised paper until it is handed in,
    also after the decision. Projects that have ended are left out.
    """
    rules = view.rules.by_rule_id
    wanted = None
    if department is not None:
        wanted = [rule_id for rule_id, rule in rules.items() if rule.department == department]
    names = rows.project_names(view.session)
    recorded: dict[str, dict[str, bool]] = defaultdict(dict)
    for item_id, name, received in rows.open_materials(view.session, wanted, project_id):
        recorded[item_id][name] = received
    items: dict[str, OpenItem] = {}
    promised: dict[str, list[Promised]] = defaultdict(list)
    for item, name, due in rows.open_promises(view.session, wanted, project_id):
        items[item.id] = item
        promised[item.id].append(Promised(name, due))
    lacking: dict[str, tuple[str, ...]] = {}
    for item in rows.open_items(view.session, wanted, project_id):
        missing = _lacking(rules[item.rule_id].materials, recorded.get(item.id))
        if missing:
            items[item.id] = item
            lacking[item.id] = missing
    departments = _places(rule.department for rule in rules.values())
    projects = _places(names)
    lines = [
        MissingPapers(
            rule.department,
            item.project_id,
            names[item.project_id],
            item.id,
            _title(rule.name, item),
            item.state,
            lacking.get(item.id, ()),
            tuple(promised.get(item.id, ())),
        )
        for item in sorted(items.values(), key=lambda one: one.position)
        if item.project_id in names
        for rule in (rules[item.rule_id],)
    ]
    lines.sort(key=lambda line: (departments[line.department], projects[line.project_id]))
    return tuple(lines)


def save_file(workspace: Workspace, file: PaperFile, target: Path, step: Step | None = None) -> Path:
    """Write a copy of a file to `target`, whole or not at all, and return it.

    Raises `UserError` ``attachment.lost``, ``attachment.damaged`` or ``file.unwritable``. May run on another
    thread.
    """
    with replacing(target) as temporary:
        Attachments(workspace.store.folder).copy_to(_content(file), temporary, file.name, step)
    return target


def file_bytes(workspace: Workspace, file: PaperFile) -> bytes:
    """Return a file's bytes, checked; refusals are those of `save_file`. May run on another thread."""
    return Attachments(workspace.store.folder).read(_content(file), file.name)


def _content(file: PaperFile) -> Content:
    return Content(file.sha256, file.size_bytes)


def _lacking(asked_for: tuple[str, ...], recorded: Mapping[str, bool] | None) -> tuple[str, ...]:
    if recorded is None:
        return asked_for
    return tuple(name for name in dict.fromkeys((*asked_for, *recorded)) if not recorded.get(name))


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def _title(name: str, item: OpenItem) -> str:
    """An item's name with its part and its round, where it has them."""
    number = f"第{item.round_no}轮" if item.round_no > 1 else ""
    marks = "·".join(mark for mark in (item.part, number) if mark)
    return f"{name}（{marks}）" if marks else name


def _material_row(work: Work, item_id: str, name: str) -> MaterialRow | None:
    return next((row for row in rows.material_rows(work.session, item_id) if row.name == name), None)


def _recorded(work: Work, item_id: str, name: str) -> MaterialRow:
    row = _material_row(work, item_id, name)
    if row is None:
        raise UserError("paper.unknown_material", name=name)
    return row


def _material_names(work: Work, item: PermitItemRow) -> tuple[str, ...]:
    recorded = (row.name for row in rows.material_rows(work.session, item.id))
    promised = (row.name for row in promise_rows(work.session, item.id))
    return tuple(dict.fromkeys((*work.rules.by_rule_id[item.rule_id].materials, *recorded, *promised)))


def _check_material(work: Work, item_id: str | None, material: str) -> None:
    if not material and item_id is None:
        return
    names = _material_names(work, work.get(PermitItemRow, item_id)) if item_id is not None else ()
    if material and material not in names:
        raise UserError("paper.unknown_material", name=material)


def _add_material(
    work: Work, item: PermitItemRow, name: str, received_on: date | None, *, is_extra: bool
) -> None:
    work.add(
        MaterialRow(
            id=natural_id("material", item.id, name),
            project_id=item.project_id,
            item_id=item.id,
            name=name,
            received_on=received_on,
            is_extra=is_extra,
        )
    )
