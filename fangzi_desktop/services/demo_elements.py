"""The demands of invented projects for elements, supplied as far as their stage has come."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from decimal import Decimal

from fangzi_desktop.domain.stage_terms import Element
from fangzi_desktop.domain.stages import stage_index
from fangzi_desktop.domain.terms import Milestone, Stage
from fangzi_desktop.services.demo_lives import Life
from fangzi_desktop.storage.stage_tables import DeliveryRow, ElementRow
from fangzi_desktop.storage.tables import ProjectRow
from fangzi_desktop.storage.work import Work

_DEPARTMENTS = {
    Element.LAND: "自然资源和规划局坊子分局",
    Element.ENERGY_QUOTA: "发展和改革局",
    Element.EMISSION_QUOTA: "生态环境局坊子分局",
    Element.WATER: "供水公司",
    Element.POWER: "供电公司",
    Element.GAS: "燃气公司",
    Element.LABOUR: "人力资源和社会保障局",
    Element.FINANCE: "地方金融监督管理局",
    Element.SITE: "属地街道",
}
_SPECIFICS: dict[Element, dict[str, str]] = {
    Element.LAND: {
        "is_new": "yes",
        "quota_source": "计划指标",
        "use": "工业用地",
        "grant": "挂牌",
        "term": "50",
    },
    Element.POWER: {"voltage": "10", "is_double": "no"},
    Element.WATER: {"source": "自来水", "pipe": "200"},
    Element.EMISSION_QUOTA: {"ratio": "2"},
    Element.LABOUR: {"trades": "操作工、电工、焊工"},
    Element.FINANCE: {"source": "银行贷款", "equity_share": "30"},
}


def fill_elements(work: Work, chance: random.Random, row: ProjectRow, life: Life) -> None:
    """Give an invented project its demands from the review on; the later its stage, the more has come."""
    if stage_index(row.stage) < stage_index(Stage.REVIEW):
        return
    begun = life.days.get(Milestone.REVIEW_PASSED, life.created_on)
    progress = stage_index(row.stage) - stage_index(Stage.REVIEW)
    hundreds = max(1, (row.investment_yuan or 0) // 100_000_000)
    demands = [
        (Element.LAND, "", "亩", row.area_mu),
        (Element.POWER, "", "千伏安", Decimal(800 * hundreds)),
        (Element.WATER, "", "立方米/日", Decimal(60 * hundreds)),
        (Element.ENERGY_QUOTA, "", "吨标准煤", Decimal(320 * hundreds)),
        (Element.EMISSION_QUOTA, "挥发性有机物", "吨/年", Decimal(hundreds) / 4),
        (Element.LABOUR, "", "人", Decimal(40 * hundreds)),
        (Element.SITE, "通路、通水、通电", "项", Decimal(3)),
    ]
    if row.investment_yuan is not None and chance.random() < 0.5:
        demands.append((Element.FINANCE, "项目贷款", "万元", Decimal(row.investment_yuan // 20_000)))
    if chance.random() < 0.4:
        demands.append((Element.GAS, "", "立方米/时", Decimal(120 * hundreds)))
    for place, (kind, name, unit, amount) in enumerate(demands):
        if amount is not None and amount > 0:
            _demand(work, chance, row, begun, (kind, name, unit, amount), comes=progress * 2 > place)


def _demand(
    work: Work,
    chance: random.Random,
    row: ProjectRow,
    begun: date,
    wanted: tuple[Element, str, str, Decimal],
    *,
    comes: bool,
) -> None:
    kind, name, unit, amount = wanted
    raised = min(begun + timedelta(days=chance.randint(0, 9)), work.today)
    promised = min(raised + timedelta(days=chance.randint(3, 15)), work.today)
    due = promised + timedelta(days=chance.randint(30, 160))
    is_promised = comes or chance.random() < 0.7
    element = ElementRow(
        id=work.new_id(),
        project_id=row.id,
        kind=kind,
        name=name,
        unit=unit,
        demand=amount,
        raised_on=raised,
        needed_by=due + timedelta(days=20),
        committed=amount if is_promised else None,
        committed_on=promised if is_promised else None,
        department=_DEPARTMENTS[kind] if kind is not Element.SITE else row.responsible_unit,
        promised_for=due if is_promised else None,
        specifics=json.dumps(_SPECIFICS.get(kind, {}), ensure_ascii=False, sort_keys=True),
    )
    work.add(element)
    in_part = chance.random() < 0.06 and kind is not Element.SITE
    if comes and due <= work.today:
        share = Decimal("0.6") if in_part else Decimal(1)
        _deliver(work, element, amount * share, due - timedelta(days=chance.randint(0, 20)))
    if not comes and chance.random() < 0.02:
        element.is_unavailable = True
        element.unavailable_reason = "现有余量不足，暂无可调剂的来源"
    elif due < work.today and (in_part or not comes):
        # Nobody leaves a promise unkept for long without moving it.
        element.promised_for = work.today + timedelta(
            days=-3 if chance.random() < 0.008 else chance.randint(8, 70)
        )
        element.needed_by = element.promised_for + timedelta(days=20)
        element.committed, element.committed_on = amount, promised


def _deliver(work: Work, element: ElementRow, quantity: Decimal, on: date) -> None:
    work.add(
        DeliveryRow(
            id=work.new_id(),
            project_id=element.project_id,
            element_id=element.id,
            delivered_on=on,
            quantity=quantity,
            evidence_no=f"示例保障〔{on.year}〕{on.month * 31 + on.day}号",
        )
    )
