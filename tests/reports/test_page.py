"""The sheet of GB/T 9704, measured in the printed file."""

from __future__ import annotations

import io
from collections import Counter
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest

from fangzi_desktop.domain.terms import Light
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.page import PITCH, SIZE_2, SIZE_3, SIZE_4
from fangzi_desktop.reports.weekly_input import ProgressNoted, ProjectProgress
from tests.reports.issues import MM, Printed, a_full_issue, a_ledger, an_issue

LEFT, TOP, WIDTH, HEIGHT = 28 * MM, 37 * MM, 156 * MM, 225 * MM

Char = dict[str, Any]


@pytest.fixture(scope="module")
def long_issue(fonts: FontBook) -> Printed:
    """Four pages of plain Chinese text and nothing behind them."""
    text = "本周现场核实施工便道和临时用电，" * 110
    return Printed(an_issue(progress=(ProjectProgress("甲", Light.GREEN, (ProgressNoted(text),)),)), fonts)


@pytest.fixture(scope="module")
def full_issue(fonts: FontBook) -> Printed:
    return Printed(a_full_issue(), fonts)


def body(chars: list[Char]) -> list[Char]:
    """The characters of the text in 3号."""
    return [char for char in chars if char["size"] == pytest.approx(SIZE_3)]


def test_the_text_stands_in_a_block_of_156_by_225_mm(long_issue: Printed) -> None:
    for page in long_issue.plumbed():
        assert (page.width, page.height) == (
            pytest.approx(210 * MM, abs=0.1),
            pytest.approx(297 * MM, abs=0.1),
        )
        for char in body(page.chars):
            assert char["x0"] >= LEFT - 0.1
            assert char["x1"] <= LEFT + WIDTH + 0.1
            # The Chinese square, not the font's own taller box.
            baseline = page.height - char["matrix"][5]
            assert baseline - 0.88 * SIZE_3 >= TOP - 0.1
            assert baseline + 0.12 * SIZE_3 <= TOP + HEIGHT + 0.1


def test_a_full_page_has_22_lines_of_28_characters(long_issue: Printed) -> None:
    second = list(long_issue.plumbed())[1]
    lines = Counter(round(char["matrix"][5], 1) for char in body(second.chars))
    assert len(lines) == 22
    heights = sorted(lines, reverse=True)
    assert all(high - low == pytest.approx(PITCH, abs=0.11) for high, low in pairwise(heights))
    assert max(lines.values()) == 28
    first = min(char["x0"] for char in body(second.chars))
    last = max(char["x1"] for char in body(second.chars))
    assert (first, last) == (pytest.approx(LEFT, abs=0.2), pytest.approx(LEFT + 28 * SIZE_3, abs=0.2))


def test_title_headings_and_text_have_their_faces_and_sizes(shipped_fonts: FontBook) -> None:
    page = next(Printed(a_full_issue(), shipped_fonts).plumbed())
    found = {
        words: {(char["fontname"].split("+")[1], round(char["size"], 2)) for char in hit["chars"]}
        for words in ("坊子区重点项目推进情况周报", "一、总体情况", "机制台账共有项目", "总体情况")
        for hit in page.search(words)[:1]
    }
    assert found["坊子区重点项目推进情况周报"] == {("NotoSerifSC-Black", SIZE_2)}
    assert found["一、总体情况"] == {("NotoSansSC-Bold", SIZE_3)}
    assert found["机制台账共有项目"] == {("FandolFang-Regular", SIZE_3)}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages(
    long_issue: Printed, number: int
) -> None:
    page = list(long_issue.plumbed())[number - 1]
    chars = [c for c in page.chars if c["matrix"][5] < 35 * MM]
    assert "".join(c["text"] for c in chars).replace(" ", "") == f"—{number}—"
    assert {round(c["size"], 2) for c in chars} == {SIZE_4}
    if number % 2:
        assert max(c["x1"] for c in chars) == pytest.approx(LEFT + WIDTH - SIZE_4, abs=0.3)
    else:
        assert min(c["x0"] for c in chars) == pytest.approx(LEFT + SIZE_4, abs=0.3)
    # The dash lies a third of an em above its baseline, seven millimetres below the text.
    assert chars[0]["matrix"][5] + 0.34 * SIZE_4 == pytest.approx((35 - 7) * MM, abs=0.1)


def test_a_turned_page_keeps_its_number_at_the_same_place_of_the_sheet(full_issue: Printed) -> None:
    pages = list(full_issue.plumbed())
    turned = [(n, page) for n, page in enumerate(pages, start=1) if page.width > page.height]
    assert len(turned) >= 2
    for number, page in turned:
        # Turned upright again, a place's x is its distance from the turned page's top and its y that x.
        chars = [c for c in page.chars if c["matrix"][4] < 35 * MM and c["matrix"][1] < 0]
        assert "".join(c["text"] for c in chars).replace(" ", "") == f"—{number}—"
        across = [210 * MM - c["matrix"][5] for c in chars]
        if number % 2:
            assert 150 * MM < min(across) < max(across) < 184 * MM
        else:
            assert min(across) == pytest.approx(LEFT + SIZE_4, abs=0.3)
        assert chars[0]["matrix"][4] + 0.34 * SIZE_4 == pytest.approx((35 - 7) * MM, abs=0.1)


def test_a_heading_is_never_the_last_line_of_a_page(fonts: FontBook) -> None:
    for lines in range(1, 14):
        note = ProgressNoted("\n".join(["进展"] * lines))
        printed = Printed(an_issue(progress=(ProjectProgress("甲", Light.GREEN, (note,)),)), fonts)
        for text in printed.texts():
            shown = [line for line in text.split("\n") if line.strip() and "—" not in line]
            assert not shown[-1].startswith(("三、", "四、", "五、"))


def test_a_long_team_name_stays_inside_the_block(fonts: FontBook) -> None:
    printed = Printed(
        an_issue(team="坊子区全生命周期重点产业投资项目联合审批服务推进工作专班办公室" * 2), fonts
    )
    page = next(printed.plumbed())
    assert max(char["x1"] for char in page.chars) <= LEFT + WIDTH + 0.5
    assert min(char["x0"] for char in page.chars) >= LEFT - 0.5


def test_the_file_tells_its_title_language_and_parts(fonts: FontBook) -> None:
    printed = Printed(a_full_issue(), fonts)
    with pdfplumber.open(io.BytesIO(printed.pdf)) as document:
        catalog, outlines = document.doc.catalog, list(document.doc.get_outlines())
        info = document.metadata
    assert catalog["Lang"] == b"zh-CN"
    assert info["Title"] == "坊子区重点项目推进情况周报"
    assert info["Author"] == "项目服务专班"
    assert info["CreationDate"].startswith("D:20230224")
    assert [title for _, title, *_ in outlines][:3] == [
        "坊子区重点项目推进情况周报",
        "一、总体情况",
        "二、本周工作进展",
    ]
    annexes = [title for _, title, *_ in outlines if title.startswith("附件")]
    assert annexes[-2:] == ["附件5 考核排名", "附件6 情况图"]


def test_the_same_issue_is_the_same_file_byte_by_byte(fonts: FontBook) -> None:
    assert Printed(a_full_issue(), fonts).pdf == Printed(a_full_issue(), fonts).pdf


def test_a_ledger_of_many_pages_keeps_its_sum_with_the_last_rows(fonts: FontBook) -> None:
    for count in range(14, 22):
        printed = Printed(an_issue(ledger=a_ledger(count)), fonts)
        last = printed.texts()[-1]
        assert "合计" in last
        assert f"第{count:03d}号项目" in last
