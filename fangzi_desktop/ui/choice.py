"""A few choices side by side, of which one holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

T = TypeVar("T")


class _Segments(QWidget):
    chosen = Signal(int)


class Choice(_Segments, Generic[T]):
    """Buttons in a row. `chosen` tells the place of the one a person took; `value` is what it stands for."""

    def __init__(self, name: str, choices: Iterable[tuple[T, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._values: list[T] = []
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (value, words) in enumerate(choices):
            button = QToolButton(self)
            button.setText(words)
            button.setAccessibleName(f"{name}：{words}")
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            self._group.addButton(button, place)
            self._values.append(value)
            row.addWidget(button)
        row.addStretch()
        self._group.idClicked.connect(self.chosen)

    @property
    def value(self) -> T | None:
        """What is chosen, or None while nothing is."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else None

    def choose(self, value: T | None) -> None:
        """Show a value as chosen without telling it."""
        for place, known in enumerate(self._values):
            if known == value:
                self._group.button(place).setChecked(True)

    def set_words(self, value: T, words: str) -> None:
        """Word a choice anew."""
        button = self._group.button(self._values.index(value))
        button.setText(words)
        button.setAccessibleName(f"{self.accessibleName()}：{words}")
