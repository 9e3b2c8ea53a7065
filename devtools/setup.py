"""The set-up in its order: virtual environment, packages, system libraries, fonts; each only if missing."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shutil
import sys
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from devtools import ROOT, StepError, debian, fonts, quietly, say

VENV = ROOT / ".venv"
_BIN = VENV / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = _BIN / ("python.exe" if sys.platform == "win32" else "python")
_STAMP = VENV / "set-up.json"
_UNFINISHED = VENV / "unfinished"

# What PySide6's wheels need from the system, by the name the loader looks for.
LIBRARY_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

# The parts of Qt that a window or a test loads.
_QT_PARTS = (
    "Qt/lib/libQt6Widgets.so.6",
    "Qt/lib/libQt6PrintSupport.so.6",
    "Qt/lib/libQt6Svg.so.6",
    "Qt/lib/libQt6Network.so.6",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqwayland*.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforminputcontexts/lib[ci]*.so",
    "Qt/plugins/xcbglintegrations/*.so",
    "Qt/plugins/wayland-graphics-integration-client/*wayland-egl*.so",
    "QtWidgets.abi3.so",
)


@dataclass(slots=True)
class Stamp:
    """What an earlier set-up finished, so that the next one need not look again."""

    root: str = ""
    python: str = ""
    project: str = ""
    extras: list[str] = field(default_factory=list)
    libraries: bool = False
    fonts_given_up: list[str] = field(default_factory=list)

    def write(self) -> None:
        fresh = _STAMP.with_suffix(".part")
        fresh.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(_STAMP)


def read_stamp() -> Stamp:
    """The stamp of the last set-up, an empty one if there was none or it cannot be read."""
    try:
        return Stamp(**json.loads(_STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return Stamp()


def prepare(*extras: str, again: bool = False) -> Path:
    """Make the machine ready for the program with the named extras and return the Python to run it with.

    With `again` nothing an earlier set-up noted is taken for granted. Raises `StepError` when the program
    could not run at all; what it can do without is told and left.
    """
    stamp = Stamp() if again else read_stamp()
    _make_environment(stamp)
    _install_packages(stamp, extras)
    if not stamp.libraries:
        stamp.libraries = _install_libraries()
    if sys.platform != "win32":
        stamp.fonts_given_up = fonts.fetch_missing(PYTHON, stamp.fonts_given_up)
    stamp.write()
    return PYTHON


def _make_environment(stamp: Stamp) -> None:
    version = ".".join(map(str, sys.version_info[:2]))
    if not _UNFINISHED.exists() and _environment_works(stamp, version):
        return
    say("建立虚拟环境 .venv")
    if importlib.util.find_spec("ensurepip") is None:
        packages = [f"python{version}-venv"]
        if debian.rights() is None:
            # Who must ask somebody for the password asks once.
            packages += sorted({package for name, package in LIBRARY_PACKAGES.items() if not _loads(name)})
        debian.install("虚拟环境所需的系统软件包", packages)
    if VENV.is_symlink() or VENV.is_file():
        raise StepError(f"{VENV} 不是文件夹，请移走后再试")
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        VENV.mkdir()
    except OSError as error:
        raise StepError(f"无法重建 {VENV}（{error.strerror}），请关闭正在使用它的程序后再试") from error
    _UNFINISHED.touch()
    # The interpreter below a virtual environment, so that ours does not hang on somebody's else.
    quietly([getattr(sys, "_base_executable", sys.executable), "-m", "venv", VENV])
    stamp.root, stamp.python, stamp.project = str(ROOT), version, ""
    stamp.extras, stamp.libraries = [], False


def _environment_works(stamp: Stamp, version: str) -> bool:
    """Whether `.venv` is whole, of this version of Python and made for this folder."""
    if stamp.root and (stamp.root, stamp.python) != (str(ROOT), version):
        return False
    if stamp.root:
        return PYTHON.exists()
    try:
        found = quietly([PYTHON, "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"]).strip()
    except StepError:
        return False
    stamp.root, stamp.python = str(ROOT), found
    return found == version


def _install_packages(stamp: Stamp, extras: tuple[str, ...]) -> None:
    project = _fingerprint()
    if not _UNFINISHED.exists() and project == stamp.project and set(extras) <= set(stamp.extras):
        return
    wanted = sorted({*extras, *stamp.extras})
    say("安装程序所用的软件包（首次约需下载 150 MB）")
    _UNFINISHED.touch()
    try:
        target = f".[{','.join(wanted)}]" if wanted else "."
        quietly([PYTHON, "-m", "pip", "install", "-q", "--no-input", "-e", target], cwd=ROOT)
    except StepError as failure:
        # pip has put back what was there; only being killed leaves half a package.
        _UNFINISHED.unlink()
        raise StepError(f"软件包没有装上，请检查网络后再试。{failure}") from failure
    stamp.project, stamp.extras, stamp.libraries = project, wanted, False
    stamp.write()
    _UNFINISHED.unlink()


def _fingerprint() -> str:
    """What the packages depend on in `pyproject.toml`; a rule for a linter is none of it."""
    content = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    relevant = [content["build-system"], content["project"], content["tool"]["setuptools"]]
    return hashlib.sha256(json.dumps(relevant, sort_keys=True).encode()).hexdigest()


def _install_libraries() -> bool:
    """Install the system libraries Qt lacks here; return whether none is missing any more."""
    if not sys.platform.startswith("linux"):
        return True
    try:
        packages = sorted(
            {package for name, package in LIBRARY_PACKAGES.items() if name in missing_libraries()}
        )
        if packages:
            debian.install("窗口所需的系统库", packages)
        left = missing_libraries()
    except StepError as failure:
        say(f"缺少系统库，窗口和界面测试不能运行。{failure}")
        return False
    if left:
        say(f"缺少系统库 {' '.join(left)}，窗口和界面测试不能运行。")
    return not left


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_libraries() -> list[str]:
    """The shared libraries that Qt's parts name and the loader does not find."""
    (qt,) = VENV.glob("lib/python*/site-packages/PySide6")
    parts = [path for pattern in _QT_PARTS for path in sorted(qt.glob(pattern))]
    output = quietly(["ldd", *parts], env={**os.environ, "LC_ALL": "C"})
    return sorted(set(re.findall(r"^\s*(\S+) => not found", output, re.MULTILINE)))
