from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fangzi_desktop.domain.agreements import (
    SupportFacts,
    SupportGap,
    SupportGround,
    check_not_relied_on,
    check_signed,
    check_support,
    ground_words,
    read_grounds,
    supervised_from,
    support_gaps,
)
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import AgreementKind, FairReview
from fangzi_desktop.domain.stages import StageFacts
from fangzi_desktop.domain.terms import Stage, StageStatus

TODAY = date(2023, 2, 24)
# A Sunday: what really happened may fall on a rest day.
SIGNED = date(2022, 8, 21)
WHOLE = SupportFacts(
    "鲁政发〔2021〕4号", FairReview.PASSED, "坊市监审〔2022〕8号", date(2022, 8, 1), 3_000_000
)


def test_a_signing_may_fall_on_a_rest_day_but_not_ahead() -> None:
    check_signed(SIGNED, TODAY)
    check_signed(TODAY, TODAY)
    with pytest.raises(UserError, match=r"agreement\.in_future"):
        check_signed(date(2023, 2, 25), TODAY)


@pytest.mark.parametrize(("commitments", "supports"), [(1, 0), (0, 1)])
def test_an_agreement_that_something_hangs_on_stays(commitments: int, supports: int) -> None:
    check_not_relied_on(0, 0)
    with pytest.raises(UserError, match=r"agreement\.in_use"):
        check_not_relied_on(commitments, supports)


@pytest.mark.parametrize(
    "record", [None, StageFacts(Stage.COMPLIANCE, StageStatus.PENDING)], ids=["no record", "pending"]
)
def test_supervision_begins_on_the_day_a_binding_agreement_is_signed(record: StageFacts | None) -> None:
    begun = StageFacts(Stage.COMPLIANCE, StageStatus.ACTIVE, SIGNED)
    assert supervised_from(record, AgreementKind.INVESTMENT, SIGNED) == begun


def test_a_framework_agreement_binds_nobody_yet() -> None:
    assert supervised_from(None, AgreementKind.FRAMEWORK, SIGNED) is None


def test_supervision_that_has_begun_keeps_its_start_unless_that_was_the_wrong_day() -> None:
    record = StageFacts(Stage.COMPLIANCE, StageStatus.ACTIVE, SIGNED)
    later = date(2022, 9, 1)
    kind = AgreementKind.INVESTMENT
    assert supervised_from(record, kind, later) is None
    assert supervised_from(record, kind, SIGNED, SIGNED) is None
    assert supervised_from(record, kind, later, date(2022, 8, 1)) is None
    assert supervised_from(record, kind, later, SIGNED) == replace(record, started_on=later)
    over = StageFacts(Stage.COMPLIANCE, StageStatus.DONE, SIGNED, date(2022, 8, 30))
    assert supervised_from(over, kind, later, SIGNED) is None


@pytest.mark.parametrize(
    ("name", "amount", "review_on", "code"),
    [
        ("", None, None, "support.no_name"),
        ("补助", 0, None, "support.amount_not_positive"),
        ("补助", -1, None, "support.amount_not_positive"),
        ("补助", None, date(2023, 2, 25), "support.review_in_future"),
    ],
)
def test_a_support_policy_that_cannot_be_right_is_refused(
    name: str, amount: int | None, review_on: date | None, code: str
) -> None:
    check_support("补助", 1, TODAY, TODAY)
    with pytest.raises(UserError, match=code.replace(".", r"\.")):
        check_support(name, amount, review_on, TODAY)


@pytest.mark.parametrize(
    ("facts", "gaps"),
    [
        pytest.param(WHOLE, (), id="nothing missing"),
        pytest.param(replace(WHOLE, legal_basis=" "), (SupportGap.NO_BASIS,), id="no legal basis (§§8–12)"),
        pytest.param(
            replace(WHOLE, review=FairReview.PENDING, review_no="", review_on=None),
            (SupportGap.NOT_REVIEWED,),
            id="not reviewed (§18)",
        ),
        pytest.param(
            replace(WHOLE, review=FairReview.FAILED), (SupportGap.REVIEW_FAILED,), id="failed (§18)"
        ),
        pytest.param(
            replace(WHOLE, review=FairReview.EXEMPT, review_no=""),
            (SupportGap.NO_REVIEW_PAPER,),
            id="an exception needs its paper too",
        ),
        pytest.param(replace(WHOLE, review_on=None), (SupportGap.NO_REVIEW_PAPER,), id="no day of review"),
        pytest.param(
            replace(WHOLE, planned_yuan=3_000_001), (SupportGap.OVER_AMOUNT,), id="paid out beyond its sum"
        ),
        pytest.param(replace(WHOLE, amount_yuan=None, planned_yuan=9), (), id="an open sum is no limit"),
    ],
)
def test_what_the_law_asks_for_beside_a_policy(facts: SupportFacts, gaps: tuple[SupportGap, ...]) -> None:
    assert support_gaps(facts) == gaps


@pytest.mark.parametrize("gap", SupportGap)
def test_every_gap_says_what_the_law_asks_for(gap: SupportGap) -> None:
    assert gap.law.endswith("。")


def test_grounds_are_joined_and_parted_again() -> None:
    words = ground_words([SupportGround.PROSPECTS, SupportGround.REVENUE], " 带动就业 ")
    assert words == "财政贡献、发展前景、带动就业"
    assert read_grounds(words) == (frozenset({SupportGround.PROSPECTS, SupportGround.REVENUE}), "带动就业")
    assert ground_words([]) == "" and read_grounds("") == (frozenset(), "")
