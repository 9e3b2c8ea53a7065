"""What the journal's codes are in words: acts, rows, fields and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.domain.terms import (
    Milestone,
    Stage,
    Unit,
)
from fangzi_desktop.services.history import HistoryLine
from fangzi_desktop.services.workspace import OFFICE_OFFSET
from fangzi_desktop.ui.acts import act_names
from fangzi_desktop.ui.project.paper_words import PAPER_TABLES, word_paper
from fangzi_desktop.ui.project.record_words import field_name, say_value, table_name

_OFFICE = timezone(OFFICE_OFFSET)

# A row's own name says these, or nobody needs to read them.
_SILENT = frozenset(
    {
        "id",
        "project_id",
        "item_id",
        "rule_id",
        "position",
        "search_key",
        "sort_key",
        "instance",
        "code",
        "kind",
        "round_id",
        "problem_id",
    }
)


@dataclass(frozen=True, slots=True)
class WordedLine:
    """One change in words: whose it is, and what became of it."""

    subject: str
    change: str


@dataclass(frozen=True, slots=True)
class WordedAct:
    """One act with its changes. `is_reversal` marks an undo or a redo."""

    number: int
    when: str
    name: str
    who: str
    device: str
    is_reversal: bool
    lines: tuple[WordedLine, ...]


@dataclass(frozen=True, slots=True)
class PermitNames:
    """What items, their kinds (报告书, 报告表 …), versions of the checklist, parts and groups are called."""

    items: Mapping[str, str]
    variants: Mapping[tuple[str, str], str]
    versions: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)


def word_history(lines: Iterable[HistoryLine], names: PermitNames) -> tuple[WordedAct, ...]:
    """Group a project's journal by act, newest first, and word it."""
    grouped: dict[int, list[HistoryLine]] = {}
    for line in lines:
        grouped.setdefault(line.act, []).append(line)
    return tuple(_act(number, found, names) for number, found in grouped.items())


def _act(number: int, lines: list[HistoryLine], names: PermitNames) -> WordedAct:
    first = lines[0]
    name = act_names().get(first.label, first.label)
    if first.kind == "undo":
        name = _tr("撤销：{name}").format(name=name)
    elif first.kind == "redo":
        name = _tr("重做：{name}").format(name=name)
    moment: datetime = first.at.astimezone(_OFFICE)
    worded = tuple(word_line(line, names) for line in lines)
    return WordedAct(
        number,
        f"{first.office_day.isoformat()} {moment:%H:%M}",
        name,
        first.who,
        first.device,
        first.kind != "do",
        worded,
    )


def word_line(line: HistoryLine, names: PermitNames) -> WordedLine:
    """Word one change: a field's old and new value, or a row that came or went, and where it was made."""
    worded = _word_line(line, names)
    if line.origin is None:
        return worded
    moment: datetime = line.origin.at.astimezone(_OFFICE)
    made = _tr("现场：{who} · {device} · {moment}").format(
        who=line.origin.who, device=line.origin.device, moment=f"{moment:%Y-%m-%d %H:%M}"
    )
    return WordedLine(worded.subject, f"{worded.change}（{made}）")


def _word_line(line: HistoryLine, names: PermitNames) -> WordedLine:
    if line.table in PAPER_TABLES:
        return _with_item(word_paper(line), line, names)
    row = _row_name(line, names)
    if line.op == "update":
        field = field_name(line.table, line.field)
        old, new = (_say(line, line.field, value, names) for value in (line.old, line.new))
        return WordedLine(" · ".join(part for part in (row, field) if part), f"{old} → {new}")
    kind = _tr("新增") if line.op == "insert" else _tr("删除")
    told = [
        f"{field_name(line.table, field)} {_say(line, field, value, names)}"
        for field, value in line.values.items()
        if field not in _SILENT and value not in (None, "") and not _is_named(line, field)
    ]
    return WordedLine(f"{kind} {table_name(line.table)}{_spaced(row)}", "，".join(told))


def _with_item(words: tuple[str, str], line: HistoryLine, names: PermitNames) -> WordedLine:
    subject, change = words
    item = names.items.get(line.item, line.item)
    return WordedLine(" · ".join(part for part in (item, subject) if part), change)


def _say(line: HistoryLine, field: str, value: object, names: PermitNames) -> str:
    if (line.table, field) == ("permit_item", "variant") and value:
        return names.variants.get((line.what, str(value)), str(value))
    if (line.table, field) == ("project", "template_id") and value:
        return names.versions.get(str(value), _tr("已删除的版本"))
    if (line.table, field) == ("extension", "amount"):
        return amount_zh(int(str(value)), Unit(str(line.values["unit"])))
    if field in ("part_id", "within_id") and value:
        return names.parts.get(str(value), _tr("已删除的部分"))
    if field == "group_code":
        return names.groups.get(str(value), str(value))
    return say_value(line.table, field, value)


def _row_name(line: HistoryLine, names: PermitNames) -> str:
    if line.item:
        return names.items.get(line.item, line.item)
    if line.table == "permit_item":
        return names.items.get(line.what, line.what)
    if line.table == "project_part" and line.op == "update":
        return names.parts.get(line.row_id, _tr("已删除的部分"))
    if line.table == "stage_record":
        return Stage(line.what).zh if line.what else ""
    if line.table == "evidence":
        return Evidence(line.what).zh if line.what else ""
    if line.table == "milestone":
        return Milestone(line.what).zh if line.what else ""
    return ""


def _is_named(line: HistoryLine, field: str) -> bool:
    """Whether a field is told with another one: the stage as the row's name, the unit with its amount."""
    return (line.table, field) in (("stage_record", "stage"), ("extension", "unit"))


def _spaced(words: str) -> str:
    return f" {words}" if words else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
