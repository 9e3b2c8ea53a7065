"""Everything the list of entries into statistics (纳统升规清单) prints, as facts.

What an enterprise reported stands apart and is never added up or worked out (统计法 §§7, 40).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.stage_terms import (
    InvestLevel,
    ReportedMetric,
    ReportedUnit,
    Sector,
    StatsKind,
    StatsMaterial,
    StatsState,
    WindowKind,
)
from fangzi_desktop.domain.stats_windows import Window
from fangzi_desktop.domain.terms import Light


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of one project.

    `window` is what its papers are due for, `following` the first one from today on where that is another.
    `since` is the start by statistics or the production, `reached` the month the threshold was reached in.
    """

    id: str
    project_id: str
    project: str
    kind: StatsKind
    state: StatsState
    light: Light = Light.GREY
    sector: Sector | None = None
    since: PartialDate | None = None
    reached: PartialDate | None = None
    investment_yuan: int | None = None
    form_name: str = ""
    reviews: tuple[InvestLevel, ...] = ()
    window: Window | None = None
    following: Window | None = None
    papers_there: int = 0
    papers_needed: int = 0
    missing: tuple[StatsMaterial, ...] = ()
    findings: tuple[str, ...] = ()
    returned_on: date | None = None
    returned_for: str = ""
    filed_on: date | None = None
    entered: PartialDate | None = None
    statistical_code: str = ""


@dataclass(frozen=True, slots=True)
class ReportedValue:
    """A figure as the enterprise reported it, in its own unit, and the paper it was read from."""

    project_id: str
    project: str
    metric: ReportedMetric
    month: PartialDate
    value: Decimal
    unit: ReportedUnit
    source: str
    noted_on: date
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class LevelLine:
    """From which amount something applies, since when, until when, and who says so."""

    name: InvestLevel | Sector
    amount_yuan: int | None
    criterion: str
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, slots=True)
class WindowLine:
    """The rule of a filing window: the last day in each of the months."""

    kind: WindowKind
    months: tuple[int, ...]
    day: int
    new_only: bool
    valid_from: date
    source: str


@dataclass(frozen=True, slots=True)
class StatisticsInput:
    """The entries on a day, what enterprises reported, and the rules that apply on it."""

    team: str
    title: str
    as_of: date
    entries: tuple[EntryLine, ...] = ()
    reported: tuple[ReportedValue, ...] = ()
    levels: tuple[LevelLine, ...] = ()
    windows: tuple[WindowLine, ...] = ()
