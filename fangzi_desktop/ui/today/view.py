"""The list of reminders: clicks on a row's buttons and keys become signals."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QWidget

from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui.today.delegate import Part, ReminderDelegate
from fangzi_desktop.ui.today.model import REMINDER_ROLE, ReminderModel


class ReminderView(QListView):
    """The reminders. Enter or a double click handles one, S or the menu key puts it off."""

    handled = Signal(object)
    put_off = Signal(object, QPoint)

    def __init__(self, model: ReminderModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("today-list")
        self.setAccessibleName(self.tr("需要处理的事项"))
        self.painter_of_rows = ReminderDelegate(self)
        self.setItemDelegate(self.painter_of_rows)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)

    def current(self) -> Reminder | None:
        """The current reminder."""
        return self._reminder(self.currentIndex())

    def button_centre(self, row: int, part: Part) -> QPoint:
        """A point of the viewport on a row's button."""
        rect = self.visualRect(self.model().index(row, 0))
        for x in range(rect.right(), rect.left(), -4):
            point = QPoint(x, rect.center().y())
            if self.painter_of_rows.part_at(rect, point) is part:
                return point - QPoint(8, 0)
        return rect.center()

    def _reminder(self, index: QModelIndex) -> Reminder | None:
        found = index.data(REMINDER_ROLE) if index.isValid() else None
        return found if isinstance(found, Reminder) else None

    def _part_at(self, point: QPoint) -> tuple[QModelIndex, Part] | None:
        index = self.indexAt(point)
        part = self.painter_of_rows.part_at(self.visualRect(index), point) if index.isValid() else None
        return (index, part) if part is not None else None

    def _ask_later(self, index: QModelIndex) -> None:
        reminder = self._reminder(index)
        if reminder is not None:
            corner = self.painter_of_rows.menu_corner(self.visualRect(index))
            self.put_off.emit(reminder, self.viewport().mapToGlobal(corner))

    def _warm(self, hot: tuple[int, Part] | None) -> None:
        if hot != self.painter_of_rows.hot:
            self.painter_of_rows.hot = hot
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if hot else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        found = self._part_at(event.position().toPoint())
        self._warm((found[0].row(), found[1]) if found else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._warm(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        found = self._part_at(event.position().toPoint())
        if found is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        index, part = found
        if index != self.currentIndex():
            return
        if part is Part.HANDLE:
            self.handled.emit(self._reminder(index))
        else:
            self._ask_later(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # A second click on a button is a click on a button, not on the row.
        if self._part_at(event.position().toPoint()) is not None:
            return
        reminder = self._reminder(self.indexAt(event.position().toPoint()))
        if reminder is not None:
            self.handled.emit(reminder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        reminder = self.current()
        if reminder is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.handled.emit(reminder)
        elif reminder is not None and event.key() == Qt.Key.Key_S and not event.modifiers():
            self._ask_later(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self._ask_later(index)
