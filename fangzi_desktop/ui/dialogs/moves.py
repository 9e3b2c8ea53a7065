"""Asking for the day of a move, what overrides a failed gate and why a project goes back; moving so."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from fangzi_desktop.domain.dates import parse_day
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import GateVerdict
from fangzi_desktop.domain.stages import check_send_back
from fangzi_desktop.domain.terms import Gate, Stage
from fangzi_desktop.services.gates import gate_verdicts
from fangzi_desktop.services.projects import Override, SendBack, move_project
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.messages import sentence


class DayField(QLineEdit):
    """A day typed quickly: 0523, 5.23 or in full."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(today.isoformat(), parent)
        self._today = today
        self.setPlaceholderText(self.tr("如 2023-02-24、2.24、0224"))
        self.setAccessibleName(self.tr("日期"))

    def day(self) -> date:
        """The day typed; raises `UserError` ``date.unreadable``, or ``date.missing`` for an empty field."""
        if not self.text().strip():
            raise UserError("date.missing")
        return parse_day(self.text(), self._today)

    def day_or_none(self) -> date | None:
        """The day typed, or None for an empty field; raises like `day`."""
        return self.day() if self.text().strip() else None

    def show_day(self, day: date | None) -> None:
        """Show a day, or an empty field."""
        self.setText(day.isoformat() if day is not None else "")


class Ask(QDialog):
    """A dialog of a few fields that stays open until they can be read."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(360)
        self.form = QFormLayout()
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self._problem = QLabel("", self)
        self._problem.setProperty("kind", "problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        buttons = QDialogButtonBox(self)
        accept = buttons.addButton(self.tr("确定"), QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setProperty("kind", "primary")
        accept.style().unpolish(accept)
        accept.style().polish(accept)
        buttons.addButton(self.tr("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.setSpacing(12)
        box.addLayout(self.form)
        box.addWidget(self._problem)
        box.addWidget(buttons)

    def read(self) -> None:
        """Read the fields; a `UserError` keeps the dialog open and is shown in it."""

    def _try(self) -> None:
        try:
            self.read()
        except UserError as error:
            self._problem.setText(sentence(error))
            self._problem.show()
            self._fit_problem()
        else:
            self.accept()

    def _fit_problem(self) -> None:
        """Make room for all lines of a refusal; by itself a dialog grows by one line only."""
        box = self.layout()
        assert box is not None
        self._problem.setMinimumHeight(0)
        self._problem.setMinimumHeight(self._problem.heightForWidth(box.contentsRect().width()))
        box.activate()


class _AskDay(Ask):
    def __init__(self, title: str, today: date, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.field = DayField(today, self)
        self.field.selectAll()
        self.form.addRow(self.tr("日期"), self.field)
        self.day: date | None = None

    def read(self) -> None:
        self.day = self.field.day()


class _AskOverride(Ask):
    def __init__(self, verdict: GateVerdict, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("越过未通过的关口"))
        gates = "、".join(cause.zh for cause in verdict.blocked_by)
        words = self.tr("{gates}未通过。确需推进的，请写明理由和会议纪要文号，两者将长期留存。")
        explained = QLabel(words.format(gates=gates), self)
        explained.setWordWrap(True)
        self.form.addRow(explained)
        self.reason = QLineEdit(self)
        self.minutes = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("理由"))
        self.minutes.setAccessibleName(self.tr("会议纪要文号"))
        self.form.addRow(self.tr("理由"), self.reason)
        self.form.addRow(self.tr("会议纪要文号"), self.minutes)

    def read(self) -> None:
        if not self.reason.text().strip() or not self.minutes.text().strip():
            raise UserError("gate.no_minutes")


class _AskSendBack(Ask):
    def __init__(self, to: Stage, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("退回到“{stage}”").format(stage=to.zh))
        explained = QLabel(self.tr("退回将计入项目的退回次数，原因长期留存。"), self)
        explained.setWordWrap(True)
        self.form.addRow(explained)
        self.reason = QLineEdit(self)
        self.reason.setObjectName("send-back-reason")
        self.reason.setAccessibleName(self.tr("退回原因"))
        self.number = QLineEdit(self)
        self.number.setObjectName("send-back-number")
        self.number.setAccessibleName(self.tr("文号"))
        self.number.setPlaceholderText(self.tr("没有的留空"))
        self.form.addRow(self.tr("退回原因"), self.reason)
        self.form.addRow(self.tr("文号"), self.number)

    def read(self) -> None:
        check_send_back(self.reason.text())


class _AskReason(Ask):
    def __init__(self, gate: Gate, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setWindowTitle(self.tr("{gate}未通过").format(gate=gate.zh))
        self._gate = gate
        self.reason = QLineEdit(self)
        self.reason.setObjectName("gate-reason")
        self.reason.setAccessibleName(self.tr("未通过的原因"))
        self.form.addRow(self.tr("未通过的原因"), self.reason)

    def read(self) -> None:
        if not self.reason.text().strip():
            raise UserError("gate.no_reason", gate=self._gate)


def ask_day(parent: QWidget, title: str, today: date) -> date | None:
    """Ask for a day; None if the person thinks better of it."""
    dialog = _AskDay(title, today, parent)
    accepted = dialog.exec()
    dialog.deleteLater()
    return dialog.day if accepted else None


def ask_override(parent: QWidget, verdict: GateVerdict) -> Override | None:
    """Ask what overrides a failed gate; None if the person thinks better of it."""
    dialog = _AskOverride(verdict, parent)
    accepted = dialog.exec()
    dialog.deleteLater()
    return Override(dialog.reason.text(), dialog.minutes.text()) if accepted else None


def ask_send_back(parent: QWidget, to: Stage) -> SendBack | None:
    """Ask why a project goes back to a stage; None if the person thinks better of it."""
    dialog = _AskSendBack(to, parent)
    accepted = dialog.exec()
    dialog.deleteLater()
    return SendBack(dialog.reason.text(), dialog.number.text()) if accepted else None


def ask_gate_reason(parent: QWidget, gate: Gate) -> str | None:
    """Ask why a gate was not passed; None if the person thinks better of it."""
    dialog = _AskReason(gate, parent)
    accepted = dialog.exec()
    dialog.deleteLater()
    return dialog.reason.text() if accepted else None


def move_with_gates(desk: Desk, parent: QWidget, project_id: str, to: Stage, on: date | None = None) -> bool:
    """Move a project to a stage; whether it moved.

    Asks for reason and minutes where a gate has failed, and for the reason where it goes back.
    """
    try:
        return desk.attempt(move_project, project_id, to, on).act is not None
    except UserError as error:
        if error.code == "move.no_reason":
            back = ask_send_back(parent, to)
            return back is not None and desk.do(move_project, project_id, to, on, None, back) is not None
        if error.code != "move.gate_failed":
            desk.refused.emit(error)
            return False
    verdict = desk.read(gate_verdicts, project_id)[to]
    override = ask_override(parent, verdict)
    return override is not None and desk.do(move_project, project_id, to, on, override) is not None
