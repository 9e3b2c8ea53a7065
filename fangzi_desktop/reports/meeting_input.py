"""What the papers of a meeting of the 论证 print, as facts."""

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
class PaperIndicator:
    """An indicator with its threshold of the day."""

    indicator: Indicator
    value: Decimal | None
    unit: str
    comparison: Comparison | None
    threshold: Decimal | None
    verdict: IndicatorVerdict


@dataclass(frozen=True, slots=True)
class PaperOpinion:
    """What a department says; without a kind it has not replied."""

    department: str
    kind: OpinionKind | None
    submitted_on: date | None
    is_late: bool
    words: str


@dataclass(frozen=True, slots=True)
class PaperCondition:
    """A condition with who meets it by when."""

    text: str
    unit: str
    due: date | None


@dataclass(frozen=True, slots=True)
class MeetingProject:
    """A project before the meeting. `proposed` are the conditions that departments named."""

    name: str
    investor: str
    track: str
    unit: str
    investment_yuan: int | None
    fixed_investment_yuan: int | None
    area_mu: Decimal | None
    round_no: int
    decision: ReviewDecision | None = None
    text: str = ""
    review_on: date | None = None
    conditions: tuple[PaperCondition, ...] = ()
    gates: tuple[tuple[Gate, bool | None, str], ...] = ()
    indicators: tuple[PaperIndicator, ...] = ()
    opinions: tuple[PaperOpinion, ...] = ()
    proposed: tuple[PaperCondition, ...] = ()
    problems: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """A meeting with its projects in the order of the agenda."""

    team: str
    name: str
    held_on: date
    place: str
    chair: str
    minutes_no: str
    as_of: date
    projects: tuple[MeetingProject, ...]
