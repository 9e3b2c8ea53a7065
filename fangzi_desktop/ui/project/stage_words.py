"""What the rows and fields of the nine stages are called in the journal."""

from __future__ import annotations

import json
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
    """What people call the fields of these rows, and the fields that they added to others."""
    return {
        ("agenda", "meeting_id"): _tr("论证会"),
        ("agreement", "number"): _tr("协议编号"),
        ("agreement", "party_enterprise"): _tr("企业方"),
        ("agreement", "party_government"): _tr("政府方"),
        ("agreement", "signed_on"): _tr("签订日期"),
        ("commitment", "actual"): _tr("实际值"),
        ("commitment", "actual_on"): _tr("实际日期"),
        ("commitment", "agreement_id"): _tr("所属协议"),
        ("commitment", "check_months"): _tr("检查周期（个月）"),
        ("commitment", "comparison"): _tr("比较"),
        ("commitment", "due"): _tr("期限"),
        ("commitment", "evidence_no"): _tr("佐证编号"),
        ("commitment", "evidence_required"): _tr("佐证要求"),
        ("commitment", "metric"): _tr("事项"),
        ("commitment", "offset_amount"): _tr("起算后期限"),
        ("commitment", "offset_event"): _tr("起算事件"),
        ("commitment", "offset_unit"): _tr("期限单位"),
        ("commitment", "responsible_unit"): _tr("责任单位"),
        ("commitment", "result"): _tr("结果"),
        ("commitment", "settled_on"): _tr("认定日期"),
        ("commitment", "side"): _tr("承诺方"),
        ("commitment", "target"): _tr("目标值"),
        ("commitment", "text"): _tr("内容"),
        ("commitment", "unit"): _tr("单位"),
        ("commitment_check", "actual"): _tr("当时数值"),
        ("commitment_check", "checked_on"): _tr("检查日期"),
        ("commitment_check", "commitment_id"): _tr("承诺"),
        ("condition", "due"): _tr("落实时限"),
        ("condition", "met_on"): _tr("落实日期"),
        ("condition", "responsible_unit"): _tr("责任单位"),
        ("condition", "text"): _tr("条件"),
        ("delivery", "delivered_on"): _tr("到位日期"),
        ("delivery", "element_id"): _tr("要素需求"),
        ("delivery", "evidence_no"): _tr("佐证编号"),
        ("delivery", "quantity"): _tr("到位量"),
        ("element", "committed"): _tr("承诺量"),
        ("element", "committed_on"): _tr("承诺日期"),
        ("element", "demand"): _tr("需求量"),
        ("element", "department"): _tr("保障单位"),
        ("element", "evidence_no"): _tr("佐证编号"),
        ("element", "is_unavailable"): _tr("无法保障"),
        ("element", "kind"): _tr("要素"),
        ("element", "name"): _tr("内容"),
        ("element", "needed_by"): _tr("需要日期"),
        ("element", "promised_for"): _tr("承诺到位日期"),
        ("element", "raised_on"): _tr("提出日期"),
        ("element", "specifics"): _tr("专项指标"),
        ("element", "unavailable_reason"): _tr("无法保障原因"),
        ("element", "unit"): _tr("单位"),
        ("evidence", "document_no"): _tr("文号"),
        ("evidence", "note"): _tr("说明"),
        ("evidence", "received_on"): _tr("取得日期"),
        ("indicator_result", "comparison"): _tr("比较"),
        ("indicator_result", "indicator"): _tr("指标"),
        ("indicator_result", "threshold"): _tr("门槛"),
        ("indicator_result", "value"): _tr("数值"),
        ("indicator_result", "verdict"): _tr("结果"),
        ("ladder_step", "commitment_id"): _tr("承诺"),
        ("ladder_step", "due"): _tr("整改期限"),
        ("ladder_step", "issued_on"): _tr("发出日期"),
        ("ladder_step", "level"): _tr("处置"),
        ("ladder_step", "settled_note"): _tr("了结情况"),
        ("ladder_step", "settled_on"): _tr("了结日期"),
        ("month_investment", "completed_yuan"): _tr("完成投资（专班掌握）"),
        ("month_investment", "month"): _tr("月份"),
        ("month_investment", "planned_yuan"): _tr("计划投资"),
        ("node", "actual_on"): _tr("实际日期"),
        ("node", "planned_on"): _tr("计划日期"),
        ("opinion", "conditions"): _tr("附加条件"),
        ("opinion", "department"): _tr("部门"),
        ("opinion", "due"): _tr("反馈时限"),
        ("opinion", "kind"): _tr("意见"),
        ("opinion", "requested_on"): _tr("征求日期"),
        ("opinion", "submitted_on"): _tr("反馈日期"),
        ("opinion", "text"): _tr("意见内容"),
        ("part_date", "happened"): _tr("日期"),
        ("payout", "amount_yuan"): _tr("应兑付"),
        ("payout", "commitment_id"): _tr("对应承诺"),
        ("payout", "due"): _tr("兑付时间"),
        ("payout", "paid_on"): _tr("兑付日期"),
        ("payout", "paid_yuan"): _tr("实际兑付"),
        ("payout", "support_id"): _tr("扶持政策"),
        ("problem", "element_id"): _tr("所卡要素"),
        ("problem", "item_id"): _tr("所卡手续"),
        ("problem", "listed_no"): _tr("挂牌文号"),
        ("problem", "listed_on"): _tr("挂牌督办"),
        ("problem_step", "happened_on"): _tr("日期"),
        ("problem_step", "step"): _tr("步骤"),
        ("problem_step", "unit"): _tr("承办单位"),
        ("profile", "built_area_mu"): _tr("已建面积"),
        ("profile", "contact"): _tr("联系方式"),
        ("profile", "credit_code"): _tr("统一社会信用代码"),
        ("profile", "developer"): _tr("项目公司"),
        ("profile", "emission_tonnes"): _tr("年主要污染物排放（吨）"),
        ("profile", "employees"): _tr("用工人数"),
        ("profile", "energy_tce"): _tr("年综合能耗（吨标准煤）"),
        ("profile", "first_contact_on"): _tr("首次接洽"),
        ("profile", "floor_area_sqm"): _tr("计容建筑面积（平方米）"),
        ("profile", "footprint_sqm"): _tr("建构筑物和堆场占地（平方米）"),
        ("profile", "gate_capacity_note"): _tr("产能关未通过的理由"),
        ("profile", "gate_environment_note"): _tr("环境关未通过的理由"),
        ("profile", "gate_safety_note"): _tr("安全关未通过的理由"),
        ("profile", "green_sqm"): _tr("绿地面积（平方米）"),
        ("profile", "industry_code"): _tr("国民经济行业代码"),
        ("profile", "intent"): _tr("意向程度"),
        ("profile", "is_leased"): _tr("租赁厂房"),
        ("profile", "land_price_yuan"): _tr("土地出让价款"),
        ("profile", "licence_on"): _tr("营业执照日期"),
        ("profile", "office_sqm"): _tr("行政办公生活用地（平方米）"),
        ("profile", "physical_confirmed_on"): _tr("形象进度核实日期"),
        ("profile", "physical_progress"): _tr("形象进度"),
        ("profile", "platform_code"): _tr("项目代码"),
        ("profile", "project_type"): _tr("项目类型"),
        ("profile", "rd_yuan"): _tr("年研发费用"),
        ("profile", "sector"): _tr("统计行业"),
        ("profile", "site_intention"): _tr("选址意向"),
        ("profile", "source"): _tr("线索来源"),
        ("profile", "supervised_until"): _tr("监管期至"),
        ("profile", "tax_yuan"): _tr("达产年税收"),
        ("profile", "value_added_yuan"): _tr("达产年增加值"),
        ("reported_value", "metric"): _tr("指标"),
        ("reported_value", "month"): _tr("月份"),
        ("reported_value", "noted_on"): _tr("登记日期"),
        ("reported_value", "source"): _tr("来源"),
        ("reported_value", "unit"): _tr("单位"),
        ("reported_value", "value"): _tr("填报值"),
        ("review_round", "accepted_on"): _tr("受理材料"),
        ("review_round", "chair"): _tr("主持"),
        ("review_round", "decided_on"): _tr("结论日期"),
        ("review_round", "decision"): _tr("结论"),
        ("review_round", "meeting_id"): _tr("论证会"),
        ("review_round", "review_on"): _tr("复审日期"),
        ("review_round", "text"): _tr("结论意见"),
        ("send_back", "document_no"): _tr("文号"),
        ("send_back", "from_stage"): _tr("原环节"),
        ("send_back", "moved_on"): _tr("退回日期"),
        ("send_back", "reason"): _tr("退回原因"),
        ("send_back", "to_stage"): _tr("退回到"),
        ("stats_file", "applied_investment_yuan"): _tr("申报计划总投资"),
        ("stats_file", "applied_start_on"): _tr("申报开工日期"),
        ("stats_file", "approved_investment_yuan"): _tr("立项计划总投资"),
        ("stats_file", "contract_on"): _tr("合同日期"),
        ("stats_file", "contract_party"): _tr("合同甲方"),
        ("stats_file", "entry_month"): _tr("入库月份"),
        ("stats_file", "filed_on"): _tr("申报日期"),
        ("stats_file", "filing_unit"): _tr("立项单位"),
        ("stats_file", "is_purchase_only"): _tr("单纯购置"),
        ("stats_file", "kind"): _tr("申报类别"),
        ("stats_file", "note"): _tr("备注"),
        ("stats_file", "only_levelling"): _tr("仅场地平整"),
        ("stats_file", "photo_on"): _tr("照片日期"),
        ("stats_file", "reached_month"): _tr("达到起点月份"),
        ("stats_file", "reporting_unit"): _tr("申报单位"),
        ("stats_file", "statistical_code"): _tr("统计代码"),
        ("stats_file", "waits_reason"): _tr("改报理由"),
        ("stats_file", "waits_since"): _tr("改报自"),
        ("stats_material", "kind"): _tr("申报类别"),
        ("stats_material", "material"): _tr("材料"),
        ("stats_material", "received_on"): _tr("备齐日期"),
        ("stats_return", "filed_again_on"): _tr("再次申报"),
        ("stats_return", "kind"): _tr("申报类别"),
        ("stats_return", "reason"): _tr("退回理由"),
        ("stats_return", "returned_on"): _tr("退回日期"),
        ("status_change", "removal_reason"): _tr("剔除原因"),
        ("status_change", "review_on"): _tr("复审日期"),
        ("stoppage", "first"): _tr("停工日期"),
        ("stoppage", "is_excused"): _tr("可免责"),
        ("stoppage", "last"): _tr("复工前一日"),
        ("stoppage", "reason"): _tr("原因"),
        ("stoppage", "rechecked_on"): _tr("许可证核验日期"),
        ("stoppage", "reported_on"): _tr("报告日期"),
        ("support_item", "agreement_id"): _tr("所属协议"),
        ("support_item", "amount_yuan"): _tr("金额"),
        ("support_item", "condition"): _tr("兑付条件"),
        ("support_item", "fair_review"): _tr("公平竞争审查"),
        ("support_item", "fair_review_no"): _tr("审查文号"),
        ("support_item", "fair_review_on"): _tr("审查日期"),
        ("support_item", "legal_basis"): _tr("法律依据"),
        ("support_item", "matched_to"): _tr("匹配依据"),
        ("support_item", "name"): _tr("政策名称"),
        ("visit", "text"): _tr("内容"),
        ("visit", "visited_on"): _tr("走访日期"),
        ("visit", "who"): _tr("走访人"),
    }


def say_stage_value(table: str, field: str, value: object) -> str:
    """A stored value of these rows as people write it; how depends on what its field holds.

    Of another record that a field names it only says that there is one.
    """
    if field.endswith("_id"):
        return _tr("已指定")
    held = revived(table, field, value)
    if (table, field) == ("element", "specifics"):
        return "、".join(json.loads(held).values()) or _tr("空")
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
