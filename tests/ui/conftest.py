"""A window over a real database, closed again by the test that opened it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk
from fangzi_desktop.ui.main_window import MainWindow


@pytest.fixture
def desk(qapp: QApplication, workspace: Workspace) -> Desk:
    """The screens' way to an empty team folder."""
    # Dressing the application again would style every widget anew, in each test.
    if not qapp.styleSheet():
        theme.apply(qapp, dark=False)
    return Desk(workspace)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, tmp_path: Path) -> Iterator[MainWindow]:
    """The shown window on its board."""
    made = MainWindow(desk, QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.start()
    yield made
    desk.wait()
    page = made._project_page
    if page is not None:
        page.overview.discard()
    made.close()
    made.deleteLater()
