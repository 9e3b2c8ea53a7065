"""What stands on one day as a list: each item with its project, what is left and whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.due_days import DayItem
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.board.delegate import draw_sign
from fangzi_desktop.ui.calendar import wording

ITEM_ROLE = Qt.ItemDataRole.UserRole + 1
MIME_TYPE = "application/x-fangzi-day-item"
ROW = 62
_SIGN = 9
_PAD = 8

Index = QModelIndex | QPersistentModelIndex


def mime_of(item: DayItem) -> QMimeData:
    """What is dragged of an item: its reminder and the day it is taken from."""
    data = QMimeData()
    data.setData(MIME_TYPE, f"{item.day.isoformat()} {item.id}".encode())
    return data


def dragged(data: QMimeData) -> tuple[date, str] | None:
    """The day and the id of a dragged item, or None for anything else."""
    if not data.hasFormat(MIME_TYPE):
        return None
    day, _, key = bytes(data.data(MIME_TYPE).data()).decode().partition(" ")
    return date.fromisoformat(day), key


def accept_item(event: QDragMoveEvent) -> bool:
    """Let an item of the calendar be dropped here, and nothing else; whether it may."""
    if event.mimeData().hasFormat(MIME_TYPE):
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()
        return True
    event.ignore()
    return False


class ItemModel(QAbstractListModel):
    """The items of one day."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[DayItem, ...] = ()
        self._today = date.min

    @property
    def items(self) -> tuple[DayItem, ...]:
        """The items shown."""
        return self._items

    @property
    def today(self) -> date:
        """The day on which they are read."""
        return self._today

    def show_items(self, items: Sequence[DayItem], today: date) -> None:
        """Show these items as they read on `today`."""
        self.beginResetModel()
        self._items, self._today = tuple(items), today
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.line(item)
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return wording.item_aloud(item, self._today)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{wording.line(item)}\n{wording.details(item, self._today)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag
        return (
            flags.ItemIsEnabled
            | flags.ItemIsSelectable
            | flags.ItemIsDragEnabled
            | flags.ItemNeverHasChildren
        )


class ItemDelegate(QStyledItemDelegate):
    """Draws an item in three lines: what, whose project, what is left and who."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bold = theme.font(theme.BODY_PX, bold=True)
        self._small = theme.font(theme.MARK_PX)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, model = index.data(ITEM_ROLE), index.model()
        if not isinstance(item, DayItem) or not isinstance(model, ItemModel):
            return
        state: QStyle.StateFlag = option.state
        row: QRect = option.rect
        # Of the seven lists of a week only the one that has the keyboard shows where it is.
        selected = bool(state & QStyle.StateFlag.State_Selected and state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(row, theme.colour("tint" if selected else "hover"))
        if selected:
            painter.fillRect(QRect(row.left(), row.top(), 3, row.height()), theme.colour("accent"))
        painter.fillRect(QRect(row.left(), row.bottom(), row.width(), 1), theme.colour("line"))
        draw_item_sign(painter, QRectF(row.left() + _PAD, row.top() + 10, _SIGN, _SIGN), item)
        left = row.left() + _PAD + _SIGN + 6
        room = row.right() - _PAD + 2 - left
        late = not item.returns and item.light in (Light.RED, Light.YELLOW)
        what = wording.headline(item)
        if item.returns:
            what = wording.again(what)
        lines = (
            (self._bold, what, theme.colour("ink1")),
            (self._small, item.project, theme.colour("ink1")),
            (
                self._small,
                wording.details(item, model.today),
                theme.light_colour(item.light) if late else theme.colour("ink2"),
            ),
        )
        top = row.top() + 5
        for font, words, colour in lines:
            painter.setFont(font)
            painter.setPen(colour)
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, top, room, 18), Qt.AlignmentFlag.AlignVCenter, shown)
            top += 17
        painter.restore()


def draw_item_sign(painter: QPainter, box: QRectF, item: DayItem) -> None:
    """Draw an item's light; a reminder that comes back is a ring, since its day is another."""
    draw_sign(painter, box, Light.GREY if item.returns else item.light)


class ItemList(QListView):
    """The items of one day. Enter or a double click handles one, M or the menu key asks where to move it."""

    handled = Signal(object)
    move_asked = Signal(object, QPoint)
    dropped = Signal(object, QPoint)
    stepped = Signal(int)

    def __init__(self, parent: QWidget, *, turns: bool = False) -> None:
        super().__init__(parent)
        # In a week the keys that page are the week's.
        self._leaves = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home) if turns else ()
        self.items = ItemModel(self)
        self.setModel(self.items)
        self.setItemDelegate(ItemDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.doubleClicked.connect(self._handle)

    def show_items(self, items: Sequence[DayItem], today: date) -> None:
        """Show other items; the current one stays current while it is there."""
        before = self.current()
        row = self.currentIndex().row()
        self.items.show_items(items, today)
        kept = [n for n, one in enumerate(items) if before is not None and one.id == before.id]
        if items:
            self.select_row(kept[0] if kept else min(max(row, 0), len(items) - 1))

    def select_row(self, row: int) -> None:
        """Make an item the current one."""
        index = self.items.index(row)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def current(self) -> DayItem | None:
        """The current item."""
        row = self.currentIndex().row()
        return self.items.items[row] if 0 <= row < len(self.items.items) else None

    def ask_move(self) -> None:
        """Ask where the current item is to be moved."""
        item = self.current()
        if item is not None:
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            self.move_asked.emit(item, self.viewport().mapToGlobal(corner))

    def _handle(self) -> None:
        item = self.current()
        if item is not None:
            self.handled.emit(item)

    def startDrag(self, actions: Qt.DropAction) -> None:
        item = self.current()
        if item is None:
            return
        drag = QDrag(self)
        drag.setMimeData(mime_of(item))
        drag.setPixmap(self.viewport().grab(self.visualRect(self.currentIndex())))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_item(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        accept_item(event)

    def dropEvent(self, event: QDropEvent) -> None:
        found = dragged(event.mimeData())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if found is not None:
            self.dropped.emit(found, self.viewport().mapToGlobal(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._handle()
        elif key == Qt.Key.Key_M and not event.modifiers():
            self.ask_move()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.stepped.emit(1 if key == Qt.Key.Key_Right else -1)
        elif key in self._leaves:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is not QContextMenuEvent.Reason.Keyboard:
            index = self.indexAt(event.pos())
            if not index.isValid():
                return
            self.setCurrentIndex(index)
        self.ask_move()
