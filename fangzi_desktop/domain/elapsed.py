"""How long a project took from one dated fact to another, always in both units (mechanism §3.3, §12.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fangzi_desktop.domain.permit_items import ItemFacts, Items, as_items, established_on
from fangzi_desktop.domain.permit_rules import Rules
from fangzi_desktop.domain.stages import StageFacts
from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.domain.workdays import WorkCalendar, calendar_days_between, workdays_between


class Beginning(StrEnum):
    """Zero points that are no milestones: when the card entered a stage."""

    PLANNING = "planning_started"
    REVIEW = "review_started"


EventCode = Milestone | Beginning

_STAGES = {Beginning.PLANNING: Stage.PLANNING, Beginning.REVIEW: Stage.REVIEW}

# What people ask for; a duration names both of its events, for each of these words has several zero points.
USUAL_SPANS: tuple[tuple[EventCode, EventCode], ...] = (
    (Beginning.PLANNING, Milestone.LISTED),
    (Beginning.PLANNING, Milestone.FOUR_CERTIFICATES),
    (Beginning.PLANNING, Milestone.START),
    (Beginning.REVIEW, Milestone.REVIEW_PASSED),
    (Milestone.REVIEW_PASSED, Milestone.ESTABLISHED),
    (Milestone.REVIEW_PASSED, Milestone.START),
    (Milestone.AGREEMENT, Milestone.START),
    (Milestone.ESTABLISHED, Milestone.FOUR_CERTIFICATES),
    (Milestone.LISTED, Milestone.FOUR_CERTIFICATES),
    (Milestone.LISTED, Milestone.START),
    (Milestone.START, Milestone.TOPPED_OUT),
    (Milestone.START, Milestone.MAIN_COMPLETE),
    (Milestone.START, Milestone.PRODUCTION),
    (Milestone.PRODUCTION, Milestone.FULL_CAPACITY),
)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time between two events, the day of the first not counted.

    `working_days` is None where the official calendar of a year in between is not known.
    """

    first: EventCode
    last: EventCode
    first_on: date
    last_on: date
    calendar_days: int
    working_days: int | None


def events(
    days: Mapping[Milestone, date],
    stages: Mapping[Stage, StageFacts],
    items: Iterable[ItemFacts],
    rules: Rules,
) -> dict[EventCode, date]:
    """Return the events of a project that are known to the day, plans left out.

    What the checklist knows (立项, the listing's announcement, the last of the 四证) goes before what the
    ledger says.
    """
    found: dict[EventCode, date] = {
        code: started
        for code, stage in _STAGES.items()
        if (record := stages.get(stage)) is not None and (started := record.started_on) is not None
    }
    found.update((kind, day) for kind, day in days.items() if not kind.is_plan)
    own = as_items(items)
    by_checklist = {
        Milestone.ESTABLISHED: established_on(own),
        Milestone.LISTED: _listed_on(own),
        Milestone.FOUR_CERTIFICATES: _certified_on(own, rules),
    }
    found.update((kind, day) for kind, day in by_checklist.items() if day is not None)
    return found


def _listed_on(items: Items) -> date | None:
    announced = [item.accepted_on for item in items.of("LAND_ANNOUNCE") if item.accepted_on is not None]
    return min(announced, default=None)


def _certified_on(items: Items, rules: Rules) -> date | None:
    wanted = [
        item
        for item in items.current
        if item.is_applicable and item.code in rules and rules[item.code].certificate
    ]
    decided = [item.decided_on for item in wanted if item.is_done and item.decided_on is not None]
    return max(decided) if wanted and len(decided) == len(wanted) else None


def elapsed(
    known: Mapping[EventCode, date], first: EventCode, last: EventCode, calendar: WorkCalendar
) -> Elapsed | None:
    """Return the time from one event to another; None unless both are known and in this order."""
    if first not in known or last not in known or known[first] > known[last]:
        return None
    began, ended = known[first], known[last]
    published = all(calendar.is_published(date(year, 1, 1)) for year in range(began.year, ended.year + 1))
    return Elapsed(
        first,
        last,
        began,
        ended,
        calendar_days_between(began, ended),
        workdays_between(began, ended, calendar) if published else None,
    )


def usual_spans(known: Mapping[EventCode, date], calendar: WorkCalendar) -> tuple[Elapsed, ...]:
    """Return those of the usual spans whose events are known."""
    found = (elapsed(known, first, last, calendar) for first, last in USUAL_SPANS)
    return tuple(one for one in found if one is not None)
