"""A document with everything in it, and the words it has to say wherever it is written to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.reports.document import (
    Align,
    Bars,
    Block,
    Column,
    Document,
    Grid,
    Heading,
    Masthead,
    Part,
    Passage,
    Series,
    Told,
    grid,
)
from fangzi_desktop.reports.text import plain

FRIDAY = date(2023, 2, 24)
COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("项目", share=3, key=True),
    Column("总投资\n（万元）", Align.RIGHT, limit=6),
    Column("到期日", Align.CENTRE, limit=6),
    Column("亮灯", limit=6, signed=True),
)


def a_paper(*blocks: Block, **values: Any) -> Document:
    """A paper of the last Friday of February 2023."""
    usual: dict[str, Any] = {
        "title": "坊子区重点项目推进情况周报",
        "subject": "周报",
        "team": "项目服务专班",
        "issued_on": FRIDAY,
        "blocks": blocks,
    }
    return Document(**(usual | values))


def a_table(*names: str, **values: Any) -> Grid:
    """A table of projects, each with a number, an amount, a day and a light, and their sum."""
    rows = [
        [
            Told(str(place), Decimal(place)),
            name,
            Told("8.7", Decimal("8.7")),
            Told("02-24", FRIDAY),
            f"{Light.RED.sign} 逾期\n超法定",
        ]
        for place, name in enumerate(names, start=1)
    ]
    rows.append(["", "合计", Told("8.7", Decimal("8.7")), "", ""])
    return grid(COLUMNS, rows, **({"caption": "表1  项目", "total": True, "note": "注：不含意向。"} | values))


def a_grouped_table() -> Grid:
    """A table whose rows are grouped, each group with its head and its sum."""
    rows = [
        ["一、论证（1个）", "", "", "", ""],
        [Told("1", Decimal(1)), "甲", Told("5", Decimal(5)), "", ""],
        ["", "小计", Told("5", Decimal(5)), "", ""],
        ["", "合计", Told("5", Decimal(5)), "", ""],
    ]
    return grid(COLUMNS, rows, total=True, bands=(0,), sums=(2,))


def everything() -> Document:
    """A paper that uses all that a document has."""
    bars = Bars(
        "环节分布",
        "个",
        ("论证", "生成"),
        (Series("项目", (3.0, None)), Series("意向", (1.0, 2.0))),
        is_stacked=True,
    )
    return a_paper(
        Heading("一、总体情况"),
        Passage("截至2月24日，共有项目26个。\n其中论证1个。", "总体。"),
        Heading("（一）分项", level=2),
        Passage("甲项目正在办理。", key="a"),
        Passage("", key="b"),
        a_table("甲<b>&</b>", "=1+1"),
        bars,
        masthead=Masthead("项目服务专班周报", "〔2023〕第8期", "2023年2月24日"),
        subtitle="（2023年2月20日—26日）",
        annexes=(
            Part("项目总台账", (a_table("乙", caption="", total=True, note=""),)),
            Part("问题清单", (a_table("丙", caption="表2"),), Setting.WIDE),
            Part("说明", (Passage("附件里的话。"),), Setting.PORTRAIT),
        ),
        running="项目总台账",
        is_draft=True,
    )


def cells_of(table: Grid) -> list[list[str]]:
    """A table's heads and rows as they have to be found again."""
    return [
        [plain(column.head) for column in table.columns],
        *([plain(c) for c in row] for row in table.rows),
    ]


def grids_of(document: Document) -> Iterator[Grid]:
    """The tables of a document in their order."""
    for blocks in (document.blocks, *(annex.blocks for annex in document.annexes)):
        yield from (block for block in blocks if isinstance(block, Grid))


# What breaks files that are written without care; drawn often, among all other texts.
_TRAPS = (
    "<b>&",
    '=HYPERLINK("http://a.b")',
    "@SUM(A1)",
    "+86",
    "-1",
    "\t=1",
    "]]>",
    "<r>甲</r>",
    "<w:p/>",
    "_x000D_",
    "&amp;",
    "\x00\x0b\x1f",
    "\ud800",
    "\r\n",
    "\u2028",
    "\ufffe",
    "\u200b\u202e",
    "𬭎䶮",
    "  两端  ",
    "'",
    "http://a.b",
    "1E5",
    "#N/A",
    "TRUE",
    "0012",
)


def typed() -> st.SearchStrategy[str]:
    """What somebody may have typed or pasted, lone surrogates and controls among it."""
    wild = st.text(st.characters(), max_size=30)
    return st.lists(st.sampled_from(_TRAPS) | wild, min_size=1, max_size=3).map("".join)
