"""Visits (走访): recorded in one act with what was found and promised, read back, and followed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Light, LimitKind, ProblemState
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.domain.visits import awaited_visits, check_kept, check_next, check_promised, check_visit
from fangzi_desktop.services.construction import nodes, physical_progress, write_physical_progress
from fangzi_desktop.services.photos import Photo, photos_of
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.storage import visits as rows
from fangzi_desktop.storage.stage_tables import PhotoRow, VisitPromiseRow, VisitRow
from fangzi_desktop.storage.tables import ProblemRow, ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class VisitForm:
    """A visit: its day, what was seen or talked about, who went, and how far building has come.

    `node` names a node of building or says it in other words; `percent` is the visitors' own judgement of
    the 形象进度, 0 … 100; `next_on` is when somebody goes again.
    """

    visited_on: date
    text: str = ""
    who: str = ""
    node: str = ""
    percent: int | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class FindingForm:
    """A problem found at a visit, with who is to solve it by when."""

    text: str
    responsible_unit: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class PromiseForm:
    """What somebody promised at a visit, by an agreed day or without one."""

    text: str
    promised_by: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise that is on record; its light is grey once it is kept or while it has no day."""

    id: str
    visit_id: str
    text: str
    promised_by: str
    due: date | None
    kept_on: date | None
    light: Light


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that was found at a visit, as it stands now."""

    id: str
    number: int
    text: str
    responsible_unit: str
    due: date | None
    state: ProblemState


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit that is on record. `awaits_next` tells that its next visit has not been made yet."""

    id: str
    form: VisitForm
    project_id: str = ""
    problems: tuple[Finding, ...] = ()
    promises: tuple[Promise, ...] = ()
    awaits_next: bool = False
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, slots=True)
class VisitStart:
    """What a new visit of a project begins with: who goes usually, and the nodes there are to choose from."""

    project: str
    who: str
    nodes: tuple[str, ...]
    progress: str
    progress_on: date | None


def record_visit(
    work: Work,
    project_id: str,
    form: VisitForm,
    problems: Sequence[FindingForm] = (),
    promises: Sequence[PromiseForm] = (),
    progress: str = "",
) -> str:
    """Record a visit with all that came of it, and return its id.

    The problems are registered and the promises followed; `progress` is what the project's 形象进度 is to say
    from the day of the visit on, and leaves it as it is when it is empty. No reported figure is touched.
    Refusals are those of `check_visit`, `raise_problem`, `add_promise` and `write_physical_progress`.
    """
    project = work.get(ProjectRow, project_id)
    row = VisitRow(id=work.new_id(), project_id=project.id, visited_on=form.visited_on, text="")
    _fill(work, row, form, [*(one.text for one in problems), *(one.text for one in promises)])
    work.add(row)
    work.flush()
    for found in problems:
        add_finding(work, row.id, found)
    for promise in promises:
        add_promise(work, row.id, promise)
    if progress.strip():
        write_physical_progress(work, project_id, progress, form.visited_on)
    return row.id


def edit_visit(work: Work, visit_id: str, form: VisitForm) -> None:
    """Correct a visit; refusals are those of `check_visit`. What was found and promised stays as it is."""
    row = work.get(VisitRow, visit_id)
    more = [one.text for one in rows.promise_rows(work.session, row.project_id).get(visit_id, [])]
    more += [one.text for one in rows.found_problems(work.session, row.project_id).get(visit_id, [])]
    _fill(work, row, form, more)


def remove_visit(work: Work, visit_id: str) -> None:
    """Take a visit out, with what was promised at it; problems and photos stay with the project."""
    row = work.get(VisitRow, visit_id)
    for promise in rows.promise_rows(work.session, row.project_id).get(visit_id, []):
        work.delete(promise)
    for problem in rows.found_problems(work.session, row.project_id).get(visit_id, []):
        problem.visit_id = None
    for photo in rows.photos_taken_with(work.session, visit_id):
        photo.visit_id = None
    work.delete(row)


def add_finding(work: Work, visit_id: str, form: FindingForm) -> str:
    """Register a problem that was found at a visit; refusals are those of `raise_problem`."""
    visit = work.get(VisitRow, visit_id)
    problem = raise_problem(
        work,
        visit.project_id,
        ProblemForm(form.text, form.responsible_unit, visit.visited_on, form.due),
    )
    work.get(ProblemRow, problem).visit_id = visit_id
    # The next problem takes the number after this one.
    work.flush()
    return problem


def add_promise(work: Work, visit_id: str, form: PromiseForm) -> str:
    """Follow what was promised at a visit; refusals ``promise.no_text`` and ``promise.due_before_visit``."""
    visit = work.get(VisitRow, visit_id)
    row = VisitPromiseRow(id=work.new_id(), project_id=visit.project_id, visit_id=visit_id, text="")
    _fill_promise(row, visit, form)
    return work.add(row).id


def edit_promise(work: Work, promise_id: str, form: PromiseForm) -> None:
    """Correct a promise; refusals are those of `add_promise`."""
    row = work.get(VisitPromiseRow, promise_id)
    _fill_promise(row, work.get(VisitRow, row.visit_id), form)


def keep_promise(work: Work, promise_id: str, on: date) -> None:
    """Record that a promise was kept on a day; refusal ``promise.kept_out_of_range``."""
    row = work.get(VisitPromiseRow, promise_id)
    check_kept(on, work.get(VisitRow, row.visit_id).visited_on, work.today)
    row.kept_on = on


def reopen_promise(work: Work, promise_id: str) -> None:
    """Take back that a promise was kept."""
    work.get(VisitPromiseRow, promise_id).kept_on = None


def remove_promise(work: Work, promise_id: str) -> None:
    """Take a promise out."""
    work.delete(work.get(VisitPromiseRow, promise_id))


def plan_next_visit(work: Work, visit_id: str, on: date) -> None:
    """Agree on another day for the next visit; refusal ``visit.next_not_later``."""
    row = work.get(VisitRow, visit_id)
    check_next(row.visited_on, on)
    row.next_on = on


def withdraw_next_visit(work: Work, visit_id: str) -> None:
    """Nobody goes again on the day that was agreed; refusal ``visit.no_next`` where none was."""
    row = work.get(VisitRow, visit_id)
    if row.next_on is None:
        raise UserError("visit.no_next")
    row.next_on = None


def assign_photos(work: Work, photo_ids: Sequence[str], visit_id: str | None) -> None:
    """Put photos with a visit, or with the visit of their own day; refusal ``visit.other_project``."""
    for row in [work.get(PhotoRow, photo_id) for photo_id in photo_ids]:
        if visit_id is not None and work.get(VisitRow, visit_id).project_id != row.project_id:
            raise UserError("visit.other_project")
        row.visit_id = visit_id


def visits(view: View, project_id: str) -> tuple[VisitLine, ...]:
    """Return the visits of a project, newest first, each with what came of it and its photos."""
    found = rows.visit_rows(view.session, project_id)
    if not found:
        return ()
    awaited = {key for key, _, _ in awaited_visits((row.id, row.visited_on, row.next_on) for row in found)}
    promises = rows.promise_rows(view.session, project_id)
    problems = rows.found_problems(view.session, project_id)
    photos = photos_of(view, project_id)
    return tuple(
        VisitLine(
            row.id,
            _form(row),
            project_id,
            tuple(_finding(one) for one in problems.get(row.id, ())),
            tuple(_promise(view, one) for one in promises.get(row.id, ())),
            row.id in awaited,
            photos_with(photos, row.id, row.visited_on),
        )
        for row in found
    )


def visit(view: View, visit_id: str) -> VisitLine:
    """Return one visit. Raises `UserError` ``record.missing``."""
    row = view.session.get(VisitRow, visit_id)
    if row is None:
        raise UserError("record.missing", table="visit")
    return next(one for one in visits(view, row.project_id) if one.id == visit_id)


def visit_of(view: View, project_id: str | None, visit_id: str | None) -> str:
    """Return the id of the visit that is meant: the one named, or the project's newest.

    Raises `UserError` ``project.unknown``, ``record.missing``, ``visit.none``, ``visit.other_project``.
    """
    if project_id is not None and view.session.get(ProjectRow, project_id) is None:
        raise UserError("project.unknown", id=project_id)
    if visit_id is not None:
        if project_id is not None and visit(view, visit_id).project_id != project_id:
            raise UserError("visit.other_project")
        return visit_id
    found = rows.visit_rows(view.session, project_id or "")
    if not found:
        raise UserError("visit.none")
    return found[0].id


def visit_start(view: View, project_id: str) -> VisitStart:
    """Return what a new visit of a project begins with. Raises `UserError` ``record.missing``."""
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    own = rows.visit_rows(view.session, project_id)
    usual = [row.who for row in own if row.who] or rows.usual_visitors(view.session) or [rows.VISITOR]
    names = (f"{one.kind.zh}（{one.part}）" if one.part else one.kind.zh for one in nodes(view, project_id))
    known = next((row for row in own if row.node), None)
    progress = physical_progress(view, project_id)
    return VisitStart(
        project.name,
        usual[0],
        tuple(dict.fromkeys((*names, *([known.node] if known is not None else ())))),
        progress.text,
        progress.confirmed_on,
    )


def photos_with(photos: Sequence[Photo], visit_id: str, visited_on: date) -> tuple[Photo, ...]:
    """Return the photos of a visit: those that name it, and those of its day that name none."""
    return tuple(
        one for one in photos if one.visit_id == visit_id or (one.visit_id is None and one.day == visited_on)
    )


def _form(row: VisitRow) -> VisitForm:
    return VisitForm(row.visited_on, row.text, row.who, row.node, row.percent, row.next_on)


def _finding(row: ProblemRow) -> Finding:
    return Finding(row.id, row.number, row.text, row.responsible_unit, row.due, row.state)


def _promise(view: View, row: VisitPromiseRow) -> Promise:
    light = Light.GREY
    if row.due is not None and row.kept_on is None:
        warn_on = fixed_deadline(row.due, view.calendar).warn_on
        light = light_on(view.today, due=row.due, warn_on=warn_on, stopped=False, kind=LimitKind.MAX)
    return Promise(row.id, row.visit_id, row.text, row.promised_by, row.due, row.kept_on, light)


def _fill(work: Work, row: VisitRow, form: VisitForm, more: Sequence[str]) -> None:
    text, node = clean_text(form.text).strip(), clean_line(form.node)
    check_visit(form.visited_on, (text, node, *more), form.percent, form.next_on, work.today)
    row.visited_on = form.visited_on
    row.text = text
    row.who = clean_line(form.who)
    row.node = node
    row.percent = form.percent
    row.next_on = form.next_on


def _fill_promise(row: VisitPromiseRow, visit: VisitRow, form: PromiseForm) -> None:
    text = clean_text(form.text).strip()
    if not text:
        raise UserError("promise.no_text")
    check_promised(form.due, visit.visited_on)
    row.text = text
    row.promised_by = clean_line(form.promised_by)
    row.due = form.due
