"""A quiet word on a project's checklist that a newer version of it is in force."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from fangzi_desktop.services.templates import NewerVersion, newer_version
from fangzi_desktop.ui import wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.dialogs.version_move import ask_move


class NewVersionHint(QWidget):
    """Shows itself only where a project's checklist follows an older version than the one in force."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._project = ""
        self._newer: NewerVersion | None = None
        self._words = QLabel("", self)
        self._words.setProperty("kind", "secondary")
        self.look = QPushButton(self.tr("查看变化"), self)
        self.look.setObjectName("new-version")
        self.look.setProperty("kind", "link")
        self.look.clicked.connect(self._look)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._words)
        row.addWidget(self.look)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_project(self, project_id: str) -> None:
        """Tell of this project, if there is anything to tell."""
        self._project = project_id
        self._newer = newer = self._desk.read(newer_version, project_id)
        self.setVisible(newer is not None)
        if newer is not None:
            self._words.setText(self.tr("有新版清单 ·"))
            words = self.tr("本项目按第{old}版办理，第{new}版自{day}起生效").format(
                old=newer.old_number, new=newer.number, day=wording.full_day(newer.valid_from)
            )
            self.setToolTip(words)
            self.look.setAccessibleDescription(words)

    def _look(self) -> None:
        if self._newer is not None:
            ask_move(self._desk, self, self._project, self._newer.template_id)
