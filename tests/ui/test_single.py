"""A second start: the window that is open comes up, and nobody else answers for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from fangzi_desktop.ui.single import Doorbell, ring


class Visitor:
    """A second start: another process, which waits for its answer while the first one's events run."""

    def __init__(self, folder: Path, *, show: bool = True) -> None:
        words = (
            f"from pathlib import Path; from fangzi_desktop.ui.single import ring; ring(Path({str(folder)!r})"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"import sys; {words}, show={show}) or sys.exit(1)"]
        )

    def was_heard(self) -> bool:
        """Whether it has ended and was answered; fails where it was not."""
        code = self._process.poll()
        assert code in (None, 0)
        return code == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "专班"


def test_the_window_that_is_open_hears_a_second_start(folder: Path, qtbot: QtBot) -> None:
    owner = QObject()
    bell = Doorbell(folder, owner)
    with qtbot.waitSignal(bell.rung):
        visitor = Visitor(folder)
    qtbot.waitUntil(visitor.was_heard)


def test_a_start_by_the_system_only_asks_whether_it_is_there(folder: Path, qtbot: QtBot) -> None:
    owner = QObject()
    bell = Doorbell(folder, owner)
    with qtbot.assertNotEmitted(bell.rung):
        visitor = Visitor(folder, show=False)
        qtbot.waitUntil(visitor.was_heard)


def test_nobody_answers_where_no_window_is_open_or_it_is_another_folders(folder: Path, qtbot: QtBot) -> None:
    assert not ring(folder)
    owner = QObject()
    Doorbell(folder, owner)
    assert not ring(folder / "另一个")


def test_what_a_killed_program_left_does_not_keep_a_new_one_from_listening(
    folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    first = QObject()
    Doorbell(folder, first)
    (left,) = [path for path in tmp_path.iterdir() if path.is_socket()]
    owner = QObject()
    bell = Doorbell(folder, owner)
    assert left.is_socket()
    with qtbot.waitSignal(bell.rung):
        visitor = Visitor(folder)
    qtbot.waitUntil(visitor.was_heard)


def test_a_folder_that_is_somebody_elses_is_not_trusted(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    shared = tmp_path / f"fangzi-desktop-{os.getuid()}"
    shared.mkdir()
    shared.chmod(0o777)
    owner = QObject()
    Doorbell(folder, owner)
    assert list(shared.iterdir()) == []
    assert not ring(folder)
