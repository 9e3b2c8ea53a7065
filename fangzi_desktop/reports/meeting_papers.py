"""The papers of a review meeting: its agenda, its materials and a draft of its minutes."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from fangzi_desktop.reports import meeting_words as words_of
from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.meeting_input import MeetingInput, MeetingItem
from fangzi_desktop.reports.page import PITCH, SIZE_2, SIZE_5, Paper
from fangzi_desktop.reports.tables import Align, Column, draw_table
from fangzi_desktop.reports.text import one_line, set_spans
from fangzi_desktop.reports.wording import BLANK, area, full_day, money

_TITLE_PITCH = SIZE_2 * 1.5
_MARK = {True: "通过", False: "未通过", None: "未评"}


def print_agenda(data: MeetingInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print a meeting's agenda (会议议程) and return how many pages it has.

    Raises as `weekly.print_weekly` does.
    """
    title = f"{one_line(data.name)}议程"
    paper = _paper(data, title, target, fonts)
    _title(paper, title)
    for name, words in (
        ("时间", full_day(data.held_on)),
        ("地点", one_line(data.place)),
        ("主持", one_line(data.chair)),
    ):
        if words:
            paper.paragraph(paper.span(Role.HEADING, f"{name}："), paper.span(Role.BODY, words))
    paper.skip(6)
    if not data.items:
        paper.paragraph(paper.span(Role.BODY, "议程上还没有项目。"))
        return paper.finish()
    draw_table(
        paper,
        (
            Column("序号", Align.CENTRE, limit=3),
            Column("项目", share=6, key=True),
            Column("投资主体", share=4),
            Column("总投资", Align.RIGHT, limit=6),
            Column("用地(亩)", Align.RIGHT, limit=6),
            Column("论证轮次", Align.CENTRE, limit=5),
        ),
        [
            [
                str(number),
                one_line(item.name),
                one_line(item.investor) or BLANK,
                money(item.investment_yuan) if item.investment_yuan is not None else BLANK,
                area(item.area_mu) if item.area_mu is not None else BLANK,
                f"第{item.round_no}轮",
            ]
            for number, item in enumerate(data.items, start=1)
        ],
        continued=f"{title}（续）",
        size=SIZE_5,
    )
    return paper.finish()


def print_materials(data: MeetingInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print what is said of each project before a meeting (论证材料), each from a page of its own.

    Returns how many pages there are. Raises as `weekly.print_weekly` does.
    """
    title = f"{one_line(data.name)}论证材料"
    paper = _paper(data, title, target, fonts)
    if not data.items:
        _title(paper, title)
        paper.paragraph(paper.span(Role.BODY, "议程上还没有项目。"))
    for number, item in enumerate(data.items):
        if number:
            paper.new_page()
        _material(paper, item)
    return paper.finish()


def _material(paper: Paper, item: MeetingItem) -> None:
    paper.bookmark(item.name)
    _title(paper, one_line(item.name))
    paper.paragraph(paper.span(Role.BODY, words_of.about_words(item)))
    paper.heading("一、三关")
    gates = [
        f"{one.gate.zh}{_MARK[one.passed]}" + (f"（{one_line(one.note)}）" if one.note else "")
        for one in item.gates
    ]
    paper.paragraph(paper.span(Role.BODY, f"{'；'.join(gates)}。"))
    paper.heading("二、指标")
    _indicators(paper, item)
    paper.heading("三、部门意见")
    paper.paragraph(paper.span(Role.BODY, words_of.opinions_words(item)))
    _opinions(paper, item)
    if item.elements or item.problems:
        paper.heading("四、要素和问题")
        for words in (*item.elements, *item.problems):
            paper.paragraph(paper.span(Role.BODY, f"{one_line(words).rstrip('。')}。"))


def _indicators(paper: Paper, item: MeetingItem) -> None:
    known = [one for one in item.indicators if one.value is not None or one.threshold is not None]
    if not known:
        paper.paragraph(paper.span(Role.BODY, "还没有可以计算指标的资料。"))
        return
    draw_table(
        paper,
        (
            Column("指标", share=5, key=True),
            Column("数值", Align.RIGHT, share=4),
            Column("门槛", Align.RIGHT, limit=6),
            Column("结果", limit=5),
        ),
        [
            [
                one.indicator.zh,
                words_of.value_cell(one),
                words_of.threshold_cell(one) or BLANK,
                one.verdict.zh,
            ]
            for one in known
        ],
        size=SIZE_5,
    )
    _note(paper, "门槛仅供参考，不达到的不必然否决。")


def _opinions(paper: Paper, item: MeetingItem) -> None:
    if item.opinions:
        draw_table(
            paper,
            (
                Column("部门", share=4, key=True),
                Column("意见", limit=7),
                Column("内容", share=8),
            ),
            [
                [
                    one_line(one.department),
                    words_of.opinion_cell(one),
                    "；".join(one_line(words) for words in (one.text, one.conditions) if words) or BLANK,
                ]
                for one in item.opinions
            ],
            size=SIZE_5,
        )
        paper.skip(PITCH / 2)


def print_minutes(data: MeetingInput, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print a draft of a meeting's minutes (会议纪要稿) and return how many pages it has.

    Raises as `weekly.print_weekly` does.
    """
    title = f"{one_line(data.name)}纪要（稿）"
    paper = _paper(data, title, target, fonts)
    paper.masthead(f"{one_line(data.team)}会议纪要", one_line(data.minutes_no), full_day(data.held_on))
    paper.skip(PITCH)
    _title(paper, title)
    paper.paragraph(paper.span(Role.BODY, words_of.meeting_words(data) + words_of.outcome_words(data)))
    for number, item in enumerate(data.items, start=1):
        paper.heading(f"{words_of.chinese_number(number)}、{one_line(item.name)}")
        about = words_of.about_words(item)
        if about:
            paper.paragraph(paper.span(Role.BODY, about))
        if item.opinions:
            paper.paragraph(paper.span(Role.BODY, words_of.opinions_words(item)))
        paper.paragraph(paper.span(Role.BODY, words_of.decision_words(item)))
        for place, condition in enumerate(item.conditions, start=1):
            paper.paragraph(paper.span(Role.BODY, words_of.condition_words(place, condition)))
    return paper.finish()


def _paper(data: MeetingInput, title: str, target: Path | BinaryIO, fonts: FontBook | None) -> Paper:
    return Paper(
        target,
        fonts or FontBook(),
        title=title,
        author=data.team,
        subject=f"{title}，{full_day(data.held_on)}",
        on=data.printed_on,
    )


def _title(paper: Paper, title: str) -> None:
    paper.centred(title, Role.TITLE, SIZE_2, _TITLE_PITCH)
    paper.skip(PITCH / 2)


def _note(paper: Paper, words: str) -> None:
    paper.skip(4)
    lines = set_spans([paper.span(Role.TABLE, words)], SIZE_5, paper.sheet.measure)
    paper.put(lines, SIZE_5, SIZE_5 * 1.6)
    paper.skip(8)
