from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fangzi_desktop.domain.elements import (
    SPECIFICS,
    UNITS,
    Demand,
    Prompt,
    add_up,
    check_delivery,
    check_demand,
    prompt_of,
    status_of,
)
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element, ElementStatus

TODAY = date(2023, 2, 24)


def a_demand(
    wanted: str | None = "8000", came: str = "0", times: int = 0, committed: str | None = None, **said: bool
) -> Demand:
    return Demand(
        Decimal(wanted) if wanted is not None else None,
        Decimal(committed) if committed is not None else None,
        Decimal(came),
        times,
        said.get("raised", True),
        said.get("promised", False),
        said.get("unavailable", False),
    )


@pytest.mark.parametrize(
    ("demand", "status", "gap"),
    [
        (a_demand(raised=False), ElementStatus.NOT_RAISED, "8000"),
        (a_demand(), ElementStatus.RAISED, "8000"),
        (a_demand(committed="5000"), ElementStatus.COMMITTED, "8000"),
        (a_demand(promised=True), ElementStatus.COMMITTED, "8000"),
        (a_demand(came="3000", times=1), ElementStatus.PARTIAL, "5000"),
        (a_demand(came="8000", times=2), ElementStatus.DELIVERED, "0"),
        (a_demand(came="8100", times=2), ElementStatus.DELIVERED, "0"),
        (a_demand(None), ElementStatus.RAISED, None),
        (a_demand(None, came="1", times=1), ElementStatus.DELIVERED, None),
        (a_demand(came="3000", times=1, unavailable=True), ElementStatus.UNAVAILABLE, "5000"),
    ],
)
def test_status_and_gap_follow_from_the_figures(
    demand: Demand, status: ElementStatus, gap: str | None
) -> None:
    assert status_of(demand) is status
    assert demand.gap == (Decimal(gap) if gap is not None else None)


@pytest.mark.parametrize("kind", list(Element))
def test_every_element_has_its_units_and_its_own_fields(kind: Element) -> None:
    assert UNITS[kind]
    keys = [one.key for one in SPECIFICS[kind]]
    assert keys and len(keys) == len(set(keys))


def check(**said: Any) -> None:
    values: dict[str, Any] = {
        "raised_on": None,
        "needed_by": None,
        "committed_on": None,
        "promised_for": None,
        "department": "供电公司",
        "today": TODAY,
        **said,
    }
    check_demand(values.pop("unit", "千伏安"), values.pop("amounts", (Decimal(1), None)), **values)


def test_a_sensible_demand_is_taken() -> None:
    check()
    check(department="")
    check(raised_on=TODAY, needed_by=TODAY, committed_on=TODAY, promised_for=TODAY)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"unit": ""}, "element.no_unit"),
        ({"amounts": (Decimal(0),)}, "element.not_positive"),
        ({"amounts": (None, Decimal(-1))}, "element.not_positive"),
        ({"raised_on": date(2023, 2, 25)}, "element.in_future"),
        ({"committed_on": date(2023, 2, 25)}, "element.in_future"),
        ({"raised_on": TODAY, "needed_by": date(2023, 2, 23)}, "element.needed_before"),
        ({"raised_on": TODAY, "committed_on": date(2023, 2, 23)}, "element.committed_before"),
        ({"committed_on": TODAY, "promised_for": date(2023, 2, 23)}, "element.promised_before"),
        ({"department": "", "promised_for": TODAY}, "element.no_department"),
        ({"department": "", "committed_on": TODAY}, "element.no_department"),
    ],
)
def test_an_impossible_demand_is_refused(said: dict[str, Any], code: str) -> None:
    with pytest.raises(UserError) as refused:
        check(**said)
    assert refused.value.code == code


def test_only_what_has_come_is_delivered() -> None:
    check_delivery(Decimal("0.5"), TODAY, TODAY)
    for quantity in (None, Decimal(0), Decimal(-1)):
        with pytest.raises(UserError, match=r"element\.not_positive"):
            check_delivery(quantity, TODAY, TODAY)
    with pytest.raises(UserError, match=r"element\.delivered_in_future"):
        check_delivery(Decimal(1), date(2023, 2, 25), TODAY)


@pytest.mark.parametrize(
    ("unit", "demand", "electricity", "prompt"),
    [
        ("吨标准煤", "999", "", None),
        ("吨标准煤", "1000", "", Prompt.ENERGY_REVIEW),
        ("吨标准煤", "10000", "", Prompt.ENERGY_REVIEW_PROVINCE),
        ("吨标准煤", "100", "500", Prompt.ENERGY_REVIEW),
        ("万千瓦时", "500", "", Prompt.ENERGY_REVIEW),
        ("万千瓦时", "499", "", None),
        ("吨标准煤", None, "", None),
    ],
)
def test_energy_calls_for_its_review(
    unit: str, demand: str | None, electricity: str, prompt: Prompt | None
) -> None:
    wanted = Decimal(demand) if demand is not None else None
    assert prompt_of(Element.ENERGY_QUOTA, unit, wanted, {"electricity": electricity}) is prompt
    assert prompt_of(Element.WATER, unit, wanted, {}) is None


def test_new_land_calls_for_a_quota_until_its_source_is_known() -> None:
    for own, prompt in (
        ({"is_new": "yes"}, Prompt.LAND_QUOTA),
        ({"is_new": "yes", "quota_source": "增减挂钩"}, None),
        ({"is_new": "no"}, None),
        ({}, None),
    ):
        assert prompt_of(Element.LAND, "亩", Decimal(45), own) is prompt


def test_what_came_beyond_a_demand_is_surplus_and_fills_no_other_gap() -> None:
    too_much, too_little = a_demand(came="8100", times=1), a_demand(came="1000", times=1)
    assert (too_much.surplus, too_little.surplus) == (Decimal(100), Decimal(0))
    assert a_demand(None, came="5", times=1).surplus == Decimal(0)
    (both,) = add_up((Element.POWER, "千伏安", one) for one in (too_much, too_little))
    assert (both.demand, both.delivered, both.gap, both.count) == (16000, 9100, 7000, 2)


def test_different_units_are_never_added() -> None:
    one = a_demand()
    sums = add_up(
        [
            (Element.POWER, "千伏安", one),
            (Element.WATER, "立方米/日", one),
            (Element.WATER, "万立方米/年", one),
            (Element.WATER, "立方米/日", a_demand(None)),
        ]
    )
    assert [(sum_.kind, sum_.unit, sum_.demand) for sum_ in sums] == [
        (Element.WATER, "万立方米/年", Decimal(8000)),
        (Element.WATER, "立方米/日", Decimal(8000)),
        (Element.POWER, "千伏安", Decimal(8000)),
    ]
    assert add_up([]) == ()
