"""A paper for Word: what an office finds in it, and that nothing a person typed breaks it."""

from __future__ import annotations

import builtins
import io
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fangzi_desktop import paths
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.reports.document import Document, Heading, Part, Passage, Pictures
from fangzi_desktop.reports.photo_pages import PagePhoto, picture_of
from fangzi_desktop.reports.text import one_line, plain
from fangzi_desktop.reports.weekly import weekly_document
from fangzi_desktop.reports.word import write_word
from tests.picture_files import picture
from tests.picture_files import written as written_picture
from tests.reports.issues import a_full_issue
from tests.reports.papers import a_grouped_table, a_paper, a_table, cells_of, everything, grids_of, typed

MM = 36_000


def written(document: Document) -> bytes:
    file = io.BytesIO()
    write_word(document, file)
    return file.getvalue()


def opened(document: Document) -> WordFile:
    return docx.Document(io.BytesIO(written(document)))


def said(file: WordFile, style: str) -> list[str]:
    return [one.text for one in file.paragraphs if one.style is not None and one.style.name == style]


def tables(file: WordFile) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in file.tables]


def parts(document: Document) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(written(document))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_headings_text_and_titles_are_the_styles_that_word_knows() -> None:
    file = opened(everything())
    assert said(file, "Title") == ["坊子区重点项目推进情况周报"]
    assert said(file, "Subtitle") == ["（2023年2月20日—26日）"]
    assert said(file, "Heading 1") == ["一、总体情况"]
    assert said(file, "Heading 2") == ["（一）分项"]
    assert said(file, "Normal") == [
        "总体。截至2月24日，共有项目26个。",
        "其中论证1个。",
        "甲项目正在办理。",
        "附件里的话。",
    ]
    assert said(file, "附件") == ["附件1", "附件2", "附件3"]
    assert said(file, "附件标题") == ["项目总台账", "问题清单", "说明"]
    assert said(file, "附件说明") == ["附件：1. 项目总台账", "2. 问题清单", "3. 说明"]
    assert said(file, "版头") == ["项目服务专班周报"]
    assert said(file, "版头文号") == ["〔2023〕第8期\t2023年2月24日"]
    assert said(file, "Caption") == ["表1  项目", "环节分布（个）", "表2"]
    assert "注：不含意向。" in said(file, "表注")


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体_GB2312", 16),
        ("Normal", "仿宋_GB2312", 16),
        ("Footer", "宋体", 14),
        ("表格文字", "宋体", 10.5),
        ("表格小字", "宋体", 9),
    ],
)
def test_a_style_has_the_face_of_the_form_for_chinese_and_all_else(
    style: str, font: str, points: float
) -> None:
    found = opened(everything()).styles[style]
    fonts = found.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{name}")) for name in ("eastAsia", "ascii", "hAnsi")} == {font}
    assert found.font.size is not None
    assert found.font.size.pt == points


def test_every_style_that_is_used_is_there() -> None:
    file = opened(everything())
    known = {style.style_id for style in file.styles}
    document = file.element.body
    used = {
        one.get(qn("w:val"))
        for tag in ("pStyle", "rStyle", "tblStyle")
        for one in document.iter(qn(f"w:{tag}"))
    }
    assert used
    assert used <= known


def test_a_page_holds_22_lines_of_28_characters() -> None:
    file = opened(a_paper())
    body = file.styles["Normal"]
    spacing = body.element.pPr.find(qn("w:spacing"))
    line = int(spacing.get(qn("w:line"))) / 20
    assert spacing.get(qn("w:lineRule")) == "exact"
    (section,) = file.sections
    height = (section.page_height - section.top_margin - section.bottom_margin) / 12_700
    assert 22 * line <= height < 23 * line
    width = (section.page_width - section.left_margin - section.right_margin) / 12_700
    squeeze = int(body.element.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    character = body.font.size.pt + squeeze
    assert character == 15.75
    assert 28 * character <= width < 29 * character
    indent = body.element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_sheets_and_margins_are_those_of_the_form() -> None:
    sections = opened(everything()).sections
    found = [
        tuple(
            round(length / MM)
            for length in (
                one.page_width,
                one.page_height,
                one.top_margin,
                one.bottom_margin,
                one.left_margin,
                one.right_margin,
            )
        )
        for one in sections
    ]
    assert found == [
        (210, 297, 37, 35, 28, 26),
        (297, 210, 28, 26, 35, 37),
        (420, 297, 13, 18, 14, 14),
        (210, 297, 37, 35, 28, 26),
    ]


def fields(place: Any) -> list[str]:
    return [one.get(qn("w:instr")) for one in place._element.iter(qn("w:fldSimple"))]


def test_pages_are_numbered_by_a_field_at_their_outer_side() -> None:
    file = opened(everything())
    assert file.settings.odd_and_even_pages_header_footer
    first = file.sections[0]
    for foot, side in ((first.footer, "right"), (first.even_page_footer, "left")):
        (line,) = foot.paragraphs
        assert (line.text.replace("1", ""), fields(foot)) == ("—  —", ["PAGE"])
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
    turned = file.sections[1]
    for foot in (turned.footer, turned.even_page_footer):
        # Beside the text block, where it stands when the sheet is held upright.
        (table,) = foot.tables
        assert fields(foot) == ["PAGE"]
        assert table._tbl.xpath(".//w:textDirection/@w:val") == ["tbRl"]
        assert table._tbl.xpath(".//w:tblpPr/@w:horzAnchor") == ["page"]
        assert round(int(table._tbl.xpath(".//w:tblpPr/@w:tblpX")[0]) / 56.7) == 26
    wide = file.sections[2]
    assert [fields(wide.footer), fields(wide.even_page_footer)] == [["PAGE"]] * 2
    assert wide.footer.paragraphs[0].text.startswith("项目总台账\t— ")
    assert file.sections[3].footer.paragraphs[0].text == first.footer.paragraphs[0].text


@pytest.mark.parametrize("is_draft", [True, False])
def test_a_draft_and_nothing_else_says_so_on_every_page(is_draft: bool) -> None:
    file = opened(replace(everything(), is_draft=is_draft))
    for section in file.sections:
        for head in (section.header, section.even_page_header):
            assert ("草稿" in "".join(one.text for one in head.paragraphs)) is is_draft


def test_tables_say_what_the_document_says() -> None:
    document = everything()
    found = tables(opened(document))
    chart = [["类别", "项目", "意向", "合计"], ["论证", "3", "1", "4"], ["生成", "—", "2", "2"]]
    first, *rest = (cells_of(table) for table in grids_of(document))
    assert found == [first, chart, *rest]


def test_heads_are_repeated_and_no_row_is_torn() -> None:
    for table in opened(everything()).tables:
        for number, row in enumerate(table.rows):
            properties = row._tr.trPr
            assert properties.find(qn("w:cantSplit")) is not None
            assert (properties.find(qn("w:tblHeader")) is not None) is (number == 0)


def test_a_row_that_heads_a_group_stands_across_the_table_and_stays_with_it() -> None:
    (table,) = opened(a_paper(a_grouped_table())).tables
    (head,) = table.rows[1]._tr.tc_lst
    assert head.tcPr.find(qn("w:gridSpan")).get(qn("w:val")) == "5"
    (words,) = table.rows[1].cells[0].paragraphs
    assert words.text == "一、论证（1个）"
    assert words._p.pPr.find(qn("w:keepNext")) is not None
    styles = [row.cells[1].paragraphs[0].style.name for row in table.rows]
    assert styles == ["表头", "表头", "表格文字", "表头", "表头"]


def test_photos_stand_whole_two_beside_each_other_with_their_words_below() -> None:
    sizes = [(160, 120), (60, 400), (400, 20)]
    photos = [
        PagePhoto(written_picture(picture(size)), f"第{place}段", "东南角", date(2023, 2, 20), place < 3)
        for place, size in enumerate(sizes, start=1)
    ]
    document = a_paper(annexes=(Part("现场照片", (Pictures(tuple(map(picture_of, photos))),)),))
    file = opened(document)
    shapes = list(file.inline_shapes)
    assert [round(one.width / one.height, 1) for one in shapes] == [1.3, 0.1, 20.0]
    lines = [one for one in file.paragraphs if one._p.xpath(".//w:drawing")]
    assert [len(one._p.xpath(".//w:drawing")) for one in lines] == [2, 1]
    assert max(sum(one.width for one in pair) for pair in (shapes[:2], shapes[2:])) < 156 * MM
    words = [one.text for one in file.paragraphs if one.text.startswith("图")]
    assert words == [
        "图1　第1段　2023年2月20日拍摄　东南角",
        "图2　第2段　2023年2月20日拍摄　东南角",
        "图3　第3段　2023年2月20日入库，拍摄日期未记录　东南角",
    ]
    assert written(document) == written(document)


def test_a_heading_that_begins_a_page_does_so_in_word() -> None:
    first, second = (
        one
        for one in opened(a_paper(Heading("一"), Heading("二", on_new_page=True))).paragraphs
        if one.style.name == "Heading 1"
    )
    breaks = [one.paragraph_format.page_break_before for one in (first, second)]
    assert breaks == [None, True]


def test_a_row_longer_than_a_page_may_go_over_it() -> None:
    (table,) = opened(a_paper(a_table("长" * 10_000, "短"))).tables
    assert [row._tr.trPr is not None for row in table.rows] == [True, False, True, True]
    assert table.rows[1].cells[1].text == "长" * 10_000


def test_columns_fill_the_text_block_and_figures_stand_right() -> None:
    file = opened(everything())
    table = file.tables[0]
    widths = [cell.width for cell in table.rows[1].cells]
    section = file.sections[0]
    measure = section.page_width - section.left_margin - section.right_margin
    assert abs(sum(widths) - measure) < 12_700
    sides = [cell.paragraphs[0]._p.pPr.find(qn("w:jc")).get(qn("w:val")) for cell in table.rows[1].cells]
    assert sides == ["center", "left", "right", "center", "left"]


def test_the_sign_of_a_light_is_coloured_and_its_word_is_not() -> None:
    cell = opened(everything()).tables[0].rows[1].cells[4]
    sign, word, *_ = cell.paragraphs[0].runs
    assert (sign.text, str(sign.font.color.rgb)) == ("■", "C8322B")
    assert word.font.color.rgb is None


def test_what_a_paragraph_is_about_is_bold() -> None:
    (found,) = (one for one in opened(everything()).paragraphs if one.text.startswith("总体。"))
    lead, rest = found.runs
    assert (lead.text, lead.style.name, rest.style.name) == ("总体。", "Strong", "Default Paragraph Font")
    assert opened(everything()).styles["Strong"].font.bold


def test_the_file_says_what_it_is_and_in_which_language() -> None:
    core = opened(everything()).core_properties
    assert (core.title, core.author, core.subject) == ("坊子区重点项目推进情况周报", "项目服务专班", "周报")
    assert (core.language, core.comments) == ("zh-CN", "")
    assert core.created is not None
    assert core.created.date() == everything().issued_on
    found = parts(everything())
    assert 'w:lang w:val="en-US" w:eastAsia="zh-CN"' in found["word/styles.xml"]
    assert 'w:name="仿宋_GB2312"><w:altName w:val="仿宋"/>' in found["word/fontTable.xml"]


def test_the_same_document_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    document = weekly_document(a_full_issue())
    first = written(document)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert written(document) == first


def test_writing_opens_no_file_but_the_librarys_own_and_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trap = Passage('<img src="/etc/passwd"/> file:///etc/passwd http://a.b \\\\host\\share')
    document = replace(everything(), blocks=(*everything().blocks, trap, a_table(trap.text)))
    written(document)
    asked: list[str] = []
    real = builtins.open

    def watched(name: Any, *rest: Any, **more: Any) -> Any:
        asked.append(str(name))
        return real(name, *rest, **more)

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("no connection is made")

    for module in (builtins, io):
        monkeypatch.setattr(module, "open", watched)
    monkeypatch.setattr(socket, "socket", refused)
    found = written(document)
    templates = Path(docx.__file__).parent / "templates"
    assert {Path(name).resolve().parent for name in asked} == {templates}
    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        links = "".join(archive.read(n).decode() for n in archive.namelist() if n.endswith(".rels"))
    assert 'TargetMode="External"' not in links


def test_two_tables_after_one_another_stay_two() -> None:
    document = a_paper(a_table("甲", caption="", note=""), a_table("乙", caption="", note=""))
    body = opened(document).element.body
    kinds = [child.tag.rpartition("}")[2] for child in body]
    assert kinds == ["p", "tbl", "p", "tbl", "p", "sectPr"]


def test_an_annex_begins_a_page_without_an_empty_paragraph_before_it() -> None:
    file = opened(
        a_paper(Heading("一"), annexes=(Part("表", (a_table("甲"),)), Part("表", (a_table("乙"),))))
    )
    holders = [one for one in file.paragraphs if one._p.pPr.find(qn("w:sectPr")) is not None]
    assert [one.text for one in holders] == ["2. 表", "注：不含意向。"]
    assert all(one.text or (one.style is not None and one.style.name == "表后") for one in file.paragraphs)


@given(st.lists(typed(), min_size=25, max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_people_typed_is_found_again_as_the_pdf_prints_it(texts: list[str]) -> None:
    document = a_paper(
        Heading(texts[0]),
        *(Passage(text, text) for text in texts[:5]),
        a_table(*texts, note=texts[1], caption=texts[2]),
        title=texts[3],
        team=texts[4],
        subject=texts[5],
        annexes=(Part(texts[6], (Passage("附"),), Setting.LANDSCAPE),),
    )
    file = opened(document)
    (table,) = tables(file)
    (wanted,) = (cells_of(one) for one in grids_of(document))
    assert table == wanted
    assert said(file, "Normal") == [*_paragraphs(texts[:5]), "附"]
    assert said(file, "Title") == [one_line(texts[3])]
    assert file.core_properties.author == one_line(texts[4])


def _paragraphs(texts: list[str]) -> Iterator[str]:
    for text in texts:
        # A lead and its text are cleaned each for itself; a line end between them is the text's.
        yield from (plain(text) + plain(text)).split("\n") if plain(text) else ()


def test_importing_the_services_costs_no_word_library() -> None:
    script = "import sys, fangzi_desktop.services.reports; print('docx' in sys.modules)"
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, cwd=paths.ROOT, check=True, capture_output=True).stdout.strip() == b"False"
