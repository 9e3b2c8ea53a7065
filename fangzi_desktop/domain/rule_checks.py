"""Whether a set of permit rules can serve as a checklist; every fault is named by item and field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_rules import (
    READY,
    PermitGroup,
    PermitRule,
    PermitVariant,
    RouteLimit,
    Rules,
    Source,
    StartEvent,
    Validity,
)
from fangzi_desktop.domain.rule_words import EXTRA_FIELDS, RuleField
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.domain.terms import LimitKind, Route, Unit
from fangzi_desktop.domain.text import clean_line, clean_text

# Nobody promises or waits longer; a larger figure is a slip of the finger.
LONGEST: Mapping[Unit, int] = {Unit.WORKING_DAY: 750, Unit.CALENDAR_DAY: 1_100, Unit.MONTH: 36}
LONGEST_VALIDITY_MONTHS = 1_200
LONGEST_NAME = 100
MOST_RULES = 300
EARLIEST_DAY = date(2000, 1, 1)
FARTHEST_YEARS = 5

_CODE = re.compile(r"[A-Z][A-Z0-9_]{1,39}")


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """A fault of the rule at `place` (from 0), or of the whole set where that is None."""

    place: int | None
    where: RuleField
    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def error(self) -> UserError:
        """The fault as a refusal, to be worded like any other."""
        return UserError(self.code, **self.params)


def tidied(rule: PermitRule) -> PermitRule:
    """Return the rule with every text cleaned and without empty or repeated entries in its lists.

    Raises `UserError` ``text.forbidden`` like `clean_text`.
    """
    return replace(
        rule,
        code=clean_line(rule.code),
        name=clean_line(rule.name),
        department=clean_line(rule.department),
        start=_tidied_start(rule.start),
        statutory_note=clean_text(rule.statutory_note),
        requires=_listed(rule.requires),
        requires_extra={
            route: codes for route, given in rule.requires_extra.items() if (codes := _listed(given))
        },
        condition=clean_text(rule.condition),
        variants=tuple(
            replace(one, code=clean_line(one.code), name=clean_line(one.name)) for one in rule.variants
        ),
        materials=_listed(rule.materials),
        result=clean_text(rule.result),
        validity=_tidied_validity(rule.validity),
        sources=tuple(Source(one.kind, text) for one in rule.sources if (text := clean_line(one.text))),
        limit_by_route={
            route: RouteLimit(one.limit, _tidied_start(one.start))
            for route, one in rule.limit_by_route.items()
        },
    )


def _tidied_validity(validity: Validity | None) -> Validity | None:
    """A validity that says nothing is none."""
    if validity is None:
        return None
    tidy = replace(validity, note=clean_text(validity.note))
    return tidy if tidy != Validity(None, "") else None


def _tidied_start(start: StartEvent) -> StartEvent:
    return replace(start, words=clean_line(start.words))


def _listed(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in texts if (text := clean_line(one))))


def check_rules(rules: Sequence[PermitRule], groups: Sequence[PermitGroup] = ()) -> None:
    """Allow rules and their parallel groups as a checklist, or raise the first of its problems."""
    for problem in (*rule_problems(rules), *group_problems(rules, groups)):
        raise problem.error


def check_first_day(valid_from: date, newest: Template | None, today: date) -> None:
    """Allow the day from which a new version applies, or raise `UserError`.

    It lies in this century and at most five years ahead (``template.day_out_of_range``), and not before the
    newest version's (``template.day_before_newest``), so that the newest version is the one that applies.
    """
    latest = today.replace(year=today.year + FARTHEST_YEARS, day=min(today.day, 28))
    if not EARLIEST_DAY <= valid_from <= latest:
        raise UserError("template.day_out_of_range", earliest=EARLIEST_DAY, latest=latest)
    if newest is not None and valid_from < newest.valid_from:
        raise UserError("template.day_before_newest", version=newest.version, earliest=newest.valid_from)


def rule_problems(rules: Sequence[PermitRule]) -> tuple[RuleProblem, ...]:
    """Return every fault of a set of rules, in their order; none means that it can be a checklist."""
    return tuple(_Checker(rules).problems())


def group_problems(rules: Sequence[PermitRule], groups: Sequence[PermitGroup]) -> tuple[RuleProblem, ...]:
    """Return every fault of a checklist's parallel groups; `place` is the group's."""
    known = {rule.code for rule in rules}
    found = []
    counted = Counter(group.code for group in groups)
    for place, group in enumerate(groups):
        if not group.name or counted[group.code] > 1:
            params: dict[str, object] = {"group": group.name or group.code}
            found.append(RuleProblem(place, RuleField.NAME, "template.bad_group", params))
        for code in (*group.members, *(start.code for start in group.starts.values() if start.code)):
            if code not in known:
                params = {"group": group.name, "named": code}
                found.append(RuleProblem(place, RuleField.CODE, "template.unknown_member", params))
        for limit in group.limits.values():
            for _, code, said in _limit(limit, RuleField.LIMIT):
                found.append(RuleProblem(place, RuleField.LIMIT, code, {"item": group.name, **said}))
    return tuple(found)


class _Checker:
    """Looks at one set of rules."""

    def __init__(self, rules: Sequence[PermitRule]) -> None:
        self._given = rules
        self._rules: Rules = {rule.code: rule for rule in rules}

    def problems(self) -> Iterator[RuleProblem]:
        if not self._given:
            yield RuleProblem(None, RuleField.CODE, "template.empty")
            return
        if len(self._given) > MOST_RULES:
            yield RuleProblem(None, RuleField.CODE, "template.too_many", {"most": MOST_RULES})
            return
        counted = Counter(rule.code for rule in self._given)
        for place, rule in enumerate(self._given):
            for where, code, params in self._faults(rule, counted):
                yield RuleProblem(place, where, code, {"item": rule.name or rule.code, **params})
        yield from self._cycles()
        yield from self._milestone()

    def _faults(self, rule: PermitRule, counted: Counter[str]) -> Iterator[_Fault]:
        yield from _texts(rule, counted)
        yield from _limits(rule)
        yield from self._starts(rule)
        yield from self._prerequisites(rule)
        yield from self._alternative(rule)
        yield from _variants(rule)
        if rule.validity is not None:
            yield from _validity(rule.validity)

    def _starts(self, rule: PermitRule) -> Iterator[_Fault]:
        starts = [(RuleField.START, rule.start, [r for r in rule.routes if r not in rule.limit_by_route])]
        starts += [(RuleField.ROUTE_LIMITS, one.start, [route]) for route, one in rule.limit_by_route.items()]
        for where, start, routes in starts:
            if not start.words and (where is RuleField.ROUTE_LIMITS or _is_timed(rule)):
                yield where, "template.no_start", {}
            if start.code is None:
                continue
            other = self._rules.get(start.code)
            if other is None or start.code == rule.code:
                yield where, "template.unknown_start", {"named": start.code}
            else:
                for route in routes:
                    if route not in other.routes:
                        yield where, "template.start_off_route", {"needed": other.name, "route": route}
        for route in rule.limit_by_route:
            if route not in rule.routes:
                yield RuleField.ROUTE_LIMITS, "template.limit_off_route", {"route": route}

    def _prerequisites(self, rule: PermitRule) -> Iterator[_Fault]:
        for code in rule.requires:
            yield from self._prerequisite(rule, code, RuleField.REQUIRES, rule.routes)
        for route, codes in rule.requires_extra.items():
            where = EXTRA_FIELDS[route]
            if route not in rule.routes and codes:
                yield where, "template.prerequisites_off_route", {"route": route}
                continue
            for code in codes:
                yield from self._prerequisite(rule, code, where, (route,))

    def _prerequisite(
        self, rule: PermitRule, code: str, where: RuleField, routes: Iterable[Route]
    ) -> Iterator[_Fault]:
        needed = self._rules.get(code)
        if needed is None:
            yield where, "template.unknown_prerequisite", {"named": code}
            return
        for route in routes:
            if route not in needed.routes:
                yield where, "template.prerequisite_off_route", {"needed": needed.name, "route": route}

    def _alternative(self, rule: PermitRule) -> Iterator[_Fault]:
        if rule.alternative_to is None:
            return
        replaced = self._rules.get(rule.alternative_to)
        if replaced is None or replaced is rule or replaced.alternative_to is not None:
            yield RuleField.ALTERNATIVE_TO, "template.bad_alternative", {"named": rule.alternative_to}

    def _cycles(self) -> Iterator[RuleProblem]:
        """Name the items of a circle once, though it may be one on both routes."""
        told: set[frozenset[str]] = set()
        for route in Route:
            circle = _circle(self._rules, route)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                place = next(at for at, rule in enumerate(self._given) if rule.code == circle[0])
                names = tuple(self._rules[code].name for code in circle)
                yield RuleProblem(place, RuleField.REQUIRES, "template.cycle", {"items": names})

    def _milestone(self) -> Iterator[RuleProblem]:
        ready = self._rules.get(READY)
        if ready is None:
            yield RuleProblem(None, RuleField.CODE, "template.no_ready", {"named": READY})
            return
        place = next(at for at, rule in enumerate(self._given) if rule.code == READY)
        if ready.conditional or ready.alternative_to is not None:
            params = {"item": ready.name}
            yield RuleProblem(place, RuleField.CONDITIONAL, "template.ready_conditional", params)
        for route in Route:
            if route not in ready.routes and any(route in rule.routes for rule in self._given):
                params = {"item": ready.name, "route": route}
                yield RuleProblem(place, RuleField.ROUTES, "template.ready_off_route", params)


_Fault = tuple[RuleField, str, Mapping[str, object]]


def _texts(rule: PermitRule, counted: Counter[str]) -> Iterator[_Fault]:
    if not rule.code:
        yield RuleField.CODE, "template.no_code", {}
    elif not _CODE.fullmatch(rule.code):
        yield RuleField.CODE, "template.bad_code", {"named": rule.code}
    elif counted[rule.code] > 1:
        yield RuleField.CODE, "template.duplicate_code", {"named": rule.code}
    if not rule.name:
        yield RuleField.NAME, "template.no_name", {"item": rule.code}
    elif len(rule.name) > LONGEST_NAME:
        yield RuleField.NAME, "template.long_name", {"longest": LONGEST_NAME}
    if not rule.department:
        yield RuleField.DEPARTMENT, "template.no_department", {}
    if not rule.routes:
        yield RuleField.ROUTES, "template.no_route", {}
    if rule.conditional and not rule.condition:
        yield RuleField.CONDITION, "template.no_condition", {}


def _limits(rule: PermitRule) -> Iterator[_Fault]:
    yield from _limit(rule.limit, RuleField.LIMIT)
    yield from _limit(rule.statutory, RuleField.STATUTORY)
    yield from _limit(rule.extension, RuleField.EXTENSION)
    yield from _beside_the_law(rule.limit, rule.statutory, RuleField.LIMIT)
    for variant in rule.variants:
        yield from _limit(variant.limit, RuleField.VARIANTS)
        yield from _limit(variant.statutory, RuleField.VARIANTS)
        yield from _beside_the_law(variant.limit, variant.statutory, RuleField.VARIANTS)
    for one in rule.limit_by_route.values():
        yield from _limit(one.limit, RuleField.ROUTE_LIMITS)


def _is_timed(rule: PermitRule) -> bool:
    """Whether a limit of the rule may count from its own start event."""
    by_itself = rule.limit is not None or bool(rule.variants)
    return by_itself and any(route not in rule.limit_by_route for route in rule.routes)


def _limit(limit: Limit | None, where: RuleField) -> Iterator[_Fault]:
    if limit is None:
        return
    if limit.amount <= 0:
        yield where, "template.limit_not_positive", {"field": where}
    elif limit.amount > LONGEST[limit.unit]:
        longest = Limit(LONGEST[limit.unit], limit.unit).zh
        yield where, "template.limit_too_long", {"field": where, "limit": limit.zh, "longest": longest}


def _beside_the_law(limit: Limit | None, statutory: Limit | None, where: RuleField) -> Iterator[_Fault]:
    """A promise keeps within the law's ceiling or floor, as far as the units can be compared."""
    if limit is None or statutory is None:
        return
    if limit.kind is LimitKind.MIN and statutory.kind is LimitKind.MAX:
        # The office would have to wait at least as long as it may take at most.
        yield where, "template.limit_kinds", {"field": where}
    if limit.unit is not statutory.unit or limit.kind is not statutory.kind:
        return
    params = {"field": where, "limit": limit.zh, "statutory": statutory.zh}
    if statutory.kind is LimitKind.MIN and limit.amount < statutory.amount:
        yield where, "template.limit_below_law", params
    if statutory.kind is LimitKind.MAX and limit.amount > statutory.amount:
        yield where, "template.limit_beyond_law", params


def _variants(rule: PermitRule) -> Iterator[_Fault]:
    codes = Counter(variant.code for variant in rule.variants)
    names = Counter(variant.name for variant in rule.variants)
    for variant in rule.variants:
        if not _is_named(variant):
            yield RuleField.VARIANTS, "template.variant_unnamed", {}
        elif codes[variant.code] > 1 or names[variant.name] > 1:
            yield RuleField.VARIANTS, "template.duplicate_variant", {"variant": variant.name}


def _is_named(variant: PermitVariant) -> bool:
    return bool(variant.code and variant.name)


def _validity(validity: Validity) -> Iterator[_Fault]:
    if validity.months is not None and not 0 < validity.months <= LONGEST_VALIDITY_MONTHS:
        longest = LONGEST_VALIDITY_MONTHS
        yield RuleField.VALIDITY, "template.validity_out_of_range", {"longest": longest}
    yield from _limit(validity.renew_before, RuleField.VALIDITY)


def _circle(rules: Rules, route: Route) -> tuple[str, ...]:
    """Return the codes of a circle of prerequisites on a route, each waiting for the next; empty if none."""
    done: set[str] = set()
    for first in rules:
        path: list[str] = []
        pending: list[Iterator[str]] = []
        on_path: set[str] = set()
        following: Iterator[str] = iter((first,))
        while True:
            code = next(following, None)
            if code is None:
                if not pending:
                    break
                following = pending.pop()
                left = path.pop()
                on_path.remove(left)
                done.add(left)
            elif code in on_path:
                return tuple(path[path.index(code) :])
            elif code not in done and code in rules:
                path.append(code)
                on_path.add(code)
                pending.append(following)
                following = iter(rules[code].requires_on(route))
    return ()
