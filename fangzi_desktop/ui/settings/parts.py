"""What the cards of the settings are built of."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget


def act_button(
    name: str, words: str, slot: Callable[[], None], parent: QWidget, *, kind: str = ""
) -> QPushButton:
    """Make a button that does something when it is pressed."""
    made = QPushButton(words, parent)
    made.setObjectName(name)
    made.setProperty("kind", kind)
    made.clicked.connect(slot)
    return made


def in_a_row(*widgets: QWidget) -> QHBoxLayout:
    """Lay widgets out side by side, from the left."""
    made = QHBoxLayout()
    made.setSpacing(8)
    for widget in widgets:
        made.addWidget(widget)
    made.addStretch()
    return made
