"""Paints a card from the row it was read as."""

from __future__ import annotations

from dataclasses import dataclass

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

_SHORT = {Stage.INVEST_STATS: "纳统", Stage.COMPLIANCE: "履约", Stage.CONSTRUCTION: "在建"}


@dataclass(frozen=True, slots=True)
class Shape:
    """Which parts the cards of a column have; all its cards are equally high, so that scrolling is cheap."""

    clock: bool = True
    next_item: bool = True
    marks: bool = True

    @property
    def height(self) -> int:
        """The height of a row, the gap below the card included, in pixels."""
        height = 2 * PADDING + 2 * NAME_LINE + LINE + 2
        height += (LINE + BAR + 6) if self.clock else 0
        height += LINE + 2 if self.next_item else 0
        height += CHIP + 6 if self.marks else 0
        return height + GAP

    @classmethod
    def of(cls, cards: list[Card]) -> Shape:
        """What a column's cards need."""
        return cls(
            clock=any(card.stage_clock for card in cards),
            next_item=any(card.next_clock for card in cards),
            marks=any(marks_of(card) or card.service_officer for card in cards),
        )


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
        self.shape = Shape()
        self._bold = theme.font(theme.BODY_PX, bold=True)
        self._small = theme.font(theme.MARK_PX)
        self._small_bold = theme.font(theme.MARK_PX, bold=True)
        self._small_metrics = QFontMetrics(self._small)
        self._bold_metrics = QFontMetrics(self._bold)
        self._names: dict[tuple[str, int], tuple[str, ...]] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self.shape.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD_ROLE)
        if not isinstance(card, Card):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect.adjusted(0, 0, -1, -GAP)  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        self._ground(painter, rect, card, selected=bool(state & QStyle.StateFlag.State_Selected))
        inner = rect.adjusted(PADDING + 2, PADDING, -PADDING, -PADDING)
        y = self._name(painter, inner, card)
        y = self._meta(painter, inner, y, card)
        if self.shape.clock:
            y = self._clock(painter, inner, y, card)
        if self.shape.next_item:
            y = self._next(painter, inner, y, card)
        if self.shape.marks:
            self._marks(painter, inner, rect.bottom() - PADDING - CHIP + 2, card)
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
        parts = (card.industry_track, wording.money(card.investment_yuan), wording.area(card.area_mu))
        words = " · ".join(part for part in parts if part)
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        self._text(painter, QRect(inner.left(), y, inner.width(), LINE), words)
        return y + LINE

    def _clock(self, painter: QPainter, inner: QRect, y: int, card: Card) -> int:
        face = card.stage_clock
        if face is not None:
            painter.setFont(self._small)
            painter.setPen(theme.colour("ink2"))
            label = (
                "总时限"
                if face.code == "START_READY"
                else "方案报审"
                if face.code == "LAND_PLAN"
                else card.stage.zh
            )
            words = f"{label} {wording.used_words(face)}"
            self._text(painter, QRect(inner.left(), y, inner.width(), LINE), words)
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

    def _next(self, painter: QPainter, inner: QRect, y: int, card: Card) -> int:
        face = card.next_clock
        if face is not None and face.due is not None:
            urgent = face.light in (Light.RED, Light.YELLOW)
            x = inner.left()
            if urgent:
                draw_sign(painter, QRectF(x, y + 4, 9, 9), face.light)
                x += 14
            painter.setFont(self._small_bold if urgent else self._small)
            painter.setPen(theme.light_colour(face.light) if urgent else theme.colour("ink1"))
            when = wording.left_words(face, face.due) if face.light is Light.RED else _short_left(face)
            tail = f" {when}"
            room = inner.right() - x - painter.fontMetrics().horizontalAdvance(tail)
            label = painter.fontMetrics().elidedText(
                _short_label(face.label), Qt.TextElideMode.ElideRight, room
            )
            painter.drawText(
                QRect(x, y, inner.right() - x, LINE), Qt.AlignmentFlag.AlignVCenter, f"{label}{tail}"
            )
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


def _short_left(face: ClockFace) -> str:
    """剩4工作日 3月3日, on one line."""
    if face.due is None:
        return ""
    if face.is_floor:
        return f"{face.due.month}月{face.due.day}日期满"
    mark = "预估 " if face.provisional else ""
    return f"{mark}剩{face.left}{face.left_unit.zh} {face.due.month}月{face.due.day}日"


def _short_label(label: str) -> str:
    """An item's name without what stands in brackets, for narrow places."""
    for bracket in "(（":
        head, found, _ = label.partition(bracket)
        if found and head:
            label = head
    return label


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
