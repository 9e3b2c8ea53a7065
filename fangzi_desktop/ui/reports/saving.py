"""Saving a paper: where, under which name and as which kind of file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from fangzi_desktop.services.printing import Printed, save_printed
from fangzi_desktop.services.reports import ReportAsk, save_report
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Job

# Each kind of file by its ending, with what the dialog calls it.
FILTERS = {
    ".pdf": "PDF (*.pdf)",
    ".docx": "Word (*.docx)",
    ".xlsx": "Excel (*.xlsx)",
}
# What a file's name may not hold on one of the systems.
_FILE_NAME = str.maketrans('\\/:*?"<>|\t\r\n', "＼／：＊？＂＜＞｜   ")
_LONGEST = 80


def file_name(*words: str, suffix: str = ".pdf") -> str:
    """Return a name that every system takes, of the words that are not empty."""
    stem = "-".join(word.translate(_FILE_NAME).strip() for word in words if word.strip())
    return f"{stem[:_LONGEST]}{suffix}"


def ask_target(parent: QWidget, title: str, folder: str, name: str) -> Path | None:
    """Ask where to save; None if the person thinks better of it."""
    suffix = Path(name).suffix if Path(name).suffix in FILTERS else ".pdf"
    dialog = QFileDialog(parent, title, folder, FILTERS[suffix])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # Given here and not appended later, so that the dialog asks before it replaces that very file.
    dialog.setDefaultSuffix(suffix.removeprefix("."))
    dialog.selectFile(name)
    accepted = dialog.exec()
    chosen = dialog.selectedFiles()
    dialog.deleteLater()
    return Path(chosen[0]) if accepted and chosen else None


def save(printed: Printed, target: Path, job: Job) -> Path:
    """Write a printed paper to a file, as a background job."""
    save_printed(printed, target)
    return target


def save_as(workspace: Workspace, ask: ReportAsk, target: Path, job: Job) -> Path:
    """Write a paper to a file of another kind, as a background job."""
    save_report(workspace, ask, target)
    return target
