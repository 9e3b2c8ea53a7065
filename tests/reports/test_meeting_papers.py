"""The papers of a meeting of the 论证: what they say and how they look."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.stage_terms import (
    Comparison,
    Indicator,
    IndicatorVerdict,
    OpinionKind,
    ReviewDecision,
)
from fangzi_desktop.domain.terms import Gate
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.meeting_input import (
    MeetingInput,
    MeetingProject,
    PaperCondition,
    PaperIndicator,
    PaperOpinion,
)
from fangzi_desktop.reports.meeting_papers import print_agenda, print_materials, print_minutes
from fangzi_desktop.reports.meeting_words import condition_words, decision_words
from tests.reports.test_desk_papers import Printed

GOLDEN = Path(__file__).parents[1] / "data"
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")
DAY = date(2023, 2, 23)


def a_project(name: str = "示例精密铸件项目", **values: Any) -> MeetingProject:
    known = MeetingProject(
        name, "示例企业甲", "装备制造", "坊城街道", 550_000_000, 440_000_000, Decimal("163"), 1
    )
    return replace(known, **values)


def a_full_project() -> MeetingProject:
    below, met = IndicatorVerdict.BELOW, IndicatorVerdict.MET
    at_least = Comparison.AT_LEAST
    return a_project(
        gates=(
            (Gate.CAPACITY, True, ""),
            (Gate.ENVIRONMENT, False, "总量来源未落实"),
            (Gate.SAFETY, None, ""),
        ),
        indicators=(
            PaperIndicator(
                Indicator.INVESTMENT_INTENSITY, Decimal("269.9"), "万元/亩", at_least, Decimal(300), below
            ),
            PaperIndicator(Indicator.TAX_PER_MU, Decimal("30.5"), "万元/亩", at_least, Decimal(20), met),
            PaperIndicator(
                Indicator.RD_INTENSITY, Decimal("2.7"), "%", None, None, IndicatorVerdict.NO_THRESHOLD
            ),
            PaperIndicator(Indicator.FAR, None, "", at_least, Decimal(1), IndicatorVerdict.UNKNOWN),
        ),
        opinions=(
            PaperOpinion("财政局", OpinionKind.AGREE, date(2023, 2, 16), False, "不涉及新增财政支出"),
            PaperOpinion("应急管理局", None, None, False, ""),
            PaperOpinion("生态环境局", OpinionKind.DISAGREE, date(2023, 2, 20), True, "排放总量来源未落实"),
        ),
        proposed=(PaperCondition("落实排放总量来源", "生态环境局", None),),
        problems=("厂区东侧道路未通",),
        elements=("用水300立方米/日（已提出）",),
        earlier=("第1轮2023年1月9日退回补充，测算依据不足",),
    )


def a_meeting(*projects: MeetingProject) -> MeetingInput:
    return MeetingInput(
        "项目服务专班",
        "2023年第2次项目论证会议",
        DAY,
        "第一会议室",
        "专班负责同志",
        "坊项论〔2023〕2号",
        DAY,
        projects,
    )


def a_full_meeting() -> MeetingInput:
    conditions = (
        PaperCondition("落实能耗指标", "发展和改革局", date(2023, 3, 31)),
        PaperCondition("完善资金证明。", "", None),
    )
    conditional = ReviewDecision.CONDITIONAL_PASS
    return a_meeting(
        a_full_project(),
        a_project("乙项目", decision=ReviewDecision.PASS, text="符合产业方向"),
        a_project("丙项目", decision=conditional, text="原则同意", conditions=conditions),
        a_project("丁项目", decision=ReviewDecision.DEFER, text="选址未定", review_on=date(2023, 4, 3)),
        a_project("戊项目", decision=ReviewDecision.RETURN, text="测算依据不足"),
        a_project("己项目", decision=ReviewDecision.VETO, text="不符合产业政策"),
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({}, "会议未对该项目作出结论。", id="none"),
        pytest.param(
            {"decision": ReviewDecision.PASS}, "会议同意该项目通过论证，转入项目生成环节。", id="pass"
        ),
        pytest.param(
            {"decision": ReviewDecision.CONDITIONAL_PASS, "text": "原则同意。"},
            "会议认为，原则同意。会议同意该项目有条件通过论证，须落实下列条件：",
            id="conditional",
        ),
        pytest.param(
            {"decision": ReviewDecision.DEFER, "text": "选址未定", "review_on": date(2023, 4, 3)},
            "会议决定该项目暂缓，于2023年4月3日复审。理由：选址未定。",
            id="defer",
        ),
        pytest.param(
            {"decision": ReviewDecision.VETO, "text": "不符合产业政策"},
            "会议决定否决该项目，不予引进。理由：不符合产业政策。",
            id="veto",
        ),
    ],
)
def test_a_decision_is_worded_as_minutes_word_it(values: dict[str, Any], words: str) -> None:
    assert decision_words(a_project(**values)) == words


def test_a_condition_names_who_and_by_when() -> None:
    condition = PaperCondition("落实能耗指标", "发展和改革局", date(2023, 3, 31))
    expected = "1. 落实能耗指标。责任单位：发展和改革局；时限：2023年3月31日。"
    assert condition_words(1, condition) == expected
    assert condition_words(2, PaperCondition("完善资金证明。", "", None)) == "2. 完善资金证明。"


def test_each_project_has_a_page_of_material(fonts: FontBook) -> None:
    assert Printed(print_materials, a_meeting(a_full_project(), a_full_project()), fonts).pages == 2


def test_objections_come_first(fonts: FontBook) -> None:
    text = Printed(print_materials, a_meeting(a_full_project()), fonts).text()
    assert text.index("生态环境局") < text.index("应急管理局") < text.index("财政局")
    assert "征求3个部门，反馈2个，其中迟反馈1个" in text


@pytest.mark.parametrize("draw", [print_agenda, print_materials, print_minutes])
def test_an_empty_meeting_and_a_strange_name_print(fonts: FontBook, draw: Any) -> None:
    assert Printed(draw, a_meeting(), fonts).pages == 1
    strange = a_project("很长" * 300 + "😀\n第二行", investor="")
    assert Printed(draw, replace(a_meeting(strange), place="", chair="", minutes_no=""), fonts).pages >= 1


PAPERS = [
    pytest.param("meeting-agenda", print_agenda, id="agenda"),
    pytest.param("meeting-materials", print_materials, id="materials"),
    pytest.param("meeting-minutes", print_minutes, id="minutes"),
]


@pytest.mark.parametrize(("name", "draw"), PAPERS)
def test_a_paper_says_what_its_golden_says(
    shipped_fonts: FontBook, name: str, draw: Callable[..., int]
) -> None:
    pages = Printed(draw, a_full_meeting(), shipped_fonts).texts()
    text = "\f".join("\n".join(re.sub(r" +", "", line) for line in page.splitlines()) for page in pages)
    path = GOLDEN / f"{name}.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "draw"), PAPERS)
def test_a_paper_looks_as_its_golden(shipped_fonts: FontBook, name: str, draw: Callable[..., int]) -> None:
    shown = Printed(draw, a_full_meeting(), shipped_fonts).picture(0)
    path = GOLDEN / f"{name}.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
    assert sum(difference.histogram()[96:]) < 0.004 * shown.width * shown.height
