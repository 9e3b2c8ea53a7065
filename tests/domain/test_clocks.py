"""Which clocks of a project are open."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from fangzi_desktop import paths
from fangzi_desktop.domain.calendar_files import calendar_years
from fangzi_desktop.domain.clocks import (
    OpenClock,
    ProblemFacts,
    ProjectFacts,
    fixed_deadline,
    open_clocks,
    why_fixed,
)
from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.permit_items import ItemFacts
from fangzi_desktop.domain.permit_rules import rules_from
from fangzi_desktop.domain.rulebook import RuleBook, stage_limits_from
from fangzi_desktop.domain.stages import StageFacts
from fangzi_desktop.domain.terms import (
    ClockKind,
    Milestone,
    PermitState,
    ProjectStatus,
    Route,
    Stage,
    StageStatus,
)
from fangzi_desktop.domain.workdays import WorkCalendar


def seed(name: str) -> dict[str, Any]:
    return tomllib.loads((paths.seed() / f"{name}.toml").read_text(encoding="utf-8"))


CALENDAR = WorkCalendar(calendar_years(seed("calendar")))
RULES = RuleBook(stage_limits_from(seed("stages")), rules_from(seed("permits")))


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
    found = open_clocks(ProjectFacts(**values | facts), RULES, RULES.by_code, CALENDAR)
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
    assert "2023年2月25日" in why_fixed(date(2023, 2, 25))
    assert fixed_deadline(date(2027, 2, 1), CALENDAR).provisional
