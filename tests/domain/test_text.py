"""The cleaning door."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.text import clean_line, clean_text


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        pytest.param("元宇宙配套产业园项目一期", "元宇宙配套产业园项目一期", id="plain text"),
        pytest.param("  歌尔集团\u3000\n", "歌尔集团", id="spaces at the ends"),
        pytest.param("\ufeff歌尔\u200b", "歌尔", id="zero width at the ends"),
        pytest.param("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", id="joiner inside an emoji"),
        pytest.param("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁", id="line ends become newlines"),
        pytest.param("甲\t乙\n丙", "甲\t乙\n丙", id="tab and newline stay"),
        pytest.param("甲\x00\x07乙\x7f\x9f\uffff", "甲乙", id="control characters go"),
        pytest.param("e\u0301te\u0301", "été", id="composed"),
        pytest.param("㛃𬭎䶮", "㛃𬭎䶮", id="rare characters"),
        pytest.param("=1+1", "=1+1", id="no formula is feared here"),
        pytest.param("\x00 \u200b", "", id="nothing left"),
    ],
)
def test_text_is_cleaned(given_text: str, kept: str) -> None:
    assert clean_text(given_text) == kept


@pytest.mark.parametrize(
    ("text", "character", "position"),
    [
        pytest.param("项目\u202eslx.", "U+202E", 3, id="right to left override"),
        pytest.param("\u2066项目", "U+2066", 1, id="isolate"),
        pytest.param("项目\ud83d", "U+D83D", 3, id="lone surrogate"),
    ],
)
def test_text_that_would_mislead_is_refused(text: str, character: str, position: int) -> None:
    with pytest.raises(UserError, match=r"text\.forbidden") as refusal:
        clean_text(text)
    assert refusal.value.params == {"character": character, "position": position}


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        pytest.param("年产100万件\n碳化硅项目", "年产100万件碳化硅项目", id="wrapped Chinese"),
        pytest.param("Smart\nFactory", "Smart Factory", id="wrapped Latin"),
        pytest.param("甲\t \n 乙", "甲乙", id="tab and spaces around the break"),
        pytest.param("A  B", "A  B", id="spaces inside are the writer's"),
    ],
)
def test_a_line_has_no_line_breaks(given_text: str, kept: str) -> None:
    assert clean_line(given_text) == kept


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    try:
        once = clean_text(text)
    except UserError:
        return
    assert clean_text(once) == once
    assert clean_line(clean_line(once)) == clean_line(once)
