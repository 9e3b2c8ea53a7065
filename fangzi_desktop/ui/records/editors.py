"""The editor of a field: made, filled, read and compared."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from fangzi_desktop.ui.records.fields import Field

Editor = QLineEdit | QPlainTextEdit | QComboBox | QCheckBox


def editor_of(field: Field, value: Any, parent: QWidget) -> Editor:
    """Make the editor of a field with a value in it."""
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


def with_unit(editor: Editor, unit: str, parent: QWidget) -> QWidget:
    """Put the unit beside an editor, if it has one."""
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


def value_of(field: Field, editor: Editor) -> Any:
    """Read what stands in an editor; raises `UserError` for what cannot be read."""
    if isinstance(editor, QCheckBox):
        return editor.isChecked()
    if isinstance(editor, QComboBox):
        # Qt hands a term back as its plain code, so the value is taken by its place.
        return field.choices[editor.currentIndex()][0]
    return field.read(words_of(editor))


def words_of(editor: Editor) -> str:
    """What stands in an editor, to be compared."""
    if isinstance(editor, QCheckBox):
        return str(editor.isChecked())
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return editor.toPlainText() if isinstance(editor, QPlainTextEdit) else editor.text()


def show_value(field: Field, editor: Editor, value: Any) -> None:
    """Show a value in an editor."""
    if isinstance(editor, QCheckBox):
        editor.setChecked(bool(value))
    elif isinstance(editor, QComboBox):
        editor.setCurrentIndex(max(0, editor.findText(field.show(value))))
    elif isinstance(editor, QPlainTextEdit):
        editor.setPlainText(field.show(value))
    else:
        editor.setText(field.show(value))
        editor.setCursorPosition(0)


def changed_signal(editor: Editor) -> SignalInstance:
    """The signal by which an editor tells that something else stands in it."""
    if isinstance(editor, QCheckBox):
        return editor.toggled
    if isinstance(editor, QComboBox):
        return editor.currentIndexChanged
    return editor.textChanged
