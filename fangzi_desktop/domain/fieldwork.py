"""What a copy for work on site brings back (draft; replaced by the package module's own)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One journal line of a copy, as its journal holds it; `old` and `new` are JSON."""

    table: str
    row_id: str
    project_id: str | None
    op: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class SiteAct:
    """One act that was done in a copy."""

    uuid: str
    label: str
    kind: str
    undoes: str | None
    at: datetime
    office_day: date
    who: str
    device: str
    lines: tuple[SiteLine, ...]


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a returned row names, and whether its body came along."""

    sha256: str
    size: int
    present: bool


@dataclass(frozen=True, slots=True)
class Return:
    """What a copy brings back, read and verified."""

    handout_id: str
    number: str
    team: str
    base_act: int
    base_uuid: str
    copy_id: str
    who: str
    device: str
    made_at: datetime
    acts: tuple[SiteAct, ...]
    rows: Mapping[str, Mapping[str, Mapping[str, Any] | None]]
    files: tuple[NamedFile, ...]
