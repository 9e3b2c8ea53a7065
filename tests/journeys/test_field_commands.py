"""Out to a laptop and back by commands alone, with exit codes and documents."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.app import open_workspace
from fangzi_desktop.services.projects import ProjectForm, add_project, note_progress
from tests.journeys.test_command_line import say

DAY = "2026-11-27"


@pytest.fixture
def office(tmp_path: Path) -> tuple[Path, str]:
    folder = tmp_path / "办公室"
    with closing(open_workspace(folder, date.fromisoformat(DAY))) as workspace:
        ids = [workspace.do(add_project, ProjectForm(name)).value for name in ("一号项目", "二号项目")]
    return folder, str(ids[0])


def test_a_package_goes_out_is_opened_and_comes_back_by_commands(
    tmp_path: Path, office: tuple[Path, str]
) -> None:
    folder, project = office
    out, back, copy = tmp_path / "出.fzpack", tmp_path / "回.fzpack", tmp_path / "外勤"
    here = ("--data", folder, "--today", DAY, "field")
    done = say(*here, "out", "-o", out, "--project", project, "--note", "一号笔记本", "--json")
    assert (done.code, done.err) == (0, "")
    assert done.document == {
        "file": str(out),
        "number": "2026-001",
        "projects": 1,
        "bytes": out.stat().st_size,
    }
    done = say("field", "open", out, copy, "--json")
    assert (done.code, done.document["number"]) == (0, "2026-001")
    with closing(open_workspace(copy, date.fromisoformat(DAY))) as site:
        site.do(note_progress, project, "基础完成")
    done = say("--data", copy, "field", "back", "-o", back, "--json")
    assert (done.code, done.document["acts"]) == (0, 1)
    done = say(*here, "preview", back, "--json")
    assert (done.code, done.document["conflicts"]) == (0, 0)
    assert say(*here, "merge", back, "--json").document["changes"] > 0
    again = say(*here, "merge", back)
    assert (again.code, again.err) == (0, "")
    assert "没有新的内容" in again.out
    assert say("--data", folder, "check").code == 0
    assert say("--data", copy, "check").code == 0


def test_what_is_refused_is_one_sentence_and_exit_code_one(tmp_path: Path, office: tuple[Path, str]) -> None:
    folder, _ = office
    out = tmp_path / "出.fzpack"
    here = ("--data", folder, "--today", DAY, "field")
    assert say(*here, "out", "-o", out, "--password", "春江花月夜").code == 0
    damaged = tmp_path / "坏.fzpack"
    whole = bytearray(out.read_bytes())
    whole[len(whole) // 2] ^= 1
    damaged.write_bytes(whole)
    refused = {
        ("field", "open", out, tmp_path / "外勤"): "这个文件设有密码，请填写密码。",
        ("field", "open", out, tmp_path / "外勤", "--password", "别的"): "密码不对",
        ("field", "open", damaged, tmp_path / "外勤", "--password", "春江花月夜"): "已损坏或被改动过",
        ("field", "open", out, folder, "--password", "春江花月夜"): "已经有文件",
        (*here, "merge", out): "这是带出包，不是带回文件",
        (*here, "back", "-o", tmp_path / "回.fzpack"): "这不是外勤副本",
        (*here, "out", "-o", tmp_path / "出.zip"): "应以 .fzpack 结尾",
        (*here, "out", "-o", tmp_path / "b.fzpack", "--project", "没有"): "没有编号为“没有”的项目",
        ("--data", tmp_path / "没有", "field", "out", "-o", tmp_path / "c.fzpack"): "没有",
    }
    for command, words in refused.items():
        done = say(*command)
        assert (done.code, done.out, done.err.count("\n")) == (1, "", 1), command
        assert words in done.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["出.fzpack", "办公室", "坏.fzpack"]


def test_wrong_usage_is_told() -> None:
    for command in (("field",), ("field", "out"), ("field", "open", "a.fzpack"), ("field", "sideways")):
        done = say(*command)
        assert done.code == 2
        assert done.err.startswith("用法不对：")
