"""The matrix of the 考核, a unit per row and an indicator per column, and the rows behind a figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt
from PySide6.QtGui import QColor

from fangzi_desktop.domain.assessment import Case, ObjectScore, Score
from fangzi_desktop.domain.assessment_rules import AssessmentRule
from fangzi_desktop.domain.assessment_terms import IndicatorL2
from fangzi_desktop.domain.assessment_words import figure_words, plain_figure, scoring_words
from fangzi_desktop.domain.terms import Light
from fangzi_desktop.ui import theme, wording
from fangzi_desktop.ui.sorted_lines import Column, Index


def _tr(words: str) -> str:
    return QCoreApplication.translate("assessment", words)


PLACE, NAME, TOTAL, FIRST = 0, 1, 2, 3
WIDTHS = (50, 176, 64)
# The column of the rows that says which indicator they count for.
INDICATOR = 1
INDICATOR_WIDTH = 55

# What a column's head has room for; the tool tip and the panel below say the whole name.
SHORT = {
    IndicatorL2.PASSED: "通过完成",
    IndicatorL2.PASS_RATE: "论证通过",
    IndicatorL2.OPINIONS: "意见反馈",
    IndicatorL2.ESTABLISHED: "生成转化",
    IndicatorL2.PERMITS_IN_TIME: "手续按时",
    IndicatorL2.OVERALL: "总限达标",
    IndicatorL2.CERTIFICATES: "四证用时",
    IndicatorL2.ACCEPTED_AT_ONCE: "一次受理",
    IndicatorL2.ELEMENTS: "要素到位",
    IndicatorL2.STARTED: "按期开工",
    IndicatorL2.INVESTED: "投资完成",
    IndicatorL2.STATS_ENTRY: "纳统及时",
    IndicatorL2.PRODUCTION: "按期投产",
    IndicatorL2.SCALE_ENTRY: "升规完成",
    IndicatorL2.COMMITMENTS: "企业履约",
    IndicatorL2.PAYOUTS: "政策兑付",
    IndicatorL2.PROBLEMS: "问题销号",
}


class ScoreMatrix(QAbstractTableModel):
    """One class's units, the best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.units: tuple[ObjectScore, ...] = ()
        self._rules: Mapping[IndicatorL2, AssessmentRule] = {}
        self._indicators: tuple[IndicatorL2, ...] = ()

    def show_units(self, units: tuple[ObjectScore, ...], rules: Mapping[IndicatorL2, AssessmentRule]) -> None:
        """Show these units, scored by these rules."""
        self.beginResetModel()
        self.units, self._rules, self._indicators = units, rules, tuple(rules)
        self.endResetModel()

    def indicator_at(self, column: int) -> IndicatorL2 | None:
        """The indicator of a column, None where it tells of the whole unit."""
        place = column - FIRST
        return self._indicators[place] if 0 <= place < len(self._indicators) else None

    def score_at(self, row: int, column: int) -> Score | None:
        """What an indicator gave a unit."""
        indicator = self.indicator_at(column)
        if indicator is None or not 0 <= row < len(self.units):
            return None
        return next(score for score in self.units[row].scores if score.indicator is indicator)

    def row_of(self, name: str) -> int:
        """The row of a unit, or -1."""
        return next((row for row, unit in enumerate(self.units) if unit.name == name), -1)

    def _words(self, row: int, column: int) -> str:
        unit = self.units[row]
        if column == PLACE:
            return str(unit.place) if unit.place is not None else "—"
        if column == NAME:
            return unit.name
        score = self.score_at(row, column)
        value = unit.total if score is None else score.score
        return f"{value:.2f}" if value is not None else "—"

    def _tip(self, row: int, column: int) -> str:
        score = self.score_at(row, column)
        if score is None:
            return self.units[row].name
        return f"{score.indicator.number} {score.indicator.zh}：{score_words(score)}"

    def _ink(self, row: int, column: int) -> QColor:
        score = self.score_at(row, column)
        if score is not None and score.score is None:
            return theme.colour("ink2")
        return theme.colour("ink1")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.units)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else FIRST + len(self._indicators)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.units):
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(self._tip(row, column))
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column <= NAME else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.units[row].name}，{self._tip(row, column)}，{self._words(row, column)}"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        indicator = self.indicator_at(section)
        if role == Qt.ItemDataRole.DisplayRole:
            if indicator is None:
                return (_tr("名次"), _tr("单位"), _tr("得分"))[section] if 0 <= section < FIRST else None
            words = SHORT[indicator]
            return f"{indicator.number}\n{words[:2]}\n{words[2:]}"
        if role == Qt.ItemDataRole.ToolTipRole and indicator is not None:
            return wording.tip(f"{indicator.zh}：{scoring_words(self._rules[indicator])}")
        if role == Qt.ItemDataRole.TextAlignmentRole and section >= TOTAL:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A row behind a figure."""

    id: str
    project: str
    case: Case

    @property
    def light(self) -> Light:
        """Red where it cost points, grey where it is a measure and no matter of yes or no."""
        if self.case.is_lost:
            return Light.RED
        measured = self.case.indicator in (IndicatorL2.INVESTED, IndicatorL2.CERTIFICATES)
        return Light.GREY if measured else Light.GREEN


def case_lines(cases: Iterable[Case], projects: Mapping[str, str]) -> tuple[CaseLine, ...]:
    """The rows, those that cost points first, then by the days that decided."""
    lines = [
        CaseLine(f"{number}.{case.owner_id or case.project_id}", projects.get(case.project_id, ""), case)
        for number, case in enumerate(cases)
    ]
    lines.sort(key=lambda line: (not line.case.is_lost, line.case.due or line.case.done or date.max))
    return tuple(lines)


def case_columns() -> tuple[Column[CaseLine], ...]:
    """The columns of the rows behind a figure."""

    def indicator(line: CaseLine) -> str:
        return f"{line.case.indicator.number} {line.case.indicator.zh}"

    def due(line: CaseLine) -> date | None:
        return line.case.due

    def done(line: CaseLine) -> date | None:
        return line.case.done

    return (
        Column(_tr("结果"), 110, _result, _result),
        Column(_tr("指标"), 190, indicator, indicator),
        Column(_tr("项目"), 240, lambda line: line.project, lambda line: line.project),
        Column(_tr("事项"), 260, lambda line: line.case.label, lambda line: line.case.label),
        Column(_tr("到期（起算）"), 120, lambda line: wording.full_day(due(line)), due),
        Column(_tr("完成"), 120, lambda line: wording.full_day(done(line)), done),
    )


# How a row is said that was kept, and one that was not, where it is no matter of a day.
_RESULTS = {
    IndicatorL2.PASSED: (_tr("通过"), ""),
    IndicatorL2.PASS_RATE: (_tr("通过"), _tr("否决")),
    IndicatorL2.ACCEPTED_AT_ONCE: (_tr("一次受理"), _tr("有补正")),
    IndicatorL2.SCALE_ENTRY: (_tr("已入库"), _tr("待入库")),
    IndicatorL2.COMMITMENTS: (_tr("达标"), _tr("未达标")),
}


def _result(line: CaseLine) -> str:
    case = line.case
    if case.indicator is IndicatorL2.INVESTED:
        return _tr("{done}%").format(done=round(100 * case.value / case.base) if case.base else 0)
    if case.indicator is IndicatorL2.CERTIFICATES:
        return _tr("{days}个工作日").format(days=case.value)
    kept, lost = _RESULTS.get(case.indicator, (_tr("按期"), ""))
    if not case.is_lost:
        return kept
    return lost or (_tr("逾期完成") if case.done is not None else _tr("未完成"))


def score_words(score: Score) -> str:
    """What an indicator gave: 得分2.22，分值2.44（规定2），10/11; or why it gave nothing."""
    full = plain_figure(score.full)
    if score.score is None:
        return _tr("{basis}，规定{full}分").format(basis=score.basis.zh, full=full)
    words = _tr("得分{score:.2f}，分值{points:.2f}（规定{full}分）").format(
        score=score.score, points=score.points, full=full
    )
    figure = figure_words(score)
    average = _tr("，按全区平均计") if score.is_average else ""
    return f"{words}{_tr('，计算数据{figure}').format(figure=figure) if figure else ''}{average}"
