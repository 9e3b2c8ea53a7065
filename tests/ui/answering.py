"""Answering the dialogs of records as a person does: type, then 确定."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QPlainTextEdit

from fangzi_desktop.ui.records.dialog import RecordDialog


def answer(monkeypatch: pytest.MonkeyPatch, *modules: object, **typed: str) -> list[RecordDialog[Any]]:
    """Type into every dialog that these modules open from now on and press 确定; it must be taken.

    Returns the dialogs as they are opened.
    """
    shown: list[RecordDialog[Any]] = []

    def fill(dialog: QDialog) -> bool:
        assert isinstance(dialog, RecordDialog)
        shown.append(dialog)
        for name, words in typed.items():
            editor = dialog.editors[name]
            if isinstance(editor, QPlainTextEdit):
                editor.setPlainText(words)
            elif isinstance(editor, QComboBox):
                editor.setCurrentText(words)
            elif isinstance(editor, QCheckBox):
                editor.setChecked(words == "是")
            else:
                editor.setText(words)
        dialog._try()
        assert dialog.result() == QDialog.DialogCode.Accepted, dialog._problem.text()
        return True

    for module in modules:
        monkeypatch.setattr(module, "asked", fill)
    return shown
