"""A document that is kept as JSON and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.terms import ClockKind, Light
from fangzi_desktop.reports.document import (
    Align,
    Bars,
    Column,
    Document,
    Heading,
    Look,
    Masthead,
    Part,
    Passage,
    Picture,
    Pictures,
    Series,
    Source,
    Told,
    grid,
    with_words,
)
from fangzi_desktop.reports.frozen import from_json, to_json
from fangzi_desktop.reports.weekly import weekly_document
from tests.reports.issues import a_full_issue

SOURCE = Source("甲项目", "p1", ClockKind.PERMIT, "i1")
EVERYTHING = Document(
    "标题",
    "主题",
    "专班",
    date(2023, 2, 24),
    (
        Heading("一、总体情况"),
        Heading("（一）分项", level=2),
        Passage("甲<b>&\n乙\u200b𬭎", "1. ", "overview.1", (SOURCE,)),
        grid(
            [Column("项目", share=1, key=True), Column("亮灯", Align.CENTRE, limit=3, signed=True)],
            [["甲", "● 绿灯"], [Told("02-24", date(2023, 2, 24)), Told("8.70", Decimal("8.70"))]],
            caption="表1",
            total=True,
            note="注",
            look=Look.DENSE,
        ),
        Bars("环节分布", "个", ("论证", "生成"), (Series("项目", (1.5, None), Light.RED),), decimals=1),
    ),
    Masthead("专班周报", "第1期", "2月24日"),
    "副题",
    (
        Part("附件", (Heading("一"),), Setting.WIDE),
        Part("现场照片", (Pictures((Picture("/9j/4A==", "甲", "东南角", date(2023, 2, 20), False),)),)),
    ),
    Setting.WORKING,
    "页脚",
    is_draft=True,
)


@pytest.mark.parametrize("document", [EVERYTHING, weekly_document(a_full_issue())])
def test_a_document_is_read_as_it_was_kept(document: Document) -> None:
    kept = to_json(document)
    assert from_json(kept) == document
    assert to_json(from_json(kept)) == kept


def test_what_is_no_document_is_refused() -> None:
    for text in ("[]", '{"is":"Heading","text":"一"}', '{"is":"Path","value":"/"}'):
        with pytest.raises(ValueError, match="document"):
            from_json(text)


def test_words_take_the_place_of_those_with_their_key() -> None:
    document = replace(
        EVERYTHING, blocks=(Passage("甲", "1. ", "a"), Passage("乙", key="b"), Passage("丙"), Heading("丁"))
    )
    found = with_words(document, {"a": "改", "b": "", "": "没有键"})
    assert found.blocks == (Passage("改", "1. ", "a"), Passage("", key="b"), Passage("丙"), Heading("丁"))
