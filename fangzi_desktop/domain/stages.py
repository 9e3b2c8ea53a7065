"""The nine stages: how a project moves between them, is sent back, and is stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.terms import Band, ProjectStatus, Stage, StageStatus

STAGES: tuple[Stage, ...] = tuple(Stage)

_INDEX = {stage: place for place, stage in enumerate(STAGES)}
_BANDS = {
    Stage.PLANNING: Band.BEFORE,
    Stage.REVIEW: Band.BEFORE,
    Stage.FORMATION: Band.BEFORE,
    Stage.PERMITS: Band.DURING,
    Stage.CONSTRUCTION: Band.DURING,
    Stage.INVEST_STATS: Band.DURING,
    Stage.COMPLETION: Band.DURING,
    Stage.SCALE_UP: Band.AFTER,
    Stage.COMPLIANCE: Band.AFTER,
}

# 投资纳统 runs beside construction and 履约监管 from the signing on; moving the card ends neither.
OVERLAPPING = frozenset({Stage.INVEST_STATS, Stage.COMPLIANCE})

TERMINAL = frozenset(
    {ProjectStatus.VETOED, ProjectStatus.REMOVED, ProjectStatus.TERMINATED, ProjectStatus.CLOSED}
)
STOPPING = frozenset({ProjectStatus.DEFERRED, ProjectStatus.RETURNED})


def stage_index(stage: Stage) -> int:
    """Return a stage's place in the official order, 0 to 8."""
    return _INDEX[stage]


def band_of(stage: Stage) -> Band:
    """Return the part of the mechanism's logic that a stage belongs to."""
    return _BANDS[stage]


@dataclass(frozen=True, slots=True)
class StageFacts:
    """One project in one stage."""

    stage: Stage
    status: StageStatus
    started_on: date | None = None
    done_on: date | None = None


def move(records: Mapping[Stage, StageFacts], frm: Stage, to: Stage, on: date) -> dict[Stage, StageFacts]:
    """Return the stage records that a move of the card on a day changes.

    Forward, the target becomes active and what lies before it is done; a start or an end once recorded
    never moves.
    Back, the target becomes active again and what lies after it is returned, keeping its start. Overlapping
    stages that are left go on, and so does construction beside 投资纳统.
    """
    if frm is to:
        return {}
    forward = stage_index(to) > stage_index(frm)
    changed = {
        stage: _left(facts, to, on, forward=forward)
        for stage, facts in {**records, frm: _record(records, frm)}.items()
        if stage is not to and (stage is frm or facts.status is StageStatus.ACTIVE)
    }
    changed[to] = _entered(_record(records, to), on)
    return {stage: facts for stage, facts in changed.items() if records.get(stage) != facts}


def _record(records: Mapping[Stage, StageFacts], stage: Stage) -> StageFacts:
    return records.get(stage, StageFacts(stage, StageStatus.PENDING))


def _entered(facts: StageFacts, on: date) -> StageFacts:
    if facts.stage in OVERLAPPING and facts.status is StageStatus.DONE:
        return facts
    return StageFacts(facts.stage, StageStatus.ACTIVE, facts.started_on or on)


def _left(facts: StageFacts, to: Stage, on: date, *, forward: bool) -> StageFacts:
    goes_on = facts.stage in OVERLAPPING or (facts.stage, to) == (Stage.CONSTRUCTION, Stage.INVEST_STATS)
    if goes_on or (stage_index(facts.stage) < stage_index(to)) is not forward:
        return facts
    if not forward:
        return replace(facts, status=StageStatus.RETURNED, done_on=None)
    if facts.status is StageStatus.DONE and facts.done_on is not None:
        return facts
    return replace(facts, status=StageStatus.DONE, done_on=max(on, facts.started_on or on))


def closed_stages(
    records: Mapping[Stage, StageFacts], main: Stage, old: ProjectStatus, new: ProjectStatus, on: date
) -> dict[Stage, StageFacts]:
    """Return the stage records that 办结 on a day ends, or that taking it back opens again."""
    if new is ProjectStatus.CLOSED:
        return {
            stage: replace(facts, status=StageStatus.DONE, done_on=max(on, facts.started_on or on))
            for stage, facts in records.items()
            if facts.status is StageStatus.ACTIVE
        }
    if old is ProjectStatus.CLOSED and main in records:
        return {main: replace(records[main], status=StageStatus.ACTIVE, done_on=None)}
    return {}


def is_back(frm: Stage, to: Stage) -> bool:
    """Whether a move sends the project back to an earlier stage."""
    return stage_index(to) < stage_index(frm)


def check_send_back(reason: str) -> None:
    """Let a project be sent back with a reason; else raise ``move.no_reason``."""
    if not reason.strip():
        raise UserError("move.no_reason")


def check_stage_dates(started_on: date | None, done_on: date | None, today: date) -> None:
    """Allow when a stage began and ended, or raise ``stage.dates``; either may be unknown."""
    known = [day for day in (started_on, done_on) if day is not None]
    if known != sorted(known) or any(day > today for day in known):
        raise UserError("stage.dates", today=today)


STATUS_CHANGES: Mapping[ProjectStatus, frozenset[ProjectStatus]] = {
    ProjectStatus.LEAD: frozenset(
        {
            ProjectStatus.ACTIVE,
            ProjectStatus.DEFERRED,
            ProjectStatus.RETURNED,
            ProjectStatus.VETOED,
            ProjectStatus.REMOVED,
        }
    ),
    ProjectStatus.ACTIVE: frozenset(ProjectStatus) - {ProjectStatus.ACTIVE},
    ProjectStatus.DEFERRED: frozenset(ProjectStatus) - {ProjectStatus.DEFERRED, ProjectStatus.CLOSED},
    ProjectStatus.RETURNED: frozenset(ProjectStatus) - {ProjectStatus.RETURNED, ProjectStatus.CLOSED},
    ProjectStatus.VETOED: frozenset({ProjectStatus.LEAD, ProjectStatus.ACTIVE}),
    ProjectStatus.REMOVED: frozenset({ProjectStatus.LEAD, ProjectStatus.ACTIVE}),
    ProjectStatus.TERMINATED: frozenset({ProjectStatus.ACTIVE}),
    ProjectStatus.CLOSED: frozenset({ProjectStatus.ACTIVE}),
}

NEED_REASON = STOPPING | TERMINAL - {ProjectStatus.CLOSED}
# Every one of them is decided by a paper; what each needs besides differs (mechanism §1.4).
NEED_DOCUMENT = NEED_REASON


def needs_document(old: ProjectStatus, new: ProjectStatus) -> bool:
    """Whether a change of status needs the number of the paper that decided it."""
    return new in NEED_DOCUMENT or old in TERMINAL


def check_status_change(
    old: ProjectStatus,
    new: ProjectStatus,
    on: date,
    today: date,
    reason: str,
    document_no: str,
    last_on: date | None = None,
    removal_reason: RemovalReason | None = None,
    review_on: date | None = None,
) -> None:
    """Allow a change of status (mechanism §1.4), or raise `UserError`.

    Stopping or ending a project needs a reason and the number of the paper that decided it, and bringing back
    one that had left needs the number. 剔除 says for which of the known reasons, 暂缓 when the project is
    looked at again. A change is not dated before the one it follows, `last_on`, or the days on which the
    project stood still could not be told. Codes: ``status.not_allowed``, ``status.in_future``,
    ``status.before_last``, ``status.no_reason``, ``status.no_document``, ``status.no_removal_reason``,
    ``status.no_review_day``, ``status.review_day``.
    """
    if new not in STATUS_CHANGES[old]:
        raise UserError("status.not_allowed", old=old, new=new)
    if on > today:
        raise UserError("status.in_future", today=today)
    if last_on is not None and on < last_on:
        raise UserError("status.before_last", last=last_on)
    if new is ProjectStatus.REMOVED and removal_reason is None:
        raise UserError("status.no_removal_reason")
    if new in NEED_REASON and not reason.strip():
        raise UserError("status.no_reason", new=new)
    if needs_document(old, new) and not document_no.strip():
        raise UserError("status.no_document", old=old, new=new)
    if new is ProjectStatus.DEFERRED and review_on is None:
        raise UserError("status.no_review_day")
    if new is ProjectStatus.DEFERRED and review_on is not None and review_on <= on:
        raise UserError("status.review_day", on=on)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One change of a project's status, with the paper that decided it."""

    changed_on: date
    old: ProjectStatus
    new: ProjectStatus
    reason: str = ""
    document_no: str = ""
    removal_reason: RemovalReason | None = None
    review_on: date | None = None


def stopped_intervals(changes: Iterable[StatusChange]) -> tuple[Suspension, ...]:
    """Return the days on which a project stood still, which none of its clocks counts.

    From the day of the change up to the day before work goes on; open while it still stands. Time outside
    the mechanism counts as standing too, so that a project that is reopened is not overdue at once.
    """
    standing = STOPPING | TERMINAL
    by_day: dict[date, list[StatusChange]] = {}
    for change in changes:
        if (change.old in standing) is not (change.new in standing):
            by_day.setdefault(change.changed_on, []).append(change)
    found: list[Suspension] = []
    stopped: StatusChange | None = None
    for day, same_day in sorted(by_day.items()):
        stops = [change for change in same_day if change.new in standing]
        # Only the day's balance matters, so it does not matter in which order its changes are read.
        if stopped is None and len(stops) * 2 > len(same_day):
            stopped = stops[0]
        elif stopped is not None and len(stops) * 2 < len(same_day):
            found.append(_interval(stopped, day - timedelta(days=1)))
            stopped = None
    if stopped is not None:
        found.append(_interval(stopped, None))
    return tuple(found)


def _interval(stopped: StatusChange, last: date | None) -> Suspension:
    return Suspension(stopped.changed_on, last, f"项目{stopped.new.zh}", stopped.document_no)
