"""Which rows of the records count for which indicator, and for whom (mechanism §7.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fangzi_desktop.domain.assessment import Case, Period
from fangzi_desktop.domain.assessment_cases import cases_of
from fangzi_desktop.domain.assessment_facts import (
    AssessedDemand,
    AssessedOpinion,
    AssessedPayout,
    AssessedProblem,
    AssessedProject,
    AssessedPromise,
    Counting,
    Records,
)
from fangzi_desktop.domain.assessment_terms import IndicatorL2
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import Clock, Limit, Suspension
from fangzi_desktop.domain.payouts import Counterpart, PayoutFacts
from fangzi_desktop.domain.permit_items import Correction, ItemFacts
from fangzi_desktop.domain.stage_terms import CommitmentResult, FairReview
from fangzi_desktop.domain.terms import Milestone, PermitState, ProjectStatus, Route, Unit
from tests.domain.assessing import a_project
from tests.domain.seeds import BOOK, CALENDAR

TODAY = date(2026, 6, 15)
SPRING = Period(date(2026, 4, 1), TODAY)


def counted(records: Records, indicator: IndicatorL2, period: Period = SPRING) -> list[Case]:
    counting = Counting(period, TODAY, BOOK, CALENDAR)
    return [case for case in cases_of(records, counting) if case.indicator is indicator]


def of_project(one: AssessedProject, indicator: IndicatorL2, period: Period = SPRING) -> list[int]:
    return [case.value for case in counted(Records((one,)), indicator, period)]


def on(month: int, day: int) -> PartialDate:
    return PartialDate(2026, month, day)


@pytest.mark.parametrize(
    ("due", "done", "value"),
    [
        pytest.param(date(2026, 5, 1), date(2026, 5, 1), [1], id="on its day"),
        pytest.param(date(2026, 5, 1), date(2026, 5, 2), [0], id="late"),
        pytest.param(date(2026, 5, 1), None, [0], id="never"),
        pytest.param(TODAY, None, [], id="due today and open"),
        pytest.param(TODAY, date(2026, 6, 1), [1], id="due today and done"),
        pytest.param(date(2026, 3, 31), None, [], id="due before the period"),
        pytest.param(date(2026, 6, 16), date(2026, 6, 1), [], id="due after it"),
    ],
)
def test_what_is_due_counts_once_it_is_done_or_its_day_is_over(
    due: date, done: date | None, value: list[int]
) -> None:
    records = Records(
        (a_project(),),
        opinions=(AssessedOpinion("o", "p1", "区财政局", due, done),),
        demands=(AssessedDemand("e", "p1", "用电", "供电公司", due, done),),
        problems=(AssessedProblem("q", "p1", 3, "住房和城乡建设局", due, done),),
    )
    opinions = counted(records, IndicatorL2.OPINIONS)
    assert [case.value for case in opinions] == value
    assert [case.departments for case in opinions] == [("财政局",)] * len(value)
    demands = counted(records, IndicatorL2.ELEMENTS)
    assert [(case.value, case.departments) for case in demands] == [(one, ()) for one in value]
    problems = counted(records, IndicatorL2.PROBLEMS)
    assert [(case.value, case.locality) for case in problems] == [(one, "甲街道") for one in value]


def test_who_has_left_the_mechanism_owes_nothing_more() -> None:
    gone = a_project(facts_status=ProjectStatus.REMOVED)
    late = date(2026, 5, 1)
    records = Records(
        (gone,),
        opinions=(
            AssessedOpinion("o", "p1", "财政局", late),
            AssessedOpinion("p", "p1", "税务局", late, late),
        ),
    )
    assert [case.owner_id for case in counted(records, IndicatorL2.OPINIONS)] == ["p"]


def test_a_problem_under_supervision_is_a_fault_only_while_it_is_late() -> None:
    due, listed = date(2026, 5, 1), date(2026, 5, 6)
    records = Records(
        (a_project(),),
        problems=(
            AssessedProblem("1", "p1", 1, "", due, date(2026, 4, 20), listed),
            AssessedProblem("2", "p1", 2, "", due, None, listed),
            AssessedProblem("3", "p1", 3, "", due, None, None),
        ),
    )
    assert [case.is_fault for case in counted(records, IndicatorL2.PROBLEMS)] == [False, True, False]


def test_passes_count_from_new_year_and_the_later_of_pass_and_veto_decides() -> None:
    passed = {Milestone.REVIEW_PASSED: on(2, 10)}
    one = a_project(dated=passed, asked=("财政局",))
    (case,) = counted(Records((one,)), IndicatorL2.PASSED)
    assert (case.value, case.base, case.departments) == (1, 0, ("财政局",))
    assert of_project(one, IndicatorL2.PASS_RATE) == []
    year = Period(date(2026, 1, 1), TODAY)
    assert of_project(one, IndicatorL2.PASS_RATE, year) == [1]
    vetoed = a_project(dated=passed, vetoed_on=date(2026, 4, 3))
    assert of_project(vetoed, IndicatorL2.PASS_RATE, year) == [0]
    again = a_project(dated=passed, vetoed_on=date(2026, 1, 20))
    assert of_project(again, IndicatorL2.PASS_RATE, year) == [1]


@pytest.mark.parametrize(
    ("established", "stops", "value"),
    [
        pytest.param(date(2026, 4, 14), (), [1], id="on the thirtieth working day"),
        pytest.param(date(2026, 4, 15), (), [0], id="a day later"),
        pytest.param(None, (), [0], id="not yet"),
        pytest.param(None, (Suspension(date(2026, 3, 10), None, "暂缓"),), [], id="while it stands"),
    ],
)
def test_a_project_is_generated_within_thirty_working_days_of_its_pass(
    established: date | None, stops: tuple[Suspension, ...], value: list[int]
) -> None:
    days = {Milestone.REVIEW_PASSED: date(2026, 3, 2)}
    if established is not None:
        days[Milestone.ESTABLISHED] = established
    one = a_project(facts_days=days, facts_stops=stops)
    assert of_project(one, IndicatorL2.ESTABLISHED) == value


def an_item(code: str, rule: str = "", **values: object) -> ItemFacts:
    return replace(ItemFacts(code, code, rule_id=rule or code), **values)


def test_an_item_counts_when_it_is_decided_or_due_in_the_period() -> None:
    filing = an_item(
        "FILING", accepted_on=date(2026, 4, 7), decided_on=date(2026, 4, 8), state=PermitState.DECIDED
    )
    one = a_project(facts_route=Route.EXISTING_LAND, facts_items=(filing,))
    (case,) = counted(Records((one,)), IndicatorL2.PERMITS_IN_TIME)
    assert (case.owner_id, case.departments) == ("FILING", ("行政审批服务局",))
    assert case.due is not None and case.value == (case.done is not None and case.done <= case.due)
    late = replace(filing, decided_on=date(2026, 5, 29))
    one = a_project(facts_route=Route.EXISTING_LAND, facts_items=(late,))
    assert of_project(one, IndicatorL2.PERMITS_IN_TIME) == [0]
    assert of_project(one, IndicatorL2.PERMITS_IN_TIME, Period(date(2026, 5, 1), TODAY)) == [0]
    waits = replace(filing, decided_on=None, state=PermitState.ACCEPTED)
    one = a_project(facts_route=Route.EXISTING_LAND, facts_items=(waits,))
    assert of_project(one, IndicatorL2.PERMITS_IN_TIME) == [0]
    stands = replace(waits, suspensions=(Suspension(date(2026, 4, 7), None, "听证"),))
    one = a_project(facts_route=Route.EXISTING_LAND, facts_items=(stands,))
    assert of_project(one, IndicatorL2.PERMITS_IN_TIME) == []


def test_an_item_is_accepted_at_once_without_a_notice_of_correction() -> None:
    corrected = (Correction(date(2026, 4, 2), date(2026, 4, 5), "缺图"),)
    items = (
        an_item("FILING", accepted_on=date(2026, 4, 7), state=PermitState.ACCEPTED),
        an_item(
            "CONSTR_PERMIT", accepted_on=date(2026, 4, 7), state=PermitState.ACCEPTED, corrections=corrected
        ),
    )
    one = a_project(facts_route=Route.EXISTING_LAND, facts_items=items)
    assert of_project(one, IndicatorL2.ACCEPTED_AT_ONCE) == [1, 0]


def test_the_four_certificates_take_the_working_days_since_the_listing() -> None:
    days = {
        Milestone.LISTED: date(2026, 4, 1),
        Milestone.FOUR_CERTIFICATES: date(2026, 4, 10),
    }
    one = a_project(facts_days=days)
    # 4月6日清明节放假.
    assert of_project(one, IndicatorL2.CERTIFICATES) == [6]


@pytest.mark.parametrize(
    ("planned", "started", "value"),
    [
        (PartialDate(2026, 5), PartialDate(2026, 5, 31), [1]),
        (PartialDate(2026, 5), PartialDate(2026, 6), [0]),
        (on(5, 6), PartialDate(2026, 5), [1]),
        (PartialDate(2026, 5), None, [0]),
        (PartialDate(2026, 6), None, []),
    ],
)
def test_a_start_is_held_against_the_end_of_what_was_planned(
    planned: PartialDate, started: PartialDate | None, value: list[int]
) -> None:
    dated = {Milestone.PLANNED_START: planned}
    if started is not None:
        dated[Milestone.START] = started
    one = a_project(dated=dated)
    assert of_project(one, IndicatorL2.STARTED) == value
    assert all(case.departments is None for case in counted(Records((one,)), IndicatorL2.STARTED))


def test_investment_is_held_against_the_plan_over_whole_months() -> None:
    months = {"2025-12": 99, "2026-01": 10, "2026-05": 20, "2026-06": 40}
    one = a_project(plan_yuan=120, months=months)
    (case,) = counted(Records((one,)), IndicatorL2.INVESTED)
    assert (case.value, case.base) == (30 * 12, 120 * 5)
    may = Period(date(2026, 1, 1), date(2026, 5, 31))
    (case,) = counted(Records((one,)), IndicatorL2.INVESTED, may)
    assert (case.value, case.base) == (30 * 12, 120 * 5)
    assert of_project(one, IndicatorL2.INVESTED, Period(date(2026, 1, 1), date(2026, 1, 20))) == []
    assert of_project(one, IndicatorL2.INVESTED, Period(date(2025, 1, 1), date(2025, 12, 31))) == []
    assert of_project(a_project(months=months), IndicatorL2.INVESTED) == []


@pytest.mark.parametrize(
    ("investment", "entered", "value"),
    [
        (5_000_000, PartialDate(2026, 5), [1]),
        (5_000_000, PartialDate(2026, 6), [0]),
        (5_000_000, None, [0]),
        (4_999_999, None, []),
        (None, None, []),
    ],
)
def test_a_project_over_the_threshold_enters_within_a_month_of_its_start(
    investment: int | None, entered: PartialDate | None, value: list[int]
) -> None:
    dated = {} if entered is None else {Milestone.STATS_ENTRY: entered}
    one = a_project(
        facts_days={Milestone.START_STATISTICAL: date(2026, 4, 7)}, dated=dated, investment_yuan=investment
    )
    assert of_project(one, IndicatorL2.STATS_ENTRY) == value


def test_production_is_held_against_the_agreement_before_the_plan() -> None:
    dated = {Milestone.PLANNED_PRODUCTION: PartialDate(2026, 4), Milestone.PRODUCTION: on(5, 10)}
    assert of_project(a_project(dated=dated), IndicatorL2.PRODUCTION) == [0]
    agreed = a_project(dated=dated, agreed_production=date(2026, 5, 31))
    assert of_project(agreed, IndicatorL2.PRODUCTION) == [1]


def test_firms_that_reached_their_threshold_wait_until_they_enter() -> None:
    waiting = a_project(reached_month="2026-03")
    entered = replace(waiting, dated={Milestone.SCALE_ENTRY: PartialDate(2026, 5)})
    before = replace(waiting, dated={Milestone.SCALE_ENTRY: PartialDate(2025, 5)})
    assert [of_project(one, IndicatorL2.SCALE_ENTRY) for one in (waiting, entered, before)] == [[0], [1], []]


def test_commitments_are_met_or_not_and_waived_ones_owe_nothing() -> None:
    due = date(2026, 5, 1)
    clock = Clock(date(2026, 3, 2), "签约", Limit(2, Unit.MONTH))
    results = (CommitmentResult.MET, CommitmentResult.PARTIAL, CommitmentResult.WAIVED, None)
    promises = [
        AssessedPromise(str(number), "p1", "固定资产投资额", "", clock, due, result)
        for number, result in enumerate(results)
    ]
    promises.append(AssessedPromise("span", "p1", "竣工", "", clock, None, CommitmentResult.MET))
    records = Records((a_project(),), promises=tuple(promises))
    cases = counted(records, IndicatorL2.COMMITMENTS)
    assert [(case.owner_id, case.value) for case in cases] == [("0", 1), ("1", 0), ("3", 0), ("span", 1)]


def test_payments_count_once_their_conditions_are_met() -> None:
    due = date(2026, 5, 6)

    def payout(name: str, paid: date | None, counterpart: Counterpart | None = None) -> AssessedPayout:
        facts = PayoutFacts(due, 100, FairReview.PASSED, counterpart, paid)
        return AssessedPayout(name, "p1", "补助", facts)

    waits = Counterpart("投产")
    later = Counterpart("投产", CommitmentResult.MET, date(2026, 5, 20), date(2026, 5, 25))
    records = Records(
        (a_project(),),
        payouts=(
            payout("paid", due),
            payout("late", date(2026, 5, 7)),
            payout("owed", None),
            payout("waits", None, waits),
            payout("proven later", date(2026, 5, 25), later),
        ),
    )
    cases = counted(records, IndicatorL2.PAYOUTS)
    values = {case.owner_id: case.value for case in cases}
    assert values == {"paid": 1, "late": 0, "owed": 0, "proven later": 1}
    assert {case.departments for case in cases} == {("财政局",)}


DAYS = st.integers(-60, 60).map(lambda days: TODAY + timedelta(days=days))


@settings(max_examples=60, deadline=None)
@given(
    opinions=st.lists(st.tuples(DAYS, st.one_of(st.none(), DAYS)), max_size=20),
    first=DAYS.filter(lambda day: day <= TODAY),
)
def test_opinions_are_those_that_a_person_would_count(
    opinions: list[tuple[date, date | None]], first: date
) -> None:
    records = Records(
        (a_project(),),
        opinions=tuple(
            AssessedOpinion(str(number), "p1", "财政局", due, done)
            for number, (due, done) in enumerate(opinions)
        ),
    )
    cases = counted(records, IndicatorL2.OPINIONS, Period(first, TODAY))
    owed = [(due, done) for due, done in opinions if first <= due <= TODAY]
    in_time = sum(1 for due, done in owed if done is not None and done <= due)
    still_open_today = sum(1 for due, done in owed if done is None and due == TODAY)
    assert sum(case.base for case in cases) == len(owed) - still_open_today
    assert sum(case.value for case in cases) == in_time
