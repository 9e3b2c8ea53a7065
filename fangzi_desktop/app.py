"""The composition root: builds store, workspace and window, and is the only module that knows all layers."""

from __future__ import annotations

import getpass
import platform
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store

if TYPE_CHECKING:
    from fangzi_desktop.ui.main_window import MainWindow


def open_workspace(data_dir: Path, today: date | None = None, *, read_only: bool = False) -> Workspace:
    """Open a team folder; refusals are those of `open_store`."""
    clock = OfficeClock(today)
    who, device = _person(), platform.node()
    store = open_store(data_dir, who=who, device=device, now=clock.now(), read_only=read_only)
    try:
        return Workspace(store, clock, who=who, device=device)
    except BaseException:
        store.close()
        raise


def _person() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def open_window(data_dir: Path | str, today: date | None = None) -> MainWindow:
    """Open a team folder and show its window; a `QApplication` must exist.

    A folder that somebody else has open is shown read-only, with who that is. Other refusals are those of
    `open_store`.
    """
    from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
    from PySide6.QtWidgets import QApplication

    from fangzi_desktop.ui import theme
    from fangzi_desktop.ui.desk import Desk
    from fangzi_desktop.ui.main_window import MainWindow
    from fangzi_desktop.ui.messages import sentence

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("a QApplication must exist before the window is opened")
    folder, notice = Path(data_dir), ""
    try:
        workspace = open_workspace(folder, today)
    except UserError as error:
        if error.code not in ("db.in_use", "db.folder_unusable") or not (folder / DATABASE_NAME).exists():
            raise
        workspace, notice = open_workspace(folder, today, read_only=True), sentence(error)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    theme.wear(application, theme.wanted_look(settings))
    window = MainWindow(Desk(workspace), settings, notice=notice)
    window.start()
    return window


def run_window(data_dir: Path, today: date | None = None) -> int:
    """Run the program with its window until it is closed."""
    from PySide6.QtWidgets import QApplication

    from fangzi_desktop.ui import crash

    application = QApplication([])
    application.setApplicationName("坊子专班")
    crash.watch(application, data_dir)
    window = open_window(data_dir, today)
    return application.exec() if window else 1
