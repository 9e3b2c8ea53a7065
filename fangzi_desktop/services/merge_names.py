"""What the screens need to word and to type merged fields: what they hold, and what other records are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.sayings import Key, Values
from fangzi_desktop.services.workspace import View
from fangzi_desktop.storage import merging as stored
from fangzi_desktop.storage.journal import columns_of, plain
from fangzi_desktop.storage.merging import StoredRecords
from fangzi_desktop.storage.tables import ROWS, table_of


@dataclass(frozen=True, slots=True)
class FieldShape:
    """What a field holds: a Python type (a `Term` for a closed set), and whether it may be left empty.

    `record` is the kind of records that it names, empty for a field with a value of its own.
    """

    holds: type
    is_optional: bool
    record: str = ""


@dataclass(frozen=True, slots=True)
class RecordNames:
    """What records and permit items are known by: whole records by kind and id, rules by item code."""

    records: Mapping[Key, Values] = field(default_factory=dict)
    rules: Mapping[str, PermitRule] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def merged_fields() -> Mapping[str, tuple[str, ...]]:
    """Return every kind of records that merges look at, with its fields."""
    return {table: columns_of(table) for table in sorted(stored.MERGED_TABLES)}


@cache
def shape_of(table: str, column: str) -> FieldShape:
    """Return what a field holds."""
    held = table_of(ROWS[table]).columns[column]
    holds = getattr(held.type, "term", None) or held.type.python_type
    return FieldShape(holds, bool(held.nullable), dict(stored.parents_of(table)).get(column, ""))


def as_kept(value: Any) -> Any:
    """Return a value as conflicts and journals keep it."""
    return plain(value)


def record_names(view: View, records: Iterable[tuple[str, Values]]) -> RecordNames:
    """Return what the records and all that they belong to are known by; also of those that are gone."""
    found: dict[Key, Values] = {}
    known = StoredRecords(view.session)
    wanted = {parent for table, row in records for parent in known.parents((table, ""), row)}
    while wanted:
        known.fetch(wanted)
        held = {key: row for key in wanted if (row := known.history(key).last_held) is not None}
        found |= held
        wanted = {parent for key, row in held.items() for parent in known.parents(key, row)} - found.keys()
    rules: dict[str, PermitRule] = {}
    groups: dict[str, str] = {}
    for template in view.rules.templates:
        rules |= template.by_code
        groups |= {group.code: group.name for group in template.groups}
    return RecordNames(found, rules, groups)


def record_choices(view: View, table: str, project_id: str | None) -> dict[str, Values]:
    """Return the records of a kind that a field may name: those of the project, or all if they have none."""
    return stored.records_of(view.session, table, project_id)
