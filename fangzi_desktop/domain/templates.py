"""Versions of the permit checklist (手续清单模板), each with the day from which new checklists follow it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fangzi_desktop.domain.permit_rules import PermitGroup, PermitRule, Rules
from fangzi_desktop.domain.rule_words import (
    ADDED,
    DROPPED,
    EXTRA_FIELDS,
    RuleField,
    field_words,
    listed,
    names_of,
)


# Not slotted: a cached property needs the instance's own dictionary.
@dataclass(frozen=True)
class Template:
    """One version of the checklist: its rules in their order, and its parallel groups.

    A checklist begun on `valid_from` or later follows it; one begun before keeps its own version.
    `rule_ids` name each rule in the records, by its code.
    """

    id: str
    version: int
    valid_from: date
    note: str
    rules: tuple[PermitRule, ...]
    rule_ids: Mapping[str, str]
    groups: tuple[PermitGroup, ...] = ()

    @cached_property
    def by_code(self) -> Rules:
        """The rules of this version by their code."""
        return {rule.code: rule for rule in self.rules}

    @property
    def order(self) -> tuple[date, int]:
        """What makes one version newer than another."""
        return self.valid_from, self.version


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing a rule says otherwise in another version, in words; empty where it says nothing."""

    field: RuleField
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule that both versions hold, with what differs."""

    code: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class VersionChanges:
    """What one version holds otherwise than another. `moved` tells that only the order differs as well."""

    added: tuple[PermitRule, ...]
    removed: tuple[PermitRule, ...]
    changed: tuple[RuleChange, ...]
    moved: bool
    groups: bool

    @property
    def any(self) -> bool:
        """Whether the versions differ at all."""
        return bool(self.added or self.removed or self.changed or self.moved or self.groups)


def version_changes(
    old: Sequence[PermitRule],
    new: Sequence[PermitRule],
    old_groups: tuple[PermitGroup, ...] = (),
    new_groups: tuple[PermitGroup, ...] = (),
) -> VersionChanges:
    """Return what `new` holds otherwise than `old`; the items are matched by their codes."""
    before, after = {rule.code: rule for rule in old}, {rule.code: rule for rule in new}
    names, old_names = names_of(old, new), names_of(new, old)
    changed = []
    for rule in new:
        known = before.get(rule.code)
        if known is not None and known != rule:
            fields = tuple(field_changes(known, rule, old_names, names))
            changed.append(RuleChange(rule.code, rule.name, fields))
    common = [code for code in before if code in after]
    return VersionChanges(
        added=tuple(rule for rule in new if rule.code not in before),
        removed=tuple(rule for rule in old if rule.code not in after),
        changed=tuple(change for change in changed if change.fields),
        moved=common != [code for code in after if code in before],
        groups=old_groups != new_groups,
    )


def field_changes(
    old: PermitRule, new: PermitRule, old_names: Mapping[str, str], new_names: Mapping[str, str]
) -> Iterator[FieldChange]:
    """Return what one rule says otherwise than another, field by field.

    Prerequisites are compared by code: an item that was only renamed has not become another one. Of a list
    only what goes and what comes is said.
    """
    for field in RuleField:
        if field_words(old, field, {}) == field_words(new, field, {}):
            continue
        before, after = listed(old, field, old_names), listed(new, field, new_names)
        gone, come = (
            [words for key, words in one.items() if key not in other]
            for one, other in ((before, after), (after, before))
        )
        if before and after and (gone or come):
            yield FieldChange(field, _less(field, DROPPED, gone), _less(field, ADDED, come))
        else:
            yield FieldChange(field, field_words(old, field, old_names), field_words(new, field, new_names))


def _less(field: RuleField, what: str, words: Sequence[str]) -> str:
    """A limit that differs has neither come nor gone, so it is only said."""
    front = "" if field in (RuleField.VARIANTS, RuleField.ROUTE_LIMITS) else what
    between = "、" if field in (RuleField.REQUIRES, *EXTRA_FIELDS.values()) else "；"
    return f"{front}{between.join(words)}" if words else ""
