"""纳统 and 升规: what an entry needs, where it stands, what in its papers does not agree (mechanism §6)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.deadlines import day_zh
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_rules import StageRules
from fangzi_desktop.domain.stage_terms import InvestLevel, Sector, StatsKind, StatsMaterial, StatsState

DIRECT_FORM = "206-1表"
SMALL_FORM = "206-2表"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry into statistics as it is recorded.

    `investment_yuan` is the planned total investment (计划总投资), `started` the statistical start,
    `permit_on` the day of the 施工许可证 of a project that `needs_permit`. `is_returned` says that a return
    is open.
    """

    kind: StatsKind
    investment_yuan: int | None = None
    started: PartialDate | None = None
    produced: PartialDate | None = None
    sector: Sector | None = None
    is_purchase_only: bool = False
    needs_permit: bool = False
    permit_on: date | None = None
    filing_unit: str = ""
    reporting_unit: str = ""
    contract_party: str = ""
    applied_investment_yuan: int | None = None
    approved_investment_yuan: int | None = None
    applied_start_on: date | None = None
    contract_on: date | None = None
    photo_on: date | None = None
    only_levelling: bool = False
    reached_month: str = ""
    filed_on: date | None = None
    is_returned: bool = False
    is_entered: bool = False

    def judged_on(self, today: date) -> date:
        """Return the day whose thresholds apply: that of the statistical start, before it today."""
        return self.started.first_day if self.started is not None else today


@dataclass(frozen=True, slots=True)
class Finding:
    """Two records that do not agree, in one sentence with both; `field` is where to look first."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class NeededPaper:
    """A paper of an entry, and whether the entry cannot do without it."""

    material: StatsMaterial
    is_needed: bool


def is_below(entry: Entry, rules: StageRules, today: date) -> bool:
    """Whether the planned investment is known to lie below the 起点 of the day it started, else of today."""
    threshold = rules.invest_threshold(InvestLevel.ENTRY, entry.judged_on(today))
    if threshold is None or entry.investment_yuan is None:
        return False
    return entry.investment_yuan < threshold.amount_yuan


def invest_form(entry: Entry, rules: StageRules, today: date) -> str:
    """Return the reporting form that applies by the planned investment, empty while that is unknown."""
    if entry.investment_yuan is None or is_below(entry, rules, today):
        return ""
    return DIRECT_FORM if _reaches(InvestLevel.DIRECT_FORM, entry, rules, today) else SMALL_FORM


def reviews(entry: Entry, rules: StageRules, today: date) -> tuple[InvestLevel, ...]:
    """Return the higher reviews that a project of this size passed before its entry by an older practice."""
    levels = (InvestLevel.PROVINCE, InvestLevel.NATION)
    reached = [level for level in levels if _reaches(level, entry, rules, today)]
    return tuple(reached[-1:])


def papers_for(entry: Entry, rules: StageRules, today: date) -> tuple[NeededPaper, ...]:
    """Return the papers of an entry in their order (mechanism §6.2, §6.4)."""
    if entry.kind is StatsKind.SCALE:
        # The list was published for industry; others have no production site to photograph.
        is_industry = entry.sector in (None, Sector.INDUSTRY)
        return (
            *(NeededPaper(one, is_needed=True) for one in _SCALE),
            NeededPaper(StatsMaterial.SITE_PHOTO, is_needed=is_industry),
        )
    if entry.is_purchase_only:
        return tuple(NeededPaper(one, is_needed=True) for one in _PURCHASE)
    explained = _reaches(InvestLevel.DIRECT_FORM, entry, rules, today)
    return (
        *(NeededPaper(one, is_needed=True) for one in _CONSTRUCTION),
        NeededPaper(StatsMaterial.EXPLANATION, is_needed=explained),
        NeededPaper(StatsMaterial.LICENCE, is_needed=False),
        NeededPaper(StatsMaterial.FEASIBILITY, is_needed=False),
    )


_CONSTRUCTION = (
    StatsMaterial.CONTENT_LIST,
    StatsMaterial.APPROVAL_PAPER,
    StatsMaterial.CONTRACT,
    StatsMaterial.PHOTOS,
)
_PURCHASE = (
    StatsMaterial.PURCHASE_CONTRACT,
    StatsMaterial.PAYMENT_VOUCHER,
    StatsMaterial.EQUIPMENT_PHOTOS,
)
_SCALE = (
    StatsMaterial.UNIT_FORM,
    StatsMaterial.LICENCE,
    StatsMaterial.PROFIT_SHEET,
    StatsMaterial.VAT_RETURN,
    StatsMaterial.ENTRANCE_PHOTO,
)


def state_of(
    entry: Entry, collected: Collection[StatsMaterial], rules: StageRules, today: date
) -> StatsState:
    """Return where an entry stands; 可申报 is one whose needed papers are all there."""
    if entry.is_entered:
        return StatsState.ENTERED
    if entry.is_returned:
        return StatsState.RETURNED
    if entry.filed_on is not None:
        return StatsState.FILED
    waiting = _waiting(entry, rules, today)
    if waiting is not None:
        return waiting
    needed = {one.material for one in papers_for(entry, rules, today) if one.is_needed}
    return StatsState.READY if needed <= set(collected) else StatsState.PREPARING


def _waiting(entry: Entry, rules: StageRules, today: date) -> StatsState | None:
    if entry.kind is StatsKind.SCALE:
        if entry.produced is None:
            return StatsState.NOT_PRODUCING
        return None if entry.reached_month else StatsState.BELOW
    if is_below(entry, rules, today):
        return StatsState.BELOW
    return StatsState.NOT_STARTED if entry.started is None else None


def findings(entry: Entry, today: date) -> tuple[Finding, ...]:
    """Return what in the records of an entry does not agree; an empty field agrees with everything.

    These are the usual reasons of rejection (mechanism §6.2). No finding says what a figure should be.
    """
    if entry.kind is StatsKind.SCALE:
        return (*_units(entry), *_production(entry))
    return (*_units(entry), *_dates(entry), *_investment(entry), *_site(entry, today))


def _units(entry: Entry) -> Iterator[Finding]:
    filing, reporting, party = entry.filing_unit, entry.reporting_unit, entry.contract_party
    if entry.kind is StatsKind.SCALE:
        if _differ(filing, reporting):
            yield Finding("reporting_unit", f"营业执照上的单位“{filing}”与申报单位“{reporting}”不一致。")
        return
    if _differ(filing, reporting):
        yield Finding("reporting_unit", f"备案单位“{filing}”与申报单位“{reporting}”不一致。")
    if _differ(filing, party):
        yield Finding("contract_party", f"备案单位“{filing}”与合同甲方“{party}”不一致。")


def _dates(entry: Entry) -> Iterator[Finding]:
    applied, contract, photo = entry.applied_start_on, entry.contract_on, entry.photo_on
    started = entry.started
    begun = PartialDate.of(applied) if applied is not None else started
    if begun is not None and contract is not None and begun.last_day < contract:
        yield Finding("contract_on", f"合同签订日期{day_zh(contract)}晚于开工日期{begun.zh}。")
    if begun is not None and photo is not None and not entry.is_purchase_only and photo < begun.first_day:
        yield Finding("photo_on", f"现场照片拍摄日期{day_zh(photo)}早于开工日期{begun.zh}。")
    if applied is not None and started is not None and not started.first_day <= applied <= started.last_day:
        yield Finding(
            "applied_start_on", f"申报的开工日期{day_zh(applied)}与登记的统计口径开工日期{started.zh}不一致。"
        )


def _investment(entry: Entry) -> Iterator[Finding]:
    approved, applied = entry.approved_investment_yuan, entry.applied_investment_yuan
    if approved is not None and applied is not None and approved != applied:
        words = f"备案文件的总投资{_money(approved)}与申报材料的总投资{_money(applied)}不一致。"
        yield Finding("applied_investment_yuan", words)


def _site(entry: Entry, today: date) -> Iterator[Finding]:
    if entry.is_purchase_only:
        return
    if entry.only_levelling:
        words = f"申报了开工（{entry.started.zh}）" if entry.started is not None else "拟申报开工"
        yield Finding("only_levelling", f"{words}，但现场只有场地平整；场地平整不算统计口径的开工。")
    begun = entry.started
    if begun is None and entry.applied_start_on is not None:
        begun = PartialDate.of(entry.applied_start_on)
    if begun is None or not entry.needs_permit:
        return
    if entry.permit_on is None:
        yield Finding("started", f"{begun.zh}已开工，截至{day_zh(today)}没有施工许可证的办结记录。")
    elif begun.last_day < entry.permit_on:
        yield Finding("started", f"开工日期{begun.zh}早于施工许可证的办结日期{day_zh(entry.permit_on)}。")


def _production(entry: Entry) -> Iterator[Finding]:
    produced, reached = entry.produced, entry.reached_month
    if produced is not None and reached and reached < produced.first_day.isoformat()[:7]:
        month = PartialDate.from_code(reached)
        yield Finding("reached_month", f"达到标准的月份{month.zh}早于投产日期{produced.zh}。")


def check_month(month: str, today: date) -> None:
    """Allow a month that has begun, or raise `UserError`: ``stats.no_month`` or ``stats.month_ahead``."""
    if not month:
        raise UserError("stats.no_month")
    if month > f"{today:%Y-%m}":
        raise UserError("stats.month_ahead", month=PartialDate.from_code(month), today=today)


def check_filing(entry: Entry, on: date, today: date) -> None:
    """Allow the day on which the enterprise filed.

    Raises `UserError` ``stats.entered``, ``stats.not_started`` before the statistical start is known,
    ``stats.not_reached`` before the month of the threshold is, or ``stats.day_out_of_range``.
    """
    if entry.is_entered:
        raise UserError("stats.entered", kind=entry.kind)
    if entry.kind is StatsKind.INVEST:
        if entry.started is None:
            raise UserError("stats.not_started")
        earliest = entry.started.first_day
    else:
        if entry.produced is None or not entry.reached_month:
            raise UserError("stats.not_reached")
        earliest = max(entry.produced.first_day, date.fromisoformat(f"{entry.reached_month}-01"))
    if not earliest <= on <= today:
        raise UserError("stats.day_out_of_range", earliest=earliest, latest=today)


def _reaches(level: InvestLevel, entry: Entry, rules: StageRules, today: date) -> bool:
    threshold = rules.invest_threshold(level, entry.judged_on(today))
    if threshold is None or entry.investment_yuan is None:
        return False
    return entry.investment_yuan >= threshold.amount_yuan


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and _plain(one) != _plain(other)


def _plain(name: str) -> str:
    """A unit's name without the spaces and the width of brackets, which papers write either way."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def _money(yuan: int) -> str:
    text = f"{Decimal(yuan) / 10_000:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "万元"
