"""Which clocks call for somebody today, by the team's rules and by their lights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.alert_rules import Alert, alert_on, horizon
from fangzi_desktop.domain.alerts import is_silent, silence_due
from fangzi_desktop.domain.deadlines import OpenClock
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.storage import projects
from fangzi_desktop.storage.clocks import calling_clocks
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class Calling:
    """An open clock that calls, with its newest calling; None while only its light calls."""

    project_id: str
    clock: OpenClock
    alert: Alert | None


def callings(view: View) -> Iterator[Calling]:
    """Give every clock with a ceiling that has reached a step of its rule or is yellow, earliest due first.

    A step counts from the day it is reached until the clock ends, so nothing is missed on a day on which the
    program was not opened, and each clock is given once.
    """
    rules = view.rules.alerts.on(view.today)
    horizons = {
        kind: horizon(rule, view.today, view.calendar) for kind, rule in rules.items() if kind is not None
    }
    for project, clock in calling_clocks(view.session, view.today, horizons):
        due, rule = clock.deadline.due, rules.get(clock.kind)
        if due is None:
            continue
        alert = (
            alert_on(rule, clock.clock.start or date.min, due, view.today, view.calendar)
            if rule is not None
            else None
        )
        warned = clock.deadline.warn_on is not None and clock.deadline.warn_on <= view.today
        if alert is not None or warned or due < view.today:
            yield Calling(project, clock, alert)


def silent_callings(view: View) -> Mapping[str, Alert]:
    """Return the newest calling of every project that has gone silent, by the project's id.

    One that went silent on a rest day calls from the next working day on.
    """
    touched = projects.last_touched(view.session)
    found = {
        key: silence_alert(view, row.stage, touched[key])
        for key, row in projects.registered(view.session).items()
        if key in touched
    }
    return {key: alert for key, alert in found.items() if alert is not None}


def silence_alert(view: View, stage: Stage, last_change: date) -> Alert | None:
    """Return the newest calling of a project's silence, or None if it has not called.

    It follows the rule of kind None, as a clock that is due on the last day before the idle limit of the
    project's stage; without such a limit or rule it never calls.
    """
    limit = view.rules.idle_limit(stage, view.today)
    rule = view.rules.alerts.rule(None, view.today)
    if limit is None or rule is None or not is_silent(last_change, view.today, limit.calendar_days):
        return None
    due = silence_due(last_change, limit.calendar_days)
    return alert_on(rule, last_change, due, view.today, view.calendar)
