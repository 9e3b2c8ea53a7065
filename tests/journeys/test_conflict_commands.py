"""What waits after a merge, listed by a command: for people in words, for programs as one document."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from fangzi_desktop.app import open_workspace
from fangzi_desktop.domain.fieldwork import HandOutWish
from fangzi_desktop.services.field_copies import bring_back, open_package
from fangzi_desktop.services.handing_out import hand_out
from fangzi_desktop.services.projects import ProjectForm, add_project, edit_project
from fangzi_desktop.services.taking_back import merge_file
from tests.journeys.test_command_line import say

TODAY = date(2023, 2, 24)
YI = 10**8


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that took back what it had changed otherwise since."""
    place = tmp_path_factory.mktemp("conflicts")
    workspace = open_workspace(place / "office", TODAY)
    project = workspace.do(add_project, ProjectForm("一号项目", investor="甲公司")).value
    hand_out(workspace, place / "a.fzpack", HandOutWish())
    open_package(place / "a.fzpack", place / "site")
    site = open_workspace(place / "site", TODAY)
    site.do(edit_project, project, ProjectForm("一号项目", investor="丙公司", investment_yuan=2 * YI))
    bring_back(site, place / "b.fzpack")
    site.close()
    workspace.do(edit_project, project, ProjectForm("一号项目", investor="乙公司", investment_yuan=YI))
    merge_file(workspace, place / "b.fzpack")
    workspace.do(edit_project, project, ProjectForm("一号项目", investor="丁公司", investment_yuan=YI))
    workspace.close()
    return place / "office"


def test_each_conflict_tells_every_side(office: Path) -> None:
    found = say("--data", office, "conflicts", "--json").document
    by_field = {one["field"]: one for one in found}
    assert set(by_field) == {"投资主体", "总投资"}
    assert set(found[0]) == {
        "id",
        "kind",
        "project",
        "record",
        "field",
        "base",
        "office",
        "site",
        "changed_since",
    }
    investor, investment = by_field["投资主体"], by_field["总投资"]
    assert (investor["kind"], investor["project"]) == ("value", "一号项目")
    assert (investor["base"], investor["office"]) == ("甲公司", "丁公司")
    assert [one["value"] for one in investor["site"]] == ["丙公司"]
    assert set(investor["site"][0]) == {"value", "who", "at", "device"}
    assert (investor["changed_since"], investment["changed_since"]) == (True, False)
    assert (investment["base"], investment["office"]) == (None, YI)
    assert [one["value"] for one in investment["site"]] == [2 * YI]


def test_people_read_them_in_words(office: Path) -> None:
    said = say("--data", office, "conflicts")
    assert said.code == 0
    assert "▲ 一号项目 · 项目 · 投资主体（此后又改过）" in said.out.splitlines()
    assert "  带出时：甲公司" in said.out.splitlines()
    assert any(line.startswith("  现场：2亿元（") for line in said.out.splitlines())


def test_nothing_waits_where_nothing_was_merged(tmp_path: Path) -> None:
    assert say("--data", tmp_path / "office", "demo", "--projects", "1").code == 0
    assert say("--data", tmp_path / "office", "conflicts").out == "没有待核对的内容。\n"
    assert say("--data", tmp_path / "office", "conflicts", "--json").document == []


def test_the_list_needs_no_window(office: Path) -> None:

    code = (
        "import sys; from fangzi_desktop import cli;"
        f"cli.run(['--data', {str(office)!r}, 'conflicts']); sys.exit('PySide6.QtCore' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
