"""Opening the team folder: what is refused stays as it was."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage import database, migrate
from fangzi_desktop.storage.database import DATABASE_NAME, Store, open_store
from fangzi_desktop.storage.engine import engine_for
from fangzi_desktop.storage.tables import Row, SettingRow
from tests.conftest import NOW

SOURCE = Path(__file__).parents[2]


def open_it(folder: Path, *, read_only: bool = False) -> Store:
    return open_store(folder, who="专员甲", device="电脑一", now=NOW, read_only=read_only)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_migrations_create_what_the_tables_describe(empty_database: Path) -> None:
    engine = engine_for(empty_database, read_only=True)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Row.metadata) == []
    engine.dispose()


def test_a_new_folder_is_made_and_marked_as_ours(tmp_path: Path) -> None:
    folder = tmp_path / "深" / "层"
    open_it(folder).close()
    header = (folder / DATABASE_NAME).read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == database.APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == database.SCHEMA_VERSION
    assert not list(folder.glob("*.new*"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "db.not_ours", id="empty file"),
        pytest.param(b"garbage" * 400, "db.not_ours", id="garbage"),
        pytest.param(b"SQLite format 3\x00" + bytes(84), "db.not_ours", id="another program's database"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_left_alone(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / DATABASE_NAME
    path.write_bytes(content)
    before = digest(path)
    with pytest.raises(UserError, match=code):
        open_it(tmp_path)
    assert digest(path) == before


def test_a_newer_file_is_refused_byte_for_byte_unchanged(folder: Path) -> None:
    path = folder / DATABASE_NAME
    content = bytearray(path.read_bytes())
    content[60:64] = (database.SCHEMA_VERSION + 1).to_bytes(4, "big")
    path.write_bytes(content)
    before = digest(path)
    with pytest.raises(UserError, match=r"db\.newer"):
        open_it(folder)
    assert digest(path) == before


def test_a_mangled_file_is_told_as_damaged(folder: Path) -> None:
    path = folder / DATABASE_NAME
    content = bytearray(path.read_bytes())
    content[100:] = b"\x5a" * (len(content) - 100)
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"db\.damaged"):
        open_it(folder)


def test_an_older_file_is_backed_up_and_its_copy_migrated(tmp_path: Path) -> None:
    path = tmp_path / DATABASE_NAME
    connection = database.connect(path)
    connection.execute(f"PRAGMA application_id={database.APPLICATION_ID}")
    connection.execute("CREATE TABLE keepsake (words TEXT)")
    connection.execute("INSERT INTO keepsake VALUES ('留着')")
    connection.close()
    store = open_it(tmp_path)
    with store.read() as session:
        assert session.execute(sa.text("SELECT words FROM keepsake")).scalar_one() == "留着"
        assert session.execute(sa.text("PRAGMA user_version")).scalar_one() == database.SCHEMA_VERSION
    store.close()
    (backup,) = (tmp_path / "backups").glob("*.db")
    migrate.check_whole(backup)
    assert not list(tmp_path.glob("*.new*"))


def test_a_folder_shut_to_writing_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(UserError, match=r"db\.folder_unusable"):
            open_it(folder)
        assert list(folder.iterdir()) == []
    finally:
        folder.chmod(0o700)


def test_a_second_program_is_told_who_has_the_folder_open(folder: Path) -> None:
    store = open_it(folder)
    asked = (
        "import sys; from pathlib import Path; from datetime import datetime, UTC\n"
        "from fangzi_desktop.domain.errors import UserError\n"
        "from fangzi_desktop.storage.database import open_store\n"
        "try:\n"
        "    open_store(Path(sys.argv[1]), who='乙', device='电脑二', now=datetime.now(UTC))\n"
        "except UserError as error:\n"
        "    print(error.code, error.params['who'], error.params['device'])\n"
    )
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    said = subprocess.run(
        [sys.executable, "-c", asked, str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=True,
    )
    store.close()
    assert said.stdout.split() == ["db.in_use", "专员甲", "电脑一"]
    open_it(folder).close()


def test_reading_is_possible_while_another_writes(folder: Path) -> None:
    writer = open_it(folder)
    reader = open_it(folder, read_only=True)
    with reader.read() as session:
        assert session.get(SettingRow, "team.name") is not None
    with pytest.raises(UserError, match=r"db\.read_only"), reader.write():
        pass
    reader.close()
    writer.close()


def test_nothing_of_a_failed_transaction_stays(folder: Path) -> None:
    store = open_it(folder)
    with pytest.raises(ZeroDivisionError), store.write() as session:
        session.add(SettingRow(id="half", value="done"))
        session.flush()
        raise ZeroDivisionError
    with store.read() as session:
        assert session.get(SettingRow, "half") is None
    store.close()


def test_bulk_statements_behind_the_journal_are_refused(folder: Path) -> None:
    store = open_it(folder)
    with pytest.raises(RuntimeError, match="bulk"), store.write() as session:
        session.execute(sa.update(SettingRow).values(value="x"))
    store.close()


def test_the_settings_that_keep_acknowledged_commits_are_in_force(folder: Path) -> None:
    connection = database.connect(folder / DATABASE_NAME)
    try:
        asked = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        }
    finally:
        connection.close()
    assert asked == {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "trusted_schema": 0}


def test_a_copy_made_while_open_is_whole(folder: Path, tmp_path: Path) -> None:
    store = open_it(folder)
    target = tmp_path / "copy.db"
    store.copy_to(target)
    store.close()
    migrate.check_whole(target)
