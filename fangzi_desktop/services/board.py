"""The cards of the board, read in one go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from fangzi_desktop.domain.lights import light_at
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import Light, ProjectStatus, Route, Stage
from fangzi_desktop.domain.workdays import WorkCalendar
from fangzi_desktop.services.faces import ClockFace, face_of
from fangzi_desktop.storage.cards import CardRow, card_rows, clock_of
from fangzi_desktop.storage.work import Glance


@dataclass(frozen=True, slots=True)
class Card:
    """One project as its card shows it on `today`.

    Counts are of items; `permits_total` leaves out 待核实 and 不涉及. The two clocks are read when they are
    asked for, since of thousands of cards a screen shows some thirty. `overrides` says why a failed gate was
    passed and by which minutes, and is empty if none was; `send_backs` counts ways back to earlier stages.
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
    light: Light
    unread_stage_clock: Sequence[Any] | None
    unread_next_clock: Sequence[Any] | None
    permits_done: int
    permits_total: int
    permits_undecided: int
    certificates_done: int
    certificates_total: int
    problems: int
    overlapping: tuple[Stage, ...]
    overrides: str
    send_backs: int
    search_key: str
    sort_key: str
    today: date
    calendar: WorkCalendar = field(compare=False, repr=False)

    @property
    def stage_clock(self) -> ClockFace | None:
        """The clock of the main stage."""
        return self._face(self.unread_stage_clock)

    @property
    def next_clock(self) -> ClockFace | None:
        """The other clock that is due first."""
        return self._face(self.unread_next_clock)

    def _face(self, unread: Sequence[Any] | None) -> ClockFace | None:
        if unread is None:
            return None
        return face_of(self.id, clock_of(unread), self.calendar, self.today)


def board(glance: Glance, ids: Collection[str] | None = None) -> tuple[Card, ...]:
    """Return the cards of all projects still in the mechanism, or of the named ones, by name."""
    rows = card_rows(glance.connection, ids)
    return tuple(_card(glance, row) for row in rows if row.status not in TERMINAL)


def _card(glance: Glance, row: CardRow) -> Card:
    return Card(
        row.id,
        row.name,
        row.investor,
        row.industry_track,
        row.responsible_unit,
        row.service_officer,
        row.investment_yuan,
        row.area_mu,
        row.route,
        row.stage,
        row.status,
        light_at(row.lights, glance.today),
        row.stage_clock,
        row.next_clock,
        row.permits_done,
        row.permits_total,
        row.permits_undecided,
        row.certificates_done,
        row.certificates_total,
        row.problems,
        tuple(stage for stage in row.stages if stage is not row.stage),
        row.overrides,
        row.send_backs,
        row.search_key,
        row.sort_key,
        glance.today,
        glance.calendar,
    )
