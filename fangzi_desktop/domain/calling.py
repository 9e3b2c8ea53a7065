"""The newest calling of each of many clocks, where most of them share their kind and their due day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from fangzi_desktop.domain.alert_rules import (
    ONE_DAY,
    Alert,
    AlertRule,
    alert_on,
    horizon,
    level_of,
    step_days,
    steps_begin_after,
)
from fangzi_desktop.domain.stage_terms import Role
from fangzi_desktop.domain.terms import ClockKind
from fangzi_desktop.domain.workdays import WorkCalendar


@dataclass(frozen=True)
class Caller:
    """Tells the newest calling of clocks by `today`, as `alert_on` does, and counts each due day once."""

    rules: Mapping[ClockKind | None, AlertRule]
    today: date
    calendar: WorkCalendar
    _overdue: dict[tuple[ClockKind, date], Alert | None] = field(default_factory=dict)
    _steps: dict[tuple[ClockKind, date], tuple[Alert, ...]] = field(default_factory=dict)

    @cached_property
    def day(self) -> date:
        """The last working day up to today: on a rest day nothing calls anew."""
        return self.calendar.nth_before(self.today, 0)

    def reaches(self) -> Mapping[ClockKind, date]:
        """Return for every kind of clocks the latest due day that may have called by now.

        Kinds without a rule are left out. A clock may still be too young for the step that its day reached.
        """
        return {kind: self._reach(rule) for kind, rule in self.rules.items() if kind is not None}

    def _reach(self, rule: AlertRule) -> date:
        due = horizon(rule, self.today, self.calendar)
        while due >= self.day and not any(on <= self.day for _, on in step_days(rule, due, self.calendar)):
            due -= ONE_DAY
        return due

    def alert(self, kind: ClockKind, start: date, due: date) -> Alert | None:
        """Return a clock's newest calling; None if it has not called yet or no rule is about its kind."""
        rule, key = self.rules.get(kind), (kind, due)
        if rule is None:
            return None
        if due < self.day:
            if key not in self._overdue:
                self._overdue[key] = alert_on(rule, due, due, self.today, self.calendar)
            return self._overdue[key]
        if key not in self._steps:
            self._steps[key] = self._reached(rule, due)
        begun = steps_begin_after(start, due)
        return next((one for one in self._steps[key] if one.on > begun), None)

    def _reached(self, rule: AlertRule, due: date) -> tuple[Alert, ...]:
        """The steps before the due day that are reached, the last first."""
        reached = [
            Alert(on, level_of(rule, step), Role.OFFICER, left=step)
            for step, on in step_days(rule, due, self.calendar)
            if on <= self.day
        ]
        return tuple(reversed(reached))
