"""The phases of invented projects that are large enough to be built in two."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from fangzi_desktop.domain.dates import PartialDate, parse_date_text
from fangzi_desktop.domain.stages import stage_index
from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.services.demo_construction import USUAL_LENGTH
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.services.phases import PhaseForm, add_phase
from fangzi_desktop.storage.permits import part_rows
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work

_LARGE = 150_000_000
_FIRST_SHARE = Decimal("0.6")


def fill_phases(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Divide a large project that is being built into a phase under way and one to come."""
    start = life.days.get(Milestone.START)
    is_large = row.investment_yuan is not None and row.investment_yuan >= _LARGE
    is_built = stage_index(row.stage) >= stage_index(Stage.COMPLETION)
    if start is None or is_built or not is_large or row.area_mu is None:
        return
    if part_rows(work.session, row.id):
        return
    end = life.days.get(Milestone.PLANNED_COMPLETION, start + USUAL_LENGTH)
    until = start + (end - start) * 6 // 10
    area = (row.area_mu * _FIRST_SHARE).quantize(Decimal("0.1"), ROUND_HALF_UP)
    money, fixed = row.investment_yuan or 0, row.fixed_investment_yuan
    first = PhaseForm(
        "一期",
        area,
        money * 6 // 10,
        fixed * 6 // 10 if fixed is not None else None,
        {
            Milestone.START: parse_date_text(start.isoformat()),
            Milestone.PLANNED_COMPLETION: _month(until.year, until.month),
        },
    )
    second = PhaseForm(
        "二期",
        row.area_mu - area,
        money - money * 6 // 10,
        fixed - fixed * 6 // 10 if fixed is not None else None,
        {
            Milestone.PLANNED_START: _month(until.year, until.month),
            Milestone.PLANNED_COMPLETION: parse_date_text(end.isoformat()),
        },
    )
    for form in (first, second):
        add_phase(work, row.id, form)
        work.flush()


def _month(year: int, month: int) -> PartialDate:
    return parse_date_text(f"{year}年{month}月")
