"""Where the program's own files and a team's data lie, the same from source and frozen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[1]))


def resources() -> Path:
    return ROOT / "resources"


def migrations() -> Path:
    return ROOT / "db" / "migrations"


def seed() -> Path:
    return ROOT / "db" / "seed"


def default_data_dir() -> Path:
    """The team folder of somebody who named none; it need not exist yet.

    Windows: `坊子专班` in the local application data, which is never copied to a server as the roaming
    one is, while the database is open. Elsewhere: `fangzi-desktop` in the XDG data folder, where a relative
    `XDG_DATA_HOME` is ignored, as its specification says.
    """
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "坊子专班"
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".local" / "share") / "fangzi-desktop"
