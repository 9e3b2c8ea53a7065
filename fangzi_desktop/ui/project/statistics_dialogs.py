"""What is asked about entries into statistics and about what the enterprise reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.stage_terms import (
    ReportedMetric,
    ReportedUnit,
    Sector,
    StatsKind,
    StatsMaterial,
)
from fangzi_desktop.services.statistics import (
    ReportedForm,
    StatsLine,
    edit_invest_file,
    edit_scale_file,
    file_application,
    note_reported,
    record_entry,
    return_application,
    tick_stats_material,
    wait_for_next_window,
)
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.statistics_words import window_name
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog


@dataclass(frozen=True, slots=True)
class _OnDay:
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Entered:
    month: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class _Reason:
    reason: str = ""


# A dialog is typed by its form; those who open one only run it.
Dialog = RecordDialog[Any]


def ask_file(desk: Desk, line: StatsLine, parent: QWidget, field: str = "") -> Dialog:
    """Return the dialog that asks what an entry's papers say, with the keyboard in `field`."""
    ask = _ask_invest if line.kind is StatsKind.INVEST else _ask_scale
    made = ask(desk, line, parent)
    # The start itself is recorded elsewhere; what was applied for is what can be looked at here.
    editor = made.editors.get("applied_start_on" if field == "started" else field)
    if editor is not None:
        editor.setFocus()
    return made


def _ask_invest(desk: Desk, line: StatsLine, parent: QWidget) -> Dialog:
    today, project = desk.workspace.today, line.project_id
    asks = (
        fields.tick("is_purchase_only", _tr("单纯设备购置")),
        fields.text("filing_unit", _tr("备案单位")),
        fields.text("reporting_unit", _tr("申报单位")),
        fields.text("contract_party", _tr("合同甲方")),
        fields.money("approved_investment_yuan", _tr("备案总投资")),
        fields.money("applied_investment_yuan", _tr("申报总投资")),
        fields.day("applied_start_on", _tr("申报开工日期"), today),
        fields.day("contract_on", _tr("合同签订日期"), today),
        fields.day("photo_on", _tr("照片拍摄日期"), today),
        fields.tick("only_levelling", _tr("现场只有场地平整")),
        fields.text("note", _tr("备注"), lines=2),
    )
    return RecordDialog(
        _tr("投资纳统：材料上写的内容"),
        desk,
        asks,
        line.invest,
        lambda form: desk.attempt(edit_invest_file, project, form),
        parent,
        record=_record(line),
        about=_tr("照企业的申报材料抄录，用来核对是否一致；这里不填报、不改动企业数据。"),
    )


def _ask_scale(desk: Desk, line: StatsLine, parent: QWidget) -> Dialog:
    today, project = desk.workspace.today, line.project_id
    asks = (
        fields.choice("sector", _tr("行业门类"), Sector, _tr("未选择")),
        fields.month("reached_month", _tr("达到标准的月份"), today),
        fields.text("filing_unit", _tr("营业执照单位")),
        fields.text("reporting_unit", _tr("申报单位")),
        fields.text("note", _tr("备注"), lines=2),
    )
    return RecordDialog(
        _tr("升规纳统：企业情况"),
        desk,
        asks,
        line.scale,
        lambda form: desk.attempt(edit_scale_file, project, form),
        parent,
        record=_record(line),
        about=_tr("达到标准的月份以企业自己的报表为准，没有达到时留空。"),
    )


def _record(line: StatsLine) -> tuple[str, str] | None:
    return ("stats_file", line.file_id) if line.file_id else None


def ask_filing(desk: Desk, line: StatsLine, parent: QWidget) -> Dialog:
    """Return the dialog that asks when the enterprise filed."""
    today, project, kind = desk.workspace.today, line.project_id, line.kind
    missing = line.papers_needed - line.papers_there
    about = _tr("企业报送材料的日期。")
    if missing:
        about += _tr("还有 {count} 份必备材料没有勾选。").format(count=missing)
    if line.findings:
        about += _tr("还有 {count} 处核对不一致。").format(count=len(line.findings))
    return RecordDialog(
        _tr("{kind}：登记申报").format(kind=kind.zh),
        desk,
        (fields.day("on", _tr("申报日期"), today, needed=True),),
        _OnDay(today),
        lambda form: desk.attempt(file_application, project, kind, form.on),
        parent,
        about=about,
    )


def ask_return(desk: Desk, line: StatsLine, parent: QWidget) -> Dialog:
    """Return the dialog that asks when and why an application was sent back."""
    today, project, kind = desk.workspace.today, line.project_id, line.kind
    asks = (
        fields.day("on", _tr("退回日期"), today, needed=True),
        fields.text("reason", _tr("退回理由"), lines=3),
    )
    return RecordDialog(
        _tr("{kind}：登记退回").format(kind=kind.zh),
        desk,
        asks,
        _OnDay(today),
        lambda form: desk.attempt(return_application, project, kind, form.on, form.reason),
        parent,
    )


def ask_entry(desk: Desk, line: StatsLine, parent: QWidget) -> Dialog:
    """Return the dialog that asks for the month and the code of an approved entry."""
    today, project, kind = desk.workspace.today, line.project_id, line.kind
    asks = (
        fields.month("month", _tr("入库月份"), today),
        fields.text("code", _tr("统计代码"), _tr("统计部门给的代码")),
    )
    return RecordDialog(
        _tr("{kind}：登记入库").format(kind=kind.zh),
        desk,
        asks,
        _Entered(),
        lambda form: desk.attempt(record_entry, project, kind, form.month, form.code),
        parent,
        about=_tr("以统计部门审核通过的月份为准。"),
    )


def ask_wait(desk: Desk, line: StatsLine, parent: QWidget) -> Dialog:
    """Return the dialog that asks why a window is let go."""
    today, project, kind = desk.workspace.today, line.project_id, line.kind
    about = ""
    if line.window is not None:
        about = _tr("放过{window}，提醒转到它之后的下一个窗口。").format(
            window=window_name(line.window, today)
        )
    return RecordDialog(
        _tr("{kind}：改报下一窗口").format(kind=kind.zh),
        desk,
        (fields.text("reason", _tr("理由"), lines=2),),
        _Reason(),
        lambda form: desk.attempt(wait_for_next_window, project, kind, form.reason),
        parent,
        about=about,
    )


def ask_paper_day(
    desk: Desk, line: StatsLine, material: StatsMaterial, received_on: date, parent: QWidget
) -> Dialog:
    """Return the dialog that asks since when a paper is there."""
    today, project, kind = desk.workspace.today, line.project_id, line.kind
    return RecordDialog(
        _tr("材料备齐日期"),
        desk,
        (fields.day("on", _tr("日期"), today, needed=True),),
        _OnDay(received_on),
        lambda form: desk.attempt(tick_stats_material, project, kind, material, form.on),
        parent,
        about=material.zh,
    )


def ask_reported(desk: Desk, project: str, parent: QWidget) -> Dialog:
    """Return the dialog that asks for a figure the enterprise reported; nothing is filled in for it."""
    today = desk.workspace.today
    asks = (
        fields.month("month", _tr("月份"), today),
        fields.choice("metric", _tr("指标"), ReportedMetric, _tr("请选择")),
        fields.quantity("value", _tr("企业填报值"), ""),
        fields.choice("unit", _tr("填报单位"), ReportedUnit, _tr("请选择")),
        fields.text("source", _tr("来源材料"), _tr("如 联网直报截图，3月8日")),
    )
    return RecordDialog(
        _tr("登记企业填报值"),
        desk,
        asks,
        ReportedForm(),
        lambda form: desk.attempt(note_reported, project, form),
        parent,
        about=_tr("照企业报表原样抄录，登记后不能修改或删除；企业更正的，再登记一条，两条都保留。"),
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
