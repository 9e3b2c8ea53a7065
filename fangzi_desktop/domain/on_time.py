"""How many of the decided permit items were decided in time (按期办结率)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

# A rate of fewer items says nothing about a department, and it is not ranked by it.
LEAST_RANKED = 5


@dataclass(frozen=True, slots=True)
class OnTime:
    """How many items were `decided`, how many of them had a limit (`timed`), and how many kept it."""

    decided: int = 0
    timed: int = 0
    kept: int = 0

    @property
    def percent(self) -> float | None:
        """The share of the timed items that kept their limit, in percent; None without any."""
        return 100 * self.kept / self.timed if self.timed else None

    @property
    def is_ranked(self) -> bool:
        """Whether there are enough items with a limit to be ranked by."""
        return self.timed >= LEAST_RANKED


def on_time(decisions: Iterable[tuple[date, date | None]]) -> OnTime:
    """Count decisions, each with its day and its last day in time; None where no limit ran."""
    decided = timed = kept = 0
    for decided_on, due in decisions:
        decided += 1
        if due is not None:
            timed += 1
            kept += decided_on <= due
    return OnTime(decided, timed, kept)


def ranked(by_department: Mapping[str, OnTime]) -> list[tuple[int | None, str, OnTime]]:
    """Return the departments by their rate, each with its place; equal rates share a place.

    Those with too few items follow without a place, the busiest first.
    """
    enough = [(name, one) for name, one in by_department.items() if one.is_ranked]
    enough.sort(key=lambda pair: (-(pair[1].percent or 0), -pair[1].timed, pair[0]))
    few = [(name, one) for name, one in by_department.items() if not one.is_ranked]
    few.sort(key=lambda pair: (-pair[1].decided, pair[0]))
    rates = [one.percent for _, one in enough]
    return [(rates.index(one.percent) + 1, name, one) for name, one in enough] + [
        (None, name, one) for name, one in few
    ]
