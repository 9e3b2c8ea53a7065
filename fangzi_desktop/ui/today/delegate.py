"""Paints a reminder with its buttons, or the head of a group, and tells which button a point lies on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.completing import COMPLETIONS
from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.board.delegate import draw_sign
from fangzi_desktop.ui.today import wording
from fangzi_desktop.ui.today.groups import Head
from fangzi_desktop.ui.today.model import ROW_ROLE, Index, ReminderModel

ROW = 54
HEAD = 32
_MARGIN = 14
_SIGN = 10
_GAP = 12
_LEFT_WIDTH = 168
_OFFICER_WIDTH = 58
_HANDLE_WIDTH = 52
_LATER_WIDTH = 66
_BUTTON_HEIGHT = 28
# Narrower than this the officer's column gives its room to the item.
_ROOM_FOR_OFFICER = 640


class Part(Enum):
    """What of a row can be clicked."""

    HANDLE = "handle"
    DONE = "done"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class _Places:
    sign: QRectF
    text: QRect
    left: QRect
    officer: QRect
    handle: QRect
    done: QRect
    later: QRect


def _places(row: QRect) -> _Places:
    top = row.top() + (row.height() - _BUTTON_HEIGHT) // 2
    later = QRect(row.right() - _MARGIN - _LATER_WIDTH, top, _LATER_WIDTH, _BUTTON_HEIGHT)
    handle = QRect(later.left() - 6 - _HANDLE_WIDTH, top, _HANDLE_WIDTH, _BUTTON_HEIGHT)
    done = QRect(handle.left() - 6 - _HANDLE_WIDTH, top, _HANDLE_WIDTH, _BUTTON_HEIGHT)
    wide = row.width() >= _ROOM_FOR_OFFICER
    officer_width = _OFFICER_WIDTH if wide else 0
    officer = QRect(done.left() - _GAP - officer_width, row.top(), officer_width, row.height())
    left = QRect(
        officer.left() - (_GAP if wide else 0) - _LEFT_WIDTH, row.top() + 8, _LEFT_WIDTH, row.height() - 16
    )
    x = row.left() + _MARGIN
    text = QRect(x + _SIGN + _GAP, left.top(), left.left() - _GAP - x - _SIGN - _GAP, left.height())
    sign = QRectF(x, row.center().y() - _SIGN / 2, _SIGN, _SIGN)
    return _Places(sign, text, left, officer, handle, done, later)


def may_complete(reminder: Reminder) -> bool:
    """Whether a row offers 办结; whether its state allows it is asked when it is pressed."""
    return reminder.until is None and reminder.kind in COMPLETIONS


class ReminderDelegate(QStyledItemDelegate):
    """Draws reminders; it reads nothing but the row. `hot` is the button under the mouse."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.today = date.min
        self.hot: tuple[int, Part] | None = None
        self._bold = theme.font(theme.BODY_PX, bold=True)
        self._body = theme.font(theme.BODY_PX)
        self._small = theme.font(theme.MARK_PX)

    def part_at(self, row: QRect, point: QPoint, reminder: Reminder) -> Part | None:
        """Which button of a reminder's row lies under a point."""
        places = _places(row)
        if places.handle.contains(point):
            return Part.HANDLE
        if places.done.contains(point) and may_complete(reminder):
            return Part.DONE
        return Part.LATER if places.later.contains(point) else None

    def menu_corner(self, row: QRect) -> QPoint:
        """Where the menu of a row's second button opens."""
        return _places(row).later.bottomLeft()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(320, HEAD if isinstance(index.data(ROW_ROLE), Head) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = index.data(ROW_ROLE)
        state: QStyle.StateFlag = option.state
        row: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = selected or bool(state & QStyle.StateFlag.State_MouseOver)
        if lit:
            painter.fillRect(row, theme.colour("tint" if selected else "hover"))
        if focused:
            painter.fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.colour("accent"))
        painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.colour("line"))
        if isinstance(shown, Head):
            self._head(painter, row, shown)
        elif isinstance(shown, Reminder):
            model = index.model()
            notes = model.notes(shown) if isinstance(model, ReminderModel) else None
            self._reminder(painter, index, row, shown, notes, focused=focused, lit=lit)
        painter.restore()

    def _head(self, painter: QPainter, row: QRect, head: Head) -> None:
        x, middle = row.left() + _MARGIN, row.center().y() + 0.5
        painter.setPen(QPen(theme.colour("ink2"), 1.6))
        ends = (
            (QPointF(x + 2, middle - 4), QPointF(x + 6, middle), QPointF(x + 2, middle + 4))
            if head.is_folded
            else (QPointF(x, middle - 2), QPointF(x + 4, middle + 2), QPointF(x + 8, middle - 2))
        )
        painter.drawPolyline(QPolygonF(ends))
        painter.setFont(self._bold)
        painter.setPen(theme.colour("ink1"))
        room = row.adjusted(_MARGIN + _SIGN + _GAP, 0, -_MARGIN - 150, 0)
        _line(painter, room, head.name)
        x = room.left() + min(QFontMetrics(self._bold).horizontalAdvance(head.name), room.width()) + 16
        painter.setFont(self._small)
        for light, count in head.counts:
            draw_sign(painter, QRectF(x, row.center().y() - 4, 9, 9), light)
            words = str(count)
            painter.setPen(theme.colour("ink2"))
            painter.drawText(
                QRect(int(x) + 14, row.top(), 60, row.height()), Qt.AlignmentFlag.AlignVCenter, words
            )
            x += 14 + QFontMetrics(self._small).horizontalAdvance(words) + 12
        if not head.counts:
            painter.setPen(theme.colour("ink2"))
            painter.drawText(
                QRect(int(x), row.top(), 60, row.height()), Qt.AlignmentFlag.AlignVCenter, str(head.count)
            )

    def _reminder(
        self,
        painter: QPainter,
        index: Index,
        row: QRect,
        reminder: Reminder,
        notes: wording.Notes | None,
        *,
        focused: bool,
        lit: bool,
    ) -> None:
        places = _places(row)
        draw_sign(painter, places.sign, reminder.light)
        self._texts(painter, places, reminder, notes, lit=lit)
        self._left(painter, places.left, reminder, notes)
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        _line(painter, places.officer, reminder.service_officer)
        hot = self.hot[1] if self.hot is not None and self.hot[0] == index.row() else None
        self._button(painter, places.handle, _tr("办理"), hot=hot is Part.HANDLE, main=focused)
        if may_complete(reminder):
            self._button(painter, places.done, _tr("办结"), hot=hot is Part.DONE)
        if reminder.until is not None:
            self._button(painter, places.later, _tr("恢复"), hot=hot is Part.LATER)
        else:
            self._button(painter, places.later, _tr("稍后"), hot=hot is Part.LATER, menu=True)

    def _texts(
        self,
        painter: QPainter,
        places: _Places,
        reminder: Reminder,
        notes: wording.Notes | None,
        *,
        lit: bool,
    ) -> None:
        top = QRect(places.text.left(), places.text.top(), places.text.width(), 20)
        small, bold = QFontMetrics(self._small), QFontMetrics(self._bold)
        chips = [(words, small.horizontalAdvance(words) + 12) for words in wording.chip_words(reminder)]
        room = top.width() - sum(width + 8 for _, width in chips)
        x = top.left() + min(bold.horizontalAdvance(wording.headline(reminder)), room) + 8
        for words, width in chips:
            chip = QRect(x, top.top() + 1, width, 18)
            _rounded(painter, chip, "surface" if lit else "grey_tint", 4)
            painter.setFont(self._small)
            painter.setPen(theme.colour("ink1"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
            x += width + 8
        painter.setFont(self._bold)
        painter.setPen(theme.colour("ink1"))
        _line(painter, QRect(top.left(), top.top(), room, top.height()), wording.headline(reminder))
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        below = QRect(top.left(), top.bottom() + 1, top.width(), 18)
        _line(painter, below, wording.details(reminder, notes))

    def _left(self, painter: QPainter, place: QRect, reminder: Reminder, notes: wording.Notes | None) -> None:
        words, day = wording.left(reminder, self.today, notes)
        light = reminder.light
        painter.setFont(self._bold)
        late = reminder.until is None and light in (Light.RED, Light.YELLOW)
        painter.setPen(theme.light_colour(light) if late else theme.colour("ink1"))
        _line(painter, QRect(place.left(), place.top(), place.width(), 20), words)
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        _line(painter, QRect(place.left(), place.top() + 20, place.width(), 18), day)

    def _button(
        self,
        painter: QPainter,
        place: QRect,
        words: str,
        *,
        hot: bool,
        main: bool = False,
        menu: bool = False,
    ) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.fillPath(path, theme.colour("accent" if main else "hover" if hot else "surface"))
        painter.setPen(QPen(theme.colour("accent" if main or hot else "line"), 1))
        painter.drawPath(path)
        ink = theme.colour("on_accent" if main else "ink1")
        painter.setFont(self._body)
        painter.setPen(ink)
        text = place.adjusted(0, 0, -14, 0) if menu else place
        painter.drawText(text, Qt.AlignmentFlag.AlignCenter, words)
        if menu:
            x, y = place.right() - 16.0, place.center().y() + 1.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("ink2"))
            painter.drawPolygon(QPolygonF([QPointF(x - 4, y - 2), QPointF(x + 4, y - 2), QPointF(x, y + 3)]))


def _rounded(painter: QPainter, place: QRect, colour: str, radius: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(colour))
    painter.drawRoundedRect(place, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _line(painter: QPainter, place: QRect, words: str) -> None:
    font: QFont = painter.font()
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def _tr(words: str) -> str:
    return QCoreApplication.translate("today", words)
