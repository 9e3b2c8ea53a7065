"""The one place where the window says something: what was done, with its undo, or why not."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

SHOWN_MS = 6000
REFUSAL_SHOWN_MS = 12000


class MessageBar(QFrame):
    """A line at the foot of the page that comes and goes; it never takes the focus."""

    undo_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message-bar")
        self.setAccessibleName(self.tr("消息"))
        self._words = QLabel("", self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._undo = QPushButton(self.tr("撤销 Ctrl+Z"), self)
        self._undo.setProperty("kind", "link")
        self._undo.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._undo.clicked.connect(self.undo_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 14, 8)
        row.setSpacing(16)
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.text()

    def tell(self, words: str, *, undo: bool = False) -> None:
        """Say what was done, with a way back if there is one."""
        self._show(words, "told", SHOWN_MS, undo=undo)

    def refuse(self, words: str) -> None:
        """Say why something was not done."""
        self._show(words, "refused", REFUSAL_SHOWN_MS, undo=False)

    def _show(self, words: str, kind: str, shown_ms: int, *, undo: bool) -> None:
        self._words.setText(words)
        self.setAccessibleDescription(words)
        self._undo.setVisible(undo)
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        self.show()
        self.raise_()
        self._place()
        self._timer.start(shown_ms)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(
            parent.width() - 48,
            max(360, min(720, self._words.fontMetrics().horizontalAdvance(self.text) + 180)),
        )
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, parent.height() - self.height() - 16)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
