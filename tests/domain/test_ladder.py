from __future__ import annotations

from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ladder import (
    Rung,
    check_removal,
    check_rung,
    check_settlement,
    current,
    pressing,
    same_matter,
    usual_due,
)
from fangzi_desktop.domain.stage_terms import LadderLevel, Side

TODAY = date(2023, 6, 1)
REMINDER, INTERVIEW, DEMAND = LadderLevel.REMINDER, LadderLevel.INTERVIEW, LadderLevel.DEMAND
DECISION, CLAWBACK, RESCISSION = LadderLevel.DECISION, LadderLevel.CLAWBACK, LadderLevel.RESCISSION


def a_rung(
    level: LadderLevel,
    day: int = 1,
    *,
    due: date | None = None,
    settled: date | None = None,
    about: str | None = "c",
) -> Rung:
    return Rung(f"{level}{day}{about}", level, date(2023, 3, day), due, settled, about)


DEMANDED = a_rung(DEMAND, 10, due=date(2023, 4, 10))


def refusal(level: LadderLevel, *before: Rung, on: date = TODAY, due: date | None = None) -> str:
    try:
        check_rung(level, on, due, before, Side.ENTERPRISE, TODAY)
    except UserError as problem:
        return problem.code
    return ""


def test_a_reminder_gives_thirty_calendar_days() -> None:
    assert usual_due(REMINDER, date(2023, 3, 1)) == date(2023, 3, 31)
    assert usual_due(DEMAND, date(2023, 3, 1)) is None


@pytest.mark.parametrize("level", [DECISION, CLAWBACK, RESCISSION])
def test_what_binds_needs_a_demand_whose_term_has_run(level: LadderLevel) -> None:
    assert refusal(level) == "ladder.no_demand"
    assert refusal(level, a_rung(REMINDER)) == "ladder.no_demand"
    assert refusal(level, DEMANDED) == ""
    assert refusal(level, DEMANDED, on=date(2023, 4, 10)) == "ladder.demand_running"
    settled = a_rung(DEMAND, 10, due=date(2023, 4, 10), settled=date(2023, 4, 1))
    assert refusal(level, settled) == "ladder.no_demand"
    later = a_rung(DEMAND, 10, due=date(2023, 4, 10))
    assert refusal(level, later, on=date(2023, 3, 9)) == "ladder.no_demand"


def test_an_interview_needs_a_reminder_and_a_demand_a_day() -> None:
    assert refusal(INTERVIEW) == "ladder.no_reminder"
    assert refusal(INTERVIEW, a_rung(REMINDER)) == ""
    assert refusal(DEMAND) == "ladder.demand_without_due"
    assert refusal(DEMAND, due=TODAY) == ""


def test_days_are_possible_and_the_government_has_no_ladder() -> None:
    assert refusal(REMINDER, on=date(2023, 6, 2)) == "ladder.in_future"
    assert refusal(REMINDER, due=date(2023, 5, 31)) == "ladder.due_before"
    with pytest.raises(UserError, match=r"ladder\.own_breach"):
        check_rung(REMINDER, TODAY, None, (), Side.GOVERNMENT, TODAY)


def test_what_others_rest_on_stays() -> None:
    reminder, interview = a_rung(REMINDER), a_rung(INTERVIEW, 5)
    with pytest.raises(UserError, match=r"ladder\.rests_on_it"):
        check_removal(reminder, [interview])
    check_removal(interview, [reminder])
    check_removal(reminder, [a_rung(INTERVIEW, 5, about="other")])


def test_the_highest_open_rung_counts_and_takes_the_place_of_lower_ones() -> None:
    reminder, other = a_rung(REMINDER), a_rung(REMINDER, about="other")
    assert current([]) is None
    assert current([reminder, DEMANDED]) is DEMAND
    assert current([a_rung(DEMAND, settled=TODAY)]) is None
    assert pressing([reminder, DEMANDED, other]) == [DEMANDED, other]
    assert pressing([reminder, a_rung(DEMAND, settled=TODAY)]) == [reminder]


def test_a_commitment_is_also_met_by_what_is_about_the_whole_agreement() -> None:
    whole, own, other = a_rung(REMINDER, about=None), a_rung(REMINDER), a_rung(REMINDER, about="other")
    assert same_matter([whole, own, other], "c") == [whole, own]
    assert same_matter([whole, own, other], None) == [whole]


@pytest.mark.parametrize("on", [date(2023, 3, 9), date(2023, 6, 2)])
def test_a_rung_is_settled_between_its_day_and_today(on: date) -> None:
    check_settlement(DEMANDED, TODAY, TODAY)
    with pytest.raises(UserError, match=r"ladder\.settled_range"):
        check_settlement(DEMANDED, on, TODAY)
