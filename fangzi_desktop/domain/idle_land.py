"""Whether granted land lies idle, and what follows (闲置土地处置办法 §§2, 8, 14; 城市房地产管理法 §26)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fangzi_desktop.domain.deadlines import day_zh
from fangzi_desktop.domain.terms import Term
from fangzi_desktop.domain.workdays import month_end

FEE_PERCENT = 20
IDLE_MONTHS = 12
TAKE_BACK_MONTHS = 24
_BUILT_PART = 3
_INVESTED_PERCENT = 25


class LandState(Term):
    """How granted land stands."""

    NO_DATE = "no_date", "未登记约定动工日期"
    AHEAD = "ahead", "未到约定动工日期"
    LATE = "late", "已过约定动工日期"
    EXCUSED = "excused", "因政府或不可抗力延迟"
    FEE = "fee", "满一年未动工"
    TAKE_BACK = "take_back", "满二年未动工"
    STOPPED = "stopped", "中止开发满一年"
    BEGUN = "begun", "已动工"

    @property
    def is_idle(self) -> bool:
        """Whether the land counts as 闲置土地."""
        return self.value in ("fee", "take_back", "stopped")


@dataclass(frozen=True, slots=True)
class Standstill:
    """Days on which nothing was built; `last` is None while it lasts.

    It is excused if the government or force majeure caused it (闲置土地处置办法 §8).
    """

    first: date
    last: date | None
    reason: str
    is_excused: bool


@dataclass(frozen=True, slots=True)
class LandFacts:
    """What the reckoning needs; money in whole yuan, areas in 亩, unknown figures are None."""

    agreed_start: date | None
    started_on: date | None
    has_begun: bool = False
    price_yuan: int | None = None
    area_mu: Decimal | None = None
    built_mu: Decimal | None = None
    total_yuan: int | None = None
    invested_yuan: int | None = None
    standstills: tuple[Standstill, ...] = ()


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How the land stands on a day, and the sentences that say why; `fee_yuan` only where one is due."""

    state: LandState
    idle_from: date | None
    fee_yuan: int | None
    words: tuple[str, ...]


def idle_day(agreed_start: date) -> date:
    """Return the last day to begin: one year after the agreed start, past which the land is idle."""
    return month_end(agreed_start, IDLE_MONTHS)


def reckon(facts: LandFacts, today: date) -> Reckoning:
    """Say how granted land stands on `today`."""
    if facts.has_begun or facts.started_on is not None:
        return _begun(facts, today)
    agreed = facts.agreed_start
    if agreed is None:
        return Reckoning(LandState.NO_DATE, None, None, ("登记出让合同约定的动工日期后，推算闲置期限。",))
    due, back = idle_day(agreed), month_end(agreed, TAKE_BACK_MONTHS)
    opening = f"出让合同约定{day_zh(agreed)}动工，尚未动工"
    if today <= agreed:
        words = f"出让合同约定{day_zh(agreed)}前动工；超过{day_zh(due)}仍未动工的，构成闲置土地。"
        return Reckoning(LandState.AHEAD, due, None, (words,))
    excused = _excused(facts.standstills, agreed, today)
    if excused:
        return Reckoning(LandState.EXCUSED, due, None, (f"{opening}。", *excused))
    if today <= due:
        words = f"{opening}，已超过{(today - agreed).days}个自然日；超过{day_zh(due)}的构成闲置土地。"
        return Reckoning(LandState.LATE, due, None, (words,))
    if today <= back:
        fee = facts.price_yuan * FEE_PERCENT // 100 if facts.price_yuan is not None else None
        return Reckoning(LandState.FEE, due, fee, (f"{opening}，已满一年。", _fee_words(facts.price_yuan)))
    law = "满二年未动工开发的，可无偿收回国有建设用地使用权（闲置土地处置办法第十四条）。"
    return Reckoning(LandState.TAKE_BACK, due, None, (f"{opening}，已满二年。", law))


def _fee_words(price_yuan: int | None) -> str:
    law = "按出让价款的20%征缴土地闲置费（闲置土地处置办法第十四条）"
    if price_yuan is None:
        return f"应{law}；登记出让价款后算出金额。"
    fee = Decimal(price_yuan * FEE_PERCENT // 100)
    return f"应{law}：{_wan(Decimal(price_yuan))}万元×20%＝{_wan(fee)}万元。"


def _begun(facts: LandFacts, today: date) -> Reckoning:
    words = [_begin_words(facts)]
    long_ones = [
        one for one in facts.standstills if one.last is None and month_end(one.first, IDLE_MONTHS) <= today
    ]
    if not long_ones:
        return Reckoning(LandState.BEGUN, None, None, tuple(words))
    stop = min(long_ones, key=lambda one: one.first)
    words.append(f"自{day_zh(stop.first)}起中止开发建设已满一年（{stop.reason}）。")
    if stop.is_excused:
        words.append("因政府、政府有关部门的行为或不可抗力造成的，按第八条、第十二条协商处置，不征缴闲置费。")
        return Reckoning(LandState.EXCUSED, None, None, tuple(words))
    short = _short_of(facts)
    if not short:
        words.append("已建面积达三分之一且投资达25%，或面积、投资未登记，不据此认定为闲置土地。")
        return Reckoning(LandState.BEGUN, None, None, tuple(words))
    words.append(f"{'、'.join(short)}，可认定为闲置土地（闲置土地处置办法第二条）。")
    return Reckoning(LandState.STOPPED, month_end(stop.first, IDLE_MONTHS), None, tuple(words))


def _begin_words(facts: LandFacts) -> str:
    if facts.started_on is None:
        return "已动工。"
    begun = f"已于{day_zh(facts.started_on)}动工"
    if facts.agreed_start is None:
        return f"{begun}。"
    late = (facts.started_on - facts.agreed_start).days
    if late <= 0:
        return f"{begun}，未超过约定日期（{day_zh(facts.agreed_start)}）。"
    return f"{begun}，比约定日期（{day_zh(facts.agreed_start)}）晚{late}个自然日。"


def _short_of(facts: LandFacts) -> list[str]:
    """Say what falls short: built area under a third, or investment under a quarter."""
    short = []
    if facts.built_mu is not None and facts.area_mu and facts.built_mu * _BUILT_PART < facts.area_mu:
        share = facts.built_mu * 100 / facts.area_mu
        short.append(
            f"已建{_plain(facts.built_mu)}亩，占应开发{_plain(facts.area_mu)}亩的{share:.1f}%，不足三分之一"
        )
    if facts.invested_yuan is not None and facts.total_yuan:
        share = Decimal(facts.invested_yuan) * 100 / facts.total_yuan
        if share < _INVESTED_PERCENT:
            short.append(f"已投资额占总投资额{share:.1f}%，不足25%")
    return short


def _excused(standstills: Iterable[Standstill], agreed: date, today: date) -> list[str]:
    """Name what excuses a late start, and how such land is dealt with."""
    causes = [
        f"{one.reason}（{day_zh(one.first)}{'至' + day_zh(one.last) if one.last is not None else '起'}）"
        for one in standstills
        if one.is_excused and one.first <= today and (one.last is None or one.last >= agreed)
    ]
    if not causes:
        return []
    return [
        f"已登记的原因：{'；'.join(causes)}。",
        "因政府、政府有关部门的行为或不可抗力造成动工延迟的，按第八条、第十二条协商处置，不征缴闲置费。",
    ]


def _wan(yuan: Decimal) -> str:
    return _plain(yuan / 10_000)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
