"""The screens' words in the language of the window; no Qt, so that the command line can word things too."""

from __future__ import annotations

import sys


def translated(context: str, words: str) -> str:
    """Return words as the window's translation has them; where no window runs they stay as they are."""
    qt = sys.modules.get("PySide6.QtCore")
    return words if qt is None else str(qt.QCoreApplication.translate(context, words))
