"""What projects owe by a day outside their permits: opinions, conditions, commitments and the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.terms import Milestone
from fangzi_desktop.storage.statistics import stats_duties

Days = Mapping[str, Mapping[Milestone, date]]
# Reads the open duties of the named projects, or of all, each with the id of its project.
Reader = Callable[[Session, Collection[str] | None, Days], Iterable[tuple[str, Duty]]]

_READERS: tuple[Reader, ...] = (stats_duties,)


def project_duties(session: Session, ids: Collection[str] | None, days: Days) -> dict[str, list[Duty]]:
    """Return the open duties of the named projects, or of all, by project.

    `days` are their milestones known to the day.
    """
    found: dict[str, list[Duty]] = defaultdict(list)
    for read in _READERS:
        for project, duty in read(session, ids, days):
            found[project].append(duty)
    return found
