"""The rail on the left: one button per area, and the count of what is overdue."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from fangzi_desktop.ui import icons, theme

WIDTH = 76
_MOST_SHOWN = 99


class Rail(QFrame):
    """The areas of the window; 设置 stands at the foot."""

    chosen = Signal(str)

    def __init__(self, areas: Iterable[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 8)
        box.setSpacing(2)
        name = QLabel(self.tr("坊子\n专班"), self)
        name.setObjectName("rail-name")
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        box.addWidget(name)
        box.addSpacing(8)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        for number, (key, words) in enumerate(areas, start=1):
            if key == "settings":
                box.addStretch()
            button = self._buttons[key] = self._make_button(key, words, number)
            box.addWidget(button)
        self._badges: dict[str, QLabel] = {}

    def check(self, key: str) -> None:
        """Mark the area that is shown."""
        self._buttons[key].setChecked(True)

    def show_count(self, count: int) -> None:
        """Show on 今日 how much is overdue; nothing for none."""
        self._show_badge("today", count, self.tr("{count}项逾期"))

    def show_conflicts(self, count: int) -> None:
        """Show on 外勤 how much waits after merges; nothing for none."""
        self._show_badge("field", count, self.tr("待核对{count}处"))

    def _show_badge(self, key: str, count: int, words: str) -> None:
        button = self._buttons[key]
        if key not in self._badges:
            badge = self._badges[key] = QLabel("", button)
            badge.setObjectName(f"badge-{key}")
            badge.setProperty("kind", "badge")
            badge.setMinimumHeight(16)
            badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        badge = self._badges[key]
        badge.setText(f"{_MOST_SHOWN}+" if count > _MOST_SHOWN else str(count))
        badge.setVisible(count > 0)
        badge.adjustSize()
        badge.move(min(WIDTH // 2 + 8, WIDTH - badge.width() - 3), 4)
        button.setAccessibleDescription(words.format(count=count) if count else "")

    def paint_icons(self) -> None:
        """Draw the icons in the colours of the palette in force."""
        for key, button in self._buttons.items():
            button.setIcon(icons.icon(key, theme.tokens().rail_ink))

    def _make_button(self, key: str, words: str, number: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"nav-{key}")
        button.setProperty("kind", "nav")
        button.setText(words)
        button.setAccessibleName(words)
        button.setIcon(icons.icon(key, theme.tokens().rail_ink))
        button.setIconSize(QSize(20, 20))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setCheckable(True)
        button.setFixedSize(WIDTH, 54)
        button.setToolTip(f"{words}  Ctrl+{number}")
        button.clicked.connect(partial(self.chosen.emit, key))
        self._group.addButton(button)
        return button
