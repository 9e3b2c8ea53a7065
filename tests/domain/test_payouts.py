from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.payouts import (
    Counterpart,
    Payment,
    PayoutFacts,
    PayoutState,
    Totals,
    amount_zh,
    check_payment,
    check_payout,
    payout_clock,
    payout_label,
    totals,
)
from fangzi_desktop.domain.stage_terms import CommitmentResult, FairReview, LadderLevel, Side

TODAY = date(2023, 2, 24)
DUE = date(2023, 3, 31)
OWED = PayoutFacts(DUE, 1_000_000, FairReview.PASSED)


def waiting(
    result: CommitmentResult | None, actual_on: date | None = None, settled_on: date | None = None
) -> PayoutFacts:
    return replace(OWED, counterpart=Counterpart("固定资产投资额", result, actual_on, settled_on))


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        pytest.param(OWED, PayoutState.OWED, id="waits for nothing"),
        pytest.param(waiting(None), PayoutState.HELD, id="not established yet"),
        pytest.param(waiting(CommitmentResult.MET), PayoutState.OWED, id="met"),
        pytest.param(waiting(CommitmentResult.WAIVED), PayoutState.OWED, id="waived"),
        pytest.param(waiting(CommitmentResult.PARTIAL), PayoutState.PARTIAL, id="partly met"),
        pytest.param(waiting(CommitmentResult.UNMET), PayoutState.UNMET, id="unmet"),
        pytest.param(replace(OWED, review=FairReview.FAILED), PayoutState.BARRED, id="failed review"),
        pytest.param(replace(OWED, level=LadderLevel.DEMAND), PayoutState.OWED, id="urged only"),
        pytest.param(replace(OWED, level=LadderLevel.DECISION), PayoutState.SUSPENDED, id="§5.3 level 5"),
        pytest.param(replace(OWED, review=FairReview.PENDING), PayoutState.OWED, id="no review yet warns"),
        pytest.param(
            replace(OWED, review=FairReview.FAILED, paid_on=TODAY), PayoutState.PAID, id="paid before"
        ),
    ],
)
def test_where_a_payment_stands(facts: PayoutFacts, state: PayoutState) -> None:
    assert facts.state is state
    assert state.is_held is (state not in (PayoutState.OWED, PayoutState.PAID))


@pytest.mark.parametrize("amount", [None, 0, -1])
def test_a_payment_of_nothing_is_not_agreed(amount: int | None) -> None:
    with pytest.raises(UserError, match=r"payout\.amount_not_positive"):
        check_payout(amount, None)


def test_a_payment_waits_for_the_enterprise_only() -> None:
    assert check_payout(5, Side.ENTERPRISE) == check_payout(5, None) == 5
    with pytest.raises(UserError, match=r"payout\.not_enterprise"):
        check_payout(5, Side.GOVERNMENT)


PAID_NOW = Payment(TODAY, 1_000_000)


@pytest.mark.parametrize(
    ("facts", "payment", "code"),
    [
        pytest.param(replace(OWED, paid_on=TODAY), PAID_NOW, "payout.paid_already", id="twice"),
        pytest.param(replace(OWED, review=FairReview.FAILED), PAID_NOW, "payout.review_failed", id="§18"),
        pytest.param(
            replace(waiting(CommitmentResult.MET), level=LadderLevel.CLAWBACK),
            PAID_NOW,
            "payout.suspended",
            id="while a decision stands",
        ),
        pytest.param(waiting(None), PAID_NOW, "payout.held", id="before proof"),
        pytest.param(waiting(CommitmentResult.UNMET), PAID_NOW, "payout.held", id="unmet"),
        pytest.param(
            waiting(CommitmentResult.PARTIAL), PAID_NOW, "payout.partial_needs_reason", id="partly met"
        ),
        pytest.param(OWED, Payment(date(2023, 2, 25), 1), "payout.in_future", id="tomorrow"),
        pytest.param(
            waiting(CommitmentResult.MET, date(2023, 2, 1)),
            Payment(date(2023, 1, 31), 1_000_000),
            "payout.before_proof",
            id="a day before the commitment was reached",
        ),
        pytest.param(OWED, Payment(TODAY, 0), "payout.amount_not_positive", id="nothing"),
        pytest.param(OWED, Payment(TODAY, -5), "payout.amount_not_positive", id="negative"),
        pytest.param(OWED, Payment(TODAY, 1_000_001), "payout.too_much", id="more than agreed"),
        pytest.param(OWED, Payment(TODAY, 999_999), "payout.less_needs_reason", id="less"),
        pytest.param(OWED, Payment(TODAY, 1_000_000, rest_due=DUE), "payout.no_rest", id="a rest of nothing"),
        pytest.param(
            OWED,
            Payment(TODAY, 1, rest_due=date(2023, 2, 23)),
            "payout.rest_before_payment",
            id="the rest before the payment",
        ),
    ],
)
def test_a_payment_that_must_not_be_is_refused(facts: PayoutFacts, payment: Payment, code: str) -> None:
    with pytest.raises(UserError) as refused:
        check_payment(facts, payment, TODAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("facts", "payment"),
    [
        pytest.param(OWED, PAID_NOW, id="in full"),
        pytest.param(OWED, Payment(TODAY, 1, "按实际投资核减"), id="less for a reason"),
        pytest.param(OWED, Payment(TODAY, 1, rest_due=DUE), id="a part now"),
        pytest.param(waiting(CommitmentResult.WAIVED), PAID_NOW, id="the commitment waived"),
        pytest.param(waiting(CommitmentResult.MET, TODAY), PAID_NOW, id="on the day it was reached"),
        pytest.param(
            waiting(CommitmentResult.PARTIAL), Payment(TODAY, 800_000, "按比例兑付"), id="partly, with reason"
        ),
    ],
)
def test_a_payment_that_is_owed_is_allowed(facts: PayoutFacts, payment: Payment) -> None:
    check_payment(facts, payment, TODAY)


@pytest.mark.parametrize("result", [None, CommitmentResult.PARTIAL, CommitmentResult.UNMET])
def test_nothing_is_owed_while_the_enterprise_has_not_performed(result: CommitmentResult | None) -> None:
    assert payout_clock(waiting(result), None) is None


@pytest.mark.parametrize("settled", [date(2023, 2, 1), date(2023, 5, 4)])
def test_the_agreed_day_stands_if_the_enterprise_performed_by_then(settled: date) -> None:
    performed = date(2023, 2, 1)
    owed = payout_clock(waiting(CommitmentResult.MET, performed, settled), date(2022, 8, 1))
    assert owed is not None
    clock, due = owed
    assert (clock.start, clock.start_event, clock.limit, due) == (performed, "企业履约", None, DUE)


@pytest.mark.parametrize(("signed", "start"), [(date(2022, 8, 1), date(2022, 8, 1)), (None, DUE)])
def test_a_payment_that_waits_for_nothing_runs_from_the_signing(signed: date | None, start: date) -> None:
    owed = payout_clock(OWED, signed)
    assert owed is not None and (owed[0].start, owed[1]) == (start, DUE)


@pytest.mark.parametrize("performed", [date(2023, 4, 20), None], ids=["performed late", "waived late"])
def test_performance_after_the_agreed_day_makes_it_due_when_that_is_established(
    performed: date | None,
) -> None:
    late = date(2023, 5, 4)
    owed = payout_clock(waiting(CommitmentResult.WAIVED, performed, late), None)
    assert owed is not None
    clock, due = owed
    assert (clock.start, clock.start_event, due) == (late, "履约认定", None)
    assert clock.limit is not None and clock.limit.amount == 0


@pytest.mark.parametrize(
    ("yuan", "words"),
    [(3_000_000, "300万元"), (12_345_600, "1234.56万元"), (10_500, "1.05万元"), (9_999, "9999元")],
)
def test_an_amount_is_said_exactly(yuan: int, words: str) -> None:
    assert amount_zh(yuan) == words


def test_a_payment_is_named_by_its_policy() -> None:
    assert payout_label("设备投资补助", 3_000_000) == "兑付：设备投资补助300万元"


def test_sums_keep_what_is_owed_and_what_is_held_apart() -> None:
    found = totals(
        [
            (replace(OWED, due=TODAY), None),
            (OWED, None),
            (waiting(None), None),
            (replace(OWED, paid_on=TODAY), 900_000),
        ],
        TODAY,
    )
    assert found == Totals(agreed=4_000_000, due=1_000_000, paid=900_000, held=1_000_000)
