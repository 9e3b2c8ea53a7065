"""What a project needs to be supplied with: demand, promise, delivery and gap (要素配置, mechanism §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element, ElementStatus

ZERO = Decimal(0)

# In which units an element is asked for, the usual one first.
UNITS: Mapping[Element, tuple[str, ...]] = {
    Element.LAND: ("亩", "平方米"),
    Element.ENERGY_QUOTA: ("吨标准煤", "万千瓦时"),
    Element.EMISSION_QUOTA: ("吨/年",),
    Element.WATER: ("立方米/日", "万立方米/年"),
    Element.POWER: ("千伏安", "千瓦"),
    Element.GAS: ("立方米/时", "万立方米/年"),
    Element.HEAT: ("吨/时",),
    Element.FINANCE: ("万元",),
    Element.LABOUR: ("人",),
    Element.SITE: ("项",),
    Element.TALENT: ("人", "项"),
}


class Holds(Enum):
    """What a field of one element's own holds."""

    TEXT = auto()
    AMOUNT = auto()
    DAY = auto()
    YES_NO = auto()


@dataclass(frozen=True, slots=True)
class Specific:
    """A field that only one element has: its key, its words, its unit and what it holds."""

    key: str
    label: str
    holds: Holds = Holds.TEXT
    unit: str = ""


_OWN = Holds
SPECIFICS: Mapping[Element, tuple[Specific, ...]] = {
    Element.LAND: (
        Specific("plot", "宗地编号"),
        Specific("is_new", "新增用地", _OWN.YES_NO),
        Specific("use", "用途"),
        Specific("quota_source", "指标来源"),
        Specific("development_plan", "成片开发方案批次"),
        Specific("is_cleared", "净地", _OWN.YES_NO),
        Specific("grant", "出让方式"),
        Specific("starting_price", "起始价", _OWN.AMOUNT, "万元"),
        Specific("deal_price", "成交价", _OWN.AMOUNT, "万元"),
        Specific("term", "年限", _OWN.AMOUNT, "年"),
        Specific("plant_area", "租赁厂房面积", _OWN.AMOUNT, "平方米"),
        Specific("lease_term", "租期", _OWN.AMOUNT, "年"),
    ),
    Element.ENERGY_QUOTA: (
        Specific("basis", "折标口径（当量值、等价值）"),
        Specific("coal", "煤炭消费", _OWN.AMOUNT, "吨"),
        Specific("electricity", "电力消费", _OWN.AMOUNT, "万千瓦时"),
        Specific("substitute_source", "替代来源项目"),
        Specific("substitute_amount", "替代量", _OWN.AMOUNT, "吨标准煤"),
        Specific("review_no", "节能审查文号"),
    ),
    Element.EMISSION_QUOTA: (
        Specific("ratio", "削减替代倍数", _OWN.AMOUNT, "倍"),
        Specific("substitute_source", "替代来源"),
        Specific("confirmation_no", "总量确认书文号"),
    ),
    Element.WATER: (
        Specific("source", "水源"),
        Specific("pipe", "管径", _OWN.AMOUNT, "毫米"),
        Specific("access_point", "接入点"),
        Specific("drainage", "排水量", _OWN.AMOUNT, "立方米/日"),
    ),
    Element.POWER: (
        Specific("voltage", "电压等级", _OWN.AMOUNT, "千伏"),
        Specific("is_double", "双电源", _OWN.YES_NO),
        Specific("line", "外线长度", _OWN.AMOUNT, "米"),
        Specific("energised_on", "送电日期", _OWN.DAY),
    ),
    Element.GAS: (
        Specific("pressure", "压力"),
        Specific("access_point", "接入点"),
    ),
    Element.HEAT: (Specific("parameters", "蒸汽参数"),),
    Element.FINANCE: (
        Specific("source", "资金来源"),
        Specific("bank", "对接银行"),
        Specific("credit", "授信", _OWN.AMOUNT, "万元"),
        Specific("paid_out", "放款", _OWN.AMOUNT, "万元"),
        Specific("equity_share", "资本金比例", _OWN.AMOUNT, "%"),
    ),
    Element.LABOUR: (
        Specific("trades", "工种"),
        Specific("training", "培训"),
        Specific("housing", "住宿"),
    ),
    Element.SITE: (
        Specific("levelled_on", "场地平整", _OWN.DAY),
        Specific("road_on", "通路", _OWN.DAY),
        Specific("water_on", "通水", _OWN.DAY),
        Specific("power_on", "通电", _OWN.DAY),
        Specific("drainage_on", "通排水", _OWN.DAY),
        Specific("gas_on", "通气", _OWN.DAY),
        Specific("heat_on", "通热", _OWN.DAY),
        Specific("telecom_on", "通信", _OWN.DAY),
        Specific("clearing_on", "拆迁清障完成", _OWN.DAY),
    ),
    Element.TALENT: (Specific("kind", "类别"),),
}


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand with what was promised and delivered, all in its own unit."""

    demand: Decimal | None
    committed: Decimal | None
    delivered: Decimal
    deliveries: int
    is_raised: bool
    is_promised: bool
    is_unavailable: bool = False

    @property
    def gap(self) -> Decimal | None:
        """What is still to come; never below zero, None where the demand is not known."""
        return max(self.demand - self.delivered, ZERO) if self.demand is not None else None

    @property
    def surplus(self) -> Decimal:
        """What came beyond the demand (超供)."""
        return max(self.delivered - self.demand, ZERO) if self.demand is not None else ZERO


@dataclass(frozen=True, slots=True)
class Sum:
    """What demands for one element in one unit come to; surplus of one does not fill the gap of another."""

    kind: Element
    unit: str
    demand: Decimal = ZERO
    committed: Decimal = ZERO
    delivered: Decimal = ZERO
    gap: Decimal = ZERO
    count: int = 0


def add_up(demands: Iterable[tuple[Element, str, Demand]]) -> tuple[Sum, ...]:
    """Add demands up by element and unit, in the order of the elements; different units are never added."""
    found: dict[tuple[Element, str], Sum] = {}
    for kind, unit, one in demands:
        so_far = found.get((kind, unit), Sum(kind, unit))
        found[kind, unit] = Sum(
            kind,
            unit,
            so_far.demand + (one.demand or ZERO),
            so_far.committed + (one.committed or ZERO),
            so_far.delivered + one.delivered,
            so_far.gap + (one.gap or ZERO),
            so_far.count + 1,
        )
    order = list(Element)
    return tuple(sorted(found.values(), key=lambda one: (order.index(one.kind), one.unit)))


def status_of(demand: Demand) -> ElementStatus:
    """Return how far a demand has been supplied.

    A demand without a figure (a road, a levelled site) is supplied with its first delivery.
    """
    if demand.is_unavailable:
        return ElementStatus.UNAVAILABLE
    if demand.deliveries and not demand.gap:
        return ElementStatus.DELIVERED
    if demand.deliveries:
        return ElementStatus.PARTIAL
    if demand.is_promised or demand.committed is not None:
        return ElementStatus.COMMITTED
    return ElementStatus.RAISED if demand.is_raised else ElementStatus.NOT_RAISED


def check_demand(
    unit: str,
    amounts: Iterable[Decimal | None],
    *,
    raised_on: date | None,
    needed_by: date | None,
    committed_on: date | None,
    promised_for: date | None,
    department: str,
    today: date,
) -> None:
    """Allow what a demand says, or raise `UserError`.

    Codes: ``element.no_unit``, ``element.not_positive``, ``element.in_future`` for a demand or a promise made
    after today, ``element.needed_before`` if it is needed before it was asked for, ``element.no_department``
    for a promise of nobody, ``element.committed_before`` for one made before the demand was raised,
    ``element.promised_before`` for one that was due before it was made.
    """
    if not unit:
        raise UserError("element.no_unit")
    if any(amount is not None and amount <= 0 for amount in amounts):
        raise UserError("element.not_positive")
    for said in (raised_on, committed_on):
        if said is not None and said > today:
            raise UserError("element.in_future", today=today)
    if raised_on is not None and needed_by is not None and needed_by < raised_on:
        raise UserError("element.needed_before", raised=raised_on)
    if raised_on is not None and committed_on is not None and committed_on < raised_on:
        raise UserError("element.committed_before", raised=raised_on)
    if committed_on is not None and promised_for is not None and promised_for < committed_on:
        raise UserError("element.promised_before", committed=committed_on)
    if (committed_on is not None or promised_for is not None) and not department:
        raise UserError("element.no_department")


def check_delivery(quantity: Decimal | None, on: date, today: date) -> None:
    """Allow a delivery, or raise ``element.not_positive`` or ``element.delivered_in_future``."""
    if quantity is None or quantity <= 0:
        raise UserError("element.not_positive")
    if on > today:
        raise UserError("element.delivered_in_future", today=today)


# 节能审查: from so much a year on a project is reviewed, and from so much by the province
# (固定资产投资项目节能审查办法, 国家发展改革委令2023年第2号).
_REVIEWED_TCE, _PROVINCE_TCE, _REVIEWED_POWER = Decimal(1000), Decimal(10_000), Decimal(500)


class Prompt(Enum):
    """What a demand calls for elsewhere."""

    ENERGY_REVIEW = auto()
    ENERGY_REVIEW_PROVINCE = auto()
    LAND_QUOTA = auto()


def prompt_of(
    kind: Element, unit: str, demand: Decimal | None, specifics: Mapping[str, str]
) -> Prompt | None:
    """Return what a demand calls for.

    Energy: its review, by its yearly figure or its power consumption. New land: a quota, until it is known
    where one comes from.
    """
    if kind is Element.LAND and specifics.get("is_new") == "yes" and not specifics.get("quota_source"):
        return Prompt.LAND_QUOTA
    if kind is not Element.ENERGY_QUOTA:
        return None
    tce = demand if unit == "吨标准煤" and demand is not None else ZERO
    power = Decimal(specifics.get("electricity") or 0)
    if unit == "万千瓦时" and demand is not None:
        power = max(power, demand)
    if tce >= _PROVINCE_TCE:
        return Prompt.ENERGY_REVIEW_PROVINCE
    return Prompt.ENERGY_REVIEW if tce >= _REVIEWED_TCE or power >= _REVIEWED_POWER else None
