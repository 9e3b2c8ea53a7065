"""What a new version of a rule changes: the days from its first on, as a second opinion counts them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.alert_rules import AlertRule, alert_on
from fangzi_desktop.domain.deadlines import OpenClock
from fangzi_desktop.domain.stage_terms import Level, Role
from fangzi_desktop.domain.terms import ClockKind, LimitKind, Unit
from fangzi_desktop.services.alert_rules import AlertRuleForm, Tally, rule_preview, set_alert_rule
from fangzi_desktop.services.calendar import shipped_calendar
from fangzi_desktop.services.demo import fill_with_examples
from tests.naive import Call, calls, days_from
from tests.watched import Watched

# The National Day of 2025 lies within the thirty days that are looked ahead.
TODAY = date(2025, 9, 15)
SPAN = [*days_from(TODAY, TODAY + timedelta(days=29))]
UNTIL = SPAN[-1] + timedelta(days=400)
CALENDAR = shipped_calendar()

UNITS = st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY])
STEPS = st.lists(st.integers(0, 40), max_size=5, unique=True).map(lambda found: tuple(sorted(found)[::-1]))
RUNGS = st.none() | st.integers(1, 15)


@st.composite
def forms(draw: st.DrawFn) -> AlertRuleForm:
    """Any rule of any kind of clock, from today or a later day on."""
    steps, chief, leader = draw(STEPS), draw(RUNGS), draw(RUNGS)
    if chief is not None and leader is not None and leader <= chief:
        leader = chief + leader
    return AlertRuleForm(
        draw(st.sampled_from(ClockKind)),
        TODAY + timedelta(days=draw(st.integers(0, 35))),
        steps,
        draw(UNITS),
        draw(st.sampled_from((None, *steps))),
        draw(RUNGS),
        chief,
        leader,
    )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Watched]:
    """A team folder with examples, in which nothing is done."""
    folder = tmp_path_factory.mktemp("rules")
    shutil.copy(empty_database, folder)
    with closing(Watched(folder, TODAY, UNTIL)) as office:
        office.do(fill_with_examples, 30)
        yield office


def rule_of(form: AlertRuleForm) -> AlertRule:
    return AlertRule(
        form.kind,
        form.steps,
        form.unit,
        form.tells_from,
        form.repeat_workdays,
        form.chief_workdays,
        form.leader_workdays,
        form.valid_from,
    )


def called_in_span(clock: OpenClock, rule: AlertRule) -> dict[date, Call]:
    due = clock.deadline.due
    assert due is not None
    return {
        day: call for day, call in calls(rule, clock.clock.start or due, due, SPAN[-1]).items() if day in SPAN
    }


def has_ceiling(clock: OpenClock) -> bool:
    limit = clock.clock.limit
    return clock.deadline.due is not None and (limit is None or limit.kind is LimitKind.MAX)


def tally_of(found: list[tuple[date, Call]]) -> Tally:
    told = Counter(call.role for _, call in found)
    loud = sum(call.level is not Level.NOTICE for _, call in found)
    return Tally(len(found), loud, told[Role.CHIEF], told[Role.LEADER])


@given(form=forms())
@settings(max_examples=40, deadline=None)
def test_the_preview_foretells_every_calling_of_the_next_thirty_days(
    filled: Watched, form: AlertRuleForm
) -> None:
    edited = rule_of(form)
    before: list[tuple[date, Call]] = []
    after: list[tuple[date, Call]] = []
    for clock in filled.clocks.values():
        if clock.kind is not form.kind or not has_ceiling(clock):
            continue
        present = filled.rule_of(clock)
        assert present is not None
        as_now, as_edited = called_in_span(clock, present), called_in_span(clock, edited)
        before += as_now.items()
        after += [one for one in as_now.items() if one[0] < form.valid_from]
        after += [one for one in as_edited.items() if one[0] >= form.valid_from]
    preview = filled.workspace.read(rule_preview, form)
    assert (preview.first, preview.last) == (SPAN[0], SPAN[-1])
    assert (preview.present, preview.edited) == (tally_of(before), tally_of(after))
    assert {one.day: one.before for one in preview.days if one.before} == Counter(day for day, _ in before)
    assert {one.day: one.count for one in preview.days if one.count} == Counter(day for day, _ in after)


@given(form=forms())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_rule_that_is_set_changes_only_the_days_from_its_first_on(
    filled: Watched, form: AlertRuleForm
) -> None:
    eve = form.valid_from - timedelta(days=1)
    filled.today = eve
    before = filled.check()
    filled.today, acts = TODAY, filled.acts
    filled.do(set_alert_rule, form)
    assert filled.acts == acts + 1
    filled.today = eve
    assert filled.check() == before
    filled.today = form.valid_from
    filled.check()
    filled.today = TODAY
    filled.undo()


@given(form=forms(), more=STEPS, due=st.integers(0, 90), length=st.integers(1, 90), ahead=st.integers(0, 90))
@settings(max_examples=300, deadline=None)
def test_with_more_steps_nothing_calls_later_or_is_lost(
    form: AlertRuleForm, more: tuple[int, ...], due: int, length: int, ahead: int
) -> None:
    fewer = rule_of(form)
    rule = replace(fewer, steps=tuple(sorted({*fewer.steps, *more}, reverse=True)))
    last = TODAY + timedelta(days=due)
    start, today = last - timedelta(days=length), TODAY + timedelta(days=ahead)
    was, now = (alert_on(one, start, last, today, CALENDAR) for one in (fewer, rule))
    assert was is None or (now is not None and now.on >= was.on)
