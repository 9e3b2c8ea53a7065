"""What a copy of the data says about a row: from which value to which, and by which acts.

Copies are handed out, worked on apart from each other and taken back (mechanism §1.3 S5). A saying is made
from the journal of such a copy and compared with what the office did in the meantime; nothing of it depends
on the order in which copies come back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fangzi_desktop.domain.errors import UserError

Key = tuple[str, str]
"""A row: its table and its id."""
Values = Mapping[str, Any]
"""A whole row, by column, as JSON holds its values."""

EXISTENCE: Final = ""
"""The cell that holds whether a row is there at all."""
INSERT, UPDATE, DELETE = "insert", "update", "delete"


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of a journal about one row, with the act it was part of; `old` and `new` are JSON."""

    act: str
    position: int
    op: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Touch:
    """An act of a copy that touched a cell; `position` counts the acts of the copy."""

    position: int
    act: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What one copy says about one row.

    `touches` are the acts that touched a cell, oldest first; under `EXISTENCE` those that made or deleted
    the row, or all of them if it is gone. `base` is the row as it was handed out and `value` as it came back,
    None where there is no such row. `base_act` is the office's act the copy was handed out at, `merged_act`
    the one that took it in. Cells in `disputed` wait for a person since an act of the office; those in
    `settled` were decided by one.
    """

    id: str
    key: Key
    touches: Mapping[str, tuple[Touch, ...]]
    base: Values | None
    value: Values | None
    base_act: int
    merged_act: int
    disputed: Mapping[str, int] = field(default_factory=dict)
    settled: Mapping[str, int] = field(default_factory=dict)

    def last(self, cell: str) -> Touch:
        """The act that said it last."""
        return self.touches[cell][-1]

    def knows(self, cell: str, act: str) -> bool:
        """Whether the copy had done `act` before it said the last about a cell."""
        own = self.touches.get(cell, ())
        if any(touch.act == act for touch in own[:-1]):
            return True
        about_row = self.touches.get(EXISTENCE, ())
        return bool(about_row) and about_row[-1].act != act and any(touch.act == act for touch in about_row)

    def was_open_at(self, cell: str, act: int) -> bool:
        """Whether a person still had to decide about the cell when the office did `act`."""
        since, until = self.disputed.get(cell), self.settled.get(cell)
        return since is not None and since <= act and (until is None or until > act)


def undone(row: Values | None, traces: Sequence[Trace]) -> dict[str, Any] | None:
    """Return a row as it was before `traces`, which are given oldest first.

    Raises `UserError` ``field.inconsistent`` if they do not lead to the row.
    """
    values = None if row is None else dict(row)
    for trace in reversed(traces):
        if trace.op == INSERT:
            if values is None:
                raise UserError("field.inconsistent")
            values = None
        elif trace.op == DELETE:
            if values is not None:
                raise UserError("field.inconsistent")
            values = json.loads(trace.old or "{}")
        elif values is None or trace.field not in values:
            raise UserError("field.inconsistent")
        else:
            values[trace.field] = json.loads(trace.old or "null")
    return values


def touches_of(
    traces: Sequence[Trace], cells: Mapping[str, str], *, is_gone: bool
) -> dict[str, tuple[Touch, ...]]:
    """Return which acts touched which cell; `cells` maps the columns of the table to their cells."""
    found: dict[str, dict[str, Touch]] = {}

    def note(cell: str, trace: Trace) -> None:
        found.setdefault(cell, {})[trace.act] = Touch(trace.position, trace.act)

    for trace in traces:
        if trace.op == UPDATE:
            note(cells[trace.field], trace)
            if is_gone:
                note(EXISTENCE, trace)
        else:
            for cell in {EXISTENCE, *cells.values()}:
                note(cell, trace)
    ordered = {cell: tuple(sorted(acts.values(), key=_position)) for cell, acts in found.items()}
    # What a deleted row last held is said by its deletion.
    return {EXISTENCE: ordered[EXISTENCE]} if is_gone else ordered


def _position(touch: Touch) -> int:
    return touch.position


@dataclass(frozen=True, slots=True)
class SiteTraces:
    """The journal of a copy since it was handed out: which acts touched which rows, oldest act first."""

    acts: tuple[str, ...]
    of_row: Mapping[Key, tuple[Trace, ...]]


def sayings_of(
    traces: SiteTraces,
    rows: Mapping[Key, Values | None],
    cells: Mapping[str, Mapping[str, str]],
    said: Callable[[Key, str], Collection[str]],
    *,
    base_act: int,
    merged_act: int,
) -> list[Saying]:
    """Return what a copy says that was not said before.

    `said` tells the acts of copies by which something was said last about a cell. `rows` holds every row
    that the copy's journal names, as it is in the copy now; `cells` maps the columns of each table to their
    cells. Raises `UserError` ``field.inconsistent`` if the journal and the rows do not fit together.
    """
    found: list[Saying] = []
    for key, lines in traces.of_row.items():
        value = rows.get(key)
        base = undone(value, lines)
        touches = {
            cell: acts
            for cell, acts in touches_of(lines, cells[key[0]], is_gone=value is None).items()
            if acts[-1].act not in said(key, cell)
        }
        if touches:
            last = max((acts[-1] for acts in touches.values()), key=_position)
            # An act says something last about a cell only once, but an older return may bring more cells.
            cell = min(cell for cell, acts in touches.items() if acts[-1] == last)
            name = f"{last.act}:{key[0]}:{key[1]}:{cell}"
            found.append(Saying(name, key, touches, base, value, base_act, merged_act))
    return found
