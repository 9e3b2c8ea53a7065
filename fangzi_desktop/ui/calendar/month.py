"""A month as six weeks of days: Monday first, rest days tinted, as many items as a day has room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QTableView,
    QWidget,
)

from fangzi_desktop.domain.day_kinds import MONTH_WEEKS, WEEK
from fangzi_desktop.services.due_days import CalendarDay, DayItem
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.calendar import wording
from fangzi_desktop.ui.calendar.day_cells import DAY_ROLE, SIGN, DayDelegate, Index, room_of
from fangzi_desktop.ui.calendar.items import accept_item, dragged, draw_item_sign, mime_of

_WEEK_WIDTH = 34
_DRAG_WIDTH = 260


class MonthModel(QAbstractTableModel):
    """Six weeks by seven days."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._days: tuple[CalendarDay, ...] = ()
        self._today = date.min

    @property
    def days(self) -> tuple[CalendarDay, ...]:
        """The days shown."""
        return self._days

    @property
    def today(self) -> date:
        """The day on which they are read."""
        return self._today

    def show_days(self, days: Sequence[CalendarDay], today: date) -> None:
        """Show six weeks of days as they read on `today`."""
        self.beginResetModel()
        self._days, self._today = tuple(days), today
        self.endResetModel()

    def index_of(self, day: date) -> QModelIndex:
        """The cell of a day, invalid where it is not shown."""
        place = (day - self._days[0].day).days if self._days else -1
        return self.index(*divmod(place, WEEK)) if 0 <= place < len(self._days) else QModelIndex()

    def day_at(self, index: Index) -> CalendarDay | None:
        """The day of a cell."""
        place = index.row() * WEEK + index.column()
        return self._days[place] if index.isValid() and place < len(self._days) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else MONTH_WEEKS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else WEEK

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        day = self.day_at(index)
        if day is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.day_words(day.day, self._today)
        if role == DAY_ROLE:
            return day
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return wording.day_aloud(day, self._today)
        if role == Qt.ItemDataRole.ToolTipRole and day.items:
            return wording.day_tip(day, self._today)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        if orientation is Qt.Orientation.Horizontal:
            return wording.weekday_heads()[section]
        if not self._days:
            return ""
        number = self._days[section * WEEK].day.isocalendar().week
        return str(number) if role == Qt.ItemDataRole.DisplayRole else wording.week_number(number)


class MonthView(QTableView):
    """The days of a month. Arrows go from day to day and over its ends, Enter opens a day's list."""

    day_chosen = Signal(object)
    day_reached = Signal(object)
    day_opened = Signal(object)
    handled = Signal(object)
    move_asked = Signal(object, QPoint)
    dropped = Signal(object, object, QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("calendar-month")
        self.setAccessibleName(self.tr("月历"))
        self.days = MonthModel(self)
        self.painter_of_days = DayDelegate(self)
        self._pressed: tuple[QPoint, DayItem] | None = None
        self.setModel(self.days)
        self.setItemDelegate(self.painter_of_days)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        for heads in (self.horizontalHeader(), self.verticalHeader()):
            heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            heads.setSectionsClickable(False)
            heads.setHighlightSections(False)
            heads.setMinimumSectionSize(20)
        self.verticalHeader().setFixedWidth(_WEEK_WIDTH)
        self.verticalHeader().setAccessibleName(self.tr("第几周"))
        self.verticalHeader().setToolTip(self.tr("第几周"))
        self.selectionModel().currentChanged.connect(self._tell_current)

    def show_days(self, days: Sequence[CalendarDay], month: date, current: date, today: date) -> None:
        """Show a month with its current day."""
        painter = self.painter_of_days
        painter.hot, painter.today, painter.month = None, today, (month.year, month.month)
        self.days.show_days(days, today)
        self.setCurrentIndex(self.days.index_of(current))

    def select_day(self, day: date) -> None:
        """Make a day that is shown the current one."""
        self.setCurrentIndex(self.days.index_of(day))

    def current_day(self) -> CalendarDay | None:
        """The current day."""
        return self.days.day_at(self.currentIndex())

    def place_of(self, day: date, place: int = 0) -> QPoint:
        """A point of the viewport on an item of a day."""
        index = self.days.index_of(day)
        shown, cell = self.days.day_at(index), self.visualRect(index)
        lines = room_of(cell, len(shown.items)).lines if shown is not None else ()
        return lines[place].center() if place < len(lines) else cell.center()

    def _tell_current(self, index: QModelIndex) -> None:
        day = self.days.day_at(index)
        if day is not None:
            self.day_chosen.emit(day.day)

    def _step(self, days: int) -> None:
        current = self.current_day()
        if current is not None:
            self.day_reached.emit(current.day + timedelta(days=days))

    def _under(self, point: QPoint) -> tuple[CalendarDay, int] | None:
        index = self.indexAt(point)
        day = self.days.day_at(index)
        if day is None:
            return None
        part = self.painter_of_days.part_at(self.visualRect(index), day, point)
        return (day, part) if part is not None else None

    def _item_under(self, point: QPoint) -> DayItem | None:
        found = self._under(point)
        if found is None or found[1] >= len(found[0].items):
            return None
        return found[0].items[found[1]]

    def _ask_current(self) -> None:
        """Ask where the current day's item is to be moved; of several one is chosen in the day's list."""
        day = self.current_day()
        if day is None or not day.items:
            return
        if len(day.items) > 1:
            self.day_opened.emit(day.day)
            return
        cell = self.visualRect(self.currentIndex())
        corner = self.painter_of_days.corner_of(cell, day, 0)
        self.move_asked.emit(day.items[0], self.viewport().mapToGlobal(corner))

    def _drag(self, item: DayItem) -> None:
        drag = QDrag(self)
        drag.setMimeData(mime_of(item))
        drag.setPixmap(_picture(item, self.devicePixelRatioF()))
        drag.exec(Qt.DropAction.MoveAction)
        self._aim(None)

    def _aim(self, day: date | None) -> None:
        if day != self.painter_of_days.target:
            self.painter_of_days.target = day
            self.viewport().update()

    # Qt.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -WEEK,
            Qt.Key.Key_Down: WEEK,
        }
        if key in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._step(steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            day = self.current_day()
            if day is not None:
                self.day_opened.emit(day.day)
        elif key == Qt.Key.Key_M and not event.modifiers():
            self._ask_current()
        else:
            # Letters would search the cells' words; paging is the page's.
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = None
        point = event.position().toPoint()
        if event.button() is Qt.MouseButton.LeftButton:
            item = self._item_under(point)
            if item is not None:
                self._pressed = (point, item)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            start, item = self._pressed
            if (point - start).manhattanLength() >= QApplication.startDragDistance():
                self._pressed = None
                self._drag(item)
            return
        found = self._under(point)
        hot = (found[0].day, found[1]) if found is not None else None
        if hot != self.painter_of_days.hot:
            self.painter_of_days.hot = hot
            shape = Qt.CursorShape.PointingHandCursor if hot else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._pressed = None
        found = self._under(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and found is not None:
            day, place = found
            if place == len(day.items):
                self.day_opened.emit(day.day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        item, day = self._item_under(point), self.days.day_at(self.indexAt(point))
        if item is not None:
            self.handled.emit(item)
        elif day is not None and self._under(point) is None:
            self.day_opened.emit(day.day)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._ask_current()
            return
        item = self._item_under(event.pos())
        if item is not None:
            self.move_asked.emit(item, event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_item(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if accept_item(event):
            day = self.days.day_at(self.indexAt(event.position().toPoint()))
            self._aim(day.day if day is not None else None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        found = dragged(event.mimeData())
        point = event.position().toPoint()
        day = self.days.day_at(self.indexAt(point))
        self._aim(None)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if found is not None and day is not None:
            self.dropped.emit(found, day.day, self.viewport().mapToGlobal(point))


def _picture(item: DayItem, ratio: float) -> QPixmap:
    """What hangs at the pointer while an item is dragged."""
    made = QPixmap(round(_DRAG_WIDTH * ratio), round(26 * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(theme.colour("surface"))
    painter = QPainter(made)
    painter.setPen(theme.colour("accent"))
    painter.drawRect(0, 0, _DRAG_WIDTH - 1, 25)
    draw_item_sign(painter, QRectF(8, 9, SIGN, SIGN), item)
    font = theme.font(theme.MARK_PX)
    painter.setFont(font)
    painter.setPen(theme.colour("ink1"))
    room = _DRAG_WIDTH - 32
    words = QFontMetrics(font).elidedText(wording.line(item), Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRect(24, 0, room, 26), Qt.AlignmentFlag.AlignVCenter, words)
    painter.end()
    return made
