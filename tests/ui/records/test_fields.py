from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.stage_terms import Element, Side
from fangzi_desktop.ui.records import fields
from fangzi_desktop.ui.records.fields import Field
from fangzi_desktop.ui.records.paste import MOST_ROWS, read_pasted

TODAY = date(2023, 2, 24)

MONEY = fields.money("yuan", "金额")
AREA = fields.area("area", "面积")
AMOUNT = fields.quantity("amount", "需求量", "kVA")
HEADS = fields.count("heads", "人数", "人")
DAY = fields.day("day", "日期", TODAY)
MONTH = fields.month("month", "月份", TODAY)
SIDE = fields.choice("side", "哪一方", Side)
KIND = fields.choice("kind", "要素", Element, "不指明")
TICK = fields.tick("tick", "是否")


@pytest.mark.parametrize(
    ("field", "typed", "value", "shown"),
    [
        (MONEY, "9.5亿", 950_000_000, "95,000"),
        (MONEY, "9500万", 95_000_000, "9,500"),
        (MONEY, "120", 1_200_000, "120"),
        (MONEY, "", None, ""),
        (AREA, "3公顷", Decimal(45), "45"),
        (AMOUNT, "8,000.50", Decimal("8000.50"), "8000.5"),
        (AMOUNT, " ", None, ""),
        (HEADS, "1200", 1200, "1,200"),
        (HEADS, "1,200", 1200, "1,200"),
        (DAY, "0523", date(2023, 5, 23), "2023-05-23"),
        (DAY, "5.23", date(2023, 5, 23), "2023-05-23"),
        (DAY, "", None, ""),
        (MONTH, "2023年5月", "2023-05", "2023-05"),
        (MONTH, "202305", "2023-05", "2023-05"),
        (MONTH, "5月", "2023-05", "2023-05"),
        (MONTH, "", "", ""),
        (SIDE, "政府方", Side.GOVERNMENT, "政府方"),
        (KIND, "不指明", None, "不指明"),
        (TICK, "是", True, "是"),
        (TICK, "否", False, "否"),
    ],
)
def test_what_is_typed_is_read_and_shown_again(field: Field, typed: str, value: Any, shown: str) -> None:
    assert field.read(typed) == value
    assert field.show(value) == shown


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        (MONEY, "-5", "ledger.negative_amount"),
        (MONEY, "很多", "ledger.bad_amount"),
        (AREA, "-3亩", "ledger.negative_area"),
        (AMOUNT, "-1", "field.negative"),
        (AMOUNT, "约8000", "field.not_a_number"),
        (AMOUNT, "NaN", "field.not_a_number"),
        (AMOUNT, "Infinity", "field.not_a_number"),
        (HEADS, "1.5", "field.not_whole"),
        (DAY, "2月30日", "date.unreadable"),
        (MONTH, "2023-13", "month.unreadable"),
        (MONTH, "2023", "month.unreadable"),
        (MONTH, "2023-05-01", "month.unreadable"),
        (SIDE, "第三方", "field.not_a_choice"),
        (fields.day("day", "日期", TODAY, needed=True), " ", "date.missing"),
    ],
)
def test_what_cannot_be_meant_is_refused(field: Field, typed: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        field.read(typed)
    assert refused.value.code == code


COLUMNS = (MONTH, MONEY, SIDE)


def test_pasted_rows_are_read_in_the_order_of_the_fields() -> None:
    assert read_pasted("2023-05\t100\t政府方\n\n2023-06\t9.5亿\t企业方\n", COLUMNS) == [
        {"month": "2023-05", "yuan": 1_000_000, "side": Side.GOVERNMENT},
        {"month": "2023-06", "yuan": 950_000_000, "side": Side.ENTERPRISE},
    ]


def test_a_pasted_head_says_which_column_is_which() -> None:
    pasted = "序号\t金额（万元）\t月份\n1\t100\t2023-05\n"
    assert read_pasted(pasted, COLUMNS) == [{"yuan": 1_000_000, "month": "2023-05"}]


def test_a_cell_may_hold_quotes_and_line_breaks_as_excel_copies_them() -> None:
    words = fields.text("words", "情况")
    assert read_pasted('"第一行\n第二行 ""引"""\n', (words,)) == [{"words": '第一行\n第二行 "引"'}]


def test_one_bad_cell_refuses_all_and_says_where_it_is() -> None:
    with pytest.raises(UserError) as refused:
        read_pasted("2023-05\t100\n2023-06\t-3\n", COLUMNS)
    assert (refused.value.code, refused.value.params["row"]) == ("paste.bad_cell", 2)
    assert refused.value.params["column"] == "金额"


def test_nothing_or_too_much_is_refused() -> None:
    with pytest.raises(UserError, match=r"paste\.nothing"):
        read_pasted("月份\t金额\n \t\n", COLUMNS)
    with pytest.raises(UserError, match=r"paste\.too_many"):
        read_pasted("2023-05\n" * (MOST_ROWS + 1), COLUMNS)
