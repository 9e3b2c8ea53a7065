"""How the papers of a review meeting are worded."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from fangzi_desktop.domain.stage_terms import OpinionKind, ReviewDecision
from fangzi_desktop.reports.meeting_input import (
    ConditionFact,
    IndicatorFact,
    MeetingInput,
    MeetingItem,
    OpinionFact,
)
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import area, full_day, money

_NUMBERS = "一二三四五六七八九十"


def chinese_number(number: int) -> str:
    """一 to 九十九, as headings are numbered."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMBERS[ones - 1]
    head = _NUMBERS[tens - 1] if tens > 1 else ""
    return f"{head}十{_NUMBERS[ones - 1] if ones else ''}"


def figures_words(item: MeetingItem) -> str:
    """A project's money, land and output in one sentence."""
    figures = (
        ("总投资", money(item.investment_yuan) if item.investment_yuan is not None else ""),
        ("固定资产投资", money(item.fixed_investment_yuan) if item.fixed_investment_yuan is not None else ""),
        ("用地", f"{area(item.area_mu)}亩" if item.area_mu is not None else ""),
        ("达产年产值", money(item.output_yuan) if item.output_yuan is not None else ""),
    )
    told = "，".join(f"{name}{words}" for name, words in figures if words)
    return f"{told}。" if told else ""


def about_words(item: MeetingItem) -> str:
    """Who builds what, where, with the figures."""
    parts = []
    if item.investor:
        parts.append(f"投资主体：{one_line(item.investor)}")
    if item.responsible_unit:
        parts.append(f"属地：{one_line(item.responsible_unit)}")
    head = "；".join(parts)
    return (f"{head}。" if head else "") + figures_words(item)


def meeting_words(data: MeetingInput) -> str:
    """When, where and led by whom a meeting is held."""
    where = f"，在{one_line(data.place)}" if data.place else ""
    chair = f"，由{one_line(data.chair)}主持" if data.chair else ""
    return f"{full_day(data.held_on)}{where}召开{one_line(data.name)}{chair}，论证项目{len(data.items)}个。"


def outcome_words(data: MeetingInput) -> str:
    """How many passed and how many did not; nothing while none is decided."""
    counts = Counter(item.decision for item in data.items if item.decision is not None)
    told = "，".join(f"{decision.zh}{counts[decision]}个" for decision in ReviewDecision if counts[decision])
    left = sum(item.decision is None for item in data.items)
    rest = f"，未作结论{left}个" if told and left else ""
    return f"会议结论：{told}{rest}。" if told else ""


def decision_words(item: MeetingItem) -> str:
    """What the meeting resolved on a project, as minutes say it."""
    name = one_line(item.name)
    said = one_line(item.text).rstrip("。；")
    reason = f"{said}。" if said else ""
    if item.decision is None:
        return f"{name}：会议未作结论。"
    if item.decision is ReviewDecision.PASS:
        return f"会议同意{name}通过论证。{reason}"
    if item.decision is ReviewDecision.CONDITIONAL_PASS:
        return f"会议同意{name}有条件通过论证。{reason}须落实以下条件："
    if item.decision is ReviewDecision.DEFER:
        again = f"，于{full_day(item.review_on)}前复审" if item.review_on is not None else ""
        return f"会议决定{name}暂缓{again}。{f'理由：{reason}' if reason else ''}"
    if item.decision is ReviewDecision.RETURN:
        return f"会议决定{name}退回补充材料。{f'须补充：{reason}' if reason else ''}"
    return f"会议决定否决{name}。{f'理由：{reason}' if reason else ''}"


def condition_words(number: int, condition: ConditionFact) -> str:
    """One condition with who meets it by when."""
    unit = f"责任单位：{one_line(condition.responsible_unit)}" if condition.responsible_unit else ""
    due = f"{full_day(condition.due)}前落实" if condition.due is not None else ""
    tail = "，".join(part for part in (unit, due) if part)
    text = one_line(condition.text).rstrip("。；")
    return f"{number}. {text}{f'（{tail}）' if tail else ''}。"


def opinions_words(item: MeetingItem) -> str:
    """How many departments said what, and who has not replied."""
    if not item.opinions:
        return "没有征求部门意见。"
    counts = Counter(one.kind for one in item.opinions)
    told = [f"{kind.zh}{counts[kind]}个" for kind in OpinionKind if counts[kind]]
    missing = [one_line(one.department) for one in item.opinions if one.kind is None]
    words = (
        f"征求部门意见{len(item.opinions)}个：{'，'.join(told)}"
        if told
        else (f"征求部门意见{len(item.opinions)}个")
    )
    if missing:
        words += f"；未反馈{len(missing)}个（{'、'.join(missing)}），不视为同意"
    return f"{words}。"


def opinion_cell(opinion: OpinionFact) -> str:
    """What a department said, for a table."""
    if opinion.kind is None:
        return "未反馈"
    return opinion.kind.zh + ("（迟反馈）" if opinion.is_late else "")


def value_cell(fact: IndicatorFact) -> str:
    """An indicator's value with its unit, or why there is none."""
    return f"{figure(fact.value)}{fact.unit}" if fact.value is not None else fact.verdict.zh


def threshold_cell(fact: IndicatorFact) -> str:
    """An indicator's threshold."""
    if fact.threshold is None or fact.comparison is None:
        return ""
    return f"{fact.comparison.zh}{figure(fact.threshold)}"


def figure(value: Decimal) -> str:
    """A figure without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
