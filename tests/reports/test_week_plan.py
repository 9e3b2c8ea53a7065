"""周工作安排: what it says and how it looks."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.day_kinds import DayKind, DayMark
from fangzi_desktop.domain.terms import Light, Unit
from fangzi_desktop.reports.desk_input import DueDay
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.week_plan import (
    PlanDay,
    PlanItem,
    PlanSheet,
    WeekPlanInput,
    day_cell,
    print_week_plan,
)
from tests.reports.test_desk_papers import Printed, solid

GOLDEN = Path(__file__).parents[1] / "data"
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")
MONDAY = date(2025, 10, 6)
TODAY = date(2025, 10, 9)


def due(day: date, left: int, light: Light, unit: Unit = Unit.WORKING_DAY) -> DueDay:
    return DueDay(day, left, unit, light)


def a_week(**items: tuple[PlanItem, ...]) -> tuple[PlanDay, ...]:
    """The week of 国庆中秋 2025, with items by weekday: mon, tue and so on."""
    days = []
    for place, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        kind = DayKind.REST if place in (0, 1, 2, 6) else DayKind.MAKE_UP if place == 5 else DayKind.WORK
        holiday = {0: "中秋节", 1: "国庆节", 2: "国庆节", 5: "国庆节"}.get(place, "")
        mark = DayMark(MONDAY + timedelta(days=place), kind, holiday, provisional=False)
        days.append(PlanDay(mark, items.get(name, ())))
    return tuple(days)


def a_plan(*sheets: PlanSheet) -> WeekPlanInput:
    return WeekPlanInput("项目服务专班", MONDAY, TODAY, sheets)


def a_full_plan() -> WeekPlanInput:
    friday, saturday = date(2025, 10, 10), date(2025, 10, 11)
    late = due(date(2025, 9, 26), -13, Light.RED, Unit.CALENDAR_DAY)
    return a_plan(
        PlanSheet(
            "专员甲",
            (
                PlanItem("投资协议写明亩均税收和投产时限", "示例精密铸件项目", "招商部门", late),
                PlanItem(
                    "建筑工程施工许可证",
                    "示例冷链仓储项目",
                    "区行政审批服务局",
                    replace(due(date(2025, 9, 30), -1, Light.RED), beyond_statutory=True),
                ),
            ),
            a_week(
                thu=(
                    PlanItem("施工图设计文件审查", "甲项目", "住房和城乡建设局", due(TODAY, 0, Light.YELLOW)),
                ),
                fri=(
                    PlanItem("论证（环节时限）", "乙项目", "", due(friday, 1, Light.YELLOW)),
                    PlanItem("用电到位 800千伏安", "丙项目", "供电公司", due(friday, 1, Light.YELLOW)),
                    PlanItem(
                        "用地到位 53.5亩",
                        "丁项目",
                        "自然资源和规划局坊子分局",
                        due(date(2025, 10, 20), 7, Light.GREEN),
                        returns=True,
                    ),
                ),
                sat=(PlanItem("久未更新，请核实进展", "戊项目", "", None, returns=True),),
                sun=(
                    PlanItem(
                        "兑付：升规奖励",
                        "己项目",
                        "区财政局",
                        replace(due(saturday, 2, Light.YELLOW), provisional=True),
                    ),
                ),
            ),
        ),
        PlanSheet("", (), a_week()),
    )


def test_each_officer_has_a_page_and_what_is_overdue_comes_first(fonts: FontBook) -> None:
    first, second = (solid(text) for text in Printed(print_week_plan, a_full_plan(), fonts).texts())
    assert "专员甲周工作安排" in first
    assert "2025年10月6日—10月12日（第41周）已逾期2项本周到期4项再提醒2项截至2025年10月9日" in first
    assert first.index("已逾期投资协议") < first.index("10月6日周一休") < first.index("10月9日周四")
    assert "■逾期1个工作日超法定" in first
    assert "未指定专员周工作安排" in second
    assert "本周到期0项" in second


def test_rest_days_and_days_worked_in_exchange_are_marked(fonts: FontBook) -> None:
    (text,) = Printed(print_week_plan, a_plan(PlanSheet("专员甲", (), a_week())), fonts).texts()
    said = solid(text)
    for words in ("10月6日周一休中秋节放假", "10月9日周四没有到期事项", "10月12日周日休休息日"):
        assert words in said
    assert "10月11日周六班国庆节调休上班，没有到期事项" in said


def test_a_day_names_its_weekday() -> None:
    assert day_cell(a_week()[3].mark) == "10月9日 周四"


def test_every_thing_to_do_has_a_box_to_tick(fonts: FontBook) -> None:
    assert Printed(print_week_plan, a_full_plan(), fonts).text().count("□") == 8


def test_a_crowded_week_goes_on_and_says_so(fonts: FontBook) -> None:
    items = tuple(
        PlanItem(f"第{n:03d}项", "甲项目", "供电公司", due(TODAY, 0, Light.YELLOW)) for n in range(90)
    )
    printed = Printed(print_week_plan, a_plan(PlanSheet("专员甲", (), a_week(thu=items))), fonts)
    assert printed.pages > 1
    assert "专员甲周工作安排（续）" in solid(printed.texts()[1])
    assert all(f"第{n:03d}项" in printed.text() for n in range(90))


def test_nothing_to_do_prints_and_says_so(fonts: FontBook) -> None:
    printed = Printed(print_week_plan, a_plan(), fonts)
    assert printed.pages == 1
    assert "本周没有到期事项，也没有逾期事项。" in printed.text()


def test_the_paper_says_what_its_golden_says(shipped_fonts: FontBook) -> None:
    pages = Printed(print_week_plan, a_full_plan(), shipped_fonts).texts()
    text = "\f".join("\n".join(re.sub(r" +", "", line) for line in page.splitlines()) for page in pages)
    path = GOLDEN / "week-plan.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_paper_looks_as_its_golden(shipped_fonts: FontBook) -> None:
    shown = Printed(print_week_plan, a_full_plan(), shipped_fonts).picture(0)
    path = GOLDEN / "week-plan.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
    assert sum(difference.histogram()[96:]) < 0.004 * shown.width * shown.height
