"""Work on site with a copy of the data: what is handed out in one file, and what comes back in one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

SUFFIX: Final = ".fzpack"


@dataclass(frozen=True, slots=True)
class HandOutWish:
    """What is to be handed out: projects by id, None for all, and whether attached files and photos go along.

    `note` says for whom or for which laptop.
    """

    projects: tuple[str, ...] | None = None
    with_papers: bool = False
    with_photos: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldCopy:
    """What a folder knows of its hand-out, if it is a copy for work on site.

    `base_act` and `base_uuid` are the newest act it was handed out with; `copy_id` is made anew whenever a
    package is opened, `key` signs what comes back (hexadecimal).
    """

    handout_id: str
    number: str
    team_id: str
    team: str
    base_act: int
    base_uuid: str
    made_at: datetime
    made_by: str
    device: str
    projects: int | None
    copy_id: str
    key: str


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
    """One act that was done in a copy; `undoes` is the uuid of the act it took back or did again."""

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
    """A file that a returned row names, with its size in bytes, and whether its body came along."""

    sha256: str
    size: int
    present: bool


@dataclass(frozen=True, slots=True)
class Return:
    """What a copy brings back, read and verified: everything done in it since it was handed out.

    `rows` holds every row that the acts touched as it is in the copy now, by table and id, None where it is
    gone.
    """

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
