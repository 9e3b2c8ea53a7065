"""Paints a checklist: states as shapes with their words, marks, days and bars on a time axis."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fangzi_desktop.domain.permit_items import CALLED_OFF
from fangzi_desktop.domain.terms import Applicability, Light, PermitState
from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.board.delegate import draw_sign
from fangzi_desktop.ui.project.axis import Bar, Ink, Zoom, span_of
from fangzi_desktop.ui.project.checklist_model import (
    ROW_ROLE,
    ChecklistModel,
    Index,
    Part,
    can_write,
    is_running,
    state_word,
)
from fangzi_desktop.ui.project.checklist_rows import Family, GroupRow, Heading, ItemRow, Row
from fangzi_desktop.ui.project.timeline import INSET, Timeline
from fangzi_desktop.ui.project.track import draw_check

PAD = 8
SIGN = 10
BAR = 10
_CHIP = 18
# A bar narrower than this has no room for an outline or hatching.
_NARROW = 7
_GROUP_BAR = 6
INDENT = 16
# The bars of a round that another followed.
_FAINT = 0.45
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


Chips = list[tuple[str, str, str]]


class ChecklistDelegate(QStyledItemDelegate):
    """Draws one cell of a checklist; it reads nothing but the row, its bars and where days lie.

    `strips` are the keys of rows with a strip at their left: the groups of the current item, or the items of
    the current group.
    """

    def __init__(self, timeline: Timeline, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timeline = timeline
        self.strips: frozenset[str] = frozenset()
        self._plain = theme.font(theme.BODY_PX)
        self._bold = theme.font(theme.BODY_PX, bold=True)
        self._small_bold = theme.font(theme.MARK_PX, bold=True)
        self._small = theme.font(theme.MARK_PX)
        self._small_metrics = QFontMetrics(self._small)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(40, theme.ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        model = index.model()
        if row is None or not isinstance(model, ChecklistModel):
            return
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        part = Part(index.column())
        is_heading = isinstance(row, Heading)
        ground = "background" if is_heading else "surface"
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.colour("tint" if is_selected else ground))
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        if part is Part.TIME:
            self._time(painter, rect, model, row)
        elif not is_heading:
            if part is Part.STATE and row.key in self.strips:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), theme.colour("accent"))
            if is_selected and isinstance(row, ItemRow) and can_write(row.line, part):
                focused = bool(state & QStyle.StateFlag.State_HasFocus)
                self._writable(painter, rect, is_current=focused)
            self._cell(painter, rect, model, row, part, is_selected=is_selected)
        painter.restore()

    def _cell(
        self,
        painter: QPainter,
        rect: QRect,
        model: ChecklistModel,
        row: Row,
        part: Part,
        *,
        is_selected: bool,
    ) -> None:
        if isinstance(row, ItemRow):
            if part is Part.STATE:
                self._state(painter, rect, row.line)
            elif part is Part.NAME:
                self._name(painter, rect, row, is_selected=is_selected)
            else:
                self._words(painter, rect, model, row.line, part)
        elif part is Part.STATE:
            self._share(painter, rect, model.cell(row, part), is_group=isinstance(row, GroupRow))
        elif part is Part.NAME:
            self._plain_words(
                painter, rect.adjusted(PAD, 0, -4, 0), model.cell(row, part), self._bold, "ink1"
            )
        else:
            self._whole(painter, rect, model, row, part)

    def _whole(self, painter: QPainter, rect: QRect, model: ChecklistModel, row: Row, part: Part) -> None:
        """What a group or an item with several instances says in a column."""
        words = model.cell(row, part)
        font, ink = self._small, "ink2"
        if part is Part.DUE and isinstance(row, GroupRow) and row.group.reading is not None:
            reading = row.group.reading
            ink = "ink1"
            if reading.ended_on is None and reading.light in (Light.RED, Light.YELLOW):
                font, ink = self._small_bold, "red" if reading.light is Light.RED else "amber"
        self._plain_words(
            painter, rect.adjusted(PAD, 0, -4, 0), words, font, ink, middle=part is Part.DEPARTMENT
        )

    def _share(self, painter: QPainter, rect: QRect, words: str, *, is_group: bool) -> None:
        """How many are done, behind bars side by side for a group, sheets over each other for instances."""
        box = QRectF(rect.left() + PAD, rect.center().y() - SIGN / 2 + 0.5, SIGN, SIGN)
        if is_group:
            painter.fillRect(QRectF(box.left(), box.top() + 1, SIGN - 3, 3), theme.colour("accent"))
            painter.fillRect(QRectF(box.left() + 3, box.top() + 6, SIGN - 3, 3), theme.colour("accent"))
        else:
            painter.setPen(QPen(theme.colour("ink2"), 1.2))
            painter.setBrush(theme.colour("surface"))
            painter.drawRect(box.adjusted(3, 0.5, -0.5, -3))
            painter.drawRect(box.adjusted(0.5, 3, -3, -0.5))
        self._plain_words(painter, rect.adjusted(PAD + SIGN + 7, 0, 0, 0), words, self._small, "ink1")

    def _plain_words(
        self, painter: QPainter, room: QRect, words: str, font: QFont, ink: str, *, middle: bool = False
    ) -> None:
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        cut = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(words, cut, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _writable(self, painter: QPainter, rect: QRect, *, is_current: bool) -> None:
        """A hairline box around what can be written into; a stronger one where the keyboard is."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent" if is_current else "line"), 1.4 if is_current else 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(rect).adjusted(2.5, 4.5, -2.5, -5.5), 3, 3)

    def _state(self, painter: QPainter, rect: QRect, line: ChecklistLine) -> None:
        box = QRectF(rect.left() + PAD, rect.center().y() - SIGN / 2 + 0.5, SIGN, SIGN)
        draw_state(painter, box, line)
        painter.setFont(self._small)
        painter.setPen(_state_ink(line))
        room = rect.adjusted(PAD + SIGN + 7, 0, 0, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, state_word(line))

    def _name(self, painter: QPainter, rect: QRect, row: ItemRow, *, is_selected: bool) -> None:
        line = row.line
        indent = row.depth * INDENT
        if indent:
            x = rect.left() + PAD + indent - 8
            painter.setPen(QPen(theme.colour("ink3"), 1))
            painter.drawLine(x, rect.top(), x, rect.center().y())
            painter.drawLine(x, rect.center().y(), x + 6, rect.center().y())
        faint = line.applicability is Applicability.NOT_APPLICABLE or line.superseded
        painter.setFont(self._plain)
        painter.setPen(theme.colour("ink2" if faint else "ink1"))
        metrics = painter.fontMetrics()
        room = rect.adjusted(PAD + indent, 0, -4, 0)
        name, chips = self._fitted(row, metrics, room.width())
        room.setRight(room.right() - self._taken(chips))
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        x = rect.left() + PAD + indent + metrics.horizontalAdvance(shown) + 8
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._small)
        for words, ground, ink in chips:
            width = self._small_metrics.horizontalAdvance(words) + 10
            chip = QRectF(x, rect.center().y() - _CHIP / 2 + 0.5, width, _CHIP)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface" if is_selected else ground))
            painter.drawRoundedRect(chip, 3, 3)
            painter.setPen(theme.colour(ink))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
            x += width + 4

    def _fitted(self, row: ItemRow, metrics: QFontMetrics, width: int) -> tuple[str, Chips]:
        """The name and the marks behind it: both in full if they fit, else without brackets, else signs."""
        line = row.line
        full: Chips = []
        brief: Chips = []
        if line.certificate:
            full.append((self.tr("四证"), "tint", "accent"))
            brief.append((self.tr("证"), "tint", "accent"))
        if line.critical:
            full.append((self.tr("关键"), "amber_tint", "amber"))
            brief.append((self.tr("◆"), "amber_tint", "amber"))
        short = row.name if row.depth else wording.short_label(line.name) + line.title.removeprefix(line.name)
        for name, chips in ((row.name, full), (short, full), (row.name, brief)):
            if metrics.horizontalAdvance(name) + self._taken(chips) <= width:
                return name, chips
        return short, brief

    def _taken(self, chips: Chips) -> int:
        return sum(self._small_metrics.horizontalAdvance(words) + 14 for words, _, _ in chips) + 4 * bool(
            chips
        )

    def _words(
        self, painter: QPainter, rect: QRect, model: ChecklistModel, line: ChecklistLine, part: Part
    ) -> None:
        words = model.words(line, part)
        if not words:
            return
        ink = "ink2"
        faint = line.applicability is Applicability.NOT_APPLICABLE or line.superseded
        urgent = part is Part.DUE and line.light in (Light.RED, Light.YELLOW) and is_running(line)
        late = (
            part in (Part.DECIDED, Part.RESULT)
            and line.light is Light.RED
            and line.state is PermitState.DECIDED
        )
        if part in (Part.DUE, Part.DECIDED) and not faint:
            ink = "ink1"
        if part is Part.RESULT and line.certificate_no and not faint:
            ink = "ink1"
        painter.setFont(self._small_bold if urgent or late else self._small)
        painter.setPen(theme.light_colour(line.light) if urgent or late else theme.colour(ink))
        room = rect.adjusted(PAD, 0, -4, 0)
        if part is Part.DEPARTMENT and painter.fontMetrics().horizontalAdvance(words) > room.width():
            words = wording.short_label(words)
        # The end of a department's name tells offices of one kind apart.
        cut = Qt.TextElideMode.ElideMiddle if part is Part.DEPARTMENT else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(words, cut, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _time(self, painter: QPainter, rect: QRect, model: ChecklistModel, row: Row) -> None:
        timeline, scale = self._timeline, self._timeline.scale
        painter.setClipRect(rect)
        left = rect.left() + INSET
        if timeline.zoom is Zoom.WEEK and timeline.calendar is not None:
            for day in scale.days():
                if not timeline.calendar.is_workday(day):
                    box = QRectF(left + scale.x(day), rect.top(), scale.day_px, rect.height() - 1)
                    painter.fillRect(box, theme.colour("hover"))
        painter.setPen(QPen(theme.colour("line" if timeline.zoom is Zoom.WEEK else "hover"), 1))
        for month in scale.months():
            x = left + scale.x(month)
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom() - 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, (Heading, Family)):
            self._span(painter, rect, span_of(bar for one in row.item_ids for bar in model.bars_of(one)))
        else:
            if isinstance(row, ItemRow) and row.line.superseded:
                painter.setOpacity(_FAINT)
            height = BAR if isinstance(row, ItemRow) else _GROUP_BAR
            top = rect.center().y() - height / 2 + 0.5
            for bar in model.bars_of(row.key):
                first = left + scale.x(bar.first)
                last = max(first + 3, left + scale.x(bar.last) + scale.day_px)
                if last >= rect.left() and first <= rect.right():
                    draw_bar(painter, QRectF(first, top, last - first, height), bar)
            self._beyond(painter, rect, span_of(model.bars_of(row.key)))
            painter.setOpacity(1)
        for flag in model.marks:
            x = left + scale.x(flag.day) + scale.day_px
            painter.setPen(QPen(theme.light_colour(flag.light), 1.2, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        x = left + scale.x(model.today) + scale.day_px / 2
        painter.setPen(QPen(theme.colour("red"), 1.2))
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))

    def _beyond(self, painter: QPainter, rect: QRect, span: tuple[date, date] | None) -> None:
        """A sign at the edge beyond which an item's bars lie, if none of them is in view."""
        if span is None:
            return
        first, last = self._timeline.scale.seen
        if span[1] >= first and span[0] <= last:
            return
        is_before = span[1] < first
        x = rect.left() + 3.0 if is_before else rect.right() - 3.0
        step = 3.5 if is_before else -3.5
        y = rect.center().y() + 0.5
        painter.setPen(QPen(theme.colour("ink2"), 1.3))
        painter.drawPolyline([QPointF(x + step, y - 3.5), QPointF(x, y), QPointF(x + step, y + 3.5)])

    def _span(self, painter: QPainter, rect: QRect, span: tuple[date, date] | None) -> None:
        """From when to when a phase's items reach: a thin line with feet."""
        if span is None:
            return
        scale = self._timeline.scale
        left = rect.left() + INSET
        first, last = left + scale.x(span[0]), left + scale.x(span[1]) + scale.day_px
        y = rect.center().y() - 1.5
        ink = theme.colour("ink3")
        painter.fillRect(QRectF(first, y, max(3.0, last - first), 2), ink)
        painter.fillRect(QRectF(first, y, 1.5, 6), ink)
        painter.fillRect(QRectF(last - 1.5, y, 1.5, 6), ink)


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
    elif line.state in CALLED_OFF:
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
    if line.state in CALLED_OFF:
        return theme.colour("red")
    if line.state in (PermitState.ACCEPTED, PermitState.IN_PROGRESS):
        return theme.light_colour(line.light)
    if line.state is PermitState.NOT_STARTED and line.ready and not line.automatic:
        return theme.colour("accent")
    return theme.colour("ink2")
