"""The rows of the list, kept by groups: what comes or goes is told as the few rows that change."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from fangzi_desktop.services.lines import Move, place_among, worst_first
from fangzi_desktop.services.today import Reminder
from fangzi_desktop.ui.today.groups import Grouping, Head, Row, group_of, head_of


class Splice(NamedTuple):
    """From row `at` on so many rows give way to others; of several each is counted after the one before."""

    at: int
    gone: int
    come: Sequence[Row]


class Rows:
    """Reminders under the heads of their groups, the group with the worst one first.

    Named groups come by their worst reminder as well, the one without a name last. Of a folded group only the
    head is a row, and a list without groups has no heads.
    """

    def __init__(self, lines: Iterable[Reminder], grouping: Grouping, folded: Collection[str] = ()) -> None:
        """Take reminders that are in their order."""
        self._grouping = grouping
        self._folded = folded
        self._groups: dict[str, list[Reminder]] = {}
        groups, key_of = self._groups, group_of(grouping)
        for line in lines:
            groups.setdefault(key_of(line), []).append(line)
        # By difference afterwards: a group may have thousands of reminders.
        self._lights = {key: Counter(map(attrgetter("light"), own)) for key, own in groups.items()}
        self._order = sorted(groups, key="".__eq__)
        self._heads = {key: self._made_head(key) for key in self._order}
        # How many rows each group has; there may be thousands of groups before the one that changes.
        self._sizes = {key: self._size(key) for key in self._order}

    @property
    def count(self) -> int:
        """How many reminders there are, those of folded groups included."""
        return sum(map(len, self._groups.values()))

    def all(self) -> list[Row]:
        """Return every row."""
        return [row for key in self._order for row in self._rows_of(key)]

    def move(self, move: Move) -> Iterator[Splice]:
        """Let reminders go and come; the rows stand as told after each step.

        Only for clocks in the order of `worst_first`.
        """
        gone, come = move
        touched = dict.fromkeys(map(group_of(self._grouping), (*gone, *come)))
        for one in gone:
            yield from self._take_out(one)
        for one in come:
            yield from self._put_in(one)
        for key in touched:
            if key in self._heads and (head := self._made_head(key)) != self._heads[key]:
                self._heads[key] = head
                if head is not None:
                    yield Splice(self._start(key), 1, [head])
        yield from self._line_up(touched)

    def place(self, row: Row) -> int:
        """Return where a reminder or the head of a group stands; -1 if it is none of the rows."""
        key = row.key if isinstance(row, Head) else group_of(self._grouping)(row)
        if key not in self._groups:
            return -1
        if isinstance(row, Head):
            return self._start(key)
        own, within = self._groups[key], place_among(self._groups[key], row)
        is_there = key not in self._folded and within < len(own) and own[within].id == row.id
        return self._start(key) + self._headroom + within if is_there else -1

    @property
    def _headroom(self) -> int:
        return 0 if self._grouping is Grouping.NONE else 1

    def _made_head(self, key: str) -> Head | None:
        if self._grouping is Grouping.NONE:
            return None
        own, lights = self._groups[key], self._lights[key]
        return head_of(self._grouping, key, own, lights, is_folded=key in self._folded)

    def _rows_of(self, key: str) -> list[Row]:
        head = self._heads[key]
        own = () if key in self._folded else self._groups[key]
        return [*own] if head is None else [head, *own]

    def _size(self, key: str) -> int:
        return self._headroom + (0 if key in self._folded else len(self._groups[key]))

    def _start(self, key: str) -> int:
        return sum(map(self._sizes.__getitem__, self._order[: self._order.index(key)]))

    def _take_out(self, one: Reminder) -> Iterator[Splice]:
        key = group_of(self._grouping)(one)
        group, at = self._groups[key], self._start(key)
        within = place_among(group, one)
        if len(group) == 1:
            self._order.remove(key)
            del self._groups[key], self._heads[key], self._lights[key]
            yield Splice(at, self._sizes.pop(key), [])
            return
        del group[within]
        self._lights[key][one.light] -= 1
        if key not in self._folded:
            self._sizes[key] -= 1
            yield Splice(at + self._headroom + within, 1, [])

    def _put_in(self, one: Reminder) -> Iterator[Splice]:
        """Put a reminder into its group; a new one gets its rows when the groups are lined up."""
        key = group_of(self._grouping)(one)
        group = self._groups.setdefault(key, [])
        within = place_among(group, one)
        group.insert(within, one)
        self._lights.setdefault(key, Counter())[one.light] += 1
        if key in self._heads and key not in self._folded:
            self._sizes[key] += 1
            yield Splice(self._start(key) + self._headroom + within, 0, [one])

    def _line_up(self, touched: Iterable[str]) -> Iterator[Splice]:
        """Put the groups of which the worst reminder may be another one where they belong now."""
        moving = {key for key in touched if key in self._groups}
        wanted = [key for key in self._order if key not in moving]
        for key in moving:
            wanted.insert(bisect_left(wanted, self._rank(key), key=self._rank), key)
        if wanted == self._order:
            return
        for key in [key for key in self._order if key in moving]:
            at = self._start(key)
            self._order.remove(key)
            yield Splice(at, self._sizes[key], [])
        for at, key in enumerate(wanted):
            if key in moving:
                self._order.insert(at, key)
                self._heads[key] = self._made_head(key)
                self._sizes[key] = self._size(key)
                yield Splice(self._start(key), 0, self._rows_of(key))

    def _rank(self, key: str) -> tuple[object, ...]:
        # What no name is written for stands last, except where nothing has one.
        return (key == "", *worst_first(self._groups[key][0]))
