"""Loading a year's notice moves exactly the due days that it should, and a garbled one moves none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.deadlines import OpenClock
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import ClockKind, LimitKind, Unit
from fangzi_desktop.domain.workdays import CalendarYear, WorkCalendar
from fangzi_desktop.services.calendar import load_year, read_calendar_file, shipped_calendar, year_effect
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.calendars import published_years
from fangzi_desktop.storage.clocks import all_clocks
from fangzi_desktop.storage.tables import CalendarYearRow
from fangzi_desktop.storage.work import View, Work
from tests.conftest import OpenWorkspace
from tests.services.year_files import FORMS, YEAR_2026

DECEMBER = date(2025, 12, 22)
ONE_DAY = timedelta(days=1)


def forget_2026(work: Work) -> None:
    work.delete(work.get(CalendarYearRow, "2026"))


@pytest.fixture
def december(open_folder: OpenWorkspace) -> Workspace:
    """Sixty projects in December 2025, without the notice for 2026."""
    workspace = open_folder(DECEMBER)
    workspace.do(fill_with_examples, 60)
    workspace.do(forget_2026)
    assert 2026 not in workspace.calendar.published_years
    return workspace


@pytest.fixture
def few(open_folder: OpenWorkspace) -> Workspace:
    """The same with three projects."""
    workspace = open_folder(DECEMBER)
    workspace.do(fill_with_examples, 3)
    workspace.do(forget_2026)
    return workspace


def clocks(workspace: Workspace) -> dict[str, OpenClock]:
    return {clock.id: clock for _, clock in workspace.read(lambda view: [*all_clocks(view.session)])}


def is_workday(day: date) -> bool:
    """The official calendar of an independent library; beyond it, what the program says it assumes."""
    if day.year <= 2026:
        return bool(chinese_calendar.is_workday(day))
    fixed = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
    return day.weekday() < 5 and (day.month, day.day) not in fixed


def naive_due(clock: OpenClock) -> date:
    """Count a limit out day by day, without any of the program's own counting."""
    counted, limit = clock.clock, clock.clock.limit
    assert limit is not None and counted.start is not None and not counted.extensions

    def is_stopped(day: date) -> bool:
        return any(one.first <= day and (one.last is None or day <= one.last) for one in counted.suspensions)

    day, left = counted.start, limit.amount
    if limit.unit is Unit.MONTH:
        left = (counted.start + relativedelta(months=limit.amount) - counted.start).days
    counts_rest_days = limit.unit is not Unit.WORKING_DAY
    while left:
        day += ONE_DAY
        left -= not is_stopped(day) and (counts_rest_days or is_workday(day))
    moves_on = limit.kind is LimitKind.MAX or not counts_rest_days
    while moves_on and (is_stopped(day) or not is_workday(day)):
        day += ONE_DAY
    return day


def test_every_clock_then_ends_on_the_day_that_stepping_through_the_official_calendar_gives(
    december: Workspace,
) -> None:
    before = clocks(december)
    december.do(load_year, YEAR_2026)
    after = clocks(december)
    assert before.keys() == after.keys()
    counted = [one for one in after.values() if one.deadline.due and one.clock.limit is not None]
    plain = [one for one in counted if not one.clock.extensions]
    assert len(plain) > 100
    # What a certificate says is not moved by any calendar.
    limits = [one for one in plain if one.kind is not ClockKind.VALIDITY]
    assert {one.id: one.deadline.due for one in limits} == {one.id: naive_due(one) for one in limits}
    agreed = [one for one in after.values() if one.clock.limit is None and one.kind is not ClockKind.WINDOW]
    assert all(one.deadline.due == before[one.id].deadline.due for one in agreed)
    windows = [one for one in after.values() if one.kind is ClockKind.WINDOW]
    assert windows and all(is_workday(one.deadline.due) for one in windows if one.deadline.due)
    assert december.read(check) == ()


def test_the_preview_told_exactly_what_then_moved(december: Workspace) -> None:
    told = december.read(year_effect, YEAR_2026)
    before = clocks(december)
    december.do(load_year, YEAR_2026)
    after = clocks(december)
    moved = sorted(
        (one.label, one.deadline.due, after[key].deadline.due)
        for key, one in before.items()
        if one.deadline.due and after[key].deadline.due and one.deadline.due != after[key].deadline.due
    )
    assert len(moved) > 3
    assert sorted((one.label, one.before, one.after) for one in told.moved) == moved
    settled = [
        key for key, one in before.items() if one.deadline.provisional and not after[key].deadline.provisional
    ]
    assert told.confirmed == len(settled) > 0
    assert told.surplus_days_off == 0
    december.undo()
    assert clocks(december) == before


def test_clocks_that_a_year_does_not_touch_stay_as_they_were(december: Workspace) -> None:
    before = clocks(december)
    december.do(load_year, YEAR_2026)
    after = clocks(december)
    untouched = [
        key
        for key, one in before.items()
        if one.kind not in (ClockKind.WINDOW, ClockKind.STAGE) and not one.deadline.provisional
    ]
    assert untouched
    assert all(after[key].deadline.due == before[key].deadline.due for key in untouched)


def loaded(workspace: Workspace) -> list[CalendarYear]:
    def read(view: View) -> list[CalendarYear]:
        return published_years(view.session)

    return workspace.read(read)


def whole_days(year: CalendarYear) -> Iterator[bool]:
    calendar = WorkCalendar([year])
    for number in range(400):
        yield calendar.is_workday(date(year.year - 1, 12, 15) + number * ONE_DAY)


@pytest.mark.parametrize("name", FORMS)
def test_each_form_of_a_year_gives_the_official_working_days(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(FORMS[name], encoding="utf-8")
    year = read_calendar_file(file)
    assert year.year == 2026
    assert [*whole_days(year)] == [*whole_days(YEAR_2026)]


GARBLED = {
    "2026.json": (FORMS["2026.json"].replace('"2026-05-09"', '"2026-05-39"'), "2026-05-39"),
    "2026.csv": (FORMS["2026.csv"].replace("2026-05-09,班", "2026-05-09,半"), "2026-05-09,半"),
    "2026.txt": (FORMS["2026.txt"].replace("5月9日（周六）上班", "5月9日（周五）上班"), "5月9日（周五）"),
    "2026.ics": (FORMS["2026.ics"].replace("20260509", "20260539"), "20260539"),
}


@pytest.mark.parametrize("name", GARBLED)
def test_a_garbled_file_changes_nothing_and_names_its_line(name: str, tmp_path: Path, few: Workspace) -> None:
    words, told = GARBLED[name]
    file = tmp_path / name
    file.write_text(words, encoding="utf-8")
    before, known = clocks(few), loaded(few)
    with pytest.raises(UserError, match=r"calendar\.unreadable") as refused:
        read_calendar_file(file)
    line = refused.value.params["line"]
    assert isinstance(line, int)
    # A calendar's event is named by the line on which it begins.
    near = "\n".join(words.splitlines()[line - 1 : line + 8])
    assert told in near
    assert told in str(refused.value.params["text"])
    assert (clocks(few), loaded(few)) == (before, known)


@pytest.mark.parametrize("name", ["2026.json", "2026.ics"])
@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_file_that_breaks_off_is_never_read_in_part(name: str, tmp_path: Path, data: st.DataObject) -> None:
    raw = FORMS[name].rstrip().encode()
    file = tmp_path / name
    file.write_bytes(raw[: data.draw(st.integers(0, len(raw) - 1))])
    with pytest.raises(UserError):
        read_calendar_file(file)


@pytest.mark.parametrize("name", FORMS)
@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_mutated_file_is_read_whole_or_refused_in_words(
    name: str, tmp_path: Path, data: st.DataObject
) -> None:
    raw = bytearray(FORMS[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(raw) - 1))
        piece = data.draw(st.one_of(st.binary(max_size=3), st.sampled_from(PIECES)))
        raw[place : place + data.draw(st.integers(0, 12))] = piece
    file = tmp_path / name
    file.write_bytes(raw)
    try:
        year = read_calendar_file(file)
    except UserError as error:
        assert error.code.startswith(("calendar.", "file."))
        return
    # Whatever was read is a whole year: every holiday is there, and no day is both off and worked.
    assert not year.rest & year.work
    assert all(abs((day - date(year.year, 7, 1)).days) < 230 for day in year.rest | year.work)
    assert len(year.rest) >= 9


PIECES = [
    b"\r\n", b"\n", b"END:VEVENT\r\n", b"BEGIN:VEVENT\r\n", b":", b";", b",", b'"', b"2026", b"20260101",
    b"DTSTART:", b"RRULE:FREQ=DAILY\r\n", b"\x00", "休".encode(), "班".encode(), "日".encode(), b"}", b"[",
]  # fmt: skip


@pytest.mark.parametrize("name", ["2026.json", "2026.csv"])
def test_a_row_that_was_left_out_is_told_before_the_year_is_loaded(
    name: str, tmp_path: Path, few: Workspace
) -> None:
    words = FORMS[name]
    if name.endswith(".csv"):
        words = "\n".join(line for line in words.splitlines() if "2026-05-09" not in line)
    else:
        data = json.loads(words)
        data["days"] = [day for day in data["days"] if day["date"] != "2026-05-09"]
        words = json.dumps(data)
    file = tmp_path / name
    file.write_text(words, encoding="utf-8")
    assert few.read(year_effect, read_calendar_file(file)).surplus_days_off == 1


def test_the_independent_calendar_and_the_shipped_one_agree() -> None:
    calendar = shipped_calendar()
    days = [date(2025, 1, 1) + number * ONE_DAY for number in range(730)]
    assert [day for day in days if calendar.is_workday(day) != is_workday(day)] == []
