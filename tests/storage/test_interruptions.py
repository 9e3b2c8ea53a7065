"""Whatever ends the program while it creates or migrates: the file is the old one or the new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fangzi_desktop.storage import database, migrate
from fangzi_desktop.storage.database import DATABASE_NAME, SCHEMA_VERSION, open_store
from tests.conftest import NOW

SOURCE = Path(__file__).parents[2]

# Opens the folder again and again, each time killed one touch of the file system later than before.
_SWEEP = """
import json, os, shutil, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import alembic.command, alembic.config, sqlalchemy.orm
from fangzi_desktop.storage import database, migrate

seed, place = Path(sys.argv[1]), Path(sys.argv[2])
touched = 0
limit = None

def kill_at_the_limit(event, arguments):
    global touched
    if limit is None or event not in ("open", "os.rename", "os.remove", "os.mkdir", "sqlite3.connect"):
        return
    if str(place) in str(arguments[0]):
        touched += 1
        if touched == limit:
            os.kill(os.getpid(), signal.SIGKILL)

fsync = os.fsync
def counted_fsync(descriptor):
    kill_at_the_limit("open", (str(place),))
    fsync(descriptor)
    kill_at_the_limit("open", (str(place),))
os.fsync = counted_fsync
copy = database.copy_database
def counted_copy(source, target):
    kill_at_the_limit("open", (str(place),))
    copy(source, target)
    kill_at_the_limit("open", (str(place),))
database.copy_database = counted_copy
sys.addaudithook(kill_at_the_limit)
points = []
for number in range(1, 200):
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(seed, place)
    child = os.fork()
    if child == 0:
        limit = number
        store = database.open_store(place, who="", device="", now=datetime(2023, 2, 24, tzinfo=UTC))
        store.close()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    path = place / database.DATABASE_NAME
    header = path.read_bytes()[60:64] if path.exists() else b""
    files = sorted(one.name for one in place.iterdir())
    again = database.open_store(place, who="", device="", now=datetime(2023, 2, 24, tzinfo=UTC))
    again.close()
    migrate.check_whole(path)
    left = sorted(one.name for one in place.iterdir())
    for backup in (place / "backups").glob("*.db"):
        migrate.check_whole(backup)
    points.append({"killed": status != 0, "version": int.from_bytes(header, "big"), "left": left})
    if status == 0:
        break
print(json.dumps(points))
"""


def sweep(seed: Path, place: Path) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-c", _SWEEP, str(seed), str(place)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    points: list[dict[str, object]] = json.loads(done.stdout)
    return points


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_a_killed_migration_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    seed.mkdir()
    connection = database.connect(seed / DATABASE_NAME)
    connection.execute(f"PRAGMA application_id={database.APPLICATION_ID}")
    connection.execute("CREATE TABLE keepsake (words TEXT)")
    connection.execute("INSERT INTO keepsake VALUES ('留着')")
    connection.close()
    points = sweep(seed, tmp_path / "place")
    assert [point["killed"] for point in points] == [True] * (len(points) - 1) + [False]
    assert len(points) > 10
    assert {point["version"] for point in points} == {0, SCHEMA_VERSION}
    for point in points:
        assert point["left"] == ["backups", DATABASE_NAME, "fangzi.lock"]
    connection = database.connect(tmp_path / "place" / DATABASE_NAME, read_only=True)
    assert connection.execute("SELECT words FROM keepsake").fetchone()[0] == "留着"
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_a_killed_beginning_leaves_no_file_or_a_whole_one(tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    seed.mkdir()
    points = sweep(seed, tmp_path / "place")
    assert len(points) > 3
    for point in points:
        assert point["left"] == [DATABASE_NAME, "fangzi.lock"]


@pytest.mark.parametrize("step", ["copy_database", "upgrade", "check_whole", "flush_to_disk"])
def test_a_migration_that_fails_at_a_step_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / DATABASE_NAME
    connection = database.connect(path)
    connection.execute(f"PRAGMA application_id={database.APPLICATION_ID}")
    connection.execute("CREATE TABLE keepsake (words TEXT)")
    connection.close()
    old = path.read_bytes()

    def fail(*arguments: object) -> None:
        raise OSError(5, "made for this test")

    owner = database if step in ("copy_database", "flush_to_disk") else migrate
    with monkeypatch.context() as broken:
        broken.setattr(owner, step, fail)
        with pytest.raises(OSError, match="made for this test"):
            open_store(tmp_path, who="", device="", now=NOW)
    # After the swap only its durability can fail, and then the new file stands there whole.
    assert path.read_bytes() == old or step == "flush_to_disk"
    assert not list(tmp_path.glob("*.new*"))
    open_store(tmp_path, who="", device="", now=NOW).close()
