"""Ledger files: the district's own, what people bring instead, and what we write."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart

from fangzi_desktop import paths
from fangzi_desktop.domain.dates import PartialDate
from fangzi_desktop.domain.errors import UserError
from fangzi_desktop.domain.ledger import LedgerField, LedgerRow, NotLedger
from fangzi_desktop.domain.terms import ProjectStatus, Route, Stage
from fangzi_desktop.domain.text import clean_line, clean_text
from fangzi_desktop.services.ledger_file import read_ledger_file, write_ledger_file

CASE = paths.resources() / "samples" / "ledger.xlsx"
DAY = date(2023, 2, 25)


def workbook(path: Path, rows: Iterable[Iterable[Any]], title: str = "台账") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def repacked(path: Path, source: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write a workbook's parts anew, each changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
    return path


def refusal(path: Path) -> UserError:
    with pytest.raises(UserError) as refused:
        read_ledger_file(path)
    return refused.value


def test_the_districts_ledger_is_read_whole() -> None:
    reading = read_ledger_file(CASE)
    assert (reading.sheet, reading.header_row, reading.sum_rows, reading.note_rows) == (
        "项目台账",
        3,
        (15,),
        (),
    )
    assert (reading.problems, reading.unmapped, reading.other_sheets) == ((), {}, ())
    assert len(reading.rows) == 11
    assert sum(row.investment_yuan or 0 for row in reading.rows) == 3_020_000_000
    assert sum(row.area_mu or 0 for row in reading.rows) == 485
    by_name = {row.name: row for row in reading.rows}
    assert by_name["元宇宙配套产业园项目一期"] == LedgerRow(
        name="元宇宙配套产业园项目一期",
        number="1",
        investor="歌尔集团",
        industry_track="元宇宙",
        investment_yuan=1_000_000_000,
        area_mu=Decimal(485),
        new_land=True,
        stage=Stage.CONSTRUCTION,
        agreement=PartialDate(2022, 7, 21),
        start=PartialDate(2022, 9, 12),
        planned_completion=PartialDate(2023, 5),
        progress="一期13栋单体，预计5月份全部建成并交付使用",
        remark="园区总占地2560亩；一期主体98天封顶",
    )
    huamei = by_name["年产100万件（套）新能源精密碳化硅结构件项目"]
    assert (huamei.listed, huamei.four_certificates) == (PartialDate(2022, 5, 23), PartialDate(2022, 6, 29))
    assert (huamei.investment_yuan, huamei.output_yuan) == (950_000_000, 1_200_000_000)
    assert by_name["博鼎智能液压控制系统项目"].production == PartialDate(2022, 7, None, "初")
    assert by_name["中国电建共享储能电站项目"].agreement == PartialDate(2023, 2)
    assert by_name["京东预制菜仓储物流项目"].route is None


def test_the_districts_ledger_comes_back_from_our_own_file(tmp_path: Path) -> None:
    rows = read_ledger_file(CASE).rows
    target = tmp_path / "台账.xlsx"
    assert write_ledger_file(target, rows, team="项目服务专班", as_of=DAY) == 11
    again = read_ledger_file(target)
    assert again.rows == rows
    assert (again.problems, again.unmapped, again.sum_rows) == ((), {}, (15,))


def _text(path: Path) -> None:
    path.write_text("项目名称,总投资\n甲,10", encoding="utf-8")


def _gbk(path: Path) -> None:
    path.write_bytes("项目名称,总投资\n甲,10".encode("gbk"))


def _utf16(path: Path) -> None:
    path.write_bytes("项目名称".encode("utf-16"))


def _old_excel(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le"))


def _encrypted(path: Path) -> None:
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    )


def _old_word(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le"))


def _empty_zip(path: Path) -> None:
    zipfile.ZipFile(path, "w").close()


def _other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")


def _truncated(path: Path) -> None:
    path.write_bytes(CASE.read_bytes()[:3000])


def _wrong_checksum(path: Path) -> None:
    data = bytearray(CASE.read_bytes())
    for offset in range(200, 400):
        data[offset] ^= 0xFF
    path.write_bytes(data)


def _broken_xml(path: Path) -> None:
    repacked(path, CASE, lambda name, data: data[: len(data) // 2] if "sheet1" in name else data)


def _entities(path: Path) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    repacked(path, CASE, lambda name, data: bomb if "sheet1" in name else data)


def _locked_part(path: Path) -> None:
    data = bytearray(CASE.read_bytes())
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    path.write_bytes(data)


def _far_below(path: Path) -> None:
    """Rows numbered beyond what any workbook has would make a reader count blank rows for hours."""

    def move(name: str, data: bytes) -> bytes:
        return data.replace(b'<row r="15"', b'<row r="99999999999"') if "sheet1" in name else data

    repacked(path, CASE, move)


@pytest.mark.parametrize(
    ("make", "found"),
    [
        pytest.param(lambda path: path.write_bytes(b""), NotLedger.EMPTY, id="nothing in it"),
        pytest.param(_text, NotLedger.TEXT, id="text"),
        pytest.param(_gbk, NotLedger.TEXT, id="csv in GBK"),
        pytest.param(_utf16, NotLedger.TEXT, id="text in UTF-16"),
        pytest.param(_old_excel, NotLedger.OLD_EXCEL, id="old workbook"),
        pytest.param(_encrypted, NotLedger.ENCRYPTED, id="password"),
        pytest.param(_old_word, NotLedger.OTHER, id="old letter"),
        pytest.param(lambda path: path.write_bytes(b"%PDF-1.7\x00\x01"), NotLedger.OTHER, id="pdf"),
        pytest.param(_empty_zip, NotLedger.OTHER, id="empty archive"),
        pytest.param(_other_zip, NotLedger.OTHER, id="letter"),
        pytest.param(_truncated, NotLedger.DAMAGED, id="half a download"),
        pytest.param(_wrong_checksum, NotLedger.DAMAGED, id="flipped bits"),
        pytest.param(_broken_xml, NotLedger.DAMAGED, id="half a sheet"),
        pytest.param(_entities, NotLedger.DAMAGED, id="entities"),
        pytest.param(_locked_part, NotLedger.ENCRYPTED, id="encrypted part"),
        pytest.param(_far_below, NotLedger.DAMAGED, id="row that cannot be"),
    ],
)
def test_what_is_no_workbook_is_told_for_what_it_is(
    tmp_path: Path, make: Callable[[Path], object], found: NotLedger
) -> None:
    path = tmp_path / "台账.xlsx"
    make(path)
    error = refusal(path)
    assert (error.code, error.params["found"]) == ("ledger.not_xlsx", found)


def _big_part(path: Path) -> None:
    repacked(path, CASE, lambda name, data: data + bytes(3_000_000) if "theme" in name else data)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(3_000_000))


def _many_parts(path: Path) -> None:
    repacked(path, CASE, lambda name, data: data)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_000):
            archive.writestr(f"xl/worksheets/sheet{number + 2}.xml", b"")


def _declares_much(path: Path) -> None:
    data = bytearray(repacked(path, CASE, lambda name, data: data).read_bytes())
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = struct.pack("<I", 201 * 1024 * 1024)
    path.write_bytes(data)


def _many_cells(path: Path) -> None:
    row = b"".join(b'<c r="A1"><v>%d</v></c>' % (number * 7919) for number in range(2_000))
    _fill(path, b"".join(b'<row r="%d">%b</row>' % (number, row) for number in range(1, 252)))


def _many_rows(path: Path) -> None:
    _fill(path, b"".join(b'<row r="%d" ht="20"/>' % number for number in range(16, 200_020)))


def _fill(path: Path, rows: bytes) -> None:
    with zipfile.ZipFile(CASE) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as new:
        for part in old.infolist():
            content = old.read(part).replace(b"</sheetData>", rows + b"</sheetData>")
            new.writestr(part.filename, content)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(_big_part, id="shrinks beyond belief"),
        pytest.param(_many_parts, id="thousands of parts"),
        pytest.param(_declares_much, id="says it is huge"),
        pytest.param(_many_cells, id="half a million cells"),
        pytest.param(_many_rows, id="rows formatted to the bottom"),
        pytest.param(lambda path: path.write_bytes(b"PK\x03\x04" + bytes(50 * 1024 * 1024)), id="huge file"),
    ],
)
def test_what_would_unpack_to_more_than_a_ledger_is_refused(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "台账.xlsx"
    make(path)
    assert refusal(path).code == "ledger.too_large"


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path / "没有.xlsx").code == "file.missing"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "file.unreadable"


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is forbidden here")
def test_a_forbidden_file_is_unreadable(tmp_path: Path) -> None:
    path = workbook(tmp_path / "台账.xlsx", [("项目名称",), ("甲",)])
    path.chmod(0)
    assert refusal(path).code == "file.unreadable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    os.mkfifo(path)
    assert refusal(path).params["found"] is NotLedger.OTHER


def test_an_empty_workbook_is_empty(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path / "空.xlsx", [])).code == "ledger.empty"


def test_a_workbook_without_names_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "台账.xlsx", [("序号", "总投资（亿元）"), (1, 2.5)])
    assert refusal(path).code == "ledger.no_name_column"


def test_the_sheet_that_is_a_ledger_is_found_among_others(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "封面"
    cover["A1"] = "项目台账"
    hidden = book.create_sheet("旧")
    hidden.append(["项目名称"])
    hidden.append(["旧项目"])
    hidden.sheet_state = "hidden"
    book.create_chartsheet("图").add_chart(BarChart())
    for title in ("一月", "二月"):
        sheet = book.create_sheet(title)
        sheet.append(["项目名称"])
        sheet.append([f"{title}项目"])
    book.save(tmp_path / "台账.xlsx")
    reading = read_ledger_file(tmp_path / "台账.xlsx")
    assert (reading.sheet, [row.name for row in reading.rows]) == ("一月", ["一月项目"])
    assert reading.other_sheets == ("封面", "二月")
    chosen = read_ledger_file(tmp_path / "台账.xlsx", sheet="二月")
    assert [row.name for row in chosen.rows] == ["二月项目"]


def test_a_workbook_with_nothing_but_hidden_sheets_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "台账.xlsx", [("项目名称",), ("甲",)])
    hide = (b'state="visible"', b'state="hidden"')
    hidden = repacked(tmp_path / "b.xlsx", path, lambda _, data: data.replace(*hide))
    assert [row.name for row in read_ledger_file(hidden).rows] == ["甲"]


def test_a_person_may_correct_the_mapping(tmp_path: Path) -> None:
    path = workbook(tmp_path / "台账.xlsx", [("工程", "资金规模（万元）"), ("甲", 95000)])
    mapping = {LedgerField.NAME: 1, LedgerField.INVESTMENT: 2}
    reading = read_ledger_file(path, mapping=mapping, header_row=1)
    assert reading.rows == (LedgerRow("甲", investment_yuan=950_000_000),)


def test_a_far_cell_costs_nothing_and_stands_beside_the_table(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(CASE)
    sheet = book.active
    assert sheet is not None
    sheet["XFD1048576"] = "."
    sheet["T900000"] = "草稿"
    book.save(tmp_path / "台账.xlsx")
    reading = read_ledger_file(tmp_path / "台账.xlsx")
    assert (len(reading.rows), reading.problems, reading.note_rows) == (11, (), (900_000,))


def test_more_rows_or_columns_than_a_ledger_has_are_refused(tmp_path: Path) -> None:
    long = workbook(tmp_path / "长.xlsx", [("项目名称",), *((f"项目{number}",) for number in range(20_000))])
    assert refusal(long).code == "ledger.too_many_rows"
    wide = workbook(tmp_path / "宽.xlsx", [("项目名称", *range(200)), ("甲",)])
    assert refusal(wide).code == "ledger.too_many_columns"


def test_a_sheet_that_misstates_its_size_is_read_whole(tmp_path: Path) -> None:
    def misstate(name: str, data: bytes) -> bytes:
        return data.replace(b'<dimension ref="A1:Q15"', b'<dimension ref="A1"')

    path = repacked(tmp_path / "台账.xlsx", CASE, misstate)
    assert len(read_ledger_file(path).rows) == 11


@pytest.mark.parametrize(
    ("number_format", "when"),
    [
        pytest.param("yyyy-mm-dd", PartialDate(2023, 5, 1), id="day"),
        pytest.param('yyyy"年"m"月"d"日"', PartialDate(2023, 5, 1), id="day in Chinese"),
        pytest.param('yyyy"年"m"月"', PartialDate(2023, 5), id="what Excel makes of 2023年5月"),
        pytest.param('[DBNum1][$-804]yyyy"年"m"月";@', PartialDate(2023, 5), id="month in numerals"),
        pytest.param("yyyy-mm", PartialDate(2023, 5), id="month"),
        pytest.param("mmm-yy", PartialDate(2023, 5), id="month, builtin"),
        pytest.param('yyyy"年"', PartialDate(2023), id="year"),
        pytest.param("yyyy/m/d h:mm", PartialDate(2023, 5, 1), id="moment"),
        pytest.param("h:mm", PartialDate(2023, 5, 1), id="a clock says nothing of the date's precision"),
    ],
)
def test_a_date_cell_is_as_precise_as_it_looks(tmp_path: Path, number_format: str, when: PartialDate) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["项目名称", "开工时间"])
    sheet.append(["甲", datetime.fromisoformat("2023-05-01")])
    sheet["B2"].number_format = number_format
    book.save(tmp_path / "台账.xlsx")
    (row,) = read_ledger_file(tmp_path / "台账.xlsx").rows
    assert row.start == when


@pytest.mark.parametrize(
    ("format_id", "value", "when"),
    [
        pytest.param(57, 45047, PartialDate(2023, 5), id="yyyy年m月"),
        pytest.param(31, 45047, PartialDate(2023, 5, 1), id="yyyy年m月d日"),
        pytest.param(58, 45047, PartialDate(2023, 5, 1), id="m月d日"),
    ],
)
def test_date_formats_of_a_chinese_system_are_known(
    tmp_path: Path, format_id: int, value: int, when: PartialDate
) -> None:
    """Excel stores them by number only, and readers elsewhere see 45047."""
    path = _with_format_id(tmp_path, format_id, value)
    reading = read_ledger_file(path)
    assert (reading.rows[0].start, reading.problems) == (when, ())


@pytest.mark.parametrize(
    ("format_id", "value", "code"),
    [
        pytest.param(1, 45047, "ledger.date_is_number", id="a number is no date"),
        pytest.param(31, 99999999999, "ledger.bad_date", id="no such day"),
        pytest.param(31, 0.5, "ledger.bad_date", id="a time of day"),
    ],
)
def test_a_number_in_a_date_column_is_named(tmp_path: Path, format_id: int, value: float, code: str) -> None:
    (problem,) = read_ledger_file(_with_format_id(tmp_path, format_id, value)).problems
    assert (problem.row, problem.column, problem.code) == (2, "B", code)


def _with_format_id(tmp_path: Path, format_id: int, value: float) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["项目名称", "开工时间"])
    sheet.append(["甲", value])
    sheet["B2"].number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    ids = (b'numFmtId="2"', b'numFmtId="%d"' % format_id)
    return repacked(
        tmp_path / "台账.xlsx",
        tmp_path / "a.xlsx",
        lambda name, data: data.replace(*ids) if "styles" in name else data,
    )


def test_a_formula_counts_with_its_last_value(tmp_path: Path) -> None:
    formulas = {"B2": ("=9.5+1", "10.5"), "B3": ("=1/0", "#DIV/0!"), "B4": ("=1+1", None)}
    path = _with_formulas(tmp_path, formulas)
    reading = read_ledger_file(path)
    assert [row.investment_yuan for row in reading.rows] == [1_050_000_000, None, None]
    assert [(problem.row, problem.code, problem.value) for problem in reading.problems] == [
        (3, "ledger.cell_error", "#DIV/0!"),
        (4, "ledger.formula_without_value", "=1+1"),
    ]


def _with_formulas(tmp_path: Path, formulas: dict[str, tuple[str, str | None]]) -> Path:
    import xlsxwriter  # type: ignore[import-untyped]

    path = tmp_path / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ("项目名称", "总投资（亿元）"))
        sheet.write_column(1, 0, ("甲", "乙", "丙"))
        for cell, (formula, value) in formulas.items():
            sheet.write_formula(cell, formula, None, "" if value is None else value)
    return path


def test_sums_of_several_kinds_are_known(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "台账.xlsx",
        [("项目名称", "总投资（亿元）"), ("甲", 10), ("乙", 5), (None, "=SUM(B2:B3)"), ("总计", "=B4")],
    )
    reading = read_ledger_file(path)
    assert (len(reading.rows), reading.sum_rows, reading.problems) == (2, (4, 5), ())


def test_text_cells_are_text_whatever_they_look_like(tmp_path: Path) -> None:
    values = ["=1+1", "+86", "-", "@SUM(A1)", "＝1", "http://a.b", "#N/A", "0012", "TRUE", "甲_x000D_\n乙"]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["项目名称", "备注"])
    for number, value in enumerate(values):
        sheet.cell(number + 2, 1, f"项目{number}")
        cell = sheet.cell(number + 2, 2)
        cell.value = value
        cell.data_type = "s"
    book.save(tmp_path / "台账.xlsx")
    reading = read_ledger_file(tmp_path / "台账.xlsx")
    assert [row.remark for row in reading.rows] == [*values[:-1], "甲\n乙"]


def test_times_and_ticks_do_not_break_the_reading(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "台账.xlsx",
        [
            ("项目名称", "备注", "是否新增用地"),
            ("甲", datetime.fromisoformat("2023-05-01T08:30"), True),
            ("乙", datetime.fromisoformat("2023-05-01T08:30").time(), False),
        ],
    )
    first, second = read_ledger_file(path).rows
    assert (first.remark, first.route) == ("2023-05-01 08:30:00", Route.NEW_LAND)
    assert (second.remark, second.route) == ("08:30:00", Route.EXISTING_LAND)


def text(longest: int, clean: Callable[[str], str] = clean_line) -> st.SearchStrategy[str]:
    """Texts as the program stores them; a literal _xHHHH_ is how workbooks escape, so it is left out."""

    def storable(raw: str) -> str:
        try:
            return clean(raw)
        except UserError:
            return ""

    return st.text(max_size=longest).map(storable).filter(lambda one: "_x" not in one and "x005F_" not in one)


def amounts() -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(0, 10**12)


def dates() -> st.SearchStrategy[PartialDate | None]:
    days = st.dates(date(1980, 1, 1), date(2099, 12, 31)).map(PartialDate.of)
    years, months = st.integers(1980, 2099), st.integers(1, 12)
    parts = st.sampled_from(["初", "上旬", "中旬", "下旬", "底", "末"])
    return (
        st.none()
        | days
        | st.builds(PartialDate, years)
        | st.builds(PartialDate, years, months)
        | st.builds(PartialDate, years, months, st.none(), parts)
    )


def ledgers() -> st.SearchStrategy[list[LedgerRow]]:
    """Ledgers of differently named and numbered projects, as a team may have them."""
    row = st.builds(
        LedgerRow,
        name=text(20),
        investor=text(10),
        industry_track=text(10),
        responsible_unit=text(10),
        service_officer=text(10),
        investment_yuan=amounts(),
        fixed_investment_yuan=amounts(),
        area_mu=st.none() | st.decimals("0.01", 100_000, places=4).map(Decimal),
        new_land=st.none() | st.booleans(),
        stage=st.none() | st.sampled_from(Stage),
        status=st.none() | st.sampled_from(ProjectStatus),
        agreement=dates(),
        listed=dates(),
        four_certificates=dates(),
        planned_start=dates(),
        start=dates(),
        planned_completion=dates(),
        planned_production=dates(),
        production=dates(),
        output_yuan=amounts(),
        annual_plan_yuan=amounts(),
        completed_investment_yuan=amounts(),
        progress=text(60, clean_text),
        remark=text(60, clean_text),
    )
    return st.lists(row, max_size=4).map(
        lambda rows: [
            _numbered(place, one, f"项目{place}{one.name}") for place, one in enumerate(rows, start=1)
        ]
    )


def _numbered(place: int, row: LedgerRow, name: str) -> LedgerRow:
    import dataclasses

    return dataclasses.replace(row, number=str(place), name=name, project_no=f"FZ-{place:03d}")


@given(ledgers())
@example([LedgerRow("<r>甲</r>", "1", remark="<r><t>&</t></r>")])
@example([LedgerRow('=HYPERLINK("http://a.b")', "1", investor="@SUM(A1)", remark="\t=1+1\n-2".strip())])
@example([LedgerRow("𬭎䶮㛃", "1", remark="👨\u200d👩\u200d👧 e\u0301".replace("e\u0301", "é"))])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_we_write_reads_back_equal(tmp_path: Path, rows: list[LedgerRow]) -> None:
    target = tmp_path / "台账.xlsx"
    assert write_ledger_file(target, rows, team="专班 <b>&", as_of=DAY) == len(rows)
    reading = read_ledger_file(target)
    assert list(reading.rows) == rows
    assert (reading.problems, reading.unmapped) == ((), {})


def parts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_an_exported_ledger_is_ready_to_print_and_holds_no_formula(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    rows = [LedgerRow("=1+1", investment_yuan=870_000_000, investor="http://a.b"), LedgerRow("乙")]
    write_ledger_file(target, rows, team="=cmd", as_of=DAY)
    sheet = parts_of(target)["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "<v>8.7</v>" in sheet
    assert '<pane xSplit="2" ySplit="3"' in sheet
    assert '<autoFilter ref="A3:Z5"/>' in sheet
    assert 'orientation="landscape"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "hyperlink" not in sheet
    book = openpyxl.load_workbook(target)
    page = book["项目台账"]
    assert (page.print_title_rows, page.print_title_cols) == ("$1:$3", "$A:$B")
    assert page.oddHeader.left.text == "坊子区全生命周期服务项目台账（=cmd）"
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "d"}
    values = [[cell.value for cell in row] for row in book["项目台账"].iter_rows()]
    assert values[0][0] == "坊子区全生命周期服务项目台账"
    assert values[1][0] == "填报单位：=cmd      截至2023年2月25日"
    assert values[2][:6] == ["序号", "项目名称", "投资主体", "产业类别", "总投资（亿元）", "用地面积（亩）"]
    assert [row[0] for row in values[3:]] == [1, 2, "合计"]
    assert values[-1][4] == 8.7


def test_an_empty_ledger_has_its_heads(tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    assert write_ledger_file(target, [], team="专班", as_of=DAY) == 0
    reading = read_ledger_file(target)
    assert (reading.rows, len(reading.mapping), reading.sum_rows) == ((), len(LedgerField), ())


def test_the_same_ledger_is_the_same_file(tmp_path: Path) -> None:
    rows = read_ledger_file(CASE).rows
    for name in ("a.xlsx", "b.xlsx"):
        write_ledger_file(tmp_path / name, rows, team="专班", as_of=DAY)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("remark", ["长" * 32_768, "<r>" + "长" * 32_768 + "</r>"])
def test_a_text_no_cell_can_hold_is_refused_and_the_old_file_stays(tmp_path: Path, remark: str) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(UserError, match=r"ledger\.text_too_long") as refused:
        write_ledger_file(target, [LedgerRow("甲", remark=remark)], team="专班", as_of=DAY)
    assert refused.value.params == {"name": "甲", "field": "备注", "longest": 32_767}
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"file\.unwritable"):
        write_ledger_file(tmp_path / "没有" / "台账.xlsx", [], team="专班", as_of=DAY)


def test_importing_the_module_costs_no_workbook_library() -> None:
    libraries = "{'openpyxl', 'xlsxwriter'}"
    script = f"import sys, fangzi_desktop.services.ledger_file; print({libraries} & set(sys.modules))"
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, cwd=paths.ROOT, check=True, capture_output=True).stdout.strip() == b"set()"


def test_damaged_copies_of_a_ledger_never_break_the_reading(tmp_path: Path) -> None:
    """Every refusal is one a person can be told; a copy that still reads is a reading."""
    import random

    chance = random.Random(20230225)
    with zipfile.ZipFile(CASE) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    path = tmp_path / "台账.xlsx"
    for _ in range(150):
        name = chance.choice(sorted(parts))
        data = bytearray(parts[name])
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(data))
            piece = chance.choice([b"", b"<", b"\xff", b"9" * 30, b"&", b'"', bytes(data[:20])])
            data[at : at + chance.randint(0, 5)] = piece
        with zipfile.ZipFile(path, "w") as archive:
            for other, content in parts.items():
                archive.writestr(other, bytes(data) if other == name else content)
        try:
            read_ledger_file(path)
        except UserError as error:
            assert error.code.startswith(("ledger.", "file."))
