"""Workbooks in which a text is a text: no cell becomes a formula, a link or a number by its looks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, BinaryIO

from fangzi_desktop.reports.widths import longest_line

LONGEST_CELL = 32_767
# A header or footer holds 255 characters, all its parts and their codes together.
_LONGEST_EDGE = 100
# A column's width counts figures of 11 points; so many Chinese characters of 10 points take the room of one.
_CHARACTERS = 0.52
# No character takes more of a line than this, with the gap before it, in Chinese characters.
_WIDEST = 1.3
# In points; programs make no row higher.
_LINE, _PAD, _HIGHEST = 13.5, 4.0, 409.0


def new_workbook(file: BinaryIO) -> Any:
    """Return an XlsxWriter workbook that is written to `file` when it is closed."""
    import xlsxwriter  # type: ignore[import-untyped]  # imported when exporting, not at start

    return xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )


def write_text(sheet: Any, row: int, column: int, text: str, style: Any, other: Any) -> bool:
    """Write a cleaned text into a cell, and return whether the cell can hold it.

    `other` is any other style than `style`.
    """
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a text for its own markup and would write it unescaped.
        pieces = (text[:1], other, text[1:], style)
        return len(text) <= LONGEST_CELL and not sheet.write_rich_string(row, column, *pieces)
    return not sheet.write_string(row, column, text, style)


def edge(place: str, text: str) -> str:
    """A cleaned text for the left (L), middle (C) or right (R) of a header or footer."""
    # What begins with & is a code there, and Excel's own escape is read differently by others.
    return f"&{place}{text[:_LONGEST_EDGE].replace('&', '＆')}" if text else ""


def row_height(cells: Iterable[tuple[str, float]], least: float = 0.0) -> float | None:
    """Return how high a row of 10 points must be for its cells, each with its column's width.

    None where one line is enough: such a row keeps the height a program gives it.
    """
    lines = max((_lines(text, width) for text, width in cells if text), default=1)
    if lines == 1 and not least:
        return None
    return min(max(lines * _LINE + _PAD, least), _HIGHEST)


def _lines(text: str, width: float) -> int:
    room = max(width * _CHARACTERS, 1.0)
    if "\n" not in text:
        if len(text) <= room / _WIDEST:
            return 1
        return math.ceil(longest_line(text) / room)
    return sum(max(math.ceil(longest_line(line) / room), 1) for line in text.split("\n"))
