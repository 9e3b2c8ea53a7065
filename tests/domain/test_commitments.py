from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.commitments import (
    EVENTS,
    MEASURES,
    Finding,
    Goal,
    Tally,
    Term,
    check_clock,
    check_goal,
    check_reached,
    check_result,
    check_term,
    judge,
    tally,
    term_clock,
)
from fangzi_desktop.domain.deadlines import deadline_of
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import CommitmentMetric, CommitmentResult, Comparison, Side
from fangzi_desktop.domain.terms import Milestone, Unit
from tests.domain.seeds import CALENDAR

DUE = date(2023, 6, 30)
LATE = date(2023, 7, 1)
HUNDRED = Goal(Comparison.AT_LEAST, Decimal(100))


def test_every_metric_has_its_measure() -> None:
    assert set(MEASURES) == set(CommitmentMetric)
    assert MEASURES[CommitmentMetric.INVESTMENT_INTENSITY].unit == "万元/亩"
    assert MEASURES[CommitmentMetric.RD_INTENSITY].unit == "%"
    assert MEASURES[CommitmentMetric.START].comparison is None
    assert MEASURES[CommitmentMetric.CLEARED_LAND].side is Side.GOVERNMENT
    assert Milestone.AGREEMENT in EVENTS and Milestone.PRODUCTION in EVENTS


@pytest.mark.parametrize(
    ("term", "code"),
    [
        pytest.param(Term(), "commitment.no_due", id="neither"),
        pytest.param(Term(DUE, 3, Unit.MONTH, Milestone.START), "commitment.two_dues", id="both"),
        pytest.param(Term(DUE, event=Milestone.START), "commitment.two_dues", id="a day and an event"),
        pytest.param(Term(amount=3, unit=Unit.MONTH), "commitment.half_span", id="no event"),
        pytest.param(Term(amount=3, event=Milestone.START), "commitment.half_span", id="no unit"),
        pytest.param(Term(unit=Unit.MONTH, event=Milestone.START), "commitment.half_span", id="no amount"),
        pytest.param(Term(None, 0, Unit.MONTH, Milestone.START), "commitment.span_amount", id="nothing"),
        pytest.param(Term(None, 601, Unit.MONTH, Milestone.START), "commitment.span_amount", id="too long"),
    ],
)
def test_a_term_is_a_day_or_a_span(term: Term, code: str) -> None:
    with pytest.raises(UserError, match=code):
        check_term(term)


def test_a_day_or_a_whole_span_is_a_term() -> None:
    check_term(Term(DUE))
    check_term(Term(None, 18, Unit.MONTH, Milestone.START))


@pytest.mark.parametrize(
    ("amount", "unit", "start", "due"),
    [
        pytest.param(1, Unit.MONTH, date(2023, 1, 31), date(2023, 2, 28), id="month's last day (§202)"),
        pytest.param(6, Unit.MONTH, date(2022, 8, 11), date(2023, 2, 13), id="end on a Saturday (§203)"),
        pytest.param(5, Unit.WORKING_DAY, date(2023, 2, 17), date(2023, 2, 24), id="working days"),
        pytest.param(30, Unit.CALENDAR_DAY, date(2023, 2, 1), date(2023, 3, 3), id="calendar days"),
    ],
)
def test_a_span_is_counted_by_the_civil_code(amount: int, unit: Unit, start: date, due: date) -> None:
    clock = term_clock(Term(None, amount, unit, Milestone.AGREEMENT), start)
    assert deadline_of(clock, CALENDAR).due == due


def test_a_span_waits_for_its_event() -> None:
    clock = term_clock(Term(None, 18, Unit.MONTH, Milestone.PRODUCTION), None)
    assert (clock.start_event, clock.start) == ("投产", None)
    assert deadline_of(clock, CALENDAR).due is None
    assert term_clock(Term(DUE), None).limit is None


def test_checks_follow_the_last_one_or_the_signing() -> None:
    signed, checked = date(2023, 1, 5), date(2023, 2, 20)
    assert check_clock(None, signed, None) is None
    assert check_clock(None, None, 3) is None
    first = check_clock(None, signed, 3)
    assert first is not None and deadline_of(first, CALENDAR).due == date(2023, 4, 6)
    following = check_clock(checked, signed, 3)
    assert following is not None and deadline_of(following, CALENDAR).due == date(2023, 5, 22)


@pytest.mark.parametrize(
    ("goal", "actual", "actual_on", "result", "share"),
    [
        pytest.param(HUNDRED, "100", DUE, "met", 100, id="reached on the last day"),
        pytest.param(HUNDRED, "120", DUE, "met", 120, id="more than promised"),
        pytest.param(HUNDRED, "100", LATE, "partial", 100, id="reached too late"),
        pytest.param(HUNDRED, "100", None, "partial", 100, id="nobody knows when"),
        pytest.param(HUNDRED, "62.4", DUE, "partial", 62, id="in part"),
        pytest.param(HUNDRED, "99.9", DUE, "partial", 99, id="a part is never the whole"),
        pytest.param(HUNDRED, "0", DUE, "unmet", 0, id="nothing"),
        pytest.param(HUNDRED, None, DUE, "unmet", None, id="no figure"),
        pytest.param(Goal(Comparison.AT_MOST, Decimal(2)), "2", DUE, "met", None, id="ceiling kept"),
        pytest.param(Goal(Comparison.AT_MOST, Decimal(2)), "2", LATE, "partial", None, id="kept late"),
        pytest.param(Goal(Comparison.AT_MOST, Decimal(2)), "2.1", DUE, "unmet", None, id="ceiling broken"),
        pytest.param(Goal(Comparison.EQUAL, Decimal(2)), "2.0", DUE, "met", 100, id="just so"),
        pytest.param(Goal(Comparison.EQUAL, Decimal(2)), "3", DUE, "unmet", 150, id="too much"),
        pytest.param(Goal(Comparison.EQUAL, Decimal(2)), "1", DUE, "partial", 50, id="half"),
        pytest.param(Goal(), None, DUE, "met", None, id="deed done"),
        pytest.param(Goal(), None, LATE, "unmet", None, id="deed done late"),
        pytest.param(Goal(), None, None, "unmet", None, id="deed not done"),
    ],
)
def test_figures_are_judged(
    goal: Goal, actual: str | None, actual_on: date | None, result: str, share: int | None
) -> None:
    value = Decimal(actual) if actual is not None else None
    assert judge(goal, value, actual_on, DUE) == Finding(CommitmentResult(result), share)


def test_without_a_day_whatever_is_reached_is_in_time() -> None:
    assert judge(HUNDRED, Decimal(100), None, None).result is CommitmentResult.MET


@pytest.mark.parametrize(
    ("goal", "code"),
    [
        (Goal(Comparison.AT_LEAST, None), "commitment.half_goal"),
        (Goal(None, Decimal(1)), "commitment.half_goal"),
        (Goal(Comparison.AT_LEAST, Decimal(0)), "commitment.no_target"),
        (Goal(Comparison.AT_LEAST, Decimal(-1)), "commitment.no_target"),
    ],
)
def test_a_goal_is_whole_or_none(goal: Goal, code: str) -> None:
    with pytest.raises(UserError, match=code):
        check_goal(goal, "万元")
    check_goal(Goal(), "")


def test_another_result_needs_a_reason_and_a_waiver_its_paper() -> None:
    found = Finding(CommitmentResult.UNMET)
    check_result(found, CommitmentResult.UNMET, None, DUE, "", "")
    check_result(found, CommitmentResult.PARTIAL, None, DUE, "已部分投产", "")
    check_result(found, CommitmentResult.WAIVED, None, DUE, "政策变化", "坊政〔2023〕1号")
    with pytest.raises(UserError, match=r"commitment\.no_reason"):
        check_result(found, CommitmentResult.MET, None, DUE, "", "")
    with pytest.raises(UserError, match=r"commitment\.waiver_needs_paper"):
        check_result(found, CommitmentResult.WAIVED, None, DUE, "政策变化", "")
    with pytest.raises(UserError, match=r"commitment\.in_future"):
        check_result(found, CommitmentResult.UNMET, LATE, DUE, "", "")


def test_a_side_is_counted_by_its_results_and_what_is_late() -> None:
    standings = [(None, True), (None, False), (CommitmentResult.MET, False), (CommitmentResult.UNMET, False)]
    assert tally(standings) == Tally(4, 1, 0, 1, 0, 1)
    assert tally([]) == Tally(0, 0, 0, 0, 0, 0)


def test_before_its_day_something_must_have_been_reached() -> None:
    check_reached(Decimal(0), None, None, DUE, DUE)
    check_reached(None, DUE, None, DUE, DUE)
    check_reached(None, None, CommitmentResult.UNMET, DUE, DUE)
    check_reached(None, None, None, DUE, LATE)
    for due in (DUE, None):
        with pytest.raises(UserError, match=r"commitment\.nothing_reached"):
            check_reached(None, None, None, due, DUE)
    with pytest.raises(UserError, match=r"commitment\.negative"):
        check_reached(Decimal(-1), DUE, None, DUE, DUE)
