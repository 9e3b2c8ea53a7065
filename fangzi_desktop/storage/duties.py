"""What projects owe by a day outside their permits: opinions, conditions, commitments and the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from sqlalchemy.orm import Session

from fangzi_desktop.domain.clocks import Duty
from fangzi_desktop.storage.agreements import payout_duties
from fangzi_desktop.storage.columns import Row
from fangzi_desktop.storage.commitments import commitment_duties
from fangzi_desktop.storage.construction import node_duties, stoppage_duties
from fangzi_desktop.storage.deferrals import deferral_duties
from fangzi_desktop.storage.elements import element_duties
from fangzi_desktop.storage.idle_land import idle_land_duties
from fangzi_desktop.storage.ladder import ladder_duties
from fangzi_desktop.storage.notices import notice_duties
from fangzi_desktop.storage.reading import Days, is_absent
from fangzi_desktop.storage.review import condition_duties, opinion_duties
from fangzi_desktop.storage.stage_tables import (
    CheckRow,
    CommitmentRow,
    ConditionRow,
    DeliveryRow,
    ElementRow,
    LadderRow,
    NodeRow,
    NoticeRow,
    OpinionRow,
    PayoutRow,
    StoppageRow,
    VisitPromiseRow,
    VisitRow,
)
from fangzi_desktop.storage.statistics import stats_duties
from fangzi_desktop.storage.tables import MilestoneRow, StatusChangeRow
from fangzi_desktop.storage.visits import promise_duties, visit_duties

# Reads the open duties of the named projects, or of all, each with the id of its project.
Reader = Callable[[Session, Collection[str] | None, Days], Iterable[tuple[str, Duty]]]

# Each reader with the kind of rows that its duties come from: without such a row there are none.
_READERS: tuple[tuple[type[Row], Reader], ...] = (
    (OpinionRow, opinion_duties),
    (ConditionRow, condition_duties),
    (ElementRow, element_duties),
    (CommitmentRow, commitment_duties),
    (LadderRow, ladder_duties),
    (MilestoneRow, idle_land_duties),
    (PayoutRow, payout_duties),
    (StatusChangeRow, deferral_duties),
    (MilestoneRow, stats_duties),
    (NodeRow, node_duties),
    (StoppageRow, stoppage_duties),
    (NoticeRow, notice_duties),
    (VisitPromiseRow, promise_duties),
    (VisitRow, visit_duties),
)
# Every kind of rows that they look at.
DUTY_ROWS: tuple[type[Row], ...] = (*dict.fromkeys(row for row, _ in _READERS), DeliveryRow, CheckRow)


def project_duties(session: Session, ids: Collection[str] | None, days: Days) -> dict[str, list[Duty]]:
    """Return the open duties of the named projects, or of all, by project.

    `days` are their milestones known to the day.
    """
    found: dict[str, list[Duty]] = defaultdict(list)
    for row, read in _READERS:
        if not is_absent(session, ids, row):
            for project, duty in read(session, ids, days):
                found[project].append(duty)
    return found
