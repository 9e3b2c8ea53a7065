"""会审论证: the rounds of a project before the review meeting, and the figures it is judged by."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QVBoxLayout, QWidget

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import ReviewDecision
from fangzi_desktop.domain.stages import TERMINAL
from fangzi_desktop.domain.terms import ProjectStatus, Stage
from fangzi_desktop.services.dossier import Dossier
from fangzi_desktop.services.faces import ClockFace
from fangzi_desktop.services.review import (
    IndicatorLine,
    OpinionForm,
    RoundLine,
    indicator_lines,
    record_named_opinions,
    remove_opinion_request,
    reopen_condition,
    review_rounds,
    withdraw_round,
)
from fangzi_desktop.services.review_lines import ConditionLine, OpinionLine, gate_lines
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project import review_dialogs as dialogs
from fangzi_desktop.ui.project import review_rows as rows
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.review_card import RoundCard
from fangzi_desktop.ui.project.review_rows import GateRow
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.paste import read_pasted
from fangzi_desktop.ui.records.scrolled import SectionsTab
from fangzi_desktop.ui.records.section import RecordSection

# Narrower than this the two columns stand below one another.
_SIDE_BY_SIDE = 1080
_NOT_REVIEWED = TERMINAL - {ProjectStatus.VETOED}


class ReviewTab(SectionsTab):
    """A project's 论证: one round at a time, with its opinions and conditions beside gates and indicators."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self._status = ProjectStatus.ACTIVE
        self._face: ClockFace | None = None
        self.card = RoundCard(self)
        self.opinions: RecordSection[OpinionLine] = RecordSection(
            "review-opinions",
            self.tr("部门意见"),
            rows.opinion_columns(),
            self.tr("这一轮没有征求部门意见。"),
            self,
            light=rows.opinion_light,
            stretch=4,
            most_rows=12,
        )
        self.conditions: RecordSection[ConditionLine] = RecordSection(
            "review-conditions",
            self.tr("附加条件"),
            rows.condition_columns(),
            self.tr("没有附加条件。"),
            self,
            light=rows.condition_light,
        )
        self.gates: RecordSection[GateRow] = RecordSection(
            "review-gates",
            self.tr("三关（一票否决）"),
            rows.gate_columns(),
            "",
            self,
            light=rows.gate_light,
            stretch=2,
        )
        self.indicators: RecordSection[IndicatorLine] = RecordSection(
            "review-indicators",
            self.tr("指标"),
            rows.indicator_columns(),
            "",
            self,
            light=rows.indicator_light,
            stretch=4,
            most_rows=12,
        )
        self.opinions.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._add_actions()
        self._arrange()
        self.card.chosen.connect(self._show_round)
        self.opinions.opened.connect(self._ask_opinion)
        self.opinions.pasted.connect(self._paste)
        self.opinions.removed.connect(self._remove_request)
        self.conditions.opened.connect(self._ask_edit_condition)
        self.gates.opened.connect(self._ask_gate)
        self.indicators.opened.connect(self._fill_in)

    def show_dossier(self, dossier: Dossier) -> None:
        same = dossier.id == self._project
        self._project = dossier.id
        self._status = dossier.status
        self._face = dossier.stage_clock if dossier.stage is Stage.REVIEW else None
        self.card.show_rounds(self._desk.read(review_rounds, dossier.id), keep=same)
        self._show_round()

    def take_focus(self) -> None:
        line = self.card.current
        if line is None:
            self._accept.setFocus()
        elif line.opinions:
            self.opinions.table.setFocus()
        else:
            self.indicators.table.setFocus()

    def select(self, record_id: str) -> bool:
        for line in self._desk.read(review_rounds, self._project):
            held = {line.id, *(one.id for one in line.opinions), *(one.id for one in line.conditions)}
            if record_id in held:
                self.card.choose(line.id)
                if record_id == line.id:
                    self.take_focus()
                    return True
                break
        return self.opinions.select(record_id) or self.conditions.select(record_id)

    def _arrange(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, sections in (
            (left, (self.conditions, self.opinions)),
            (right, (self.gates, self.indicators)),
        ):
            column.setSpacing(10)
            for section in sections:
                column.addWidget(section)
            column.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(10)
        self._columns.addLayout(left, 6)
        self._columns.addLayout(right, 5)
        self.add_section(self.card)
        self.add_section(self._columns)

    def _add_actions(self) -> None:
        add = self.card.add_action
        self._correct = add(self.tr("更正结论"), "correct-decision", self._ask_decision)
        self._redate = add(self.tr("更正受理日期"), "change-acceptance", self._ask_acceptance)
        self._withdraw = add(self.tr("删除本轮"), "withdraw-round", self._withdraw_round)
        self._accept = add(self.tr("受理材料"), "open-round", self._ask_package, kind="primary")
        self._decide = add(self.tr("登记结论"), "decide-round", self._ask_decision, kind="primary")
        opinions = self.opinions.add_action
        opinions(self.tr("登记意见"), "record-opinion", self._ask_opinion, on_one=True)
        opinions(self.tr("改部门或时限"), "change-request", self._ask_change_request, on_one=True)
        opinions(self.tr("不再征求"), "remove-request", self._remove_request, needs=self._may_be_removed)
        self._more = opinions(self.tr("增加部门"), "add-request", self._ask_request)
        conditions = self.conditions.add_action
        conditions(self.tr("登记落实"), "meet-condition", self._ask_met, needs=lambda one: one.met_on is None)
        conditions(
            self.tr("取消落实"), "reopen-condition", self._reopen, needs=lambda one: one.met_on is not None
        )
        conditions(self.tr("修改"), "edit-condition", self._ask_edit_condition, on_one=True)
        self._more_conditions = conditions(self.tr("增加条件"), "add-condition", self._ask_condition)
        self._judge = self.gates.add_action(self.tr("登记结论"), "judge-gate", self._ask_gate, on_one=True)
        self._fill = self.indicators.add_action(self.tr("到概况补数据"), "fill-figures", self._fill_in)

    def _show_round(self) -> None:
        line = self.card.current
        self.card.show_standing(self._face, self._desk.workspace.today)
        is_open = line is not None and line.is_open
        newest = line is not None and self.card.choice.currentIndex() == 0
        self._accept.setVisible(not self._has_open() and self._status not in _NOT_REVIEWED)
        self._decide.setVisible(is_open)
        self._redate.setVisible(is_open)
        self._withdraw.setVisible(line is not None and is_open and len(line.missing) == len(line.opinions))
        self._correct.setVisible(newest and not is_open)
        self._more.setVisible(is_open)
        self.opinions.setVisible(line is not None)
        self.opinions.show_lines(line.opinions if line is not None else (), _opinions_note(line))
        conditional = line is not None and line.decision is ReviewDecision.CONDITIONAL_PASS
        self.conditions.setVisible(conditional or (line is not None and bool(line.conditions)))
        self.conditions.show_lines(line.conditions if line is not None else ())
        self._more_conditions.setVisible(conditional)
        self._show_figures(line)

    def _show_figures(self, line: RoundLine | None) -> None:
        """The gates and indicators of today, or as they were kept at the conclusion of the round."""
        read = self._desk.read(gate_lines, self._project)
        if line is None or line.is_open:
            gates = tuple(GateRow(one.gate.value, one.gate, one.passed, one.note) for one in read)
            indicators = self._desk.read(indicator_lines, self._project)
            note = self.tr("按今天的资料和门槛；门槛只作提示")
        else:
            why = {one.gate: one.note for one in read if one.passed is False}
            gates = tuple(
                GateRow(gate.value, gate, passed, why.get(gate, "") if passed is False else "")
                for gate, passed in line.gates.items()
            )
            indicators = line.indicators
            note = self.tr("按结论当日的资料和门槛留存")
        missing = rows.missing_figures(indicators)
        self.gates.show_lines(gates)
        self.indicators.show_lines(indicators, note)
        self._fill.setVisible(bool(missing))
        self._fill.setToolTip("、".join(one.zh for one in missing))
        self._judge.setVisible(line is None or line.is_open)

    def _has_open(self) -> bool:
        newest = self.card.newest
        return newest is not None and newest.is_open

    def _may_be_removed(self, line: OpinionLine) -> bool:
        shown = self.card.current
        return shown is not None and shown.is_open and line.submitted_on is None

    def _selected(self) -> list[OpinionLine]:
        chosen = self.opinions.table.selectionModel().selectedRows()
        return [self.opinions.model.lines[index.row()] for index in sorted(chosen, key=lambda one: one.row())]

    def _ask_package(self) -> None:
        asked(dialogs.AskPackage(self._desk, self._project, self._status, self))
        self.take_focus()

    def _ask_acceptance(self) -> None:
        line = self.card.current
        if line is not None:
            self._show(dialogs.ask_acceptance(self._desk, line, self))

    def _withdraw_round(self) -> None:
        line = self.card.current
        if line is not None:
            self._desk.do(withdraw_round, line.id)
            self.take_focus()

    def _ask_decision(self) -> None:
        line = self.card.current
        if line is not None:
            self._show(dialogs.ask_decision(self._desk, line, self))

    def _ask_opinion(self) -> None:
        chosen = [line for line in self._selected() if line.submitted_on is None]
        current = self.opinions.current
        if len(chosen) > 1:
            self._show(dialogs.ask_opinions(self._desk, chosen, self))
        elif current is not None:
            self._show(dialogs.ask_opinion(self._desk, current, self))

    def _ask_request(self) -> None:
        line = self.card.current
        if line is not None:
            self._show(dialogs.ask_request(self._desk, line.id, None, self))

    def _ask_change_request(self) -> None:
        line, current = self.card.current, self.opinions.current
        if line is not None and current is not None:
            dialog = dialogs.ask_request(self._desk, line.id, current, self)
            self._show(dialog)
            if isinstance(dialog.submitted, Changes):
                self.opinions.select(dialog.submitted.value)

    def _remove_request(self) -> None:
        current = self.opinions.current
        if current is not None:
            self._desk.do(remove_opinion_request, current.id)

    def _paste(self, pasted: str) -> None:
        line, today = self.card.current, self._desk.workspace.today
        if line is None:
            return
        try:
            found = read_pasted(pasted, dialogs.pasted_fields(today))
        except UserError as error:
            self._desk.refused.emit(error)
            return
        self._desk.do(record_named_opinions, line.id, [self._named(row) for row in found])

    def _named(self, row: dict[str, Any]) -> tuple[str, OpinionForm]:
        """A copied row; one without a day has come in today."""
        kind = row.get("kind")
        submitted = row.get("submitted_on") or (self._desk.workspace.today if kind is not None else None)
        form = OpinionForm(kind, submitted, row.get("text", ""), row.get("conditions", ""))
        return row.get("department", ""), form

    def _ask_condition(self) -> None:
        line = self.card.current
        if line is not None:
            self._show(dialogs.ask_condition(self._desk, line.id, None, self))

    def _ask_edit_condition(self) -> None:
        line, current = self.card.current, self.conditions.current
        if line is not None and current is not None:
            self._show(dialogs.ask_condition(self._desk, line.id, current, self))

    def _ask_met(self) -> None:
        current = self.conditions.current
        if current is not None:
            self._show(dialogs.ask_met(self._desk, current, self))

    def _reopen(self) -> None:
        current = self.conditions.current
        if current is not None:
            self._desk.do(reopen_condition, current.id)

    def _ask_gate(self) -> None:
        line, current = self.card.current, self.gates.current
        if current is not None and (line is None or line.is_open):
            self._show(dialogs.ask_gate(self._desk, self._project, current, self))

    def _fill_in(self) -> None:
        if rows.missing_figures(tuple(self.indicators.model.lines)):
            self.tab_requested.emit("overview")

    def _show(self, dialog: RecordDialog[Any]) -> None:
        held = self.focusWidget()
        asked(dialog)
        if held is not None and held.isVisibleTo(self):
            held.setFocus()
        else:
            self.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = event.size().width() >= _SIDE_BY_SIDE
        self._columns.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        )


def _opinions_note(line: RoundLine | None) -> str:
    if line is None or not line.opinions:
        return ""
    told = len(line.opinions) - len(line.missing)
    return f"{told}/{len(line.opinions)}"
