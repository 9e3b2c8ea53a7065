"""The phases of a project: added with all that is known of them, changed, and rolled up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.phases import (
    PHASE_DATES,
    Phase,
    RollUp,
    Totals,
    check_phase,
    check_phase_dates,
    roll_up,
)
from fangzi_desktop.domain.terms import Milestone, PartKind
from fangzi_desktop.services.parts import add_part, rename_part
from fangzi_desktop.storage import phases as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.stage_tables import PartDateRow
from fangzi_desktop.storage.tables import PartRow, ProjectRow
from fangzi_desktop.storage.work import View, Work


@dataclass(frozen=True, slots=True)
class PhaseForm:
    """What a person fills in about a phase. Money in whole yuan, area in 亩, dates as precise as known."""

    name: str
    area_mu: Decimal | None = None
    investment_yuan: int | None = None
    fixed_investment_yuan: int | None = None
    dates: Mapping[Milestone, PartialDate | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Phases:
    """The phases of a project, the project's own totals and the roll-up."""

    phases: tuple[Phase, ...]
    project: Totals
    together: RollUp


def add_phase(work: Work, project_id: str, form: PhaseForm) -> str:
    """Add a phase to a project and return its id; it is a part of the checklist from then on.

    Refusals: those of `add_part`, `check_phase` and `check_phase_dates`.
    """
    _check(work, form)
    part = add_part(work, project_id, PartKind.PHASE, form.name)
    work.flush()
    _fill(work, work.get(PartRow, part), form)
    return part


def edit_phase(work: Work, part_id: str, form: PhaseForm) -> None:
    """Write what the form holds of a phase; refusals are those of `add_phase`, and ``phase.other_part``."""
    row = work.get(PartRow, part_id)
    if row.kind is not PartKind.PHASE:
        raise UserError("phase.other_part", name=row.name)
    _check(work, form)
    if form.name != row.name:
        rename_part(work, part_id, form.name)
    _fill(work, row, form)


def phases(view: View, project_id: str) -> Phases:
    """Return a project's phases and what they come to. Raises `UserError` ``record.missing``."""
    row = view.session.get(ProjectRow, project_id)
    if row is None:
        raise UserError("record.missing", table="project")
    found = rows.project_phases(view.session, project_id)
    project = Totals(row.area_mu, row.investment_yuan, row.fixed_investment_yuan)
    return Phases(found, project, roll_up(found, project))


def _check(work: Work, form: PhaseForm) -> None:
    check_phase(form.area_mu, form.investment_yuan, form.fixed_investment_yuan)
    check_phase_dates({kind: when for kind, when in form.dates.items() if when is not None}, work.today)


def _fill(work: Work, row: PartRow, form: PhaseForm) -> None:
    row.area_mu = form.area_mu
    row.investment_yuan = form.investment_yuan
    row.fixed_investment_yuan = form.fixed_investment_yuan
    present = rows.date_rows(work.session, row.id)
    for kind in PHASE_DATES:
        when, known = form.dates.get(kind), present.get(kind)
        if when is None:
            if known is not None:
                work.delete(known)
        elif known is not None:
            known.happened = when.code
        else:
            work.add(
                PartDateRow(
                    id=natural_id("part_date", row.id, kind),
                    project_id=row.project_id,
                    part_id=row.id,
                    kind=kind,
                    happened=when.code,
                )
            )
