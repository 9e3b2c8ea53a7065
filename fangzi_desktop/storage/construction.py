"""Queries over building: nodes, months, standstills, and what is owed by a day because of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.construction import REPORT_LIMIT, SHARED
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.lights import MonthFacts
from fangzi_desktop.domain.terms import ClockKind, Milestone
from fangzi_desktop.storage.reading import Days, select_of
from fangzi_desktop.storage.stage_tables import LightLimitRow, MonthRow, NodeRow, ProfileRow, StoppageRow
from fangzi_desktop.storage.tables import MilestoneRow, PartRow, ProjectRow


def node_rows(session: Session, project_id: str) -> list[NodeRow]:
    """Return a project's nodes."""
    return list(session.scalars(sa.select(NodeRow).where(NodeRow.project_id == project_id)))


def month_rows(session: Session, project_id: str) -> list[MonthRow]:
    """Return what is known of a project's months, oldest first."""
    statement = sa.select(MonthRow).where(MonthRow.project_id == project_id)
    return list(session.scalars(statement.order_by(MonthRow.month)))


def done_in(session: Session, month: str) -> dict[str, int]:
    """Return what each project did in a month, of those of which it is known."""
    statement = sa.select(MonthRow.project_id, MonthRow.completed_yuan).where(
        MonthRow.month == month, MonthRow.completed_yuan.is_not(None)
    )
    return {project: done for project, done in session.execute(statement) if done is not None}


def done_between(session: Session, first: str, last: str) -> dict[str, int]:
    """Return what each project did from a month to a month, both included, of those of which it is known."""
    statement = (
        sa.select(MonthRow.project_id, sa.func.sum(MonthRow.completed_yuan))
        .where(MonthRow.month.between(first, last), MonthRow.completed_yuan.is_not(None))
        .group_by(MonthRow.project_id)
    )
    return {project: int(done) for project, done in session.execute(statement) if done is not None}


def stoppage_rows(session: Session, project_id: str) -> list[StoppageRow]:
    """Return a project's standstills, newest first."""
    statement = sa.select(StoppageRow).where(StoppageRow.project_id == project_id)
    return list(session.scalars(statement.order_by(StoppageRow.first.desc())))


def months_of(session: Session, ids: Collection[str] | None) -> dict[str, list[MonthFacts]]:
    """Return the months of the named projects, or of all."""
    found: dict[str, list[MonthFacts]] = defaultdict(list)
    for project, *values in select_of(
        session, ids, MonthRow, "project_id", "month", "planned_yuan", "completed_yuan"
    ):
        found[project].append(MonthFacts(*values))
    return found


def excused_projects(session: Session, ids: Collection[str] | None) -> frozenset[str]:
    """Return which of the named projects, or of all, stand still for a cause that is nobody's fault."""
    return frozenset(
        project
        for project, last, is_excused in select_of(
            session, ids, StoppageRow, "project_id", "last", "is_excused"
        )
        if is_excused and last is None
    )


def node_duties(session: Session, ids: Collection[str] | None, days: Days) -> Iterator[tuple[str, Duty]]:
    """The nodes that are planned for a day and not reached; a shared one is reached by its milestone."""
    units = dict(select_of(session, ids, ProjectRow, "id", "responsible_unit", key="id"))
    parts = dict(select_of(session, ids, PartRow, "id", "name"))
    reached = {
        (project, kind)
        for project, kind in select_of(session, ids, MilestoneRow, "project_id", "kind")
        if kind in _MILESTONES
    }
    for project, node, part, kind, planned_on, actual_on in select_of(
        session, ids, NodeRow, "project_id", "id", "part_id", "kind", "planned_on", "actual_on"
    ):
        is_shared = part is None and kind in SHARED
        if planned_on is None or actual_on is not None:
            continue
        if is_shared and (project, SHARED[kind]) in reached:
            continue
        started = days.get(project, {}).get(Milestone.START)
        begin = started if started is not None and started < planned_on else planned_on
        label = f"{kind.zh}（{parts[part]}）" if part in parts else kind.zh
        yield (
            project,
            Duty(
                node,
                ClockKind.NODE,
                kind.value,
                f"建设节点：{label}",
                units.get(project) or "建设单位",
                Clock(begin, "开工" if begin is started else "计划", None),
                due=planned_on,
            ),
        )


def stoppage_duties(session: Session, ids: Collection[str] | None, days: Days) -> Iterator[tuple[str, Duty]]:
    """The standstills that still have to be reported to the office that issued the permit (建筑法 §10)."""
    developers = dict(select_of(session, ids, ProfileRow, "project_id", "developer"))
    for project, stoppage, first, last, reported_on in select_of(
        session, ids, StoppageRow, "project_id", "id", "first", "last", "reported_on"
    ):
        if last is None and reported_on is None:
            yield (
                project,
                Duty(
                    stoppage,
                    ClockKind.STOPPAGE,
                    "report",
                    "停工报告：向施工许可证发证机关报告",
                    developers.get(project) or "建设单位",
                    Clock(first, "中止施工", REPORT_LIMIT),
                ),
            )


_MILESTONES = frozenset(SHARED.values())


def light_limit_row(session: Session, valid_from: date) -> LightLimitRow | None:
    """Return the limits of the lights that apply from a day on, if some begin on it."""
    return session.scalar(sa.select(LightLimitRow).where(LightLimitRow.valid_from == valid_from))
