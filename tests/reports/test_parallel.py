"""The chart of a project's permits: what it says, how it goes over pages, what it survives, how it looks."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.deadlines import Limit
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.terms import PermitPhase, PermitState, Unit
from fangzi_desktop.reports.arrows import Arrow
from fangzi_desktop.reports.bars import TimeAxis
from fangzi_desktop.reports.desk_input import GroupFact, Piece, Stroke
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.page import WORKING, Paper
from fangzi_desktop.reports.parallel import print_parallel
from fangzi_desktop.reports.parallel_input import ChartGroup, ChartInput, ChartPhase
from tests.reports.desks import FRIDAY, a_due
from tests.reports.projects import a_chart, a_full_chart, a_line

GOLDEN = Path(__file__).parents[1] / "data"
DPI = 60
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")
LONG = "特别长的事项名称以检验换行和分页是否仍然整齐（含土地核验、批前公示、专家评审与现场踏勘）"


class Printed:
    """A printed chart as a reader sees it."""

    def __init__(self, data: ChartInput, fonts: FontBook, setting: Setting = Setting.WORKING) -> None:
        target = io.BytesIO()
        self.pages = print_parallel(data, target, fonts, setting)
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

    def picture(self, number: int = 0) -> Image.Image:
        document = pypdfium2.PdfDocument(self.pdf)
        try:
            shown: Image.Image = document[number].render(scale=DPI / 72, grayscale=True).to_pil()
        finally:
            document.close()
        return shown.convert("L")


def solid(text: str) -> str:
    return re.sub(r"\s+", "", text)


def chart_of(page: pdfplumber.page.Page) -> bytes:
    """The grey picture of the chart's column below its head."""
    picture = page.to_image(resolution=72).original.convert("L")
    width, height = picture.size
    return bytes(picture.crop((int(width * 0.52), int(height * 0.2), width, int(height * 0.8))).tobytes())


def test_the_chart_says_its_phases_groups_and_items(fonts: FontBook) -> None:
    text = Printed(a_full_chart(), fonts).text()
    for words in (
        "并联审批图",
        "涉及新增用地四证1/4手续3/7（另有待核实1项）截至2023年2月24日",
        "总时限2023年3月9日（●剩9个工作日）",
        "关键路径（按前置关系推算）：施工图设计文件审查→建筑工程施工许可证",
        "立项1/1",
        "施工前0/4",
        "最长单项：施工图设计文件审查",
        "牵头：区行政审批服务局",
        "15个工作日",
        "〔四证·关键〕",
        "■已受理逾期2个工作日超法定延期2次",
        "不涉及的1项没有列出。",
        "今日2月24日",
    ):
        assert words in text
    assert "企业投资项目核准" not in text


def test_the_key_names_every_kind_of_mark(fonts: FontBook) -> None:
    key = Printed(a_full_chart(), fonts).text().split("图例：")[1]
    for words in (
        "已逾期",
        "法定最短期限",
        "暂停计时",
        "按前置关系推算",
        "关键路径",
        "四证",
        "前置关系",
        "休息日",
    ):
        assert words in key


def test_a_checklist_that_is_not_there_yet_says_so(fonts: FontBook) -> None:
    assert "还没有列出手续清单" in Printed(a_chart(), fonts).text()


@pytest.mark.parametrize(
    ("setting", "width"),
    [pytest.param(Setting.WORKING, 842, id="A4"), pytest.param(Setting.WIDE, 1191, id="A3")],
)
def test_the_sheet_lies_and_is_as_large_as_was_asked(fonts: FontBook, setting: Setting, width: int) -> None:
    (page,) = Printed(a_full_chart(), fonts, setting).plumbed()
    assert round(page.width) == width
    assert page.width > page.height
    assert "—1—" in solid(page.extract_text())


def test_many_items_go_over_pages_with_the_axis_on_each(fonts: FontBook) -> None:
    lines = [a_line(n, f"{n:02d}号{LONG}", department=LONG) for n in range(1, 41)]
    printed = Printed(a_chart(*lines), fonts)
    assert printed.pages >= 4
    for page in printed.plumbed():
        text = solid(page.extract_text())
        if "图例" not in text or "号特别长的" in text:
            assert "今日2月24日" in text
            assert "责任部门" in text
        assert max(char["x1"] for char in page.chars) <= page.width - 36
    assert all(printed.text().count(f"{n:02d}号特别长的") == 1 for n in range(1, 41))


def test_no_heading_of_a_phase_or_group_ends_a_page(fonts: FontBook) -> None:
    group = ChartGroup(GroupFact("并联组甲", "", 0, 1))
    for count in range(15, 40):
        rows = (
            *(a_line(n) for n in range(1, count)),
            ChartPhase(PermitPhase.COMPLETION, 0, 1),
            group,
            a_line(count, "殿后事项"),
        )
        (shown,) = [text for text in Printed(a_chart(*rows), fonts).texts() if "殿后事项" in text]
        assert "竣工" in solid(shown)
        assert "并联组甲" in shown


def test_a_dependency_is_drawn_and_one_of_what_is_over_is_not(fonts: FontBook) -> None:
    def picture(*needs: int, state: PermitState = PermitState.NOT_STARTED) -> bytes:
        rows = (a_line(1), a_line(3, "", *needs, state=state))
        return chart_of(next(Printed(a_chart(*rows), fonts).plumbed()))

    assert picture() != picture(1)
    assert picture(state=PermitState.DECIDED) == picture(1, state=PermitState.DECIDED)


def test_an_item_of_the_critical_path_is_marked_without_colour(fonts: FontBook) -> None:
    plain = chart_of(next(Printed(a_chart(a_line(1)), fonts).plumbed()))
    critical = chart_of(next(Printed(a_chart(a_line(1, is_critical=True)), fonts).plumbed()))
    certificate = chart_of(next(Printed(a_chart(a_line(1, is_certificate=True)), fonts).plumbed()))
    assert len({plain, critical, certificate}) == 3


def test_every_kind_of_bar_is_another_grey_pattern(fonts: FontBook) -> None:
    seen = set()
    for stroke in Stroke:
        line = a_line(1, pieces=(Piece(date(2023, 1, 9), date(2023, 3, 31), stroke),))
        seen.add(chart_of(next(Printed(a_chart(line), fonts).plumbed())))
    assert len(seen) == len(Stroke)


def test_rest_days_are_shaded_only_where_they_can_be_told_apart(fonts: FontBook) -> None:
    rests = ((date(2023, 4, 1), date(2023, 4, 2)),)

    def differs(last: date) -> bool:
        data = a_chart(a_line(1, pieces=(Piece(FRIDAY, last, Stroke.PLANNED),)))
        pages = [chart_of(next(Printed(one, fonts).plumbed())) for one in (data, replace(data, rests=rests))]
        return pages[0] != pages[1]

    assert differs(FRIDAY + timedelta(days=60))
    assert not differs(FRIDAY + timedelta(days=1200))


def test_today_takes_no_room_where_everything_ended_long_ago(fonts: FontBook) -> None:
    ended = (Piece(date(2020, 1, 6), date(2020, 2, 6), Stroke.DONE),)
    text = Printed(a_chart(a_line(1, state=PermitState.DECIDED, pieces=ended)), fonts).text()
    assert "今日" not in text
    paper = Paper(io.BytesIO(), fonts, title="", author="", subject="", on=FRIDAY, sheet=WORKING)
    axis = TimeAxis(paper, [date(2020, 1, 6), date(2020, 2, 6)], FRIDAY)
    assert (axis.first, axis.last) == (date(2020, 1, 4), date(2020, 2, 8))


@pytest.mark.parametrize(
    "typed", ["<b>粗</b>&", "一行\n二行\t三", "零\u200b宽\u202e倒", "𠮷野家㐂䶮", "%s {0}"]
)
def test_what_people_typed_prints_as_typed(fonts: FontBook, typed: str) -> None:
    line = a_line(1, f"始{typed}终", department=typed)
    group = ChartGroup(GroupFact(typed, typed, 0, 1, a_due()), Limit(3, Unit.MONTH), typed)
    text = Printed(a_chart(group, line, project=typed), fonts).text()
    seen = solid(re.sub("[\u200b\u202e]", "", typed))
    assert f"始{seen}终" in text
    assert "3个月" in text
    assert text.count(seen) >= 5


def test_an_arrow_turns_before_the_bar_it_leads_to() -> None:
    assert Arrow((10, 100), (60, 50)).corners == ((10, 100), (55.5, 100), (55.5, 50), (60, 50))


def test_an_arrow_to_a_bar_that_began_before_runs_between_the_rows() -> None:
    corners = Arrow((60, 100), (50, 50)).corners
    assert corners[0] == (60, 100)
    assert corners[-1] == (50, 50)
    assert {y for _, y in corners} == {100, 58.5, 50}


def test_the_chart_says_what_its_golden_says(shipped_fonts: FontBook) -> None:
    text = "\f".join(
        "\n".join(re.sub(r" +", "", line) for line in page.splitlines())
        for page in Printed(a_full_chart(), shipped_fonts).texts()
    )
    path = GOLDEN / "parallel.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_chart_looks_as_its_golden(shipped_fonts: FontBook) -> None:
    shown = Printed(a_full_chart(), shipped_fonts).picture()
    path = GOLDEN / "parallel.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
    assert sum(difference.histogram()[96:]) < 0.004 * shown.width * shown.height
