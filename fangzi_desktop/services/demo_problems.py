"""The steps of invented problems: handed over, in hand, called solved, written off."""

from __future__ import annotations

import random
from datetime import date, timedelta

from fangzi_desktop.domain.stage_terms import ProblemStep
from fangzi_desktop.domain.terms import ProblemState, Stage
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.storage.problems import problem_rows
from fangzi_desktop.storage.stage_tables import ProblemStepRow
from fangzi_desktop.storage.tables import ProblemRow, ProjectRow
from fangzi_desktop.storage.work import Work

_LISTED_AFTER = timedelta(days=5)


def fill_problems(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Give each problem of an invented project the steps that led to where it stands."""
    for problem, _ in problem_rows(work.session, row.id):
        problem.stage = row.stage if row.stage is not Stage.PLANNING else None
        _give_steps(work, chance, problem)


def _give_steps(work: Work, chance: random.Random, problem: ProblemRow) -> None:
    end = problem.closed_on or work.today
    handed_over = min(problem.raised_on + timedelta(days=chance.randint(0, 2)), end)
    steps = [(ProblemStep.ASSIGNED, handed_over, "请于时限前办结并反馈", "")]
    begun = min(handed_over + timedelta(days=chance.randint(1, 4)), end)
    if problem.closed_on is not None:
        steps.append((ProblemStep.CLAIMED, end, problem.closing_note or "已解决", ""))
        steps.append((ProblemStep.CLOSED, end, "现场核实属实", ""))
    elif begun < end:
        steps.append((ProblemStep.TAKEN_IN_HAND, begun, "已明确专人办理", ""))
        problem.state = ProblemState.IN_HAND
    else:
        problem.state = ProblemState.ASSIGNED
    if problem.closed_on is None and problem.due is not None and problem.due + _LISTED_AFTER < work.today:
        _list(work, problem, steps)
    for position, (step, on, note, number) in enumerate(steps):
        work.add(
            ProblemStepRow(
                id=work.new_id(),
                project_id=problem.project_id,
                problem_id=problem.id,
                position=position,
                step=step,
                happened_on=on,
                unit=problem.responsible_unit if step is ProblemStep.ASSIGNED else "",
                note=note,
                document_no=number,
            )
        )


def _list(work: Work, problem: ProblemRow, steps: list[tuple[ProblemStep, date, str, str]]) -> None:
    number = f"示例督办〔{work.today.year}〕{problem.number}号"
    problem.listed_on, problem.listed_no = work.today, number
    steps.append((ProblemStep.LISTED, work.today, "逾期未办结，挂牌督办", number))
