"""Paints a card from the row it was read as."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fangzi_desktop.domain.terms import Light, Stage
from fangzi_desktop.services.board import Card
from fangzi_desktop.services.faces import ClockFace
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.board.model import CARD_ROLE, Index

GAP = 8
PADDING = 10
NAME_LINE = 18
LINE = 18
BAR = 4
CHIP = 20

# The space a dot between two figures takes, in pixels.
_DOT = 10
_CLOCK_LABELS = {"START_READY": "总时限", "LAND_PLAN": "方案报审"}
_SHORT = {Stage.INVEST_STATS: "纳统", Stage.COMPLIANCE: "履约", Stage.CONSTRUCTION: "在建"}


def height_of(card: Card) -> int:
    """The height of a card's row in pixels, the gap below it included."""
    height = 2 * PADDING + 2 * NAME_LINE + 2 + GAP
    height += LINE if card.industry_track or card.investment_yuan is not None or card.area_mu else 0
    height += (LINE + BAR + 6) if card.stage_clock else 0
    height += LINE + 2 if card.next_clock else 0
    height += CHIP + 4 if card.service_officer or marks_of(card) else 0
    return height


def marks_of(card: Card) -> list[str]:
    """The small marks of a card's last line."""
    marks = []
    if card.permits_total and card.stage in (Stage.FORMATION, Stage.PERMITS, Stage.CONSTRUCTION):
        marks.append(f"手续 {card.permits_done}/{card.permits_total}")
    if card.certificates_total and card.permits_total:
        marks.append(f"四证 {card.certificates_done}/{card.certificates_total}")
    if card.problems:
        marks.append(f"问题 {card.problems}")
    marks += [_SHORT[stage] for stage in card.overlapping if stage in _SHORT]
    return marks


class CardDelegate(QStyledItemDelegate):
    """Draws cards; it reads nothing but the card, and its fonts and metrics are made once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bold = theme.font(theme.BODY_PX, bold=True)
        self._small = theme.font(theme.MARK_PX)
        self._small_bold = theme.font(theme.MARK_PX, bold=True)
        self._small_metrics = QFontMetrics(self._small)
        self._bold_metrics = QFontMetrics(self._bold)
        self._names: dict[tuple[str, int], tuple[str, ...]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        card = index.data(CARD_ROLE)
        return QSize(120, height_of(card) if isinstance(card, Card) else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD_ROLE)
        if not isinstance(card, Card):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(0, 0, -1, -GAP)
        state: QStyle.StateFlag = option.state
        self._ground(painter, rect, card, selected=bool(state & QStyle.StateFlag.State_Selected))
        inner = rect.adjusted(PADDING + 2, PADDING, -PADDING, -PADDING)
        y = self._name(painter, inner, card)
        y = self._meta(painter, inner, y, card)
        if card.stage_clock is not None:
            y = self._clock(painter, inner, y, card.stage_clock, card.stage)
        if card.next_clock is not None:
            y = self._next(painter, inner, y, card.next_clock)
        self._marks(painter, inner, y + 4, card)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, card: Card, *, selected: bool) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
        painter.fillPath(path, theme.colour("tint" if selected else "surface"))
        painter.setPen(QPen(theme.colour("accent" if selected else "line"), 1))
        painter.drawPath(path)
        if card.light in (Light.RED, Light.YELLOW):
            painter.save()
            painter.setClipPath(path)
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.light_colour(card.light))
            painter.restore()

    def _name(self, painter: QPainter, inner: QRect, card: Card) -> int:
        sign = QRectF(inner.left(), inner.top() + 4, 10, 10)
        draw_sign(painter, sign, card.light)
        left = inner.left() + 17
        lines = self._wrapped(card.name, inner.right() - left)
        painter.setFont(self._bold)
        painter.setPen(theme.colour("ink1"))
        y = inner.top()
        for line in lines:
            painter.drawText(
                QRect(left, y, inner.right() - left, NAME_LINE), Qt.AlignmentFlag.AlignVCenter, line
            )
            y += NAME_LINE
        if len(lines) == 1:
            # The line a short name leaves free says who invests.
            painter.setFont(self._small)
            painter.setPen(theme.colour("ink2"))
            self._text(painter, QRect(left, y, inner.right() - left, NAME_LINE), card.investor)
        return inner.top() + 2 * NAME_LINE + 2

    def _wrapped(self, name: str, width: int) -> tuple[str, ...]:
        """Break a name into at most two lines, the second elided."""
        key = (name, width)
        found = self._names.get(key)
        if found is None:
            if len(self._names) > 6000:
                self._names.clear()
            found = self._names[key] = _two_lines(name, self._bold, self._bold_metrics, width)
        return found

    def _meta(self, painter: QPainter, inner: QRect, y: int, card: Card) -> int:
        """Track, investment and area; where it is too narrow the track is shortened and not a figure."""
        figures = [
            part for part in (wording.money(card.investment_yuan), wording.area_round(card.area_mu)) if part
        ]
        taken = sum(self._small_metrics.horizontalAdvance(part) + _DOT for part in figures)
        track = self._small_metrics.elidedText(
            card.industry_track, Qt.TextElideMode.ElideRight, inner.width() - taken
        )
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        x = inner.left()
        for part in [part for part in (track, *figures) if part]:
            if x > inner.left():
                # A middle dot of a Chinese font is as wide as a character, so it is drawn.
                painter.drawPoint(QPointF(x + _DOT / 2 - 0.5, y + LINE / 2))
                painter.drawPoint(QPointF(x + _DOT / 2 + 0.5, y + LINE / 2))
                x += _DOT
            room = inner.right() - x + 1
            self._text(painter, QRect(x, y, room, LINE), part)
            x += self._small_metrics.horizontalAdvance(part)
        return y + LINE if x > inner.left() else y

    def _clock(self, painter: QPainter, inner: QRect, y: int, face: ClockFace, stage: Stage) -> int:
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        words = f"{_CLOCK_LABELS.get(face.code, stage.zh)} {wording.used_words(face)}"
        self._text(painter, QRect(inner.left(), y, inner.width() + 1, LINE), words)
        bar = QRectF(inner.left(), y + LINE + 1, inner.width(), BAR)
        self._bar(painter, bar, face)
        return y + LINE + BAR + 6

    def _bar(self, painter: QPainter, bar: QRectF, face: ClockFace) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("grey_tint"))
        painter.drawRoundedRect(bar, 2, 2)
        share = min(1.0, max(0.0, face.share))
        if share > 0:
            painter.setBrush(_bar_colour(face.light))
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), max(4.0, bar.width() * share), BAR), 2, 2)

    def _next(self, painter: QPainter, inner: QRect, y: int, face: ClockFace) -> int:
        urgent = face.light in (Light.RED, Light.YELLOW)
        x = inner.left()
        if urgent:
            draw_sign(painter, QRectF(x, y + 4, 9, 9), face.light)
            x += 14
        painter.setFont(self._small_bold if urgent else self._small)
        painter.setPen(theme.light_colour(face.light) if urgent else theme.colour("ink1"))
        metrics, label = painter.fontMetrics(), wording.short_label(face.label)
        left, day = _left_and_day(face)
        room = inner.right() - x + 1
        # The day gives way to the item's name, and the name to what is left.
        tail = f" {left} {day}"
        if metrics.horizontalAdvance(label + tail) > room:
            tail = f" {left}"
        label = metrics.elidedText(label, Qt.TextElideMode.ElideRight, room - metrics.horizontalAdvance(tail))
        painter.drawText(QRect(x, y, room, LINE), Qt.AlignmentFlag.AlignVCenter, f"{label}{tail}")
        return y + LINE + 2

    def _marks(self, painter: QPainter, inner: QRect, y: int, card: Card) -> None:
        right = inner.right()
        if card.service_officer:
            circle = QRectF(right - CHIP + 1, y, CHIP, CHIP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("tint"))
            painter.drawEllipse(circle)
            painter.setFont(self._small)
            painter.setPen(theme.colour("accent"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, card.service_officer[-1])
            right -= CHIP + 6
        painter.setFont(self._small)
        x = inner.left()
        for mark in marks_of(card):
            width = self._small_metrics.horizontalAdvance(mark) + 12
            if x + width > right:
                break
            done = mark.startswith("四证") and card.certificates_done == card.certificates_total
            chip = QRectF(x, y, width, CHIP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("green_tint" if done else "grey_tint"))
            painter.drawRoundedRect(chip, 3, 3)
            painter.setPen(theme.colour("green" if done else "ink2"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, mark)
            x += width + 4

    def _text(self, painter: QPainter, rect: QRect, words: str) -> None:
        elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, elided)


def draw_sign(painter: QPainter, box: QRectF, light: Light) -> None:
    """Draw a light's sign as a shape, so that no font can lack it and no colour is needed to tell it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint = theme.light_colour(light)
    if light is Light.GREY:
        painter.setPen(QPen(paint, 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(paint)
        if light is Light.RED:
            painter.drawRect(box)
        elif light is Light.YELLOW:
            path = QPainterPath(QPointF(box.center().x(), box.top()))
            path.lineTo(box.bottomRight())
            path.lineTo(box.bottomLeft())
            path.closeSubpath()
            painter.drawPath(path)
        else:
            painter.drawEllipse(box)
    painter.restore()


def _bar_colour(light: Light) -> QColor:
    return theme.colour({"green": "green", "yellow": "amber", "red": "red", "grey": "ink3"}[light.value])


def _left_and_day(face: ClockFace) -> tuple[str, str]:
    """What is left, and the day: 剩4工作日, 3月3日."""
    if face.due is None or face.left is None:
        return "暂停计时", ""
    day = f"{face.due.month}月{face.due.day}日"
    if face.is_floor:
        return f"{day}期满", ""
    if face.light is Light.RED:
        return f"逾期{max(1, -face.left)}{face.left_unit.zh}", day
    if face.left == 0:
        return "今天到期", ""
    return f"剩{face.left}{face.left_unit.zh}{'(预估)' if face.provisional else ''}", day


def _two_lines(name: str, font: QFont, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    layout = QTextLayout(name, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(width)
    first = line.textLength()
    layout.endLayout()
    if first >= len(name):
        return (name,)
    rest = metrics.elidedText(name[first:].lstrip(), Qt.TextElideMode.ElideRight, width)
    return (name[:first].rstrip(), rest)
