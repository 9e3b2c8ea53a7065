"""A time axis on paper: bars that can be told apart without colour, drawn in lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import partial

from reportlab.pdfgen.canvas import Canvas

from fangzi_desktop.reports.desk_input import Piece, Stroke
from fangzi_desktop.reports.fonts import Role
from fangzi_desktop.reports.page import ASCENT, SIZE_SMALL_5, Paper
from fangzi_desktop.reports.tables import Box
from fangzi_desktop.reports.text import BLACK, Colour, Ink

_BAR = 7.0
_PAD = 4.0
_LABEL_SIZE = 7.5
_SWATCH = 22.0
_LEAST_DAYS = 14
_LONG_AGO_DAYS = 60
_TODAY: Colour = (0xC8 / 255, 0x32 / 255, 0x2B / 255)
_BLUE: Colour = (0x1F / 255, 0x5F / 255, 0xA8 / 255)
_GREY: Colour = (0.66, 0.68, 0.70)
_DARK: Colour = (0.30, 0.33, 0.36)
_GRID: Colour = (0.88, 0.89, 0.91)

# How many months apart the labels stand; the first step at which they do not touch is taken.
_STEPS = (1, 2, 3, 6, 12, 24, 60)


class TimeAxis:
    """The days of a drawn column, from the first to the last with a little room, and today's line.

    Today is left out where everything ended so long ago that it would take most of the room.
    """

    def __init__(self, paper: Paper, days: Iterable[date], today: date) -> None:
        self._paper = paper
        self._today = today
        known = list(days) or [today]
        first, last = min(known), max(known)
        self.has_today = (today - last).days <= max(_LONG_AGO_DAYS, (last - first).days)
        if self.has_today:
            first, last = min(first, today), max(last, today)
        room = timedelta(days=max(2, (last - first).days // 40))
        self.first = first - room
        self.last = max(last + room, self.first + timedelta(days=_LEAST_DAYS))

    def head(self, box: Box) -> None:
        """Draw the months and, above them, today."""
        face = self._paper.fonts.face(Role.TABLE)
        ink = Ink(self._paper.canvas)
        if self.has_today:
            self._head_of_today(ink, box)
        for words, at in self._labels(box):
            ink.put(at + 1.5, box.bottom + 4, words, face, _LABEL_SIZE, colour=_DARK)
        ink.dry()
        self._lines(_GRID, 0.4, [(at, box.bottom, at, box.bottom + 10) for _, at in self._labels(box)])

    def _head_of_today(self, ink: Ink, box: Box) -> None:
        face = self._paper.fonts.face(Role.TABLE)
        today = f"今日 {self._today.month}月{self._today.day}日"
        width = face.width(today, _LABEL_SIZE)
        middle = self.x(self._today, box) + self.day_width(box) / 2
        left = min(max(middle - width / 2, box.left + 1), box.left + box.width - width - 1)
        ink.put(
            left, box.bottom + box.height - 3 - ASCENT * _LABEL_SIZE, today, face, _LABEL_SIZE, colour=_TODAY
        )
        self._lines(_TODAY, 0.8, [(middle, box.bottom, middle, box.bottom + 3)])

    def months(self, box: Box) -> None:
        """Draw the months' lines through a row."""
        top = box.bottom + box.height
        self._lines(_GRID, 0.4, [(at, box.bottom, at, top) for _, at in self._labels(box)])

    def today(self, box: Box) -> None:
        """Draw today's line through a row."""
        if not self.has_today:
            return
        at = self.x(self._today, box) + self.day_width(box) / 2
        self._lines(_TODAY, 0.8, [(at, box.bottom, at, box.bottom + box.height)])

    def bar(self, piece: Piece, box: Box) -> Box:
        """Where a piece lies in a row, never too narrow to be seen."""
        left = self.x(piece.first, box)
        right = max(self.x(piece.last, box) + self.day_width(box), left + 1.6)
        return Box(left, box.bottom + box.height / 2 - _BAR / 2, right - left, _BAR)

    def x(self, day: date, box: Box) -> float:
        """Where a day begins."""
        days = (self.last - self.first).days + 1
        return box.left + _PAD + (box.width - 2 * _PAD) * (day - self.first).days / days

    def end(self, day: date, box: Box) -> float:
        """Where a day ends."""
        return self.x(day, box) + self.day_width(box)

    def day_width(self, box: Box) -> float:
        """How wide a day is."""
        return (box.width - 2 * _PAD) / ((self.last - self.first).days + 1)

    def _labels(self, box: Box) -> list[tuple[str, float]]:
        """The months that are named, with where they begin."""
        face = self._paper.fonts.face(Role.TABLE)
        for step in _STEPS:
            months = list(_months(self.first, self.last, step))
            years = {month.year for month in months}
            found = [
                (
                    _month_words(month, step, dated=len(years) > 1 and (place == 0 or month.month <= step)),
                    month,
                )
                for place, month in enumerate(months)
            ]
            placed = [(words, self.x(month, box)) for words, month in found]
            ends = [at + face.width(words, _LABEL_SIZE) + 5 for words, at in placed]
            starts = [at for _, at in placed[1:]]
            if all(end <= start for end, start in zip(ends, starts, strict=False)):
                limit = box.left + box.width
                return [
                    (words, at) for (words, at), end in zip(placed, ends, strict=True) if end - 3 <= limit
                ]
        return []

    def _lines(
        self, colour: Colour, thickness: float, lines: list[tuple[float, float, float, float]]
    ) -> None:
        canvas = self._paper.canvas
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(thickness)
        canvas.lines(lines)
        canvas.setStrokeColorRGB(*BLACK)


class TimeColumn:
    """The drawn column of a checklist: each item's bars with the months and today behind them."""

    def __init__(self, paper: Paper, rows: Sequence[Sequence[Piece]], today: date) -> None:
        self._canvas = paper.canvas
        self._rows = rows
        days = (day for pieces in rows for piece in pieces for day in (piece.first, piece.last))
        self.axis = TimeAxis(paper, days, today)
        self.head = self.axis.head

    def row(self, number: int, box: Box) -> None:
        """Draw one item's bars."""
        self.axis.months(box)
        for piece in self._rows[number]:
            draw_piece(self._canvas, self.axis.bar(piece, box), piece)
        self.axis.today(box)


def _months(first: date, last: date, step: int) -> Iterable[date]:
    """The first days of the months within that a step leaves, counted from January."""
    month = first.replace(day=1)
    while month <= last:
        whole = month.year * 12 + month.month - 1
        if month >= first and whole % step == 0:
            yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _month_words(month: date, step: int, *, dated: bool) -> str:
    if step >= 12:
        return f"{month.year}年"
    return f"{month.year % 100:02d}年{month.month}月" if dated else f"{month.month}月"


def draw_piece(canvas: Canvas, box: Box, piece: Piece) -> None:
    """Draw a piece of a bar: each kind has a fill or a hatching of its own, colour only helps."""
    canvas.saveState()
    canvas.setLineWidth(0.6)
    if piece.stroke is Stroke.STOPPED:
        canvas.setStrokeColorRGB(*_DARK)
        canvas.setDash(1, 1.4)
        middle = box.bottom + box.height / 2
        canvas.line(box.left, middle, box.left + box.width, middle)
        canvas.restoreState()
        return
    if piece.stroke is Stroke.FORECAST:
        canvas.setStrokeColorRGB(*_DARK)
        canvas.setDash(2, 1.2)
        canvas.rect(box.left, box.bottom, box.width, box.height, stroke=1, fill=0)
        canvas.setDash()
    elif piece.stroke is Stroke.PLANNED:
        canvas.setStrokeColorRGB(*_BLUE)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(box.left, box.bottom, box.width, box.height, stroke=1, fill=1)
    elif piece.stroke in (Stroke.LATE, Stroke.OVERDUE):
        canvas.setStrokeColorRGB(*_TODAY)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(box.left, box.bottom, box.width, box.height, stroke=1, fill=1)
        step = 1.6 if piece.stroke is Stroke.OVERDUE else 3.0
        _hatch(canvas, box, step, slant=0.0)
    else:
        canvas.setFillColorRGB(*(_BLUE if piece.stroke is Stroke.RUNNING else _GREY))
        canvas.rect(box.left, box.bottom, box.width, box.height, stroke=0, fill=1)
    if piece.is_minimum:
        canvas.setStrokeColorRGB(*((1, 1, 1) if piece.stroke is Stroke.RUNNING else _DARK))
        _hatch(canvas, box, 2.6, slant=box.height)
    canvas.restoreState()


def _hatch(canvas: Canvas, box: Box, step: float, *, slant: float) -> None:
    """Fill a box with lines, upright or leaning to the right by `slant`."""
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(box.left, box.bottom, box.width, box.height)
    canvas.clipPath(clip, stroke=0, fill=0)
    lines, at = [], box.left - slant + step / 2
    while at < box.left + box.width:
        lines.append((at, box.bottom, at + slant, box.bottom + box.height))
        at += step
    canvas.lines(lines)
    canvas.restoreState()


_KEYS = (
    ("已办结", Piece(date.min, date.min, Stroke.DONE)),
    ("逾期办结", Piece(date.min, date.min, Stroke.LATE)),
    ("办理中", Piece(date.min, date.min, Stroke.RUNNING)),
    ("余下时限", Piece(date.min, date.min, Stroke.PLANNED)),
    ("已逾期", Piece(date.min, date.min, Stroke.OVERDUE)),
    ("法定最短期限", Piece(date.min, date.min, Stroke.DONE, is_minimum=True)),
    ("暂停计时", Piece(date.min, date.min, Stroke.STOPPED)),
    ("按前置关系推算", Piece(date.min, date.min, Stroke.FORECAST)),
)


_Mark = Callable[[Box], None]


def draw_key(paper: Paper, more: Sequence[tuple[str, _Mark]] = ()) -> None:
    """Say what each kind of bar stands for, in as few lines as it needs; `more` are a chart's own marks."""
    face = paper.fonts.face(Role.TABLE)
    canvas = paper.canvas
    keys: list[tuple[str, _Mark]] = [(words, partial(_draw_swatch, canvas, piece)) for words, piece in _KEYS]
    left, right = paper.sheet.left, paper.sheet.left + paper.sheet.measure
    title = "图例："
    lines: list[list[tuple[str, _Mark, float]]] = [[]]
    start = x = left + face.width(title, SIZE_SMALL_5)
    for words, mark in (*keys, *more):
        width = _SWATCH + 4 + face.width(words, SIZE_SMALL_5)
        if x + width > right and lines[-1]:
            lines.append([])
            x = start
        lines[-1].append((words, mark, x))
        x += width + 12
    paper.keep(SIZE_SMALL_5 * (0.8 + 1.6 * len(lines)))
    paper.skip(7)
    ink = Ink(canvas)
    ink.put(left, paper.y - ASCENT * SIZE_SMALL_5, title, face, SIZE_SMALL_5)
    for line in lines:
        baseline = paper.y - ASCENT * SIZE_SMALL_5
        for words, mark, at in line:
            mark(Box(at, baseline, _SWATCH, _BAR))
            ink.put(at + _SWATCH + 4, baseline, words, face, SIZE_SMALL_5)
        paper.y -= SIZE_SMALL_5 * 1.6
    ink.dry()


def _draw_swatch(canvas: Canvas, piece: Piece, box: Box) -> None:
    draw_piece(canvas, box, piece)
