"""How the detail of the paper on one project sets its paragraphs and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fangzi_desktop.reports.document import (
    Column,
    Grid,
    Look,
    Passage,
    Source,
    grid,
)
from fangzi_desktop.reports.project_input import ProjectInput
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import (
    BLANK,
)


def said(data: ProjectInput, part: str, words: str) -> Passage:
    """The paragraph that opens a section, found again by the section's name."""
    return Passage(words, key=f"project.{part}", sources=(Source(one_line(data.name), data.id),))


def table_of(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    caption: str = "",
    note: str = "",
    *,
    total: bool = False,
) -> Grid:
    """A table without the columns in which no row has anything; what they leave goes to the wordy ones."""
    shown = [
        place
        for place, column in enumerate(columns)
        if column.key or not rows or any(row[place] not in ("", BLANK) for row in rows)
    ]
    left = [columns[place] for place in shown]
    if not any(column.share for column in left):
        left = [replace(column, share=1.0) for column in left]
    return grid(
        left,
        [[row[place] for place in shown] for row in rows],
        caption=caption,
        total=total,
        note=note,
        look=Look.DENSE,
    )


def text_of(text: str) -> str:
    """What people wrote, as they wrote it."""
    return plain(text).strip() or BLANK
