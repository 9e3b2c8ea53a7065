"""Everything the list of commitments (履约清单) prints, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.idle_land import LandState
from fangzi_desktop.domain.payouts import PayoutState
from fangzi_desktop.domain.stage_terms import CommitmentResult, Comparison, LadderLevel, Side
from fangzi_desktop.domain.terms import Light, Milestone


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """A commitment of either side.

    `due` is its day; while its event has not happened it is None, and `waits_for` names the event. `term` is
    how long after the event it is due. `share` is the reached part of the target in whole percent.
    """

    id: str
    project_id: str
    project: str
    side: Side
    label: str
    comparison: Comparison | None = None
    target: Decimal | None = None
    unit: str = ""
    due: date | None = None
    waits_for: Milestone | None = None
    event: Milestone | None = None
    term: Limit | None = None
    light: Light = Light.GREY
    responsible_unit: str = ""
    evidence_required: str = ""
    evidence_no: str = ""
    actual: Decimal | None = None
    actual_on: date | None = None
    share: int | None = None
    result: CommitmentResult | None = None
    settled_on: date | None = None
    next_check: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment of support; `counterpart` names what the enterprise must have done first."""

    id: str
    project_id: str
    project: str
    support: str
    due: date
    amount_yuan: int
    state: PayoutState
    light: Light = Light.GREY
    counterpart: str = ""
    result: CommitmentResult | None = None
    paid_on: date | None = None
    paid_yuan: int | None = None
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class LadderLine:
    """The rung that presses about a matter; `about` is empty where it is about the agreement as a whole."""

    id: str
    project_id: str
    project: str
    level: LadderLevel
    issued_on: date
    light: Light = Light.GREY
    about: str = ""
    due: date | None = None
    document_no: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LandLine:
    """Land that was not built on as agreed; `idle_from` is the day past which it counts as idle."""

    project_id: str
    project: str
    state: LandState
    agreed: date | None = None
    idle_from: date | None = None
    fee_yuan: int | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CommitmentsInput:
    """What both sides owe each other on a day."""

    team: str
    title: str
    as_of: date
    promises: tuple[PromiseLine, ...] = ()
    payments: tuple[PaymentLine, ...] = ()
    ladder: tuple[LadderLine, ...] = ()
    land: tuple[LandLine, ...] = ()
