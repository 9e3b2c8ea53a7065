"""The payment of support (兑付): when it is owed, what holds it, and what may be paid (mechanism §5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fangzi_desktop.domain.deadlines import Clock, Limit
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import CommitmentResult, FairReview, LadderLevel, Side
from fangzi_desktop.domain.terms import Term, Unit

# Who pays; the agreements name the government and its treasury is asked.
PAYER = "区财政局"
_PROVEN = frozenset({CommitmentResult.MET, CommitmentResult.WAIVED})
# Mechanism §5.3: from the written decision on, payment is suspended until the breach is settled.
_SUSPENDING = frozenset({LadderLevel.DECISION, LadderLevel.CLAWBACK, LadderLevel.RESCISSION})
_WAN = 10_000


class PayoutState(Term):
    """Where a payment stands."""

    OWED = "owed", "待兑付"
    HELD = "held", "待企业履约"
    PARTIAL = "partial", "企业部分达标，待核定"
    UNMET = "unmet", "企业未达标，暂不兑付"
    SUSPENDED = "suspended", "履约处置中，暂停兑付"
    BARRED = "barred", "审查未通过，不得兑付"
    PAID = "paid", "已兑付"

    @property
    def is_held(self) -> bool:
        """Whether it is unpaid and not owed by the government for now."""
        return self.value not in ("owed", "paid")


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The enterprise's commitment that must be proven before a payment.

    `actual_on` is the day it was reached, `settled_on` the day that was established (认定).
    """

    label: str
    result: CommitmentResult | None = None
    actual_on: date | None = None
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class PayoutFacts:
    """One payment as it was agreed, and whether it has been made.

    `level` is the highest rung of the ladder that is still open in the project.
    """

    due: date
    amount_yuan: int
    review: FairReview
    counterpart: Counterpart | None = None
    paid_on: date | None = None
    level: LadderLevel | None = None

    @property
    def state(self) -> PayoutState:
        """Where it stands; what is not owed while the enterprise has not performed is no debt."""
        if self.paid_on is not None:
            return PayoutState.PAID
        if self.review is FairReview.FAILED:
            return PayoutState.BARRED
        if self.level in _SUSPENDING:
            return PayoutState.SUSPENDED
        if self.counterpart is None or self.counterpart.result in _PROVEN:
            return PayoutState.OWED
        if self.counterpart.result is CommitmentResult.PARTIAL:
            return PayoutState.PARTIAL
        if self.counterpart.result is CommitmentResult.UNMET:
            return PayoutState.UNMET
        return PayoutState.HELD


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment as it is made. `rest_due` is when the rest is to follow, if less is paid than agreed."""

    on: date
    yuan: int
    reason: str = ""
    rest_due: date | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of payments in yuan: agreed in all, overdue or due today, paid, held by the enterprise's part."""

    agreed: int = 0
    due: int = 0
    paid: int = 0
    held: int = 0


def check_payout(amount_yuan: int | None, side: Side | None) -> int:
    """Allow a payment to be agreed and return its amount; `side` is that of the commitment it waits for.

    Raises `UserError`: ``payout.amount_not_positive``, ``payout.not_enterprise``.
    """
    if amount_yuan is None or amount_yuan <= 0:
        raise UserError("payout.amount_not_positive")
    if side is Side.GOVERNMENT:
        raise UserError("payout.not_enterprise")
    return amount_yuan


def check_payment(facts: PayoutFacts, payment: Payment, today: date) -> None:
    """Allow a payment to be recorded.

    Raises `UserError`: ``payout.paid_already``, ``payout.review_failed``, ``payout.suspended``,
    ``payout.held`` until the enterprise's commitment is 达标 or 豁免, ``payout.partial_needs_reason``,
    ``payout.in_future``, ``payout.before_proof`` for a day before the commitment was reached, and those of
    `_check_amount`.
    """
    other = facts.counterpart
    if facts.paid_on is not None:
        raise UserError("payout.paid_already", on=facts.paid_on)
    if facts.state is PayoutState.BARRED:
        raise UserError("payout.review_failed")
    if facts.state is PayoutState.SUSPENDED:
        raise UserError("payout.suspended", level=facts.level)
    if facts.state in (PayoutState.HELD, PayoutState.UNMET) and other is not None:
        raise UserError("payout.held", commitment=other.label, result=other.result or "尚未认定")
    if facts.state is PayoutState.PARTIAL and not payment.reason.strip():
        raise UserError("payout.partial_needs_reason")
    if payment.on > today:
        raise UserError("payout.in_future", today=today)
    if other is not None and other.actual_on is not None and payment.on < other.actual_on:
        raise UserError("payout.before_proof", on=other.actual_on)
    _check_amount(facts.amount_yuan, payment)


def _check_amount(agreed_yuan: int, payment: Payment) -> None:
    """Allow an amount up to what was agreed; less needs a reason, or a day for the rest.

    Raises `UserError`: ``payout.amount_not_positive``, ``payout.too_much``, ``payout.less_needs_reason``,
    ``payout.no_rest`` and ``payout.rest_before_payment``.
    """
    if payment.yuan <= 0:
        raise UserError("payout.amount_not_positive")
    if payment.yuan > agreed_yuan:
        raise UserError("payout.too_much", agreed=amount_zh(agreed_yuan))
    if payment.rest_due is None:
        if payment.yuan < agreed_yuan and not payment.reason.strip():
            raise UserError("payout.less_needs_reason", agreed=amount_zh(agreed_yuan))
        return
    if payment.yuan == agreed_yuan:
        raise UserError("payout.no_rest")
    if payment.rest_due < payment.on:
        raise UserError("payout.rest_before_payment", on=payment.on)


def payout_clock(facts: PayoutFacts, signed_on: date | None) -> tuple[Clock, date | None] | None:
    """Return the clock of a payment that is owed and its agreed day, or None while none is owed.

    The agreed day stands if the enterprise performed by then, however long that took to establish. If it
    performed later, nothing was owed before: the payment is due on the day that was established (认定).
    `signed_on` is when it was agreed, if that is known.
    """
    if facts.state is not PayoutState.OWED:
        return None
    other = facts.counterpart
    settled = other.settled_on if other is not None else None
    performed = other.actual_on or settled if other is not None else None
    if performed is not None and performed > facts.due:
        return Clock(settled or performed, "履约认定", Limit(0, Unit.CALENDAR_DAY)), None
    if performed is not None:
        return Clock(performed, "企业履约", None), facts.due
    return Clock(signed_on or facts.due, "签约" if signed_on else "约定", None), facts.due


def payout_label(name: str, amount_yuan: int) -> str:
    """Name a payment without its project: 兑付：设备投资补助300万元."""
    return f"兑付：{name}{amount_zh(amount_yuan)}"


def amount_zh(yuan: int) -> str:
    """Say an amount in 万元, or in 元 where it is no round number of 百元."""
    if yuan % 100:
        return f"{yuan}元"
    whole, rest = divmod(yuan, _WAN)
    return f"{whole}" + (f".{rest:04d}".rstrip("0") if rest else "") + "万元"


def totals(payouts: Iterable[tuple[PayoutFacts, int | None]], today: date) -> Totals:
    """Add up payments, each with what was really paid."""
    agreed = due = paid = held = 0
    for facts, paid_yuan in payouts:
        agreed += facts.amount_yuan
        paid += paid_yuan or 0
        if facts.state.is_held:
            held += facts.amount_yuan
        elif facts.state is PayoutState.OWED and facts.due <= today:
            due += facts.amount_yuan
    return Totals(agreed, due, paid, held)
