"""The commitments of invented projects past signing, their checks, and what followed a breach."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from fangzi_desktop.domain.commitments import MEASURES
from fangzi_desktop.domain.stage_terms import (
    AgreementKind,
    CommitmentMetric,
    CommitmentResult,
    LadderLevel,
    Side,
)
from fangzi_desktop.domain.terms import Milestone, ProjectStatus, Route, Unit
from fangzi_desktop.domain.workdays import month_end
from fangzi_desktop.services.agreements import agreements
from fangzi_desktop.services.commitments import (
    CheckForm,
    CommitmentForm,
    CommitmentLine,
    SettlementForm,
    add_commitment,
    commitment_lines,
    record_check,
    settle_commitment,
)
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.services.idle_land import LandTermsForm, set_land_terms
from fangzi_desktop.services.ladder import RungForm, take_rung
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work

_WAN = 10_000
_QUARTER = 3
# How often building begins too late, for what has not begun and for what has.
_LATE = {False: 0.45, True: 0.2}
_SHORTEST = 3
# How often the bond is not paid, and since when a breach may still be followed up.
_UNPAID = 0.4
_LATELY = timedelta(days=200)
_BETWEEN = 32
# What the government owes is late by days and not by months.
_JUST_NOW = timedelta(days=12)
_STILL_OWED = 0.12
# What is due within so long has mostly been done ahead.
_AHEAD = timedelta(days=31)
# How often what is built is to have its power about today.
_NEAR = 0.5
# The deeds that end with an event of the project's life, and the milestone that shows it.
_DEEDS = {
    CommitmentMetric.START: Milestone.START,
    CommitmentMetric.COMPLETION: Milestone.MAIN_COMPLETE,
    CommitmentMetric.PRODUCTION: Milestone.PRODUCTION,
    CommitmentMetric.SCALE_ENTRY: Milestone.SCALE_ENTRY,
}
_FIGURES = (CommitmentMetric.FIXED_INVESTMENT, CommitmentMetric.INVESTMENT_INTENSITY)


def fill_commitments(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Give a signed project what both sides promised, as far as it has come by today."""
    signed = life.days.get(Milestone.AGREEMENT)
    if signed is None or life.status is not ProjectStatus.ACTIVE:
        return
    signings = {one.form.kind: one.id for one in agreements(work, row.id)}
    promised_in = signings.get(AgreementKind.INVESTMENT)
    for form in _promises(chance, row, signed, work.today, life):
        add_commitment(work, row.id, replace(form, agreement_id=promised_in))
    work.flush()
    _give_land(work, chance, row, life, signed)
    work.flush()
    _follow(work, chance, row, life, signed)


def _promises(
    chance: random.Random, row: ProjectRow, signed: date, today: date, life: Life
) -> Iterator[CommitmentForm]:
    yield from _enterprise(chance, row, signed, today, life.days.get(Milestone.START))
    yield from _government(chance, row, signed, today, life)


def _enterprise(
    chance: random.Random, row: ProjectRow, signed: date, today: date, started: date | None
) -> Iterator[CommitmentForm]:
    fixed = Decimal((row.fixed_investment_yuan or row.investment_yuan or 0) // _WAN)
    output = Decimal((row.output_yuan or 0) // _WAN)
    metric = CommitmentMetric
    full = month_end(signed, 54)
    if fixed:
        yield _figure(metric.FIXED_INVESTMENT, fixed, month_end(signed, 36), "竣工决算审计报告")
    if fixed and row.area_mu:
        intensity = (fixed / row.area_mu).quantize(Decimal(1))
        yield _figure(metric.INVESTMENT_INTENSITY, intensity, month_end(signed, 36), "竣工决算审计报告")
    yield _span(
        metric.START, _start_months(chance, signed, today, started), Milestone.AGREEMENT, "施工许可证"
    )
    yield _span(metric.COMPLETION, chance.choice((14, 18, 24)), Milestone.START, "竣工验收备案表")
    yield _span(metric.PRODUCTION, chance.choice((2, 3, 6)), Milestone.MAIN_COMPLETE, "首张销售发票")
    yield _span(metric.SCALE_ENTRY, 12, Milestone.PRODUCTION, "统计入库通知")
    if output:
        yield _figure(metric.OUTPUT, output, full, "年度审计报告")
        yield _figure(metric.TAX, (output * 5 / 100).quantize(Decimal(1)), full, "完税证明")
    if row.area_mu:
        yield _figure(metric.TAX_PER_MU, Decimal(chance.choice((15, 18, 20, 25))), full, "完税证明")
    yield replace(
        _span(metric.LOCALITY, 120, Milestone.PRODUCTION, "登记和纳税信息"),
        text="十年内不迁出坊子区",
    )
    bond = CommitmentForm(
        Side.ENTERPRISE,
        metric.PERFORMANCE_BOND,
        "签约后5个工作日内缴纳履约保证金",
        MEASURES[metric.PERFORMANCE_BOND].comparison,
        Decimal(chance.choice((50, 100, 200))),
        "万元",
        None,
        5,
        Unit.WORKING_DAY,
        Milestone.AGREEMENT,
        None,
        "",
        "银行回单",
    )
    yield bond


def _start_months(chance: random.Random, signed: date, today: date, started: date | None) -> int:
    """Choose within how many months building had to begin; most are in time, and some are not."""
    passed = ((started or today) - signed).days // 30
    late = chance.random() < _LATE[started is not None] and passed > _SHORTEST
    if late:
        return max(_SHORTEST, passed - chance.randint(1, 2))
    return max(chance.choice((6, 9, 12)), passed + 1)


def _some_day_soon(chance: random.Random, today: date) -> date | None:
    """A day about today for some, so that a few promises call and a few are late."""
    if chance.random() > _NEAR:
        return None
    return today + timedelta(days=chance.choice((-9, -5, 1, 3, 6)))


def _government(
    chance: random.Random, row: ProjectRow, signed: date, today: date, life: Life
) -> Iterator[CommitmentForm]:
    unit = row.responsible_unit
    metric = CommitmentMetric
    if life.route is Route.NEW_LAND:
        yield _deed(metric.CLEARED_LAND, month_end(signed, 5), unit, "净地交付确认单")
    yield _deed(metric.UTILITIES, month_end(signed, chance.choice((9, 12))), unit, "接入点验收单")
    yield _deed(metric.ASSISTED_SERVICE, month_end(signed, 6), "行政审批服务局", "手续办结清单")
    soon = _some_day_soon(chance, today) if Milestone.MAIN_COMPLETE in life.days else None
    power = soon or month_end(signed, 12)
    yield replace(
        _deed(metric.ELEMENTS, power, "供电公司", "送电通知单"),
        text="按需求时间保障永久用电接入",
    )
    fixed = Decimal((row.fixed_investment_yuan or 0) // _WAN)
    if fixed:
        amount = (fixed * chance.choice((2, 3)) / 100).quantize(Decimal(1))
        yield CommitmentForm(
            Side.GOVERNMENT,
            metric.SUPPORT,
            "设备投资扶持资金，投产并经审计后兑付",
            MEASURES[metric.SUPPORT].comparison,
            amount,
            "万元",
            None,
            6,
            Unit.MONTH,
            Milestone.PRODUCTION,
            None,
            "财政局",
            "拨付凭证",
        )


def _figure(metric: CommitmentMetric, target: Decimal, due: date, paper: str) -> CommitmentForm:
    measure = MEASURES[metric]
    return CommitmentForm(
        measure.side,
        metric,
        "",
        measure.comparison,
        target,
        measure.unit,
        due,
        # What is earned at full capacity cannot be looked at before.
        check_months=_QUARTER if metric in _FIGURES else None,
        evidence_required=paper,
    )


def _span(metric: CommitmentMetric, months: int, event: Milestone, paper: str) -> CommitmentForm:
    return CommitmentForm(
        Side.ENTERPRISE,
        metric,
        offset_amount=months,
        offset_unit=Unit.MONTH,
        offset_event=event,
        evidence_required=paper,
    )


def _deed(metric: CommitmentMetric, due: date, unit: str, paper: str) -> CommitmentForm:
    return CommitmentForm(Side.GOVERNMENT, metric, due=due, responsible_unit=unit, evidence_required=paper)


def _give_land(work: Work, chance: random.Random, row: ProjectRow, life: Life, signed: date) -> None:
    """Give new land its contract: a price by its area, and a start some months after the signing."""
    if life.route is not Route.NEW_LAND or row.area_mu is None:
        return
    started = life.days.get(Milestone.START)
    agreed = started + timedelta(days=chance.randint(-20, 45)) if started else month_end(signed, 12)
    price = int(row.area_mu * chance.choice((16, 18, 21, 24))) * _WAN
    share = (row.completed_yuan or 0) * 100 // max(row.fixed_investment_yuan or 1, 1)
    built = (row.area_mu * min(share, 100) / 100).quantize(Decimal("0.1")) if started else None
    set_land_terms(work, row.id, LandTermsForm(agreed, started, price, built or None))


def _follow(work: Work, chance: random.Random, row: ProjectRow, life: Life, signed: date) -> None:
    """Settle what has come about, look at what has not, and urge what was broken."""
    urged = False
    for line in commitment_lines(work, row.id):
        metric, due = line.form.metric, line.due_on
        done = life.days.get(_DEEDS[metric]) if metric in _DEEDS else None
        if done is not None:
            settle_commitment(work, line.id, SettlementForm(None, done, line.form.evidence_required))
        elif metric in _FIGURES:
            _look(work, chance, row, line.id, metric, signed)
        elif (
            due is None
            or due >= work.today + _AHEAD
            or (metric is CommitmentMetric.ELEMENTS and due > work.today - _JUST_NOW)
        ):
            continue
        elif line.form.side is Side.GOVERNMENT:
            _keep(work, chance, line.id, due, line.form.target)
        elif due >= work.today:
            continue
        elif metric is CommitmentMetric.PERFORMANCE_BOND and (
            due < work.today - _LATELY or chance.random() > _UNPAID
        ):
            on = max(signed, due - timedelta(days=chance.randint(0, 4)))
            settle_commitment(work, line.id, SettlementForm(line.form.target, on, "银行回单"))
        else:
            settle_commitment(work, line.id, SettlementForm(note="逾期未履行"))
            if not urged and due > work.today - _LATELY:
                _urge(work, chance, row, line)
                urged = True


def _keep(work: Work, chance: random.Random, one: str, due: date, target: Decimal | None) -> None:
    """Let the government keep most of its word, mostly in time."""
    if due > work.today - _JUST_NOW and chance.random() < _STILL_OWED:
        return
    on = min(work.today - timedelta(days=2), due + timedelta(days=chance.choice((-20, -12, -5, -2, 6))))
    late = on > due
    result = CommitmentResult.PARTIAL if late and target is None else None
    note = "已完成，较约定时间略有延迟" if late else ""
    settle_commitment(work, one, SettlementForm(target, on, "完成确认单", result, note))


def _look(
    work: Work, chance: random.Random, row: ProjectRow, one: str, metric: CommitmentMetric, signed: date
) -> None:
    """Record the last two quarterly checks of a figure that grows with the building."""
    completed = Decimal((row.completed_yuan or 0) // _WAN)
    if metric is CommitmentMetric.INVESTMENT_INTENSITY:
        completed = completed / (row.area_mu or 1)
    last = work.today - timedelta(days=random.Random(row.id).randint(4, 50))
    for on, share in ((last - timedelta(days=91), 7), (last, 10)):
        if on > signed:
            figure = (completed * share / 10).quantize(Decimal(1))
            note = "按进度款和发票核对" if figure else "尚未开工，暂无投资完成"
            record_check(work, one, CheckForm(on, figure, note))


def _urge(work: Work, chance: random.Random, row: ProjectRow, line: CommitmentLine) -> None:
    """Take one rung after another since the day was missed; the last one's term still runs."""
    due = line.due_on or work.today
    number = row.project_no[-4:]
    rungs = (
        (LadderLevel.REMINDER, 30, "示例履提", f"{line.label}未按约定履行，请说明原因并提出整改计划"),
        (LadderLevel.INTERVIEW, 20, "示例履约谈", "提醒后仍未整改，约谈企业负责人"),
        (LadderLevel.DEMAND, 15, "示例履催", "约谈后仍未整改，催告限期履行"),
    )
    steps = min(max((work.today - due).days // _BETWEEN, 1), len(rungs))
    last = work.today - timedelta(days=chance.randint(2, 10))
    for place, (level, given, kind, reason) in enumerate(rungs[:steps]):
        on = max(due + timedelta(days=1), last - timedelta(days=_BETWEEN * (steps - 1 - place)))
        until = on + timedelta(days=given)
        paper = f"{kind}〔{on.year}〕{number}号"
        take_rung(work, row.id, RungForm(level, min(on, work.today), paper, reason, until, line.id))
        work.flush()
