"""The limits and permit rules that apply on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from fangzi_desktop.domain.alert_rules import AlertRules
from fangzi_desktop.domain.assessment_rules import AssessmentRules
from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.permit_rules import PermitRule, Rules
from fangzi_desktop.domain.stage_rules import StageRules
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.domain.terms import LimitKind, Route, Stage, Unit


@dataclass(frozen=True, slots=True)
class StageLimit:
    """How long a stage may take, for clocks that start on `valid_from` or later; `route` None means both.

    `warn` is how long after the start it turns yellow, None for the usual rule.
    """

    stage: Stage
    route: Route | None
    limit: Limit
    start_event: str
    valid_from: date
    source: str = ""
    warn: Limit | None = None


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
    """Every limit and rule with the day it begins to apply; a clock keeps the limit of the day it started.

    A project's permit rules are those its own items name (`rules_for`), never those of the newest version.
    """

    stage_limits: tuple[StageLimit, ...]
    templates: tuple[Template, ...]
    idle_limits: tuple[IdleLimit, ...] = ()
    stages: StageRules = field(default_factory=StageRules)
    alerts: AlertRules = field(default_factory=AlertRules)
    assessment: AssessmentRules = field(default_factory=AssessmentRules)

    @cached_property
    def by_rule_id(self) -> Mapping[str, PermitRule]:
        """The permit rules of every version by the id that an item names."""
        return {template.rule_ids[rule.code]: rule for template in self.templates for rule in template.rules}

    @cached_property
    def by_template_id(self) -> Mapping[str, Template]:
        """The versions of the checklist by their id."""
        return {template.id: template for template in self.templates}

    def template_on(self, day: date) -> Template:
        """Return the version a checklist begun on `day` follows: the newest that applies, else the first.

        Raises `UserError` ``template.none`` if the team has no version at all.
        """
        if not self.templates:
            raise UserError("template.none")
        fitting = [template for template in self.templates if template.valid_from <= day]
        if not fitting:
            return min(self.templates, key=lambda template: template.order)
        return max(fitting, key=lambda template: template.order)

    def template_of(self, template_id: str | None) -> Template:
        """Return the version that a project names; one that names none follows the oldest."""
        known = self.by_template_id.get(template_id or "")
        return known or min(self.templates, key=lambda template: template.order)

    def rules_for(self, items: Iterable[ItemFacts], day: date) -> Rules:
        """Return the rules of a project's items by code, each from the version that its item follows.

        Of a code that occurs under several versions the newest one's rule counts. Without any item the
        rules are those a checklist begun on `day` would follow.
        """
        own = {item.rule_id: item.code for item in items}
        if not own:
            return self.template_on(day).by_code if self.templates else {}
        newest_last = sorted(own, key=lambda rule_id: self._rule_order[rule_id])
        return {own[rule_id]: self.by_rule_id[rule_id] for rule_id in newest_last}

    @cached_property
    def _rule_order(self) -> Mapping[str, tuple[date, int]]:
        return {rule_id: one.order for one in self.templates for rule_id in one.rule_ids.values()}

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
            _limit(entry["warn"]) if "warn" in entry else None,
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
