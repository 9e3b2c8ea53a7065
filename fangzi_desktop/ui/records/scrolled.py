"""A tab of several sections that scrolls as one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from fangzi_desktop.ui.project.tab import Tab


class SectionsTab(Tab):
    """A tab made of sections below one another; a focused widget is scrolled into sight."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._inner = QWidget(self)
        self._sections = QVBoxLayout(self._inner)
        self._sections.setContentsMargins(0, 0, 6, 8)
        self._sections.setSpacing(10)
        self._sections.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inner)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._scroll)

    def add_section(self, section: QWidget | QLayout) -> None:
        """Add a section below the others."""
        if isinstance(section, QLayout):
            self._sections.addLayout(section)
        else:
            self._sections.addWidget(section)

    def bring_into_sight(self, widget: QWidget) -> None:
        """Scroll so that a widget is seen."""
        self._scroll.ensureWidgetVisible(widget, 0, 24)
