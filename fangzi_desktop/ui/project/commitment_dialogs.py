"""Dialogs about commitments: what was promised, how it is checked, what it came to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from fangzi_desktop.domain.commitments import EVENTS, MEASURES
from fangzi_desktop.domain.stage_terms import CommitmentMetric, CommitmentResult, Comparison, Side
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.services.commitments import (
    CheckForm,
    CommitmentForm,
    CommitmentLine,
    SettlementForm,
    add_commitment,
    agreements_to_name,
    edit_commitment,
    record_check,
    record_checks,
    settle_commitment,
    waive_commitment,
)
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field

_RESULTS = (CommitmentResult.MET, CommitmentResult.PARTIAL, CommitmentResult.UNMET)


def commitment_fields(today: date, agreements: tuple[tuple[str, str], ...] = ()) -> tuple[Field, ...]:
    """The fields of a commitment, in the order in which columns are pasted."""
    return (
        fields.choice("side", _tr("承诺方"), Side),
        fields.choice("metric", _tr("事项"), CommitmentMetric),
        fields.text("text", _tr("内容"), _tr("协议原文；选“其他”时必填"), lines=2),
        fields.choice("comparison", _tr("比较"), Comparison, _tr("按期完成")),
        fields.quantity("target", _tr("目标值"), ""),
        fields.text("unit", _tr("单位"), _tr("如 万元、万元/亩、%")),
        fields.day("due", _tr("期限"), today, _tr("约定日期；按事件起算的留空，填下面三项")),
        fields.count("offset_amount", _tr("起算后期限"), ""),
        fields.choice("offset_unit", _tr("期限单位"), Unit, _tr("不适用")),
        fields.choice("offset_event", _tr("起算事件"), EVENTS, _tr("不适用")),
        fields.count("check_months", _tr("检查周期"), _tr("个月")),
        fields.text("responsible_unit", _tr("责任单位")),
        fields.text("evidence_required", _tr("佐证要求"), _tr("如 审计报告、完税证明")),
        *((fields.pick("agreement_id", _tr("所属协议"), agreements, _tr("不指明")),) if agreements else ()),
    )


class CommitmentDialog(RecordDialog[CommitmentForm]):
    """A commitment's fields. Choosing a metric offers its own side, unit and comparison."""

    def offer_measures(self) -> None:
        """Follow the metric from now on; what was typed for another one is replaced with it."""
        metric = self.editors["metric"]
        assert isinstance(metric, QComboBox)
        metric.currentIndexChanged.connect(self._offer)

    def _offer(self, place: int) -> None:
        measure = MEASURES[tuple(CommitmentMetric)[place]]
        side, comparison, unit = (self.editors[name] for name in ("side", "comparison", "unit"))
        assert isinstance(side, QComboBox) and isinstance(comparison, QComboBox)
        assert isinstance(unit, QLineEdit)
        if tuple(CommitmentMetric)[place] is not CommitmentMetric.OTHER:
            side.setCurrentIndex(side.findText(measure.side.zh))
        words = measure.comparison.zh if measure.comparison is not None else _tr("按期完成")
        comparison.setCurrentIndex(comparison.findText(words))
        unit.setText(measure.unit)


def ask_commitment(
    desk: Desk, project_id: str, line: CommitmentLine | None, parent: QWidget
) -> CommitmentDialog:
    """Return the dialog that asks for a commitment, or for what is to change in one."""
    asks = commitment_fields(desk.workspace.today, desk.read(agreements_to_name, project_id))
    if line is None:
        # What is promised most often first; its measure is offered like every other one's.
        measure = MEASURES[CommitmentMetric.FIXED_INVESTMENT]
        first = CommitmentForm(
            measure.side,
            CommitmentMetric.FIXED_INVESTMENT,
            comparison=measure.comparison,
            unit=measure.unit,
            check_months=3,
        )
        made = CommitmentDialog(
            _tr("登记承诺"),
            desk,
            asks,
            first,
            lambda form: desk.attempt(add_commitment, project_id, form),
            parent,
        )
    else:
        known = line.id
        made = CommitmentDialog(
            _tr("修改承诺"),
            desk,
            asks,
            line.form,
            lambda form: desk.attempt(edit_commitment, known, form),
            parent,
            record=("commitment", known),
        )
    made.offer_measures()
    return made


def ask_settlement(
    desk: Desk, line: CommitmentLine, due: str, parent: QWidget
) -> RecordDialog[SettlementForm]:
    """Return the dialog that asks what a commitment came to; the figures decide unless a person does."""
    today = desk.workspace.today
    figure: tuple[Field, ...] = ()
    if line.form.target is not None:
        figure = (fields.quantity("actual", _tr("实际值"), line.form.unit or " "),)
    asks = (
        *figure,
        fields.day("actual_on", _tr("实际日期"), today),
        fields.text("evidence_no", _tr("佐证编号")),
        fields.choice("result", _tr("结果"), _RESULTS, _tr("按数据判定")),
        fields.text("note", _tr("说明"), _tr("结果与数据不一致时，写明理由"), lines=2),
    )
    return RecordDialog(
        _tr("判定履约结果"),
        desk,
        asks,
        SettlementForm(line.actual, line.actual_on, line.evidence_no, None, line.note),
        lambda form: desk.attempt(settle_commitment, line.id, form),
        parent,
        about=due,
    )


@dataclass(frozen=True, slots=True)
class Waiver:
    """The reason of a waiver, and its paper."""

    reason: str = ""
    document_no: str = ""


def ask_waiver(desk: Desk, line: CommitmentLine, parent: QWidget) -> RecordDialog[Waiver]:
    """Return the dialog that asks for the reason and the paper of a waiver."""
    asks = (
        fields.text("reason", _tr("豁免理由"), lines=2),
        fields.text("document_no", _tr("依据文号")),
    )
    return RecordDialog(
        _tr("豁免承诺"),
        desk,
        asks,
        Waiver(),
        lambda form: desk.attempt(waive_commitment, line.id, form.reason, form.document_no),
        parent,
        about=line.label,
    )


def ask_check(desk: Desk, line: CommitmentLine, parent: QWidget) -> RecordDialog[CheckForm]:
    """Return the dialog that asks for one check of a commitment."""
    today = desk.workspace.today
    figure: tuple[Field, ...] = ()
    if line.form.target is not None:
        figure = (fields.quantity("actual", _tr("当时数值"), line.form.unit or " "),)
    asks = (
        fields.day("on", _tr("检查日期"), today, needed=True),
        *figure,
        fields.text("note", _tr("检查情况"), lines=2),
    )
    return RecordDialog(
        _tr("登记履约检查"),
        desk,
        asks,
        CheckForm(today),
        lambda form: desk.attempt(record_check, line.id, form),
        parent,
        about=line.label,
    )


def ask_checks(desk: Desk, lines: tuple[CommitmentLine, ...], parent: QWidget) -> RecordDialog[CheckForm]:
    """Return the dialog that asks for one visit at which all these commitments were looked at."""
    today = desk.workspace.today
    ids = tuple(line.id for line in lines)
    asks = (
        fields.day("on", _tr("检查日期"), today, needed=True),
        fields.text("note", _tr("检查情况"), lines=3),
    )
    return RecordDialog(
        _tr("登记履约检查"),
        desk,
        asks,
        CheckForm(today),
        lambda form: desk.attempt(record_checks, ids, form.on, form.note),
        parent,
        about=_tr("一次检查记入 {count} 项承诺；有数值的可再逐项登记。").format(count=len(ids)),
    )


def measured(form: CommitmentForm, said: set[str]) -> CommitmentForm:
    """Fill in what a pasted row leaves unsaid from its metric's own measure."""
    measure = MEASURES[form.metric]
    if "side" not in said:
        form = replace(form, side=measure.side)
    if form.target is not None and "comparison" not in said:
        form = replace(form, comparison=measure.comparison or Comparison.AT_LEAST)
    return form if form.unit or form.target is None else replace(form, unit=measure.unit)


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
