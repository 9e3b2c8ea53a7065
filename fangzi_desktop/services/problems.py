"""Problems that somebody must solve by a day (问题销号, mechanism §9.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Light, LimitKind, ProblemState
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage import problems as rows
from fangzi_desktop.storage.tables import ProblemRow, ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class ProblemForm:
    """What a person says of a problem; `due` is an agreed day and stays where it is."""

    text: str
    responsible_unit: str = ""
    raised_on: date | None = None
    due: date | None = None
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as it is read; `light` is grey once written off or without a day."""

    id: str
    project_id: str
    project: str
    number: int
    text: str
    raised_on: date
    responsible_unit: str
    due: date | None
    suggestion: str
    state: ProblemState
    closed_on: date | None
    closing_note: str
    light: Light


def raise_problem(work: Work, project_id: str, form: ProblemForm) -> str:
    """Register a problem under the team's next number and return its id."""
    project = work.get(ProjectRow, project_id)
    row = ProblemRow(
        id=work.new_id(),
        project_id=project.id,
        number=rows.next_number(work.session),
        text="",
        raised_on=form.raised_on or work.today,
        state=ProblemState.OPEN,
    )
    _fill(work, row, form)
    work.add(row)
    return row.id


def edit_problem(work: Work, problem_id: str, form: ProblemForm) -> None:
    """Write what the form holds; refusals are ``problem.no_text`` and ``problem.dates``."""
    _fill(work, work.get(ProblemRow, problem_id), form)


def write_off_problem(work: Work, problem_id: str, on: date, note: str = "") -> None:
    """Close a problem (销号) as of a day not before it was raised and not after today."""
    row = work.get(ProblemRow, problem_id)
    if row.state is ProblemState.CLOSED:
        raise UserError("problem.closed_already", on=row.closed_on)
    if not row.raised_on <= on <= work.today:
        raise UserError("problem.closed_out_of_range", earliest=row.raised_on, latest=work.today)
    row.state = ProblemState.CLOSED
    row.closed_on = on
    row.closing_note = clean_text(note).strip()


def reopen_problem(work: Work, problem_id: str) -> None:
    """Take a writing-off back (退回重办); the journal keeps that it happened."""
    row = work.get(ProblemRow, problem_id)
    row.state = ProblemState.OPEN
    row.closed_on = None
    row.closing_note = ""


def problems(view: View, project_id: str | None = None) -> tuple[Problem, ...]:
    """Return a project's problems, or everybody's: open ones first, by due day, then by number."""
    found = [_problem(view, row, name) for row, name in rows.problem_rows(view.session, project_id)]
    return tuple(sorted(found, key=lambda p: (p.state is ProblemState.CLOSED, p.due or date.max, p.number)))


def _problem(view: View, row: ProblemRow, project: str) -> Problem:
    light = Light.GREY
    if row.state.is_open and row.due is not None:
        deadline = fixed_deadline(row.due, view.calendar)
        light = light_on(view.today, due=row.due, warn_on=deadline.warn_on, stopped=False, kind=LimitKind.MAX)
    return Problem(
        row.id,
        row.project_id,
        project,
        row.number,
        row.text,
        row.raised_on,
        row.responsible_unit,
        row.due,
        row.suggestion,
        row.state,
        row.closed_on,
        row.closing_note,
        light,
    )


def _fill(work: Work, row: ProblemRow, form: ProblemForm) -> None:
    text = clean_text(form.text).strip()
    if not text:
        raise UserError("problem.no_text")
    raised_on = form.raised_on or row.raised_on
    if raised_on > work.today or (form.due is not None and form.due < raised_on):
        raise UserError("problem.dates", today=work.today)
    row.text = text
    row.raised_on = raised_on
    row.responsible_unit = clean_text(form.responsible_unit).strip()
    row.due = form.due
    row.suggestion = clean_text(form.suggestion).strip()
