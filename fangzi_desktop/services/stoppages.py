"""Standstills of building (停工): reported within a month, checked after a year (建筑法 §10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.clocks import stopped
from fangzi_desktop.domain.construction import (
    REPORT_LIMIT,
    check_noted,
    check_resumption,
    check_standstill,
    recheck_due,
    stood_days,
)
from fangzi_desktop.domain.deadlines import Clock, deadline_of, light_on
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Light, LimitKind
from fangzi_desktop.domain.text import clean_text
from fangzi_desktop.storage import construction as rows
from fangzi_desktop.storage.facts import project_facts
from fangzi_desktop.storage.stage_tables import StoppageRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class StoppageForm:
    """What a person says of a standstill; `is_excused` for a cause that is nobody's fault."""

    first: date
    reason: str = ""
    is_excused: bool = False
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Stoppage:
    """A standstill as it is read; `days` are calendar days with both ends.

    `report_due` is the last day for its report; `recheck_due` the day from which the permit must be checked
    before building goes on.
    """

    id: str
    first: date
    last: date | None
    reason: str
    is_excused: bool
    reported_on: date | None
    rechecked_on: date | None
    document_no: str
    days: int
    report_due: date | None
    recheck_due: date
    needs_recheck: bool
    light: Light


def add_stoppage(work: Work, project_id: str, form: StoppageForm) -> str:
    """Record that building stands still, and return the record's id.

    Refusals: those of `check_standstill`, and ``stoppage.no_reason``.
    """
    project = work.get(ProjectRow, project_id)
    row = StoppageRow(id=work.new_id(), project_id=project.id, first=form.first, reason="")
    _fill(work, row, form)
    work.add(row)
    return row.id


def edit_stoppage(work: Work, stoppage_id: str, form: StoppageForm) -> None:
    """Correct what is said of a standstill; refusals are those of `add_stoppage`."""
    _fill(work, work.get(StoppageRow, stoppage_id), form)


def report_stoppage(work: Work, stoppage_id: str, on: date) -> None:
    """Record that it was reported to the office that issued the permit; see `check_noted`."""
    row = work.get(StoppageRow, stoppage_id)
    check_noted(on, row.first, work.today)
    row.reported_on = on


def recheck_permit(work: Work, stoppage_id: str, on: date) -> None:
    """Record that the permit was checked (核验) before building goes on; see `check_noted`."""
    row = work.get(StoppageRow, stoppage_id)
    check_noted(on, row.first, work.today)
    row.rechecked_on = on


def end_stoppage(work: Work, stoppage_id: str, resumed_on: date) -> None:
    """Record that building goes on again as of a day, which no longer belongs to the standstill.

    Refusals: ``stoppage.ended_already``, those of `check_standstill` and of `check_resumption`.
    """
    row = work.get(StoppageRow, stoppage_id)
    if row.last is not None:
        raise UserError("stoppage.ended_already", last=row.last)
    if resumed_on > work.today:
        raise UserError("stoppage.in_future", today=work.today)
    last = resumed_on - timedelta(days=1)
    check_standstill(row.first, last, _others(work, row), work.today)
    check_resumption(row.first, resumed_on, row.rechecked_on)
    row.last = last


def remove_stoppage(work: Work, stoppage_id: str) -> None:
    """Remove a standstill that was recorded by mistake."""
    work.delete(work.get(StoppageRow, stoppage_id))


def stoppages(view: View, project_id: str) -> tuple[Stoppage, ...]:
    """Return a project's standstills, newest first."""
    return tuple(_stoppage(view, row) for row in rows.stoppage_rows(view.session, project_id))


def _stoppage(view: View, row: StoppageRow) -> Stoppage:
    report_due, light = None, Light.GREY
    if row.last is None and row.reported_on is None:
        (facts,) = project_facts(view.session, [row.project_id])
        clock = stopped(Clock(row.first, "中止施工", REPORT_LIMIT), facts.stops)
        deadline = deadline_of(clock, view.calendar)
        report_due = deadline.due
        light = light_on(
            view.today,
            due=deadline.due,
            warn_on=deadline.warn_on,
            stopped=deadline.due is None,
            kind=LimitKind.MAX,
        )
    recheck = recheck_due(row.first)
    return Stoppage(
        row.id,
        row.first,
        row.last,
        row.reason,
        row.is_excused,
        row.reported_on,
        row.rechecked_on,
        row.document_no,
        stood_days(row.first, row.last, view.today),
        report_due,
        recheck,
        row.last is None and row.rechecked_on is None and view.today >= recheck,
        light,
    )


def _others(work: Work, row: StoppageRow) -> list[tuple[date, date | None]]:
    return [
        (one.first, one.last) for one in rows.stoppage_rows(work.session, row.project_id) if one.id != row.id
    ]


def _fill(work: Work, row: StoppageRow, form: StoppageForm) -> None:
    reason = clean_text(form.reason).strip()
    if not reason:
        raise UserError("stoppage.no_reason")
    check_standstill(form.first, row.last, _others(work, row), work.today)
    for noted_on in (row.reported_on, row.rechecked_on):
        if noted_on is not None:
            check_noted(noted_on, form.first, work.today)
    row.first, row.reason, row.is_excused = form.first, reason, form.is_excused
    row.document_no = clean_text(form.document_no).strip()
