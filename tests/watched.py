"""A team folder whose days pass, and a witness who knows from a second opinion what 今日 must show of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from fangzi_desktop.domain.alert_rules import Alert, AlertRule
from fangzi_desktop.domain.alerts import Later, silence_id
from fangzi_desktop.domain.deadlines import OpenClock
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.snoozes import AwaitedEvent
from fangzi_desktop.domain.terms import Applicability, LimitKind, PermitState, StageStatus
from fangzi_desktop.services.alerts import Calling, callings
from fangzi_desktop.services.reminders import Reminder
from fangzi_desktop.services.snoozing import snooze, wake
from fangzi_desktop.services.today import Today, follow_today, today_page
from fangzi_desktop.services.workspace import Changes, OfficeClock, View, Workspace
from fangzi_desktop.storage.clocks import all_clocks
from fangzi_desktop.storage.database import open_store
from fangzi_desktop.storage.projects import registered
from fangzi_desktop.storage.tables import MilestoneRow, PermitItemRow, StageRow, table_of
from tests.naive import ONE_DAY, Call, Worked, calls, days_from, due_of, first_worked, workdays_after, worked

# What a clock, its due day and its step are told apart by: none may be called twice.
Called = tuple[str, date, str]
# The shipped limit of every stage.
SILENT_AFTER_CALENDAR_DAYS = 30
EVENT_WAITS_AT_MOST_WORKDAYS = 20
OVER = (PermitState.DECIDED, PermitState.REFUSED, PermitState.WITHDRAWN)
ENTERED = (StageStatus.ACTIVE, StageStatus.DONE)


@dataclass(frozen=True)
class PutOff:
    """A reminder put off on a day, the day it was said to come back on, and the event it waits for till then.

    The event is told with its project, as `_recorded` does.
    """

    on: date
    until: date
    event: tuple[str, str] | None = None

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
        self._followed: Today | None = None
        self._followed_on = self.today
        self._owners: dict[str, str] = {}
        self._recorded: frozenset[tuple[str, str]] = frozenset()
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
            if key not in broken
            and (_is_silence(key) or key in self.clocks)
            and one.event not in self._recorded
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

    def put_off(
        self, reminder: str, choice: Later, day: date | None = None, event: AwaitedEvent | None = None
    ) -> None:
        """Put a reminder off and remember until when."""
        due = self._due(reminder)
        until: date | None = self.do(snooze, reminder, choice, day, event)
        if until is not None:
            awaited = (self._project_of(reminder), event.code) if event is not None else None
            self.asleep = {**self.asleep, reminder: PutOff(self.today, until, awaited)}
            assert until == self._return_of(choice, day, due)
            assert self._due(reminder) == due, "putting a reminder off has moved its deadline"

    def _return_of(self, choice: Later, day: date | None, due: date | None) -> date:
        """Return the day on which what is put off today must come back, if nothing happens before."""
        latest = first_worked(max(due, self.today) + ONE_DAY) if due is not None else None
        if choice is Later.EVENT:
            return latest or workdays_after(self.today, EVENT_WAITS_AT_MOST_WORKDAYS)
        if choice is Later.THREE_WORKDAYS:
            asked = workdays_after(self.today, 3)
        elif choice is Later.NEXT_MEETING:
            asked = next_monday_meeting(self.today)
        else:
            asked = first_worked(day if choice is Later.DAY and day is not None else self.today + ONE_DAY)
        return min(asked, latest or asked)

    def _project_of(self, reminder: str) -> str:
        return self._owners.get(reminder) or reminder.removeprefix(silence_id(""))

    def wake(self, reminder: str) -> None:
        """Bring a reminder back."""
        self.do(wake, reminder)
        self.asleep = {key: one for key, one in self.asleep.items() if key != reminder}

    def _follow(self, changes: Changes[Any]) -> None:
        self._touched.update(dict.fromkeys(changes.projects, self.today))
        self.read_clocks()
        if self._followed is not None and self._followed_on == self.today:
            if changes.touches("alert_rule"):
                self._followed = None
            else:
                self._followed = self.workspace.read(follow_today, self._followed, changes.projects)

    def _due(self, key: str) -> date | None:
        return self.clocks[key].deadline.due if key in self.clocks else None

    # What must be seen.

    def read_clocks(self) -> None:
        """Read the projects and their open clocks, and count out anew those that have a limit."""
        self._owners, self.clocks = self.workspace.read(_open_clocks)
        self._recorded = self.workspace.read(_recorded_events)
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
        assert all(one.silence is None for one in page.lines)
        assert all(one.silence is not None for one in page.silent)
        clocks = {one.id: one for one in shown if one.silence is None}
        wanted = {key: clock for key, clock in self.clocks.items() if self._calls(clock)}
        assert clocks.keys() == wanted.keys()
        for key, one in clocks.items():
            self._check_reminder(one, wanted[key], since)
        self._check_silence([one for one in shown if one.silence is not None])
        self._check_asleep(page)
        if since is None:
            self._check_followed(page)
        return page

    def _check_followed(self, page: Today) -> None:
        """Compare with the page of earlier today that was only read again where something was changed."""
        if self._followed is not None and self._followed_on == self.today:
            # What happened this week is read apart.
            assert replace(self._followed, progress=page.progress) == page
        self._followed, self._followed_on = page, self.today

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
            if (put_off := self.asleep.get(one.id)) is not None
            and put_off.is_asleep(self._due(one.id), self.today)
            and put_off.event not in self._recorded
        }


def next_monday_meeting(today: date) -> date:
    """The first meeting after a day: each is on a Monday, or on the first working day after it."""
    mondays = [day for day in days_from(today - timedelta(28), today + timedelta(28)) if day.weekday() == 0]
    return min(held for monday in mondays if (held := first_worked(monday)) > today)


def _open_clocks(view: View) -> tuple[dict[str, str], dict[str, OpenClock]]:
    """Return the open clocks, and whose they are."""
    found = all_clocks(view.session)
    return {clock.id: project for project, clock in found}, {clock.id: clock for _, clock in found}


def _recorded_events(view: View) -> frozenset[tuple[str, str]]:
    """Return with its project every event that is recorded, or that no longer can be."""
    read = view.session.connection().execute
    item, milestone, stage = table_of(PermitItemRow).c, table_of(MilestoneRow).c, table_of(StageRow).c
    items = read(select(item.project_id, item.id, item.state, item.applicability))
    stages = read(select(stage.project_id, stage.stage, stage.status))
    return frozenset(
        [
            *(
                (project, f"item.{key}")
                for project, key, state, needed in items
                if state in OVER or needed is Applicability.NOT_APPLICABLE
            ),
            *(
                (project, f"milestone.{kind}")
                for project, kind in read(select(milestone.project_id, milestone.kind))
            ),
            *((project, f"stage.{name}") for project, name, status in stages if status in ENTERED),
        ]
    )


def _callings(view: View) -> list[Calling]:
    return list(callings(view))


def _projects(view: View) -> frozenset[str]:
    return frozenset(registered(view.session))


def _is_silence(reminder: str) -> bool:
    return reminder.startswith(silence_id(""))


def _alert(on: date, call: Call) -> Alert:
    return Alert(on, call.level, call.role, call.left, call.overdue_workdays)
