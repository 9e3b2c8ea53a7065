"""The list of reminders: clicks on a row's buttons and keys become signals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui.today.delegate import HEAD, ROW, Part, ReminderDelegate
from fangzi_desktop.ui.today.groups import Head
from fangzi_desktop.ui.today.model import ROW_ROLE, ReminderModel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ReminderView(QTableView):
    """The reminders under the heads of their groups.

    Enter or a double click handles a reminder, D completes it, S puts it off, the menu key offers all of it.
    Left and Right fold and unfold a group, Enter on its head does either.
    """

    handled = Signal(object)
    put_off = Signal(object, QPoint)
    done = Signal(object)
    menu_asked = Signal(object, QPoint)
    fold_asked = Signal(str, bool)

    def __init__(self, model: ReminderModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("today-list")
        self.setAccessibleName(self.tr("需要处理的事项"))
        self.painter_of_rows = ReminderDelegate(self)
        self._reminders = model
        self._is_second_click = False
        self.setItemDelegate(self.painter_of_rows)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(HEAD)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setModel(model)
        # After Qt's own slots, which the view connected first.
        model.modelReset.connect(self._fit_all)
        model.rowsInserted.connect(self._fit_new)
        model.dataChanged.connect(self._fit_changed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.verticalScrollBar().setSingleStep(ROW // 2)

    def _fit_all(self) -> None:
        """Make every row as high as a reminder, which is one call for all, and then the heads lower."""
        header = self.verticalHeader()
        header.setDefaultSectionSize(ROW)
        for at, row in enumerate(self._reminders.rows):
            if isinstance(row, Head):
                header.resizeSection(at, HEAD)

    def _fit_new(self, parent: QModelIndex, first: int, last: int) -> None:
        self._fit(first, last)

    def _fit_changed(self, first: QModelIndex, last: QModelIndex, roles: Sequence[int]) -> None:
        # What only reads otherwise stays as high as it was; there may be tens of thousands of rows.
        if not roles:
            self._fit(first.row(), last.row())

    def _fit(self, first: int, last: int) -> None:
        """Give heads and reminders their heights."""
        header, rows = self.verticalHeader(), self._reminders.rows
        for at in range(first, last + 1):
            wanted = HEAD if isinstance(rows[at], Head) else ROW
            if header.sectionSize(at) != wanted:
                header.resizeSection(at, wanted)

    def current(self) -> Reminder | None:
        """The current reminder."""
        return self._reminder(self.currentIndex())

    def show_with_head(self) -> None:
        """Bring the current reminder into view and, where it is the first of its group, the head above it."""
        index = self.currentIndex()
        above = index.row() - 1
        if above >= 0 and isinstance(self._reminders.rows[above], Head):
            self.scrollTo(self._reminders.index(above, 0))
        self.scrollTo(index)

    def seen(self) -> list[Reminder]:
        """The reminders that are in view now."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        rows = self._reminders.rows
        if first < 0:
            return []
        return [row for row in rows[first : last + 1 if last >= 0 else None] if isinstance(row, Reminder)]

    def button_centre(self, row: int, part: Part) -> QPoint:
        """A point of the viewport on a row's button."""
        index = self._reminders.index(row, 0)
        rect, reminder = self.visualRect(index), self._reminder(index)
        for x in range(rect.right(), rect.left(), -4):
            point = QPoint(x, rect.center().y())
            if reminder and self.painter_of_rows.part_at(rect, point, reminder) is part:
                return point - QPoint(8, 0)
        return rect.center()

    def menu_corner(self, index: QModelIndex) -> QPoint:
        """Where the menu of a reminder opens, on the screen."""
        return self.viewport().mapToGlobal(self.painter_of_rows.menu_corner(self.visualRect(index)))

    def _reminder(self, index: QModelIndex) -> Reminder | None:
        found = index.data(ROW_ROLE) if index.isValid() else None
        return found if isinstance(found, Reminder) else None

    def _head(self, index: QModelIndex) -> Head | None:
        found = index.data(ROW_ROLE) if index.isValid() else None
        return found if isinstance(found, Head) else None

    def _part_at(self, point: QPoint) -> tuple[QModelIndex, Part] | None:
        index = self.indexAt(point)
        reminder = self._reminder(index)
        if reminder is None:
            return None
        part = self.painter_of_rows.part_at(self.visualRect(index), point, reminder)
        return (index, part) if part is not None else None

    def _ask_later(self, reminder: Reminder, index: QModelIndex) -> None:
        self.put_off.emit(reminder, self.menu_corner(index))

    def _warm(self, hot: tuple[int, Part] | None) -> None:
        if hot != self.painter_of_rows.hot:
            self.painter_of_rows.hot = hot
            self.viewport().setCursor(
                Qt.CursorShape.PointingHandCursor if hot else Qt.CursorShape.ArrowCursor
            )
            self.viewport().update()

    def _fold(self, key: int) -> bool:
        """Fold or unfold by an arrow key: Left goes to the head of a reminder first; whether it was one."""
        at = self.currentIndex().row()
        head = self._head(self.currentIndex())
        if key == Qt.Key.Key_Left and head is None:
            above = self._reminders.head_above(at)
            if above >= 0:
                self.setCurrentIndex(self._reminders.index(above, 0))
        elif key == Qt.Key.Key_Left and head is not None and not head.is_folded:
            self.fold_asked.emit(head.key, True)
        elif key == Qt.Key.Key_Right and head is not None and head.is_folded:
            self.fold_asked.emit(head.key, False)
        elif key == Qt.Key.Key_Right and head is not None:
            self.setCurrentIndex(self._reminders.index(at + 1, 0))
        return key in (Qt.Key.Key_Left, Qt.Key.Key_Right)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        found = self._part_at(event.position().toPoint())
        self._warm((found[0].row(), found[1]) if found else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._warm(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        is_second, self._is_second_click = self._is_second_click, False
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        index = self.indexAt(event.position().toPoint())
        if index != self.currentIndex():
            return
        head, found = self._head(index), self._part_at(event.position().toPoint())
        if head is not None and not is_second:
            self.fold_asked.emit(head.key, not head.is_folded)
        reminder = self._reminder(index)
        if found is None or reminder is None:
            return
        if found[1] is Part.HANDLE:
            self.handled.emit(reminder)
        elif found[1] is Part.DONE:
            self.done.emit(reminder)
        else:
            self._ask_later(reminder, index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # A second click on a button is a click on a button, not on the row.
        self._is_second_click = True
        if self._part_at(event.position().toPoint()) is not None:
            return
        reminder = self._reminder(self.indexAt(event.position().toPoint()))
        if reminder is not None:
            self.handled.emit(reminder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        reminder, head = self.current(), self._head(self.currentIndex())
        if head is not None and event.key() in (*_ENTER, Qt.Key.Key_Space):
            self.fold_asked.emit(head.key, not head.is_folded)
        elif reminder is not None and event.key() in _ENTER:
            self.handled.emit(reminder)
        elif reminder is not None and event.key() == Qt.Key.Key_S and not event.modifiers():
            self._ask_later(reminder, self.currentIndex())
        elif reminder is not None and event.key() == Qt.Key.Key_D and not event.modifiers():
            self.done.emit(reminder)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._reminders.rows:
            last = len(self._reminders.rows) - 1
            self.setCurrentIndex(self._reminders.index(last if event.key() == Qt.Key.Key_End else 0, 0))
        elif not self._fold(event.key()):
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        reminder = self._reminder(index)
        if reminder is not None:
            corner = self.menu_corner(index) if by_key else event.globalPos()
            self.menu_asked.emit(reminder, corner)
