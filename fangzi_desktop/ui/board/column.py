"""One column of the board: its head, its cards, and the strip it collapses to."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.gates import GateVerdict, Verdict
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.ui import icons, theme
from fangzi_desktop.ui.board.model import MIME_TYPE, ColumnModel
from fangzi_desktop.ui.board.view import CardView, accept_card
from fangzi_desktop.ui.board.wording import hint_words

STRIP_WIDTH = 40
NARROWEST = 148
# The scroll bar, 8 pixels wide, stands in the margin on the right.
_OPEN_MARGINS = (6, 6, 0, 4)


class Column(QFrame):
    """A column: open with its cards, or collapsed to a strip that still counts and takes drops."""

    collapsed_changed = Signal(bool)
    added = Signal(str)

    def __init__(self, model: ColumnModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "column")
        self.stage: Stage = model.stage
        self.view = CardView(model, self)
        self._model = model
        self._verdict: GateVerdict | None = None
        self._collapsed = False

        self._title = QLabel(model.stage.zh, self)
        self._title.setProperty("kind", "column-title")
        self._count = QLabel("0", self)
        self._count.setProperty("kind", "count")
        self._fold = QToolButton(self)
        self._paint_icon()
        self._fold.setProperty("kind", "fold")
        self._fold.setToolTip(self.tr("收起这一列"))
        self._fold.setAccessibleName(self.tr("收起{stage}").format(stage=model.stage.zh))
        self._fold.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fold.clicked.connect(self._toggle)
        self._hint = QLabel("", self)
        self._hint.setProperty("kind", "hint")
        self._hint.setWordWrap(True)
        self._hint.hide()
        self._add = QLineEdit(self)
        self._add.setPlaceholderText(self.tr("项目名称，回车添加"))
        self._add.setAccessibleName(self.tr("新项目名称"))
        self._add.setMaxLength(200)
        self._add.returnPressed.connect(self._enter)
        self._add.installEventFilter(self)
        self._add.hide()
        self._strip = Strip(model.stage, self)
        self._strip.clicked.connect(self._toggle)
        self._strip.dropped.connect(model.card_dropped)
        self._strip.hide()

        head = QHBoxLayout()
        head.setContentsMargins(2, 0, 6, 0)
        head.setSpacing(6)
        head.addWidget(self._title)
        head.addWidget(self._count)
        head.addStretch()
        head.addWidget(self._fold)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(*_OPEN_MARGINS)
        box.setSpacing(6)
        box.addLayout(head)
        above = QVBoxLayout()
        above.setContentsMargins(0, 0, 6, 0)
        above.addWidget(self._hint)
        above.addWidget(self._add)
        box.addLayout(above)
        box.addWidget(self.view, 1)
        box.addWidget(self._strip, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(NARROWEST)

    @property
    def is_collapsed(self) -> bool:
        """Whether the column is a strip."""
        return self._collapsed

    def collapse(self, collapsed: bool) -> None:
        """Show the column as a strip, or open."""
        self._collapsed = collapsed
        for widget in (self._title, self._count, self._fold, self.view):
            widget.setVisible(not collapsed)
        self._add.hide()
        self._strip.setVisible(collapsed)
        self._box.setContentsMargins(*((0, 0, 0, 0) if collapsed else _OPEN_MARGINS))
        self.setMinimumWidth(STRIP_WIDTH if collapsed else NARROWEST)
        self.setMaximumWidth(STRIP_WIDTH if collapsed else 16777215)
        self._show_hint()

    def recount(self) -> None:
        """Show how many cards stand here."""
        count = len(self._model.cards)
        self._count.setText(str(count))
        self._strip.set_count(count)

    def begin_adding(self) -> None:
        """Open the field for a new project at the top of the column."""
        self._add.clear()
        self._add.show()
        self._add.setFocus()

    def set_verdict(self, verdict: GateVerdict | None, *, target: bool = False) -> None:
        """Show before a drop what the gate says of it; None clears it."""
        self._verdict = verdict
        self.setProperty("verdict", verdict.kind.value if verdict else "")
        self.setProperty("target", target)
        self.style().unpolish(self)
        self.style().polish(self)
        self._show_hint()

    def _show_hint(self) -> None:
        verdict = self._verdict
        shown = verdict is not None and verdict.kind is not Verdict.ALLOW and not self._collapsed
        self._hint.setVisible(shown)
        if verdict is not None:
            self._hint.setText(hint_words(verdict))
            self._strip.setToolTip(hint_words(verdict))

    def _toggle(self) -> None:
        self.collapse(not self._collapsed)
        self.collapsed_changed.emit(self._collapsed)

    def _enter(self) -> None:
        name = self._add.text().strip()
        if name:
            self.added.emit(name)

    def clear_added(self) -> None:
        """Make room for the next name after one was taken."""
        self._add.clear()

    def _paint_icon(self) -> None:
        self._fold.setIcon(icons.icon("back", theme.tokens().ink2, 16))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_icon()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self._add
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._add.hide()
            self.view.setFocus()
            return True
        return super().eventFilter(watched, event)


class Strip(QWidget):
    """A collapsed column: its count, and its name from top to bottom."""

    clicked = Signal()
    dropped = Signal(str)

    def __init__(self, stage: Stage, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage = stage
        self._count = 0
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("展开{stage}").format(stage=stage.zh))
        self.setToolTip(self.tr("展开这一列"))

    def set_count(self, count: int) -> None:
        """Show how many cards the column holds."""
        if count != self._count:
            self._count = count
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        badge = QRect(6, 9, self.width() - 12, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(badge, 9, 9)
        painter.setFont(theme.font(theme.MARK_PX))
        painter.setPen(theme.colour("ink2"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self._count))
        painter.setFont(theme.font(theme.BODY_PX, bold=True))
        painter.setPen(theme.colour("ink1"))
        for place, character in enumerate(self._stage.zh):
            painter.drawText(
                QRect(0, 36 + place * 19, self.width(), 19), Qt.AlignmentFlag.AlignCenter, character
            )

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        accept_card(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        data: QMimeData = event.mimeData()
        self.dropped.emit(bytes(data.data(MIME_TYPE).data()).decode())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
