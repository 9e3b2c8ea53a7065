"""A real database for every test that wants one: migrated once per run, copied per test."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store
from fangzi_desktop.storage.migrate import create_database

TODAY = date(2023, 2, 24)
NOW = datetime(2023, 2, 24, 2, 30, tzinfo=UTC)

OpenWorkspace = Callable[..., Workspace]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly created database that tests copy and never change."""
    path = tmp_path_factory.mktemp("empty") / DATABASE_NAME
    create_database(path)
    return path


@pytest.fixture
def folder(tmp_path: Path, empty_database: Path) -> Path:
    """A team folder without any project."""
    folder = tmp_path / "team"
    folder.mkdir()
    shutil.copy(empty_database, folder / DATABASE_NAME)
    return folder


@pytest.fixture
def open_folder(folder: Path) -> Iterator[OpenWorkspace]:
    """Open the team folder, as often as a test wants, with a fixed clock and counted ids."""
    opened: list[Workspace] = []

    def open_it(today: date = TODAY, *, read_only: bool = False) -> Workspace:
        numbers = itertools.count(1)
        clock = OfficeClock(today, lambda: NOW)
        store = open_store(folder, who="专员甲", device="电脑一", now=NOW, read_only=read_only)
        workspace = Workspace(
            store, clock, who="专员甲", device="电脑一", new_id=lambda: f"{len(opened)}-{next(numbers)}"
        )
        opened.append(workspace)
        return workspace

    yield open_it
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(open_folder: OpenWorkspace) -> Workspace:
    """An open, empty team folder on 2023-02-24, a Friday."""
    return open_folder()
