"""Starting with the system, minimised: an entry of this person's own, one for each team folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSettings

from fangzi_desktop import paths
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.services.files import replacing

_RUN = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Run"
_HIDDEN = ("Hidden=true", "X-GNOME-Autostart-enabled=false")


def is_on(folder: Path) -> bool:
    """Whether the program starts with the system for this team folder; an entry switched off there is off."""
    if sys.platform == "win32":
        return bool(QSettings(_RUN, QSettings.Format.NativeFormat).value(_name(folder), ""))
    try:
        lines = _entry(folder).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    return not any(line.strip() in _HIDDEN for line in lines)


def switch(folder: Path, *, on: bool) -> None:
    """Let the program start with the system for this team folder, or not.

    Raises `UserError` ``autostart.unwritable``; then nothing is changed.
    """
    if sys.platform == "win32":
        _switch_run_key(folder, on=on)
    elif on:
        _write_entry(folder)
    else:
        entry = _entry(folder)
        try:
            entry.unlink(missing_ok=True)
        except OSError as error:
            raise UserError("autostart.unwritable", path=str(entry), reason=error) from error


def command(folder: Path, *, minimized: bool = True) -> list[str]:
    """Return what starts the program for a folder: the installed script, or this Python with the package."""
    started = ["--data", str(folder.absolute()), *(["--minimized"] if minimized else [])]
    if getattr(sys, "frozen", False):
        return [sys.executable, *started]
    python = Path(sys.executable)
    if sys.platform == "win32":
        # The Python without a console window, told where the package lies: a run key knows no folder.
        windowed = python.with_name("pythonw.exe")
        begin = f"import sys; sys.path.insert(0, {str(paths.ROOT)!r}); "
        begin += "from fangzi_desktop.__main__ import main; sys.exit(main())"
        return [str(windowed if windowed.exists() else python), "-c", begin, *started]
    script = python.with_name("fangzi-desktop")
    return [str(script), *started] if script.exists() else [str(python), "-m", "fangzi_desktop", *started]


def _name(folder: Path) -> str:
    mark = hashlib.blake2b(str(folder.absolute()).encode(), digest_size=4).hexdigest()
    return f"fangzi-desktop-{mark}"


def _entry(folder: Path) -> Path:
    named = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    # The specification says to ignore a relative one.
    config = named if named.is_absolute() else Path.home() / ".config"
    return config / "autostart" / f"{_name(folder)}.desktop"


def _write_entry(folder: Path) -> None:
    entry = _entry(folder)
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=坊子专班",
        "Comment=随系统启动，最小化",
        f"Exec={' '.join(_quoted(part) for part in command(folder))}",
        # For a start from the source folder, which Python finds by the folder it is started in.
        f"Path={_escaped(str(paths.ROOT))}",
        "Terminal=false",
    ]
    try:
        entry.parent.mkdir(parents=True, exist_ok=True)
        with replacing(entry) as temporary:
            temporary.write_text("\n".join([*lines, ""]), encoding="utf-8")
    except OSError as error:
        raise UserError("autostart.unwritable", path=str(entry), reason=error) from error
    except UserError as error:
        raise UserError("autostart.unwritable", path=str(entry), reason=error.params["reason"]) from error


def _quoted(part: str) -> str:
    """Quote one argument of an Exec line, which is unescaped twice and then expands per cent signs."""
    for sign in ("\\", '"', "`", "$"):
        part = part.replace(sign, f"\\{sign}")
    return _escaped(f'"{part}"').replace("%", "%%")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _switch_run_key(folder: Path, *, on: bool) -> None:
    key = QSettings(_RUN, QSettings.Format.NativeFormat)
    if on:
        key.setValue(_name(folder), subprocess.list2cmdline(command(folder)))
    else:
        key.remove(_name(folder))
    key.sync()
    if key.status() is not QSettings.Status.NoError:
        raise UserError("autostart.unwritable", path=_RUN, reason="")
