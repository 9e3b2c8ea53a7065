"""Paints a card from the row it was read as."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QTextLayout,
    QTextOption,
)
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

# A dozen screens of one column; at double scale some 50 MB for the whole board.
_MOST_PICTURES = 60
# The space a dot between two figures takes, in pixels.
_DOT = 10
_CLOCK_LABELS = {"START_READY": "总时限", "LAND_PLAN": "方案报审"}
_SHORT = {Stage.INVEST_STATS: "纳统", Stage.COMPLIANCE: "履约", Stage.CONSTRUCTION: "在建"}


def height_of(card: Card) -> int:
    """The height of a card's row in pixels, the gap below it included."""
    height = 2 * PADDING + 2 * NAME_LINE + 2 + GAP
    height += LINE if _has_figures(card) else 0
    height += (LINE + BAR + 6) if card.unread_stage_clock else 0
    height += LINE + 2 if card.unread_next_clock else 0
    height += CHIP + 4 if marks_of(card) else 0
    return height


def _has_figures(card: Card) -> bool:
    return bool(card.industry_track or card.investment_yuan is not None or card.area_mu)


def marks_of(card: Card) -> list[str]:
    """The small marks of a card's last line."""
    marks = []
    if card.overrides:
        marks.append("越关")
    if card.send_backs:
        marks.append(f"退回 {card.send_backs}")
    if card.permits_total and card.stage in (Stage.FORMATION, Stage.PERMITS, Stage.CONSTRUCTION):
        marks.append(f"手续 {card.permits_done}/{card.permits_total}")
    if card.certificates_total and card.permits_total:
        marks.append(f"四证 {card.certificates_done}/{card.certificates_total}")
    if card.problems:
        marks.append(f"问题 {card.problems}")
    marks += [_SHORT[stage] for stage in card.overlapping if stage in _SHORT]
    return marks


class CardDelegate(QStyledItemDelegate):
    """Draws cards; it reads nothing but the card, and its fonts and metrics are made once.

    A card is drawn once and then copied, until it changes: most of what a move or a keystroke repaints has
    not changed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bold = theme.font(theme.BODY_PX, bold=True)
        self._small = theme.font(theme.MARK_PX)
        self._small_bold = theme.font(theme.MARK_PX, bold=True)
        self._small_metrics = QFontMetrics(self._small)
        self._bold_metrics = QFontMetrics(self._bold)
        self._names: dict[tuple[str, int], tuple[str, ...]] = {}
        self._pictures: dict[tuple[object, ...], tuple[Card, QPixmap]] = {}
        self._grounds: dict[tuple[object, ...], QPixmap] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        card = index.data(CARD_ROLE)
        return QSize(120, height_of(card) if isinstance(card, Card) else 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card = index.data(CARD_ROLE)
        if not isinstance(card, Card):
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        device = painter.device()
        ratio = device.devicePixelRatio() if device is not None else 1.0
        key = (card.id, rect.size().toTuple(), selected, ratio, theme.tokens())
        kept = self._pictures.pop(key, None)
        if kept is None or (kept[0] is not card and kept[0] != card):
            kept = (card, self._picture(card, rect.size(), selected=selected, ratio=ratio))
        self._pictures[key] = kept
        if len(self._pictures) > _MOST_PICTURES:
            del self._pictures[next(iter(self._pictures))]
        painter.drawPixmap(rect.topLeft(), kept[1])

    def _picture(self, card: Card, size: QSize, *, selected: bool, ratio: float) -> QPixmap:
        light = card.light if card.light in (Light.RED, Light.YELLOW) else None
        picture = QPixmap(self._ground(size, light, selected=selected, ratio=ratio))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(QPoint(0, 0), size).adjusted(0, 0, -1, -GAP)
        inner = rect.adjusted(PADDING + 2, PADDING, -PADDING, -PADDING)
        marks = marks_of(card)
        # The officer stands at the end of the last line, whichever that is.
        room = inner.width() - (CHIP + 4 if card.service_officer else 0)
        stage_clock, next_clock = card.stage_clock, card.next_clock
        ends_with_clock = not marks and next_clock is None
        y = last = self._name(painter, inner, card)
        if _has_figures(card):
            last = y
            is_last = ends_with_clock and stage_clock is None
            y = self._figures(painter, inner.left(), y, room if is_last else inner.width(), card)
        if stage_clock is not None:
            last = y
            clock_room = room if ends_with_clock else inner.width()
            y = self._clock(painter, inner.left(), y, clock_room, stage_clock, card.stage)
        if next_clock is not None:
            last = y
            self._next(painter, inner.left(), y, inner.width() if marks else room, next_clock)
            y += LINE + 2
        if marks:
            last = y + 4
            self._marks(painter, inner.left(), last, room, card, marks)
        if card.service_officer and (marks or y > inner.top() + 2 * NAME_LINE + 2):
            self._officer(painter, inner.right() - CHIP + 1, last, card.service_officer)
        painter.end()
        return picture

    def _ground(self, size: QSize, light: Light | None, *, selected: bool, ratio: float) -> QPixmap:
        """An empty card of one size, which many share."""
        key = (size.toTuple(), light, selected, ratio, theme.tokens())
        ground = self._grounds.get(key)
        if ground is None:
            ground = self._grounds[key] = QPixmap(size * ratio)
            ground.setDevicePixelRatio(ratio)
            ground.fill(Qt.GlobalColor.transparent)
            painter = QPainter(ground)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRect(QPoint(0, 0), size).adjusted(0, 0, -1, -GAP)
            path = QPainterPath()
            path.addRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS, theme.RADIUS)
            painter.fillPath(path, theme.colour("tint" if selected else "surface"))
            painter.setPen(QPen(theme.colour("accent" if selected else "line"), 1))
            painter.drawPath(path)
            if light is not None:
                painter.setClipPath(path)
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.light_colour(light))
            painter.end()
        return ground

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

    def _figures(self, painter: QPainter, left: int, y: int, room: int, card: Card) -> int:
        """Track, investment and area; where it is too narrow the area gives way, and then the track's end."""
        track, sum_, area = (
            card.industry_track,
            wording.money(card.investment_yuan),
            wording.area_round(card.area_mu),
        )
        parts = [part for part in (track, sum_, area) if part]
        widths = list(map(self._small_metrics.horizontalAdvance, parts))
        if sum(widths) + _DOT * (len(parts) - 1) > room and area and len(parts) > 1:
            parts.pop()
            widths.pop()
        if track and (over := sum(widths) + _DOT * (len(parts) - 1) - room) > 0:
            widths[0] = max(0, widths[0] - over)
            parts[0] = self._small_metrics.elidedText(track, Qt.TextElideMode.ElideRight, widths[0])
            widths[0] = self._small_metrics.horizontalAdvance(parts[0])
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        x = left
        for part, width in zip(parts, widths, strict=True):
            if x > left:
                # A middle dot of a Chinese font is as wide as a character, so it is drawn.
                painter.drawPoint(QPointF(x + _DOT / 2 - 0.5, y + LINE / 2))
                painter.drawPoint(QPointF(x + _DOT / 2 + 0.5, y + LINE / 2))
                x += _DOT
            painter.drawText(QRect(x, y, left + room - x + 1, LINE), Qt.AlignmentFlag.AlignVCenter, part)
            x += width
        return y + LINE

    def _clock(self, painter: QPainter, left: int, y: int, room: int, face: ClockFace, stage: Stage) -> int:
        """How far the stage has run, in words and as a bar; where it is narrow the words lose their label.

        The unit is never cut off: 第27/90 without it says nothing.
        """
        painter.setFont(self._small)
        painter.setPen(theme.colour("ink2"))
        label = _CLOCK_LABELS.get(face.code, stage.zh)
        used, short = wording.used_words(face), wording.used_words(face, short=True)
        choices = (f"{label} {used}", f"{label} {short}", used, short)
        fits = (words for words in choices if self._small_metrics.horizontalAdvance(words) <= room)
        self._text(painter, QRect(left, y, room + 1, LINE), next(fits, short))
        bar = QRectF(left, y + LINE + 1, room, BAR)
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

    def _next(self, painter: QPainter, left: int, y: int, room: int, face: ClockFace) -> None:
        urgent = face.light in (Light.RED, Light.YELLOW)
        x, end = left, left + room
        if urgent:
            draw_sign(painter, QRectF(x, y + 4, 9, 9), face.light)
            x += 14
        painter.setFont(self._small_bold if urgent else self._small)
        painter.setPen(theme.light_colour(face.light) if urgent else theme.colour("ink1"))
        metrics, label = painter.fontMetrics(), _narrow(face.label)
        left_words, day = _left_and_day(face)
        # The day gives way to the item's name, and the name to what is left.
        tail = f" {left_words} {day}".rstrip()
        if metrics.horizontalAdvance(label + tail) > end - x:
            tail = f" {left_words}"
        least = metrics.horizontalAdvance(label[:_LEAST_NAME])
        if face.provisional and day and end - x - metrics.horizontalAdvance(tail) < least:
            tail = f" 预估{day}"
        label = metrics.elidedText(
            label, Qt.TextElideMode.ElideRight, end - x - metrics.horizontalAdvance(tail)
        )
        painter.drawText(QRect(x, y, end - x + 1, LINE), Qt.AlignmentFlag.AlignVCenter, f"{label}{tail}")

    def _marks(self, painter: QPainter, left: int, y: int, room: int, card: Card, marks: list[str]) -> None:
        painter.setFont(self._small)
        x = left
        for mark in marks:
            width = self._small_metrics.horizontalAdvance(mark) + 12
            if x + width > left + room:
                break
            done = mark.startswith("四证") and card.certificates_done == card.certificates_total
            chip = QRectF(x, y, width, CHIP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("green_tint" if done else "grey_tint"))
            painter.drawRoundedRect(chip, 3, 3)
            painter.setPen(theme.colour("green" if done else "ink2"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, mark)
            x += width + 4

    def _officer(self, painter: QPainter, x: int, y: int, name: str) -> None:
        circle = QRectF(x, y, CHIP, CHIP)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("tint"))
        painter.drawEllipse(circle)
        painter.setFont(self._small)
        painter.setPen(theme.colour("accent"))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, name[-1])

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


# What an item's name may shrink to before the words after it become shorter.
_LEAST_NAME = 4


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


def _narrow(label: str) -> str:
    """What a clock is for where there is little room: without what kind of thing it is, if it says both."""
    kind, colon, what = wording.short_label(label).partition("：")
    return what if colon and what else kind
