"""Where a line may end, and what of a text prints."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fangzi_desktop.reports.fonts import FontBook, Role, Typeface
from fangzi_desktop.reports.text import Span, glued, one_line, plain, set_even, set_spans, set_text

SIZE = 10.0
NEVER_FIRST = "，。、；：？！）》〉」』】”’…％"
NEVER_LAST = "（《〈「『【“‘"
AMOUNT = re.compile(r"[0-9][0-9,.]*(?:万元|亿元|亩|个工作日|自然日)")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9/.-]*")

_CHINESE = st.text("项目建设用地审批手续办理进展情况本周完成坊子区䶮㛃堃𬭎", min_size=1, max_size=12)
_MARKS = st.sampled_from([*"，。、；：？！", "（一）", "《通知》", "“四证”", "……", "——"])
_AMOUNTS = st.sampled_from(["10亿元", "1,234,567.89元", "9500万元", "485亩", "37个工作日", "2023年2月24日"])
_WORDS = st.sampled_from(["GB/T9704-2012", "infrastructure", "BIM", "PM2.5", "A3"])
TEXTS = st.lists(st.one_of(_CHINESE, _CHINESE, _MARKS, _AMOUNTS, _WORDS), max_size=30).map("".join)
MEASURES = st.integers(16, 60).map(lambda chars: chars * SIZE)


@pytest.fixture(scope="module")
def face(fonts: FontBook) -> Typeface:
    return fonts.face(Role.BODY)


@settings(deadline=None, max_examples=150)
@given(text=TEXTS, measure=MEASURES)
@example(text="金额1,234,567.89元，按GB/T9704-2012执行。" * 3, measure=160.0)
def test_lines_hold_the_whole_text_and_fit(face: Typeface, text: str, measure: float) -> None:
    lines = set_text(text, face, SIZE, measure)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(face.width(line, SIZE) <= measure + 0.01 for line in lines)


@settings(deadline=None, max_examples=150)
@given(text=TEXTS, measure=MEASURES)
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(
    face: Typeface, text: str, measure: float
) -> None:
    # Marks in a row longer than a line have to be cut somewhere.
    text = re.sub(rf"(?<=[{NEVER_FIRST}{NEVER_LAST}—])[{NEVER_FIRST}{NEVER_LAST}—]+", "", text)
    lines = [line for line in set_text(text, face, SIZE, measure) if line]
    assert not [line for line in lines[1:] if line[0] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NEVER_LAST]


@settings(deadline=None, max_examples=150)
@given(parts=st.lists(st.tuples(_CHINESE, st.one_of(_AMOUNTS, _WORDS)), max_size=12), measure=MEASURES)
def test_amounts_and_latin_words_stay_whole(
    face: Typeface, parts: list[tuple[str, str]], measure: float
) -> None:
    text = "".join(f"{words}，{unit}，" for words, unit in parts)
    lines = set_text(text, face, SIZE, measure)
    for pattern in (AMOUNT, WORD):
        assert sum(len(pattern.findall(line)) for line in lines) == len(pattern.findall(text))


@pytest.mark.parametrize(
    ("text", "measure", "lines"),
    [
        pytest.param(
            "一二三四五六七八九十，",
            100,
            ["一二三四五六七八九", "十，"],
            id="a mark takes its character along",
        ),
        pytest.param("总投资为1368.29亿元", 80, ["总投资为", "1368.29亿元"], id="an amount with its unit"),
        pytest.param(
            "按照《通知》要求办理", 50, ["按照《通", "知》要求办", "理"], id="marks hold their words"
        ),
        pytest.param("甲\n\n乙", 100, ["甲", "", "乙"], id="own line ends stay"),
        pytest.param(
            "按潍政办〔2023〕12号文", 95, ["按", "潍政办〔2023〕12号", "文"], id="a document number"
        ),
        pytest.param("A" * 40, 100, None, id="a word longer than a line is cut"),
        pytest.param("，" * 25, 100, None, id="nothing but marks is cut"),
        pytest.param("", 100, [""], id="nothing"),
    ],
)
def test_where_lines_end(shipped_fonts: FontBook, text: str, measure: float, lines: list[str] | None) -> None:
    face = shipped_fonts.face(Role.BODY)
    found = set_text(text, face, SIZE, measure)
    assert all(face.width(line, SIZE) <= measure + 0.01 for line in found)
    assert "".join(found) == text.replace("\n", "")
    if lines is not None:
        assert found == lines


@settings(deadline=None, max_examples=100)
@given(text=TEXTS, measure=MEASURES)
def test_even_lines_are_as_many_and_no_longer(face: Typeface, text: str, measure: float) -> None:
    usual, even = (make(text, face, SIZE, measure) for make in (set_text, set_even))
    assert len(even) <= len(usual)
    assert "".join(even) == "".join(usual)
    assert (
        max(face.width(line, SIZE) for line in even) <= max(face.width(line, SIZE) for line in usual) + 0.01
    )


def test_a_title_is_divided_into_about_equal_lines(face: Typeface) -> None:
    lines = set_even("坊子区重点项目全生命周期服务推进情况周报" + "材料", face, SIZE, 200)
    assert [len(line) for line in lines] == [11, 11]


def test_a_paragraph_opens_with_its_indent_after_each_line_end(face: Typeface) -> None:
    lines = set_spans([Span("一二三四五六七八九十\n甲乙", face)], SIZE, 80, indent=20)
    assert [("".join(s.text for s in line.spans), line.indent, line.last) for line in lines] == [
        ("一二三四五六", 20, False),
        ("七八九十", 0, True),
        ("甲乙", 20, True),
    ]


def test_what_is_glued_is_not_divided(face: Typeface) -> None:
    spans = [Span(f"一二三四五六{glued('七八九十')}", face)]
    lines = ["".join(s.text for s in line.spans) for line in set_spans(spans, SIZE, 80)]
    assert lines == ["一二三四五六", "七八九十"]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        pytest.param("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁", id="line ends"),
        pytest.param("甲\t乙\u3000丙\xa0丁", "甲 乙\u3000丙 丁", id="tabs and blanks"),
        pytest.param("甲\u200b乙\ufeff丙\u202e丁", "甲乙丙丁", id="zero width and direction"),
        pytest.param("甲\x00\x07乙", "甲乙", id="controls"),
        pytest.param("甲\ud800乙", "甲\ufffd乙", id="half a character"),
        pytest.param("<b>粗</b>&amp;", "<b>粗</b>&amp;", id="markup is text"),
    ],
)
def test_text_prints_as_typed_without_what_cannot_be_seen(typed: str, printed: str) -> None:
    assert plain(typed) == printed


def test_one_line_has_no_line_ends(face: Typeface) -> None:
    assert one_line("  甲\n乙\t 丙 ") == "甲 乙 丙"
