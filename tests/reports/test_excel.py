"""A paper's tables as a workbook: numbers count, texts stay texts, and each page says whose row it is."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.reports.document import Column, Document, Heading, Part, Passage, Told, grid
from fangzi_desktop.reports.excel import write_workbook
from fangzi_desktop.reports.text import plain
from fangzi_desktop.reports.weekly import weekly_document
from tests.reports.issues import a_full_issue
from tests.reports.papers import FRIDAY, a_grouped_table, a_paper, a_table, everything, typed

FORMULAS = ("=1+1", "+86", "-1", "@SUM(A1)", '=HYPERLINK("http://a.b")', "\t=1", "http://a.b", "{=1}")


def written(document: Document) -> bytes:
    file = io.BytesIO()
    write_workbook(document, file)
    return file.getvalue()


def opened(document: Document) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written(document)))


def rows(document: Document, sheet: int = 0) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in opened(document).worksheets[sheet].iter_rows()]


def parts(document: Document) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(written(document))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_every_table_and_chart_is_a_sheet_named_as_it_is() -> None:
    assert opened(everything()).sheetnames == ["表1 项目", "环节分布（个）", "项目总台账", "表2"]


def test_a_table_without_a_caption_goes_by_the_heading_above_it() -> None:
    table = a_table("甲", caption="")
    document = a_paper(table, Heading("一、会审论证"), table, Passage("话"), table)
    assert opened(document).sheetnames == ["坊子区重点项目推进情况周报", "一、会审论证", "一、会审论证-2"]
    assert rows(document, 1)[0][0] == "一、会审论证"


def test_a_sheet_has_title_source_heads_rows_sum_and_note() -> None:
    assert rows(a_paper(a_table("甲", "乙"), is_draft=True)) == [
        ["表1 项目", None, None, None, None],
        ["项目服务专班    2023年2月24日    草稿", None, None, None, None],
        ["序号", "项目", "总投资\n（万元）", "到期日", "亮灯"],
        [1, "甲", 8.7, datetime(2023, 2, 24), "■ 逾期\n超法定"],  # noqa: DTZ001  # a cell has no zone
        [2, "乙", 8.7, datetime(2023, 2, 24), "■ 逾期\n超法定"],  # noqa: DTZ001
        [None, "合计", 8.7, None, None],
        ["注：不含意向。", None, None, None, None],
    ]


def test_the_head_of_a_group_is_a_row_that_can_be_filtered() -> None:
    sheet = opened(a_paper(a_grouped_table())).worksheets[0]
    assert [cell.value for cell in sheet[4]] == ["一、论证（1个）", None, None, None, None]
    # The title and the line below it stand across the table, and nothing else does.
    assert len(sheet.merged_cells.ranges) == 2
    assert [sheet.cell(row, 2).font.bold for row in range(4, 8)] == [True, False, True, True]
    assert sheet.auto_filter.ref == "A3:E6"
    assert sheet.column_dimensions["A"].width < 8


def test_a_chart_is_its_figures() -> None:
    assert rows(everything(), 1)[2:] == [
        ["类别", "项目", "意向", "合计"],
        ["论证", 3, 1, 4],
        ["生成", "—", 2, 2],
    ]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    table = a_table(text, caption=text, note=text)
    document = a_paper(replace(table, columns=(Column(text), *table.columns[1:])), title=text, team=text)
    sheet = opened(document).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells].count(plain(text)) >= 3
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert all(cell.hyperlink is None for cell in cells)
    assert not any(
        "<f>" in part or "<f " in part for name, part in parts(document).items() if "sheets" in name
    )


def test_numbers_are_written_digit_by_digit() -> None:
    values = ("0.1", "8.70", "302000.36", "-2", "123456789012.345")
    table = grid([Column("数", share=1)], [[Told(value, Decimal(value))] for value in values])
    sheet = parts(a_paper(table))["xl/worksheets/sheet1.xml"]
    assert all(f"<v>{value}</v>" in sheet for value in values)


def test_what_excel_cannot_count_with_stays_words() -> None:
    long, early = "12345678901234567890", datetime(1899, 5, 1).date()  # noqa: DTZ001
    table = grid([Column("数")], [[Told(long, Decimal(long))], [Told("1899-05-01", early)]])
    assert [row[0] for row in rows(a_paper(table))[3:]] == [long, "1899-05-01"]


def test_a_sheet_is_ready_to_be_filtered_and_printed() -> None:
    sheet = opened(a_paper(a_table("甲", "乙"))).worksheets[0]
    assert sheet.freeze_panes == "C4"
    assert sheet.auto_filter.ref == "A3:E5"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$3", "$A:$B")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    # The width that is not said is one page.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddHeader.left.text == "坊子区重点项目推进情况周报"
    assert sheet.oddFooter.right.text == "第 &P 页，共 &N 页"


def test_the_sheet_a_table_is_made_for_chooses_the_paper() -> None:
    document = a_paper(annexes=(Part("台账", (a_table("甲"),), Setting.WIDE),))
    assert opened(document).worksheets[0].page_setup.paperSize == 8


def test_columns_are_as_wide_as_their_words_and_long_rows_as_high() -> None:
    name = "年产一百万件新能源精密碳化硅结构件项目"
    sheet = opened(a_paper(a_table(name, "长" * 60))).worksheets[0]
    assert sheet.column_dimensions["A"].width < 8
    assert 40 <= sheet.column_dimensions["B"].width <= 45
    assert sheet.row_dimensions[5].height > 2 * 13
    assert sheet.row_dimensions[6].height is None


def test_amounts_and_days_look_as_they_should() -> None:
    sheet = opened(a_paper(a_table("甲"))).worksheets[0]
    assert sheet["D4"].number_format == "yyyy-mm-dd"
    assert sheet["C4"].number_format == "General"
    assert (sheet["C4"].alignment.horizontal, sheet["B4"].alignment.horizontal) == ("right", "left")


def test_a_light_has_its_colour_beside_sign_and_word() -> None:
    sheet = parts(a_paper(a_table("甲")))["xl/worksheets/sheet1.xml"]
    for sign in "●▲■○":
        assert f'operator="beginsWith" text="{sign}"' in sheet


@pytest.mark.parametrize(
    ("captions", "names"),
    [
        (("表", "表", "表"), ["表", "表-2", "表-3"]),
        (("[a]:*?/\\b", "AB"), ["ab", "AB-2"]),
        (("History", "'引'"), ["History-2", "引"]),
        (("长" * 40, "长" * 40), ["长" * 31, "长" * 29 + "-2"]),
        (("𬭎" * 20,), ["𬭎" * 15]),
        (("***", "\x00\u200b"), ["表", "坊子区重点项目推进情况周报"]),
    ],
)
def test_sheets_have_names_that_excel_takes(captions: tuple[str, ...], names: list[str]) -> None:
    assert opened(a_paper(*(a_table("甲", caption=one) for one in captions))).sheetnames == names


def test_a_paper_without_tables_is_no_workbook() -> None:
    with pytest.raises(UserError, match=r"report\.no_tables"):
        written(a_paper(Passage("只有话。")))


def test_a_text_that_no_cell_holds_is_refused() -> None:
    assert rows(a_paper(a_table("长" * 32_767)))[3][1] == "长" * 32_767
    with pytest.raises(UserError, match=r"report\.text_too_long"):
        written(a_paper(a_table("长" * 32_768)))


def test_the_same_document_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    document = weekly_document(a_full_issue())
    first = written(document)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert written(document) == first


def test_the_weekly_ledger_counts_amounts_and_sorts_by_days() -> None:
    book = opened(weekly_document(a_full_issue()))
    ledger = next(sheet for sheet in book.worksheets if sheet.title == "项目总台账")
    assert [cell.value for cell in ledger[4]][:5] == [1, "第001号项目", "坊安街道", 1000, 120]
    permits = book.worksheets[0]
    days = [row[4].value for row in permits.iter_rows(min_row=4, max_row=6)]
    assert days == [datetime(2023, 2, 22), "02-27预估", datetime(2023, 3, 2)]  # noqa: DTZ001


def test_a_workbook_is_written_to_a_path_too(tmp_path: Path) -> None:
    assert write_workbook(everything(), tmp_path / "表.xlsx") == 4
    assert (tmp_path / "表.xlsx").read_bytes() == written(everything())


@given(st.lists(typed(), min_size=25, max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_people_typed_is_found_again_as_the_pdf_prints_it(texts: list[str]) -> None:
    table = a_table(*texts, note=texts[0], caption=texts[1])
    document = a_paper(table, title=texts[2], team=texts[3], subject=texts[4], issued_on=FRIDAY)
    found = [row[1] or "" for row in rows(document)[3 : 3 + len(texts)]]
    assert found == [_as_read(plain(text)) for text in texts]


def _as_read(text: str) -> str:
    """What openpyxl makes of a text: it leaves Excel's own escape of _x000D_ half undone."""
    return text.replace("x005F_", "")
