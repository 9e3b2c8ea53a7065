"""What taking a ledger over would do: which rows are projects already known, and what they change in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import blocking_gates, check_closing
from fangzi_desktop.domain.ledger import (
    ATTRIBUTES,
    MILESTONES,
    LedgerField,
    LedgerProblem,
    LedgerReading,
    LedgerRow,
    column_letter,
    match_key,
)
from fangzi_desktop.domain.milestones import impossible_orders, order_error
from fangzi_desktop.domain.stages import STOPPING, TERMINAL, check_status_change
from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Route, Stage
from fangzi_desktop.services.gates import gate_facts
from fangzi_desktop.storage import projects as rows
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import View

IMPORTED = "台账导入"
"""The reason recorded for a change of status that a ledger tells of."""

COLUMNS: Mapping[LedgerField, str] = {
    name: ATTRIBUTES[name]
    for name in (
        LedgerField.PROJECT_NO,
        LedgerField.INVESTOR,
        LedgerField.INDUSTRY_TRACK,
        LedgerField.RESPONSIBLE_UNIT,
        LedgerField.SERVICE_OFFICER,
        LedgerField.INVESTMENT,
        LedgerField.FIXED_INVESTMENT,
        LedgerField.AREA,
        LedgerField.OUTPUT,
        LedgerField.ANNUAL_PLAN,
        LedgerField.PROGRESS,
        LedgerField.REMARK,
    )
} | {LedgerField.COMPLETED_INVESTMENT: "completed_yuan"}
"""The project's column for each field that is simply written down."""

# A start that lies ahead can only be a plan, whatever the column is called.
_PLANS = {
    Milestone.START: Milestone.PLANNED_START,
    Milestone.PRODUCTION: Milestone.PLANNED_PRODUCTION,
}
_DATED = {fact: name for name, fact in MILESTONES.items()}
_STANDING = STOPPING | TERMINAL


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that the ledger has otherwise, None or "" where the project's is blank."""

    field: LedgerField
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class ProjectUpdate:
    """What one row of the ledger changes in a project already known."""

    row: int
    name: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import does: projects created, projects changed, and what stops it."""

    created: int
    updates: tuple[ProjectUpdate, ...]
    problems: tuple[LedgerProblem, ...]

    @property
    def updated(self) -> int:
        """How many projects would be changed."""
        return len(self.updates)


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the ledger, the project it is about (None for a new one) and the dates that one has."""

    row: LedgerRow
    project: ProjectRow | None
    milestones: Mapping[Milestone, str]


def match_rows(view: View, reading: LedgerReading) -> tuple[list[Match], list[LedgerProblem]]:
    """Find each row's project, by its number first and then by its name, and what stands in the way.

    Named as problems are a project that two rows are about, a row whose number and name are those of two
    projects, dates ahead, and changes that the rules refuse or that want a paper's number.
    """
    known = _Known(view)
    matches: list[Match] = []
    problems: list[LedgerProblem] = []
    first_rows: dict[str, int] = {}
    for row in reading.rows:
        project, also = known.find(row)
        match = Match(row, project, known.milestones.get(project.id, {}) if project else {})
        matches.append(match)
        for name, error in _refusals(match, also, first_rows, view):
            problems.append(_problem(reading, row, name, error))
    return matches, problems


def plan_for_nothing(reading: LedgerReading, today: date) -> ImportPlan:
    """Say what an import into a folder without data would do."""
    ahead = [
        _problem(reading, row, name, error)
        for row in reading.rows
        for facts in (dated_facts(row, today, {}),)
        for name, error in (*_ahead(facts, today), *_out_of_order(facts, {}))
    ]
    return ImportPlan(len(reading.rows), (), _in_order(reading, ahead))


def plan_import(view: View, reading: LedgerReading) -> ImportPlan:
    """Say what an import would do, changing nothing."""
    matches, problems = match_rows(view, reading)
    updates = [
        ProjectUpdate(match.row.row, match.project.name, found)
        for match in matches
        if match.project is not None and (found := differences(match, view.today))
    ]
    created = sum(match.project is None for match in matches)
    return ImportPlan(created, tuple(updates), _in_order(reading, problems))


def differences(match: Match, today: date) -> tuple[Difference, ...]:
    """Return what the row changes in its project, in the order of the columns; blanks change nothing."""
    row, project = match.row, match.project
    if project is None:
        return ()
    pairs: dict[LedgerField, tuple[object, object]] = {LedgerField.NAME: (project.name, row.name)}
    for name, column in COLUMNS.items():
        pairs[name] = (getattr(project, column), getattr(row, ATTRIBUTES[name]))
    for kind, when in dated_facts(row, today, match.milestones).items():
        code = match.milestones.get(kind)
        pairs[_DATED[kind]] = (PartialDate.from_code(code) if code else None, when)
    pairs[LedgerField.NEW_LAND] = (project.route, row.route)
    pairs[LedgerField.STAGE] = (project.stage, row.stage)
    pairs[LedgerField.STATUS] = (project.status, _status_told(row, project))
    return tuple(
        Difference(name, *pairs[name])
        for name in LedgerField
        if name in pairs and pairs[name][1] not in (None, "") and pairs[name][0] != pairs[name][1]
    )


def dated_facts(
    row: LedgerRow, today: date, present: Mapping[Milestone, str]
) -> dict[Milestone, PartialDate]:
    """Return the dates a row tells, those of a start or production that are only planned as plans.

    A date that lay ahead when it was first read stays a plan once its day has passed: the ledger has said
    nothing new by then, and nobody may read that the thing has happened.
    """
    told = row.milestones
    facts: dict[Milestone, PartialDate] = {}
    for kind, when in told.items():
        plan = _PLANS.get(kind)
        is_plan = when.first_day > today or (plan is not None and present.get(plan) == when.code)
        may_be_plan = plan is not None and plan not in told and kind not in present
        facts[plan if plan is not None and is_plan and may_be_plan else kind] = when
    return facts


def _status_told(row: LedgerRow, project: ProjectRow) -> ProjectStatus | None:
    moves_on = row.stage is not None and row.stage is not project.stage
    if row.status is None and moves_on and project.status is ProjectStatus.LEAD:
        # A lead that moves on is pursued, as when its card is moved.
        return ProjectStatus.ACTIVE
    return row.status


class _Known:
    """The projects by what a ledger may know them by."""

    def __init__(self, view: View) -> None:
        self.milestones = rows.all_milestones(view.session)
        self._by_no: dict[str, list[ProjectRow]] = {}
        self._by_key: dict[str, ProjectRow] = {}
        self._by_name: dict[str, ProjectRow] = {}
        for project in rows.project_rows(view.session):
            if number := match_key(project.project_no):
                self._by_no.setdefault(number, []).append(project)
            self._by_key.setdefault(match_key(project.name), project)
            self._by_name[project.name] = project

    def find(self, row: LedgerRow) -> tuple[ProjectRow | None, ProjectRow | None]:
        """Return the row's project, and another one that bears its name."""
        named = self._by_name.get(row.name) or self._by_key.get(match_key(row.name))
        numbered = self._by_no.get(match_key(row.project_no), []) if row.project_no else []
        if not numbered or (named is not None and named in numbered):
            return named, None
        return numbered[0], named


def _refusals(
    match: Match, also: ProjectRow | None, first_rows: dict[str, int], view: View
) -> Iterator[tuple[LedgerField, UserError]]:
    row, project = match.row, match.project
    facts = dated_facts(row, view.today, match.milestones)
    yield from _ahead(facts, view.today)
    yield from _out_of_order(facts, match.milestones)
    if project is None:
        return
    first_row = first_rows.setdefault(project.id, row.row)
    if first_row != row.row:
        yield LedgerField.NAME, UserError("ledger.same_project", name=project.name, first_row=first_row)
    if also is not None:
        yield LedgerField.NAME, UserError("ledger.name_taken", number=row.project_no, name=project.name)
    present = project.route
    if None not in (row.route, present) and row.route is not present and _has_checklist(view, project):
        answer = "是" if present is Route.NEW_LAND else "否"
        yield LedgerField.NEW_LAND, UserError("ledger.route_fixed", route=present, answer=answer)
    if row.stage is not None and row.stage is not project.stage:
        yield from _kept_back(project, row.stage, row.status)
    if row.status is not None and row.status is not project.status:
        try:
            check_status_change(project.status, row.status, view.today, view.today, IMPORTED, "")
            if row.status is ProjectStatus.CLOSED:
                check_closing(gate_facts(view, project))
        except UserError:
            yield LedgerField.STATUS, UserError("ledger.status_change", old=project.status, new=row.status)


def _has_checklist(view: View, project: ProjectRow) -> bool:
    return rows.has_checklist(view.session, project.id)


def _kept_back(
    project: ProjectRow, to: Stage, status: ProjectStatus | None
) -> Iterator[tuple[LedgerField, UserError]]:
    """Name what keeps the card where it is, so that a ledger is no way around a gate."""
    old = project.stage
    gates = {
        Gate.CAPACITY: project.gate_capacity,
        Gate.ENVIRONMENT: project.gate_environment,
        Gate.SAFETY: project.gate_safety,
    }
    if project.status in _STANDING and (status is None or status in _STANDING):
        error = UserError("ledger.stage_stopped", status=project.status, old=old, new=to)
        yield LedgerField.STAGE, error
    elif failed := blocking_gates(gates, old, to):
        yield LedgerField.STAGE, UserError("ledger.stage_gated", gates=failed, old=old, new=to)


def _ahead(facts: Mapping[Milestone, PartialDate], today: date) -> Iterator[tuple[LedgerField, UserError]]:
    """Name the facts that are said to have happened later than today."""
    for kind, when in facts.items():
        if not kind.is_plan and when.first_day > today:
            yield _DATED[kind], UserError("ledger.date_ahead", kind=kind, text=when, today=today)


def _out_of_order(
    facts: Mapping[Milestone, PartialDate], present: Mapping[Milestone, str]
) -> Iterator[tuple[LedgerField, UserError]]:
    """Name the facts that cannot have happened before others, one line for each column."""
    changed = {kind for kind, when in facts.items() if present.get(kind) != when.code}
    dates = {kind: PartialDate.from_code(code) for kind, code in present.items()} | dict(facts)
    named: set[LedgerField] = set()
    for earlier, later in impossible_orders(dates, changed):
        name = _DATED[later if later in facts else earlier]
        if name not in named:
            named.add(name)
            yield name, order_error(dates, earlier, later)


def _problem(reading: LedgerReading, row: LedgerRow, name: LedgerField, error: UserError) -> LedgerProblem:
    value: Any = row.route if name is LedgerField.NEW_LAND else getattr(row, ATTRIBUTES[name])
    shown = str(getattr(value, "zh", value))
    letter = column_letter(reading.mapping[name])
    return LedgerProblem(reading.sheet, row.row, letter, shown, error.code, error.params)


def _in_order(reading: LedgerReading, more: list[LedgerProblem]) -> tuple[LedgerProblem, ...]:
    found = (*reading.problems, *more)
    return tuple(sorted(found, key=lambda one: (one.row, len(one.column), one.column)))
