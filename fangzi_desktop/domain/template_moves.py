"""Moving a begun checklist to another version: what comes, what goes, and what goes by other rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.permit_rules import PermitRule
from fangzi_desktop.domain.permits import checklist_for, initial_applicability
from fangzi_desktop.domain.rule_words import names_of
from fangzi_desktop.domain.templates import FieldChange, Template, field_changes
from fangzi_desktop.domain.terms import Applicability, PermitState, Route


@dataclass(frozen=True, slots=True)
class RenewedItem:
    """An item that goes by the rule of the new version from now on, `after` as it will stand."""

    before: ItemFacts
    after: ItemFacts
    old: PermitRule
    new: PermitRule
    fields: tuple[FieldChange, ...]

    @property
    def is_resettled(self) -> bool:
        """Whether the project needs the item otherwise than before."""
        return self.before.applicability is not self.after.applicability


@dataclass(frozen=True, slots=True)
class MovePlan:
    """What moving a checklist to another version does to its items.

    `removed` are items that nobody has begun and the new version lacks; `kept` are begun ones that it lacks,
    and `ended` decided ones that it has otherwise: both stay under their old rule. `order` holds the ids of
    the items that stay, with the code of each item to add in its place.
    """

    added: tuple[PermitRule, ...]
    removed: tuple[ItemFacts, ...]
    kept: tuple[ItemFacts, ...]
    ended: tuple[ItemFacts, ...]
    renewed: tuple[RenewedItem, ...]
    order: tuple[str, ...]

    @property
    def changed(self) -> tuple[RenewedItem, ...]:
        """The renewed items for which the new version says anything else."""
        return tuple(one for one in self.renewed if one.fields or one.is_resettled)

    @property
    def any(self) -> bool:
        """Whether the checklist will look any different."""
        return bool(self.added or self.removed or self.kept or self.ended or self.changed)

    def items_after(self) -> tuple[ItemFacts, ...]:
        """Return the items that stay as they will stand; added ones are not among them."""
        staying = {item.id: item for item in (*self.kept, *self.ended)}
        staying |= {one.before.id: one.after for one in self.renewed}
        return tuple(staying[item] for item in self.order if item in staying)


def plan_move(
    items: Iterable[ItemFacts],
    rules: Mapping[str, PermitRule],
    target: Template,
    route: Route,
    begun: Collection[str],
    told: dict[tuple[str, str], tuple[FieldChange, ...]] | None = None,
) -> MovePlan:
    """Work out what moving a checklist to `target` does. `rules` holds every version's rules by their id.

    `begun` names the items on which anything has been recorded. A decided item keeps the rule it was
    decided under, so that no date of the past is judged by a later limit. Who plans many moves hands in
    `told`, which keeps the differences of any two rules, so that they are worded once.
    """
    items, told = tuple(items), {} if told is None else told
    wanted = checklist_for(target.rules, route)
    by_code: dict[str, list[ItemFacts]] = defaultdict(list)
    for item in items:
        by_code[item.code].append(item)
    old_names = names_of(target.rules, (rules[item.rule_id] for item in items))
    new_names = names_of((rules[item.rule_id] for item in items), target.rules)
    codes = {rule.code for rule in wanted}
    gone = [item for item in items if item.code not in codes]
    kept = [item for item in gone if item.id in begun or item.state is not PermitState.NOT_STARTED]
    removed = [item for item in gone if item not in kept]
    # Who loses the alternative it took needs the item again that the alternative replaced.
    freed = {
        rules[item.rule_id].alternative_to for item in removed if item.applicability is Applicability.REQUIRED
    }
    ended: list[ItemFacts] = []
    renewed: list[RenewedItem] = []
    for rule in wanted:
        for item in by_code[rule.code]:
            old = rules[item.rule_id]
            key = item.rule_id, target.rule_ids[rule.code]
            if key not in told:
                same = old == rule
                told[key] = () if same else tuple(field_changes(old, rule, old_names, new_names))
            fields = told[key]
            if item.is_done and fields:
                ended.append(item)
            else:
                after = _renewed(item, rule, target)
                if item.code in freed:
                    after = replace(after, applicability=Applicability.REQUIRED)
                renewed.append(RenewedItem(item, after, old, rule, fields))
    return MovePlan(
        added=tuple(rule for rule in wanted if not by_code[rule.code]),
        removed=tuple(removed),
        kept=tuple(kept),
        ended=tuple(ended),
        renewed=tuple(renewed),
        order=_order(items, wanted, kept, by_code),
    )


def _renewed(item: ItemFacts, rule: PermitRule, target: Template) -> ItemFacts:
    """The item under its new rule: a kind it no longer has is open again, what all need is needed."""
    known = any(variant.code == item.variant for variant in rule.variants)
    undecided = item.applicability is Applicability.UNDECIDED
    settled = initial_applicability(rule) if undecided else item.applicability
    return replace(
        item,
        rule_id=target.rule_ids[rule.code],
        variant=item.variant if known else None,
        applicability=settled if settled is Applicability.REQUIRED else item.applicability,
    )


def _order(
    items: Iterable[ItemFacts],
    wanted: Iterable[PermitRule],
    kept: Iterable[ItemFacts],
    by_code: Mapping[str, list[ItemFacts]],
) -> tuple[str, ...]:
    """Order as the new version does; what it lacks stays behind the item it stood behind."""
    order: list[str] = []
    for rule in wanted:
        order += [item.id for item in by_code[rule.code]] or [rule.code]
    staying = {item.id for item in kept}
    before = None
    for item in items:
        if item.id in staying:
            order.insert(order.index(before) + 1 if before is not None else 0, item.id)
        if item.id in order:
            before = item.id
    return tuple(order)
