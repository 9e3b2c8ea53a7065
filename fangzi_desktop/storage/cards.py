"""The cards of the board in one plain statement: it is read at every start, of thousands of projects."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from fangzi_desktop.domain.deadlines import Clock, Deadline, Extension, Limit, OpenClock, Suspension
from fangzi_desktop.domain.terms import ClockKind, LimitKind, ProjectStatus, Route, Stage, Unit

_PROJECT = (
    *("id", "name", "investor", "industry_track", "responsible_unit", "service_officer"),
    *("investment_yuan", "area_mu", "route", "stage", "status", "search_key", "sort_key"),
)
_SUMMARY = (
    *("permits_done", "permits_total", "permits_undecided", "certificates_done", "certificates_total"),
    *("lights", "problems"),
)
CLOCK_COLUMNS = (
    *("kind", "owner_id", "code", "label", "department", "start", "start_event", "amount", "unit"),
    *("limit_kind", "statutory_amount", "statutory_unit", "statutory_kind", "suspensions", "extensions"),
    *("due", "statutory_due", "warn_on", "provisional"),
)
_STATEMENT = f"""
    SELECT {", ".join(f"p.{name}" for name in _PROJECT)}, {", ".join(f"s.{name}" for name in _SUMMARY)},
        (SELECT group_concat(stage) FROM stage_record WHERE project_id = p.id AND status = 'active'),
        o.words, coalesce(r.number, 0),
        {", ".join(f"a.{name}" for name in CLOCK_COLUMNS)}, {", ".join(f"b.{name}" for name in CLOCK_COLUMNS)}
    FROM project p JOIN summary s ON s.id = p.id
    LEFT JOIN (
        SELECT project_id, group_concat(reason || '（' || minutes_no || '）', '；') AS words
        FROM gate_override GROUP BY project_id
    ) o ON o.project_id = p.id
    LEFT JOIN (
        SELECT project_id, count(*) AS number FROM send_back GROUP BY project_id
    ) r ON r.project_id = p.id
    LEFT JOIN clock a ON a.id = s.stage_clock LEFT JOIN clock b ON b.id = s.next_clock
"""
_ROUTES: dict[str | None, Route | None] = {None: None, **{route.value: route for route in Route}}
_STAGES = {stage.value: stage for stage in Stage}
_STATUSES = {status.value: status for status in ProjectStatus}
_KINDS = {kind.value: kind for kind in ClockKind}
# Suspensions or extensions of a clock that has none.
_NONE = "[]"


class CardRow(NamedTuple):
    """The values a card is made of; `stages` are those under way, `stage_clock` and `next_clock` unread.

    `overrides` says why a failed gate was passed and by which minutes; `send_backs` counts ways back.
    """

    id: str
    name: str
    investor: str
    industry_track: str
    responsible_unit: str
    service_officer: str
    investment_yuan: int | None
    area_mu: Decimal | None
    route: Route | None
    stage: Stage
    status: ProjectStatus
    search_key: str
    sort_key: str
    permits_done: int
    permits_total: int
    permits_undecided: int
    certificates_done: int
    certificates_total: int
    lights: str
    problems: int
    stages: tuple[Stage, ...]
    overrides: str
    send_backs: int
    stage_clock: Sequence[Any] | None
    next_clock: Sequence[Any] | None


def card_rows(connection: Any, ids: Collection[str] | None = None) -> list[CardRow]:
    """Return the cards of all projects, or of the named ones, by name."""
    where = "" if ids is None else f"WHERE p.id IN ({', '.join('?' * len(ids))})"
    rows = connection.execute(f"{_STATEMENT} {where} ORDER BY p.sort_key", tuple(ids or ()))
    return [_row(row) for row in rows]


_FACTS = len(_PROJECT) + len(_SUMMARY)


def _row(values: tuple[Any, ...]) -> CardRow:
    facts, stages = list(values[:_FACTS]), values[_FACTS]
    overrides, send_backs = values[_FACTS + 1 : _FACTS + 3]
    stage_clock, next_clock = values[_FACTS + 3 : -len(CLOCK_COLUMNS)], values[-len(CLOCK_COLUMNS) :]
    area = facts[7]
    facts[7] = Decimal(area) if area is not None else None
    facts[8], facts[9], facts[10] = _ROUTES[facts[8]], _STAGES[facts[9]], _STATUSES[facts[10]]
    facts.append(tuple(_STAGES[stage] for stage in stages.split(",")) if stages else ())
    facts += (overrides or "", send_backs)
    facts += (clock if clock[0] is not None else None for clock in (stage_clock, next_clock))
    return CardRow._make(facts)


def clock_of(unread: Sequence[Any]) -> OpenClock:
    """Read a clock of its `CLOCK_COLUMNS`: terms and days come from the driver as text."""
    kind, owner, code, label, department, start, event, *rest = unread
    amount, unit, limit, by_law, by_law_unit, by_law_kind, stopped, longer, *days, provisional = rest
    # By place and not by name: there are a hundred thousand of them in a large district.
    clock = Clock(
        date.fromisoformat(start),
        event,
        _limit(amount, unit, limit),
        _limit(by_law, by_law_unit, by_law_kind),
        tuple(suspensions_of(stopped)) if stopped != _NONE else (),
        None,
        tuple(extensions_of(longer)) if longer != _NONE else (),
    )
    due, statutory_due, warn_on = (date.fromisoformat(day) if day else None for day in days)
    deadline = Deadline(due, statutory_due, warn_on, bool(provisional))
    return OpenClock(_KINDS[kind], owner, code, label, department, clock, deadline)


# The limits that occur are few and come again and again.
@cache
def _limit(amount: int | None, unit: str | None, kind: str | None) -> Limit | None:
    if amount is None or unit is None or kind is None:
        return None
    return Limit(amount, Unit(unit), LimitKind(kind))


def suspensions_of(text: str) -> Iterator[Suspension]:
    """Read the suspensions a clock is stored with."""
    for first, last, reason, number in json.loads(text):
        yield Suspension(
            date.fromisoformat(first), date.fromisoformat(last) if last else None, reason, number
        )


def extensions_of(text: str) -> Iterator[Extension]:
    """Read the extensions a clock is stored with."""
    for granted, amount, unit, *words in json.loads(text):
        yield Extension(date.fromisoformat(granted), amount, Unit(unit), *words)
