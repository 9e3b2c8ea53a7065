"""Where the program's own files lie, the same from source and frozen."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[1]))


def resources() -> Path:
    return ROOT / "resources"


def migrations() -> Path:
    return ROOT / "db" / "migrations"


def seed() -> Path:
    return ROOT / "db" / "seed"
