"""Files that appear whole or not at all, for everybody who may read them."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.files import replacing

needs_rights = pytest.mark.skipif(sys.platform == "win32", reason="there are no such rights on Windows")


def write(target: Path, text: str) -> None:
    with replacing(target) as path:
        path.write_text(text, encoding="utf-8")


def test_a_file_takes_the_place_of_the_one_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "周报.pdf"
    write(target, "一")
    write(target, "二")
    assert target.read_text(encoding="utf-8") == "二"
    assert [one.name for one in tmp_path.iterdir()] == ["周报.pdf"]


def test_what_goes_wrong_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "周报.pdf"
    write(target, "一")
    with pytest.raises(UserError, match=r"file\.unwritable"), replacing(target) as path:
        path.write_text("半", encoding="utf-8")
        raise OSError(28, "No space left on device")
    assert target.read_text(encoding="utf-8") == "一"
    assert [one.name for one in tmp_path.iterdir()] == ["周报.pdf"]


def test_a_name_as_long_as_the_system_allows_is_written(tmp_path: Path) -> None:
    target = tmp_path / ("长" * 83 + ".pdf")
    write(target, "一")
    assert target.read_text(encoding="utf-8") == "一"


@needs_rights
def test_a_new_file_may_be_read_by_whom_the_person_lets_read(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write(tmp_path / "周报.pdf", "一")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "周报.pdf").stat().st_mode) == 0o640


@needs_rights
def test_the_rights_of_the_file_that_was_there_stay(tmp_path: Path) -> None:
    target = tmp_path / "周报.pdf"
    write(target, "一")
    target.chmod(0o444)
    write(target, "二")
    assert stat.S_IMODE(target.stat().st_mode) == 0o444
    assert target.read_text(encoding="utf-8") == "二"
