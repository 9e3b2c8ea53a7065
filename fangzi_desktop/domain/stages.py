"""The nine stages: how a project moves between them, what each gate asks for, and how it is stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.terms import Band, Gate, ProjectStatus, Route, Stage, StageStatus, Term

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


def check_stage_dates(started_on: date | None, done_on: date | None, today: date) -> None:
    """Allow when a stage began and ended, or raise ``stage.dates``; either may be unknown."""
    known = [day for day in (started_on, done_on) if day is not None]
    if known != sorted(known) or any(day > today for day in known):
        raise UserError("stage.dates", today=today)


class Verdict(Term):
    """What the gates say of a move."""

    ALLOW = "allow", "可以移动"
    ADVISE = "advise", "可以移动，尚有未完成事项"
    BLOCK = "block", "不能移动"


class Missing(Term):
    """What a stage's exit gate asks for (mechanism §1.3)."""

    REVIEW_PASS = "review_pass", "论证通过"
    AGREEMENT = "agreement", "投资协议签订"
    ESTABLISHED = "established", "立项"
    ROUTE = "route", "用地情况"
    CERTIFICATES = "certificates", "四证"
    START_READY = "start_ready", "具备开工条件"
    START = "start", "开工"
    MAIN_COMPLETE = "main_complete", "主体竣工"
    STATS_ENTRY = "stats_entry", "投资纳统入库"
    ACCEPTED = "completion_accepted", "竣工验收"
    PRODUCTION = "production", "投产"
    SCALE_ENTRY = "scale_entry", "升规入库"


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gates look at. A gate of the three is True, False, or None while nobody has judged it."""

    status: ProjectStatus
    gates: Mapping[Gate, bool | None]
    review_passed_on: date | None
    agreement_on: date | None
    established_on: date | None
    route: Route | None
    certificates: tuple[int, int]
    start_ready: bool
    start_on: date | None
    main_complete_on: date | None
    accepted_on: date | None
    production_on: date | None
    stats_entry_on: date | None = None
    scale_entry_on: date | None = None


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """Whether a move is allowed, what is still missing for it, and what blocks it."""

    kind: Verdict
    missing: tuple[Term, ...] = ()
    blocked_by: tuple[Gate | ProjectStatus, ...] = ()

    @property
    def can_override(self) -> bool:
        """Whether a reason and a minutes number let the move pass; a project's status they do not."""
        return bool(self.blocked_by) and all(isinstance(cause, Gate) for cause in self.blocked_by)


def check_move(facts: GateFacts, frm: Stage, to: Stage) -> GateVerdict:
    """Judge a move of the card.

    A project that is stopped or has left the mechanism does not move. A failed gate of the three blocks the
    way out of the review. Everything else only advises, with what each stage on the way still misses.
    """
    blocked_by = move_blocked_by(facts.status, facts.gates, frm, to)
    if facts.status in blocked_by:
        return GateVerdict(Verdict.BLOCK, blocked_by=blocked_by)
    missing = _missing(facts, frm, to)
    if blocked_by:
        return GateVerdict(Verdict.BLOCK, missing, blocked_by)
    return GateVerdict(Verdict.ADVISE if missing else Verdict.ALLOW, missing)


def move_blocked_by(
    status: ProjectStatus, gates: Mapping[Gate, bool | None], frm: Stage, to: Stage
) -> tuple[Gate | ProjectStatus, ...]:
    """Return what blocks a move: the project's status, which nothing overrides, or the failed gates."""
    return (status,) if status in TERMINAL | STOPPING else blocking_gates(gates, frm, to)


def blocking_gates(gates: Mapping[Gate, bool | None], frm: Stage, to: Stage) -> tuple[Gate, ...]:
    """Return the failed gates of the three that block a move out of the review."""
    leaves_review = stage_index(frm) <= stage_index(Stage.REVIEW) < stage_index(to)
    return tuple(gate for gate in Gate if leaves_review and gates.get(gate) is False)


def check_override(reason: str, minutes_no: str) -> None:
    """Let a move pass a failed gate with a reason and a minutes number; else raise ``gate.no_minutes``."""
    if not reason.strip() or not minutes_no.strip():
        raise UserError("gate.no_minutes")


def _missing(facts: GateFacts, frm: Stage, to: Stage) -> tuple[Term, ...]:
    # From 投资纳统 the card leaves construction as well, which has gone on beside it.
    first = Stage.CONSTRUCTION if frm is Stage.INVEST_STATS else frm
    passed = STAGES[stage_index(first) : stage_index(to)] if stage_index(frm) < stage_index(to) else ()
    return tuple(
        term for stage in passed for term, is_missing in _exit_gate(stage, facts, to).items() if is_missing
    )


def _exit_gate(stage: Stage, facts: GateFacts, to: Stage) -> dict[Term, bool]:
    done, total = facts.certificates
    gates: dict[Stage, dict[Term, bool]] = {
        Stage.REVIEW: {
            Missing.REVIEW_PASS: facts.review_passed_on is None,
            **{gate: facts.gates.get(gate) is None for gate in Gate},
        },
        Stage.FORMATION: {
            Missing.AGREEMENT: facts.agreement_on is None,
            Missing.ESTABLISHED: facts.established_on is None,
        },
        Stage.PERMITS: {
            Missing.ROUTE: facts.route is None,
            Missing.CERTIFICATES: done < total or facts.route is None,
            Missing.START_READY: not facts.start_ready,
        },
        Stage.CONSTRUCTION: {
            Missing.START: facts.start_on is None,
            Missing.MAIN_COMPLETE: facts.main_complete_on is None and to is not Stage.INVEST_STATS,
        },
        Stage.INVEST_STATS: {Missing.STATS_ENTRY: facts.stats_entry_on is None},
        Stage.COMPLETION: {
            Missing.ACCEPTED: facts.accepted_on is None,
            Missing.PRODUCTION: facts.production_on is None,
        },
        Stage.SCALE_UP: {Missing.SCALE_ENTRY: facts.scale_entry_on is None},
    }
    return gates.get(stage, {})


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

_NEED_REASON = STOPPING | TERMINAL - {ProjectStatus.CLOSED}
_NEED_DOCUMENT = frozenset({ProjectStatus.VETOED, ProjectStatus.REMOVED})


def check_status_change(
    old: ProjectStatus,
    new: ProjectStatus,
    on: date,
    today: date,
    reason: str,
    document_no: str,
    last_on: date | None = None,
) -> None:
    """Allow a change of status (mechanism §1.4), or raise `UserError`.

    Stopping or ending a project needs a reason, 否决 and 剔除 also the number of the paper that decided it,
    and so does bringing back one that had left. A change is not dated before the one it follows, `last_on`,
    or the days on which the project stood still could not be told. Codes: ``status.not_allowed``,
    ``status.in_future``, ``status.before_last``, ``status.no_reason``, ``status.no_document``.
    """
    if new not in STATUS_CHANGES[old]:
        raise UserError("status.not_allowed", old=old, new=new)
    if on > today:
        raise UserError("status.in_future", today=today)
    if last_on is not None and on < last_on:
        raise UserError("status.before_last", last=last_on)
    if new in _NEED_REASON and not reason.strip():
        raise UserError("status.no_reason", new=new)
    if (new in _NEED_DOCUMENT or old in TERMINAL) and not document_no.strip():
        raise UserError("status.no_document", old=old, new=new)


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One change of a project's status, with the paper that decided it."""

    changed_on: date
    old: ProjectStatus
    new: ProjectStatus
    reason: str = ""
    document_no: str = ""


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
