from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.meetings import check_meeting, check_place_on_agenda, expected_number

DAY = date(2026, 11, 27)


def test_the_next_free_number_of_the_year_is_proposed() -> None:
    assert expected_number(DAY, []) == "坊项论〔2026〕1号"
    used = ["坊项论〔2026〕1号", "坊项论〔2025〕2号", "坊项论〔2026〕2号"]
    assert expected_number(DAY, used) == "坊项论〔2026〕3号"


def test_a_meeting_has_a_name_and_a_number_of_its_own() -> None:
    check_meeting("第1次会议", "", ["", "坊项论〔2026〕1号"])
    with pytest.raises(UserError, match=r"meeting\.no_name"):
        check_meeting(" ", "", [])
    with pytest.raises(UserError, match=r"meeting\.number_used"):
        check_meeting("第1次会议", "一号", ["一号"])


def test_an_agenda_takes_only_packages_that_were_accepted_by_then() -> None:
    check_place_on_agenda("项目", DAY, DAY)
    with pytest.raises(UserError, match=r"meeting\.no_round"):
        check_place_on_agenda("项目", None, DAY)
    with pytest.raises(UserError, match=r"meeting\.before_acceptance"):
        check_place_on_agenda("项目", date(2026, 11, 28), DAY)
