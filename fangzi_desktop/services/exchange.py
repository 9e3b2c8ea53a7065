"""The ledger in and out: read, planned, imported as one act, and written again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import (
    ATTRIBUTES,
    MILESTONES,
    LedgerField,
    LedgerReading,
    LedgerRow,
    Sheet,
    read_sheet,
)
from fangzi_desktop.domain.ledger_table import likely_table
from fangzi_desktop.domain.permits import checklist_for, initial_applicability
from fangzi_desktop.domain.stages import STOPPING, StageFacts, is_back, move
from fangzi_desktop.domain.terms import (
    Applicability,
    Milestone,
    PermitState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from fangzi_desktop.services.collecting import uncollected
from fangzi_desktop.services.ledger_file import LedgerBook, read_ledger_file, write_ledger_file
from fangzi_desktop.services.ledger_plan import (
    COLUMNS,
    IMPORTED,
    ImportPlan,
    Match,
    dated_facts,
    differences,
    match_rows,
    plan_for_nothing,
    plan_import,
)
from fangzi_desktop.services.pinyin import search_key, sort_key
from fangzi_desktop.services.projects import SendBack, note_send_back, write_stage
from fangzi_desktop.services.register import RegisterLine, register
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import permits as permit_rows
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.natural_ids import natural_id
from fangzi_desktop.storage.tables import MilestoneRow, PermitItemRow, ProjectRow, StatusChangeRow
from fangzi_desktop.storage.work import Work

__all__ = [
    "Choice",
    "ImportPlan",
    "LedgerBook",
    "LedgerLook",
    "export_ledger",
    "import_ledger",
    "look_at",
    "plan_for_nothing",
    "plan_import",
    "read_ledger",
]

# The item whose acceptance is the listing (挂牌) a ledger dates.
_ANNOUNCED = "LAND_ANNOUNCE"
FLUSHED_ROWS = 50

Step = Callable[[int, int], None]
"""Told after each row how many of how many are done; what it raises ends the import without a trace."""


def read_ledger(
    path: Path, mapping: Mapping[LedgerField, int] | None = None, header_row: int | None = None
) -> LedgerReading:
    """Read a ledger file; refusals are those of `read_ledger_file`."""
    return read_ledger_file(path, mapping=mapping, header_row=header_row)


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person reads a workbook: the sheet, the row of its heads and the columns, None as found."""

    sheet: str
    header_row: int | None = None
    mapping: Mapping[LedgerField, int] | None = None


@dataclass(frozen=True, slots=True)
class LedgerLook:
    """A sheet as it was read, and what importing it would do; a refusal stands in for both."""

    sheet: Sheet
    header_row: int
    heads: Mapping[int, str]
    mapping: Mapping[LedgerField, int]
    reading: LedgerReading | None = None
    plan: ImportPlan | None = None
    refusal: UserError | None = None


def look_at(workspace: Workspace, book: LedgerBook, choice: Choice) -> LedgerLook:
    """Read a sheet as chosen and plan its import; a sheet that is no ledger is shown with its refusal."""
    sheet = book.sheets[choice.sheet]
    try:
        reading = read_sheet(sheet, mapping=choice.mapping, header_row=choice.header_row)
    except UserError as error:
        table = likely_table(sheet, choice.header_row)
        columns = {column for row in sheet.rows for column in row.cells}
        heads = {column: table.heads.get(column, "") for column in sorted(columns)}
        mapping = table.mapping if choice.mapping is None else choice.mapping
        return LedgerLook(sheet, table.first, heads, mapping, refusal=error)
    plan = workspace.read(plan_import, reading)
    return LedgerLook(sheet, reading.header_row, reading.heads, reading.mapping, reading, plan)


def import_ledger(work: Work, reading: LedgerReading, step: Step = lambda done, total: None) -> ImportPlan:
    """Take a ledger over, all rows or none, as one act that can be undone as a whole.

    A project is known again by its number or its name; the ledger's blanks change nothing. Projects of
    the first ledger count as taken over, later new ones as newly registered. A ledger says where a project
    stands, not since when: stages it moves have no dates but those it tells. Raises `UserError`
    ``ledger.has_problems``.
    """
    plan = plan_import(work, reading)
    if plan.problems:
        raise UserError("ledger.has_problems", count=len(plan.problems))
    matches, _ = match_rows(work, reading)
    created_on = work.today if rows.project_rows(work.session) else None
    importer = _Importer(work)
    for place, match in enumerate(matches, start=1):
        if match.project is None:
            importer.create(match.row, created_on)
        else:
            importer.update(match)
        if place % FLUSHED_ROWS == 0:
            work.flush()
        step(place, len(matches))
    work.forget_older_acts()
    return plan


def export_ledger(workspace: Workspace, target: Path) -> int:
    """Write every project into a workbook that `import_ledger` reads back; return how many."""
    with uncollected():
        lines = workspace.read(register)
        ledger = [_ledger_row(line, number) for number, line in enumerate(lines, start=1)]
        team = workspace.read(team_settings)
        return write_ledger_file(target, ledger, team=team.name, as_of=workspace.today)


class _Importer:
    """Writes ledger rows into the records."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._template = work.rules.template_on(work.today)
        self._checklists = {route: checklist_for(self._template.rules, route) for route in Route}

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
        told = {column: getattr(row, ATTRIBUTES[name]) for name, column in COLUMNS.items()}
        self._fill(project, told)
        work.add(project)
        dates = dated_facts(row, work.today, {})
        for kind, when in dates.items():
            self._milestone(project.id, kind, when)
        for facts in _stages(stage, dates):
            write_stage(work, project.id, None, facts)
        if project.status in STOPPING:
            # Without a change on record its clocks would run on.
            self._status_change(project.id, usual, project.status)
        if row.route is not None:
            self._checklist(project, row.route, dates)

    def update(self, match: Match) -> None:
        project = match.project
        found = {one.field: one for one in differences(match, self._work.today)}
        if project is None or not found:
            return
        self._fill(project, {COLUMNS[name]: one.new for name, one in found.items() if name in COLUMNS})
        # A new project's progress was written at a time the ledger does not tell; a changed one is news.
        if LedgerField.PROGRESS in found:
            project.progress_on = self._work.today
        if LedgerField.NAME in found:
            self._fill(project, {"name": match.row.name})
        facts = dated_facts(match.row, self._work.today, match.milestones)
        new_facts = {kind: when for kind, when in facts.items() if match.milestones.get(kind) != when.code}
        self._write_milestones(project.id, new_facts)
        if LedgerField.STAGE in found and match.row.stage is not None:
            self._move(project, match.row.stage)
        self._tell_stages(project, new_facts)
        status = found.get(LedgerField.STATUS)
        if status is not None and isinstance(status.new, ProjectStatus):
            if match.row.status is not None:
                self._status_change(project.id, project.status, status.new)
            project.status = status.new
        if LedgerField.NEW_LAND in found and match.row.route is not None:
            project.route = match.row.route
            self._checklist(project, match.row.route, facts)
        elif project.route is not None:
            self._tell_items(project.id, match.milestones, new_facts)

    def _fill(self, project: ProjectRow, values: Mapping[str, Any]) -> None:
        for column, value in values.items():
            setattr(project, column, value)
        project.search_key = search_key(
            project.name, project.investor, project.project_no, project.industry_track
        )
        project.sort_key = sort_key(project.name)

    def _milestone(self, project_id: str, kind: Milestone, when: PartialDate) -> None:
        work = self._work
        work.add(
            MilestoneRow(
                id=natural_id("milestone", project_id, kind),
                project_id=project_id,
                kind=kind,
                happened=when.code,
            )
        )

    def _write_milestones(self, project_id: str, facts: Mapping[Milestone, PartialDate]) -> None:
        present = rows.milestone_rows(self._work.session, project_id) if facts else {}
        for kind, when in facts.items():
            if kind in present:
                present[kind].happened = when.code
            else:
                self._milestone(project_id, kind, when)

    def _status_change(self, project_id: str, old: ProjectStatus, new: ProjectStatus) -> None:
        work = self._work
        work.add(
            StatusChangeRow(
                id=work.new_id(),
                project_id=project_id,
                changed_on=work.today,
                old=old,
                new=new,
                reason=IMPORTED,
            )
        )

    def _move(self, project: ProjectRow, to: Stage) -> None:
        work = self._work
        records = rows.stage_rows(work.session, project.id)
        present = {
            stage: StageFacts(stage, one.status, one.started_on, one.done_on)
            for stage, one in records.items()
        }
        if is_back(project.stage, to):
            note_send_back(work, project, to, work.today, SendBack(IMPORTED))
        for stage, facts in move(present, project.stage, to, work.today).items():
            before = present.get(stage) or StageFacts(stage, StageStatus.PENDING)
            undated = replace(
                facts,
                started_on=before.started_on,
                done_on=before.done_on if facts.done_on is not None else None,
            )
            write_stage(work, project.id, records.get(stage), undated)
        project.stage = to
        work.flush()

    def _tell_stages(self, project: ProjectRow, new_facts: Mapping[Milestone, PartialDate]) -> None:
        """Date the stages that a newly told day begins, unless their beginning is known already."""
        told = [facts for facts in _stages(project.stage, new_facts) if facts.started_on is not None]
        records = rows.stage_rows(self._work.session, project.id) if told else {}
        for facts in told:
            record = records.get(facts.stage)
            if record is None or (record.started_on is None and record.done_on is None):
                write_stage(self._work, project.id, record, facts)

    def _tell_items(
        self, project_id: str, old: Mapping[Milestone, str], new_facts: Mapping[Milestone, PartialDate]
    ) -> None:
        """Tell the checklist a newly told day, where it holds nothing yet or the day told before."""
        listed, certified = (
            _known_day(new_facts, Milestone.LISTED),
            _known_day(new_facts, Milestone.FOUR_CERTIFICATES),
        )
        if listed is None and certified is None:
            return
        rules = self._work.rules.by_rule_id
        for item in permit_rows.item_rows(self._work.session, project_id):
            # One day cannot say which plot or which round it belongs to.
            if item.part_id is not None or item.round_no > 1:
                continue
            days = (item.applied_on, item.accepted_on, item.decided_on)
            begun = item.state is not PermitState.NOT_STARTED or days != (None, None, None)
            if item.code == _ANNOUNCED and listed is not None:
                told_before = item.state is PermitState.ACCEPTED and _is_day(
                    item.accepted_on, old.get(Milestone.LISTED)
                )
                if not begun or told_before:
                    item.accepted_on, item.state = listed, PermitState.ACCEPTED
            elif rules[item.rule_id].certificate and certified is not None:
                told_before = item.state is PermitState.DECIDED and _is_day(
                    item.decided_on, old.get(Milestone.FOUR_CERTIFICATES)
                )
                if not begun or told_before:
                    item.decided_on, item.state = certified, PermitState.DECIDED
                    item.applicability = Applicability.REQUIRED

    def _checklist(self, project: ProjectRow, route: Route, dates: Mapping[Milestone, PartialDate]) -> None:
        """Set up the route's items with the two days a ledger tells of them."""
        work = self._work
        project.template_id = self._template.id
        listed, certified = (
            _known_day(dates, kind) for kind in (Milestone.LISTED, Milestone.FOUR_CERTIFICATES)
        )
        for position, rule in enumerate(self._checklists[route]):
            item = PermitItemRow(
                id=natural_id("permit_item", project.id, rule.code, None, 1),
                project_id=project.id,
                rule_id=self._template.rule_ids[rule.code],
                code=rule.code,
                position=position,
                applicability=initial_applicability(rule),
                state=PermitState.NOT_STARTED,
            )
            if rule.code == _ANNOUNCED and listed is not None:
                item.accepted_on, item.state = listed, PermitState.ACCEPTED
            elif rule.certificate and certified is not None:
                item.decided_on, item.state = certified, PermitState.DECIDED
                item.applicability = Applicability.REQUIRED
            work.add(item)


def _stages(stage: Stage, dates: Mapping[Milestone, PartialDate]) -> list[StageFacts]:
    """The stages a ledger tells of: the present one, and supervision from the signing on."""
    started = _known_day(dates, Milestone.START) if stage is Stage.CONSTRUCTION else None
    found = [StageFacts(stage, StageStatus.ACTIVE, started)]
    signed = _known_day(dates, Milestone.AGREEMENT)
    if signed is not None and stage is not Stage.COMPLIANCE:
        found.append(StageFacts(Stage.COMPLIANCE, StageStatus.ACTIVE, signed))
    return found


def _known_day(dates: Mapping[Milestone, PartialDate], kind: Milestone) -> date | None:
    when = dates.get(kind)
    return when.as_date() if when is not None and when.is_day else None


def _is_day(day: date | None, code: str | None) -> bool:
    return day is not None and code == PartialDate.of(day).code


def _ledger_row(line: RegisterLine, number: int) -> LedgerRow:
    dates: dict[str, Any] = {ATTRIBUTES[name]: line.milestones.get(fact) for name, fact in MILESTONES.items()}
    told = {ATTRIBUTES[name]: getattr(line, column) for name, column in COLUMNS.items()}
    own: dict[str, Any] = {
        "name": line.name,
        "number": str(number),
        "new_land": None if line.route is None else line.route is Route.NEW_LAND,
        "stage": line.stage,
        "status": line.status,
    }
    return LedgerRow(**(own | told | dates))
