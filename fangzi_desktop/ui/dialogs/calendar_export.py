"""Asking where the due days are to be written for other calendars, and writing them behind the window."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from fangzi_desktop.services.ics import export_calendar
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui.desk import Desk, Job


def ask_and_export(desk: Desk, parent: QWidget, officer: str | None = None) -> CalendarExport | None:
    """Ask for a file and write the open clocks to it; None if the person asked for no file.

    `officer` keeps one person's projects.
    """
    name = _tr("到期日历.ics") if officer is None else _tr("到期日历（{name}）.ics").format(name=officer)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, _tr("导出到期日历"), str(Path.home() / name), _tr("日历文件 (*.ics)")
    )
    if not chosen:
        return None
    target = Path(chosen)
    made = CalendarExport(desk, parent)
    made.begin(target if target.suffix else target.with_suffix(".ics"), officer)
    return made


class CalendarExport(QObject):
    """One writing of the calendar file; `said` tells its end in words, a refusal goes to the desk."""

    said = Signal(str)
    finished = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def begin(self, target: Path, officer: str | None = None) -> None:
        """Write the file on another thread."""
        job = self._desk.start(partial(_write, self._desk.workspace, target, officer))
        job.done.connect(self._tell)
        job.refused.connect(self._desk.refused)
        job.finished.connect(self.finished)
        job.finished.connect(self.deleteLater)

    def _tell(self, result: tuple[int, Path]) -> None:
        count, target = result
        self.said.emit(
            self.tr("已导出 {count} 个到期日：{file}。可在 Outlook、手机等日历中导入").format(
                count=count, file=target
            )
        )


def _write(workspace: Workspace, target: Path, officer: str | None, job: Job) -> tuple[int, Path]:
    return export_calendar(workspace, target, officer), target


def _tr(words: str) -> str:
    return QCoreApplication.translate("calendar-export", words)
