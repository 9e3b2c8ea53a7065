"""Editing a checklist's rules so that what hangs on an item does not come loose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count

from fangzi_desktop.domain.permit_rules import PermitGroup, PermitRule

OWN_CODE = "LOCAL_{number:02d}"


def without_rule(
    rules: Sequence[PermitRule], groups: Sequence[PermitGroup], code: str
) -> tuple[tuple[PermitRule, ...], tuple[PermitGroup, ...]]:
    """Return a checklist without one of its items; what waited for it waits for what it waited for.

    A parallel group that is left without members goes as well.
    """
    gone = next(rule for rule in rules if rule.code == code)
    left = tuple(_rewired(rule, gone) for rule in rules if rule.code != code)
    shrunk = (
        replace(group, members=tuple(member for member in group.members if member != code))
        for group in groups
    )
    return left, tuple(group for group in shrunk if group.members)


def _rewired(rule: PermitRule, gone: PermitRule) -> PermitRule:
    requires = _instead(rule.requires, gone.code, gone.requires)
    extra = {}
    for route in rule.routes:
        codes = _instead(rule.requires_extra.get(route, ()), gone.code, gone.requires_on(route))
        if gone.code in rule.requires:
            codes += gone.requires_extra.get(route, ())
        if left := tuple(dict.fromkeys(code for code in codes if code not in requires)):
            extra[route] = left
    alternative = None if rule.alternative_to == gone.code else rule.alternative_to
    return replace(rule, requires=requires, requires_extra=extra, alternative_to=alternative)


def _instead(codes: Iterable[str], gone: str, needs: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for code in codes:
        found += needs if code == gone else (code,)
    return tuple(dict.fromkeys(found))


def free_code(rules: Iterable[PermitRule]) -> str:
    """Return a code for an item of the team's own that no other item bears."""
    taken = {rule.code for rule in rules}
    return next(code for number in count(1) if (code := OWN_CODE.format(number=number)) not in taken)
