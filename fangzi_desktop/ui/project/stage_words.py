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
        ("stats_file", "kind"): _tr("申报类别"),
        ("stats_file", "is_purchase_only"): _tr("单纯购置"),
        ("stats_file", "filed_on"): _tr("申报日期"),
        ("stats_file", "filing_unit"): _tr("备案（营业执照）单位"),
        ("stats_file", "reporting_unit"): _tr("申报单位"),
        ("stats_file", "contract_party"): _tr("合同甲方"),
        ("stats_file", "applied_investment_yuan"): _tr("申报总投资"),
        ("stats_file", "approved_investment_yuan"): _tr("备案总投资"),
        ("stats_file", "applied_start_on"): _tr("申报开工日期"),
        ("stats_file", "contract_on"): _tr("合同签订日期"),
        ("stats_file", "photo_on"): _tr("照片拍摄日期"),
        ("stats_file", "only_levelling"): _tr("只有场地平整"),
        ("stats_file", "reached_month"): _tr("达到标准月份"),
        ("stats_file", "waits_since"): _tr("改报自"),
        ("stats_file", "waits_reason"): _tr("改报理由"),
        ("stats_file", "entry_month"): _tr("入库月份"),
        ("stats_file", "statistical_code"): _tr("统计代码"),
        ("stats_file", "note"): _tr("备注"),
        ("stats_return", "kind"): _tr("申报类别"),
        ("stats_return", "returned_on"): _tr("退回日期"),
        ("stats_return", "reason"): _tr("退回理由"),
        ("stats_return", "filed_again_on"): _tr("重新申报"),
        ("stats_material", "kind"): _tr("申报类别"),
        ("stats_material", "material"): _tr("材料"),
        ("stats_material", "received_on"): _tr("收到日期"),
        ("reported_value", "month"): _tr("月份"),
        ("reported_value", "metric"): _tr("指标"),
        ("reported_value", "value"): _tr("企业填报值"),
        ("reported_value", "unit"): _tr("单位"),
        ("reported_value", "source"): _tr("来源材料"),
        ("reported_value", "noted_on"): _tr("登记日期"),
        ("profile", "sector"): _tr("行业门类"),
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
