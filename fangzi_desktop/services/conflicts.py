"""What a person must decide after merges: shown side by side, decided one by one or by rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.merge_terms import ConflictKind, ConflictState
from fangzi_desktop.domain.merging import History, settle_cell
from fangzi_desktop.domain.sayings import EXISTENCE, Key, Saying, Values
from fangzi_desktop.services.merging import found_again
from fangzi_desktop.services.workspace import View, Work
from fangzi_desktop.storage import merging as stored
from fangzi_desktop.storage import numbers
from fangzi_desktop.storage.field_tables import ConflictRow, ReturnedActRow, SayingRow
from fangzi_desktop.storage.merging import OfficeLine, StoredRecords


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What one side made of a field, as JSON holds it."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Said:
    """One side of a conflict: what it says and by whom, when and on which machine, where that is known.

    `values` are those of the conflict's fields as JSON holds them; None says that the record was deleted, an
    empty tuple that it was kept or changed otherwise. Beside a deletion `changes` are what was changed in the
    record.
    """

    values: tuple[Any, ...] | None
    who: str = ""
    at: datetime | None = None
    device: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing to decide.

    `record` is the whole record as it is, or as it was last if it is gone (`is_gone`). `base` is what the
    first copy got along, `office` what holds now, `sites` what copies say, the newest last. `is_changed`
    tells that the record was changed after the conflict arose. `others` are records that would go along with
    a deletion; `records` those that have the same number, by their ids.
    """

    id: str
    kind: ConflictKind
    project_id: str | None
    project: str
    table: str
    row_id: str
    fields: tuple[str, ...]
    record: Mapping[str, Any]
    base: Said
    office: Said
    sites: tuple[Said, ...]
    opened_on: date
    is_changed: bool
    is_gone: bool
    others: int = 0
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


class Rule(StrEnum):
    """How many conflicts are decided at once."""

    OFFICE = "office"
    SITE = "site"


def conflict_count(view: View) -> int:
    """How many conflicts wait for a person."""
    return len(_shown(stored.open_conflicts(view.session), StoredRecords(view.session)))


def open_conflicts(view: View) -> tuple[Conflict, ...]:
    """Return what waits for a person, oldest first; what goes with a deleted record is not listed apart."""
    rows = stored.open_conflicts(view.session)
    records = StoredRecords(view.session)
    records.fetch(_key(row) for row in rows)
    shown = _shown(rows, records)
    names = stored.project_names(view.session, [row.project for row in shown if row.project])
    acts = stored.returned_acts(view.session)
    own = stored.office_lines(view.session, [_key(row) for row in shown])
    return tuple(
        _number(row, records, names.get(row.project or "", ""))
        if row.kind is ConflictKind.NUMBER
        else _conflict(row, records, names.get(row.project or "", ""), acts, own)
        for row in shown
    )


def _number(row: ConflictRow, records: StoredRecords, project: str) -> Conflict:
    fields, ids = tuple(row.cell.split("+")), json.loads(row.kept)
    found = {row_id: records.history((row.table_name, row_id)).now for row_id in ids}
    there = {row_id: values for row_id, values in found.items() if values is not None}
    held = [tuple(values[name] for name in fields) for values in there.values()]
    first = next(iter(there.values()), {})
    return Conflict(
        row.id,
        row.kind,
        row.project,
        project,
        row.table_name,
        row.row_id,
        fields,
        first,
        Said(()),
        Said(held[0] if held else None),
        (),
        row.opened_on,
        len(held) < len(ids) or len(set(held)) > 1,
        not there,
        records=there,
    )


def _key(row: ConflictRow) -> Key:
    return (row.table_name, row.row_id)


def _shown(rows: Sequence[ConflictRow], records: StoredRecords) -> list[ConflictRow]:
    """Leave out the deletions of what goes along with another record."""
    deleted = {_key(row) for row in rows if row.kind is ConflictKind.DELETION}
    return [
        row
        for row in rows
        if row.kind is not ConflictKind.DELETION
        or not any(parent in deleted for parent in records.parents(_key(row), json.loads(row.kept)))
    ]


def _conflict(
    row: ConflictRow,
    records: StoredRecords,
    project: str,
    acts: Mapping[str, ReturnedActRow],
    own: Mapping[Key, list[OfficeLine]],
) -> Conflict:
    history = records.history(_key(row))
    fields = stored.cells_of(row.table_name).get(row.cell, ())
    record = history.last_held or json.loads(row.kept)
    now = None if history.now is None else tuple(history.now[name] for name in fields)
    if row.kind is ConflictKind.DELETION:
        sites = _deletion_sides(history, acts)
        base = Said(())
        others = len(_family(records, _key(row))) - 1
    else:
        heads = settle_cell(history, row.cell).sayings
        sites = tuple(_said(saying, row.cell, fields, acts) for saying in heads)
        first = min(heads, key=lambda saying: saying.base_act, default=None)
        base = Said(None if first is None or first.base is None else _of(first.base, fields))
        others = 0
    line = _last_line(own.get(_key(row), []), fields)
    office = Said(now, line.who, line.at, line.device) if line is not None else Said(now)
    if row.kind is ConflictKind.DELETION:
        # The edit of a copy brings back what the office deleted; what the office did is still told.
        did = None if history.deleted_at else ()
        office = replace(office, values=did, changes=_office_changes(history))
    kept = json.loads(row.kept)
    is_changed = (
        history.now is None or history.now != kept
        if row.kind is ConflictKind.DELETION
        else now is None or list(now) != kept
    )
    return Conflict(
        row.id,
        row.kind,
        row.project,
        project,
        row.table_name,
        row.row_id,
        fields,
        record,
        base,
        office,
        sites,
        row.opened_on,
        is_changed,
        history.now is None,
        others,
    )


def _of(values: Values, fields: Iterable[str]) -> tuple[Any, ...]:
    return tuple(values[name] for name in fields)


def _said(saying: Saying, cell: str, fields: Sequence[str], acts: Mapping[str, ReturnedActRow]) -> Said:
    values = None if saying.value is None else _of(saying.value, fields)
    act = acts.get(saying.last(cell).act)
    return Said(values) if act is None else Said(values, act.who, act.at, act.device)


def _deletion_sides(history: History, acts: Mapping[str, ReturnedActRow]) -> tuple[Said, ...]:
    said = [saying for saying in history.sayings if not set(saying.touches) <= set(saying.settled)]
    return tuple(
        replace(
            _said(saying, max(saying.touches, key=lambda cell: saying.last(cell).position), (), acts),
            changes=_changes(saying.base, saying.value, saying.key[0]),
        )
        for saying in said
    )


def _changes(before: Values | None, after: Values | None, table: str) -> tuple[FieldChange, ...]:
    if before is None or after is None:
        return ()
    return tuple(
        FieldChange(name, before[name], after[name])
        for name in stored.cell_names(table)
        if before[name] != after[name]
    )


def _office_changes(history: History) -> tuple[FieldChange, ...]:
    """Return what the office changed in a record since a copy that deleted it was handed out."""
    deletions = [saying for saying in history.sayings if saying.value is None]
    first = min(deletions, key=lambda saying: saying.base_act, default=None)
    if first is None:
        return ()
    own = {line.trace.field for line in history.traces if not line.merged and line.act > first.base_act}
    made = _changes(first.base, history.now, history.key[0])
    return tuple(change for change in made if change.field in own)


def _last_line(lines: Sequence[OfficeLine], fields: Sequence[str]) -> OfficeLine | None:
    about = [line for line in lines if not line.field or not fields or line.field in fields]
    return about[-1] if about else None


def _family(records: StoredRecords, key: Key, *, owned: bool = True) -> set[Key]:
    """Return a record and everything that names it, or only what cannot be without it (`owned`)."""
    found, near = {key}, {key}
    while near:
        near = {
            child
            for parent in near
            for child, column in records.naming(parent)
            if not (owned and stored.may_be_empty(child[0], column))
        } - found
        found |= near
    return found


def decide_value(work: Work, conflict_id: str, values: Sequence[Any]) -> None:
    """Decide what the fields of a conflict hold; `values` are as JSON holds them, one for each field.

    Raises `UserError`: ``conflict.done`` (somebody decided it), ``conflict.gone`` (the record was deleted
    since), ``conflict.value`` (a field cannot hold that), ``conflict.no_parent`` (what it names was deleted
    since), ``conflict.ring`` (two records would belong to each other).
    """
    row = _open(work, conflict_id)
    key, records = _key(row), StoredRecords(work.session)
    now = records.history(key).now
    if now is None:
        raise UserError("conflict.gone")
    fields = stored.cells_of(row.table_name)[row.cell]
    record = dict(now) | dict(zip(fields, values, strict=True))
    if not stored.is_row(row.table_name, record):
        raise UserError("conflict.value")
    if any(records.history(parent).now is None for parent in records.parents(key, record)):
        raise UserError("conflict.no_parent")
    _refuse_ring(records, key, record)
    stored.write_rows(work.session, records.rows, {key: found_again(key, record, now)})
    _settle(work, {key: {row.cell}})
    _close(work, row, list(values))


def decide_deletion(work: Work, conflict_id: str, *, stays: bool) -> None:
    """Decide whether a record that one side deleted stays, with all that belongs to it.

    What only refers to a record that goes stays without it. Raises `UserError` ``conflict.done`` if somebody
    decided it.
    """
    row = _open(work, conflict_id)
    records = StoredRecords(work.session)
    family = _family(records, _key(row), owned=not stays)
    open_ones = [other for other in stored.open_conflicts(work.session) if _key(other) in family]
    _settle(work, {key: {EXISTENCE} for key in family})
    if stays:
        for other in open_ones:
            if other.kind is ConflictKind.DELETION:
                _close(work, other, [])
        return
    _settle_moves_into(work, records, family)
    changed: dict[Key, Values | None] = dict(_without(records, family))
    records.fetch(family)
    changed |= dict.fromkeys(family & records.rows.keys())
    stored.write_rows(work.session, records.rows, changed)
    for other in open_ones:
        _close(work, other, None)


def _without(records: StoredRecords, gone: set[Key]) -> dict[Key, Values]:
    """Return the records that refer to some that go, without what they refer to."""
    found: dict[Key, Values] = {}
    for key in gone:
        for other, column in records.naming(key):
            now = None if other in gone else records.history(other).now
            if now is not None:
                found[other] = dict(found.get(other, now)) | {column: None}
    return found


def _settle_moves_into(work: Work, records: StoredRecords, gone: set[Key]) -> None:
    """Let nothing wait any more that would make a record belong to one that goes."""
    act = stored.act_under_way(work.session)
    for row in stored.open_conflicts(work.session):
        key, fields = _key(row), stored.cells_of(row.table_name).get(row.cell, ())
        if key in gone or not fields or row.kind is ConflictKind.NUMBER:
            continue
        heads = settle_cell(records.history(key), row.cell).sayings
        moot = {
            said.id
            for said in heads
            if gone & set(records.parents(key, {name: (said.value or {}).get(name) for name in fields}))
        }
        for saying in stored.sayings_by_id(work.session, moot).values():
            _mark_settled(saying, {row.cell}, act)
        if moot and len(moot) == len(heads):
            row.state = ConflictState.MOOT


def renumber(work: Work, conflict_id: str, row_id: str, values: Sequence[Any]) -> None:
    """Give one of the records that have the same number another one; `values` are those of the fields.

    Raises `UserError`: ``conflict.done``, ``conflict.gone``, ``conflict.value``, or ``conflict.taken`` if a
    record has that number already.
    """
    row = _open(work, conflict_id)
    key, records = (row.table_name, row_id), StoredRecords(work.session)
    now = records.history(key).now
    if now is None or row_id not in json.loads(row.kept):
        raise UserError("conflict.gone")
    record = dict(now) | dict(zip(row.cell.split("+"), values, strict=True))
    if not stored.is_row(row.table_name, record) or "" in values:
        raise UserError("conflict.value")
    changed = {key: found_again(key, record, now)}
    if any(row_id in twice.rows for twice in numbers.clashes_after(work.session, changed)):
        raise UserError("conflict.taken")
    stored.write_rows(work.session, records.rows, changed)
    others = [other for other in json.loads(row.kept) if other != row_id]
    if len(others) > 1:
        row.kept = json.dumps(others)
    else:
        _close(work, row, list(values))


def keep_numbers(work: Work, conflict_id: str) -> None:
    """Let records keep the same number, because papers bear it already. Raises ``conflict.done``."""
    row = _open(work, conflict_id)
    _close(work, row, json.loads(row.kept))


def decide_many(work: Work, conflict_ids: Sequence[str], rule: Rule) -> int:
    """Decide several conflicts by one rule, what the office has or what a copy said last; return how many.

    Of a deletion the rule chooses what that side did. Those that need a look of their own are left: numbers
    given twice, records gone since, and what would make a ring.
    """
    known = {conflict.id: conflict for conflict in _conflicts_of(work, conflict_ids)}
    decided = 0
    for conflict_id in conflict_ids:
        conflict = known.get(conflict_id)
        if conflict is None or conflict.kind is ConflictKind.NUMBER:
            continue
        try:
            if conflict.kind is ConflictKind.DELETION:
                deleted_by_site = any(said.values is None for said in conflict.sites)
                decide_deletion(work, conflict_id, stays=deleted_by_site is (rule is Rule.OFFICE))
            else:
                side = conflict.office if rule is Rule.OFFICE or not conflict.sites else conflict.sites[-1]
                decide_value(work, conflict_id, side.values or ())
        except UserError:
            continue
        work.flush()
        decided += 1
    return decided


def dismiss_gone(work: Work, conflict_id: str) -> None:
    """Take a conflict off the list whose record was deleted since, or refuse (``conflict.present``)."""
    row = _open(work, conflict_id)
    if StoredRecords(work.session).history(_key(row)).now is not None:
        raise UserError("conflict.present")
    _settle(work, {_key(row): {row.cell}})
    row.state = ConflictState.MOOT


def _conflicts_of(view: View, ids: Sequence[str]) -> list[Conflict]:
    wanted = set(ids)
    return [conflict for conflict in open_conflicts(view) if conflict.id in wanted]


def _open(work: Work, conflict_id: str) -> ConflictRow:
    row = work.get(ConflictRow, conflict_id)
    if row.state is not ConflictState.OPEN:
        raise UserError("conflict.done")
    return row


def _refuse_ring(records: StoredRecords, key: Key, record: Values) -> None:
    column = records.ring_column(key[0])
    above = record.get(column) if column is not None else None
    while column is not None and above is not None:
        if str(above) == key[1]:
            raise UserError("conflict.ring")
        row = records.history((key[0], str(above))).now
        above = None if row is None else row.get(column)


def _settle(work: Work, cells: Mapping[Key, set[str]]) -> None:
    act = stored.act_under_way(work.session)
    for key, rows in stored.sayings_about(work.session, cells).items():
        for row in rows if key in cells else ():
            _mark_settled(row, cells[key], act)


def _mark_settled(saying: SayingRow, cells: set[str], act: int) -> None:
    settled = json.loads(saying.settled) | dict.fromkeys(sorted(cells), act)
    saying.settled = json.dumps(settled, ensure_ascii=False)


def _close(work: Work, row: ConflictRow, choice: list[Any] | None) -> None:
    row.state = ConflictState.DECIDED
    row.choice = json.dumps(choice, ensure_ascii=False)
    row.decided_on = work.today
    row.decided_act = stored.act_under_way(work.session)
