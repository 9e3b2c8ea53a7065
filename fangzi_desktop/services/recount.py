"""Counting clocks again: after every act for the projects it touched, after a new calendar for all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import nullcontext
from datetime import date
from typing import NamedTuple

from fangzi_desktop.domain.clocks import LAND_PLAN, READY, ProjectFacts, open_clocks
from fangzi_desktop.domain.deadlines import OpenClock
from fangzi_desktop.domain.desk import desk_items
from fangzi_desktop.domain.lights import light_spans, light_steps
from fangzi_desktop.domain.permits import Rules, certificates, progress
from fangzi_desktop.domain.stage_rules import StageRules
from fangzi_desktop.domain.terms import ClockKind, Stage
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.storage.clocks import (
    Stored,
    all_derived,
    clock_values,
    desk_values,
    replace_derived,
)
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.work import View

# From so many projects on, the collector of garbage costs more than it frees.
_MANY = 200
_ITEM_CLOCKS = (ClockKind.PERMIT, ClockKind.OVERALL)


def recount(view: View, projects: Collection[str] | None) -> None:
    """Write the clocks, the summaries and the desks of the named projects, or of all, from their records.

    The tables it writes are derived: they hold nothing that cannot be counted again, so they stay out of
    the journal.
    """
    with uncollected() if projects is None or len(projects) > _MANY else nullcontext():
        _recount(view, projects)


def _recount(view: View, projects: Collection[str] | None) -> None:
    clocks: list[Stored] = []
    summaries: list[Stored] = []
    desk: list[Stored] = []
    for facts in project_facts(view.session, projects, duties=True):
        counted = _counted(view, facts)
        clocks += counted.clocks
        summaries.append(counted.summary)
        desk += counted.desk
    replace_derived(view.session, projects, clocks, summaries, desk)


class _Counted(NamedTuple):
    """What is stored of one project's clocks."""

    clocks: list[Stored]
    summary: Stored
    desk: list[Stored]


def _counted(view: View, facts: ProjectFacts) -> _Counted:
    rules = view.rules.rules_for(facts.items, view.today)
    own = open_clocks(facts, view.rules, rules, view.calendar)
    return _Counted(
        [clock_values(facts.id, clock) for clock in own],
        _summary(facts, own, rules, view.rules.stages),
        _desk(facts, own, rules),
    )


def _desk(facts: ProjectFacts, clocks: list[OpenClock], rules: Rules) -> list[Stored]:
    running = {clock.owner_id: clock.id for clock in clocks if clock.kind in _ITEM_CLOCKS}
    return [desk_values(facts.id, item, running.get(item.id)) for item in desk_items(facts, rules)]


def _summary(facts: ProjectFacts, clocks: list[OpenClock], rules: Rules, stages: StageRules) -> Stored:
    certified, certificate_total = certificates(facts.grouped, rules, facts.route)
    stage_clock = _stage_clock(facts.stage, clocks)
    others = [clock for clock in clocks if clock is not stage_clock and clock.kind is not ClockKind.STAGE]
    upcoming = min(others, key=_urgency, default=None)
    return (
        facts.id,
        *progress(facts.grouped),
        certified,
        certificate_total,
        _lights(facts, clocks, stages),
        stage_clock.id if stage_clock else None,
        upcoming.id if upcoming else None,
        len(facts.problems),
    )


def _stage_clock(stage: Stage, clocks: list[OpenClock]) -> OpenClock | None:
    """The clock a card shows for its main stage: its own limit, or for permits the route's overall one."""
    if stage is Stage.PERMITS:
        overall = {clock.code: clock for clock in clocks if clock.kind is ClockKind.OVERALL}
        return overall.get(READY) or overall.get(LAND_PLAN)
    own = (clock for clock in clocks if clock.kind is ClockKind.STAGE and clock.code == stage)
    return next(own, None)


def _urgency(clock: OpenClock) -> tuple[bool, date, str]:
    due = clock.deadline.due
    return (due is None, due or date.max, clock.id)


def _lights(facts: ProjectFacts, clocks: list[OpenClock], stages: StageRules) -> str:
    return light_steps(light_spans(facts.building, clocks, stages, is_stopped=facts.is_stopped))


def differences(view: View) -> list[str]:
    """Return what is stored and differs from what is counted anew.

    ``clock.<id>``, ``desk.<id>`` or ``summary.<project>``, which holds the light of a card and its counts.
    """
    clocks: dict[str, Stored] = {}
    summaries: dict[str, Stored] = {}
    desk: dict[str, Stored] = {}
    for facts in project_facts(view.session, duties=True):
        counted = _counted(view, facts)
        clocks |= {clock[0]: clock for clock in counted.clocks}
        summaries[facts.id] = counted.summary
        desk |= {item[0]: item for item in counted.desk}
    stored = all_derived(view.session)
    return [
        f"{name}.{row}"
        for name, before, fresh in zip(_DERIVED, stored, (clocks, summaries, desk), strict=True)
        for row in _differing(before, fresh)
    ]


_DERIVED = ("clock", "summary", "desk")


def _differing(stored: Mapping[str, Stored], fresh: Mapping[str, Stored]) -> list[str]:
    return sorted(name for name in stored.keys() | fresh.keys() if stored.get(name) != fresh.get(name))
