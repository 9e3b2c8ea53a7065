"""走访记录: one visit on one page, what was seen in a form and the photos below it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.form_grid import Cell, draw_form
from fangzi_desktop.reports.page import ASCENT, SIZE_2, SIZE_4, SIZE_5, SIZE_SMALL_5, Paper
from fangzi_desktop.reports.photo_pages import PagePhoto
from fangzi_desktop.reports.text import Ink, cut_to, one_line, plain
from fangzi_desktop.reports.visit_input import PaperFinding, PaperPromise, VisitPaper
from fangzi_desktop.reports.wording import BLANK, clause, full_day, official

_TITLE_PITCH = SIZE_2 * 1.35
_GAP = 4 * mm
_WORDS = SIZE_SMALL_5 * 1.7
_FOOT = SIZE_5 * 1.8
# Photos lower than this show nothing; they then go to a page of their own.
_LEAST, _MOST = 24 * mm, 74 * mm


def print_visit(data: VisitPaper, target: Path | BinaryIO, fonts: FontBook | None = None) -> int:
    """Print a visit and return how many pages it has: one, unless its words need more.

    Raises as `weekly.print_weekly` does.
    """
    title = f"{one_line(data.project)}走访记录"
    paper = Paper(
        target,
        fonts or FontBook(),
        title=title,
        author=data.team,
        subject=f"{title} {full_day(data.visited_on)}",
        on=data.as_of,
        is_letter=True,
    )
    paper.bookmark(title)
    paper.centred("走访记录", Role.TITLE, SIZE_2, _TITLE_PITCH)
    paper.skip(SIZE_4 / 2)
    draw_form(paper, _rows(data))
    _photos(paper, data)
    _foot(paper, data)
    return paper.finish()


def _rows(data: VisitPaper) -> list[tuple[Cell, ...]]:
    percent = f"约{data.percent}%（走访时目测，非统计数据）" if data.percent is not None else ""
    reached = "，".join(part for part in (one_line(data.node), percent) if part)
    then = full_day(data.next_on) if data.next_on is not None else BLANK
    return [
        (Cell("项目", one_line(data.project)), Cell("走访日期", full_day(data.visited_on))),
        (Cell("走访人员", one_line(data.who) or BLANK), Cell("下次走访", then)),
        (Cell("到达节点\n形象进度", reached or BLANK),),
        (Cell("现场情况", data.text.strip() or BLANK, 2),),
        (Cell("发现问题", _listed([_finding(one) for one in data.problems])),),
        (Cell("现场承诺", _listed([_promise(one) for one in data.promises])),),
    ]


def _listed(lines: list[str]) -> str:
    if len(lines) < 2:
        return "".join(lines) or BLANK
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _finding(one: PaperFinding) -> str:
    details = [f"责任单位：{official(one_line(one.unit))}"] if one.unit.strip() else []
    details += [f"解决时限：{full_day(one.due)}"] if one.due is not None else []
    details.append(f"目前{one.state}")
    return f"{clause(one_line(one.text))}（{'，'.join(details)}）。"


def _promise(one: PaperPromise) -> str:
    details = [one_line(one.by)] if one.by.strip() else []
    details += [f"承诺{full_day(one.due)}前兑现"] if one.due is not None else []
    details += [f"{full_day(one.kept_on)}已兑现"] if one.kept_on is not None else []
    return clause(one_line(one.text)) + (f"（{'，'.join(details)}）" if details else "") + "。"


def _photos(paper: Paper, data: VisitPaper) -> None:
    """Put photos side by side, as large as the page allows; nothing of one is cut away."""
    if not data.photos:
        return
    paper.skip(_GAP)
    across, width, height = _cells(paper, len(data.photos))
    if height < _LEAST:
        paper.new_page()
        across, width, height = _cells(paper, len(data.photos))
    for first in range(0, len(data.photos), across):
        for place, photo in enumerate(data.photos[first : first + across]):
            left = paper.sheet.left + place * (width + _GAP)
            _photo(paper, photo, left, width, height, first + place + 1)
        paper.y -= height + _WORDS + _GAP


def _cells(paper: Paper, count: int) -> tuple[int, float, float]:
    """Return how many photos stand beside each other so that they are largest, and the size of each."""
    found = []
    for across in {min(count, 2), count}:
        rows = -(-count // across)
        width = (paper.sheet.measure - _GAP * (across - 1)) / across
        height = min((paper.room - _FOOT) / rows - _WORDS - _GAP, _MOST)
        # Most photos are four to three.
        found.append((min(width, height * 4 / 3), across, width, height))
    _, across, width, height = max(found)
    return across, width, height


def _photo(paper: Paper, photo: PagePhoto, left: float, width: float, height: float, number: int) -> None:
    picture = ImageReader(io.BytesIO(photo.jpeg))
    wide, high = picture.getSize()
    share = min(width / wide, height / high)
    wide, high = wide * share, high * share
    paper.canvas.drawImage(picture, left + (width - wide) / 2, paper.y - high, wide, high)
    where = one_line(photo.where)
    caption = one_line(photo.caption)
    words = plain(f"图{number}　" + ("　".join(part for part in (caption, where) if part) or "现场照片"))
    face, ink = paper.fonts.face(Role.TABLE), Ink(paper.canvas)
    words = cut_to(words, face, SIZE_SMALL_5, width)
    x = left + (width - face.width(words, SIZE_SMALL_5)) / 2
    ink.put(x, paper.y - high - 4 - ASCENT * SIZE_SMALL_5, words, face, SIZE_SMALL_5)
    ink.dry()


def _foot(paper: Paper, data: VisitPaper) -> None:
    """Who made the record, and how many photos there are beside those printed."""
    paper.skip(3)
    paper.keep(SIZE_5)
    more = data.photos_in_all - len(data.photos)
    left = f"另有照片{more}张存于项目档案。" if more > 0 else ""
    right = f"{one_line(data.team)}　{full_day(data.as_of)}印制"
    face = paper.fonts.face(Role.BODY)
    paper.text(paper.sheet.left, plain(left), Role.BODY, SIZE_5)
    x = paper.sheet.left + paper.sheet.measure - face.width(plain(right), SIZE_5)
    paper.text(x, plain(right), Role.BODY, SIZE_5)
    paper.y -= SIZE_5
