"""Lives of an office and its copies, with a memory of its own of who wrote what and what he had seen.

What somebody wrote must never be lost: it holds, or somebody wrote over it or deleted the row having seen it,
or it waits for a person. `Life.lost` tells it from what the desks did, without asking the merge.
"""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from fangzi_desktop.domain.merge_rows import Clash
from fangzi_desktop.domain.merge_terms import ConflictKind
from fangzi_desktop.domain.sayings import EXISTENCE, Key, Values
from tests.copies import COLUMNS, Desk, Handed, parents_of

T = TypeVar("T")

GONE: Final = "gone"
KEPT: Final = "kept"
NAMES = ("1", "2", "3")
MOST_COPIES = 5


class Picks:
    """A number that is used up by choices, so that a small number means the first of everything."""

    def __init__(self, number: int) -> None:
        self.left = number

    def below(self, count: int) -> int:
        self.left, chosen = divmod(self.left, count)
        return chosen

    def one_of(self, things: Sequence[T]) -> T:
        return things[self.below(len(things))]


@dataclass(frozen=True)
class Event:
    """That somebody wrote a cell, deleted a row or decided to keep it; `seen` holds the events he knew of.

    `base` is the row as the copy got it and `got` the events that were in what it got; `is_office` tells that
    nobody got anything along. A deletion `ended` what waited for a person in some cells of the row.
    """

    key: Key
    cell: str
    said: Any
    seen: int
    is_office: bool
    base: Values | None
    got: int
    ended: frozenset[str]


@dataclass
class Life:
    """An office, its copies, what came back of them so far, and everything that was ever written."""

    office: Desk = field(default_factory=lambda: Desk("office"))
    copies: list[Desk] = field(default_factory=list)
    bases: dict[str, dict[Key, Values]] = field(default_factory=dict)
    returns: list[tuple[Handed, int]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    knows: dict[str, int] = field(default_factory=lambda: {"office": 0})
    got: dict[str, int] = field(default_factory=lambda: {"office": 0})
    inverse: dict[str, dict[Key, Values | None]] = field(default_factory=dict)

    # What people do

    def desk(self, number: int) -> Desk:
        """One of the desks; the office is the first."""
        return [self.office, *self.copies][number % (len(self.copies) + 1)]

    def add(self, desk: Desk, picks: Picks) -> None:
        """Add a row under a name that others may give, too, or under one of its own."""
        table = picks.one_of(("note", "part", "project", "part"))
        name = picks.one_of((*NAMES, f"{desk.name}{desk.act}"))
        key = (table, f"{table[0]}{name}")
        if key in desk.rows:
            return
        row: dict[str, Any] = {"id": key[1]}
        if table == "project":
            row |= {"name": picks.one_of("abc"), "amount": picks.below(2), "unit": picks.one_of("wy")}
        else:
            above = self._keys(desk, "part" if table == "note" else "project")
            if not above:
                return
            parent = picks.one_of(above)[1]
            if table == "part":
                row |= {"project": parent, "within": None, "size": picks.one_of((1, None, 2))}
            else:
                row |= {"part": parent, "text": picks.one_of(("a", "", "b"))}
        self.do(desk, {key: row})

    def edit(self, desk: Desk, picks: Picks) -> None:
        """Change a field, or one in each of two rows at once."""
        changes: dict[Key, Values | None] = {}
        for _ in range(1 + picks.below(2)):
            if desk.rows:
                key = picks.one_of(sorted(desk.rows))
                column = picks.one_of(
                    {"project": ["name", "amount", "unit"], "part": ["size"]}.get(key[0], ["text"])
                )
                changes[key] = desk.rows[key] | {column: picks.one_of(VALUES[column])}
        self.do(desk, changes)

    def move(self, desk: Desk, picks: Picks) -> None:
        """Let a row belong to another."""
        movable = self._keys(desk, "part") + self._keys(desk, "note")
        if not movable:
            return
        key = picks.one_of(movable)
        column, table = (
            picks.one_of((("within", "part"), ("project", "project")))
            if key[0] == "part"
            else ("part", "part")
        )
        places: list[Any] = [name for _, name in self._keys(desk, table)]
        place = picks.one_of([None, *places] if column == "within" else places)
        if column == "within" and makes_ring(desk, key, place):
            return
        self.do(desk, {key: desk.rows[key] | {column: place}})

    def remove(self, desk: Desk, picks: Picks) -> None:
        """Delete a row with what belongs to it; of a part, what lies within it may stay."""
        if not desk.rows:
            return
        key = picks.one_of(sorted(desk.rows))
        changes: dict[Key, Values | None] = {}
        if key[0] == "part" and picks.below(2):
            inner = [other for other in self._keys(desk, "part") if desk.rows[other]["within"] == key[1]]
            changes |= {other: desk.rows[other] | {"within": None} for other in inner}
            changes |= {note: None for note in self._keys(desk, "note") if desk.rows[note]["part"] == key[1]}
            changes[key] = None
        else:
            changes |= dict.fromkeys(desk.family(key))
        if picks.below(4) == 3:
            changes |= dict.fromkeys(desk.family(picks.one_of(sorted(desk.rows))))
        self.do(desk, changes)

    def undo(self, desk: Desk) -> None:
        """Undo the newest act of a desk, or what undid it."""
        self.do(desk, dict(self.inverse.pop(desk.name, {})))

    def hand_out(self) -> None:
        """Give a copy out; whoever works on it sees what holds, not what waits for a person."""
        if len(self.copies) < MOST_COPIES:
            site = self.office.hand_out(f"site{len(self.copies)}")
            self.copies.append(site)
            self.bases[site.name] = copy.deepcopy(self.office.rows)
            got = self._without_waiting(self.knows["office"])
            self.knows[site.name] = self.got[site.name] = got

    def clone(self, number: int) -> None:
        """Copy a copy."""
        if 0 < len(self.copies) < MOST_COPIES:
            site = self.copies[number % len(self.copies)]
            twin = site.clone(f"site{len(self.copies)}")
            self.copies.append(twin)
            self.bases[twin.name], self.got[twin.name] = self.bases[site.name], self.got[site.name]
            self.knows[twin.name] = self.knows[site.name]

    def hand_back(self, number: int) -> None:
        """Let a copy write a return that may be taken much later."""
        if self.copies:
            site = self.copies[number % len(self.copies)]
            self.returns.append((site.hand_back(), self.knows[site.name]))

    def take(self, number: int) -> None:
        """Take a return that was written before, or what a copy says now."""
        news = [(site.hand_back(), self.knows[site.name]) for site in self.copies]
        both = news + self.returns
        if both:
            handed, known = both[number % len(both)]
            self.take_in(handed, known)

    def take_in(self, handed: Handed, known: int) -> None:
        """Take a return."""
        self.office.take(handed)
        self.knows["office"] |= known
        self.inverse.pop("office", None)

    def decide(self, picks: Picks) -> None:
        """Decide one of the conflicts as a person could."""
        if not self.office.open:
            return
        clash = picks.one_of(sorted(self.office.open, key=lambda each: (each.key, each.cell, each.kind)))
        before = copy.deepcopy(self.office.rows)
        if clash.kind is ConflictKind.DELETION:
            self._decide_deletion(clash, stays=picks.below(2) == 0)
        elif clash.key in before:
            self._decide_value(clash, picks)

    def _decide_value(self, clash: Clash, picks: Picks) -> None:
        fields = COLUMNS[clash.key[0]][clash.cell]
        row = self.office.rows[clash.key]
        heads = [said.value for said in self.office.heads(clash).sayings if said.value is not None]
        chosen = picks.one_of([row, *heads])
        values = tuple(chosen[name] for name in fields)
        if len(fields) == 1 and fields[0] in VALUES and picks.below(3) == 2:
            values = (picks.one_of(VALUES[fields[0]]),)
        named = parents_of(clash.key, dict(zip(fields, values, strict=True)))
        if any(parent not in self.office.rows for parent in named):
            return
        if clash.cell == "within" and makes_ring(self.office, clash.key, values[0]):
            return
        seen = self.knows["office"]
        self.office.decide(clash, values)
        self.inverse.pop("office", None)
        self._note(self.office, [(clash.key, clash.cell, values)], seen)

    def _decide_deletion(self, clash: Clash, *, stays: bool) -> None:
        before, seen = copy.deepcopy(self.office.rows), self.knows["office"]
        waited = set(self.office.open)
        family = self.office.family(clash.key, owned=not stays)
        if not stays:
            waited |= {Clash(ConflictKind.DELETION, key, EXISTENCE) for key in family}
        self.office.decide(clash, () if stays else None)
        self.inverse.pop("office", None)
        rows = self.office.rows
        assert rows.keys() == (before.keys() if stays else before.keys() - family)
        self._note(self.office, [(key, EXISTENCE, KEPT if stays else GONE) for key in family], seen, waited)
        loose = [key for key, row in rows.items() if row != before[key]]
        assert all(rows[key] == before[key] | {"within": None} for key in loose)
        self._note(self.office, [(key, "within", (None,)) for key in loose], self._without_waiting(seen))

    @staticmethod
    def _keys(desk: Desk, table: str) -> list[Key]:
        return sorted(key for key in desk.rows if key[0] == table)

    def do(self, desk: Desk, changes: dict[Key, Values | None]) -> None:
        before, seen, waited = desk.rows.copy(), self.knows[desk.name], set(desk.open)
        if desk is self.office:
            # Who only writes in a row does not decide what waits about it.
            seen = self._without_waiting(seen)
        self.inverse[desk.name] = {key: before.get(key) for key in changes}
        desk.do(changes)
        gone = [key for key, row in changes.items() if row is None and key in before]
        self._note(desk, [(key, EXISTENCE, GONE) for key in gone], self.knows[desk.name], waited)
        written = [
            (key, cell, part_of(row, fields))
            for key, row in changes.items()
            if row is not None
            for cell, fields in COLUMNS[key[0]].items()
            if part_of(before.get(key), fields) != part_of(row, fields)
        ]
        fresh = [said for said in written if said[0] not in before]
        self._note(desk, fresh, self.knows[desk.name])
        self._note(desk, [said for said in written if said[0] in before], seen)

    # What is remembered of it

    def _note(
        self,
        desk: Desk,
        said: Sequence[tuple[Key, str, Any]],
        seen: int,
        waited: Collection[Clash] = (),
    ) -> None:
        bases = self.bases.get(desk.name)
        for key, cell, what in said:
            base = None if bases is None else bases.get(key)
            ended = frozenset(clash.cell for clash in waited if clash.key == key)
            self.knows[desk.name] |= 1 << len(self.events)
            self.events.append(Event(key, cell, what, seen, bases is None, base, self.got[desk.name], ended))

    def known(self, mask: int) -> list[tuple[int, Event]]:
        """The events of a set, with their numbers."""
        return [(number, event) for number, event in enumerate(self.events) if mask >> number & 1]

    def _without_waiting(self, mask: int) -> int:
        """Leave out of a set what waits for a person in the office and does not hold there."""
        for clash in self.office.open:
            about = [
                pair for pair in self.known(mask) if pair[1].key == clash.key and pair[1].cell == clash.cell
            ]
            held = part_of(self.office.rows.get(clash.key), COLUMNS[clash.key[0]].get(clash.cell, ()))
            for number, event in about:
                if event.is_office and clash.cell != EXISTENCE:
                    continue
                if event.said != held and not any(other.seen >> number & 1 for _, other in about):
                    mask &= ~(1 << number)
        return mask

    def lost(self, office: Desk, mask: int) -> Iterator[Event]:
        """Yield what was said and is neither so, nor written over knowingly, nor waiting for a person."""
        known = self.known(mask)
        for number, event in known:
            later = [other for _, other in known if other.key == event.key and other.seen >> number & 1]
            if event.said == KEPT:
                continue
            is_kept = self._deletion_is_kept if event.said == GONE else self._value_is_kept
            if not is_kept(office, event, later, known, number):
                yield event

    def needless(self, office: Desk, mask: int) -> Iterator[Clash]:
        """Yield the conflicts in which everybody knew what the others had said, or nobody deleted a thing."""
        known = self.known(mask)
        for clash in office.open:
            about = [(number, event) for number, event in known if event.key == clash.key]
            if clash.kind is ConflictKind.DELETION:
                if not any(event.said == GONE for _, event in about):
                    yield clash
            elif clash.kind is ConflictKind.VALUE:
                said = [(number, event) for number, event in about if event.cell == clash.cell]
                if not any(
                    number != place and not one.seen >> place & 1 and not other.seen >> number & 1
                    for number, one in said
                    for place, other in said
                ):
                    yield clash

    @staticmethod
    def _deletion_is_kept(
        office: Desk, event: Event, later: list[Event], known: list[tuple[int, Event]], number: int
    ) -> bool:
        if (
            event.base is None
            and not event.is_office
            and any(
                other.key == event.key and other.said != GONE and not event.seen >> place & 1
                for place, other in known
            )
        ):
            return True  # The copy took away what it had added; somebody else had added or kept it.
        return (
            event.key not in office.rows
            or any(other.said != GONE for other in later)
            or Clash(ConflictKind.DELETION, event.key, EXISTENCE) in office.open
        )

    @staticmethod
    def _value_is_kept(
        office: Desk, event: Event, later: list[Event], known: list[tuple[int, Event]], number: int
    ) -> bool:
        fields = COLUMNS[event.key[0]][event.cell]
        row = office.rows.get(event.key)
        if part_of(row, fields) == event.said:
            return True
        if any(other.cell == event.cell for other in later):
            return True
        deletions = [other for other in later if other.said == GONE]
        if deletions and (row is None or any(event.cell in other.ended for other in deletions)):
            return True
        if any(not other.is_office and not other.got >> number & 1 for other in deletions):
            return True  # What a copy wrote itself before it deleted the row is said by its deletion.
        if not event.is_office and same(event.said, part_of(event.base, fields)):
            return True  # It went back to what it had got.
        if (event.is_office or deletions) and any(
            same(event.said, part_of(other.base, fields))
            for _, other in known
            if not other.is_office
            and other.key == event.key
            and (other.cell == event.cell or other.said == GONE)
            and not other.seen >> number & 1
        ):
            return True  # It is what another had got who wrote something else.
        named = parents_of(event.key, dict(zip(fields, event.said, strict=True)))
        if any(
            other.said == GONE
            and other.key in named
            and (other.key not in office.rows or EXISTENCE in other.ended)
            and other.seen >> number & 1
            for _, other in known
        ):
            return True  # What it belonged to was deleted by somebody who knew.
        return event.said in waiting(office, event.key, event.cell)


VALUES: Final[dict[str, Sequence[Any]]] = {
    "name": "abcd",
    "amount": (0, 1, 2),
    "unit": "wyz",
    "size": (1, 2, 3, None),
    "text": ("a", "b", "c", ""),
}


def part_of(row: Values | None, fields: Sequence[str]) -> tuple[Any, ...] | None:
    """Return the fields of a row that make a cell."""
    return None if row is None else tuple(row[name] for name in fields)


def same(one: tuple[Any, ...] | None, other: tuple[Any, ...] | None) -> bool:
    """Whether two values are the same; what is not there is empty."""
    if one is None or other is None:
        return all(item in (None, "") for item in one or ()) and all(
            item in (None, "") for item in other or ()
        )
    return one == other


def waiting(office: Desk, key: Key, cell: str) -> list[tuple[Any, ...]]:
    """Return what a person sees as said about a cell that waits for him."""
    fields = COLUMNS[key[0]][cell]
    found: list[tuple[Any, ...]] = []
    for clash in office.open:
        if (clash.key, clash.cell) == (key, cell):
            heads = office.heads(clash)
            found += [tuple((said.value or {}).get(name) for name in fields) for said in heads.sayings]
    return found


def makes_ring(desk: Desk, key: Key, place: str | None) -> bool:
    """Whether a part would lie within itself if it lay within another."""
    seen = {key[1]}
    while place is not None:
        if place in seen:
            return True
        seen.add(place)
        place = desk.rows["part", place]["within"]
    return False


def check(desk: Desk) -> None:
    """See that every row names only rows that are there, and that nothing lies within itself."""
    for key, row in desk.rows.items():
        missing = [parent for parent in parents_of(key, row) if parent not in desk.rows]
        assert not missing, (key, missing)
        if key[0] == "part":
            assert not makes_ring(desk, key, row["within"]), key


def check_end(life: Life, orders: Sequence[Sequence[int]]) -> None:
    """Take everything that copies say in several orders: it ends the same, twice is once, nothing is lost.

    An order lists numbers of returns, each number once.
    """
    everything = [(site.hand_back(), life.knows[site.name]) for site in life.copies] + life.returns
    mask = life.knows["office"]
    for _, known in everything:
        mask |= known
    ends: list[Desk] = []
    for order in orders:
        end = life.office.clone("office")
        for number in order:
            end.take(everything[number][0])
            check(end)
            before = copy.deepcopy(end.rows), set(end.open), end.act
            assert end.take(everything[number][0]) is None
            assert (end.rows, end.open, end.act) == before
        assert list(life.lost(end, mask)) == []
        assert list(life.needless(end, mask)) == []
        ends.append(end)
    for end in ends[1:]:
        assert end.rows == ends[0].rows
        assert end.open == ends[0].open
