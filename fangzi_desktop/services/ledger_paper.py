"""What the ledger on paper says, gathered from the register, the clocks and the problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import ClockKind, Light, Milestone
from fangzi_desktop.reports.ledger_input import LedgerInput, LedgerProject
from fangzi_desktop.services.deadlines import DeadlineLine, deadlines
from fangzi_desktop.services.register import RegisterLine, register
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.storage.construction import done_in
from fangzi_desktop.storage.problems import open_counts
from fangzi_desktop.storage.work import View


def ledger_input(view: View) -> LedgerInput:
    """Return the ledger as it stands today; who left the mechanism is only counted."""
    lines = register(view)
    team = team_settings(view)
    done = done_in(view.session, f"{view.today:%Y-%m}")
    due = _due(view)
    problems = open_counts(view.session)
    return LedgerInput(
        team=team.name,
        title=f"{team.district}重点项目总台账",
        as_of=view.today,
        projects=tuple(
            _project(line, done.get(line.id), due.get(line.id), problems.get(line.id, 0))
            for line in lines
            if line.status not in TERMINAL
        ),
        apart=Counter(line.status for line in lines if line.status in TERMINAL),
    )


@dataclass(slots=True)
class _Due:
    """What of a project falls due next, and how much of it is overdue."""

    line: DeadlineLine | None = None
    overdue: int = 0


def _due(view: View) -> dict[str, _Due]:
    found: dict[str, _Due] = {}
    for line in deadlines(view):
        # Problems have a column of their own.
        apart = line.face.kind is ClockKind.PROBLEM or not line.face.kind.is_project_work
        if apart or line.face.is_floor or line.face.due is None:
            continue
        due = found.setdefault(line.project_id, _Due())
        if line.face.light is Light.RED:
            due.overdue += 1
        elif due.line is None and line.face.due >= view.today:
            due.line = line
    return found


def _project(line: RegisterLine, done: int | None, due: _Due | None, problems: int) -> LedgerProject:
    following = due.line.face if due is not None and due.line is not None else None
    return LedgerProject(
        id=line.id,
        project=line.name,
        stage=line.stage,
        status=line.status,
        light=line.light,
        locality=line.responsible_unit,
        investor=line.investor,
        track=line.industry_track,
        route=line.route,
        officer=line.service_officer,
        investment_yuan=line.investment_yuan,
        area_mu=line.area_mu,
        start=_start(line),
        annual_plan_yuan=line.annual_plan_yuan,
        month_done_yuan=done,
        total_done_yuan=line.completed_yuan,
        next_item=following.label if following is not None else "",
        next_due=following.due if following is not None else None,
        is_provisional=following is not None and following.provisional,
        overdue=due.overdue if due is not None else 0,
        problems=problems,
        progress=line.progress,
        progress_on=line.progress_on,
    )


def _start(line: RegisterLine) -> str:
    started = (Milestone.START, Milestone.START_STATISTICAL)
    start = next((line.milestones[kind] for kind in started if kind in line.milestones), None)
    if start is not None:
        return start.zh
    planned = line.milestones.get(Milestone.PLANNED_START)
    return f"计划{planned.zh}" if planned is not None else ""
