"""The line that says at all times that this folder is a copy for work on site, and of what."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from fangzi_desktop.domain.fieldwork import FieldCopy
from fangzi_desktop.services.workspace import OFFICE_OFFSET, Changes
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.elided import ElidedLabel
from fangzi_desktop.ui.field.bringing_back import acts_unwritten, ask_to_bring_back
from fangzi_desktop.ui.field.words import tr

KEYS = "Ctrl+B"


class CopyBanner(QFrame):
    """Which hand-out this is and how much was done since; Ctrl+B makes the file that goes back."""

    written = Signal()

    def __init__(self, desk: Desk, settings: QSettings, copy: FieldCopy, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._copy = copy
        self.setObjectName("copy-banner")
        self.words = ElidedLabel("", self)
        self.words.setObjectName("copy-words")
        self.button = QPushButton(tr("制作带回文件…"), self)
        self.button.setObjectName("copy-bring-back")
        self.button.setProperty("kind", "link")
        self.button.setToolTip(KEYS)
        self.button.clicked.connect(self.ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 16, 3)
        row.setSpacing(10)
        row.addWidget(self.words)
        row.addWidget(self.button)
        row.addStretch(1)
        QShortcut(QKeySequence(KEYS), self).activated.connect(self.ask)
        desk.changed.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Count again what was done."""
        count = acts_unwritten(self._desk, self._settings)
        state = tr("此后{count}次操作未带回").format(count=count) if count else tr("没有未带回的操作")
        self.words.setText(f"{copy_words(self._copy)} · {state}")
        self.words.setAccessibleName(self.words.text())

    def ask(self) -> None:
        """Let the person make the file that goes back."""
        # As a child of the banner the dialog would wear the banner's small letters.
        ask_to_bring_back(self._desk, self._settings, self.window())
        self.refresh()
        self.written.emit()

    def _follow(self, changes: Changes[object]) -> None:
        self.refresh()


def copy_words(copy: FieldCopy) -> str:
    """Which hand-out a copy is of, from where and of which day."""
    words = tr("带出包 {number} · 来自 {team}（{device}） · {day}带出")
    day = (copy.made_at + OFFICE_OFFSET).date()
    return words.format(number=copy.number, team=copy.team, device=copy.device, day=wording.full_day(day))
