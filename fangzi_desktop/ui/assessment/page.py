"""考核: who stands where in a month, quarter or year; a figure leads to its rows, a row to its project."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.assessment import AssessedSpan, Period, period_for
from fangzi_desktop.domain.assessment_rules import AssessmentRule
from fangzi_desktop.domain.assessment_terms import YEARLY, IndicatorL2, ObjectClass, Scoring
from fangzi_desktop.domain.assessment_words import scoring_words
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.services.assessment import Assessment, scores
from fangzi_desktop.services.assessment_rules import MarkForm, mark_of, set_assessment_mark
from fangzi_desktop.services.reports import ReportAsk
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import icons, theme, wording
from fangzi_desktop.ui.assessment.model import (
    FIRST,
    INDICATOR,
    INDICATOR_WIDTH,
    NAME,
    WIDTHS,
    CaseLine,
    ScoreMatrix,
    case_columns,
    case_lines,
    score_words,
)
from fangzi_desktop.ui.choice import Choice
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.page import Page
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.tab import place_of
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.section import RecordLines
from fangzi_desktop.ui.sheets.printing import show_list
from fangzi_desktop.ui.signs import SignDelegate
from fangzi_desktop.ui.table import Table

_LENGTH = {AssessedSpan.MONTH: 1, AssessedSpan.QUARTER: 3, AssessedSpan.YEAR: 12}


class AssessmentPage(Page):
    """The ranking of a class above, the rows behind the current figure below."""

    open_requested = Signal(str, str, str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("考核"), parent)
        self._desk = desk
        self._day = desk.workspace.today
        self._found: Assessment | None = None
        self.matrix = ScoreMatrix(self)
        self.rows: RecordLines[CaseLine] = RecordLines(case_columns(), lambda line: line.light, self)
        self._build()
        desk.changed.connect(self._follow)

    @property
    def is_searchable(self) -> bool:
        """Whether the search field finds anything on this page."""
        return False

    @property
    def actions_widgets(self) -> list[QWidget]:
        return [self.print]

    @property
    def period(self) -> Period:
        """The days that are shown."""
        return period_for(self.span.value or AssessedSpan.YEAR, self._day, self._desk.workspace.today)

    def refresh(self) -> None:
        today = self._desk.workspace.today
        self._found = self._desk.read(scores, self.period)
        period = self._found.period
        self._period.setText(
            self.tr("{first}—{last}").format(
                first=wording.full_day(period.first), last=wording.day(period.last, period.first)
            )
        )
        self.next.setEnabled(self._stepped(1) <= today)
        for button, name in ((self.previous, "back"), (self.next, "forward")):
            button.setIcon(icons.icon(name, theme.tokens().ink2))
        self._scheme.setText(
            self.tr("评分办法：本程序默认，非正式考核办法，可在“设置”中修改")
            if self._found.is_default
            else self.tr("评分办法：按“设置”中的评分标准")
        )
        self._show_class()

    def _follow(self, changes: Changes[object]) -> None:
        if self.isVisible():
            self.refresh()
        else:
            self.mark_stale()

    # What is shown.

    def _step(self, steps: int) -> None:
        self._day = self._stepped(steps)
        self.refresh()

    def _stepped(self, steps: int) -> date:
        span = self.span.value or AssessedSpan.YEAR
        first = self.period.first
        year, month = divmod(first.year * 12 + first.month - 1 + steps * _LENGTH[span], 12)
        return date(year, month + 1, 1)

    def _choose_span(self) -> None:
        self.refresh()

    def _show_class(self) -> None:
        if self._found is None:
            return
        index = self.table.currentIndex()
        name = self.matrix.units[index.row()].name if index.isValid() else ""
        kind = self.kind.value or ObjectClass.LOCALITY
        self.matrix.show_units(self._found.of_class(kind), self._found.rules)
        heads = self.table.horizontalHeader()
        for column in range(self.matrix.columnCount()):
            self.table.setColumnWidth(column, WIDTHS[column] if column < FIRST else INDICATOR_WIDTH)
        if self.matrix.columnCount() > NAME:
            heads.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        is_any = bool(self.matrix.units)
        self._body.setVisible(is_any)
        self._empty.setVisible(not is_any)
        if is_any:
            row = max(self.matrix.row_of(name), 0)
            column = index.column() if index.isValid() else NAME
            self.table.setCurrentIndex(self.matrix.index(row, column))
        self._show_rows()

    def _show_rows(self) -> None:
        index = self.table.currentIndex()
        if self._found is None or not index.isValid():
            self.rows.show_lines(())
            return
        unit = self.matrix.units[index.row()]
        indicator = self.matrix.indicator_at(index.column())
        score = self.matrix.score_at(index.row(), index.column())
        if indicator is None or score is None:
            cases = tuple(
                case
                for one in self._found.rules
                for case in self._found.behind(unit.kind, unit.name, one)
                if case.is_lost
            )
            self._heading.setText(
                self.tr("{unit} · 失分记录{count}条").format(unit=unit.name, count=len(cases))
            )
            self._about.setText(self.tr("选中某项指标的得分，看它由哪些记录计算得出。"))
        else:
            cases = self._found.behind(unit.kind, unit.name, indicator)
            self._heading.setText(f"{unit.name} · {indicator.number} {indicator.zh}")
            rule = self._found.rules[indicator]
            self._about.setText(
                self.tr("{score}。计分方式：{rule}。").format(
                    score=score_words(score), rule=scoring_words(rule)
                )
            )
        self.rows.show_lines(case_lines(cases, self._found.projects))
        self.rows_table.setColumnHidden(INDICATOR, indicator is not None)
        self.rows_table.setVisible(bool(cases))
        self._no_rows.setVisible(not cases)
        self._offer_mark(indicator)

    def _offer_mark(self, indicator: IndicatorL2 | None) -> None:
        rule = self._rule(indicator)
        is_manual = rule is not None and rule.scoring is Scoring.MANUAL
        self.mark.setText(self.tr("评分…") if is_manual else self.tr("设定年度目标…"))
        is_offered = is_manual or (rule is not None and rule.indicator in YEARLY)
        self.mark.setVisible(is_offered and not self._desk.workspace.store.read_only)

    def _rule(self, indicator: IndicatorL2 | None) -> AssessmentRule | None:
        return self._found.rules.get(indicator) if self._found is not None and indicator else None

    # What is done.

    def _ask_mark(self) -> None:
        index = self.table.currentIndex()
        rule = self._rule(self.matrix.indicator_at(index.column()))
        if rule is None:
            return
        unit, year = self.matrix.units[index.row()], self.period.last.year
        form = self._desk.read(mark_of, MarkForm(unit.kind, unit.name, rule.indicator, year, None))
        is_manual = rule.scoring is Scoring.MANUAL
        asks = (
            fields.quantity(
                "value",
                self.tr("评分") if is_manual else self.tr("年度目标"),
                self.tr("分") if is_manual else self.tr("个"),
            ),
            fields.text("source", self.tr("依据"), self.tr("如目标分解文件、会议纪要文号")),
        )
        title = self.tr("{unit}{year}年：{indicator}").format(
            unit=unit.name, year=year, indicator=rule.indicator.zh
        )

        def submit(filled: MarkForm) -> object:
            return self._desk.attempt(set_assessment_mark, replace(filled))

        asked(RecordDialog(title, self._desk, asks, form, submit, self))

    def _open(self, index: QModelIndex) -> None:
        line = self.rows.lines[index.row()]
        tab, owner = place_of(line.case.clock, line.case.owner_id)
        self.open_requested.emit(line.case.project_id, tab, owner)

    def _print(self) -> None:
        month = self.period.last
        show_list(self._desk, ReportAsk(ReportKind.ASSESSMENT, f"{month:%Y-%m}"), self)

    def _enter_rows(self) -> None:
        if self.rows.lines:
            self.rows_table.setFocus()
            self.rows_table.setCurrentIndex(self.rows.index(0, 0))

    # Making.

    def _build(self) -> None:
        self.span: Choice[AssessedSpan] = Choice(
            self.tr("时段"), [(span, span.zh) for span in AssessedSpan], self
        )
        self.span.choose(AssessedSpan.YEAR)
        self.span.chosen.connect(self._choose_span)
        self.kind: Choice[ObjectClass] = Choice(
            self.tr("考核对象"), [(kind, kind.zh) for kind in ObjectClass], self
        )
        self.kind.choose(ObjectClass.LOCALITY)
        self.kind.chosen.connect(self._show_class)
        for choice in (self.span, self.kind):
            choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.previous = self._arrow("back", self.tr("上一时段"), -1)
        self.next = self._arrow("forward", self.tr("下一时段"), 1)
        self._period = QLabel("", self)
        self._period.setObjectName("assessment-period")
        self._scheme = QLabel("", self)
        self._scheme.setObjectName("assessment-scheme")
        self._scheme.setProperty("kind", "secondary")
        self.print = self._button(self.tr("打印考核排名"), "print-assessment")
        self.print.clicked.connect(self._print)
        tools = QHBoxLayout()
        tools.setSpacing(10)
        for widget in (self.kind, self.span, self.previous, self._period, self.next):
            tools.addWidget(widget)
        tools.addStretch()
        tools.addWidget(self._scheme)
        self._empty = QLabel(
            self.tr("还没有可以考核的单位。登记项目的属地、手续和部门意见后，这里按记录计算得分和名次。"),
            self,
        )
        self._empty.setProperty("kind", "secondary")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._body = QSplitter(Qt.Orientation.Vertical, self)
        self._body.setHandleWidth(12)
        self._body.setChildrenCollapsible(False)
        self._body.addWidget(self._make_matrix())
        self._body.addWidget(self._make_rows())
        self._body.setSizes([330, 270])
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(10)
        box.addLayout(tools)
        box.addWidget(self._body, 1)
        box.addWidget(self._empty, 1)

    def _make_matrix(self) -> Table:
        self.table = Table(self)
        self.table.setObjectName("assessment-table")
        self.table.setAccessibleName(self.tr("考核排名"))
        self.table.setModel(self.matrix)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        heads = self.table.horizontalHeader()
        heads.setMinimumSectionSize(44)
        heads.setStretchLastSection(False)
        self.table.current_changed.connect(self._show_rows)
        self.table.opened.connect(self._enter_rows)
        return self.table

    def _make_rows(self) -> QWidget:
        panel = QWidget(self)
        self._heading = QLabel("", panel)
        self._heading.setObjectName("assessment-heading")
        self._heading.setProperty("kind", "panel-title")
        self._about = QLabel("", panel)
        self._about.setObjectName("assessment-about")
        self._about.setProperty("kind", "secondary")
        self._about.setWordWrap(True)
        self.mark = self._button("", "assessment-mark")
        self.mark.clicked.connect(self._ask_mark)
        self.rows_table = Table(panel)
        self.rows_table.setObjectName("assessment-rows")
        self.rows_table.setAccessibleName(self.tr("计算依据"))
        self.rows_table.setModel(self.rows)
        self.rows_table.setItemDelegateForColumn(0, SignDelegate(self.rows_table))
        self.rows_table.setSortingEnabled(True)
        heads = self.rows_table.horizontalHeader()
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for place, column in enumerate(case_columns()):
            self.rows_table.setColumnWidth(place, column.width)
        heads.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.rows_table.opened.connect(self._open)
        self._no_rows = QLabel(self.tr("这一时段没有计入的记录。"), panel)
        self._no_rows.setProperty("kind", "secondary")
        self._no_rows.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._heading)
        head.addStretch()
        head.addWidget(self.mark)
        box = QVBoxLayout(panel)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        box.addLayout(head)
        box.addWidget(self._about)
        box.addWidget(self.rows_table, 1)
        box.addWidget(self._no_rows, 1)
        return panel

    def _arrow(self, name: str, words: str, steps: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"assessment-{name}")
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.clicked.connect(partial(self._step, steps))
        return button

    def _button(self, words: str, name: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("kind", "small")
        return button
