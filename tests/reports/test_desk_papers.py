"""The papers of the permit desk: what they say, what they survive, how they look."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.terms import Light, LimitKind, PermitState, Unit
from fangzi_desktop.reports.desk_input import MissingInput, Piece, Stroke
from fangzi_desktop.reports.desk_papers import print_checklist, print_department, print_missing
from fangzi_desktop.reports.desk_words import left_words, limit_words
from fangzi_desktop.reports.fonts import FontBook
from tests.reports.desks import (
    FRIDAY,
    a_checklist,
    a_desk,
    a_due,
    a_full_checklist,
    a_full_desk,
    a_full_missing,
    a_ready,
    an_entry,
    an_item,
)

GOLDEN = Path(__file__).parents[1] / "data"
DPI = 60
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")
LONG = "特别长的事项名称以检验换行和分页是否仍然整齐（含土地核验、批前公示、专家评审与现场踏勘）"


class Printed:
    """A printed paper as a reader sees it."""

    def __init__(self, draw: Callable[[Any, BinaryIO, FontBook], int], data: object, fonts: FontBook) -> None:
        target = io.BytesIO()
        self.pages = draw(data, target, fonts)
        self.pdf = target.getvalue()

    def texts(self) -> list[str]:
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
        finally:
            document.close()

    def text(self) -> str:
        return solid("".join(self.texts()))

    def plumbed(self) -> Iterator[pdfplumber.page.Page]:
        with pdfplumber.open(io.BytesIO(self.pdf)) as document:
            yield from document.pages

    def picture(self, number: int) -> Image.Image:
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            shown: Image.Image = document[number].render(scale=DPI / 72, grayscale=True).to_pil()
        finally:
            document.close()
        return shown.convert("L")


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_the_sheets_lie_and_their_pages_are_numbered(fonts: FontBook) -> None:
    entries = [an_entry(f"第{n:03d}号项目") for n in range(120)]
    printed = Printed(print_department, a_desk(*entries), fonts)
    assert printed.pages >= 4
    for number, page in enumerate(printed.plumbed(), start=1):
        assert page.width > page.height
        assert f"—{number}—" in solid(page.extract_text())


def test_a_checklist_says_where_the_project_stands(fonts: FontBook) -> None:
    text = Printed(print_checklist, a_full_checklist(), fonts).text()
    for words in (
        "涉及新增用地四证1/4手续3/7（另有待核实1项）截至2023年2月24日",
        "预计2023年3月6日具备开工条件（按前置关系推算）",
        "总时限2023年3月9日（●剩9个工作日）",
        "关键路径（按前置关系推算）：施工图设计文件审查→建筑工程施工许可证",
        "施工许可前并联（牵头：区行政审批服务局）2/6",
    ):
        assert words in text


def test_each_item_says_its_state_with_sign_and_words(fonts: FontBook) -> None:
    text = Printed(print_checklist, a_full_checklist(), fonts).text()
    for words in ("不涉及", "待核实", "逾期办结", "■已受理逾期2个工作日超法定延期2次", "▲已受理剩3个工作日"):
        assert words in text
    assert "○挂起02-15起暂停" in text
    assert "〔四证·关键〕" in text


def test_a_project_that_is_ready_is_not_foretold(fonts: FontBook) -> None:
    data = replace(a_full_checklist(), ready_on=date(2023, 2, 20))
    text = Printed(print_checklist, data, fonts).text()
    assert "已于2023年2月20日具备开工条件" in text
    assert "预计" not in text
    assert "关键路径" not in text


def test_an_empty_checklist_and_an_empty_desk_say_so(fonts: FontBook) -> None:
    assert "还没有列出手续清单" in Printed(print_checklist, a_checklist(), fonts).text()
    assert "没有在办的手续" in Printed(print_department, a_desk(), fonts).text()
    assert "没有缺件" in Printed(print_missing, MissingInput("项目服务专班", FRIDAY), fonts).text()


def test_long_titles_break_and_every_page_has_the_head(fonts: FontBook) -> None:
    items = [
        an_item(f"{n}号{LONG}", department=LONG, pieces=(Piece(FRIDAY, FRIDAY, Stroke.DONE),))
        for n in range(51)
    ]
    project = "年产一百万件套新能源精密碳化硅结构件及配套产业园基础设施一体化建设项目二期" * 2
    printed = Printed(print_checklist, a_checklist(*items, project=project), fonts)
    assert printed.pages >= 4
    for page in printed.plumbed():
        text = solid(page.extract_text())
        assert "责任部门" in text
        assert "今日2月24日" in text
        assert max(char["x1"] for char in page.chars) <= page.width - 36
        # Every row is whole: each title ends on the page on which it begins.
        assert text.count("号特别长的") == text.count("现场踏勘）") / 2
    text = printed.text()
    assert all(f"{n}号特别长的" in text for n in range(51))


def test_two_hundred_lines_stand_once_each(fonts: FontBook) -> None:
    entries = [an_entry(f"第{n:03d}号项目") for n in range(200)]
    text = Printed(print_department, a_desk(*entries), fonts).text()
    assert all(text.count(f"第{n:03d}号项目") == 1 for n in range(200))
    assert "在办手续（200项）（续）" in text


def test_what_nobody_has_begun_has_no_empty_columns(fonts: FontBook) -> None:
    assert "受理" not in Printed(print_department, a_desk(a_ready()), fonts).text()
    overdue = a_due(-3, due=date(2023, 2, 21), light=Light.RED)
    assert "应办结" in Printed(print_department, a_desk(a_ready(clock=overdue)), fonts).text()


def test_a_department_is_told_what_waits_for_it_apart_from_what_it_has(fonts: FontBook) -> None:
    text = Printed(print_department, a_full_desk(), fonts).text()
    in_hand, rest = text.split("可以申报的手续（2项）")
    ready, undecided = rest.split("待核实是否要办的手续（1项）")
    assert "在办手续（5项）" in in_hand
    assert "02-22告知补正" in in_hand
    assert "己项目" in ready
    assert "准备中" in ready
    assert "辛项目" in undecided


def test_missing_papers_fill_a_sheet_for_each_department(fonts: FontBook) -> None:
    first, second = Printed(print_missing, a_full_missing(), fonts).texts()
    assert "涉及2个项目　缺4件" in first.replace(" ", "　")
    assert "1. 施工合同\n2. 农民工工资保证金缴存证明" in first
    assert "已逾期" in first
    assert "市生态环境局坊子分局" in second
    assert "公众参与说明" in second
    assert "公众参与说明" not in first


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("<b>粗</b>&amp;", id="markup"),
        pytest.param("(甲\\)乙(", id="what PDF strings escape"),
        pytest.param("%s {0} {name}", id="templates"),
        pytest.param("零\u200b宽\u202e倒\ufeff序", id="zero width"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_people_typed_prints_as_typed(fonts: FontBook, typed: str) -> None:
    from fangzi_desktop.reports.text import plain

    data = a_checklist(an_item(typed, department=typed, certificate_no=typed), project=f"始{typed}终")
    assert solid(plain(f"始{typed}终")) in Printed(print_checklist, data, fonts).text()
    desk = a_desk(an_entry(f"始{typed}终", officer=typed), department=typed)
    assert solid(plain(f"始{typed}终")) in Printed(print_department, desk, fonts).text()


def test_a_paper_printed_twice_is_the_same_file(fonts: FontBook) -> None:
    first, second = (Printed(print_checklist, a_full_checklist(), fonts).pdf for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        pytest.param(None, "—", id="none"),
        pytest.param(Limit(0, Unit.WORKING_DAY), "即时办结", id="at once"),
        pytest.param(Limit(3, Unit.MONTH), "3个月", id="months"),
        pytest.param(Limit(20, Unit.CALENDAR_DAY, LimitKind.MIN), "最短20个自然日", id="a legal minimum"),
    ],
)
def test_a_limit_carries_its_unit(limit: Limit | None, words: str) -> None:
    assert limit_words(limit) == words


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        pytest.param(a_due(4), "剩4个工作日", id="runs"),
        pytest.param(a_due(0, due=FRIDAY), "今天到期", id="today"),
        pytest.param(a_due(-2, due=date(2023, 2, 22)), "逾期2个工作日", id="overdue"),
        pytest.param(a_due(0, due=date(2023, 2, 23)), "逾期1个工作日", id="overdue since a rest day"),
        pytest.param(a_due(4, is_floor=True), "期满后方可办结", id="a legal minimum"),
        pytest.param(a_due(-4, due=date(2023, 2, 20), is_floor=True), "已期满", id="a minimum that has run"),
        pytest.param(
            a_due(None, due=None, stopped_since=date(2022, 12, 30)), "2022-12-30起暂停", id="stopped"
        ),
    ],
)
def test_what_is_left_carries_its_unit(clock: Any, words: str) -> None:
    assert left_words(clock, FRIDAY) == words


def test_bars_can_be_told_apart_without_colour(fonts: FontBook) -> None:
    """Each kind of bar, alone on a paper, makes another grey pattern."""
    seen = set()
    for stroke in Stroke:
        item = an_item(
            state=PermitState.ACCEPTED, pieces=(Piece(date(2023, 1, 9), date(2023, 3, 31), stroke),)
        )
        page = Printed(print_checklist, a_checklist(item), fonts).picture(0)
        width, height = page.size
        row = page.crop((int(width * 0.74), int(height * 0.14), int(width * 0.96), int(height * 0.23)))
        seen.add(bytes(row.tobytes()))
    assert len(seen) == len(Stroke)


PAPERS = [
    pytest.param("desk-checklist", print_checklist, a_full_checklist, id="checklist"),
    pytest.param("desk-department", print_department, a_full_desk, id="department"),
    pytest.param("desk-missing", print_missing, a_full_missing, id="missing papers"),
]


@pytest.mark.parametrize(("name", "draw", "data"), PAPERS)
def test_a_paper_says_what_its_golden_says(
    shipped_fonts: FontBook, name: str, draw: Any, data: Callable[[], object]
) -> None:
    text = "\f".join(
        "\n".join(re.sub(r" +", "", line) for line in page.splitlines())
        for page in Printed(draw, data(), shipped_fonts).texts()
    )
    path = GOLDEN / f"{name}.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "draw", "data"), PAPERS)
def test_a_paper_looks_as_its_golden(
    shipped_fonts: FontBook, name: str, draw: Any, data: Callable[[], object]
) -> None:
    shown = Printed(draw, data(), shipped_fonts).picture(0)
    path = GOLDEN / f"{name}.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
    assert sum(difference.histogram()[96:]) < 0.004 * shown.width * shown.height
