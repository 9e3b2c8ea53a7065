"""The agreements, support policies and payments of invented projects past signing."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from fangzi_desktop.domain.agreements import SupportGround, ground_words
from fangzi_desktop.domain.payouts import PayoutState
from fangzi_desktop.domain.profiles import credit_code_check
from fangzi_desktop.domain.stage_terms import AgreementKind, CommitmentMetric, FairReview
from fangzi_desktop.domain.terms import Milestone, ProjectStatus, Route
from fangzi_desktop.domain.workdays import month_end
from fangzi_desktop.services.agreements import AgreementForm, add_agreement
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.services.payouts import PaymentForm, PayoutForm, add_payout, pay, payouts
from fangzi_desktop.services.profiles import profile_row
from fangzi_desktop.services.support import SupportForm, add_support
from fangzi_desktop.storage import agreements as rows
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work

_GOVERNMENT = "坊子区人民政府"
_WAN = 10_000
# What is paid last is kept, so that the lists show payments both made and to come.
_PAID_LATEST = timedelta(days=12)
_DUE_NOW = 0.3


@dataclass(frozen=True, slots=True)
class _Policy:
    """A support policy as such agreements word it; `share` of the fixed investment in per mille."""

    name: str
    grounds: tuple[SupportGround, ...]
    share: int
    condition: str
    basis: str
    # What the enterprise must have done before, and so many months after signing it is paid.
    after: CommitmentMetric
    months: tuple[int, ...]


_POLICIES = (
    _Policy(
        "设备投资扶持资金",
        (SupportGround.TECHNOLOGY, SupportGround.PROSPECTS),
        20,
        "投产并经审计认定设备投资额后兑付",
        "示例市促进工业投资若干政策（示例政发〔2024〕3号）第五条",
        CommitmentMetric.PRODUCTION,
        (20, 32),
    ),
    _Policy(
        "开工进度扶持资金",
        (SupportGround.REVENUE,),
        6,
        "按期开工并完成基础施工后兑付",
        "示例市促进工业投资若干政策（示例政发〔2024〕3号）第七条",
        CommitmentMetric.START,
        (8,),
    ),
    _Policy(
        "升规奖励",
        (SupportGround.REVENUE, SupportGround.PROSPECTS),
        1,
        "首次纳入规模以上工业统计后兑付",
        "示例市培育规模以上企业办法（示例政办〔2024〕11号）第四条",
        CommitmentMetric.SCALE_ENTRY,
        (26,),
    ),
    _Policy(
        "研发平台建设补助",
        (SupportGround.TECHNOLOGY,),
        4,
        "认定市级以上研发平台后兑付",
        "",
        CommitmentMetric.OUTPUT,
        (60,),
    ),
)


def fill_agreements(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Give a signed project its agreements and the support that they promise."""
    signed = life.days.get(Milestone.AGREEMENT)
    if signed is None:
        return
    number = row.project_no[-4:]
    if chance.random() < 0.3:
        before = max(life.created_on, signed - timedelta(days=chance.randint(20, 60)))
        _sign(work, row, AgreementKind.FRAMEWORK, before, f"示例战合〔{before.year}〕{number}号")
    _sign(work, row, AgreementKind.INVESTMENT, signed, f"示例投协〔{signed.year}〕{number}号")
    support_on = signed + timedelta(days=chance.choice((0, 0, 5, 12)))
    agreement = None
    if support_on <= work.today:
        paper = f"示例扶协〔{support_on.year}〕{number}号"
        agreement = _sign(work, row, AgreementKind.SUPPORT, support_on, paper)
    if life.route is Route.NEW_LAND and (listed := life.days.get(Milestone.LISTED)) is not None:
        granted = listed + timedelta(days=45)
        if granted <= work.today:
            _sign(work, row, AgreementKind.LAND, granted, f"示例-01-{granted.year}-{number}")
    _support(work, chance, row, signed, agreement)
    _found_company(work, chance, row, life, signed)


def _found_company(work: Work, chance: random.Random, row: ProjectRow, life: Life, signed: date) -> None:
    """Register the project's company soon after the signing, and give it the code of its 立项."""
    known = profile_row(work, row.id)
    licensed = signed + timedelta(days=chance.randint(2, 9))
    if licensed <= work.today and not known.developer:
        stem = f"91370704MAE{chance.randrange(10**6):06d}"
        known.developer = f"{row.investor}（坊子）有限公司"
        known.credit_code = stem + credit_code_check(stem)
        known.licence_on = licensed
    established = life.days.get(Milestone.ESTABLISHED)
    if established is not None and not known.platform_code:
        known.platform_code = f"{established:%y%m}-370704-04-01-{chance.randrange(10**6):06d}"


def _sign(work: Work, row: ProjectRow, kind: AgreementKind, on: date, number: str) -> str:
    office = "示例自然资源主管部门" if kind is AgreementKind.LAND else _GOVERNMENT
    form = AgreementForm(kind, on, number, office, row.investor)
    return add_agreement(work, row.id, form)


def _support(work: Work, chance: random.Random, row: ProjectRow, signed: date, agreement: str | None) -> None:
    fixed = row.fixed_investment_yuan or row.investment_yuan or 0
    chosen = chance.sample(_POLICIES, chance.choice((2, 2, 3)))
    for place, policy in enumerate(chosen):
        amount = max(10, fixed * policy.share // 1000 // _WAN // 10 * 10) * _WAN
        on = signed - timedelta(days=chance.randint(6, 25))
        review = chance.choices((FairReview.PASSED, FairReview.EXEMPT, FairReview.PENDING), (80, 8, 12))[0]
        is_reviewed = review is not FairReview.PENDING
        paper = f"示例竞审〔{on.year}〕{row.project_no[-4:]}-{place + 1}号"
        add_support(
            work,
            row.id,
            SupportForm(
                policy.name,
                ground_words(policy.grounds),
                amount,
                policy.condition,
                policy.basis,
                review,
                paper if is_reviewed else "",
                on if is_reviewed else None,
                agreement,
            ),
        )


def fill_payouts(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Plan the payments of a project's support, each after what was promised for it, and pay what is due."""
    signed = life.days.get(Milestone.AGREEMENT)
    if signed is None or life.status is not ProjectStatus.ACTIVE:
        return
    work.flush()
    promises = {one.metric: one for one in rows.enterprise_commitments(work.session, row.id)}
    policies = {policy.name: policy for policy in _POLICIES}
    for support in rows.support_rows(work.session, row.id):
        policy = policies[support.name]
        amount = support.amount_yuan or 0
        shares = [amount // len(policy.months)] * len(policy.months)
        shares[-1] = amount - sum(shares[:-1])
        for months, share in zip(policy.months, shares, strict=True):
            promise = promises.get(policy.after)
            due = month_end(signed, months)
            # Some of what is owed falls due about now, so that there is something to pay.
            if promise is not None and promise.actual_on is not None and chance.random() < _DUE_NOW:
                due = work.today + timedelta(days=chance.randint(-4, 9))
            form = PayoutForm(support.id, due, share, promise.id if promise is not None else None)
            add_payout(work, row.id, form)
    work.flush()
    _pay(work, chance, row)


def _pay(work: Work, chance: random.Random, row: ProjectRow) -> None:
    """Pay what has come due, most of it in time."""
    for number, line in enumerate(payouts(work, row.id), start=1):
        proven_on = line.facts.counterpart.actual_on if line.facts.counterpart is not None else None
        if line.state is not PayoutState.OWED or line.due > work.today + _PAID_LATEST:
            continue
        earliest = max(line.due - timedelta(days=chance.randint(2, 20)), proven_on or line.due)
        is_long_due = work.today - line.due > _PAID_LATEST
        if earliest <= work.today and (is_long_due or chance.random() < 0.4):
            paper = f"示例财拨〔{earliest.year}〕{row.project_no[-4:]}-{number}号"
            pay(work, line.id, PaymentForm(earliest, line.amount_yuan, paper))
