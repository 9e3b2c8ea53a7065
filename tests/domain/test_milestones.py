import pytest

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.milestones import check_order, impossible_orders
from fangzi_desktop.domain.terms import Milestone

START, LATER = PartialDate(2023, 2, 6), PartialDate(2023, 2, 20)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (Milestone.START, Milestone.PRODUCTION),
        (Milestone.START, Milestone.TOPPED_OUT),
        (Milestone.START_LEGAL, Milestone.MAIN_COMPLETE),
        (Milestone.START_STATISTICAL, Milestone.COMPLETED),
        (Milestone.START, Milestone.ACCEPTED),
        (Milestone.TOPPED_OUT, Milestone.MAIN_COMPLETE),
        (Milestone.PRODUCTION, Milestone.FULL_CAPACITY),
    ],
)
def test_what_follows_cannot_have_happened_before(earlier: Milestone, later: Milestone) -> None:
    with pytest.raises(UserError, match=r"milestone\.order"):
        check_order({earlier: LATER, later: START}, {later})
    check_order({earlier: START, later: LATER}, {later})
    check_order({earlier: START, later: START}, {earlier, later})


@pytest.mark.parametrize(
    ("dates", "changed"),
    [
        pytest.param({Milestone.PRODUCTION: START}, {Milestone.PRODUCTION}, id="no start on record"),
        pytest.param(
            {Milestone.START: PartialDate(2023, 3), Milestone.PRODUCTION: LATER},
            {Milestone.PRODUCTION},
            id="only the month of the start is known",
        ),
        pytest.param(
            {Milestone.START: LATER, Milestone.PRODUCTION: START},
            {Milestone.AGREEMENT},
            id="an old ledger's slip does not stop other dates",
        ),
        pytest.param(
            {Milestone.AGREEMENT: LATER, Milestone.ESTABLISHED: START},
            {Milestone.AGREEMENT},
            id="立项 may come before the signing",
        ),
        pytest.param(
            {Milestone.PLANNED_START: LATER, Milestone.PRODUCTION: START},
            {Milestone.PRODUCTION},
            id="plans bind nothing",
        ),
    ],
)
def test_what_is_possible_is_allowed(dates: dict[Milestone, PartialDate], changed: set[Milestone]) -> None:
    assert not list(impossible_orders(dates, changed))
