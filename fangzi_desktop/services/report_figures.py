"""The figures that a number is issued with."""

from __future__ import annotations

from collections.abc import Iterable

from fangzi_desktop.domain.report_figures import IssuedFigures, ProjectFigures, TotalFigures
from fangzi_desktop.domain.report_issues import number_of
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.register import RegisterLine, register
from fangzi_desktop.storage.work import View


def present_figures(view: View, kind: ReportKind, period: str, version: int) -> IssuedFigures:
    """Return the figures as things stand, for a number of a kind."""
    year, number = number_of(kind, period)
    lines = register(view)
    return IssuedFigures(
        kind,
        period,
        year,
        number,
        version,
        view.today,
        figures_by_project(lines),
        _totals(view, [line for line in lines if line.status not in TERMINAL]),
    )


def figures_by_project(lines: Iterable[RegisterLine]) -> dict[str, ProjectFigures]:
    """Return what a number keeps of each project, by its id."""
    return {
        line.id: ProjectFigures(
            line.name, line.stage, line.status, line.light, line.investment_yuan, line.completed_yuan
        )
        for line in lines
    }


def _totals(view: View, inside: list[RegisterLine]) -> TotalFigures:
    # Problems are counted apart.
    faces = [
        line.face
        for line in deadlines(view)
        if line.face.kind is not ClockKind.PROBLEM and line.face.kind.is_project_work
    ]
    return TotalFigures(
        projects=len(inside),
        investment_yuan=sum(line.investment_yuan or 0 for line in inside),
        completed_yuan=sum(line.completed_yuan or 0 for line in inside),
        overdue_items=sum(face.light is Light.RED for face in faces),
        open_items=sum(face.kind in (ClockKind.PERMIT, ClockKind.OVERALL) for face in faces),
        open_problems=sum(problem.state.is_open for problem in problems(view)),
    )
