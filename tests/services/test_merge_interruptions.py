"""A merge that is killed, or for which the disk is too full, leaves the old state or the new one."""

import json
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import ProjectForm, edit_project, note_progress
from fangzi_desktop.services.workspace import Workspace
from tests.builders import a_project
from tests.site import hand_out

SOURCE = Path(__file__).parents[2]
# The long run kills 200 times: FANGZI_KILLS=200.
KILLS = int(os.environ.get("FANGZI_KILLS", "15"))

_SWEEP = """
import errno, json, os, pickle, random, resource, shutil, signal, sys, time
from datetime import date
from pathlib import Path
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.conflicts import open_conflicts
from fangzi_desktop.services.copies import backup
from fangzi_desktop.services.merging import merge_return
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.attachments import Attachments
from fangzi_desktop.storage.database import open_store
from tests.conftest import NOW, TODAY
from tests.site import content

seed, place, mode, times = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
returned = pickle.loads((seed / "return.pickle").read_bytes())

def opened():
    store = open_store(place, who="专员甲", device="电脑一", now=NOW)
    return Workspace(store, OfficeClock(TODAY, lambda: NOW), who="专员甲", device="电脑一")

def state():
    office = opened()
    verdict = office.store.glance
    with office.store.glance() as connection:
        whole = connection.execute("PRAGMA integrity_check").fetchone()[0]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    found = [whole, len(orphans), sorted(map(repr, content(office).items())),
             [conflict.id for conflict in office.read(open_conflicts)]]
    office.close()
    return repr(found)

def fresh():
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(seed, place)

def merge(ready=None):
    office = opened()
    office.prepare()
    if ready is not None:
        os.write(ready, b".")
    backup(office)
    office.do(merge_return, returned, Attachments(place))
    office.close()

fresh()
before = state()
started = time.perf_counter()
merge()
lasted = time.perf_counter() - started
after = state()
assert before != after
chance = random.Random(7)
counts = {"old": 0, "new": 0, "between": 0, "refused": 0}
for number in range(times):
    fresh()
    reads, writes = os.pipe()
    child = os.fork()
    if not child:
        if mode == "full":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            size = (place / "fangzi.db").stat().st_size
            most = 8192 + (size + 200_000) * number // times
            office = opened()
            office.prepare()
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            try:
                backup(office)
                office.do(merge_return, returned, Attachments(place))
            except UserError:
                os._exit(3)
            os._exit(0)
        merge(writes)
        os._exit(0)
    if mode == "kill":
        os.read(reads, 1)
        time.sleep(chance.uniform(0, lasted * 1.1))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reads); os.close(writes)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 3:
        counts["refused"] += 1
    found = state()
    counts["old" if found == before else "new" if found == after else "between"] += 1
print(json.dumps(counts))
"""


@pytest.fixture
def seed(workspace: Workspace, tmp_path: Path) -> Path:
    """An office folder with a return beside it that brings records and conflicts."""
    projects = [workspace.do(a_project, f"项目{number}", investor="甲公司").value for number in range(12)]
    site = hand_out(workspace, tmp_path / "site", "笔记本一")
    for number, project in enumerate(projects):
        workspace.do(edit_project, project, ProjectForm(f"项目{number}", investor="乙公司"))
        site.workspace.do(edit_project, project, ProjectForm(f"项目{number}", investor="丙公司"))
        site.workspace.do(note_progress, project, "基础完成")
        site.workspace.do(raise_problem, project, ProblemForm("道路未通"))
    seed = tmp_path / "seed"
    seed.mkdir()
    workspace.store.copy_to(seed / "fangzi.db")
    (seed / "return.pickle").write_bytes(pickle.dumps(site.bring_back()))
    site.workspace.close()
    return seed


def sweep(seed: Path, place: Path, mode: str, times: int) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", _SWEEP, str(seed), str(place), mode, str(times)],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    counts: dict[str, int] = json.loads(done.stdout)
    shutil.rmtree(place)
    return counts


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_a_killed_merge_leaves_the_old_state_or_the_new(seed: Path, tmp_path: Path) -> None:
    counts = sweep(seed, tmp_path / "place", "kill", KILLS)
    assert counts["between"] == 0
    assert counts["old"] > 0
    assert counts["old"] + counts["new"] == KILLS


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_full_disk_leaves_the_old_state_and_says_so(seed: Path, tmp_path: Path) -> None:
    counts = sweep(seed, tmp_path / "place", "full", 12)
    assert counts["between"] == 0
    assert counts["refused"] == counts["old"] > 0
