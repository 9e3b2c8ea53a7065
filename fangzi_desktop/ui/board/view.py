"""The cards of one column: a list view that lays out only what it shows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyleOptionViewItem, QWidget

from fangzi_desktop.ui.board.delegate import GAP, CardDelegate, height_of
from fangzi_desktop.ui.board.model import MIME_TYPE, ColumnModel, Index

# A turn of the wheel moves by three of these.
_STEP = 40


class CardView(QListView):
    """The cards of a column. Keys and drags become signals; the board decides what they do.

    It places the cards itself: Qt's list asks every card of a column for its size whenever one comes or
    goes, which took 12 ms of each move among 3,000 projects. A card is measured when it comes or changes.
    """

    opened = Signal(str)
    stepped = Signal(int)
    shifted = Signal(int)
    lifted = Signal()
    adding = Signal()
    cancelled = Signal()
    drag_started = Signal(str)
    drag_ended = Signal()

    def __init__(self, model: ColumnModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._heights: list[int] = []
        # Where each card begins, and where the last one ends, in pixels from the top.
        self._tops: list[int] = [0]
        self.setObjectName(f"board-column-{model.stage}")
        self.setAccessibleName(self.tr("{stage}的项目").format(stage=model.stage.zh))
        self.setModel(model)
        self.setItemDelegate(CardDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # One that comes and goes would make cards narrower, and have every one of them drawn anew.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(self._open)
        model.rowsRemoved.connect(self._forget)
        model.modelReset.connect(self._measure)

    @property
    def column(self) -> ColumnModel:
        """The model behind the view."""
        model = self.model()
        assert isinstance(model, ColumnModel)
        return model

    def current_project(self) -> str | None:
        """The project of the current card."""
        index = self.currentIndex()
        return self.column.cards[index.row()].id if index.isValid() else None

    def select_project(self, project_id: str) -> bool:
        """Make a project's card the current one, if it stands here."""
        row = self.column.row_of(project_id)
        if row < 0:
            return False
        index = self.column.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def settle(self) -> None:
        """Place the cards now: placing them while they are painted would have them painted once more."""
        self.executeDelayedItemsLayout()
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.column.cards[index.row()].id)

    def _measure(self) -> None:
        self._heights = [height_of(card) for card in self.column.cards]
        self.scheduleDelayedItemsLayout()

    def _forget(self, parent: QModelIndex, first: int, last: int) -> None:
        del self._heights[first : last + 1]
        self.scheduleDelayedItemsLayout()

    def _row_at(self, y: int) -> int:
        """The row that covers `y`, counted from the top of the first card; beyond the ends the nearest."""
        return max(0, min(bisect_right(self._tops, y) - 1, len(self._tops) - 2))

    def _area(self, row: int) -> QRect:
        """Where a row lies in the viewport, the gap below its card included."""
        if not 0 <= row < len(self._tops) - 1:
            return QRect()
        top, bottom = self._tops[row], self._tops[row + 1]
        return QRect(0, top - self.verticalOffset(), self.viewport().width(), bottom - top)

    # What Qt's list view asks of its geometry.

    def doItemsLayout(self) -> None:
        self._tops = list(accumulate(self._heights, initial=0))
        QAbstractItemView.doItemsLayout(self)

    def updateGeometries(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._tops[-1] - GAP - room))
        bar.setEnabled(bar.maximum() > 0)
        bar.setPageStep(room)
        bar.setSingleStep(_STEP)
        QAbstractItemView.updateGeometries(self)

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        self._heights[start:start] = [height_of(card) for card in self.column.cards[start : end + 1]]
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self.scheduleDelayedItemsLayout()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        rows = slice(first.row(), last.row() + 1)
        self._heights[rows] = [height_of(card) for card in self.column.cards[rows]]
        QAbstractItemView.dataChanged(self, first, last, roles)
        self.scheduleDelayedItemsLayout()

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def visualRect(self, index: Index) -> QRect:
        self.executeDelayedItemsLayout()
        return self._area(index.row()) if index.isValid() else QRect()

    def indexAt(self, place: QPoint) -> QModelIndex:
        self.executeDelayedItemsLayout()
        y = place.y() + self.verticalOffset()
        if not 0 <= y < self._tops[-1]:
            return QModelIndex()
        return self.column.index(self._row_at(y))

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        area, room = self.visualRect(index), self.viewport().height()
        bar = self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(bar.value() + area.center().y() - room // 2)
        elif area.top() < 0 or area.height() > room:
            bar.setValue(bar.value() + area.top())
        elif (below := area.top() + area.height() - GAP - room) > 0:
            bar.setValue(bar.value() + below)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        self.executeDelayedItemsLayout()
        last = len(self.column.cards) - 1
        if last < 0:
            return QModelIndex()
        row, actions = max(0, self.currentIndex().row()), QAbstractItemView.CursorAction
        if not self.currentIndex().isValid():
            wanted = 0
        elif action in (actions.MovePageUp, actions.MovePageDown):
            page = self.viewport().height() * (-1 if action == actions.MovePageUp else 1)
            wanted = self._row_at(self._tops[row] + page)
        else:
            steps = {
                actions.MoveUp: row - 1,
                actions.MovePrevious: row - 1,
                actions.MoveDown: row + 1,
                actions.MoveNext: row + 1,
                actions.MoveHome: 0,
                actions.MoveEnd: last,
            }
            wanted = steps.get(action, row)
        return self.column.index(min(max(wanted, 0), last))

    def setSelection(self, area: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        first, last = self.indexAt(area.topLeft()), self.indexAt(area.bottomRight())
        chosen = QItemSelection(first, last) if first.isValid() and last.isValid() else QItemSelection()
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def paintEvent(self, event: QPaintEvent) -> None:
        self.executeDelayedItemsLayout()
        cards, offset = self.column.cards, self.verticalOffset()
        if not cards:
            return
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain, current = option.state, self.currentIndex().row()
        marks = QStyle.StateFlag
        delegate = self.itemDelegate()
        shown = event.rect()
        for row in range(
            self._row_at(shown.top() + offset), self._row_at(max(0, shown.bottom() + offset)) + 1
        ):
            index = self.column.index(row)
            option.rect = self._area(row)
            option.state = plain
            if self.selectionModel().isSelected(index):
                option.state |= marks.State_Selected
            if row == current and self.hasFocus():
                option.state |= marks.State_HasFocus
            delegate.paint(painter, option, index)

    # Keys and drags.

    def startDrag(self, actions: Qt.DropAction) -> None:
        project = self.current_project()
        if project is None:
            return
        drag = QDrag(self)
        drag.setMimeData(self.column.mimeData(self.selectedIndexes()))
        drag.setPixmap(self.viewport().grab(self.visualRect(self.currentIndex()).adjusted(0, 0, 0, -GAP)))
        self.drag_started.emit(project)
        drag.exec(Qt.DropAction.MoveAction)
        self.drag_ended.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        sides = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in sides:
            (self.shifted if alt else self.stepped).emit(sides[Qt.Key(key)])
        elif key == Qt.Key.Key_Space:
            self.lifted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            project = self.current_project()
            if project is not None:
                self.opened.emit(project)
        elif key == Qt.Key.Key_N and not event.modifiers():
            self.adding.emit()
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_card(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        accept_card(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.column.dropMimeData(event.mimeData(), Qt.DropAction.MoveAction, -1, -1, QModelIndex())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()


def accept_card(event: QDragMoveEvent) -> None:
    """Let a card be dropped here, and nothing else."""
    if event.mimeData().hasFormat(MIME_TYPE):
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
    else:
        event.ignore()
