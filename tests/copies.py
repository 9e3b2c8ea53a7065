"""A team's data and its copies in memory, to try merging on thousands of lives."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, field, replace
from typing import Any

from fangzi_desktop.domain.merge_rows import Clash, Outcome, merge
from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.domain.merging import Heads, History, OfficeTrace, settle_cell
from fangzi_desktop.domain.sayings import (
    DELETE,
    EXISTENCE,
    INSERT,
    UPDATE,
    Key,
    Saying,
    SiteTraces,
    Trace,
    Values,
    sayings_of,
)

# Three tables: a project has parts, which may lie within each other, and notes.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "project": {"id": ("id",), "name": ("name",), "amount+unit": ("amount", "unit")},
    "part": {"id": ("id",), "project": ("project",), "within": ("within",), "size": ("size",)},
    "note": {"id": ("id",), "part": ("part",), "text": ("text",)},
}
CELL_OF = {
    table: {column: cell for cell, fields in cells.items() for column in fields}
    for table, cells in COLUMNS.items()
}
PARENTS = {"project": (), "part": (("project", "project"), ("within", "part")), "note": (("part", "part"),)}


@dataclass
class Line:
    """One journal line of one act."""

    act: str
    number: int
    key: Key
    op: str
    field: str
    old: str | None
    new: str | None
    merged: bool


@dataclass(frozen=True)
class Handed:
    """What a copy brings back: its journal since it was handed out, and the rows it names as they are."""

    base_act: int
    acts: tuple[str, ...]
    lines: tuple[Line, ...]
    rows: dict[Key, Values | None]


@dataclass
class Desk:
    """The data at one place, with its journal; a copy is a desk that began at an act of the office."""

    name: str
    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    act: int = 0
    base_act: int = 0
    sayings: dict[str, Saying] = field(default_factory=dict)
    open: set[Clash] = field(default_factory=set)
    kept: dict[Key, int] = field(default_factory=dict)

    def do(self, changes: dict[Key, Values | None], *, merged: bool = False) -> str:
        """Write rows, or delete them, as one act; what already is so leaves no line."""
        self.act += 1
        act = f"{self.name}-{self.act}"
        for key, row in changes.items():
            before = self.rows.get(key)
            self.lines += [
                Line(act, self.act, key, op, column, old, new, merged)
                for op, column, old, new in _differences(before, row)
            ]
            if row is None:
                self.rows.pop(key, None)
            else:
                self.rows[key] = dict(row)
        return act

    def put(self, table: str, row_id: str, **values: Any) -> Key:
        """Add a row as one act, with empty fields where no value is given."""
        key = (table, row_id)
        columns = [column for fields in COLUMNS[table].values() for column in fields]
        self.do({key: dict.fromkeys(columns) | {"id": row_id} | values})
        return key

    def edit(self, key: Key, **values: Any) -> str:
        """Change some fields of a row as one act."""
        return self.do({key: self.rows[key] | values})

    def remove(self, *keys: Key) -> str:
        """Delete rows as one act, with all that belongs to them."""
        return self.do(dict.fromkeys(sorted(self.family(*keys))))

    def family(self, *keys: Key, owned: bool = False) -> set[Key]:
        """Return rows and all that name them, straight or by others, or only what cannot be without them."""
        found, near = set(keys), set(keys)
        while near:
            near = {
                child
                for child, row in self.rows.items()
                if near & set(parents_of(child, dict(row) | ({"within": None} if owned else {})))
            } - found
            found |= near
        return found

    def hand_out(self, name: str) -> Desk:
        """Return a copy of everything but what is open here."""
        return Desk(name, copy.deepcopy(self.rows), [], self.act, self.act)

    def clone(self, name: str) -> Desk:
        """Return what somebody gets who copies a copy; both go on with the same past."""
        return replace(copy.deepcopy(self), name=name)

    def hand_back(self) -> Handed:
        """Return everything done since the copy was made."""
        keys = dict.fromkeys(line.key for line in self.lines)
        rows = {key: copy.deepcopy(self.rows.get(key)) for key in keys}
        acts = tuple(dict.fromkeys(line.act for line in self.lines))
        return Handed(self.base_act, acts, tuple(self.lines), rows)

    def take(self, handed: Handed) -> Outcome | None:
        """Merge what a copy brings back, as one act; nothing if all of it is known."""
        number = self.act + 1
        positions = {act: place for place, act in enumerate(handed.acts, start=1)}
        of_row: dict[Key, list[Trace]] = {}
        for line in handed.lines:
            trace = Trace(line.act, positions[line.act], line.op, line.field, line.old, line.new)
            of_row.setdefault(line.key, []).append(trace)
        traces = SiteTraces(handed.acts, {key: tuple(found) for key, found in of_row.items()})
        incoming = sayings_of(
            traces, handed.rows, CELL_OF, self._said, base_act=handed.base_act, merged_act=number
        )
        if not incoming:
            return None
        self.sayings |= {saying.id: saying for saying in incoming}
        touched = [saying.key for saying in incoming] + sorted(clash.key for clash in self.open)
        outcome = merge(_Records(self), touched)
        self.do({key: None if row is None else dict(row) for key, row in outcome.rows.items()}, merged=True)
        for name, cells in outcome.disputed.items():
            saying = self.sayings[name]
            disputed = dict.fromkeys(cells, number) | dict(saying.disputed)
            self.sayings[name] = replace(saying, disputed=disputed)
        self.open = {clash for clash in self.open if clash.key not in outcome.judged} | set(outcome.clashes)
        return outcome

    def _said(self, key: Key, cell: str) -> set[str]:
        sayings = [saying for saying in self.sayings.values() if saying.key == key]
        return {saying.last(cell).act for saying in sayings if cell in saying.touches}

    def heads(self, clash: Clash) -> Heads:
        """What stands against each other in the cell of a conflict."""
        return settle_cell(_Records(self).history(clash.key), clash.cell)

    def decide(self, clash: Clash, cell_value: tuple[Any, ...] | None) -> None:
        """Decide a conflict as a person does: the value of the cell, or for a deletion whether it stays."""
        if clash.kind is ConflictKind.DELETION:
            self._decide_deletion(clash, stays=cell_value is not None)
            return
        row = dict(self.rows[clash.key])
        row |= dict(zip(COLUMNS[clash.key[0]][clash.cell], cell_value or (), strict=True))
        self.do({clash.key: row})
        self._settle(clash.key, {clash.cell})
        self.open.discard(clash)

    def _decide_deletion(self, clash: Clash, *, stays: bool) -> None:
        family = self.family(clash.key, owned=not stays)
        loose: dict[Key, Values | None] = {
            key: row | {"within": None}
            for key, row in self.rows.items()
            if key[0] == "part" and ("part", row["within"]) in family
        }
        self.do({} if stays else loose | dict.fromkeys(family & self.rows.keys()))
        for key in family:
            self._settle(key, {EXISTENCE} if stays else {EXISTENCE, *COLUMNS[key[0]]})
            if stays and Clash(ConflictKind.DELETION, key, EXISTENCE) in self.open:
                self.kept[key] = self.act
        closed = {other for other in self.open if other.key in family}
        self.open -= {other for other in closed if not stays or other.kind is ConflictKind.DELETION}
        if not stays:
            self._settle_moves_into(family)

    def _settle_moves_into(self, gone: set[Key]) -> None:
        """Let nothing wait any more that would make a row belong to one that was decided to be deleted."""
        for clash in sorted(self.open, key=lambda each: (each.key, each.cell)):
            sayings = self.heads(clash).sayings if clash.cell != EXISTENCE else ()
            fields = COLUMNS[clash.key[0]].get(clash.cell, ())
            moot = [
                said.id
                for said in sayings
                if gone & set(parents_of(clash.key, {name: (said.value or {}).get(name) for name in fields}))
            ]
            for name in moot:
                settled = dict(self.sayings[name].settled) | {clash.cell: self.act}
                self.sayings[name] = replace(self.sayings[name], settled=settled)
            if moot and len(moot) == len(sayings):
                self.open.discard(clash)

    def _settle(self, key: Key, cells: set[str]) -> None:
        for name, saying in self.sayings.items():
            if saying.key == key:
                settled = dict(saying.settled) | dict.fromkeys(cells, self.act)
                self.sayings[name] = replace(saying, settled=settled)


def parents_of(key: Key, row: Values) -> list[Key]:
    """The rows that a row names."""
    return [(table, row[column]) for column, table in PARENTS[key[0]] if row.get(column) is not None]


def _differences(
    before: Values | None, after: Values | None
) -> list[tuple[str, str, str | None, str | None]]:
    if before is None and after is None:
        return []
    if before is None:
        return [(INSERT, "", None, json.dumps(after))]
    if after is None:
        return [(DELETE, "", json.dumps(before), None)]
    return [
        (UPDATE, column, json.dumps(before[column]), json.dumps(after[column]))
        for column in before
        if before[column] != after[column]
    ]


@dataclass
class _Records:
    """What a merge asks of a desk in memory."""

    desk: Desk

    def history(self, key: Key) -> History:
        traces = [
            OfficeTrace(
                line.number,
                line.merged,
                Trace(line.act, line.number, line.op, line.field, line.old, line.new),
            )
            for line in self.desk.lines
            if line.key == key
        ]
        sayings = [saying for saying in self.desk.sayings.values() if saying.key == key]
        now, kept = self.desk.rows.get(key), self.desk.kept.get(key, 0)
        return History(key, COLUMNS[key[0]], now, traces, sayings, kept)

    def parents(self, key: Key, row: Values) -> list[Key]:
        return parents_of(key, row)

    def children(self, key: Key) -> list[Key]:
        waiting = [
            saying.key
            for saying in self.desk.sayings.values()
            if saying.disputed and saying.value is not None and key in self.parents(saying.key, saying.value)
        ]
        return [
            *(other for other, row in self.desk.rows.items() if key in self.parents(other, row)),
            *waiting,
        ]

    def deleted_with(self, act: int | str) -> dict[Key, Values]:
        if isinstance(act, int):
            return {
                line.key: json.loads(line.old or "{}")
                for line in self.desk.lines
                if line.number == act and line.op == DELETE
            }
        return {
            saying.key: saying.base
            for saying in self.desk.sayings.values()
            if saying.value is None
            and saying.base is not None
            and EXISTENCE in saying.touches
            and saying.last(EXISTENCE).act == act
        }

    def ring_column(self, table: str) -> str | None:
        return "within" if table == "part" else None
