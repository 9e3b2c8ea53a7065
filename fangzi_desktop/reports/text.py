"""Setting Chinese text: what of it prints, where a line may end, and how a line is drawn."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from fangzi_desktop.reports.fonts import Typeface

Colour = tuple[float, float, float]

BLACK: Colour = (0, 0, 0)

_GLUE = "\u2060"

_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANK = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f]")
_BROKEN = re.compile("[\ud800-\udfff]")
# Controls, zero-width and direction marks, fillers, variation selectors, tags, non-characters.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)

_OPEN = r"[（《〈「『【〔〖［｛“‘(\[{￥＄]"
_CLOSE = r"(?:[，。、；：？！）》〉」』】〕〗］｝”’…·～％‰℃°′″,.;:?!)\]}%]|—(?!—))"
# A word of letters, digits and their signs; brackets and everything as wide as a Chinese character end it.
_NARROW = (
    r"(?:[^\s\u2060()\[\]{}°·\u1100-\u11ff\u2014-\u20ab\u20ad-\u2115\u2117-\u2211\u2213-\u9fff\ua960-\ua97f"
    r"\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uffef"
    r"\U00020000-\U0003ffff]|(?<=[A-Za-z])’(?=[A-Za-z]))"
)
_MEASURE = (
    "(?:个(?:工作日|自然日|百分点|小时|月)?|工作日|自然日|"
    "[十百千万亿]*(?:平方米|平方公里|立方米|公顷|公里|千米|千瓦时|千瓦|兆瓦|美元|欧元|元|亩|吨|米|人|家|户|套|件|台|栋|"
    "项|条|次|处|天|日|年|月|周|时|分|秒|期|号|届|批|辆|度|倍)|[十百千万亿]+)"
)
_WORD = rf"(?:第(?=\d))?(?:{_NARROW}+(?:(?<=\d){_MEASURE})?)+"
# The name in front of a document number has no mark that begins it; these words never belong to one.
_NAME = "(?:(?![为以按的与和及由经据得到了至于在有无是因])[一-鿿])"
_YEAR = r"[〔\[（(【]\d{4}[〕\]）)】]"
_PAPER = rf"{_NAME}{{0,8}}{_YEAR}(?:{_NAME}{{0,3}}第)?\d+号|{_NAME}{{1,3}}字第\d+号|"


def _pattern(paper: str = "") -> re.Pattern[str]:
    """What is never split: a blank, or a character, word or number with the marks that cling to it."""
    unit = rf"(?:\s+|{_OPEN}*(?:{paper}{_WORD}|—{{2,}}|…+|[^\s{_GLUE}]){_CLOSE}*)"
    return re.compile(rf"{unit}(?:{_GLUE}+{unit})*")


_UNITS = _pattern()
_UNITS_WITH_PAPERS = _pattern(_PAPER)
_HAS_PAPERS = re.compile(rf"{_YEAR}|字第\d")
_CLOSING = re.compile(_CLOSE)
_OPENING = re.compile(_OPEN)
_STRETCHES = re.compile(rf"{_NARROW}+|(?:(?!{_NARROW}).)+", re.DOTALL)

# Half a thousandth of a point: sums of widths that fill a line exactly must not overflow it.
_ROUNDING = 0.0005
# A line that would need wider gaps than this (in ems) stays ragged.
_WIDEST_GAP = 0.3
# Readers take a wider gap than this (in ems) for a blank, unless they are told what the line says.
_SEEN_AS_BLANK = 0.08
# What Word draws for a bold face that has no bold, in ems of stroke.
_BOLD_STROKE = 0.022


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one face; `bold` thickens the strokes, as 仿宋 has no bold of its own."""

    text: str
    face: Typeface
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One set line; `last` of its paragraph, it is not stretched to the measure."""

    spans: tuple[Span, ...]
    width: float
    indent: float
    last: bool


def plain(text: str) -> str:
    """Text as it prints: line ends as ``\\n``, tabs as blanks, nothing invisible."""
    if text.isascii() and text.isprintable():
        return text
    text = _NEWLINE.sub("\n", text)
    return _UNSEEN.sub("", _BROKEN.sub("\ufffd", _BLANK.sub(" ", text)))


def one_line(text: str) -> str:
    """`plain` text with its line ends and outer blanks removed, for use inside a sentence."""
    return " ".join(plain(text).split())


def glued(text: str) -> str:
    """Mark `text` (already plain) as a unit that is split only if it is longer than a line."""
    return _GLUE.join(text)


def cut_to(text: str, face: Typeface, size: float, measure: float) -> str:
    """Text (already plain) as far as it fits in `measure`, with … where it is cut."""
    if face.width(text, size) <= measure + _ROUNDING:
        return text
    while text and face.width(f"{text}…", size) > measure:
        text = text[:-1]
    return f"{text}…"


def set_text(text: str, face: Typeface, size: float, measure: float) -> list[str]:
    """Break text (already plain) into lines no wider than `measure`, keeping its own line ends."""
    lines: list[str] = []
    for part in text.split("\n"):
        widths = [face.widths[char] for char in part]
        room = measure * 1000 / size
        if sum(widths) <= room + _ROUNDING:
            lines.append(part)
        else:
            lines.extend(part[start:end] for start, end in _break(part, widths, room, room))
    return lines


def set_even(text: str, face: Typeface, size: float, measure: float) -> list[str]:
    """As `set_text`, but a text of two or three lines is divided into lines of about the same length."""
    lines = set_text(text, face, size, measure)
    if not 2 <= len(lines) <= 3 or "\n" in text:
        return lines
    units = (unit.group() for unit in _units(text).finditer(text))
    narrow = max(face.width(text, size) / len(lines), *(face.width(unit, size) for unit in units))
    while narrow < measure:
        even = set_text(text, face, size, narrow)
        if len(even) <= len(lines):
            return even
        narrow += size / 2
    return lines


def set_spans(spans: Iterable[Span], size: float, measure: float, indent: float = 0.0) -> list[Line]:
    """Break a paragraph (already plain) into lines; `indent` opens it and each line end inside it."""
    lines: list[Line] = []
    for paragraph in _paragraphs(spans):
        text = "".join(span.text for span in paragraph)
        widths = [
            0.0 if char == _GLUE else span.face.widths[char] * size / 1000
            for span in paragraph
            for char in span.text
        ]
        ends = _break(text, widths, measure - indent, measure)
        for number, (start, end) in enumerate(ends):
            lines.append(
                Line(
                    _cut(paragraph, start, end),
                    sum(widths[start:end]),
                    indent if number == 0 else 0.0,
                    number == len(ends) - 1,
                )
            )
    return lines


class Ink:
    """Text put on a page.

    It writes the operators itself, since ReportLab's text object spends most of its time on formatting
    numbers and measuring what has been measured. Nothing shows before `dry`.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._code: list[str] = []
        self._state: dict[str, str] = {}

    def put(
        self,
        x: float,
        y: float,
        text: str,
        face: Typeface,
        size: float,
        *,
        colour: Colour = BLACK,
        bold: bool = False,
        spacing: float = 0.0,
    ) -> None:
        """Put text (already plain) with its baseline at `y`, with `spacing` after each character."""
        document = self._canvas._doc
        self._set("rg", f"{colour[0]:.3f} {colour[1]:.3f} {colour[2]:.3f}")
        self._set("RG", f"{colour[0]:.3f} {colour[1]:.3f} {colour[2]:.3f}")
        self._set("Tr", "2" if bold else "0")
        self._set("Tc", f"{spacing:.3f}")
        self._code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
        for name, run in face.runs(text):
            font = pdfmetrics.getFont(name)
            # The fonts that stand in for single characters are darker than 仿宋 already.
            self._set("w", f"{size * (_BOLD_STROKE if name == face.name else _BOLD_STROKE / 2):.3f}")
            for subset, codes in font.splitString(run, document):
                self._set("Tf", f"{font.getSubsetInternalName(subset, document)} {size:g}")
                self._code.append(f"<{codes.hex()}> Tj")

    def put_line(self, line: Line, size: float, x: float, y: float, measure: float) -> None:
        """Put a set line, widened between Chinese characters to the measure unless it ends its paragraph."""
        gap = 0.0 if line.last else _gap(line, size, measure - line.indent)
        x += line.indent
        if gap > _SEEN_AS_BLANK * size:
            text = "".join(span.text for span in line.spans)
            self._code.append(f"/Span <</ActualText <FEFF{text.encode('utf-16-be').hex()}>>> BDC")
            self._put_spans(line, size, x, y, gap)
            self._code.append("EMC")
        else:
            self._put_spans(line, size, x, y, gap)

    def _put_spans(self, line: Line, size: float, x: float, y: float, gap: float) -> None:
        for span in line.spans:
            for part in _STRETCHES.findall(span.text) if gap else (span.text,):
                wide = gap > 0.0 and _stretches(part)
                self.put(x, y, part, span.face, size, bold=span.bold, spacing=gap if wide else 0.0)
                x += span.face.width(part, size) + gap * (len(part) if wide else 1)

    def dry(self) -> None:
        """Hand what was put to the canvas."""
        if self._code:
            self._canvas.addLiteral(f"q BT {' '.join(self._code)} ET Q")
        self._code, self._state = [], {}

    def _set(self, operator: str, value: str) -> None:
        if self._state.get(operator) != value:
            self._state[operator] = value
            self._code.append(f"{value} {operator}")


def _break(text: str, widths: Sequence[float], first: float, rest: float) -> list[tuple[int, int]]:
    """Where the lines of a paragraph start and end; blanks at a line's end belong to no line."""
    at = [0.0, *accumulate(widths)]
    lines: list[tuple[int, int]] = []
    start, room = 0, first + _ROUNDING
    for unit in _units(text).finditer(text):
        begin, end = unit.span()
        if at[end] - at[start] <= room or text[begin].isspace():
            continue
        if begin > start:
            lines.append((start, _trimmed(text, start, begin)))
            start, room = begin, rest + _ROUNDING
        while at[end] - at[start] > room:
            cut = _forced_cut(text, start, bisect_right(at, at[start] + room) - 1)
            lines.append((start, cut))
            start, room = cut, rest + _ROUNDING
    lines.append((start, _trimmed(text, start, len(text))))
    return lines


def _units(text: str) -> re.Pattern[str]:
    return _UNITS_WITH_PAPERS if _HAS_PAPERS.search(text) else _UNITS


def _forced_cut(text: str, start: int, cut: int) -> int:
    """Where to cut a unit longer than a line: at `cut` or up to three characters before it."""
    for place in range(cut, max(start, cut - 3), -1):
        if place < len(text) and not _CLOSING.match(text, place) and not _OPENING.match(text, place - 1):
            return place
    return max(cut, start + 1)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _paragraphs(spans: Iterable[Span]) -> list[list[Span]]:
    paragraphs: list[list[Span]] = [[]]
    for span in spans:
        head, *rest = span.text.split("\n")
        paragraphs[-1].append(Span(head, span.face, span.bold))
        paragraphs.extend([Span(text, span.face, span.bold)] for text in rest)
    return paragraphs


def _cut(spans: Sequence[Span], start: int, end: int) -> tuple[Span, ...]:
    ends = [0, *accumulate(len(span.text) for span in spans)]
    parts = (
        Span(
            span.text[max(start - begin, 0) : max(end - begin, 0)].replace(_GLUE, ""),
            span.face,
            span.bold,
        )
        for span, (begin, _) in zip(spans, pairwise(ends), strict=True)
    )
    return tuple(part for part in parts if part.text)


def _stretches(part: str) -> bool:
    """Whether the gaps inside a part may be widened: those inside a word or number may not."""
    return re.match(_NARROW, part) is None


def _gap(line: Line, size: float, measure: float) -> float:
    """How much to add after each character (each word, for letters and digits) to fill the measure."""
    parts = [part for span in line.spans for part in _STRETCHES.findall(span.text)]
    places = sum(len(part) if _stretches(part) else 1 for part in parts) - 1
    slack = measure - line.width
    return slack / places if places > 0 and 0 < slack <= places * size * _WIDEST_GAP else 0.0
