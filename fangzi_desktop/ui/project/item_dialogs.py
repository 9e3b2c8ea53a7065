"""Asking for what an act in a permit item's life needs besides its day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox, QWidget

from fangzi_desktop.domain.deadlines import Extension
from fangzi_desktop.domain.permit_items import LONGEST_EXTENSION
from fangzi_desktop.domain.terms import Applicability, SuspensionReason, Unit
from fangzi_desktop.services import parts, permit_notices, permit_results, permits
from fangzi_desktop.services.permits import ChecklistLine, ItemDates
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.project.asking import Acting, asked


class _Suspension(Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, day: date, parent: QWidget) -> None:
        super().__init__(_tr("暂停计时"), desk, line.title, parent)
        self._line = line
        self.first = self.day(_tr("自（当日不计）"), day)
        self.reason = self.stop_reason()
        self.number = self.line(_tr("文号"))

    def read(self) -> None:
        reason = SuspensionReason(self.reason.currentData())
        self.desk.attempt(permits.suspend_item, self._line.id, self.first.day(), reason, self.number.text())


class _DaysLeftOut(Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, day: date, parent: QWidget) -> None:
        super().__init__(_tr("登记不计入的日期"), desk, line.title, parent)
        self._line = line
        self.hint(_tr("听证、检验、公示等依法不计入期限的日子，起止都已知道时用；首尾两天都不计。"))
        self.first = self.day(_tr("自"), None)
        self.last = self.day(_tr("至"), day)
        self.reason = self.stop_reason()
        self.number = self.line(_tr("文号"))

    def read(self) -> None:
        reason = SuspensionReason(self.reason.currentData())
        days = (self.first.day(), self.last.day())
        self.desk.attempt(permit_notices.exclude_days, self._line.id, *days, reason, self.number.text())


class _Notice(Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, day: date, parent: QWidget) -> None:
        super().__init__(_tr("补正告知"), desk, line.title, parent)
        self._line = line
        told = len(line.corrections)
        if told:
            words = _tr("▲ 此前已告知{count}次。法律要求一次性告知需要补正的全部内容（行政许可法第32条）。")
            self.hint(words.format(count=told), kind="hint")
        else:
            self.hint(_tr("一次性告知需要补正的全部内容（行政许可法第32条）。"))
        self.notified_on = self.day(_tr("告知日期"), day)
        self.reason = self.text(_tr("缺什么"), _tr("逐项写明要补的材料或要改的内容"))
        self.number = self.line(_tr("文号"))

    def read(self) -> None:
        self.desk.attempt(
            permit_notices.require_correction,
            self._line.id,
            self.notified_on.day(),
            self.reason.toPlainText(),
            self.number.text(),
        )


class _Extension(Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, day: date, parent: QWidget) -> None:
        super().__init__(_tr("延期"), desk, line.title, parent)
        self._line = line
        if line.extensions:
            self.hint(_tr("已延期{count}次。").format(count=len(line.extensions)))
        self.granted_on = self.day(_tr("批准日期"), day)
        self.amount = QSpinBox(self)
        self.amount.setRange(1, LONGEST_EXTENSION)
        self.amount.setValue(10)
        for named in (self.amount, self.amount.lineEdit()):
            named.setAccessibleName(_tr("延长多少"))
        self.unit = QComboBox(self)
        self.unit.setAccessibleName(_tr("单位"))
        for unit in Unit:
            self.unit.addItem(unit.zh, unit)
        if line.limit is not None:
            self.unit.setCurrentIndex(self.unit.findData(line.limit.unit))
        row = QHBoxLayout()
        row.addWidget(self.amount)
        row.addWidget(self.unit)
        row.addStretch()
        self.form.addRow(_tr("延长"), row)
        self.approved_by = self.line(_tr("批准人"), hint=_tr("如 分管负责人"))
        self.reason = self.line(_tr("理由"))
        self.number = self.line(_tr("文号"))
        self.statutory = QCheckBox(_tr("依法延长，法定时限同时顺延（行政许可法第42条）"), self)
        if line.statutory is not None:
            self.form.addRow("", self.statutory)
        else:
            self.statutory.hide()

    def read(self) -> None:
        extension = Extension(
            self.granted_on.day(),
            self.amount.value(),
            Unit(self.unit.currentData()),
            self.approved_by.text(),
            self.reason.text(),
            self.number.text(),
            self.statutory.isChecked(),
        )
        self.desk.attempt(permit_notices.extend_item, self._line.id, extension)


class _Ending(Acting):
    def __init__(
        self,
        title: str,
        desk: Desk,
        line: ChecklistLine,
        day: date,
        command: Command,
        parent: QWidget,
        note: str = "",
    ) -> None:
        super().__init__(title, desk, line.title, parent)
        self._line = line
        self._command = command
        self.on = self.day(_tr("日期"), day)
        self.note = self.line(note or _tr("说明"))

    def read(self) -> None:
        self._command(self._line.id, self.on.day(), self.note.text())


class _Exclusion(Acting):
    def __init__(self, desk: Desk, lines: Sequence[ChecklistLine], parent: QWidget) -> None:
        super().__init__(_tr("不涉及"), desk, names_of(lines), parent)
        self._lines = lines
        optional = all(line.conditional for line in lines)
        self.reason = self.line(_tr("理由"), hint=_tr("可不填") if optional else _tr("必填"))

    def read(self) -> None:
        ids = [line.id for line in self._lines]
        self.desk.attempt(permits.settle_items, ids, Applicability.NOT_APPLICABLE, self.reason.text())


class _Waiver(Acting):
    def __init__(self, desk: Desk, lines: Sequence[ChecklistLine], parent: QWidget) -> None:
        super().__init__(_tr("区域评估免办"), desk, names_of(lines), parent)
        self._lines = lines
        self.hint(_tr("地块所在区域已完成区域评估的，本项目直接使用其成果，不再单独办理。"))
        shown = next((line.waiver for line in lines if line.waiver), "")
        self.document = self.line(_tr("评估成果"), shown, _tr("名称和文号，必填"))

    def read(self) -> None:
        ids = [line.id for line in self._lines]
        self.desk.attempt(permit_results.waive_items, ids, self.document.text())


class _Corrections(Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, parent: QWidget) -> None:
        super().__init__(_tr("更正日期"), desk, line.title, parent)
        self._line = line
        accepted = _tr("受理") if "受理" in line.start_event or not line.start_event else line.start_event
        self.applied_on = self.day(_tr("收件"), line.applied_on, optional=True)
        self.accepted_on = self.day(accepted, line.accepted_on, optional=True)
        self.decided_on = self.day(_tr("办结"), line.decided_on, optional=True)
        self.number = self.line(_tr("文号"), line.certificate_no)

    def read(self) -> None:
        dates = ItemDates(
            self.applied_on.day_or_none(), self.accepted_on.day_or_none(), self.decided_on.day_or_none()
        )
        self.desk.attempt(permits.correct_item, self._line.id, dates, self.number.text())


Command = Callable[[str, date, str], object]


def ask_suspension(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask why an item's clock stops from `day` on, and stop it; whether it was stopped."""
    return asked(_Suspension(desk, line, day, parent))


def ask_days_left_out(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask for days that are not counted, the last of them likely `day`; whether they were recorded."""
    return asked(_DaysLeftOut(desk, line, day, parent))


def ask_notice(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask what an application lacks (补正告知) and record it; whether it was recorded."""
    return asked(_Notice(desk, line, day, parent))


def ask_extension(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask how long an item's limit is extended, by whom and why (延期); whether it was."""
    return asked(_Extension(desk, line, day, parent))


def ask_refusal(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask for the ground of a refusal (不予许可) and record it; whether it was recorded."""

    def refuse(item: str, on: date, note: str) -> object:
        return desk.attempt(permits.refuse_item, item, on, note)

    return asked(_Ending(_tr("不予许可"), desk, line, day, refuse, parent))


def ask_withdrawal(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask for the ground of a withdrawal (撤回) and record it; whether it was recorded."""

    def withdraw(item: str, on: date, note: str) -> object:
        return desk.attempt(permits.withdraw_item, item, on, note)

    return asked(_Ending(_tr("撤回"), desk, line, day, withdraw, parent))


def ask_failure(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask why a listing came to nothing (流拍、终止挂牌) and begin a new round; whether it was recorded."""

    def fail(item: str, on: date, reason: str) -> object:
        return desk.attempt(parts.fail_listing, item, on, reason)

    dialog = _Ending(_tr("流拍或终止挂牌"), desk, line, day, fail, parent, note=_tr("原因"))
    dialog.hint(_tr("本轮保留备查，公告和挂牌另起新的一轮。"))
    return asked(dialog)


def ask_exclusion(desk: Desk, parent: QWidget, lines: Sequence[ChecklistLine]) -> bool:
    """Ask once why items are 不涉及 and record it for all in one act; whether it was recorded."""
    return asked(_Exclusion(desk, lines, parent))


def ask_waiver(desk: Desk, parent: QWidget, lines: Sequence[ChecklistLine]) -> bool:
    """Ask which 区域评估 covers the items and let them fall away in one act; whether they did."""
    return asked(_Waiver(desk, lines, parent))


def ask_corrections(desk: Desk, parent: QWidget, line: ChecklistLine) -> bool:
    """Ask for an item's real days and its number; whether they were written."""
    return asked(_Corrections(desk, line, parent))


def names_of(lines: Sequence[ChecklistLine]) -> str:
    """Name some items; of many the first three and how many there are."""
    names = "、".join(line.title for line in lines[:3])
    return names + (_tr("等{count}项").format(count=len(lines)) if len(lines) > 3 else "")


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
