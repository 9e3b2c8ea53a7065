"""The way of an arrow from one bar to another, and what is drawn of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.arrows import End, draw_arrows, way


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(QPointF(10, 20), QPointF(90, 80), id="later and below"),
        pytest.param(QPointF(90, 20), QPointF(10, 80), id="earlier and below"),
        pytest.param(QPointF(90, 80), QPointF(10, 20), id="earlier and above"),
        pytest.param(QPointF(10, 20), QPointF(90, 20), id="in one row"),
    ],
)
def test_an_arrow_runs_level_or_upright_and_arrives_from_the_left(start: QPointF, end: QPointF) -> None:
    points = way(start, end)
    assert (points[0], points[-1]) == (start, end)
    assert all(one.x() == two.x() or one.y() == two.y() for one, two in pairwise(points))
    assert points[-2].y() == end.y() and points[-2].x() < end.x()


def drawn(before: list[End], after: list[End]) -> QImage:
    image = QImage(200, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    draw_arrows(painter, QRectF(20, 0, 160, 200), 100, 120, 100, before, after)
    painter.end()
    return image


def inked(image: QImage, left: int, right: int, top: int, bottom: int) -> bool:
    return any(
        image.pixelColor(x, y) != QColor("white") for x in range(left, right) for y in range(top, bottom)
    )


def test_what_is_out_of_view_is_named_at_the_edge_it_lies_beyond(desk: Desk) -> None:
    above = drawn([End(50, None, True, "备案", is_open=False)], [])
    assert inked(above, 20, 180, 0, 18) and not inked(above, 20, 180, 180, 200)
    below = drawn([], [End(150, None, False, "许可", is_open=True)])
    assert inked(below, 20, 180, 182, 200) and not inked(below, 20, 180, 0, 18)


def test_an_open_prerequisite_has_a_broken_line_and_nothing_leaves_the_column(desk: Desk) -> None:
    whole = drawn([End(30, 30, True, "", is_open=False)], [])
    broken = drawn([End(30, 30, True, "", is_open=True)], [])
    assert inked(whole, 30, 90, 28, 32)
    assert whole != broken
    off = drawn([End(-500, 30, True, "", is_open=False)], [End(900, 150, False, "", is_open=True)])
    assert inked(off, 20, 180, 0, 200)
    assert not inked(off, 0, 20, 0, 200) and not inked(off, 180, 200, 0, 200)
