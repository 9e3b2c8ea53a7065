"""Meetings of the 论证 as screens and papers read them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.stage_terms import OpinionKind, ReviewDecision
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import Gate, Stage
from fangzi_desktop.services.elements import ElementLine, element_lines
from fangzi_desktop.services.problems import Problem, problems
from fangzi_desktop.services.review import ConditionForm
from fangzi_desktop.services.review_lines import (
    GateLine,
    IndicatorLine,
    RoundLine,
    gate_lines,
    indicator_lines,
    review_rounds,
)
from fangzi_desktop.storage import meetings as rows
from fangzi_desktop.storage.stage_tables import AgendaRow, MeetingRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the list: how many projects are on its agenda, and how many it has decided on."""

    id: str
    name: str
    held_on: date
    place: str
    chair: str
    minutes_no: str
    note: str
    projects: int
    decided: int


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """A project on an agenda, with everything the meeting looks at.

    Indicators and gates are those kept at the decision once there is one, else as they stand. `own` is the
    round before this meeting, `earlier` the rounds before it, newest first.
    """

    id: str
    project_id: str
    project: str
    investor: str
    track: str
    unit: str
    investment_yuan: int | None
    fixed_investment_yuan: int | None
    area_mu: Decimal | None
    own: RoundLine | None
    earlier: tuple[RoundLine, ...]
    indicators: tuple[IndicatorLine, ...]
    gates: tuple[GateLine, ...]
    problems: tuple[Problem, ...]
    elements: tuple[ElementLine, ...]

    @property
    def decision(self) -> ReviewDecision | None:
        """What the meeting decided, or None."""
        return self.own.decision if self.own is not None else None

    @property
    def late(self) -> int:
        """How many opinions came after their day."""
        return sum(one.is_late for one in self.own.opinions) if self.own is not None else 0

    @property
    def proposed_conditions(self) -> tuple[ConditionForm, ...]:
        """What departments agree only under, as conditions of a pass in their own words."""
        if self.own is None:
            return ()
        return tuple(
            ConditionForm(" ".join((one.conditions or one.text).split()).replace("；", "，"), one.department)
            for one in self.own.opinions
            if one.kind is OpinionKind.CONDITIONAL
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its agenda in order."""

    line: MeetingLine
    agenda: tuple[AgendaPage, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project in its 论证 that is on no agenda. Its id is the project's; `missing` opinions are not in."""

    id: str
    project: str
    investor: str
    round_no: int
    accepted_on: date
    missing: int


def meetings(view: View) -> tuple[MeetingLine, ...]:
    """Return the meetings, the latest first."""
    placed = Counter(one.meeting_id for one in rows.agenda_rows(view.session))
    found = rows.rounds_of(view.session)
    decided = Counter(one.meeting_id for one in found if one.decision is not None)
    return tuple(_line(row, placed[row.id], decided[row.id]) for row in rows.meeting_rows(view.session))


def meeting(view: View, meeting_id: str) -> Meeting | None:
    """Return a meeting with its agenda; None if it is gone."""
    line = next((one for one in meetings(view) if one.id == meeting_id), None)
    return Meeting(line, agenda_pages(view, meeting_id)) if line is not None else None


def agenda_pages(view: View, meeting_id: str) -> tuple[AgendaPage, ...]:
    """Return the projects on a meeting's agenda in its order."""
    found = rows.projects_of(view.session, meeting_id)
    return tuple(
        _page(view, place, found[place.project_id]) for place in rows.agenda_rows(view.session, meeting_id)
    )


def candidates(view: View) -> tuple[Candidate, ...]:
    """Return the projects whose open round is on no agenda, the longest accepted first."""
    return tuple(
        Candidate(
            project.id,
            project.name,
            project.investor,
            row.round_no,
            row.accepted_on,
            len(next(one for one in review_rounds(view, project.id) if one.id == row.id).missing),
        )
        for row, project in rows.candidate_rows(view.session)
        if project.stage is Stage.REVIEW and project.status not in TERMINAL
    )


def _line(row: MeetingRow, projects: int, decided: int) -> MeetingLine:
    return MeetingLine(
        row.id, row.name, row.held_on, row.place, row.chair, row.minutes_no, row.note, projects, decided
    )


def _page(view: View, place: AgendaRow, row: ProjectRow) -> AgendaPage:
    rounds = review_rounds(view, row.id)
    own = next((one for one in rounds if one.meeting_id == place.meeting_id), None)
    decided = own is not None and own.decision is not None
    gates = gate_lines(view, row.id)
    if own is not None and decided:
        gates = tuple(GateLine(one, own.gates[one], "") for one in Gate)
    return AgendaPage(
        place.id,
        row.id,
        row.name,
        row.investor,
        row.industry_track,
        row.responsible_unit,
        row.investment_yuan,
        row.fixed_investment_yuan,
        row.area_mu,
        own,
        tuple(one for one in rounds if own is not None and one.round_no < own.round_no),
        own.indicators if own is not None and decided else indicator_lines(view, row.id),
        gates,
        tuple(one for one in problems(view, row.id) if one.state.is_open),
        element_lines(view, row.id),
    )
