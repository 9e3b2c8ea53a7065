"""A team folder whose days pass, and a witness who knows from a second opinion what 今日 must show of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from fangzi_desktop.domain.alert_rules import Alert, AlertRule
from fangzi_desktop.domain.alerts import Later, silence_id
from fangzi_desktop.domain.deadlines import OpenClock
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import LimitKind
from fangzi_desktop.services.alerts import Calling, callings
from fangzi_desktop.services.reminders import Reminder
from fangzi_desktop.services.snoozing import snooze, wake
from fangzi_desktop.services.today import Today, today_page
from fangzi_desktop.services.workspace import Changes, OfficeClock, View, Workspace
from fangzi_desktop.storage.clocks import all_clocks
from fangzi_desktop.storage.database import open_store
from fangzi_desktop.storage.projects import registered
from tests.naive import ONE_DAY, Call, Worked, calls, due_of, first_worked, worked

# What a clock, its due day and its step are told apart by: none may be called twice.
Called = tuple[str, date, str]
# The shipped limit of every stage.
SILENT_AFTER_CALENDAR_DAYS = 30


@dataclass(frozen=True)
class PutOff:
    """A reminder put off on a day, and the day it was said to come back on."""

    on: date
    until: date

    def is_asleep(self, due: date | None, today: date) -> bool:
        """Whether it must stay away, its clock being due on `due` now, wherever that was before.

        What is red is back on the working day after it was put off, what is not on the one after its due day.
        """
        latest = self.until if due is None else first_worked(max(due, self.on) + ONE_DAY)
        return today < min(self.until, latest)


# The same questions are asked every day.
_due_of = lru_cache(maxsize=50_000)(due_of)
_calls_of = lru_cache(maxsize=50_000)(calls)

PutOffs = Mapping[str, PutOff]


@dataclass
class Watched:
    """A workspace on a day that moves on; every act and every day goes through here to be remembered.

    `called` holds on which days each calling was new; `acts` counts what was done and not refused.
    """

    folder: Path
    today: date
    until: date
    is_worked: Worked = worked
    called: dict[Called, list[date]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = itertools.count(1)
        self.workspace = Workspace(
            open_store(self.folder, who="专员甲", device="电脑一", now=self._now()),
            OfficeClock(None, self._now),
            who="专员甲",
            device="电脑一",
            new_id=lambda: f"id-{next(numbers)}",
        )
        self.acts = 0
        self.asleep: PutOffs = {}
        self._before: list[PutOffs] = []
        self._after: list[PutOffs] = []
        self._touched: dict[str, date] = {}
        self.clocks: dict[str, OpenClock] = {}
        self.projects: frozenset[str] = frozenset()
        self.read_clocks()

    def _now(self) -> datetime:
        # Nine in the morning at the office.
        return datetime.combine(self.today, time(1), UTC)

    def next_day(self) -> None:
        """Go on to the next day."""
        self.today += ONE_DAY

    def close(self) -> None:
        """Close the team folder."""
        self.workspace.close()

    # Acts.

    def do(self, command: Callable[..., Any], *values: Any) -> Any:
        """Do what may be refused; returns what the command returns, None after a refusal."""
        try:
            changes = self.workspace.do(command, *values)
        except UserError:
            return None
        if changes.act is not None:
            self.acts += 1
            self._before.append(self.asleep)
            self._after.clear()
        self._follow(changes)
        broken = {silence_id(project) for project in changes.projects}
        self.asleep = {
            key: one
            for key, one in self.asleep.items()
            if key not in broken and (_is_silence(key) or key in self.clocks)
        }
        return changes.value

    def undo(self) -> None:
        """Take the newest act back, if there is one."""
        self._turn(self.workspace.undo, self._before, self._after)

    def redo(self) -> None:
        """Do the newest undone act again, if there is one."""
        self._turn(self.workspace.redo, self._after, self._before)

    def _turn(self, turn: Callable[[], Changes[None]], taken: list[PutOffs], kept: list[PutOffs]) -> None:
        try:
            changes = turn()
        except UserError:
            return
        kept.append(self.asleep)
        self.asleep = taken.pop()
        self._follow(changes)

    def put_off(self, reminder: str, choice: Later, day: date | None = None) -> date | None:
        """Put a reminder off and remember until when."""
        due = self._due(reminder)
        until: date | None = self.do(snooze, reminder, choice, day)
        if until is not None:
            self.asleep = {**self.asleep, reminder: PutOff(self.today, until)}
            assert self._due(reminder) == due, "putting a reminder off has moved its deadline"
        return until

    def wake(self, reminder: str) -> None:
        """Bring a reminder back."""
        self.do(wake, reminder)
        self.asleep = {key: one for key, one in self.asleep.items() if key != reminder}

    def _follow(self, changes: Changes[Any]) -> None:
        self._touched.update(dict.fromkeys(changes.projects, self.today))
        self.read_clocks()

    def _due(self, key: str) -> date | None:
        return self.clocks[key].deadline.due if key in self.clocks else None

    # What must be seen.

    def read_clocks(self) -> None:
        """Read the projects and their open clocks, and count out anew those that have a limit."""
        self.clocks = self.workspace.read(_open_clocks)
        self.projects = self.workspace.read(_projects)
        for clock in self.clocks.values():
            if clock.clock.limit is not None:
                assert clock.deadline.due == _due_of(clock.clock, self.is_worked), clock

    def check_callings(self) -> None:
        """Compare every clock that calls today with what must call, without the rest of 今日."""
        called = self.workspace.read(_callings)
        wanted = {key: clock for key, clock in self.clocks.items() if self._calls(clock)}
        assert [one.clock.id for one in called] == sorted(wanted, key=lambda key: (self._due(key), key))
        for one in called:
            self._check_alert(one.clock.id, one.alert, wanted[one.clock.id])

    def check(self, since: date | None = None) -> Today:
        """Look at 今日 and compare every reminder in it with what must be there."""
        page = self.workspace.read(today_page, None, since)
        shown = [*page.lines, *page.silent, *page.asleep]
        ids = [one.id for one in shown]
        assert len(ids) == len(set(ids)), "a reminder is shown twice"
        clocks = {one.id: one for one in shown if one.silence is None}
        wanted = {key: clock for key, clock in self.clocks.items() if self._calls(clock)}
        assert clocks.keys() == wanted.keys()
        for key, one in clocks.items():
            self._check_reminder(one, wanted[key], since)
        self._check_silence([one for one in shown if one.silence is not None])
        self._check_asleep(page)
        return page

    def rule_of(self, clock: OpenClock) -> AlertRule | None:
        """Return the rule by which a clock calls today: the newest of its kind that has begun."""
        rules = [
            rule
            for rule in self.workspace.rules.alerts.rules
            if rule.kind is clock.kind and rule.valid_from <= self.today
        ]
        return max(rules, key=lambda rule: rule.valid_from, default=None)

    def _calls(self, clock: OpenClock) -> bool:
        """Whether a clock must be listed: it has a ceiling, and has called, is yellow or overdue."""
        due, limit = clock.deadline.due, clock.clock.limit
        if due is None or (limit is not None and limit.kind is LimitKind.MIN):
            return False
        is_warned = clock.deadline.warn_on is not None and clock.deadline.warn_on <= self.today
        return is_warned or due < self.today or self._newest(clock, due) is not None

    def _newest(self, clock: OpenClock, due: date) -> tuple[date, Call] | None:
        rule = self.rule_of(clock)
        if rule is None:
            return None
        days = _calls_of(rule, clock.clock.start or due, due, self.until, self.is_worked)
        return next(((day, days[day]) for day in reversed(days) if day <= self.today), None)

    def _check_reminder(self, one: Reminder, clock: OpenClock, since: date | None) -> None:
        due = clock.deadline.due
        assert due is not None
        assert one.due == due
        assert one.is_overdue == (due < self.today)
        assert one.fell_due == (since is not None and since <= due < self.today)
        self._check_alert(one.id, one.alert, clock)

    def _check_alert(self, key: str, alert: Alert | None, clock: OpenClock) -> None:
        due = clock.deadline.due
        assert due is not None
        newest = self._newest(clock, due)
        assert alert == (_alert(*newest) if newest else None), (self.today, clock)
        if newest is not None and newest[0] == self.today:
            assert worked(self.today), "it calls on a rest day"
            step = f"left {newest[1].left} over {newest[1].overdue_workdays}"
            self.called.setdefault((key, due, step), []).append(self.today)

    def _check_silence(self, shown: list[Reminder]) -> None:
        silent = {one.project_id: one.silence.since for one in shown if one.silence is not None}
        assert silent == {
            project: self._touched[project]
            for project in self.projects
            if (self.today - self._touched[project]).days >= SILENT_AFTER_CALENDAR_DAYS
        }

    def _check_asleep(self, page: Today) -> None:
        shown = [*page.lines, *page.silent, *page.asleep]
        assert {one.id for one in page.asleep} == {
            one.id
            for one in shown
            if one.id in self.asleep and self.asleep[one.id].is_asleep(self._due(one.id), self.today)
        }


def _open_clocks(view: View) -> dict[str, OpenClock]:
    return {clock.id: clock for _, clock in all_clocks(view.session)}


def _callings(view: View) -> list[Calling]:
    return list(callings(view))


def _projects(view: View) -> frozenset[str]:
    return frozenset(registered(view.session))


def _is_silence(reminder: str) -> bool:
    return reminder.startswith(silence_id(""))


def _alert(on: date, call: Call) -> Alert:
    return Alert(on, call.level, call.role, call.left, call.overdue_workdays)
