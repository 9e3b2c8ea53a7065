"""What goes along with any choice of projects, and what a hand-out that is cut off leaves."""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.fieldwork import HandOutWish
from fangzi_desktop.services.demo import fill_with_examples
from fangzi_desktop.services.field_copies import open_package
from fangzi_desktop.services.handing_out import hand_out, package_size
from fangzi_desktop.services.upkeep import check_folder
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage import packs
from fangzi_desktop.storage.database import open_store
from fangzi_desktop.storage.tables import JOURNAL, ROWS, table_of
from tests.builders import a_project
from tests.conftest import NOW, TODAY

SOURCE = Path(__file__).parents[2]


def _ids(workspace: Workspace, table: str, column: str) -> set[str | None]:
    with workspace.store.glance() as connection:
        return {row[0] for row in connection.execute(f'SELECT DISTINCT "{column}" FROM "{table}"')}


def test_any_choice_of_projects_makes_a_sound_copy_of_just_these(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.do(fill_with_examples, 30)
    everything = sorted(str(name) for name in _ids(workspace, "project", "id"))
    chance = random.Random(2026)
    for turn, count in enumerate((1, 2, 7, 29, 30)):
        chosen = tuple(chance.sample(everything, count))
        out = tmp_path / f"{turn}.fzpack"
        wish = HandOutWish(chosen)
        estimate = workspace.read(package_size, wish, workspace.store.path).total(wish)
        size = hand_out(workspace, out, wish).value.size_bytes
        assert 0.5 < estimate / size < 2
        open_package(out, tmp_path / str(turn))
        store = open_store(tmp_path / str(turn), who="专员乙", device="笔记本", now=NOW)
        with closing(Workspace(store, OfficeClock(TODAY, lambda: NOW), who="乙", device="笔记本")) as site:
            assert check_folder(site) == ()
            assert _ids(site, "project", "id") == set(chosen)
            for table in ROWS.keys() - JOURNAL:
                if "project_id" in table_of(ROWS[table]).columns:
                    assert _ids(site, table, "project_id") <= set(chosen), table
            assert _ids(site, "change", "project_id") <= {*chosen, None}
            assert site.field is not None
            assert packs.public_key(site.field.key) != site.field.team_id
            assert not _ids(site, "setting", "id") & {"field.team_key"}


_WRITE_FOR_EVER = """
import sys, time
from pathlib import Path
from fangzi_desktop.storage import packs

body = Path(sys.argv[2])
def slowly(done, total):
    time.sleep(0.05)
members = [packs.Member("attachments/" + format(n, "064x"), body) for n in range(400)]
print("begun", flush=True)
packs.write_package(Path(sys.argv[1]), packs.OUT, {}, members, key=packs.new_key(), step=slowly)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_a_writing_that_is_killed_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    target, body = tmp_path / "a.fzpack", tmp_path / "body"
    key, members = packs.new_key(), [packs.Member(packs.MANIFEST, b"{}")]
    packs.write_package(target, packs.OUT, {}, members, key=key)
    before = target.read_bytes()
    body.write_bytes(os.urandom(1 << 20))
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITE_FOR_EVER, str(target), str(body)], cwd=SOURCE, stdout=subprocess.PIPE
    )
    with writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        limit = time.monotonic() + 20
        while not any(path.stat().st_size > 1 << 20 for path in tmp_path.glob(".a.fzpack.*.part")):
            assert time.monotonic() < limit
            time.sleep(0.02)
        writer.send_signal(signal.SIGKILL)
    assert target.read_bytes() == before
    assert list(tmp_path.glob(".a.fzpack.*.part"))
    packs.write_package(target, packs.OUT, {}, members, key=key)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.fzpack", "body"]


class _EndedError(Exception):
    pass


def test_a_hand_out_that_is_cancelled_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    workspace.do(a_project)
    before = sorted(workspace.store.folder.iterdir())

    def cancel(done: int, total: int) -> None:
        raise _EndedError

    for password in (None, "春江花月夜"):
        with pytest.raises(_EndedError):
            hand_out(workspace, tmp_path / "a.fzpack", HandOutWish(), password, cancel)
        assert list(tmp_path.glob("*fzpack*")) == []
        assert sorted(workspace.store.folder.iterdir()) == before


def test_a_place_that_cannot_be_written_is_told(workspace: Workspace, tmp_path: Path) -> None:
    workspace.do(a_project)
    with pytest.raises(UserError, match=r"field\.not_written"):
        hand_out(workspace, tmp_path / "nowhere" / "a.fzpack", HandOutWish())
    (tmp_path / "taken.fzpack").mkdir()
    with pytest.raises(UserError, match=r"field\.not_written"):
        hand_out(workspace, tmp_path / "taken.fzpack", HandOutWish())
    assert [path.name for path in tmp_path.glob("*.part")] == []
