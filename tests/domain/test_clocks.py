"""Which clocks of a project are open."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fangzi_desktop.domain.clocks import (
    Duty,
    ProblemFacts,
    ProjectFacts,
    RuleDay,
    fixed_deadline,
    open_clocks,
    why_fixed,
)
from fangzi_desktop.domain.deadlines import Clock, OpenClock, Suspension
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.stages import StageFacts
from fangzi_desktop.domain.terms import (
    Applicability,
    ClockKind,
    Milestone,
    PermitState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from tests.domain.seeds import BOOK, CALENDAR, RULES


def clocks(**facts: Any) -> dict[str, OpenClock]:
    values: dict[str, Any] = {
        "id": "p",
        "stage": Stage.PERMITS,
        "status": ProjectStatus.ACTIVE,
        "route": Route.NEW_LAND,
        "stages": {},
        "days": {},
        "items": (),
        "problems": (),
        "stops": (),
    }
    found = open_clocks(ProjectFacts(**values | facts), BOOK, RULES, CALENDAR)
    return {clock.code: clock for clock in found}


def active(stage: Stage, started: date | None) -> dict[Stage, StageFacts]:
    return {stage: StageFacts(stage, StageStatus.ACTIVE, started)}


def item(code: str, **facts: Any) -> ItemFacts:
    return ItemFacts(id=code, code=code, **facts)


def test_the_review_has_ten_working_days_from_its_start() -> None:
    found = clocks(stage=Stage.REVIEW, stages=active(Stage.REVIEW, date(2023, 2, 13)))
    assert found["review"].deadline.due == date(2023, 2, 27)
    assert found["review"].id == "stage:p.review"


def test_formation_counts_from_the_review_pass_where_it_is_known() -> None:
    stages = active(Stage.FORMATION, date(2023, 2, 20))
    passed = {Milestone.REVIEW_PASSED: date(2023, 2, 13)}
    assert clocks(stages=stages)["formation"].clock.start == date(2023, 2, 20)
    assert clocks(stages=stages, days=passed)["formation"].clock.start == date(2023, 2, 13)


ENDED_BY = [
    pytest.param(
        Stage.REVIEW, {Milestone.REVIEW_PASSED: date(2023, 2, 20)}, (), id="the review's conclusion"
    ),
    pytest.param(Stage.FORMATION, {Milestone.ESTABLISHED: date(2023, 2, 20)}, (), id="立项 as a fact"),
    pytest.param(
        Stage.FORMATION,
        {},
        (ItemFacts("f", "FILING", state=PermitState.DECIDED, decided_on=date(2023, 2, 20)),),
        id="立项 by the filing",
    ),
]


@pytest.mark.parametrize(("stage", "days", "items"), ENDED_BY)
def test_a_stage_limit_ends_with_its_event_though_the_card_has_not_moved(
    stage: Stage, days: dict[Milestone, date], items: tuple[ItemFacts, ...]
) -> None:
    # Mechanism §1.3: the review has 10 working days to conclude, formation 30 from the pass to 立项.
    stages = active(stage, date(2023, 2, 13))
    assert set(clocks(stage=stage, stages=stages)) == {stage.value}
    assert stage.value not in clocks(stage=stage, stages=stages, days=days, items=items)


def test_a_stage_that_is_done_has_no_clock() -> None:
    stages = {Stage.REVIEW: StageFacts(Stage.REVIEW, StageStatus.DONE, date(2023, 2, 13), date(2023, 2, 20))}
    assert clocks(stage=Stage.FORMATION, stages=stages) == {}


@pytest.mark.parametrize("stage", [Stage.PLANNING, Stage.CONSTRUCTION, Stage.COMPLIANCE])
def test_a_stage_without_a_limit_has_no_clock(stage: Stage) -> None:
    assert clocks(stage=stage, stages=active(stage, date(2023, 2, 1))) == {}


def test_a_stage_whose_start_nobody_knows_has_no_clock() -> None:
    assert clocks(stage=Stage.REVIEW, stages=active(Stage.REVIEW, None)) == {}


def test_statistics_entry_counts_from_the_statistical_start_until_the_entry() -> None:
    stages = active(Stage.INVEST_STATS, date(2023, 1, 1))
    started = {Milestone.START_STATISTICAL: date(2023, 1, 10)}
    assert clocks(stages=stages) == {}
    assert clocks(stages=stages, days=started)["invest_stats"].deadline.due == date(2023, 3, 10)
    assert clocks(stages=stages, days=started | {Milestone.STATS_ENTRY: date(2023, 2, 1)}) == {}


@pytest.mark.parametrize(
    "status",
    [
        ProjectStatus.VETOED,
        ProjectStatus.REMOVED,
        ProjectStatus.TERMINATED,
        ProjectStatus.CLOSED,
    ],
)
def test_a_project_that_left_has_no_clocks(status: ProjectStatus) -> None:
    assert clocks(status=status, stages=active(Stage.REVIEW, date(2023, 2, 13))) == {}


def test_an_announcement_runs_as_a_floor_until_construction_begins() -> None:
    announced = (
        item("LAND_ANNOUNCE", state=PermitState.ACCEPTED, accepted_on=date(2022, 5, 23)),
        item("CONSTR_PERMIT"),
        item("START_READY"),
    )
    found = clocks(items=announced)
    assert found["LAND_ANNOUNCE"].deadline.due == date(2022, 6, 12)
    assert found["START_READY"].kind is ClockKind.OVERALL
    assert found["START_READY"].deadline.due == date(2022, 7, 14)
    assert clocks(items=announced, stage=Stage.CONSTRUCTION) == {}


def test_a_permit_left_open_stays_open_after_construction_began() -> None:
    running = (item("EIA", state=PermitState.ACCEPTED, accepted_on=date(2023, 2, 6)),)
    assert set(clocks(items=running, stage=Stage.CONSTRUCTION)) == {"EIA"}


FILED = item("FILING", state=PermitState.DECIDED, decided_on=date(2023, 2, 6))


@pytest.mark.parametrize("state", [PermitState.REFUSED, PermitState.WITHDRAWN])
def test_a_refused_land_plan_stays_due_and_other_items_stop_counting(state: PermitState) -> None:
    ended = {"state": state, "accepted_on": date(2023, 2, 8), "decided_on": date(2023, 2, 20)}
    found = clocks(items=(FILED, item("LAND_PLAN", **ended), item("EIA", **ended)))
    assert set(found) == {"LAND_PLAN"}
    assert found["LAND_PLAN"].deadline.due == date(2023, 5, 6)


def test_a_listing_called_off_stops_the_overall_limit() -> None:
    announced = item("LAND_ANNOUNCE", state=PermitState.WITHDRAWN, accepted_on=date(2023, 2, 1))
    assert clocks(items=(announced, item("CONSTR_PERMIT"), item("START_READY"))) == {}


def test_an_overall_limit_ends_when_everything_before_it_is_closed() -> None:
    items = (FILED, item("EXIST_LAND_CHECK"), item("EIA"), item("START_READY"))
    assert set(clocks(items=items, route=Route.EXISTING_LAND)) == {"START_READY"}
    closed = item("EIA", state=PermitState.DECIDED, decided_on=date(2023, 2, 20))
    found = clocks(items=(FILED, closed, item("START_READY")), route=Route.EXISTING_LAND)
    assert {one.kind for one in found.values()} == {ClockKind.VALIDITY}


@pytest.mark.parametrize(
    "idle",
    [
        pytest.param(item("EIA"), id="not accepted"),
        pytest.param(
            item("EIA", state=PermitState.APPLIED, applied_on=date(2023, 2, 6)), id="only applied for"
        ),
        pytest.param(
            item("EIA", accepted_on=date(2023, 2, 6), applicability=Applicability.NOT_APPLICABLE), id="不涉及"
        ),
        pytest.param(
            item("BIDDING", state=PermitState.ACCEPTED, accepted_on=date(2023, 2, 6)), id="no limit"
        ),
        pytest.param(item("START_READY"), id="its event has not happened"),
    ],
)
def test_an_item_without_a_running_limit_has_no_clock(idle: ItemFacts) -> None:
    assert clocks(items=(idle,)) == {}


def test_no_checklist_without_a_route() -> None:
    running = (item("EIA", state=PermitState.ACCEPTED, accepted_on=date(2023, 2, 6)),)
    assert clocks(items=running, route=None) == {}


@pytest.mark.parametrize(
    ("own", "stop", "due"),
    [
        pytest.param(
            (), Suspension(date(2023, 2, 14), date(2023, 2, 15), "项目暂缓"), date(2023, 2, 17), id="alone"
        ),
        pytest.param(
            (Suspension(date(2023, 2, 14), date(2023, 2, 15), "公示"),),
            Suspension(date(2023, 2, 15), date(2023, 2, 16), "项目暂缓"),
            date(2023, 2, 20),
            id="overlapping days count once",
        ),
        pytest.param(
            (Suspension(date(2023, 2, 14), date(2023, 2, 17), "公示"),),
            Suspension(date(2023, 2, 15), date(2023, 2, 15), "项目暂缓"),
            date(2023, 2, 21),
            id="one within the other",
        ),
        pytest.param(
            (Suspension(date(2023, 2, 14), None, "公示"),),
            Suspension(date(2023, 2, 15), date(2023, 2, 15), "项目暂缓"),
            None,
            id="an open one goes on",
        ),
    ],
)
def test_a_project_standing_still_stops_its_items(
    own: tuple[Suspension, ...], stop: Suspension, due: date | None
) -> None:
    running = (
        item("PLAN_VERIFY", state=PermitState.ACCEPTED, accepted_on=date(2023, 2, 8), suspensions=own),
    )
    assert clocks(items=running, stops=(stop,))["PLAN_VERIFY"].deadline.due == due


def test_an_agreed_day_stays_on_a_rest_day_and_warns_three_working_days_before() -> None:
    problem = ProblemFacts("q", 7, "路未通", "住建局", date(2023, 2, 1), date(2023, 2, 25))
    (found,) = clocks(problems=(problem,)).values()
    assert (found.code, found.deadline.due, found.deadline.warn_on) == (
        "7",
        date(2023, 2, 25),
        date(2023, 2, 21),
    )
    assert "2023年2月25日" in why_fixed(ClockKind.PROBLEM, date(2023, 2, 25))
    assert "前书面回复" in why_fixed(ClockKind.NOTICE, date(2023, 2, 25))
    assert fixed_deadline(date(2027, 2, 1), CALENDAR).provisional


def test_a_duty_takes_the_day_that_a_rule_sets_and_waits_while_there_is_none() -> None:
    def duty(code: str, day: RuleDay | None) -> Duty:
        clock = Clock(date(2023, 2, 1), "开工", None)
        return Duty(
            code, ClockKind.WINDOW, code, "申报材料", "统计局", clock, sets_day=lambda rules, calendar: day
        )

    day = RuleDay("3月批次", date(2023, 3, 10), date(2023, 2, 8))
    found = clocks(duties=(duty("invest", day), duty("scale", None)))
    assert list(found) == ["invest"]
    assert found["invest"].label == "申报材料（3月批次）"
    assert (found["invest"].deadline.due, found["invest"].deadline.warn_on) == (day.due, day.calls_on)
    assert "提前到前一个工作日" in why_fixed(ClockKind.WINDOW, day.due)


def test_an_entry_known_by_its_month_ends_the_clock_of_its_stage() -> None:
    stages = active(Stage.INVEST_STATS, date(2023, 1, 9))
    started = {Milestone.START_STATISTICAL: date(2023, 1, 9)}
    assert "invest_stats" in clocks(stages=stages, days=started)
    entered = frozenset({Milestone.STATS_ENTRY})
    assert "invest_stats" not in clocks(stages=stages, days=started, reached=entered)


def test_the_review_counts_from_the_package_of_its_open_round() -> None:
    stages = active(Stage.REVIEW, date(2023, 2, 1))
    accepted = date(2023, 2, 13)
    found = clocks(stage=Stage.REVIEW, stages=stages, review_accepted_on=accepted)["review"]
    assert (found.clock.start, found.clock.start_event) == (accepted, "受理论证材料")
    assert found.deadline.due == date(2023, 2, 27)


def test_a_new_round_runs_though_an_earlier_one_had_passed() -> None:
    stages = active(Stage.REVIEW, date(2023, 2, 1))
    passed = {Milestone.REVIEW_PASSED: date(2023, 2, 10)}
    assert "review" not in clocks(stages=stages, days=passed)
    found = clocks(stages=stages, days=passed, review_accepted_on=date(2023, 2, 13))
    assert found["review"].clock.start == date(2023, 2, 13)


def test_an_opinion_says_that_its_day_was_counted_when_it_was_asked_for() -> None:
    assert why_fixed(ClockKind.OPINION, date(2023, 2, 20)) == (
        "征求意见时要求于2023年2月20日前反馈，当时按工作日算定，此后不再变动。"
    )
