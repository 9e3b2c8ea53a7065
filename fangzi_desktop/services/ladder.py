"""What follows a broken commitment of the enterprise, rung by rung, each with its paper (mechanism §5.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.clocks import fixed_deadline
from fangzi_desktop.domain.deadlines import light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ladder import (
    Rung,
    check_removal,
    check_rung,
    check_settlement,
    current,
    pressing,
    same_matter,
    usual_due,
)
from fangzi_desktop.domain.stage_terms import LadderLevel
from fangzi_desktop.domain.terms import Light, LimitKind
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.services.commitments import commitments_to_name
from fangzi_desktop.storage import ladder as rows
from fangzi_desktop.storage.stage_tables import CommitmentRow, LadderRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class RungForm:
    """A rung as its paper says it. A reminder without a day gives 30 calendar days."""

    level: LadderLevel
    issued_on: date
    document_no: str = ""
    reason: str = ""
    due: date | None = None
    commitment_id: str | None = None


@dataclass(frozen=True, slots=True)
class RungLine:
    """A rung as it is read; `about` names the commitment, and is empty for the agreement as a whole.

    `light` is grey once settled, or when a higher rung has taken its place.
    """

    id: str
    project_id: str
    form: RungForm
    about: str
    light: Light
    is_superseded: bool
    settled_on: date | None
    settled_note: str

    @property
    def is_open(self) -> bool:
        """Whether what it asked for is still outstanding."""
        return self.settled_on is None


def take_rung(work: Work, project_id: str, form: RungForm) -> str:
    """Record a rung and return its id.

    Refusals: those of `check_rung`, ``ladder.no_document``, ``ladder.no_reason`` and
    ``ladder.other_project`` for another project's commitment.
    """
    project = work.get(ProjectRow, project_id)
    row = LadderRow(
        id=work.new_id(),
        project_id=project.id,
        level=form.level,
        issued_on=form.issued_on,
        document_no="",
        reason="",
    )
    _fill(work, row, form)
    work.add(row)
    return row.id


def edit_rung(work: Work, rung_id: str, form: RungForm) -> None:
    """Correct a rung. Refusals are those of `take_rung`, and ``ladder.rests_on_it`` as in removing one."""
    row = work.get(LadderRow, rung_id)
    if (form.level, form.commitment_id) != (row.level, row.commitment_id):
        check_removal(rows.rung_of(row), _others(work, row))
    _fill(work, row, form)


def settle_rung(work: Work, rung_id: str, on: date, note: str) -> None:
    """Record that what a rung asked for was done; all open ones about the same matter end with it.

    Refusals: those of `check_settlement`, ``ladder.settled_already`` and ``ladder.no_note``.
    """
    row = work.get(LadderRow, rung_id)
    note = clean_text(note).strip()
    if row.settled_on is not None:
        raise UserError("ladder.settled_already", on=row.settled_on)
    if not note:
        raise UserError("ladder.no_note")
    check_settlement(rows.rung_of(row), on, work.today)
    for other in rows.ladder_rows(work.session, row.project_id):
        same = other.commitment_id == row.commitment_id and other.settled_on is None
        if same and other.issued_on <= on:
            other.settled_on = on
            other.settled_note = note


def remove_rung(work: Work, rung_id: str) -> None:
    """Delete a wrongly recorded rung; refusals are those of `check_removal`."""
    row = work.get(LadderRow, rung_id)
    check_removal(rows.rung_of(row), _others(work, row))
    work.delete(row)


def rung_lines(view: View, project_id: str) -> tuple[RungLine, ...]:
    """Return a project's rungs, the newest first."""
    names = {one: name for one, name, _ in commitments_to_name(view, project_id)}
    found = rows.ladder_rows(view.session, project_id)
    pressing_ids = {one.id for one in pressing(rows.rung_of(row) for row in found)}
    return tuple(
        _line(view, row, names.get(row.commitment_id or "", ""), row.id in pressing_ids)
        for row in reversed(found)
    )


def pressing_rungs(view: View, names: Mapping[str, str]) -> tuple[tuple[str, RungLine], ...]:
    """Return everybody's rungs that press, with their projects' names, by the day they give.

    `names` has the words of the commitments they are about.
    """
    found = rows.open_ladder_rows(view.session)
    # A rung about the agreement as a whole takes the place of none in another project.
    pressing_ids = {one.id for own in rows.rungs(view.session, None).values() for one in pressing(own)}
    lines = [
        (project, _line(view, row, names.get(row.commitment_id or "", ""), is_pressing=True))
        for row, project in found
        if row.id in pressing_ids
    ]
    return tuple(sorted(lines, key=lambda one: (one[1].form.due or date.max, one[0], one[1].id)))


def ladder_level(view: View, project_id: str) -> LadderLevel | None:
    """Return how far up the ladder a project stands today, or None while it is 正常."""
    return current(rows.rung_of(row) for row in rows.ladder_rows(view.session, project_id))


def _others(work: Work, row: LadderRow) -> list[Rung]:
    found = rows.ladder_rows(work.session, row.project_id)
    return [rows.rung_of(one) for one in found if one.id != row.id]


def _fill(work: Work, row: LadderRow, form: RungForm) -> None:
    document, reason = clean_line(form.document_no).strip(), clean_text(form.reason).strip()
    if not document:
        raise UserError("ladder.no_document", level=form.level)
    if not reason:
        raise UserError("ladder.no_reason")
    side = None
    if form.commitment_id is not None:
        commitment = work.get(CommitmentRow, form.commitment_id)
        if commitment.project_id != row.project_id:
            raise UserError("ladder.other_project")
        side = commitment.side
    due = form.due or usual_due(form.level, form.issued_on)
    before = same_matter(_others(work, row), form.commitment_id)
    check_rung(form.level, form.issued_on, due, before, side, work.today)
    row.level = form.level
    row.issued_on = form.issued_on
    row.document_no = document
    row.reason = reason
    row.due = due
    row.commitment_id = form.commitment_id


def _line(view: View, row: LadderRow, about: str, is_pressing: bool) -> RungLine:
    light = Light.GREY
    if is_pressing and row.due is not None:
        deadline = fixed_deadline(row.due, view.calendar)
        light = light_on(view.today, due=row.due, warn_on=deadline.warn_on, stopped=False, kind=LimitKind.MAX)
    return RungLine(
        row.id,
        row.project_id,
        RungForm(row.level, row.issued_on, row.document_no, row.reason, row.due, row.commitment_id),
        about,
        light,
        row.settled_on is None and not is_pressing,
        row.settled_on,
        row.settled_note,
    )
