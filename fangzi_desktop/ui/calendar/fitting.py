"""Fitting words into narrow places: hundreds of lines a picture, which Qt would each shape anew."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

from fangzi_desktop.services.due_days import DayItem
from fangzi_desktop.ui.calendar import wording

_MORE = "…"


class Widths:
    """The widths of words in one font, from those of their characters; Chinese type has no kerning."""

    def __init__(self, font: QFont) -> None:
        self._metrics = QFontMetricsF(font)
        self._known: dict[str, float] = {}

    def of(self, words: str) -> int:
        """How wide some words are, in pixels."""
        return round(sum(map(self._one, words)))

    def cut(self, words: str, room: float) -> str:
        """The words, or as many of their characters as fit with … after them."""
        if sum(map(self._one, words)) <= room:
            return words
        left = room - self._one(_MORE)
        for place, char in enumerate(words):
            left -= self._one(char)
            if left < 0:
                return words[:place].rstrip() + _MORE
        return words

    def line(self, item: DayItem, room: float) -> str:
        """An item and its project in a line; where both do not fit the project keeps two fifths of it."""
        words = wording.line(item)
        if sum(map(self._one, words)) <= room:
            return words
        name = words.removesuffix(wording.BETWEEN + item.project)
        least = min(self.of(item.project), room * 2 / 5)
        between = self.of(wording.BETWEEN)
        name = self.cut(name, room - between - least)
        return name + wording.BETWEEN + self.cut(item.project, room - between - self.of(name))

    def _one(self, char: str) -> float:
        width = self._known.get(char)
        if width is None:
            width = self._known[char] = self._metrics.horizontalAdvance(char)
        return width
