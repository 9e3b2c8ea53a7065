"""走访 in the paper on one project: the last visits, and a page of photos of the site."""

from __future__ import annotations

from collections.abc import Iterator

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.reports.document import Align, Block, Column, Part, Pictures
from fangzi_desktop.reports.project_input import ProjectInput, VisitFact
from fangzi_desktop.reports.project_tables import table_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import short_day

MOST_VISITS = 6


def visits_part(data: ProjectInput) -> Iterator[Block]:
    if data.visits:
        shown = data.visits[:MOST_VISITS]
        left = len(data.visits) - len(shown)
        yield table_of(
            (
                Column("日期", Align.CENTRE, limit=3.4, key=True),
                Column("走访人员", share=3),
                Column("到达节点、形象进度", share=3),
                Column("情况", share=8),
            ),
            [
                (
                    short_day(one.visited_on, data.as_of),
                    one_line(one.who),
                    one_line(_reached(one)),
                    plain(one.text),
                )
                for one in shown
            ],
            "走访情况",
            f"共走访{len(data.visits)}次，列出最近{len(shown)}次。" if left else "",
        )


def photo_part(data: ProjectInput) -> tuple[Part, ...]:
    """The page of photos behind the text, if there are any."""
    return (Part("现场照片", (Pictures(data.photos),), Setting.PORTRAIT),) if data.photos else ()


def _reached(one: VisitFact) -> str:
    percent = "" if one.percent is None else f"约{one.percent}%"
    return " ".join(part for part in (one.node, percent) if part)
