"""When a late start and a lagging investment turn a project's light: the team's rules, from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.lights import check_limit
from fangzi_desktop.domain.stage_rules import LightLimit
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage.construction import light_limit_row
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import LightLimitRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class LightLimitForm:
    """What a person sets: months in a row without a start, and percentage points behind the time."""

    valid_from: date
    start_red_months: int | None = None
    yellow_points: int | None = None
    red_points: int | None = None
    source: str = ""


def light_limits(view: View) -> tuple[LightLimit, ...]:
    """Return the limits, newest first."""
    return tuple(sorted(view.rules.stages.light_limits, key=lambda one: one.valid_from, reverse=True))


def set_light_limit(work: Work, form: LightLimitForm) -> None:
    """Set when lights turn, from a day on; what was due before keeps its own rule.

    Raises `UserError` ``light.limits``.
    """
    months, yellow, red = check_limit(form.start_red_months, form.yellow_points, form.red_points)
    row = light_limit_row(work.session, form.valid_from)
    if row is None:
        row = LightLimitRow(
            id=natural_id("light_limit", form.valid_from),
            start_red_months=months,
            yellow_points=yellow,
            red_points=red,
            valid_from=form.valid_from,
        )
        work.add(row)
    row.start_red_months, row.yellow_points, row.red_points = months, yellow, red
    row.source = clean_text(form.source).strip()
