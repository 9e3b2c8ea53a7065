"""Problems that somebody must solve by a day (问题销号, mechanism §9.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.problems import check_listing, check_step_day, state_after
from fangzi_desktop.domain.stage_terms import ProblemStep
from fangzi_desktop.domain.terms import Light, LimitKind, ProblemState, Stage
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.services.permit_rows import item_names
from fangzi_desktop.storage import problems as rows
from fangzi_desktop.storage.stage_tables import ElementRow, ProblemStepRow
from fangzi_desktop.storage.tables import PermitItemRow, ProblemRow, ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class ProblemForm:
    """What a person says of a problem; `due` is an agreed day and stays where it is.

    `stage`, `item_id` (a permit item) and `element_id` say what it holds up; each may be left open.
    """

    text: str
    responsible_unit: str = ""
    raised_on: date | None = None
    due: date | None = None
    suggestion: str = ""
    stage: Stage | None = None
    item_id: str | None = None
    element_id: str | None = None


@dataclass(frozen=True, slots=True)
class StepForm:
    """A step as a person records it: its day, what was decided, and the number of its paper."""

    on: date
    note: str = ""
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step that a problem has taken."""

    step: ProblemStep
    on: date
    unit: str
    note: str
    document_no: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as it is read; `light` is grey once written off or without a day.

    `about` names what it holds up: a stage, a permit item or an element.
    """

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
    stage: Stage | None = None
    item_id: str | None = None
    element_id: str | None = None
    about: str = ""
    listed_on: date | None = None
    listed_no: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def is_listed(self) -> bool:
        """Whether it is open under 挂牌督办."""
        return self.listed_on is not None and self.state.is_open


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
    """Write what the form holds.

    Refusals: ``problem.no_text``, ``problem.dates`` and ``problem.other_project`` for an item or an element
    of another project.
    """
    _fill(work, work.get(ProblemRow, problem_id), form)


def assign_problem(work: Work, problem_id: str, unit: str, due: date, step: StepForm) -> None:
    """Hand a problem to a unit with a day to solve it by (交办).

    Refusals: those of `_take`, ``problem.no_unit``, and ``problem.dates`` for a day before it was raised.
    """
    row = work.get(ProblemRow, problem_id)
    unit = clean_text(unit).strip()
    if not unit:
        raise UserError("problem.no_unit")
    if due < row.raised_on:
        raise UserError("problem.dates", today=work.today)
    _take(work, row, ProblemStep.ASSIGNED, step, unit)
    row.responsible_unit = unit
    row.due = due


def take_problem_in_hand(work: Work, problem_id: str, step: StepForm) -> None:
    """Record that its unit works on a problem (办理)."""
    _take(work, work.get(ProblemRow, problem_id), ProblemStep.TAKEN_IN_HAND, step)


def claim_problem_solved(work: Work, problem_id: str, step: StepForm) -> None:
    """Record that its unit calls a problem solved (办结申请), and how; ``problem.no_note`` without it."""
    _need_note(step)
    _take(work, work.get(ProblemRow, problem_id), ProblemStep.CLAIMED, step)


def return_problem(work: Work, problem_id: str, step: StepForm) -> None:
    """Send a problem back that was called solved or written off (退回重办), with the reason."""
    _need_note(step)
    row = work.get(ProblemRow, problem_id)
    _take(work, row, ProblemStep.RETURNED, step)
    row.closed_on = None
    row.closing_note = ""


def list_problem(work: Work, problem_id: str, step: StepForm) -> None:
    """Put an overdue problem under 挂牌督办 by a numbered paper.

    Refusals: those of `_take` and `check_listing`, and ``problem.no_document``.
    """
    row = work.get(ProblemRow, problem_id)
    check_listing(row.due, row.listed_on, work.today)
    if not step.document_no.strip():
        raise UserError("problem.no_document")
    _take(work, row, ProblemStep.LISTED, step)
    row.listed_on = step.on
    row.listed_no = clean_text(step.document_no).strip()


def unlist_problem(work: Work, problem_id: str, step: StepForm) -> None:
    """End 挂牌督办 of a problem that is still open; ``problem.not_listed`` if it is not listed."""
    row = work.get(ProblemRow, problem_id)
    if row.listed_on is None:
        raise UserError("problem.not_listed")
    _take(work, row, ProblemStep.UNLISTED, step)
    row.listed_on = None
    row.listed_no = ""


def write_off_problem(work: Work, problem_id: str, on: date, note: str = "") -> None:
    """Close a problem (销号) as of a day, after the team has verified that it is solved.

    Refusals: ``problem.closed_already`` and ``problem.step_out_of_range``.
    """
    row = work.get(ProblemRow, problem_id)
    if not row.state.is_open:
        raise UserError("problem.closed_already", on=row.closed_on)
    _take(work, row, ProblemStep.CLOSED, StepForm(on, note))
    row.closed_on = on
    row.closing_note = clean_text(note).strip()


def problems(view: View, project_id: str | None = None) -> tuple[Problem, ...]:
    """Return a project's problems, or everybody's: open ones first, by due day, then by number."""
    found = rows.problem_rows(view.session, project_id)
    steps = rows.steps_of(view.session, project_id)
    about = _abouts(view, [row for row, _ in found])
    read = [_problem(view, row, name, steps.get(row.id, []), about.get(row.id, "")) for row, name in found]
    return tuple(sorted(read, key=lambda p: (not p.state.is_open, p.due or date.max, p.number)))


def what_problems_hold_up(
    view: View, project_id: str
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Return the permit items and the demands for elements that a project's problem may name: id and name."""
    items = item_names(view, [project_id])
    return tuple(items.items()), tuple(rows.elements_of(view.session, project_id))


def _take(work: Work, row: ProblemRow, step: ProblemStep, form: StepForm, unit: str = "") -> None:
    """Record a step; refusals are ``problem.not_now`` and ``problem.step_out_of_range``."""
    state = state_after(step, row.state)
    count, last = rows.last_step(work.session, row.id)
    check_step_day(form.on, row.raised_on, last, work.today)
    work.add(
        ProblemStepRow(
            id=work.new_id(),
            project_id=row.project_id,
            problem_id=row.id,
            position=count,
            step=step,
            happened_on=form.on,
            unit=unit,
            note=clean_text(form.note).strip(),
            document_no=clean_text(form.document_no).strip(),
        )
    )
    row.state = state


def _need_note(step: StepForm) -> None:
    if not step.note.strip():
        raise UserError("problem.no_note")


def _abouts(view: View, found: list[ProblemRow]) -> Mapping[str, str]:
    items = item_names(view, {row.project_id for row in found if row.item_id is not None})
    elements = rows.element_names(view.session, {row.element_id for row in found if row.element_id})
    return {
        row.id: "·".join(
            words
            for words in (
                row.stage.zh if row.stage is not None else "",
                items.get(row.item_id or "", ""),
                elements.get(row.element_id or "", ""),
            )
            if words
        )
        for row in found
    }


def _problem(view: View, row: ProblemRow, project: str, steps: list[ProblemStepRow], about: str) -> Problem:
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
        row.stage,
        row.item_id,
        row.element_id,
        about,
        row.listed_on,
        row.listed_no,
        tuple(Step(one.step, one.happened_on, one.unit, one.note, one.document_no) for one in steps),
    )


def _fill(work: Work, row: ProblemRow, form: ProblemForm) -> None:
    text = clean_text(form.text).strip()
    if not text:
        raise UserError("problem.no_text")
    raised_on = form.raised_on or row.raised_on
    if raised_on > work.today or (form.due is not None and form.due < raised_on):
        raise UserError("problem.dates", today=work.today)
    owners = (
        *([work.get(PermitItemRow, form.item_id).project_id] if form.item_id is not None else []),
        *([work.get(ElementRow, form.element_id).project_id] if form.element_id is not None else []),
    )
    if any(owner != row.project_id for owner in owners):
        raise UserError("problem.other_project")
    row.text = text
    row.raised_on = raised_on
    row.responsible_unit = clean_text(form.responsible_unit).strip()
    row.due = form.due
    row.suggestion = clean_text(form.suggestion).strip()
    row.stage = form.stage
    row.item_id = form.item_id
    row.element_id = form.element_id
