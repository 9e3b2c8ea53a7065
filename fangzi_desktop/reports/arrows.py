"""Arrows between bars: how they run, and drawing them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from reportlab.pdfgen.canvas import Canvas

from fangzi_desktop.reports.text import BLACK, Colour

Point = tuple[float, float]

_STEP = 4.5
_HEAD = 3.0
# Halfway between the bars of two neighbouring rows.
_BETWEEN = 8.5
_GREY: Colour = (0.42, 0.45, 0.49)


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the end of one bar to the beginning of another."""

    start: Point
    end: Point

    @property
    def corners(self) -> tuple[Point, ...]:
        """The points it runs through, its ends included."""
        (x, y), (to_x, to_y) = self.start, self.end
        if y == to_y:
            return (self.start, self.end)
        if to_x >= x + 2 * _STEP:
            turn = to_x - _STEP
            return (self.start, (turn, y), (turn, to_y), self.end)
        # The other bar begins before this one ends: around, between the two rows.
        between = to_y + (_BETWEEN if y > to_y else -_BETWEEN)
        out, into = x + _STEP, to_x - _STEP
        return (self.start, (out, y), (out, between), (into, between), (into, to_y), self.end)


def draw_arrow(canvas: Canvas, arrow: Arrow, *, is_strong: bool = False) -> None:
    """Draw an arrow, thin and grey or, if it is a strong one, black."""
    colour = BLACK if is_strong else _GREY
    canvas.setStrokeColorRGB(*colour)
    canvas.setFillColorRGB(*colour)
    canvas.setLineWidth(0.9 if is_strong else 0.45)
    x, y = arrow.end
    corners = (*arrow.corners[:-1], (x - _HEAD / 2, y))
    canvas.lines([(*one, *other) for one, other in pairwise(corners)])
    path = canvas.beginPath()
    path.moveTo(x, y)
    path.lineTo(x - _HEAD, y + _HEAD * 0.55)
    path.lineTo(x - _HEAD, y - _HEAD * 0.55)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.setStrokeColorRGB(*BLACK)
    canvas.setFillColorRGB(*BLACK)
