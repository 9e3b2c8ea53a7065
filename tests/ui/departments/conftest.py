"""The screens' way to an empty team folder."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.ui import theme
from fangzi_desktop.ui.desk import Desk


@pytest.fixture
def desk(qapp: QApplication, workspace: Workspace) -> Desk:
    """A desk over an empty team folder."""
    # Dressing the application again would style every widget anew, in each test.
    if not qapp.styleSheet():
        theme.apply(qapp, dark=False)
    return Desk(workspace)
