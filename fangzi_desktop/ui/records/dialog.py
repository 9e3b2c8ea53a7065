"""A record's fields in a dialog: typed in any order, refused with the reason beside what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.history import keeps_field
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.moves import Ask
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.history_menu import show_history

F = TypeVar("F")
Editor = QLineEdit | QPlainTextEdit | QComboBox | QCheckBox


class RecordDialog(Ask, Generic[F]):
    """Asks for the fields of one record and submits them; what was typed stays while it is refused.

    `form` is a frozen dataclass with what is known; `submit` is given the form as it was typed and may refuse
    with a `UserError`. With `record` (table and id of a row) every field's label opens its history. Esc asks
    before something typed is lost.
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
            editor = _editor(field, getattr(form, field.name), self)
            self.editors[field.name] = editor
            self.form.addRow(self._label(field, editor), _with_unit(editor, field.unit, self))
        self._at_first = self._typed()
        keys = QShortcut(QKeySequence("Ctrl+H"), self)
        keys.activated.connect(self._history_of_current)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed since the dialog opened."""
        return self._typed() != self._at_first

    def read(self) -> None:
        values: dict[str, Any] = {}
        for field in self._fields:
            try:
                values[field.name] = _value(field, self.editors[field.name])
            except UserError:
                self.editors[field.name].setFocus()
                raise
        # The form is a frozen dataclass; `replace` has no type for "some dataclass".
        self._submit(replace(self._given, **values))  # type: ignore[type-var]

    def reject(self) -> None:
        if not self.is_changed or _may_discard(self):
            super().reject()

    def _typed(self) -> list[str]:
        return [_words(editor) for editor in self.editors.values()]

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


def _editor(field: Field, value: Any, parent: QWidget) -> Editor:
    made: Editor
    if field.is_tick:
        made = QCheckBox(parent)
        made.setChecked(bool(value))
    elif field.choices:
        made = QComboBox(parent)
        for known, words in field.choices:
            made.addItem(words, known)
        made.setCurrentIndex(max(0, made.findText(field.show(value))))
    elif field.lines > 1:
        made = QPlainTextEdit(field.show(value), parent)
        made.setTabChangesFocus(True)
        made.setFixedHeight(made.fontMetrics().lineSpacing() * field.lines + 18)
        made.setPlaceholderText(field.hint)
    else:
        made = QLineEdit(field.show(value), parent)
        made.setCursorPosition(0)
        made.setPlaceholderText(field.hint)
        if field.is_figure:
            made.setAlignment(Qt.AlignmentFlag.AlignRight)
    made.setObjectName(f"record-{field.name.replace('_', '-')}")
    made.setAccessibleName(field.label + (f"（{field.unit}）" if field.unit else ""))
    return made


def _with_unit(editor: Editor, unit: str, parent: QWidget) -> QWidget:
    if not unit:
        return editor
    both = QWidget(parent)
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(editor, 1)
    words = QLabel(unit, both)
    words.setProperty("kind", "secondary")
    words.setMinimumWidth(36)
    row.addWidget(words)
    return both


def _value(field: Field, editor: Editor) -> Any:
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, QComboBox):
        # Qt hands a term back as its plain code, so the value is taken by its place.
        return field.choices[editor.currentIndex()][0]
    return field.read(_words(editor))


def _words(editor: Editor) -> str:
    if isinstance(editor, QCheckBox):
        return str(editor.isChecked())
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()


def _may_discard(parent: QWidget) -> bool:
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
