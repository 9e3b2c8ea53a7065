"""Every day from 2025-01-01 to 2026-01-31: what calls on it, by a second opinion that counts day by day.

A longer life of more projects is `tests/long_year.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.domain.alert_rules import AlertRule
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from tests.builders import a_project, an_alert_rule
from tests.naive import days_from, worked
from tests.watched import Watched
from tests.year import Year

FIRST, LAST = date(2025, 1, 1), date(2026, 1, 31)
# Callings are expected beyond the last day too, since a due day may be set that far.
UNTIL = date(2026, 12, 31)


@pytest.fixture
def office(folder: Path) -> Iterator[Watched]:
    """A team folder on the eve of the year."""
    watched = Watched(folder, date(2024, 12, 31), UNTIL)
    yield watched
    watched.close()


def test_what_nobody_touches_calls_on_its_days_and_no_others(office: Watched) -> None:
    office.do(fill_with_examples, 40)
    for rule in office.workspace.rules.alerts.rules:
        office.do(an_alert_rule, from_july(rule))
    for day in days_from(FIRST, LAST):
        office.today = day
        office.check_callings()
    assert_each_called_once_on_a_working_day(office)


def test_what_falls_due_in_a_break_is_told_the_working_day_before(office: Watched) -> None:
    """In 2025 the 1st to the 8th of October are off, and Sunday the 28th of September is worked."""
    project = office.do(a_project)
    for day in days_from(date(2025, 9, 20), date(2025, 10, 20)):
        office.do(raise_problem, project, ProblemForm(f"{day}到期", due=day))
    for day in days_from(date(2025, 9, 1), date(2025, 11, 30)):
        office.today = day
        office.check()
    last_steps = [days[0] for (_, _, step), days in office.called.items() if step.startswith("left 0 ")]
    # The eight days of the break and the Tuesday itself; the Sunday that is worked has only itself.
    assert Counter(last_steps)[date(2025, 9, 30)] == 9
    assert Counter(last_steps)[date(2025, 9, 28)] == 1
    assert_each_called_once_on_a_working_day(office)


def test_a_year_of_acts_is_called_out_day_by_day(office: Watched) -> None:
    office.do(fill_with_examples, 15)
    year = Year(office, seed=1, acts_a_day=1)
    year.live(LAST)
    assert (year.days, office.today) == (396, LAST)
    assert_each_called_once_on_a_working_day(office)


def from_july(rule: AlertRule) -> AlertRule:
    """Another rule of the same kind, with steps in the other unit, that applies from July on."""
    unit = Unit.CALENDAR_DAY if rule.unit is Unit.WORKING_DAY else Unit.WORKING_DAY
    return replace(
        rule,
        steps=(20, 9, 1) if rule.kind is not None else (),
        unit=unit,
        tells_from=9 if rule.kind is not None else None,
        repeat_workdays=None,
        chief_workdays=2,
        leader_workdays=7,
        valid_from=date(2025, 7, 1),
    )


def assert_each_called_once_on_a_working_day(office: Watched) -> None:
    """Of one clock with one due day, no step is new on two days."""
    assert office.called
    assert {len(days) for days in office.called.values()} == {1}
    assert all(worked(day) for days in office.called.values() for day in days)
