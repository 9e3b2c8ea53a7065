"""What both sides of an agreement promised: measures, due days, checks and results (mechanism §5.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fangzi_desktop.domain.deadlines import Clock, Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import CommitmentMetric, CommitmentResult, Comparison, Side
from fangzi_desktop.domain.terms import LimitKind, Milestone, Unit

# Events that an agreement lets a term run from. 签约 is the signing of the commitment's own agreement, if it
# names one, so a term "from the land contract" runs from the 出让合同.
EVENTS = (
    Milestone.AGREEMENT,
    Milestone.ESTABLISHED,
    Milestone.FOUR_CERTIFICATES,
    Milestone.PLANNED_CONTRACT_START,
    Milestone.START,
    Milestone.START_CONTRACT,
    Milestone.MAIN_COMPLETE,
    Milestone.ACCEPTED,
    Milestone.PRODUCTION,
    Milestone.FULL_CAPACITY,
    Milestone.SCALE_ENTRY,
)
# Mechanism §1.3 S9: checked every quarter unless the agreement says otherwise.
USUAL_CHECK_MONTHS = 3
_WHOLE = Decimal(100)
# Longer is a slip of the keyboard: 50 years is the longest term of a land grant.
_LONGEST = {Unit.WORKING_DAY: 5000, Unit.CALENDAR_DAY: 18300, Unit.MONTH: 600}


# A promise runs for years, so it calls by what is left and not by how much of it is used.
CALLS_BEFORE = Limit(30, Unit.CALENDAR_DAY, LimitKind.MAX)
CHECK_CALLS_BEFORE = Limit(5, Unit.WORKING_DAY, LimitKind.MAX)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a metric is held against its target; without a comparison it is fulfilled by its day."""

    side: Side
    unit: str = ""
    comparison: Comparison | None = None


_LEAST = Comparison.AT_LEAST
MEASURES: Mapping[CommitmentMetric, Measure] = {
    CommitmentMetric.FIXED_INVESTMENT: Measure(Side.ENTERPRISE, "万元", _LEAST),
    CommitmentMetric.INVESTMENT_INTENSITY: Measure(Side.ENTERPRISE, "万元/亩", _LEAST),
    CommitmentMetric.FAR: Measure(Side.ENTERPRISE, "", _LEAST),
    CommitmentMetric.TAX_PER_MU: Measure(Side.ENTERPRISE, "万元/亩", _LEAST),
    CommitmentMetric.OUTPUT_PER_ENERGY: Measure(Side.ENTERPRISE, "万元/吨标煤", _LEAST),
    CommitmentMetric.EMISSION_OUTPUT: Measure(Side.ENTERPRISE, "万元/吨", _LEAST),
    CommitmentMetric.RD_INTENSITY: Measure(Side.ENTERPRISE, "%", _LEAST),
    CommitmentMetric.START: Measure(Side.ENTERPRISE),
    CommitmentMetric.COMPLETION: Measure(Side.ENTERPRISE),
    CommitmentMetric.PRODUCTION: Measure(Side.ENTERPRISE),
    CommitmentMetric.FULL_CAPACITY: Measure(Side.ENTERPRISE),
    CommitmentMetric.OUTPUT: Measure(Side.ENTERPRISE, "万元", _LEAST),
    CommitmentMetric.SALES: Measure(Side.ENTERPRISE, "万元", _LEAST),
    CommitmentMetric.TAX: Measure(Side.ENTERPRISE, "万元", _LEAST),
    CommitmentMetric.LOCALITY: Measure(Side.ENTERPRISE),
    CommitmentMetric.NO_TRANSFER: Measure(Side.ENTERPRISE),
    CommitmentMetric.SCALE_ENTRY: Measure(Side.ENTERPRISE),
    CommitmentMetric.PERFORMANCE_BOND: Measure(Side.ENTERPRISE, "万元", _LEAST),
    CommitmentMetric.CLEARED_LAND: Measure(Side.GOVERNMENT),
    CommitmentMetric.UTILITIES: Measure(Side.GOVERNMENT),
    CommitmentMetric.ASSISTED_SERVICE: Measure(Side.GOVERNMENT),
    CommitmentMetric.ELEMENTS: Measure(Side.GOVERNMENT),
    CommitmentMetric.SUPPORT: Measure(Side.GOVERNMENT, "万元", _LEAST),
    CommitmentMetric.OTHER: Measure(Side.ENTERPRISE),
}


@dataclass(frozen=True, slots=True)
class Term:
    """When a commitment is due: on an agreed day, or a span after an event."""

    due: date | None = None
    amount: int | None = None
    unit: Unit | None = None
    event: Milestone | None = None

    @property
    def span(self) -> Limit | None:
        """The span after the event, if that is how it is due."""
        if self.amount is None or self.unit is None:
            return None
        return Limit(self.amount, self.unit)


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached; without a target the deed itself, by its day."""

    comparison: Comparison | None = None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the figures say of a commitment; `share` is the reached part of the target in whole percent."""

    result: CommitmentResult
    share: int | None = None


def check_term(term: Term) -> None:
    """Allow a term: either a day, or a whole span after an event.

    Raises `UserError`: ``commitment.no_due``, ``commitment.two_dues``, ``commitment.half_span`` and
    ``commitment.span_amount``.
    """
    parts = (term.amount, term.unit, term.event)
    spanned = any(part is not None for part in parts)
    if term.due is not None and spanned:
        raise UserError("commitment.two_dues")
    if term.due is not None:
        return
    if not spanned:
        raise UserError("commitment.no_due")
    if term.amount is None or term.unit is None or term.event is None:
        raise UserError("commitment.half_span")
    if not 1 <= term.amount <= _LONGEST[term.unit]:
        raise UserError("commitment.span_amount", longest=_LONGEST[term.unit], unit=term.unit.zh)


def check_goal(goal: Goal, unit: str) -> None:
    """Allow a goal: a comparison and its target come together, and the target is above zero.

    Raises `UserError` ``commitment.half_goal`` or ``commitment.no_target``.
    """
    if (goal.comparison is None) != (goal.target is None):
        raise UserError("commitment.half_goal")
    if goal.target is not None and goal.target <= 0:
        raise UserError("commitment.no_target", unit=unit)


def term_clock(term: Term, happened: date | None) -> Clock:
    """Return the clock of a term, whose event happened on a day or has not yet.

    An agreed day has no limit and stays where it is. A span is counted like every other: its first day is the
    one after the event, months end on the corresponding day, and an end on a rest day moves on to the next
    working day. The parties agreed on a span and not on a day, and 民法典 §§201–203 say how spans end.
    """
    event = term.event.zh if term.event is not None else "约定"
    return Clock(happened, event, term.span)


def check_clock(last_checked: date | None, signed_on: date | None, months: int | None) -> Clock | None:
    """Return the clock that runs to the next check: from the last one, before that from the signing.

    None without a check cycle, and while nothing is known to count from.
    """
    if months is None:
        return None
    limit = Limit(months, Unit.MONTH)
    if last_checked is not None:
        return Clock(last_checked, "上次履约检查", limit)
    return Clock(signed_on, "签约", limit) if signed_on is not None else None


def judge(goal: Goal, actual: Decimal | None, actual_on: date | None, due: date | None) -> Finding:
    """Say what the figures make of a commitment (达标、部分达标、未达标).

    A deed without a target is 达标 if it was done by its day. A target is 达标 when the figure reaches it in
    time; reached too late, or only in part, it is 部分达标. A ceiling (≤) is kept or not: it has no part.
    Without a due day whatever is reached is in time.
    """
    in_time = due is None or (actual_on is not None and actual_on <= due)
    if goal.comparison is None or goal.target is None:
        done = actual_on is not None and in_time
        return Finding(CommitmentResult.MET if done else CommitmentResult.UNMET)
    if actual is None:
        return Finding(CommitmentResult.UNMET)
    if goal.comparison is Comparison.AT_MOST:
        kept = actual <= goal.target
        return Finding(_reached(in_time) if kept else CommitmentResult.UNMET)
    share = int((actual / goal.target * _WHOLE).quantize(Decimal(1), ROUND_HALF_UP))
    if actual == goal.target or (goal.comparison is Comparison.AT_LEAST and actual > goal.target):
        return Finding(_reached(in_time), share)
    if actual > goal.target or actual == 0:
        return Finding(CommitmentResult.UNMET, share)
    # What falls short is never rounded up to the whole.
    return Finding(CommitmentResult.PARTIAL, min(share, 99))


def _reached(in_time: bool) -> CommitmentResult:
    return CommitmentResult.MET if in_time else CommitmentResult.PARTIAL


def check_reached(
    actual: Decimal | None,
    actual_on: date | None,
    decided: CommitmentResult | None,
    due: date | None,
    today: date,
) -> None:
    """Allow what is said to have been reached; without anything said only a missed day judges by itself.

    Raises `UserError` ``commitment.negative`` and ``commitment.nothing_reached``.
    """
    if actual is not None and actual < 0:
        raise UserError("commitment.negative")
    nothing = actual is None and actual_on is None and decided is None
    if nothing and (due is None or today <= due):
        raise UserError("commitment.nothing_reached")


def check_result(
    found: Finding, decided: CommitmentResult, actual_on: date | None, today: date, note: str, paper: str
) -> None:
    """Allow a result: another than the figures say needs a reason, 豁免 a reason and its paper.

    Raises `UserError`: ``commitment.in_future``, ``commitment.waiver_needs_paper`` and
    ``commitment.no_reason`` with what the figures say.
    """
    if actual_on is not None and actual_on > today:
        raise UserError("commitment.in_future", today=today)
    if decided is CommitmentResult.WAIVED and not (note and paper):
        raise UserError("commitment.waiver_needs_paper")
    if decided is not found.result and not note:
        raise UserError("commitment.no_reason", found=found.result, decided=decided)


@dataclass(frozen=True, slots=True)
class Tally:
    """How one side's commitments stand; `late` are open ones past their day."""

    total: int
    met: int
    partial: int
    unmet: int
    waived: int
    late: int


def tally(standings: Iterable[tuple[CommitmentResult | None, bool]]) -> Tally:
    """Count commitments given as their result and whether they are late."""
    known = tuple(standings)
    results = Counter(result for result, _ in known)
    return Tally(
        len(known),
        results[CommitmentResult.MET],
        results[CommitmentResult.PARTIAL],
        results[CommitmentResult.UNMET],
        results[CommitmentResult.WAIVED],
        sum(late for _, late in known),
    )
