"""The days on which deferred projects are looked at again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.domain.deadlines import Clock
from fangzi_desktop.domain.terms import ClockKind, Milestone, ProjectStatus
from fangzi_desktop.storage.reading import select_of
from fangzi_desktop.storage.tables import ProjectRow, StatusChangeRow


def deferral_duties(
    session: Session, ids: Collection[str] | None, days: Mapping[str, Mapping[Milestone, date]]
) -> Iterator[tuple[str, Duty]]:
    """Yield the agreed day of every project that is deferred now; its newest deferral counts."""
    deferred = {
        project
        for project, status in select_of(session, ids, ProjectRow, "id", "status", key="id")
        if status is ProjectStatus.DEFERRED
    }
    if not deferred:
        return
    newest: dict[str, tuple[date, str, date | None]] = {}
    for project, row, new, on, review_on in select_of(
        session,
        ids,
        StatusChangeRow,
        *("project_id", "id", "new", "changed_on", "review_on"),
    ):
        if project in deferred and new is ProjectStatus.DEFERRED:
            found = (on, row, review_on)
            if project not in newest or found[0] >= newest[project][0]:
                newest[project] = found
    for project, (on, row, review_on) in newest.items():
        if review_on is not None:
            clock = Clock(on, "暂缓", None)
            yield project, Duty(row, ClockKind.DEFERRAL, "", "暂缓项目复审", "", clock, review_on)
