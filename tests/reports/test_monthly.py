"""The monthly bulletin: what it says, its rankings, and how it looks."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.reports.document import Document, Grid, Passage
from fangzi_desktop.reports.facts import DecidedItem, Invested
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.monthly import monthly_document
from fangzi_desktop.reports.monthly_input import LampLine
from tests.reports.issues import Printed, some_invested
from tests.reports.months import a_full_month, a_month, a_problem
from tests.reports.pictures import pictured

GOLDEN = Path(__file__).parents[1] / "data"
# Set to write the goldens anew after a change that was looked at.
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")


def words_of(document: Document, key: str) -> str:
    return next(passage.text for passage in document.passages if passage.key == key)


def table_of(document: Document, caption: str) -> Grid:
    return next(one for one in document.blocks if isinstance(one, Grid) and caption in one.caption)


def test_a_month_without_records_says_so_in_five_parts(fonts: FontBook) -> None:
    printed = Printed(monthly_document(a_month()), fonts)
    text = printed.text()
    assert printed.pages == 1
    for heading in (
        "一、总体情况",
        "二、环节推进情况",
        "三、手续办理情况",
        "四、问题销号情况",
        "五、亮灯与通报",
    ):
        assert heading in text
    for nothing in ("未登记环节变化", "未登记办结的手续", "没有未销号的问题", "没有亮红灯、黄灯的项目"):
        assert nothing in text
    assert "完成投资" not in text
    assert "附件" not in text


def test_investment_is_told_with_its_base_and_unit() -> None:
    document = monthly_document(a_month(invested=some_invested()))
    assert words_of(document, "overview.investment") == (
        "2月登记完成投资2900万元（3个项目）。本年1—2月累计完成投资4100万元（4个项目）。"
        "填报年度计划的3个项目年度计划投资1.5亿元，累计完成4000万元，完成率26.7%。"
    )


def test_localities_are_ranked_by_what_is_done_of_their_plan() -> None:
    rows = table_of(monthly_document(a_month(invested=some_invested())), "各属地").rows
    assert [row[:2] + row[6:7] for row in rows] == [
        ("1", "凤凰街道", "40.0"),
        ("2", "坊安街道", "20.0"),
        ("—", "属地未填报", "—"),
        ("", "合计", "26.7"),
    ]


def test_what_was_done_without_a_plan_is_in_no_rate() -> None:
    lines = (
        Invested("a", "甲", "坊安街道", None, 100_000_000, 50_000_000),
        Invested("b", "乙", "坊安街道", None, None, 900_000_000),
    )
    (row, total) = table_of(monthly_document(a_month(invested=lines)), "各属地").rows
    assert (row[6], total[6]) == ("50.0", "50.0")


def test_a_plan_of_which_nothing_is_recorded_has_no_rate() -> None:
    lines = (
        Invested("a", "甲", "坊安街道", None, 100_000_000, 50_000_000),
        Invested("b", "乙", "坊安街道", None, 100_000_000),
        Invested("c", "丙", "凤凰街道", None, 100_000_000),
    )
    document = monthly_document(a_month(invested=lines))
    rows = table_of(document, "各属地").rows
    assert [(row[0], row[6]) for row in rows] == [("1", "25.0"), ("—", "—"), ("", "16.7")]
    told = words_of(document, "overview.investment")
    assert "完成率16.7%（其中2个项目未登记完成投资，其计划仍计入）。" in told
    silent = words_of(monthly_document(a_month(invested=lines[1:])), "overview.investment")
    assert silent == "填报年度计划的2个项目年度计划投资2亿元，本年完成投资均未登记。"


def test_departments_with_few_items_have_no_rate_and_the_number_is_named() -> None:
    table = table_of(monthly_document(a_full_month()), "各部门")
    assert table.rows == (
        ("1", "区住房和城乡建设局", "6", "6", "5", "83.3"),
        ("—", "区行政审批服务局", "1", "1", "1", "—"),
        ("—", "责任部门未明确", "1", "0", "0", "—"),
    )
    assert "不足5项的部门不计按期办结率，不排名" in table.note


def test_items_without_a_limit_are_named_beside_the_rate() -> None:
    assert words_of(monthly_document(a_full_month()), "permits.decided") == (
        "2月办结手续8项。其中有时限的7项（另1项无时限，不计入），按期办结6项，按期办结率85.7%。"
    )
    free = (DecidedItem("p", "甲", "i", "签订供地协议", "", date(2023, 2, 1), None),)
    assert "不计按期办结率" in words_of(monthly_document(a_month(decided=free)), "permits.decided")


def test_stages_tell_their_length_with_its_unit() -> None:
    document = monthly_document(a_full_month())
    assert "平均用时25.5个自然日" in words_of(document, "moves.all")
    formation = next(row for row in table_of(document, "各环节").rows if row[0] == "生成")
    assert formation == ("生成", "0", "0", "2", "25.5", "30")


def test_problems_are_counted_by_their_own_days() -> None:
    assert words_of(monthly_document(a_full_month()), "problems.all") == (
        "2月提出问题2个，销号1个。截至2月24日尚未销号2个，其中已过办结时限1个，挂牌督办1个。"
    )


def test_a_bulletin_printed_after_its_month_says_of_which_day_it_tells() -> None:
    late = monthly_document(replace(a_full_month(), as_of=date(2023, 3, 3)))
    assert "晚于所报的月份" in words_of(late, "overview.late")


def test_long_lists_go_into_annexes() -> None:
    many = a_month(
        problems=tuple(a_problem(number) for number in range(13)),
        lamps=tuple(LampLine(f"p{n}", f"第{n}号", Light.RED) for n in range(13)),
    )
    document = monthly_document(many)
    assert [annex.title for annex in document.annexes] == ["未销号问题清单", "红黄灯项目清单"]
    assert "见附件1" in words_of(document, "problems.all")
    assert "见附件2" in words_of(document, "lamps.all")
    assert not any(isinstance(one, Grid) for one in document.blocks)


def test_every_paragraph_has_a_key_of_its_own() -> None:
    keys = [one.key for one in monthly_document(a_full_month()).blocks if isinstance(one, Passage)]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_the_full_month_says_what_its_golden_says(shipped_fonts: FontBook) -> None:
    text = "\f".join(
        "\n".join(re.sub(r" +", "", line) for line in page.splitlines())
        for page in Printed(monthly_document(a_full_month()), shipped_fonts).texts()
    )
    path = GOLDEN / "monthly.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [2, 5])
def test_the_full_month_looks_as_its_golden(shipped_fonts: FontBook, number: int) -> None:
    shown = pictured(monthly_document(a_full_month()), shipped_fonts, number)
    path = GOLDEN / f"monthly-{number}.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
