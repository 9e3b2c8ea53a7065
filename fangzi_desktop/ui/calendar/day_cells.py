"""Draws the days of a month: rest days tinted, as many items as a day has room for, and how many more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fangzi_desktop.domain.day_kinds import DayKind
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.due_days import CalendarDay, DayItem
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.calendar import wording
from fangzi_desktop.ui.calendar.fitting import Widths
from fangzi_desktop.ui.calendar.items import draw_item_sign

DAY_ROLE = Qt.ItemDataRole.UserRole + 1
SIGN = 8

_HEAD = 23
_LINE = 17
_PAD = 6

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Room:
    """Where the lines of a cell lie: one for each item that has room, and one for the rest."""

    lines: tuple[QRect, ...]
    rest: QRect | None


def room_of(cell: QRect, count: int) -> Room:
    fit = max(0, (cell.height() - _HEAD - 2) // _LINE)
    shown = count if count <= fit else max(0, fit - 1)
    width = cell.width() - 2 * _PAD + 2
    places = [
        QRect(cell.left() + _PAD - 1, cell.top() + _HEAD + n * _LINE, width, _LINE) for n in range(shown + 1)
    ]
    return Room(tuple(places[:shown]), places[shown] if count > shown else None)


class DayDelegate(QStyledItemDelegate):
    """Draws a day; it reads nothing but the cell.

    `month` is the year and month shown, the other days are fainter. `target` is the day that a dragged item
    hovers over, `hot` the item under the mouse.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.today = date.min
        self.month = (0, 0)
        self.target: date | None = None
        self.hot: tuple[date, int] | None = None
        self._number = theme.font(theme.BODY_PX, bold=True)
        self._small = theme.font(theme.MARK_PX)
        self._mark = theme.font(11, bold=True)
        self._widths = Widths(self._small)
        self._numbers = Widths(self._number)

    def part_at(self, cell: QRect, day: CalendarDay, point: QPoint) -> int | None:
        """Which item lies under a point; the number of items stands for the line that counts the rest."""
        room = room_of(cell, len(day.items))
        for place, line in enumerate(room.lines):
            if line.contains(point):
                return place
        return len(day.items) if room.rest is not None and room.rest.contains(point) else None

    def corner_of(self, cell: QRect, day: CalendarDay, place: int) -> QPoint:
        """Where the menu of an item opens."""
        lines = room_of(cell, len(day.items)).lines
        return lines[place].bottomLeft() if place < len(lines) else cell.center()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        day = index.data(DAY_ROLE)
        if not isinstance(day, CalendarDay):
            return
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        outside = (day.day.year, day.day.month) != self.month
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, cell, day, selected=bool(state & QStyle.StateFlag.State_Selected))
        self._head(painter, cell, day, is_today=day.day == self.today, outside=outside)
        room = room_of(cell, len(day.items))
        for place, (line, item) in enumerate(zip(room.lines, day.items, strict=False)):
            self._item(painter, line, item, hot=self.hot == (day.day, place), faint=outside)
        if room.rest is not None:
            painter.setFont(self._small)
            painter.setPen(_colour("accent"))
            words = wording.more(len(day.items) - len(room.lines))
            painter.drawText(room.rest.adjusted(1, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        if day.day == self.target:
            painter.setPen(QPen(_colour("accent"), 2))
            painter.drawRect(cell.adjusted(1, 1, -2, -2))
        elif state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_Active:
            painter.setPen(QPen(_colour("accent"), 1.5))
            painter.drawRect(QRectF(cell).adjusted(1, 1, -1.5, -1.5))
        painter.restore()

    def _ground(self, painter: QPainter, cell: QRect, day: CalendarDay, *, selected: bool) -> None:
        plain = "grey_tint" if day.mark.kind is DayKind.REST else "surface"
        painter.fillRect(cell, _colour("tint" if selected else plain))

    def _head(
        self, painter: QPainter, cell: QRect, day: CalendarDay, *, is_today: bool, outside: bool
    ) -> None:
        first = day.day.day == 1
        words = wording.first_of_month(day.day) if first else str(day.day.day)
        painter.setFont(self._number)
        width = self._numbers.of(words)
        box = QRect(cell.left() + _PAD - 2, cell.top() + 3, max(20, width + 10), 20)
        if is_today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_colour("accent"))
            painter.drawRoundedRect(box, 10, 10)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_colour("on_accent" if is_today else "ink2" if outside else "ink1"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
        self._kind(painter, QRect(box.right() + 4, box.top(), cell.right() - box.right() - 8, 20), day)

    def _kind(self, painter: QPainter, place: QRect, day: CalendarDay) -> None:
        """休 or 班 at the right, the holiday's name before it."""
        mark = day.mark
        if mark.kind is DayKind.WORK:
            return
        chip = QRect(place.right() - 17, place.top() + 2, 17, 16)
        make_up = mark.kind is DayKind.MAKE_UP
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_colour("accent" if make_up else "surface"))
        painter.drawRoundedRect(chip, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setFont(self._mark)
        painter.setPen(_colour("on_accent" if make_up else "ink2"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, mark.kind.zh)
        words = mark.holiday + (wording.provisional() if mark.provisional else "")
        room = chip.left() - 5 - place.left()
        painter.setFont(self._small)
        painter.setPen(_colour("ink2"))
        shown = self._widths.cut(words, room)
        sides = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(place.left(), place.top(), room, 20), sides, shown)

    def _item(self, painter: QPainter, line: QRect, item: DayItem, *, hot: bool, faint: bool) -> None:
        if hot:
            painter.fillRect(line, _colour("hover"))
        box = QRectF(line.left() + 1, line.center().y() - SIGN / 2 + 0.5, SIGN, SIGN)
        draw_item_sign(painter, box, item)
        painter.setFont(self._small)
        late = item.light is Light.RED and not item.returns
        painter.setPen(_colour("red" if late else "ink2" if faint or item.returns else "ink1"))
        words = self._widths.line(item, line.width() - SIGN - 6)
        place = line.adjusted(SIGN + 5, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)


def _colour(name: str) -> QColor:
    return _made(getattr(theme.tokens(), name))


@cache
def _made(token: str) -> QColor:
    # Reading a colour's code each time took a third of a month's painting.
    return QColor(token)
