"""Asking for what an act on a permit item needs besides its day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from fangzi_desktop.domain.terms import Applicability, SuspensionReason
from fangzi_desktop.services import permits
from fangzi_desktop.services.permits import ChecklistLine, ItemDates
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask, DayField


class _Acting(Ask):
    """A dialog that does its act when it is accepted, and stays open with the reason if it is refused."""

    def __init__(self, title: str, desk: Desk, about: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.desk = desk
        words = QLabel(about, self)
        words.setProperty("kind", "secondary")
        words.setWordWrap(True)
        self.form.addRow(words)


class _Suspension(_Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, day: date, parent: QWidget) -> None:
        super().__init__(_tr("暂停计时"), desk, line.name, parent)
        self._line = line
        self.first = DayField(desk.workspace.today, self)
        self.first.show_day(day)
        self.reason = QComboBox(self)
        self.reason.setAccessibleName(_tr("暂停原因"))
        for reason in SuspensionReason:
            if reason is not SuspensionReason.DEFERRED:
                self.reason.addItem(reason.zh, reason)
        self.number = QLineEdit(self)
        self.number.setAccessibleName(_tr("文号"))
        self.form.addRow(_tr("自（当日不计）"), self.first)
        self.form.addRow(_tr("原因"), self.reason)
        self.form.addRow(_tr("文号"), self.number)

    def read(self) -> None:
        reason = SuspensionReason(self.reason.currentData())
        self.desk.attempt(permits.suspend_item, self._line.id, self.first.day(), reason, self.number.text())


class _Ending(_Acting):
    def __init__(
        self, title: str, desk: Desk, line: ChecklistLine, day: date, command: Command, parent: QWidget
    ) -> None:
        super().__init__(title, desk, line.name, parent)
        self._line = line
        self._command = command
        self.day = DayField(desk.workspace.today, self)
        self.day.show_day(day)
        self.note = QLineEdit(self)
        self.note.setAccessibleName(_tr("说明"))
        self.form.addRow(_tr("日期"), self.day)
        self.form.addRow(_tr("说明"), self.note)

    def read(self) -> None:
        self._command(self._line.id, self.day.day(), self.note.text())


class _Exclusion(_Acting):
    def __init__(self, desk: Desk, lines: Sequence[ChecklistLine], parent: QWidget) -> None:
        names = "、".join(line.name for line in lines[:3])
        more = _tr("等{count}项").format(count=len(lines)) if len(lines) > 3 else ""
        super().__init__(_tr("不涉及"), desk, names + more, parent)
        self._lines = lines
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(_tr("理由"))
        optional = all(line.conditional for line in lines)
        self.reason.setPlaceholderText(_tr("可不填") if optional else _tr("必填"))
        self.form.addRow(_tr("理由"), self.reason)

    def read(self) -> None:
        ids = [line.id for line in self._lines]
        self.desk.attempt(permits.settle_items, ids, Applicability.NOT_APPLICABLE, self.reason.text())


class _Corrections(_Acting):
    def __init__(self, desk: Desk, line: ChecklistLine, parent: QWidget) -> None:
        super().__init__(_tr("更正日期"), desk, line.name, parent)
        self._line = line
        today = desk.workspace.today
        self.applied_on, self.accepted_on, self.decided_on = (DayField(today, self) for _ in range(3))
        self.number = QLineEdit(line.certificate_no, self)
        accepted = _tr("受理") if "受理" in line.start_event or not line.start_event else line.start_event
        for field, day, name in (
            (self.applied_on, line.applied_on, _tr("收件")),
            (self.accepted_on, line.accepted_on, accepted),
            (self.decided_on, line.decided_on, _tr("办结")),
        ):
            field.show_day(day)
            field.setAccessibleName(name)
            self.form.addRow(name, field)
        self.number.setAccessibleName(_tr("文号"))
        self.form.addRow(_tr("文号"), self.number)

    def read(self) -> None:
        dates = ItemDates(
            self.applied_on.day_or_none(), self.accepted_on.day_or_none(), self.decided_on.day_or_none()
        )
        self.desk.attempt(permits.correct_item, self._line.id, dates, self.number.text())


Command = Callable[[str, date, str], object]


def ask_suspension(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask why an item's clock stops from `day` on, and stop it; whether it was stopped."""
    return _asked(_Suspension(desk, line, day, parent))


def ask_refusal(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask for the ground of a refusal (不予许可) and record it; whether it was recorded."""

    def refuse(item: str, on: date, note: str) -> object:
        return desk.attempt(permits.refuse_item, item, on, note)

    return _asked(_Ending(_tr("不予许可"), desk, line, day, refuse, parent))


def ask_withdrawal(desk: Desk, parent: QWidget, line: ChecklistLine, day: date) -> bool:
    """Ask for the ground of a withdrawal (撤回) and record it; whether it was recorded."""

    def withdraw(item: str, on: date, note: str) -> object:
        return desk.attempt(permits.withdraw_item, item, on, note)

    return _asked(_Ending(_tr("撤回"), desk, line, day, withdraw, parent))


def ask_exclusion(desk: Desk, parent: QWidget, lines: Sequence[ChecklistLine]) -> bool:
    """Ask once why items are 不涉及 and record it for all in one act; whether it was recorded."""
    return _asked(_Exclusion(desk, lines, parent))


def ask_corrections(desk: Desk, parent: QWidget, line: ChecklistLine) -> bool:
    """Ask for an item's real days and its number; whether they were written."""
    return _asked(_Corrections(desk, line, parent))


def _asked(dialog: Ask) -> bool:
    accepted = dialog.exec()
    dialog.deleteLater()
    return bool(accepted)


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
