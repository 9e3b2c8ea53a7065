"""The composition root: builds store, workspace and window, and is the only module that knows all layers."""

from __future__ import annotations

import getpass
import platform
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import open_store

if TYPE_CHECKING:
    pass


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
