"""How long a project took between its events, for its page and for check data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.elapsed import Elapsed, EventCode, elapsed, events, usual_spans
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class ElapsedTimes:
    """The events of a project in the order of their days, and the usual spans between them."""

    events: tuple[tuple[EventCode, date], ...]
    usual: tuple[Elapsed, ...]


def elapsed_times(view: View, project_id: str) -> ElapsedTimes:
    """Return a project's events and how long it took between them. Raises ``record.missing``."""
    known = _events(view, project_id)
    ordered = sorted(known.items(), key=lambda event: event[1])
    return ElapsedTimes(tuple(ordered), usual_spans(known, view.calendar))


def elapsed_between(view: View, project_id: str, first: EventCode, last: EventCode) -> Elapsed | None:
    """Return the time between two events of a project, in whichever order they happened."""
    known = _events(view, project_id)
    return elapsed(known, first, last, view.calendar) or elapsed(known, last, first, view.calendar)


def _events(view: View, project_id: str) -> dict[EventCode, date]:
    found = project_facts(view.session, [project_id])
    if not found:
        raise UserError("record.missing", table="project")
    (facts,) = found
    rules = view.rules.rules_for(facts.items, view.today)
    return events(facts.days, facts.stages, facts.items, rules)
