"""Starting with the system: an entry that a desktop understands, gone again when it is not wanted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.ui import autostart


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    return folder / "autostart"


def entries(config: Path) -> list[Path]:
    return sorted(config.iterdir()) if config.exists() else []


def exec_of(entry: Path) -> list[str]:
    """Read an Exec line as the Desktop Entry Specification says: unescape, take off the quotes, then %%."""
    (line,) = [line for line in entry.read_text(encoding="utf-8").splitlines() if line.startswith("Exec=")]
    text = line.removeprefix("Exec=").replace("\\\\", "\\")
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
    assert text == " ".join(f'"{part}"' for part in quoted)
    return [re.sub(r"\\(.)", r"\1", part).replace("%%", "%") for part in quoted]


def test_it_is_switched_on_and_leaves_nothing_when_switched_off(config: Path, tmp_path: Path) -> None:
    folder = tmp_path / "team"
    assert not autostart.is_on(folder)
    autostart.switch(folder, on=True)
    assert autostart.is_on(folder)
    (entry,) = entries(config)
    assert entry.read_text(encoding="utf-8").startswith("[Desktop Entry]\nType=Application\nName=坊子专班\n")
    autostart.switch(folder, on=False)
    assert entries(config) == []
    autostart.switch(folder, on=False)


@pytest.mark.parametrize("name", ["专班 数据", "100%满", 'a"b', "back\\slash", "$HOME", "`id`", "it's"])
def test_the_command_survives_whatever_the_folder_is_called(config: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    autostart.switch(folder, on=True)
    (entry,) = entries(config)
    assert exec_of(entry) == autostart.command(folder)
    assert autostart.command(folder)[-3:] == ["--data", str(folder), "--minimized"]
    assert autostart.command(folder, minimized=False)[-2:] == ["--data", str(folder)]


def test_the_command_starts_the_program_from_the_installed_script_and_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.symlink_to(sys.executable)
    monkeypatch.setattr(sys, "executable", str(python))
    assert autostart.command(tmp_path)[:3] == [str(python), "-m", "fangzi_desktop"]
    script = tmp_path / "fangzi-desktop"
    script.touch()
    assert autostart.command(tmp_path)[0] == str(script)


def test_the_command_is_one_the_program_takes(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "fangzi_desktop", *autostart.command(tmp_path / "没有")[-3:]],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "还没有数据" in said.stderr
    assert not (tmp_path / "没有").exists()


def test_each_team_folder_has_its_own_entry(config: Path, tmp_path: Path) -> None:
    autostart.switch(tmp_path / "甲", on=True)
    autostart.switch(tmp_path / "乙", on=True)
    autostart.switch(tmp_path / "甲", on=False)
    assert not autostart.is_on(tmp_path / "甲")
    assert autostart.is_on(tmp_path / "乙")


@pytest.mark.parametrize("line", ["Hidden=true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_was_switched_off_in_the_desktop_is_off(
    config: Path, tmp_path: Path, line: str
) -> None:
    autostart.switch(tmp_path, on=True)
    (entry,) = entries(config)
    entry.write_text(entry.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert not autostart.is_on(tmp_path)


def test_a_place_that_cannot_be_written_is_one_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    with pytest.raises(UserError, match=r"autostart\.unwritable"):
        autostart.switch(tmp_path, on=True)
    assert not autostart.is_on(tmp_path)


def test_a_relative_configuration_folder_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    autostart.switch(tmp_path, on=True)
    assert len(entries(tmp_path / ".config" / "autostart")) == 1
