"""Asking what becomes of changes that are not saved yet."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtWidgets import QMessageBox, QWidget


class Unsaved(Enum):
    """What a person wants done with unsaved changes."""

    SAVE = auto()
    DISCARD = auto()
    STAY = auto()


def ask_unsaved(parent: QWidget) -> Unsaved:
    """Ask whether to save, discard or go on editing."""
    box = QMessageBox(parent)
    box.setWindowTitle(box.tr("还有未保存的修改"))
    box.setText(box.tr("项目概况中有未保存的修改。要保存吗？"))
    save = box.addButton(box.tr("保存"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(box.tr("放弃修改"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(box.tr("继续编辑"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(stay)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is save:
        return Unsaved.SAVE
    return Unsaved.DISCARD if clicked is discard else Unsaved.STAY
