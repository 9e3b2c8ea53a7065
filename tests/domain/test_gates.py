"""What each stage asks for before it is left (mechanism §1.3): what blocks, what advises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.gates import (
    GateFacts,
    GateVerdict,
    Missing,
    ReviewStanding,
    Verdict,
    check_closing,
    check_move,
    check_override,
    missing_for_closing,
)
from fangzi_desktop.domain.stage_terms import Evidence
from fangzi_desktop.domain.stages import STAGES, STOPPING, TERMINAL
from fangzi_desktop.domain.terms import Gate, Milestone, ProjectStatus, Route, Stage

ALL_PASSED: Mapping[Gate, bool | None] = dict.fromkeys(Gate, True)


def without(*kinds: Milestone) -> frozenset[Milestone]:
    return frozenset(Milestone) - set(kinds)


def facts(**changes: Any) -> GateFacts:
    """A project that has everything any gate asks for, but for the changes."""
    complete = GateFacts(
        status=ProjectStatus.ACTIVE,
        gates=ALL_PASSED,
        reached=frozenset(Milestone),
        route=Route.NEW_LAND,
        certificates=(4, 4),
        start_ready=True,
        evidence=frozenset(Evidence),
        has_site=True,
        has_land=True,
        has_investment=True,
        has_output=True,
        has_tax=True,
        has_elements=True,
        review=ReviewStanding(has_passed=True, minutes_no="纪要1号", opinions=3),
        has_licence=True,
        has_stats_code=True,
        is_completion_filed=True,
    )
    return replace(complete, **changes)


@pytest.mark.parametrize(("frm", "to"), [pair for pair in product(STAGES, STAGES) if pair[0] is not pair[1]])
def test_a_project_that_has_everything_may_go_anywhere(frm: Stage, to: Stage) -> None:
    assert check_move(facts(), frm, to) == GateVerdict(Verdict.ALLOW)


EXIT_GATES = [
    pytest.param(
        Stage.PLANNING,
        {"evidence": frozenset({Evidence.PRODUCTION_PROOF})},
        (Evidence.PROPOSAL, Evidence.INVESTOR_PROFILE),
        id="papers of the package",
    ),
    pytest.param(
        Stage.PLANNING, {"has_site": False, "has_land": False}, (Missing.SITE, Missing.LAND), id="site"
    ),
    pytest.param(
        Stage.PLANNING,
        {"has_investment": False, "has_output": False, "has_tax": False},
        (Missing.INVESTMENT, Missing.OUTPUT, Missing.TAX),
        id="draft indicators",
    ),
    pytest.param(Stage.PLANNING, {"has_elements": False}, (Missing.ELEMENTS,), id="resource demands"),
    pytest.param(
        Stage.REVIEW,
        {"reached": without(Milestone.REVIEW_PASSED), "review": ReviewStanding()},
        (Missing.REVIEW_PASS, Missing.MINUTES, Missing.OPINIONS),
        id="nothing reviewed",
    ),
    pytest.param(
        Stage.REVIEW,
        {"review": ReviewStanding(has_passed=True, minutes_no="纪要1号", opinions=3, opinions_open=1)},
        (Missing.OPINIONS,),
        id="one department is silent",
    ),
    pytest.param(
        Stage.REVIEW,
        {"review": ReviewStanding(has_passed=True, opinions=3, conditions_open=2)},
        (Missing.MINUTES, Missing.CONDITIONS),
        id="conditions still open",
    ),
    pytest.param(Stage.REVIEW, {"gates": {}}, tuple(Gate), id="gates nobody judged"),
    pytest.param(
        Stage.FORMATION, {"reached": without(Milestone.AGREEMENT)}, (Missing.AGREEMENT,), id="agreement"
    ),
    pytest.param(Stage.FORMATION, {"has_licence": False}, (Missing.LICENCE,), id="company"),
    pytest.param(
        Stage.FORMATION, {"reached": without(Milestone.ESTABLISHED)}, (Missing.ESTABLISHED,), id="立项"
    ),
    pytest.param(Stage.PERMITS, {"certificates": (3, 4)}, (Missing.CERTIFICATES,), id="四证"),
    pytest.param(
        Stage.PERMITS, {"start_ready": False}, (Missing.START_READY,), id="环评 etc. gate the start"
    ),
    pytest.param(
        Stage.PERMITS,
        {"route": None, "certificates": (0, 0), "start_ready": False},
        (Missing.ROUTE, Missing.CERTIFICATES, Missing.START_READY),
        id="land question open",
    ),
    pytest.param(
        Stage.CONSTRUCTION,
        {
            "reached": without(
                Milestone.START, Milestone.START_LEGAL, Milestone.START_STATISTICAL, Milestone.MAIN_COMPLETE
            )
        },
        (Missing.START, Missing.START_STATISTICAL, Missing.MAIN_COMPLETE),
        id="main structure",
    ),
    pytest.param(
        Stage.INVEST_STATS,
        {"reached": without(Milestone.STATS_ENTRY), "has_stats_code": False},
        (Missing.STATS_ENTRY, Missing.STATS_CODE),
        id="month and code of the entry",
    ),
    pytest.param(
        Stage.COMPLETION,
        {
            "reached": without(Milestone.ACCEPTED, Milestone.PRODUCTION),
            "is_completion_filed": False,
            "evidence": frozenset(Evidence) - {Evidence.PRODUCTION_PROOF},
        },
        (Missing.ACCEPTED, Missing.COMPLETION_FILED, Missing.PRODUCTION, Evidence.PRODUCTION_PROOF),
        id="acceptance and production",
    ),
    pytest.param(
        Stage.SCALE_UP, {"reached": without(Milestone.SCALE_ENTRY)}, (Missing.SCALE_ENTRY,), id="升规 entry"
    ),
]
NEXT = {
    Stage.PLANNING: Stage.REVIEW,
    Stage.INVEST_STATS: Stage.COMPLETION,
    Stage.REVIEW: Stage.FORMATION,
    Stage.FORMATION: Stage.PERMITS,
    Stage.PERMITS: Stage.CONSTRUCTION,
    Stage.CONSTRUCTION: Stage.COMPLETION,
    Stage.COMPLETION: Stage.SCALE_UP,
    Stage.SCALE_UP: Stage.COMPLIANCE,
}


@pytest.mark.parametrize(("stage", "lacking", "missing"), EXIT_GATES)
def test_an_exit_gate_names_what_is_missing_and_only_advises(
    stage: Stage, lacking: dict[str, Any], missing: tuple[Missing | Gate | Evidence, ...]
) -> None:
    assert check_move(facts(**lacking), stage, NEXT[stage]) == GateVerdict(Verdict.ADVISE, missing)


@pytest.mark.parametrize(("stage", "lacking", "missing"), EXIT_GATES)
def test_a_jump_over_a_stage_misses_what_the_stage_asks_for(
    stage: Stage, lacking: dict[str, Any], missing: tuple[Missing | Gate | Evidence, ...]
) -> None:
    assert check_move(facts(**lacking), Stage.PLANNING, Stage.COMPLIANCE).missing == missing


def test_going_back_asks_for_nothing() -> None:
    bare = facts(reached=frozenset(), certificates=(0, 4))
    assert check_move(bare, Stage.PERMITS, Stage.REVIEW) == GateVerdict(Verdict.ALLOW)


def test_the_statistics_entry_runs_beside_construction_and_is_asked_for_at_its_end() -> None:
    started = facts(reached=without(Milestone.MAIN_COMPLETE, Milestone.STATS_ENTRY))
    assert check_move(started, Stage.CONSTRUCTION, Stage.INVEST_STATS).kind is Verdict.ALLOW
    verdict = check_move(started, Stage.INVEST_STATS, Stage.COMPLETION)
    assert verdict.missing == (Missing.MAIN_COMPLETE, Missing.STATS_ENTRY)


FAILED = {Gate.CAPACITY: True, Gate.ENVIRONMENT: False, Gate.SAFETY: False}


@pytest.mark.parametrize("frm", [Stage.PLANNING, Stage.REVIEW])
def test_a_failed_gate_blocks_the_way_out_of_the_review_until_overridden(frm: Stage) -> None:
    verdict = check_move(facts(gates=FAILED), frm, Stage.PERMITS)
    assert (verdict.kind, verdict.blocked_by) == (Verdict.BLOCK, (Gate.ENVIRONMENT, Gate.SAFETY))
    assert verdict.can_override


@pytest.mark.parametrize(
    ("frm", "to"),
    [(Stage.PLANNING, Stage.REVIEW), (Stage.FORMATION, Stage.PERMITS), (Stage.PERMITS, Stage.REVIEW)],
)
def test_a_failed_gate_does_not_block_other_moves(frm: Stage, to: Stage) -> None:
    assert check_move(facts(gates=FAILED), frm, to).kind is Verdict.ALLOW


@pytest.mark.parametrize("status", sorted(STOPPING | TERMINAL))
def test_a_project_that_stands_or_has_left_does_not_move(status: ProjectStatus) -> None:
    verdict = check_move(facts(status=status, gates=FAILED), Stage.REVIEW, Stage.FORMATION)
    assert verdict == GateVerdict(Verdict.BLOCK, blocked_by=(status,))
    assert not verdict.can_override


def test_what_is_not_blocked_needs_no_override() -> None:
    assert not check_move(facts(), Stage.REVIEW, Stage.FORMATION).can_override


@pytest.mark.parametrize(("reason", "minutes"), [("", "纪要〔2023〕5号"), ("区政府决定", " "), ("", "")])
def test_an_override_needs_a_reason_and_a_minutes_number(reason: str, minutes: str) -> None:
    check_override("区政府决定", "纪要〔2023〕5号")
    with pytest.raises(UserError, match=r"gate\.no_minutes"):
        check_override(reason, minutes)


def test_a_start_known_under_one_of_its_names_is_a_start() -> None:
    started = facts(reached=without(Milestone.START))
    assert check_move(started, Stage.CONSTRUCTION, Stage.COMPLETION).kind is Verdict.ALLOW


@pytest.mark.parametrize(
    ("lacking", "missing"),
    [
        pytest.param({}, (), id="settled"),
        pytest.param({"commitments_open": 1}, (Missing.COMMITMENTS,), id="one promise is open"),
        pytest.param(
            {"commitments_open": 1, "is_supervision_over": True}, (), id="the supervision has run out"
        ),
        pytest.param({"evidence": frozenset()}, (Evidence.SETTLEMENT,), id="no conclusion"),
    ],
)
def test_a_project_is_closed_when_the_last_stage_is_settled(
    lacking: dict[str, Any], missing: tuple[Missing | Evidence, ...]
) -> None:
    judged = facts(**lacking)
    assert missing_for_closing(judged) == missing
    if not missing:
        check_closing(judged)
        return
    with pytest.raises(UserError, match=r"status\.not_settled"):
        check_closing(judged)
