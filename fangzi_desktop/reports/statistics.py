"""The list of entries into statistics (纳统升规清单): windows, papers, warnings, and the rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.stage_terms import InvestLevel, StatsKind, StatsMaterial, StatsState, WindowKind
from fangzi_desktop.domain.stats_windows import Window
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.reports import statistics_words
from fangzi_desktop.reports.document import Align, Block, Column, Document, Grid, Look, grid
from fangzi_desktop.reports.statistics_input import EntryLine, LevelLine, StatisticsInput, WindowLine
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import BLANK, counted, full_day, in_wan, sentence, short_day

_ALL_MONTHS = 12


def statistics_document(data: StatisticsInput) -> Document:
    """Return the list as a document."""
    blocks: list[Block] = [*statistics_words.overview(data), *_numbered(_tables(data))]
    day = full_day(data.as_of)
    return Document(
        title=data.title,
        subject=f"纳统升规清单，截至{day}",
        team=data.team,
        issued_on=data.as_of,
        blocks=tuple(blocks),
        subtitle=f"（截至{day}）",
        setting=Setting.WORKING,
        running=f"{data.title}（截至{day}）",
    )


def _numbered(tables: Iterable[Grid]) -> Iterator[Grid]:
    for number, table in enumerate(tables, start=1):
        yield replace(table, caption=f"表{number}  {table.caption}")


def _tables(data: StatisticsInput) -> Iterator[Grid]:
    for kind, row, columns in _ENTRIES:
        entries = [one for one in data.entries if one.kind is kind]
        if entries:
            yield _entries(f"{kind.zh}（{len(entries)}项）", entries, row, columns, data.as_of)
    if data.reported:
        yield _reported(data)
    if data.levels:
        yield _levels(data)
    if data.windows:
        yield _windows(data)


_WARNINGS = Column("核对提示", share=11, least=8)
_INVEST_COLUMNS = (
    Column("序号", Align.CENTRE, limit=4),
    Column("项目", share=7, key=True, least=8),
    Column("状态", limit=5, signed=True),
    Column("计划总投资\n（万元）", Align.RIGHT, limit=7),
    Column("开工\n（统计口径）", Align.CENTRE, limit=8),
    Column("报表", limit=5),
    Column("材料截止", limit=8),
    Column("下一窗口", limit=6),
    Column("材料\n（有/需）", Align.CENTRE, limit=5),
    Column("缺少材料", share=6, least=8),
    _WARNINGS,
    Column("申报、入库", limit=8),
)
_SCALE_COLUMNS = (
    Column("序号", Align.CENTRE, limit=4),
    Column("项目", share=7, key=True, least=8),
    Column("状态", limit=5, signed=True),
    Column("行业门类", limit=7),
    Column("投产", Align.CENTRE, limit=8),
    Column("达到标准\n月份", Align.CENTRE, limit=6),
    Column("材料截止", limit=8),
    Column("下一窗口", limit=6),
    Column("材料\n（有/需）", Align.CENTRE, limit=5),
    Column("缺少材料", share=6, least=8),
    _WARNINGS,
    Column("申报、入库", limit=8),
)


def _invest_row(one: EntryLine, near: date) -> list[str]:
    return [
        one_line(one.project),
        _state(one),
        in_wan(one.investment_yuan),
        _when(one.since),
        one.form_name or BLANK,
        *_papers(one, near),
    ]


def _scale_row(one: EntryLine, near: date) -> list[str]:
    return [
        one_line(one.project),
        _state(one),
        one.sector.zh if one.sector is not None else BLANK,
        _when(one.since),
        _when(one.reached),
        *_papers(one, near),
    ]


Row = Callable[[EntryLine, date], list[str]]
_ENTRIES: tuple[tuple[StatsKind, Row, tuple[Column, ...]], ...] = (
    (StatsKind.INVEST, _invest_row, _INVEST_COLUMNS),
    (StatsKind.SCALE, _scale_row, _SCALE_COLUMNS),
)


def _entries(
    caption: str, entries: Sequence[EntryLine], row: Row, columns: Sequence[Column], near: date
) -> Grid:
    """The entries by how they stand, those first that papers are to be handed in for."""
    rows: list[list[str]] = []
    bands: list[int] = []
    number = 0
    for words, states in statistics_words.STANDING:
        group = [one for one in entries if one.state in states]
        if group:
            bands.append(len(rows))
            rows.append([f"{words}（{len(group)}项）", *("" for _ in columns[1:])])
        for one in group:
            number += 1
            rows.append([counted(number), *row(one, near)])
    return grid(
        columns,
        rows,
        caption=caption,
        look=Look.DENSE,
        note=f"注：材料截止日遇休息日的，列前一个工作日；“{BLANK}”为没有登记或不适用。核对提示只指出材料之间不一致之处。",
        bands=bands,
    )


def _state(one: EntryLine) -> str:
    """The light of the window with the state, or the state alone while nothing is due."""
    return one.state.zh if one.window is None else f"{cell_of(one.light)}\n{one.state.zh}"


def _papers(one: EntryLine, near: date) -> list[str]:
    done = one.state is StatsState.ENTERED
    return [
        _due(one.window, near),
        _following(one, near),
        BLANK if done else f"{one.papers_there}/{one.papers_needed}",
        BLANK if done else _missing(one),
        _warnings(one, near),
        _entered(one, near),
    ]


def _missing(one: EntryLine) -> str:
    if one.missing and not one.papers_there:
        return "均未收齐"
    return "、".join(_short(paper) for paper in one.missing) or "齐全"


def _due(window: Window | None, near: date) -> str:
    if window is None:
        return BLANK
    left = (window.due - near).days
    words = f"剩{left}{Unit.CALENDAR_DAY.zh}" if left > 0 else f"已过{-left}{Unit.CALENDAR_DAY.zh}"
    return f"{window.kind.zh}\n{short_day(window.due, near)}\n{words if left else '当日截止'}"


def _following(one: EntryLine, near: date) -> str:
    """The first window that is still ahead."""
    window = one.following or one.window
    if window is None or window.due < near:
        return BLANK
    return f"{window.kind.zh}\n{short_day(window.due, near)}"


def _warnings(one: EntryLine, near: date) -> str:
    words = []
    if one.window is not None and one.window.due < near:
        words.append("材料截止日已过，尚未报送。")
    if one.returned_on is not None:
        words.append(sentence(f"{short_day(one.returned_on, near)}退回：{plain(one.returned_for).strip()}"))
    words += one.findings
    for level in one.reviews:
        who = "国家统计局" if level is InvestLevel.NATION else "省统计局"
        words.append(f"入库前须经{who}审核（旧口径）。")
    return "\n".join(plain(word) for word in words) or BLANK


def _entered(one: EntryLine, near: date) -> str:
    lines = [f"{short_day(one.filed_on, near)}申报"] if one.filed_on is not None else []
    if one.entered is not None:
        lines.append(f"{_month(one.entered)}入库")
    if one.statistical_code:
        lines.append(one_line(one.statistical_code))
    return "\n".join(lines) or BLANK


def _short(material: StatsMaterial) -> str:
    """A paper by its name, without what it has to show."""
    return material.zh.split("（")[0]


def _when(when: PartialDate | None) -> str:
    return when.zh if when is not None else BLANK


def _month(when: PartialDate) -> str:
    """The month of a date, which is all that an entry is known by."""
    return f"{when.first_day.year}年{when.first_day.month}月"


def _reported(data: StatisticsInput) -> Grid:
    """What enterprises reported, each in its own unit and never added up."""
    return grid(
        (
            Column("项目", share=5, key=True),
            Column("指标", limit=14),
            Column("月份", Align.CENTRE, limit=8),
            Column("企业填报值", Align.RIGHT, limit=12),
            Column("单位", limit=4),
            Column("来源材料", share=6),
            Column("登记日", Align.CENTRE, limit=6),
        ),
        (
            (
                one_line(one.project),
                one.metric.zh,
                _month(one.month),
                f"{one.value:f}",
                one.unit.zh,
                f"{plain(one.source).strip()}{'（企业更正后）' if one.is_corrected else ''}",
                short_day(one.noted_on, data.as_of),
            )
            for one in data.reported
        ),
        caption="企业填报值（照企业报表原样登记，不推算、不换算、不汇总）",
        look=Look.DENSE,
        note="注：每个项目的每项指标只列最近一个月份的填报值；与专班掌握的投资完成情况分别登记，互不替代。",
    )


def _levels(data: StatisticsInput) -> Grid:
    return grid(
        (
            Column("类别", limit=6),
            Column("适用", share=4, key=True),
            Column("标准\n（万元）", Align.RIGHT, limit=7),
            Column("判定口径", share=6),
            Column("施行日", Align.CENTRE, limit=6),
            Column("有效期至", Align.CENTRE, limit=6),
            Column("来源", share=6),
        ),
        (_level(one) for one in data.levels),
        caption=f"现行标准（{full_day(data.as_of)}适用）",
        look=Look.DENSE,
        note="注：投资纳统按统计口径开工当日、升规按达到标准当月适用的标准判定，早于本表施行日的按当时的标准。",
    )


def _level(one: LevelLine) -> list[str]:
    is_invest = isinstance(one.name, InvestLevel)
    return [
        StatsKind.INVEST.zh if is_invest else StatsKind.SCALE.zh,
        one.name.zh,
        in_wan(one.amount_yuan),
        "计划总投资" if is_invest else plain(one.criterion).strip() or BLANK,
        one.valid_from.isoformat(),
        one.valid_to.isoformat() if one.valid_to is not None else "长期",
        one_line(one.source) or BLANK,
    ]


def _windows(data: StatisticsInput) -> Grid:
    return grid(
        (
            Column("申报窗口", limit=7, key=True),
            Column("材料截止日", share=4),
            Column("适用单位", share=4),
            Column("施行日", Align.CENTRE, limit=6),
            Column("来源", share=6),
        ),
        (
            (
                one.kind.zh,
                _days(one),
                _taken(one),
                one.valid_from.isoformat(),
                one_line(one.source) or BLANK,
            )
            for one in data.windows
        ),
        caption="申报窗口",
        look=Look.DENSE,
    )


def _days(one: WindowLine) -> str:
    if not one.months:
        return "不再设此窗口"
    if len(one.months) == _ALL_MONTHS:
        return f"每月{one.day}日"
    if len(one.months) == 1:
        return f"{one.months[0]}月{one.day}日"
    return f"{'、'.join(str(month) for month in one.months)}月，每月{one.day}日"


def _taken(one: WindowLine) -> str:
    if one.kind is WindowKind.INVEST:
        return "投资项目"
    return "上年第四季度以来新开业、新投产的单位" if one.new_only else "达到标准的单位"
