"""Which rows of the records count for which indicator of the 考核, and for whom (mechanism §7.2).

What is due in a period counts once it is done or its day has passed; what is due today and still open does
not count yet. What a project that has left the mechanism never did is nobody's fault and is not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from fangzi_desktop.domain.assessment import Case
from fangzi_desktop.domain.assessment_facts import (
    AssessedDemand,
    AssessedOpinion,
    AssessedPayout,
    AssessedProblem,
    AssessedProject,
    AssessedPromise,
    Counting,
    Records,
)
from fangzi_desktop.domain.assessment_permits import permit_cases
from fangzi_desktop.domain.assessment_terms import IndicatorL2
from fangzi_desktop.domain.clocks import stopped
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Clock, Limit, due_of
from fangzi_desktop.domain.departments import department_named
from fangzi_desktop.domain.payouts import PAYER, PayoutState, payout_clock
from fangzi_desktop.domain.permit_items import established_on
from fangzi_desktop.domain.stage_terms import CommitmentResult, InvestLevel
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import ClockKind, Milestone, Stage
from fangzi_desktop.domain.workdays import ONE_DAY

_MONTHS = 12
_STARTS = (Milestone.START, Milestone.START_LEGAL, Milestone.START_STATISTICAL)


def cases_of(records: Records, counting: Counting) -> tuple[Case, ...]:
    """Return every row that counts, indicator by indicator within each kind of record."""
    projects = {one.facts.id: one for one in records.projects}
    return (
        *(case for one in records.projects for case in _project_cases(one, counting)),
        *(case for one in records.projects for case in permit_cases(one, counting)),
        *_opinions(records.opinions, projects, counting),
        *_demands(records.demands, projects, counting),
        *_promises(records.promises, projects, counting),
        *_payouts(records.payouts, projects, counting),
        *_problems(records.problems, projects, counting),
    )


def _project_cases(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    yield from _reviewed(one, counting)
    yield from _established(one, counting)
    yield from _started(one, counting)
    yield from _invested(one, counting)
    yield from _entered(one, counting)
    yield from _produced(one, counting)
    yield from _scaled_up(one, counting)


def _counted(one: AssessedProject, indicator: IndicatorL2, kept: bool, due: date, done: date | None) -> Case:
    return Case(indicator, one.facts.id, "", int(kept), 1, one.locality, departments=None, due=due, done=done)


def _reviewed(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """1.1 and 1.2. Of a pass and a veto the later counts; what was deferred or returned is neither."""
    passed = _first_day(one.dated.get(Milestone.REVIEW_PASSED))
    if passed is not None and counting.period.year_to_date.holds(passed):
        yield Case(IndicatorL2.PASSED, one.facts.id, "", 1, 0, one.locality, one.asked, done=passed)
    vetoed = one.vetoed_on
    if vetoed is not None and (passed is None or vetoed >= passed):
        if counting.period.holds(vetoed):
            yield Case(IndicatorL2.PASS_RATE, one.facts.id, "", 0, 1, one.locality, one.asked, done=vetoed)
    elif passed is not None and counting.period.holds(passed):
        yield Case(IndicatorL2.PASS_RATE, one.facts.id, "", 1, 1, one.locality, one.asked, done=passed)


def _established(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """1.4: 立项 within the limit of the stage, of those whose limit ended in the period."""
    passed = one.facts.days.get(Milestone.REVIEW_PASSED)
    if passed is None:
        return
    limit = counting.rules.stage_limit(Stage.FORMATION, one.facts.route, passed)
    if limit is None:
        return
    done = established_on(one.facts.grouped) or one.facts.days.get(Milestone.ESTABLISHED)
    due = _ends(one, counting, passed, limit.limit, done)
    kept = counting.kept(due, done)
    if kept is not None and due is not None:
        yield replace(_counted(one, IndicatorL2.ESTABLISHED, kept, due, done), departments=one.asked)


def _started(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """3.1. A plan that names a month ends with the month."""
    planned = one.dated.get(Milestone.PLANNED_START)
    if planned is None:
        return
    starts = [one.dated[kind].first_day for kind in _STARTS if kind in one.dated]
    yield from _by(one, counting, IndicatorL2.STARTED, planned.last_day, min(starts, default=None))


def _entered(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """3.3. In time is who enters before the stage turns yellow; the entry is known by its month."""
    started = one.facts.days.get(Milestone.START_STATISTICAL)
    if started is None or one.investment_yuan is None:
        return
    threshold = counting.rules.stages.invest_threshold(InvestLevel.ENTRY, started)
    if threshold is None or one.investment_yuan < threshold.amount_yuan:
        return
    limit = counting.rules.stage_limit(Stage.INVEST_STATS, one.facts.route, started)
    if limit is None:
        return
    done = _first_day(one.dated.get(Milestone.STATS_ENTRY))
    due = _ends(one, counting, started, limit.warn or limit.limit, done)
    yield from _by(one, counting, IndicatorL2.STATS_ENTRY, due, done)


def _produced(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """3.4: by the day the enterprise agreed to, else by the plan."""
    planned = one.dated.get(Milestone.PLANNED_PRODUCTION)
    due = one.agreed_production or (planned.last_day if planned is not None else None)
    done = _first_day(one.dated.get(Milestone.PRODUCTION))
    yield from _by(one, counting, IndicatorL2.PRODUCTION, due, done)


def _by(
    one: AssessedProject, counting: Counting, indicator: IndicatorL2, due: date | None, done: date | None
) -> Iterator[Case]:
    kept = counting.kept(due, done, owes=one.facts.status not in TERMINAL)
    if kept is not None and due is not None:
        yield _counted(one, indicator, kept, due, done)


def _invested(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """3.2, over the whole months of the year, as the lights count them; the ledger's plan is this year's.

    A project without any month counts with its plan, as nothing was done of it.
    """
    last = counting.period.last
    passed = last.month if (last + ONE_DAY).month != last.month else last.month - 1
    is_planned = one.plan_yuan and last.year == counting.today.year
    if not is_planned or not passed or one.facts.status in TERMINAL:
        return
    year = f"{last.year:04d}-"
    done = sum(yuan for code, yuan in one.months.items() if f"{year}01" <= code <= f"{year}{passed:02d}")
    yield Case(
        IndicatorL2.INVESTED,
        one.facts.id,
        "",
        done * _MONTHS,
        (one.plan_yuan or 0) * passed,
        one.locality,
        departments=None,
    )


def _scaled_up(one: AssessedProject, counting: Counting) -> Iterator[Case]:
    """3.5: entries of the year, over the target or over the firms that reached their threshold."""
    year = counting.period.year_to_date
    entered = _first_day(one.dated.get(Milestone.SCALE_ENTRY))
    if entered is not None and year.holds(entered):
        yield Case(IndicatorL2.SCALE_ENTRY, one.facts.id, "", 1, 1, one.locality, None, done=entered)
        return
    waits = (entered is None or entered > year.last) and one.facts.status not in TERMINAL
    if waits and one.reached_month and one.reached_month <= f"{year.last:%Y-%m}":
        yield Case(IndicatorL2.SCALE_ENTRY, one.facts.id, "", 0, 1, one.locality, None)


def _opinions(
    opinions: Iterable[AssessedOpinion], projects: Mapping[str, AssessedProject], counting: Counting
) -> Iterator[Case]:
    """1.3."""
    for one in opinions:
        project = projects[one.project_id]
        kept = counting.kept(one.due, one.submitted_on, owes=project.facts.status not in TERMINAL)
        if kept is not None:
            yield Case(
                IndicatorL2.OPINIONS,
                one.project_id,
                one.department,
                int(kept),
                1,
                project.locality,
                _named(one.department),
                one.due,
                one.submitted_on,
                clock=ClockKind.OPINION,
                owner_id=one.id,
            )


def _demands(
    demands: Iterable[AssessedDemand], projects: Mapping[str, AssessedProject], counting: Counting
) -> Iterator[Case]:
    """2.5: the whole of a demand by the day it was needed."""
    for one in demands:
        project = projects[one.project_id]
        kept = counting.kept(one.needed_by, one.met_on, owes=project.facts.status not in TERMINAL)
        if kept is not None:
            yield Case(
                IndicatorL2.ELEMENTS,
                one.project_id,
                one.label,
                int(kept),
                1,
                project.locality,
                _named(one.department),
                one.needed_by,
                one.met_on,
                clock=ClockKind.ELEMENT,
                owner_id=one.id,
            )


def _promises(
    promises: Iterable[AssessedPromise], projects: Mapping[str, AssessedProject], counting: Counting
) -> Iterator[Case]:
    """4.1: 达标 of those due; what was waived is owed no more, in part is not 达标."""
    for one in promises:
        project = projects[one.project_id]
        if one.result is CommitmentResult.WAIVED:
            continue
        due = one.due or due_of(stopped(one.clock, project.facts.stops), counting.calendar)
        if due is None or not counting.period.holds(due):
            continue
        if one.result is None and (due >= counting.today or project.facts.status in TERMINAL):
            continue
        yield Case(
            IndicatorL2.COMMITMENTS,
            one.project_id,
            one.label,
            int(one.result is CommitmentResult.MET),
            1,
            project.locality,
            _named(one.department),
            due,
            one.actual_on,
            clock=ClockKind.COMMITMENT,
            owner_id=one.id,
        )


def _payouts(
    payouts: Iterable[AssessedPayout], projects: Mapping[str, AssessedProject], counting: Counting
) -> Iterator[Case]:
    """4.2: of the payments whose conditions were met."""
    for one in payouts:
        project = projects[one.project_id]
        due = _payable_by(one, counting)
        kept = counting.kept(due, one.facts.paid_on, owes=project.facts.status not in TERMINAL)
        if kept is not None:
            yield Case(
                IndicatorL2.PAYOUTS,
                one.project_id,
                one.label,
                int(kept),
                1,
                project.locality,
                _named(PAYER),
                due,
                one.facts.paid_on,
                clock=ClockKind.PAYOUT,
                owner_id=one.id,
            )


def _payable_by(one: AssessedPayout, counting: Counting) -> date | None:
    """The day a payment was owed by; what was paid before its conditions were met is held to its own day."""
    owed = payout_clock(replace(one.facts, paid_on=None), None)
    if owed is None:
        return one.facts.due if one.facts.state is PayoutState.PAID else None
    clock, agreed = owed
    return agreed or due_of(clock, counting.calendar)


def _problems(
    problems: Iterable[AssessedProblem], projects: Mapping[str, AssessedProject], counting: Counting
) -> Iterator[Case]:
    """4.3; late ones under 挂牌督办 cost points of their own."""
    for one in problems:
        project = projects[one.project_id]
        kept = counting.kept(one.due, one.closed_on, owes=project.facts.status not in TERMINAL)
        if kept is not None:
            yield Case(
                IndicatorL2.PROBLEMS,
                one.project_id,
                f"{one.number}号问题",
                int(kept),
                1,
                project.locality,
                _named(one.unit),
                one.due,
                one.closed_on,
                is_fault=not kept and one.listed_on is not None,
                clock=ClockKind.PROBLEM,
                owner_id=one.id,
            )


def _ends(
    one: AssessedProject, counting: Counting, start: date, limit: Limit, done: date | None
) -> date | None:
    clock = stopped(Clock(start, "", limit, ended_on=done), one.facts.stops)
    return due_of(clock, counting.calendar)


def _named(department: str) -> tuple[str, ...]:
    name = department_named(department)
    return (name,) if name else ()


def _first_day(when: PartialDate | None) -> date | None:
    return when.first_day if when is not None else None
