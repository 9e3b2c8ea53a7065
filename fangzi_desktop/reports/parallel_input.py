"""What the chart of a project's permits (并联审批图) prints, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.terms import PermitPhase
from fangzi_desktop.reports.desk_input import ChecklistInput, ChecklistItem, GroupFact, Piece


@dataclass(frozen=True, slots=True)
class ChartPhase:
    """The heading of a phase, with how many of its items are done of those that are needed."""

    phase: PermitPhase
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class ChartGroup:
    """A parallel group over its items: its limit, the item whose single limit that is, and its bar."""

    fact: GroupFact
    limit: Limit | None = None
    longest: str = ""
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartLine:
    """An item with its number on the chart; `needs` are the numbers of the items that come before it."""

    number: int
    item: ChecklistItem
    needs: tuple[int, ...] = ()


ChartRow = ChartPhase | ChartGroup | ChartLine


@dataclass(frozen=True, slots=True)
class ChartInput:
    """The chart of one checklist: its rows in the order of the procedure, what is not needed left out.

    `rests` are the spans of rest days of the time it shows, both ends included; none where the time is so
    long that nobody could tell them apart.
    """

    checklist: ChecklistInput
    rows: tuple[ChartRow, ...] = ()
    rests: tuple[tuple[date, date], ...] = ()

    @property
    def not_needed(self) -> int:
        """How many items of the checklist the project does not need."""
        return len(self.checklist.items) - sum(isinstance(row, ChartLine) for row in self.rows)
