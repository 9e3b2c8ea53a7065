"""How rows that belong together come out of a merge: nothing is left without what it belongs to.

What one act deleted together comes back together; a row that others need is not deleted; rows that name each
other never form a ring. Each such case is a conflict about which a person is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.domain.merging import History, Verdict, judge, order, part
from fangzi_desktop.domain.sayings import EXISTENCE, Key, Saying, Values


class Records(Protocol):
    """What a merge asks of the office's data; `act` is an act's number here or a copy's act."""

    def history(self, key: Key) -> History:
        """What is known of a row, present or not."""

    def parents(self, key: Key, row: Values) -> Iterable[Key]:
        """The rows that a row names."""

    def children(self, key: Key) -> Iterable[Key]:
        """The rows that name a row, or of which a saying that waits for a person does."""

    def deleted_with(self, act: int | str) -> Mapping[Key, Values]:
        """The rows that one act deleted, as they were in the copy's base or in the office at that time."""

    def ring_column(self, table: str) -> str | None:
        """The column by which a row of a table names another row of the same table."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One conflict: its kind, its row and its cell (`EXISTENCE` for a deletion)."""

    kind: ConflictKind
    key: Key
    cell: str


@dataclass(frozen=True)
class Outcome:
    """What a merge makes of the rows it looked at.

    `rows` holds those that change, None where one goes; `clashes` every conflict that is open now about any
    of the rows in `judged`; `disputed` which sayings wait for a person, by cell.
    """

    rows: Mapping[Key, Values | None]
    clashes: tuple[Clash, ...]
    disputed: Mapping[str, frozenset[str]]
    judged: frozenset[Key]


def merge(records: Records, touched: Iterable[Key]) -> Outcome:
    """Return what becomes of the touched rows and of those that belong to them.

    Raises `UserError` ``field.inconsistent`` if a row would name one that never was there.
    """
    return _Merge(records).run(touched)


@dataclass
class _Merge:
    records: Records
    verdicts: dict[Key, Verdict] = field(default_factory=dict)
    needed: set[Key] = field(default_factory=set)
    overruled: dict[Key, frozenset[int | str]] = field(default_factory=dict)
    rings: dict[Key, str] = field(default_factory=dict)

    def run(self, touched: Iterable[Key]) -> Outcome:
        pending = list(dict.fromkeys(touched))
        while pending:
            for key in pending:
                self._judge(key)
            pending = self._reached(pending)
        self._break_rings()
        return self._outcome()

    def _judge(self, key: Key) -> Verdict:
        overruled = self.overruled.get(key, frozenset())
        verdict = judge(self.records.history(key), overruled, is_needed=key in self.needed)
        if key in self.needed and verdict.row is None:
            raise UserError("field.inconsistent")
        self.verdicts[key] = verdict
        return verdict

    def _row(self, key: Key) -> Values | None:
        verdict = self.verdicts.get(key)
        return self.records.history(key).now if verdict is None else verdict.row

    def _reached(self, fresh: Sequence[Key]) -> list[Key]:
        """Return the rows that must be judged again because of what was judged last."""
        again: dict[Key, None] = {}
        for key in fresh:
            verdict = self.verdicts[key]
            self._let_go(key, verdict, again)
            if verdict.row is None:
                if self.records.history(key).now is not None and self._is_named(key, again):
                    self._need(key, again)
                for act in self._deleting(key, verdict):
                    fellows = self._together(key, act)
                    again |= dict.fromkeys(other for other in fellows if other not in self.verdicts)
                continue
            for parent in self._named_by(key, verdict):
                if self._row(parent) is None:
                    self._need(parent, again)
            for act in self._acts(key, verdict):
                for other in self._together(key, act):
                    before = self.overruled.get(other, frozenset())
                    if act not in before:
                        self.overruled[other] = before | {act}
                        again[other] = None
        return list(again)

    def _let_go(self, key: Key, verdict: Verdict, again: dict[Key, None]) -> None:
        """Look again at what only stayed because this row named it."""
        now = self.records.history(key).now
        if now is not None and verdict.row != now:
            left = set(self.records.parents(key, now)) - self._named_by(key, verdict)
            again |= dict.fromkeys(sorted(left - self.verdicts.keys()))

    def _need(self, key: Key, again: dict[Key, None]) -> None:
        if key not in self.needed:
            self.needed.add(key)
            again[key] = None

    def _deleting(self, key: Key, verdict: Verdict) -> list[int | str]:
        acts: list[int | str] = [saying.last(EXISTENCE).act for saying in verdict.deletions]
        deleted_at = self.records.history(key).deleted_at
        return [*acts, deleted_at] if deleted_at else acts

    def _acts(self, key: Key, verdict: Verdict) -> list[int | str]:
        acts: list[int | str] = [saying.last(EXISTENCE).act for saying in verdict.contested]
        return [*acts, self.records.history(key).deleted_at] if verdict.office_contested else acts

    def _named_by(self, key: Key, verdict: Verdict) -> frozenset[Key]:
        """Return what a row names, and what it would name if a person chose another of its values."""
        if verdict.row is None:
            return frozenset()
        found = set(self.records.parents(key, verdict.row))
        cells = self.records.history(key).cells
        for cell in verdict.conflicts:
            for saying in verdict.heads[cell].sayings:
                said = {name: (saying.value or {}).get(name) for name in cells[cell]}
                found |= set(self.records.parents(key, said))
        return frozenset(found)

    def _is_named(self, key: Key, again: dict[Key, None]) -> bool:
        for child in self.records.children(key):
            if child not in self.verdicts:
                self._judge(child)
                again[child] = None
        return any(key in self._named_by(other, verdict) for other, verdict in self.verdicts.items())

    def _together(self, key: Key, act: int | str) -> list[Key]:
        """Return what an act deleted together with a row and hung together with it."""
        gone = self.records.deleted_with(act)
        links = {other: frozenset(self.records.parents(other, row)) for other, row in gone.items()}
        reached, near = {key}, {key} & links.keys()
        while near:
            near = {other for other in links.keys() - reached if self._touches(other, reached, links)}
            reached |= near
        return sorted(reached)

    @staticmethod
    def _touches(key: Key, reached: set[Key], links: Mapping[Key, frozenset[Key]]) -> bool:
        return bool(links[key] & reached) or any(key in links[other] for other in reached & links.keys())

    def _break_rings(self) -> None:
        for key in sorted(self.verdicts):
            column = self.records.ring_column(key[0])
            while column is not None and (ring := self._ring_of(key, column)):
                self._give_way(ring, column)

    def _ring_of(self, key: Key, column: str) -> list[Key]:
        way = [key]
        while True:
            row = self._row(way[-1])
            above = row.get(column) if row is not None else None
            if above is None:
                return []
            step = (key[0], str(above))
            if step == key:
                return way
            if step in way:
                return []
            way.append(step)

    def _lies_in(self, key: Key, outer: Key) -> bool:
        """Whether a row is another of its table, or lies within it."""
        column, seen = self.records.ring_column(key[0]), {key}
        while column is not None and key != outer:
            row = self._row(key)
            above = row.get(column) if row is not None else None
            key = (key[0], str(above))
            if above is None or key in seen:
                return False
            seen.add(key)
        return key == outer

    def _give_way(self, ring: Sequence[Key], column: str) -> None:
        """Let the move that was said first go back to where the office has the row, or to no place.

        Without such a move, somebody took one back that others had relied on; then that row goes to no place.
        """
        said: list[tuple[tuple[int, int, str], Key, str]] = []
        for key in ring:
            verdict = self.verdicts.get(key) or self._judge(key)
            cell = self._cell_with(key, column)
            heads = verdict.heads.get(cell)
            if heads is not None and heads.sayings and not heads.office_stands and key not in self.rings:
                said.append((order(heads.sayings[-1], cell), key, cell))
        key, cell = (
            min(said)[1:] if said else (self._taken_back(ring, column), self._cell_with(ring[0], column))
        )
        row = dict(self.verdicts[key].row or {})
        row |= self._place_before(key, cell) if said else {column: None}
        self.verdicts[key] = replace(self.verdicts[key], row=row)
        self.rings[key] = cell

    def _taken_back(self, ring: Sequence[Key], column: str) -> Key:
        """Return the first row of a ring about whose place a copy ever said something."""
        cell = self._cell_with(ring[0], column)
        about = [
            key for key in ring if any(cell in saying.touches for saying in self.records.history(key).sayings)
        ]
        return min(about or ring)

    def _cell_with(self, key: Key, column: str) -> str:
        cells = self.records.history(key).cells
        return next(cell for cell, fields in cells.items() if column in fields)

    def _place_before(self, key: Key, cell: str) -> dict[str, Any]:
        history = self.records.history(key)
        fields = history.cells[cell]
        places = [history.office_value(cell), part(self.verdicts[key].heads[cell].sayings[-1].base, fields)]
        for place in places:
            if isinstance(place, tuple):
                values = dict(zip(fields, place, strict=True))
                parents = self.records.parents(key, values)
                if all(
                    self._row(parent) is not None and not self._lies_in(parent, key) for parent in parents
                ):
                    return values
        return dict.fromkeys(fields)

    def _outcome(self) -> Outcome:
        rows = {
            key: verdict.row
            for key, verdict in self.verdicts.items()
            if verdict.row != self.records.history(key).now
        }
        clashes: list[Clash] = []
        disputed: dict[str, set[str]] = {}

        def wait(sayings: Iterable[Saying], cell: str) -> None:
            for saying in sayings:
                disputed.setdefault(saying.id, set()).add(cell)

        for key, verdict in self.verdicts.items():
            for cell in verdict.conflicts:
                clashes.append(Clash(ConflictKind.VALUE, key, cell))
                wait(verdict.heads[cell].sayings, cell)
            if key in self.rings:
                clashes.append(Clash(ConflictKind.RING, key, self.rings[key]))
                heads = verdict.heads.get(self.rings[key])
                wait(heads.sayings if heads is not None else (), self.rings[key])
            if verdict.contested or verdict.office_contested:
                wait(verdict.contested, EXISTENCE)
                clashes.append(Clash(ConflictKind.DELETION, key, EXISTENCE))
        frozen = {saying: frozenset(cells) for saying, cells in disputed.items()}
        ordered = tuple(sorted(clashes, key=lambda clash: (clash.key, clash.cell, clash.kind)))
        return Outcome(rows, ordered, frozen, frozenset(self.verdicts))
