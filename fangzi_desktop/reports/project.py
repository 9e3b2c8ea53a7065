"""The paper on one project (项目情况): an overview on one page, and behind it the detail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil

from fangzi_desktop.domain.stages import STAGES, stage_index
from fangzi_desktop.domain.terms import StageStatus
from fangzi_desktop.reports import desk_words
from fangzi_desktop.reports import project_words as words_of
from fangzi_desktop.reports.document import Align, Block, Column, Document, Grid, Heading, Look, grid
from fangzi_desktop.reports.project_detail import sections
from fangzi_desktop.reports.project_input import ProjectInput, StageFact
from fangzi_desktop.reports.project_visits import photo_part
from fangzi_desktop.reports.text import one_line
from fangzi_desktop.reports.wording import BLANK, full_day, numeral


def project_document(data: ProjectInput) -> Document:
    """Return the paper: the overview, then each part of the detail that has anything to say."""
    title = f"{one_line(data.name)}情况"
    return Document(
        title=title,
        subject=f"{title}，截至{full_day(data.as_of)}",
        team=data.team,
        issued_on=data.as_of,
        blocks=(*_overview(data, title), *_detail(data)),
        annexes=photo_part(data),
    )


def _overview(data: ProjectInput, title: str) -> tuple[Grid, Grid]:
    """The stages and the facts, with as many lines of each kind as one page has room for."""
    track = _track(data)
    top = _TITLE_HEIGHT * _lines_of(title, _TITLE_CHARACTERS) + _GAPS + _height(track, ())
    for most in words_of.LEVELS:
        facts = _facts(data, most)
        if top + _height(facts, (_LABEL_CHARACTERS, _FACT_CHARACTERS)) <= _PAGE:
            break
    return track, facts


# What the page of the standard and a dense table measure, in points; lines are estimated rather too long.
_PAGE = 637.0
_TITLE_HEIGHT = 33.0
_TITLE_CHARACTERS = 20.0
# Down to the next line of the page, and around two tables.
_GAPS = 30.0 + 26.0
_LINE_HEIGHT, _ROW_HEIGHT = 12.24, 7.0
_LABEL_CHARACTERS, _FACT_CHARACTERS = 4.2, 42.0


def _height(table: Grid, widths: tuple[float, ...]) -> float:
    """About how high a dense table is; without `widths` no cell is broken but where its text is."""
    heads = tuple(column.head for column in table.columns)
    return sum(
        _ROW_HEIGHT
        + _LINE_HEIGHT
        * max(
            _lines_of(cell, widths[place]) if widths else cell.count("\n") + 1
            for place, cell in enumerate(row)
        )
        for row in (heads, *table.rows)
    )


def _lines_of(text: str, characters: float) -> int:
    """About how many lines a text takes that are so many Chinese characters wide."""
    return sum(
        max(1, ceil(sum(0.56 if char.isascii() else 1.0 for char in line) / characters))
        for line in text.split("\n")
    )


def _detail(data: ProjectInput) -> Iterator[Block]:
    for number, (title, blocks) in enumerate(sections(data), start=1):
        yield Heading(f"{numeral(number)}、{title}", on_new_page=number == 1)
        yield from blocks


def _track(data: ProjectInput) -> Grid:
    """The nine stages from left to right, each with its state, its days and its length."""
    facts = {one.stage: one for one in data.stages}
    stages = [facts.get(stage, StageFact(stage)) for stage in STAGES]
    columns = (
        Column("环节", Align.CENTRE, limit=2.2),
        *(Column(one.stage.zh, Align.CENTRE, share=1) for one in stages),
    )
    near = data.as_of
    return grid(
        columns,
        (
            ("状态", *(_state(one, data) for one in stages)),
            ("开始", *(_day(one.started_on, near) for one in stages)),
            ("结束", *(_day(one.done_on, near) for one in stages)),
            ("历时", *(_length(one) for one in stages)),
        ),
        look=Look.DENSE,
    )


def _state(one: StageFact, data: ProjectInput) -> str:
    if one.stage is data.stage and one.status is not StageStatus.PENDING:
        return f"{one.status.zh}\n当前环节"
    if one.status is StageStatus.PENDING and stage_index(one.stage) < stage_index(data.stage):
        # It lies behind and only nobody wrote down when; the project's page says the same.
        return "未登记"
    return one.status.zh


def _day(day: date | None, near: date) -> str:
    return BLANK if day is None else desk_words.day_cell(day, near)


def _length(one: StageFact) -> str:
    return BLANK if one.calendar_days is None else f"{one.calendar_days}个\n自然日"


def _facts(data: ProjectInput, most: words_of.Most) -> Grid:
    lines = (
        ("基本情况", words_of.what_words(data)),
        ("当前环节", words_of.stage_words(data)),
        ("越关退回", words_of.way_words(data, most)),
        ("亮灯", words_of.light_words(data, most)),
        ("手续", words_of.permit_words(data)),
        ("关键日期", words_of.date_words(data)),
        ("投资完成", words_of.money_words(data)),
        ("形象进度", words_of.site_words(data) if most.notes else ""),
        ("最新进展", words_of.progress_words(data) if most.notes else ""),
        ("最近到期", words_of.due_lines(data, most) or "没有在计的时限。"),
        ("存在问题", words_of.problem_lines(data, most) or "没有未销号的问题。"),
    )
    return grid(
        (
            Column("概况", limit=4.2),
            Column(f"截至{full_day(data.as_of)}", share=1, signed=True, key=True),
        ),
        [(name, words) for name, words in lines if words],
        look=Look.DENSE,
    )
