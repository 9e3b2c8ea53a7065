"""The shipped calendar and rules, read once for the tests of the rules."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

from fangzi_desktop import paths
from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.permit_rules import groups_from, rules_from
from fangzi_desktop.domain.rulebook import RuleBook, idle_limits_from, stage_limits_from
from fangzi_desktop.domain.stage_rules import stage_rules_from
from fangzi_desktop.domain.templates import Template
from fangzi_desktop.domain.workdays import WorkCalendar


def seed(name: str) -> dict[str, Any]:
    """Return a seed file as it is written."""
    return tomllib.loads((paths.seed() / f"{name}.toml").read_text(encoding="utf-8"))


CALENDAR = WorkCalendar(calendar_years(seed("calendar")))
SHIPPED = rules_from(seed("permits"))
TEMPLATE = Template(
    "permits.1",
    1,
    date(2000, 1, 1),
    "",
    SHIPPED,
    {rule.code: rule.code for rule in SHIPPED},
    groups_from(seed("permits")),
)
BOOK = RuleBook(
    stage_limits_from(seed("stages")),
    (TEMPLATE,),
    idle_limits_from(seed("stages")),
    stage_rules_from(seed("review"), seed("stages"), seed("statistics")),
)
RULES = TEMPLATE.by_code
