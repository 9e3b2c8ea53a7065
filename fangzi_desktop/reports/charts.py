"""Bar charts on paper: told apart by fill and hatching, each bar with its figure, readable without colour."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas

from fangzi_desktop.reports.document import Bars
from fangzi_desktop.reports.fonts import Role, Typeface
from fangzi_desktop.reports.page import ASCENT, SIZE_5, SIZE_SMALL_5, Paper
from fangzi_desktop.reports.tables import SIGN_COLOURS, Box
from fangzi_desktop.reports.text import BLACK, Colour, Ink, cut_to, one_line

_BAR = 9.0
# The space between the bars of one label, and between labels.
_CLOSE = 2.5
_GAP = 7.0
_PAD = 5.0
_LABEL_SHARE = 0.42
_SWATCH = 20.0
_INKS: tuple[Colour, ...] = ((0.22, 0.38, 0.58), (1, 1, 1), (0.70, 0.74, 0.79), (1, 1, 1))
# How far apart the lines of each series' hatching stand; 0 is none.
_HATCH = (0.0, 2.6, 0.0, 5.0)
# A share is drawn as a share of the whole, however large the largest is.
_WHOLE = 100.0
_AXIS: Colour = (0.45, 0.48, 0.52)
_TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class _Scale:
    left: float
    width: float
    most: float

    def length(self, value: float) -> float:
        return self.width * value / self.most if self.most else 0.0


def draw_bars(paper: Paper, bars: Bars) -> None:
    """Draw a chart with its caption and, of several series, its key; its parts are never torn from a label.

    A chart that is higher than a page goes on to the next.
    """
    face = paper.fonts.face(Role.TABLE)
    per_label = 1 if bars.is_stacked else max(len(bars.series), 1)
    block = per_label * _BAR + (per_label - 1) * _CLOSE
    head = SIZE_5 * 2.2 + (SIZE_SMALL_5 * 2 if len(bars.series) > 1 else 0)
    whole = head + len(bars.labels) * (block + _GAP) + SIZE_SMALL_5
    page = paper.sheet.top - paper.sheet.bottom
    paper.keep(whole if whole <= page else head + block + _GAP)
    _caption(paper, bars)
    if len(bars.series) > 1:
        _key(paper, bars)
    labels = [one_line(label) for label in bars.labels]
    wide = max((face.width(label, SIZE_SMALL_5) for label in labels), default=0.0)
    wide = min(wide, _LABEL_SHARE * paper.sheet.measure)
    figures = max((face.width(_said(bars, one), SIZE_SMALL_5) for one in _values(bars)), default=0.0)
    left = paper.sheet.left + wide + _PAD
    scale = _Scale(
        left,
        paper.sheet.left + paper.sheet.measure - left - figures - 2 * _PAD,
        max([_WHOLE if bars.unit == "%" else 0.0, *_values(bars)]),
    )
    for number, label in enumerate(labels):
        if paper.room + _TOLERANCE < block + _GAP and not paper.fresh:
            paper.new_page()
        _label(paper, _cut(label, face, wide), wide, block)
        _bars_of(paper, bars, number, scale)
        paper.y -= block + _GAP
    paper.y -= 2


def _caption(paper: Paper, bars: Bars) -> None:
    face = paper.fonts.face(Role.HEADING)
    words = cut_to(f"{bars.caption}（{bars.unit}）", face, SIZE_5, paper.sheet.measure)
    x = paper.sheet.left + (paper.sheet.measure - face.width(words, SIZE_5)) / 2
    paper.text(x, words, Role.HEADING, SIZE_5)
    paper.y -= SIZE_5 * 2.2


def _key(paper: Paper, bars: Bars) -> None:
    face = paper.fonts.face(Role.TABLE)
    names = [one_line(series.name) for series in bars.series]
    width = sum(_SWATCH + 4 + face.width(name, SIZE_SMALL_5) + 14 for name in names) - 14
    x = paper.sheet.left + max((paper.sheet.measure - width) / 2, 0)
    baseline = paper.y - ASCENT * SIZE_SMALL_5
    ink = Ink(paper.canvas)
    for number, name in enumerate(names):
        _fill(paper.canvas, bars, number, Box(x, baseline - 0.5, _SWATCH, _BAR - 1))
        x += _SWATCH + 4
        ink.put(x, baseline, name, face, SIZE_SMALL_5)
        x += face.width(name, SIZE_SMALL_5) + 14
    ink.dry()
    paper.y -= SIZE_SMALL_5 * 2


def _cut(label: str, face: Typeface, wide: float) -> str:
    """A label that fits; what stands in brackets at its end, as the base of a rate does, is kept."""
    name, bracket, base = label.rpartition("（")
    if not (bracket and base.endswith("）")):
        return cut_to(label, face, SIZE_SMALL_5, wide)
    base = f"（{base}"
    return f"{cut_to(name, face, SIZE_SMALL_5, wide - face.width(base, SIZE_SMALL_5))}{base}"


def _label(paper: Paper, words: str, wide: float, block: float) -> None:
    face = paper.fonts.face(Role.TABLE)
    ink = Ink(paper.canvas)
    baseline = paper.y - block / 2 - SIZE_SMALL_5 * (ASCENT - 0.5)
    ink.put(paper.sheet.left + wide - face.width(words, SIZE_SMALL_5), baseline, words, face, SIZE_SMALL_5)
    ink.dry()


def _bars_of(paper: Paper, bars: Bars, number: int, scale: _Scale) -> None:
    face = paper.fonts.face(Role.TABLE)
    ink = Ink(paper.canvas)
    top, x, total = paper.y, scale.left, 0.0
    canvas = paper.canvas
    for place, series in enumerate(bars.series):
        value = series.values[number]
        if value:
            width = scale.length(value)
            _fill(canvas, bars, place, Box(x, top - _BAR, width, _BAR))
            if bars.is_stacked:
                x += width
                total += value
        if not bars.is_stacked:
            words = _said(bars, value) if value is not None else "—"
            at = scale.left + (scale.length(value) if value else 0.0) + _PAD
            ink.put(at, top - _BAR / 2 - SIZE_SMALL_5 * (ASCENT - 0.5), words, face, SIZE_SMALL_5)
            top -= _BAR + _CLOSE
    if bars.is_stacked:
        at = top - _BAR / 2 - SIZE_SMALL_5 * (ASCENT - 0.5)
        ink.put(x + _PAD, at, _said(bars, total), face, SIZE_SMALL_5)
    ink.dry()
    canvas.setStrokeColorRGB(*_AXIS)
    canvas.setLineWidth(0.6)
    bottom = paper.y - (len(bars.series) * (_BAR + _CLOSE) if not bars.is_stacked else _BAR)
    canvas.line(scale.left, paper.y + _GAP / 2, scale.left, bottom - _GAP / 2)
    canvas.setStrokeColorRGB(*BLACK)


def _fill(canvas: Canvas, bars: Bars, number: int, box: Box) -> None:
    """Fill a bar as its series is filled; colour only helps."""
    light = bars.series[number].light
    colour = SIGN_COLOURS[light.sign] if light is not None else _INKS[number % len(_INKS)]
    canvas.saveState()
    canvas.setLineWidth(0.6)
    canvas.setStrokeColorRGB(*_AXIS)
    canvas.setFillColorRGB(*colour)
    canvas.rect(box.left, box.bottom, box.width, box.height, stroke=1, fill=1)
    step = _HATCH[number % len(_HATCH)]
    if step:
        _hatch(canvas, box, step)
    canvas.restoreState()


def _hatch(canvas: Canvas, box: Box, step: float) -> None:
    canvas.saveState()
    clip = canvas.beginPath()
    clip.rect(box.left, box.bottom, box.width, box.height)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setLineWidth(0.7)
    at, lines = box.left - box.height, []
    while at < box.left + box.width:
        lines.append((at, box.bottom, at + box.height, box.bottom + box.height))
        at += step
    canvas.lines(lines)
    canvas.restoreState()


def _values(bars: Bars) -> list[float]:
    """What the scale must reach: each figure, or of stacked ones their sums."""
    if bars.is_stacked:
        return [sum(series.values[n] or 0 for series in bars.series) for n in range(len(bars.labels))]
    return [value for series in bars.series for value in series.values if value is not None]


def _said(bars: Bars, value: float) -> str:
    return f"{value:.{bars.decimals}f}"
