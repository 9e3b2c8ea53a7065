"""The phases of a project (一期、二期), each with area, money and dates, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Milestone

# What a phase has days of its own for, in the order in which they come about.
PHASE_DATES = (
    Milestone.PLANNED_START,
    Milestone.START,
    Milestone.PLANNED_COMPLETION,
    Milestone.COMPLETED,
    Milestone.PLANNED_PRODUCTION,
    Milestone.PRODUCTION,
)
_FIRST = frozenset({Milestone.PLANNED_START, Milestone.START})
_WAN = 10_000
_MU_PER_HECTARE = 15

N = TypeVar("N", int, Decimal)


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase. Money in whole yuan, area in 亩; None where nobody has said."""

    id: str
    name: str
    area_mu: Decimal | None = None
    investment_yuan: int | None = None
    fixed_investment_yuan: int | None = None
    dates: Mapping[Milestone, PartialDate] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a project as a whole is said to have, or its phases come to."""

    area_mu: Decimal | None
    investment_yuan: int | None
    fixed_investment_yuan: int | None


@dataclass(frozen=True, slots=True)
class RollUp:
    """What the phases come to, and what is left of the project's totals beside them.

    A sum is None while no phase has the figure; `is_partial` tells that some phase lacks it. A rest is the
    project's figure less the sum, negative where the phases exceed it, None where either is unknown.
    `dates` holds a date only when every phase has it: the earliest start, the latest of the others.
    """

    total: Totals
    rest: Totals
    is_partial: bool
    dates: Mapping[Milestone, PartialDate]


def intensity(investment_yuan: int | None, area_mu: Decimal | None) -> Decimal | None:
    """Return 投资强度 in 万元/亩, to one decimal, half up (mechanism §2.2); None without money or land."""
    if investment_yuan is None or not area_mu:
        return None
    return (Decimal(investment_yuan) / _WAN / area_mu).quantize(Decimal("0.1"), ROUND_HALF_UP)


def hectares(area_mu: Decimal | None) -> Decimal | None:
    """Return an area in 公顷, to one decimal, half up."""
    if area_mu is None:
        return None
    return (area_mu / _MU_PER_HECTARE).quantize(Decimal("0.1"), ROUND_HALF_UP)


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return a part of a whole in %, to one decimal, half up."""
    if part is None or not whole:
        return None
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def roll_up(phases: Iterable[Phase], project: Totals) -> RollUp:
    """Add phases up and hold them against their project."""
    all_of_them = tuple(phases)
    areas = [one.area_mu for one in all_of_them]
    money = [one.investment_yuan for one in all_of_them]
    fixed = [one.fixed_investment_yuan for one in all_of_them]
    total = Totals(_sum(areas), _sum(money), _sum(fixed))
    rest = Totals(
        _rest(project.area_mu, total.area_mu),
        _rest(project.investment_yuan, total.investment_yuan),
        _rest(project.fixed_investment_yuan, total.fixed_investment_yuan),
    )
    return RollUp(total, rest, any(None in column for column in (areas, money)), _dates(all_of_them))


def check_phase(area_mu: Decimal | None, *amounts: int | None) -> None:
    """Allow a phase's figures. Raises ``phase.area_not_positive`` or ``phase.negative_money``."""
    if area_mu is not None and area_mu <= 0:
        raise UserError("phase.area_not_positive")
    if any(amount is not None and amount < 0 for amount in amounts):
        raise UserError("phase.negative_money")


def check_phase_dates(dates: Mapping[Milestone, PartialDate], today: date) -> None:
    """Allow the dates of a phase.

    What happened is not later than today (``milestone.in_future``), and nothing is finished before it was
    begun (``phase.dates``); plans are compared among themselves.
    """
    for kind, when in dates.items():
        if not kind.is_plan and when.first_day > today:
            raise UserError("milestone.in_future", kind=kind.zh, today=today)
    for chain in (
        (Milestone.START, Milestone.COMPLETED),
        (Milestone.START, Milestone.PRODUCTION),
        (Milestone.PLANNED_START, Milestone.PLANNED_COMPLETION),
        (Milestone.PLANNED_START, Milestone.PLANNED_PRODUCTION),
    ):
        first, last = (dates.get(kind) for kind in chain)
        if first is not None and last is not None and last.last_day < first.first_day:
            raise UserError("phase.dates", first=chain[0], last=chain[1])


def _sum(values: Iterable[N | None]) -> N | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    total = known[0]
    for value in known[1:]:
        total += value
    return total


def _rest(whole: N | None, part: N | None) -> N | None:
    return whole - part if whole is not None and part is not None else None


def _dates(phases: tuple[Phase, ...]) -> dict[Milestone, PartialDate]:
    found = {}
    for kind in PHASE_DATES:
        own = [one.dates[kind] for one in phases if kind in one.dates]
        if own and kind in _FIRST:
            found[kind] = min(own)
        elif own and len(own) == len(phases):
            found[kind] = max(own)
    return found
