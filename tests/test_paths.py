"""The program finds its own files and picks a place for the team's."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fangzi_desktop import paths


@pytest.fixture
def reloaded_afterwards() -> Iterator[None]:
    yield
    importlib.reload(paths)


def test_the_program_finds_its_own_files_in_a_source_checkout() -> None:
    assert (paths.migrations() / "env.py").is_file()
    assert paths.seed() == paths.migrations().with_name("seed")
    assert paths.resources().parent == paths.migrations().parents[1]


@pytest.mark.usefixtures("reloaded_afterwards")
def test_a_frozen_program_looks_in_its_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with monkeypatch.context() as frozen:
        frozen.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
        importlib.reload(paths)
        assert paths.resources() == tmp_path / "resources"
        assert paths.migrations() == tmp_path / "db" / "migrations"
        assert paths.seed() == tmp_path / "db" / "seed"


@pytest.mark.parametrize(
    ("named", "folder"),
    [
        pytest.param(None, "home/.local/share/fangzi-desktop", id="nothing named"),
        pytest.param("", "home/.local/share/fangzi-desktop", id="an empty name"),
        pytest.param("relative/data", "home/.local/share/fangzi-desktop", id="a relative folder is ignored"),
        pytest.param("{tmp}/数据 盘", "数据 盘/fangzi-desktop", id="Chinese and a space"),
    ],
)
def test_data_lie_in_the_user_s_data_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str | None, folder: str
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    if named is None:
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_DATA_HOME", named.format(tmp=tmp_path))
    assert paths.default_data_dir() == tmp_path / folder


def test_on_windows_data_do_not_roam(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert paths.default_data_dir() == tmp_path / "坊子专班"
