"""When the desktop tells: in working time only, each calling once, and none lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.alert_rules import Alert, AlertRule, alert_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Level, Role
from fangzi_desktop.domain.telling import (
    REMEMBERED_CALENDAR_DAYS,
    Told,
    WorkingHours,
    calling_key,
    check_hours,
    may_tell,
    told_from,
)
from fangzi_desktop.domain.terms import ClockKind, Unit
from tests.domain.seeds import CALENDAR

HOURS = WorkingHours()


def at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    """A moment in office time."""
    return datetime.combine(date(year, month, day), time(hour, minute))


RULE = AlertRule(ClockKind.PERMIT, (10, 5, 2, 0), Unit.WORKING_DAY, 5, 3, 5, 10, date(2000, 1, 1))


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        pytest.param(at(2025, 9, 26, 8, 29), False, id="before the hours"),
        pytest.param(at(2025, 9, 26, 8, 30), True, id="as the office opens"),
        pytest.param(at(2025, 9, 26, 17, 59), True, id="before it closes"),
        pytest.param(at(2025, 9, 26, 18, 0), False, id="as it closes"),
        pytest.param(at(2025, 9, 27, 10, 0), False, id="a Saturday"),
        pytest.param(at(2025, 9, 28, 10, 0), True, id="a Sunday worked for the national day"),
        pytest.param(at(2025, 10, 11, 10, 0), True, id="a Saturday worked for it"),
        pytest.param(at(2025, 10, 8, 10, 0), False, id="a Wednesday of the holiday"),
    ],
)
def test_only_working_time_is_told_in(moment: datetime, allowed: bool) -> None:
    assert may_tell(moment, HOURS, CALENDAR) is allowed


def test_hours_end_after_they_begin() -> None:
    assert check_hours(HOURS) is HOURS
    for opens, closes in ((time(18), time(8)), (time(9), time(9))):
        with pytest.raises(UserError, match=r"telling\.hours"):
            check_hours(WorkingHours(opens, closes))


def test_a_calling_is_the_same_by_clock_day_and_step() -> None:
    one = Alert(date(2025, 9, 26), Level.CALL, Role.OFFICER, left=5)
    same = Alert(date(2025, 9, 26), Level.URGENT, Role.CHIEF, left=5)
    assert calling_key("permit:a", one) == calling_key("permit:a", same)
    others = {
        calling_key("permit:a", one),
        calling_key("permit:b", one),
        calling_key("permit:a", Alert(date(2025, 9, 28), Level.CALL, Role.OFFICER, left=5)),
        calling_key("permit:a", Alert(date(2025, 9, 26), Level.CALL, Role.OFFICER, left=2)),
        calling_key("permit:a", Alert(date(2025, 9, 26), Level.URGENT, Role.OFFICER, overdue_workdays=1)),
        calling_key("permit:a", one, date(2025, 9, 29)),
    }
    assert len(others) == 6


def test_what_was_told_is_remembered_while_it_calls_and_for_some_time_after() -> None:
    day = date(2025, 9, 26)
    told = Told().after({"a" * 12}, {"a" * 12}, day)
    later = day + timedelta(days=400)
    assert not told.after((), {"a" * 12}, later).untold({"a" * 12})
    within = day + timedelta(days=REMEMBERED_CALENDAR_DAYS)
    assert not told.after((), (), within).untold({"a" * 12})
    assert told.after((), (), within + timedelta(days=1)).untold({"a" * 12})


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '{"x": "a"}', '{"2025-09-26": 3}', "\0"])
def test_a_spoilt_memory_stands_for_nothing_told(text: str) -> None:
    assert told_from(text) == Told()


@dataclass
class Desktop:
    """A program that is opened and closed, with clocks that people edit meanwhile."""

    now: datetime
    dues: dict[str, date]
    memory: str = ""
    is_open: bool = False
    messages: list[tuple[datetime, frozenset[str]]] = field(default_factory=list)

    def calling(self) -> frozenset[str]:
        today = self.now.date()
        found = set()
        for clock, due in self.dues.items():
            alert = alert_on(RULE, date(2025, 1, 1), due, today, CALENDAR)
            if alert is not None and alert.level is not Level.NOTICE:
                found.add(calling_key(clock, alert))
        return frozenset(found)

    def check(self) -> None:
        if not self.is_open or not may_tell(self.now, HOURS, CALENDAR):
            return
        calling = self.calling()
        told = told_from(self.memory)
        new = told.untold(calling)
        if new:
            self.messages.append((self.now, new))
        self.memory = told.after(new, calling, self.now.date()).text()


MOVES = st.one_of(
    st.tuples(st.just("wait"), st.integers(1, 100)),
    st.tuples(st.just("open"), st.just(0)),
    st.tuples(st.just("close"), st.just(0)),
    st.tuples(st.just("move"), st.integers(0, 4), st.integers(-20, 40)),
    st.tuples(st.just("end"), st.integers(0, 4)),
)


@settings(max_examples=300, deadline=None)
@given(
    start=st.datetimes(at(2025, 8, 1, 0, 0), at(2025, 12, 1, 0, 0)),
    moves=st.lists(MOVES, max_size=60),
)
def test_each_calling_is_told_once_in_working_time_and_none_is_lost(
    start: datetime, moves: list[tuple[str, ...]]
) -> None:
    desktop = Desktop(start, {})
    for name, *values in moves:
        numbers = [int(value) for value in values]
        if name == "wait":
            desktop.now += timedelta(hours=numbers[0])
        elif name in ("open", "close"):
            desktop.is_open = name == "open"
        elif name == "move":
            desktop.dues[f"permit:{numbers[0]}"] = desktop.now.date() + timedelta(days=numbers[1])
        else:
            desktop.dues.pop(f"permit:{numbers[0]}", None)
        before = len(desktop.messages)
        desktop.check()
        assert len(desktop.messages) <= before + 1
        if desktop.is_open and may_tell(desktop.now, HOURS, CALENDAR):
            # Nothing that calls is left untold.
            assert not told_from(desktop.memory).untold(desktop.calling())
    said = [key for _, keys in desktop.messages for key in keys]
    if moves and desktop.now - start <= timedelta(days=REMEMBERED_CALENDAR_DAYS):
        assert len(said) == len(set(said))
    for moment, _ in desktop.messages:
        assert CALENDAR.is_workday(moment.date())
        assert HOURS.opens <= moment.time() < HOURS.closes


def test_a_year_in_which_the_program_is_opened_every_working_morning_tells_every_step_once() -> None:
    due = date(2025, 10, 15)
    desktop = Desktop(at(2025, 9, 1, 9, 0), {"permit:a": due}, is_open=True)
    while desktop.now.date() < date(2025, 11, 1):
        desktop.check()
        desktop.now += timedelta(hours=6)
    days = [moment.date() for moment, _ in desktop.messages]
    # 10 working days before is only listed; 5 and 2 before and the day are told; overdue on the first
    # working day, then every third, and on those of the ladder.
    assert days[:4] == [date(2025, 10, 9), date(2025, 10, 13), date(2025, 10, 15), date(2025, 10, 16)]
    assert len(days) == len(set(days))
    assert not {date(2025, 10, day) for day in range(1, 9)} & set(days)
