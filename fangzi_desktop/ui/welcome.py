"""What an empty board says: four ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class Welcome(QWidget):
    """The first screen of a team folder without projects."""

    import_requested = Signal()
    demo_requested = Signal()
    add_requested = Signal()
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("这里还没有项目"), self)
        title.setProperty("kind", "welcome-title")
        words = QLabel(
            self.tr(
                "导入现有的 Excel 台账，项目就会按九个环节排成看板；\n"
                "也可以先打开示例看看，或新建第一个项目。\n"
                "在外勤笔记本上，打开办公室交来的带出包。"
            ),
            self,
        )
        words.setProperty("kind", "secondary")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch()
        for name, text, signal, kind in (
            ("welcome-import", self.tr("导入台账"), self.import_requested, "primary"),
            ("welcome-demo", self.tr("打开示例"), self.demo_requested, ""),
            ("welcome-add", self.tr("新建项目"), self.add_requested, ""),
            ("welcome-open", self.tr("打开带出包…"), self.open_requested, ""),
        ):
            button = QPushButton(text, self)
            button.setObjectName(name)
            button.setProperty("kind", kind)
            button.setMinimumWidth(112)
            button.clicked.connect(signal)
            row.addWidget(button)
        row.addStretch()
        box = QVBoxLayout(self)
        box.addStretch(2)
        box.addWidget(title, 0, Qt.AlignmentFlag.AlignCenter)
        box.addSpacing(8)
        box.addWidget(words, 0, Qt.AlignmentFlag.AlignCenter)
        box.addSpacing(20)
        box.addLayout(row)
        self._below = QVBoxLayout()
        box.addLayout(self._below)
        box.addStretch(3)

    def show_below(self, widget: QWidget) -> None:
        """Show what else one may go on with, below the ways to begin."""
        while (item := self._below.takeAt(0)) is not None:
            if (before := item.widget()) is not None:
                before.deleteLater()
        self._below.addSpacing(14)
        self._below.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
