"""One writer at a time, and nobody but SQLite opens the database that is open."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

import fangzi_desktop
from fangzi_desktop import paths
from fangzi_desktop.domain.dates import week_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.board import board
from fangzi_desktop.services.copies import backup, last_backup
from fangzi_desktop.services.exchange import export_ledger, import_ledger, read_ledger
from fangzi_desktop.services.overview import overview
from fangzi_desktop.services.printing import print_weekly_report
from fangzi_desktop.services.upkeep import check
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage import database, migrate
from fangzi_desktop.storage.database import DATABASE_NAME
from fangzi_desktop.storage.engine import engine_for
from fangzi_desktop.storage.tables import ROWS, table_of
from tests.builders import a_project
from tests.conftest import OpenWorkspace

PACKAGE = Path(fangzi_desktop.__file__).parent
LEDGER = paths.resources() / "samples" / "ledger.xlsx"

_HOLD = """
import sys, time
from pathlib import Path
from fangzi_desktop.storage import database
connection = database.connect(Path(sys.argv[1]))
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""


@contextmanager
def held_by_another_program(path: Path, seconds: float) -> Iterator[None]:
    """Keep the database locked from another process for a while, as a virus scanner does."""
    environment = os.environ | {"PYTHONPATH": str(PACKAGE.parent)}
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path), str(seconds)], stdout=subprocess.PIPE, env=environment
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        try:
            yield
        finally:
            holder.kill()


def test_a_database_locked_for_a_moment_is_waited_for(workspace: Workspace) -> None:
    with held_by_another_program(workspace.store.path, 0.6):
        workspace.do(a_project, "甲")
    assert [card.name for card in workspace.glance(board)] == ["甲"]


def test_a_database_locked_for_long_is_told_and_nothing_is_lost(
    open_folder: OpenWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 200)
    workspace = open_folder()
    workspace.do(a_project, "甲")
    with held_by_another_program(workspace.store.path, 60):
        with pytest.raises(UserError, match=r"db\.locked"):
            workspace.do(a_project, "乙")
        with pytest.raises(UserError, match=r"db\.locked"):
            workspace.glance(board)
    assert [card.name for card in workspace.glance(board)] == ["甲"]
    workspace.do(a_project, "乙")
    assert workspace.read(check) == ()


def test_only_storage_may_open_the_database() -> None:
    """Opening, reading or copying the file in this process would drop SQLite's locks on it."""
    allowed = {"exists", "is_file"}
    found = []
    for source in PACKAGE.rglob("*.py"):
        if source.is_relative_to(PACKAGE / "storage"):
            continue
        tree = ast.parse(source.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names_it = any(
                (isinstance(part, ast.Name) and part.id == "DATABASE_NAME")
                or (isinstance(part, ast.Constant) and part.value == DATABASE_NAME)
                or (isinstance(part, ast.Attribute) and ast.unparse(part).endswith("store.path"))
                for part in ast.walk(node)
            )
            if isinstance(node, ast.Call) and names_it:
                method = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
                if method not in allowed and not _holds_allowed_call(node, allowed):
                    found.append(f"{source.name}:{node.lineno} {method}")
    assert found == []


def _holds_allowed_call(node: ast.Call, allowed: set[str]) -> bool:
    """Whether what names the file inside the call is only a question whether it is there."""
    return any(
        isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr in allowed
        for part in ast.walk(node)
        if part is not node
    )


_OPENED: list[str] = []
_WATCHED: list[str] = []


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    # SQLite opens files outside Python, so what is seen here was opened by somebody else.
    if _WATCHED and event in ("open", "os.rename", "os.remove", "shutil.copyfile"):
        _OPENED.extend(f"{event} {one}" for one in arguments[:2] if str(one) in _WATCHED)


sys.addaudithook(_watch)


@pytest.fixture
def opened(folder: Path) -> Iterator[list[str]]:
    """What this process does to the database file behind SQLite's back."""
    _WATCHED[:] = [str(folder / DATABASE_NAME)]
    _OPENED.clear()
    yield _OPENED
    _WATCHED.clear()


def test_nothing_we_do_with_an_open_folder_opens_its_database(
    workspace: Workspace, opened: list[str], folder: Path, tmp_path: Path
) -> None:
    opened.clear()
    workspace.do(import_ledger, read_ledger(LEDGER))
    backup(workspace)
    last_backup(folder)
    assert workspace.read(check) == ()
    workspace.glance(overview)
    export_ledger(workspace, tmp_path / "出.xlsx")
    print_weekly_report(workspace, week_of(workspace.today), tmp_path / "周报.pdf")
    workspace.undo()
    assert opened == []
    (folder / DATABASE_NAME).read_bytes()
    assert len(opened) == 1, "the watch itself must see what it is there for"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lists its locks")
def test_a_write_keeps_its_lock_while_the_file_is_copied_and_checked(
    workspace: Workspace, folder: Path, tmp_path: Path
) -> None:
    def locks() -> list[str]:
        inode = f":{(folder / DATABASE_NAME).stat().st_ino} "
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
        return sorted(line.split(":", 1)[1] for line in lines if inode in line and " WRITE " in line)

    assert locks() == []
    with workspace.store.write() as session:
        session.execute(sa.text("SELECT 1"))
        before = locks()
        assert before
        workspace.store.copy_to(tmp_path / "copy.db")
        workspace.read(check)
        last_backup(folder)
        assert locks() == before
    assert locks() == []


def test_a_backup_holds_every_row(workspace: Workspace) -> None:
    def counts(connection: sa.Connection) -> dict[str, int]:
        return {
            name: connection.execute(sa.select(sa.func.count()).select_from(table_of(kind))).scalar_one()
            for name, kind in ROWS.items()
        }

    workspace.do(import_ledger, read_ledger(LEDGER))
    copy = backup(workspace).path
    migrate.check_whole(copy)
    engine = engine_for(copy, read_only=True)
    with engine.connect() as connection, workspace.store.read() as session:
        assert counts(connection) == counts(session.connection())
        assert counts(connection)["project"] == 11
    engine.dispose()
