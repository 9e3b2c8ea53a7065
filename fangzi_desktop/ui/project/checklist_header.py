"""The heads of a checklist's columns; that of the time axis has its months, weeks and days."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHeaderView, QWidget

from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.ui import theme
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
        taken: Taken = []
        self._paint_marks(painter, lower, taken)
        if self._timeline.zoom is Zoom.WEEK:
            self._paint_days(painter, lower, taken)
        self._paint_months(painter, upper)
        if self._timeline.can_pan:
            self._paint_share(painter, rect)

    def _paint_marks(self, painter: QPainter, room: QRectF, taken: Taken) -> None:
        """Today, and the ends of the overall limits with their words as far as there is room."""
        scale, today = self._timeline.scale, self._checklist.today
        metrics = painter.fontMetrics()
        words = self.tr("今日")
        at = scale.x(today) + scale.day_px / 2
        if -1 <= at <= room.width() + 1:
            half = metrics.horizontalAdvance(words) / 2
            centre = min(max(at, half), room.width() - half)
            painter.setPen(theme.colour("red"))
            self._label(painter, room, centre - half, words)
            taken.append((centre - half, centre + half))
        for flag in self._checklist.marks:
            self._paint_flag(painter, room, flag, taken)

    def _paint_flag(self, painter: QPainter, room: QRectF, flag: Flag, taken: Taken) -> None:
        scale = self._timeline.scale
        at = scale.x(flag.day) + scale.day_px
        if not -1 <= at <= room.width() + 1:
            return
        colour = theme.light_colour(flag.light)
        mast = room.left() + at
        painter.setPen(QPen(colour, 1.2))
        painter.drawLine(QPointF(mast, room.top() + 3), QPointF(mast, room.bottom() + 1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        top = room.top() + 3
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

    def _paint_days(self, painter: QPainter, room: QRectF, taken: Taken) -> None:
        scale = self._timeline.scale
        metrics = painter.fontMetrics()
        calendar = self._timeline.calendar
        for day in scale.days():
            words = str(day.day)
            width = metrics.horizontalAdvance(words)
            left = scale.x(day) + (scale.day_px - width) / 2
            if left < -2 or left + width > room.width() + 2 or _meets(taken, left, left + width, 1):
                continue
            rests = calendar is not None and not calendar.is_workday(day)
            painter.setPen(theme.colour("ink2"))
            painter.setOpacity(0.75 if rests else 1)
            self._label(painter, room, left, words)
            painter.setOpacity(1)

    def _paint_months(self, painter: QPainter, room: QRectF) -> None:
        scale = self._timeline.scale
        metrics = painter.fontMetrics()
        painter.setPen(theme.colour("ink2"))
        taken: Taken = []
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
            is_dated = is_close or (len(years) > 1 and (month.month == 1 or place == 0))
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
            right = left + metrics.horizontalAdvance(words)
            if left >= 0 and right <= room.width() and not _meets(taken, left, right):
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
