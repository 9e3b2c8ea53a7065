"""The arrows of an item's dependencies: which ones there are, how they run, and drawing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen

from fangzi_desktop.ui import theme

_STEP = 7.0
_HEAD = 4.5
_LINE = 17
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class End:
    """The other end of an arrow: where its bar ends or begins, and its row's middle.

    `y` is None while the row is not in view; it then lies above or below, and `name` is said instead.
    `is_open` tells that the first of the two items is not done yet.
    """

    x: float
    y: float | None
    is_above: bool
    name: str
    is_open: bool


def way(start: QPointF, end: QPointF) -> list[QPointF]:
    """Return the corners of an arrow from the end of one bar to the beginning of another."""
    if start.y() == end.y():
        return [start, end]
    if end.x() >= start.x() + 2 * _STEP:
        turn = end.x() - _STEP
        return [start, QPointF(turn, start.y()), QPointF(turn, end.y()), end]
    # The other bar begins before this one ends: around, between the two rows.
    away = 1 if end.y() > start.y() else -1
    between = end.y() - away * theme.ROW_HEIGHT / 2
    out, into = start.x() + _STEP, end.x() - _STEP
    return [
        start,
        QPointF(out, start.y()),
        QPointF(out, between),
        QPointF(into, between),
        QPointF(into, end.y()),
        end,
    ]


def draw_arrows(
    painter: QPainter,
    box: QRectF,
    first: float,
    last: float,
    y: float,
    before: Sequence[End],
    after: Sequence[End],
) -> None:
    """Draw the arrows into the item whose bar lies from `first` to `last` at `y`, and those out of it.

    Nothing is drawn outside `box`; what lies off its sides is led to from its edge.
    """
    painter.save()
    painter.setClipRect(box)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, right = box.left() + 1, box.right() - 1

    def held(x: float) -> float:
        return min(max(x, left), right)

    def is_off(one: float, other: float) -> bool:
        """Whether both lie off the same side, where there is nothing to see of either."""
        return max(one, other) < left or min(one, other) > right

    here_first, here_last = held(first), held(last)
    for end in before:
        if end.y is not None and not is_off(end.x, first):
            _line(painter, way(QPointF(held(end.x), end.y), QPointF(here_first, y)), is_open=end.is_open)
    for end in after:
        if end.y is not None and not is_off(end.x, last):
            _line(painter, way(QPointF(here_last, y), QPointF(held(end.x), end.y)), is_open=end.is_open)
    for is_above in (True, False):
        far = [(end, True) for end in before if end.y is None and end.is_above is is_above]
        far += [(end, False) for end in after if end.y is None and end.is_above is is_above]
        _far(painter, box, far, (here_first, here_last, y), is_above=is_above)
    painter.restore()


def _far(
    painter: QPainter,
    box: QRectF,
    ends: Sequence[tuple[End, bool]],
    here: tuple[float, float, float],
    *,
    is_above: bool,
) -> None:
    """Lead to the rows that are out of view, with their names at the edge."""
    if not ends:
        return
    first, last, y = here
    painter.setFont(theme.font(theme.MARK_PX))
    metrics = painter.fontMetrics()
    sign = "↑" if is_above else "↓"
    names = [f"{sign} {end.name}" for end, _ in ends[:_MOST_NAMES]]
    if len(ends) > _MOST_NAMES:
        names[-1] += f" 等{len(ends) - _MOST_NAMES + 1}项"
    height = len(names) * _LINE + 2
    edge = box.top() + height if is_above else box.bottom() - height
    if (edge > y - _STEP) if is_above else (edge < y + _STEP):
        return
    # One line for all of a kind: which row each comes from is not in view anyway.
    for is_before in (True, False):
        kind = [end for end, before in ends if before is is_before]
        is_open = any(end.is_open for end in kind)
        if kind and is_before:
            x = max(first - _STEP, box.left() + 4)
            _line(painter, [QPointF(x, edge), QPointF(x, y), QPointF(first, y)], is_open=is_open)
        elif kind:
            x = min(last + _STEP, box.right() - 5)
            _line(painter, [QPointF(last, y), QPointF(x, y), QPointF(x, edge)], is_open=is_open)
    near = first - _STEP if ends[0][1] else last + _STEP
    for place, words in enumerate(names):
        top = box.top() + 2 + place * _LINE if is_above else box.bottom() - 1 - (place + 1) * _LINE
        _name(painter, box, metrics, words, near, top)


def _name(painter: QPainter, box: QRectF, metrics: QFontMetrics, words: str, x: float, top: float) -> None:
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(box.width()) - 12)
    width = metrics.horizontalAdvance(shown) + 8
    left = min(max(x - 6, box.left() + 2), box.right() - width - 2)
    room = QRectF(left, top, width, _LINE - 1)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(room, 3, 3)
    painter.setPen(theme.colour("accent"))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter, shown)


def _line(painter: QPainter, points: Sequence[QPointF], *, is_open: bool) -> None:
    colour = QColor(theme.colour("accent"))
    pen = QPen(colour, 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if is_open:
        pen.setDashPattern([3.0, 2.5])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(points[0])
    for point in points[1:]:
        path.lineTo(point)
    painter.drawPath(path)
    end, before = points[-1], points[-2]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    head = QPainterPath(end)
    if end.y() == before.y():
        back = -_HEAD if end.x() >= before.x() else _HEAD
        head.lineTo(end.x() + back, end.y() - _HEAD * 0.7)
        head.lineTo(end.x() + back, end.y() + _HEAD * 0.7)
    else:
        back = -_HEAD if end.y() >= before.y() else _HEAD
        head.lineTo(end.x() - _HEAD * 0.7, end.y() + back)
        head.lineTo(end.x() + _HEAD * 0.7, end.y() + back)
    head.closeSubpath()
    painter.drawPath(head)
