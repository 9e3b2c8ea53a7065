"""The register: one line per project, for the list, the command line and the papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.lights import light_at
from fangzi_desktop.domain.terms import Light, Milestone, ProjectStatus, Route, Stage
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A project with everything its row in the ledger holds. Money in yuan, area in 亩."""

    id: str
    project_no: str
    name: str
    investor: str
    industry_track: str
    responsible_unit: str
    service_officer: str
    route: Route | None
    stage: Stage
    status: ProjectStatus
    light: Light
    investment_yuan: int | None
    fixed_investment_yuan: int | None
    area_mu: Decimal | None
    output_yuan: int | None
    annual_plan_yuan: int | None
    completed_yuan: int | None
    progress: str
    progress_on: date | None
    remark: str
    milestones: Mapping[Milestone, PartialDate]
    permits_done: int
    permits_total: int
    certificates_done: int
    certificates_total: int
    search_key: str
    sort_key: str


def register(view: View) -> tuple[RegisterLine, ...]:
    """Return every project, those that left the mechanism included, in stage order and by name."""
    milestones = rows.all_milestones(view.session)
    summaries = rows.summaries(view.session)
    order = {stage: number for number, stage in enumerate(Stage)}
    lines = [
        _line(view, row, summaries[row.id], milestones.get(row.id, {}))
        for row in rows.project_rows(view.session)
    ]
    return tuple(sorted(lines, key=lambda line: order[line.stage]))


def _line(
    view: View, row: ProjectRow, summary: rows.Summary, milestones: Mapping[Milestone, str]
) -> RegisterLine:
    return RegisterLine(
        row.id,
        row.project_no,
        row.name,
        row.investor,
        row.industry_track,
        row.responsible_unit,
        row.service_officer,
        row.route,
        row.stage,
        row.status,
        light_at(summary.lights, view.today),
        row.investment_yuan,
        row.fixed_investment_yuan,
        row.area_mu,
        row.output_yuan,
        row.annual_plan_yuan,
        row.completed_yuan,
        row.progress,
        row.progress_on,
        row.remark,
        {kind: PartialDate.from_code(code) for kind, code in milestones.items()},
        summary.permits_done,
        summary.permits_total,
        summary.certificates_done,
        summary.certificates_total,
        row.search_key,
        row.sort_key,
    )
