"""一、总体情况 of the weekly report: the ledger in figures, the week, and what changed since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeVar

from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage, Term
from fangzi_desktop.reports.change_words import change_sources, since_last
from fangzi_desktop.reports.document import Source
from fangzi_desktop.reports.fact_tables import review_sources
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.weekly_input import Figure, Totals, WeeklyInput
from fangzi_desktop.reports.weekly_words import URGENCY, Words
from fangzi_desktop.reports.wording import money, say

Kind = TypeVar("Kind", bound=Term)


def overview(data: WeeklyInput, reviews_annex: str = "") -> list[Words]:
    """一、总体情况; `reviews_annex` holds the decisions of the 论证."""
    words = [
        Words(
            ledger_words(data.totals, say(data.as_of, data.monday)),
            key="ledger",
            sources=_ledger_sources(data),
        ),
        Words(apart_words(data.totals), key="apart", sources=data.totals.apart_sources),
        Words(_week_words(data), key="week", sources=_week_sources(data)),
    ]
    if data.is_late:
        words.insert(0, Words(_late_words(data), key="late"))
    if data.changes is not None:
        year = data.issue_year or data.as_of.year
        told = since_last(data.changes, data.week.overdue_items.now, year, data.as_of)
        words.append(Words(told, key="changes", sources=change_sources(data.changes)))
    if data.reviews:
        words.append(
            Words(_review_words(data, reviews_annex), key="reviews", sources=review_sources(data.reviews))
        )
    return [one for one in words if one.text]


def _review_words(data: WeeklyInput, annex: str) -> str:
    counts = Counter(line.decision for line in data.reviews)
    see = f"，见{annex}" if annex else ""
    return f"本周论证项目{len(data.reviews)}个，{divided(counts, ReviewDecision, '个', '', '为')}{see}。"


def _ledger_sources(data: WeeklyInput) -> tuple[Source, ...]:
    return tuple(
        Source(f"{one_line(line.project)}：{line.stage.zh}，{line.light.lamp}", line.project_id)
        for line in data.ledger
        if line.project_id
    )


def _week_sources(data: WeeklyInput) -> tuple[Source, ...]:
    week = data.week
    figures = (
        *(week.new_projects, week.stage_moves, week.decided_items),
        *week.ended.values(),
        week.visits,
    )
    counted = tuple(source for figure in figures for source in figure.sources)
    return (*week.taken_over_sources, *counted, *week.overdue_items.sources)


def apart_words(totals: Totals) -> str:
    """Those that left the mechanism, who are never counted with the others."""
    apart = _by_status(totals.apart)
    return f"另有{apart}，不计入上述项目数。" if apart else ""


def _by_status(counts: Mapping[ProjectStatus, int]) -> str:
    return "、".join(f"{status.zh}{counts[status]}个" for status in ProjectStatus if counts.get(status))


def _late_words(data: WeeklyInput) -> str:
    day = say(data.as_of, data.monday)
    return (
        f"本期在{day}印制，晚于所报的一周。进展、新增、环节变化和手续办结按事项本身的日期统计；"
        f"项目数、亮灯、在办手续、问题和逾期事项为{day}的情况。"
    )


def ledger_words(totals: Totals, day: str) -> str:
    """How many projects stand in the mechanism, and how they divide."""
    if not totals.projects:
        words = f"截至{day}，机制台账尚无项目。"
    else:
        invested = f"，已填报总投资{money(totals.investment_yuan)}" if totals.investment_known else ""
        words = f"截至{day}，机制台账共有项目{totals.projects}个{invested}。"
        if any(totals.stages.values()):
            words += f"{divided(totals.stages, Stage, '个', '阶段', '处于')}。"
        if {kind for kind, count in totals.lights.items() if count} == {Light.GREY}:
            words += "目前没有计时中的事项，不亮灯。"
        elif any(totals.lights.values()):
            words += f"按亮灯情况，{_lamps(totals.lights)}。"
        unknown = totals.projects - totals.investment_known
        if unknown > 0:
            words += f"尚有{unknown}个项目未填报总投资。" if invested else "总投资均未填报。"
        stopped = _by_status(totals.stopped)
        words += f"上述项目中{stopped}。" if stopped else ""
    return words


def _lamps(lights: Mapping[Light, int]) -> str:
    present = [(light.lamp, lights[light]) for light in URGENCY if lights.get(light)]
    if len(present) == 1:
        lamp, count = present[0]
        return f"{'均' if count > 1 else ''}为{lamp}"
    return "，".join(f"{lamp}{count}个" for lamp, count in present)


def divided(
    counts: Mapping[Kind, int], kinds: Iterable[Kind], unit: str, suffix: str = "", verb: str = "为"
) -> str:
    """How a total divides: each kind with its count, or the one kind all belong to."""
    present = [(kind, counts[kind]) for kind in kinds if counts.get(kind)]
    if len(present) == 1:
        kind, count = present[0]
        return f"{'均' if count > 1 else ''}{verb}{kind.zh}{suffix}"
    return "其中" + "，".join(f"{kind.zh}{suffix}{count}{unit}" for kind, count in present)


def _week_words(data: WeeklyInput) -> str:
    week = data.week
    ended = [
        (f"{status.zh}项目", f"项目{status.zh}", "个", figure)
        for status, figure in week.ended.items()
        if figure.now or figure.before
    ]
    figures = (
        ("新增项目", "新增项目", "个", week.new_projects),
        ("环节变化", "环节变化", "个", week.stage_moves),
        ("办结手续", "手续办结", "项", week.decided_items),
        *(ended or [("", "项目办结或退出", "个", Figure())]),
    )
    done = [f"{name}{f.now}{unit}{_before(f, unit)}" for name, _, unit, f in figures if f.now]
    visits = week.visits
    if visits.now:
        # Only told where there were any: a team that keeps no visits is not told that it made none.
        done.append(f"走访项目{visits.now}次{_before(visits, '次')}")
    if week.taken_over:
        done.insert(0, f"由台账导入项目{week.taken_over}个（原台账未载纳入日期，不计作新增）")
    # What nobody recorded may still have happened, so the paper does not say that it did not.
    none = "、".join(f"{name}{_before(f, unit)}" for _, name, unit, f in figures if not f.now)
    words = "；".join(part for part in ("，".join(done), f"未登记{none}" if none else "") if part)
    overdue = week.overdue_items
    timed = any(count for light, count in data.totals.lights.items() if light is not Light.GREY)
    late = f"目前逾期事项{overdue.now}项" if overdue.now else "目前无逾期事项" if timed else ""
    return f"本周{words}。" + (f"{late}{_change(overdue, '项')}。" if late else "")


def _before(figure: Figure, unit: str) -> str:
    return f"（上周{figure.before}{unit}）" if figure.before or (figure.before == 0 and figure.now) else ""


def _change(figure: Figure, unit: str) -> str:
    if figure.before is None:
        return ""
    change = figure.now - figure.before
    if not change:
        return "，与上周持平"
    return f"，较上周{'增加' if change > 0 else '减少'}{abs(change)}{unit}"
