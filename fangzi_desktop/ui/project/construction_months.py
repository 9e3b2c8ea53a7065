"""月度投资: planned and done month by month, as the team knows it (专班掌握)."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.months import (
    MonthForm,
    MonthLine,
    Months,
    months,
    paste_months,
    remove_month,
    write_month,
)
from fangzi_desktop.services.workspace import Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import asked
from fangzi_desktop.ui.project.construction_bars import MonthBars
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.dialog import RecordDialog
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.paste import read_pasted
from fangzi_desktop.ui.records.section import RecordSection
from fangzi_desktop.ui.sorted_lines import Column

_BARS = 3


class MonthsSection(RecordSection[MonthLine]):
    """A project's months, newest first. Ctrl+V takes month, plan and completed investment from Excel."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            "month",
            _tr("月度投资（专班掌握）"),
            month_columns(),
            _tr("还没有填过月度投资。可逐月填写，也可在 Excel 中复制“月份、计划投资、完成投资”三列后粘贴。"),
            parent,
            stretch=_BARS,
            most_rows=7,
        )
        self._desk = desk
        self._project = ""
        self._bars = MonthBars(self.table)
        self.table.setItemDelegateForColumn(_BARS, self._bars)
        self.add_action(_tr("修改"), "edit-month", self._ask_edit, on_one=True)
        self.add_action(_tr("删除"), "remove-month", self._remove, on_one=True)
        self.add_action(_tr("从 Excel 粘贴"), "paste-months", self._paste_copied)
        self.add_action(_tr("填写月份"), "write-month", self._ask_new)
        self.opened.connect(self._ask_edit)
        self.removed.connect(self._remove)
        self.pasted.connect(self._paste)

    def show_project(self, project_id: str) -> None:
        """Show a project's months."""
        self._project = project_id
        read = self._desk.read(months, project_id)
        self._bars.show_lines(read.lines)
        self.show_lines(read.lines, totals_words(read))

    def _ask_new(self) -> None:
        known = {one.month for one in self.model.lines}
        month = f"{self._desk.workspace.today:%Y-%m}"
        asked(ask_month(self._desk, self._project, None, self, "" if month in known else month))
        self.table.setFocus()

    def _ask_edit(self) -> None:
        if self.current is not None:
            dialog = ask_month(self._desk, self._project, self.current, self)
            asked(dialog)
            self.table.setFocus()
            if isinstance(dialog.submitted, Changes):
                self.select(dialog.submitted.value)

    def _remove(self) -> None:
        if self.current is not None:
            self._desk.do(remove_month, self.current.id)

    def _paste_copied(self) -> None:
        self._paste(QGuiApplication.clipboard().text())

    def _paste(self, pasted: str) -> None:
        try:
            rows = read_pasted(pasted, _asks(self._desk))
        except UserError as problem:
            self._desk.refused.emit(problem)
            return
        self._desk.do(paste_months, self._project, [replace(MonthForm(""), **row) for row in rows])


def month_columns() -> tuple[Column[MonthLine], ...]:
    """The columns of a list of months; money in 万元."""
    return (
        Column(_tr("月份"), 110, lambda one: PartialDate.from_code(one.month).zh, lambda one: one.month),
        Column(
            _tr("计划（万元）"),
            110,
            lambda one: wording.wan(one.planned_yuan),
            lambda one: one.planned_yuan,
            is_figure=True,
        ),
        Column(
            _tr("完成（万元）"),
            110,
            lambda one: wording.wan(one.completed_yuan),
            lambda one: one.completed_yuan,
            is_figure=True,
        ),
        Column(_tr("计划与完成"), 240, lambda one: "", lambda one: one.completed_yuan),
        Column(_tr("完成率"), 80, rate_words, _rate, is_figure=True),
        Column(
            _tr("当年累计（万元）"),
            130,
            lambda one: wording.wan(one.year_done_yuan),
            lambda one: one.year_done_yuan,
            is_figure=True,
        ),
        Column(
            _tr("总累计（万元）"),
            130,
            lambda one: wording.wan(one.total_done_yuan),
            lambda one: one.total_done_yuan,
            is_figure=True,
        ),
    )


def _rate(line: MonthLine) -> int | None:
    if not line.planned_yuan or line.completed_yuan is None:
        return None
    return line.completed_yuan * 100 // line.planned_yuan


def rate_words(line: MonthLine) -> str:
    """How much of a month's plan was done, in whole percent."""
    rate = _rate(line)
    return f"{rate}%" if rate is not None else ""


def totals_words(read: Months) -> str:
    """The totals beside the ledger's two figures; a difference is named."""
    if not read.lines:
        return ""
    parts = [
        _tr("{year}年计划{plan}、完成{done}").format(
            year=read.year,
            plan=wording.money(read.year_planned_yuan),
            done=wording.money(read.year_done_yuan),
        )
    ]
    if read.annual_plan_yuan is not None and read.annual_plan_yuan != read.year_planned_yuan:
        parts.append(_tr("台账年度计划{plan}").format(plan=wording.money(read.annual_plan_yuan)))
    parts.append(_tr("月度累计{done}").format(done=wording.money(read.total_done_yuan)))
    gap = read.gap_yuan
    if gap:
        words = _tr("台账累计{done}，多{gap}") if gap > 0 else _tr("台账累计{done}，少{gap}")
        parts.append(words.format(done=wording.money(read.ledger_done_yuan), gap=wording.money(abs(gap))))
    return "；".join(parts)


def ask_month(
    desk: Desk, project_id: str, line: MonthLine | None, parent: QWidget, month: str = ""
) -> RecordDialog[MonthForm]:
    """Return the dialog that asks for a month, or for what is to change in one."""
    known = line.id if line is not None else None
    form = MonthForm(month)
    if line is not None:
        form = MonthForm(line.month, line.planned_yuan, line.completed_yuan)
    return RecordDialog(
        _tr("填写月度投资") if line is None else _tr("修改月度投资"),
        desk,
        _asks(desk),
        form,
        lambda filled: desk.attempt(write_month, project_id, filled, known),
        parent,
        record=("month_investment", known) if known is not None else None,
        about=_tr("专班掌握的投资情况，不是统计数据；统计数据由企业填报。"),
    )


def _asks(desk: Desk) -> tuple[Field, ...]:
    return (
        fields.month("month", _tr("月份"), desk.workspace.today),
        fields.money("planned_yuan", _tr("计划投资")),
        fields.money("completed_yuan", _tr("完成投资")),
    )


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
