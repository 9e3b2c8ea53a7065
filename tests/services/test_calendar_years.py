"""What a year's notice moves, by a second opinion: exactly the due days that it must, and no others."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fangzi_desktop.domain.deadlines import Extension, OpenClock
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import StatsKind
from fangzi_desktop.domain.terms import ClockKind, Stage, SuspensionReason, Unit
from fangzi_desktop.domain.workdays import CalendarYear
from fangzi_desktop.services.calendar import YearEffect, load_year, year_effect
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.permit_notices import extend_item
from fangzi_desktop.services.permits import accept_item, resume_item, start_checklist, suspend_item
from fangzi_desktop.services.projects import correct_stage_dates
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import View
from fangzi_desktop.storage.calendars import published_years
from fangzi_desktop.storage.clocks import all_clocks
from fangzi_desktop.storage.tables import CalendarYearRow, PermitItemRow, ProjectRow
from fangzi_desktop.storage.work import Work
from tests.naive import Worked, days_from, due_of, last_worked, worked, worked_by, worked_without_notice
from tests.watched import Watched

YEAR = 2026
# By which day of a month the papers of investment projects are to be there.
INVEST_DAY = 10
TODAY = date(2025, 12, 30)
DAYS = [*days_from(date(YEAR, 1, 1), date(YEAR, 12, 31))]

Dues = dict[str, date | None]


def worked_unpublished(day: date) -> bool:
    """The days as they are counted while the year's notice is not out."""
    return worked_without_notice(day) if day.year >= YEAR else worked(day)


def worked_after(year: CalendarYear) -> Worked:
    """The days as they are counted once the year is loaded; its own holidays are then those it names."""
    plain = worked_by((), (), lambda day: day.weekday() < 5 if day.year == YEAR else worked_unpublished(day))
    return worked_by(year.rest, year.work, plain)


@pytest.fixture(scope="module")
def before_the_notice(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Path:
    """A team folder in which much is under way, without the arrangement of 2026."""
    folder = tmp_path_factory.mktemp("years")
    shutil.copy(empty_database, folder)
    with closing(Watched(folder, TODAY, TODAY)) as office:
        office.do(fill_with_examples, 25)
        office.do(begin_much, random.Random(3))
        office.workspace.do(forget, YEAR)
    return folder


def begin_much(work: Work, chance: random.Random) -> None:
    """Let every project's items and stages begin on some day of late, some of them stopped or extended."""

    def lately(days: int = 30) -> date:
        return TODAY - timedelta(days=chance.randint(0, days))

    for project in work.session.scalars(select(ProjectRow.id).order_by(ProjectRow.id)).all():
        with suppress(UserError):
            start_checklist(work, project)
        for stage in Stage:
            with suppress(UserError):
                correct_stage_dates(work, project, stage, lately(), None)
    work.flush()
    for item in work.session.scalars(select(PermitItemRow.id).order_by(PermitItemRow.id)).all():
        with suppress(UserError):
            accept_item(work, item, lately())
            work.flush()
        if chance.random() < 0.3:
            with suppress(UserError):
                suspend_item(work, item, lately(10), SuspensionReason.EXPERT_REVIEW)
                work.flush()
                resume_item(work, item, lately(5))
        if chance.random() < 0.2:
            unit = chance.choice([Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH])
            with suppress(UserError):
                extend_item(work, item, Extension(TODAY, chance.randint(1, 12), unit, "局领导", "情况复杂"))


@pytest.fixture(scope="module")
def shipped(empty_database: Path) -> CalendarYear:
    """The real arrangement of 2026."""
    with closing(Watched(empty_database.parent, TODAY, TODAY)) as office:
        return office.workspace.read(arrangement, YEAR)


@pytest.fixture
def office(before_the_notice: Path, tmp_path: Path) -> Iterator[Watched]:
    """The day before the notice comes."""
    shutil.copytree(before_the_notice, tmp_path / "team")
    with closing(Watched(tmp_path / "team", TODAY, TODAY, is_worked=worked_unpublished)) as watched:
        yield watched


def forget(work: Work, year: int) -> None:
    """Take a year out of the calendar."""
    work.delete(work.get(CalendarYearRow, str(year)))


def arrangement(view: View, year: int) -> CalendarYear:
    """Return a year of the calendar."""
    return next(one for one in published_years(view.session) if one.year == year)


def open_clocks(view: View) -> dict[str, OpenClock]:
    return {clock.id: clock for _, clock in all_clocks(view.session)}


def counted(clocks: dict[str, OpenClock], is_worked: Worked) -> Dues:
    """Count out the clocks that have a limit or a filing day; of the others the day is agreed and stays."""
    return {key: _due(clock, is_worked) for key, clock in clocks.items()}


def _due(clock: OpenClock, is_worked: Worked) -> date | None:
    if clock.clock.limit is not None:
        return due_of(clock.clock, is_worked)
    if clock.kind is ClockKind.WINDOW and clock.code == StatsKind.INVEST and clock.deadline.due is not None:
        return last_worked(clock.deadline.due.replace(day=INVEST_DAY), is_worked)
    return clock.deadline.due


def told(effect: YearEffect) -> list[tuple[str, date, date]]:
    return sorted((one.label, one.before, one.after) for one in effect.moved)


def must_move(clocks: dict[str, OpenClock], year: CalendarYear) -> list[tuple[str, date, date]]:
    before, after = counted(clocks, worked_unpublished), counted(clocks, worked_after(year))
    return sorted(
        (clock.label, old, new)
        for key, clock in clocks.items()
        if (old := before[key]) is not None and (new := after[key]) is not None and old != new
    )


def arrangements() -> st.SearchStrategy[CalendarYear]:
    """Any weekdays off and any weekend days worked."""
    off = st.sets(st.sampled_from([day for day in DAYS if day.weekday() < 5]), max_size=25)
    on = st.sets(st.sampled_from([day for day in DAYS if day.weekday() >= 5]), max_size=12)
    return st.builds(lambda rest, work: CalendarYear(YEAR, frozenset(rest), frozenset(work), "试排"), off, on)


def test_the_notice_of_2026_moves_what_it_must_and_loading_it_does_what_was_told(
    office: Watched, shipped: CalendarYear
) -> None:
    clocks = office.workspace.read(open_clocks)
    effect = office.workspace.read(year_effect, shipped)
    assert len(effect.moved) > 10
    assert told(effect) == must_move(clocks, shipped)
    office.workspace.do(load_year, shipped)
    loaded = office.workspace.read(open_clocks)
    assert {key: clock.deadline.due for key, clock in loaded.items()} == counted(
        clocks, worked_after(shipped)
    )
    assert effect.confirmed == sum(
        clock.deadline.provisional and not loaded[key].deadline.provisional for key, clock in clocks.items()
    )
    assert office.workspace.read(check) == ()
    office.workspace.undo()
    assert office.workspace.read(open_clocks) == clocks


@given(year=arrangements())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_arrangement_moves_exactly_what_it_must(office: Watched, year: CalendarYear) -> None:
    clocks = office.workspace.read(open_clocks)
    assert told(office.workspace.read(year_effect, year)) == must_move(clocks, year)


@given(year=arrangements())
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_any_arrangement_is_told_to_move_is_what_loading_it_moves(
    office: Watched, year: CalendarYear
) -> None:
    clocks = office.workspace.read(open_clocks)
    effect = office.workspace.read(year_effect, year)
    office.workspace.do(load_year, year)
    loaded = office.workspace.read(open_clocks)
    assert loaded.keys() == clocks.keys()
    assert told(effect) == sorted(
        (clock.label, clock.deadline.due, loaded[key].deadline.due)
        for key, clock in clocks.items()
        if clock.deadline.due != loaded[key].deadline.due
    )
    office.workspace.undo()
