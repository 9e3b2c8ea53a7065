"""Which clocks call for somebody today, by the team's rules and by their lights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fangzi_desktop.domain.alert_rules import Alert, alert_on, horizon
from fangzi_desktop.domain.deadlines import OpenClock
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
            alert_on(rule, clock.clock.start or due, due, view.today, view.calendar)
            if rule is not None
            else None
        )
        warned = clock.deadline.warn_on is not None and clock.deadline.warn_on <= view.today
        if alert is not None or warned or due < view.today:
            yield Calling(project, clock, alert)
