"""What has happened this week, by the dates of the events themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from fangzi_desktop.domain.dates import week_of
from fangzi_desktop.storage import happenings
from fangzi_desktop.storage import problems as problem_rows
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage.work import View


class Event(Enum):
    """Kinds of progress, the weightiest first."""

    REACHED = "reached"
    MOVED = "moved"
    DECIDED = "decided"
    STATUS = "status"
    WRITTEN_OFF = "written_off"
    ADDED = "added"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Progress:
    """One event of one project; `subject` is the item, stage, fact or status, or the problem's text."""

    project_id: str
    project: str
    service_officer: str
    event: Event
    subject: str
    on: date


def week_progress(view: View) -> tuple[Progress, ...]:
    """Return what happened from Monday to today, newest first, on one day the weightiest first."""
    names = project_rows.names_and_officers(view.session)
    found = [
        Progress(project, *names[project], event, subject, on)
        for project, event, subject, on in _events(view, week_of(view.today).monday)
    ]
    order = list(Event)
    return tuple(sorted(found, key=lambda one: (-one.on.toordinal(), order.index(one.event), one.project)))


def _events(view: View, monday: date) -> Iterator[tuple[str, Event, str, date]]:
    session, today = view.session, view.today
    rules = view.rules.by_rule_id
    for project, on in project_rows.added_projects(session, monday, today):
        yield project, Event.ADDED, "", on
    for move in happenings.stage_moves(session, monday, today):
        yield move.project_id, Event.MOVED, move.after.zh, move.on
    for project, status, on, _ in happenings.status_changes(session, monday, today):
        yield project, Event.STATUS, status.zh, on
    for project, kind, on in happenings.milestones(session, monday, today):
        if not kind.is_plan:
            yield project, Event.REACHED, kind.zh, on
    decided = happenings.decided_items(session, monday, today)
    done = {item.item_id for item in decided}
    for item in decided:
        yield item.project_id, Event.DECIDED, rules[item.rule_id].name, item.on
    for item in happenings.accepted_items(session, monday, today):
        if item.item_id not in done:
            yield item.project_id, Event.ACCEPTED, rules[item.rule_id].name, item.on
    for project, text, on in problem_rows.closed_problems(session, monday, today):
        yield project, Event.WRITTEN_OFF, text, on
