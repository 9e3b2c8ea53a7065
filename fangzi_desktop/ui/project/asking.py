"""Dialogs that do an act on permit items, and stay open with the reason while it is refused."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget

from fangzi_desktop.domain.terms import SuspensionReason
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask, DayField

_NOTE_LINES = 3


class Acting(Ask):
    """A dialog about some items. What was typed is kept while the act is refused."""

    def __init__(self, title: str, desk: Desk, about: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.desk = desk
        self.setMinimumWidth(420)
        self.form.setHorizontalSpacing(12)
        self.form.setVerticalSpacing(8)
        self.hint(about, kind="column-title")

    def hint(self, words: str, kind: str = "secondary") -> QLabel:
        """Add a line of words over the whole width."""
        label = QLabel(words, self)
        label.setProperty("kind", kind)
        label.setWordWrap(True)
        self.form.addRow(label)
        return label

    def day(self, name: str, shown: date | None, *, optional: bool = False) -> DayField:
        """Add a field for a day."""
        field = DayField(self.desk.workspace.today, self)
        field.show_day(shown)
        field.setAccessibleName(name)
        if optional:
            field.setPlaceholderText(_tr("可不填"))
        self.form.addRow(name, field)
        return field

    def line(self, name: str, shown: str = "", hint: str = "") -> QLineEdit:
        """Add a field for a few words."""
        field = QLineEdit(shown, self)
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        self.form.addRow(name, field)
        return field

    def text(self, name: str, hint: str = "") -> QPlainTextEdit:
        """Add a field for some lines; Tab leaves it."""
        field = QPlainTextEdit(self)
        field.setAccessibleName(name)
        field.setPlaceholderText(hint)
        field.setTabChangesFocus(True)
        field.setFixedHeight(field.fontMetrics().lineSpacing() * _NOTE_LINES + 18)
        self.form.addRow(name, field)
        return field

    def stop_reason(self, shown: SuspensionReason | None = None) -> QComboBox:
        """Add the choice of why days are not counted; 项目暂缓 is recorded of the whole project."""
        field = QComboBox(self)
        field.setAccessibleName(_tr("原因"))
        for reason in SuspensionReason:
            if reason is not SuspensionReason.DEFERRED:
                field.addItem(reason.zh, reason)
        if shown is not None:
            field.setCurrentIndex(max(0, field.findData(shown)))
        self.form.addRow(_tr("原因"), field)
        return field


def asked(dialog: QDialog) -> bool:
    """Run a dialog; whether its act was done."""
    accepted = dialog.exec()
    dialog.deleteLater()
    return bool(accepted)


def _tr(words: str) -> str:
    return QCoreApplication.translate("project", words)
