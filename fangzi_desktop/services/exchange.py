"""The ledger in and out: read, planned, imported as one act, and written again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import (
    MILESTONES,
    LedgerField,
    LedgerProblem,
    LedgerReading,
    LedgerRow,
    column_letter,
    match_key,
)
from fangzi_desktop.domain.permits import checklist_for, initial_applicability
from fangzi_desktop.domain.stages import StageFacts, move
from fangzi_desktop.domain.terms import (
    Applicability,
    Milestone,
    PermitState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from fangzi_desktop.services.ledger_file import read_ledger_file, write_ledger_file
from fangzi_desktop.services.pinyin import search_key, sort_key
from fangzi_desktop.services.projects import write_stage
from fangzi_desktop.services.register import RegisterLine, register
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import permits as permit_rows
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.tables import (
    MilestoneRow,
    PermitItemRow,
    ProjectRow,
    StageRow,
    StatusChangeRow,
)
from fangzi_desktop.storage.work import View, Work

# Ledger value → column of the project; what a ledger leaves blank leaves the project as it is.
_FIELDS = {
    "project_no": "project_no",
    "investor": "investor",
    "industry_track": "industry_track",
    "responsible_unit": "responsible_unit",
    "service_officer": "service_officer",
    "investment_yuan": "investment_yuan",
    "fixed_investment_yuan": "fixed_investment_yuan",
    "area_mu": "area_mu",
    "output_yuan": "output_yuan",
    "annual_plan_yuan": "annual_plan_yuan",
    "completed_investment_yuan": "completed_yuan",
    "progress": "progress",
    "remark": "remark",
}
# A start that lies ahead can only be a plan, whatever the column is called.
_PLANNED = {
    Milestone.START: Milestone.PLANNED_START,
    Milestone.PRODUCTION: Milestone.PLANNED_PRODUCTION,
}


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import does: projects created, projects changed, and what stops it."""

    created: int
    updated: int
    problems: tuple[LedgerProblem, ...]


def read_ledger(
    path: Path, mapping: Mapping[LedgerField, int] | None = None, header_row: int | None = None
) -> LedgerReading:
    """Read a ledger file; refusals are those of `read_ledger_file`."""
    return read_ledger_file(path, mapping=mapping, header_row=header_row)


def plan_for_nothing(reading: LedgerReading, today: date) -> ImportPlan:
    """Say what an import into a folder without data would do."""
    return ImportPlan(len(reading.rows), 0, (*reading.problems, *_ahead(reading, today)))


def plan_import(view: View, reading: LedgerReading) -> ImportPlan:
    """Say what an import would do, changing nothing."""
    known = _known(view)
    created = updated = 0
    for row in reading.rows:
        present = known.get(row.row_key) or known.get(match_key(row.name))
        if present is None:
            created += 1
        elif _differs(row, *present, view.today):
            updated += 1
    return ImportPlan(created, updated, (*reading.problems, *_ahead(reading, view.today)))


def import_ledger(work: Work, reading: LedgerReading) -> ImportPlan:
    """Take a ledger over, all rows or none, as one act that can be undone as a whole.

    A project is known again by its number or its name; the ledger's blanks change nothing. Projects of
    the first ledger count as taken over, later new ones as newly registered. Raises `UserError`
    ``ledger.has_problems``.
    """
    plan = plan_import(work, reading)
    if plan.problems:
        raise UserError("ledger.has_problems", count=len(plan.problems))
    known = _known(work)
    created_on = work.today if known else None
    importer = _Importer(work)
    for row in reading.rows:
        present = known.get(row.row_key) or known.get(match_key(row.name))
        if present is None:
            importer.create(row, created_on)
        else:
            importer.update(row, *present)
    work.forget_older_acts()
    return plan


def export_ledger(workspace: Workspace, target: Path) -> int:
    """Write every project into a workbook that `import_ledger` reads back; return how many."""
    lines = workspace.read(register)
    ledger = [_ledger_row(line, number) for number, line in enumerate(lines, start=1)]
    team = workspace.read(team_settings)
    return write_ledger_file(target, ledger, team=team.name, as_of=workspace.today)


_Known = dict[str, tuple[ProjectRow, Mapping[Milestone, str]]]


def _known(view: View) -> _Known:
    """Return the projects by the keys a ledger may know them by."""
    milestones = rows.all_milestones(view.session)
    known: _Known = {}
    for row in rows.project_rows(view.session):
        for key in (match_key(row.project_no), match_key(row.name)):
            if key:
                known[key] = (row, milestones.get(row.id, {}))
    return known


def _differs(row: LedgerRow, project: ProjectRow, milestones: Mapping[Milestone, str], today: date) -> bool:
    return bool(
        _changed_values(row, project)
        or any(milestones.get(kind) != when.code for kind, when in _milestones(row, today).items())
        or (row.stage is not None and row.stage is not project.stage)
        or (row.status is not None and row.status is not project.status)
        or (row.route is not None and project.route is None)
    )


def _changed_values(row: LedgerRow, project: ProjectRow) -> dict[str, Any]:
    changed = {
        column: value
        for name, column in _FIELDS.items()
        if (value := getattr(row, name)) not in (None, "") and value != getattr(project, column)
    }
    if row.name != project.name:
        changed["name"] = row.name
    return changed


def _milestones(row: LedgerRow, today: date) -> dict[Milestone, PartialDate]:
    return {
        _PLANNED[kind] if kind in _PLANNED and when.first_day > today else kind: when
        for kind, when in row.milestones.items()
    }


def _ahead(reading: LedgerReading, today: date) -> list[LedgerProblem]:
    """Name the facts that are said to have happened later than today."""
    columns = {fact: reading.mapping.get(name) for name, fact in MILESTONES.items()}
    return [
        LedgerProblem(
            reading.sheet,
            row.row,
            column_letter(columns.get(kind) or 0),
            when.zh,
            "milestone.in_future",
            {"kind": kind.zh, "today": today},
        )
        for row in reading.rows
        for kind, when in _milestones(row, today).items()
        if not kind.is_plan and when.first_day > today
    ]


class _Importer:
    """Writes ledger rows into the records."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._checklists = {route: checklist_for(work.rules.permit_rules, route) for route in Route}
        self._rule_ids: dict[str, str] = {}

    def create(self, row: LedgerRow, created_on: date | None) -> None:
        work = self._work
        stage = row.stage or Stage.PLANNING
        usual = ProjectStatus.LEAD if stage is Stage.PLANNING else ProjectStatus.ACTIVE
        project = ProjectRow(
            id=work.new_id(),
            name=row.name,
            stage=stage,
            status=row.status or usual,
            route=row.route,
            created_on=created_on,
        )
        self._fill(project, {column: getattr(row, name) for name, column in _FIELDS.items()})
        work.add(project)
        dates = _milestones(row, work.today)
        for kind, when in dates.items():
            self._milestone(project.id, kind, when)
        for facts in _stages(stage, dates):
            work.add(
                StageRow(
                    id=work.new_id(),
                    project_id=project.id,
                    stage=facts.stage,
                    status=facts.status,
                    started_on=facts.started_on,
                    done_on=facts.done_on,
                )
            )
        if row.route is not None:
            self._checklist(project.id, row.route, dates)

    def update(self, row: LedgerRow, project: ProjectRow, milestones: Mapping[Milestone, str]) -> None:
        work = self._work
        changed = _changed_values(row, project)
        self._fill(project, changed)
        # A new project's progress was written at a time the ledger does not tell; a changed one is news.
        if changed.get("progress"):
            project.progress_on = work.today
        present = rows.milestone_rows(work.session, project.id) if row.milestones else {}
        for kind, when in _milestones(row, work.today).items():
            if kind not in present:
                self._milestone(project.id, kind, when)
            elif milestones.get(kind) != when.code:
                present[kind].happened = when.code
        if row.stage is not None and row.stage is not project.stage:
            self._move(project, row.stage)
        if row.status is not None and row.status is not project.status:
            work.add(
                StatusChangeRow(
                    id=work.new_id(),
                    project_id=project.id,
                    changed_on=work.today,
                    old=project.status,
                    new=row.status,
                    reason="台账导入",
                )
            )
            project.status = row.status
        if row.route is not None and project.route is None:
            project.route = row.route
            self._checklist(project.id, row.route, _milestones(row, work.today))

    def _fill(self, project: ProjectRow, values: Mapping[str, Any]) -> None:
        for column, value in values.items():
            setattr(project, column, value)
        project.search_key = search_key(
            project.name, project.investor, project.project_no, project.industry_track
        )
        project.sort_key = sort_key(project.name)

    def _milestone(self, project_id: str, kind: Milestone, when: PartialDate) -> None:
        work = self._work
        work.add(MilestoneRow(id=work.new_id(), project_id=project_id, kind=kind, happened=when.code))

    def _move(self, project: ProjectRow, to: Stage) -> None:
        work = self._work
        records = rows.stage_rows(work.session, project.id)
        present = {
            stage: StageFacts(stage, one.status, one.started_on, one.done_on)
            for stage, one in records.items()
        }
        for stage, facts in move(present, project.stage, to, work.today).items():
            write_stage(work, project.id, records.get(stage), facts)
        project.stage = to

    def _checklist(self, project_id: str, route: Route, dates: Mapping[Milestone, PartialDate]) -> None:
        """Set up the route's items with the two days a ledger tells of them."""
        work = self._work
        listed, certified = (
            when.as_date() if when is not None and when.is_day else None
            for when in (dates.get(Milestone.LISTED), dates.get(Milestone.FOUR_CERTIFICATES))
        )
        for position, rule in enumerate(self._checklists[route]):
            item = PermitItemRow(
                id=work.new_id(),
                project_id=project_id,
                rule_id=self._rule_id(rule.code),
                code=rule.code,
                position=position,
                applicability=initial_applicability(rule),
                state=PermitState.NOT_STARTED,
            )
            if rule.code == "LAND_ANNOUNCE" and listed is not None:
                item.accepted_on, item.state = listed, PermitState.ACCEPTED
            elif rule.certificate and certified is not None:
                item.decided_on, item.state = certified, PermitState.DECIDED
                item.applicability = Applicability.REQUIRED
            work.add(item)

    def _rule_id(self, code: str) -> str:
        if code not in self._rule_ids:
            self._rule_ids[code] = permit_rows.rule_id(self._work.session, code)
        return self._rule_ids[code]


def _stages(stage: Stage, dates: Mapping[Milestone, PartialDate]) -> list[StageFacts]:
    """The stages a ledger tells of: the present one, and supervision from the signing on."""

    def day(kind: Milestone) -> date | None:
        when = dates.get(kind)
        return when.as_date() if when is not None and when.is_day else None

    started = day(Milestone.START) if stage is Stage.CONSTRUCTION else None
    found = [StageFacts(stage, StageStatus.ACTIVE, started)]
    signed = day(Milestone.AGREEMENT)
    if signed is not None and stage is not Stage.COMPLIANCE:
        found.append(StageFacts(Stage.COMPLIANCE, StageStatus.ACTIVE, signed))
    return found


def _ledger_row(line: RegisterLine, number: int) -> LedgerRow:
    dates = {
        **{fact: line.milestones.get(plan) for fact, plan in _PLANNED.items()},
        **line.milestones,
    }
    row = LedgerRow(
        name=line.name,
        number=str(number),
        new_land=None if line.route is None else line.route is Route.NEW_LAND,
        stage=line.stage,
        status=line.status,
        agreement=dates.get(Milestone.AGREEMENT),
        listed=dates.get(Milestone.LISTED),
        four_certificates=dates.get(Milestone.FOUR_CERTIFICATES),
        start=dates.get(Milestone.START),
        planned_completion=dates.get(Milestone.PLANNED_COMPLETION),
        production=dates.get(Milestone.PRODUCTION),
    )
    return replace(row, **{name: getattr(line, column) for name, column in _FIELDS.items()})
