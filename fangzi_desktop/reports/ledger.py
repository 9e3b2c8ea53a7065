"""The ledger on paper (项目总台账): by stage and light, with sums, on A4 or with all columns on A3."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import ProjectStatus
from fangzi_desktop.reports import ledger_words
from fangzi_desktop.reports.document import Align, Block, Column, Document, Grid, Look, grid
from fangzi_desktop.reports.ledger_input import LedgerInput, LedgerProject
from fangzi_desktop.reports.ledger_words import URGENCY
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import BLANK, area, counted, full_day, in_wan, official, short_day


def ledger_document(data: LedgerInput, setting: Setting = Setting.LANDSCAPE) -> Document:
    """Return the ledger as a document; on `Setting.WIDE` with the columns that only A3 has room for."""
    blocks: list[Block] = list(ledger_words.overview(data))
    if data.projects:
        # The foot of a working sheet names the paper; the text block of the standard has none.
        is_named = setting in (Setting.WIDE, Setting.WORKING)
        continued = "" if is_named else f"{one_line(data.title)}（续）"
        blocks.append(_table(data, continued, is_wide=setting is Setting.WIDE))
    day = full_day(data.as_of)
    return Document(
        title=data.title,
        subject=f"项目总台账，截至{day}",
        team=data.team,
        issued_on=data.as_of,
        blocks=tuple(blocks),
        subtitle=f"（截至{day}）",
        setting=setting,
        running=f"{data.title}（截至{day}）",
    )


Cell = Callable[[LedgerProject], str]
Amount = Callable[[LedgerProject], int | Decimal | None]


@dataclass(frozen=True, slots=True)
class _Field:
    """A column with what it says of a project, and of what it is the sum.

    A `wide` one stands on A3 only; one that is `optional` is left out where nobody filled it.
    """

    column: Column
    cell: Cell
    amount: Amount | None = None
    wide: bool = False
    optional: bool = True


def _fields(data: LedgerInput) -> tuple[_Field, ...]:
    near = data.as_of
    return (
        _Field(Column("项目名称", share=8, key=True), lambda one: one_line(one.project), optional=False),
        _Field(Column("投资主体", share=3, limit=12), lambda one: _told(one.investor), wide=True),
        _Field(Column("属地", limit=6), lambda one: _told(one.locality)),
        _Field(Column("行业赛道", limit=6), lambda one: _told(one.track), wide=True),
        _Field(Column("用地方式", limit=5), lambda one: one.route.zh if one.route else BLANK, wide=True),
        _money("总投资\n（万元）", lambda one: one.investment_yuan, optional=False),
        _Field(
            Column("用地\n（亩）", Align.RIGHT, limit=6),
            lambda one: area(one.area_mu),
            lambda one: one.area_mu,
        ),
        _Field(Column("阶段", limit=4), _stage, optional=False),
        _Field(Column("开工/\n计划开工", Align.CENTRE, limit=8), _start),
        _money("年度计划\n投资\n（万元）", lambda one: one.annual_plan_yuan),
        _money(f"{near.month}月完成\n（万元）", lambda one: one.month_done_yuan),
        _money("累计完成\n（万元）", lambda one: one.total_done_yuan),
        _Field(
            Column("亮灯", limit=5, signed=True),
            lambda one: cell_of(one.light, one.light.lamp),
            optional=False,
        ),
        _Field(Column("责任人", limit=4), lambda one: _told(one.officer)),
        _Field(Column("到期事项", share=6, signed=True, least=8), lambda one: _next(one, data), wide=True),
        _Field(
            Column("未销号\n问题\n（个）", Align.RIGHT, limit=4),
            lambda one: counted(one.problems),
            lambda one: one.problems,
            wide=True,
        ),
        _Field(Column("最新进展", share=7, least=10), lambda one: _progress(one, data), wide=True),
    )


def _money(head: str, amount: Callable[[LedgerProject], int | None], *, optional: bool = True) -> _Field:
    column = Column(head, Align.RIGHT, limit=8)
    return _Field(column, lambda one: in_wan(amount(one)), amount, optional=optional)


def _told(words: str) -> str:
    return official(one_line(words)) or BLANK


def _start(one: LedgerProject) -> str:
    """The start, with 计划 on a line of its own so that the day is not broken."""
    words = one_line(one.start)
    planned = words.removeprefix("计划")
    return f"计划\n{planned}" if planned != words else words or BLANK


def _stage(one: LedgerProject) -> str:
    if one.status in (ProjectStatus.ACTIVE, ProjectStatus.LEAD):
        return one.stage.zh
    return f"{one.stage.zh}\n（{one.status.zh}）"


def _next(one: LedgerProject, data: LedgerInput) -> str:
    lines = [cell_of(URGENCY[0], f"逾期{one.overdue}项")] if one.overdue else []
    if one.next_item:
        day = f"{short_day(one.next_due, data.as_of)}{'（预估）' if one.is_provisional else ''}"
        lines.append(f"{day} {official(one_line(one.next_item))}")
    return "\n".join(lines) or BLANK


def _progress(one: LedgerProject, data: LedgerInput) -> str:
    words = plain(one.progress).strip()
    if not words:
        return BLANK
    return f"{short_day(one.progress_on, data.as_of)} {words}" if one.progress_on else words


def by_stage_and_light(projects: Sequence[LedgerProject]) -> list[LedgerProject]:
    """The projects as a leader goes through them: by stage, the red ones first, the largest first."""
    order = {stage: number for number, stage in enumerate(STAGES)}
    return sorted(
        projects,
        key=lambda one: (
            order[one.stage],
            URGENCY.index(one.light),
            -(one.investment_yuan or 0),
            one.project,
        ),
    )


def _table(data: LedgerInput, continued: str, *, is_wide: bool) -> Grid:
    fields = [one for one in _fields(data) if is_wide or not one.wide]
    ordered = by_stage_and_light(data.projects)
    cells = [[field.cell(one) for field in fields] for one in ordered]
    unfilled = {
        place
        for place, field in enumerate(fields)
        if field.optional and all(row[place] == BLANK for row in cells)
    }
    shown = [field for place, field in enumerate(fields) if place not in unfilled]
    rows, bands, sums = _rows(
        shown,
        ordered,
        [[cell for place, cell in enumerate(row) if place not in unfilled] for row in cells],
    )
    heads = [fields[place].column.head for place in sorted(unfilled)]
    return grid(
        [Column("序号", Align.CENTRE, limit=4), *(field.column for field in shown)],
        rows,
        continued=continued,
        total=True,
        look=Look.DENSE,
        note=_note(heads),
        bands=bands,
        sums=sums,
    )


def _rows(
    fields: Sequence[_Field], ordered: Sequence[LedgerProject], cells: Sequence[Sequence[str]]
) -> tuple[list[list[str]], list[int], list[int]]:
    """The rows of all stages under one another, each with its head and its sums, and the sums of all."""
    rows: list[list[str]] = []
    bands: list[int] = []
    sums: list[int] = []
    groups = [(stage, list(group)) for stage, group in groupby(ordered, key=lambda one: one.stage)]
    number = 0
    for stage, group in groups:
        bands.append(len(rows))
        rows.append([f"{stage.zh}（{len(group)}个）", *("" for _ in fields)])
        for _ in group:
            rows.append([counted(number + 1), *cells[number]])
            number += 1
        if len(groups) > 1:
            sums.append(len(rows))
            rows.append(_sum("小计", fields, group))
    rows.append(_sum("合计", fields, ordered))
    return rows, bands, sums


def _sum(word: str, fields: Sequence[_Field], group: Sequence[LedgerProject]) -> list[str]:
    cells = [_added(field, group) for field in fields]
    cells[0] = f"{word}（{len(group)}个）"
    return ["", *cells]


def _added(field: _Field, group: Sequence[LedgerProject]) -> str:
    """The sum of what is reported, — when nothing is, and nothing in a column that is not added up."""
    if field.amount is None:
        return ""
    known = [amount for one in group if (amount := field.amount(one)) is not None]
    if not known:
        return BLANK
    total = Decimal(sum(known))
    if field.column.head.startswith("用地"):
        return area(total)
    return in_wan(int(total)) if "万元" in field.column.head else f"{total}"


def _note(unfilled: Sequence[str]) -> str:
    heads = "、".join(head.split("（")[0].replace("\n", "") for head in unfilled)
    missing = f"{heads}均未填报，表中不列；" if heads else ""
    return (
        f"注：{missing}“{BLANK}”为未填报或尚未发生，合计只含已填报的数。"
        "按阶段排列，同一阶段红灯、黄灯在前，再按总投资由大到小。"
    )
