"""Makes this schema version's file for the museum: `python -m tests.data.make_schema_file`.

Run it once, when a schema version is about to be released, and never again for that version: the file is
what teams have on their disks. Before the release it may be made anew whenever the schema changes.
"""

from __future__ import annotations

import itertools
import lzma
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.projects import ProjectForm, add_project
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, SCHEMA_VERSION, open_store

NOW = datetime(2023, 2, 24, 2, 30, tzinfo=UTC)
PROJECTS = 16


def make(folder: Path) -> Path:
    """Write the file into `folder` and return where it is."""
    with tempfile.TemporaryDirectory() as place:
        numbers = itertools.count(1)
        store = open_store(Path(place), who="专员甲", device="电脑一", now=NOW)
        workspace = Workspace(
            store,
            OfficeClock(date(2023, 2, 24), lambda: NOW),
            who="专员甲",
            device="电脑一",
            new_id=lambda: f"museum-{next(numbers)}",
        )
        workspace.do(fill_with_examples, PROJECTS)
        workspace.do(add_project, ProjectForm("后来撤销的项目"))
        workspace.undo()
        workspace.close()
        target = folder / f"schema-{SCHEMA_VERSION}.db.xz"
        target.write_bytes(lzma.compress((Path(place) / DATABASE_NAME).read_bytes(), preset=9))
    return target


if __name__ == "__main__":
    made = make(Path(__file__).parent)
    print(f"{made}: {made.stat().st_size} bytes")  # noqa: T201
