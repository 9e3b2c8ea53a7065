"""Where packages lie: the system's dialogs for them, beginning in the folder of the last one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from fangzi_desktop.domain.fieldwork import SUFFIX
from fangzi_desktop.ui.field.words import tr

_FOLDER = "field/folder"


def ask_package(parent: QWidget, title: str, settings: QSettings) -> Path | None:
    """Ask for a package that is there; None if the person thinks better of it."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, _last_folder(settings), _filter())
    return _remembered(chosen, settings)


def ask_target(parent: QWidget, title: str, name: str, settings: QSettings) -> Path | None:
    """Ask where a package is to be written; None if the person thinks better of it."""
    dialog = QFileDialog(parent, title, _last_folder(settings), _filter())
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # Given here and not appended later, so that the dialog asks before it replaces that very file.
    dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
    dialog.selectFile(name)
    accepted = dialog.exec()
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    return _remembered(chosen[0] if accepted and chosen else "", settings)


def ask_folder(parent: QWidget, title: str, start: Path) -> Path | None:
    """Ask for a folder; None if the person thinks better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(chosen) if chosen else None


def _last_folder(settings: QSettings) -> str:
    kept = str(settings.value(_FOLDER, ""))
    return kept if kept and Path(kept).is_dir() else str(Path.home())


def _remembered(chosen: str, settings: QSettings) -> Path | None:
    if not chosen:
        return None
    settings.setValue(_FOLDER, str(Path(chosen).parent))
    return Path(chosen)


def _filter() -> str:
    return tr("带出包、带回文件 (*{suffix})").format(suffix=SUFFIX)
