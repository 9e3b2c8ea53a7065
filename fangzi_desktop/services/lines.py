"""The clocks that 今日 lists, in their order; after an act only those of the changed projects are counted."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from fangzi_desktop.domain.alerts import urgency
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.reminders import Reminder

_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN)
# Where more than this part of all come at once, sorting is cheaper than finding the place of each.
_MOST = 8


class Counts(NamedTuple):
    """How many of the clocks are what the properties of `Today` say."""

    overdue: int = 0
    due_soon: int = 0
    overlong: int = 0
    fell_due: int = 0
    told: int = 0


class Move(NamedTuple):
    """Which reminders have left a list and which have come to it; one that reads otherwise has done both."""

    gone: list[Reminder]
    come: list[Reminder]


@dataclass(frozen=True, slots=True)
class Lines:
    """Clocks, worst first, with their counts. `own` are those of each project that has any."""

    ordered: tuple[Reminder, ...] = ()
    counts: Counts = field(default_factory=Counts)
    own: Mapping[str, tuple[Reminder, ...]] = field(default_factory=dict, repr=False, compare=False)

    def moved(self, move: Move) -> Lines:
        """Return the list without what has gone and with what has come."""
        gone, come = move
        if len(come) * _MOST > len(self.ordered):
            leaving = {one.id for one in gone}
            return line_up([*(one for one in self.ordered if one.id not in leaving), *come])
        ordered = list(self.ordered)
        for one in gone:
            del ordered[place_among(ordered, one)]
        for one in come:
            insort(ordered, one, key=worst_first)
        own = dict(self.own)
        counts = self.counts
        for key in {one.project_id for one in (*gone, *come)}:
            before = own.pop(key, ())
            after = _exchanged(before, move, key)
            if after:
                own[key] = after
            # A project that stands too long counts once; all of its clocks are counted here.
            counts = Counts(
                *(a - b + c for a, b, c in zip(counts, count_lines(before), count_lines(after), strict=True))
            )
        return Lines(tuple(ordered), counts, own)

    def since(self, before: Lines) -> Move:
        """Return by what this list differs from another of which it was made."""
        move = Move([], [])
        for key in before.own.keys() - self.own.keys():
            move.gone.extend(before.own[key])
        for key, now in self.own.items():
            was = before.own.get(key, ())
            if was is not now:
                exchange = difference(was, now)
                move.gone.extend(exchange.gone)
                move.come.extend(exchange.come)
        return move


def line_up(lines: Iterable[Reminder]) -> Lines:
    """Put clocks in any order into their order."""
    ordered = _in_order(lines)
    own: dict[str, list[Reminder]] = {}
    for one in ordered:
        own.setdefault(one.project_id, []).append(one)
    by_project = {key: tuple(found) for key, found in own.items()}
    return Lines(tuple(ordered), count_lines(ordered), by_project)


def difference(before: Collection[Reminder], after: Iterable[Reminder]) -> Move:
    """Return what must leave and come for the one to become the other; what reads the same stays."""
    if not before:
        return Move([], [*after])
    known, wanted = {one.id: one for one in before}, {one.id: one for one in after}
    staying = {key for key, one in wanted.items() if key in known and _reads_same(one, known[key])}
    return Move(
        [one for key, one in known.items() if key not in staying],
        [one for key, one in wanted.items() if key not in staying],
    )


def worst_first(line: Reminder) -> tuple[int, date, str, str]:
    """The sort key of clocks: no two have the same."""
    return (*urgency(line.light, line.due, line.project), line.id)


def place_among(ordered: list[Reminder], one: Reminder) -> int:
    """Return where a clock stands, or would stand, among clocks in their order."""
    return bisect_left(ordered, worst_first(one), key=worst_first)


def count_lines(lines: Iterable[Reminder]) -> Counts:
    """Count all at once: of thousands every pass is to be felt."""
    overdue = due_soon = fell_due = told = 0
    overlong = set()
    for line in lines:
        if line.light is Light.RED:
            overdue += 1
            fell_due += line.fell_due
            told += line.is_told
            if line.is_overlong:
                overlong.add(line.project_id)
        elif line.is_due_soon:
            due_soon += 1
    return Counts(overdue, due_soon, len(overlong), fell_due, told)


def _exchanged(before: Collection[Reminder], move: Move, project: str) -> tuple[Reminder, ...]:
    leaving = {one.id for one in move.gone if one.project_id == project}
    return (
        *(one for one in before if one.id not in leaving),
        *(one for one in move.come if one.project_id == project),
    )


def _reads_same(one: Reminder, other: Reminder) -> bool:
    return one is other or (one == other and one.row == other.row)


def _in_order(lines: Iterable[Reminder]) -> list[Reminder]:
    """Put clocks worst first, as `worst_first` does, without a key for each of thousands."""
    found = sorted(lines, key=attrgetter("id"))
    found.sort(key=attrgetter("project"))
    found.sort(key=attrgetter("due"))
    return [line for light in _LIGHTS for line in found if line.light is light]
