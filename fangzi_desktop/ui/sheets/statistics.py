"""纳统升规 over all projects: who must or may enter, by when, and how far the papers are."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QSizePolicy, QWidget

from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stage_terms import StatsKind, StatsState
from fangzi_desktop.services.statistics import StatsLine, all_entries
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.statistics_words import left_words, month_words, window_name
from fangzi_desktop.ui.sheets.printing import PrintList
from fangzi_desktop.ui.sheets.sheet import LinesSheet
from fangzi_desktop.ui.sorted_lines import Column


class Shown(Enum):
    """Which entries a sheet shows."""

    OPEN = "open"
    FILED = "filed"
    ENTERED = "entered"
    NOT_YET = "not_yet"
    ALL = "all"


_KINDS: tuple[StatsKind | None, ...] = (None, *StatsKind)


def admits(shown: Shown, line: StatsLine) -> bool:
    """Whether a sheet that is so narrowed shows an entry."""
    return {
        Shown.OPEN: line.is_open,
        Shown.FILED: line.state is StatsState.FILED,
        Shown.ENTERED: line.state is StatsState.ENTERED,
        Shown.NOT_YET: line.state in (StatsState.BELOW, StatsState.NOT_STARTED, StatsState.NOT_PRODUCING),
        Shown.ALL: True,
    }[shown]


class StatisticsSheet(LinesSheet[StatsLine]):
    """Everybody's entries into statistics."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            "statistics",
            _tr("纳统升规"),
            _columns(desk),
            all_entries,
            "statistics",
            _tr("还没有开工建设或投产的项目。项目开工、投产后列在这里。"),
            parent,
            light=lambda one: one.light,
            stretch=1,
        )
        self.kinds: Choice[StatsKind | None] = Choice(
            _tr("类别"), [(one, one.zh if one is not None else _tr("全部类别")) for one in _KINDS], self
        )
        self._words = {
            Shown.OPEN: _tr("待报送"),
            Shown.FILED: _tr("已申报"),
            Shown.ENTERED: _tr("已入库"),
            Shown.NOT_YET: _tr("未到条件"),
            Shown.ALL: _tr("全部"),
        }
        self.filter: Choice[Shown] = Choice(_tr("状态"), list(self._words.items()), self)
        self.kinds.choose(None)
        self.filter.choose(Shown.ALL)
        for choice in (self.kinds, self.filter):
            choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            choice.chosen.connect(self._narrow)
            self.head.addWidget(choice)
        self.head.addStretch()
        self.head.addWidget(PrintList(desk, ReportKind.STATISTICS, self))

    def refresh(self) -> None:
        super().refresh()
        self._count()

    def _narrow(self) -> None:
        self._count()
        self.show_narrowed()

    def _count(self) -> None:
        own = [one for one in self._all if self._is_of_kind(one)]
        for shown, words in self._words.items():
            self.filter.set_words(shown, f"{words} {sum(admits(shown, one) for one in own)}")

    def _is_of_kind(self, line: StatsLine) -> bool:
        return self.kinds.value is None or line.kind is self.kinds.value

    def _narrowed(self, lines: tuple[StatsLine, ...]) -> tuple[StatsLine, ...]:
        shown = self.filter.value or Shown.ALL
        return tuple(line for line in lines if self._is_of_kind(line) and admits(shown, line))


def _columns(desk: Desk) -> tuple[Column[StatsLine], ...]:
    states = list(StatsState)

    def window(line: StatsLine) -> str:
        return window_name(line.window, desk.workspace.today) if line.window is not None else ""

    def left(line: StatsLine) -> str:
        return left_words(line.window, desk.workspace.today) if line.window is not None else ""

    return (
        Column(_tr("状态"), 108, lambda one: one.state.zh, lambda one: states.index(one.state)),
        Column(_tr("项目"), 220, lambda one: one.project, lambda one: one.project),
        Column(_tr("类别"), 84, lambda one: one.kind.zh, lambda one: one.kind.zh),
        Column(_tr("行业或报表"), 150, _about, lambda one: _about(one) or None),
        Column(
            _tr("开工或投产"),
            118,
            lambda one: one.since.zh if one.since is not None else "",
            lambda one: one.since.first_day if one.since is not None else None,
        ),
        Column(_tr("下一窗口"), 150, window, lambda one: one.window.due if one.window is not None else None),
        Column(_tr("剩余"), 108, left, lambda one: one.window.due if one.window is not None else None),
        Column(_tr("材料"), 60, _papers, lambda one: one.papers_there, is_figure=True),
        Column(_tr("不一致"), 64, _findings, lambda one: len(one.findings), is_figure=True),
        Column(_tr("入库"), 96, _entered, lambda one: _entered(one) or None),
    )


def _about(line: StatsLine) -> str:
    if line.kind is StatsKind.INVEST:
        return line.form_name
    return line.sector.zh if line.sector is not None else ""


def _papers(line: StatsLine) -> str:
    return f"{line.papers_there}/{line.papers_needed}"


def _findings(line: StatsLine) -> str:
    return str(len(line.findings)) if line.findings else ""


def _entered(line: StatsLine) -> str:
    return month_words(line.entered) if line.entered is not None else ""


def _tr(words: str) -> str:
    return QCoreApplication.translate("sheets", words)
