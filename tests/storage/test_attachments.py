"""Files kept under the hash of their bytes: whole or not at all, whatever happens."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage import attachments
from fangzi_desktop.storage.attachments import Attachments, Content, Harm

SOURCE = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs what only POSIX systems have")
NOW = datetime(2023, 2, 24, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Attachments:
    team = tmp_path / "team"
    team.mkdir()
    return Attachments(team)


def a_file(tmp_path: Path, data: bytes = b"scan", name: str = "a.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def files_of(store: Attachments) -> list[str]:
    return sorted(p.relative_to(store.folder).as_posix() for p in store.folder.rglob("*") if p.is_file())


def test_a_file_is_kept_under_the_hash_of_its_bytes(store: Attachments, tmp_path: Path) -> None:
    data = os.urandom(3_000_000)
    steps: list[tuple[int, int]] = []
    content = store.put(a_file(tmp_path, data), "a.pdf", lambda *told: steps.append(told))
    digest = hashlib.sha256(data).hexdigest()
    assert content == Content(digest, len(data))
    assert files_of(store) == [f"{digest[:2]}/{digest}"]
    assert store.read(content, "a.pdf") == data
    assert store.harm(content) is None
    assert steps[-1] == (len(data), len(data))


def test_the_same_bytes_are_kept_once_whatever_they_are_called(store: Attachments, tmp_path: Path) -> None:
    first = store.put(a_file(tmp_path), "a.pdf")
    inode = store.path_of(first.sha256).stat().st_ino
    assert store.put(b"scan", "b.pdf") == first
    assert len(files_of(store)) == 1
    assert store.path_of(first.sha256).stat().st_ino == inode


def test_a_damaged_file_is_told_and_mended_by_handing_it_in_again(store: Attachments) -> None:
    content = store.put(b"scan of a permit", "a.pdf")
    store.path_of(content.sha256).write_bytes(b"scan of a pirmit")
    assert store.harm(content) is Harm.DAMAGED
    with pytest.raises(UserError, match=r"attachment\.damaged"):
        store.read(content, "a.pdf")
    assert store.put(b"scan of a permit", "a.pdf") == content
    assert store.harm(content) is None


def test_a_file_that_is_gone_is_told(store: Attachments, tmp_path: Path) -> None:
    content = store.put(b"scan", "a.pdf")
    store.path_of(content.sha256).unlink()
    assert store.harm(content) is Harm.MISSING
    with pytest.raises(UserError, match=r"attachment\.lost"):
        store.copy_to(content, tmp_path / "copy.pdf", "a.pdf")
    assert store.harm(Content("0" * 64, 4)) is Harm.MISSING


def test_a_name_that_is_no_hash_reaches_no_file(store: Attachments) -> None:
    for name in ("../../fangzi.db", "0" * 63, "A" * 64, ""):
        with pytest.raises(ValueError, match="not a SHA-256"):
            store.path_of(name)


def refusal(store: Attachments, source: Path | bytes) -> str:
    with pytest.raises(UserError) as refused:
        store.put(source, "甲.pdf")
    assert refused.value.params["name"] == "甲.pdf"
    if store.folder.is_dir():
        assert files_of(store) == []
    return refused.value.code


def test_what_is_no_whole_file_is_refused(
    store: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(store, tmp_path / "gone.pdf") == "attachment.missing_source"
    assert refusal(store, tmp_path) == "attachment.is_folder"
    assert refusal(store, a_file(tmp_path, b"")) == "attachment.empty"
    assert refusal(store, b"") == "attachment.empty"
    monkeypatch.setattr(attachments, "MOST_BYTES", 10)
    assert refusal(store, a_file(tmp_path, b"x" * 11)) == "attachment.too_large"
    assert refusal(store, b"x" * 11) == "attachment.too_large"
    store.put(b"x" * 10, "just fits")


@POSIX
def test_a_pipe_is_refused_without_waiting_for_its_other_end(store: Attachments, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(store, tmp_path / "pipe") == "attachment.not_a_file"


@POSIX
def test_a_link_that_goes_round_in_circles_cannot_be_read(store: Attachments, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refusal(store, tmp_path / "loop") == "attachment.unreadable"


@POSIX
def test_a_file_that_one_may_not_read_is_refused(
    store: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path)
    path.chmod(0)
    if os.access(path, os.R_OK):
        # root may read everything; the system's answer to others is given here in its place.
        def shut(self: Path, *arguments: object, **keywords: object) -> object:
            raise PermissionError(errno.EACCES, "made for this test")

        monkeypatch.setattr(Path, "open", shut)
    assert refusal(store, path) == "attachment.unreadable"


def test_a_file_that_is_still_being_written_is_refused(store: Attachments, tmp_path: Path) -> None:
    path = a_file(tmp_path, b"x" * 3_000_000)

    def grow(done: int, total: int) -> None:
        with path.open("ab") as file:
            file.write(b"y")

    with pytest.raises(UserError, match=r"attachment\.changing"):
        store.put(path, "a.pdf", grow)

    def shorten(done: int, total: int) -> None:
        os.truncate(path, 100)

    with pytest.raises(UserError, match=r"attachment\.changing"):
        store.put(path, "a.pdf", shorten)
    assert files_of(store) == []


def test_a_person_can_break_off_and_nothing_is_left(store: Attachments, tmp_path: Path) -> None:
    class Enough(Exception):  # noqa: N818 - a person's wish, not an error
        pass

    def stop(done: int, total: int) -> None:
        raise Enough

    with pytest.raises(Enough):
        store.put(a_file(tmp_path, b"x" * 3_000_000), "a.pdf", stop)
    assert files_of(store) == []


@pytest.mark.parametrize("call", ["mkdir", "open", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_refuses_is_told_and_nothing_is_left(
    store: Attachments, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    path = a_file(tmp_path)

    def fail(*arguments: object, **keywords: object) -> object:
        raise OSError(number, "made for this test")

    owner = Path if call in ("mkdir", "replace") else os
    with monkeypatch.context() as broken:
        broken.setattr(owner, call, fail)
        assert refusal(store, path) == "attachment.not_kept"
    assert store.harm(store.put(path, "a.pdf")) is None


def test_a_file_in_the_way_of_the_folder_is_told(store: Attachments) -> None:
    store.folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(UserError, match=r"attachment\.not_kept"):
        store.put(b"scan", "a.pdf")
    assert store.folder.read_text(encoding="utf-8") == "in the way"


_FULL = """
import resource, signal, sys
from pathlib import Path
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.storage.attachments import Attachments
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
try:
    Attachments(Path(sys.argv[1])).put(Path(sys.argv[2]), "a.pdf")
except UserError as error:
    print(error.code)
"""


@POSIX
def test_a_disk_that_fills_up_half_way_keeps_no_half_file(store: Attachments, tmp_path: Path) -> None:
    path = a_file(tmp_path, b"x" * 5_000_000)
    arguments = [sys.executable, "-c", _FULL, str(store.team), str(path)]
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment(), check=False)
    assert (done.stdout.strip(), done.stderr) == ("attachment.not_kept", "")
    assert files_of(store) == []


# Keeps a file again and again, each time killed one touch of the file system later than before.
_SWEEP = """
import json, os, shutil, signal, sys
from pathlib import Path
from fangzi_desktop.storage.attachments import Attachments

team, source = Path(sys.argv[1]), Path(sys.argv[2])
limit, touched = None, 0

def count(event, arguments):
    global touched
    if limit is None or event not in ("open", "os.rename", "os.remove", "os.mkdir", "os.utime"):
        return
    if str(team) in str(arguments[0]):
        touched += 1
        if touched == limit:
            os.kill(os.getpid(), signal.SIGKILL)

fsync = os.fsync
def counted_fsync(descriptor):
    count("open", (str(team),))
    fsync(descriptor)
    count("open", (str(team),))
os.fsync = counted_fsync
sys.addaudithook(count)
points = []
for number in range(1, 100):
    shutil.rmtree(team / "attachments", ignore_errors=True)
    child = os.fork()
    if child == 0:
        limit = number
        Attachments(team).put(source, "a.pdf")
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    files = {p.name: p.read_bytes().hex() for p in (team / "attachments").rglob("*") if p.is_file()}
    again = Attachments(team).put(source, "a.pdf")
    points.append({"killed": status != 0, "files": files, "whole": Attachments(team).harm(again) is None})
    if status == 0:
        break
print(json.dumps(points))
"""


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}


@POSIX
def test_whenever_the_program_is_killed_a_name_stands_for_whole_bytes(
    store: Attachments, tmp_path: Path
) -> None:
    data = b"scan of a permit"
    arguments = [sys.executable, "-c", _SWEEP, str(store.team), str(a_file(tmp_path, data))]
    done = subprocess.run(arguments, capture_output=True, text=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    points = json.loads(done.stdout)
    assert [point["killed"] for point in points] == [True] * (len(points) - 1) + [False]
    assert len(points) > 8
    for point in points:
        assert point["whole"]
        for name, read in point["files"].items():
            assert name.endswith(".part") or bytes.fromhex(read) == data


def test_only_what_nothing_names_and_is_old_counts_as_unused(store: Attachments) -> None:
    named, old, new = (store.put(data, "a.pdf") for data in (b"named", b"old", b"new"))
    stump = store.folder / "0123.part"
    stump.touch()
    foreign = store.folder / "ab"
    foreign.mkdir(exist_ok=True)
    (foreign / "readme.txt").write_text("not ours", encoding="utf-8")
    long_ago = (NOW - timedelta(days=100)).timestamp()
    for path in (store.path_of(named.sha256), store.path_of(old.sha256), stump, foreign / "readme.txt"):
        os.utime(path, (long_ago, long_ago))
    fresh = NOW.timestamp()
    os.utime(store.path_of(new.sha256), (fresh, fresh))
    assert store.unused({named.sha256}, NOW - timedelta(days=1)) == (store.path_of(old.sha256),)
    assert store.stumps(NOW - timedelta(days=1)) == (stump,)
    assert store.stumps(NOW - timedelta(days=200)) == ()
    assert store.path_of(old.sha256).exists()


def test_keeping_an_unused_file_anew_makes_it_new(store: Attachments) -> None:
    content = store.put(b"scan", "a.pdf")
    os.utime(store.path_of(content.sha256), (0, 0))
    store.put(b"scan", "a.pdf")
    assert store.unused((), NOW) == ()


def test_nothing_is_unused_before_the_first_file(store: Attachments) -> None:
    assert store.unused((), NOW) == ()
