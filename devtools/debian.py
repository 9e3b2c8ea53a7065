"""Debian's packages: installed with the rights one has, otherwise the line to type is told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from devtools import StepError, quietly, say


def is_debian() -> bool:
    """Whether this machine has apt-get and dpkg-deb."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb"))


def line_to_type(packages: Sequence[str]) -> str:
    """What somebody with the password types to install `packages`."""
    return f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


@cache
def rights() -> tuple[str, ...] | None:
    """What stands before a command to run it as root: nothing for root, sudo where it asks no password."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo"):
        try:
            quietly(["sudo", "-n", "true"])
        except StepError:
            return None
        return ("sudo", "-n")
    return None


def install(purpose: str, packages: Sequence[str]) -> None:
    """Install packages and say what for.

    Raises `StepError`, with the line to type when only the rights are missing.
    """
    before = rights()
    if not is_debian():
        raise StepError(f"本机没有 apt-get；请用系统的软件管理器安装与这些包相当的软件：{' '.join(packages)}")
    if before is None:
        raise StepError(f"没有管理员权限，请先执行：\n    {line_to_type(packages)}")
    say(f"安装{purpose}：{' '.join(packages)}")
    _refresh_lists()
    quietly(
        [
            *before,
            *("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq"),
            *("--no-install-recommends", "-o", "DPkg::Lock::Timeout=300", *packages),
        ]
    )


def download(package: str, folder: Path) -> Path:
    """Fetch a package's file into `folder` without installing it; needs no rights if the lists are there."""
    if rights() is not None:
        _refresh_lists()
    # apt's own user would otherwise have to be able to write into the folder.
    quietly(["apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", package], cwd=folder)
    return next(folder.glob(f"{package}_*.deb"))


@cache
def _refresh_lists() -> None:
    # Images come without lists, and old ones name files that are gone.
    quietly([*(rights() or ()), "apt-get", "update", "-qq"])
