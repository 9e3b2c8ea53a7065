"""A chart's figures as a table, where a paper is written to be edited."""

from __future__ import annotations

from decimal import Decimal

from fangzi_desktop.reports.document import Align, Bars, Column, Grid, Told, grid
from fangzi_desktop.reports.wording import BLANK


def figures_of(bars: Bars) -> Grid:
    """Return a chart as a table: a row for each label, a column for each series, a sum of stacked ones."""
    sums = bars.is_stacked and len(bars.series) > 1
    names = [series.name for series in bars.series] + (["合计"] if sums else [])
    rows = []
    for number, label in enumerate(bars.labels):
        values = [series.values[number] for series in bars.series]
        if sums:
            values.append(sum(value or 0 for value in values))
        rows.append([label, *(_said(bars, value) for value in values)])
    return grid(
        (Column("类别", share=1, key=True), *(Column(name, Align.RIGHT, limit=12) for name in names)),
        rows,
        caption=f"{bars.caption}（{bars.unit}）",
    )


def _said(bars: Bars, value: float | None) -> str:
    if value is None:
        return BLANK
    words = f"{value:.{bars.decimals}f}"
    return Told(words, Decimal(words))
