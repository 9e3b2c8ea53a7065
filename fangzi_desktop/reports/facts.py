"""Facts that the weekly report and the monthly bulletin both print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.stage_terms import ReviewDecision, StatsKind, StatsState, WindowKind
from fangzi_desktop.domain.terms import Light


@dataclass(frozen=True, slots=True)
class DecidedItem:
    """A decided permit item; `due` is None where no limit ran for it."""

    project_id: str
    project: str
    item_id: str
    item: str
    department: str
    on: date
    due: date | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A decision of the 论证: the batch is the meeting, where one is recorded."""

    round_id: str
    project_id: str
    project: str
    round_no: int
    batch: str
    decision: ReviewDecision
    decided_on: date
    minutes_no: str


@dataclass(frozen=True, slots=True)
class EntryDue:
    """An entry into statistics that papers are due for; `missing` are the papers that are not there.

    `findings` are records that do not agree, `left_days` the calendar days to the last day, below zero when
    it was missed.
    """

    entry_id: str
    project_id: str
    project: str
    kind: StatsKind
    state: StatsState
    window: WindowKind
    due: date
    left_days: int
    light: Light
    missing: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invested:
    """A project's investment in a year: its plan and what the months recorded; None where nothing is.

    `month_yuan` is what the month told of recorded.
    """

    project_id: str
    project: str
    locality: str
    total_yuan: int | None = None
    plan_yuan: int | None = None
    year_yuan: int | None = None
    month_yuan: int | None = None
