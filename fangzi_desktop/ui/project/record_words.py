"""What the kinds of rows, their fields and the values in them are called; no Qt."""

from __future__ import annotations

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.ledger_heads import LedgerField
from fangzi_desktop.domain.stage_terms import RemovalReason
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
)
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.project.stage_words import say_stage_value, stage_fields, stage_tables
from fangzi_desktop.ui.translation import translated

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


def _tr(words: str) -> str:
    return translated("project", words)
