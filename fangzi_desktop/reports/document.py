"""A paper as values: what it says and in which order, whatever it is written to.

A paper is frozen as this: the same document gives the same pages for ever, and a Word file says the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.terms import ClockKind, Light

# How the lead of a paragraph in a list begins.
_NUMBERED = re.compile(r"(\d+)\. ")


class Align(Enum):
    """How a column's cells stand."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Look(Enum):
    """How large a table's characters are: 5号, or 小五 for many columns."""

    PLAIN = "plain"
    SMALL = "small"
    DENSE = "dense"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, as wide as its longest line but at most `limit` characters.

    Columns with a `share`, of which a table has at least one, divide what the others leave or lack. A `key`
    column says what a row is about and is repeated when a row goes over a page. In a `signed` column a cell
    begins with the sign of a light, which is coloured. None is narrower than `least` characters.
    """

    head: str
    align: Align = Align.LEFT
    share: float = 0.0
    limit: float = math.inf
    key: bool = False
    signed: bool = False
    least: float = 0.0


# What a cell tells beside its words; a workbook can count with it.
Value = Decimal | date


class Told(str):
    """The words of a cell together with what they tell. Every way of changing the words leaves it behind."""

    value: Value

    def __new__(cls, words: str, value: Value) -> Told:
        told = super().__new__(cls, words)
        told.value = value
        return told


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the records that words rest on, and where a reader finds it.

    `kind` and `owner_id` name what in the project it is, as a clock does; without them it is the project.
    """

    words: str
    project_id: str
    kind: ClockKind | None = None
    owner_id: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 in 黑体, or （一） in 楷体 at level 2; never the last line of a page.

    One `on_new_page` begins a page of its own.
    """

    text: str
    level: int = 1
    on_new_page: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the text; its `lead` says what it is about and is set bold.

    `key` names it among all of the paper's, for as long as it tells of the same thing, so that what a person
    wrote in its place is found again. One without a key is not edited. One without words is not printed.
    """

    text: str
    lead: str = ""
    key: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. Cells are user text; with `total` the last row is a sum, a `note` stands below.

    `bands` are the numbers of the rows that head a group: the first cell of such a row stands across the
    table, the others are empty. `sums` are the numbers of the rows that add up a group.
    `values` has for each cell of each row what it tells, None where it is nothing but text; it may be empty.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    continued: str = ""
    total: bool = False
    note: str = ""
    look: Look = Look.PLAIN
    bands: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()
    values: tuple[tuple[Value | None, ...], ...] = ()


def grid(
    columns: Iterable[Column],
    rows: Iterable[Iterable[str]],
    *,
    caption: str = "",
    continued: str = "",
    total: bool = False,
    note: str = "",
    look: Look = Look.PLAIN,
    bands: Iterable[int] = (),
    sums: Iterable[int] = (),
) -> Grid:
    """Return a table of whatever gives its columns and rows; cells may be `Told`."""
    cells = [tuple(row) for row in rows]
    values = tuple(tuple(cell.value if isinstance(cell, Told) else None for cell in row) for row in cells)
    return Grid(
        tuple(columns),
        tuple(tuple(str(cell) for cell in row) for row in cells),
        caption,
        continued,
        total=total,
        note=note,
        look=look,
        bands=tuple(bands),
        sums=tuple(sums),
        values=values if any(value is not None for row in values for value in row) else (),
    )


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart, a value per label; None where nothing is known."""

    name: str
    values: tuple[float | None, ...]
    light: Light | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars: for each label one bar of each series, with its figure, told apart without colour.

    `unit` is what the figures count. With `is_stacked` the series of a label follow one another in one bar.
    """

    caption: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    is_stacked: bool = False
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is printed: an upright JPEG in base64, what it shows, where, and the day of taking.

    `is_taken` is False where only the day is known on which the photo was added.
    """

    jpeg: str
    caption: str
    where: str
    day: date
    is_taken: bool = True


@dataclass(frozen=True, slots=True)
class Pictures:
    """Photos, two beside each other."""

    pictures: tuple[Picture, ...]


Block = Heading | Passage | Grid | Bars | Pictures


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on sheets of its own behind the text: 附件, its title and what it holds."""

    title: str
    blocks: tuple[Block, ...]
    setting: Setting = Setting.LANDSCAPE


@dataclass(frozen=True, slots=True)
class Masthead:
    """The red head: who issues the paper, its number at the left and its day at the right."""

    name: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. `annexes` are numbered, named below the text and printed behind it.

    `running` stands in the foot of working sheets. A draft says so on every page.
    """

    title: str
    subject: str
    team: str
    issued_on: date
    blocks: tuple[Block, ...]
    masthead: Masthead | None = None
    subtitle: str = ""
    annexes: tuple[Part, ...] = ()
    setting: Setting = Setting.PORTRAIT
    running: str = ""
    is_draft: bool = False

    @property
    def passages(self) -> Iterator[Passage]:
        """The paragraphs, in the order of the text."""
        return (block for block in self.blocks if isinstance(block, Passage))


def annex_labels(titles: Sequence[str]) -> list[str]:
    """附件1, 附件2 and so on, or 附件 where there is one."""
    return [f"附件{number}" if len(titles) > 1 else "附件" for number in range(1, len(titles) + 1)]


def with_passages(document: Document, change: Callable[[Passage], Passage]) -> Document:
    """Return the document with each paragraph of its text changed."""
    return replace(
        document,
        blocks=tuple(change(block) if isinstance(block, Passage) else block for block in document.blocks),
    )


def with_words(document: Document, edits: Mapping[str, str]) -> Document:
    """Return the document with the words that a person wrote, by the paragraphs' keys.

    An empty one goes, and those of its list that follow move up.
    """
    gone = 0

    def edited(passage: Passage) -> Passage:
        nonlocal gone
        words = edits.get(passage.key) if passage.key else None
        lead = passage.lead
        in_list = _NUMBERED.match(lead)
        if in_list is not None:
            gone = 0 if in_list[1] == "1" else gone
            lead = f"{int(in_list[1]) - gone}{lead[in_list.end(1) :]}"
            gone += words == ""
        if words is None:
            return replace(passage, lead=lead)
        return replace(passage, text=words, lead=lead if words else "")

    return with_passages(document, edited)
