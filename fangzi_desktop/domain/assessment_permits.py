"""The permit items of a project as the 考核 counts them: in time, at once, and over the whole procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from fangzi_desktop.domain.assessment import Case
from fangzi_desktop.domain.assessment_facts import AssessedProject, Counting
from fangzi_desktop.domain.assessment_terms import IndicatorL2
from fangzi_desktop.domain.clocks import OVERALL, READY, stopped, title_of
from fangzi_desktop.domain.deadlines import due_of
from fangzi_desktop.domain.departments import departments_of
from fangzi_desktop.domain.elapsed import elapsed, events
from fangzi_desktop.domain.permit_items import CALLED_OFF, ItemFacts, item_clock
from fangzi_desktop.domain.permits import milestone_days
from fangzi_desktop.domain.stages import TERMINAL, stage_index
from fangzi_desktop.domain.terms import ClockKind, LimitKind, Milestone, Stage


def permit_cases(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """Return what counts of a project's checklist."""
    yield from _certificates(one, counting)
    if one.facts.route is None:
        return
    for item in one.facts.grouped.current:
        if item.is_applicable and not counting.rules.by_rule_id[item.rule_id].automatic:
            yield from _accepted(one, item, counting)
            if item.code not in OVERALL:
                yield from _in_time(one, item, counting)
    yield from _overall(one, counting)


def _accepted(one: AssessedProject, item: ItemFacts, counting: Counting) -> Iterator[Case]:
    """2.4: without a single notice of correction."""
    accepted = item.accepted_on
    if accepted is not None and counting.period.holds(accepted):
        yield _item_case(
            IndicatorL2.ACCEPTED_AT_ONCE, one, item, counting, kept=not item.corrections, done=accepted
        )


def _in_time(one: AssessedProject, item: ItemFacts, counting: Counting) -> Iterator[Case]:
    """2.1: items with a ceiling that were decided or due in the period; suspended days are not counted."""
    decided = item.decided_on if item.is_done else None
    if decided is None and (item.accepted_on is None or item.state in CALLED_OFF):
        return
    due = _due(one, item, counting)
    if due is None:
        return
    kept = counting.kept(due, decided, owes=one.facts.status not in TERMINAL)
    if kept is None and decided is not None and counting.period.holds(decided):
        kept = decided <= due
    if kept is not None:
        yield _item_case(IndicatorL2.PERMITS_IN_TIME, one, item, counting, kept=kept, due=due, done=decided)


def _due(one: AssessedProject, item: ItemFacts, counting: Counting) -> date | None:
    if one.facts.route is None:
        return None
    rule = counting.rules.by_rule_id[item.rule_id]
    clock = item_clock(rule, one.facts.route, item, one.facts.grouped)
    if clock is None or clock.start is None or clock.limit is None or clock.limit.kind is LimitKind.MIN:
        return None
    return due_of(stopped(clock, one.facts.stops), counting.calendar)


def _item_case(
    indicator: IndicatorL2,
    one: AssessedProject,
    item: ItemFacts,
    counting: Counting,
    *,
    kept: bool,
    due: date | None = None,
    done: date | None = None,
) -> Case:
    rule = counting.rules.by_rule_id[item.rule_id]
    return Case(
        indicator,
        one.facts.id,
        title_of(rule, item),
        int(kept),
        1,
        one.locality,
        departments_of(rule.department),
        due,
        done,
        clock=ClockKind.PERMIT,
        owner_id=item.id,
    )


def _overall(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """2.2, for every department that has an item on the checklist.

    A project that went on building without the last paper recorded tells nothing of its procedure.
    """
    milestones = one.facts.grouped.applicable(READY)
    if one.facts.route is None or not milestones:
        return
    for item in milestones:
        # Whatever ended it, it was due by then; to look at the whole checklist takes its time.
        latest = _due(one, replace(item, decided_on=counting.today), counting)
        if latest is None or latest < counting.period.first:
            continue
        rules = counting.rules.rules_for(one.facts.items, counting.today)
        done = milestone_days(one.facts.grouped, rules, one.facts.route).get(item.id)
        due = _due(one, replace(item, decided_on=done), counting)
        gone_on = stage_index(one.facts.stage) > stage_index(Stage.PERMITS)
        kept = counting.kept(due, done, owes=not gone_on and one.facts.status not in TERMINAL)
        if kept is not None:
            yield Case(
                IndicatorL2.OVERALL,
                one.facts.id,
                title_of(counting.rules.by_rule_id[item.rule_id], item),
                int(kept),
                1,
                one.locality,
                _departments(one, counting, certificates=False),
                due,
                done,
                clock=ClockKind.OVERALL,
                owner_id=item.id,
            )


def _certificates(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """2.3, for the departments that issue them: working days from 挂牌 to the last of the 四证."""
    issued = [
        item.decided_on
        for item in one.facts.items
        if item.decided_on is not None and counting.rules.by_rule_id[item.rule_id].certificate
    ]
    issued += [day for kind, day in one.facts.days.items() if kind is Milestone.FOUR_CERTIFICATES]
    if not any(map(counting.period.holds, issued)):
        return
    rules = counting.rules.rules_for(one.facts.items, counting.today)
    known = events(one.facts.days, one.facts.stages, one.facts.grouped, rules)
    last = known.get(Milestone.FOUR_CERTIFICATES)
    if last is None or not counting.period.holds(last):
        return
    took = elapsed(known, Milestone.LISTED, Milestone.FOUR_CERTIFICATES, counting.calendar)
    if took is not None and took.working_days is not None:
        yield Case(
            IndicatorL2.CERTIFICATES,
            one.facts.id,
            "",
            took.working_days,
            1,
            one.locality,
            _departments(one, counting, certificates=True),
            took.first_on,
            last,
        )


def _departments(one: AssessedProject, counting: Counting, *, certificates: bool) -> tuple[str, ...]:
    rules = (
        counting.rules.by_rule_id[item.rule_id] for item in one.facts.grouped.current if item.is_applicable
    )
    names = (
        name
        for rule in rules
        if rule.certificate or not certificates
        for name in departments_of(rule.department)
    )
    return tuple(dict.fromkeys(names))
