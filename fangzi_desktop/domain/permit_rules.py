"""The permit checklist as rules: what each item is, needs and is limited by, and who says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.terms import LimitKind, PermitPhase, Route, Term, Unit

# The milestone that closes the checklist; nobody applies for it, it follows from the other items.
READY = "START_READY"
# 立项 is the decision of the filing, or of the approval that stands in for it.
FILING = "FILING"
APPROVAL = "APPROVAL"


class Basis(Term):
    """Who set an item's limit."""

    MECHANISM = "mechanism", "机制规定"
    LAW = "law", "法律法规"
    PUBLIC = "public", "公开标准"
    DEFAULT = "default", "默认值"


class SourceKind(Term):
    """How well a rule's source is known."""

    MECHANISM = "mechanism", "机制规定"
    PUBLIC = "public", "公开资料"
    GENERAL = "general", "一般做法（未核实）"


class StartMoment(Term):
    """The moment in an item's life that starts a clock."""

    ACCEPTED = "accepted", "受理"
    DECIDED = "decided", "办结"


@dataclass(frozen=True, slots=True)
class StartEvent:
    """What starts an item's clock: its own acceptance, or (with `code`) a moment in another item's life.

    `words` name the event for the reader. An item whose clock starts with a notice or a contract records
    that day as its acceptance.
    """

    words: str
    code: str | None = None
    moment: StartMoment = StartMoment.ACCEPTED


@dataclass(frozen=True, slots=True)
class RouteLimit:
    """A limit that differs by route, with the event it counts from."""

    limit: Limit
    start: StartEvent


@dataclass(frozen=True, slots=True)
class PermitVariant:
    """A kind of one item (报告书, 报告表 …) with limits of its own."""

    code: str
    name: str
    limit: Limit
    statutory: Limit | None = None


class ValidityEnd(Term):
    """What ends the care for a result's validity."""

    START = "start", "开工"
    NEVER = "never", "期满前延续"


@dataclass(frozen=True, slots=True)
class Validity:
    """How long the result stays valid; `months` is None when the paper itself says it.

    With `ends_with` START it must last until construction begins; else it is renewed, `renew_before` its end.
    `from_delivery` counts from the day the paper was received. A `is_term` is a term of use with no clock.
    """

    months: int | None
    note: str
    ends_with: ValidityEnd = ValidityEnd.NEVER
    renew_before: Limit | None = None
    from_delivery: bool = False
    is_term: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from."""

    kind: SourceKind
    text: str


@dataclass(frozen=True, slots=True)
class PermitRule:
    """One item of the checklist as a rule.

    `limit` is what the office promises, `statutory` the law's ceiling or floor over the same span. `requires`
    holds on every route, `requires_extra` adds to it on one. `extension` is by how much the law lets the
    statutory limit be extended in all, None where nothing is known. What has `rounds` can fail and begin anew
    (流拍).
    """

    code: str
    name: str
    department: str
    phase: PermitPhase
    routes: tuple[Route, ...]
    limit: Limit | None
    basis: Basis
    start: StartEvent
    statutory: Limit | None = None
    statutory_note: str = ""
    requires: tuple[str, ...] = ()
    requires_extra: Mapping[Route, tuple[str, ...]] = field(default_factory=dict)
    conditional: bool = False
    condition: str = ""
    regional_eval: bool = False
    alternative_to: str | None = None
    variants: tuple[PermitVariant, ...] = ()
    materials: tuple[str, ...] = ()
    result: str = ""
    validity: Validity | None = None
    certificate: bool = False
    rounds: bool = False
    extension: Limit | None = None
    sources: tuple[Source, ...] = ()
    limit_by_route: Mapping[Route, RouteLimit] = field(default_factory=dict)

    @property
    def automatic(self) -> bool:
        """Whether the item is a milestone the program works out itself."""
        return self.code == READY

    def requires_on(self, route: Route) -> tuple[str, ...]:
        """Return the prerequisites on a route, before any alternative is chosen."""
        return self.requires + self.requires_extra.get(route, ())

    def limit_on(self, route: Route, variant: str | None = None) -> Limit | None:
        """Return the promised limit on a route, that of the variant if the item has one."""
        if route in self.limit_by_route:
            return self.limit_by_route[route].limit
        chosen = self._variant(variant)
        return chosen.limit if chosen else self.limit

    def statutory_for(self, variant: str | None = None) -> Limit | None:
        """Return the law's limit, that of the variant if the item has one."""
        chosen = self._variant(variant)
        return chosen.statutory if chosen else self.statutory

    def start_on(self, route: Route) -> StartEvent:
        """Return what starts the clock on a route."""
        return self.limit_by_route[route].start if route in self.limit_by_route else self.start

    def needs_acceptance(self, route: Route) -> bool:
        """Whether the item cannot be decided before a day of acceptance is recorded."""
        return self.limit_on(route) is not None and self.start_on(route).code is None

    def _variant(self, code: str | None) -> PermitVariant | None:
        return next((variant for variant in self.variants if variant.code == code), None)


Rules = Mapping[str, PermitRule]


@dataclass(frozen=True, slots=True)
class PermitGroup:
    """Items that are handled in parallel from one event on (mechanism §3.4).

    Its limit is its own where it has one, else the longest single limit of its members, never their sum.
    """

    code: str
    name: str
    members: tuple[str, ...]
    starts: Mapping[Route, StartEvent]
    limits: Mapping[Route, Limit] = field(default_factory=dict)
    source: str = ""


def groups_from(seed: Mapping[str, Any]) -> tuple[PermitGroup, ...]:
    """Return the parallel groups of a checklist file (`db/seed/permits.toml`), in its order."""
    return tuple(_group(entry) for entry in seed.get("group", ()))


def groups_to_json(groups: tuple[PermitGroup, ...]) -> str:
    """Write the groups of a checklist as JSON; `groups_from_json` reads them back."""
    return json.dumps([asdict(group) for group in groups], ensure_ascii=False)


def groups_from_json(text: str) -> tuple[PermitGroup, ...]:
    """Read groups that `groups_to_json` wrote."""
    return tuple(_group(entry) for entry in json.loads(text))


def _group(data: Mapping[str, Any]) -> PermitGroup:
    return PermitGroup(
        data["code"],
        data["name"],
        tuple(data["members"]),
        {Route(route): _start(entry) for route, entry in data["starts"].items()},
        {Route(route): _some_limit(entry) for route, entry in data.get("limits", {}).items()},
        data.get("source", ""),
    )


def rules_from(seed: Mapping[str, Any]) -> tuple[PermitRule, ...]:
    """Return the rules of a checklist file (`db/seed/permits.toml`), in its order."""
    return tuple(_rule(entry) for entry in seed["item"])


def rule_to_json(rule: PermitRule) -> str:
    """Write a rule as JSON; `rule_from_json` reads it back."""
    return json.dumps(asdict(rule), ensure_ascii=False)


def rule_from_json(text: str) -> PermitRule:
    """Read a rule that `rule_to_json` wrote."""
    return _rule(json.loads(text))


def _rule(data: Mapping[str, Any]) -> PermitRule:
    return PermitRule(
        code=data["code"],
        name=data["name"],
        department=data["department"],
        phase=PermitPhase(data["phase"]),
        routes=tuple(Route(route) for route in data["routes"]),
        limit=_limit(data.get("limit")),
        basis=Basis(data["basis"]),
        start=_start(data["start"]),
        statutory=_limit(data.get("statutory")),
        statutory_note=data.get("statutory_note", ""),
        requires=tuple(data["requires"]),
        requires_extra={
            Route(route): tuple(codes) for route, codes in data.get("requires_extra", {}).items()
        },
        conditional=data.get("conditional", False),
        condition=data.get("condition", ""),
        regional_eval=data.get("regional_eval", False),
        alternative_to=data.get("alternative_to"),
        variants=tuple(_variant(entry) for entry in data.get("variants", ())),
        materials=tuple(data["materials"]),
        result=data["result"],
        validity=_validity(data.get("validity")),
        certificate=data.get("certificate", False),
        rounds=data.get("rounds", False),
        extension=_limit(data.get("extension")),
        sources=tuple(Source(SourceKind(entry["kind"]), entry["text"]) for entry in data["sources"]),
        limit_by_route={
            Route(route): _route_limit(entry) for route, entry in data.get("limit_by_route", {}).items()
        },
    )


def _limit(data: Mapping[str, Any] | None) -> Limit | None:
    return None if data is None else _some_limit(data)


def _some_limit(data: Mapping[str, Any]) -> Limit:
    return Limit(data["amount"], Unit(data["unit"]), LimitKind(data.get("kind", LimitKind.MAX)))


def _start(data: Mapping[str, Any]) -> StartEvent:
    moment = StartMoment(data.get("moment", StartMoment.ACCEPTED))
    return StartEvent(data["words"], data.get("code"), moment)


def _variant(data: Mapping[str, Any]) -> PermitVariant:
    return PermitVariant(
        data["code"], data["name"], _some_limit(data["limit"]), _limit(data.get("statutory"))
    )


def _validity(data: Mapping[str, Any] | None) -> Validity | None:
    if data is None:
        return None
    return Validity(
        data.get("months"),
        data["note"],
        ValidityEnd(data.get("ends_with", ValidityEnd.NEVER)),
        _limit(data.get("renew_before")),
        data.get("from_delivery", False),
        data.get("is_term", False),
    )


def _route_limit(data: Mapping[str, Any]) -> RouteLimit:
    return RouteLimit(_some_limit(data["limit"]), _start(data["start"]))
