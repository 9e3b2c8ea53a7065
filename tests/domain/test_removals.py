from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.removals import check_months, is_without_progress
from fangzi_desktop.domain.terms import ProjectStatus, Stage

TODAY = date(2023, 2, 24)


@pytest.mark.parametrize(
    ("stage", "status", "since", "proposed"),
    [
        pytest.param(Stage.FORMATION, ProjectStatus.ACTIVE, date(2022, 8, 23), True, id="over six months"),
        pytest.param(Stage.FORMATION, ProjectStatus.ACTIVE, date(2022, 8, 24), False, id="six months"),
        pytest.param(Stage.PERMITS, ProjectStatus.RETURNED, date(2022, 1, 1), True, id="returned"),
        pytest.param(Stage.PLANNING, ProjectStatus.LEAD, date(2022, 1, 1), True, id="a lead"),
        pytest.param(Stage.FORMATION, ProjectStatus.DEFERRED, date(2022, 1, 1), False, id="deferred"),
        pytest.param(Stage.CONSTRUCTION, ProjectStatus.ACTIVE, date(2022, 1, 1), False, id="being built"),
        pytest.param(Stage.REVIEW, ProjectStatus.VETOED, date(2022, 1, 1), False, id="left already"),
    ],
)
def test_long_silence_before_building_calls_for_a_decision(
    stage: Stage, status: ProjectStatus, since: date, proposed: bool
) -> None:
    assert is_without_progress(stage, status, since, 6, TODAY) is proposed


@pytest.mark.parametrize("months", [0, -1, 61])
def test_a_limit_is_a_number_of_months_people_live_to_see(months: int) -> None:
    check_months(6)
    with pytest.raises(UserError, match=r"removal\.months"):
        check_months(months)
