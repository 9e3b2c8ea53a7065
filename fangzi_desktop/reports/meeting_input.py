"""What the papers of a review meeting print, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.stage_terms import (
    Comparison,
    Indicator,
    IndicatorVerdict,
    OpinionKind,
    ReviewDecision,
)
from fangzi_desktop.domain.terms import Gate


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """An indicator with its threshold, in its own unit."""

    indicator: Indicator
    value: Decimal | None
    unit: str
    comparison: Comparison | None
    threshold: Decimal | None
    verdict: IndicatorVerdict


@dataclass(frozen=True, slots=True)
class OpinionFact:
    """What a department says; no kind while it has not replied."""

    department: str
    kind: OpinionKind | None
    text: str
    conditions: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class ConditionFact:
    """A condition of a conditional pass, with who meets it by when."""

    text: str
    responsible_unit: str
    due: date | None


@dataclass(frozen=True, slots=True)
class GateFact:
    """One of the three gates; None while nobody has judged it."""

    gate: Gate
    passed: bool | None
    note: str


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """A project before the meeting. Money in whole yuan, area in 亩; no decision while there is none."""

    name: str
    investor: str
    responsible_unit: str
    investment_yuan: int | None
    fixed_investment_yuan: int | None
    area_mu: Decimal | None
    output_yuan: int | None
    round_no: int
    indicators: tuple[IndicatorFact, ...] = ()
    gates: tuple[GateFact, ...] = ()
    opinions: tuple[OpinionFact, ...] = ()
    elements: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    decision: ReviewDecision | None = None
    text: str = ""
    review_on: date | None = None
    conditions: tuple[ConditionFact, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """A meeting with what is before it, in order."""

    team: str
    name: str
    held_on: date
    minutes_no: str
    place: str
    chair: str
    printed_on: date
    items: tuple[MeetingItem, ...]
