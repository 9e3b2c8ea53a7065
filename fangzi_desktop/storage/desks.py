"""What lies on the departments' desks, in plain SQL: a district has thousands of such items."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from fangzi_desktop.domain.terms import PermitState
from fangzi_desktop.storage.cards import CLOCK_COLUMNS

_NOT_IN_HAND = "('not_started', 'preparing')"
# The names of the version of the checklist in force, so that an office without work is known too.
_NAMES = """
    SELECT DISTINCT json_extract(body, '$.department') FROM permit_rule
    WHERE code <> 'START_READY' AND template_id =
        (SELECT id FROM permit_template WHERE valid_from <= :today
            ORDER BY valid_from DESC, version DESC LIMIT 1)
"""
_COUNTS = f"""
    SELECT d.department,
        SUM(d.state NOT IN {_NOT_IN_HAND}),
        SUM(d.state IN {_NOT_IN_HAND} AND NOT d.undecided),
        SUM(d.state IN {_NOT_IN_HAND} AND d.undecided),
        SUM(c.id IS NOT NULL AND c.limit_kind = 'max' AND c.due IS NOT NULL AND c.due < :today),
        SUM(c.id IS NOT NULL AND c.limit_kind = 'max' AND c.due IS NOT NULL AND c.due >= :today
            AND c.warn_on IS NOT NULL AND c.warn_on <= :today),
        SUM(c.id IS NOT NULL AND c.statutory_kind IS NOT NULL AND c.statutory_kind = 'max'
            AND c.statutory_due IS NOT NULL AND c.statutory_due < :today),
        SUM(d.state = 'correcting'),
        SUM(d.stopped_since IS NOT NULL)
    FROM desk_item d LEFT JOIN clock c ON c.id = d.clock
    GROUP BY d.department
"""
_ITEM = (
    *("id", "project_id", "code", "title", "state", "undecided"),
    *("applied_on", "accepted_on", "notified_on", "stopped_since"),
)
_SHEET = f"""
    SELECT {", ".join(f"d.{name}" for name in _ITEM)},
        p.name, p.service_officer, p.search_key, p.sort_key,
        {", ".join(f"c.{name}" for name in CLOCK_COLUMNS)}
    FROM desk_item d JOIN project p ON p.id = d.project_id LEFT JOIN clock c ON c.id = d.clock
    WHERE d.department = ?
"""
_STATES = {state.value: state for state in PermitState}


class Counts(NamedTuple):
    """How many items of each kind a department has; those that are `ready` are needed for certain."""

    in_hand: int = 0
    ready: int = 0
    undecided: int = 0
    overdue: int = 0
    soon: int = 0
    beyond_statutory: int = 0
    correcting: int = 0
    stopped: int = 0


class DeskRow(NamedTuple):
    """An item on a department's desk; `clock` is its open clock, unread."""

    id: str
    project_id: str
    code: str
    title: str
    state: PermitState
    undecided: bool
    applied_on: date | None
    accepted_on: date | None
    notified_on: date | None
    stopped_since: date | None
    project: str
    service_officer: str
    search_key: str
    sort_key: str
    clock: Sequence[Any] | None


def department_counts(connection: Any, today: date) -> dict[str, Counts]:
    """Return what every department has on its desk, those without anything among them."""
    day = {"today": today.isoformat()}
    counts = {name: Counts() for (name,) in connection.execute(_NAMES, day)}
    for department, *numbers in connection.execute(_COUNTS, day):
        counts[department] = Counts(*numbers)
    return counts


def desk_rows(connection: Any, department: str) -> list[DeskRow]:
    """Return what lies on one department's desk, in no order."""
    return [_row(values) for values in connection.execute(_SHEET, (department,))]


_FACTS = len(_ITEM) + 4


def _row(values: tuple[Any, ...]) -> DeskRow:
    item, project, code, title, state, undecided, *days = values[: len(_ITEM)]
    applied, accepted, notified, stopped = (date.fromisoformat(day) if day else None for day in days)
    name, officer, search_key, sort_key = values[len(_ITEM) : _FACTS]
    clock = values[_FACTS:]
    return DeskRow(
        item,
        project,
        code,
        title,
        _STATES[state],
        bool(undecided),
        applied,
        accepted,
        notified,
        stopped,
        name,
        officer,
        search_key,
        sort_key,
        clock if clock[0] is not None else None,
    )
