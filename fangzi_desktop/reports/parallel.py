"""The chart of a project's permits (并联审批图): phases, parallel groups and items on one time axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import BinaryIO

from reportlab.pdfgen.canvas import Canvas

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.terms import PermitState
from fangzi_desktop.reports import desk_words as words_of
from fangzi_desktop.reports.arrows import Arrow, draw_arrow
from fangzi_desktop.reports.bars import TimeAxis, draw_key, draw_piece
from fangzi_desktop.reports.desk_input import ChecklistItem, Piece
from fangzi_desktop.reports.desk_papers import facts, item_cell, title_of_sheet, working_paper
from fangzi_desktop.reports.document import Align, Column
from fangzi_desktop.reports.fonts import FontBook, Role
from fangzi_desktop.reports.page import ASCENT, WIDE, WORKING, Paper
from fangzi_desktop.reports.parallel_input import ChartGroup, ChartInput, ChartLine, ChartPhase, ChartRow
from fangzi_desktop.reports.tables import Box, Drawing, draw_table
from fangzi_desktop.reports.text import BLACK, Colour, Ink, one_line
from fangzi_desktop.reports.wording import BLANK, duration, official

_SIZE = 8.0
_ROW_PAD = 2.4
_CHART = 5
# A day narrower than this is not shaded: nobody could tell it from its neighbours.
_LEAST_SHADED = 1.1
_BAND: Colour = (0.90, 0.91, 0.93)
_GROUP_BAND: Colour = (0.955, 0.96, 0.97)
_REST: Colour = (0.94, 0.945, 0.955)
_CRITICAL = 1.7
_DIAMOND = 3.4
_CAP = 4.0
_HEAD_SIZE = 7.5
_FARTHEST_BACK = 14.0


def print_parallel(
    data: ChartInput,
    target: Path | BinaryIO,
    fonts: FontBook | None = None,
    setting: Setting = Setting.WORKING,
) -> int:
    """Print the chart on lying A4 sheets, or on A3 (`Setting.WIDE`), and return how many pages it has.

    Raises as `pdf.print_document` does.
    """
    head = data.checklist
    title = f"{one_line(head.project)}并联审批图"
    sheet = WIDE if setting is Setting.WIDE else WORKING
    paper = working_paper(head.team, title, head.as_of, target, fonts, sheet)
    title_of_sheet(paper, title)
    facts(paper, words_of.counts_words(head))
    facts(paper, words_of.outlook_words(head))
    facts(paper, words_of.critical_words(head))
    paper.skip(5)
    if not data.rows:
        facts(paper, "这个项目还没有列出手续清单。")
        return paper.finish()
    chart = _Chart(paper, data)
    draw_table(
        paper,
        _columns(setting),
        [_row(row, head.as_of) for row in data.rows],
        continued=f"{title}（续）",
        note=f"不涉及的{data.not_needed}项没有列出。" if data.not_needed else "",
        size=_SIZE,
        pad=_ROW_PAD,
        drawing=Drawing(_CHART, chart.head, chart.row),
        leading={place for place, row in enumerate(data.rows) if not isinstance(row, ChartLine)},
    )
    draw_key(paper, _marks(paper.canvas))
    return paper.finish()


def _columns(setting: Setting) -> tuple[Column, ...]:
    wide = setting is Setting.WIDE
    return (
        Column("序号", Align.CENTRE, limit=2.5),
        Column("事项", limit=26 if wide else 17, key=True),
        Column("责任部门", limit=20 if wide else 12),
        Column("时限", limit=5.6),
        Column("状态", limit=9, signed=True),
        # The second line of the head is room for the months.
        Column(" \n ", share=1),
    )


def _row(row: ChartRow, near: date) -> list[str]:
    if isinstance(row, ChartPhase):
        return ["", f"{row.phase.zh}　{row.done}/{row.total}", "", "", "", ""]
    if isinstance(row, ChartGroup):
        return _group_row(row, near)
    item = row.item
    return [
        str(row.number),
        item_cell(item, number=False),
        official(one_line(item.department)) or BLANK,
        words_of.limit_words(item.limit),
        words_of.state_cell(item, near),
        "",
    ]


def _group_row(row: ChartGroup, near: date) -> list[str]:
    fact, clock = row.fact, row.fact.clock
    state = f"{fact.done}/{fact.total}"
    if clock is not None and clock.due is not None:
        state += f"\n{clock.light.sign} {words_of.left_words(clock, near)}"
    who = official(one_line(fact.coordinator))
    name = official(one_line(fact.name))
    longest = f"\n最长单项：{official(one_line(row.longest))}" if row.longest else ""
    limit = duration(row.limit.amount, row.limit.unit) if row.limit is not None else BLANK
    return ["并联", f"{name}{longest}", f"牵头：{who}" if who else BLANK, limit, state, ""]


class _Chart:
    """The drawn column: bars on the axis, rest days behind them and dependencies over them."""

    def __init__(self, paper: Paper, data: ChartInput) -> None:
        self._paper, self._data, self._canvas = paper, data, paper.canvas
        days = [day for piece in _pieces(data.rows) for day in (piece.first, piece.last)]
        days += [row.item.due for row in data.rows if isinstance(row, ChartLine) and row.item.due]
        overall = data.checklist.overall
        self._overall = overall.due if overall is not None else None
        days += [self._overall] if self._overall is not None else []
        self._axis = TimeAxis(paper, days, data.checklist.as_of)
        self._lines = {row.number: row for row in data.rows if isinstance(row, ChartLine)}
        # Where the items' bars lie that are on this page already, by their numbers.
        self._placed: dict[int, Box] = {}

    def head(self, box: Box) -> None:
        """Draw the axis; what lies on the page before cannot be pointed at from here."""
        self._placed.clear()
        self._axis.head(box)
        self._head_of_overall(box)

    def row(self, number: int, box: Box) -> None:
        """Draw a row over what lies behind it."""
        row = self._data.rows[number]
        if isinstance(row, ChartPhase):
            self._band(box, _BAND)
            return
        if isinstance(row, ChartGroup):
            self._band(box, _GROUP_BAND)
        self._rests(box)
        self._axis.months(box)
        pieces = row.pieces if isinstance(row, ChartGroup) else row.item.pieces
        bars = [self._axis.bar(piece, box) for piece in pieces]
        for piece, bar in zip(pieces, bars, strict=True):
            draw_piece(self._canvas, bar, piece)
        if isinstance(row, ChartGroup):
            if bars:
                _draw_caps(self._canvas, _span(bars))
        else:
            self._mark(row.item, bars, box)
        self._axis.today(box)
        if self._overall is not None:
            at = self._axis.end(self._overall, box)
            _draw_overall(self._canvas, at, box.bottom, box.bottom + box.height)
        if isinstance(row, ChartLine) and bars:
            self._placed[row.number] = _span(bars)
            self._arrows(row)

    def _head_of_overall(self, box: Box) -> None:
        """Say on which day the overall limit ends, where that does not stand in the way of today."""
        if self._overall is None:
            return
        at, face = self._axis.end(self._overall, box), self._paper.fonts.face(Role.TABLE)
        words = f"总时限 {self._overall.month}月{self._overall.day}日"
        width = face.width(words, _HEAD_SIZE)
        left = min(max(at - width / 2, box.left + 1), box.left + box.width - width - 1)
        today = self._axis.x(self._data.checklist.as_of, box)
        if self._axis.has_today and left - width < today < left + 2 * width:
            return
        ink = Ink(self._canvas)
        ink.put(left, box.bottom + box.height - 3 - ASCENT * _HEAD_SIZE, words, face, _HEAD_SIZE)
        ink.dry()

    def _mark(self, item: ChecklistItem, bars: Sequence[Box], box: Box) -> None:
        """The day it is due, the critical path and the four certificates."""
        if item.due is not None:
            _draw_due(self._canvas, self._axis.end(item.due, box), box.bottom + box.height / 2)
        if not bars:
            return
        whole = _span(bars)
        if item.is_critical and item.state is not PermitState.DECIDED:
            _draw_critical(self._canvas, whole)
        if item.is_certificate:
            _draw_diamond(self._canvas, whole.left + whole.width, whole.bottom + whole.height / 2)

    def _arrows(self, row: ChartLine) -> None:
        """The dependencies between this item and those that stand above it on the page."""
        for number, box in self._placed.items():
            other = self._lines[number]
            if number in row.needs:
                self._arrow(other, box, row, self._placed[row.number])
            elif row.number in other.needs:
                self._arrow(row, self._placed[row.number], other, box)

    def _arrow(self, first: ChartLine, start: Box, then: ChartLine, end: Box) -> None:
        # What is over is told by the bars, and an arrow that runs far back only hides those that matter.
        if then.item.state is PermitState.DECIDED or start.left + start.width - end.left > _FARTHEST_BACK:
            return
        critical = first.item.is_critical and then.item.is_critical
        draw_arrow(
            self._canvas,
            Arrow(
                (start.left + start.width, start.bottom + start.height / 2),
                (end.left, end.bottom + end.height / 2),
            ),
            is_strong=critical,
        )

    def _band(self, box: Box, colour: Colour) -> None:
        sheet = self._paper.sheet
        self._fill(Box(sheet.left, box.bottom, sheet.measure, box.height), colour)

    def _rests(self, box: Box) -> None:
        width = self._axis.day_width(box)
        if width < _LEAST_SHADED:
            return
        for first, last in self._data.rests:
            first, last = max(first, self._axis.first), min(last, self._axis.last)
            if first <= last:
                left = self._axis.x(first, box)
                self._fill(Box(left, box.bottom, ((last - first).days + 1) * width, box.height), _REST)

    def _fill(self, box: Box, colour: Colour) -> None:
        self._canvas.setFillColorRGB(*colour)
        self._canvas.rect(box.left, box.bottom, box.width, box.height, stroke=0, fill=1)
        self._canvas.setFillColorRGB(*BLACK)


def _pieces(rows: Iterable[ChartRow]) -> Iterator[Piece]:
    for row in rows:
        if isinstance(row, ChartGroup):
            yield from row.pieces
        elif isinstance(row, ChartLine):
            yield from row.item.pieces


def _span(bars: Sequence[Box]) -> Box:
    left, right = min(bar.left for bar in bars), max(bar.left + bar.width for bar in bars)
    return Box(left, bars[0].bottom, right - left, bars[0].height)


def _draw_caps(canvas: Canvas, box: Box) -> None:
    """The ends of a group's bar: a black angle on either side that reaches below the bar."""
    canvas.setFillColorRGB(*BLACK)
    top, bottom = box.bottom + box.height + 1.2, box.bottom - 2.2
    cap = min(_CAP, box.width / 2)
    for at, towards in ((box.left, cap), (box.left + box.width, -cap)):
        path = canvas.beginPath()
        path.moveTo(at, top)
        path.lineTo(at + towards, top)
        path.lineTo(at, bottom)
        path.close()
        canvas.drawPath(path, stroke=0, fill=1)


def _draw_overall(canvas: Canvas, at: float, bottom: float, top: float) -> None:
    """The end of the overall limit: a dashed line through all rows."""
    canvas.saveState()
    canvas.setStrokeColorRGB(*BLACK)
    canvas.setLineWidth(0.8)
    canvas.setDash(4, 2)
    canvas.line(at, bottom, at, top)
    canvas.restoreState()


def _draw_due(canvas: Canvas, at: float, middle: float) -> None:
    """The end of a limit: a thin upright line with a foot, higher than the bar."""
    canvas.setStrokeColorRGB(*BLACK)
    canvas.setLineWidth(0.7)
    canvas.lines([(at, middle - 5.6, at, middle + 5.6), (at - 1.6, middle + 5.6, at + 1.6, middle + 5.6)])


def _draw_critical(canvas: Canvas, box: Box) -> None:
    """An item of the critical path: a thick black line below its bar."""
    canvas.setStrokeColorRGB(*BLACK)
    canvas.setLineWidth(_CRITICAL)
    canvas.line(box.left, box.bottom - _CRITICAL, box.left + box.width, box.bottom - _CRITICAL)


def _draw_diamond(canvas: Canvas, x: float, y: float) -> None:
    """One of the four certificates: a black diamond at the end of its bar."""
    canvas.setFillColorRGB(*BLACK)
    canvas.setStrokeColorRGB(1, 1, 1)
    canvas.setLineWidth(0.5)
    path = canvas.beginPath()
    path.moveTo(x, y + _DIAMOND)
    path.lineTo(x + _DIAMOND, y)
    path.lineTo(x, y - _DIAMOND)
    path.lineTo(x - _DIAMOND, y)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)
    canvas.setStrokeColorRGB(*BLACK)


def _marks(canvas: Canvas) -> list[tuple[str, partial[None]]]:
    """What the chart has beside its bars, for the key."""
    return [
        ("应办结日", partial(_key_due, canvas)),
        ("总时限", partial(_key_overall, canvas)),
        ("并联组（最长单项时限）", partial(_key_group, canvas)),
        ("关键路径", partial(_key_critical, canvas)),
        ("四证", partial(_key_certificate, canvas)),
        ("前置关系", partial(_key_arrow, canvas)),
        ("休息日", partial(_key_rest, canvas)),
    ]


def _key_due(canvas: Canvas, box: Box) -> None:
    _draw_due(canvas, box.left + box.width / 2, box.bottom + box.height / 2)


def _key_overall(canvas: Canvas, box: Box) -> None:
    _draw_overall(canvas, box.left + box.width / 2, box.bottom - 1, box.bottom + box.height + 1)


def _key_group(canvas: Canvas, box: Box) -> None:
    canvas.setFillColorRGB(*_REST)
    canvas.rect(box.left, box.bottom, box.width, box.height, stroke=0, fill=1)
    _draw_caps(canvas, box)


def _key_critical(canvas: Canvas, box: Box) -> None:
    _draw_critical(canvas, Box(box.left, box.bottom + box.height / 2, box.width, box.height))


def _key_certificate(canvas: Canvas, box: Box) -> None:
    _draw_diamond(canvas, box.left + box.width / 2, box.bottom + box.height / 2)


def _key_arrow(canvas: Canvas, box: Box) -> None:
    middle = box.bottom + box.height / 2
    draw_arrow(canvas, Arrow((box.left, middle), (box.left + box.width, middle)))


def _key_rest(canvas: Canvas, box: Box) -> None:
    canvas.setFillColorRGB(*_REST)
    canvas.rect(box.left, box.bottom - 1, box.width, box.height + 2, stroke=0, fill=1)
    canvas.setFillColorRGB(*BLACK)
