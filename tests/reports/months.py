"""Numbers of the monthly bulletin for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fangzi_desktop.domain.terms import Light, ProblemState, ProjectStatus, Stage
from fangzi_desktop.reports.document import Source
from fangzi_desktop.reports.monthly_input import (
    LampLine,
    MonthlyInput,
    MonthProblem,
    StageDone,
    StageMove,
    Standing,
)
from fangzi_desktop.reports.weekly_input import Figure, Totals
from tests.reports.issues import FRIDAY, a_ranking, some_changes, some_decided, some_invested, some_reviews


def a_month(**values: Any) -> MonthlyInput:
    """A bulletin of February 2023, empty but for what the test states."""
    usual: dict[str, Any] = {
        "team": "项目服务专班",
        "title": "坊子区重点项目推进情况月通报",
        "first": date(2023, 2, 1),
        "last": date(2023, 2, 28),
        "as_of": FRIDAY,
        "issued_on": FRIDAY,
    }
    return MonthlyInput(**(usual | values))


def a_problem(number: int, **values: Any) -> MonthProblem:
    """An open problem of the month."""
    usual: dict[str, Any] = {
        "problem_id": f"q{number}",
        "project_id": "p001",
        "project": "第001号项目",
        "number": number,
        "text": "临时用电容量不足",
        "raised_on": date(2023, 2, 10),
        "responsible_unit": "供电公司",
        "due": date(2023, 3, 10),
    }
    return MonthProblem(**(usual | values))


def a_full_month() -> MonthlyInput:
    """A bulletin with something in every place; it is what the goldens show."""
    return a_month(
        totals=Totals(
            projects=4,
            investment_yuan=10**9,
            investment_known=4,
            stages={Stage.REVIEW: 1, Stage.PERMITS: 3},
            lights={Light.RED: 1, Light.YELLOW: 1, Light.GREEN: 2},
            apart={ProjectStatus.VETOED: 1},
            stopped={ProjectStatus.DEFERRED: 1},
            apart_sources=(Source("否决：第009号项目", "p009"),),
        ),
        standing=(
            Standing("p001", "第001号项目", Stage.PERMITS, Light.RED, "坊安街道"),
            Standing("p002", "第002号项目", Stage.PERMITS, Light.YELLOW, "坊安街道"),
            Standing("p003", "第003号项目", Stage.PERMITS, Light.GREEN, "凤凰街道"),
            Standing("p004", "第004号项目", Stage.REVIEW, Light.GREEN),
        ),
        new_projects=Figure(1, sources=(Source("新增项目：第004号项目", "p004"),)),
        ended={
            ProjectStatus.VETOED: Figure(1, sources=(Source("否决项目：第009号项目", "p009"),)),
            ProjectStatus.CLOSED: Figure(),
        },
        invested=some_invested(),
        moves=(
            StageMove("p001", "第001号项目", Stage.FORMATION, Stage.PERMITS),
            StageMove("p002", "第002号项目", Stage.FORMATION, Stage.PERMITS),
            StageMove("p004", "第004号项目", Stage.FORMATION, Stage.REVIEW),
        ),
        done_stages=(
            StageDone("p001", "第001号项目", Stage.FORMATION, 21),
            StageDone("p002", "第002号项目", Stage.FORMATION, 30),
        ),
        reviews=some_reviews(),
        decided=some_decided(),
        problems=(
            a_problem(3, due=date(2023, 2, 20), listed_on=date(2023, 2, 21)),
            a_problem(4, raised_on=date(2023, 1, 10)),
            a_problem(5, state=ProblemState.CLOSED, closed_on=date(2023, 2, 23)),
        ),
        lamps=(
            LampLine(
                "p001",
                "第001号项目",
                Light.RED,
                "坊安街道",
                "专员甲",
                ("时限：已逾期：建筑工程施工许可证核发，2023年2月22日",),
            ),
            LampLine(
                "p002", "第002号项目", Light.YELLOW, "坊安街道", "", ("开工：计划2023年2月开工，尚未开工",)
            ),
        ),
        ranking=a_ranking(date(2023, 2, 24)),
        changes=replace(some_changes(), number=1, as_of=date(2023, 1, 31)),
    )
