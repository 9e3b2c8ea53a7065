"""The one door for the names of files that people hand in: safe to store, to show and to write anywhere."""

from __future__ import annotations

import re
import unicodedata

from fangzi_desktop.domain.text import ZERO_WIDTH, clean_line

# A file system holds 255 bytes of UTF-8; the rest is left for what saving adds to a name.
LONGEST_BYTES = 200
UNNAMED = "未命名"

_SEPARATORS = re.compile(r"[/\\]")
# Bidi controls dress a program up as a picture; a lone surrogate is what a name of unknown encoding leaves.
_DISGUISES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNREADABLE = re.compile("[\ud800-\udfff]+")
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(\.|$))")
_JOINER = "\u200d"
# Longer endings are part of a sentence with a full stop in it, such as 关于1.5万吨.
_LONGEST_ENDING = 12

# What a double click would run and not show.
_PROGRAMS = frozenset(
    {
        ".appimage",
        ".bat",
        ".cmd",
        ".com",
        ".cpl",
        ".desktop",
        ".exe",
        ".hta",
        ".jar",
        ".js",
        ".jse",
        ".lnk",
        ".msi",
        ".ps1",
        ".py",
        ".pyw",
        ".reg",
        ".run",
        ".scr",
        ".sh",
        ".url",
        ".vbe",
        ".vbs",
        ".wsf",
    }
)


def clean_file_name(name: str) -> str:
    """Return a file's name as it may be stored and written on Windows and Linux alike.

    Folders before it go, characters that no name may have become ``_``, controls and trailing dots go, names
    of Windows devices get ``_`` before them, and a long name is shortened before its ending to
    `LONGEST_BYTES` of UTF-8. A name of nothing becomes `UNNAMED`. Cleaning twice changes nothing.
    """
    text = _SEPARATORS.split(name)[-1]
    text = _UNREADABLE.sub("_", _DISGUISES.sub("", text))
    text = _NOT_ON_WINDOWS.sub("_", clean_line(text))
    text = _shortened(_trimmed(text))
    if _RESERVED.match(text):
        text = f"_{text}"
    return text or UNNAMED


def ending_of(name: str) -> str:
    """Return a name's ending with its dot, in small letters, or nothing: ``.pdf``."""
    stem, dot, ending = name.rpartition(".")
    known = stem and dot and 0 < len(ending) <= _LONGEST_ENDING and not re.search(r"\s", ending)
    return f".{ending}".lower() if known else ""


def is_program(name: str) -> bool:
    """Whether opening a file of this name would run it."""
    return ending_of(name) in _PROGRAMS


def name_beside(name: str, taken: set[str]) -> str:
    """Return `name`, or the first of ``name (2)``, ``name (3)`` … that is not `taken` in any case."""
    there = {one.casefold() for one in taken}
    ending = name[len(name) - len(ending_of(name)) :]
    stem, number, tried = name[: len(name) - len(ending)], 1, name
    while tried.casefold() in there:
        number += 1
        mark = f" ({number})"
        tried = _cut(stem, LONGEST_BYTES - len((mark + ending).encode())) + mark + ending
    return tried


def _trimmed(text: str) -> str:
    return text.strip(" ").rstrip(f". {ZERO_WIDTH}")


def _shortened(text: str) -> str:
    if len(text.encode()) <= LONGEST_BYTES:
        return text
    ending = text[len(text) - len(ending_of(text)) :]
    stem = text[: len(text) - len(ending)]
    return _trimmed(_cut(stem, LONGEST_BYTES - len(ending.encode()))) + ending


def _cut(text: str, room: int) -> str:
    """Cut after whole characters: an accent or a joined emoji is not torn from what it belongs to."""
    if len(text.encode()) <= room:
        return text
    kept = text.encode()[:room].decode(errors="ignore")
    following = text[len(kept) :]
    while kept and (kept[-1] == _JOINER or (following and _clings(following[0]))):
        following = kept[-1] + following
        kept = kept[:-1]
    return kept.rstrip(" ")


def _clings(character: str) -> bool:
    return character == _JOINER or character == "\ufe0f" or unicodedata.combining(character) > 0
