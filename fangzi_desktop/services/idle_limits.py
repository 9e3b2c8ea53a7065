"""久未更新: after how long without any record a project is called silent, by stage and from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.rulebook import IdleLimit
from fangzi_desktop.domain.stage_rules import check_newer
from fangzi_desktop.domain.stages import STAGES
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.domain.text import clean_line
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.tables import IdleLimitRow
from fangzi_desktop.storage.work import View, Work

LONGEST_CALENDAR_DAYS = 3650


@dataclass(frozen=True, slots=True)
class IdleLimitForm:
    """What a person sets; no stage means every stage that has no limit of its own."""

    stage: Stage | None
    calendar_days: int | None
    valid_from: date
    source: str = ""


def idle_limits(view: View) -> tuple[IdleLimit, ...]:
    """Return the limits, the general ones first, then by stage, newest first of each."""
    places = {stage: place for place, stage in enumerate((None, *STAGES))}
    return tuple(
        sorted(view.rules.idle_limits, key=lambda one: (places[one.stage], -one.valid_from.toordinal()))
    )


def set_idle_limit(work: Work, form: IdleLimitForm) -> None:
    """Add a newer limit of a stage or of all stages.

    Refusals: ``idle.limit`` for a span outside 1 … `LONGEST_CALENDAR_DAYS`, and those of `check_newer`.
    """
    days = form.calendar_days
    if days is None or not 1 <= days <= LONGEST_CALENDAR_DAYS:
        raise UserError("idle.limit", longest=LONGEST_CALENDAR_DAYS)
    present = (one for one in work.rules.idle_limits if one.stage is form.stage)
    check_newer(form.valid_from, present, work.today)
    work.add(
        IdleLimitRow(
            id=natural_id("idle_limit", form.stage, form.valid_from),
            stage=form.stage,
            calendar_days=days,
            valid_from=form.valid_from,
            source=clean_line(form.source),
        )
    )
