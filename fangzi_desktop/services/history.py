"""What the journal tells: who changed which value when, in which act."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from fangzi_desktop.domain.permit_rules import PermitRule, Rules
from fangzi_desktop.domain.sayings import EXISTENCE, Key
from fangzi_desktop.storage import journal, merging
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.field_tables import ReturnedActRow
from fangzi_desktop.storage.tables import ROWS
from fangzi_desktop.storage.work import View

# Keys made from other values; a person changed those, not these.
_HIDDEN_FIELDS = frozenset({"search_key", "sort_key", "id", "project_id", "rule_id", "position"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a change that came back with a copy, when, and on which machine."""

    at: datetime
    who: str
    device: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One value that changed. `old` and `new` are the stored codes; None where there was nothing.

    `op` is insert, update or delete; for a whole row `values` holds it and `field` is empty.
    `what` names the row where it has a code of its own (a stage, a permit item, a kind of milestone) or is
    a material or a file; `item` is the code of the permit item it is part of. `origin` tells where a change
    was made that a merge brought.
    """

    act: int
    label: str
    kind: str
    at: datetime
    office_day: date
    who: str
    device: str
    table: str
    row_id: str
    op: str
    what: str
    field: str
    old: object
    new: object
    values: dict[str, object]
    item: str = ""
    origin: Origin | None = None


def project_history(view: View, project_id: str, limit: int = 500) -> tuple[HistoryLine, ...]:
    """Return a project's journal, newest act first, at most `limit` lines."""
    lines = tuple(
        line
        for entry in journal.entries(view.session, project_id=project_id, limit=limit)
        if (line := _line(entry)).field not in _HIDDEN_FIELDS
    )
    merged = {(line.table, line.row_id) for line in lines if line.label == merging.MERGE}
    if not merged:
        return lines
    acts = merging.origins(view.session, merged)
    return tuple(_with_origin(line, acts) for line in lines)


def _with_origin(line: HistoryLine, acts: Mapping[tuple[int, Key, str], ReturnedActRow]) -> HistoryLine:
    cell = (
        merging.cell_names(line.table).get(line.field, EXISTENCE) if line.op == journal.UPDATE else EXISTENCE
    )
    act = acts.get((line.act, (line.table, line.row_id), cell))
    return line if act is None else replace(line, origin=Origin(act.at, act.who, act.device))


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one field, with its values as the field holds them; None where there was nothing."""

    at: datetime
    office_day: date
    who: str
    old: Any
    new: Any


def keeps_field(table: str, field: str) -> bool:
    """Whether the rows of a table keep a field of this name, so that it has a history."""
    return field in ROWS[table].__table__.columns


def field_history(view: View, table: str, row_id: str, field: str) -> tuple[FieldChange, ...]:
    """Return what a field of a row held, newest first, with what it held when the row was made last."""
    kind = ROWS[table]
    found = []
    for entry in journal.row_entries(view.session, table, row_id):
        old = json.loads(entry.old) if entry.old is not None else None
        new = json.loads(entry.new) if entry.new is not None else None
        if entry.op == journal.UPDATE and entry.field != field:
            continue
        if entry.op != journal.UPDATE:
            old, new = ((whole or {}).get(field) for whole in (old, new))
        values = (journal.revive(kind, field, value) for value in (old, new))
        found.append(FieldChange(entry.at, entry.office_day, entry.who, *values))
    return tuple(found)


def revived(table: str, field: str, value: object) -> Any:
    """Return a value of the journal as its field holds it: a date again, or a term."""
    return journal.revive(ROWS[table], field, value)


def rules_told_of(view: View, project_id: str) -> Rules:
    """Return the rules by which a project's journal names its permit items, by code.

    They are those of its own items; an item that is gone is named as the newest version that knows it does.
    """
    known: dict[str, PermitRule] = {}
    for template in view.rules.templates:
        known.update(template.by_code)
    (facts,) = project_facts(view.session, [project_id])
    return {**known, **view.rules.rules_for(facts.items, view.today)}


def _line(entry: journal.Entry) -> HistoryLine:
    old = json.loads(entry.old) if entry.old is not None else None
    new = json.loads(entry.new) if entry.new is not None else None
    whole = new if isinstance(new, dict) else old if isinstance(old, dict) else {}
    return HistoryLine(
        entry.act,
        entry.label,
        entry.kind,
        entry.at,
        entry.office_day,
        entry.who,
        entry.device,
        entry.table,
        entry.row_id,
        entry.op,
        entry.what or str(whole.get("code") or whole.get("stage") or whole.get("kind") or ""),
        entry.field,
        None if whole else old,
        None if whole else new,
        whole,
        entry.item,
    )
