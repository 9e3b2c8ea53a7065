"""What changed since an issued number, beside a plain comparison of every pair."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date

import pytest

from fangzi_desktop.domain.report_changes import Changes, ProjectChange, changes_since
from fangzi_desktop.domain.report_figures import IssuedFigures, ProjectFigures, TotalFigures
from fangzi_desktop.domain.report_terms import ReportKind
from fangzi_desktop.domain.stages import STAGES, TERMINAL
from fangzi_desktop.domain.terms import Light, ProjectStatus, Stage

ACTIVE, VETOED, DEFERRED = ProjectStatus.ACTIVE, ProjectStatus.VETOED, ProjectStatus.DEFERRED


def issued(projects: Mapping[str, ProjectFigures], overdue: int = 0) -> IssuedFigures:
    return IssuedFigures(
        ReportKind.WEEKLY,
        "2023-W07",
        2023,
        7,
        1,
        date(2023, 2, 17),
        projects,
        TotalFigures(overdue_items=overdue),
    )


def figures(
    status: ProjectStatus = ACTIVE,
    stage: Stage = Stage.PERMITS,
    light: Light = Light.GREEN,
    done: int | None = None,
) -> ProjectFigures:
    return ProjectFigures("甲", stage, status, light, None, done)


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        pytest.param(None, figures(), ProjectChange("p", "甲", is_new=True), id="new"),
        pytest.param(None, figures(VETOED), None, id="came and left between"),
        pytest.param(figures(VETOED), figures(), ProjectChange("p", "甲", is_new=True), id="came back"),
        pytest.param(figures(), figures(VETOED), ProjectChange("p", "甲", left_as=VETOED), id="left"),
        pytest.param(figures(), None, ProjectChange("p", "甲", is_gone=True), id="removed from the records"),
        pytest.param(figures(VETOED), None, None, id="was out already"),
        pytest.param(figures(), figures(DEFERRED), None, id="a stopped project is still in it"),
        pytest.param(figures(), figures(), None, id="nothing"),
        pytest.param(
            figures(),
            figures(stage=Stage.CONSTRUCTION, light=Light.RED, done=5),
            ProjectChange("p", "甲", False, None, False, Stage.PERMITS, Stage.CONSTRUCTION, Light.RED),
            id="moved and turned; an amount that was unknown has not grown",
        ),
        pytest.param(
            figures(done=5), figures(done=3), ProjectChange("p", "甲", done_yuan=-2), id="corrected downwards"
        ),
    ],
)
def test_a_project_is_compared(
    before: ProjectFigures | None, now: ProjectFigures | None, change: ProjectChange | None
) -> None:
    old = {"p": before} if before is not None else {}
    new = {"p": now} if now is not None else {}
    assert changes_since(issued(old), new).projects == (() if change is None else (change,))


def test_the_number_compared_with_is_named() -> None:
    found = changes_since(issued({}, overdue=4), {})
    assert found == Changes(2023, 7, date(2023, 2, 17), (), 0, 4)


def test_a_move_says_by_how_many_stages() -> None:
    ahead = ProjectChange("p", "甲", stage_before=Stage.REVIEW, stage=Stage.PERMITS)
    back = ProjectChange("p", "甲", stage_before=Stage.PERMITS, stage=Stage.REVIEW)
    assert (ahead.stages_ahead, back.stages_ahead, ProjectChange("p", "甲").stages_ahead) == (2, -2, 0)


def a_random_ledger(rng: random.Random) -> dict[str, ProjectFigures]:
    return {
        f"{number:02d}": ProjectFigures(
            f"项目{number}",
            rng.choice(STAGES),
            rng.choice(list(ProjectStatus)),
            rng.choice(list(Light)),
            None,
            rng.choice([None, 0, 10, 25]),
        )
        for number in range(40)
        if rng.random() < 0.8
    }


@pytest.mark.parametrize("seed", range(20))
def test_the_counts_are_those_of_a_plain_comparison(seed: int) -> None:
    rng = random.Random(seed)
    before, now = a_random_ledger(rng), a_random_ledger(rng)
    found = changes_since(issued(before), now)
    inside_before = {one for one, of in before.items() if of.status not in TERMINAL}
    inside_now = {one for one, of in now.items() if of.status not in TERMINAL}
    both = inside_before & inside_now

    def ids(test: object) -> set[str]:
        return {one.project_id for one in found.projects if callable(test) and test(one)}

    assert ids(lambda one: one.is_new) == inside_now - inside_before
    assert ids(lambda one: one.is_out) == inside_before - inside_now
    assert ids(lambda one: one.stages_ahead > 0) == {
        one for one in both if STAGES.index(now[one].stage) > STAGES.index(before[one].stage)
    }
    assert ids(lambda one: one.stages_ahead < 0) == {
        one for one in both if STAGES.index(now[one].stage) < STAGES.index(before[one].stage)
    }
    for light in Light:
        turned = {one for one in both if now[one].light is light and before[one].light is not light}
        assert ids(lambda one, light=light: one.light is light) == turned
    known = [
        (before[one].completed_yuan, now[one].completed_yuan)
        for one in both
        if before[one].completed_yuan is not None and now[one].completed_yuan is not None
    ]
    assert found.done_known == len(known)
    assert found.done_yuan == sum((new or 0) - (old or 0) for old, new in known)
    assert len(found.by_project) == len(found.projects)
