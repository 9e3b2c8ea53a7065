"""How the papers of a meeting word its figures and its decisions."""

from __future__ import annotations

from fangzi_desktop.domain.stage_terms import IndicatorVerdict, ReviewDecision
from fangzi_desktop.reports.meeting_input import MeetingInput, MeetingProject, PaperCondition, PaperIndicator
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import BLANK, area, clause, full_day, money, numeral, official, sentence

_DECIDED = {
    ReviewDecision.PASS: "会议同意该项目通过论证，转入项目生成环节",
    ReviewDecision.CONDITIONAL_PASS: "会议同意该项目有条件通过论证，须落实下列条件",
    ReviewDecision.DEFER: "会议决定该项目暂缓",
    ReviewDecision.RETURN: "会议决定退回该项目，补充完善后重新提交论证",
    ReviewDecision.VETO: "会议决定否决该项目，不予引进",
}


def facts_words(project: MeetingProject) -> str:
    """甲公司投资，总投资10亿元，固定资产投资8亿元，用地485亩."""
    parts = [
        f"{one_line(project.investor)}投资" if project.investor else "",
        f"总投资{money(project.investment_yuan)}" if project.investment_yuan is not None else "",
        f"固定资产投资{money(project.fixed_investment_yuan)}"
        if project.fixed_investment_yuan is not None
        else "",
        f"用地{area(project.area_mu)}亩" if project.area_mu is not None else "",
    ]
    return "，".join(part for part in parts if part)


def decision_words(project: MeetingProject) -> str:
    """What the meeting decided, as the minutes say it; conditions follow in lines of their own."""
    if project.decision is None:
        return "会议未对该项目作出结论。"
    words = _DECIDED[project.decision]
    reason = clause(one_line(project.text))
    if project.decision is ReviewDecision.CONDITIONAL_PASS:
        return f"{f'会议认为，{reason}。' if reason else ''}{words}："
    if project.decision is ReviewDecision.DEFER and project.review_on is not None:
        words += f"，于{full_day(project.review_on)}复审"
    if not reason:
        return f"{words}。"
    cause = "会议认为，" if project.decision.is_pass else "理由："
    return f"{cause}{reason}。{words}。" if project.decision.is_pass else f"{words}。{cause}{reason}。"


def condition_words(number: int, condition: PaperCondition) -> str:
    """1. 落实能耗指标。责任单位：发展和改革局；时限：2026年12月31日."""
    parts = [
        f"责任单位：{official(one_line(condition.unit))}" if condition.unit else "",
        f"时限：{full_day(condition.due)}" if condition.due is not None else "",
    ]
    rest = "；".join(part for part in parts if part)
    return sentence(f"{number}. {sentence(one_line(condition.text))}{rest}")


def counts_words(data: MeetingInput) -> str:
    """通过2个，有条件通过1个，否决1个."""
    counts = [(one, sum(each.decision is one for each in data.projects)) for one in ReviewDecision]
    return "，".join(f"{one.zh}{count}个" for one, count in counts if count)


def opening_words(data: MeetingInput) -> str:
    """The first paragraph of the minutes."""
    where = f"在{one_line(data.place)}" if data.place else ""
    chair = f"会议由{one_line(data.chair)}主持。" if data.chair else ""
    counts = counts_words(data)
    result = f"论证结果为：{counts}。" if counts else ""
    opening = f"{full_day(data.held_on)}，{where}召开{one_line(data.name)}"
    return f"{opening}，论证项目{len(data.projects)}个。{chair}{result}会议议定事项纪要如下。"


def value_words(one: PaperIndicator) -> str:
    """206.2."""
    return area(one.value)


def threshold_words(one: PaperIndicator) -> str:
    """≥300."""
    if one.threshold is None or one.comparison is None:
        return BLANK
    return f"{one.comparison.zh}{area(one.threshold)}"


def verdict_cell(one: PaperIndicator) -> str:
    """● 达到."""
    sign = {IndicatorVerdict.MET: "●", IndicatorVerdict.BELOW: "▲"}.get(one.verdict, "○")
    return f"{sign} {one.verdict.zh}"


def ordinal(number: int) -> str:
    """一 to 九十九; beyond, digits."""
    return numeral(number) if number < 100 else str(number)
