"""Queries over the materials of permit items, what was promised later, and the files attached."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import Applicability, PermitState
from fangzi_desktop.storage.attachments import Content
from fangzi_desktop.storage.photos import kept_photos, photo_contents
from fangzi_desktop.storage.report_issues import (
    content_of,
    issue_rows,
    issued_contents,
    name_of,
    pdf_of,
)
from fangzi_desktop.storage.tables import (
    AttachmentRow,
    ChangeRow,
    MaterialRow,
    PartRow,
    PermitItemRow,
    ProjectRow,
    PromiseRow,
    table_of,
)

ENDED = (PermitState.DECIDED, PermitState.REFUSED, PermitState.WITHDRAWN, PermitState.LISTING_FAILED)

_IN_ORDER = sa.text("rowid")


def material_rows(session: Session, item_id: str) -> list[MaterialRow]:
    """Return an item's recorded materials in the order they were recorded."""
    statement = sa.select(MaterialRow).where(MaterialRow.item_id == item_id).order_by(_IN_ORDER)
    return list(session.scalars(statement))


def attachment_rows(session: Session, project_id: str, item_id: str | None) -> list[AttachmentRow]:
    """Return the files of an item, or without an item those of the project itself, oldest first."""
    statement = sa.select(AttachmentRow).where(
        AttachmentRow.project_id == project_id, AttachmentRow.item_id.is_not_distinct_from(item_id)
    )
    return list(session.scalars(statement.order_by(AttachmentRow.added_on, _IN_ORDER)))


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A file that some row names, with its project's name, or the issued number it is of."""

    project: str
    name: str
    content: Content


def kept_rows(session: Session) -> list[KeptRow]:
    """Return every file that rows name: those attached, the photos and those of the issued numbers."""
    statement = (
        sa.select(ProjectRow.name, AttachmentRow.name, AttachmentRow.sha256, AttachmentRow.size_bytes)
        .join(ProjectRow, ProjectRow.id == AttachmentRow.project_id)
        .order_by(ProjectRow.sort_key, AttachmentRow.name)
    )
    attached = [
        KeptRow(project, name, Content(sha256, size))
        for project, name, sha256, size in session.execute(statement)
    ]
    photos = [KeptRow(*photo) for photo in kept_photos(session)]
    issued = [
        KeptRow(name_of(row), name, content)
        for row in issue_rows(session)
        for name, content in (("原件.pdf", pdf_of(row)), ("存档内容.json", content_of(row)))
    ]
    return attached + photos + issued


def named_contents(session: Session) -> frozenset[str]:
    """Return every SHA-256 that a row names, or that the journal has ever named: undo may bring it back."""
    change = table_of(ChangeRow)
    whole = sa.func.coalesce(change.c.new, change.c.old)
    told = sa.select(sa.func.json_extract(whole, "$.sha256")).where(
        change.c.table_name == AttachmentRow.__tablename__, change.c.field == ""
    )
    rows = sa.select(AttachmentRow.sha256)
    attached = frozenset(session.scalars(rows)) | frozenset(session.scalars(told))
    return attached | photo_contents(session) | issued_contents(session)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An applicable permit item for which something is awaited."""

    id: str
    project_id: str
    rule_id: str
    position: int
    state: PermitState
    part: str
    round_no: int


def open_items(
    session: Session, rule_ids: Collection[str] | None = None, project_id: str | None = None
) -> list[OpenItem]:
    """Return the items without a result of some rules or of all, of one project or of all, in no order.

    What is still 待核实 is left out, and so is every round but the newest.
    """
    item = table_of(PermitItemRow)
    statement = _select(item, item.c.code, item.c.part_id).where(*_of(item, rule_ids, project_id))
    rows = session.connection().execute(statement.where(*_is_open(item)))
    newest = _newest_rounds(session, *_of(item, rule_ids, project_id))
    found = []
    for *values, code, part_id in rows:
        one = OpenItem(*values)
        if not newest or newest.get((one.project_id, code, part_id), one.round_no) == one.round_no:
            found.append(one)
    return found


def open_materials(
    session: Session, rule_ids: Collection[str] | None = None, project_id: str | None = None
) -> list[tuple[str, str, bool]]:
    """Return the recorded materials of items without a result: item, name and whether it was received."""
    item, material = table_of(PermitItemRow), table_of(MaterialRow)
    statement = (
        sa.select(material.c.item_id, material.c.name, material.c.received_on.is_not(None))
        .join(item, item.c.id == material.c.item_id)
        .where(*_of(item, rule_ids, project_id), *_is_open(item))
        .order_by(sa.literal_column("material.rowid"))
    )
    found = session.connection().execute(statement)
    return [(item_id, name, received) for item_id, name, received in found]


def open_promises(
    session: Session, rule_ids: Collection[str] | None = None, project_id: str | None = None
) -> list[tuple[OpenItem, str, date]]:
    """Return the promised papers that have not been handed in, earliest due first: item, name and due day."""
    item, promise = table_of(PermitItemRow), table_of(PromiseRow)
    statement = (
        _select(item, promise.c.name, promise.c.due)
        .join(promise, promise.c.item_id == item.c.id)
        .where(promise.c.handed_in_on.is_(None), *_of(item, rule_ids, project_id))
        .where(item.c.applicability != Applicability.NOT_APPLICABLE)
        .order_by(promise.c.due, sa.literal_column("promise.rowid"))
    )
    return [(OpenItem(*values), name, due) for *values, name, due in session.connection().execute(statement)]


def project_names(session: Session) -> dict[str, str]:
    """Return the names of the projects that go on, in the order of their names."""
    project = table_of(ProjectRow)
    statement = sa.select(project.c.id, project.c.name).where(project.c.status.not_in(TERMINAL))
    rows = session.connection().execute(statement.order_by(project.c.sort_key, project.c.name))
    return {row.id: row.name for row in rows}


def _select(item: sa.Table, *more: Any) -> sa.Select[Any]:
    """What an `OpenItem` is made of, and more."""
    part = table_of(PartRow)
    own = (item.c.id, item.c.project_id, item.c.rule_id, item.c.position, item.c.state)
    return (
        sa.select(*own, sa.func.coalesce(part.c.name, ""), item.c.round_no, *more)
        .select_from(item)
        .outerjoin(part, part.c.id == item.c.part_id)
    )


def _of(item: sa.Table, rule_ids: Collection[str] | None, project_id: str | None) -> Iterable[Any]:
    if rule_ids is not None:
        yield item.c.rule_id.in_(list(rule_ids))
    if project_id is not None:
        yield item.c.project_id == project_id


def _is_open(item: sa.Table) -> Iterable[Any]:
    yield item.c.applicability == Applicability.REQUIRED
    yield item.c.state.not_in(ENDED)


def _newest_rounds(session: Session, *of: Any) -> dict[tuple[str, str, str | None], int]:
    """The number of the newest round of everything that has had more than one."""
    item = table_of(PermitItemRow)
    keys = (item.c.project_id, item.c.code, item.c.part_id)
    statement = sa.select(*keys, sa.func.max(item.c.round_no)).where(item.c.round_no > 1, *of)
    return {
        (project, code, part): number
        for project, code, part, number in session.execute(statement.group_by(*keys))
    }
