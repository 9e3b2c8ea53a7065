"""What each of the nine stages asks for before it is left: what blocks, what advises, what closes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.domain.stages import STAGES, STOPPING, TERMINAL, stage_index
from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Route, Stage, Term

_STARTS = frozenset({Milestone.START, Milestone.START_LEGAL})


class Verdict(Term):
    """What the gates say of a move."""

    ALLOW = "allow", "可以移动"
    ADVISE = "advise", "可以移动，尚有未完成事项"
    BLOCK = "block", "不能移动"


class Missing(Term):
    """What a stage's exit gate asks for beside papers and the three gates (mechanism §1.3)."""

    SITE = "site", "选址意向"
    LAND = "land", "用地面积"
    INVESTMENT = "investment", "计划总投资"
    OUTPUT = "output", "达产年产值"
    TAX = "tax", "达产年税收"
    ELEMENTS = "elements", "资源要素需求"
    REVIEW_PASS = "review_pass", "论证通过"
    MINUTES = "minutes", "论证会议纪要文号"
    OPINIONS = "opinions", "部门意见"
    CONDITIONS = "conditions", "论证条件落实"
    AGREEMENT = "agreement", "投资协议签订"
    LICENCE = "licence", "项目公司营业执照"
    ESTABLISHED = "established", "立项"
    ROUTE = "route", "用地情况"
    CERTIFICATES = "certificates", "四证"
    START_READY = "start_ready", "具备开工条件"
    START = "start", "开工"
    START_STATISTICAL = "start_statistical", "开工（统计口径）"
    MAIN_COMPLETE = "main_complete", "主体竣工"
    STATS_ENTRY = "stats_entry", "投资纳统入库"
    STATS_CODE = "stats_code", "项目统计代码"
    ACCEPTED = "completion_accepted", "竣工验收"
    COMPLETION_FILED = "completion_filed", "竣工验收备案"
    PRODUCTION = "production", "投产"
    SCALE_ENTRY = "scale_entry", "升规入库"
    COMMITMENTS = "commitments", "双方承诺结清"


@dataclass(frozen=True, slots=True)
class ReviewStanding:
    """How the newest round of the 论证 stands: what is open of it, and the number of its minutes."""

    has_passed: bool = False
    minutes_no: str = ""
    opinions: int = 0
    opinions_open: int = 0
    conditions_open: int = 0


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What the gates look at. A gate of the three is True, False, or None while nobody has judged it.

    `reached` are the dated facts on record, be it only by their month. `has_` facts say that something is
    filled in; `commitments_open` counts those of both sides.
    """

    status: ProjectStatus
    gates: Mapping[Gate, bool | None]
    reached: frozenset[Milestone]
    route: Route | None
    certificates: tuple[int, int]
    start_ready: bool
    evidence: frozenset[Evidence] = frozenset()
    has_site: bool = False
    has_land: bool = False
    has_investment: bool = False
    has_output: bool = False
    has_tax: bool = False
    has_elements: bool = False
    review: ReviewStanding = ReviewStanding()
    has_licence: bool = False
    has_stats_code: bool = False
    is_completion_filed: bool = False
    commitments_open: int = 0
    is_supervision_over: bool = False


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


def missing_for_closing(facts: GateFacts) -> tuple[Term, ...]:
    """Return what the exit gate of 履约监管 still asks for before the project is closed (办结)."""
    return tuple(term for term, lacks in _compliance(facts).items() if lacks)


def check_closing(facts: GateFacts) -> None:
    """Let a project be closed that has settled everything, or raise ``status.not_settled``."""
    missing = missing_for_closing(facts)
    if missing:
        raise UserError("status.not_settled", missing=missing)


def _exit_gate(stage: Stage, facts: GateFacts, to: Stage) -> dict[Term, bool]:
    if stage is Stage.CONSTRUCTION:
        # 投资纳统 runs beside construction, which goes on.
        return _construction(facts, ends=to is not Stage.INVEST_STATS)
    return _EXITS[stage](facts)


def _planning(facts: GateFacts) -> dict[Term, bool]:
    return {
        Evidence.PROPOSAL: Evidence.PROPOSAL not in facts.evidence,
        Evidence.INVESTOR_PROFILE: Evidence.INVESTOR_PROFILE not in facts.evidence,
        Missing.SITE: not facts.has_site,
        Missing.LAND: not facts.has_land,
        Missing.INVESTMENT: not facts.has_investment,
        Missing.OUTPUT: not facts.has_output,
        Missing.TAX: not facts.has_tax,
        Missing.ELEMENTS: not facts.has_elements,
    }


def _review(facts: GateFacts) -> dict[Term, bool]:
    standing = facts.review
    return {
        Missing.REVIEW_PASS: Milestone.REVIEW_PASSED not in facts.reached and not standing.has_passed,
        Missing.MINUTES: not standing.minutes_no,
        Missing.OPINIONS: not standing.opinions or standing.opinions_open > 0,
        **{gate: facts.gates.get(gate) is None for gate in Gate},
        Missing.CONDITIONS: standing.conditions_open > 0,
    }


def _formation(facts: GateFacts) -> dict[Term, bool]:
    return {
        Missing.AGREEMENT: Milestone.AGREEMENT not in facts.reached,
        Missing.LICENCE: not facts.has_licence,
        Missing.ESTABLISHED: Milestone.ESTABLISHED not in facts.reached,
    }


def _permits(facts: GateFacts) -> dict[Term, bool]:
    done, total = facts.certificates
    return {
        Missing.ROUTE: facts.route is None,
        Missing.CERTIFICATES: done < total or facts.route is None,
        Missing.START_READY: not facts.start_ready,
    }


def _construction(facts: GateFacts, *, ends: bool) -> dict[Term, bool]:
    return {
        Missing.START: not facts.reached & _STARTS,
        Missing.START_STATISTICAL: Milestone.START_STATISTICAL not in facts.reached,
        Missing.MAIN_COMPLETE: ends and Milestone.MAIN_COMPLETE not in facts.reached,
    }


def _invest_stats(facts: GateFacts) -> dict[Term, bool]:
    return {
        Missing.STATS_ENTRY: Milestone.STATS_ENTRY not in facts.reached,
        Missing.STATS_CODE: not facts.has_stats_code,
    }


def _completion(facts: GateFacts) -> dict[Term, bool]:
    return {
        Missing.ACCEPTED: Milestone.ACCEPTED not in facts.reached,
        Missing.COMPLETION_FILED: not facts.is_completion_filed,
        Missing.PRODUCTION: Milestone.PRODUCTION not in facts.reached,
        Evidence.PRODUCTION_PROOF: Evidence.PRODUCTION_PROOF not in facts.evidence,
    }


def _scale_up(facts: GateFacts) -> dict[Term, bool]:
    return {Missing.SCALE_ENTRY: Milestone.SCALE_ENTRY not in facts.reached}


def _compliance(facts: GateFacts) -> dict[Term, bool]:
    return {
        Missing.COMMITMENTS: facts.commitments_open > 0 and not facts.is_supervision_over,
        Evidence.SETTLEMENT: Evidence.SETTLEMENT not in facts.evidence,
    }


_EXITS: Mapping[Stage, Callable[[GateFacts], dict[Term, bool]]] = {
    Stage.PLANNING: _planning,
    Stage.REVIEW: _review,
    Stage.FORMATION: _formation,
    Stage.PERMITS: _permits,
    Stage.INVEST_STATS: _invest_stats,
    Stage.COMPLETION: _completion,
    Stage.SCALE_UP: _scale_up,
    Stage.COMPLIANCE: _compliance,
}
