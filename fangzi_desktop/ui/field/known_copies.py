"""The folders that packages were opened in from here, and the way back to them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QProcess, QSettings
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from fangzi_desktop import paths
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.team_folders import is_team_folder
from fangzi_desktop.ui import autostart, wording
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.field.words import tr

_COPIES = "field/copies"
_MOST_COPIES = 3


def known_copies(settings: QSettings) -> list[Path]:
    """The folders that packages were opened in from here and that are still there, the newest first."""
    kept = str(settings.value(_COPIES, "")).split("\n")
    return [Path(path) for path in kept if path and is_team_folder(Path(path))]


def start_on(folder: Path) -> bool:
    """Open a folder in a window of its own, or bring its window up; whether the program could be started."""
    program, *arguments = autostart.command(folder, minimized=False)
    started = QProcess.startDetached(program, arguments, str(paths.ROOT))
    return bool(started[0] if isinstance(started, tuple) else started)


def remember(settings: QSettings, folder: Path) -> None:
    """Keep in mind that a package was opened in a folder."""
    others = [str(path) for path in known_copies(settings) if path != folder]
    settings.setValue(_COPIES, "\n".join([str(folder), *others]))


class KnownCopies(QWidget):
    """Buttons that lead back to copies which were opened from here; hidden while there are none."""

    def __init__(self, desk: Desk, settings: QSettings, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._settings = settings
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.refresh()

    def refresh(self) -> None:
        """Look again which there are."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        own = self._desk.workspace.store.folder.absolute()
        copies = [path for path in known_copies(self._settings) if path != own][:_MOST_COPIES]
        for path in copies:
            button = QPushButton(tr("继续 {name}").format(name=path.name), self)
            button.setObjectName("continue-copy")
            button.setToolTip(wording.tip(str(path)))
            button.setProperty("folder", str(path))
            button.clicked.connect(self._start)
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.setVisible(bool(copies))

    def _start(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton) and not start_on(Path(str(button.property("folder")))):
            self._desk.refused.emit(UserError("folder.cannot_open", path=str(button.property("folder"))))
