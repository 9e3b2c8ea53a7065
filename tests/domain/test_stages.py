"""The nine stages: moves of the card, gates, status changes and standing still (mechanism §1.3, §1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stages import (
    STAGES,
    STATUS_CHANGES,
    STOPPING,
    TERMINAL,
    GateFacts,
    GateVerdict,
    Missing,
    StageFacts,
    StatusChange,
    Verdict,
    band_of,
    check_move,
    check_override,
    check_stage_dates,
    check_status_change,
    move,
    stage_index,
    stopped_intervals,
)
from fangzi_desktop.domain.terms import Band, Gate, ProjectStatus, Route, Stage, StageStatus

TODAY = date(2023, 2, 24)
DAY = date(2023, 2, 20)


def test_the_nine_links_stand_in_their_official_order() -> None:
    words = "项目策划 论证 生成 手续办理 开工建设 投资纳统 竣工投产 升规纳统 履约监管"
    assert [stage.zh for stage in STAGES] == words.split()
    assert [stage_index(stage) for stage in STAGES] == list(range(9))


def test_the_stages_fall_into_three_bands_one_after_the_other() -> None:
    assert [band_of(stage) for stage in STAGES] == [Band.BEFORE] * 3 + [Band.DURING] * 4 + [Band.AFTER] * 2


# Moving the card.


def active(stage: Stage, started: date | None = DAY) -> StageFacts:
    return StageFacts(stage, StageStatus.ACTIVE, started)


def done(stage: Stage, started: date | None, ended: date | None) -> StageFacts:
    return StageFacts(stage, StageStatus.DONE, started, ended)


def records(*facts: StageFacts) -> dict[Stage, StageFacts]:
    return {one.stage: one for one in facts}


MOVES = [
    pytest.param(
        records(active(Stage.PERMITS)),
        Stage.PERMITS,
        Stage.CONSTRUCTION,
        records(done(Stage.PERMITS, DAY, TODAY), active(Stage.CONSTRUCTION, TODAY)),
        id="forward closes what was left",
    ),
    pytest.param(
        records(active(Stage.REVIEW)),
        Stage.REVIEW,
        Stage.PERMITS,
        records(done(Stage.REVIEW, DAY, TODAY), active(Stage.PERMITS, TODAY)),
        id="a jump leaves no trace of the stages passed over",
    ),
    pytest.param(
        {},
        Stage.REVIEW,
        Stage.FORMATION,
        records(done(Stage.REVIEW, None, TODAY), active(Stage.FORMATION, TODAY)),
        id="a stage without a record is closed without a start",
    ),
    pytest.param(
        records(active(Stage.CONSTRUCTION)),
        Stage.CONSTRUCTION,
        Stage.INVEST_STATS,
        records(active(Stage.INVEST_STATS, TODAY)),
        id="construction goes on beside 投资纳统",
    ),
    pytest.param(
        records(active(Stage.CONSTRUCTION), active(Stage.INVEST_STATS)),
        Stage.INVEST_STATS,
        Stage.COMPLETION,
        records(done(Stage.CONSTRUCTION, DAY, TODAY), active(Stage.COMPLETION, TODAY)),
        id="投资纳统 goes on after completion, construction does not",
    ),
    pytest.param(
        records(active(Stage.PERMITS), active(Stage.COMPLIANCE)),
        Stage.PERMITS,
        Stage.CONSTRUCTION,
        records(done(Stage.PERMITS, DAY, TODAY), active(Stage.CONSTRUCTION, TODAY)),
        id="履约监管 runs from the signing on and is not touched",
    ),
    pytest.param(
        records(active(Stage.COMPLIANCE), done(Stage.SCALE_UP, DAY, DAY)),
        Stage.SCALE_UP,
        Stage.COMPLIANCE,
        {},
        id="what has ended already keeps its end",
    ),
    pytest.param(
        records(active(Stage.CONSTRUCTION), done(Stage.INVEST_STATS, DAY, DAY)),
        Stage.CONSTRUCTION,
        Stage.INVEST_STATS,
        {},
        id="an entry already made stays made",
    ),
    pytest.param(
        records(done(Stage.REVIEW, DAY, DAY), active(Stage.FORMATION, TODAY)),
        Stage.FORMATION,
        Stage.REVIEW,
        records(active(Stage.REVIEW, DAY), StageFacts(Stage.FORMATION, StageStatus.RETURNED, TODAY)),
        id="back returns what was left and keeps its start",
    ),
    pytest.param(
        records(done(Stage.PERMITS, DAY, DAY), active(Stage.CONSTRUCTION), active(Stage.INVEST_STATS)),
        Stage.CONSTRUCTION,
        Stage.PERMITS,
        records(active(Stage.PERMITS, DAY), StageFacts(Stage.CONSTRUCTION, StageStatus.RETURNED, DAY)),
        id="back leaves overlapping stages alone",
    ),
    pytest.param(
        records(active(Stage.PERMITS, TODAY + timedelta(days=3))),
        Stage.PERMITS,
        Stage.CONSTRUCTION,
        records(
            done(Stage.PERMITS, TODAY + timedelta(days=3), TODAY + timedelta(days=3)),
            active(Stage.CONSTRUCTION, TODAY),
        ),
        id="a stage never ends before it began",
    ),
    pytest.param(
        records(active(Stage.PERMITS)), Stage.PERMITS, Stage.PERMITS, {}, id="no move changes nothing"
    ),
]


@pytest.mark.parametrize(("present", "frm", "to", "changed"), MOVES)
def test_a_move_changes_these_records(
    present: dict[Stage, StageFacts], frm: Stage, to: Stage, changed: dict[Stage, StageFacts]
) -> None:
    assert move(present, frm, to, TODAY) == changed


@given(st.lists(st.sampled_from(STAGES), min_size=2, max_size=8))
def test_wherever_the_card_goes_its_stage_is_open_and_no_start_is_lost(path: list[Stage]) -> None:
    present = records(active(path[0]))
    for step, (frm, to) in enumerate(pairwise(path)):
        starts = {stage: facts.started_on for stage, facts in present.items() if facts.started_on}
        present |= move(present, frm, to, TODAY + timedelta(days=step))
        assert all(present[stage].started_on == start for stage, start in starts.items())
        assert present[to].status in (StageStatus.ACTIVE, StageStatus.DONE)
        assert all(
            (facts.done_on is None) == (facts.status is not StageStatus.DONE) for facts in present.values()
        )


@pytest.mark.parametrize(
    ("started", "ended", "allowed"),
    [
        pytest.param(None, None, True, id="nothing known"),
        pytest.param(DAY, None, True, id="begun"),
        pytest.param(None, TODAY, True, id="only the end known"),
        pytest.param(TODAY, TODAY, True, id="both on one day, today"),
        pytest.param(TODAY, DAY, False, id="ended before it began"),
        pytest.param(TODAY + timedelta(days=1), None, False, id="begins tomorrow"),
        pytest.param(DAY, TODAY + timedelta(days=1), False, id="ends tomorrow"),
    ],
)
def test_the_days_of_a_stage_follow_each_other_and_lie_in_the_past(
    started: date | None, ended: date | None, allowed: bool
) -> None:
    if allowed:
        check_stage_dates(started, ended, TODAY)
        return
    with pytest.raises(UserError, match=r"stage\.dates"):
        check_stage_dates(started, ended, TODAY)


# The gates.

ALL_PASSED: Mapping[Gate, bool | None] = dict.fromkeys(Gate, True)


def facts(**changes: Any) -> GateFacts:
    """A project that has everything any gate asks for, but for the changes."""
    complete = GateFacts(
        status=ProjectStatus.ACTIVE,
        gates=ALL_PASSED,
        review_passed_on=DAY,
        agreement_on=DAY,
        established_on=DAY,
        route=Route.NEW_LAND,
        certificates=(4, 4),
        start_ready=True,
        start_on=DAY,
        main_complete_on=DAY,
        accepted_on=DAY,
        production_on=DAY,
        stats_entry_on=DAY,
        scale_entry_on=DAY,
    )
    return replace(complete, **changes)


@pytest.mark.parametrize(("frm", "to"), [pair for pair in product(STAGES, STAGES) if pair[0] is not pair[1]])
def test_a_project_that_has_everything_may_go_anywhere(frm: Stage, to: Stage) -> None:
    assert check_move(facts(), frm, to) == GateVerdict(Verdict.ALLOW)


EXIT_GATES = [
    pytest.param(Stage.REVIEW, {"review_passed_on": None}, (Missing.REVIEW_PASS,), id="conclusion"),
    pytest.param(Stage.REVIEW, {"gates": {}}, tuple(Gate), id="gates nobody judged"),
    pytest.param(Stage.FORMATION, {"agreement_on": None}, (Missing.AGREEMENT,), id="agreement"),
    pytest.param(Stage.FORMATION, {"established_on": None}, (Missing.ESTABLISHED,), id="立项"),
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
        {"start_on": None, "main_complete_on": None},
        (Missing.START, Missing.MAIN_COMPLETE),
        id="main structure",
    ),
    pytest.param(
        Stage.COMPLETION,
        {"accepted_on": None, "production_on": None},
        (Missing.ACCEPTED, Missing.PRODUCTION),
        id="acceptance and production",
    ),
    pytest.param(Stage.SCALE_UP, {"scale_entry_on": None}, (Missing.SCALE_ENTRY,), id="升规 entry"),
]
NEXT = {
    Stage.REVIEW: Stage.FORMATION,
    Stage.FORMATION: Stage.PERMITS,
    Stage.PERMITS: Stage.CONSTRUCTION,
    Stage.CONSTRUCTION: Stage.COMPLETION,
    Stage.COMPLETION: Stage.SCALE_UP,
    Stage.SCALE_UP: Stage.COMPLIANCE,
}


@pytest.mark.parametrize(("stage", "lacking", "missing"), EXIT_GATES)
def test_an_exit_gate_names_what_is_missing_and_only_advises(
    stage: Stage, lacking: dict[str, Any], missing: tuple[Missing | Gate, ...]
) -> None:
    assert check_move(facts(**lacking), stage, NEXT[stage]) == GateVerdict(Verdict.ADVISE, missing)


@pytest.mark.parametrize(("stage", "lacking", "missing"), EXIT_GATES)
def test_a_jump_over_a_stage_misses_what_the_stage_asks_for(
    stage: Stage, lacking: dict[str, Any], missing: tuple[Missing | Gate, ...]
) -> None:
    assert check_move(facts(**lacking), Stage.PLANNING, Stage.COMPLIANCE).missing == missing


def test_going_back_asks_for_nothing() -> None:
    bare = facts(review_passed_on=None, agreement_on=None, established_on=None, certificates=(0, 4))
    assert check_move(bare, Stage.PERMITS, Stage.REVIEW) == GateVerdict(Verdict.ALLOW)


def test_the_statistics_entry_runs_beside_construction_and_is_asked_for_at_its_end() -> None:
    started = facts(main_complete_on=None, stats_entry_on=None)
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


# Status (mechanism §1.4).

S = ProjectStatus


@pytest.mark.parametrize(("old", "new"), list(product(S, S)))
def test_only_the_changes_of_the_table_are_allowed(old: ProjectStatus, new: ProjectStatus) -> None:
    if new in STATUS_CHANGES[old]:
        check_status_change(old, new, TODAY, TODAY, "理由", "纪要1号")
        return
    with pytest.raises(UserError, match=r"status\.not_allowed"):
        check_status_change(old, new, TODAY, TODAY, "理由", "纪要1号")


@pytest.mark.parametrize(
    ("old", "allowed"),
    [
        pytest.param(S.LEAD, {S.ACTIVE, S.DEFERRED, S.RETURNED, S.VETOED, S.REMOVED}, id="lead"),
        pytest.param(S.ACTIVE, set(S) - {S.ACTIVE}, id="active"),
        pytest.param(S.DEFERRED, set(S) - {S.DEFERRED, S.CLOSED}, id="deferred"),
        pytest.param(S.RETURNED, set(S) - {S.RETURNED, S.CLOSED}, id="returned"),
        pytest.param(S.VETOED, {S.LEAD, S.ACTIVE}, id="vetoed, a new round only"),
        pytest.param(S.REMOVED, {S.LEAD, S.ACTIVE}, id="removed"),
        pytest.param(S.TERMINATED, {S.ACTIVE}, id="terminated"),
        pytest.param(S.CLOSED, {S.ACTIVE}, id="closed"),
    ],
)
def test_from_a_status_these_are_reached(old: ProjectStatus, allowed: set[ProjectStatus]) -> None:
    assert STATUS_CHANGES[old] == allowed


@pytest.mark.parametrize(
    ("old", "new", "reason", "document", "code"),
    [
        pytest.param(S.ACTIVE, S.DEFERRED, "", "", "status.no_reason", id="deferral needs a reason"),
        pytest.param(S.ACTIVE, S.DEFERRED, "市场变化", "", None, id="deferral needs no paper"),
        pytest.param(S.ACTIVE, S.RETURNED, " ", "", "status.no_reason", id="return needs a reason"),
        pytest.param(S.ACTIVE, S.VETOED, "产能过剩", " ", "status.no_document", id="veto needs minutes"),
        pytest.param(S.ACTIVE, S.VETOED, "", "纪要2号", "status.no_reason", id="veto needs a reason"),
        pytest.param(
            S.ACTIVE, S.REMOVED, "长期无进展", "", "status.no_document", id="removal needs a decision"
        ),
        pytest.param(S.ACTIVE, S.REMOVED, "长期无进展", "纪要3号", None, id="removal"),
        pytest.param(S.ACTIVE, S.TERMINATED, "", "", "status.no_reason", id="termination needs a reason"),
        pytest.param(S.ACTIVE, S.CLOSED, "", "", None, id="closing needs nothing"),
        pytest.param(S.VETOED, S.ACTIVE, "", "", "status.no_document", id="a new round needs minutes"),
        pytest.param(S.VETOED, S.ACTIVE, "", "纪要4号", None, id="a new round"),
        pytest.param(S.CLOSED, S.ACTIVE, "", "", "status.no_document", id="reopening needs a paper"),
        pytest.param(S.DEFERRED, S.ACTIVE, "", "", None, id="going on needs nothing"),
    ],
)
def test_a_change_of_status_needs_its_grounds(
    old: ProjectStatus, new: ProjectStatus, reason: str, document: str, code: str | None
) -> None:
    if code is None:
        check_status_change(old, new, DAY, TODAY, reason, document)
        return
    with pytest.raises(UserError) as refusal:
        check_status_change(old, new, DAY, TODAY, reason, document)
    assert refusal.value.code == code


def test_a_change_of_status_is_not_dated_tomorrow() -> None:
    check_status_change(S.ACTIVE, S.CLOSED, TODAY, TODAY, "", "")
    with pytest.raises(UserError, match=r"status\.in_future"):
        check_status_change(S.ACTIVE, S.CLOSED, TODAY + timedelta(days=1), TODAY, "", "")


def test_a_change_of_status_is_not_dated_before_the_one_it_follows() -> None:
    check_status_change(S.DEFERRED, S.ACTIVE, DAY, TODAY, "", "", last_on=DAY)
    with pytest.raises(UserError, match=r"status\.before_last"):
        check_status_change(S.DEFERRED, S.ACTIVE, DAY, TODAY, "", "", last_on=DAY + timedelta(days=1))


# Standing still: deferral and return stop all clocks (mechanism §1.4).


def change(day: int, old: ProjectStatus, new: ProjectStatus, document: str = "") -> StatusChange:
    return StatusChange(date(2023, 2, day), old, new, "理由", document)


def stop(first: int, last: int | None, reason: str = "项目暂缓", document: str = "") -> Suspension:
    return Suspension(date(2023, 2, first), None if last is None else date(2023, 2, last), reason, document)


@pytest.mark.parametrize(
    ("changes", "stops"),
    [
        pytest.param([], (), id="never stopped"),
        pytest.param([change(6, S.ACTIVE, S.DEFERRED)], (stop(6, None),), id="still deferred"),
        pytest.param(
            [change(6, S.ACTIVE, S.DEFERRED, "纪要1号"), change(10, S.DEFERRED, S.ACTIVE)],
            (stop(6, 9, document="纪要1号"),),
            id="the day work goes on counts again",
        ),
        pytest.param(
            [change(6, S.ACTIVE, S.RETURNED), change(7, S.RETURNED, S.ACTIVE)],
            (stop(6, 6, "项目退回"),),
            id="returned for one day",
        ),
        pytest.param(
            [
                change(6, S.ACTIVE, S.DEFERRED),
                change(8, S.DEFERRED, S.RETURNED),
                change(10, S.RETURNED, S.ACTIVE),
            ],
            (stop(6, 9),),
            id="from one stop to another",
        ),
        pytest.param(
            [change(6, S.ACTIVE, S.VETOED), change(20, S.VETOED, S.ACTIVE)],
            (stop(6, 19, "项目否决"),),
            id="time outside the mechanism",
        ),
        pytest.param(
            [change(6, S.ACTIVE, S.DEFERRED), change(6, S.DEFERRED, S.ACTIVE)],
            (),
            id="stopped and gone on in a day",
        ),
        pytest.param(
            [
                change(6, S.ACTIVE, S.DEFERRED),
                change(8, S.DEFERRED, S.ACTIVE),
                change(8, S.ACTIVE, S.DEFERRED),
                change(10, S.DEFERRED, S.ACTIVE),
            ],
            (stop(6, 9),),
            id="gone on for less than a day",
        ),
        pytest.param(
            [change(6, S.LEAD, S.ACTIVE), change(8, S.ACTIVE, S.LEAD)], (), id="neither of them stands still"
        ),
        pytest.param(
            [
                change(6, S.ACTIVE, S.DEFERRED),
                change(8, S.DEFERRED, S.ACTIVE),
                change(14, S.ACTIVE, S.RETURNED),
            ],
            (stop(6, 7), stop(14, None, "项目退回")),
            id="twice",
        ),
        pytest.param([change(6, S.DEFERRED, S.ACTIVE)], (), id="an old ledger that knows only the end"),
    ],
)
def test_a_project_stands_still_on_these_days(
    changes: list[StatusChange], stops: tuple[Suspension, ...]
) -> None:
    assert stopped_intervals(changes) == stops
    assert stopped_intervals(reversed(changes)) == stops
