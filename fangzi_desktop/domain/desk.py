"""What lies on the departments' desks: which permit items they have in hand, and which could come to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import ProjectFacts, title_of
from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.permit_items import ItemFacts, Items, as_items
from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.permits import stand_ins
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import Applicability, PermitState, Route

# A department acts on these; what is prepared still lies with the applicant.
IN_HAND = frozenset(
    {
        PermitState.APPLIED,
        PermitState.CORRECTING,
        PermitState.ACCEPTED,
        PermitState.IN_PROGRESS,
        PermitState.SUSPENDED,
    }
)
# A tuple, because the hash of a term is worked out in Python and this is asked of every item there is.
_UNBEGUN = (PermitState.NOT_STARTED, PermitState.PREPARING)
_SETTLED = (PermitState.DECIDED, *_UNBEGUN)
_DECIDED = PermitState.DECIDED
_NOT_APPLICABLE = Applicability.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A permit item that a department has in hand, or that could be handed in to it now.

    `undecided` tells that nobody has said yet whether the project needs it. `notified_on` is the day on which
    the department said what the application lacks, while that is not made good. `stopped_since` is the first
    day of what holds an item in hand up, be it its own suspension or the project's.
    """

    id: str
    department: str
    code: str
    title: str
    state: PermitState
    undecided: bool
    applied_on: date | None
    accepted_on: date | None
    notified_on: date | None
    stopped_since: date | None


def desk_items(facts: ProjectFacts, rules: Mapping[str, PermitRule]) -> list[DeskItem]:
    """Return what a project has on the departments' desks, in the order of its checklist.

    A project that has left the mechanism has nothing there, and the milestone is nobody's.
    """
    if facts.status in TERMINAL or facts.route is None:
        return []
    ready = ready_ids(facts.grouped, rules, facts.route)
    return [
        _desk_item(item, rules[item.code], facts.stops)
        for item in facts.grouped.current
        if item.id in ready or (item.state not in _SETTLED and item.state in IN_HAND and item.is_applicable)
    ]


def ready_ids(items: Iterable[ItemFacts], rules: Mapping[str, PermitRule], route: Route) -> set[str]:
    """Return the items that nobody has begun and nothing keeps waiting.

    It is what `permits.standings` calls ready. Counted for every project of the district at once, so it asks
    only whether something is open before an item, and not what.
    """
    own = as_items(items)
    taken = stand_ins(rules, own)
    is_open = {
        item.code
        for item in own.current
        if item.state is not _DECIDED and item.applicability is not _NOT_APPLICABLE
    }
    # Only where a project is divided does it matter which instance of a prerequisite is open.
    is_divided = any(item.part is not None for item in own.current)
    found = set()
    for item in own.current:
        if item.state not in _UNBEGUN or item.applicability is _NOT_APPLICABLE:
            continue
        rule = rules[item.code]
        if rule.automatic:
            continue
        for code in rule.requires_on(route):
            need = taken.get(code, code)
            if need in is_open and (not is_divided or _is_open_near(own, need, item)):
                break
        else:
            found.add(item.id)
    return found


def _is_open_near(items: Items, code: str, item: ItemFacts) -> bool:
    return any(not need.is_done for need in items.applicable(code, item.part))


def _desk_item(item: ItemFacts, rule: PermitRule, stops: Iterable[Suspension]) -> DeskItem:
    in_hand = item.state in IN_HAND
    open_stops = [one.first for one in (*item.suspensions, *stops) if one.last is None] if in_hand else []
    lacking = item.state is PermitState.CORRECTING
    notices = [one.notified_on for one in item.corrections if one.answered_on is None] if lacking else []
    return DeskItem(
        item.id,
        rule.department,
        item.code,
        title_of(rule, item),
        item.state,
        item.applicability is Applicability.UNDECIDED,
        item.applied_on,
        item.accepted_on,
        max(notices, default=None),
        min(open_stops, default=None),
    )
