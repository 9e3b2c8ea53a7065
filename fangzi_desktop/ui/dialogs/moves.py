"""Asking for the day of an act and for what overrides a failed gate, and moving a project with both."""

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
from fangzi_desktop.domain.stages import GateVerdict
from fangzi_desktop.domain.terms import Stage
from fangzi_desktop.services.projects import Override, gate_verdicts, move_project
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
        else:
            self.accept()


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
        self.form.addRow(self.tr("理由"), self.reason)
        self.form.addRow(self.tr("会议纪要文号"), self.minutes)

    def read(self) -> None:
        if not self.reason.text().strip() or not self.minutes.text().strip():
            raise UserError("gate.no_minutes")


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


def move_with_gates(desk: Desk, parent: QWidget, project_id: str, to: Stage, on: date | None = None) -> bool:
    """Move a project to a stage, asking for reason and minutes where a gate has failed; whether it moved."""
    try:
        return desk.attempt(move_project, project_id, to, on).act is not None
    except UserError as error:
        if error.code != "move.gate_failed":
            desk.refused.emit(error)
            return False
    verdict = desk.read(gate_verdicts, project_id)[to]
    override = ask_override(parent, verdict)
    return override is not None and desk.do(move_project, project_id, to, on, override) is not None
