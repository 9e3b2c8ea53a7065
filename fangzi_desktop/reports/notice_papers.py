"""提醒函 and 督办单: one matter of one unit, on one page unless its words need more."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from fangzi_desktop.domain.stage_terms import NoticeKind
from fangzi_desktop.reports import notice_words as words_of
from fangzi_desktop.reports.document import Align, Column
from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.form_grid import Cell, draw_form
from fangzi_desktop.reports.notice_input import NoticePaper
from fangzi_desktop.reports.page import PITCH, SIZE_2, SIZE_3, SIZE_4, Paper
from fangzi_desktop.reports.tables import draw_table
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.wording import BLANK, full_day, official

_TITLE_PITCH = SIZE_2 * 1.35
# What is written by hand, in lines of the form; it is given the rest of the page as well.
_INSTRUCTION_LINES = 3
_FEEDBACK_LINES = 4


def print_notice(data: NoticePaper, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print a notice and return how many pages it has. Raises as `weekly.print_weekly` does."""
    title = f"{data.kind.zh}{one_line(data.document_no)}"
    paper = Paper(
        target,
        fonts or FontBook(),
        title=title,
        author=data.team,
        subject=title,
        on=data.issued_on,
        is_letter=True,
    )
    if data.kind is NoticeKind.SUPERVISION:
        _supervision(paper, data)
    else:
        _reminder(paper, data)
    return paper.finish()


def _reminder(paper: Paper, data: NoticePaper) -> None:
    """A letter: head, number, title, addressee, matter, demand, day of reply, sign-off."""
    paper.masthead(data.team, "", one_line(data.document_no))
    paper.skip(PITCH)
    paper.centred(words_of.title_words(data), Role.TITLE, SIZE_2, _TITLE_PITCH)
    paper.skip(SIZE_3 / 2)
    paper.paragraph(paper.span(Role.BODY, f"{official(one_line(data.addressee))}："), indent=0.0)
    paper.paragraph(paper.span(Role.BODY, words_of.opening_words(data)))
    columns = (
        Column("项目", share=4, key=True),
        Column("事项", share=4),
        Column("起算", Align.CENTRE, limit=9),
        Column("到期日", Align.CENTRE, limit=9),
        Column("办理情况", Align.CENTRE, limit=8),
    )
    row = [
        one_line(data.project),
        official(one_line(data.label)),
        words_of.start_words(data),
        words_of.due_words(data),
        words_of.standing_words(data.due, data.issued_on, data.overdue_workdays),
    ]
    draw_table(paper, columns, [row], note=data.basis)
    paper.skip(SIZE_3 / 2)
    for words in (f"{data.effects}{data.demand}", words_of.answer_words(data), "特此函告。"):
        if words:
            paper.paragraph(paper.span(Role.BODY, plain(words)))
    _sign(paper, data)


def _supervision(paper: Paper, data: NoticePaper) -> None:
    """A form with what is demanded above, and below what others write into it."""
    # The team's name stands over the name of the form, as an even break would fall inside it.
    for words in (one_line(data.team), data.kind.zh):
        paper.centred(words, Role.TITLE, SIZE_2, _TITLE_PITCH)
    paper.skip(SIZE_4 / 2)
    late = words_of.standing_words(data.due, data.issued_on, data.overdue_workdays)
    draw_form(
        paper,
        (
            (Cell("编号", one_line(data.document_no)), Cell("签发日期", full_day(data.issued_on))),
            (
                Cell("承办单位", official(one_line(data.addressee))),
                Cell("办理时限", full_day(data.reply_by) if data.reply_by is not None else BLANK),
            ),
            (Cell("督办事项", f"{one_line(data.project)}：{official(one_line(data.label))}"),),
            (Cell("逾期情况", f"{words_of.due_words(data)}到期，{late}。{data.basis}{data.effects}"),),
            (Cell("督办要求", f"{data.demand}\n{words_of.answer_words(data)}"),),
            (Cell("领导批示", least_lines=_INSTRUCTION_LINES),),
            (Cell("办理情况\n反馈", least_lines=_FEEDBACK_LINES),),
            (Cell("签收人", least_lines=2), Cell("签收日期", "　　　年　月　日")),
        ),
    )


def _sign(paper: Paper, data: NoticePaper) -> None:
    """Who issues it, centred on its date, which ends four characters from the right; never apart."""
    issuer, day = one_line(data.team), full_day(data.issued_on)
    body = paper.fonts.face(Role.BODY)
    paper.keep(SIZE_3 + PITCH)
    # A blank line for the seal where there is room for it.
    if paper.room >= SIZE_3 + 2 * PITCH:
        paper.skip(PITCH)
    wide = max(body.width(issuer, SIZE_3), body.width(day, SIZE_3))
    middle = paper.sheet.left + paper.sheet.measure - 4 * SIZE_3 - wide / 2
    for words in (issuer, day):
        paper.text(middle - body.width(words, SIZE_3) / 2, words, Role.BODY, SIZE_3)
        paper.y -= PITCH
