"""What the window says when something was done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication

from fangzi_desktop.services.overview import name_and_stage
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.desk import Desk


def act_names() -> dict[str, str]:
    """The words for every command a person can give."""
    return {
        "accept_item": _tr("登记受理"),
        "accept_items": _tr("成批登记受理"),
        "accept_package": _tr("受理论证材料"),
        "add_agreement": _tr("登记协议"),
        "add_commitment": _tr("登记承诺"),
        "add_commitments": _tr("成批登记承诺"),
        "add_condition": _tr("增加论证条件"),
        "add_element": _tr("登记要素需求"),
        "add_elements": _tr("登记要素需求"),
        "add_finding": _tr("登记走访问题"),
        "add_material": _tr("补充材料"),
        "add_meeting": _tr("登记论证会"),
        "add_opinion_request": _tr("增加征求部门"),
        "add_part": _tr("添加分部"),
        "add_payout": _tr("安排兑付"),
        "add_payouts": _tr("粘贴兑付安排"),
        "add_phase": _tr("添加分期"),
        "add_photos": _tr("添加照片"),
        "add_project": _tr("新建项目"),
        "add_promise": _tr("登记现场承诺"),
        "add_stoppage": _tr("登记停工"),
        "add_support": _tr("登记扶持政策"),
        "add_supports": _tr("粘贴扶持政策"),
        "apply_item": _tr("登记收件"),
        "apply_items": _tr("成批登记收件"),
        "approve_report": _tr("审定报告"),
        "arrange_part": _tr("调整分部"),
        "assign_attachment": _tr("文件归入材料"),
        "assign_photos": _tr("照片归入走访"),
        "assign_problem": _tr("问题交办"),
        "attach_files": _tr("添加文件"),
        "change_acceptance": _tr("更正受理日期"),
        "change_opinion_request": _tr("修改征求部门"),
        "change_status": _tr("变更项目状态"),
        "change_team": _tr("修改专班设置"),
        "choose_variant": _tr("选择事项类别"),
        "claim_problem_solved": _tr("登记办结申请"),
        "complete": _tr("登记办结"),
        "conclude": _tr("登记会议结论"),
        "confirm_physical_progress": _tr("核实形象进度"),
        "correct_decision": _tr("更正论证结论"),
        "correct_delivery": _tr("更正要素到位"),
        "correct_item": _tr("更正手续日期"),
        "correct_report": _tr("编发更正"),
        "correct_stage_dates": _tr("更正环节日期"),
        "correct_suspension": _tr("更正暂停"),
        "decide_deletion": _tr("核对删除"),
        "decide_item": _tr("登记办结"),
        "decide_items": _tr("成批登记办结"),
        "decide_many": _tr("成批核对"),
        "decide_on_promise": _tr("登记容缺办结"),
        "decide_round": _tr("登记论证结论"),
        "decide_value": _tr("核对冲突"),
        "delete_template": _tr("删除手续清单版本"),
        "deliver": _tr("登记要素到位"),
        "describe_photos": _tr("照片说明"),
        "dismiss_gone": _tr("划去已删除记录的冲突"),
        "divide_items": _tr("事项分给各部分"),
        "edit_agreement": _tr("修改协议"),
        "edit_commitment": _tr("修改承诺"),
        "edit_condition": _tr("修改论证条件"),
        "edit_element": _tr("修改要素需求"),
        "edit_invest_file": _tr("修改纳统申报材料内容"),
        "edit_meeting": _tr("修改论证会"),
        "edit_passage": _tr("改写报告段落"),
        "edit_payout": _tr("修改兑付安排"),
        "edit_phase": _tr("修改分期"),
        "edit_problem": _tr("修改问题"),
        "edit_profile": _tr("修改项目资料"),
        "edit_project": _tr("修改项目概况"),
        "edit_promise": _tr("修改现场承诺"),
        "edit_rung": _tr("修改处置"),
        "edit_scale_file": _tr("修改升规申报材料内容"),
        "edit_stoppage": _tr("修改停工记录"),
        "edit_support": _tr("修改扶持政策"),
        "edit_visit": _tr("修改走访"),
        "end_stoppage": _tr("登记复工"),
        "exclude_days": _tr("登记不计入的日期"),
        "extend_item": _tr("登记延期"),
        "fail_listing": _tr("登记流拍或终止挂牌"),
        "file_application": _tr("登记统计申报"),
        "fill_with_examples": _tr("放入示例项目"),
        "hand_in_paper": _tr("补交容缺材料"),
        "import_ledger": _tr("导入台账"),
        "issue_notice": _tr("出具催办文书"),
        "issue_report": _tr("编发报告"),
        "keep_numbers": _tr("保留重复的编号"),
        "keep_promise": _tr("承诺兑现"),
        "list_problem": _tr("挂牌督办"),
        "load_year": _tr("载入放假安排"),
        "mark_available": _tr("恢复要素保障"),
        "mark_unavailable": _tr("登记无法保障"),
        "meet_condition": _tr("登记条件落实"),
        "merge_return": _tr("并入外勤带回"),
        "move_agreed_day": _tr("登记延期"),
        "move_on_agenda": _tr("调整议程"),
        "move_project": _tr("移动环节"),
        "move_projects": _tr("转到新版手续清单"),
        "move_to_template": _tr("转到新版手续清单"),
        "name_coordinator": _tr("确定牵头单位"),
        "note_hand_out": _tr("带出项目"),
        "note_progress": _tr("更新进展"),
        "note_reported": _tr("登记企业填报值"),
        "number_minutes": _tr("登记纪要文号"),
        "open_round": _tr("受理论证材料"),
        "paste_months": _tr("粘贴月度投资"),
        "pay": _tr("登记兑付"),
        "plan_next_visit": _tr("调整下次走访"),
        "prepare_item": _tr("开始准备"),
        "proceed_item": _tr("登记办理中"),
        "promise_papers": _tr("登记容缺材料"),
        "publish_template": _tr("发布手续清单新版"),
        "put_on_agenda": _tr("项目上会"),
        "raise_problem": _tr("登记问题"),
        "recheck_permit": _tr("登记许可证核验"),
        "record_certificate": _tr("登记证照信息"),
        "record_check": _tr("登记履约检查"),
        "record_checks": _tr("登记履约检查"),
        "record_entry": _tr("登记入库"),
        "record_evidence": _tr("登记环节凭证"),
        "record_named_opinions": _tr("粘贴部门意见"),
        "record_opinion": _tr("登记部门意见"),
        "record_opinions": _tr("成批登记部门意见"),
        "record_reply": _tr("登记回复"),
        "record_visit": _tr("记走访"),
        "refuse_item": _tr("登记不予许可"),
        "remove_agreement": _tr("删除协议"),
        "remove_attachment": _tr("移除文件"),
        "remove_check": _tr("删除履约检查"),
        "remove_commitment": _tr("删除承诺"),
        "remove_correction": _tr("删除补正告知"),
        "remove_delivery": _tr("删除要素到位"),
        "remove_element": _tr("删除要素需求"),
        "remove_entry": _tr("撤回入库登记"),
        "remove_evidence": _tr("删除环节凭证"),
        "remove_extension": _tr("删除延期"),
        "remove_instance": _tr("去掉一份事项"),
        "remove_material": _tr("删除补充的材料"),
        "remove_meeting": _tr("删除论证会"),
        "remove_month": _tr("删除月度投资"),
        "remove_node": _tr("删除建设节点"),
        "remove_opinion_request": _tr("不再征求意见"),
        "remove_part": _tr("删除分部"),
        "remove_payout": _tr("删除兑付安排"),
        "remove_photos": _tr("移除照片"),
        "remove_promise": _tr("删除现场承诺"),
        "remove_return": _tr("删除退回记录"),
        "remove_rung": _tr("删除处置"),
        "remove_stoppage": _tr("删除停工记录"),
        "remove_support": _tr("删除扶持政策"),
        "remove_suspension": _tr("删除暂停"),
        "remove_visit": _tr("删除走访"),
        "rename_attachment": _tr("文件改名"),
        "rename_part": _tr("分部改名"),
        "renumber": _tr("更改重复的编号"),
        "reopen_commitment": _tr("重新打开承诺"),
        "reopen_condition": _tr("取消条件落实"),
        "reopen_item": _tr("重新办理"),
        "reopen_promise": _tr("取消承诺兑现"),
        "report_stoppage": _tr("登记停工报告"),
        "require_correction": _tr("登记补正告知"),
        "restore_passage": _tr("恢复草拟段落"),
        "resume_item": _tr("恢复计时"),
        "return_application": _tr("登记申报退回"),
        "return_problem": _tr("退回重办"),
        "revise_project": _tr("修改项目概况"),
        "set_alert_rule": _tr("修改提醒规则"),
        "set_applicability": _tr("核实是否要办"),
        "set_assessment_mark": _tr("设定考核目标或评分"),
        "set_assessment_rule": _tr("设定评分标准"),
        "set_gate": _tr("登记关口结论"),
        "set_idle_limit": _tr("设定久未更新期限"),
        "set_invest_level": _tr("发布投资纳统新口径"),
        "set_land_terms": _tr("登记用地约定"),
        "set_light_limit": _tr("设定亮灯标准"),
        "set_milestone": _tr("登记日期"),
        "set_node": _tr("填写建设节点"),
        "set_removal_limit": _tr("设定剔除建议期限"),
        "set_sector_threshold": _tr("发布升规新标准"),
        "set_window": _tr("发布申报窗口"),
        "settle_commitment": _tr("判定履约结果"),
        "settle_items": _tr("核实是否要办"),
        "settle_rung": _tr("登记整改到位"),
        "snooze": _tr("稍后提醒"),
        "start_checklist": _tr("列出手续清单"),
        "suspend_item": _tr("暂停计时"),
        "take_back_payment": _tr("撤销兑付登记"),
        "take_off_agenda": _tr("项目退出议程"),
        "take_problem_in_hand": _tr("登记问题办理"),
        "take_rung": _tr("登记处置"),
        "tick_material": _tr("收到材料"),
        "tick_stats_material": _tr("收到纳统材料"),
        "unlist_problem": _tr("解除挂牌督办"),
        "untick_material": _tr("取消收到材料"),
        "untick_stats_material": _tr("取消收到纳统材料"),
        "verify_items": _tr("登记核实"),
        "wait_for_next_window": _tr("改报下一窗口"),
        "waive_commitment": _tr("豁免承诺"),
        "waive_items": _tr("区域评估免办"),
        "wake": _tr("恢复提醒"),
        "withdraw_approval": _tr("撤销审定"),
        "withdraw_item": _tr("登记撤回"),
        "withdraw_next_visit": _tr("取消下次走访"),
        "withdraw_notice": _tr("撤回催办文书"),
        "withdraw_round": _tr("删除论证轮次"),
        "write_month": _tr("填写月度投资"),
        "write_off_problem": _tr("问题销号"),
        "write_physical_progress": _tr("更新形象进度"),
    }


def act_words(desk: Desk, changes: Changes[object]) -> str:
    """Say what an act did, with the project's name where it was one project's."""
    if changes.label == "note_hand_out":
        # Its dialog has told more, and there is nothing to undo.
        return ""
    name = act_names().get(changes.label, changes.label)
    years = changes.ids("calendar_year")
    if len(years) == 1:
        name = _tr("{name}：{year}年").format(name=name, year=min(years))
    if len(changes.projects) == 1:
        (project,) = changes.projects
        found = desk.glance(name_and_stage, project)
        if found is not None:
            whose, stage = found
            name = f"{whose} → {stage.zh}" if changes.label == "move_project" else f"{whose}：{name}"
    elif changes.projects:
        name = _tr("{name}：{count}个项目").format(name=name, count=len(changes.projects))
    if changes.label == "snooze" and isinstance(changes.value, date):
        words = _tr("已推迟到{month}月{day}日提醒，到期日不变")
        return words.format(month=changes.value.month, day=changes.value.day)
    if changes.label == "decide_many" and isinstance(changes.value, int):
        return _tr("已成批核对{count}处").format(count=changes.value)
    if changes.label == "merge_return" and changes.kind == "do":
        return _merged(changes.value)
    if changes.kind == "undo":
        return _tr("已撤销：{name}").format(name=act_names().get(changes.label, changes.label))
    if changes.kind == "redo":
        return _tr("已重做：{name}").format(name=name)
    return name


def _merged(preview: object) -> str:
    # Known only once something was merged; a window's start need not wait for it.
    from fangzi_desktop.services.merging import MergePreview
    from fangzi_desktop.ui.field.preview_words import merge_summary

    summary = merge_summary(preview) if isinstance(preview, MergePreview) else ""
    return _tr("已并入外勤带回：{summary}").format(summary=summary)


def _tr(words: str) -> str:
    return QCoreApplication.translate("acts", words)
