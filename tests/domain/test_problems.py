from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.problems import check_listing, check_step_day, may_take, state_after
from fangzi_desktop.domain.stage_terms import ProblemStep
from fangzi_desktop.domain.terms import ProblemState

TODAY = date(2023, 2, 24)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        pytest.param([], ProblemState.OPEN, id="raised"),
        pytest.param([ProblemStep.ASSIGNED], ProblemState.ASSIGNED, id="handed over"),
        pytest.param([ProblemStep.ASSIGNED] * 2, ProblemState.ASSIGNED, id="handed to another unit"),
        pytest.param([ProblemStep.ASSIGNED, ProblemStep.TAKEN_IN_HAND], ProblemState.IN_HAND, id="in hand"),
        pytest.param([ProblemStep.ASSIGNED, ProblemStep.CLAIMED], ProblemState.CLAIMED, id="called solved"),
        pytest.param([ProblemStep.CLAIMED, ProblemStep.RETURNED], ProblemState.IN_HAND, id="not solved"),
        pytest.param([ProblemStep.CLAIMED, ProblemStep.CLOSED], ProblemState.CLOSED, id="verified"),
        pytest.param([ProblemStep.CLOSED, ProblemStep.RETURNED], ProblemState.IN_HAND, id="opened again"),
        pytest.param([ProblemStep.ASSIGNED, ProblemStep.LISTED], ProblemState.ASSIGNED, id="listed"),
        pytest.param([ProblemStep.CLOSED, ProblemStep.UNLISTED], ProblemState.CLOSED, id="off the list"),
    ],
)
def test_steps_lead_from_state_to_state(steps: list[ProblemStep], state: ProblemState) -> None:
    reached = ProblemState.OPEN
    for step in steps:
        reached = state_after(step, reached)
    assert reached is state


@pytest.mark.parametrize(
    ("step", "state"),
    [
        (ProblemStep.CLAIMED, ProblemState.CLOSED),
        (ProblemStep.CLOSED, ProblemState.CLOSED),
        (ProblemStep.RETURNED, ProblemState.ASSIGNED),
        (ProblemStep.TAKEN_IN_HAND, ProblemState.CLAIMED),
        (ProblemStep.LISTED, ProblemState.CLOSED),
    ],
)
def test_a_step_out_of_place_is_refused(step: ProblemStep, state: ProblemState) -> None:
    assert not may_take(step, state)
    with pytest.raises(UserError, match=r"problem\.not_now"):
        state_after(step, state)


def test_a_step_lies_between_the_one_before_and_today() -> None:
    raised, last = date(2023, 2, 1), date(2023, 2, 10)
    check_step_day(raised, raised, None, TODAY)
    check_step_day(last, raised, last, TODAY)
    check_step_day(TODAY, raised, last, TODAY)
    for on, before in ((date(2023, 1, 31), None), (date(2023, 2, 9), last), (date(2023, 2, 25), last)):
        with pytest.raises(UserError, match=r"problem\.step_out_of_range"):
            check_step_day(on, raised, before, TODAY)


def test_only_what_is_overdue_is_listed_and_once() -> None:
    check_listing(date(2023, 2, 23), None, TODAY)
    for due in (None, TODAY, date(2023, 3, 1)):
        with pytest.raises(UserError, match=r"problem\.not_overdue"):
            check_listing(due, None, TODAY)
    with pytest.raises(UserError, match=r"problem\.listed_already"):
        check_listing(date(2023, 2, 1), date(2023, 2, 10), TODAY)
