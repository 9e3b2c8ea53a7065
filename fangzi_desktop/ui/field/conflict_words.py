"""How a conflict is told in words: what it is about, and what each side says; no Qt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.domain.sayings import Values
from fangzi_desktop.services.conflicts import Conflict, Said
from fangzi_desktop.services.merge_names import RecordNames
from fangzi_desktop.ui.field.merge_words import (
    field_words,
    fields_words,
    table_words,
    titled,
    value_words,
    who_words,
)
from fangzi_desktop.ui.translation import translated


def named_by(conflicts: Iterable[Conflict]) -> list[tuple[str, Values]]:
    """Return the records of conflicts, and as more of them what its sides say of their fields."""
    found: list[tuple[str, Values]] = []
    for conflict in conflicts:
        found.append((conflict.table, conflict.record))
        found += [(conflict.table, record) for record in conflict.records.values()]
        for said in (conflict.base, conflict.office, *conflict.sites):
            if said.values and conflict.fields:
                found.append((conflict.table, dict(zip(conflict.fields, said.values, strict=True))))
            for change in said.changes:
                found += [
                    (conflict.table, {change.field: change.old}),
                    (conflict.table, {change.field: change.new}),
                ]
    return found


def record_title(conflict: Conflict, names: RecordNames) -> str:
    """The record a conflict is about, with its kind; a project is told by the conflict itself."""
    if conflict.kind is ConflictKind.NUMBER:
        row_id = next(iter(conflict.records), None)
        told = _number(conflict, row_id, names) if row_id is not None else ""
        return f"{table_words(conflict.table)} {told}".rstrip()
    if conflict.table == "project":
        return table_words("project")
    return titled(conflict.table, conflict.record, names)


def field_title(conflict: Conflict) -> str:
    """What of the record it is about."""
    if conflict.kind is ConflictKind.DELETION:
        return _tr("是否删除")
    if conflict.kind is ConflictKind.NUMBER:
        return _tr("{fields}重复").format(fields=fields_words(conflict.table, number_fields(conflict)))
    return fields_words(conflict.table, conflict.fields) or conflict.kind.zh


def marks(conflict: Conflict) -> tuple[str, ...]:
    """What a person should know before deciding."""
    found = []
    if conflict.is_changed and not conflict.is_gone:
        found.append(_tr("此后又改过"))
    if conflict.is_gone and conflict.kind is not ConflictKind.DELETION:
        found.append(_tr("记录已删除"))
    if conflict.others:
        found.append(_tr("连同{count}条").format(count=conflict.others))
    return tuple(found)


def field_value(conflict: Conflict, said: Said, place: int, names: RecordNames) -> str:
    """What a side says of one field."""
    if said.values is None:
        return _tr("已删除")
    if place >= len(said.values):
        return _tr("无此记录")
    field = conflict.fields[place]
    record = dict(conflict.record) | dict(zip(conflict.fields, said.values, strict=True))
    return value_words(conflict.table, field, said.values[place], names, record)


def deletion_words(conflict: Conflict, said: Said, names: RecordNames) -> str:
    """What a side did to a record that another deleted, or that it deleted."""
    if said.values is None:
        return _tr("已删除")
    changed = [
        _tr("{field}：{old} → {new}").format(
            field=field_words(conflict.table, change.field),
            old=value_words(conflict.table, change.field, change.old, names, conflict.record),
            new=value_words(conflict.table, change.field, change.new, names, conflict.record),
        )
        for change in said.changes
    ]
    return "\n".join([_tr("修改过"), *changed]) if changed else _tr("保留")


def side_words(conflict: Conflict, said: Said, names: RecordNames) -> str:
    """What a side says, in one line."""
    if conflict.kind is ConflictKind.DELETION:
        return deletion_words(conflict, said, names).replace("\n", "，")
    if said.values is None:
        return _tr("已删除")
    told = [field_value(conflict, said, place, names) for place in range(len(conflict.fields))]
    if len(told) == 1:
        return told[0]
    return "，".join(
        f"{field_words(conflict.table, field)} {words}"
        for field, words in zip(conflict.fields, told, strict=False)
    )


# They say among which records a number is given once; only the others can be given anew.
_AMONG = frozenset({"kind", "year", "project_id", "code"})


def number_fields(conflict: Conflict) -> tuple[str, ...]:
    """Return the fields that make up a number within its kind, its year or its project."""
    return tuple(field for field in conflict.fields if field not in _AMONG)


def _number(conflict: Conflict, row_id: str, names: RecordNames) -> str:
    record = conflict.records[row_id]
    return " ".join(
        value_words(conflict.table, field, record[field], names, record) for field in number_fields(conflict)
    )


def number_words(conflict: Conflict, row_id: str, names: RecordNames) -> list[str]:
    """What the fields of a record hold that another record has too, and whose record it is."""
    table, record = conflict.table, conflict.records[row_id]
    project = names.records.get(("project", str(record.get("project_id", ""))), {})
    owner = [str(project["name"])] if project and not conflict.project else []
    return owner + [
        f"{field_words(table, field)} {value_words(table, field, record[field], names, record)}"
        for field in number_fields(conflict)
    ]


def conflict_lines(conflict: Conflict, names: RecordNames) -> list[str]:
    """A conflict for a person at a command line."""
    head = " · ".join(
        part for part in (conflict.project, record_title(conflict, names), field_title(conflict)) if part
    )
    noted = "".join(_tr("（{mark}）").format(mark=mark) for mark in marks(conflict))
    lines = [f"▲ {head}{noted}"]
    if conflict.kind is ConflictKind.NUMBER:
        for row_id, record in conflict.records.items():
            told = (titled(conflict.table, record, names), *number_words(conflict, row_id, names))
            lines.append(f"  {' · '.join(told)}")
        return lines
    sides = [(_tr("带出时"), conflict.base), (_tr("办公室"), conflict.office)]
    for title, said in (*sides, *((_tr("现场"), site) for site in conflict.sites)):
        if said is conflict.base and conflict.kind is ConflictKind.DELETION:
            continue
        who = who_words(said.who, said.at, said.device)
        words = side_words(conflict, said, names)
        lines.append(f"  {title}：{words}" + (_tr("（{who}）").format(who=who) if who else ""))
    return lines


def plain_side(conflict: Conflict, said: Said) -> Any:
    """What a side says for other programs: the value as it is kept, by field where there are several.

    Nothing for a deleted record; of a record that another side deleted, the fields that were changed.
    """
    if said.values is None or not (said.values or conflict.kind is ConflictKind.DELETION):
        return None
    if conflict.kind is ConflictKind.DELETION:
        return {change.field: change.new for change in said.changes}
    if len(said.values) == 1:
        return said.values[0]
    return dict(zip(conflict.fields, said.values, strict=False))


def _tr(words: str) -> str:
    return translated("field", words)
