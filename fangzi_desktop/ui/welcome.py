"""What an empty board says: three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class Welcome(QWidget):
    """The first screen of a team folder without projects."""

    import_requested = Signal()
    demo_requested = Signal()
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = QLabel(self.tr("这里还没有项目"), self)
        title.setProperty("kind", "welcome-title")
        words = QLabel(
            self.tr(
                "导入现有的 Excel 台账，项目就会按九个环节排成看板；\n"
                "也可以先打开示例看看，或新建第一个项目。"
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
        box.addStretch(3)
