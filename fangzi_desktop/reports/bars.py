"""A checklist's time axis on paper: bars that can be told apart without colour, drawn in lines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

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
_TODAY: Colour = (0xC8 / 255, 0x32 / 255, 0x2B / 255)
_BLUE: Colour = (0x1F / 255, 0x5F / 255, 0xA8 / 255)
_GREY: Colour = (0.66, 0.68, 0.70)
_DARK: Colour = (0.30, 0.33, 0.36)
_GRID: Colour = (0.88, 0.89, 0.91)

# How many months apart the labels stand; the first step at which they do not touch is taken.
_STEPS = (1, 2, 3, 6, 12, 24, 60)


class TimeColumn:
    """The drawn column of a checklist: the days from the first bar to the last, with today's line."""

    def __init__(self, paper: Paper, rows: Sequence[Sequence[Piece]], today: date) -> None:
        self._paper = paper
        self._rows = rows
        self._today = today
        days = [today, *(day for pieces in rows for piece in pieces for day in (piece.first, piece.last))]
        first, last = min(days), max(days)
        room = timedelta(days=max(2, (last - first).days // 40))
        self.first = first - room
        self.last = max(last + room, self.first + timedelta(days=_LEAST_DAYS))

    def head(self, box: Box) -> None:
        """Draw the months and, above them, today."""
        face = self._paper.fonts.face(Role.TABLE)
        ink = Ink(self._paper.canvas)
        today = f"今日 {self._today.month}月{self._today.day}日"
        width = face.width(today, _LABEL_SIZE)
        middle = self._x(self._today, box) + self._day_width(box) / 2
        left = min(max(middle - width / 2, box.left + 1), box.left + box.width - width - 1)
        ink.put(
            left, box.bottom + box.height - 3 - ASCENT * _LABEL_SIZE, today, face, _LABEL_SIZE, colour=_TODAY
        )
        for words, at in self._labels(box):
            ink.put(at + 1.5, box.bottom + 4, words, face, _LABEL_SIZE, colour=_DARK)
        ink.dry()
        self._lines(_GRID, 0.4, [(at, box.bottom, at, box.bottom + 10) for _, at in self._labels(box)])
        self._lines(_TODAY, 0.8, [(middle, box.bottom, middle, box.bottom + 3)])

    def row(self, number: int, box: Box) -> None:
        """Draw one item's bars with the months and today behind them."""
        top = box.bottom + box.height
        months = [(at, box.bottom, at, top) for _, at in self._labels(box)]
        self._lines(_GRID, 0.4, months)
        middle = box.bottom + box.height / 2 - _BAR / 2
        for piece in self._rows[number]:
            left = self._x(piece.first, box)
            right = max(self._x(piece.last, box) + self._day_width(box), left + 1.6)
            draw_piece(self._paper.canvas, Box(left, middle, right - left, _BAR), piece)
        at = self._x(self._today, box) + self._day_width(box) / 2
        self._lines(_TODAY, 0.8, [(at, box.bottom, at, top)])

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
            placed = [(words, self._x(month, box)) for words, month in found]
            ends = [at + face.width(words, _LABEL_SIZE) + 5 for words, at in placed]
            starts = [at for _, at in placed[1:]]
            if all(end <= start for end, start in zip(ends, starts, strict=False)):
                limit = box.left + box.width
                return [
                    (words, at) for (words, at), end in zip(placed, ends, strict=True) if end - 3 <= limit
                ]
        return []

    def _x(self, day: date, box: Box) -> float:
        days = (self.last - self.first).days + 1
        return box.left + _PAD + (box.width - 2 * _PAD) * (day - self.first).days / days

    def _day_width(self, box: Box) -> float:
        return (box.width - 2 * _PAD) / ((self.last - self.first).days + 1)

    def _lines(
        self, colour: Colour, thickness: float, lines: list[tuple[float, float, float, float]]
    ) -> None:
        canvas = self._paper.canvas
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(thickness)
        canvas.lines(lines)
        canvas.setStrokeColorRGB(*BLACK)


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


def draw_key(paper: Paper) -> None:
    """Say in one line what each kind of bar stands for."""
    face = paper.fonts.face(Role.TABLE)
    paper.keep(SIZE_SMALL_5 * 2.4)
    paper.skip(7)
    baseline = paper.y - ASCENT * SIZE_SMALL_5
    x = paper.sheet.left
    ink = Ink(paper.canvas)
    ink.put(x, baseline, "图例：", face, SIZE_SMALL_5)
    x += face.width("图例：", SIZE_SMALL_5)
    for words, piece in _KEYS:
        draw_piece(paper.canvas, Box(x, baseline, _SWATCH, _BAR), piece)
        x += _SWATCH + 4
        ink.put(x, baseline, words, face, SIZE_SMALL_5)
        x += face.width(words, SIZE_SMALL_5) + 12
    ink.dry()
    paper.y -= SIZE_SMALL_5 * 1.6
