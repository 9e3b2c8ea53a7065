"""The investment of a project month by month, as the team knows it (完成投资·专班掌握), never a statistic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fangzi_desktop.domain.construction import check_month, check_months_once
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage import construction as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import MonthRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class MonthForm:
    """A month (``2026-05``) with what is planned for it and done in it, in whole yuan."""

    month: str
    planned_yuan: int | None = None
    completed_yuan: int | None = None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month as it is read; the totals run from the beginning of its year and from the first month known."""

    id: str
    month: str
    planned_yuan: int | None
    completed_yuan: int | None
    year_done_yuan: int
    total_done_yuan: int


@dataclass(frozen=True, slots=True)
class Months:
    """A project's months, newest first, beside the two figures that its ledger line holds.

    The ledger's figure stays the project's; `gap_yuan` is by how much it exceeds the sum of the months.
    """

    lines: tuple[MonthLine, ...]
    year: int
    year_planned_yuan: int
    year_done_yuan: int
    total_done_yuan: int
    annual_plan_yuan: int | None
    ledger_done_yuan: int | None

    @property
    def gap_yuan(self) -> int | None:
        """The ledger's completed investment less that of the months; None unless both are known."""
        if self.ledger_done_yuan is None or not any(one.completed_yuan is not None for one in self.lines):
            return None
        return self.ledger_done_yuan - self.total_done_yuan


def write_month(work: Work, project_id: str, form: MonthForm, month_id: str | None = None) -> str:
    """Record a month, or correct the one named, and return its id.

    Refusals: those of `check_month`, and ``month.twice`` for a month that is recorded already.
    """
    work.get(ProjectRow, project_id)
    check_month(form.planned_yuan, form.completed_yuan, form.month, work.today)
    present = {row.month: row for row in rows.month_rows(work.session, project_id)}
    other = present.get(form.month)
    if other is not None and other.id != month_id:
        raise UserError("month.twice", month=PartialDate.from_code(form.month))
    if month_id is None:
        row = work.add(_month_row(project_id, form.month))
    else:
        row = _of_month(work, work.get(MonthRow, month_id), form.month)
    row.planned_yuan, row.completed_yuan = form.planned_yuan, form.completed_yuan
    return row.id


def paste_months(work: Work, project_id: str, forms: Sequence[MonthForm]) -> int:
    """Record several months at once and return how many; a known one takes what is given, none is emptied.

    Refusals: those of `check_month`, and ``month.twice`` for a month that is given twice.
    """
    work.get(ProjectRow, project_id)
    check_months_once(form.month for form in forms)
    present = {row.month: row for row in rows.month_rows(work.session, project_id)}
    for form in forms:
        check_month(form.planned_yuan, form.completed_yuan, form.month, work.today)
        row = present.get(form.month)
        if row is None:
            row = work.add(_month_row(project_id, form.month))
        if form.planned_yuan is not None:
            row.planned_yuan = form.planned_yuan
        if form.completed_yuan is not None:
            row.completed_yuan = form.completed_yuan
    return len(forms)


def _month_row(project_id: str, month: str) -> MonthRow:
    return MonthRow(id=natural_id("month_investment", project_id, month), project_id=project_id, month=month)


def _of_month(work: Work, row: MonthRow, month: str) -> MonthRow:
    """Return the row to write a month into; for another month it is another row in the place of this one."""
    if row.month == month:
        return row
    work.delete(row)
    work.flush()
    return work.add(_month_row(row.project_id, month))


def remove_month(work: Work, month_id: str) -> None:
    """Remove what is recorded of a month."""
    work.delete(work.get(MonthRow, month_id))


def months(view: View, project_id: str) -> Months:
    """Return a project's months with their totals."""
    project = view.session.get(ProjectRow, project_id)
    if project is None:
        raise UserError("record.missing", table="project")
    lines: list[MonthLine] = []
    total, in_year, year = 0, 0, ""
    for row in rows.month_rows(view.session, project_id):
        if row.month[:4] != year:
            in_year, year = 0, row.month[:4]
        in_year += row.completed_yuan or 0
        total += row.completed_yuan or 0
        lines.append(MonthLine(row.id, row.month, row.planned_yuan, row.completed_yuan, in_year, total))
    this_year = [one for one in lines if one.month.startswith(f"{view.today.year:04d}-")]
    return Months(
        tuple(reversed(lines)),
        view.today.year,
        sum(one.planned_yuan or 0 for one in this_year),
        sum(one.completed_yuan or 0 for one in this_year),
        total,
        project.annual_plan_yuan,
        project.completed_yuan,
    )
