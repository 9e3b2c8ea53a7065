"""The limits and permit rules that apply on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.permits import PermitGroup, PermitRule
from fangzi_desktop.domain.terms import LimitKind, Route, Stage, Unit


@dataclass(frozen=True, slots=True)
class StageLimit:
    """How long a stage may take, for clocks that start on `valid_from` or later; `route` None means both."""

    stage: Stage
    route: Route | None
    limit: Limit
    start_event: str
    valid_from: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class IdleLimit:
    """After how many calendar days without any record a project is called silent; `stage` None means any."""

    stage: Stage | None
    calendar_days: int
    valid_from: date
    source: str = ""


# Not slotted: a cached property needs the instance's own dictionary.
@dataclass(frozen=True)
class RuleBook:
    """Every limit and rule with the day it begins to apply; a clock keeps the limit of the day it started."""

    stage_limits: tuple[StageLimit, ...]
    permit_rules: tuple[PermitRule, ...]
    idle_limits: tuple[IdleLimit, ...] = ()
    groups: tuple[PermitGroup, ...] = ()

    @cached_property
    def by_code(self) -> Mapping[str, PermitRule]:
        """The permit rules by their code."""
        return {rule.code: rule for rule in self.permit_rules}

    def stage_limit(self, stage: Stage, route: Route | None, day: date) -> StageLimit | None:
        """Return the newest limit of a stage that applies on `day`, or None.

        Of two that begin on the same day the one made for the route goes before the general one.
        """
        fitting = (
            one
            for one in self.stage_limits
            if one.stage is stage and one.route in (None, route) and one.valid_from <= day
        )
        return max(fitting, key=lambda one: (one.valid_from, one.route is not None), default=None)

    def idle_limit(self, stage: Stage, day: date) -> IdleLimit | None:
        """Return the newest idle limit of a stage that applies on `day`, its own before the general one."""
        fitting = (one for one in self.idle_limits if one.stage in (None, stage) and one.valid_from <= day)
        return max(fitting, key=lambda one: (one.stage is not None, one.valid_from), default=None)


def stage_limits_from(seed: Mapping[str, Any]) -> tuple[StageLimit, ...]:
    """Return the stage limits of a stage file (`db/seed/stages.toml`)."""
    return tuple(
        StageLimit(
            Stage(entry["stage"]),
            Route(entry["route"]) if "route" in entry else None,
            _limit(entry),
            entry["start_event"],
            entry["valid_from"],
            entry["source"],
        )
        for entry in seed["limit"]
    )


def idle_limits_from(seed: Mapping[str, Any]) -> tuple[IdleLimit, ...]:
    """Return the idle limits of a stage file (`db/seed/stages.toml`)."""
    return tuple(
        IdleLimit(
            Stage(entry["stage"]) if "stage" in entry else None,
            entry["calendar_days"],
            entry["valid_from"],
            entry["source"],
        )
        for entry in seed["idle"]
    )


def _limit(entry: Mapping[str, Any]) -> Limit:
    return Limit(entry["amount"], Unit(entry["unit"]), LimitKind(entry.get("kind", LimitKind.MAX)))
