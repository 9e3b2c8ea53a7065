"""What the journal's codes are in words: acts, rows, fields and values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.ledger_heads import LedgerField
from fangzi_desktop.domain.stage_terms import Evidence, RemovalReason
from fangzi_desktop.domain.terms import (
    Applicability,
    Gate,
    IssueMode,
    Milestone,
    PartKind,
    PermitState,
    ProblemState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
    SuspensionReason,
    Term,
    Unit,
)
from fangzi_desktop.services.history import HistoryLine
from fangzi_desktop.services.workspace import OFFICE_OFFSET
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.acts import act_names
from fangzi_desktop.ui.project.paper_words import PAPER_TABLES, word_paper
from fangzi_desktop.ui.project.stage_words import say_stage_value, stage_fields, stage_tables

_OFFICE = timezone(OFFICE_OFFSET)

_TERMS: dict[tuple[str, str], type[Term]] = {
    ("project", "route"): Route,
    ("project", "stage"): Stage,
    ("project", "status"): ProjectStatus,
    ("stage_record", "stage"): Stage,
    ("stage_record", "status"): StageStatus,
    ("milestone", "kind"): Milestone,
    ("status_change", "old"): ProjectStatus,
    ("status_change", "new"): ProjectStatus,
    ("status_change", "removal_reason"): RemovalReason,
    ("gate_override", "from_stage"): Stage,
    ("gate_override", "to_stage"): Stage,
    ("permit_item", "applicability"): Applicability,
    ("permit_item", "state"): PermitState,
    ("permit_item", "issue_mode"): IssueMode,
    ("project_part", "kind"): PartKind,
    ("suspension", "reason"): SuspensionReason,
    ("problem", "state"): ProblemState,
}
_MONEY = frozenset(
    {"investment_yuan", "fixed_investment_yuan", "output_yuan", "annual_plan_yuan", "completed_yuan"}
)
_GATES = frozenset(gate.value for gate in Gate)
_DAYS = frozenset(
    {
        "started_on",
        "done_on",
        "changed_on",
        "review_on",
        "moved_on",
        "applied_on",
        "accepted_on",
        "decided_on",
        "first",
        "last",
        "raised_on",
        "due",
        "closed_on",
        "progress_on",
        "created_on",
        "delivered_on",
        "valid_until",
        "verified_on",
        "notified_on",
        "answered_on",
        "granted_on",
        "handed_in_on",
    }
)
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


def table_name(table: str) -> str:
    """What people call a kind of rows."""
    return {
        "project": _tr("项目"),
        "stage_record": _tr("环节"),
        "milestone": _tr("日期"),
        "status_change": _tr("状态变更"),
        "gate_override": _tr("越过关口"),
        "permit_item": _tr("手续"),
        "suspension": _tr("暂停"),
        "correction": _tr("补正告知"),
        "extension": _tr("延期"),
        "promise": _tr("容缺材料"),
        "project_part": _tr("分部"),
        "coordinator": _tr("牵头单位"),
        "problem": _tr("问题"),
        **stage_tables(),
    }.get(table, table)


def field_name(table: str, field: str) -> str:
    """What people call a field."""
    own = {
        ("milestone", "happened"): _tr("日期"),
        ("stage_record", "status"): _tr("状态"),
        ("project", "stage"): LedgerField.STAGE.zh,
        ("status_change", "old"): _tr("原状态"),
        ("status_change", "new"): _tr("新状态"),
        ("suspension", "reason"): _tr("原因"),
        ("suspension", "first"): _tr("自"),
        ("suspension", "last"): _tr("至"),
        ("correction", "reason"): _tr("缺什么"),
        ("extension", "amount"): _tr("延长"),
        ("promise", "name"): _tr("材料"),
        ("promise", "due"): _tr("最迟补交"),
        ("project_part", "name"): _tr("名称"),
        ("project_part", "kind"): _tr("类别"),
        ("coordinator", "name"): _tr("牵头单位"),
        ("problem", "state"): _tr("状态"),
        ("problem", "due"): _tr("解决时限"),
        ("permit_item", "state"): _tr("状态"),
        **stage_fields(),
    }
    return own.get((table, field)) or _field_names().get(field, field)


def _field_names() -> dict[str, str]:
    one = LedgerField
    return {
        "name": one.NAME.zh,
        "project_no": one.PROJECT_NO.zh,
        "investor": one.INVESTOR.zh,
        "industry_track": one.INDUSTRY_TRACK.zh,
        "responsible_unit": one.RESPONSIBLE_UNIT.zh,
        "service_officer": one.SERVICE_OFFICER.zh,
        "route": _tr("用地情况"),
        "status": one.STATUS.zh,
        "investment_yuan": one.INVESTMENT.zh,
        "fixed_investment_yuan": one.FIXED_INVESTMENT.zh,
        "area_mu": one.AREA.zh,
        "output_yuan": one.OUTPUT.zh,
        "annual_plan_yuan": one.ANNUAL_PLAN.zh,
        "completed_yuan": one.COMPLETED_INVESTMENT.zh,
        "progress": one.PROGRESS.zh,
        "progress_on": _tr("进展更新日期"),
        "remark": one.REMARK.zh,
        "created_on": _tr("入账日期"),
        "template_id": _tr("手续清单版本"),
        **{gate.value: gate.zh for gate in Gate},
        "stage": _tr("环节"),
        "started_on": _tr("开始"),
        "done_on": _tr("结束"),
        "changed_on": _tr("决定日期"),
        "moved_on": _tr("移动日期"),
        "from_stage": _tr("原环节"),
        "to_stage": _tr("新环节"),
        "reason": _tr("理由"),
        "document_no": _tr("文号"),
        "minutes_no": _tr("会议纪要文号"),
        "applicability": _tr("是否要办"),
        "variant": _tr("类别"),
        "applied_on": _tr("收件"),
        "accepted_on": _tr("受理"),
        "decided_on": _tr("办结"),
        "certificate_no": _tr("证号文号"),
        "note": _tr("说明"),
        "part_id": _tr("所属部分"),
        "within_id": _tr("属于"),
        "round_no": _tr("轮次"),
        "issuing_body": _tr("发证机关"),
        "delivered_on": _tr("送达"),
        "valid_until": _tr("有效期至"),
        "issue_mode": _tr("办结方式"),
        "waiver": _tr("区域评估"),
        "verified_on": _tr("最近核实"),
        "notified_on": _tr("告知"),
        "answered_on": _tr("补齐"),
        "granted_on": _tr("批准日期"),
        "approved_by": _tr("批准人"),
        "statutory": _tr("法定时限顺延"),
        "handed_in_on": _tr("补交"),
        "group_code": _tr("并联组"),
        "number": _tr("编号"),
        "text": _tr("问题"),
        "raised_on": _tr("提出日期"),
        "suggestion": _tr("建议"),
        "closed_on": _tr("销号日期"),
        "closing_note": _tr("解决情况"),
    }


def say_value(table: str, field: str, value: object) -> str:
    """A stored value as people write it."""
    if value is None or value == "":
        return _tr("空")
    if table in stage_tables() or (table, field) in stage_fields():
        return say_stage_value(table, field, value)
    term = _TERMS.get((table, field))
    if term is not None:
        return term(str(value)).zh
    if (table, field) == ("extension", "statutory"):
        return _tr("是") if value else _tr("否")
    if (table, field) == ("permit_item", "round_no"):
        return _tr("第{number}轮").format(number=value)
    if field in _GATES:
        return _tr("通过") if value else _tr("未通过")
    if field in _MONEY and isinstance(value, int):
        return wording.money(value)
    if field == "area_mu":
        return _tr("{area}亩").format(area=value)
    if field in _DAYS or (table, field) == ("milestone", "happened"):
        return PartialDate.from_code(str(value)).zh
    return str(value)


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
