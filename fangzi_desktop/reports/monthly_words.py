"""The sentences of the monthly bulletin; each figure stands with its base and its unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from fangzi_desktop.domain.on_time import OnTime, on_time
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.stages import stage_index
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.reports.change_words import change_sources, since_last
from fangzi_desktop.reports.document import Passage, Source
from fangzi_desktop.reports.fact_tables import decided_sources, review_sources
from fangzi_desktop.reports.facts import Invested
from fangzi_desktop.reports.monthly_input import MonthlyInput, MonthProblem, average
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.weekly_overview import apart_words, divided, ledger_words
from fangzi_desktop.reports.wording import full_day, money, say


def month_words(data: MonthlyInput) -> str:
    """The month; its year where it is not that of the figures."""
    year = f"{data.first.year}年" if data.first.year != data.as_of.year else ""
    return f"{year}{data.first.month}月"


def overview(data: MonthlyInput) -> list[Passage]:
    """一、总体情况."""
    words = [
        Passage(
            ledger_words(data.totals, full_day(data.as_of)), key="overview.ledger", sources=_standing(data)
        ),
        Passage(apart_words(data.totals), key="overview.apart", sources=data.totals.apart_sources),
        Passage(_month(data), key="overview.month", sources=_month_sources(data)),
        Passage(_investment(data), key="overview.investment", sources=_investment_sources(data)),
    ]
    if data.changes is not None:
        told = since_last(data.changes, None, data.first.year, data.as_of)
        words.append(Passage(told, key="overview.changes", sources=change_sources(data.changes)))
    if data.is_late:
        words.insert(0, Passage(_late(data), key="overview.late"))
    return [one for one in words if one.text]


def _late(data: MonthlyInput) -> str:
    return (
        f"本期在{full_day(data.as_of)}印制，晚于所报的月份。新增、退出、环节变化、手续办结和问题销号按事项本身的日期统计；"
        f"项目数、亮灯和未销号问题为{full_day(data.as_of)}的情况。"
    )


def _standing(data: MonthlyInput) -> tuple[Source, ...]:
    return tuple(
        Source(f"{one_line(one.project)}：{one.stage.zh}，{one.light.lamp}", one.project_id)
        for one in data.standing
    )


def _month(data: MonthlyInput) -> str:
    figures = [("新增项目", data.new_projects)]
    figures += [(f"{status.zh}项目", figure) for status, figure in data.ended.items()]
    told = [f"{name}{figure.now}个" for name, figure in figures if figure.now]
    month = month_words(data)
    # What nobody recorded may still have happened, so the paper does not say that it did not.
    if not told:
        return f"{month}未登记新增、办结或退出的项目。"
    return f"{month}{'，'.join(told)}。"


def _month_sources(data: MonthlyInput) -> tuple[Source, ...]:
    figures = (data.new_projects, *data.ended.values())
    return tuple(source for figure in figures for source in figure.sources)


def _investment(data: MonthlyInput) -> str:
    """What the months recorded, and of those with a plan how much of it; nothing that nobody recorded."""
    month = month_words(data)
    in_month = [line.month_yuan for line in data.invested if line.month_yuan is not None]
    parts = []
    if in_month:
        parts.append(f"{month}登记完成投资{money(sum(in_month))}（{len(in_month)}个项目）。")
    in_year = [line.year_yuan for line in data.invested if line.year_yuan is not None]
    if in_year:
        span = f"1—{data.first.month}月" if data.first.month > 1 else "1月"
        parts.append(f"本年{span}累计完成投资{money(sum(in_year))}（{len(in_year)}个项目）。")
    planned = with_plan(data.invested)
    if planned:
        parts.append(
            f"填报年度计划的{len(planned)}个项目年度计划投资{money(_plan(planned))}{_rate(planned)}。"
        )
    return "".join(parts)


def _plan(planned: Iterable[Invested]) -> int:
    return sum(line.plan_yuan or 0 for line in planned)


def _rate(planned: list[Invested]) -> str:
    known = [line.year_yuan for line in planned if line.year_yuan is not None]
    if not known:
        return "，本年完成投资均未登记"
    done = sum(known)
    told = f"，累计完成{money(done)}，完成率{100 * done / _plan(planned):.1f}%"
    silent = len(planned) - len(known)
    return f"{told}（其中{silent}个项目未登记完成投资，其计划仍计入）" if silent else told


def with_plan(lines: Iterable[Invested]) -> list[Invested]:
    """Those that have a plan for the year, over which a rate can be told."""
    return [line for line in lines if line.plan_yuan]


def _investment_sources(data: MonthlyInput) -> tuple[Source, ...]:
    groups = (
        ("本月完成", [line for line in data.invested if line.month_yuan is not None]),
        ("本年完成", [line for line in data.invested if line.year_yuan is not None]),
        ("年度计划", with_plan(data.invested)),
    )
    return tuple(
        Source(f"{name}：{one_line(line.project)}", line.project_id)
        for name, lines in groups
        for line in lines
    )


def moves(data: MonthlyInput, annex: str) -> list[Passage]:
    """二、环节推进情况."""
    ahead = [one for one in data.moves if stage_index(one.after) > stage_index(one.before)]
    back = [one for one in data.moves if stage_index(one.after) < stage_index(one.before)]
    parts = [f"环节推进{len(ahead)}个"] if ahead else []
    parts += [f"退回{len(back)}个"] if back else []
    month = month_words(data)
    told = f"{month}{'，'.join(parts)}。" if parts else f"{month}未登记环节变化。"
    length = average(data.done_stages)
    if length is not None:
        told += (
            f"本月完成并登记起止日期的环节{len(data.done_stages)}个，"
            f"平均用时{float(length):.1f}个自然日，分环节情况见下表。"
        )
    sources = [
        Source(f"{name}：{one_line(one.project)}：{one.before.zh}→{one.after.zh}", one.project_id)
        for name, group in (("环节推进", ahead), ("退回", back))
        for one in group
    ]
    sources += [
        Source(f"完成环节：{one_line(one.project)}：{one.stage.zh}", one.project_id)
        for one in data.done_stages
    ]
    words = [Passage(told, key="moves.all", sources=tuple(sources))]
    if data.reviews:
        counts = Counter(line.decision for line in data.reviews)
        see = f"，见{annex}" if annex else ""
        told = f"本月论证项目{len(data.reviews)}个，{divided(counts, ReviewDecision, '个')}{see}。"
        words.append(Passage(told, key="moves.reviews", sources=review_sources(data.reviews)))
    return words


def permits(data: MonthlyInput) -> Passage:
    """三、手续办理: what was decided, and of those with a limit how many kept it."""
    month = month_words(data)
    if not data.decided:
        return Passage(f"{month}未登记办结的手续。", key="permits.decided")
    one = on_time((item.on, item.due) for item in data.decided)
    return Passage(
        f"{month}办结手续{one.decided}项。{_kept(one)}",
        key="permits.decided",
        sources=decided_sources(data.decided),
    )


def _kept(one: OnTime) -> str:
    if one.percent is None:
        return "办结事项均无时限，不计按期办结率。"
    without = one.decided - one.timed
    base = f"其中有时限的{one.timed}项" + (f"（另{without}项无时限，不计入）" if without else "")
    return f"{base}，按期办结{one.kept}项，按期办结率{one.percent:.1f}%。"


def problems(data: MonthlyInput, annex: str) -> Passage:
    """四、问题销号; `annex` holds the open ones, else they stand in a table below."""
    raised = [one for one in data.problems if data.is_inside(one.raised_on)]
    closed = [one for one in data.problems if data.is_inside(one.closed_on)]
    still_open = [one for one in data.problems if one.state.is_open]
    listed = [one for one in still_open if one.listed_on is not None]
    late = [one for one in still_open if is_late(one, data.as_of)]
    groups = (
        ("提出问题", raised),
        ("销号", closed),
        ("尚未销号", still_open),
        ("已过办结时限", late),
        ("挂牌督办", listed),
    )
    month = month_words(data)
    done = [f"{name}{len(group)}个" for name, group in groups[:2] if group]
    told = f"{month}{'，'.join(done)}。" if done else f"{month}未登记问题的提出和销号。"
    if still_open:
        among = [f"{name}{len(group)}个" for name, group in groups[3:] if group]
        told += f"截至{say(data.as_of, data.as_of)}尚未销号{len(still_open)}个"
        told += f"，其中{'，'.join(among)}" if among else ""
        told += f"，见{annex}。" if annex else "。"
    else:
        told += f"截至{say(data.as_of, data.as_of)}没有未销号的问题。"
    sources = [
        Source(
            f"{name}：{one_line(one.project)}：问题{one.number}",
            one.project_id,
            ClockKind.PROBLEM,
            one.problem_id,
        )
        for name, group in groups
        for one in group
    ]
    return Passage(told, key="problems.all", sources=tuple(sources))


def is_late(problem: MonthProblem, today: date) -> bool:
    """Whether an open problem is past its day."""
    return problem.state.is_open and problem.due is not None and problem.due < today


def lamps(data: MonthlyInput, annex: str) -> Passage:
    """五、亮灯与通报."""
    red = [one for one in data.lamps if one.light is Light.RED]
    yellow = [one for one in data.lamps if one.light is Light.YELLOW]
    day = say(data.as_of, data.as_of)
    if not data.lamps:
        return Passage(f"截至{day}没有亮红灯、黄灯的项目。", key="lamps.all")
    parts = [f"{name}{len(group)}个" for name, group in (("红灯", red), ("黄灯", yellow)) if group]
    see = f"，项目和原因见{annex}" if annex else "，项目和原因见下表"
    return Passage(
        f"截至{day}，亮灯预警项目{len(data.lamps)}个，其中{'，'.join(parts)}{see}。",
        key="lamps.all",
        sources=tuple(
            Source(f"{one.light.lamp}：{one_line(one.project)}", one.project_id) for one in data.lamps
        ),
    )
