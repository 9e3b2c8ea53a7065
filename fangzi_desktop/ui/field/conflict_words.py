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
    if conflict.table == "project":
        return table_words("project")
    return titled(conflict.table, conflict.record, names)


def field_title(conflict: Conflict) -> str:
    """What of the record it is about."""
    if conflict.kind is ConflictKind.DELETION:
        return _tr("是否删除")
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


def conflict_lines(conflict: Conflict, names: RecordNames) -> list[str]:
    """A conflict for a person at a command line."""
    head = " · ".join(
        part for part in (conflict.project, record_title(conflict, names), field_title(conflict)) if part
    )
    noted = "".join(_tr("（{mark}）").format(mark=mark) for mark in marks(conflict))
    lines = [f"▲ {head}{noted}"]
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
    if said.values is None:
        return None
    if conflict.kind is ConflictKind.DELETION:
        return {change.field: change.new for change in said.changes}
    if len(said.values) == 1:
        return said.values[0]
    return dict(zip(conflict.fields, said.values, strict=False))


def _tr(words: str) -> str:
    return translated("field", words)
