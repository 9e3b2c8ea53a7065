"""The examples: believable, and never against the rules."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from fangzi_desktop.domain.clocks import ProjectFacts
from fangzi_desktop.domain.dates import week_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permits import (
    READY,
    Items,
    certificates,
    check_dates,
    effective_requires,
    established_on,
    lacks_number,
    start_ready,
    start_ready_on,
)
from fangzi_desktop.domain.stages import check_stage_dates, stage_index
from fangzi_desktop.domain.terms import (
    ClockKind,
    Light,
    Milestone,
    PermitState,
    ProblemState,
    ProjectStatus,
    Route,
    Stage,
)
from fangzi_desktop.reports.weekly_input import (
    ItemAccepted,
    ItemDecided,
    MilestoneReached,
    ProgressNoted,
    ProjectAdded,
    StageMoved,
    StatusChanged,
)
from fangzi_desktop.services.deadlines import deadlines
from fangzi_desktop.services.demo import USUAL_NUMBER, fill_with_examples
from fangzi_desktop.services.papers import missing_papers
from fangzi_desktop.services.problems import problems
from fangzi_desktop.services.recount import differences
from fangzi_desktop.services.register import RegisterLine, register
from fangzi_desktop.services.weekly import weekly_input
from fangzi_desktop.services.workspace import OfficeClock, Workspace
from fangzi_desktop.storage.database import DATABASE_NAME, open_store
from fangzi_desktop.storage.facts import project_facts
from tests.conftest import NOW, TODAY, OpenWorkspace

MANY = 300


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[Workspace]:
    """A team folder with 300 examples, only to be read."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(empty_database, folder / DATABASE_NAME)
    store = open_store(folder, who="专员甲", device="电脑一", now=NOW)
    workspace = Workspace(store, OfficeClock(TODAY, lambda: NOW), who="专员甲", device="电脑一")
    workspace.do(fill_with_examples, MANY)
    yield workspace
    workspace.close()


def invented(workspace: Workspace) -> list[tuple[RegisterLine, ProjectFacts]]:
    """The invented projects; the published cases are as they were reported."""
    facts = {one.id: one for one in workspace.read(lambda view: project_facts(view.session))}
    return [(line, facts[line.id]) for line in workspace.read(register) if line.name.startswith("示例")]


def break_of_the_rules(workspace: Workspace) -> list[str]:
    """Name every invented item whose days could not have been recorded through the window."""
    rules, found = workspace.rules.template_on(date.max).by_code, []
    for line, facts in invented(workspace):
        if facts.route is None:
            continue
        by_code = {item.code: item for item in facts.items}
        for item in facts.items:
            rule = rules[item.code]
            try:
                check_dates(rule, facts.route, item, Items(facts.items), workspace.today, workspace.calendar)
            except UserError as error:
                found.append(f"{line.name} {item.code} {error.code}")
            begun = item.accepted_on or item.decided_on
            for code in effective_requires(rule, facts.route, rules, Items(facts.items)):
                need = by_code[code]
                if begun is None or not need.is_applicable:
                    continue
                if not need.is_done or need.decided_on is None or need.decided_on > begun:
                    found.append(f"{line.name} {item.code} before {code}")
    return found


@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(2023, 10, 1), id="National Day, a Sunday"),
        pytest.param(date(2024, 10, 8), id="after National Day"),
        pytest.param(date(2026, 12, 21), id="before a year that is not published"),
        pytest.param(date(2028, 2, 29), id="in a year that is not published"),
    ],
)
def test_on_any_day_the_examples_keep_the_rules(open_folder: OpenWorkspace, today: date) -> None:
    workspace = open_folder(today)
    workspace.do(fill_with_examples, 80)
    assert break_of_the_rules(workspace) == []


def test_no_item_breaks_a_rule_or_overtakes_what_it_waits_for(demo: Workspace) -> None:
    assert break_of_the_rules(demo) == []


def test_the_stored_clocks_are_those_counted_anew(demo: Workspace) -> None:
    assert demo.read(differences) == []


def test_there_are_as_many_as_asked_for_and_the_invented_ones_say_so(demo: Workspace) -> None:
    lines = demo.read(register)
    assert len(lines) == MANY
    numbers = [line.name[2:5] for line, _ in invented(demo)]
    assert sorted(numbers) == [f"{number:03d}" for number in range(1, MANY - 11 + 1)]
    assert all(line.investor.startswith("示例企业") for line, _ in invented(demo))


@pytest.mark.parametrize("stage", [Stage.REVIEW, Stage.FORMATION, Stage.PERMITS, Stage.CONSTRUCTION])
def test_most_projects_are_well_and_few_are_late(demo: Workspace, stage: Stage) -> None:
    lights = Counter(line.light for line, _ in invented(demo) if line.stage is stage)
    timed = lights.total() - lights[Light.GREY]
    assert timed >= 15
    assert 0.35 <= lights[Light.GREEN] / timed <= 0.9
    assert lights[Light.YELLOW]
    assert 0 < lights[Light.RED] / timed <= 0.25


def test_nothing_invented_is_weeks_overdue(demo: Workspace) -> None:
    ids = {line.id for line, _ in invented(demo)}
    # What a breach is pursued for goes on for months.
    pursued = (ClockKind.COMMITMENT, ClockKind.LADDER)
    late = [
        line.face
        for line in demo.read(deadlines)
        if line.project_id in ids and line.face.light is Light.RED and line.face.kind not in pursued
    ]
    assert late
    assert all(face.due is not None and face.due >= TODAY - timedelta(days=16) for face in late)


def test_a_project_stands_where_its_permits_allow(demo: Workspace) -> None:
    rules = demo.rules.template_on(date.max).by_code
    checked = Counter[Stage]()
    for _, facts in invented(demo):
        if facts.route is None or not facts.items:
            continue
        checked[facts.stage] += 1
        ready = start_ready(facts.items, rules, facts.route)
        assert ready is (stage_index(facts.stage) > stage_index(Stage.PERMITS))
        if ready:
            last = start_ready_on(facts.items, rules, facts.route)
            assert last is not None
            assert last <= facts.days[Milestone.START]
            done, total = certificates(facts.items, rules, facts.route)
            assert done == total
        assert established_on(Items(facts.items)) == facts.days[Milestone.ESTABLISHED]
    assert min(checked[stage] for stage in Stage if stage_index(stage) >= stage_index(Stage.PERMITS)) > 0


def test_projects_on_new_land_stand_before_and_after_their_listing(demo: Workspace) -> None:
    listed = Counter(
        Milestone.LISTED in facts.days
        for line, facts in invented(demo)
        if line.stage is Stage.PERMITS and line.route is Route.NEW_LAND
    )
    assert min(listed[True], listed[False]) >= 5


def test_stages_and_facts_follow_each_other_up_to_today(demo: Workspace) -> None:
    for line, facts in invented(demo):
        for record in facts.stages.values():
            check_stage_dates(record.started_on, record.done_on, TODAY)
        assert all(day <= TODAY for kind, day in facts.days.items() if not kind.is_plan)
        order = [Milestone.REVIEW_PASSED, Milestone.AGREEMENT, Milestone.ESTABLISHED, Milestone.START]
        order += [Milestone.MAIN_COMPLETE, Milestone.ACCEPTED, Milestone.PRODUCTION, Milestone.SCALE_ENTRY]
        known = [facts.days[kind] for kind in order if kind in facts.days]
        assert known == sorted(known), line.name
        assert facts.stage in facts.stages


def test_every_certificate_has_its_number(demo: Workspace) -> None:
    rules = demo.rules.template_on(date.max).by_code
    assert not any(
        lacks_number(rules[item.code], item) for _, facts in invented(demo) for item in facts.items
    )


def test_items_are_met_in_every_state_of_ordinary_life(demo: Workspace) -> None:
    states = Counter(item.state for _, facts in invented(demo) for item in facts.items)
    ordinary = (PermitState.NOT_STARTED, PermitState.PREPARING, PermitState.APPLIED, PermitState.ACCEPTED)
    assert all(states[state] for state in (*ordinary, PermitState.SUSPENDED, PermitState.DECIDED))
    assert all(
        item.state is PermitState.NOT_STARTED
        for _, facts in invented(demo)
        for item in facts.items
        if item.code == READY
    )


def test_money_and_land_are_round_and_go_together(demo: Workspace) -> None:
    for line, _ in invented(demo):
        assert line.investment_yuan is not None
        assert line.fixed_investment_yuan is not None
        assert line.area_mu is not None
        assert 50_000_000 <= line.investment_yuan <= 2_000_000_000
        assert line.investment_yuan % 5_000_000 == 0
        assert line.fixed_investment_yuan < line.investment_yuan
        assert 175 <= line.fixed_investment_yuan / 10_000 / float(line.area_mu) <= 430
        assert (line.completed_yuan or 0) <= line.investment_yuan


@pytest.fixture
def usual(workspace: Workspace) -> Workspace:
    """The examples as the window offers them."""
    workspace.do(fill_with_examples, USUAL_NUMBER)
    return workspace


def test_the_usual_examples_know_every_way_to_stand_still_or_leave(usual: Workspace) -> None:
    standings = Counter(line.status for line in usual.read(register))
    assert set(ProjectStatus) - standings.keys() == {ProjectStatus.TERMINATED, ProjectStatus.CLOSED}


def test_the_usual_examples_fill_a_weekly_report(usual: Workspace) -> None:
    data = usual.read(weekly_input, week_of(TODAY))
    kinds = {type(event) for line in data.progress for event in line.events}
    assert kinds >= {ItemAccepted, ItemDecided, MilestoneReached, ProgressNoted, ProjectAdded, StageMoved}
    assert data.week.stage_moves.now
    assert data.week.decided_items.now
    assert data.due_items
    assert data.problems


@pytest.mark.parametrize(
    "today",
    [
        pytest.param(date(2024, 6, 3), id="Monday"),
        pytest.param(date(2025, 2, 5), id="first day after Spring Festival"),
        pytest.param(date(2023, 10, 7), id="Saturday worked in exchange"),
        pytest.param(date(2023, 10, 1), id="Sunday in a holiday"),
    ],
)
def test_whatever_the_day_its_week_has_something_to_report(open_folder: OpenWorkspace, today: date) -> None:
    workspace = open_folder(today)
    workspace.do(fill_with_examples)
    week = workspace.read(weekly_input, week_of(today)).week
    assert week.new_projects.now
    assert week.stage_moves.now >= 2


def test_problems_are_open_and_solved(demo: Workspace) -> None:
    states = Counter(problem.state for problem in demo.read(problems))
    assert states[ProblemState.ASSIGNED] + states[ProblemState.IN_HAND] >= 10
    assert states[ProblemState.CLOSED] >= 10
    week = demo.read(weekly_input, week_of(TODAY))
    assert any(problem.state is ProblemState.CLOSED for problem in week.problems)
    assert any(isinstance(event, StatusChanged) for line in week.progress for event in line.events)


def test_the_examples_are_taken_back_in_one_act(usual: Workspace) -> None:
    usual.undo()
    assert usual.read(register) == ()


def test_examples_are_only_put_into_an_empty_folder(usual: Workspace) -> None:
    with pytest.raises(UserError, match=r"demo\.not_empty"):
        usual.do(fill_with_examples)


@pytest.mark.parametrize("number", [0, 5001])
def test_the_number_of_examples_has_its_bounds(workspace: Workspace, number: int) -> None:
    with pytest.raises(UserError, match=r"demo\.number"):
        workspace.do(fill_with_examples, number)


def test_few_examples_are_all_published_cases(workspace: Workspace) -> None:
    workspace.do(fill_with_examples, 3)
    assert len(workspace.read(register)) == 3
    assert invented(workspace) == []


def test_what_a_department_has_accepted_lacks_no_paper(demo: Workspace) -> None:
    own = [line for line in demo.read(missing_papers) if line.project.startswith("示例")]
    states = Counter(line.state for line in own)
    assert states[PermitState.ACCEPTED] == states[PermitState.IN_PROGRESS] == 0
    assert states[PermitState.NOT_STARTED] > 0
    handed_in = [line for line in own if line.state is PermitState.APPLIED]
    assert handed_in
    assert all(len(line.materials) == 1 for line in handed_in)
