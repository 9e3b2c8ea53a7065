"""The parts of a project (期、宗地、单体、分证), the items each has of its own, and rounds of a listing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fangzi_desktop.domain import permit_items as item_rule
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import PartKind, PermitState
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.permit_rows import load_item, load_with_items
from fangzi_desktop.storage import permits as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.phases import date_rows, has_nodes
from fangzi_desktop.storage.tables import CoordinatorRow, PartRow, PermitItemRow, ProjectRow
from fangzi_desktop.storage.work import View, Work

LONGEST_NAME = 30


def add_part(work: Work, project_id: str, kind: PartKind, name: str, within_id: str | None = None) -> str:
    """Add a part to a project and return its id.

    Raises `UserError`: ``part.no_name``, ``part.name_too_long``, ``part.duplicate``, ``part.elsewhere`` if
    the larger part is another project's.
    """
    work.get(ProjectRow, project_id)
    own = rows.part_rows(work.session, project_id)
    name = _checked_name(name, own)
    if within_id is not None and all(part.id != within_id for part in own):
        raise UserError("part.elsewhere")
    part = PartRow(
        id=work.new_id(),
        project_id=project_id,
        kind=kind,
        name=name,
        within_id=within_id,
        position=1 + max((one.position for one in own), default=0),
    )
    work.add(part)
    return part.id


def rename_part(work: Work, part_id: str, name: str) -> None:
    """Give a part another name; refusals are those of `add_part`."""
    part = work.get(PartRow, part_id)
    others = [one for one in rows.part_rows(work.session, part.project_id) if one.id != part_id]
    part.name = _checked_name(name, others)


def remove_part(work: Work, part_id: str) -> None:
    """Remove a part nothing belongs to, with its own dates. Raises `UserError` ``part.in_use``."""
    part = work.get(PartRow, part_id)
    inner = any(one.within_id == part_id for one in rows.part_rows(work.session, part.project_id))
    has_items = any(one.part_id == part_id for one in rows.item_rows(work.session, part.project_id))
    if inner or has_items or has_nodes(work.session, part_id):
        raise UserError("part.in_use", name=part.name)
    for dated in date_rows(work.session, part_id).values():
        work.delete(dated)
    work.delete(part)


def arrange_part(work: Work, part_id: str, kind: PartKind, within_id: str | None) -> None:
    """Say anew what kind of part it is and which larger part it belongs to.

    Raises `UserError`: ``part.elsewhere``, ``part.within_itself``, or ``part.has_phase_figures`` for a phase
    with figures or dates of its own that is to be something else.
    """
    part = work.get(PartRow, part_id)
    own = {one.id: one for one in rows.part_rows(work.session, part.project_id)}
    outer = within_id
    while outer is not None:
        if outer not in own:
            raise UserError("part.elsewhere")
        if outer == part_id:
            raise UserError("part.within_itself", name=part.name)
        outer = own[outer].within_id
    figures = (part.area_mu, part.investment_yuan, part.fixed_investment_yuan)
    has_figures = any(figure is not None for figure in figures) or date_rows(work.session, part_id)
    if kind is not PartKind.PHASE and has_figures:
        raise UserError("part.has_phase_figures", name=part.name)
    part.kind = kind
    part.within_id = within_id


def part_names(view: View, project_id: str) -> dict[str, str]:
    """Return what a project's parts are called, by their ids."""
    return {part.id: part.name for part in rows.part_rows(view.session, project_id)}


def divide_items(work: Work, item_ids: Sequence[str], part_ids: Sequence[str]) -> int:
    """Give each part an item of its own and return how many were added.

    The item that was there becomes the first part's, with all that was recorded of it. An item of some part
    is divided further only by adding the parts it lacks. Raises `UserError`: ``part.none_chosen``,
    ``part.elsewhere``, ``part.divided_already`` when every part has its item.
    """
    if not part_ids:
        raise UserError("part.none_chosen")
    added = 0
    for item_id in item_ids:
        row, _, _ = load_item(work, item_id)
        parts = {part.id: part for part in rows.part_rows(work.session, row.project_id)}
        if any(part_id not in parts for part_id in part_ids):
            raise UserError("part.elsewhere")
        taken = {one.part_id for one in rows.item_rows(work.session, row.project_id) if one.code == row.code}
        wanted = [part_id for part_id in part_ids if part_id not in taken]
        if not wanted:
            raise UserError("part.divided_already", name=work.rules.by_rule_id[row.rule_id].name)
        if row.part_id is None:
            row.part_id = wanted.pop(0)
        for part_id in wanted:
            work.add(_another(work, row, part_id, round_no=1))
            added += 1
        work.flush()
    return added


def remove_instance(work: Work, item_id: str) -> None:
    """Remove an item that only one part has; the last of its code is for the whole project again.

    Raises `UserError` ``permit.already_begun`` for one that somebody has applied for.
    """
    row, facts, _ = load_item(work, item_id)
    siblings = [
        one
        for one in rows.item_rows(work.session, row.project_id)
        if one.code == row.code and one.id != item_id
    ]
    if row.part_id is None or not siblings:
        row.part_id = None
        return
    item_rule.check_not_begun(facts.state)
    work.delete(row)


def fail_listing(work: Work, item_id: str, on: date, reason: str) -> tuple[str, ...]:
    """Record that a listing failed or was called off (流拍、终止挂牌), and begin a new round of it.

    The round keeps all its days; everything that has rounds begins anew for the same part. Returns the ids
    of the new items.
    """
    row, facts, rule, items = load_with_items(work, item_id)
    reason = clean_text(reason).strip()
    item_rule.check_fail_listing(rule, facts, on, reason, work.today)
    row.state, row.decided_on, row.note = PermitState.LISTING_FAILED, on, reason
    current = {item.id for item in items.current}
    new = []
    for one in rows.item_rows(work.session, row.project_id):
        if (
            one.id in current
            and one.part_id == row.part_id
            and one.round_no == row.round_no
            and work.rules.by_rule_id[one.rule_id].rounds
        ):
            new.append(work.add(_another(work, one, one.part_id, round_no=one.round_no + 1)).id)
    return tuple(new)


def name_coordinator(work: Work, project_id: str, group_code: str, name: str) -> None:
    """Say who coordinates a parallel group of a project; an empty name takes it back.

    Raises `UserError` ``part.name_too_long``.
    """
    work.get(ProjectRow, project_id)
    name = clean_text(name).strip()
    if len(name) > LONGEST_NAME:
        raise UserError("part.name_too_long", longest=LONGEST_NAME)
    row = rows.coordinator_row(work.session, project_id, group_code)
    if row is None and name:
        work.add(
            CoordinatorRow(
                id=natural_id("coordinator", project_id, group_code),
                project_id=project_id,
                group_code=group_code,
                name=name,
            )
        )
    elif row is not None and name:
        row.name = name
    elif row is not None:
        work.delete(row)


def _another(work: Work, row: PermitItemRow, part_id: str | None, *, round_no: int) -> PermitItemRow:
    """Return a new item like another one, for a part or a round, that nobody has begun."""
    return PermitItemRow(
        id=_id_for(work, row, part_id, round_no),
        project_id=row.project_id,
        rule_id=row.rule_id,
        code=row.code,
        position=row.position,
        part_id=part_id,
        round_no=round_no,
        applicability=row.applicability,
        state=PermitState.NOT_STARTED,
        variant=row.variant,
    )


def _id_for(work: Work, row: PermitItemRow, part_id: str | None, round_no: int) -> str:
    own = natural_id("permit_item", row.project_id, row.code, part_id, round_no)
    # One that was added for a part may by now be the item of another part, or of the whole project.
    return own if work.session.get(PermitItemRow, own) is None else work.new_id()


def _checked_name(name: str, others: Sequence[PartRow]) -> str:
    name = clean_text(name).strip()
    if not name:
        raise UserError("part.no_name")
    if len(name) > LONGEST_NAME:
        raise UserError("part.name_too_long", longest=LONGEST_NAME)
    if any(one.name == name for one in others):
        raise UserError("part.duplicate", name=name)
    return name
