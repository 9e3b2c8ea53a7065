"""What one month's bulletin says, gathered from records, clocks and journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import ProjectStatus
from fangzi_desktop.domain.workdays import ONE_DAY, month_end
from fangzi_desktop.reports.document import Source
from fangzi_desktop.reports.monthly_input import (
    MonthlyInput,
    MonthProblem,
    StageDone,
    StageMove,
    Standing,
)
from fangzi_desktop.reports.weekly_input import Figure
from fangzi_desktop.services.assessment_paper import ranking_to
from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.register import register
from fangzi_desktop.services.report_facts import (
    changes_before,
    decided_between,
    invested_in,
    reviews_between,
)
from fangzi_desktop.services.report_lamps import lamp_lines
from fangzi_desktop.services.settings import team_settings
from fangzi_desktop.services.weekly import totals_of
from fangzi_desktop.storage import happenings
from fangzi_desktop.storage import projects as project_rows
from fangzi_desktop.storage.work import View


def monthly_input(view: View, first: date) -> MonthlyInput:
    """Return what the bulletin of the month that begins on `first` prints.

    Events are those whose own date lies in the month, up to today; how things stand is told as of today.
    """
    last = month_end(first, 1) - ONE_DAY
    lines = register(view)
    inside = [line for line in lines if line.status not in TERMINAL]
    names = {line.id: line.name for line in lines}
    team = team_settings(view)
    return MonthlyInput(
        team=team.name,
        title=f"{team.district}重点项目推进情况月通报",
        first=first,
        last=last,
        as_of=view.today,
        issued_on=view.today,
        totals=totals_of(lines, inside),
        standing=tuple(
            Standing(line.id, line.name, line.stage, line.light, line.responsible_unit) for line in inside
        ),
        new_projects=_added(view, first, last, names),
        ended=_ended(view, first, last, names),
        invested=invested_in(view, first, inside),
        moves=tuple(
            StageMove(move.project_id, names[move.project_id], move.before, move.after)
            for move in happenings.stage_moves(view.session, first, last)
        ),
        done_stages=tuple(
            StageDone(project, names[project], stage, (done - started).days)
            for project, stage, started, done in happenings.finished_stages(view.session, first, last)
        ),
        reviews=reviews_between(view, first, last),
        decided=decided_between(view, first, last, lines),
        problems=_problems(view, first, last),
        lamps=lamp_lines(view, inside),
        changes=changes_before(view, ReportKind.MONTHLY, f"{first:%Y-%m}", lines),
        ranking=ranking_to(view, last),
    )


def _added(view: View, first: date, last: date, names: Mapping[str, str]) -> Figure:
    found = tuple(
        Source(f"新增项目：{names[project]}", project)
        for project, _ in project_rows.added_projects(view.session, first, last)
    )
    return Figure(len(found), sources=found)


def _ended(view: View, first: date, last: date, names: Mapping[str, str]) -> dict[ProjectStatus, Figure]:
    changes = happenings.status_changes(view.session, first, last)
    ended = {}
    for status in ProjectStatus:
        if status in TERMINAL:
            found = tuple(
                Source(f"{status.zh}项目：{names[project]}", project)
                for project, new, _, _ in changes
                if new is status
            )
            ended[status] = Figure(len(found), sources=found)
    return ended


def _problems(view: View, first: date, last: date) -> tuple[MonthProblem, ...]:
    """Those open, and those raised or written off in the month."""
    return tuple(
        MonthProblem(
            one.id,
            one.project_id,
            one.project,
            one.number,
            one.text,
            one.raised_on,
            one.responsible_unit,
            one.due,
            one.state,
            one.closed_on,
            one.listed_on,
        )
        for one in problems(view)
        if one.state.is_open
        or first <= one.raised_on <= last
        or (one.closed_on is not None and first <= one.closed_on <= last)
    )
