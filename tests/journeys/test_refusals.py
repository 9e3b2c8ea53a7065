"""Whatever is typed: one sentence on standard error, the right exit code, and nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fangzi_desktop import cli, paths
from fangzi_desktop.services import register
from fangzi_desktop.services.workspace import Workspace
from fangzi_desktop.storage.database import DATABASE_NAME
from tests.conftest import OpenWorkspace

LEDGER = paths.resources() / "samples" / "ledger.xlsx"


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


class Speaker:
    """Gives a command line to the program, as `__main__` does."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Said:
        try:
            code = cli.run([str(argument) for argument in arguments])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 1
        said = self._capsys.readouterr()
        return Said(code, said.out, said.err)


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Speaker:
    return Speaker(capsys)


@pytest.fixture
def team(say: Speaker, tmp_path: Path) -> Path:
    """A team folder that holds the district's ledger."""
    folder = tmp_path / "专班"
    assert say("--data", folder, "--today", "2023-02-24", "import", LEDGER).code == 0
    return folder


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "fangzi.lock"
    }


def is_one_sentence(said: str) -> bool:
    # No word of the system's or of a library's own complaints is left in it.
    english = re.search(r"(?<![-./\w])(?:argument|invalid|expected|No such|Permission|Errno|Error)\b", said)
    return len(said.strip().splitlines()) == 1 and said.strip().endswith("。") and english is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["--no-such-option", "projects"],
        ["projects", "extra"],
        ["--data"],
        ["--data", "", "projects"],
        ["--today", "2023-02-30", "projects"],
        ["--today", "0001-01-01", "projects"],
        ["--today", "昨天", "projects"],
        ["--json=yes", "projects"],
        ["clock"],
        ["clock", "2022-13-01", "5", "working_day"],
        ["clock", "2022-05-23", "five", "working_day"],
        ["clock", "2022-05-23", "1.5", "working_day"],
        ["clock", "2022-05-23", "5", "weeks"],
        ["clock", "2022-05-23", "5"],
        ["clock", "2022-05-23", "5", "month", "--suspend", "2022-06-01"],
        ["clock", "2022-05-23", "5", "month", "--suspend", "2022-06-02..2022-06-01"],
        ["clock", "2022-05-23", "5", "month", "--suspend", "a..b"],
        ["clock", "2022-05-23", "5", "month", "--suspend"],
        ["deadlines", "--within", "soon"],
        ["deadlines", "--within", "-1"],
        ["permits"],
        ["demo", "--projects", "many"],
        ["report", "weekly"],
        ["report", "weird", "-o", "a.pdf"],
        ["report", "weekly", "--week", "2023-W60", "-o", "a.pdf"],
        ["report", "weekly", "--project", "p", "-o", "a.pdf"],
        ["report", "permits", "-o", "a.pdf"],
        ["report", "permits", "--project", "p", "--week", "2023-W08", "-o", "a.pdf"],
        ["import"],
        ["export"],
        ["export", "out.xlsx", "--officer", "专员甲"],
        ["calendar"],
        ["calendar", "export", "2027.json"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_said_in_chinese_and_exits_2(say: Speaker, arguments: list[str]) -> None:
    said = say(*arguments)
    assert (said.code, said.out) == (2, "")
    assert is_one_sentence(said.err), said.err
    assert said.err.startswith("用法不对：")


def test_the_help_is_in_chinese(say: Speaker) -> None:
    for arguments in (["-h"], ["clock", "--help"]):
        said = say(*arguments)
        assert said.code == 0
        assert said.out.startswith("用法：")
        assert "show this help" not in said.out
        assert "optional" not in said.out
        assert "options" not in said.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo"],
        ["demo", "--projects", "0"],
        ["demo", "--projects", "-5"],
        ["demo", "--projects", "1000000"],
        ["clock", "2022-05-23", "0", "working_day"],
        ["clock", "2022-05-23", "-5", "working_day"],
        ["clock", "2022-05-23", "99999999999", "month"],
        ["clock", "9999-12-31", "5", "working_day"],
        ["clock", "2022-05-23", "5", "month", "--suspend", "2022-05-24..9999-12-31"],
        ["permits", "--project", "no-such-project"],
        ["permits", "--project", "'; DROP TABLE project; --"],
        ["report", "weekly", "-o", "w.doc"],
        ["report", "permits", "--project", "no-such-project", "-o", "{tmp}/p.pdf"],
        ["report", "permits", "--project", "no-such-project", "-o", "p.docx"],
        ["report", "ledger", "-o", "{tmp}/none/l.xlsx"],
        ["report", "weekly", "-o", "{tmp}/none/w.pdf"],
        ["report", "weekly", "-o", "{tmp}/folder.pdf"],
        ["export", "out.csv"],
        ["export", "{tmp}/none/out.xlsx"],
        ["export", "{tmp}/folder.xlsx"],
        ["export", "{tmp}/none/out.ics"],
        ["export", "{tmp}/out.ics", "--officer", "没有这个人"],
        ["import", "{tmp}/none.xlsx"],
        ["import", "{tmp}/folder.xlsx"],
        ["import", "{tmp}/empty.xlsx"],
        ["import", "{tmp}/words.xlsx"],
        ["calendar", "import", "{tmp}/none.json"],
        ["calendar", "import", "{tmp}/folder.xlsx"],
        ["calendar", "import", "{tmp}/words.xlsx"],
        ["calendar", "import", "{tmp}/empty.xlsx"],
    ],
    ids=" ".join,
)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    say: Speaker, team: Path, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "empty.xlsx").touch()
    (tmp_path / "words.xlsx").write_text("今天天气很好", encoding="utf-8")
    for name in ("folder.xlsx", "folder.pdf"):
        (tmp_path / name).mkdir()
    before = digest(tmp_path)
    said = say("--data", team, *(argument.format(tmp=tmp_path) for argument in arguments))
    assert said.code == 1
    assert is_one_sentence(said.err), said.err
    assert digest(tmp_path) == before


@pytest.mark.parametrize(
    "command",
    [["projects"], ["deadlines"], ["permits", "--project", "x"], ["export", "o.xlsx"], ["backup"], ["check"]],
    ids=" ".join,
)
def test_reading_where_there_is_nothing_makes_nothing(
    say: Speaker, tmp_path: Path, command: list[str]
) -> None:
    for folder in (tmp_path / "missing", tmp_path):
        said = say("--data", folder, *command)
        assert (said.code, said.out) == (1, "")
        assert is_one_sentence(said.err)
    assert list(tmp_path.iterdir()) == []


def test_a_refused_beginning_leaves_no_folder_behind(say: Speaker, tmp_path: Path) -> None:
    for command in (["demo", "--projects", "0"], ["import", "none.xlsx"], ["calendar", "import", "none"]):
        assert say("--data", tmp_path / "new", *command).code == 1
    assert list(tmp_path.iterdir()) == []


def test_an_empty_team_folder_has_empty_lists(say: Speaker, folder: Path) -> None:
    for command in ("projects", "deadlines"):
        said = say("--data", folder, command, "--json")
        assert (said.code, said.document) == (0, [])


def test_a_file_is_no_team_folder(say: Speaker, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x", encoding="utf-8")
    for command in (["projects"], ["demo"]):
        said = say("--data", path, *command)
        assert said.code == 1
        assert "不是文件夹" in said.err


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage" * 500, b"SQLite format 3\x00" + bytes(4000)],
    ids=["empty", "garbage", "other"],
)
def test_a_database_that_is_not_ours_is_refused_and_kept(
    say: Speaker, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / DATABASE_NAME).write_bytes(content)
    before = digest(tmp_path)
    for command in (["projects"], ["import", str(LEDGER)], ["demo"], ["backup"], ["check"]):
        said = say("--data", tmp_path, *command)
        assert said.code == 1
        assert is_one_sentence(said.err)
    assert digest(tmp_path) == before


def test_a_database_that_is_a_folder_is_refused(say: Speaker, tmp_path: Path) -> None:
    (tmp_path / DATABASE_NAME).mkdir()
    for command in (["projects"], ["import", str(LEDGER)], ["check"]):
        said = say("--data", tmp_path, *command)
        assert said.code == 1
        assert is_one_sentence(said.err), said.err


def test_check_tells_what_is_wrong_in_one_document(say: Speaker, team: Path) -> None:
    path = team / DATABASE_NAME
    content = bytearray(path.read_bytes())
    content[-8192:] = b"\x5a" * 8192
    path.write_bytes(content)
    said = say("--data", team, "check", "--json")
    assert said.code == 1
    assert said.document["ok"] is False
    assert said.document["problems"]
    assert is_one_sentence(said.err)


def test_a_problem_says_what_is_wrong_and_what_would_be_accepted(
    say: Speaker, team: Path, tmp_path: Path
) -> None:
    import openpyxl

    book = openpyxl.load_workbook(LEDGER)
    sheet = book.active
    assert sheet is not None
    sheet["E4"], sheet["G4"], sheet["H4"], sheet["I4"] = "大约十亿", "也许", "收尾", "前年夏天"  # type: ignore[index]
    book.save(tmp_path / "坏.xlsx")
    before = digest(team)
    dry = say("--data", team, "import", tmp_path / "坏.xlsx", "--dry-run", "--json")
    assert (dry.code, dry.err) == (0, "")
    problems = dry.document["problems"]
    assert [(one["row"], one["column"], one["value"]) for one in problems] == [
        (4, "E", "大约十亿"),
        (4, "G", "也许"),
        (4, "H", "收尾"),
        (4, "I", "前年夏天"),
    ]
    assert {frozenset(one) for one in problems} == {frozenset({"sheet", "row", "column", "value", "problem"})}
    for problem, accepted in zip(problems, ("10亿元", "是、否", "开工建设", "2022-05-23"), strict=True):
        assert problem["value"] in problem["problem"]
        assert accepted in problem["problem"]
    refused = say("--data", team, "import", tmp_path / "坏.xlsx", "--json")
    assert refused.code == 1
    assert refused.document["problems"] == problems
    assert is_one_sentence(refused.err)
    assert digest(team) == before


def test_a_second_writer_is_told_who_works_here_and_may_read(
    folder: Path, open_folder: OpenWorkspace
) -> None:
    open_folder()

    def in_another_program(*arguments: str) -> Said:
        done = subprocess.run(
            [sys.executable, "-m", "fangzi_desktop", "--data", str(folder), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONUTF8": "1"},
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    before = digest(folder)
    refused = in_another_program("import", str(LEDGER))
    assert refused.code == 1
    assert is_one_sentence(refused.err)
    for told in ("专员甲", "电脑一", "2023年2月24日"):
        assert told in refused.err
    assert in_another_program("projects", "--json").document == []
    assert digest(folder) == before


def test_a_bug_is_one_sentence_and_its_trace_is_kept(
    say: Speaker, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(view: object) -> None:
        raise ZeroDivisionError("made for this test")

    monkeypatch.setattr(register, "register", broken)
    said = say("--data", team, "projects")
    assert said.code == 1
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert "ZeroDivisionError: made for this test" in (team / "fangzi.log").read_text(encoding="utf-8")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, filled to the last kilobytes by a file `ballast`."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root on Linux can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this system does not let a test mount a disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def _fill(disk: Path, besides: int) -> None:
    left = shutil.disk_usage(disk).free
    (disk / "ballast").write_bytes(bytes(max(0, left - besides)))


@pytest.mark.parametrize("room", [0, 8, 64, 200])
def test_a_full_disk_refuses_and_loses_nothing(say: Speaker, small_disk: Path, room: int) -> None:
    folder = small_disk / "专班"
    assert say("--data", folder, "--today", "2023-02-24", "demo", "--projects", "3").code == 0
    before = digest(folder)
    _fill(small_disk, room * 1024)
    commands = (
        ["backup"],
        ["import", str(LEDGER)],
        ["export", str(small_disk / "出.xlsx")],
        ["report", "weekly", "-o", str(small_disk / "周报.pdf")],
    )
    refused = 0
    for command in commands:
        said = say("--data", folder, "--today", "2023-02-24", *command)
        if said.code != 0:
            assert said.code == 1
            assert is_one_sentence(said.err), said.err
            assert digest(folder) == before, "a refusal left something behind"
            refused += 1
        before = digest(folder)
        assert say("--data", folder, "check", "--json").document == {"ok": True, "problems": []}
    assert refused or room > 64
    assert not [path for path in small_disk.rglob("*") if path.suffix in (".part", ".new")]


def test_a_new_folder_on_a_full_disk_leaves_no_stump(say: Speaker, small_disk: Path) -> None:
    _fill(small_disk, 40 * 1024)
    said = say("--data", small_disk / "专班", "demo", "--projects", "3")
    assert said.code == 1
    assert is_one_sentence(said.err), said.err
    assert not [path for path in (small_disk / "专班").glob("*") if path.name != "fangzi.lock"]


def test_a_disk_that_cannot_be_written_is_read(say: Speaker, small_disk: Path) -> None:
    folder = small_disk / "专班"
    assert say("--data", folder, "--today", "2023-02-24", "demo", "--projects", "3").code == 0
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    before = digest(folder)
    for command in (["projects"], ["deadlines"], ["check"]):
        assert say("--data", folder, *command, "--json").code == 0
    for refused in (["import", str(LEDGER)], ["backup"], ["export", str(small_disk / "出.xlsx")]):
        said = say("--data", folder, *refused)
        assert said.code == 1
        assert is_one_sentence(said.err), said.err
    assert digest(folder) == before


def test_a_locked_folder_on_a_fixed_day_is_told_with_that_moment(workspace: Workspace, folder: Path) -> None:
    # The holder's moment is real time even where the office day is fixed, or it would mislead.
    held = json.loads((folder / "fangzi.lock").read_text(encoding="utf-8"))
    assert held[:2] == ["专员甲", "电脑一"]
