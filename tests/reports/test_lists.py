"""The lists over all projects: what they say, in which order, what they survive, how they look."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from fangzi_desktop.domain.report_terms import Setting
from fangzi_desktop.domain.stage_terms import CommitmentResult
from fangzi_desktop.domain.terms import Light, Stage
from fangzi_desktop.reports.commitments import commitments_document
from fangzi_desktop.reports.document import Document, Grid
from fangzi_desktop.reports.fonts import FontBook
from fangzi_desktop.reports.frozen import from_json, to_json
from fangzi_desktop.reports.ledger import ledger_document
from fangzi_desktop.reports.problems import problems_document
from fangzi_desktop.reports.statistics import statistics_document
from fangzi_desktop.reports.text import plain
from tests.reports.issues import MM, solid
from tests.reports.lists import (
    Printed,
    a_full_ledger,
    a_full_list_of_commitments,
    a_full_list_of_entries,
    a_full_list_of_problems,
    a_ledger,
    a_problem,
    a_project,
    a_promise,
    an_entry,
    some_commitments,
    some_entries,
    some_problems,
)

GOLDEN = Path(__file__).parents[1] / "data"
DPI = 50
# Set to write the goldens anew after a change that was looked at.
WRITE = os.environ.get("FANGZI_WRITE_GOLDENS")

FULL: dict[str, Callable[[], Document]] = {
    "list-ledger-a4": lambda: ledger_document(a_full_ledger()),
    "list-ledger-a3": lambda: ledger_document(a_full_ledger(), Setting.WIDE),
    "list-problems": lambda: problems_document(a_full_list_of_problems()),
    "list-statistics": lambda: statistics_document(a_full_list_of_entries()),
    "list-commitments": lambda: commitments_document(a_full_list_of_commitments()),
}


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def column(table: Grid, head: str) -> list[str]:
    heads = [solid(one.head) for one in table.columns]
    return [row[heads.index(head)] for row in table.rows]


@pytest.mark.parametrize("name", FULL)
def test_a_list_says_what_its_golden_says(shipped_fonts: FontBook, name: str) -> None:
    text = "\f".join(
        "\n".join(re.sub(r" +", "", line) for line in page.splitlines())
        for page in Printed(FULL[name](), shipped_fonts).texts()
    )
    path = GOLDEN / f"{name}.txt"
    if WRITE:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FULL)
def test_a_list_looks_as_its_golden(shipped_fonts: FontBook, name: str) -> None:
    shown = Printed(FULL[name](), shipped_fonts).picture(1, DPI)
    path = GOLDEN / f"{name}.png"
    if WRITE:
        shown.save(path, optimize=True)
    with Image.open(path) as golden:
        assert shown.size == golden.size
        difference = ImageChops.difference(shown, golden.convert("L"))
    # Anti-aliasing differs a little between renderers; a line moved by a millimetre differs far more.
    assert ImageStat.Stat(difference).mean[0] < 1.5
    assert sum(difference.histogram()[96:]) < 0.004 * shown.width * shown.height


@pytest.mark.parametrize("name", FULL)
def test_a_list_is_kept_and_read_again_the_same(name: str) -> None:
    document = FULL[name]()
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize("name", FULL)
def test_every_paragraph_has_a_key_of_its_own_and_says_what_it_rests_on(name: str) -> None:
    passages = list(FULL[name]().passages)
    assert len({one.key for one in passages}) == len(passages) > 2
    assert all(one.key and one.text for one in passages)
    assert [one.key for one in passages if not one.sources] == (
        ["statistics.law"] if name == "list-statistics" else []
    )


@pytest.mark.parametrize(
    ("document", "words"),
    [
        pytest.param(ledger_document(a_ledger()), "机制台账尚无项目。", id="ledger"),
        pytest.param(problems_document(some_problems()), "没有未销号的问题。", id="problems"),
        pytest.param(statistics_document(some_entries()), "没有应当纳统、升规的项目。", id="statistics"),
        pytest.param(commitments_document(some_commitments()), "没有登记承诺。", id="commitments"),
    ],
)
def test_an_empty_list_says_so_on_one_page(fonts: FontBook, document: Document, words: str) -> None:
    printed = Printed(document, fonts)
    assert printed.pages == 1
    assert words in printed.text()
    assert grids(document) == []


def test_the_ledger_stands_by_stage_then_light_then_investment() -> None:
    data = a_ledger(
        a_project(1, stage=Stage.CONSTRUCTION),
        a_project(2, light=Light.GREEN),
        a_project(3, light=Light.GREEN),
        a_project(4, light=Light.RED),
        a_project(5, light=Light.YELLOW),
    )
    (table,) = grids(ledger_document(data))
    assert column(table, "项目名称") == [
        *("", "第0004号项目", "第0005号项目", "第0003号项目", "第0002号项目", "小计（4个）"),
        *("", "第0001号项目", "小计（1个）"),
        "合计（5个）",
    ]
    assert [table.rows[number][0] for number in table.bands] == ["手续办理（4个）", "开工建设（1个）"]
    assert column(table, "总投资（万元）")[5::3] == ["14000", "1000"]
    assert column(table, "总投资（万元）")[-1] == "15000"
    assert column(table, "用地（亩）")[-1] == "15"


def test_one_stage_needs_no_sums_of_its_own() -> None:
    (table,) = grids(ledger_document(a_ledger(a_project(1), a_project(2))))
    assert table.sums == ()
    assert column(table, "项目名称")[-1] == "合计（2个）"


def test_only_a3_has_the_columns_that_a4_has_no_room_for() -> None:
    heads = [
        {solid(one.head) for one in grids(ledger_document(a_full_ledger(), setting))[0].columns}
        for setting in (Setting.LANDSCAPE, Setting.WIDE)
    ]
    assert heads[0] < heads[1]
    assert heads[1] - heads[0] == {
        "投资主体",
        "行业赛道",
        "用地方式",
        "到期事项",
        "未销号问题（个）",
        "最新进展",
    }
    assert {"属地", "总投资（万元）", "用地（亩）", "阶段", "开工/计划开工", "亮灯", "责任人"} <= heads[0]
    assert {"年度计划投资（万元）", "2月完成（万元）", "累计完成（万元）"} <= heads[0]


def test_what_nobody_reported_is_neither_a_column_nor_a_nought() -> None:
    (table,) = grids(ledger_document(a_ledger(a_project(1, investment_yuan=None, locality=""))))
    assert "属地" not in {one.head for one in table.columns}
    assert "属地、开工/计划开工、年度计划投资、2月完成、累计完成均未填报，表中不列" in table.note
    assert column(table, "总投资（万元）") == ["", "—", "—"]


@pytest.mark.parametrize("setting", [Setting.LANDSCAPE, Setting.WIDE])
@pytest.mark.parametrize("count", [300, 3000])
def test_every_page_of_a_long_ledger_names_projects_under_its_head(
    fonts: FontBook, setting: Setting, count: int
) -> None:
    stages = list(Stage)
    data = a_ledger(*(a_project(n, stage=stages[n % 9], progress="推进中") for n in range(1, count + 1)))
    printed = Printed(ledger_document(data, setting), fonts)
    texts = [solid(text) for text in printed.texts()]
    assert len(texts) > 5
    assert all("项目名称" in text and "总投资" in text for text in texts)
    # The last page may hold no more than the sums.
    assert all("号项目" in text for text in texts)
    together = "".join(texts)
    assert all(together.count(one.project) == 1 for one in data.projects)
    assert [title for title in printed.outline() if title.startswith("升规纳统")]


def test_the_a3_ledger_stays_on_its_sheet(fonts: FontBook) -> None:
    data = a_ledger(*(a_project(n, progress="长" * 500, project="名" * 60) for n in range(1, 20)))
    for page in Printed(ledger_document(data, Setting.WIDE), fonts).plumbed():
        assert (round(page.width / MM), round(page.height / MM)) == (420, 297)
        assert min(char["x0"] for char in page.chars) >= 14 * MM - 0.5
        assert max(char["x1"] for char in page.chars) <= (420 - 14) * MM + 0.5
        assert max(char["bottom"] for char in page.chars) <= (297 - 8) * MM


def test_problems_are_counted_by_state_and_unit_and_the_listed_ones_marked() -> None:
    document = problems_document(a_full_list_of_problems())
    words = "".join(one.text for one in document.passages)
    assert (
        "未销号问题3个：已提出1个、已交办1个、办理中1个。其中逾期1个，临期1个，挂牌督办1个，未定时限1个。"
        in words
    )
    assert "按责任单位分，供电公司2个；未明确责任单位1个。" in words
    assert "近30个自然日（1月25日以来）销号问题1个，其中超过时限销号1个。" in words
    (table,) = grids(document)
    assert column(table, "逾期（自然日）") == ["", "10", "—", "—", "", "3"]
    assert column(table, "状态")[1] == "■ 逾期\n办理中\n挂牌督办"
    assert column(table, "建议或销号情况")[1].endswith("02-20挂牌督办（坊督〔2023〕3号）")
    assert column(table, "建议或销号情况")[-1] == "便道已接通"


def test_reported_values_stand_apart_in_their_own_units_and_are_not_added_up() -> None:
    invest, scale, reported, levels, windows = grids(statistics_document(a_full_list_of_entries()))
    assert [table.caption.split("（")[0] for table in (invest, scale, reported, levels, windows)] == [
        *("表1  投资纳统", "表2  升规纳统", "表3  企业填报值", "表4  现行标准", "表5  申报窗口"),
    ]
    assert (reported.total, reported.sums) == (False, ())
    assert column(reported, "企业填报值") == ["4653.5"]
    assert column(reported, "单位") == ["万元"]
    entries = [cell for table in (invest, scale) for row in table.rows for cell in row]
    assert not any("4653.5" in cell for cell in entries)
    assert column(levels, "有效期至") == ["长期", "2023-12-31"]
    assert column(windows, "材料截止日") == ["每月10日", "3、4、5月，每月20日"]


def test_an_entry_says_its_window_the_next_one_and_what_is_wrong() -> None:
    invest, *_ = grids(statistics_document(a_full_list_of_entries()))
    assert column(invest, "材料截止")[1] == "投资入库\n02-10\n已过14自然日"
    assert column(invest, "下一窗口")[1] == "投资入库\n03-10"
    assert column(invest, "缺少材料") == ["", "现场照片", "", "均未收齐", "", "—"]
    warnings = column(invest, "核对提示")[1]
    for words in ("材料截止日已过", "02-14退回：照片没有拍摄时间。", "“甲公司”", "省统计局审核"):
        assert words in warnings


def test_what_is_overdue_comes_first_and_what_is_far_off_is_only_counted() -> None:
    promises, payments, ladder, land = grids(commitments_document(a_full_list_of_commitments()))
    assert [promises.rows[number][0] for number in promises.bands] == [
        *("逾期（1项）", "临期（1项）", "未到期（1项）", "部分达标（1项）"),
    ]
    assert "180个自然日以后到期1项" in promises.note
    assert "90个自然日以前完成的达标1项" in promises.note
    assert "）1项、90个" in promises.note
    assert column(promises, "约定期限")[3] == "02-28\n签约后3个月内"
    assert column(promises, "逾期（自然日）")[1] == "10"
    assert column(promises, "完成情况")[-1] == "18000万元（90%）\n2022-06-01完成"
    assert [payments.rows[number][0] for number in payments.bands] == [
        *("逾期未兑付（1项）", "暂不兑付（1项）", "已兑付（1项）"),
    ]
    assert (column(payments, "约定金额（万元）")[-1], column(payments, "已兑付（万元）")[-1]) == ("180", "30")
    assert "1项，约定金额20万元，不逐项列出" in payments.note
    assert column(ladder, "处置级别") == ["催告"]
    assert column(land, "闲置费（万元）") == ["600"]
    assert column(land, "状态") == ["■ 满一年未动工"]


def test_the_sums_in_the_words_are_those_of_all_payments() -> None:
    words = "".join(one.text for one in commitments_document(a_full_list_of_commitments()).passages)
    assert "约定兑付扶持资金4项共200万元，已兑付50万元，逾期未兑付1项共100万元" in words
    assert "暂不兑付1项共50万元" in words
    assert "登记双方承诺7项（政府方1项、企业方6项），尚未判定5项，其中逾期1项、临期1项；" in words
    assert "履约处置中的事项1项：催告1项；涉及第1号项目。" in words
    assert "构成闲置土地1个。" in words


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("<b>粗</b><img src='/etc/passwd'/>", id="markup"),
        pytest.param("甲&乙&amp;丙<丁>戊", id="ampersands"),
        pytest.param("一行\n二行\r\n三行\t四", id="line ends and tabs"),
        pytest.param("零\u200b宽\u202e倒\ufeff序", id="zero width"),
        pytest.param("=1+1 %s {0} é ㎡ 𬭎", id="templates and rare ones"),
    ],
)
def test_what_people_typed_prints_as_typed(fonts: FontBook, typed: str) -> None:
    said = solid(plain(typed))
    for document, times in (
        (ledger_document(a_ledger(a_project(1, project=typed, progress=typed)), Setting.WIDE), 2),
        (problems_document(some_problems(open_ones=(a_problem(1, project=typed, text=typed),))), 2),
        (statistics_document(some_entries(an_entry(1, project=typed, findings=(typed,)))), 2),
        (commitments_document(some_commitments(promises=(a_promise(1, project=typed, label=typed),))), 2),
    ):
        assert Printed(document, fonts).text().count(said) >= times


def test_ten_thousand_characters_break_no_page(fonts: FontBook) -> None:
    long = "长" * 10_000
    wide = ledger_document(a_ledger(a_project(1, progress=long), a_project(2)), Setting.WIDE)
    problem = problems_document(some_problems(open_ones=(a_problem(1, text=long), a_problem(2))))
    for document in (wide, problem):
        printed = Printed(document, fonts)
        assert printed.text().count("长") == 10_000
        assert printed.pages < 30


def test_a_promise_kept_lately_is_still_listed() -> None:
    lately = a_promise(1, result=CommitmentResult.MET, actual_on=date(2023, 1, 4), light=Light.GREY)
    long_ago = a_promise(2, result=CommitmentResult.MET, actual_on=date(2022, 10, 4), light=Light.GREY)
    (table,) = grids(commitments_document(some_commitments(promises=(lately, long_ago))))
    assert column(table, "项目") == ["", "第1号项目"]
