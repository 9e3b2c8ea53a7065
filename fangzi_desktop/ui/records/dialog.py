"""A record's fields in a dialog: typed in any order, refused with the reason beside what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QLabel,
    QMessageBox,
    QToolButton,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.history import keeps_field
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask
from fangzi_desktop.ui.records.editors import Editor, editor_of, value_of, with_unit, words_of
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.history_menu import show_history

F = TypeVar("F")


class RecordDialog(Ask, Generic[F]):
    """Asks for the fields of one record and submits them; what was typed stays while it is refused.

    `form` is a frozen dataclass with what is known; `submit` is given the form as it was typed and may refuse
    with a `UserError`. With `record` (table and id of a row) every field's label opens its history. Esc asks
    before something typed is lost. `submitted` is what `submit` returned in the end.
    """

    def __init__(
        self,
        title: str,
        desk: Desk,
        fields: tuple[Field, ...],
        form: F,
        submit: Callable[[F], object],
        parent: QWidget,
        *,
        record: tuple[str, str] | None = None,
        about: str = "",
    ) -> None:
        super().__init__(title, parent)
        self._desk = desk
        self._fields = fields
        self._given = form
        self._submit = submit
        self._record = record
        self.submitted: object = None
        self.setMinimumWidth(520)
        self.form.setHorizontalSpacing(12)
        self.form.setVerticalSpacing(8)
        if about:
            words = QLabel(about, self)
            words.setWordWrap(True)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setProperty("kind", "secondary")
            self.form.addRow(words)
        self.editors: dict[str, Editor] = {}
        for field in fields:
            editor = editor_of(field, getattr(form, field.name), self)
            self.editors[field.name] = editor
            self.form.addRow(self._label(field, editor), with_unit(editor, field.unit, self))
        self._at_first = self._typed()
        keys = QShortcut(QKeySequence("Ctrl+H"), self)
        keys.activated.connect(self._history_of_current)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed since the dialog opened."""
        return self._typed() != self._at_first

    def typed_form(self) -> F:
        """Return the form as it stands in the fields; raises `UserError` for what cannot be read."""
        values: dict[str, Any] = {}
        for field in self._fields:
            try:
                values[field.name] = value_of(field, self.editors[field.name])
            except UserError:
                self.editors[field.name].setFocus()
                raise
        # The form is a frozen dataclass; `replace` has no type for "some dataclass".
        return replace(self._given, **values)  # type: ignore[type-var]

    def read(self) -> None:
        self.submitted = self._submit(self.typed_form())

    def reject(self) -> None:
        if not self.is_changed or may_discard(self):
            super().reject()

    def _typed(self) -> list[str]:
        return [words_of(editor) for editor in self.editors.values()]

    def _label(self, field: Field, editor: Editor) -> QWidget:
        if self._record is None or not keeps_field(self._record[0], field.name):
            plain = QLabel(field.label, self)
            plain.setBuddy(editor)
            return plain
        label = QToolButton(self)
        label.setText(field.label)
        label.setProperty("kind", "history")
        label.setToolTip(_tr("查看修改记录（Ctrl+H）"))
        label.setAccessibleName(_tr("{field}的修改记录").format(field=field.label))
        label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        label.clicked.connect(partial(self._show_history, field, label))
        return label

    def _show_history(self, field: Field, beside: QWidget) -> None:
        if self._record is not None and keeps_field(self._record[0], field.name):
            table, row = self._record
            show_history(self._desk, table, row, field, beside)

    def _history_of_current(self) -> None:
        for field in self._fields:
            editor = self.editors[field.name]
            if editor.hasFocus():
                self._show_history(field, editor)


def may_discard(parent: QWidget) -> bool:
    box = QMessageBox(parent)
    box.setWindowTitle(_tr("还有未保存的内容"))
    box.setText(_tr("填写的内容还没有保存。要放弃吗？"))
    discard = box.addButton(_tr("放弃"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(_tr("继续填写"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is discard


def _tr(words: str) -> str:
    return QCoreApplication.translate("records", words)
