"""The shipped calendar and rules, read once for the tests of the rules."""

from __future__ import annotations

import tomllib
from typing import Any

from fangzi_desktop import paths
from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.permit_rules import groups_from, rules_from
from fangzi_desktop.domain.rulebook import RuleBook, idle_limits_from, stage_limits_from
from fangzi_desktop.domain.workdays import WorkCalendar


def seed(name: str) -> dict[str, Any]:
    """Return a seed file as it is written."""
    return tomllib.loads((paths.seed() / f"{name}.toml").read_text(encoding="utf-8"))


CALENDAR = WorkCalendar(calendar_years(seed("calendar")))
BOOK = RuleBook(
    stage_limits_from(seed("stages")),
    rules_from(seed("permits")),
    idle_limits_from(seed("stages")),
    groups_from(seed("permits")),
)
RULES = BOOK.by_code
