"""The life of a problem item, from 提出 through 交办, 办理 and 核实 to 销号 (mechanism §9.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import ProblemStep
from fangzi_desktop.domain.terms import ProblemState

# From which states a step may be taken, and where it leads; a listing changes no state.
_LEADS: Mapping[ProblemStep, tuple[frozenset[ProblemState], ProblemState | None]] = {
    ProblemStep.ASSIGNED: (
        frozenset({ProblemState.OPEN, ProblemState.ASSIGNED, ProblemState.IN_HAND}),
        ProblemState.ASSIGNED,
    ),
    ProblemStep.TAKEN_IN_HAND: (
        frozenset({ProblemState.OPEN, ProblemState.ASSIGNED}),
        ProblemState.IN_HAND,
    ),
    ProblemStep.CLAIMED: (
        frozenset({ProblemState.OPEN, ProblemState.ASSIGNED, ProblemState.IN_HAND}),
        ProblemState.CLAIMED,
    ),
    ProblemStep.RETURNED: (
        frozenset({ProblemState.CLAIMED, ProblemState.CLOSED}),
        ProblemState.IN_HAND,
    ),
    ProblemStep.CLOSED: (frozenset(ProblemState) - {ProblemState.CLOSED}, ProblemState.CLOSED),
    ProblemStep.LISTED: (frozenset(ProblemState) - {ProblemState.CLOSED}, None),
    ProblemStep.UNLISTED: (frozenset(ProblemState), None),
}


def may_take(step: ProblemStep, state: ProblemState) -> bool:
    """Whether a problem in this state can take the step."""
    return state in _LEADS[step][0]


def state_after(step: ProblemStep, state: ProblemState) -> ProblemState:
    """Return the state that a step leads to. Raises `UserError` ``problem.not_now``."""
    if not may_take(step, state):
        raise UserError("problem.not_now", step=step, state=state)
    return _LEADS[step][1] or state


def check_step_day(on: date, raised_on: date, last_on: date | None, today: date) -> None:
    """Allow a step's day: not before the problem was raised or its last step, and not after today.

    Raises `UserError` ``problem.step_out_of_range``.
    """
    earliest = max(raised_on, last_on) if last_on is not None else raised_on
    if not earliest <= on <= today:
        raise UserError("problem.step_out_of_range", earliest=earliest, latest=today)


def check_listing(due: date | None, listed_on: date | None, today: date) -> None:
    """Allow 挂牌督办: only what is overdue is listed, and once.

    Raises `UserError` ``problem.not_overdue`` or ``problem.listed_already``.
    """
    if listed_on is not None:
        raise UserError("problem.listed_already", on=listed_on)
    if due is None or due >= today:
        raise UserError("problem.not_overdue", due=due)
