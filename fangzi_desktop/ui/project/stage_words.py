"""What the rows and fields of the nine stages are called in the journal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.domain.profiles import ProfileField
from fangzi_desktop.domain.terms import Term
from fangzi_desktop.services.history import revived
from fangzi_desktop.ui import wording


def stage_tables() -> dict[str, str]:
    """What people call these kinds of rows."""
    return {
        "profile": _tr("项目资料"),
        "evidence": _tr("环节凭证"),
        "send_back": _tr("退回环节"),
        "visit": _tr("走访"),
        "agenda": _tr("上会"),
        "review_round": _tr("论证轮次"),
        "opinion": _tr("部门意见"),
        "condition": _tr("论证条件"),
        "indicator_result": _tr("论证指标"),
        "agreement": _tr("协议"),
        "support_item": _tr("扶持政策"),
        "commitment": _tr("承诺"),
        "commitment_check": _tr("履约检查"),
        "payout": _tr("兑付"),
        "ladder_step": _tr("履约处置"),
        "element": _tr("要素需求"),
        "delivery": _tr("要素到位"),
        "part_date": _tr("分期日期"),
        "node": _tr("建设节点"),
        "month_investment": _tr("月度投资"),
        "stoppage": _tr("停工"),
        "stats_file": _tr("纳统申报"),
        "stats_return": _tr("纳统退回"),
        "stats_material": _tr("纳统材料"),
        "reported_value": _tr("企业填报值"),
        "problem_step": _tr("问题办理"),
    }


def stage_fields() -> dict[tuple[str, str], str]:
    """What people call the fields of these rows."""
    return {
        **{("profile", field.value): field.zh for field in ProfileField},
        ("profile", "gate_capacity_note"): _tr("产能关未通过的原因"),
        ("profile", "gate_environment_note"): _tr("环境关未通过的原因"),
        ("profile", "gate_safety_note"): _tr("安全关未通过的原因"),
        ("evidence", "received_on"): _tr("收到日期"),
        ("evidence", "document_no"): _tr("文号"),
        ("evidence", "note"): _tr("说明"),
        ("send_back", "moved_on"): _tr("退回日期"),
        ("send_back", "from_stage"): _tr("原环节"),
        ("send_back", "to_stage"): _tr("退回到"),
        ("send_back", "reason"): _tr("退回原因"),
        ("send_back", "document_no"): _tr("文号"),
        ("visit", "visited_on"): _tr("走访日期"),
        ("visit", "text"): _tr("走访情况"),
        ("visit", "who"): _tr("走访人员"),
        ("status_change", "removal_reason"): _tr("剔除原因"),
        ("status_change", "review_on"): _tr("复审日期"),
        ("problem_step", "step"): _tr("步骤"),
        ("problem_step", "happened_on"): _tr("日期"),
        ("problem_step", "unit"): _tr("承办单位"),
        ("problem", "item_id"): _tr("所卡手续"),
        ("problem", "element_id"): _tr("所卡要素"),
        ("problem", "listed_on"): _tr("挂牌督办"),
        ("problem", "listed_no"): _tr("挂牌文号"),
    }


def say_stage_value(table: str, field: str, value: object) -> str:
    """A stored value of these rows as people write it; how depends on what its field holds."""
    held = revived(table, field, value)
    if isinstance(held, Term):
        return held.zh
    if isinstance(held, bool):
        return _tr("是") if held else _tr("否")
    if isinstance(held, date):
        return wording.full_day(held)
    if isinstance(held, int) and field.endswith("_yuan"):
        return wording.money(held)
    if isinstance(held, Decimal):
        return wording.area(held) if field.endswith("_mu") else wording.figure(held)
    return str(held)


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
