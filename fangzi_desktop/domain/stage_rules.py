"""The rules of the nine stages beside time limits: thresholds, opinion days, removal, statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Comparison, Indicator, InvestLevel, Sector, WindowKind
from fangzi_desktop.domain.terms import LimitKind, Unit


class Dated(Protocol):
    """A rule with the first day on which it applies."""

    @property
    def valid_from(self) -> date: ...


R = TypeVar("R", bound=Dated)


def newest_on(rules: Iterable[R], day: date) -> R | None:
    """Return the newest of these rules that applies on `day`, or None."""
    fitting = (rule for rule in rules if rule.valid_from <= day)
    return max(fitting, key=lambda rule: rule.valid_from, default=None)


EARLIEST_DAY = date(2000, 1, 1)
FARTHEST_YEARS = 5


def check_newer(valid_from: date, present: Iterable[Dated], today: date) -> None:
    """Allow the first day of a newer version of a rule, or raise `UserError`.

    It lies in this century and at most five years ahead (``rule.day_out_of_range``), and after the first
    days of all versions there are (``rule.day_not_newer``), which stay as they were.
    """
    latest = today.replace(year=today.year + FARTHEST_YEARS, day=min(today.day, 28))
    if not EARLIEST_DAY <= valid_from <= latest:
        raise UserError("rule.day_out_of_range", earliest=EARLIEST_DAY, latest=latest)
    newest = max((one.valid_from for one in present), default=None)
    if newest is not None and valid_from <= newest:
        raise UserError("rule.day_not_newer", newest=newest)


def check_window(months: Iterable[int], day: int) -> None:
    """Allow a window's months and the day in each; raises `UserError` ``window.months`` or ``window.day``."""
    if any(not 1 <= month <= MONTHS for month in months):
        raise UserError("window.months")
    if not 1 <= day <= LONGEST_MONTH:
        raise UserError("window.day")


MONTHS, LONGEST_MONTH = 12, 31


@dataclass(frozen=True, slots=True)
class Threshold:
    """What an indicator should reach, in the indicator's own unit; it advises and never blocks."""

    indicator: Indicator
    comparison: Comparison
    value: Decimal
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class OpinionLimit:
    """Within how long a department answers when its opinion is asked for."""

    limit: Limit
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class RemovalLimit:
    """After how many months without progress a project is proposed for 剔除."""

    months: int
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class LightLimit:
    """When a late start and a lagging investment call (mechanism §9.4).

    Red is a project that stands unstarted for `start_red_months` months in a row, the planned one included.
    An investment is yellow from `yellow_points` percentage points behind the time, red above `red_points`.
    """

    start_red_months: int
    yellow_points: int
    red_points: int
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class SectorThreshold:
    """From which yearly revenue a firm is a 四上 unit; without an amount by the `criterion` alone.

    `valid_to` is the last day on which it applies, None while it has no end.
    """

    sector: Sector
    amount_yuan: int | None
    criterion: str
    valid_from: date
    valid_to: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class InvestThreshold:
    """From which planned total investment something applies to a project's entry into statistics."""

    level: InvestLevel
    amount_yuan: int
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class FilingWindow:
    """The last day for papers of one filing window: `day` of each of the `months`, or that month's last.

    Without months there is no such window. With `new_only` it takes only firms that began to produce since
    October of the year before. Without `sectors` it takes all.
    """

    kind: WindowKind
    months: tuple[int, ...]
    day: int
    new_only: bool
    sectors: frozenset[Sector]
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class StageRules:
    """Every such rule with the day it begins to apply."""

    thresholds: tuple[Threshold, ...] = ()
    opinion_limits: tuple[OpinionLimit, ...] = ()
    removal_limits: tuple[RemovalLimit, ...] = ()
    sector_thresholds: tuple[SectorThreshold, ...] = ()
    windows: tuple[FilingWindow, ...] = ()
    invest_thresholds: tuple[InvestThreshold, ...] = ()
    light_limits: tuple[LightLimit, ...] = ()

    def threshold(self, indicator: Indicator, day: date) -> Threshold | None:
        """Return the threshold of an indicator that applies on `day`, or None."""
        return newest_on((one for one in self.thresholds if one.indicator is indicator), day)

    def opinion_limit(self, day: date) -> OpinionLimit | None:
        """Return how long departments have on `day`, or None."""
        return newest_on(self.opinion_limits, day)

    def removal_limit(self, day: date) -> RemovalLimit | None:
        """Return after how long 剔除 is proposed on `day`, or None."""
        return newest_on(self.removal_limits, day)

    def light_limit(self, day: date) -> LightLimit | None:
        """Return when a late start and a lagging investment call on `day`, or None."""
        return newest_on(self.light_limits, day)

    def sector_threshold(self, sector: Sector, day: date) -> SectorThreshold | None:
        """Return the threshold of a sector that applies on `day`, or None."""
        own = (
            one
            for one in self.sector_thresholds
            if one.sector is sector and (one.valid_to is None or day <= one.valid_to)
        )
        return newest_on(own, day)

    def invest_threshold(self, level: InvestLevel, day: date) -> InvestThreshold | None:
        """Return from which investment a level applies on `day`, or None."""
        return newest_on((one for one in self.invest_thresholds if one.level is level), day)

    def windows_on(self, day: date) -> tuple[FilingWindow, ...]:
        """Return the filing windows that apply on `day`, the newest rule of each kind."""
        found = (newest_on((one for one in self.windows if one.kind is kind), day) for kind in WindowKind)
        return tuple(one for one in found if one is not None)


def stage_rules_from(
    review: Mapping[str, Any], stages: Mapping[str, Any], statistics: Mapping[str, Any]
) -> StageRules:
    """Return the rules of three seed files (`db/seed`)."""
    return StageRules(
        tuple(
            Threshold(
                Indicator(entry["indicator"]),
                Comparison(entry["comparison"]),
                Decimal(entry["value"]),
                entry["valid_from"],
                entry["source"],
            )
            for entry in review["threshold"]
        ),
        tuple(
            OpinionLimit(
                Limit(entry["amount"], Unit(entry["unit"]), LimitKind.MAX),
                entry["valid_from"],
                entry["source"],
            )
            for entry in review["opinion"]
        ),
        tuple(
            RemovalLimit(entry["months"], entry["valid_from"], entry["source"]) for entry in stages["removal"]
        ),
        tuple(
            SectorThreshold(
                Sector(entry["sector"]),
                entry.get("amount_yuan"),
                entry["criterion"],
                entry["valid_from"],
                entry.get("valid_to"),
                entry["source"],
            )
            for entry in statistics["sector"]
        ),
        tuple(
            FilingWindow(
                WindowKind(entry["kind"]),
                tuple(entry["months"]),
                entry["day"],
                entry["new_only"],
                frozenset(Sector(name) for name in entry.get("sectors", ())),
                entry["valid_from"],
                entry["source"],
            )
            for entry in statistics["window"]
        ),
        tuple(
            InvestThreshold(
                InvestLevel(entry["level"]), entry["amount_yuan"], entry["valid_from"], entry["source"]
            )
            for entry in statistics["invest"]
        ),
        tuple(
            LightLimit(
                entry["start_red_months"],
                entry["yellow_points"],
                entry["red_points"],
                entry["valid_from"],
                entry["source"],
            )
            for entry in stages["light"]
        ),
    )
