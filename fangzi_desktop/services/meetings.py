"""Meetings of the 项目论证会议: agendas, decisions and the number of the minutes (mechanism §2).

A conclusion needs the number of its minutes, which is often given only when these are issued. So a meeting
has one number from the beginning: the expected one, which its conclusions take as they are typed.
`number_minutes` replaces it by the issued one, in the meeting and in everything decided there, in one act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain import meetings as rule
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.services.meeting_lines import AgendaPage as AgendaPage
from fangzi_desktop.services.meeting_lines import Candidate as Candidate
from fangzi_desktop.services.meeting_lines import Meeting as Meeting
from fangzi_desktop.services.meeting_lines import MeetingLine as MeetingLine
from fangzi_desktop.services.meeting_lines import agenda_pages as agenda_pages
from fangzi_desktop.services.meeting_lines import candidates as candidates
from fangzi_desktop.services.meeting_lines import meeting as meeting
from fangzi_desktop.services.meeting_lines import meetings as meetings
from fangzi_desktop.services.projects import Override
from fangzi_desktop.services.review import ConditionForm, DecisionForm, decide_round
from fangzi_desktop.storage import meetings as rows
from fangzi_desktop.storage import review as review_rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import AgendaRow, MeetingRow, ReviewRoundRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class MeetingForm:
    """What a person says of a meeting; `minutes_no` is the expected number until the minutes are issued."""

    name: str
    held_on: date
    minutes_no: str = ""
    place: str = ""
    chair: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConclusionForm:
    """What a meeting concludes on one project; its day, number and chair are the meeting's."""

    decision: ReviewDecision
    text: str = ""
    conditions: tuple[ConditionForm, ...] = ()
    review_on: date | None = None


def proposed_number(view: View, held_on: date) -> str:
    """Return the number that the minutes of a meeting on a day would have."""
    return rule.expected_number(held_on, (row.minutes_no for row in rows.meeting_rows(view.session)))


def add_meeting(work: Work, form: MeetingForm) -> str:
    """Register a meeting and return its id; refusals ``meeting.no_name``, ``meeting.number_used``."""
    row = MeetingRow(id=work.new_id(), name="", held_on=form.held_on)
    _fill(work, row, form)
    work.add(row)
    return row.id


def edit_meeting(work: Work, meeting_id: str, form: MeetingForm) -> None:
    """Write what the form holds.

    Refusals are those of `add_meeting`, and for another day ``meeting.decided_day`` once something was
    decided and ``meeting.before_acceptance`` of a project on its agenda. The number of a meeting that has
    decided is changed by `number_minutes` only (``meeting.decided_number``).
    """
    row = work.get(MeetingRow, meeting_id)
    decided = any(one.decision is not None for one in rows.rounds_of(work.session, meeting_id))
    if decided and form.held_on != row.held_on:
        raise UserError("meeting.decided_day", on=row.held_on)
    if decided and clean_line(form.minutes_no).strip() != row.minutes_no:
        raise UserError("meeting.decided_number")
    projects = rows.projects_of(work.session, meeting_id)
    for one in rows.rounds_of(work.session, meeting_id):
        if one.decision is None:
            rule.check_place_on_agenda(projects[one.project_id].name, one.accepted_on, form.held_on)
    _fill(work, row, form)


def remove_meeting(work: Work, meeting_id: str) -> None:
    """Remove a meeting with its agenda; ``meeting.has_decisions`` once it has decided something."""
    row = work.get(MeetingRow, meeting_id)
    found = rows.rounds_of(work.session, meeting_id)
    if any(one.decision is not None for one in found):
        raise UserError("meeting.has_decisions")
    for one in found:
        one.meeting_id = None
    for place in rows.agenda_rows(work.session, meeting_id):
        work.delete(place)
    work.flush()
    work.delete(row)


def put_on_agenda(work: Work, meeting_id: str, project_ids: Sequence[str]) -> int:
    """Put projects at the end of an agenda with their open rounds, all or none; return how many.

    Refusals: ``meeting.on_agenda`` for one that is on this or another meeting's agenda, ``meeting.no_round``,
    ``meeting.before_acceptance``.
    """
    row = work.get(MeetingRow, meeting_id)
    places = rows.agenda_rows(work.session, meeting_id)
    position = max((one.position for one in places), default=-1) + 1
    for number, project_id in enumerate(project_ids):
        project = work.get(ProjectRow, project_id)
        newest = review_rows.newest_round(work.session, project_id)
        if newest is not None and newest.decision is None and newest.meeting_id is not None:
            other = work.get(MeetingRow, newest.meeting_id)
            raise UserError("meeting.on_agenda", project=project.name, meeting=other.name, on=other.held_on)
        is_open = newest is not None and newest.decision is None and project.status not in TERMINAL
        accepted_on = newest.accepted_on if newest is not None and is_open else None
        rule.check_place_on_agenda(project.name, accepted_on, row.held_on)
        if any(one.project_id == project_id for one in places):
            raise UserError("meeting.on_agenda", project=project.name, meeting=row.name, on=row.held_on)
        if newest is not None:
            newest.meeting_id = meeting_id
        place = AgendaRow(
            id=natural_id("agenda", meeting_id, project_id),
            meeting_id=meeting_id,
            project_id=project_id,
            position=0,
        )
        place.position = position + number
        work.add(place)
        places.append(place)
    return len(project_ids)


def move_on_agenda(work: Work, agenda_id: str, by: int) -> None:
    """Move a project up (negative) or down its agenda; beyond either end it stays there."""
    row = work.get(AgendaRow, agenda_id)
    places = rows.agenda_rows(work.session, row.meeting_id)
    old = places.index(row)
    places.insert(max(0, min(len(places) - 1, old + by)), places.pop(old))
    for position, one in enumerate(places):
        one.position = position


def take_off_agenda(work: Work, agenda_id: str) -> None:
    """Take a project off its agenda; ``meeting.decided_project`` once the meeting has decided on it."""
    row = work.get(AgendaRow, agenda_id)
    own = _round(work, row)
    if own is not None and own.decision is not None:
        raise UserError("meeting.decided_project", decision=own.decision)
    if own is not None:
        own.meeting_id = None
    work.delete(row)


def conclude(
    work: Work, agenda_id: str, form: ConclusionForm, override: Override | None = None
) -> tuple[str, ...]:
    """Record what the meeting concludes on a project; return the departments whose opinion is missing.

    Day, number and chair are those of the meeting. Refusals: ``meeting.not_held`` before its day,
    ``meeting.no_number`` without even an expected number, ``meeting.no_round``, and those of `decide_round`.
    """
    place = work.get(AgendaRow, agenda_id)
    row = work.get(MeetingRow, place.meeting_id)
    if row.held_on > work.today:
        raise UserError("meeting.not_held", on=row.held_on)
    if not row.minutes_no:
        raise UserError("meeting.no_number")
    own = _round(work, place)
    if own is None:
        raise UserError("meeting.no_round", project=work.get(ProjectRow, place.project_id).name)
    decision = DecisionForm(
        form.decision, row.held_on, row.minutes_no, row.chair, form.text, form.review_on, form.conditions
    )
    return decide_round(work, own.id, decision, override)


def number_minutes(work: Work, meeting_id: str, number: str) -> int:
    """Give the minutes their number and write it into everything decided there; return how many decisions.

    Refusals: ``meeting.no_number_given``, ``meeting.number_used``.
    """
    row = work.get(MeetingRow, meeting_id)
    number = clean_line(number).strip()
    if not number:
        raise UserError("meeting.no_number_given")
    rule.check_meeting(row.name, number, _other_numbers(work, row))
    old, row.minutes_no = row.minutes_no, number
    decided = [one for one in rows.rounds_of(work.session, meeting_id) if one.decision is not None]
    for one in decided:
        if one.minutes_no != old:
            continue
        one.minutes_no = number
        for change in review_rows.status_changes_since(work.session, one.project_id, row.held_on):
            if change.changed_on == one.decided_on and change.document_no == old:
                change.document_no = number
    return len(decided)


def _round(work: Work, place: AgendaRow) -> ReviewRoundRow | None:
    found = rows.rounds_of(work.session, place.meeting_id)
    return next((one for one in found if one.project_id == place.project_id), None)


def _other_numbers(work: Work, row: MeetingRow) -> list[str]:
    return [one.minutes_no for one in rows.meeting_rows(work.session) if one.id != row.id]


def _fill(work: Work, row: MeetingRow, form: MeetingForm) -> None:
    name, number = clean_line(form.name).strip(), clean_line(form.minutes_no).strip()
    rule.check_meeting(name, number, _other_numbers(work, row))
    row.name, row.held_on, row.minutes_no = name, form.held_on, number
    row.place, row.chair = clean_line(form.place).strip(), clean_line(form.chair).strip()
    row.note = clean_text(form.note).strip()
