"""Versions of the permit checklist (手续清单模板), each with the day from which new checklists follow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fangzi_desktop.domain.permit_rules import PermitRule, Rules


# Not slotted: a cached property needs the instance's own dictionary.
@dataclass(frozen=True)
class Template:
    """One version of the checklist: its rules in their order, and its parallel groups as JSON text.

    A checklist begun on `valid_from` or later follows it; one begun before keeps its own version.
    `rule_ids` name each rule in the records, by its code.
    """

    id: str
    version: int
    valid_from: date
    note: str
    rules: tuple[PermitRule, ...]
    rule_ids: Mapping[str, str]
    groups: str = "[]"

    @cached_property
    def by_code(self) -> Rules:
        """The rules of this version by their code."""
        return {rule.code: rule for rule in self.rules}

    @property
    def order(self) -> tuple[date, int]:
        """What makes one version newer than another."""
        return self.valid_from, self.version
