"""Bugs: written to a log file, told once, and never more than one dialog at a time."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

_LOG = logging.getLogger("fangzi_desktop")
LOG_NAME = "fangzi.log"


class CrashReporter(QObject):
    """Takes what nobody caught, on whatever thread, to the log and to one dialog on the window's thread."""

    crashed = Signal(str)

    def __init__(self, log_path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._log_path = log_path
        self._is_showing = False
        # Queued, because an exception hook also runs on worker threads.
        self.crashed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception and tell that it happened."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        _LOG.error("%s", "".join(traceback.format_exception(kind, error, trace)))
        self.crashed.emit(f"{kind.__name__}: {error}")

    def _report_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self.report(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _show(self, words: str) -> None:
        if self._is_showing:
            return
        self._is_showing = True
        box = QMessageBox(QApplication.activeWindow())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("程序出错"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(
            self.tr("刚才的操作没有完成，已保存的数据没有受影响。请把记录文件交给维护人员：\n{path}").format(
                path=self._log_path
            )
        )
        box.setDetailedText(words)
        box.exec()
        self._is_showing = False


def watch(application: QApplication, folder: Path) -> CrashReporter:
    """Send every uncaught exception of the program to its log and to one dialog."""
    path = folder / LOG_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            path, maxBytes=500_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        # A folder that cannot be written is told by its own refusal; the log then goes to the console.
        handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    reporter = CrashReporter(path, application)
    sys.excepthook = reporter.report
    threading.excepthook = reporter._report_thread
    return reporter
