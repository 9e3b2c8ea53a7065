"""A person who has no mouse: presses keys, sees what has the keyboard, and answers dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
_MOST_TABS = 400


def focused() -> QWidget:
    """The widget that has the keyboard; a window that has just come to the front may need a moment."""
    if QApplication.focusWidget() is None:
        _wait_for_the_keyboard()
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key where the keyboard is."""
    QTest.keyClick(focused(), key, modifier)
    QApplication.processEvents()


def write(words: str) -> None:
    """Replace what the focused field holds, as an input method commits words."""
    field = focused()
    assert isinstance(field, (QLineEdit, QPlainTextEdit)), f"{field.objectName()} takes no words"
    field.selectAll()
    if isinstance(field, QLineEdit):
        field.insert(words)
    else:
        field.insertPlainText(words)


def go_to(name: str) -> QWidget:
    """Press Tab until the named widget has the keyboard, or a part of it."""
    seen = []
    for _ in range(_MOST_TABS):
        widget = QApplication.focusWidget()
        if widget is not None and _is_named(widget, name):
            return widget
        seen.append(widget.objectName() or type(widget).__name__ if widget is not None else "-")
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never reaches {name}; it passes {', '.join(dict.fromkeys(seen))}")


def _is_named(widget: QWidget, name: str) -> bool:
    if name in (widget.objectName(), widget.accessibleName()):
        return True
    parent = widget.parentWidget()
    return parent is not None and parent.objectName() == name and not isinstance(parent, QDialog)


def push(name: str) -> None:
    """Go to a button and press it."""
    button = go_to(name)
    assert isinstance(button, QAbstractButton) and button.isEnabled(), f"{name} cannot be pressed"
    press(Qt.Key.Key_Space)


def fill(**typed: str | bool) -> None:
    """Fill fields of the dialog that is open, by the names of their records' fields; Tab leads to each."""
    for name, words in typed.items():
        field = go_to(f"record-{name.replace('_', '-')}")
        if isinstance(field, QCheckBox):
            if field.isChecked() is not words:
                press(Qt.Key.Key_Space)
        elif isinstance(field, QComboBox):
            choose(field, str(words))
        else:
            write(str(words))


def put(**typed: str) -> None:
    """Fill fields by what they are called, or by their object names with _ for -; Tab leads to each."""
    for name, words in typed.items():
        field = go_to(name.replace("_", "-"))
        if isinstance(field, QComboBox):
            choose(field, words)
        else:
            write(words)


def pick(name: str, words: str) -> None:
    """Choose one of the buttons in a row by its words; the arrow keys go from one to the next."""
    row = go_to(name)
    group = row if row.objectName() == name else row.parentWidget()
    assert group is not None
    for _ in range(len(group.findChildren(QAbstractButton)) + 1):
        button = focused()
        if isinstance(button, QAbstractButton) and words in button.text():
            if not button.isChecked():
                press(Qt.Key.Key_Space)
            return
        press(Qt.Key.Key_Right)
        _wait_for_the_keyboard()
    raise AssertionError(f"{words} is not offered by {name}")


def choose(box: QComboBox, words: str) -> None:
    """Choose an entry with the arrow keys."""
    place = box.findText(words)
    assert place >= 0, f"{words} is not offered by {box.objectName()}"
    while box.currentIndex() != place:
        press(Qt.Key.Key_Down if box.currentIndex() < place else Qt.Key.Key_Up)


def answering(answer: Callable[[], None], act: Callable[[], None]) -> None:
    """Do what opens a dialog, and answer it; it must be closed afterwards."""
    failures: list[BaseException] = []
    opened: list[QWidget] = []

    def run() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None or opened:
            return
        opened.append(dialog)
        waiting.stop()
        try:
            if dialog.focusWidget() is None:
                dialog.setFocus()
            answer()
        except BaseException as failure:  # told by the caller: raised here it would leave the dialog open
            failures.append(failure)
        finally:
            if isinstance(dialog, QDialog) and dialog.isVisible():
                failures.append(AssertionError(f"“{dialog.windowTitle()}” stayed open: {_told(dialog)}"))
                dialog.done(0)

    # The way to the button is gone before the dialog opens, so its answer waits for it.
    waiting = QTimer()
    waiting.timeout.connect(run)
    waiting.start(5)
    act()
    waiting.stop()
    _wait_for_the_keyboard()
    if failures:
        raise failures[0]
    assert opened, "no dialog was opened"


def _wait_for_the_keyboard() -> None:
    """Let the window come to the front, at first and again after a dialog."""
    for _ in range(100):
        QApplication.processEvents()
        if QApplication.focusWidget() is not None:
            return
        for window in QApplication.topLevelWidgets():
            # A window that an earlier test has closed may still wait to be deleted.
            if window.objectName() == "main-window" and window.isVisible():
                window.activateWindow()
                if window.isActiveWindow() and window.focusWidget() is None:
                    window.setFocus()
        QTest.qWait(10)


def _told(dialog: QDialog) -> str:
    problem = getattr(dialog, "_problem", None)
    return problem.text() if problem is not None else ""


def accept() -> None:
    """Press the dialog's 确定 by Enter in its last field, or by the button."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    if isinstance(focused(), QLineEdit):
        press(Qt.Key.Key_Return)
    else:
        for _ in range(_MOST_TABS):
            widget = focused()
            if isinstance(widget, QAbstractButton) and widget.text() in ("确定", "保存", "出具"):
                press(Qt.Key.Key_Space)
                return
            press(Qt.Key.Key_Tab)
