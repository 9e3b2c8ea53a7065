"""Agreements and the support that they promise: what may be recorded, what follows, what the law asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import AgreementKind, FairReview
from fangzi_desktop.domain.stages import StageFacts
from fangzi_desktop.domain.terms import Stage, StageStatus, Term


class SupportGround(Term):
    """What a support policy is matched to (mechanism §1.3 S3)."""

    REVENUE = "revenue", "财政贡献"
    TECHNOLOGY = "technology", "科技含量"
    PROSPECTS = "prospects", "发展前景"


class SupportGap(Term):
    """What the law asks for beside a support policy and is not there (mechanism §5.3)."""

    NO_BASIS = "no_basis", "未写明法律依据"
    NOT_REVIEWED = "not_reviewed", "未作公平竞争审查"
    REVIEW_FAILED = "review_failed", "公平竞争审查未通过"
    NO_REVIEW_PAPER = "no_review_paper", "缺审查文号或日期"
    OVER_AMOUNT = "over_amount", "兑付安排超过政策金额"

    @property
    def law(self) -> str:
        """What the law says of it."""
        return _LAW[self]


_LAW = {
    SupportGap.NO_BASIS: (
        "《公平竞争审查条例》第八条至第十二条：没有法律、行政法规依据或者未经国务院批准，"
        "不得给予特定经营者税收优惠，选择性、差异化的财政奖励或者补贴，以及要素获取等方面的优惠。"
    ),
    SupportGap.NOT_REVIEWED: (
        "《公平竞争审查条例》第十八条：政策措施未经公平竞争审查的，不得出台。请在兑付前补齐审查。"
    ),
    SupportGap.REVIEW_FAILED: (
        "《公平竞争审查条例》第十八条：经审查认为违反规定且不适用例外规定的，不得出台。"
        "本项不能兑付；确需调整承诺的，按《优化营商环境条例》第三十一条依法补偿。"
    ),
    SupportGap.NO_REVIEW_PAPER: "公平竞争审查结论应当有据可查，请补齐审查文号和日期。",
    SupportGap.OVER_AMOUNT: "各笔兑付合计超过政策金额，请核对协议约定的金额。",
}

# A framework agreement states intentions; the others bind, and what binds is supervised.
_BINDING = frozenset(AgreementKind) - {AgreementKind.FRAMEWORK}


@dataclass(frozen=True, slots=True)
class SupportFacts:
    """What a support policy is judged by; `planned_yuan` is the sum of its payouts."""

    legal_basis: str
    review: FairReview
    review_no: str
    review_on: date | None
    amount_yuan: int | None
    planned_yuan: int = 0


def check_signed(signed_on: date, today: date) -> None:
    """Allow a signing up to today, rest day or not. Raises `UserError` ``agreement.in_future``."""
    if signed_on > today:
        raise UserError("agreement.in_future", today=today)


def check_not_relied_on(commitments: int, supports: int) -> None:
    """Allow an agreement to go that nothing hangs on. Raises `UserError` ``agreement.in_use``."""
    if commitments or supports:
        raise UserError("agreement.in_use", commitments=commitments, supports=supports)


def supervised_from(
    record: StageFacts | None, kind: AgreementKind, signed_on: date, before: date | None = None
) -> StageFacts | None:
    """Return the record of 履约监管 that a signing changes, or None if it stays as it is.

    Supervision begins on the day a binding agreement is signed (mechanism §1.3 S9). One that has begun keeps
    its start, unless it was the day that this agreement was wrongly recorded under, `before`.
    """
    if kind not in _BINDING:
        return None
    if record is None or record.status is StageStatus.PENDING:
        return StageFacts(Stage.COMPLIANCE, StageStatus.ACTIVE, signed_on)
    if before is None or before == signed_on or record.started_on != before:
        return None
    if record.done_on is not None and record.done_on < signed_on:
        return None
    return replace(record, started_on=signed_on)


def check_support(name: str, amount_yuan: int | None, review_on: date | None, today: date) -> None:
    """Allow a support policy.

    Raises `UserError`: ``support.no_name``, ``support.amount_not_positive``, ``support.review_in_future``.
    """
    if not name:
        raise UserError("support.no_name")
    if amount_yuan is not None and amount_yuan <= 0:
        raise UserError("support.amount_not_positive")
    if review_on is not None and review_on > today:
        raise UserError("support.review_in_future", today=today)


def support_gaps(facts: SupportFacts) -> tuple[SupportGap, ...]:
    """Return what is missing beside a support policy; only a failed review stops its payment."""
    found = {
        SupportGap.REVIEW_FAILED: facts.review is FairReview.FAILED,
        SupportGap.NO_BASIS: not facts.legal_basis.strip(),
        SupportGap.NOT_REVIEWED: facts.review is FairReview.PENDING,
        SupportGap.NO_REVIEW_PAPER: (
            facts.review is not FairReview.PENDING
            and (not facts.review_no.strip() or facts.review_on is None)
        ),
        SupportGap.OVER_AMOUNT: facts.amount_yuan is not None and facts.planned_yuan > facts.amount_yuan,
    }
    return tuple(gap for gap, is_there in found.items() if is_there)


def ground_words(grounds: Iterable[SupportGround], other: str = "") -> str:
    """Join what a support policy is matched to, in the usual order, with what else was written."""
    chosen = set(grounds)
    words = [ground.zh for ground in SupportGround if ground in chosen]
    return "、".join([*words, *([other.strip()] if other.strip() else [])])


def read_grounds(words: str) -> tuple[frozenset[SupportGround], str]:
    """Part what `ground_words` has joined."""
    by_words = {ground.zh: ground for ground in SupportGround}
    parts = [part.strip() for part in words.split("、")]
    others = [part for part in parts if part and part not in by_words]
    return frozenset(by_words[part] for part in parts if part in by_words), "、".join(others)
