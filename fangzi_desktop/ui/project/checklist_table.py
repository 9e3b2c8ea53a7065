"""The checklist's table: keys, folding, moving along the time axis, and the arrows over it."""

from __future__ import annotations

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from fangzi_desktop.domain.terms import Applicability, PermitState
from fangzi_desktop.services.permits import ChecklistLine
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.project.arrows import End, draw_arrows
from fangzi_desktop.ui.project.checklist_delegate import PAD, ChecklistDelegate
from fangzi_desktop.ui.project.checklist_header import ChecklistHeader
from fangzi_desktop.ui.project.checklist_model import ChecklistModel, Part, can_write
from fangzi_desktop.ui.project.checklist_rows import Family, GroupRow, Heading, ItemRow
from fangzi_desktop.ui.project.timeline import INSET, Timeline
from fangzi_desktop.ui.table import Table

HEADING_HEIGHT = 27
_WHEEL_STEP = 120
_WHEEL_PX = 60.0
_FOLD_SIGN = 8
# Room for names below the last row.
_BELOW = 72
_CHOOSABLE = (Part.ACCEPTED, Part.DECIDED, Part.RESULT)


class ChecklistTable(Table):
    """The table. F2 and a double click write in a cell; + and - fold; Ctrl with them zooms; Home is today."""

    write_requested = Signal(QModelIndex, str)
    group_opened = Signal(object)
    fold_requested = Signal(object, bool)
    copy_requested = Signal()
    menu_requested = Signal(QModelIndex, QPoint)

    def __init__(self, model: ChecklistModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._checklist = model
        self.timeline = Timeline(self)
        self._delegate = ChecklistDelegate(self.timeline, self)
        self._drag: QPointF | None = None
        self._turned = 0
        self.setHorizontalHeader(ChecklistHeader(model, self.timeline, self))
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.timeline.changed.connect(self._repaint_axis)
        model.bars_changed.connect(self._repaint_axis)
        self.doubleClicked.disconnect(self.opened)
        self.doubleClicked.connect(self._open_or_write)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._set_heights)

    @property
    def time_box(self) -> QRect:
        """The column of the time axis, as far as it is in view."""
        left = self.columnViewportPosition(Part.TIME)
        return QRect(left, 0, self.columnWidth(Part.TIME), self.viewport().height())

    def writable_index(self, row: int, part: Part | None = None) -> QModelIndex:
        """The cell of a row to write in: the one asked for, else the day that is wanting."""
        line = self._checklist.line_at(row)
        if line is None:
            return QModelIndex()
        if part is not None and can_write(line, part):
            return self._checklist.index(row, part)
        if part is not None and part in _CHOOSABLE:
            return QModelIndex()
        if not can_write(line, Part.DECIDED):
            return QModelIndex()
        awaits = line.accepted_on is None and line.decided_on is None and line.limit is not None
        return self._checklist.index(row, Part.ACCEPTED if awaits else Part.DECIDED)

    def next_cell(self, item_id: str, part: Part, *, forward: bool) -> QModelIndex:
        """The cell to write in after another, or before it; the number only of what was decided."""
        row = self._checklist.row_of(item_id)
        step = 1 if forward else -1
        place = _CHOOSABLE.index(part) + step
        while 0 <= row < self._checklist.rowCount():
            line = self._checklist.line_at(row)
            while line is not None and 0 <= place < len(_CHOOSABLE):
                if can_write(line, _CHOOSABLE[place]):
                    return self._checklist.index(row, _CHOOSABLE[place])
                place += step
            row += step
            place = 0 if forward else len(_CHOOSABLE) - 1
        return QModelIndex()

    # Painting.

    def paint_now(self) -> None:
        """Paint what was changed before more is worked out, so that a tick is seen at once."""
        QCoreApplication.sendPostedEvents(self.window(), QEvent.Type.UpdateRequest.value)

    def _repaint_axis(self) -> None:
        self.viewport().update(self.time_box)
        header = self.horizontalHeader()
        left = header.sectionViewportPosition(Part.TIME)
        header.viewport().update(left, 0, header.sectionSize(Part.TIME), header.height())

    def _set_heights(self) -> None:
        for place, row in enumerate(self._checklist.rows):
            wanted = HEADING_HEIGHT if isinstance(row, Heading) else theme.ROW_HEIGHT
            if self.rowHeight(place) != wanted:
                self.setRowHeight(place, wanted)

    def _rows_in_view(self) -> range:
        first = self.rowAt(0)
        if first < 0:
            return range(0)
        last = self.rowAt(self.viewport().height() - 1)
        return range(first, (last if last >= 0 else self._checklist.rowCount() - 1) + 1)

    def _middle(self, row: int) -> float:
        return self.rowViewportPosition(row) + (self.rowHeight(row) - 1) / 2

    def _paint_headings(self, painter: QPainter) -> None:
        """The words of the headings, which reach over the columns before the time axis."""
        width = self.time_box.left()
        current = self.currentIndex().row()
        for place in self._rows_in_view():
            row = self._checklist.row(place)
            if not isinstance(row, Heading):
                continue
            box = QRect(0, self.rowViewportPosition(place), width, self.rowHeight(place) - 1)
            self._paint_fold(painter, box, is_folded=row.is_folded)
            painter.setPen(theme.colour("ink1"))
            painter.setFont(theme.font(theme.MARK_PX, bold=True))
            room = box.adjusted(PAD + 17, 0, 0, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, row.phase.zh)
            left = room.left() + painter.fontMetrics().horizontalAdvance(row.phase.zh) + 10
            painter.setFont(theme.font(theme.MARK_PX))
            is_done = row.total > 0 and row.done == row.total
            painter.setPen(theme.colour("green" if is_done else "ink2"))
            words = f"{row.done}/{row.total}"
            painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
            if row.is_folded:
                left += painter.fontMetrics().horizontalAdvance(words) + 10
                painter.setPen(theme.colour("ink2"))
                hidden = self.tr("已收起 {count} 项").format(count=len(row.item_ids))
                painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, hidden)
            if place == current and self.hasFocus():
                painter.setPen(QPen(theme.colour("accent"), 1.4))
                painter.drawRoundedRect(QRectF(box).adjusted(2.5, 2.5, -2.5, -2.5), 3, 3)

    def _paint_fold(self, painter: QPainter, box: QRect, *, is_folded: bool) -> None:
        pen = QPen(theme.colour("ink2"), 1.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        x, y = box.left() + PAD + 1.0, box.center().y() + 0.5
        if is_folded:
            points = [QPointF(x + 2, y - 4), QPointF(x + 6, y), QPointF(x + 2, y + 4)]
        else:
            points = [QPointF(x, y - 2), QPointF(x + 4, y + 2), QPointF(x + _FOLD_SIGN, y - 2)]
        painter.drawPolyline(points)

    def _paint_arrows(self, painter: QPainter) -> None:
        selected = self.selectionModel().selectedRows()
        line = self._checklist.line_at(selected[0].row()) if len(selected) == 1 else None
        if line is None:
            return
        row = selected[0].row()
        box = self.time_box
        last_row = self._checklist.rowCount() - 1
        rows_end = self.rowViewportPosition(last_row) + self.rowHeight(last_row)
        box.setHeight(min(box.height(), rows_end + _BELOW))
        if row not in self._rows_in_view() or not (line.requires or line.unlocks):
            return
        first, last = self._reach(line)
        before = [self._end(other, line, is_before=True) for other in self._items(line.requires)]
        after = [self._end(other, line, is_before=False) for other in self._items(line.unlocks)]
        draw_arrows(painter, QRectF(box), first, last, self._middle(row), before, after)

    def _items(self, ids: tuple[str, ...]) -> list[ChecklistLine]:
        """The items of a dependency that the project needs; the others have no place on the axis."""
        found = [line for one in ids if (line := self._checklist.find(one)) is not None]
        return [line for line in found if line.applicability is not Applicability.NOT_APPLICABLE]

    def _reach(self, line: ChecklistLine) -> tuple[float, float]:
        """From where to where an item's bars reach; without one it is taken to lie on today."""
        scale = self.timeline.scale
        left = self.time_box.left() + INSET
        bars = self._checklist.bars_of(line.id)
        if not bars:
            today = left + scale.x(self._checklist.today) + scale.day_px / 2
            return today, today
        return left + scale.x(bars[0].first), left + scale.x(bars[-1].last) + scale.day_px

    def _end(self, other: ChecklistLine, line: ChecklistLine, *, is_before: bool) -> End:
        first, last = self._reach(other)
        row = self._checklist.row_of(other.id)
        in_view = row >= 0 and row in self._rows_in_view()
        y = self._middle(row) if in_view else None
        if row >= 0:
            is_above = row < self.currentIndex().row()
        else:
            ids = [one.id for one in self._checklist.all_lines]
            is_above = ids.index(other.id) < ids.index(line.id)
        is_open = other.id in line.waiting_for if is_before else line.state is not PermitState.DECIDED
        name = self._checklist.name_of(other.id)
        return End(last if is_before else first, y, is_above, name, is_open)

    # Keys and mouse.

    def _open_or_write(self, index: QModelIndex) -> None:
        row = self._checklist.row(index.row())
        if isinstance(row, ItemRow) and can_write(row.line, Part(index.column())):
            self.write_requested.emit(index, "")
        elif isinstance(row, ItemRow):
            self.opened.emit(index)
        elif isinstance(row, GroupRow):
            self.group_opened.emit(row.group)

    def _fold_at(self, place: int, *, fold: bool | None = None) -> bool:
        """Fold or unfold the phase that a row belongs to; without `fold` the other way round."""
        while place >= 0 and not isinstance(self._checklist.row(place), Heading):
            place -= 1
        row = self._checklist.row(place)
        if not isinstance(row, Heading):
            return False
        wanted = not row.is_folded if fold is None else fold
        if wanted != row.is_folded:
            self.setCurrentIndex(self._checklist.index(place, Part.NAME))
            self.fold_requested.emit(row.phase, wanted)
        return True

    def _press_in_heading(self, event: QKeyEvent, place: int) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._fold_at(place)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return self._fold_at(place, fold=key == Qt.Key.Key_Left)
        return False

    def _press(self, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        current = self.currentIndex()
        if control and key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.timeline.zoom_to(self.timeline.zoom.nearer())
        elif control and key == Qt.Key.Key_Minus:
            self.timeline.zoom_to(self.timeline.zoom.farther())
        elif control and key == Qt.Key.Key_C:
            self.copy_requested.emit()
        elif control:
            return False
        elif key == Qt.Key.Key_Home:
            self.timeline.go_to_today()
        elif isinstance(self._checklist.row(current.row()), Heading) and self._press_in_heading(
            event, current.row()
        ):
            return True
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._fold_at(current.row(), fold=key == Qt.Key.Key_Minus)
        elif key == Qt.Key.Key_F2:
            index = self.writable_index(current.row(), Part(max(0, current.column())))
            if index.isValid():
                self.write_requested.emit(index, "")
        elif self._begins_day(event, current):
            self.write_requested.emit(current, event.text())
        else:
            return False
        return True

    def _begins_day(self, event: QKeyEvent, current: QModelIndex) -> bool:
        """Whether a figure was typed where a day can be written."""
        line = self._checklist.line_at(current.row())
        return (
            event.text().isdigit()
            and current.column() in (Part.ACCEPTED, Part.DECIDED)
            and line is not None
            and can_write(line, Part(current.column()))
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        opens = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_item = self._checklist.line_at(self.currentIndex().row()) is not None
        row = self._checklist.row(self.currentIndex().row())
        if self._press(event):
            event.accept()
        elif isinstance(row, GroupRow) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.group_opened.emit(row.group)
            event.accept()
        elif opens and not is_item:
            event.accept()
        else:
            super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        moves = QAbstractItemView.CursorAction
        current = self.currentIndex()
        if action in (moves.MoveLeft, moves.MoveRight) and current.isValid():
            wanted = [part for part in Part if self.writable_index(current.row(), part).isValid()]
            wanted = [part for part in wanted if part in _CHOOSABLE]
            forward = action == moves.MoveRight
            beyond = [
                part for part in wanted if (part > current.column() if forward else part < current.column())
            ]
            if not beyond:
                return current
            return self._checklist.index(current.row(), beyond[0] if forward else beyond[-1])
        found = super().moveCursor(action, modifiers)
        step = {moves.MoveUp: -1, moves.MoveDown: 1}.get(action)
        while step is not None and found.isValid() and self._is_passed_over(found.row()):
            place = found.row() + step
            if not 0 <= place < self._checklist.rowCount():
                return current
            found = self._checklist.index(place, found.column())
        return found

    def _is_passed_over(self, place: int) -> bool:
        """Whether the keyboard passes a row by: headings of what is shown below them anyway."""
        row = self._checklist.row(place)
        return isinstance(row, Family) or (isinstance(row, Heading) and not row.is_folded)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        index = self.indexAt(place)
        row = self._checklist.row(index.row()) if index.isValid() else None
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and isinstance(row, Heading):
            self.setFocus()
            self._fold_at(index.row())
            return
        if is_left and self.timeline.can_pan and self.time_box.contains(place):
            self._drag = event.position()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is None:
            super().mouseMoveEvent(event)
            return
        moved = self._drag.x() - event.position().x()
        if abs(moved) >= 1:
            self.timeline.pan(moved)
            self._drag = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None:
            self._drag = None
            self.viewport().unsetCursor()
        super().mouseReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            at = event.position().x() - self.time_box.left() - INSET
            inside = 0 <= at <= self.timeline.scale.width
            # A touch pad tells a step in many small parts.
            self._turned += steps.y()
            if abs(self._turned) >= _WHEEL_STEP:
                zoom = self.timeline.zoom
                wanted = zoom.nearer() if self._turned > 0 else zoom.farther()
                self._turned = 0
                self.timeline.zoom_to(wanted, at if inside else None)
            event.accept()
            return
        sideways = steps.x() or (steps.y() if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 0)
        if sideways:
            self.timeline.pan(-sideways / _WHEEL_STEP * _WHEEL_PX)
            event.accept()
            return
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        index = self.indexAt(event.pos()) if by_mouse else self.currentIndex()
        if not index.isValid():
            return
        place = event.globalPos()
        if not by_mouse:
            place = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu_requested.emit(index, place)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.mark_group()

    def mark_group(self) -> None:
        """Mark the groups of the current item, or the items of the current group."""
        row = self._checklist.row(self.currentIndex().row())
        strips: frozenset[str] = frozenset()
        if isinstance(row, GroupRow):
            strips = frozenset((row.key, *row.group.item_ids))
        elif isinstance(row, ItemRow):
            strips = frozenset(f"group:{group.code}" for group in self._checklist.group_of(row.line.id))
        if strips != self._delegate.strips:
            self._delegate.strips = strips
            left = self.columnViewportPosition(Part.STATE)
            self.viewport().update(left, 0, self.columnWidth(Part.STATE), self.viewport().height())
        self.viewport().update(self.time_box)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        # Also while the table is being made.
        if hasattr(self, "timeline"):
            self.timeline.fit(self.columnWidth(Part.TIME))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.time_box
        if event.rect().left() < box.left():
            self._paint_headings(painter)
        if event.rect().intersects(box):
            self._paint_arrows(painter)
        painter.end()
