"""Entries into statistics as rows, and the days by which their papers are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty, RuleDay
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.stage_rules import StageRules
from fangzi_desktop.domain.stage_terms import InvestLevel, Sector, StatsKind, StatsMaterial
from fangzi_desktop.domain.stats_windows import Producer, next_invest_day, next_window
from fangzi_desktop.domain.terms import Applicability, ClockKind, Milestone
from fangzi_desktop.domain.workdays import ONE_DAY, WorkCalendar
from fangzi_desktop.storage.reading import Days, select_of
from fangzi_desktop.storage.stage_tables import (
    ProfileRow,
    ReportedRow,
    StatsFileRow,
    StatsMaterialRow,
    StatsReturnRow,
)
from fangzi_desktop.storage.tables import MilestoneRow, PermitItemRow, ProjectRow

PERMIT = "CONSTR_PERMIT"
_BUREAU = "统计局"
_ENTRIES = {StatsKind.INVEST: Milestone.STATS_ENTRY, StatsKind.SCALE: Milestone.SCALE_ENTRY}
_DATED = (Milestone.START_STATISTICAL, Milestone.PRODUCTION, *_ENTRIES.values())


@dataclass(slots=True)
class StatsRows:
    """What is recorded of a project's entries."""

    project: ProjectRow
    sector: Sector | None = None
    developer: str = ""
    files: dict[StatsKind, StatsFileRow] = field(default_factory=dict)
    returns: dict[StatsKind, list[StatsReturnRow]] = field(default_factory=lambda: defaultdict(list))
    papers: dict[StatsKind, dict[StatsMaterial, date]] = field(default_factory=lambda: defaultdict(dict))
    dated: dict[Milestone, PartialDate] = field(default_factory=dict)
    needs_permit: bool = False
    permit_on: date | None = None


def entry_id(project_id: str, kind: StatsKind) -> str:
    """Return the id by which an entry is known, whether or not anything was recorded of it."""
    return f"{project_id}.{kind}"


def stats_rows(session: Session, project_id: str | None = None) -> dict[str, StatsRows]:
    """Return what is recorded of a project's entries into statistics, or of everybody's, by project."""

    def those(row: Any, *also: sa.ColumnElement[bool]) -> Iterable[Any]:
        statement = sa.select(row).where(*also)
        if project_id is not None:
            statement = statement.where(row.project_id == project_id)
        return session.scalars(statement)

    projects = sa.select(ProjectRow).order_by(ProjectRow.sort_key, ProjectRow.id)
    if project_id is not None:
        projects = projects.where(ProjectRow.id == project_id)
    found = {row.id: StatsRows(row) for row in session.scalars(projects)}
    for profile in those(ProfileRow):
        found[profile.project_id].sector = profile.sector
        found[profile.project_id].developer = profile.developer
    for file in those(StatsFileRow):
        found[file.project_id].files[file.kind] = file
    for one in those(StatsReturnRow):
        found[one.project_id].returns[one.kind].append(one)
    for paper in those(StatsMaterialRow):
        found[paper.project_id].papers[paper.kind][paper.material] = paper.received_on
    for stone in those(MilestoneRow, MilestoneRow.kind.in_(_DATED)):
        found[stone.project_id].dated[stone.kind] = PartialDate.from_code(stone.happened)
    for item in those(PermitItemRow, PermitItemRow.code == PERMIT):
        _note_permit(found[item.project_id], item)
    for rows in found.values():
        for returns in rows.returns.values():
            returns.sort(key=lambda one: one.returned_on)
    return found


def _note_permit(rows: StatsRows, item: PermitItemRow) -> None:
    """Of several permits the first one counts: building began under it."""
    if item.applicability is not Applicability.REQUIRED:
        return
    rows.needs_permit = True
    if item.decided_on is not None and (rows.permit_on is None or item.decided_on < rows.permit_on):
        rows.permit_on = item.decided_on


def reported_rows(session: Session, project_id: str) -> list[ReportedRow]:
    """Return what the enterprise reported, in the order it was noted."""
    statement = sa.select(ReportedRow).where(ReportedRow.project_id == project_id)
    return list(session.scalars(statement.order_by(ReportedRow.position)))


def all_reported_rows(session: Session) -> list[tuple[ReportedRow, str]]:
    """Return what all enterprises reported, with the names of their projects: by project, as it was noted."""
    statement = (
        sa.select(ReportedRow, ProjectRow.name)
        .join(ProjectRow, ProjectRow.id == ReportedRow.project_id)
        .order_by(ProjectRow.sort_key, ProjectRow.id, ReportedRow.position)
    )
    return [(row, name) for row, name in session.execute(statement)]


def open_return(session: Session, project_id: str, kind: StatsKind) -> StatsReturnRow | None:
    """Return the return after which the enterprise has not filed again, or None."""
    statement = sa.select(StatsReturnRow).where(
        StatsReturnRow.project_id == project_id,
        StatsReturnRow.kind == kind,
        StatsReturnRow.filed_again_on.is_(None),
    )
    return session.scalars(statement).first()


def material_row(
    session: Session, project_id: str, kind: StatsKind, material: StatsMaterial
) -> StatsMaterialRow | None:
    """Return the row of a paper that is there, or None."""
    statement = sa.select(StatsMaterialRow).where(
        StatsMaterialRow.project_id == project_id,
        StatsMaterialRow.kind == kind,
        StatsMaterialRow.material == material,
    )
    return session.scalars(statement).first()


# The days that papers are due by.


def stats_duties(session: Session, ids: Collection[str] | None, days: Days) -> Iterable[tuple[str, Duty]]:
    """Yield the papers that are due: of projects that have started, and of firms over their threshold.

    What is filed, unless it was sent back, or entered owes nothing. The day is that of the first window after
    whatever came last: the start or the reached month, a return, or the day it was put off on.
    """
    files = {
        (project, kind): rest
        for project, kind, *rest in select_of(
            session, ids, StatsFileRow, "project_id", "kind", "filed_on", "reached_month", "waits_since"
        )
    }
    started = {
        project: own[Milestone.START_STATISTICAL]
        for project, own in days.items()
        if Milestone.START_STATISTICAL in own and Milestone.STATS_ENTRY not in own
    }
    reached = {
        project: month
        for (project, kind), (_, month, _) in files.items()
        if kind is StatsKind.SCALE and month and Milestone.SCALE_ENTRY not in days.get(project, {})
    }
    if not started and not reached:
        return
    # An entry and a start of production may be known by their month only, which `days` leaves out.
    dated = _milestones(session, ids)
    sent_back, waiting = _returns(session, ids)

    def is_owed(project: str, kind: StatsKind) -> bool:
        filed_on = files[project, kind][0] if (project, kind) in files else None
        is_filed = filed_on is not None and (project, kind) not in waiting
        return not is_filed and _ENTRIES[kind] not in dated[project]

    def put_off(project: str, kind: StatsKind) -> date | None:
        waits_since = files[project, kind][2] if (project, kind) in files else None
        return max((one for one in (sent_back.get((project, kind)), waits_since) if one), default=None)

    amounts = dict(select_of(session, ids, ProjectRow, "id", "investment_yuan", key="id"))
    for project, day in started.items():
        if is_owed(project, StatsKind.INVEST):
            yield (
                project,
                _invest_duty(project, day, put_off(project, StatsKind.INVEST), amounts.get(project)),
            )
    sectors = dict(select_of(session, ids, ProfileRow, "project_id", "sector")) if reached else {}
    for project, month in reached.items():
        produced = dated[project].get(Milestone.PRODUCTION)
        if produced is not None and is_owed(project, StatsKind.SCALE):
            firm = Producer(sectors.get(project), produced.first_day, month)
            yield project, _scale_duty(project, firm, put_off(project, StatsKind.SCALE))


def _invest_duty(project: str, started: date, last: date | None, yuan: int | None) -> Duty:
    after = max(started, last or started)
    return Duty(
        entry_id(project, StatsKind.INVEST),
        ClockKind.WINDOW,
        StatsKind.INVEST.value,
        "投资纳统申报材料",
        _BUREAU,
        Clock(started, "开工（统计口径）", None),
        sets_day=partial(_invest_day, started, after, yuan),
    )


def _scale_duty(project: str, firm: Producer, last: date | None) -> Duty:
    begun = date.fromisoformat(f"{firm.reached_month}-01")
    after = max(begun, last or begun)
    return Duty(
        entry_id(project, StatsKind.SCALE),
        ClockKind.WINDOW,
        StatsKind.SCALE.value,
        "升规纳统申报材料",
        _BUREAU,
        Clock(begun, "达到标准", None),
        sets_day=partial(_scale_day, firm, after),
    )


def _invest_day(
    started: date, after: date, yuan: int | None, rules: StageRules, calendar: WorkCalendar
) -> RuleDay | None:
    threshold = rules.invest_threshold(InvestLevel.ENTRY, started)
    if threshold is not None and yuan is not None and yuan < threshold.amount_yuan:
        return None
    window = next_invest_day(rules, calendar, after + ONE_DAY)
    return RuleDay(f"{window.due.month}月批次", window.due) if window is not None else None


def _scale_day(firm: Producer, after: date, rules: StageRules, calendar: WorkCalendar) -> RuleDay | None:
    window = next_window(rules, calendar, firm, after + ONE_DAY)
    return RuleDay(window.kind.zh, window.due, window.reminders[0]) if window is not None else None


def _milestones(session: Session, ids: Collection[str] | None) -> dict[str, dict[Milestone, PartialDate]]:
    found: dict[str, dict[Milestone, PartialDate]] = defaultdict(dict)
    for project, kind, happened in select_of(session, ids, MilestoneRow, "project_id", "kind", "happened"):
        if kind in _DATED:
            found[project][kind] = PartialDate.from_code(happened)
    return found


_Key = tuple[str, StatsKind]


def _returns(session: Session, ids: Collection[str] | None) -> tuple[dict[_Key, date], set[_Key]]:
    """The last day each entry was sent back on, and which have not been filed again since."""
    last: dict[_Key, date] = {}
    waiting: set[_Key] = set()
    for project, kind, returned_on, again in select_of(
        session, ids, StatsReturnRow, "project_id", "kind", "returned_on", "filed_again_on"
    ):
        last[project, kind] = max(returned_on, last.get((project, kind), returned_on))
        if again is None:
            waiting.add((project, kind))
    return last, waiting
