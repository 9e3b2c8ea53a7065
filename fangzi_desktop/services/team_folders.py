"""Which folders hold a team's data."""

from __future__ import annotations

from pathlib import Path

from fangzi_desktop.storage.database import DATABASE_NAME


def is_team_folder(folder: Path) -> bool:
    """Whether there is a database in a folder; what is in that is not looked at."""
    return (folder / DATABASE_NAME).is_file()
