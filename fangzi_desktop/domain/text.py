"""The one door through which every text comes in: typed, pasted or imported."""

from __future__ import annotations

import re
import unicodedata

from fangzi_desktop.domain.errors import UserError

# A bidi control makes a line read otherwise than it is stored; a lone surrogate is half a character.
_FORBIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
# U+FFFE and U+FFFF cannot stand in XML, so they would break every workbook they are exported to.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
ZERO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_ENDS = re.compile(f"^[\\s{ZERO_WIDTH}]+|[\\s{ZERO_WIDTH}]+$")
_LINE_BREAK = re.compile(r"[ \t\u3000]*[\n\t]+[ \t\u3000]*")


def clean_text(text: str) -> str:
    """Return `text` as it may be stored: NFC, line ends as newlines, no other control characters.

    Spaces and zero-width characters are trimmed at both ends and kept inside, where emoji need them.
    Cleaning twice changes nothing. Raises `UserError` ``text.forbidden`` (`character`, `position` from 1)
    for bidi controls and lone surrogates.
    """
    found = _FORBIDDEN.search(text)
    if found is not None:
        raise UserError("text.forbidden", character=f"U+{ord(found[0]):04X}", position=found.start() + 1)
    text = _CONTROLS.sub("", _LINE_END.sub("\n", text))
    return _ENDS.sub("", unicodedata.normalize("NFC", text))


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line, as names are.

    In a table cell a line break is layout, so it leaves nothing behind between Chinese characters and
    one space between Latin ones. Raises `UserError` like `clean_text`.
    """
    return _LINE_BREAK.sub(_joint, clean_text(text))


def _joint(found: re.Match[str]) -> str:
    before, after = found.string[found.start() - 1], found.string[found.end()]
    return " " if before.isascii() and after.isascii() else ""
