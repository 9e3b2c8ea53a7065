"""Tables on paper: heads on every page, rows whole, numbers right."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pdfplumber
import pytest

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.terms import Unit
from fangzi_desktop.reports.document import Align, Column, Document, grid
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.pdf import print_document
from fangzi_desktop.reports.tables import column_widths
from fangzi_desktop.reports.weekly_input import ProblemLine
from tests.reports.issues import MM, Printed, a_full_issue, a_ledger, a_permit, an_issue, solid


def ledger_pages(printed: Printed) -> list[Any]:
    return [page for page in printed.plumbed() if page.width > page.height]


def test_the_head_and_the_names_stand_on_every_page_of_a_ledger(fonts: FontBook) -> None:
    lines = a_ledger(60)
    texts = [solid(page.extract_text()) for page in ledger_pages(Printed(an_issue(ledger=lines), fonts))]
    assert len(texts) >= 3
    for text in texts:
        assert all(head in text for head in ("序号", "项目名称", "总投资", "（万元）", "亮灯"))
        assert "号项目" in text
    together = "".join(texts)
    assert all(together.count(line.project) == 1 for line in lines)


def test_a_row_is_never_split(fonts: FontBook) -> None:
    name = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥" * 3
    lines = tuple(line for n in range(30) for line in a_ledger(1, project=f"{name}{n:02d}尾"))
    pages = ledger_pages(Printed(an_issue(ledger=lines), fonts))
    assert len(pages) >= 3
    for page in pages:
        text = solid(page.extract_text())
        assert text.count("甲乙丙丁") == 3 * text.count("尾")


def test_a_row_taller_than_a_page_goes_on_and_says_again_whose_it_is(fonts: FontBook) -> None:
    problem = ProblemLine(1, "甲项目", "路" * 10_000, date(2023, 2, 20))
    pages = ledger_pages(Printed(an_issue(problems=(problem,)), fonts))
    assert len(pages) >= 3
    for page in pages:
        text = solid(page.extract_text())
        assert "甲项目" in text
        assert "责任单位" in text
    assert sum(page.extract_text().count("路") for page in pages) == 10_000


def test_amounts_end_on_one_line_and_their_unit_is_in_the_head(fonts: FontBook) -> None:
    page = ledger_pages(Printed(an_issue(ledger=a_ledger(12)), fonts))[0]
    ends = set()
    for n in range(1, 13):
        row = page.search(f"第{n:03d}号项目")[0]
        chars = [c for c in page.chars if abs(c["top"] - row["chars"][0]["top"]) < 1 and c["text"].isdigit()]
        amount = [c for c in chars if c["x0"] > row["x1"] + 20]
        digits = str(n * 1000)
        run = amount[: len(digits)]
        assert "".join(c["text"] for c in run) == digits
        ends.add(round(run[-1]["x1"], 1))
    assert len(ends) == 1
    (right,) = ends
    head = page.search("总投资")[0]
    assert head["x0"] < right


def test_a_column_that_nobody_filled_is_left_out_and_named_below(fonts: FontBook) -> None:
    text = solid(ledger_pages(Printed(an_issue(ledger=a_ledger(3, locality="")), fonts))[0].extract_text())
    assert "注：属地、开工/计划开工、年度计划投资、累计完成均未填报，表中不列；" in text
    assert "责任人" in text


def test_a_light_is_told_by_sign_and_word(fonts: FontBook) -> None:
    text = Printed(a_full_issue(), fonts).text()
    for words in ("■逾期超法定", "▲临期", "●正常", "●最短期限", "○挂起"):
        assert words in text


def test_the_unit_stands_in_the_head_only_when_all_rows_share_it(fonts: FontBook) -> None:
    same = Printed(an_issue(permits=(a_permit(), a_permit("乙项目"))), fonts).text()
    mixed = Printed(an_issue(permits=(a_permit(), a_permit("乙", left_unit=Unit.CALENDAR_DAY))), fonts).text()
    assert "剩余（工作日）" in same
    assert "剩余（" not in mixed
    assert "4工作日" in mixed
    assert "4自然日" in mixed


@pytest.mark.parametrize(
    ("needs", "shares", "widths"),
    [
        pytest.param([50, 50], [0, 1], [50, 150], id="the sharing column takes what is left"),
        pytest.param([50, 30, 30], [0, 1, 2], [50, 60, 90], id="spare room is divided by share"),
        pytest.param([50, 300, 300], [0, 1, 2], [50, 50, 100], id="too little room is divided by share"),
        pytest.param([50, 20, 300], [0, 1, 1], [50, 20, 130], id="who needs little leaves the rest"),
    ],
)
def test_columns_fill_the_measure(needs: list[float], shares: list[float], widths: list[float]) -> None:
    columns = [Column("甲", Align.LEFT, share=share) for share in shares]
    assert column_widths(columns, needs, 200) == pytest.approx(widths)


def test_a_wide_table_stays_inside_the_turned_block(fonts: FontBook) -> None:
    page = ledger_pages(Printed(an_issue(ledger=a_ledger(30, project="很长的项目名称" * 12)), fonts))[0]
    inside = [c for c in page.chars if c["matrix"][1] == 0]
    assert min(c["x0"] for c in inside) >= 35 * MM - 0.5
    assert max(c["x1"] for c in inside) <= 260 * MM + 0.5
    assert max(c["bottom"] for c in inside) <= (210 - 26) * MM + 3


def a_grouped(fonts: FontBook, groups: int, rows: int) -> list[str]:
    """The text of each page of a table of groups of rows, each with its sum."""
    cells: list[tuple[str, str]] = []
    bands, sums = [], []
    for group in range(groups):
        bands.append(len(cells))
        cells.append((f"第{group}组", ""))
        cells += [(f"{group}组{row}行", "1") for row in range(rows)]
        sums.append(len(cells))
        cells.append((f"{group}组小计", f"{rows}"))
    columns = (Column("名称", share=1, key=True), Column("数", Align.RIGHT))
    document = Document(
        "表",
        "",
        "",
        date(2023, 2, 24),
        (grid(columns, cells, bands=bands, sums=sums),),
        setting=Setting.WORKING,
    )
    target = io.BytesIO()
    print_document(document, target, fonts)
    with pdfplumber.open(target) as printed:
        return [page.extract_text() for page in printed.pages]


def lines_of(text: str) -> list[str]:
    """The lines of a page's table: without its title, its head and the page's number."""
    return [solid(line) for line in text.splitlines() if solid(line) not in ("", "表", "名称数")]


@pytest.mark.parametrize("rows", range(1, 40, 3))
def test_a_group_s_head_never_ends_a_page_and_its_sum_never_begins_one(fonts: FontBook, rows: int) -> None:
    pages = a_grouped(fonts, 5, rows)
    together = "".join(solid(page) for page in pages)
    for group in range(5):
        assert together.count(f"{group}组小计") == 1
        assert all(together.count(f"{group}组{row}行") == 1 for row in range(rows))
    for page in pages:
        lines = lines_of(page)
        assert not re.fullmatch(r"第\d组(（续）)?", lines[-1])
        assert re.match(r"第\d组", lines[0]), "no head stands over the page's rows"
        assert not lines[1].startswith(lines[0][1:3] + "小计") or rows == 0


def test_a_head_is_said_again_where_its_group_goes_on(fonts: FontBook) -> None:
    pages = a_grouped(fonts, 1, 60)
    assert len(pages) > 1
    assert lines_of(pages[0])[0] == "第0组"
    assert all(lines_of(page)[0] == "第0组（续）" for page in pages[1:])


def test_a_head_does_not_widen_the_first_column() -> None:
    columns = (Column("号", limit=20), Column("名称", share=1))
    wide = grid(columns, [("一个比所有的号都长得多的组名", ""), ("1", "甲")], bands=[0])
    plainly = grid(columns, [("1", "甲")])
    ends = []
    for table in (wide, plainly):
        target = io.BytesIO()
        print_document(Document("表", "", "", date(2023, 2, 24), (table,)), target)
        with pdfplumber.open(target) as printed:
            ends.append(printed.pages[0].search("甲")[0]["x0"])
    assert ends[0] == pytest.approx(ends[1])
