"""The ladder of what follows a broken commitment: 提醒→约谈→催告→书面履约决定→追缴→解除 (mechanism §5.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import LadderLevel, Side

LEVELS = tuple(LadderLevel)
# Mechanism §5.3: a reminder asks for an answer within 30 calendar days.
REMINDER_DAYS = 30
# 最高法行政协议规定 §24: only who was urged in writing and still does not perform may be held to it.
_NEED_DEMAND = frozenset({LadderLevel.DECISION, LadderLevel.CLAWBACK, LadderLevel.RESCISSION})


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung that was taken; `commitment_id` is None where it is about the agreement as a whole."""

    id: str
    level: LadderLevel
    issued_on: date
    due: date | None
    settled_on: date | None
    commitment_id: str | None

    @property
    def is_open(self) -> bool:
        """Whether what it asked for is still outstanding."""
        return self.settled_on is None


def usual_due(level: LadderLevel, issued_on: date) -> date | None:
    """Return the day that a rung usually gives, or None where its paper must say."""
    return issued_on + timedelta(days=REMINDER_DAYS) if level is LadderLevel.REMINDER else None


def check_rung(
    level: LadderLevel,
    issued_on: date,
    due: date | None,
    before: Iterable[Rung],
    side: Side | None,
    today: date,
) -> None:
    """Allow a rung above the open ones about the same matter (`before`).

    `side` is whose commitment was broken, None for the agreement as a whole. Raises `UserError`:
    ``ladder.own_breach`` (the ladder is for the enterprise), ``ladder.in_future``, ``ladder.due_before``,
    ``ladder.no_reminder``, ``ladder.demand_without_due``, ``ladder.no_demand`` and, while a demand's own term
    still runs, ``ladder.demand_running``.
    """
    if side is Side.GOVERNMENT:
        raise UserError("ladder.own_breach")
    if issued_on > today:
        raise UserError("ladder.in_future", today=today)
    if due is not None and due < issued_on:
        raise UserError("ladder.due_before", issued=issued_on)
    standing = [one for one in before if one.is_open and one.issued_on <= issued_on]
    if level is LadderLevel.INTERVIEW and not standing:
        raise UserError("ladder.no_reminder")
    if level is LadderLevel.DEMAND and due is None:
        raise UserError("ladder.demand_without_due")
    if level in _NEED_DEMAND:
        demands = [one for one in standing if one.level is LadderLevel.DEMAND]
        if not demands:
            raise UserError("ladder.no_demand", level=level)
        running = max(one.due or one.issued_on for one in demands)
        if issued_on <= running:
            raise UserError("ladder.demand_running", level=level, due=running)


def check_removal(rung: Rung, others: Iterable[Rung]) -> None:
    """Allow a wrongly recorded rung to go, unless a higher one about the same matter rests on it.

    Raises `UserError` ``ladder.rests_on_it``.
    """
    above = [one for one in others if _is_higher(one, rung)]
    if above:
        raise UserError("ladder.rests_on_it", level=above[0].level)


def check_settlement(rung: Rung, on: date, today: date) -> None:
    """Allow the day on which what a rung asked for was done. Raises `UserError` ``ladder.settled_range``."""
    if not rung.issued_on <= on <= today:
        raise UserError("ladder.settled_range", earliest=rung.issued_on, latest=today)


def same_matter(rungs: Iterable[Rung], commitment_id: str | None) -> list[Rung]:
    """Return the rungs about a commitment: its own, and those about the agreement as a whole."""
    return [one for one in rungs if one.commitment_id in (commitment_id, None)]


def current(rungs: Iterable[Rung]) -> LadderLevel | None:
    """Return the highest level that is still open, or None while everything is well (正常)."""
    return max((one.level for one in rungs if one.is_open), key=LEVELS.index, default=None)


def pressing(rungs: Iterable[Rung]) -> list[Rung]:
    """Return the open rungs that no higher open one about the same commitment has taken the place of."""
    known = [one for one in rungs if one.is_open]
    return [one for one in known if not any(_is_higher(other, one) for other in known)]


def _is_higher(other: Rung, than: Rung) -> bool:
    if other.id == than.id or other.commitment_id != than.commitment_id or not other.is_open:
        return False
    return (LEVELS.index(other.level), other.issued_on) > (LEVELS.index(than.level), than.issued_on)
