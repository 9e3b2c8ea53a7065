"""Tables of the weekly report and the monthly bulletin: decisions (论证) and entries into statistics."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.reports.document import Align, Column, Grid, Source, grid
from fangzi_desktop.reports.facts import DecidedItem, EntryDue, ReviewLine
from fangzi_desktop.reports.tables import cell_of
from fangzi_desktop.reports.text import glued, one_line
from fangzi_desktop.reports.wording import BLANK, official, short_day

_REVIEW_COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("批次", share=4),
    Column("项目", share=6, key=True),
    Column("论证\n次数", Align.RIGHT, limit=3),
    Column("结论", limit=6),
    Column("论证日期", Align.CENTRE, limit=5.2),
    Column("纪要文号", share=4),
)


def review_grid(lines: Iterable[ReviewLine], near: date) -> Grid:
    """论证情况表: batch, project, decision and number of the minutes."""
    return grid(
        _REVIEW_COLUMNS,
        (
            (
                str(number),
                one_line(line.batch) or BLANK,
                one_line(line.project),
                str(line.round_no),
                line.decision.zh,
                short_day(line.decided_on, near),
                glued(one_line(line.minutes_no)) or BLANK,
            )
            for number, line in enumerate(lines, start=1)
        ),
        note=f"注：“{BLANK}”为未登记。",
    )


_ENTRY_COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("项目", share=5, key=True, least=8),
    Column("类别", limit=5),
    Column("状态", limit=5),
    Column("申报窗口", limit=6),
    Column("材料\n截止日", Align.CENTRE, limit=5.2),
    Column("剩余\n（自然日）", Align.RIGHT, limit=5),
    Column("亮灯", limit=5, signed=True),
    Column("尚缺材料和需核对事项", share=9),
)


def entry_grid(lines: Iterable[EntryDue], near: date) -> Grid:
    """纳统升规清单: the windows ahead, and what is missing for them."""
    return grid(
        _ENTRY_COLUMNS,
        (
            (
                str(number),
                one_line(line.project),
                line.kind.zh,
                line.state.zh,
                line.window.zh,
                short_day(line.due, near),
                f"−{-line.left_days}" if line.left_days < 0 else str(line.left_days),
                cell_of(line.light),
                _wanting(line),
            )
            for number, line in enumerate(lines, start=1)
        ),
        note="注：剩余自然日为负数的，材料截止日已过。",
    )


def _wanting(line: EntryDue) -> str:
    missing = "、".join(name.partition("（")[0] for name in line.missing)
    parts = (f"缺{missing}" if missing else "", *(one_line(text) for text in line.findings))
    return "\n".join(part for part in parts if part) or "材料齐全"


def decided_sources(items: Iterable[DecidedItem], label: str = "") -> tuple[Source, ...]:
    """The rows behind a count of decided items."""
    return tuple(
        Source(
            f"{label}{one_line(item.project)}：{official(one_line(item.item))}",
            item.project_id,
            ClockKind.PERMIT,
            item.item_id,
        )
        for item in items
    )


def review_sources(lines: Iterable[ReviewLine], label: str = "") -> tuple[Source, ...]:
    """The rows behind a count of decisions."""
    return tuple(
        Source(f"{label}{one_line(line.project)}：{line.decision.zh}", line.project_id) for line in lines
    )


def entry_sources(lines: Iterable[EntryDue], label: str = "") -> tuple[Source, ...]:
    """The rows behind a count of entries."""
    return tuple(
        Source(
            f"{label}{one_line(line.project)}：{line.kind.zh}，{line.state.zh}",
            line.project_id,
            ClockKind.WINDOW,
            line.entry_id,
        )
        for line in lines
    )
