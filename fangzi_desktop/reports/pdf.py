"""Writing a document as PDF."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.reports.charts import draw_bars
from fangzi_desktop.reports.document import (
    Bars,
    Block,
    Document,
    Grid,
    Heading,
    Look,
    Part,
    Passage,
    Pictures,
    annex_labels,
)
from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.page import (
    LANDSCAPE,
    PITCH,
    PORTRAIT,
    SIZE_2,
    SIZE_3,
    SIZE_5,
    SIZE_SMALL_5,
    WIDE,
    WORKING,
    Paper,
)
from fangzi_desktop.reports.photo_pages import draw_photos, page_photos
from fangzi_desktop.reports.tables import Above, draw_table
from fangzi_desktop.reports.text import one_line

_SHEETS = {
    Setting.PORTRAIT: PORTRAIT,
    Setting.LANDSCAPE: LANDSCAPE,
    Setting.WORKING: WORKING,
    Setting.WIDE: WIDE,
}
_TABLE_GAP = 6.0
# The size of a table's characters and the space above and below them.
_LOOKS = {Look.PLAIN: (SIZE_5, 4.5), Look.SMALL: (SIZE_SMALL_5, 4.5), Look.DENSE: (SIZE_SMALL_5, 3.5)}


def print_document(document: Document, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print a document to `target` and return how many pages it has.

    A `FontBook` handed in can tell afterwards which fonts were used and which characters none could show.
    Raises `UserError` ``report.no_font`` when this machine has no usable font, `OSError` when the target
    cannot be written.
    """
    paper = Paper(
        target,
        fonts or FontBook(),
        title=document.title,
        author=document.team,
        subject=document.subject,
        on=document.issued_on,
        sheet=_SHEETS[document.setting],
        running=document.running,
        is_draft=document.is_draft,
    )
    _head(paper, document)
    _put_all(paper, document.blocks)
    titles = [annex.title for annex in document.annexes]
    _annex_note(paper, titles)
    for label, annex in zip(annex_labels(titles), document.annexes, strict=True):
        _annex(paper, annex, label)
    return paper.finish()


def _head(paper: Paper, document: Document) -> None:
    if document.masthead is not None:
        paper.masthead(document.masthead.name, document.masthead.left, document.masthead.right)
        paper.skip(PITCH)
    paper.bookmark(document.title)
    paper.centred(one_line(document.title), Role.TITLE, SIZE_2, SIZE_2 * 1.5)
    if document.subtitle:
        paper.centred(one_line(document.subtitle), Role.SUBHEADING, SIZE_3, PITCH)
    paper.to_line()


def _put_all(paper: Paper, blocks: Sequence[Block]) -> None:
    """Put blocks one below another; a heading over a table stays with the beginning of it."""
    over: Heading | None = None
    for place, block in enumerate(blocks):
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if isinstance(block, Heading) and isinstance(following, Grid):
            over = block
        elif over is not None and isinstance(block, Grid):
            _headed_table(paper, over, block)
            over = None
        else:
            _put(paper, block)


def _headed_table(paper: Paper, heading: Heading, grid: Grid) -> None:
    def draw() -> None:
        _heading(paper, heading)
        paper.skip(_TABLE_GAP)

    if heading.on_new_page and not paper.fresh:
        paper.new_page()
    _table(paper, grid, above=Above(PITCH + _TABLE_GAP, draw))
    paper.skip(14)


def _heading(paper: Paper, heading: Heading) -> None:
    if heading.on_new_page and not paper.fresh:
        paper.new_page()
    if heading.level == 1:
        paper.heading(heading.text)
    else:
        paper.subheading(heading.text)


def _put(paper: Paper, block: Block) -> None:
    if isinstance(block, Heading):
        _heading(paper, block)
    elif isinstance(block, Passage):
        if block.text or block.lead:
            paper.paragraph(paper.span(Role.BODY, block.lead, bold=True), paper.span(Role.BODY, block.text))
    elif isinstance(block, Grid):
        paper.skip(_TABLE_GAP)
        _table(paper, block)
        paper.skip(14)
    elif isinstance(block, Pictures):
        draw_photos(paper, page_photos(block))
    else:
        _bars(paper, block)


def _table(paper: Paper, grid: Grid, continued: str = "", above: Above | None = None) -> None:
    size, pad = _LOOKS[grid.look]
    draw_table(
        paper,
        grid.columns,
        grid.rows,
        caption=grid.caption,
        continued=grid.continued or (f"{grid.caption}（续）" if grid.caption else continued),
        total=grid.total,
        note=grid.note,
        size=size,
        pad=pad,
        bands=grid.bands,
        sums=grid.sums,
        above=above,
    )


def _bars(paper: Paper, bars: Bars) -> None:
    paper.skip(6)
    draw_bars(paper, bars)
    paper.skip(14)


def _annex_note(paper: Paper, titles: Sequence[str]) -> None:
    """附件：1. … below the text, further names under the first."""
    if not titles:
        return
    height = SIZE_3 + PITCH * (len(titles) - 1)
    paper.keep(height)
    if paper.room >= height + PITCH:
        paper.skip(PITCH)
    if len(titles) == 1:
        paper.paragraph(paper.span(Role.BODY, f"附件：{titles[0]}"))
        return
    for number, title in enumerate(titles, start=1):
        label = "附件：" if number == 1 else ""
        indent = 2 * SIZE_3 if number == 1 else 5 * SIZE_3
        paper.paragraph(paper.span(Role.BODY, f"{label}{number}. {title}"), indent=indent)


def _annex(paper: Paper, annex: Part, label: str) -> None:
    """A part on sheets of its own, 附件 at the first line and its title centred below."""
    paper.new_page(_SHEETS[annex.setting])
    paper.bookmark(f"{label} {annex.title}")
    paper.text(paper.sheet.left, label, Role.HEADING, SIZE_3)
    paper.y -= 1.5 * PITCH
    paper.centred(annex.title, Role.TITLE, SIZE_2, SIZE_2 * 1.7)
    for block in annex.blocks:
        if isinstance(block, Grid):
            # Directly below its title, and its title again on the pages that follow.
            _table(paper, block, f"{annex.title}（续）")
        else:
            _put(paper, block)
