"""The composition root: builds store, workspace and window, and is the only module that knows all layers."""

from __future__ import annotations

import gc
import getpass
import os
import platform
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store

if TYPE_CHECKING:
    from fangzi_desktop.ui.main_window import MainWindow


# One of these names the screen on Linux; without one Qt aborts the program.
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
_SHOWN_READ_ONLY = ("db.in_use", "db.in_use_unnamed", "db.folder_unusable")


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


class AlreadyOpen(Exception):  # noqa: N818 - no error: the window that was there has come up
    """This person's window of the folder is open and has been brought up."""


def open_window(
    data_dir: Path | str, today: date | None = None, *, minimized: bool = False, joins: bool = False
) -> MainWindow:
    """Open a team folder and show its window; a `QApplication` must exist.

    `minimized` leaves it in the tray, or in the task bar where there is none. With `joins` a window that this
    person has open already comes up instead, and `AlreadyOpen` is raised. A folder that somebody else has
    open is shown read-only, with who that is. Other refusals are those of `open_store`.
    """
    from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
    from PySide6.QtWidgets import QApplication

    from fangzi_desktop.ui import theme
    from fangzi_desktop.ui.desk import Desk
    from fangzi_desktop.ui.main_window import MainWindow
    from fangzi_desktop.ui.messages import sentence
    from fangzi_desktop.ui.presence import Presence

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise RuntimeError("a QApplication must exist before the window is opened")
    folder, notice = Path(data_dir), ""
    try:
        workspace = open_workspace(folder, today)
    except UserError as error:
        if error.code not in _SHOWN_READ_ONLY or not (folder / DATABASE_NAME).exists():
            raise
        if joins and _ring(folder, show=not minimized):
            raise AlreadyOpen from error
        workspace, notice = open_workspace(folder, today, read_only=True), sentence(error)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    settings = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    theme.wear(application, theme.wanted_look(settings))
    window = MainWindow(Desk(workspace), settings, notice=notice)
    window.start(hidden=minimized)
    presence = Presence(window, settings, minimized=minimized)
    if minimized:
        presence.begin()
    else:
        window.settled.connect(presence.begin)
    return window


def _ring(folder: Path, *, show: bool) -> bool:
    from fangzi_desktop.ui.single import ring

    return ring(folder, show=show)


def begin_collecting() -> None:
    """Look for garbage from here on, but never again among what starting has made."""
    gc.freeze()
    gc.enable()


def run_window(data_dir: Path, today: date | None = None, *, minimized: bool = False) -> int:
    """Run the program with its window until it is closed, or bring up the window that is open already.

    A start that is minimised is the system's; it makes no team folder where there is none any more.
    Raises `UserError`: ``window.no_screen``, ``window.no_libraries``, or what `open_window` refuses, which is
    also shown where there is a screen, since nobody sees standard error there.
    """
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        raise UserError("window.no_screen")
    if minimized and not (data_dir / DATABASE_NAME).exists():
        raise UserError("db.missing", folder=str(data_dir))
    try:
        from PySide6.QtWidgets import QApplication, QMessageBox
    except ImportError as error:
        raise UserError("window.no_libraries", reason=str(error)) from error

    from fangzi_desktop.ui import crash, input_method
    from fangzi_desktop.ui.messages import sentence

    fcitx = input_method.find()
    application = QApplication([])
    if fcitx is not None:
        input_method.InputMethod(fcitx, application)
    application.setApplicationName("坊子专班")
    crash.watch(application, data_dir)
    try:
        window = open_window(data_dir, today, minimized=minimized, joins=True)
    except AlreadyOpen:
        return 0
    except UserError as error:
        if application.platformName() not in ("offscreen", "minimal"):
            QMessageBox.warning(None, "坊子专班", sentence(error))
        raise
    begin_collecting()
    code = application.exec()
    # The window must not outlive the application that drew it.
    del window
    return code
