"""The nine stages of a project side by side, each with its days and its length."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial

from PySide6.QtCore import QCoreApplication, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from fangzi_desktop.domain.deadlines import amount_zh
from fangzi_desktop.domain.stages import STAGES, stage_index
from fangzi_desktop.domain.terms import Light, Stage, StageStatus, Unit
from fangzi_desktop.services.dossier import Dossier, StageSpan
from fangzi_desktop.services.faces import ClockFace
from fangzi_desktop.ui import theme, wording

CIRCLE = 22
_LINE = 17
_PAD = 6


def length_words(span: StageSpan, clock: ClockFace | None, *, is_main: bool, is_passed: bool) -> str:
    """Say how long a stage took, how its clock stands, or that nothing is known of it."""
    if is_main and clock is not None:
        sign = f"{clock.light.sign} " if clock.light in (Light.RED, Light.YELLOW) else ""
        return sign + wording.used_words(clock)
    if span.status is StageStatus.ACTIVE:
        if is_main and span.days is not None:
            return _tr("已{length}").format(length=amount_zh(span.days, Unit.CALENDAR_DAY))
        return span.status.zh
    if span.status is StageStatus.DONE and span.days is not None:
        return amount_zh(span.days, Unit.CALENDAR_DAY)
    if span.status is StageStatus.PENDING:
        return _tr("未登记") if is_passed else ""
    return span.status.zh


def span_words(span: StageSpan) -> str:
    """Say from when to when a stage ran; the year is written once where it is the same."""
    first, last = _short(span.started_on), _short(span.done_on)
    if span.started_on and span.done_on:
        if span.started_on == span.done_on:
            return first
        if span.started_on.year == span.done_on.year:
            last = last[5:]
        return f"{first}~{last}"
    if span.done_on:
        return _tr("至{day}").format(day=last)
    return _tr("{day}起").format(day=first) if first else ""


def _short(day: date | None) -> str:
    return f"{day.year}.{day.month:02d}.{day.day:02d}" if day is not None else ""


class StageButton(QAbstractButton):
    """One stage of the track; pressed, it asks for its real days."""

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"stage-{stage}")
        self.stage = stage
        self._number = stage_index(stage) + 1
        self._status = StageStatus.PENDING
        self._length = self._span = ""
        self._is_main = False
        self._length_ink = "ink2"
        self.setText(stage.zh)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def length(self) -> str:
        """What is said of the stage's length."""
        return self._length

    def show_span(self, span: StageSpan, clock: ClockFace | None, *, main: Stage, backs: int = 0) -> None:
        """Show how a project stands in this stage, and how often it was sent back from it."""
        self._status = span.status
        self._is_main = span.stage is main
        is_passed = stage_index(span.stage) < stage_index(main)
        self._length = length_words(span, clock, is_main=self._is_main, is_passed=is_passed)
        sent_back = self.tr("退回{count}次").format(count=backs) if backs else ""
        if sent_back and span.status is StageStatus.RETURNED and not self._is_main:
            self._length, sent_back = sent_back, ""
        self._span = span_words(span)
        inks = {Light.RED: "red", Light.YELLOW: "amber"}
        self._length_ink = "accent" if self._is_main else "ink2"
        if clock is not None:
            self._length_ink = inks.get(clock.light, self._length_ink)
        standing = self.tr("当前环节") if self._is_main else span.status.zh
        parts = [self.stage.zh, standing, self._length, self._span, sent_back]
        self.setAccessibleName("，".join(part for part in parts if part))
        known = standing if standing != self._length else ""
        tip = [self.stage.zh, known, self._length, self._span, sent_back]
        hint = self.tr("单击更正起止日期")
        self.setToolTip("\n".join([" ".join(part for part in tip if part), hint]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(132, CIRCLE + 2 * _LINE + 2 * _PAD + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(84, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QRectF(_PAD, _PAD, CIRCLE, CIRCLE)
        if self.underMouse() or self.hasFocus():
            ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(QPen(theme.colour("accent")) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(ground, 5, 5)
        self._paint_circle(painter, circle)
        ink = "accent" if self._is_main else "ink1" if self._status is not StageStatus.PENDING else "ink2"
        painter.setFont(theme.font(theme.BODY_PX, bold=self._is_main))
        painter.setPen(theme.colour(ink))
        left = round(circle.right()) + 7
        name = QRect(left, _PAD, self.width() - left, CIRCLE)
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self.text())
        end = left + painter.fontMetrics().horizontalAdvance(self.text()) + 8
        if self.stage is not STAGES[-1] and end < self.width() - 6:
            painter.setPen(QPen(theme.colour("green" if self._status is StageStatus.DONE else "line"), 1.4))
            middle = circle.center().y()
            painter.drawLine(QPointF(end, middle), QPointF(self.width() - 2, middle))
        painter.setFont(theme.font(theme.MARK_PX, bold=self._is_main))
        y = _PAD + CIRCLE + 1
        for words, token in ((self._length, self._length_ink), (self._span, "ink2")):
            if words:
                painter.setPen(theme.colour(token))
                room = QRect(_PAD, y, self.width() - _PAD, _LINE)
                metrics = painter.fontMetrics()
                shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            painter.setFont(theme.font(theme.MARK_PX))
            y += _LINE

    def _paint_circle(self, painter: QPainter, circle: QRectF) -> None:
        active = self._status is StageStatus.ACTIVE
        done = self._status is StageStatus.DONE and not self._is_main
        painter.setPen(
            QPen(theme.colour("accent"), 1.4) if active and not self._is_main else Qt.PenStyle.NoPen
        )
        ground = "accent" if self._is_main else "green_tint" if done else "tint" if active else "grey_tint"
        painter.setBrush(theme.colour(ground))
        painter.drawEllipse(circle)
        if done:
            draw_check(painter, circle.adjusted(6, 6, -6, -6))
            return
        painter.setPen(theme.colour("on_accent" if self._is_main else "accent" if active else "ink2"))
        painter.setFont(theme.font(theme.MARK_PX, bold=True))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(self._number))


def draw_check(painter: QPainter, box: QRectF) -> None:
    """Draw a tick in green, which no font need have."""
    painter.save()
    pen = QPen(theme.colour("green"), 1.9)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(
        [
            QPointF(box.left(), box.center().y()),
            QPointF(box.left() + box.width() * 0.38, box.bottom() - box.height() * 0.12),
            QPointF(box.right(), box.top() + box.height() * 0.1),
        ]
    )
    painter.restore()


class StageTrack(QFrame):
    """The track of nine stages. Tab and arrows reach each of them, Space or a click opens its days."""

    stage_chosen = Signal(Stage)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("stage-track")
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("九个环节"))
        self.buttons = {stage: StageButton(stage, self) for stage in STAGES}
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(4)
        for stage, button in self.buttons.items():
            button.clicked.connect(partial(self.stage_chosen.emit, stage))
            row.addWidget(button, 1)

    def show_dossier(self, dossier: Dossier) -> None:
        """Show where a project stands."""
        backs = Counter(one.from_stage for one in dossier.send_backs)
        for span in dossier.stages:
            clock = dossier.stage_clock if span.stage is dossier.stage else None
            self.buttons[span.stage].show_span(span, clock, main=dossier.stage, backs=backs[span.stage])


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
