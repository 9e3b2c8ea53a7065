"""Setting a machine up, as far as it goes without a network: fonts, stamps, and what is said."""

from __future__ import annotations

import ast
import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import devtools
from devtools import StepError, fonts, quietly, setup

DEV = devtools.ROOT / "dev.py"
SANS = ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"]
SERIF = ["NotoSerifSC-Regular.ttf", "NotoSerifSC-Black.ttf"]
FROM_DEBIAN = ["LXGWWenKai-Regular.ttf", "FandolFang-Regular.ttf"]

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the system's fonts are used there")


def a_package(path: Path, *names: str) -> bytes:
    """An npm package with the named fonts in it, each of which says its name."""
    with tarfile.open(path, "w:gz") as tar:
        for name in names:
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(name)
            tar.addfile(member, io.BytesIO(name.encode()))
    return path.read_bytes()


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty font folder on a machine with no apt and an npm that has only Noto Sans."""
    tools = tmp_path / "bin"
    tools.mkdir()
    a_package(tmp_path / "sans.tgz", *(inner for inner in fonts._FROM_NPM[next(iter(fonts._FROM_NPM))]))
    npm = tools / "npm"
    npm.write_text(
        f'#!{sys.executable}\nimport shutil, sys\nif "sans" not in sys.argv[-1]:\n'
        f'    sys.exit("no such package")\nshutil.copy("{tmp_path / "sans.tgz"}", "sans.tgz")\n',
        encoding="utf-8",
    )
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))
    monkeypatch.setattr(fonts, "FOLDER", tmp_path / "fonts")
    monkeypatch.setattr(fonts, "_prints_chinese", lambda python: True)
    return tmp_path / "fonts"


def present(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@posix_only
def test_what_cannot_be_had_is_told_and_given_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_up = fonts.fetch_missing(Path(sys.executable), [])
    assert given_up == [*SERIF, *FROM_DEBIAN]
    assert present(folder) == sorted(SANS)
    assert (folder / SANS[1]).read_text() == "700Bold/NotoSansSC_700Bold.ttf"
    said = capsys.readouterr().out
    assert said.count("没有取得") == 3
    assert "no such package" in said


@posix_only
def test_nothing_is_asked_for_twice(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given_up = fonts.fetch_missing(Path(sys.executable), [])
    capsys.readouterr()
    assert fonts.fetch_missing(Path(sys.executable), given_up) == given_up
    assert capsys.readouterr().out == ""


@posix_only
def test_a_font_that_was_taken_away_is_fetched_again_and_no_other(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given_up = fonts.fetch_missing(Path(sys.executable), [])
    (folder / SANS[0]).unlink()
    capsys.readouterr()
    assert fonts.fetch_missing(Path(sys.executable), given_up) == given_up
    assert present(folder) == sorted(SANS)
    assert capsys.readouterr().out.splitlines() == [f"下载字体 {SANS[0]}（约 60 MB）"]


@posix_only
def test_half_a_package_leaves_no_font(folder: Path, tmp_path: Path) -> None:
    package = tmp_path / "sans.tgz"
    package.write_bytes(package.read_bytes()[:-60])
    assert set(SANS) <= set(fonts.fetch_missing(Path(sys.executable), []))
    assert [name for name in present(folder) if not name.endswith(".part")] == []


@posix_only
def test_without_any_chinese_font_the_line_to_type_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_prints_chinese", lambda python: False)
    with pytest.raises(StepError, match="fonts-wqy-zenhei"):
        fonts.fetch_missing(Path(sys.executable), [])


@pytest.mark.parametrize("content", ["", "{", "[]", '{"unknown": 1}'])
def test_a_stamp_that_cannot_be_read_counts_as_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str
) -> None:
    stamp = tmp_path / "set-up.json"
    stamp.write_text(content, encoding="utf-8")
    monkeypatch.setattr(setup, "_STAMP", stamp)
    assert setup.read_stamp() == setup.Stamp()


def test_a_stamp_says_what_it_was_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(setup, "_STAMP", tmp_path / "set-up.json")
    stamp = setup.Stamp("/a 目录", "3.11", "abc", ["dev"], True, ["FandolFang-Regular.ttf"])
    stamp.write()
    assert setup.read_stamp() == stamp


def test_a_step_that_fails_shows_the_end_of_what_it_said() -> None:
    with pytest.raises(StepError, match=r"退出码 3\n    last words"):
        quietly([sys.executable, "-c", "import sys; print('last words'); sys.exit(3)"])
    with pytest.raises(StepError, match="无法运行"):
        quietly([devtools.ROOT / "no-such-program"])


def test_an_old_python_gets_as_far_as_the_sentence() -> None:
    module = ast.parse(DEV.read_text(encoding="utf-8"), feature_version=(3, 6))
    before_the_check = module.body[
        : next(i for i, node in enumerate(module.body) if isinstance(node, ast.If))
    ]
    assert [ast.unparse(node) for node in before_the_check[1:]] == ["import sys"]


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["no-such-command"], 2), (["--help"], 0)])
def test_wrong_usage_is_answered_with_the_usage(arguments: list[str], code: int) -> None:
    done = subprocess.run(
        [sys.executable, DEV, *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        check=False,
    )
    assert done.returncode == code
    assert "python3 dev.py" in (done.stdout if code == 0 else done.stderr)
