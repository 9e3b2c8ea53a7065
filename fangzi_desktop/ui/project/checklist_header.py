"""The heads of a checklist's columns; that of the time axis has its months, weeks and days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.project.axis import Flag, Zoom
from fangzi_desktop.ui.project.checklist_model import ChecklistModel, Part
from fangzi_desktop.ui.project.timeline import INSET, Timeline

HEIGHT = 44
_GAP = 6
_FLAG = 7

Taken = list[tuple[float, float]]


class ChecklistHeader(QHeaderView):
    """The heads. The time axis has its months above, below them today, the overall limits, and days."""

    def __init__(self, model: ChecklistModel, timeline: Timeline, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._checklist = model
        self._timeline = timeline
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _paint_axis(self, painter: QPainter, rect: QRect) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.colour("background"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.setClipRect(rect)
        painter.setFont(theme.font(theme.MARK_PX))
        half = (rect.height() - 2) // 2
        upper = QRectF(rect.left() + INSET, rect.top() + 1, rect.width() - 2 * INSET, half)
        lower = QRectF(upper.left(), upper.bottom(), upper.width(), half)
        above: Taken = []
        below: Taken = []
        is_close = self._timeline.zoom is Zoom.WEEK
        for flag in self._checklist.marks:
            self._paint_mast(painter, rect, upper.left(), flag)
            # Close by, the days take the lower line.
            self._paint_flag(painter, *((upper, above) if is_close else (lower, below)), flag)
        if is_close:
            self._paint_days(painter, lower)
        else:
            self._paint_today(painter, [(lower, below), (upper, above)])
        self._paint_months(painter, upper, above)
        if self._timeline.can_pan:
            self._paint_share(painter, rect)

    def _paint_today(self, painter: QPainter, rooms: Sequence[tuple[QRectF, Taken]]) -> None:
        """The word for today where there is room for it, in the line of the months if need be."""
        scale, words = self._timeline.scale, self.tr("今日")
        at = scale.x(self._checklist.today) + scale.day_px / 2
        if not -1 <= at <= scale.width + 1:
            return
        half = painter.fontMetrics().horizontalAdvance(words) / 2
        left = min(max(at, half), scale.width - half) - half
        for room, taken in rooms:
            if not _meets(taken, left, left + 2 * half, 3):
                painter.setPen(theme.colour("red"))
                self._label(painter, room, left, words)
                taken.append((left, left + 2 * half))
                return

    def _paint_mast(self, painter: QPainter, rect: QRect, left: float, flag: Flag) -> None:
        at = self._timeline.scale.x(flag.day) + self._timeline.scale.day_px
        painter.setPen(QPen(theme.light_colour(flag.light), 1.2))
        half = rect.top() + 1 + (rect.height() - 2) // 2
        painter.drawLine(QPointF(left + at, half + 3), QPointF(left + at, rect.bottom()))

    def _paint_flag(self, painter: QPainter, room: QRectF, taken: Taken, flag: Flag) -> None:
        """The end of an overall limit with its words, on the side where there is room for them."""
        scale = self._timeline.scale
        at = scale.x(flag.day) + scale.day_px
        if not -1 <= at <= room.width() + 1:
            return
        colour = theme.light_colour(flag.light)
        mast = room.left() + at
        painter.setPen(QPen(colour, 1.2))
        painter.drawLine(QPointF(mast, room.top() + 5), QPointF(mast, room.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        top = room.top() + 5
        painter.drawPolygon(
            QPolygonF([QPointF(mast, top), QPointF(mast + _FLAG, top + 3), QPointF(mast, top + 6)])
        )
        painter.setPen(colour)
        metrics = painter.fontMetrics()
        dated = self.tr("{name} {month}月{day}日").format(
            name=ClockKind.OVERALL.zh, month=flag.day.month, day=flag.day.day
        )
        for words in (dated, ClockKind.OVERALL.zh):
            width = metrics.horizontalAdvance(words)
            for left in (at + _FLAG + 3, at - width - 3):
                if left < -2 or left + width > room.width() + 2 or _meets(taken, left, left + width):
                    continue
                self._label(painter, room, left, words)
                taken.append((left, left + width))
                return
        taken.append((at, at + _FLAG))

    def _paint_days(self, painter: QPainter, room: QRectF) -> None:
        """The days of the month; rest days on shaded ground, today in a box of its own."""
        scale, calendar = self._timeline.scale, self._timeline.calendar
        metrics = painter.fontMetrics()
        for day in scale.days():
            words = str(day.day)
            width = metrics.horizontalAdvance(words)
            box = QRectF(room.left() + scale.x(day), room.top() + 1, scale.day_px, room.height() - 4)
            if box.left() < room.left() - INSET or box.right() > room.right() + INSET:
                continue
            is_today = day == self._checklist.today
            if is_today:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("red"))
                painter.drawRoundedRect(box.adjusted(0, 0, 0, 0), 3, 3)
            elif calendar is not None and not calendar.is_workday(day):
                painter.fillRect(box, theme.colour("line"))
            painter.setPen(theme.colour("surface" if is_today else "ink2"))
            painter.drawText(QPointF(box.center().x() - width / 2, box.bottom() - 4), words)

    def _paint_months(self, painter: QPainter, room: QRectF, taken: Taken) -> None:
        scale = self._timeline.scale
        metrics = painter.fontMetrics()
        painter.setPen(theme.colour("ink2"))
        months = scale.months()
        is_close = self._timeline.zoom is Zoom.WEEK
        years = {month.year for month in months}
        for place, month in enumerate(months):
            at = scale.x(month)
            following = scale.x(_next(month))
            # The month that the part seen begins in is named at the edge.
            left = max(at, 0.0)
            plain = self.tr("{month}月").format(month=month.month)
            dated = self.tr("{year}年{month}月").format(year=month.year % 100, month=month.month)
            is_dated = len(years) > 1 and (month.month == 1 or place == 0)
            is_dated = is_dated or (place == 0 and month.year != self._checklist.today.year)
            for words in (dated, plain) if is_dated else (plain,):
                right = left + metrics.horizontalAdvance(words)
                if right > min(following - 2, room.width()) or _meets(taken, left, right):
                    continue
                self._label(painter, room, left, words)
                taken.append((left, right))
                break
        if is_close:
            self._paint_weeks(painter, room, taken)

    def _paint_weeks(self, painter: QPainter, room: QRectF, taken: Taken) -> None:
        scale = self._timeline.scale
        metrics = painter.fontMetrics()
        first, last = scale.seen
        monday = first - timedelta(days=first.weekday())
        while monday <= last:
            words = self.tr("第{week}周").format(week=monday.isocalendar().week)
            left = scale.x(monday)
            left = max([left, *(end + _GAP for begin, end in taken if begin <= left + _GAP < end + 2 * _GAP)])
            right = left + metrics.horizontalAdvance(words)
            fits = left >= 0 and right <= min(room.width(), scale.x(monday + timedelta(days=7)))
            if fits and not _meets(taken, left, right, _GAP - 1):
                self._label(painter, room, left, words)
                taken.append((left, right))
            monday += timedelta(days=7)

    def _paint_share(self, painter: QPainter, rect: QRect) -> None:
        """A slim line at the foot of the head: which part of the axis is seen."""
        first, last = self._timeline.share
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink3"))
        left = rect.left() + first * rect.width()
        painter.drawRoundedRect(
            QRectF(left, rect.bottom() - 2, max(12.0, (last - first) * rect.width()), 2.5), 1, 1
        )

    def _label(self, painter: QPainter, room: QRectF, left: float, words: str) -> None:
        box = QRectF(room.left() + left, room.top(), room.width() + 200, room.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _tip(self) -> str:
        """Where the days that are marked come from, and how to move along the axis."""
        flags = [
            f"{ClockKind.OVERALL.zh} {wording.full_day(flag.day)}：{flag.words}"
            for flag in self._checklist.marks
        ]
        keys = self.tr("Ctrl+滚轮缩放，Shift+滚轮或拖动左右移动，Home 回到今天")
        return "\n".join([*flags, keys])

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.logicalIndexAt(event.pos()) == Part.TIME:
            QToolTip.showText(event.globalPos(), wording.tip(self._tip()), self)
            return True
        return super().viewportEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), HEIGHT)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        painter.save()
        if logical != Part.TIME or not self._checklist.rows:
            super().paintSection(painter, rect, logical)
        else:
            self._paint_axis(painter, rect)
        painter.restore()


def _meets(taken: Taken, left: float, right: float, gap: float = _GAP) -> bool:
    return any(left < end + gap and right > begin - gap for begin, end in taken)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
