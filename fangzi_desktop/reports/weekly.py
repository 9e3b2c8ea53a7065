"""The weekly report (周报): five sections, and the ledger and lists behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

from fangzi_desktop.domain.report_changes import Changes
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.terms import Light, ProjectStatus, Unit
from fangzi_desktop.reports import weekly_words
from fangzi_desktop.reports.change_words import change_cell, issue_before
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
    Passage,
    Pictures,
    annex_labels,
    grid,
)
from fangzi_desktop.reports.fact_charts import investment_chart, on_time_chart, standing_charts
from fangzi_desktop.reports.fact_tables import entry_grid, review_grid
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.pdf import print_document
from fangzi_desktop.reports.ranking import TITLE as RANKING_TITLE
from fangzi_desktop.reports.ranking import ranking_grid, ranking_passage
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.weekly_input import LedgerLine, OverdueClock, PermitLine, ProblemLine, WeeklyInput
from fangzi_desktop.reports.weekly_overview import overview
from fangzi_desktop.reports.weekly_words import URGENCY, Words
from fangzi_desktop.reports.wording import (
    BLANK,
    area,
    counted,
    due_day,
    full_day,
    in_wan,
    official,
    period,
    say,
    short_day,
)

# More permit items than this are shown in full in an annex, and only the most urgent in the text.
_BODY_PERMITS = 12


def weekly_document(data: WeeklyInput) -> Document:
    """Return one issue as a document: five sections, and in annexes what is too long for them."""
    annexes = _annexes(data)
    titles = [annex.title for annex in annexes]
    see = dict(zip(titles, annex_labels(titles), strict=True))
    permit_note = see.get(_PERMIT_TITLE, "")
    team = one_line(data.team)
    return Document(
        title=data.title,
        subject=weekly_words.subject(data),
        team=data.team,
        issued_on=data.issued_on,
        masthead=Masthead(
            team if team.endswith("周报") else f"{team}周报",
            weekly_words.issue_words(data),
            full_day(data.issued_on),
        ),
        subtitle=f"（{period(data.monday, data.sunday)}）",
        blocks=(
            Heading("一、总体情况"),
            *_said("overview", overview(data, see.get(_REVIEW_TITLE, ""))),
            *_ranking(data, see.get(RANKING_TITLE, "")),
            Heading("二、本周工作进展"),
            *_said("progress", weekly_words.progress(data, see.get(_PROGRESS_TITLE, ""))),
            Heading("三、重点项目手续办理情况"),
            *_permits(data, permit_note),
            Heading("四、存在问题及需协调事项"),
            *_said(
                "problems",
                weekly_words.problems(data, see.get(_PROBLEM_TITLE, ""), see.get(_OVERDUE_TITLE, "")),
            ),
            Heading("五、下周工作打算"),
            *_said("next", weekly_words.next_week(data, see.get(_DUE_TITLE, ""))),
            *_said("next", weekly_words.entries(data, see.get(_ENTRY_TITLE, ""))),
        ),
        annexes=tuple(annexes),
    )


def print_weekly(data: WeeklyInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print one issue to `target` and return how many pages it has. Raises as `print_document` does."""
    return print_document(weekly_document(data), target, fonts)


def _said(section: str, paragraphs: Iterable[Words]) -> Iterator[Block]:
    for words in paragraphs:
        if words.heading:
            yield Heading(words.text, level=2)
        else:
            key = f"{section}.{words.key}" if words.key else ""
            yield Passage(words.text, words.lead, key, words.sources)


def _ranking(data: WeeklyInput, annex: str) -> Iterator[Passage]:
    if data.ranking is not None:
        yield ranking_passage(data.ranking, annex)


def _permits(data: WeeklyInput, annex: str) -> Iterator[Block]:
    words = weekly_words.permits(data)
    lines = _by_urgency(data.permits)
    shown = lines
    caption = "表1  手续办理情况（按紧急程度排列）"
    if annex:
        shown = lines[:_BODY_PERMITS]
        caption = f"表1  手续办理情况（最紧急的{len(shown)}项）"
        words += f"最紧急的{len(shown)}项见表1，全部事项见{annex}。"
    yield Passage(words, key="permits.standing", sources=weekly_words.permit_sources(data.permits))
    if shown:
        rows = _permit_rows(shown, data.as_of)
        yield grid(_permit_columns(shown), rows, caption=caption, look=Look.SMALL)


_REVIEW_TITLE = "论证情况表"
_ENTRY_TITLE = "纳统升规清单"
_CHART_TITLE = "情况图"
_PHOTO_TITLE = "现场照片"
_PROGRESS_TITLE = "本周项目进展情况表"
_PERMIT_TITLE = "手续办理情况表"
_PROBLEM_TITLE = "问题清单"
_OVERDUE_TITLE = "逾期事项清单"
_DUE_TITLE = "下周到期事项清单"


def _annexes(data: WeeklyInput) -> list[Part]:
    annexes: list[Part] = []
    if data.ledger:
        year = data.issue_year or data.as_of.year
        annexes.append(Part("项目总台账", (ledger_grid(data.ledger, data.changes, year),)))
    if len(data.progress) > weekly_words.MOST_PROGRESS:
        annexes.append(Part(_PROGRESS_TITLE, (grid(_PROGRESS_COLUMNS, _progress_rows(data)),)))
    if len(data.permits) > _BODY_PERMITS:
        lines = _by_urgency(data.permits)
        table = grid(_permit_columns(lines), _permit_rows(lines, data.as_of))
        annexes.append(Part(_PERMIT_TITLE, (table,)))
    if data.reviews:
        annexes.append(Part(_REVIEW_TITLE, (review_grid(data.reviews, data.as_of),)))
    if data.problems:
        table = grid(_PROBLEM_COLUMNS, _problem_rows(data.problems, data.as_of))
        annexes.append(Part(_PROBLEM_TITLE, (table,)))
    if len(data.overdue) > weekly_words.MOST_OVERDUE:
        clocks = weekly_words.by_due(data.overdue)
        table = grid(_overdue_columns(clocks), _overdue_rows(clocks, data.as_of))
        annexes.append(Part(_OVERDUE_TITLE, (table,)))
    if len(data.due_items) > weekly_words.MOST_DUE:
        annexes.append(Part(_DUE_TITLE, (grid(_DUE_COLUMNS, _due_rows(data)),)))
    if data.entries:
        annexes.append(Part(_ENTRY_TITLE, (entry_grid(data.entries, data.as_of),)))
    if data.ranking is not None:
        annexes.append(Part(RANKING_TITLE, (ranking_grid(data.ranking),), Setting.PORTRAIT))
    charts = tuple(_charts(data))
    if charts:
        annexes.append(Part(_CHART_TITLE, charts, Setting.PORTRAIT))
    if data.photos:
        annexes.append(Part(_PHOTO_TITLE, (Pictures(data.photos),), Setting.PORTRAIT))
    return annexes


def _charts(data: WeeklyInput) -> Iterator[Bars]:
    yield from standing_charts(data.totals)
    year = data.as_of.year
    drawn = (
        investment_chart(data.invested, year),
        on_time_chart(data.decided, f"{year}年1月1日至{say(data.as_of, data.as_of)}"),
    )
    yield from (chart for chart in drawn if chart is not None)


def _by_urgency(lines: Sequence[PermitLine]) -> list[PermitLine]:
    return sorted(lines, key=lambda line: (URGENCY.index(line.light), line.due or date.max, line.project))


def _permit_columns(lines: Sequence[PermitLine]) -> list[Column]:
    unit = _common_unit(line.left_unit for line in lines if line.left is not None)
    return [
        Column("项目", share=4.6, key=True),
        Column("事项", share=4.2),
        Column("责任部门", share=4.8),
        Column("受理日", Align.CENTRE, limit=5.2),
        Column("到期日", Align.CENTRE, limit=5.2),
        Column(f"剩余\n（{unit}）" if unit else "剩余", Align.RIGHT, limit=6),
        Column("状态", limit=6, signed=True),
    ]


def _common_unit(units: Iterable[Unit | None]) -> str:
    """The unit all rows share, to stand in the head; "" when each row must name its own."""
    names = {unit.zh for unit in units if unit is not None}
    return names.pop() if len(names) == 1 else ""


def _permit_rows(lines: Sequence[PermitLine], near: date) -> list[list[str]]:
    unit_in_head = bool(_common_unit(line.left_unit for line in lines if line.left is not None))
    return [
        [
            one_line(line.project),
            official(one_line(line.item)),
            official(one_line(line.department)) or BLANK,
            short_day(line.accepted_on, near),
            due_day(line.due, near, line.provisional),
            _left(line, unit_in_head),
            _permit_state(line),
        ]
        for line in lines
    ]


def _left(line: PermitLine, unit_in_head: bool) -> str:
    if line.left is None or line.left_unit is None:
        return BLANK
    left = counted(line.left)
    return left if unit_in_head else f"{left}{line.left_unit.zh}"


def _permit_state(line: PermitLine) -> str:
    return cell_of(line.light, weekly_words.permit_word(line)) + ("\n超法定" if line.beyond_statutory else "")


_PROGRESS_COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("项目名称", share=3, key=True),
    Column("亮灯", limit=6, signed=True),
    Column("本周进展和下一节点", share=7),
)


def _lamp(light: Light) -> str:
    return cell_of(light, light.lamp)


def _progress_rows(data: WeeklyInput) -> list[list[str]]:
    return [
        [
            counted(number),
            one_line(line.project),
            _lamp(line.light),
            weekly_words.week_of(line, data),
        ]
        for number, line in enumerate(weekly_words.by_urgency(data.progress), start=1)
    ]


_LEDGER_COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("项目名称", share=1, key=True),
    Column("属地", limit=7),
    Column("总投资\n（万元）", Align.RIGHT, limit=6),
    Column("用地\n（亩）", Align.RIGHT, limit=5),
    Column("阶段", limit=5),
    Column("开工/\n计划开工", Align.CENTRE, limit=7.5),
    Column("年度计划\n投资（万元）", Align.RIGHT, limit=6),
    Column("本月完成\n（万元）", Align.RIGHT, limit=6),
    Column("累计完成\n（万元）", Align.RIGHT, limit=6),
    Column("亮灯", limit=5, signed=True),
    Column("责任人", limit=4),
    Column("本周变化", limit=7),
)
_CHANGE = 12
# A column that no project fills makes room for the others.
_OPTIONAL = (2, 6, 7, 8, 9, 11, _CHANGE)
# Whether the team keeps months at all, and whether anything changed, is nothing a reader has to be told.
_UNTOLD = {8, _CHANGE}


def ledger_grid(lines: Sequence[LedgerLine], changes: Changes | None = None, year: int = 0) -> Grid:
    """Return the ledger (项目总台账) as a table with its sums; a column that nobody filled is left out.

    `changes` are those since the last number, which the note names; `year` is that of the present one.
    """
    rows = _ledger_rows(lines, changes)
    empty = {n for n in _OPTIONAL if all(row[n] in ("", BLANK) for row in rows)}
    told = empty - _UNTOLD
    heads = "、".join(
        column.head.split("（")[0].replace("\n", "") for n, column in enumerate(_LEDGER_COLUMNS) if n in told
    )
    return grid(
        (column for n, column in enumerate(_LEDGER_COLUMNS) if n not in empty),
        ([cell for n, cell in enumerate(row) if n not in empty] for row in rows),
        total=True,
        look=Look.DENSE,
        note=_ledger_note(heads, changes, year),
    )


def _ledger_note(heads: str, changes: Changes | None, year: int) -> str:
    parts = (
        f"{heads}均未填报，表中不列" if heads else "",
        f"“{BLANK}”为未填报或尚未发生",
        f"本周变化为与{issue_before(changes, year)}相比" if changes is not None else "",
    )
    return f"注：{'；'.join(part for part in parts if part)}。"


def _ledger_rows(lines: Sequence[LedgerLine], changes: Changes | None) -> list[list[str]]:
    changed = changes.by_project if changes is not None else {}
    rows = [
        [
            counted(number),
            one_line(line.project),
            one_line(line.locality) or BLANK,
            in_wan(line.investment_yuan),
            area(line.area_mu),
            _stage(line),
            one_line(line.start).replace("计划", "计划\n", 1) or BLANK,
            in_wan(line.annual_plan_yuan),
            in_wan(line.month_done_yuan),
            in_wan(line.total_done_yuan),
            _lamp(line.light),
            one_line(line.officer) or BLANK,
            change_cell(changed.get(line.project_id)),
        ]
        for number, line in enumerate(lines, start=1)
    ]
    areas = [line.area_mu for line in lines if line.area_mu is not None]
    rows.append(
        [
            "",
            "合计",
            "",
            in_wan(_sum(line.investment_yuan for line in lines)),
            area(sum(areas, Decimal(0)) if areas else None),
            "",
            "",
            in_wan(_sum(line.annual_plan_yuan for line in lines)),
            in_wan(_sum(line.month_done_yuan for line in lines)),
            in_wan(_sum(line.total_done_yuan for line in lines)),
            "",
            "",
            "",
        ]
    )
    return rows


def _stage(line: LedgerLine) -> str:
    if line.status in (ProjectStatus.ACTIVE, ProjectStatus.LEAD):
        return line.stage.zh
    return f"{line.stage.zh}\n（{line.status.zh}）"


def _sum(amounts: Iterable[int | None]) -> int | None:
    """The sum of what is reported, or None when nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


_PROBLEM_COLUMNS = (
    Column("编号", Align.CENTRE, limit=3),
    Column("项目", share=5, key=True),
    Column("问题", share=8),
    Column("提出日", Align.CENTRE, limit=5.2),
    Column("责任单位", share=4),
    Column("时限", Align.CENTRE, limit=5.2),
    Column("状态", limit=5, signed=True),
    Column("销号日", Align.CENTRE, limit=5.2),
)


def _problem_rows(lines: Iterable[ProblemLine], near: date) -> list[list[str]]:
    return [
        [
            counted(line.number),
            one_line(line.project),
            line.text.strip(),
            short_day(line.raised_on, near),
            one_line(line.responsible_unit) or BLANK,
            short_day(line.due, near),
            _problem_state(line, near),
            short_day(line.closed_on, near),
        ]
        for line in lines
    ]


def _problem_state(line: ProblemLine, today: date) -> str:
    if line.state.is_open and line.due is not None and line.due < today:
        return cell_of(Light.RED)
    return line.state.zh


def _overdue_columns(clocks: Sequence[OverdueClock]) -> list[Column]:
    unit = _common_unit(clock.unit for clock in clocks)
    return [
        Column("序号", Align.CENTRE, limit=3),
        Column("项目", share=5, key=True),
        Column("事项", share=5),
        Column("责任单位", share=5),
        Column("到期日", Align.CENTRE, limit=5.2),
        Column(f"逾期\n（{unit}）" if unit else "逾期", Align.RIGHT, limit=7),
        Column("备注", limit=4),
    ]


def _overdue_rows(clocks: Sequence[OverdueClock], near: date) -> list[list[str]]:
    unit_in_head = bool(_common_unit(clock.unit for clock in clocks))
    return [
        [
            counted(number),
            one_line(clock.project),
            weekly_words.what(clock.what, clock.kind),
            official(one_line(clock.department)) or BLANK,
            short_day(clock.due, near),
            counted(clock.late) if unit_in_head else f"{clock.late}{clock.unit.zh}",
            "超法定" if clock.beyond_statutory else "",
        ]
        for number, clock in enumerate(clocks, start=1)
    ]


_DUE_COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("到期日", Align.CENTRE, limit=5.2),
    Column("项目", share=5, key=True),
    Column("事项", share=5),
    Column("责任单位", share=5),
)


def _due_rows(data: WeeklyInput) -> list[list[str]]:
    items = sorted(data.due_items, key=lambda item: item.on)
    return [
        [
            counted(number),
            due_day(item.on, data.as_of, item.provisional),
            one_line(item.project),
            weekly_words.what(item.item, item.kind),
            official(one_line(item.department)) or BLANK,
        ]
        for number, item in enumerate(items, start=1)
    ]
