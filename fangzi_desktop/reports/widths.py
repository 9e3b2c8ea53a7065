"""How wide a text will be in a program that sets it itself, near enough to give its column the room."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What a letter or figure takes of the width of a Chinese character, with some room for wide ones.
_NARROW = 0.55
# Some programs part Chinese from letters and figures, whatever a file says.
_SEAM = re.compile(r"(?<=[一-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[一-鿿])")
_GAP = 0.3


@lru_cache(maxsize=8192)
def longest_line(text: str) -> float:
    """Return how wide the longest line of a text is, in Chinese characters."""
    return max(map(_width, text.split("\n")))


def _width(line: str) -> float:
    if line.isascii():
        return _NARROW * len(line)
    return sum(1.0 if _is_wide(char) else _NARROW for char in line) + _GAP * len(_SEAM.findall(line))


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WFA"
