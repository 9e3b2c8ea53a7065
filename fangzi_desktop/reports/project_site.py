"""建设 and 分期 in the paper on one project: plan and done, dates, nodes, standstills and phases."""

from __future__ import annotations

from collections.abc import Iterator

from fangzi_desktop.domain.construction import END_DATES, PLANS, START_DATES, deviation
from fangzi_desktop.domain.phases import PHASE_DATES
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.reports import project_words as words_of
from fangzi_desktop.reports.document import (
    Align,
    Bars,
    Block,
    Column,
    Series,
)
from fangzi_desktop.reports.project_input import PhaseFact, ProjectInput
from fangzi_desktop.reports.project_tables import said, table_of, text_of
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import (
    area,
    in_wan,
    sentence,
    short_day,
)


def site_part(data: ProjectInput) -> Iterator[Block]:
    site = words_of.site_words(data)
    money = words_of.money_words(data)
    words = [f"形象进度：{sentence(site)}" if site else "", f"投资完成：{sentence(money)}" if money else ""]
    if any(words):
        yield said(data, "construction", "".join(words))
    yield from _plan_and_done(data)
    dates = [
        (kind, data.day(PLANS[kind]) if kind in PLANS else None, data.day(kind))
        for kind in (*START_DATES, Milestone.TOPPED_OUT, Milestone.MAIN_COMPLETE, *END_DATES)
    ]
    known = [one for one in dates if one[1] is not None or one[2] is not None]
    if known:
        near = data.as_of
        yield table_of(
            (
                Column("事项", share=4, key=True),
                Column("计划", Align.CENTRE, share=3),
                Column("实际", Align.CENTRE, share=3),
                Column("偏差", Align.CENTRE, share=3),
            ),
            [
                (
                    kind.zh,
                    words_of.when_cell(planned, near),
                    words_of.when_cell(happened, near),
                    words_of.late_words(
                        deviation(
                            planned.as_date() if planned is not None and planned.is_day else None, happened
                        )
                    ),
                )
                for kind, planned, happened in known
            ],
            "开工、竣工和投产",
        )
    yield from _nodes(data)
    if data.stoppages:
        yield table_of(
            (
                Column("停工", Align.CENTRE, limit=6, key=True),
                Column("复工", Align.CENTRE, limit=6),
                Column("历时\n（自然日）", Align.RIGHT, limit=6),
                Column("报告", Align.CENTRE, limit=6),
                Column("原因", share=1),
            ),
            [
                (
                    short_day(one.first, data.as_of),
                    short_day(one.last, data.as_of) if one.last is not None else "未复工",
                    str(one.calendar_days),
                    short_day(one.reported_on, data.as_of),
                    text_of(one.reason),
                )
                for one in data.stoppages
            ],
            "停工",
        )


def _plan_and_done(data: ProjectInput) -> Iterator[Block]:
    """The chart of what is planned and done, if there is anything to compare."""
    money = data.money
    rows = []
    if money.annual_plan_yuan and money.year is not None:
        rows.append((f"{money.year}年", money.annual_plan_yuan, money.year_done_yuan))
    if data.investment_yuan and money.total_done_yuan is not None:
        rows.append(("总投资", data.investment_yuan, money.total_done_yuan))
    if rows:
        wan = [(plan / 10_000, done / 10_000 if done is not None else None) for _, plan, done in rows]
        yield Bars(
            "投资计划与完成",
            "万元",
            tuple(label for label, _, _ in rows),
            (
                Series("计划", tuple(plan for plan, _ in wan)),
                Series("完成", tuple(done for _, done in wan)),
            ),
        )


def _nodes(data: ProjectInput) -> Iterator[Block]:
    if data.nodes:
        near = data.as_of
        yield table_of(
            (
                Column("建设节点", share=4, key=True),
                Column("计划", Align.CENTRE, limit=6),
                Column("实际", Align.CENTRE, limit=7),
                Column("偏差", limit=10, signed=True),
                Column("说明", share=4),
            ),
            [
                (
                    f"{one.kind.zh}{f'（{one_line(one.part)}）' if one.part else ''}",
                    short_day(one.planned_on, near),
                    words_of.when_cell(one.actual, near),
                    words_of.late_words(one.days_late)
                    if one.actual is not None or one.days_late is None
                    else cell_of(one.light, words_of.late_words(one.days_late)),
                    text_of(one.note),
                )
                for one in data.nodes
            ],
            "建设节点",
        )


def phases_part(data: ProjectInput) -> Iterator[Block]:
    if not data.phases:
        return
    rows = [_phase_row(one, data) for one in data.phases]
    if data.phase_sum is not None:
        rows.append(_phase_row(data.phase_sum, data))
    columns = (
        Column("分期", share=3, key=True),
        Column("用地\n（亩）", Align.RIGHT, limit=5),
        Column("总投资\n（万元）", Align.RIGHT, limit=6),
        Column("固定资产投资\n（万元）", Align.RIGHT, limit=7),
        *(Column(kind.zh, Align.CENTRE, limit=5.6) for kind in PHASE_DATES),
    )
    yield table_of(columns, rows, total=data.phase_sum is not None)


def _phase_row(one: PhaseFact, data: ProjectInput) -> list[str]:
    return [
        one_line(one.name),
        area(one.area_mu),
        in_wan(one.investment_yuan),
        in_wan(one.fixed_investment_yuan),
        *(words_of.when_cell((one.dates or {}).get(kind), data.as_of) for kind in PHASE_DATES),
    ]
