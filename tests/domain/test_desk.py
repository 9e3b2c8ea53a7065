"""What lies with the departments, and what could be handed in to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.clocks import ProjectFacts
from fangzi_desktop.domain.deadlines import Suspension
from fangzi_desktop.domain.desk import IN_HAND, desk_items, ready_ids
from fangzi_desktop.domain.permit_items import Correction, ItemFacts, Part
from fangzi_desktop.domain.permits import checklist_for, initial_applicability, standings
from fangzi_desktop.domain.terms import Applicability, PartKind, PermitState, ProjectStatus, Route, Stage
from tests.domain.test_permits import RULES

DAY = date(2023, 2, 6)


def a_checklist(route: Route = Route.NEW_LAND) -> tuple[ItemFacts, ...]:
    return tuple(
        ItemFacts(rule.code.lower(), rule.code, initial_applicability(rule))
        for rule in checklist_for(RULES.values(), route)
    )


def with_item(items: tuple[ItemFacts, ...], code: str, **values: object) -> tuple[ItemFacts, ...]:
    return tuple(replace(item, **values) if item.code == code else item for item in items)  # type: ignore[arg-type]


def a_project(items: tuple[ItemFacts, ...], **values: object) -> ProjectFacts:
    usual = ProjectFacts("p", Stage.PERMITS, ProjectStatus.ACTIVE, Route.NEW_LAND, {}, {}, items, (), ())
    return replace(usual, **values)  # type: ignore[arg-type]


def codes(facts: ProjectFacts) -> set[str]:
    return {item.code for item in desk_items(facts, RULES)}


def test_what_waits_for_nothing_could_be_handed_in() -> None:
    found = codes(a_project(a_checklist()))
    assert "FILING" in found
    assert "LAND_CONTRACT" not in found
    assert "START_READY" not in found


def test_a_decided_prerequisite_lets_the_next_item_come_up() -> None:
    items = a_checklist()
    assert "EIA" not in codes(a_project(items))
    done = with_item(items, "FILING", state=PermitState.DECIDED, decided_on=DAY)
    found = codes(a_project(done))
    assert "EIA" in found
    assert "FILING" not in found


@pytest.mark.parametrize("state", sorted(IN_HAND))
def test_what_a_department_has_in_hand_stays_on_its_desk_though_something_before_it_is_open(
    state: PermitState,
) -> None:
    items = with_item(a_checklist(), "CONSTR_PERMIT", state=state, applied_on=DAY)
    (item,) = (one for one in desk_items(a_project(items), RULES) if one.code == "CONSTR_PERMIT")
    assert (item.state, item.applied_on) == (state, DAY)


@pytest.mark.parametrize(
    "state", [PermitState.DECIDED, PermitState.REFUSED, PermitState.WITHDRAWN, PermitState.LISTING_FAILED]
)
def test_what_has_ended_has_left_the_desk(state: PermitState) -> None:
    assert "FILING" not in codes(a_project(with_item(a_checklist(), "FILING", state=state)))


def test_what_a_project_does_not_need_is_on_no_desk() -> None:
    items = with_item(a_checklist(), "FILING", applicability=Applicability.NOT_APPLICABLE)
    found = codes(a_project(items))
    assert "FILING" not in found
    assert "EIA" in found


def test_what_nobody_has_looked_into_says_so() -> None:
    items = with_item(a_checklist(), "FILING", applicability=Applicability.UNDECIDED)
    marks = {item.code: item.undecided for item in desk_items(a_project(items), RULES)}
    assert marks["FILING"]
    settled = {item.code: item.undecided for item in desk_items(a_project(a_checklist()), RULES)}
    assert not settled["FILING"]


@pytest.mark.parametrize(
    "status", [ProjectStatus.VETOED, ProjectStatus.REMOVED, ProjectStatus.TERMINATED, ProjectStatus.CLOSED]
)
def test_a_project_that_has_left_the_mechanism_is_on_no_desk(status: ProjectStatus) -> None:
    assert not codes(a_project(a_checklist(), status=status))


def test_a_project_whose_land_question_is_open_is_on_no_desk() -> None:
    assert not codes(a_project((), route=None))


def test_the_earliest_open_stop_holds_an_item_up() -> None:
    own = Suspension(date(2023, 2, 15), None, "听证")
    ended = Suspension(date(2023, 2, 1), date(2023, 2, 3), "公示")
    items = with_item(
        a_checklist(), "FILING", state=PermitState.SUSPENDED, accepted_on=DAY, suspensions=(ended, own)
    )
    (item,) = (one for one in desk_items(a_project(items), RULES) if one.code == "FILING")
    assert item.stopped_since == own.first
    deferred = Suspension(date(2023, 2, 10), None, "项目暂缓")
    (item,) = (one for one in desk_items(a_project(items, stops=(deferred,)), RULES) if one.code == "FILING")
    assert item.stopped_since == deferred.first


def test_a_stop_of_the_project_holds_up_nothing_that_is_not_begun() -> None:
    facts = a_project(a_checklist(), stops=(Suspension(DAY, None, "项目暂缓"),))
    assert all(item.stopped_since is None for item in desk_items(facts, RULES))


STATES = st.sampled_from(sorted(PermitState))
NEEDS = st.sampled_from(sorted(Applicability))
PLOT_A, PLOT_B = Part("a", PartKind.PLOT, "A宗地"), Part("b", PartKind.PLOT, "B宗地")
HALL = Part("hall", PartKind.BUILDING, "1号厂房", frozenset({"a"}))
DIVISIONS = st.sampled_from([(None,), (None,), (None,), (PLOT_A, PLOT_B), (HALL,), (None, PLOT_B)])
ROUNDS = st.sampled_from([1, 1, 1, 2])


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(sorted(Route)), st.booleans())
def test_ready_means_what_the_checklist_means_by_it(data: st.DataObject, route: Route, divided: bool) -> None:
    items = tuple(
        replace(
            item,
            id=f"{item.id}-{part.id if part else ''}-{round_no}",
            state=data.draw(STATES),
            applicability=data.draw(NEEDS),
            part=part,
            round_no=round_no,
        )
        for item in a_checklist(route)
        for part in (data.draw(DIVISIONS) if divided else (None,))
        for round_no in range(1, data.draw(ROUNDS) + 1)
    )
    told = standings(items, RULES, route)
    wanted = {
        item.id
        for item in items
        if told[item.id].ready
        and item.state in (PermitState.NOT_STARTED, PermitState.PREPARING)
        and not RULES[item.code].automatic
    }
    assert ready_ids(items, RULES, route) == wanted


def test_of_several_instances_all_must_be_decided() -> None:
    items = with_item(a_checklist(), "FILING", state=PermitState.DECIDED)
    assert "eia" in ready_ids(items, RULES, Route.NEW_LAND)
    second = ItemFacts("filing-2", "FILING", part=PLOT_B)
    assert "eia" not in ready_ids((*items, second), RULES, Route.NEW_LAND)


def test_the_title_names_the_part_and_the_round() -> None:
    items = with_item(
        a_checklist(), "FILING", state=PermitState.APPLIED, part=PLOT_A, round_no=2, applied_on=DAY
    )
    titles = {item.title for item in desk_items(a_project(items), RULES)}
    assert f"{RULES['FILING'].name}（A宗地·第2轮）" in titles


def test_a_round_that_another_followed_is_on_no_desk() -> None:
    items = with_item(a_checklist(), "FILING", state=PermitState.ACCEPTED, accepted_on=DAY)
    again = ItemFacts("filing-2", "FILING", state=PermitState.APPLIED, applied_on=DAY, round_no=2)
    found = [item.id for item in desk_items(a_project((*items, again)), RULES) if item.code == "FILING"]
    assert found == ["filing-2"]


def test_a_notice_that_is_not_answered_says_since_when() -> None:
    answered = Correction(date(2023, 2, 7), date(2023, 2, 8), "缺图纸")
    open_notice = Correction(date(2023, 2, 9), None, "缺公章")
    items = with_item(
        a_checklist(),
        "FILING",
        state=PermitState.CORRECTING,
        applied_on=DAY,
        corrections=(answered, open_notice),
    )
    (item,) = (one for one in desk_items(a_project(items), RULES) if one.code == "FILING")
    assert item.notified_on == open_notice.notified_on
