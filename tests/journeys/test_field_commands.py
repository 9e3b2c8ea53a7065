"""The field work by commands alone: handed out, opened, worked on, brought back, previewed and merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.app import open_workspace
from fangzi_desktop.services.problems import ProblemForm, raise_problem
from fangzi_desktop.services.projects import note_progress
from tests.journeys.test_command_line import LEDGER, digest, say

TODAY = ["--today", "2023-02-24"]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with the real ledger, and a copy of it that was worked on and brought back."""
    place = tmp_path_factory.mktemp("field")
    assert say("--data", place / "office", *TODAY, "import", LEDGER).code == 0
    out = say("--data", place / "office", *TODAY, "field", "out", "-o", place / "a.fzpack", "--json")
    assert out.document["number"] == "2023-001"
    assert say("field", "open", place / "a.fzpack", place / "site").code == 0
    workspace = open_workspace(place / "site", date(2023, 2, 24))
    project = say("--data", place / "site", *TODAY, "projects", "--json").document[0]["id"]
    workspace.do(note_progress, project, "基础完成")
    workspace.do(raise_problem, project, ProblemForm("道路未通"))
    workspace.close()
    back = say("--data", place / "site", *TODAY, "field", "back", "-o", place / "b.fzpack", "--json")
    assert back.document["acts"] == 2
    return place


def test_a_preview_tells_what_a_merge_then_does_once(places: Path) -> None:
    office = ("--data", places / "office", *TODAY, "field")
    before = digest(places / "office")
    preview = say(*office, "preview", places / "b.fzpack", "--json").document
    assert digest(places / "office") == before
    assert preview == say(*office, "merge", places / "b.fzpack", "--json").document
    assert set(preview) == {"adds", "changes", "deletes", "conflicts", "missing_files"}
    assert (preview["deletes"], preview["conflicts"], preview["missing_files"]) == (0, 0, 0)
    assert preview["adds"] >= 1
    assert preview["changes"] >= 1
    again = say(*office, "merge", places / "b.fzpack")
    assert again.code == 0
    assert "没有新的内容" in again.out
    assert len(list((places / "office" / "backups").glob("fangzi-*.db"))) == 1


def test_a_copy_of_the_copys_file_is_sound(places: Path) -> None:
    assert say("--data", places / "site", *TODAY, "check", "--json").document == {"ok": True, "problems": []}


def test_refusals_are_one_sentence_and_change_nothing(places: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.fzpack"
    whole = (places / "b.fzpack").read_bytes()
    torn.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    before = digest(places / "office")
    for folder, *words in (
        ("office", "merge", torn),
        ("office", "merge", places / "a.fzpack"),
        ("office", "merge", tmp_path / "nowhere.fzpack"),
        ("office", "back", "-o", tmp_path / "c.fzpack"),
        ("office", "out", "-o", tmp_path / "c.fzpack", "--project", "nobody"),
        ("office", "out", "-o", tmp_path / "c.zip"),
        ("office", "open", places / "a.fzpack", places / "site"),
        ("site", "out", "-o", tmp_path / "c.fzpack"),
        ("site", "merge", places / "b.fzpack"),
    ):
        said = say("--data", places / folder, *TODAY, "field", *words)
        assert said.code == 1, words
        assert said.out == ""
        assert len(said.err.strip().splitlines()) == 1
        assert "Traceback" not in said.err
    assert digest(places / "office") == before
    assert list(tmp_path.iterdir()) == [torn]


def test_wrong_usage_exits_2(tmp_path: Path) -> None:
    for words in (["field"], ["field", "fly"], ["field", "out"], ["field", "open", tmp_path / "a.fzpack"]):
        assert say(*words).code == 2
