"""The papers of the permit desk: a project's checklist, a department's sheet, and missing papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from fangzi_desktop.domain.terms import Applicability, PermitState
from fangzi_desktop.reports import desk_words as words_of
from fangzi_desktop.reports.bars import TimeColumn, draw_key
from fangzi_desktop.reports.desk_input import (
    ChecklistInput,
    ChecklistItem,
    DepartmentInput,
    DeskEntry,
    MissingInput,
    MissingPaper,
)
from fangzi_desktop.reports.document import Align, Column
from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.page import SIZE_5, SIZE_SMALL_5, WORKING, Paper, Sheet
from fangzi_desktop.reports.tables import Drawing, draw_table
from fangzi_desktop.reports.text import one_line, set_spans
from fangzi_desktop.reports.wording import BLANK, full_day, official, short_day

_TITLE_SIZE = 18.0
_FACTS_PITCH = SIZE_5 * 1.6
_ROW_PAD = 3.0


def print_checklist(data: ChecklistInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print one project's checklist (手续清单) with its time axis and return how many pages it has.

    Raises as `weekly.print_weekly` does.
    """
    title = f"{one_line(data.project)}手续清单"
    paper = working_paper(data.team, title, data.as_of, target, fonts)
    title_of_sheet(paper, title)
    facts(paper, words_of.counts_words(data))
    facts(paper, words_of.outlook_words(data))
    facts(paper, words_of.critical_words(data))
    if data.groups:
        facts(paper, f"并联办理：{'；'.join(words_of.group_words(one, data.as_of) for one in data.groups)}")
    paper.skip(5)
    if not data.items:
        facts(paper, "这个项目还没有列出手续清单。")
        return paper.finish()
    time = TimeColumn(paper, [item.pieces for item in data.items], data.as_of)
    draw_table(
        paper,
        _CHECKLIST_COLUMNS,
        [_checklist_row(number, item, data) for number, item in enumerate(data.items, start=1)],
        continued=f"{title}（续）",
        size=_CHECKLIST_SIZE,
        pad=_ROW_PAD,
        drawing=Drawing(_TIME, time.head, time.row),
        ruled_after=_phase_ends(data.items),
    )
    draw_key(paper)
    return paper.finish()


# A little smaller than 小五, so that the time axis has a quarter of the sheet.
_CHECKLIST_SIZE = 8.5
_TIME = 9
_CHECKLIST_COLUMNS = (
    Column("序号", Align.CENTRE, limit=2.5),
    Column("阶段", limit=3),
    Column("事项", share=6, key=True),
    Column("责任部门", share=4),
    Column("时限", limit=5.6),
    Column("受理", Align.CENTRE, limit=5.2),
    Column("应办结", Align.CENTRE, limit=5.2),
    Column("办结", Align.CENTRE, limit=5.2),
    Column("状态", limit=7, signed=True),
    # The second line of the head is room for the months.
    Column(" \n ", least=22),
)


def _checklist_row(number: int, item: ChecklistItem, data: ChecklistInput) -> list[str]:
    near = data.as_of
    return [
        str(number),
        item.phase.zh,
        item_cell(item),
        official(one_line(item.department)) or BLANK,
        words_of.limit_words(item.limit),
        words_of.day_cell(item.accepted_on, near),
        _due_cell(item, near),
        words_of.day_cell(item.done_on, near),
        words_of.state_cell(item, near),
        "",
    ]


def _due_cell(item: ChecklistItem, near: date) -> str:
    day = words_of.day_cell(item.due, near)
    return (
        f"{day}\n预估" if item.due is not None and item.clock is not None and item.clock.provisional else day
    )


def item_cell(item: ChecklistItem, *, number: bool = True) -> str:
    """The item's name with its marks, and the number of its result below unless that is not wanted."""
    marks = [
        word
        for word, holds in (
            ("四证", item.is_certificate and item.applicability is not Applicability.NOT_APPLICABLE),
            ("关键", item.is_critical and item.state is not PermitState.DECIDED),
        )
        if holds
    ]
    name = official(one_line(item.title)) + (f"〔{'·'.join(marks)}〕" if marks else "")
    result = one_line(item.certificate_no) if number else ""
    return f"{name}\n{result}" if result else name


def _phase_ends(items: Sequence[ChecklistItem]) -> set[int]:
    return {place for place, item in enumerate(items[:-1]) if items[place + 1].phase is not item.phase}


def print_department(data: DepartmentInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print what one department has over all projects and return how many pages it has.

    Raises as `weekly.print_weekly` does.
    """
    title = f"{official(one_line(data.department))}手续清单"
    paper = working_paper(data.team, title, data.as_of, target, fonts)
    title_of_sheet(paper, title)
    in_hand = [entry for entry in data.entries if entry.in_hand]
    ready = [entry for entry in data.entries if not entry.in_hand and not entry.undecided]
    undecided = [entry for entry in data.entries if not entry.in_hand and entry.undecided]
    counts = f"在办{len(in_hand)}项　可申报{len(ready)}项　待核实{len(undecided)}项"
    facts(paper, f"{counts}　截至{full_day(data.as_of)}")
    paper.skip(5)
    if not data.entries:
        facts(paper, "这个部门现在没有在办的手续，也没有可以申报的手续。")
    for name, entries in (
        ("在办手续", in_hand),
        ("可以申报的手续", ready),
        ("待核实是否要办的手续", undecided),
    ):
        if entries:
            _entries(paper, f"{name}（{len(entries)}项）", entries, data)
            paper.skip(14)
    return paper.finish()


def _entries(paper: Paper, caption: str, entries: Sequence[DeskEntry], data: DepartmentInput) -> None:
    rows = [_entry_row(number, entry, data) for number, entry in enumerate(entries, start=1)]
    # What nobody has begun has no days yet: columns without any leave their room to the others.
    shown = [
        place
        for place, column in enumerate(_ENTRY_COLUMNS)
        if column.share or any(row[place] != BLANK for row in rows)
    ]
    draw_table(
        paper,
        [_ENTRY_COLUMNS[place] for place in shown],
        [[row[place] for place in shown] for row in rows],
        caption=caption,
        continued=f"{caption}（续）",
        size=SIZE_SMALL_5,
        pad=_ROW_PAD,
    )


_ENTRY_COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("项目", share=5, key=True),
    Column("事项", share=5),
    Column("状态", limit=6.5),
    Column("收件", Align.CENTRE, limit=5.2),
    Column("受理", Align.CENTRE, limit=5.2),
    Column("应办结", Align.CENTRE, limit=7),
    Column("剩余", limit=8.5, signed=True, least=6),
    Column("服务专员", limit=5),
)


def _entry_row(number: int, entry: DeskEntry, data: DepartmentInput) -> list[str]:
    near, clock = data.as_of, entry.clock
    return [
        str(number),
        one_line(entry.project),
        official(one_line(entry.title)),
        official(words_of.entry_state(entry)),
        short_day(entry.applied_on, near),
        short_day(entry.accepted_on, near),
        words_of.due_words(clock.due if clock is not None else None, clock, near),
        words_of.entry_left(entry, near),
        one_line(entry.officer) or BLANK,
    ]


def print_missing(data: MissingInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print the missing papers (缺件清单), a sheet for each department, and return how many pages it has.

    Raises as `weekly.print_weekly` does.
    """
    title = f"{one_line(data.project)}缺件清单" if data.project else "缺件清单"
    paper = working_paper(data.team, title, data.as_of, target, fonts)
    if not data.papers:
        title_of_sheet(paper, title)
        facts(paper, f"截至{full_day(data.as_of)}，没有缺件。")
        return paper.finish()
    for department in dict.fromkeys(one.department for one in data.papers):
        if not paper.fresh:
            paper.new_page()
        papers = [one for one in data.papers if one.department == department]
        _missing_sheet(paper, title, official(one_line(department)), papers, data)
    return paper.finish()


def _missing_sheet(
    paper: Paper, title: str, department: str, papers: list[MissingPaper], data: MissingInput
) -> None:
    title_of_sheet(paper, title, mark=department)
    projects = len({one.project for one in papers})
    counts = f"涉及{projects}个项目　缺{len(papers)}件　截至{full_day(data.as_of)}"
    facts(paper, f"{department}　{counts}")
    paper.skip(5)
    draw_table(
        paper,
        _MISSING_COLUMNS,
        [[str(number), *row] for number, row in enumerate(_missing_rows(papers, data), start=1)],
        continued=f"{title}（续）　{department}",
        size=SIZE_SMALL_5,
        pad=_ROW_PAD,
    )


_MISSING_COLUMNS = (
    Column("序号", Align.CENTRE, limit=3),
    Column("项目", share=4, key=True),
    Column("事项", share=4, key=True),
    Column("缺的材料", share=6),
    Column("承诺补交", Align.CENTRE, limit=5.5),
    Column("收到日期", limit=6, least=6),
)


def _missing_rows(papers: Iterable[MissingPaper], data: MissingInput) -> Iterable[list[str]]:
    """One row for each item; what was promised by a day stands in a row of its own."""
    for (project, title, due), found in groupby(papers, key=lambda one: (one.project, one.title, one.due)):
        names = [official(one_line(one.paper)) for one in found]
        listed = (
            "\n".join(f"{n}. {name}" for n, name in enumerate(names, start=1)) if len(names) > 1 else names[0]
        )
        promised = short_day(due, data.as_of) if due is not None else BLANK
        late = "\n已逾期" if due is not None and due < data.as_of else ""
        yield [one_line(project), official(one_line(title)), listed, f"{promised}{late}", ""]


def working_paper(
    team: str,
    title: str,
    as_of: date,
    target: Path | BinaryIO,
    fonts: FontBook | None,
    sheet: Sheet = WORKING,
) -> Paper:
    """A paper to work with, whose foot says what it is and of which day."""
    return Paper(
        target,
        fonts or FontBook(),
        title=title,
        author=team,
        subject=f"{title}，截至{full_day(as_of)}",
        on=as_of,
        sheet=sheet,
        running=f"{one_line(team)}　{title}　{full_day(as_of)}",
    )


def title_of_sheet(paper: Paper, title: str, mark: str = "") -> None:
    """The title in the middle; readers jump to it by its `mark`."""
    paper.bookmark(mark or title)
    paper.centred(title, Role.TITLE, _TITLE_SIZE, _TITLE_SIZE * 1.45)


def facts(paper: Paper, words: str) -> None:
    """A line of facts below the title, as wide as the table."""
    if words:
        lines = set_spans([paper.span(Role.TABLE, words)], SIZE_5, paper.sheet.measure)
        paper.put(lines, SIZE_5, _FACTS_PITCH)
