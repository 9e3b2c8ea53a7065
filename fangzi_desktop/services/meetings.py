"""项目论证会议: called with a number, given an agenda, and deciding project by project (mechanism §2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.meetings import check_meeting, moved, next_minutes_no
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.services.elements import ElementLine, element_lines
from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.projects import Override
from fangzi_desktop.services.review import (
    ConditionForm,
    DecisionForm,
    IndicatorLine,
    RoundLine,
    decide_round,
    indicator_lines,
    review_rounds,
)
from fangzi_desktop.services.review_lines import GateLine, gate_lines
from fangzi_desktop.storage import meetings as rows
from fangzi_desktop.storage.stage_tables import AgendaRow, MeetingRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class MeetingForm:
    """What a person says of a meeting; `minutes_no` is the number that its minutes bear or will bear."""

    name: str
    held_on: date
    minutes_no: str
    place: str = ""
    chair: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class MeetingDecision:
    """What the meeting decides on one project; its day, number and chair are the meeting's own."""

    decision: ReviewDecision
    text: str = ""
    review_on: date | None = None
    conditions: tuple[ConditionForm, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A project before a meeting, with all that is said of it there; `id` is the project's.

    `round` is the one decided at this meeting, else the open one; None where the project has neither any
    more. Once decided, the indicators and gates are those kept at the decision.
    """

    id: str
    name: str
    investor: str
    responsible_unit: str
    investment_yuan: int | None
    fixed_investment_yuan: int | None
    area_mu: Decimal | None
    output_yuan: int | None
    progress: str
    round: RoundLine | None
    indicators: tuple[IndicatorLine, ...]
    gates: tuple[GateLine, ...]
    elements: tuple[ElementLine, ...]
    problems: tuple[str, ...]
    earlier: tuple[RoundLine, ...]

    @property
    def decision(self) -> ReviewDecision | None:
        """What the meeting has decided, None while it has not."""
        return self.round.decision if self.round is not None else None


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting with how many projects are before it and how many of them are decided."""

    id: str
    form: MeetingForm
    projects: int
    decided: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its agenda in order."""

    id: str
    form: MeetingForm
    agenda: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A project whose open round is on no agenda; `id` is the project's."""

    id: str
    name: str
    investment_yuan: int | None
    round_no: int
    accepted_on: date
    opinions: int
    opinions_in: int


def proposed_meeting(view: View) -> MeetingForm:
    """Return what a new meeting is usually called: today, with the next number."""
    known = [row.minutes_no for row in rows.meeting_rows(view.session)]
    last = next(iter(rows.meeting_rows(view.session)), None)
    return MeetingForm(
        "项目论证会议",
        view.today,
        next_minutes_no(known, view.today),
        last.place if last is not None else "",
        last.chair if last is not None else "",
    )


def add_meeting(work: Work, form: MeetingForm) -> str:
    """Call a meeting and return its id; refusals are those of `check_meeting`."""
    row = MeetingRow(id=work.new_id(), name="", held_on=form.held_on)
    _fill(work, row, form)
    return work.add(row).id


def edit_meeting(work: Work, meeting_id: str, form: MeetingForm) -> None:
    """Write what the form holds; another number goes into everything that was decided there.

    Refusals: those of `check_meeting`, and ``meeting.day_fixed`` for another day once it has decided.
    """
    row = work.get(MeetingRow, meeting_id)
    decided = rows.decided_rounds(work.session, meeting_id)
    if decided and form.held_on != row.held_on:
        raise UserError("meeting.day_fixed", count=len(decided))
    before = row.minutes_no
    _fill(work, row, form)
    for one in decided:
        one.minutes_no = row.minutes_no
        one.chair = row.chair
        if row.minutes_no != before:
            for change in rows.changes_by(work.session, one.project_id, before):
                change.document_no = row.minutes_no


def remove_meeting(work: Work, meeting_id: str) -> None:
    """Call a meeting off. Raises `UserError` ``meeting.has_decided``."""
    row = work.get(MeetingRow, meeting_id)
    decided = rows.decided_rounds(work.session, meeting_id)
    if decided:
        raise UserError("meeting.has_decided", count=len(decided))
    for item, _ in rows.agenda_rows(work.session, meeting_id):
        work.delete(item)
    work.flush()
    work.delete(row)


def put_on_agenda(work: Work, meeting_id: str, project_ids: Sequence[str]) -> int:
    """Put projects on a meeting's agenda, after those that are there; return how many were added.

    Refusals: ``meeting.no_open_round`` for a project whose package was not accepted, and
    ``meeting.on_agenda`` for one that waits on a meeting's agenda already.
    """
    work.get(MeetingRow, meeting_id)
    waiting = rows.open_rounds(work.session)
    listed = rows.agenda_rows(work.session)
    last = max((row.position for row, _ in listed if row.meeting_id == meeting_id), default=-1)
    for place, project_id in enumerate(project_ids, start=last + 1):
        project = work.get(ProjectRow, project_id)
        if project_id not in waiting:
            raise UserError("meeting.no_open_round", project=project.name)
        if any(row.project_id == project_id and _waits(work, row) for row, _ in listed):
            raise UserError("meeting.on_agenda", project=project.name)
        work.add(AgendaRow(id=work.new_id(), meeting_id=meeting_id, project_id=project_id, position=place))
    return len(project_ids)


def move_on_agenda(work: Work, meeting_id: str, project_id: str, by: int) -> None:
    """Move a project so many places down a meeting's agenda, or up."""
    listed = {row.project_id: row for row, _ in rows.agenda_rows(work.session, meeting_id)}
    if project_id not in listed:
        raise UserError("record.missing", table="agenda")
    for place, name in enumerate(moved(list(listed), project_id, by)):
        listed[name].position = place


def take_off_agenda(work: Work, meeting_id: str, project_id: str) -> None:
    """Take a project off a meeting's agenda. Raises ``meeting.decided_there`` once it was decided there."""
    for row, project in rows.agenda_rows(work.session, meeting_id):
        if row.project_id == project_id:
            decided = rows.decided_rounds(work.session, meeting_id)
            if any(one.project_id == project_id for one in decided):
                raise UserError("meeting.decided_there", project=project.name)
            work.delete(row)
            return
    raise UserError("record.missing", table="agenda")


def decide_at_meeting(
    work: Work, meeting_id: str, project_id: str, form: MeetingDecision, override: Override | None = None
) -> tuple[str, ...]:
    """Record what a meeting decides on a project, and return the departments that have not replied.

    The day, the number and the chair are the meeting's. Refusals: ``meeting.no_open_round`` and those of
    `decide_round`.
    """
    meeting = work.get(MeetingRow, meeting_id)
    waiting = rows.open_rounds(work.session).get(project_id)
    if waiting is None:
        raise UserError("meeting.no_open_round", project=work.get(ProjectRow, project_id).name)
    waiting.meeting_id = meeting_id
    decision = DecisionForm(
        form.decision,
        meeting.held_on,
        meeting.minutes_no,
        meeting.chair,
        clean_text(form.text).strip(),
        form.review_on,
        form.conditions,
    )
    return decide_round(work, waiting.id, decision, override)


def meetings(view: View) -> tuple[MeetingLine, ...]:
    """Return the meetings, the newest first."""
    agenda = rows.agenda_rows(view.session)
    found = []
    for row in rows.meeting_rows(view.session):
        listed = sum(one.meeting_id == row.id for one, _ in agenda)
        decided = len(rows.decided_rounds(view.session, row.id))
        found.append(MeetingLine(row.id, _form(row), listed, decided))
    return tuple(found)


def meeting(view: View, meeting_id: str) -> Meeting:
    """Return a meeting with everything that is before it. Raises `UserError` ``record.missing``."""
    row = view.session.get(MeetingRow, meeting_id)
    if row is None:
        raise UserError("record.missing", table="meeting")
    agenda = rows.agenda_rows(view.session, meeting_id)
    return Meeting(row.id, _form(row), tuple(_item(view, row.id, project) for _, project in agenda))


def candidates(view: View) -> tuple[Candidate, ...]:
    """Return the projects that could be put before a meeting, the longest waiting first."""
    listed = {row.project_id for row, _ in rows.agenda_rows(view.session) if _waits(view, row)}
    found = []
    for line in review_rounds(view):
        if line.is_open and line.project_id not in listed:
            project = view.session.get(ProjectRow, line.project_id)
            money = project.investment_yuan if project is not None else None
            replied = len(line.opinions) - len(line.missing)
            found.append(
                Candidate(
                    line.project_id,
                    line.project,
                    money,
                    line.round_no,
                    line.accepted_on,
                    len(line.opinions),
                    replied,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.accepted_on, one.name)))


def _waits(view: View, row: AgendaRow) -> bool:
    """Whether a project on an agenda has still to be decided there."""
    decided = rows.decided_rounds(view.session, row.meeting_id)
    return all(one.project_id != row.project_id for one in decided)


def _item(view: View, meeting_id: str, project: ProjectRow) -> AgendaItem:
    own = review_rounds(view, project.id)
    here = next((one for one in own if one.meeting_id == meeting_id and not one.is_open), None)
    shown = here or next((one for one in own if one.is_open), None)
    kept = here.indicators if here is not None else ()
    gates = gate_lines(view, project.id)
    if here is not None:
        gates = tuple(GateLine(one.gate, here.gates[one.gate], one.note) for one in gates)
    return AgendaItem(
        project.id,
        project.name,
        project.investor,
        project.responsible_unit,
        project.investment_yuan,
        project.fixed_investment_yuan,
        project.area_mu,
        project.output_yuan,
        project.progress,
        shown,
        kept or indicator_lines(view, project.id),
        gates,
        element_lines(view, project.id),
        tuple(one.text for one in problems(view, project.id) if one.state.is_open),
        tuple(one for one in own if shown is None or one.round_no < shown.round_no),
    )


def _form(row: MeetingRow) -> MeetingForm:
    return MeetingForm(row.name, row.held_on, row.minutes_no, row.place, row.chair, row.note)


def _fill(work: Work, row: MeetingRow, form: MeetingForm) -> None:
    name, number = clean_line(form.name).strip(), clean_line(form.minutes_no).strip()
    others = [one.minutes_no for one in rows.meeting_rows(work.session) if one.id != row.id]
    check_meeting(name, number, others)
    row.name = name
    row.held_on = form.held_on
    row.minutes_no = number
    row.place = clean_line(form.place).strip()
    row.chair = clean_line(form.chair).strip()
    row.note = clean_text(form.note).strip()
