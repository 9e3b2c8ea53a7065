"""What the reports area says where there are no pages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class NoPages(QWidget):
    """Why there are no pages, and what to do about it; `to_board` leads to where projects begin."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = QLabel("", self)
        self._title.setProperty("kind", "welcome-title")
        self._words = QLabel("", self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setProperty("kind", "secondary")
        self.to_board = QPushButton(self.tr("去看板"), self)
        self.to_board.setProperty("kind", "primary")
        box = QVBoxLayout(self)
        box.addStretch(2)
        for widget in (self._title, self._words, self.to_board):
            box.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
            box.addSpacing(8)
        box.addStretch(3)

    def say(self, title: str, words: str, *, to_board: bool) -> None:
        """Say why there are no pages."""
        self._title.setText(title)
        self._words.setText(words)
        self.to_board.setVisible(to_board)
