"""The life of one permit item: which days may be recorded, and the clock they make (mechanism §3.6, §8.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from fangzi_desktop.domain.deadlines import Limit, Suspension, deadline_of, read_clock
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.permit_items import (
    TRANSITIONS,
    ItemFacts,
    Items,
    check_accept,
    check_apply,
    check_dates,
    check_decide,
    check_not_applicable,
    check_refuse,
    check_resume,
    check_state,
    check_suspend,
    check_variant,
    check_withdraw,
    established_on,
    item_clock,
    lacks_number,
    reopened,
)
from fangzi_desktop.domain.terms import Applicability, Light, PermitState, Route, Unit
from tests.domain.seeds import CALENDAR, RULES

TODAY = date(2023, 2, 24)
TOMORROW = TODAY + timedelta(days=1)
P = PermitState
NEW, OLD = Route.NEW_LAND, Route.EXISTING_LAND


def item(code: str = "EIA", **facts: Any) -> ItemFacts:
    return ItemFacts(id=code, code=code, **facts)


def feb(day: int) -> date:
    return date(2023, 2, day)


def stop(first: int, last: int | None, reason: str = "专家评审") -> Suspension:
    return Suspension(feb(first), None if last is None else feb(last), reason)


def clock_of(code: str, route: Route, *others: ItemFacts, **facts: Any) -> Any:
    own = item(code, **facts)
    return item_clock(RULES[code], route, own, Items((*others, own)))


# States (mechanism §3.6).


@pytest.mark.parametrize(("old", "new"), list(product(P, P)))
def test_an_item_changes_its_state_only_along_its_life(old: PermitState, new: PermitState) -> None:
    facts = item(state=old)
    if new in TRANSITIONS[old]:
        check_state(facts, new)
        return
    with pytest.raises(UserError) as refusal:
        check_state(facts, new)
    assert (refusal.value.code, refusal.value.params) == ("permit.wrong_state", {"state": old, "wanted": new})


@pytest.mark.parametrize(
    ("old", "never"),
    [
        pytest.param(P.NOT_STARTED, {P.SUSPENDED, P.REFUSED, P.WITHDRAWN, P.CORRECTING}, id="not begun"),
        pytest.param(P.CORRECTING, {P.DECIDED, P.SUSPENDED, P.REFUSED}, id="before acceptance no clock runs"),
        pytest.param(P.SUSPENDED, {P.DECIDED, P.REFUSED}, id="a clock that stands is resumed first"),
        pytest.param(P.REFUSED, set(P) - {P.PREPARING}, id="refused, then prepared afresh"),
        pytest.param(P.WITHDRAWN, set(P) - {P.PREPARING}, id="withdrawn, then prepared afresh"),
    ],
)
def test_some_states_are_never_reached_directly(old: PermitState, never: set[PermitState]) -> None:
    assert TRANSITIONS[old].isdisjoint(never)


def test_every_state_can_be_left_and_all_but_the_first_entered() -> None:
    assert all(TRANSITIONS[state] for state in P if state is not P.LISTING_FAILED)
    assert set().union(*TRANSITIONS.values()) == set(P)


def test_nobody_records_anything_of_the_milestone() -> None:
    with pytest.raises(UserError, match=r"permit\.automatic"):
        check_state(item("START_READY"), P.DECIDED)


def test_what_is_not_applicable_is_not_worked_on_but_what_is_undecided_is() -> None:
    with pytest.raises(UserError, match=r"permit\.not_applicable"):
        check_state(item(applicability=Applicability.NOT_APPLICABLE), P.APPLIED)
    check_state(item(applicability=Applicability.UNDECIDED), P.APPLIED)


# Application and acceptance: 收件 is not 受理 (行政许可法 §32).


@pytest.mark.parametrize(
    ("facts", "on", "code"),
    [
        pytest.param(item(), TODAY, None, id="today"),
        pytest.param(item(), date(2022, 10, 1), None, id="on a holiday long ago"),
        pytest.param(item(), TOMORROW, "permit.in_future", id="tomorrow"),
        pytest.param(item(state=P.CORRECTING, applied_on=feb(6)), feb(6), None, id="corrected on the day"),
        pytest.param(
            item(state=P.CORRECTING, applied_on=feb(6)),
            feb(5),
            "permit.applied_out_of_range",
            id="earlier than first",
        ),
        pytest.param(item(state=P.DECIDED), TODAY, "permit.wrong_state", id="decided already"),
    ],
)
def test_an_application_is_recorded_by_today(facts: ItemFacts, on: date, code: str | None) -> None:
    expect(code, lambda: check_apply(facts, on, TODAY))


@pytest.mark.parametrize(
    ("facts", "on", "code"),
    [
        pytest.param(item(), TODAY, None, id="without an application"),
        pytest.param(item(), TOMORROW, "permit.in_future", id="tomorrow without an application"),
        pytest.param(item(state=P.APPLIED, applied_on=feb(6)), feb(6), None, id="on the day of application"),
        pytest.param(
            item(state=P.APPLIED, applied_on=feb(6)), feb(5), "permit.accepted_out_of_range", id="before it"
        ),
        pytest.param(
            item(state=P.APPLIED, applied_on=feb(6)), TOMORROW, "permit.accepted_out_of_range", id="tomorrow"
        ),
        pytest.param(item(state=P.SUSPENDED, accepted_on=feb(6)), TODAY, "permit.wrong_state", id="stopped"),
        pytest.param(item(state=P.DECIDED), TODAY, "permit.wrong_state", id="decided"),
        pytest.param(item(state=P.ACCEPTED), TODAY, "permit.wrong_state", id="accepted already"),
    ],
)
def test_an_acceptance_follows_the_application(facts: ItemFacts, on: date, code: str | None) -> None:
    expect(code, lambda: check_accept(facts, on, TODAY))


def expect(code: str | None, act: Any) -> None:
    """Run an act that is allowed, or refused with a code."""
    if code is None:
        act()
        return
    with pytest.raises(UserError) as refusal:
        act()
    assert refusal.value.code == code


# Suspensions (行政许可法 §45; mechanism §8.4: both ends are not counted, intervals may not overlap).

ACCEPTED = item(state=P.ACCEPTED, accepted_on=feb(6))


@pytest.mark.parametrize(
    ("own", "new", "code"),
    [
        pytest.param((), stop(6, None), None, id="from the day of acceptance"),
        pytest.param((), stop(24, None), None, id="from today"),
        pytest.param((), stop(25, None), "permit.in_future", id="open from tomorrow"),
        pytest.param((), stop(25, 28), None, id="with both ends it may lie in the future"),
        pytest.param((), stop(5, 8), "permit.suspended_before_acceptance", id="before acceptance"),
        pytest.param((), stop(9, 8), "permit.suspension_dates", id="backwards"),
        pytest.param((), stop(8, 8), None, id="one day"),
        pytest.param((), stop(8, 9, " "), "permit.no_reason", id="without a reason"),
        pytest.param((stop(8, 9),), stop(10, 12), None, id="the day after another"),
        pytest.param(
            (stop(8, 9),), stop(9, 12), "clock.suspensions_overlap", id="meeting another at its end"
        ),
        pytest.param(
            (stop(8, 9),), stop(7, 8), "clock.suspensions_overlap", id="meeting another at its start"
        ),
        pytest.param((stop(8, 9),), stop(6, 7), None, id="the day before another"),
        pytest.param((stop(8, 9),), stop(7, None), "clock.suspensions_overlap", id="open before another"),
        pytest.param((stop(8, None),), stop(10, 11), "clock.suspensions_overlap", id="while one is open"),
        pytest.param((stop(8, None),), stop(6, 7), None, id="before the open one"),
    ],
)
def test_days_not_counted_are_recorded_once(
    own: tuple[Suspension, ...], new: Suspension, code: str | None
) -> None:
    expect(code, lambda: check_suspend(replace(ACCEPTED, suspensions=own), new, TODAY))


def test_only_a_clock_that_runs_can_be_stopped() -> None:
    with pytest.raises(UserError, match=r"permit\.wrong_state"):
        check_suspend(item(state=P.APPLIED, applied_on=feb(6)), stop(8, 9), TODAY)


@pytest.mark.parametrize(
    ("facts", "last", "code"),
    [
        pytest.param(
            replace(ACCEPTED, state=P.SUSPENDED, suspensions=(stop(8, None),)), feb(8), None, id="one day"
        ),
        pytest.param(
            replace(ACCEPTED, state=P.SUSPENDED, suspensions=(stop(8, None),)), TODAY, None, id="until today"
        ),
        pytest.param(
            replace(ACCEPTED, state=P.SUSPENDED, suspensions=(stop(8, None),)),
            feb(7),
            "permit.resumed_out_of_range",
            id="before it began",
        ),
        pytest.param(
            replace(ACCEPTED, state=P.SUSPENDED, suspensions=(stop(8, None),)),
            TOMORROW,
            "permit.resumed_out_of_range",
            id="tomorrow",
        ),
        pytest.param(
            replace(ACCEPTED, suspensions=(stop(8, None),)),
            TODAY,
            "permit.not_suspended",
            id="not stopped by state",
        ),
        pytest.param(
            replace(ACCEPTED, state=P.SUSPENDED, suspensions=(stop(8, 9),)),
            TODAY,
            "permit.not_suspended",
            id="no stop is open",
        ),
    ],
)
def test_a_stop_ends_between_its_start_and_today(facts: ItemFacts, last: date, code: str | None) -> None:
    expect(code, lambda: check_resume(facts, last, TODAY))


# Decisions. The legal clock starts at acceptance; legal minimums may not be shortened (mechanism §12.2).


def decide(code: str, on: date, route: Route = NEW, *others: ItemFacts, **facts: Any) -> None:
    own = item(code, **facts)
    everything = Items((*others, own))
    check_decide(RULES[code], route, own, everything, on, TODAY, CALENDAR)


@pytest.mark.parametrize(
    ("accepted", "on", "code"),
    [
        pytest.param(None, TODAY, "permit.not_accepted", id="not accepted"),
        pytest.param(feb(20), feb(20), None, id="on the day of acceptance, as 四证齐发 is"),
        pytest.param(feb(20), feb(19), "permit.decided_out_of_range", id="before acceptance"),
        pytest.param(feb(20), TODAY, None, id="today"),
        pytest.param(feb(20), TOMORROW, "permit.decided_out_of_range", id="tomorrow"),
    ],
)
def test_a_decision_lies_between_acceptance_and_today(
    accepted: date | None, on: date, code: str | None
) -> None:
    state = P.APPLIED if accepted is None else P.ACCEPTED
    expect(code, lambda: decide("EIA", on, accepted_on=accepted, state=state))


@pytest.mark.parametrize(
    ("code", "facts", "on", "refused"),
    [
        pytest.param("BIDDING", {}, TODAY, None, id="no limit, nobody accepts it"),
        pytest.param("BIDDING", {}, TOMORROW, "permit.in_future", id="no limit, tomorrow"),
        pytest.param(
            "BIDDING",
            {"applied_on": feb(20), "state": P.APPLIED},
            feb(19),
            "permit.decided_out_of_range",
            id="before the application",
        ),
        pytest.param("LAND_PLAN", {}, TODAY, None, id="its limit runs from 立项"),
    ],
)
def test_what_starts_no_clock_of_its_own_needs_no_acceptance(
    code: str, facts: dict[str, Any], on: date, refused: str | None
) -> None:
    expect(refused, lambda: decide(code, on, **facts))


FLOORS = [
    # 39号令: a notice at least 20 calendar days before the listing; 2023-02-05 is a Sunday.
    pytest.param(
        "LAND_ANNOUNCE", date(2023, 1, 16), feb(5), "20个自然日", id="announcement 20 calendar days"
    ),
    pytest.param("LAND_LISTING", feb(1), feb(11), "10个自然日", id="listing 10 calendar days"),
    # 土地管理法实施条例 §26: 10 working days; 28 and 29 January 2023 were worked.
    pytest.param("LAND_ACQ_PRE", date(2023, 1, 16), feb(2), "10个工作日", id="pre-announcement"),
    pytest.param("LAND_ACQ_PLAN", date(2023, 1, 16), feb(15), "30个自然日", id="compensation plan"),
    # The public notice inside the design review: at least 7 working days, though 10 are promised.
    pytest.param("DESIGN_REVIEW", feb(6), feb(15), "7个工作日", id="notice of the design"),
]


@pytest.mark.parametrize(("code", "accepted", "earliest", "limit"), FLOORS)
def test_a_legal_minimum_is_not_cut_short(code: str, accepted: date, earliest: date, limit: str) -> None:
    decide(code, earliest, accepted_on=accepted, state=P.ACCEPTED)
    with pytest.raises(UserError) as refusal:
        decide(code, earliest - timedelta(days=1), accepted_on=accepted, state=P.ACCEPTED)
    assert refusal.value.code == "clock.minimum_not_reached"
    assert refusal.value.params["earliest"] == earliest
    assert refusal.value.params["limit"] == limit
    assert refusal.value.params["reason"] == RULES[code].statutory_note


def test_the_reason_of_a_minimum_without_a_note_is_its_source() -> None:
    rule = replace(RULES["LAND_LISTING"], statutory_note="")
    own = item("LAND_LISTING", state=P.ACCEPTED, accepted_on=feb(20))
    with pytest.raises(UserError) as refusal:
        check_decide(rule, NEW, own, {}, feb(21), TODAY, CALENDAR)
    assert refusal.value.params["reason"] == "39号令挂牌期不少于10日、30+7(推断30=20+10)"


@pytest.mark.parametrize("check", [check_refuse, check_withdraw])
def test_a_refusal_or_withdrawal_may_come_before_a_minimum_has_run(check: Any) -> None:
    running = item("LAND_ANNOUNCE", state=P.ACCEPTED, accepted_on=feb(20))
    check(running, feb(21), TODAY)
    for day in (feb(19), TOMORROW):
        with pytest.raises(UserError, match=r"permit\.decided_out_of_range"):
            check(running, day, TODAY)


def test_only_what_was_accepted_is_refused_but_an_application_can_be_withdrawn() -> None:
    applied = item(state=P.APPLIED, applied_on=feb(20))
    check_withdraw(applied, feb(20), TODAY)
    with pytest.raises(UserError, match=r"permit\.wrong_state"):
        check_refuse(applied, feb(20), TODAY)


# Corrections.


@pytest.mark.parametrize(
    ("code", "facts", "refused"),
    [
        pytest.param("EIA", {}, None, id="nothing recorded"),
        pytest.param("EIA", {"applied_on": TOMORROW}, "permit.in_future", id="applied tomorrow"),
        pytest.param("EIA", {"accepted_on": TOMORROW}, "permit.in_future", id="accepted tomorrow"),
        pytest.param(
            "EIA",
            {"applied_on": feb(7), "accepted_on": feb(6)},
            "permit.accepted_out_of_range",
            id="accepted before the application",
        ),
        pytest.param(
            "EIA", {"accepted_on": feb(6), "suspensions": (stop(8, 9), stop(10, 10))}, None, id="stops"
        ),
        pytest.param(
            "EIA",
            {"accepted_on": feb(9), "suspensions": (stop(8, 9),)},
            "permit.suspended_before_acceptance",
            id="acceptance moved behind a stop",
        ),
        pytest.param(
            "EIA",
            {"accepted_on": feb(6), "suspensions": (stop(8, 9), stop(9, 10))},
            "clock.suspensions_overlap",
            id="stops that meet",
        ),
        pytest.param(
            "EIA", {"decided_on": feb(9), "state": P.DECIDED}, "permit.not_accepted", id="never accepted"
        ),
        pytest.param(
            "EIA",
            {"accepted_on": feb(9), "decided_on": feb(8), "state": P.DECIDED},
            "permit.decided_out_of_range",
            id="decided before acceptance",
        ),
        pytest.param(
            "EIA", {"accepted_on": feb(9), "decided_on": feb(9), "state": P.DECIDED}, None, id="on one day"
        ),
        pytest.param("BIDDING", {"decided_on": feb(9), "state": P.DECIDED}, None, id="needs no acceptance"),
        pytest.param(
            "BIDDING", {"decided_on": TOMORROW, "state": P.DECIDED}, "permit.in_future", id="tomorrow"
        ),
        pytest.param(
            "LAND_ANNOUNCE",
            {"accepted_on": feb(1), "decided_on": feb(20), "state": P.DECIDED},
            "clock.minimum_not_reached",
            id="a minimum cut short",
        ),
        pytest.param(
            "LAND_ANNOUNCE",
            {"accepted_on": feb(1), "decided_on": feb(20), "state": P.WITHDRAWN},
            None,
            id="a listing called off",
        ),
        pytest.param(
            "EIA", {"decided_on": feb(9), "state": P.WITHDRAWN}, None, id="withdrawn before acceptance"
        ),
    ],
)
def test_corrected_days_are_judged_as_if_recorded_anew(
    code: str, facts: dict[str, Any], refused: str | None
) -> None:
    own = item(code, **facts)
    expect(refused, lambda: check_dates(RULES[code], NEW, own, {code: own}, TODAY, CALENDAR))


def test_a_decision_taken_over_from_a_ledger_needs_no_acceptance_but_keeps_the_other_rules() -> None:
    def check(on: date) -> None:
        own = item("CONSTR_PERMIT", state=P.DECIDED, decided_on=on)
        check_dates(RULES[own.code], NEW, own, {own.code: own}, TODAY, CALENDAR, taken_over=True)

    check(TODAY)
    with pytest.raises(UserError, match=r"permit\.in_future"):
        check(TOMORROW)


def test_a_decision_taken_back_leaves_the_item_accepted_with_its_stops() -> None:
    decided = item(
        state=P.DECIDED, applied_on=feb(3), accepted_on=feb(6), decided_on=feb(20), suspensions=(stop(8, 9),)
    )
    assert reopened(decided) == replace(decided, state=P.ACCEPTED, decided_on=None)


@pytest.mark.parametrize("state", [P.REFUSED, P.WITHDRAWN, P.DECIDED])
def test_what_failed_is_prepared_afresh(state: PermitState) -> None:
    accepted = None if state is P.DECIDED else feb(6)
    ended = item(
        state=state,
        applied_on=feb(3),
        accepted_on=accepted,
        decided_on=feb(20),
        suspensions=(stop(8, 9),),
        certificate_no="1号",
        variant="book",
    )
    assert reopened(ended) == item(state=P.PREPARING, variant="book")


@pytest.mark.parametrize("state", [P.NOT_STARTED, P.APPLIED, P.ACCEPTED, P.SUSPENDED])
def test_what_has_not_ended_is_not_reopened(state: PermitState) -> None:
    with pytest.raises(UserError, match=r"permit\.wrong_state"):
        reopened(item(state=state))


@pytest.mark.parametrize(
    ("code", "state", "reason", "refused"),
    [
        pytest.param("ENERGY", P.NOT_STARTED, "", None, id="a conditional item needs no reason"),
        pytest.param("ENERGY", P.PREPARING, "", None, id="while it is prepared"),
        pytest.param("ENERGY", P.APPLIED, "", "permit.already_begun", id="applied for"),
        pytest.param("EIA", P.NOT_STARTED, " ", "permit.no_reason", id="what all need, without a reason"),
        pytest.param("EIA", P.NOT_STARTED, "豁免", None, id="what all need, with a reason"),
        pytest.param("START_READY", P.NOT_STARTED, "不需要", "permit.automatic", id="the milestone"),
    ],
)
def test_an_item_falls_away_only_before_it_has_begun(
    code: str, state: PermitState, reason: str, refused: str | None
) -> None:
    expect(refused, lambda: check_not_applicable(RULES[code], item(code, state=state), reason))


def test_a_variant_is_one_the_rule_knows_or_none() -> None:
    check_variant(RULES["EIA"], "book")
    check_variant(RULES["EIA"], None)
    with pytest.raises(UserError, match=r"permit\.unknown_variant"):
        check_variant(RULES["EIA"], "key")


@pytest.mark.parametrize(
    ("code", "state", "number", "lacks"),
    [
        ("CONSTR_PERMIT", P.DECIDED, " ", True),
        ("CONSTR_PERMIT", P.DECIDED, "施〔2023〕1号", False),
        ("CONSTR_PERMIT", P.ACCEPTED, "", False),
        ("EIA", P.DECIDED, "", False),
    ],
)
def test_only_an_issued_certificate_lacks_its_number(
    code: str, state: PermitState, number: str, lacks: bool
) -> None:
    assert lacks_number(RULES[code], item(code, state=state, certificate_no=number)) is lacks


# 立项 and the clocks that run from it.

FILED = item("FILING", state=P.DECIDED, decided_on=feb(6))
APPROVED = item("APPROVAL", state=P.DECIDED, decided_on=feb(15))


@pytest.mark.parametrize(
    ("items", "day"),
    [
        pytest.param((FILED,), feb(6), id="filing"),
        pytest.param((), None, id="nothing"),
        pytest.param((item("FILING", state=P.ACCEPTED, accepted_on=feb(6)),), None, id="filing under way"),
        pytest.param(
            (FILED, replace(APPROVED, applicability=Applicability.NOT_APPLICABLE)), feb(6), id="not taken"
        ),
        pytest.param(
            (FILED, replace(APPROVED, applicability=Applicability.UNDECIDED)), feb(6), id="undecided"
        ),
        pytest.param((FILED, APPROVED), feb(15), id="approval"),
        pytest.param(
            (FILED, replace(APPROVED, state=P.ACCEPTED, decided_on=None)), None, id="approval still under way"
        ),
        pytest.param((replace(FILED, state=P.REFUSED),), None, id="a refusal is no 立项"),
    ],
)
def test_a_project_is_established_by_its_filing_or_the_approval_that_replaces_it(
    items: tuple[ItemFacts, ...], day: date | None
) -> None:
    assert established_on(Items(items)) == day


def test_the_land_plan_has_three_months_from_the_establishment_by_either_paper() -> None:
    assert deadline_of(clock_of("LAND_PLAN", NEW, FILED), CALENDAR).due == date(2023, 5, 6)
    replaced = replace(FILED, applicability=Applicability.NOT_APPLICABLE)
    assert deadline_of(clock_of("LAND_PLAN", NEW, replaced, APPROVED), CALENDAR).due == date(2023, 5, 15)


@pytest.mark.parametrize(
    ("route", "start", "limit", "due"),
    [
        # Mechanism §8.6: 37 working days from 2022-05-23 end on 2022-07-14.
        pytest.param(
            NEW, date(2022, 5, 23), "37个工作日", date(2022, 7, 14), id="new land, from the listing notice"
        ),
        # 2022-07-01 and three months end in National Day, so on 2022-10-08.
        pytest.param(OLD, date(2022, 7, 1), "3个月", date(2022, 10, 8), id="existing land, from 立项"),
    ],
)
def test_the_overall_limit_counts_from_the_event_of_its_route(
    route: Route, start: date, limit: str, due: date
) -> None:
    listing = item("LAND_ANNOUNCE", state=P.ACCEPTED, accepted_on=date(2022, 5, 23))
    filing = item("FILING", state=P.DECIDED, decided_on=date(2022, 7, 1))
    clock = clock_of("START_READY", route, listing, filing)
    assert (clock.start, clock.limit.zh) == (start, limit)
    assert deadline_of(clock, CALENDAR).due == due


@pytest.mark.parametrize("others", [(), (item("LAND_ANNOUNCE", applicability=Applicability.NOT_APPLICABLE),)])
def test_a_limit_has_no_start_before_its_event(others: tuple[ItemFacts, ...]) -> None:
    assert clock_of("START_READY", NEW, *others).start is None
    assert clock_of("START_READY", OLD).start is None


@pytest.mark.parametrize("state", [P.REFUSED, P.WITHDRAWN])
def test_a_listing_that_was_called_off_starts_no_overall_limit(state: PermitState) -> None:
    # Mechanism §1.3 S4: after a failed or ended listing a new round begins; a project may have two listings.
    off = item("LAND_ANNOUNCE", state=state, accepted_on=feb(1), decided_on=feb(10))
    assert clock_of("START_READY", NEW, off).start is None
    again = replace(off, state=P.ACCEPTED, accepted_on=feb(20), decided_on=None)
    assert clock_of("START_READY", NEW, again).start == feb(20)


@pytest.mark.parametrize("state", [P.REFUSED, P.WITHDRAWN])
def test_a_land_plan_that_was_refused_is_still_due_three_months_after_the_establishment(
    state: PermitState,
) -> None:
    clock = clock_of("LAND_PLAN", NEW, FILED, state=state, decided_on=feb(20))
    assert (clock.start, clock.ended_on) == (feb(6), None)
    assert clock_of("EIA", NEW, state=state, accepted_on=feb(6), decided_on=feb(20)).ended_on == feb(20)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        pytest.param("BIDDING", {}, id="no limit"),
        pytest.param("EIA", {"applicability": Applicability.NOT_APPLICABLE}, id="不涉及"),
        pytest.param("LAND_PLAN", {"decided_on": feb(1), "state": P.DECIDED}, id="ended before its event"),
    ],
)
def test_some_items_have_no_clock(code: str, facts: dict[str, Any]) -> None:
    assert clock_of(code, NEW, FILED, **facts) is None


def test_what_is_decided_on_the_day_of_acceptance_was_in_time() -> None:
    # 四证 are issued in order on one day (mechanism §3.5).
    clock = clock_of("CONSTR_PERMIT", NEW, accepted_on=feb(20), decided_on=feb(20), state=P.DECIDED)
    assert read_clock(clock, CALENDAR, TODAY).light is Light.GREEN


def test_a_start_by_decision_needs_a_decision() -> None:
    rule = RULES["LAND_PLAN"]
    event = replace(rule.start, code="PLAN_COND")
    counted = replace(rule, start=event)
    for state, start in ((P.DECIDED, feb(8)), (P.REFUSED, None)):
        plan_cond = item("PLAN_COND", state=state, accepted_on=feb(6), decided_on=feb(8))
        clock = item_clock(counted, NEW, item("LAND_PLAN"), Items([plan_cond]))
        assert clock is not None
        assert clock.start == start


@pytest.mark.parametrize(
    ("variant", "promised", "statutory"),
    [
        pytest.param(None, Limit(7, Unit.WORKING_DAY), Limit(30, Unit.CALENDAR_DAY), id="as usual"),
        pytest.param("book", Limit(15, Unit.WORKING_DAY), Limit(60, Unit.CALENDAR_DAY), id="报告书"),
        pytest.param("registration", Limit(1, Unit.WORKING_DAY), None, id="登记表"),
    ],
)
def test_a_variant_brings_its_own_limits(
    variant: str | None, promised: Limit, statutory: Limit | None
) -> None:
    # 环境影响评价法 §22: 60 days for a 报告书, 30 for a 报告表, calendar days (mechanism §8.1).
    clock = clock_of("EIA", NEW, accepted_on=feb(6), state=P.ACCEPTED, variant=variant)
    assert (clock.limit, clock.statutory) == (promised, statutory)


def test_an_item_over_its_promise_is_red_and_over_the_law_is_marked() -> None:
    # Mechanism §12.3: the promise is the clock, the statutory limit the second alarm (超法定).
    clock = clock_of("EIA", NEW, accepted_on=date(2023, 1, 16), state=P.ACCEPTED)
    promised, lawful = date(2023, 1, 30), date(2023, 2, 15)
    readings = {
        day: read_clock(clock, CALENDAR, day)
        for day in (promised, promised + timedelta(days=1), lawful, lawful + timedelta(days=1))
    }
    assert [one.light for one in readings.values()] == [Light.YELLOW, Light.RED, Light.RED, Light.RED]
    assert [one.beyond_statutory for one in readings.values()] == [False, False, False, True]
