"""Building: its nodes, its three starts and four ends, its months and its standstills (mechanism §1.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.lights import BuildingFacts, MonthFacts
from fangzi_desktop.domain.stage_terms import NodeKind
from fangzi_desktop.domain.terms import LimitKind, Milestone, Unit
from fangzi_desktop.domain.workdays import month_end

# Three different beginnings and what the ledger simply calls 开工; four different ends (mechanism §12.9).
START_DATES = (
    Milestone.START,
    Milestone.START_LEGAL,
    Milestone.START_STATISTICAL,
    Milestone.START_CONTRACT,
)
END_DATES = (Milestone.COMPLETED, Milestone.ACCEPTED, Milestone.PRODUCTION, Milestone.FULL_CAPACITY)
STARTS = frozenset(START_DATES)
ENDS = frozenset(END_DATES)

# What was planned or agreed for each of them.
PLANS: Mapping[Milestone, Milestone] = {
    Milestone.START: Milestone.PLANNED_START,
    Milestone.START_CONTRACT: Milestone.PLANNED_CONTRACT_START,
    Milestone.COMPLETED: Milestone.PLANNED_COMPLETION,
    Milestone.PRODUCTION: Milestone.PLANNED_PRODUCTION,
    Milestone.FULL_CAPACITY: Milestone.PLANNED_FULL_CAPACITY,
}

# Reached, these nodes of the whole project are milestones: one fact is kept in one place.
SHARED: Mapping[NodeKind, Milestone] = {
    NodeKind.TOPPED_OUT: Milestone.TOPPED_OUT,
    NodeKind.MAIN_COMPLETE: Milestone.MAIN_COMPLETE,
}

# What cannot come after what; everything else overlaps on a building site.
_NEVER_AFTER = (
    (NodeKind.ENTRY, NodeKind.FOUNDATION),
    (NodeKind.ENTRY, NodeKind.STRUCTURE),
    (NodeKind.ENTRY, NodeKind.TOPPED_OUT),
    (NodeKind.ENTRY, NodeKind.MAIN_COMPLETE),
    (NodeKind.FOUNDATION, NodeKind.TOPPED_OUT),
    (NodeKind.FOUNDATION, NodeKind.MAIN_COMPLETE),
    (NodeKind.STRUCTURE, NodeKind.MAIN_COMPLETE),
    (NodeKind.TOPPED_OUT, NodeKind.MAIN_COMPLETE),
    (NodeKind.EQUIPMENT, NodeKind.INSTALLATION),
)

# 建筑法 §10: reported within a month of stopping; after a full year the permit is checked before resuming.
REPORT_LIMIT = Limit(1, Unit.MONTH, LimitKind.MAX)
RECHECK_MONTHS = 12


def building_of(
    planned_start: PartialDate | None,
    reached: Collection[Milestone],
    annual_plan_yuan: int | None,
    months: Iterable[MonthFacts],
    *,
    is_excused: bool,
) -> BuildingFacts:
    """Return what the lights of 开工 and 投资进度 depend on, with the milestones that are dated at all."""
    return BuildingFacts(
        planned_start,
        not STARTS.isdisjoint(reached),
        not ENDS.isdisjoint(reached),
        annual_plan_yuan,
        tuple(months),
        is_excused,
    )


def check_nodes(reached: Mapping[NodeKind, PartialDate], today: date) -> None:
    """Allow the days on which nodes of one project, or of one part, were reached.

    A date known only to the month is given the benefit of the doubt. Raises `UserError` ``node.in_future``
    or ``node.order``.
    """
    for kind, when in reached.items():
        if when.first_day > today:
            raise UserError("node.in_future", kind=kind.zh, today=today)
    for earlier, later in _NEVER_AFTER:
        first, then = reached.get(earlier), reached.get(later)
        if first is not None and then is not None and then.last_day < first.first_day:
            raise UserError("node.order", earlier=earlier.zh, earlier_on=first, later=later.zh, later_on=then)


def deviation(planned_on: date | None, actual: PartialDate | None) -> int | None:
    """Return by how many calendar days a node was late (negative: early); None unless both days are known."""
    if planned_on is None or actual is None or not actual.is_day:
        return None
    return (actual.as_date() - planned_on).days


def check_month(planned_yuan: int | None, completed_yuan: int | None, month: str, today: date) -> None:
    """Allow what is said of a month (``2026-05``).

    Raises `UserError` ``month.missing``, ``month.empty``, ``month.negative``, or ``month.in_future`` for
    something done in a month that has not come.
    """
    if not month:
        raise UserError("month.missing")
    if planned_yuan is None and completed_yuan is None:
        raise UserError("month.empty", month=PartialDate.from_code(month))
    if (planned_yuan or 0) < 0 or (completed_yuan or 0) < 0:
        raise UserError("month.negative", month=PartialDate.from_code(month))
    if completed_yuan is not None and month > f"{today:%Y-%m}":
        raise UserError("month.in_future", month=PartialDate.from_code(month))


def check_months_once(months: Iterable[str]) -> None:
    """Allow months that are named once each. Raises `UserError` ``month.twice``."""
    seen: set[str] = set()
    for month in months:
        if month in seen:
            raise UserError("month.twice", month=PartialDate.from_code(month))
        seen.add(month)


def recheck_due(first: date) -> date:
    """Return the day from which a standstill since `first` needs the permit checked before it ends."""
    return month_end(first, RECHECK_MONTHS)


def check_standstill(
    first: date, last: date | None, others: Iterable[tuple[date, date | None]], today: date
) -> None:
    """Allow the days of a standstill, `last` included; the others are those of the same project.

    Raises `UserError` ``stoppage.in_future``, ``stoppage.backwards`` or ``stoppage.overlap``.
    """
    if first > today or (last is not None and last > today):
        raise UserError("stoppage.in_future", today=today)
    if last is not None and last < first:
        raise UserError("stoppage.backwards", first=first, last=last)
    for begun, ended in others:
        if (ended is None or first <= ended) and (last is None or begun <= last):
            raise UserError("stoppage.overlap", first=begun)


def check_resumption(first: date, resumed_on: date, rechecked_on: date | None) -> None:
    """Allow building to go on again.

    Raises `UserError` ``stoppage.not_rechecked`` after a full year without a check of the permit.
    """
    if resumed_on >= recheck_due(first) and (rechecked_on is None or rechecked_on > resumed_on):
        raise UserError("stoppage.not_rechecked", first=first)


def check_noted(noted_on: date, first: date, today: date) -> None:
    """Allow the day of a report or a check. Raises `UserError` ``stoppage.noted_out_of_range``."""
    if not first <= noted_on <= today:
        raise UserError("stoppage.noted_out_of_range", earliest=first, latest=today)


def stood_days(first: date, last: date | None, today: date) -> int:
    """Return how many calendar days a standstill has lasted, both ends included."""
    return ((last or today) - first + timedelta(days=1)).days
