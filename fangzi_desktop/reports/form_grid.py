"""A form on paper: boxes with their labels, some filled and some left to be written in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fangzi_desktop.reports.fonts import Role
from fangzi_desktop.reports.page import ASCENT, Paper
from fangzi_desktop.reports.text import Ink, plain, set_text

# 小四, in which forms are filled; 3号 would leave no room to write in by hand.
_SIZE = 12.0
_LEADING = _SIZE * 1.5
_PAD = 6.0
_LABEL = 5.2 * _SIZE
_THICK, _THIN = 1.2, 0.6
# A tall cell is cut where at least so many of its lines stand on either page.
_LEAST_CUT = 2
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Cell:
    """A label with what stands beside it, `least_lines` high. User text prints as it is."""

    label: str
    words: str = ""
    least_lines: int = 1


@dataclass(slots=True)
class _Set:
    """A cell whose words are broken into lines."""

    label: list[str]
    lines: list[str]
    least: int
    more: float = 0.0

    def height(self) -> float:
        return max(len(self.lines), self.least, len(self.label)) * _LEADING + 2 * _PAD + self.more


def draw_form(paper: Paper, rows: Sequence[Sequence[Cell]]) -> None:
    """Draw a form of one or two cells a row; what is too tall for the page goes on in the same box.

    Rows to be written in get the rest of the page, if the form needs no second one.
    """
    form = [[_set(paper, cell, len(row)) for cell in row] for row in rows]
    _spread(form, paper.room)
    for cells in form:
        while max(cell.height() for cell in cells) > paper.room + _TOLERANCE:
            tallest = max(len(cell.lines) for cell in cells)
            fitting = min(int((paper.room - 2 * _PAD + _TOLERANCE) // _LEADING), tallest - _LEAST_CUT)
            if fitting >= _LEAST_CUT and _is_text(cells):
                _draw_row(paper, [_Set(cell.label, cell.lines[:fitting], fitting) for cell in cells])
                for cell in cells:
                    cell.lines = cell.lines[fitting:]
            elif paper.fresh:
                break
            paper.new_page()
        _draw_row(paper, cells)


def _spread(form: Sequence[Sequence[_Set]], room: float) -> None:
    """Give what the form leaves of the page to the rows that are written in."""
    spare = room - sum(max(cell.height() for cell in cells) for cells in form)
    blank = [cells[0] for cells in form if len(cells) == 1 and not any(cells[0].lines)]
    if spare > 0:
        for cell in blank:
            cell.more = spare / len(blank)


def _is_text(cells: Sequence[_Set]) -> bool:
    """Whether a row is tall for its words, and not for the room it leaves to write in."""
    return all(len(cell.lines) >= cell.least for cell in cells)


def _set(paper: Paper, cell: Cell, count: int) -> _Set:
    room = paper.sheet.measure / count - _LABEL - 2 * _PAD
    words = plain(cell.words).strip("\n")
    lines = set_text(words, paper.fonts.face(Role.BODY), _SIZE, room)
    return _Set(cell.label.split("\n"), lines, cell.least_lines)


def _draw_row(paper: Paper, cells: Sequence[_Set]) -> None:
    height = max(cell.height() for cell in cells)
    width = paper.sheet.measure / len(cells)
    top, bottom, left = paper.y, paper.y - height, paper.sheet.left
    canvas, ink = paper.canvas, Ink(paper.canvas)
    canvas.setLineWidth(_THIN)
    for place, cell in enumerate(cells):
        x = left + place * width
        canvas.line(x + _LABEL, top, x + _LABEL, bottom)
        if place:
            canvas.line(x, top, x, bottom)
        label = paper.fonts.face(Role.HEADING)
        y = top - (height - len(cell.label) * _LEADING) / 2
        for words in cell.label:
            ink.put(x + (_LABEL - label.width(words, _SIZE)) / 2, _baseline(y), words, label, _SIZE)
            y -= _LEADING
        y = top - (height - len(cell.lines) * _LEADING) / 2
        for words in cell.lines:
            ink.put(x + _LABEL + _PAD, _baseline(y), words, paper.fonts.face(Role.BODY), _SIZE)
            y -= _LEADING
    ink.dry()
    canvas.line(left, top, left + paper.sheet.measure, top)
    canvas.line(left, bottom, left + paper.sheet.measure, bottom)
    canvas.setLineWidth(_THICK)
    for x in (left, left + paper.sheet.measure):
        canvas.line(x, top, x, bottom)
    paper.y = bottom


def _baseline(top: float) -> float:
    return top - (_LEADING - _SIZE) / 2 - ASCENT * _SIZE
