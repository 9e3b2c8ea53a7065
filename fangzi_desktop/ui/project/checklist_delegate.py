"""Paints a checklist: states as shapes with their words, marks, days and bars on a time axis."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from fangzi_desktop.domain.terms import Applicability, Light, PermitState
from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.board.delegate import draw_sign
from fangzi_desktop.ui.project.axis import Bar, Ink
from fangzi_desktop.ui.project.checklist_model import (
    BARS_ROLE,
    LINE_ROLE,
    ChecklistModel,
    Index,
    Part,
    is_running,
    state_word,
)
from fangzi_desktop.ui.project.track import draw_check

PAD = 8
SIGN = 10
BAR = 10
_CHIP = 18
# A bar narrower than this has no room for an outline or hatching.
_NARROW = 7
_INSET = 6
_INKS = {
    Ink.DONE: "green",
    Ink.LATE: "red",
    Ink.RUNNING: "accent",
    Ink.SOON: "amber",
    Ink.OVERDUE: "red",
    Ink.PLANNED: "accent",
    Ink.FORECAST: "ink3",
    Ink.STOPPED: "ink2",
}


class ChecklistDelegate(QStyledItemDelegate):
    """Draws one cell of a checklist; it reads nothing but the line and its bars."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plain = theme.font(theme.BODY_PX)
        self._small_bold = theme.font(theme.MARK_PX, bold=True)
        self._small = theme.font(theme.MARK_PX)
        self._small_metrics = QFontMetrics(self._small)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, theme.ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        model = index.model()
        if not isinstance(line, ChecklistLine) or not isinstance(model, ChecklistModel):
            return
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.fillRect(rect, theme.colour("tint" if state & QStyle.StateFlag.State_Selected else "surface"))
        self._rule(painter, rect, model, index.row())
        part = Part(index.column())
        if part is Part.STATE:
            self._state(painter, rect, line)
        elif part is Part.NAME:
            self._name(painter, rect, line)
        elif part is Part.TIME:
            self._time(painter, rect, model, index.data(BARS_ROLE) or ())
        else:
            self._words(painter, rect, model, line, part)
        painter.restore()

    def _rule(self, painter: QPainter, rect: QRect, model: ChecklistModel, row: int) -> None:
        """A hairline below each row, a stronger one where another part of the procedure begins."""
        lines = model.lines
        ends = row + 1 < len(lines) and lines[row + 1].phase is not lines[row].phase
        painter.setPen(QPen(theme.colour("ink3" if ends else "line"), 1))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _state(self, painter: QPainter, rect: QRect, line: ChecklistLine) -> None:
        box = QRectF(rect.left() + PAD, rect.center().y() - SIGN / 2 + 0.5, SIGN, SIGN)
        draw_state(painter, box, line)
        painter.setFont(self._small)
        painter.setPen(_state_ink(line))
        room = rect.adjusted(PAD + SIGN + 7, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, state_word(line))

    def _name(self, painter: QPainter, rect: QRect, line: ChecklistLine) -> None:
        chips = []
        if line.certificate:
            chips.append((self.tr("四证"), "tint", "accent"))
        if line.critical:
            chips.append((self.tr("关键"), "amber_tint", "amber"))
        taken = sum(self._small_metrics.horizontalAdvance(words) + 14 for words, _, _ in chips)
        room = rect.adjusted(PAD, 0, -4 - taken, 0)
        faint = line.applicability is Applicability.NOT_APPLICABLE
        painter.setFont(self._plain)
        painter.setPen(theme.colour("ink2" if faint else "ink1"))
        name = line.name
        metrics = painter.fontMetrics()
        if metrics.horizontalAdvance(name) > room.width():
            name = wording.short_label(name)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        x = rect.left() + PAD + metrics.horizontalAdvance(shown) + 8
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        for words, ground, ink in chips:
            width = self._small_metrics.horizontalAdvance(words) + 10
            chip = QRectF(x, rect.center().y() - _CHIP / 2 + 0.5, width, _CHIP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ground))
            painter.drawRoundedRect(chip, 3, 3)
            painter.setPen(theme.colour(ink))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
            x += width + 4

    def _words(
        self, painter: QPainter, rect: QRect, model: ChecklistModel, line: ChecklistLine, part: Part
    ) -> None:
        words = model.words(line, part)
        if not words:
            return
        ink = "ink2"
        faint = line.applicability is Applicability.NOT_APPLICABLE
        urgent = part is Part.DUE and line.light in (Light.RED, Light.YELLOW) and is_running(line)
        late = (
            part in (Part.DECIDED, Part.RESULT)
            and line.light is Light.RED
            and line.state is PermitState.DECIDED
        )
        if part in (Part.DUE, Part.DECIDED) and not faint:
            ink = "ink1"
        if part is Part.RESULT and line.certificate_no:
            ink = "ink1"
        painter.setFont(self._small_bold if urgent or late else self._small)
        painter.setPen(theme.light_colour(line.light) if urgent or late else theme.colour(ink))
        room = rect.adjusted(PAD, 0, -4, 0)
        # The end of a department's name tells offices of one kind apart.
        cut = Qt.TextElideMode.ElideMiddle if part is Part.DEPARTMENT else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(words, cut, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _time(self, painter: QPainter, rect: QRect, model: ChecklistModel, bars: tuple[Bar, ...]) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = rect.adjusted(_INSET, 0, -_INSET, 0)
        width = rect.width()
        painter.setPen(QPen(theme.colour("hover"), 1))
        for month in model.axis.months():
            x = rect.left() + model.axis.x(month, width)
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom() - 1))
        top = rect.center().y() - BAR / 2 + 0.5
        day = model.axis.x(model.axis.last, width) / max(1, (model.axis.last - model.axis.first).days)
        for bar in bars:
            left = rect.left() + model.axis.x(bar.first, width)
            right = max(left + 3, rect.left() + model.axis.x(bar.last, width) + day)
            draw_bar(painter, QRectF(left, top, right - left, BAR), bar)
        x = rect.left() + model.axis.x(model.today, width) + day / 2
        painter.setPen(QPen(theme.colour("red"), 1.2))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))


def draw_bar(painter: QPainter, box: QRectF, bar: Bar) -> None:
    """Draw a piece of a bar: full for what was, pale for what is planned, an outline for a forecast."""
    colour = theme.colour(_INKS[bar.ink])
    if bar.ink is Ink.STOPPED:
        painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
        return
    if bar.ink is Ink.FORECAST:
        fill = QColor(colour)
        fill.setAlphaF(0.25)
        painter.setPen(QPen(colour, 1) if box.width() >= _NARROW else Qt.PenStyle.NoPen)
        painter.setBrush(fill if box.width() >= _NARROW else colour)
        painter.drawRoundedRect(box.adjusted(0.5, 2.5, -0.5, -2.5), 1.5, 1.5)
    else:
        fill = QColor(colour)
        fill.setAlphaF({Ink.DONE: 0.5, Ink.PLANNED: 0.28}.get(bar.ink, 0.9))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 2, 2)
    if bar.is_minimum and box.width() >= (2 * _NARROW if bar.ink is Ink.FORECAST else _NARROW):
        painter.fillRect(box, QBrush(theme.colour("ink1"), Qt.BrushStyle.BDiagPattern))


def draw_state(painter: QPainter, box: QRectF, line: ChecklistLine) -> None:
    """Draw an item's state as a shape: tick, light, pause, cross, ring or dash."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    grey = QPen(theme.colour("ink2"), 1.4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if line.applicability is Applicability.NOT_APPLICABLE:
        painter.setPen(grey)
        painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(box.right(), box.center().y()))
    elif line.state is PermitState.DECIDED:
        draw_check(painter, box)
    elif line.state in (PermitState.REFUSED, PermitState.WITHDRAWN):
        painter.setPen(QPen(theme.colour("red"), 1.6))
        inner = box.adjusted(1, 1, -1, -1)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.bottomLeft(), inner.topRight())
    elif line.state is PermitState.SUSPENDED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("ink2"))
        painter.drawRect(QRectF(box.left() + 1, box.top(), 3, SIGN))
        painter.drawRect(QRectF(box.right() - 4, box.top(), 3, SIGN))
    elif line.state_code == Applicability.UNDECIDED:
        painter.setFont(theme.font(theme.MARK_PX, bold=True))
        painter.setPen(theme.colour("amber"))
        painter.drawText(box.adjusted(-2, -4, 2, 4), Qt.AlignmentFlag.AlignCenter, "?")
    elif line.state in (PermitState.ACCEPTED, PermitState.IN_PROGRESS) or (
        line.automatic and line.light is not Light.GREY
    ):
        draw_sign(painter, box, line.light)
    elif line.state in (PermitState.APPLIED, PermitState.CORRECTING):
        painter.setPen(QPen(theme.colour("accent"), 1.4))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setBrush(theme.colour("accent"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(box.adjusted(3, 3, -3, -3))
    else:
        painter.setPen(QPen(theme.colour("accent"), 1.6) if line.ready else grey)
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    painter.restore()


def _state_ink(line: ChecklistLine) -> QColor:
    if line.state is PermitState.DECIDED and line.applicability is not Applicability.NOT_APPLICABLE:
        return theme.colour("green")
    if line.state_code == Applicability.UNDECIDED:
        return theme.colour("amber")
    if line.state in (PermitState.REFUSED, PermitState.WITHDRAWN):
        return theme.colour("red")
    if line.state in (PermitState.ACCEPTED, PermitState.IN_PROGRESS):
        return theme.light_colour(line.light)
    if line.state is PermitState.NOT_STARTED and line.ready and not line.automatic:
        return theme.colour("accent")
    return theme.colour("ink2")


class ChecklistHeader(QHeaderView):
    """The heads of the columns; that of the time axis names the months and today."""

    def __init__(self, model: ChecklistModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._checklist = model
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        if logical != Part.TIME or not self._checklist.lines:
            painter.save()
            super().paintSection(painter, rect, logical)
            painter.restore()
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.colour("background"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.setFont(theme.font(theme.MARK_PX))
        rect = rect.adjusted(_INSET, 0, -_INSET, 0)
        axis, width = self._checklist.axis, rect.width()
        metrics = painter.fontMetrics()
        today = self.tr("今日")
        at = rect.left() + axis.x(self._checklist.today, width)
        half = metrics.horizontalAdvance(today) / 2
        centre = min(max(at, rect.left() + half), rect.right() - half)
        painter.setPen(theme.colour("red"))
        self._label(painter, rect, centre - half, today)
        taken = [(centre - half, centre + half)]
        painter.setPen(theme.colour("ink2"))
        years = {month.year for month in axis.months()}
        for month in axis.months():
            plain = self.tr("{month}月").format(month=month.month)
            dated = self.tr("{year}年{month}月").format(year=month.year % 100, month=month.month)
            first_of_year = len(years) > 1 and (month.month == 1 or month == axis.months()[0])
            for words in (dated, plain) if first_of_year else (plain,):
                left = rect.left() + axis.x(month, width)
                right = left + metrics.horizontalAdvance(words)
                if right > rect.right() or any(left < end + 6 and right > begin - 6 for begin, end in taken):
                    continue
                self._label(painter, rect, left, words)
                taken.append((left, right))
                break
        painter.restore()

    def _label(self, painter: QPainter, rect: QRect, left: float, words: str) -> None:
        room = QRectF(left, rect.top(), rect.right() - left + 4, rect.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
