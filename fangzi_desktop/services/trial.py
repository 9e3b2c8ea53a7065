"""Damaged HEIC can end the program within libheif, so each is first decoded where that harms nobody."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fangzi_desktop.domain.errors import UserError

# What an unharmed Python ends with: after its work, or after an exception, which can be told as usual.
_UNHARMED = (0, 1)
_LONGEST_SECONDS = 60
_DECODE = """
import sys
from pi_heif import register_heif_opener
from PIL import Image
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
with Image.open(sys.argv[1], formats=("HEIF",)) as image:
    image.getexif()
    image.load()
"""


def check_decodes(source: Path, name: str) -> None:
    """Decode a HEIC in a process of its own. Raises `UserError` ``photo.broken`` if that ends it.

    A program that is one frozen file has no interpreter to start, and decodes without a trial.
    """
    if getattr(sys, "frozen", False):
        return
    try:
        ended = subprocess.run(
            [sys.executable, "-I", "-c", _DECODE, str(source.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST_SECONDS,
            check=False,
            # A console would flash up for every photo.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise UserError("photo.broken", name=name) from error
    if ended.returncode not in _UNHARMED:
        raise UserError("photo.broken", name=name)
