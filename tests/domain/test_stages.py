"""The nine stages: moves of the card, ways back, status changes and standing still (mechanism §1.3, §1.4)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import RemovalReason
from fangzi_desktop.domain.stages import (
    STAGES,
    STATUS_CHANGES,
    StageFacts,
    StatusChange,
    band_of,
    check_send_back,
    check_stage_dates,
    check_status_change,
    closed_stages,
    is_back,
    move,
    stage_index,
    stopped_intervals,
)
from fangzi_desktop.domain.terms import Band, ProjectStatus, Stage, StageStatus

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


# Sending back and closing.


@pytest.mark.parametrize(("frm", "to"), list(product(STAGES, STAGES)))
def test_a_move_to_an_earlier_stage_sends_the_project_back(frm: Stage, to: Stage) -> None:
    assert is_back(frm, to) is (stage_index(to) < stage_index(frm))


def test_sending_back_needs_a_reason() -> None:
    check_send_back("材料不实")
    with pytest.raises(UserError, match=r"move\.no_reason"):
        check_send_back(" ")


def test_closing_a_project_ends_the_stages_still_open_and_reopening_opens_the_main_one() -> None:
    open_ones = records(done(Stage.SCALE_UP, DAY, DAY), active(Stage.COMPLIANCE), active(Stage.INVEST_STATS))
    closed = closed_stages(open_ones, Stage.COMPLIANCE, ProjectStatus.ACTIVE, ProjectStatus.CLOSED, TODAY)
    assert closed == records(done(Stage.COMPLIANCE, DAY, TODAY), done(Stage.INVEST_STATS, DAY, TODAY))
    reopened = closed_stages(
        open_ones | closed, Stage.COMPLIANCE, ProjectStatus.CLOSED, ProjectStatus.ACTIVE, TODAY
    )
    assert reopened == records(active(Stage.COMPLIANCE))


def test_a_change_that_is_not_about_closing_leaves_the_stages_alone() -> None:
    present = records(active(Stage.REVIEW))
    assert not closed_stages(present, Stage.REVIEW, ProjectStatus.ACTIVE, ProjectStatus.VETOED, TODAY)
    assert not closed_stages({}, Stage.REVIEW, ProjectStatus.CLOSED, ProjectStatus.ACTIVE, TODAY)


# Status (mechanism §1.4).

S = ProjectStatus
# Why a project is 剔除, and when a deferred one is looked at again.
GROUNDS = (RemovalReason.NO_PROGRESS, TODAY + timedelta(days=30))


@pytest.mark.parametrize(("old", "new"), list(product(S, S)))
def test_only_the_changes_of_the_table_are_allowed(old: ProjectStatus, new: ProjectStatus) -> None:
    if new in STATUS_CHANGES[old]:
        check_status_change(old, new, TODAY, TODAY, "理由", "纪要1号", None, *GROUNDS)
        return
    with pytest.raises(UserError, match=r"status\.not_allowed"):
        check_status_change(old, new, TODAY, TODAY, "理由", "纪要1号", None, *GROUNDS)


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
        pytest.param(S.ACTIVE, S.DEFERRED, "市场变化", "", "status.no_document", id="deferral needs a paper"),
        pytest.param(S.ACTIVE, S.DEFERRED, "市场变化", "纪要1号", None, id="deferral"),
        pytest.param(S.ACTIVE, S.RETURNED, " ", "", "status.no_reason", id="return needs a reason"),
        pytest.param(S.ACTIVE, S.RETURNED, "测算不全", "", "status.no_document", id="return needs a paper"),
        pytest.param(S.ACTIVE, S.VETOED, "产能过剩", " ", "status.no_document", id="veto needs minutes"),
        pytest.param(S.ACTIVE, S.VETOED, "", "纪要2号", "status.no_reason", id="veto needs a reason"),
        pytest.param(
            S.ACTIVE, S.REMOVED, "长期无进展", "", "status.no_document", id="removal needs a decision"
        ),
        pytest.param(S.ACTIVE, S.REMOVED, "长期无进展", "纪要3号", None, id="removal"),
        pytest.param(S.ACTIVE, S.TERMINATED, "", "", "status.no_reason", id="termination needs a reason"),
        pytest.param(
            S.ACTIVE, S.TERMINATED, "双方协商", "", "status.no_document", id="termination needs a paper"
        ),
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
        check_status_change(old, new, DAY, TODAY, reason, document, None, *GROUNDS)
        return
    with pytest.raises(UserError) as refusal:
        check_status_change(old, new, DAY, TODAY, reason, document, None, *GROUNDS)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("new", "grounds", "code"),
    [
        pytest.param(S.REMOVED, (None, None), "status.no_removal_reason", id="剔除 says why"),
        pytest.param(S.DEFERRED, (None, None), "status.no_review_day", id="暂缓 says until when"),
        pytest.param(S.DEFERRED, (None, DAY), "status.review_day", id="not looked at again the same day"),
        pytest.param(S.DEFERRED, (None, DAY + timedelta(days=1)), None, id="a day that has passed by now"),
        pytest.param(S.VETOED, (None, None), None, id="否决 needs neither"),
    ],
)
def test_leaving_out_and_deferring_need_grounds_of_their_own(
    new: ProjectStatus, grounds: tuple[RemovalReason | None, date | None], code: str | None
) -> None:
    if code is None:
        check_status_change(S.ACTIVE, new, DAY, TODAY, "理由", "纪要1号", None, *grounds)
        return
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        check_status_change(S.ACTIVE, new, DAY, TODAY, "理由", "纪要1号", None, *grounds)


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
