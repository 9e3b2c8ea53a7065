"""Names of files, as people and foreign computers give them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fangzi_desktop.domain.file_names import (
    LONGEST_BYTES,
    UNNAMED,
    clean_file_name,
    ending_of,
    is_program,
    name_beside,
)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        pytest.param("环评批复.pdf", "环评批复.pdf", id="a plain name"),
        pytest.param("../../etc/passwd", "passwd", id="folders before it"),
        pytest.param("C:\\资料\\合同.docx", "合同.docx", id="a Windows path"),
        pytest.param("合同\n第二页.pdf", "合同第二页.pdf", id="a line break"),
        pytest.param("现场📷照片\x07.jpg", "现场📷照片.jpg", id="an emoji and a bell"),
        pytest.param("CON.pdf", "_CON.pdf", id="a Windows device"),
        pytest.param("nul", "_nul", id="a device without an ending"),
        pytest.param("con .txt", "_con .txt", id="a device with a space"),
        pytest.param("contract.pdf", "contract.pdf", id="what only begins like a device"),
        pytest.param("图纸<终稿>?.dwg", "图纸_终稿__.dwg", id="what Windows refuses"),
        pytest.param("说明.txt:隐藏", "说明.txt_隐藏", id="a second stream"),
        pytest.param("照片\u202egpj.exe", "照片gpj.exe", id="an ending in disguise"),
        pytest.param("\udcb9\udcab.pdf", "_.pdf", id="a name in another encoding"),
        pytest.param("备案证. . ", "备案证", id="dots and spaces at the end"),
        pytest.param(" . ", UNNAMED, id="nothing but dots and spaces"),
        pytest.param("", UNNAMED, id="nothing"),
        pytest.param("e\u0301tude.pdf", "\u00e9tude.pdf", id="letters taken apart"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(given_name: str, kept: str) -> None:
    assert clean_file_name(given_name) == kept


def test_a_long_name_keeps_its_ending() -> None:
    short = clean_file_name("关于坊子区新能源装备产业园项目" * 20 + ".pdf")
    assert short.endswith(".pdf")
    assert len(short.encode()) <= LONGEST_BYTES
    assert len(short.encode()) > LONGEST_BYTES - 4


def test_a_joined_emoji_is_not_torn_when_a_name_is_cut() -> None:
    family = "👨\u200d👩\u200d👧"
    for filling in range(4):
        short = clean_file_name("a" * filling + family * 40 + ".jpg")
        assert not short.removesuffix(".jpg").endswith("\u200d")
        assert len(short.encode()) <= LONGEST_BYTES


@given(st.text(st.characters(), max_size=300))
def test_a_cleaned_name_is_safe_and_stays_as_it_is(name: str) -> None:
    kept = clean_file_name(name)
    assert clean_file_name(kept) == kept
    assert kept not in ("", ".", "..")
    assert not set(kept) & set('/\\<>:"|?*\x00\n\r\t')
    assert not kept.endswith((".", " "))
    assert len(kept.encode()) <= LONGEST_BYTES + 1


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("a.PDF", ".pdf"),
        ("无", ""),
        ("年产1.5万吨项目申请报告书全文及附件", ""),
        (".hidden", ""),
        ("a.tar.gz", ".gz"),
    ],
)
def test_an_ending_is_told_from_a_full_stop(name: str, ending: str) -> None:
    assert ending_of(name) == ending


def test_a_second_file_of_a_name_gets_a_number() -> None:
    assert name_beside("合同.pdf", set()) == "合同.pdf"
    assert name_beside("合同.pdf", {"合同.PDF"}) == "合同 (2).pdf"
    assert name_beside("合同.pdf", {"合同.pdf", "合同 (2).pdf"}) == "合同 (3).pdf"
    assert len(name_beside("长" * 66, {"长" * 66}).encode()) <= LONGEST_BYTES


def test_a_program_is_told_from_a_paper() -> None:
    assert is_program("安装.EXE")
    assert is_program("批复.pdf.lnk")
    assert not is_program("批复.pdf")
    assert not is_program("exe")
