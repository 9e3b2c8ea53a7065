"""What the page of a visit (走访记录) prints, as facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fangzi_desktop.reports.photo_pages import PagePhoto


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """A problem that was found, with who solves it by when."""

    text: str
    unit: str
    due: date | None
    state: str


@dataclass(frozen=True, slots=True)
class PaperPromise:
    """What was promised, by whom and by when, and when it was kept."""

    text: str
    by: str
    due: date | None
    kept_on: date | None


@dataclass(frozen=True, slots=True)
class VisitPaper:
    """A visit with all that came of it; `photos` are the first of `photos_in_all`."""

    team: str
    project: str
    visited_on: date
    who: str
    node: str
    percent: int | None
    text: str
    next_on: date | None
    as_of: date
    problems: tuple[PaperFinding, ...] = ()
    promises: tuple[PaperPromise, ...] = ()
    photos: tuple[PagePhoto, ...] = ()
    photos_in_all: int = 0
