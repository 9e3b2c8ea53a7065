"""What the rows and fields of the nine stages are called in the journal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

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
        ("problem_step", "step"): _tr("步骤"),
        ("problem_step", "happened_on"): _tr("日期"),
        ("problem_step", "unit"): _tr("承办单位"),
        ("problem", "item_id"): _tr("所卡手续"),
        ("problem", "element_id"): _tr("所卡要素"),
        ("problem", "listed_on"): _tr("挂牌督办"),
        ("problem", "listed_no"): _tr("挂牌文号"),
        ("commitment", "side"): _tr("承诺方"),
        ("commitment", "metric"): _tr("指标"),
        ("commitment", "text"): _tr("内容"),
        ("commitment", "comparison"): _tr("比较"),
        ("commitment", "target"): _tr("目标值"),
        ("commitment", "unit"): _tr("单位"),
        ("commitment", "due"): _tr("约定日期"),
        ("commitment", "offset_amount"): _tr("期限"),
        ("commitment", "offset_unit"): _tr("期限单位"),
        ("commitment", "offset_event"): _tr("起算事件"),
        ("commitment", "check_months"): _tr("检查周期"),
        ("commitment", "responsible_unit"): _tr("责任单位"),
        ("commitment", "evidence_required"): _tr("所需凭证"),
        ("commitment", "agreement_id"): _tr("所属协议"),
        ("commitment", "actual"): _tr("完成值"),
        ("commitment", "actual_on"): _tr("完成日期"),
        ("commitment", "evidence_no"): _tr("凭证文号"),
        ("commitment", "result"): _tr("履约结果"),
        ("commitment", "settled_on"): _tr("判定日期"),
        ("commitment", "note"): _tr("说明"),
        ("commitment_check", "commitment_id"): _tr("承诺"),
        ("commitment_check", "checked_on"): _tr("检查日期"),
        ("commitment_check", "actual"): _tr("完成值"),
        ("commitment_check", "note"): _tr("检查情况"),
        ("ladder_step", "commitment_id"): _tr("承诺"),
        ("ladder_step", "level"): _tr("层级"),
        ("ladder_step", "issued_on"): _tr("发出日期"),
        ("ladder_step", "document_no"): _tr("文号"),
        ("ladder_step", "reason"): _tr("事由"),
        ("ladder_step", "due"): _tr("整改期限"),
        ("ladder_step", "settled_on"): _tr("办结日期"),
        ("ladder_step", "settled_note"): _tr("整改情况"),
        ("profile", "land_price_yuan"): _tr("出让价款"),
        ("profile", "built_area_mu"): _tr("已开发面积"),
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
