"""Small pictures in the lists of a building site: planned against reached, by day and by amount."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fangzi_desktop.services.construction import NodeLine
from fangzi_desktop.services.months import MonthLine
from fangzi_desktop.ui import theme

_MARGIN = 14
_DOT = 4.0

Index = QModelIndex | QPersistentModelIndex


class MonthBars(QStyledItemDelegate):
    """Paints a month's plan as a pale bar and what was done of it as a full one before it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._most = 0

    def show_lines(self, lines: Iterable[MonthLine]) -> None:
        """Scale the bars to the largest amount of these months."""
        self._most = max((max(one.planned_yuan or 0, one.completed_yuan or 0) for one in lines), default=0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        lines = getattr(index.model(), "lines", ())
        if not self._most or index.row() >= len(lines):
            return
        line, rect = lines[index.row()], option.rect
        width = max(0, rect.width() - 2 * _MARGIN)
        for amount, height, token in ((line.planned_yuan, 12, "line"), (line.completed_yuan, 6, "accent")):
            if amount:
                top = rect.center().y() - height / 2 + 0.5
                bar = QRectF(rect.left() + _MARGIN, top, width * amount / self._most, height)
                painter.fillRect(bar, theme.colour(token))


class NodeAxis(QStyledItemDelegate):
    """Paints a node's planned day as a ring and the day it was reached as a dot, with today across."""

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._today = today
        self._first = self._last = today

    def show_lines(self, lines: Iterable[NodeLine], today: date) -> None:
        """Stretch the axis over the days of these nodes and today."""
        self._today = today
        days = [today, *(day for one in lines for day in _days(one) if day is not None)]
        self._first, self._last = min(days), max(days)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        lines = getattr(index.model(), "lines", ())
        if index.row() >= len(lines) or self._first == self._last:
            return
        line, rect = lines[index.row()], option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now = self._x(self._today, rect.left(), rect.width())
        painter.setPen(QPen(theme.colour("accent"), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(now, rect.top() + 2), QPointF(now, rect.bottom() - 1))
        self._paint_days(painter, line, rect.left(), rect.width(), rect.center().y() + 0.5)
        painter.restore()

    def _paint_days(self, painter: QPainter, line: NodeLine, left: int, width: int, y: float) -> None:
        planned_on, reached_on = _days(line)
        end = reached_on or (self._today if line.days_late is not None else None)
        token = "red" if reached_on is None else "amber" if (line.days_late or 0) > 0 else "green"
        if planned_on is not None and end is not None:
            painter.setPen(QPen(theme.colour(token), 2))
            painter.drawLine(
                QPointF(self._x(planned_on, left, width), y), QPointF(self._x(end, left, width), y)
            )
        if planned_on is not None:
            painter.setPen(QPen(theme.colour("ink2"), 1.4))
            painter.setBrush(theme.colour("surface"))
            painter.drawEllipse(QPointF(self._x(planned_on, left, width), y), _DOT, _DOT)
        if reached_on is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(token))
            painter.drawEllipse(QPointF(self._x(reached_on, left, width), y), _DOT, _DOT)

    def _x(self, day: date, left: int, width: int) -> float:
        share = (day - self._first).days / (self._last - self._first).days
        return left + _MARGIN + share * max(0, width - 2 * _MARGIN)


def _days(line: NodeLine) -> tuple[date | None, date | None]:
    actual = line.actual
    return line.planned_on, actual.as_date() if actual is not None and actual.is_day else None
