"""The monthly bulletin (月通报): five sections with their tables, charts and lists behind them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from fangzi_desktop.domain.on_time import LEAST_RANKED, ranked
from fangzi_desktop.domain.report_issues import issue_name
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.reports import monthly_words
from fangzi_desktop.reports.document import (
    Align,
    Bars,
    Block,
    Column,
    Document,
    Grid,
    Heading,
    Look,
    Masthead,
    Part,
    annex_labels,
    grid,
)
from fangzi_desktop.reports.fact_charts import (
    NO_LOCALITY,
    by_department,
    investment_chart,
    on_time_chart,
    standing_charts,
)
from fangzi_desktop.reports.fact_tables import review_grid
from fangzi_desktop.reports.facts import Invested
from fangzi_desktop.reports.monthly_input import LampLine, MonthlyInput, MonthProblem, average
from fangzi_desktop.reports.ranking import ranking_grid, ranking_passage
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import BLANK, counted, full_day, in_wan, official, short_day

# More rows than this stand in an annex, not in the text.
_BODY_ROWS = 12
_REVIEW_TITLE = "论证情况表"
_PROBLEM_TITLE = "未销号问题清单"
_LAMP_TITLE = "红黄灯项目清单"
_CHART_TITLE = "情况图"


def monthly_document(data: MonthlyInput) -> Document:
    """Return one issue as a document."""
    annexes = _annexes(data)
    titles = [annex.title for annex in annexes]
    see = dict(zip(titles, annex_labels(titles), strict=True))
    team = one_line(data.team)
    number = issue_name(data.first.year, data.first.month)
    return Document(
        title=data.title,
        subject=f"{number} {full_day(data.issued_on)}",
        team=data.team,
        issued_on=data.issued_on,
        masthead=Masthead(f"{team}月通报", number, full_day(data.issued_on)),
        subtitle=f"（{data.first.year}年{data.first.month}月）",
        blocks=tuple(_blocks(data, see)),
        annexes=tuple(annexes),
    )


def _blocks(data: MonthlyInput, see: dict[str, str]) -> Iterator[Block]:
    numbers = count(1)

    def numbered(table: Grid | None) -> Iterator[Grid]:
        if table is not None:
            yield _captioned(table, next(numbers))

    yield Heading("一、总体情况")
    yield from monthly_words.overview(data)
    yield from numbered(_locality_grid(data))
    yield Heading("二、环节推进情况")
    yield from monthly_words.moves(data, see.get(_REVIEW_TITLE, ""))
    yield from numbered(_stage_grid(data))
    yield Heading("三、手续办理情况")
    yield monthly_words.permits(data)
    yield from numbered(_department_grid(data))
    yield Heading("四、问题销号情况")
    yield monthly_words.problems(data, see.get(_PROBLEM_TITLE, ""))
    if _PROBLEM_TITLE not in see:
        yield from numbered(_problem_grid(data))
    yield Heading("五、亮灯与通报")
    yield monthly_words.lamps(data, see.get(_LAMP_TITLE, ""))
    if _LAMP_TITLE not in see:
        yield from numbered(_lamp_grid(data.lamps))
    if data.ranking is not None:
        yield Heading("六、考核排名")
        yield ranking_passage(data.ranking)
        yield from numbered(ranking_grid(data.ranking))


def _captioned(table: Grid, number: int) -> Grid:
    caption = f"表{number}  {table.caption}"
    return replace(table, caption=caption, continued=f"{caption}（续）" if table.continued else "")


def _annexes(data: MonthlyInput) -> list[Part]:
    annexes = []
    if data.reviews:
        annexes.append(Part(_REVIEW_TITLE, (review_grid(data.reviews, data.as_of),)))
    problems = _problem_grid(data)
    if problems is not None and len(problems.rows) > _BODY_ROWS:
        annexes.append(Part(_PROBLEM_TITLE, (_uncaptioned(problems),)))
    lamps = _lamp_grid(data.lamps)
    if lamps is not None and len(lamps.rows) > _BODY_ROWS:
        annexes.append(Part(_LAMP_TITLE, (_uncaptioned(lamps),)))
    charts = tuple(_charts(data))
    if charts:
        annexes.append(Part(_CHART_TITLE, charts, Setting.PORTRAIT))
    return annexes


def _uncaptioned(table: Grid) -> Grid:
    return grid(table.columns, table.rows, total=table.total, note=table.note)


def _charts(data: MonthlyInput) -> Iterator[Bars]:
    yield from standing_charts(data.totals)
    drawn = (
        investment_chart(data.invested, data.first.year),
        on_time_chart(data.decided, f"{data.first.year}年{data.first.month}月"),
    )
    yield from (chart for chart in drawn if chart is not None)


_LOCALITY_COLUMNS = (
    Column("排名", Align.CENTRE, limit=3),
    Column("属地", share=5, key=True),
    Column("项目数\n（个）", Align.RIGHT, limit=4),
    Column("总投资\n（万元）", Align.RIGHT, limit=7),
    Column("年度计划\n（万元）", Align.RIGHT, limit=6),
    Column("其中完成\n（万元）", Align.RIGHT, limit=6),
    Column("完成率\n（%）", Align.RIGHT, limit=5),
    Column("本月完成\n（万元）", Align.RIGHT, limit=6),
)


def _locality_grid(data: MonthlyInput) -> Grid | None:
    """The localities by how much of the year's plan is done; those without a plan have no place."""
    groups: dict[str, list[Invested]] = defaultdict(list)
    for line in data.invested:
        groups[one_line(line.locality) or NO_LOCALITY].append(line)
    if not groups:
        return None
    rates = {name: _rate(lines) for name, lines in groups.items()}
    order = sorted(
        groups, key=lambda name: (rates[name] is None, -(rates[name] or 0), -len(groups[name]), name)
    )
    told = sorted((rate for rate in rates.values() if rate is not None), reverse=True)
    rows = [
        (
            counted(told.index(rate) + 1) if (rate := rates[name]) is not None else BLANK,
            name,
            *_sums(groups[name]),
        )
        for name in order
    ]
    rows.append(("", "合计", *_sums(data.invested)))
    return grid(
        _LOCALITY_COLUMNS,
        rows,
        caption="各属地项目和投资情况",
        total=True,
        look=Look.SMALL,
        note=(
            f"注：项目数、总投资截至{full_day(data.as_of)}，完成投资截至{data.first.year}年{data.first.month}月。按完成率排名；"
            "完成率为填报年度计划的项目本年完成投资占其年度计划的比例，未登记完成投资的项目其计划仍计入；"
            "没有计划或均未登记完成投资的属地不排名。"
        ),
    )


def _rate(lines: Sequence[Invested]) -> float | None:
    """What is done of the plans, in percent; None without a plan, or where nothing is recorded of one."""
    planned = monthly_words.with_plan(lines)
    if all(line.year_yuan is None for line in planned):
        return None
    return 100 * sum(line.year_yuan or 0 for line in planned) / sum(line.plan_yuan or 0 for line in planned)


def _sums(lines: Sequence[Invested]) -> tuple[str, ...]:
    planned = monthly_words.with_plan(lines)
    rate = _rate(lines)
    return (
        counted(len(lines)),
        in_wan(_sum([line.total_yuan for line in lines])),
        in_wan(_sum([line.plan_yuan for line in planned])),
        in_wan(_sum([line.year_yuan for line in planned])),
        BLANK if rate is None else f"{rate:.1f}",
        in_wan(_sum([line.month_yuan for line in lines])),
    )


def _sum(amounts: Sequence[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


_STAGE_COLUMNS = (
    Column("环节", share=3, key=True),
    Column("现有项目\n（个）", Align.RIGHT, limit=6),
    Column("本月进入\n（个）", Align.RIGHT, limit=6),
    Column("本月完成\n（个）", Align.RIGHT, limit=6),
    Column("平均用时\n（自然日）", Align.RIGHT, limit=6),
    Column("最长用时\n（自然日）", Align.RIGHT, limit=6),
)


def _stage_grid(data: MonthlyInput) -> Grid | None:
    if not (data.totals.projects or data.moves or data.done_stages):
        return None
    entered = Counter(move.after for move in data.moves)
    rows = []
    for stage in STAGES:
        done = tuple(one for one in data.done_stages if one.stage is stage)
        length = average(done)
        rows.append(
            (
                stage.zh,
                counted(data.totals.stages.get(stage, 0)),
                counted(entered[stage]),
                counted(len(done)),
                BLANK if length is None else f"{float(length):.1f}",
                counted(max(one.calendar_days for one in done)) if done else BLANK,
            )
        )
    return grid(
        _STAGE_COLUMNS,
        rows,
        caption="各环节推进情况",
        look=Look.SMALL,
        note="注：用时为本月完成且登记了起止日期的环节从开始之日到完成之日的自然日数；完成数只计这些环节。",
    )


_DEPARTMENT_COLUMNS = (
    Column("排名", Align.CENTRE, limit=3),
    Column("责任部门", share=5, key=True),
    Column("办结\n（项）", Align.RIGHT, limit=4),
    Column("有时限\n（项）", Align.RIGHT, limit=4),
    Column("按期\n（项）", Align.RIGHT, limit=4),
    Column("按期办结率\n（%）", Align.RIGHT, limit=6),
)


def _department_grid(data: MonthlyInput) -> Grid | None:
    if not data.decided:
        return None
    rows = [
        (
            BLANK if place is None else counted(place),
            name,
            counted(one.decided),
            counted(one.timed),
            counted(one.kept),
            BLANK if place is None or one.percent is None else f"{one.percent:.1f}",
        )
        for place, name, one in ranked(by_department(data.decided))
    ]
    return grid(
        _DEPARTMENT_COLUMNS,
        rows,
        caption="各部门手续按期办结情况",
        look=Look.SMALL,
        note=f"注：有时限的办结事项不足{LEAST_RANKED}项的部门不计按期办结率，不排名；部门内的承办科室不分列。",
    )


_PROBLEM_COLUMNS = (
    Column("编号", Align.CENTRE, limit=3),
    Column("项目", share=5, key=True),
    Column("问题", share=7),
    Column("责任单位", share=4),
    Column("提出日", Align.CENTRE, limit=5.2),
    Column("时限", Align.CENTRE, limit=5.2),
    Column("状态", limit=5, signed=True),
    Column("督办", limit=4),
)


def _problem_grid(data: MonthlyInput) -> Grid | None:
    """The open problems, those under 挂牌督办 first, then by the day they are to be solved by."""
    lines = [one for one in data.problems if one.state.is_open]
    if not lines:
        return None
    lines.sort(key=lambda one: (one.listed_on is None, one.due is None, one.due or one.raised_on, one.number))
    rows = [
        (
            counted(one.number),
            one_line(one.project),
            one.text.strip(),
            one_line(one.responsible_unit) or BLANK,
            short_day(one.raised_on, data.as_of),
            short_day(one.due, data.as_of),
            _state(one, data),
            "" if one.listed_on is None else "挂牌\n督办",
        )
        for one in lines
    ]
    return grid(_PROBLEM_COLUMNS, rows, caption="未销号问题", look=Look.SMALL)


def _state(problem: MonthProblem, data: MonthlyInput) -> str:
    return cell_of(Light.RED) if monthly_words.is_late(problem, data.as_of) else problem.state.zh


_LAMP_COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("项目", share=5, key=True),
    Column("属地", limit=6),
    Column("亮灯", limit=5, signed=True),
    Column("原因", share=8),
    Column("责任人", limit=4),
)


def _lamp_grid(lines: Sequence[LampLine]) -> Grid | None:
    if not lines:
        return None
    rows = [
        (
            counted(number),
            one_line(one.project),
            one_line(one.locality) or BLANK,
            cell_of(one.light, one.light.lamp),
            "\n".join(official(one_line(reason)) for reason in one.reasons) or BLANK,
            one_line(one.officer) or BLANK,
        )
        for number, one in enumerate(lines, start=1)
    ]
    return grid(_LAMP_COLUMNS, rows, caption="亮红灯、黄灯的项目", look=Look.SMALL)
