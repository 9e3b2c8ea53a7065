"""问题清单 over all projects: open ones by urgency, listed ones, and those written off."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.services.problems import Problem, problems
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.problems import problem_columns
from fangzi_desktop.ui.sheets.printing import PrintList
from fangzi_desktop.ui.sheets.sheet import NarrowedSheet
from fangzi_desktop.ui.sorted_lines import Column


class Shown(Enum):
    """Which problems a sheet shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    LISTED = "listed"
    ALL = "all"


def admits(shown: Shown, problem: Problem) -> bool:
    """Whether a sheet that is so narrowed shows a problem."""
    return {
        Shown.OPEN: problem.state.is_open,
        Shown.OVERDUE: problem.light is Light.RED,
        Shown.LISTED: problem.is_listed,
        Shown.ALL: True,
    }[shown]


class ProblemsSheet(NarrowedSheet[Problem, Shown]):
    """Everybody's problems."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        state, number, *others = problem_columns()
        project: Column[Problem] = Column(_tr("项目"), 190, lambda one: one.project, lambda one: one.project)
        super().__init__(
            desk,
            "problems",
            _tr("问题清单"),
            (state, number, project, *others),
            problems,
            "problems",
            _tr("还没有登记过问题。在项目的“问题”页登记。"),
            parent,
            light=lambda one: one.light,
            stretch=3,
        )
        words = {
            Shown.OPEN: _tr("未销号"),
            Shown.OVERDUE: _tr("逾期"),
            Shown.LISTED: _tr("挂牌督办"),
            Shown.ALL: _tr("全部"),
        }
        self.narrow_by(words, Shown.OPEN, admits, _tr("显示"))
        self.head.addStretch()
        self.head.addWidget(PrintList(desk, ReportKind.PROBLEMS, self))


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
